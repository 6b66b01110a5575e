//! Invariants of every row of every device, so that a slip in a new one fails here. Rules that the
//! compiler checks where rows are written are in `rules.rs`.

use std::collections::{BTreeMap, BTreeSet};

use common::codec::{Direction, fields, models, rows};
use milesight_codec::Device;
use milesight_codec::departure::Departure;
use milesight_codec::program::Op;
use milesight_codec::table::{Coding, Part, Row, SpecialValue, Target};
use serde_json::Value as Json;

use crate::rows::{Findings, Slot, all_parts, all_rows, file, named, path, place, rows_of};

/// The list of devices.
const LIST: &str = "src/devices/mod.rs";

/// Letters, digits and single underscores; the vendor's names have capitals, and a dot makes an
/// object in the object.
fn is_name(name: &str) -> bool {
    name.starts_with(|first: char| first.is_ascii_alphabetic())
        && name
            .split(['_', '.'])
            .all(|word| !word.is_empty() && word.chars().all(|c| c.is_ascii_alphanumeric()))
}

const NAME: &str = "a name has letters, digits and single underscores";

fn is_in_bounds(part: &Part, raw: u32) -> bool {
    let (low, high) = part.bounds();
    let value = (part.integer(raw) - i64::from(part.plus)) as f64 / f64::from(part.div);
    (low..=high).contains(&value)
}

/// Returns true if a command may set a field to a wire value.
fn takes(part: &Part, raw: u32) -> bool {
    match part.coding {
        Coding::Number => is_in_bounds(part, raw),
        Coding::Choice => part.labels.iter().any(|(number, _)| part.bits_of(*number) == raw),
        _ => false,
    }
}

#[test]
fn devices_are_sorted_and_their_names_are_unique_and_in_lower_case() {
    let mut findings = Findings::default();
    let all: Vec<_> = models().iter().map(|device| rows(device)).collect();
    for pair in all.windows(2) {
        let [one, next] = [pair[0].model, pair[1].model];
        if one > next {
            let order = format!("{LIST}: devices!: {next} is listed behind {one}");
            findings.add(format!("{order}; put its line before that of {one}"));
        }
    }
    let mut seen = BTreeMap::new();
    for device in all {
        let model = device.model;
        for name in device.aliases.iter().chain([&model]) {
            if *name != name.to_ascii_lowercase() {
                findings.add(format!("{LIST}: {model}: the name {name} is not in lower case"));
            }
            if let Some(other) = seen.insert(*name, model) {
                findings.add(format!("{LIST}: {model}: the name {name} is also one of {other}"));
            }
        }
        let guide = device.guide.split(' ').next().unwrap();
        if !device.name.starts_with(guide) {
            let name = device.name;
            findings.add(format!(
                "{LIST}: {model}: the name {name:?} does not begin as the guide: {guide}"
            ));
        }
    }
    findings.end();
}

/// An uplink that repeats a command must not mean something else already.
#[test]
fn echoes_agree_with_the_uplink_rows_they_meet() {
    let parts = |row: &Row| {
        let part = |op: &Op| {
            let Part { name, coding, signed, div, plus, labels, label, fixed, .. } = *op.leaf;
            let slot = Slot::new(op);
            format!("{name} {coding:?} {signed} {div} {plus} {labels:?} {label} {fixed} {slot:?}")
        };
        row.ops.iter().map(part).collect::<Vec<_>>()
    };
    let mut findings = Findings::default();
    for device in models() {
        for command in rows(device).downlink {
            for channel in (0..=255).filter(|channel| command.echo_on(*channel).is_some()) {
                let meets = |row: &&Row| {
                    row.channel == channel
                        && (row.type_byte.is_none() || row.type_byte == command.type_byte)
                };
                for row in rows(device).uplink.iter().filter(meets) {
                    let agrees = row.target == command.target
                        && row.length == command.length
                        && parts(row) == parts(command);
                    let problem = format!(
                        "uplinks repeat the command at {} on this channel, and its fields differ",
                        place(command)
                    );
                    findings.keep(agrees, device, row, "", &problem);
                }
            }
        }
    }
    findings.end();
}

/// Documents and normalized data have what the first of them says.
#[test]
fn rows_of_a_field_agree_on_its_unit_range_and_measure() {
    let mut findings = Findings::default();
    let mut seen = BTreeMap::new();
    for (device, direction, row) in all_rows() {
        for part in named(row) {
            let Part { unit, range, normalized, .. } = part;
            let of_direction = format!("the range {range:?} and the measure {normalized:?}");
            let unit = (None, format!("the unit {unit:?}"));
            for (direction, own) in [unit, (Some(direction == Direction::Uplink), of_direction)] {
                let key = (rows(device).model, path(row, part.name), direction);
                let (other, first) = seen.entry(key).or_insert((row, own.clone()));
                let problem = format!("it has {own}, but {first} at {}", place(other));
                findings.keep(own == *first, device, row, part.name, &problem);
            }
        }
    }
    findings.end();
}

