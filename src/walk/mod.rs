//! The one reader of payload bytes.
//!
//! `walk` goes through a payload once and tells a `Visitor` what it finds: slots for
//! [records](record), spans for [explanations](explain), or nothing but problems. All that is
//! rare — special values, values without a label or outside their range, unknown kinds, refused
//! commands, missing bytes — is behind one comparison, in functions of their own.

pub mod explain;
pub mod fields;
mod irregular;
pub mod record;

use crate::program::{Code, Coding, Head, Leaf, NONE, Op, Program, Row, Span};
use crate::table::Direction;

/// A whole channel, or one of the entries of a counted one.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Record {
    /// The channel's first byte.
    pub offset: usize,
    /// The first byte of the data.
    pub data: usize,
    /// The row's index.
    pub id: u16,
    /// The row's leaves.
    pub leaves: Span,
    /// The record's slots.
    pub slots: u16,
    /// The result byte, where it says that the device has refused the command.
    pub refused: Option<u8>,
}

impl Record {
    /// The record of a row.
    fn new(id: u16, row: &Row, offset: usize, data: usize, refused: Option<u8>) -> Record {
        Record { offset, data, id, leaves: row.leaves, slots: row.slots, refused }
    }

    /// The row.
    pub fn row(&self, program: &Program) -> &'static Row {
        program.row(self.id).unwrap_or(&Row::EMPTY)
    }
}

/// Bytes of a channel that hold no field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Bare {
    /// Channel and type.
    Header,
    /// Nothing.
    Reserved,
    /// The bits that tell rows apart.
    Kind,
    /// The number of entries.
    Count,
    /// The result of a command that was carried out.
    Success,
    /// The result of a command that was refused.
    Refusal,
    /// Nothing that is known.
    Opaque,
}

/// How far a channel is understood.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Extent {
    /// The row's fields follow.
    Whole,
    /// The payload ends within it.
    Truncated,
    /// It has no row, so its length is not known.
    Unknown,
}

/// A problem, in numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Note {
    /// The message, and the meaning of `value`.
    pub kind: NoteKind,
    /// The offset that the message names.
    pub offset: usize,
    /// The leaf, or [`NONE`].
    pub leaf: u16,
    /// See `kind`.
    pub value: u64,
}

/// Problems that a payload may have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum NoteKind {
    /// A channel and type without a row.
    UnknownChannel,
    /// A channel that the payload's end cuts short. The value is the length it needs, and in the
    /// upper half the bytes of its header that are there.
    Truncated,
    /// A channel that lacks its one, reserved, byte.
    ReservedMissing,
    /// Of the rows of a channel none has the value's kind.
    UnknownKind,
    /// Bits without a label. The leaf is [`NONE`] for a result byte.
    NoLabel,
    /// A number outside its range, as the bits of an `f64`.
    OutOfRange,
    /// A special value. The value is its place among the leaf's; that of a floating-point number
    /// which is none is [`u64::MAX`].
    NoReading,
}

impl NoteKind {
    /// Returns true if the problem leaves bytes undecoded that may have a meaning.
    pub(crate) const fn is_fatal(self) -> bool {
        matches!(self, NoteKind::UnknownChannel | NoteKind::Truncated | NoteKind::UnknownKind)
    }
}

/// What a walk tells. The methods of a record's leaves are called in wire order.
pub(crate) trait Visitor {
    /// The visitor, for the functions that are compiled once for all visitors.
    fn as_dyn(&mut self) -> &mut dyn Visitor;
    /// A channel begins: its offset, its length as far as it is there, and its row's index.
    fn channel(&mut self, _offset: usize, _length: usize, _extent: Extent, _row: Option<u16>) {}
    /// A field without bytes.
    fn constant(&mut self, _record: &Record, _leaf: u16) {}
    /// Bytes without a field: the leaf, whose bytes begin at the offset, or [`NONE`] and so many
    /// bytes.
    fn bare(&mut self, _kind: Bare, _leaf: u16, _offset: usize, _length: usize) {}
    /// A record begins.
    fn begin(&mut self, record: &Record);
    /// A leaf has the value that stands in a slot.
    fn value(&mut self, record: &Record, leaf: u16, op: &Op, slot: u64);
    /// Flags have these bits.
    fn flags(&mut self, record: &Record, leaf: u16, op: &Op, raw: u32);
    /// A leaf has these bytes.
    fn bytes(&mut self, record: &Record, leaf: u16, op: &Op, bytes: &[u8]);
    /// A leaf has a special value: its place, and that of the field beside it, if there is one.
    fn special(&mut self, record: &Record, leaf: u16, op: &Op, at: usize, beside: Option<u64>);
    /// A leaf's field is absent.
    fn absent(&mut self, record: &Record, leaf: u16, op: &Op);
    /// A record ends.
    fn end(&mut self, record: &Record);
    /// Something is wrong with the channel or record at hand.
    fn problem(&mut self, note: &Note);
}

