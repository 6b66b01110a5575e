//! Fields into slots that the caller owns. Allocates nothing, but for problems that are kept.
//!
//! A record is a slot for the row's index, with [`REFUSED`] added where the device refuses the
//! command, and the slots of the row's leaves, in wire order:
//!
//! - a number that is whole, or a label's place among its leaf's: an integer. `"unknown"` has the
//!   place behind the last label.
//! - a number with a divisor, or a floating-point one: the bits of an `f64`;
//! - several flags: an integer, each of them a bit of it; hex digits and text: a slot for each byte,
//!   in the order of the text; a version: a slot for each of its numbers.
//! - a field that is absent: all ones. Behind a field that may have a special value, which one
//!   it has, counted from 1, or 0.
//!
//! Behind a refused command's slots stands the place of the result's label.

use super::visitor::{ABSENT, Note, Record, Visitor};
use super::walk;
use crate::prelude::*;
use crate::program::{Op, Program};
use crate::table::{Coding, Direction};

/// Added to a row's index where the device refuses the command.
pub const REFUSED: u64 = 1 << 16;

/// The slots that a payload may fill, for each of its bytes.
pub const SLOTS_A_BYTE: usize = 4;

/// The result of recording a payload, in the one number that crosses to JavaScript: eight times the
/// number of slots that are filled, plus 1 where there are problems, 2 where bytes were not decoded, 4
/// where nothing was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Recorded(pub usize);

const PROBLEMS: usize = 1;
const INCOMPLETE: usize = 2;
const NOTHING: usize = 4;

impl Recorded {
    /// The slots that are filled.
    pub const fn slots(self) -> usize {
        self.0 >> 3
    }

    /// Returns true if there are problems.
    pub const fn has_problems(self) -> bool {
        self.0 & PROBLEMS != 0
    }

    /// Returns true if every channel has a row, and no byte of it is missing.
    pub const fn is_complete(self) -> bool {
        self.0 & (INCOMPLETE | NOTHING) == 0
    }

    /// Returns true if at least one channel was decoded, or skipped by its known length.
    pub const fn decoded_any(self) -> bool {
        self.0 & NOTHING == 0
    }
}

/// A problem, and the record that it is about.
#[derive(Debug, Clone, Copy)]
pub struct Noted {
    pub(crate) note: Note,
    /// The row's index, with [`REFUSED`].
    pub(crate) row: u64,
    /// The entry's place in its list.
    pub(crate) index: u32,
}

impl Program {
    /// Records a payload, the first `length` bytes of some memory. What stands behind them changes
    /// nothing, but numbers at the end are read fastest where four bytes do. The slots must be
    /// [`SLOTS_A_BYTE`] for each byte; problems are appended to `notes`, if they are wanted.
    #[inline(never)]
    pub fn record(
        &self,
        direction: Direction,
        memory: &[u8],
        length: usize,
        slots: &mut [u64],
        notes: Option<&mut Vec<Noted>>,
    ) -> Recorded {
        let (used, start) = (0, 0);
        let mut recorder = Recorder { program: self, slots, used, start, flags: 0, notes };
        let bytes = memory.get(..length).unwrap_or(memory);
        if !walk(self, direction, bytes, memory, &mut recorder) {
            recorder.flags |= NOTHING;
        }
        Recorded(recorder.used << 3 | recorder.flags)
    }
}

/// A slot of a field made of bytes.
#[inline(always)]
pub(super) fn byte_slot(coding: Coding, bytes: &[u8], at: usize) -> u64 {
    let from = if coding == Coding::HexReversed { bytes.len() - 1 - at } else { at };
    let byte = bytes.get(from).copied().unwrap_or_default();
    let is_nibble = coding == Coding::VersionNibble && at == 1;
    u64::from(if is_nibble { byte >> 4 } else { byte })
}

/// The slots of a field made of bytes.
pub(crate) fn byte_slots(coding: Coding, bytes: &[u8]) -> Vec<u64> {
    (0..bytes.len()).map(|at| byte_slot(coding, bytes, at)).collect()
}

struct Recorder<'a> {
    program: &'a Program,
    slots: &'a mut [u64],
    used: usize,
    /// The first slot of the record at hand.
    start: usize,
    /// The bits of the result.
    flags: usize,
    notes: Option<&'a mut Vec<Noted>>,
}

impl Recorder<'_> {
    #[inline(always)]
    fn set(&mut self, at: usize, value: u64) {
        // There is a slot for everything a payload can hold.
        if let Some(slot) = self.slots.get_mut(self.start + at) {
            *slot = value;
        }
    }

    /// The place of the record at hand in its list.
    fn index(&self) -> u32 {
        let row = |at: usize| {
            let id = *self.slots.get(at)?;
            Some((self.program.row(id as u16)?, id & REFUSED != 0))
        };
        let Some((own, false)) = row(self.start) else { return 0 };
        let mut index = 0;
        let mut at = 0;
        while at < self.start {
            let Some((row, refused)) = row(at) else { break };
            index += u32::from(row.target.is_list() && row.target == own.target && !refused);
            at += usize::from(row.slots) + usize::from(refused);
        }
        if own.target.is_list() { index } else { 0 }
    }
}

impl Visitor for Recorder<'_> {
    fn as_dyn(&mut self) -> &mut dyn Visitor {
        self
    }

    #[inline(always)]
    fn begin(&mut self, record: &Record) {
        self.start = self.used;
        self.used += usize::from(record.slots);
        let refused = if record.refused.is_some() { REFUSED } else { 0 };
        self.set(0, u64::from(record.id) | refused);
    }

    #[inline(always)]
    fn value(&mut self, _: &Record, op: &'static Op, slot: u64) {
        self.set(op.slot.into(), slot);
        if op.special {
            self.set(usize::from(op.slot) + 1, 0);
        }
    }

    #[inline(always)]
    fn flags(&mut self, _: &Record, ops: &'static [Op], raw: u32) {
        self.set(ops.first().map_or(0, |op| op.slot.into()), raw.into());
    }

    fn bytes(&mut self, _: &Record, op: &'static Op, bytes: &[u8]) {
        for at in 0..bytes.len() {
            self.set(usize::from(op.slot) + at, byte_slot(op.leaf.coding, bytes, at));
        }
    }

    fn special(&mut self, _: &Record, op: &'static Op, at: usize, beside: Option<u64>) {
        self.set(op.slot.into(), beside.unwrap_or(ABSENT));
        self.set(usize::from(op.slot) + 1, at as u64 + 1);
    }

    fn absent(&mut self, _: &Record, op: &'static Op) {
        self.set(op.slot.into(), ABSENT);
    }

    #[inline(always)]
    fn end(&mut self, record: &Record) {
        if let Some(result) = record.refused {
            let label = record.row(self.program).result_place(result);
            let at = self.used - self.start;
            self.used += 1;
            self.set(at, label as u64);
        }
    }

    #[cold]
    fn problem(&mut self, note: &Note) {
        self.flags |= if note.kind.is_fatal() { PROBLEMS | INCOMPLETE } else { PROBLEMS };
        let row = self.slots.get(self.start).copied().unwrap_or_default();
        let index = self.index();
        if let Some(notes) = &mut self.notes {
            notes.push(Noted { note: *note, row, index });
        }
    }
}