#[test]
fn names_are_snake_case_and_unique_in_their_object() {
    let mut findings = Findings::default();
    for (device, _, row) in all_rows() {
        if let Target::Object(name) | Target::List(name) = row.target {
            findings.keep(is_name(name), device, row, name, NAME);
        }
        let names = row.names();
        findings.keep(!names.is_empty(), device, row, "", "the row has no field");
        for (at, name) in names.iter().enumerate() {
            findings.keep(is_name(name), device, row, name, NAME);
            let is_new = !names[..at].contains(name);
            findings.keep(is_new, device, row, name, "two fields of the row have this name");
        }
    }
    findings.end();
}

#[test]
fn a_name_at_the_top_is_of_one_kind_in_both_directions() {
    let mut findings = Findings::default();
    for device in models() {
        let mut targets: BTreeMap<&str, (Target, &Row)> = BTreeMap::new();
        for row in rows(device).uplink.iter().chain(rows(device).downlink) {
            for name in row.top_names() {
                let (first, other) = *targets.entry(name).or_insert((row.target, row));
                let other = place(other);
                let problem = format!(
                    "the field is another kind of thing at {other}: a value, an object or a list"
                );
                findings.keep(first == row.target, device, row, name, &problem);
            }
        }
    }
    findings.end();
}

#[test]
fn choices_have_several_labels_that_can_be_told_from_unknown_ones() {
    let mut findings = Findings::default();
    for (device, row, part) in all_parts() {
        let Part { name, coding: Coding::Choice, labels, .. } = *part else { continue };
        findings.keep(labels.len() > 1, device, row, name, "a choice has more than one label");
        for (_, label) in labels {
            let is_label = !label.is_empty() && label.is_ascii() && *label != "unknown";
            let problem = format!("the label {label:?} is empty, \"unknown\" or not ASCII");
            findings.keep(is_label, device, row, name, &problem);
        }
    }
    findings.end();
}

#[test]
fn special_values_name_fields_of_their_own() {
    let mut findings = Findings::default();
    for (device, row, part) in all_parts() {
        for SpecialValue { raw, name, label, replaces_field, .. } in part.special_values {
            findings.keep(is_name(name), device, row, name, NAME);
            findings.keep(!label.is_empty(), device, row, name, "a special value has a label");
            let is_own = named(row).all(|part| part.name != *name);
            findings.keep(is_own, device, row, name, "a part and a special value have this name");
            if part.coding == Coding::Choice && !replaces_field {
                let problem =
                    format!("SpecialValue::beside({raw:#x}, …): the choice has no label for it");
                findings.keep(takes(part, *raw), device, row, part.name, &problem);
            }
        }
        // Only there a channel clears the fields of its row.
        let is_at_the_top = part.special_values.is_empty() || row.target == Target::Top;
        let problem = "special_values(…) are for rows at the top level";
        findings.keep(is_at_the_top, device, row, part.name, problem);
    }
    findings.end();
}

#[test]
fn aliases_stand_for_values_that_the_field_takes() {
    let mut findings = Findings::default();
    for (device, row, part) in all_parts() {
        let mut keep = |holds, alias: &str, problem: &str| {
            findings.keep(holds, device, row, part.name, &format!("alias {alias:?}: {problem}"));
        };
        for (at, (alias, raw)) in part.aliases.iter().enumerate() {
            let is_new = part.aliases[..at].iter().all(|(other, _)| other != alias);
            keep(is_new, alias, "it is given twice");
            keep(!["unknown", "no"].contains(alias), alias, "the word has another meaning");
            keep(takes(part, *raw), alias, "the field does not take its wire value");
            let is_label = part.labels.iter().any(|(_, label)| label == alias);
            keep(!is_label, alias, "it is also a label");
        }
    }
    findings.end();
}

#[test]
fn defaults_and_documented_values_are_values_that_the_field_takes() {
    let mut findings = Findings::default();
    for (device, row, part) in all_parts() {
        for (word, raw) in [("or", part.default), ("documented", part.documented)] {
            let problem = format!("{word}({}): the field does not take it", raw.unwrap_or(0));
            let is_taken = raw.is_none_or(|raw| takes(part, raw));
            findings.keep(is_taken, device, row, part.name, &problem);
        }
        if let (Some(default), Some(documented)) = (part.default, part.documented) {
            let problem = "default(n) differs from documented(n), so that the default would warn";
            findings.keep(default == documented, device, row, part.name, problem);
        }
    }
    findings.end();
}

