//! Values that are not regular: special ones, those without a label or outside a range, texts. Kept
//! out of line, so that the loop over regular values stays small.

use super::visitor::{Note, PartKind, Record, Visitor};
use crate::bits::load;
use crate::float::float;
use crate::problem::ProblemKind;
use crate::program::{Code, Op, Program};
use crate::table::{Coding, Row};

/// Reads the bytes of a text.
#[inline(never)]
pub(super) fn text(record: &Record, op: &'static Op, bytes: &[u8], visitor: &mut dyn Visitor) {
    let offset = record.data + usize::from(op.at);
    let bytes = bytes.get(offset..offset + usize::from(op.count)).unwrap_or_default();
    visitor.bytes(record, op, bytes);
    if op.leaf.text_value(bytes).is_none() {
        visitor.problem(&Note { kind: ProblemKind::NoLabel, offset, op: Some(op), value: 0 });
    }
}

/// Reads bits that are not a regular value.
#[cold]
#[inline(never)]
pub(super) fn value(
    program: &Program,
    record: &Record,
    op: &'static Op,
    raw: u32,
    bytes: &[u8],
    visitor: &mut dyn Visitor,
) {
    let leaf = op.leaf;
    let note = |kind, offset, value| Note { kind, offset, op: Some(op), value };
    match leaf.coding {
        Coding::OtherKind => {
            visitor.bare(PartKind::Kind, Some(op), record.data + usize::from(op.at), 0);
            return visitor.problem(&note(ProblemKind::UnknownSubKind, record.offset, raw.into()));
        }
        Coding::Float => {
            return match float(raw, leaf.width) {
                Some(value) => visitor.value(record, op, value.to_bits()),
                None => {
                    visitor.absent(record, op);
                    visitor.problem(&note(ProblemKind::NoReading, record.offset, u64::MAX));
                }
            };
        }
        _ => {}
    }
    if let Some(bit) = leaf.given_by {
        if load(bytes, record.data + usize::from(op.at)) >> bit & 1 == 0 {
            return visitor.absent(record, op);
        }
    }
    let mut special_values = leaf.special_values.iter().enumerate();
    let special = special_values.find(|(_, special)| special.raw == raw);
    let (slot, problem) = reading(record.row(program), record, op, raw);
    match special {
        Some((at, special)) if special.replaces_field => visitor.special(record, op, at, None),
        _ => {
            match special {
                Some((at, _)) => visitor.special(record, op, at, Some(slot)),
                None => visitor.value(record, op, slot),
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
    row: &Row,
    record: &Record,
    op: &Op,
    raw: u32,
) -> (u64, Option<(ProblemKind, usize, u64)>) {
    let leaf = op.leaf;
    if leaf.coding == Coding::Choice {
        let place = leaf.place_of(raw);
        let offset = record.data + usize::from(op.at);
        let problem = (ProblemKind::NoLabel, offset, u64::from(raw));
        let last = leaf.labels.len() + leaf.also_reads.len();
        return (place.unwrap_or(last) as u64, Some(problem).filter(|_| place.is_none()));
    }
    let value = op.integer(raw) as f64 / f64::from(op.div);
    let outside = |(low, high): (f64, f64)| row.ranged && (value < low || value > high);
    let problem = (ProblemKind::OutOfRange, record.offset, value.to_bits());
    debug_assert!(op.code != Code::Irregular || op.special);
    (op.slot_of(raw), Some(problem).filter(|_| leaf.range.is_some_and(outside)))
}
