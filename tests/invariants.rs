//! What must hold of every row of every device, so that a slip in a new one fails
//! here and not at a customer's.

use std::collections::{BTreeMap, BTreeSet};

use common::{models, samples};
use milesight_codec::table::{Aside, Coding, Must, Part, Row, Slot, Target, VENDOR_CODEC, Wire};
use milesight_codec::{Device, Direction, Explanation, FieldKind, SpanKind, to_hex};

const DIRECTIONS: [Direction; 2] = [Direction::Uplink, Direction::Downlink];

fn rows(device: &'static Device, direction: Direction) -> &'static [Row] {
    match direction {
        Direction::Uplink => device.uplink,
        Direction::Downlink => device.downlink,
    }
}

/// Every row, with the device and the direction that it belongs to.
fn all_rows() -> impl Iterator<Item = (&'static Device, Direction, &'static Row)> {
    models().iter().flat_map(|device| {
        DIRECTIONS.into_iter().flat_map(move |direction| {
            rows(device, direction).iter().map(move |row| (*device, direction, row))
        })
    })
}

/// Every field and reserved part of every row.
fn all_parts() -> impl Iterator<Item = (&'static Row, &'static Part, Slot, String)> {
    all_rows().flat_map(|(device, direction, row)| {
        row.leaves().map(move |(part, slot)| {
            let name = format!("{} {direction:?} {} {}", device.model, show(row), part.name);
            (row, part, slot, name)
        })
    })
}

/// A row as messages show it: `ff 06 kind 1`.
fn show(row: &Row) -> String {
    let header = [Some(row.channel), row.type_byte].into_iter().flatten();
    let mut text = header.map(|byte| to_hex(&[byte])).collect::<Vec<_>>().join(" ");
    if let Some(sub_kind) = row.sub_kind {
        let kind = sub_kind.value.map_or("other".to_owned(), |value| value.to_string());
        text += &format!(" kind {kind}");
    }
    text
}

fn highest(width: u32) -> u64 {
    (1u64 << width) - 1
}

fn is_snake_case(name: &str) -> bool {
    name.starts_with(|first: char| first.is_ascii_lowercase())
        && name.split('_').all(|word| {
            !word.is_empty() && word.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit())
        })
}

fn named(row: &Row) -> impl Iterator<Item = &'static Part> {
    row.leaves().map(|(part, _)| part).filter(|part| !part.name.is_empty())
}

#[test]
fn devices_are_sorted_and_their_names_are_unique_and_in_lower_case() {
    let names: Vec<_> = models().iter().map(|device| device.model).collect();
    assert!(names.is_sorted(), "{names:?}");
    let mut seen = BTreeSet::new();
    for device in models() {
        for name in device.aliases.iter().chain([&device.model]) {
            assert_eq!(*name, name.to_ascii_lowercase());
            assert!(seen.insert(*name), "{name} twice");
        }
        let guide = device.guide.split(' ').next().unwrap();
        assert_eq!(guide.to_ascii_lowercase(), device.model, "{}", device.guide);
        assert!(device.name.starts_with(guide), "{}", device.name);
    }
}

#[test]
fn channel_type_and_sub_kind_are_unique_in_a_direction() {
    for device in models() {
        for direction in DIRECTIONS {
            let mut seen = BTreeSet::new();
            for row in rows(device, direction) {
                assert!(seen.insert(show(row)), "{} {direction:?} {}", device.model, show(row));
            }
            // A row without a type takes every type of its channel.
            for typeless in rows(device, direction).iter().filter(|row| row.type_byte.is_none()) {
                let same = |row: &&Row| row.channel == typeless.channel;
                assert_eq!(rows(device, direction).iter().filter(same).count(), 1);
            }
        }
    }
}

#[test]
fn rows_of_one_channel_and_type_have_one_length_and_one_place_for_the_sub_kind() {
    for (device, direction, row) in all_rows() {
        let same = |other: &&Row| (other.channel, other.type_byte) == (row.channel, row.type_byte);
        for other in rows(device, direction).iter().filter(same) {
            let what = format!("{} {}", device.model, show(row));
            assert_eq!(other.length, row.length, "{what}");
            let slot = |row: &Row| row.sub_kind.map(|sub_kind| sub_kind.slot);
            assert_eq!(slot(other), slot(row), "{what}");
        }
        // `pick` takes the first row that fits, so the one for the rest stands last.
        let siblings: Vec<_> = rows(device, direction).iter().filter(same).collect();
        let rest = |row: &&Row| row.sub_kind.is_some_and(|sub_kind| sub_kind.value.is_none());
        if let Some(at) = siblings.iter().position(rest) {
            assert_eq!(at + 1, siblings.len(), "{} {}", device.model, show(row));
            assert!(at > 0);
        }
    }
}

