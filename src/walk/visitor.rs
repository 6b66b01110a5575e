//! The parts of a payload, as a walk tells them.

use crate::program::{Op, Program, Row, Span};

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
    pub(super) fn new(
        id: u16,
        row: &Row,
        offset: usize,
        data: usize,
        refused: Option<u8>,
    ) -> Record {
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

/// The receiver of a walk. The methods of a record's leaves are called in wire order.
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
