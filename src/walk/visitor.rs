//! The parts of a payload, as a walk tells them.

use serde::Serialize;

use crate::enums::named;
use crate::problem::ProblemKind;
use crate::program::{Op, Program};
use crate::table::Row;

/// A whole channel, or one of the entries of a counted one.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Record {
    /// The channel's first byte.
    pub offset: usize,
    /// The first byte of the data.
    pub data: usize,
    /// The row's index.
    pub id: u16,
    /// How the row's leaves are read.
    pub ops: &'static [Op],
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
        Record { offset, data, id, ops: row.ops, slots: row.slots, refused }
    }

    /// The row.
    pub fn row(&self, program: &Program) -> &'static Row {
        program.row(self.id).unwrap_or(&Row::EMPTY)
    }
}

named! {
    /// How far a span of a payload is understood.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
    #[serde(rename_all = "lowercase")]
    SpanKind {
        /// A channel of known length.
        Channel "channel",
        /// A channel without a row, and all that follows it.
        Unknown "unknown",
        /// A channel that the payload's end cuts short.
        Truncated "truncated",
    }
}

named! {
    /// The kinds of a part's bytes.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
    #[serde(rename_all = "lowercase")]
    PartKind {
        /// Channel and type.
        Header "header",
        /// A field's value.
        Field "field",
        /// Bits that no field has.
        Reserved "reserved",
        /// The bits that tell rows of one channel and type apart.
        Kind "kind",
        /// The number of entries.
        Count "count",
        /// The result of a command.
        Result "result",
        /// Bytes that are not understood.
        Opaque "opaque",
    }
}

/// A problem, in numbers.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Note {
    /// The message, and the meaning of `value`.
    pub kind: ProblemKind,
    /// The offset that the message names.
    pub offset: usize,
    /// The leaf's; none of the channel as a whole, or of a result byte.
    pub op: Option<&'static Op>,
    /// Of a truncated channel the length it needs, and in the upper half the bytes of its header
    /// that are there. Of a number outside its range the bits of an `f64`. Of a reading that there
    /// is none of, the special value's place among the leaf's; [`u64::MAX`] of a floating-point
    /// number that is none. Else the raw bits.
    pub value: u64,
}

/// The receiver of a walk. The methods of a record's leaves are called in wire order.
pub(crate) trait Visitor {
    /// The visitor, for the functions that are compiled once for all visitors.
    fn as_dyn(&mut self) -> &mut dyn Visitor;
    /// A channel begins: its offset, its length as far as it is there, how far it is
    /// understood, and its row's index.
    fn channel(&mut self, _offset: usize, _length: usize, _kind: SpanKind, _row: Option<u16>) {}
    /// A field without bytes.
    fn constant(&mut self, _record: &Record, _op: &'static Op) {}
    /// Bytes without a field: the leaf's, whose bytes begin at the offset, or so many bytes.
    fn bare(&mut self, _kind: PartKind, _op: Option<&'static Op>, _offset: usize, _length: usize) {}
    /// A record begins.
    fn begin(&mut self, record: &Record);
    /// A leaf has the value that stands in a slot.
    fn value(&mut self, record: &Record, op: &'static Op, slot: u64);
    /// Neighbouring leaves have these bits, one each.
    fn flags(&mut self, record: &Record, ops: &'static [Op], raw: u32) {
        for (bit, op) in ops.iter().enumerate() {
            self.value(record, op, u64::from(raw >> bit & 1));
        }
    }
    /// A leaf has these bytes.
    fn bytes(&mut self, record: &Record, op: &'static Op, bytes: &[u8]);
    /// A leaf has a special value: its place, and that of the field beside it, if there is one.
    fn special(&mut self, record: &Record, op: &'static Op, at: usize, beside: Option<u64>);
    /// A leaf's field is absent.
    fn absent(&mut self, record: &Record, op: &'static Op);
    /// A record ends.
    fn end(&mut self, record: &Record);
    /// Something is wrong with the channel or record at hand.
    fn problem(&mut self, note: &Note);
}

/// The slot of a field that is absent.
pub(crate) const ABSENT: u64 = u64::MAX;