/// An uplink that repeats a command must not mean something else already.
#[test]
fn echoes_agree_with_the_uplink_rows_they_meet() {
    for device in models() {
        for command in device.downlink {
            for channel in (0..=255).filter(|channel| command.echo_on(*channel).is_some()) {
                let meets = |row: &&Row| {
                    row.channel == channel
                        && (row.type_byte.is_none() || row.type_byte == command.type_byte)
                };
                for row in device.uplink.iter().filter(meets) {
                    let what = format!("{} {} and {}", device.model, show(command), show(row));
                    assert_eq!(row.target, command.target, "{what}");
                    assert_eq!(row.length, command.length, "{what}");
                    let parts = |row: &Row| {
                        row.leaves()
                            .map(|(part, slot)| format!("{} {:?} {slot:?}", part.name, part.coding))
                            .collect::<Vec<_>>()
                    };
                    assert_eq!(parts(row), parts(command), "{what}");
                }
            }
        }
    }
}

#[test]
fn parts_fill_their_row_bit_by_bit() {
    for (device, _, row) in all_rows() {
        let what = format!("{} {}", device.model, show(row));
        assert!(row.length > 0, "{what}");
        let mut filled = vec![0u8; row.length];
        let mut next = 0;
        for (part, slot) in row.leaves() {
            assert_eq!(slot.width, part.width(), "{what} {}", part.name);
            assert!(part.width() > 0);
            // In wire order, without a gap.
            assert_eq!(8 * slot.offset + slot.shift as usize, next, "{what} {}", part.name);
            next += slot.width as usize;
            for bit in slot.shift..slot.shift + slot.width {
                let byte = slot.offset + bit as usize / 8;
                assert!(byte < slot.offset + slot.length, "{what} {}", part.name);
                assert_eq!(filled[byte] >> (bit % 8) & 1, 0, "{what} {}", part.name);
                filled[byte] |= 1 << (bit % 8);
            }
        }
        assert!(filled.iter().all(|byte| *byte == 0xff), "{what}: {filled:?}");
        for part in row.parts {
            if let Coding::Bits { length, parts } = part.coding {
                let bits: u32 = parts.iter().map(Part::width).sum();
                assert_eq!(bits as usize, 8 * length, "{what}");
                assert!(length <= 4, "{what}: read as one number");
            } else {
                assert_eq!(part.width() % 8, 0, "{what} {}", part.name);
            }
        }
    }
}

#[test]
fn names_are_snake_case_and_unique_in_their_object() {
    for (device, _, row) in all_rows() {
        if let Target::Object(name) | Target::List(name) = row.target {
            assert!(is_snake_case(name), "{} {name}", device.model);
        }
        let names: Vec<_> = row.names().collect();
        assert!(!names.is_empty(), "{} {} sets nothing", device.model, show(row));
        for (at, name) in names.iter().enumerate() {
            assert!(is_snake_case(name), "{} {name}", device.model);
            assert!(!names[..at].contains(name), "{} {} {name} twice", device.model, show(row));
        }
    }
}

#[test]
fn a_name_at_the_top_is_of_one_kind_in_both_directions() {
    for device in models() {
        let mut targets: BTreeMap<&str, String> = BTreeMap::new();
        for row in device.uplink.iter().chain(device.downlink) {
            for name in row.top_names() {
                let target = match row.target {
                    Target::Top => "value".to_owned(),
                    other => format!("{other:?}"),
                };
                let first = targets.entry(name).or_insert_with(|| target.clone());
                assert_eq!(*first, target, "{} {name}", device.model);
            }
        }
    }
}

#[test]
fn ranges_are_proper_and_within_the_wire_type() {
    for (_, part, _, what) in all_parts() {
        let Some((low, high)) = part.range else { continue };
        let Coding::Number { wire, div, .. } = part.coding else { panic!("{what}: no number") };
        let (lowest, highest) = wire.bounds();
        assert!(low < high, "{what}");
        for end in [low, high] {
            let scaled = end * f64::from(div);
            assert_eq!(scaled.fract(), 0.0, "{what}: {end} is off the step");
            assert!((lowest..=highest).contains(&(scaled as i64)), "{what}: {end}");
        }
        assert_ne!(
            ((low * f64::from(div)) as i64, (high * f64::from(div)) as i64),
            (lowest, highest),
            "{what}: the wire's own range need not be told"
        );
    }
}

