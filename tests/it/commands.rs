//! Invariants of the rows of commands.

use std::collections::{BTreeMap, BTreeSet};

use common::codec::{Direction, models, rows};
use milesight_codec::table::{Coding, Constraint, Part, Row, Target};

use crate::rows::{Findings, all_parts, all_rows, named, place};

#[test]
fn numbers_that_take_yes_and_no_are_commands_and_know_yes() {
    let mut findings = Findings::default();
    for (device, row, part) in all_parts() {
        let mut keep = |holds, problem| findings.keep(holds, device, row, part.name, problem);
        let yes = part.aliases.iter().any(|(alias, _)| *alias == "yes");
        keep(part.command_flag == yes, "takes_yes_no() and the alias \"yes\" go together");
        if part.command_flag {
            let is_number = part.coding == Coding::Number;
            keep(is_number, "takes_yes_no() is for numbers");
            keep(row.target == Target::Top, "takes_yes_no() is for rows at the top level");
        }
    }
    findings.end();
}

/// Objects may have several forms, told apart by their members.
#[test]
fn forms_of_a_command_are_told_apart_by_their_members() {
    let mut findings = Findings::default();
    for device in models() {
        let mut seen: BTreeMap<String, &Row> = BTreeMap::new();
        for row in rows(device).downlink.iter().filter(|row| !row.decode_only) {
            let form = format!("{:?} {:?}", row.target, row.names());
            if let Some(other) = seen.insert(form, row) {
                let problem = format!("the command at {} has the same fields", place(other));
                findings.keep(false, device, row, "", &problem);
            }
        }
    }
    findings.end();
}

#[test]
fn commands_can_be_written() {
    let mut findings = Findings::default();
    for device in models() {
        for row in rows(device).downlink {
            for part in named(row) {
                let mut keep = |holds, problem| {
                    findings.keep(holds, device, row, part.name, problem);
                };
                keep(!part.coding.is_version(), "a version is not for commands");
                if let Coding::Presence | Coding::Constant = part.coding {
                    keep(part.label == "yes", "a command without data has the label \"yes\"");
                }
                keep(part.special_values.is_empty(), "special_values(…) are for uplinks");
            }
        }
    }
    findings.end();
}

#[test]
fn reset_and_reboot_stand_last() {
    const LAST: [&str; 2] = ["reset", "reboot"];
    let mut findings = Findings::default();
    for device in models() {
        let mut last: Option<(&Row, &str)> = None;
        for row in rows(device).downlink {
            for name in row.top_names() {
                if let Some((before, earlier)) = last {
                    let holds = LAST.contains(&name) && (earlier, name) != ("reboot", "reset");
                    let problem = format!("{earlier} at {} is sent before it", place(before));
                    findings.keep(holds, device, row, name, &format!("{problem}; move that down"));
                }
                if LAST.contains(&name) {
                    last = Some((row, name));
                }
            }
        }
        if let Some((row, name)) = last {
            let problem = "a device that has reset has reboot, too, behind it";
            findings.keep(name == "reboot", device, row, name, problem);
        }
    }
    findings.end();
}

