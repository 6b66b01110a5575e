//! Invariants of every row of every device, so that a slip in a new one fails here. Rules that the
//! compiler checks where rows are written need no test.

use std::collections::{BTreeMap, BTreeSet};

use common::codec::{Direction, models, rows};
use common::holds::DIRECTIONS;
use milesight_codec::Device;
use milesight_codec::departure::Departure;
use milesight_codec::table::{Aside, Coding, Part, Row, Target};

use crate::rows::{all_parts, all_rows, named, rows_of, show};

fn highest(width: u32) -> u64 {
    (1u64 << width) - 1
}

/// Letters, digits and single underscores; the vendor's names have capitals, and a dot makes an
/// object in the object.
fn is_name(name: &str) -> bool {
    name.starts_with(|first: char| first.is_ascii_alphabetic())
        && name
            .split(['_', '.'])
            .all(|word| !word.is_empty() && word.chars().all(|c| c.is_ascii_alphanumeric()))
}

fn is_in_bounds(part: &Part, raw: u32) -> bool {
    let Coding::Number { wire, div, plus } = part.coding else { return false };
    let (low, high) = part.bounds();
    let value = (wire.integer(raw) - i64::from(plus)) as f64 / f64::from(div);
    (low..=high).contains(&value)
}

#[test]
fn devices_are_sorted_and_their_names_are_unique_and_in_lower_case() {
    let names: Vec<_> = models().iter().map(|device| rows(device).model).collect();
    assert!(names.is_sorted(), "{names:?}");
    let mut seen = BTreeSet::new();
    for device in models() {
        for name in rows(device).aliases.iter().chain([&rows(device).model]) {
            assert_eq!(*name, name.to_ascii_lowercase());
            assert!(seen.insert(*name), "{name} twice");
        }
        let guide = rows(device).guide.split(' ').next().unwrap();
        assert!(rows(device).name.starts_with(guide), "{}", rows(device).name);
    }
}

#[test]
fn channel_type_and_sub_kind_are_unique_in_a_direction() {
    for device in models() {
        for direction in DIRECTIONS {
            let mut seen = BTreeSet::new();
            for row in rows_of(device, direction) {
                assert!(
                    seen.insert(show(row)),
                    "{} {direction:?} {}",
                    rows(device).model,
                    show(row)
                );
            }
            // A row without a type takes every type of its channel.
            for typeless in rows_of(device, direction).iter().filter(|row| row.type_byte.is_none())
            {
                let same = |row: &&Row| row.channel == typeless.channel;
                assert_eq!(rows_of(device, direction).iter().filter(same).count(), 1);
            }
        }
    }
}

#[test]
fn rows_of_one_channel_and_type_have_one_length_and_one_place_for_the_sub_kind() {
    for (device, direction, row) in all_rows() {
        let same = |other: &&Row| (other.channel, other.type_byte) == (row.channel, row.type_byte);
        for other in rows_of(device, direction).iter().filter(same) {
            let what = format!("{} {}", rows(device).model, show(row));
            assert_eq!(other.length, row.length, "{what}");
            let slot = |row: &Row| row.sub_kind.map(|sub_kind| sub_kind.slot);
            assert_eq!(slot(other), slot(row), "{what}");
        }
        // `pick` takes the first row that fits, so the one for the rest stands last.
        let siblings: Vec<_> = rows_of(device, direction).iter().filter(same).collect();
        let rest = |row: &&Row| row.sub_kind.is_some_and(|sub_kind| sub_kind.value.is_none());
        if let Some(at) = siblings.iter().position(rest) {
            assert_eq!(at + 1, siblings.len(), "{} {}", rows(device).model, show(row));
            assert!(at > 0);
        }
    }
}

