//! The leaves of a record.

use super::irregular;
use super::visitor::{PartKind, Record, Visitor};
use crate::bits::{load, mask};
use crate::program::{Code, Program};
use crate::table::Coding;

/// Reads the leaves of a record whose bytes are all there.
#[inline(always)]
pub(super) fn read(
    program: &Program,
    record: &Record,
    bytes: &[u8],
    visitor: &mut (impl Visitor + ?Sized),
) {
    visitor.begin(record);
    let mut ops = record.ops;
    while let Some((op, behind)) = ops.split_first() {
        let at = record.data + usize::from(op.at);
        match op.code {
            Code::Integer | Code::Scaled => {
                let raw = load(bytes, at) >> op.shift & op.mask;
                if op.is_regular(raw) {
                    visitor.value(record, op, op.slot_of(raw));
                } else {
                    irregular::value(program, record, op, raw, bytes, visitor.as_dyn());
                }
            }
            Code::Irregular => {
                let raw = load(bytes, at) >> op.shift & op.mask;
                irregular::value(program, record, op, raw, bytes, visitor.as_dyn());
            }
            Code::Flags => {
                let raw = load(bytes, at) >> op.shift;
                let (flags, behind) = ops.split_at_checked(op.count.into()).unwrap_or_default();
                visitor.flags(record, flags, raw & mask(op.count.into()));
                ops = behind;
                continue;
            }
            Code::Bytes => {
                let bytes = bytes.get(at..at + usize::from(op.count)).unwrap_or_default();
                visitor.bytes(record, op, bytes);
            }
            Code::Text => irregular::text(record, op, bytes, visitor.as_dyn()),
            Code::Zero => visitor.value(record, op, 0),
            Code::Skip => match op.leaf.coding {
                Coding::Constant => visitor.constant(record, op),
                Coding::Kind => visitor.bare(PartKind::Kind, Some(op), at, 0),
                _ => visitor.bare(PartKind::Reserved, Some(op), at, 0),
            },
        }
        ops = behind;
    }
}