/// The slot of a field that is absent.
pub(crate) const ABSENT: u64 = u64::MAX;

/// Goes through a payload. Returns true if anything was understood: a channel decoded, or skipped
/// by its known length.
pub(crate) fn walk(
    program: &Program,
    direction: Direction,
    bytes: &[u8],
    visitor: &mut impl Visitor,
) -> bool {
    walk_with(bytes, |offset| channel(program, direction, bytes, offset, visitor))
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
        irregular::channel(program, direction, head, bytes, offset, visitor)
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
    offset: usize,
    visitor: &mut impl Visitor,
) -> Option<usize> {
    let rest = bytes.get(offset..)?;
    match head_at(program, direction, rest) {
        Some(head) if head.is_plain && rest.len() >= head.length.into() => {
            let (leaves, slots) = (head.leaves, head.slots);
            let record =
                Record { offset, data: offset + 2, id: head.row, leaves, slots, refused: None };
            let length = usize::from(head.length);
            visitor.channel(offset, length, Extent::Whole, Some(head.row));
            visitor.bare(Bare::Header, NONE, offset, 2);
            read(program, &record, bytes, visitor);
            visitor.end(&record);
            Some(length)
        }
        head => irregular::channel(program, direction, head, bytes, offset, visitor),
    }
}

/// Reads the leaves of a record whose bytes are all there.
#[inline(always)]
fn read(program: &Program, record: &Record, bytes: &[u8], visitor: &mut (impl Visitor + ?Sized)) {
    visitor.begin(record);
    let mut leaf = record.leaves.first;
    for op in record.leaves.of(program.ops) {
        let at = record.data + usize::from(op.at);
        match op.code {
            Code::Integer | Code::Scaled => {
                let raw = load(bytes, at) >> op.shift & op.mask;
                if op.is_regular(raw) {
                    visitor.value(record, leaf, op, slot_of(op, raw));
                } else {
                    irregular::value(program, record, leaf, op, raw, bytes, visitor.as_dyn());
                }
            }
            Code::Irregular => {
                let raw = load(bytes, at) >> op.shift & op.mask;
                irregular::value(program, record, leaf, op, raw, bytes, visitor.as_dyn());
            }
            Code::Flags => {
                let raw = load(bytes, at) >> op.shift;
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

/// What a regular value leaves in a slot.
#[inline(always)]
fn slot_of(op: &Op, raw: u32) -> u64 {
    let integer = op.integer(raw);
    if op.code == Code::Scaled {
        (integer as f64 / f64::from(op.div)).to_bits()
    } else {
        integer as u64
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
        Some(Leaf { coding: Coding::Kind, .. }) => visitor.bare(Bare::Kind, leaf, at, 0),
        _ => visitor.bare(Bare::Reserved, leaf, at, 0),
    }
}

/// The little-endian number of up to four bytes; bytes that are not there are zeros.
#[inline(always)]
pub(crate) fn load(bytes: &[u8], at: usize) -> u32 {
    match bytes.get(at..at + 4) {
        Some(&[a, b, c, d]) => u32::from_le_bytes([a, b, c, d]),
        _ => load_last(bytes, at),
    }
}

fn load_last(bytes: &[u8], at: usize) -> u32 {
    match *bytes.get(at..).unwrap_or_default() {
        [a, b, c, ..] => u32::from_le_bytes([a, b, c, 0]),
        [a, b] => u32::from_le_bytes([a, b, 0, 0]),
        [a] => a.into(),
        [] => 0,
    }
}