/// An uplink that repeats a command must not mean something else already.
#[test]
fn echoes_agree_with_the_uplink_rows_they_meet() {
    for device in models() {
        for command in rows(device).downlink {
            for channel in (0..=255).filter(|channel| command.echo_on(*channel).is_some()) {
                let meets = |row: &&Row| {
                    row.channel == channel
                        && (row.type_byte.is_none() || row.type_byte == command.type_byte)
                };
                for row in rows(device).uplink.iter().filter(meets) {
                    let what =
                        format!("{} {} and {}", rows(device).model, show(command), show(row));
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
fn names_are_snake_case_and_unique_in_their_object() {
    for (device, _, row) in all_rows() {
        if let Target::Object(name) | Target::List(name) = row.target {
            assert!(is_name(name), "{} {name}", rows(device).model);
        }
        let names: Vec<_> = row.names().collect();
        assert!(!names.is_empty(), "{} {} sets nothing", rows(device).model, show(row));
        for (at, name) in names.iter().enumerate() {
            assert!(is_name(name), "{} {name}", rows(device).model);
            assert!(
                !names[..at].contains(name),
                "{} {} {name} twice",
                rows(device).model,
                show(row)
            );
        }
    }
}

#[test]
fn a_name_at_the_top_is_of_one_kind_in_both_directions() {
    for device in models() {
        let mut targets: BTreeMap<&str, String> = BTreeMap::new();
        for row in rows(device).uplink.iter().chain(rows(device).downlink) {
            for name in row.top_names() {
                let target = match row.target {
                    Target::Top => "value".to_owned(),
                    other => format!("{other:?}"),
                };
                let first = targets.entry(name).or_insert_with(|| target.clone());
                assert_eq!(*first, target, "{} {name}", rows(device).model);
            }
        }
    }
}

#[test]
fn ranges_are_proper_and_within_the_wire_type() {
    for (_, part, _, what) in all_parts() {
        let Some((low, high)) = part.range else { continue };
        let (lowest, highest) = part.wire_bounds();
        assert!(low < high && lowest <= low && high <= highest, "{what}");
        let own = (low, high) == (lowest, highest) || part.full_range;
        assert!(!own, "{what}: the wire's own range, full_range()");
    }
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

#[test]
fn asides_fit_their_bits() {
    for (row, part, slot, what) in all_parts() {
        for (at, Aside { raw, name, label, instead, .. }) in part.asides.iter().enumerate() {
            assert!(u64::from(*raw) <= highest(slot.width), "{what} {raw}");
            assert!(is_name(name) && !label.is_empty(), "{what} {name}");
            assert!(part.asides[..at].iter().all(|other| other.raw != *raw), "{what} {raw} twice");
            assert!(named(row).all(|part| part.name != *name), "{what} {name}");
            if let (Coding::Choice { labels, .. }, false) = (part.coding, *instead) {
                let labelled = labels.iter().any(|(number, _)| part.bits_of(*number) == *raw);
                assert!(labelled, "{what}: {raw} has no label to stand beside");
            }
        }
        // Only there a channel clears the fields of its row.
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
                Coding::Number { .. } => assert!(is_in_bounds(part, *raw), "{what} {alias}"),
                Coding::Choice { labels, .. } => {
                    assert!(
                        labels.iter().any(|(number, _)| part.bits_of(*number) == *raw),
                        "{what}"
                    );
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
                Coding::Number { .. } => assert!(is_in_bounds(part, raw), "{what} {raw}"),
                Coding::Choice { labels, .. } => {
                    assert!(
                        labels.iter().any(|(number, _)| part.bits_of(*number) == raw),
                        "{what} {raw}"
                    );
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
        match part.coding {
            Coding::Reserved { width, fill } => {
                assert!(u64::from(fill) <= highest(width.min(32)), "{what}");
            }
            Coding::SubKind { width, value: Some(value) } => {
                assert!(u64::from(value) <= highest(width), "{what}");
            }
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
        let what = format!("{} {}", rows(device).model, show(row));
        assert_eq!(count.count(), usize::from(row.sub_kind.is_some()), "{what}");
        // A kind for "anything else" needs another one.
        if row.sub_kind.is_some_and(|sub_kind| sub_kind.value.is_none()) {
            let same = |other: &&Row| other.channel == row.channel && show(other) != show(row);
            assert!(rows_of(device, direction).iter().any(|other| same(&other)), "{what}");
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
            let document = source.contains(' ');
            let what = format!("{} {direction:?} {}: {source:?}", rows(device).model, show(row));
            assert!(numbered || document, "{what}");
        }
    }
}

/// An object's own title says little: `current_alarm_config`, `enable`.
#[test]
fn objects_and_switches_have_notes() {
    for (device, direction, row) in all_rows() {
        let what = format!("{} {direction:?} {}", rows(device).model, show(row));
        let (Target::Object(_) | Target::List(_)) = row.target else {
            assert_eq!(row.note, "", "{what}: belongs to the field");
            continue;
        };
        let same = |other: &&Row| other.target == row.target;
        let mut rows = rows_of(device, direction).iter().filter(same);
        assert!(rows.any(|row| !row.note.is_empty()), "{what}");
        for part in named(row).filter(|part| part.name == "enable") {
            assert!(!part.note.is_empty(), "{what}");
        }
    }
}

/// The scripts' rows cannot say more than this: `src/print/formatter/rows.rs` would have to learn it.
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
fn presence_rows_have_one_reserved_byte() {
    for (device, _, row) in all_rows() {
        let what = format!("{} {}", rows(device).model, show(row));
        let present = row.leaves().any(|(p, _)| matches!(p.coding, Coding::Presence { .. }));
        assert_eq!(present, row.presence().is_some(), "{what}");
        if present {
            assert_eq!((row.length, row.header(), row.target), (1, 2, Target::Top), "{what}");
        }
    }
}

/// A name stands for one departure, in whichever devices it is listed.
#[test]
fn departures_have_names_and_texts_that_agree() {
    let mut texts: BTreeMap<&str, (&str, &str)> = BTreeMap::new();
    for (model, departures) in departures() {
        let mut seen = BTreeSet::new();
        for Departure { id, ours, vendor, .. } in departures {
            assert!(seen.insert(*id), "{model} {id} twice");
            assert!(
                id.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-'),
                "{model} {id}"
            );
            for text in [ours, vendor] {
                // Cells of a table.
                assert!(text.ends_with('.') && !text.contains(['|', '\n']), "{model} {id}: {text}");
            }
            let first = texts.entry(id).or_insert((ours, vendor));
            assert_eq!(*first, (*ours, *vendor), "{model} {id}: another text elsewhere");
        }
    }
}

/// A departure that names fields is one of fields there are; the vendor's may have a further member.
#[test]
fn departures_name_fields_of_the_device() {
    for device in models() {
        let fields = device.fields();
        for Departure { id, fields: named, displaced, .. } in rows(device).departures {
            for path in *named {
                let object = path.split('.').next().unwrap_or(path);
                let known = |field: &milesight_codec::Field| {
                    field.path.split(['.', '[']).next() == Some(object)
                };
                assert!(fields.iter().any(known), "{} {id}: {path}", rows(device).model);
            }
            assert!(displaced.is_empty() || !named.is_empty(), "{id}: nothing displaces them");
        }
    }
}

/// Each list of departures, with the model that has it.
fn departures() -> impl Iterator<Item = (&'static str, Vec<&'static Departure>)> {
    models().iter().map(|device| {
        let all = rows(device).departures.iter().chain(Device::GENERAL_DEPARTURES);
        (rows(device).model, all.collect())
    })
}