#[test]
fn wire_types_have_their_bounds() {
    assert_eq!(Wire::U8.bounds(), (0, 255));
    assert_eq!(Wire::U16.bounds(), (0, 65535));
    assert_eq!(Wire::I16.bounds(), (-32768, 32767));
    assert_eq!(Wire::U32.bounds(), (0, 4294967295));
    assert_eq!(Wire::Bits(15).bounds(), (0, 32767));
    for (_, part, slot, what) in all_parts() {
        if let Coding::Number { wire, .. } = part.coding {
            assert_eq!(slot.is_whole(), !matches!(wire, Wire::Bits(_)), "{what}");
        }
    }
}

/// Fields of commands whose range is their wire type's: each a decision, so a new
/// one has to be written down here as well.
const AS_WIDE_AS_THE_WIRE: &[&str] = &[
    "cancel_delay_task",
    "current_alarm_config.threshold",
    "child_lock_config.lock_time",
    "delay_task.delay_time",
    "delay_time",
    "over_current_protection.trip_current",
    "fetch_history.end_time",
    "fetch_history.start_time",
    "humidity_alarm_config.continue_time",
    "humidity_alarm_config.lock_time",
    "illuminance_alarm_config.continue_time",
    "illuminance_alarm_config.lock_time",
    "illuminance_alarm_config.threshold_max",
    "illuminance_alarm_config.threshold_min",
    "temperature_alarm_config.continue_time",
    "temperature_alarm_config.lock_time",
    "temperature_alarm_config.threshold_max",
    "temperature_alarm_config.threshold_min",
];

#[test]
fn every_settable_number_has_a_range() {
    let mut wide = BTreeSet::new();
    for device in models() {
        for field in device.fields() {
            if field.kind != FieldKind::Number || field.direction == "uplink" {
                continue;
            }
            let (low, high) = field.range.unwrap_or_else(|| panic!("{} has none", field.path));
            assert!(low < high && low.is_finite() && high.is_finite(), "{}", field.path);
        }
        for row in device.downlink {
            for part in named(row) {
                let Coding::Number { .. } = part.coding else { continue };
                let (bounds, wire) = (part.bounds(), part.wire_bounds());
                assert!(wire.0 <= bounds.0 && bounds.1 <= wire.1, "{}", part.name);
                if bounds == wire {
                    wide.extend(match row.target {
                        Target::Top => vec![part.name.to_owned()],
                        Target::Object(name) => vec![format!("{name}.{}", part.name)],
                        Target::List(name) => vec![format!("{name}[].{}", part.name)],
                    });
                    wide.extend(row.flat_form.map(str::to_owned));
                }
            }
        }
    }
    assert_eq!(wide, AS_WIDE_AS_THE_WIRE.iter().map(|name| (*name).to_owned()).collect());
}

#[test]
fn labels_have_unique_numbers_that_fit_their_bits() {
    for (_, part, _, what) in all_parts() {
        let Coding::Choice { width, labels, .. } = part.coding else { continue };
        assert!(labels.len() > 1, "{what}");
        for (at, (number, label)) in labels.iter().enumerate() {
            assert!(u64::from(part.bits_of(*number)) <= highest(width), "{what} {label}");
            assert!(labels[..at].iter().all(|(other, _)| other != number), "{what} {number} twice");
            assert!(!label.is_empty() && label.is_ascii() && *label != "unknown", "{what}");
        }
    }
}

/// A label that stands for two numbers could not be sent.
#[test]
fn labels_of_commands_are_unique() {
    for device in models() {
        for part in device.downlink.iter().flat_map(named) {
            let Coding::Choice { labels, .. } = part.coding else { continue };
            let names: BTreeSet<_> = labels.iter().map(|(_, label)| label).collect();
            assert_eq!(names.len(), labels.len(), "{} {}", device.model, part.name);
        }
    }
}

#[test]
fn asides_fit_their_bits() {
    for (row, part, slot, what) in all_parts() {
        for (at, Aside { raw, name, label, instead, .. }) in part.asides.iter().enumerate() {
            assert!(u64::from(*raw) <= highest(slot.width), "{what} {raw}");
            assert!(is_snake_case(name) && !label.is_empty(), "{what} {name}");
            assert!(part.asides[..at].iter().all(|other| other.raw != *raw), "{what} {raw} twice");
            assert!(named(row).all(|part| part.name != *name), "{what} {name}");
            if let (Coding::Choice { labels, .. }, false) = (part.coding, *instead) {
                let labelled = labels.iter().any(|(number, _)| part.bits_of(*number) == *raw);
                assert!(labelled, "{what}: {raw} has no label to stand beside");
            }
        }
        // Only there a channel clears the fields of its row (rule 3.5).
        assert!(part.asides.is_empty() || row.target == Target::Top, "{what}");
    }
}

