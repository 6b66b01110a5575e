//! The numbered rules that rows must keep. One that is broken is an error of the compiler, with the
//! row's place.

// Slices have no other way in a const fn. The panics stop the compiler.
#![allow(clippy::indexing_slicing, clippy::panic)]

use super::{Coding, Leaf, NONE, Place, Row};
use crate::table::{self, Part};

/// The rules that rows of one channel and type must keep.
pub(super) const fn check_siblings(rows: &[Row], leaves: &[Leaf]) {
    let mut at = 0;
    while at < rows.len() {
        let mut same = true;
        let mut last = &rows[at];
        while last.sibling != NONE {
            last = &rows[last.sibling as usize];
            same = same && last.length == rows[at].length;
        }
        let has_other_kind =
            last.kind != NONE && matches!(leaves[last.kind as usize].coding, Coding::OtherKind);
        assert!(
            same || has_other_kind,
            "R23: rows of one channel with different lengths end with any other kind"
        );
        at += 1;
    }
}

/// The rules that a part must keep.
pub(super) const fn check_part(part: &Part, leaf: &Leaf, is_command: bool, row: &table::Row) {
    use Coding::*;
    let has_name = matches!(
        leaf.coding,
        Number
            | Float
            | Choice
            | Presence
            | Constant
            | Hex
            | HexReversed
            | Text
            | VersionDecimal
            | VersionDecimals
            | VersionHex
            | VersionNibble
    );
    keep(has_name == leaf.is_field(), "R07: fields have names, and nothing else has", row);
    if let Place::Whole = leaf.place {
        keep(leaf.width % 8 == 0, "R08: parts outside bit fields fill bytes", row);
        keep(leaf.given_by.is_none(), "R09: a bit of the same bit fields gives a field", row);
    } else {
        keep(leaf.width <= 32, "R10: bit fields are numbers", row);
    }
    let is_constant = matches!(leaf.coding, Number) && leaf.width == 0;
    if let Number | Choice | Kind | OtherKind = leaf.coding {
        let has_bits = leaf.width >= 1 || is_constant;
        keep(has_bits && leaf.width <= 32, "R11: numbers have at most four bytes", row);
    }
    if is_constant {
        let is_whole = matches!(leaf.place, Place::Whole);
        keep(is_whole, "R24: a number without bits is in no bit fields", row);
        keep(!is_command, "R25: no command has a number without bits", row);
    }
    if let Number = leaf.coding {
        keep(leaf.div > 0, "R12: a divisor is not 0", row);
        if let Some((low, high)) = leaf.range {
            keep(low < high, "R13: a range has two ends", row);
        }
        keep(
            !is_command || leaf.range.is_some() || part.full_range || leaf.documented.is_some(),
            "R14: a number that a command sets has a range, or says full_range()",
            row,
        );
    } else {
        keep(part.range.is_none(), "R15: integers alone have ranges", row);
    }
    if let Choice = leaf.coding {
        keep(leaf.labels.count > 0, "R16: a choice has a label", row);
    }
    if leaf.given_by.is_some() {
        keep(matches!(leaf.coding, Choice), "R17: a field that a bit gives is a choice", row);
        keep(leaf.specials.count == 0, "R18: a field that a bit gives has no special values", row);
    }
    if leaf.specials.count > 0 {
        keep(matches!(leaf.coding, Number | Choice), "R19: numbers have special values", row);
    }
    if let Float = leaf.coding {
        keep(!is_command, "R20: no command has a floating-point number", row);
    }
}

/// Stops the compiler, with the place of the row, where a rule does not hold.
pub(super) const fn keep(holds: bool, rule: &str, row: &table::Row) {
    if holds {
        return;
    }
    let mut message = [b' '; 200];
    let mut used = copy(rule.as_bytes(), &mut message, 0);
    used = copy(b"; the row is at ", &mut message, used);
    used = copy(row.location.file().as_bytes(), &mut message, used);
    used = copy(b":", &mut message, used);
    let (mut line, mut power) = (row.location.line(), 1);
    while line / power >= 10 {
        power *= 10;
    }
    while power > 0 {
        used = copy(&[b'0' + (line / power) as u8], &mut message, used);
        line %= power;
        power /= 10;
    }
    match core::str::from_utf8(message.split_at(used).0) {
        Ok(message) => panic!("{}", message),
        Err(_) => panic!("{}", rule),
    }
}

const fn copy(from: &[u8], to: &mut [u8], mut used: usize) -> usize {
    let mut at = 0;
    while at < from.len() && used < to.len() {
        to[used] = from[at];
        used += 1;
        at += 1;
    }
    used
}

/// Returns true if two texts are equal; `==` is not const.
pub(super) const fn same(one: &str, other: &str) -> bool {
    let (one, other) = (one.as_bytes(), other.as_bytes());
    if one.len() != other.len() {
        return false;
    }
    let mut at = 0;
    while at < one.len() {
        if one[at] != other[at] {
            return false;
        }
        at += 1;
    }
    true
}
