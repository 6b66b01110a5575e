//! Checks of a command beyond single fields: rules between fields, and names that are not known.

use crate::message::{self, format_message};
use crate::prelude::*;
use crate::problem::{Problem, ProblemKind};
use crate::program::{Constraint, Leaf, NONE, Program, Rule};

/// A field that is right by itself.
pub(super) struct Checked {
    pub leaf: &'static Leaf,
    pub name: &'static str,
    pub path: String,
    pub given: String,
    /// The integer on the wire, sign and all.
    pub wire: i64,
}

/// The problem of a rule that is broken. A rule that names a field which is missing or wrong is
/// not.
pub(super) fn check(program: &Program, rule: &Rule, checked: &[Checked]) -> Option<Problem> {
    let find = |name| checked.iter().find(|field| field.name == program.text(name));
    let field = find(rule.field)?;
    let mut condition = String::new();
    if rule.when != NONE {
        let choice = find(rule.when)?;
        let values = rule.values.of(program.numbers);
        if !values.iter().any(|value| i64::from(*value) == choice.wire) {
            return None;
        }
        let labels: Vec<_> =
            values.iter().map(|value| program.shown(choice.leaf, *value)).collect();
        let arguments = [program.text(rule.when), &labels.join(" or ")];
        condition = format_message(message::WHERE, &arguments);
    }
    let other = if rule.other == NONE { None } else { Some(find(rule.other)?) };
    let wire = other.map_or(0, |other| other.wire);
    let (sign, holds) = match rule.constraint {
        Constraint::AtMost => ("<=", field.wire <= wire),
        Constraint::AtLeast => (">=", field.wire >= wire),
        Constraint::Above => (">", field.wire > wire),
        Constraint::NotZero => (">=", field.wire != 0),
    };
    if holds {
        return None;
    }
    let relation = match other {
        Some(other) => format_message(message::RELATION, &[sign, &other.given, other.name]),
        None => [sign, " 1"].concat(),
    };
    let (path, given, allowed) = (field.path.clone(), field.given.clone(), relation + &condition);
    Some(if rule.warns {
        Problem::unwise(path, given, allowed)
    } else {
        Problem::not_allowed(ProblemKind::Conflict, path, given, allowed)
    })
}

/// The known name with which a name shares most pairs of letters, if more than half of them
/// (Dice's coefficient).
pub(super) fn nearest(name: &str, known: &[&'static str]) -> Option<&'static str> {
    let given: Vec<u16> = name.encode_utf16().collect();
    let mut best = (0.5, None);
    for candidate in known {
        // Field names are ASCII.
        let letters = candidate.as_bytes();
        let own = |pair: &[u16]| {
            letters
                .windows(2)
                .any(|own| own.iter().copied().map(u16::from).eq(pair.iter().copied()))
        };
        let pairs = given.windows(2).take(63).filter(|pair| own(pair)).count();
        let score = 2.0 * pairs as f64 / (given.len() + letters.len()).saturating_sub(2) as f64;
        if score > best.0 {
            best = (score, Some(*candidate));
        }
    }
    best.1
}