#[test]
fn aliases_stand_for_values_that_the_field_takes() {
    for (_, part, _, what) in all_parts() {
        for (at, (alias, raw)) in part.aliases.iter().enumerate() {
            assert!(part.aliases[..at].iter().all(|(other, _)| other != alias), "{what} {alias}");
            assert!(*alias != "unknown" && *alias != "no", "{what} {alias}");
            match part.coding {
                Coding::Number { wire, div, .. } => {
                    let (low, high) = part.bounds();
                    let value = wire.integer(*raw) as f64 / f64::from(div);
                    assert!((low..=high).contains(&value), "{what} {alias}");
                }
                Coding::Choice { labels, .. } => {
                    assert!(labels.iter().any(|(number, _)| part.bits_of(*number) == *raw), "{what}");
                    assert!(labels.iter().all(|(_, label)| label != alias), "{what} {alias}");
                }
                _ => panic!("{what}: neither a number nor a choice"),
            }
        }
    }
}

#[test]
fn defaults_and_documented_values_are_values_that_the_field_takes() {
    for (_, part, _, what) in all_parts() {
        for raw in part.default.into_iter().chain(part.documented) {
            match part.coding {
                Coding::Number { wire, div, .. } => {
                    let (low, high) = part.bounds();
                    let value = wire.integer(raw) as f64 / f64::from(div);
                    assert!((low..=high).contains(&value), "{what} {raw}");
                }
                Coding::Choice { labels, .. } => {
                    assert!(labels.iter().any(|(number, _)| part.bits_of(*number) == raw), "{what} {raw}");
                }
                _ => panic!("{what}: neither a number nor a choice"),
            }
        }
        if let (Some(default), Some(documented)) = (part.default, part.documented) {
            assert_eq!(default, documented, "{what}: the default would warn");
        }
    }
}

#[test]
fn parts_without_a_name_carry_no_field_and_others_do() {
    for (_, part, _, what) in all_parts() {
        let silent = matches!(part.coding, Coding::Reserved { .. } | Coding::SubKind { .. });
        assert_eq!(part.name.is_empty(), silent, "{what}");
        match part.coding {
            Coding::Reserved { width, fill } => {
                assert!(u64::from(fill) <= highest(width.min(32)), "{what}");
            }
            Coding::SubKind { width, value: Some(value) } => {
                assert!(u64::from(value) <= highest(width), "{what}");
            }
            Coding::Number { div, .. } => assert!(div > 0, "{what}"),
            _ => {}
        }
        if silent {
            assert!(part.range.is_none() && part.default.is_none() && part.unit.is_empty());
        }
        let number = matches!(part.coding, Coding::Number { .. });
        assert!(number || part.unit.is_empty(), "{what}: a unit without a number");
    }
}

#[test]
fn a_row_has_one_sub_kind_at_most_and_never_alone() {
    for (device, direction, row) in all_rows() {
        let count = row.leaves().filter(|(p, _)| matches!(p.coding, Coding::SubKind { .. }));
        let what = format!("{} {}", device.model, show(row));
        assert_eq!(count.count(), usize::from(row.sub_kind.is_some()), "{what}");
        // What takes "anything else" needs something else.
        if row.sub_kind.is_some_and(|sub_kind| sub_kind.value.is_none()) {
            let same = |other: &&Row| other.channel == row.channel && show(other) != show(row);
            assert!(rows(device, direction).iter().any(|other| same(&other)), "{what}");
            assert_eq!(direction, Direction::Uplink, "{what}: the encoder could not choose");
        }
    }
}

/// A section of the device's guide, or another document that is named in full.
#[test]
fn every_source_is_a_section_or_a_document() {
    for (device, direction, row, part) in all_rows()
        .flat_map(|(device, direction, row)| named(row).map(move |p| (device, direction, row, p)))
    {
        for source in part.names().map(|name| row.source_of(part, name)).chain([row.source]) {
            let section = source.split('.').collect::<Vec<_>>();
            let numbered = section.len() >= 2
                && section.iter().all(|n| !n.is_empty() && n.chars().all(|c| c.is_ascii_digit()));
            let document = models().iter().any(|device| {
                let guide = device.guide.split(' ').next().unwrap();
                source.strip_prefix(guide).is_some_and(|rest| rest.starts_with(' '))
            });
            let what = format!("{} {direction:?} {}: {source:?}", device.model, show(row));
            assert!(numbered || document || source == VENDOR_CODEC, "{what}");
            let guide = device.guide.split(' ').next().unwrap();
            let cited = if numbered { format!("{guide} {source}") } else { source.to_owned() };
            assert_eq!(device.cite(source), cited, "{what}");
        }
    }
}

