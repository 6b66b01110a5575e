//! Checks of a command beyond single fields: rules between fields, and names that are not known.

use crate::message::{self, format_message};
use crate::prelude::*;
use crate::problem::{Problem, ProblemKind};
use crate::table::{Constraint, Part, Rule};
use crate::text::{append, concat};

/// A field that is right by itself.
pub(super) struct Checked {
    pub leaf: &'static Part,
    pub path: String,
    pub given: String,
    /// The integer on the wire, sign and all.
    pub wire: i64,
}

/// The problem of a rule that is broken. A rule that names a field which is missing or wrong is
/// not.
pub(super) fn check(rule: &Rule, checked: &[Checked]) -> Option<Problem> {
    let find = |name| checked.iter().find(|field| field.leaf.name == name);
    let field = find(rule.field)?;
    let mut condition = String::new();
    if let Some((when, values)) = rule.when {
        let choice = find(when)?;
        if !values.iter().any(|value| i64::from(*value) == choice.wire) {
            return None;
        }
        let mut labels = String::new();
        for value in values {
            append(&mut labels, " or ", &choice.leaf.shown(*value));
        }
        condition = format_message(message::WHERE, &[when, &labels]);
    }
    let other = if rule.other.is_empty() { None } else { Some(find(rule.other)?) };
    let wire = other.map_or(0, |other| other.wire);
    let holds = match rule.constraint {
        Constraint::NotZero => field.wire != 0,
        Constraint::AtMost => field.wire <= wire,
        Constraint::AtLeast => field.wire >= wire,
        Constraint::Above => field.wire > wire,
    };
    if holds {
        return None;
    }
    let (sign, name) = rule.relation();
    let relation = match other {
        Some(other) => format_message(message::RELATION, &[sign, &other.given, other.leaf.name]),
        None => concat(&[sign, " ", name]),
    };
    let (path, given) = (&field.path, field.given.clone());
    let allowed = concat(&[&relation, &condition]);
    Some(if rule.warns {
        Problem::of_value(ProblemKind::Unwise, message::UNWISE, path, given, &allowed)
    } else {
        Problem::not_allowed(ProblemKind::Conflict, path, given, &allowed)
    })
}

/// The known name with which a name shares most pairs of letters, if more than half of them
/// (Dice's coefficient).
pub(super) fn nearest<'a>(given: &[u16], known: &[&'a str]) -> Option<&'a str> {
    let mut best = (0.5, None);
    for candidate in known {
        // Field names are ASCII.
        let letters = candidate.as_bytes();
        let mut shared = 0;
        for pair in given.windows(2).take(63) {
            let same = |own: &[u8]| own.iter().zip(pair).all(|(a, b)| u16::from(*a) == *b);
            shared += u32::from(letters.windows(2).any(same));
        }
        let pairs = (given.len() + letters.len()).saturating_sub(2);
        let score = 2.0 * f64::from(shared) / pairs as f64;
        if score > best.0 {
            best = (score, Some(*candidate));
        }
    }
    best.1
}
