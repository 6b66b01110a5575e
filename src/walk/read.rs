//! The leaves of a record.

use super::irregular;
use super::visitor::{PartKind, Record, Visitor};
use crate::bits::load;
use crate::program::{Code, Coding, Leaf, Program};

/// Reads the leaves of a record whose bytes are all there.
#[inline(always)]
pub(super) fn read(
    program: &Program,
    record: &Record,
    bytes: &[u8],
    visitor: &mut (impl Visitor + ?Sized),
) {
    visitor.begin(record);
    let mut leaf = record.leaves.first;
    for op in record.leaves.of(program.ops) {
        let at = record.data + usize::from(op.at);
        match op.code {
            Code::Integer | Code::Scaled => {
                let raw = load(bytes, at) >> op.shift & op.mask;
                if op.is_regular(raw) {
                    visitor.value(record, leaf, op, op.slot_of(raw));
                } else {
                    irregular::value(program, record, leaf, op, raw, bytes, visitor.as_dyn());
                }
            }
            Code::Irregular => {
                let raw = load(bytes, at) >> op.shift & op.mask;
                irregular::value(program, record, leaf, op, raw, bytes, visitor.as_dyn());
            }
            Code::Flags => {
                let raw = load(bytes, at) >> op.shift & op.mask;
                visitor.flags(record, leaf, op, raw);
            }
            Code::Bytes => {
                let bytes = bytes.get(at..at + usize::from(op.count)).unwrap_or_default();
                visitor.bytes(record, leaf, op, bytes);
            }
            Code::Text => irregular::text(program, record, leaf, op, bytes, visitor.as_dyn()),
            Code::Zero => visitor.value(record, leaf, op, 0),
            Code::Skip => skip(program, record, leaf, at, visitor),
        }
        leaf = leaf.wrapping_add(1);
    }
}

/// A leaf that has no slot.
#[inline(always)]
fn skip(
    program: &Program,
    record: &Record,
    leaf: u16,
    at: usize,
    visitor: &mut (impl Visitor + ?Sized),
) {
    match program.leaf(leaf) {
        Some(Leaf { coding: Coding::Constant, .. }) => visitor.constant(record, leaf),
        Some(Leaf { coding: Coding::Kind, .. }) => visitor.bare(PartKind::Kind, leaf, at, 0),
        _ => visitor.bare(PartKind::Reserved, leaf, at, 0),
    }
}