/// What the protocol page marks with `+`, per model: fields that no guide of the
/// model has. Values that no guide has (a `lorawan_class` of 3, task numbers from 1,
/// an illuminance condition) belong to fields that one has. A model that is not here
/// has none.
const BEYOND_THE_GUIDES: &[(&str, &[&str])] = &[
    (
        "vs321",
        &[
            "uplink temperature_sensor_status",
            "uplink humidity_sensor_status",
            "downlink temperature_alarm_config.lock_time",
            "downlink temperature_alarm_config.continue_time",
            "downlink humidity_alarm_config.lock_time",
            "downlink humidity_alarm_config.continue_time",
            "downlink illuminance_alarm_config.lock_time",
            "downlink illuminance_alarm_config.continue_time",
        ],
    ),
    ("ws101", &["uplink tsl_version", "uplink reset_event", "downlink query_device_status"]),
    (
        "ws523",
        &[
            "uplink lorawan_class",
            "uplink tsl_version",
            "uplink reset_event",
            "uplink child_lock_config.lock_time",
            "downlink child_lock_config.lock_time",
            "downlink report_attribute",
        ],
    ),
    (
        "ws52x",
        &[
            "uplink lorawan_class",
            "uplink tsl_version",
            "uplink reset_event",
            "uplink child_lock_config.lock_time",
            "downlink child_lock_config.lock_time",
            "downlink report_attribute",
            "downlink reboot",
        ],
    ),
];

/// Every field, asides included, as `uplink button_event.status`, with its source.
fn sources(device: &'static Device) -> Vec<(String, &'static str)> {
    let mut sources = Vec::new();
    for (_, direction, row) in all_rows().filter(|(owner, ..)| owner.model == device.model) {
        let direction = format!("{direction:?}").to_lowercase();
        let prefix = match row.target {
            Target::Top => String::new(),
            Target::Object(name) => format!("{name}."),
            Target::List(name) => format!("{name}[]."),
        };
        for part in named(row) {
            for name in part.names() {
                let field = format!("{direction} {prefix}{name}");
                sources.push((field, row.source_of(part, name)));
            }
        }
    }
    sources
}

#[test]
fn the_vendors_codec_is_the_source_of_what_no_guide_has_and_of_nothing_else() {
    for (model, _) in BEYOND_THE_GUIDES {
        assert!(models().iter().any(|device| device.model == *model), "{model}");
    }
    for device in models() {
        let ours: Vec<_> = sources(device)
            .into_iter()
            .filter(|(_, source)| *source == VENDOR_CODEC)
            .map(|(field, _)| field)
            .collect();
        let expected = BEYOND_THE_GUIDES.iter().find(|(model, _)| *model == device.model);
        assert_eq!(ours, expected.map_or(&[][..], |(_, fields)| fields), "{}", device.model);
    }
}

/// Another edition, and another model's: cited in full.
#[test]
fn sources_beside_the_models_own_guide() {
    for device in models() {
        let foreign: Vec<_> = sources(device)
            .into_iter()
            .filter(|(_, source)| {
                *source != VENDOR_CODEC && !source.starts_with(|c: char| c.is_ascii_digit())
            })
            .collect();
        let expected: &[(String, &str)] = match device.model {
            "ws523" | "ws52x" => {
                &[("uplink socket_status_source".to_owned(), "WS523 2025, Socket Change Report")]
            }
            _ => &[],
        };
        assert_eq!(foreign, expected, "{}", device.model);
    }
}

/// All that shows a source shows the same one.
#[test]
fn explanations_fields_schemas_and_types_show_the_source_of_the_part() {
    let socket = common::device("ws52x");
    let explanation = socket.explain_uplink(&[0xff, 0x25, 0x05, 0x80, 0x08, 0x70, 0x11]);
    let explained: Vec<_> = explanation
        .spans
        .iter()
        .flat_map(|span| &span.parts)
        .filter_map(|part| Some((part.path.as_deref()?, part.source.as_str())))
        .collect();
    let report = "WS523 2025, Socket Change Report";
    assert_eq!(
        explained,
        [
            ("child_lock_config.lock_time", VENDOR_CODEC),
            ("child_lock_config.enable", "WS52x 4.1"),
            ("socket_status", "WS52x 4.2"),
            ("socket_status_source", report),
        ]
    );
    let fields = socket.fields();
    let source = |path: &str| &fields.iter().find(|field| field.path == path).unwrap().source;
    assert_eq!(source("child_lock_config.lock_time"), VENDOR_CODEC);
    assert_eq!(source("child_lock_config.enable"), "WS52x 4.4");
    assert_eq!(source("socket_status_source"), report);
    assert_eq!(source("reboot"), VENDOR_CODEC);

    let schema = milesight_codec::schema::downlink(socket);
    let member = |object: &milesight_codec::Value, name: &str| {
        object.get("properties").unwrap().get(name).unwrap().clone()
    };
    let lock = member(&schema, "child_lock_config");
    assert_eq!(
        member(&lock, "lock_time").get("description").unwrap().as_text(),
        Some("Lock time, min. Source: vendor's codec.")
    );
    assert_eq!(
        lock.get("description").unwrap().as_text(),
        Some(
            "Child lock config: the button lock; while it is on, the power button does not \
             switch the socket. Source: WS52x 4.4."
        )
    );
    let types = milesight_codec::typescript::declarations(socket);
    assert!(types.contains("/** Reboot. Source: vendor's codec. */"), "{types}");
    let types = milesight_codec::typescript::declarations(common::device("ws523"));
    assert!(types.contains("/** Reboot. Source: WS523 4.4. */"), "{types}");
}