#[test]
fn rules_name_fields_that_they_can_compare() {
    let mut findings = Findings::default();
    for (device, direction, row) in all_rows() {
        // At the top level a rule reaches the fields of earlier rows.
        let reach: Vec<&Part> = match row.target {
            Target::Top => {
                let last = rows(device).downlink.iter().position(|other| std::ptr::eq(other, row));
                let earlier = rows(device).downlink.iter().take(last.map_or(0, |last| last + 1));
                earlier.filter(|row| row.target == Target::Top).flat_map(named).collect()
            }
            _ => named(row).collect(),
        };
        let find = |name: &str| reach.iter().find(|part| part.name == name);
        let scale = |name: &str| match find(name)?.coding {
            Coding::Number => Some((find(name)?.div, find(name)?.unit)),
            _ => None,
        };
        for rule in row.rules {
            let mut keep = |holds, problem: &str| {
                let problem = format!("rule: {problem}");
                findings.keep(holds, device, row, rule.field, &problem);
            };
            keep(direction == Direction::Downlink, "rules(…) are for commands");
            let own = scale(rule.field);
            keep(own.is_some(), "it is no number of this row or, at the top level, an earlier one");
            if rule.constraint != Constraint::NotZero {
                let other = rule.other;
                keep(other != rule.field, "the field is compared with itself");
                let problem = format!("{other} has another divisor or unit, or is no number");
                keep(scale(other) == own, &problem);
            }
            let Some((name, values)) = rule.when else { continue };
            let choice = find(name).filter(|part| part.coding == Coding::Choice);
            let Some(Part { labels, .. }) = choice else {
                keep(false, &format!("when({name:?}, …): no choice of this name"));
                continue;
            };
            keep(!values.is_empty(), &format!("when({name:?}, …) has no number"));
            for value in values {
                let bits_of = |number| find(name).map(|part| part.bits_of(number));
                let has = labels.iter().any(|(number, _)| bits_of(*number) == Some(*value));
                keep(has, &format!("when({name:?}, …): {value} is none of its labels' numbers"));
            }
        }
    }
    findings.end();
}

#[test]
fn settings_stand_before_what_undoes_them() {
    let mut findings = Findings::default();
    for device in models() {
        let mut undoing: Option<&Row> = None;
        for row in rows(device).downlink {
            if let Some(before) = undoing {
                let problem = format!("{} undoes settings; move it below this row", place(before));
                findings.keep(!row.is_setting(), device, row, "", &problem);
            }
            undoing = undoing.or(Some(row).filter(|row| row.resets_settings));
        }
    }
    findings.end();
}

/// The core asks the first of them, scripts the one that is sent.
#[test]
fn rows_of_an_object_agree_on_what_they_do_to_other_commands() {
    let mut findings = Findings::default();
    for device in models() {
        let mut seen: BTreeMap<String, &Row> = BTreeMap::new();
        for row in rows(device).downlink.iter().filter(|row| row.target != Target::Top) {
            let first = seen.entry(format!("{:?}", row.target)).or_insert(row);
            let effect = |row: &Row| (row.is_setting(), row.resets_settings, row.undoes);
            let problem = format!("it does something else to other commands than {}", place(first));
            findings.keep(effect(row) == effect(first), device, row, "", &problem);
        }
    }
    findings.end();
}

/// The warning is given where the other command has been sent before.
#[test]
fn commands_stand_before_what_undoes_them() {
    let mut findings = Findings::default();
    for device in models() {
        let mut before = BTreeSet::new();
        for row in rows(device).downlink {
            let undone = row.undoes.unwrap_or_default();
            let is_before = row.undoes.is_none() || before.contains(undone);
            let problem = format!("undoes({undone:?}): no earlier row has this command");
            findings.keep(is_before, device, row, "", &problem);
            before.extend(row.top_names());
        }
    }
    findings.end();
}

#[test]
fn shorthands_name_a_member_that_is_free_at_the_top_level() {
    let mut findings = Findings::default();
    for (device, direction, row) in all_rows() {
        let Some(member) = row.shorthand else { continue };
        let mut keep = |holds, problem: &str| {
            let problem = format!("shorthand({member:?}): {problem}");
            findings.keep(holds, device, row, member, &problem);
        };
        keep(direction == Direction::Downlink, "it is for commands");
        keep(matches!(row.target, Target::Object(_)), "it is for objects");
        keep(row.names().contains(&member), "the object has no such field");
        let tops = || rows(device).downlink.iter().flat_map(Row::top_names);
        keep(tops().all(|name| name != member), "the name is taken at the top level");
        // The siblings are what tells a shorthand from a plain command.
        for sibling in row.names().into_iter().filter(|name| *name != member) {
            let is_top = tops().any(|name| name == sibling);
            keep(is_top, &format!("{sibling} is no command at the top level"));
        }
    }
    findings.end();
}