/// An object's own title says little: `current_alarm_config`, `enable`.
#[test]
fn objects_and_switches_have_notes() {
    let mut findings = Findings::default();
    for (device, direction, row) in all_rows() {
        let (Target::Object(name) | Target::List(name)) = row.target else {
            findings.keep(row.note.is_empty(), device, row, "", "a note belongs to the field");
            continue;
        };
        let same = |other: &&Row| other.target == row.target;
        let mut rows = rows_of(device, direction).iter().filter(same);
        let has_note = rows.any(|row| !row.note.is_empty());
        findings.keep(
            has_note,
            device,
            row,
            name,
            "the object has no note; add note(…) to the row",
        );
        for part in named(row).filter(|part| part.name == "enable") {
            let problem = "a field of this name has a note; add note(…) to the part";
            findings.keep(!part.note.is_empty(), device, row, part.name, problem);
        }
    }
    findings.end();
}

#[test]
fn devices_report_results_that_may_refuse_a_command() {
    for device in models() {
        let own = rows(device);
        let refuses = own.downlink.iter().any(|row| row.channel == 0xf9 && row.result.is_none());
        let is_result = |field: &Json| {
            field["path"].as_str().is_some_and(|path| path.starts_with("device_response_result"))
        };
        assert_eq!(fields(device).iter().any(is_result), refuses, "{}", own.model);
    }
}

/// The scripts' rows cannot say more than this: `src/print/formatter/rows.rs` would have to learn it.
#[test]
fn rows_say_what_scripts_can_say() {
    let mut findings = Findings::default();
    for (device, row, part) in all_parts() {
        let alike = |a: &SpecialValue, b: &SpecialValue| {
            (a.name, a.label, a.replaces_field, a.warns)
                == (b.name, b.label, b.replaces_field, b.warns)
        };
        let are_alike = part.special_values.windows(2).all(|pair| alike(&pair[0], &pair[1]));
        let problem = "the special values of a part differ in their raw number alone";
        findings.keep(are_alike, device, row, part.name, problem);
        for rule in row.rules {
            let always = rule.when.is_none() || !rule.warns;
            let problem = "a rule that warns has no when(…)";
            findings.keep(always, device, row, rule.field, problem);
        }
    }
    findings.end();
}

/// A name stands for one departure, in whichever devices it is listed.
#[test]
fn departures_have_names_and_texts_that_agree() {
    let mut findings = Findings::default();
    let mut texts: BTreeMap<&str, (&str, &str)> = BTreeMap::new();
    for device in models() {
        let (file, model) = (file(device), rows(device).model);
        let mut seen = BTreeSet::new();
        for departure in rows(device).departures.iter().chain(Device::GENERAL_DEPARTURES) {
            let Departure { id, ours, vendor, .. } = departure;
            let mut keep = |holds: bool, problem: &str| {
                if !holds {
                    findings.add(format!("{file}: {model}: departure {id}: {problem}"));
                }
            };
            keep(seen.insert(*id), "it is listed twice; remove one");
            let is_id =
                id.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-');
            keep(is_id, "a name has lower-case letters, digits and hyphens");
            for text in [ours, vendor] {
                // Cells of a table.
                let is_cell = text.ends_with('.') && !text.contains(['|', '\n']);
                keep(
                    is_cell,
                    &format!("{text:?} has a line break or |, or does not end with a dot"),
                );
            }
            let first = texts.entry(id).or_insert((ours, vendor));
            keep(*first == (*ours, *vendor), "another device has it with another text");
        }
    }
    findings.end();
}

/// A departure that names fields is one of fields there are; the vendor's may have a further member.
#[test]
fn departures_name_fields_of_the_device() {
    let mut findings = Findings::default();
    for device in models() {
        let fields = device.fields();
        let (file, model) = (file(device), rows(device).model);
        for Departure { id, fields: named, displaced, .. } in rows(device).departures {
            for path in *named {
                let object = path.split('.').next().unwrap_or(path);
                let known = |field: &milesight_codec::Field| {
                    field.path.split(['.', '[']).next() == Some(object)
                };
                if !fields.iter().any(known) {
                    findings.add(format!(
                        "{file}: {model}: departure {id}: the device has no field {path}"
                    ));
                }
            }
            if named.is_empty() && !displaced.is_empty() {
                findings
                    .add(format!("{file}: {model}: departure {id}: displaces(…) needs fields(…)"));
            }
        }
    }
    findings.end();
}