/// An object's own title says little: `current_alarm_config`, `enable`.
#[test]
fn objects_and_switches_have_notes() {
    for (device, direction, row) in all_rows() {
        let what = format!("{} {direction:?} {}", device.model, show(row));
        let (Target::Object(_) | Target::List(_)) = row.target else {
            assert_eq!(row.note, "", "{what}: belongs to the field");
            continue;
        };
        let same = |other: &&Row| other.target == row.target;
        let mut rows = rows(device, direction).iter().filter(same);
        assert!(rows.any(|row| !row.note.is_empty()), "{what}");
        for part in named(row).filter(|part| part.name == "enable") {
            assert!(!part.note.is_empty(), "{what}");
        }
    }
}

/// `"no"` of a number leaves it out, so `"yes"` must be a number.
#[test]
fn numbers_that_take_yes_and_no_are_commands_and_know_yes() {
    let mut found = Vec::new();
    for (row, part, _, what) in all_parts() {
        let yes = part.aliases.iter().any(|(alias, _)| *alias == "yes");
        assert_eq!(part.yes_no, yes, "{what}");
        if part.yes_no {
            assert!(matches!(part.coding, Coding::Number { .. }), "{what}");
            assert_eq!(row.target, Target::Top, "{what}");
            found.push(part.name);
        }
    }
    found.dedup();
    assert_eq!(found, ["cancel_delay_task"]);
}

/// A dashboard takes range and labels of a field as decoded data have them, a form
/// the labels that a command takes.
#[test]
fn fields_tell_what_decoded_data_and_what_commands_say() {
    let field = |model: &str, path: &str| {
        let device = common::device(model);
        device.fields().into_iter().find(|field| field.path == path).unwrap()
    };
    assert_eq!(field("vs321", "battery").range, Some((1.0, 100.0)));
    assert_eq!(field("ws101", "battery").range, Some((0.0, 100.0)));
    assert_eq!(field("vs321", "humidity").range, Some((0.0, 100.0)));
    assert_eq!(field("ws523", "power_factor").range, Some((0.0, 100.0)));
    assert_eq!(field("ws523", "voltage").range, Some((0.0, 6553.5)));
    assert_eq!(field("vs321", "report_interval").range, Some((2.0, 1440.0)));

    let status = field("ws523", "socket_status");
    assert_eq!(status.direction, "both");
    assert_eq!(status.labels, ["off", "on", "unknown"]);
    assert_eq!(status.commands, ["off", "on"]);
    let reboot = field("ws523", "reboot");
    assert_eq!((reboot.labels, reboot.commands), (vec!["yes"], vec!["no", "yes"]));
    let region = field("vs321", "region_1");
    assert_eq!((region.labels, region.commands), (vec!["vacant", "occupied"], vec![]));
    // Numbers that have names in a command, and in decoded data none.
    let mode = field("vs321", "d2d_master_config[].mode");
    assert_eq!(
        (mode.kind, mode.labels, mode.range),
        (FieldKind::Number, vec![], Some((1.0, 20.0)))
    );
    let (first, last) = (mode.commands.first(), mode.commands.last());
    assert_eq!((first, last), (Some(&"occupied"), Some(&"region_10_vacant")));
    assert_eq!(mode.commands.len(), 25);
    let cancel = field("ws523", "cancel_delay_task");
    assert_eq!((cancel.kind, cancel.labels), (FieldKind::Number, vec![]));
    assert_eq!(cancel.commands, ["yes", "no"]);
    // The vendor's spellings of labels are taken and not offered.
    let report = field("vs321", "report_type");
    assert_eq!(report.commands, ["from_now_on", "on_the_dot"]);

    let mut named = BTreeSet::new();
    for device in models() {
        for field in device.fields() {
            let commands = field.direction != "uplink" && field.kind == FieldKind::Label;
            if field.kind == FieldKind::Number && !field.commands.is_empty() {
                named.insert(field.path);
                continue;
            }
            assert_eq!(commands, !field.commands.is_empty(), "{}", field.path);
            assert!(!field.commands.contains(&"unknown"), "{}", field.path);
        }
    }
    let named: Vec<_> = named.into_iter().collect();
    assert_eq!(named, ["cancel_delay_task", "d2d_master_config[].mode"]);

    let delay = field("ws523", "delay_time");
    assert_eq!(delay.direction, "downlink");
    assert_eq!(
        delay.description,
        "Delay time, s: only together with socket_status, which then means delay_task. \
         Source: WS523 4.4."
    );
}

