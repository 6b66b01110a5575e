//! The one reader of payload bytes.
//!
//! `walk` goes through a payload once and calls a `Visitor`, of which there are three: one makes
//! [records](record), one [explanations](explain), one calls a function for each of the
//! [fields](fields). All that is rare — special values, values without a label or outside their range, unknown kinds, refused
//! commands, missing bytes — is behind one comparison, in functions of their own.

mod channel;
pub mod explain;
pub mod fields;
mod irregular;
pub mod note;
mod read;
pub mod record;
pub(crate) mod visitor;

use crate::program::{Head, Program};
use crate::table::Direction;
use read::read;
use visitor::{PartKind, Record, SpanKind, Visitor};

/// Goes through a payload. Returns true if anything was understood: a channel decoded, or skipped
/// by its known length. `memory` is the payload with whatever stands behind it.
pub(crate) fn walk(
    program: &Program,
    direction: Direction,
    bytes: &[u8],
    memory: &[u8],
    visitor: &mut impl Visitor,
) -> bool {
    walk_with(bytes, |offset| channel(program, direction, bytes, memory, offset, visitor))
}

/// The same in less code, for visitors whose time does not matter.
pub(crate) fn walk_dyn(
    program: &Program,
    direction: Direction,
    bytes: &[u8],
    visitor: &mut dyn Visitor,
) -> bool {
    walk_with(bytes, |offset| {
        let head = head_at(program, direction, bytes.get(offset..)?);
        channel::read(program, direction, head, bytes, offset, visitor)
    })
}

#[inline(always)]
fn walk_with(bytes: &[u8], mut channel: impl FnMut(usize) -> Option<usize>) -> bool {
    let mut offset = 0;
    while offset < bytes.len() {
        match channel(offset) {
            Some(length) => offset += length,
            None => return offset > 0,
        }
    }
    true
}

#[inline(always)]
fn head_at(program: &Program, direction: Direction, rest: &[u8]) -> Option<&'static Head> {
    match *rest {
        [channel, type_byte, ..] => program.head(direction, channel, type_byte),
        _ => None,
    }
}

/// Reads the channel at `offset` and returns its length, or `None` where nothing behind it can be
/// understood.
#[inline(always)]
fn channel(
    program: &Program,
    direction: Direction,
    bytes: &[u8],
    memory: &[u8],
    offset: usize,
    visitor: &mut impl Visitor,
) -> Option<usize> {
    let rest = bytes.get(offset..)?;
    match head_at(program, direction, rest) {
        Some(head) if head.is_plain && rest.len() >= head.length.into() => {
            let (id, ops, slots) = (head.row, head.ops, head.slots);
            let record = Record { offset, data: offset + 2, id, ops, slots, refused: None };
            let length = usize::from(head.length);
            visitor.channel(offset, length, SpanKind::Channel, Some(head.row));
            visitor.bare(PartKind::Header, None, offset, 2);
            read(program, &record, memory, visitor);
            visitor.end(&record);
            Some(length)
        }
        head => channel::read(program, direction, head, bytes, offset, visitor),
    }
}
