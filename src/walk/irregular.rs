//! Values that are not regular: special ones, those without a label or outside a range, texts. Kept
//! out of line, so that the loop over regular values stays small.

use super::visitor::{Note, PartKind, Record, Visitor};
use crate::bits::load;
use crate::float::float;
use crate::problem::ProblemKind;
use crate::program::{Code, Coding, Leaf, Op, Program};

/// Reads the bytes of a text.
#[inline(never)]
pub(super) fn text(
    program: &Program,
    record: &Record,
    index: u16,
    op: &Op,
    bytes: &[u8],
    visitor: &mut dyn Visitor,
) {
    let offset = record.data + usize::from(op.at);
    let bytes = bytes.get(offset..offset + usize::from(op.count)).unwrap_or_default();
    visitor.bytes(record, index, op, bytes);
    let leaf = program.leaf(index);
    if leaf.is_some_and(|leaf| program.text_value(leaf, bytes).is_none()) {
        visitor.problem(&Note { kind: ProblemKind::NoLabel, offset, leaf: index, value: 0 });
    }
}

/// Reads bits that are not a regular value.
#[cold]
#[inline(never)]
pub(super) fn value(
    program: &Program,
    record: &Record,
    index: u16,
    op: &Op,
    raw: u32,
    bytes: &[u8],
    visitor: &mut dyn Visitor,
) {
    let Some(leaf) = program.leaf(index) else { return };
    let note = |kind, offset, value| Note { kind, offset, leaf: index, value };
    match leaf.coding {
        Coding::OtherKind => {
            visitor.bare(PartKind::Kind, index, record.data + usize::from(op.at), 0);
            return visitor.problem(&note(ProblemKind::UnknownSubKind, record.offset, raw.into()));
        }
        Coding::Float => {
            return match float(raw, leaf.width) {
                Some(value) => visitor.value(record, index, op, value.to_bits()),
                None => {
                    visitor.absent(record, index, op);
                    visitor.problem(&note(ProblemKind::NoReading, record.offset, u64::MAX));
                }
            };
        }
        _ => {}
    }
    if let Some(bit) = leaf.given_by {
        if load(bytes, record.data + usize::from(op.at)) >> bit & 1 == 0 {
            return visitor.absent(record, index, op);
        }
    }
    let specials = program.specials_of(leaf);
    let special = specials.iter().enumerate().find(|(_, special)| special.raw == raw);
    let (slot, problem) = reading(program, record, leaf, op, raw);
    match special {
        Some((at, special)) if special.replaces_field => {
            visitor.special(record, index, op, at, None);
        }
        _ => {
            match special {
                Some((at, _)) => visitor.special(record, index, op, at, Some(slot)),
                None => visitor.value(record, index, op, slot),
            }
            if let Some((kind, offset, value)) = problem {
                visitor.problem(&note(kind, offset, value));
            }
        }
    }
    if let Some((at, _)) = special.filter(|(_, special)| special.warns) {
        visitor.problem(&note(ProblemKind::NoReading, record.offset, at as u64));
    }
}

/// The slot of a field, and what is wrong with it.
pub(super) fn reading(
    program: &Program,
    record: &Record,
    leaf: &Leaf,
    op: &Op,
    raw: u32,
) -> (u64, Option<(ProblemKind, usize, u64)>) {
    if leaf.coding == Coding::Choice {
        let labels = program.labels_of(leaf);
        let at = labels.iter().position(|label| leaf.raw_of(label) == raw);
        let offset = record.data + usize::from(op.at);
        let problem = (ProblemKind::NoLabel, offset, u64::from(raw));
        return (at.unwrap_or(labels.len()) as u64, Some(problem).filter(|_| at.is_none()));
    }
    let steps = op.integer(raw);
    let value = steps as f64 / f64::from(op.div);
    let ranged = record.row(program).ranged;
    let outside = |(low, high): (i64, i64)| ranged && (steps < low || steps > high);
    let slot = op.slot_of(raw);
    let problem = (ProblemKind::OutOfRange, record.offset, value.to_bits());
    debug_assert!(op.code != Code::Irregular || leaf.specials.count > 0);
    (slot, Some(problem).filter(|_| leaf.range.is_some_and(outside)))
}