#[test]
fn commands_at_the_top_level_have_one_field() {
    for device in models() {
        let mut seen = BTreeSet::new();
        for row in device.downlink {
            if row.target == Target::Top {
                assert_eq!(named(row).count(), 1, "{} {}", device.model, show(row));
                assert_eq!(row.names().count(), 1, "{} {}", device.model, show(row));
            }
            // Objects may have several forms, told apart by their members.
            let form = format!("{:?} {:?}", row.target, row.names().collect::<Vec<_>>());
            assert!(seen.insert(form), "{} {}", device.model, show(row));
        }
    }
}

#[test]
fn commands_can_be_written() {
    for device in models() {
        for part in device.downlink.iter().flat_map(named) {
            let what = format!("{} {}", device.model, part.name);
            assert!(!matches!(part.coding, Coding::Version(_)), "{what}");
            if let Coding::Presence { label, .. } = part.coding {
                assert_eq!(label, "yes", "{what}");
            }
            assert!(part.asides.is_empty(), "{what}: asides are the device's");
        }
    }
}

#[test]
fn reset_and_reboot_stand_last() {
    for device in models() {
        let names: Vec<_> = device.downlink.iter().flat_map(Row::top_names).collect();
        let last = names.iter().rev().take_while(|name| ["reboot", "reset"].contains(name));
        let resets = names.iter().filter(|name| ["reboot", "reset"].contains(name)).count();
        assert_eq!(last.count(), resets, "{}", device.model);
        assert_eq!(names.last(), Some(&"reboot"), "{}", device.model);
        for row in device.downlink {
            assert_eq!(row.undoes_settings, row.names().any(|name| name == "reset"));
        }
    }
}

#[test]
fn rules_name_fields_that_they_can_compare() {
    for (device, direction, row) in all_rows() {
        let what = format!("{} {}", device.model, show(row));
        assert!(direction == Direction::Downlink || row.rules.is_empty(), "{what}");
        // At the top level a rule reaches the fields of earlier rows.
        let reach: Vec<&Part> = match row.target {
            Target::Top => {
                let last = device.downlink.iter().position(|other| std::ptr::eq(other, row));
                let earlier = device.downlink.iter().take(last.map_or(0, |last| last + 1));
                earlier.filter(|row| row.target == Target::Top).flat_map(named).collect()
            }
            _ => named(row).collect(),
        };
        let find = |name: &str| {
            let part = reach.iter().find(|part| part.name == name);
            part.unwrap_or_else(|| panic!("{what}: no field {name}"))
        };
        let scale = |name: &str| match find(name).coding {
            Coding::Number { div, .. } => (div, find(name).unit),
            _ => panic!("{what}: {name} is no number"),
        };
        for rule in row.rules {
            assert!(reach.iter().any(|part| part.name == rule.field), "{what}: {}", rule.field);
            let own = scale(rule.field);
            match rule.must {
                Must::BeAtMost(other) | Must::BeAtLeast(other) | Must::BeAbove(other) => {
                    assert_ne!(other, rule.field, "{what}");
                    assert_eq!(scale(other), own, "{what}: compared on the wire");
                }
                Must::NotBeZero => {}
            }
            let Some((name, values)) = rule.when else { continue };
            let Coding::Choice { labels, .. } = find(name).coding else {
                panic!("{what}: {name} has no labels");
            };
            assert!(!values.is_empty(), "{what}");
            for value in values {
                assert!(labels.iter().any(|(number, _)| find(name).bits_of(*number) == *value), "{what} {value}");
            }
        }
    }
}

/// What a row could say and the scripts' rows could not: `src/formatter.rs` would have to learn it.
#[test]
fn rows_say_what_scripts_can_say() {
    for (row, part, _, what) in all_parts() {
        let alike = |a: &Aside, b: &Aside| {
            (a.name, a.label, a.instead, a.warn) == (b.name, b.label, b.instead, b.warn)
        };
        assert!(part.asides.windows(2).all(|pair| alike(&pair[0], &pair[1])), "{what}: one aside");
        for rule in row.rules {
            assert!(rule.when.is_none() || !rule.warns, "{what}: a rule that warns always applies");
        }
    }
}

