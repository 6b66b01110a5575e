//! Invariants of the rows of commands.

use std::collections::BTreeSet;

use common::codec::{Direction, models, rows};
use milesight_codec::table::{Coding, Must, Part, Row, Target};

use crate::rows::{all_parts, all_rows, named, show};

#[test]
fn labels_of_commands_are_unique() {
    for device in models() {
        for part in rows(device).downlink.iter().flat_map(named) {
            let Coding::Choice { labels, .. } = part.coding else { continue };
            let names: BTreeSet<_> = labels.iter().map(|(_, label)| label).collect();
            assert_eq!(names.len(), labels.len(), "{} {}", rows(device).model, part.name);
        }
    }
}

#[test]
fn numbers_that_take_yes_and_no_are_commands_and_know_yes() {
    for (row, part, _, what) in all_parts() {
        let yes = part.aliases.iter().any(|(alias, _)| *alias == "yes");
        assert_eq!(part.yes_no, yes, "{what}");
        if part.yes_no {
            assert!(matches!(part.coding, Coding::Number { .. }), "{what}");
            assert_eq!(row.target, Target::Top, "{what}");
        }
    }
}

#[test]
fn forms_of_a_command_are_told_apart_by_their_members() {
    for device in models() {
        let mut seen = BTreeSet::new();
        for row in rows(device).downlink.iter().filter(|row| !row.decode_only) {
            // Objects may have several forms, told apart by their members.
            let form = format!("{:?} {:?}", row.target, row.names().collect::<Vec<_>>());
            assert!(seen.insert(form), "{} {}", rows(device).model, show(row));
        }
    }
}

#[test]
fn commands_can_be_written() {
    for device in models() {
        for part in rows(device).downlink.iter().flat_map(named) {
            let what = format!("{} {}", rows(device).model, part.name);
            assert!(!matches!(part.coding, Coding::Version(_)), "{what}");
            if let Coding::Presence { label, .. } | Coding::Constant { label } = part.coding {
                assert_eq!(label, "yes", "{what}");
            }
            assert!(part.asides.is_empty(), "{what}: asides are the device's");
        }
    }
}

#[test]
fn reset_and_reboot_stand_last() {
    for device in models() {
        let names: Vec<_> = rows(device).downlink.iter().flat_map(Row::top_names).collect();
        let last = names.iter().rev().take_while(|name| ["reboot", "reset"].contains(name));
        let resets = names.iter().filter(|name| ["reboot", "reset"].contains(name)).count();
        assert_eq!(last.count(), resets, "{}", rows(device).model);
        assert!(resets == 0 || names.last() == Some(&"reboot"), "{}", rows(device).model);
    }
}

#[test]
fn rules_name_fields_that_they_can_compare() {
    for (device, direction, row) in all_rows() {
        let what = format!("{} {}", rows(device).model, show(row));
        assert!(direction == Direction::Downlink || row.rules.is_empty(), "{what}");
        // At the top level a rule reaches the fields of earlier rows.
        let reach: Vec<&Part> = match row.target {
            Target::Top => {
                let last = rows(device).downlink.iter().position(|other| std::ptr::eq(other, row));
                let earlier = rows(device).downlink.iter().take(last.map_or(0, |last| last + 1));
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
                assert!(
                    labels.iter().any(|(number, _)| find(name).bits_of(*number) == *value),
                    "{what} {value}"
                );
            }
        }
    }
}

#[test]
fn settings_stand_before_what_undoes_them() {
    for device in models() {
        let mut last = rows(device).downlink.iter().skip_while(|row| !row.undoes_settings);
        assert!(!last.any(Row::is_setting), "{}", rows(device).model);
    }
}

/// The warning is given where the other command has been sent before.
#[test]
fn commands_stand_before_what_undoes_them() {
    for device in models() {
        let mut before = BTreeSet::new();
        for row in rows(device).downlink {
            let undone = row.undoes.is_none_or(|command| before.contains(command));
            assert!(undone, "{} {}", rows(device).model, show(row));
            before.extend(row.top_names());
        }
    }
}

#[test]
fn flat_forms_name_a_member_that_is_free_at_the_top_level() {
    for (device, direction, row) in all_rows() {
        let Some(member) = row.flat_form else { continue };
        let what = format!("{} {member}", rows(device).model);
        assert_eq!(direction, Direction::Downlink, "{what}");
        assert!(matches!(row.target, Target::Object(_)), "{what}");
        assert!(row.names().any(|name| name == member), "{what}");
        let tops = || rows(device).downlink.iter().flat_map(Row::top_names);
        assert!(tops().all(|name| name != member), "{what}");
        // The siblings are what tells a flat form from a plain command.
        for sibling in row.names().filter(|name| *name != member) {
            assert!(tops().any(|name| name == sibling), "{what}: {sibling}");
        }
    }
}