#[test]
fn settings_stand_before_what_undoes_them() {
    for device in models() {
        let mut rows = device.downlink.iter().skip_while(|row| !row.undoes_settings);
        assert!(!rows.any(Row::is_setting), "{}", device.model);
    }
}

#[test]
fn presence_rows_have_one_reserved_byte() {
    for (device, _, row) in all_rows() {
        let what = format!("{} {}", device.model, show(row));
        let present = row.leaves().any(|(p, _)| matches!(p.coding, Coding::Presence { .. }));
        assert_eq!(present, row.presence().is_some(), "{what}");
        if present {
            assert_eq!((row.length, row.header(), row.target), (1, 2, Target::Top), "{what}");
        }
    }
}

#[test]
fn flat_forms_name_a_member_that_is_free_at_the_top_level() {
    for (device, direction, row) in all_rows() {
        let Some(member) = row.flat_form else { continue };
        let what = format!("{} {member}", device.model);
        assert_eq!(direction, Direction::Downlink, "{what}");
        assert!(matches!(row.target, Target::Object(_)), "{what}");
        assert!(row.names().any(|name| name == member), "{what}");
        let tops = || device.downlink.iter().flat_map(Row::top_names);
        assert!(tops().all(|name| name != member), "{what}");
        // The siblings are what tells a flat form from a plain command.
        for sibling in row.names().filter(|name| *name != member) {
            assert!(tops().any(|name| name == sibling), "{what}: {sibling}");
        }
    }
}

/// A row as the spans of an explanation show it: channel, type and sub-kind.
fn row_of(
    device: &'static Device,
    direction: Direction,
    bytes: &[u8],
    channel: u8,
    type_byte: Option<u8>,
) -> Option<&'static Row> {
    rows(device, direction)
        .iter()
        .filter(|row| (row.channel, row.type_byte) == (channel, type_byte))
        .find(|row| {
            row.sub_kind.is_none_or(|sub_kind| {
                let raw = bytes.get(row.header()..).and_then(|data| sub_kind.slot.read(data));
                sub_kind.value.is_none() || sub_kind.value == raw
            })
        })
}

#[test]
fn every_row_has_a_sample() {
    let mut hit: BTreeSet<String> = BTreeSet::new();
    let what =
        |device: &Device, kind: &str, row: &Row| format!("{} {kind} {}", device.model, show(row));
    for sample in samples() {
        let (direction, bytes) = match sample.kind.as_str() {
            "uplink" => (Direction::Uplink, sample.input_bytes()),
            "downlink-decode" => (Direction::Downlink, sample.input_bytes()),
            "downlink-encode" => (Direction::Downlink, sample.output_bytes()),
            other => panic!("{}: {other}", sample.description),
        };
        let Explanation { spans, .. } = match direction {
            Direction::Uplink => sample.device.explain_uplink(&bytes),
            Direction::Downlink => sample.device.explain_downlink(&bytes),
        };
        for span in spans {
            assert_eq!(span.kind, SpanKind::Channel, "{}", sample.description);
            let bytes = &bytes[span.offset..span.offset + span.length];
            let channel = span.channel.unwrap();
            let row = row_of(sample.device, direction, bytes, channel, span.type_byte);
            if let Some(row) = row {
                hit.insert(what(sample.device, &sample.kind, row));
            }
        }
    }
    let missing: Vec<_> = all_rows()
        .flat_map(|(device, direction, row)| {
            let kinds: &[&str] = match direction {
                Direction::Uplink => &["uplink"],
                Direction::Downlink => &["downlink-encode", "downlink-decode"],
            };
            kinds.iter().map(move |kind| what(device, kind, row))
        })
        .filter(|row| !hit.contains(row))
        .collect();
    assert!(missing.is_empty(), "rows without a sample:\n{}", missing.join("\n"));
}

/// The same descriptions as names, so that a failure can be found in its file.
#[test]
fn descriptions_of_samples_are_unique() {
    let mut seen = BTreeSet::new();
    for sample in samples() {
        let name = format!("{}: {}", sample.device.model, sample.description);
        assert!(seen.insert(name.clone()), "{name} twice");
    }
}

/// What `cargo xtask prove mutants` runs is a list by hand: a new file must not be missing there.
#[test]
fn the_judge_of_mutants_has_every_file_of_tests() {
    // They need other programs than the library, or are the judge.
    let others = ["exhaustion", "formatters", "judge", "mutants", "reference", "wasm"];
    let judge = include_str!("judge.rs");
    for entry in std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/tests")).unwrap() {
        let file = entry.unwrap().file_name().into_string().unwrap();
        if let Some(name) = file.strip_suffix(".rs") {
            let listed = judge.contains(&format!("mod {name};"));
            assert_eq!(listed, !others.contains(&name), "{file}");
        }
    }
}
