//! Decoded fields as numbers: a sink that writes them into slots that the caller owns, and
//! allocates nothing. What makes objects or columns of them knows the same rows.
//!
//! A whole channel of a row is a record: a slot for the row's number, with [`REFUSED`] added
//! where the device refuses the command; then the row's fields in wire order; then, if a
//! part of the row has asides, which of them holds, from 1, or 0; then, of a refusal, the
//! number of the result's label. A field is one slot, but hex digits take a slot for each
//! byte, in the order in which they are written, and a version one for each number. Labels
//! are their numbers among their part's, how many those are for `"unknown"`. Whole numbers
//! are integers, the others the bits of an `f64`.

use crate::decode::{Channel, Event, Extent, Meaning, Reading, Sink, Trouble};
use crate::problem::Problem;
use crate::table::*;

/// Added to a row's number where the device refuses the command.
pub const REFUSED: u64 = 0x100;

/// What a pass has left in the slots.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Recorded {
    /// How many slots are filled.
    pub slots: usize,
    /// Whether there are problems, which another pass tells of.
    pub problems: bool,
    /// Whether every channel has a row.
    pub whole: bool,
    /// As [`decode`](crate::decode::decode) says it.
    pub understood: bool,
}

pub(crate) struct Records<'a> {
    slots: &'a mut [u64],
    used: usize,
    /// Whether the channel at hand is a record.
    open: bool,
    /// Which aside of the record at hand holds, if it has any.
    aside: Option<u64>,
    problems: bool,
    whole: bool,
}

impl Records<'_> {
    pub fn new(slots: &mut [u64]) -> Records<'_> {
        Records { slots, used: 0, open: false, aside: None, problems: false, whole: true }
    }

    pub fn recorded(mut self, understood: bool) -> Recorded {
        self.close();
        let Records { used, problems, whole, .. } = self;
        Recorded { slots: used, problems, whole, understood }
    }

    fn push(&mut self, value: u64) {
        // There are more slots than a payload can fill.
        if let Some(slot) = self.slots.get_mut(self.used) {
            *slot = value;
            self.used += 1;
        }
    }

    fn close(&mut self) {
        if let Some(aside) = self.aside.take() {
            self.push(aside);
        }
    }
}

impl Sink for Records<'_> {
    fn channel(&mut self, channel: &Channel) {
        self.close();
        self.open = channel.extent == Extent::Whole && channel.row.is_some();
        if self.open {
            let refused = if channel.refused { REFUSED } else { 0 };
            self.push(channel.id as u64 | refused);
        }
    }

    fn event(&mut self, event: &Event) {
        let Meaning::Field { path, part, reading } = event.meaning else { return };
        let Some(part) = part else {
            // Of a refusal: its type byte is the row's.
            if let Reading::Label(_, at) = reading {
                self.close();
                self.push(at as u64);
            }
            return;
        };
        let aside = !part.asides.is_empty();
        if aside && self.aside.is_some() {
            // The part's own field has been set beside it.
            if let Reading::Label(_, at) = reading {
                self.aside = Some(at as u64 + 1);
            }
            return;
        }
        if aside {
            let instead = path.name != part.name;
            self.aside = Some(0);
            if let (true, Reading::Label(_, at)) = (instead, reading) {
                self.aside = Some(at as u64 + 1);
                return self.push(0);
            }
        }
        match reading {
            Reading::Number(value) => {
                let whole = matches!(part.coding, Coding::Number { div: 1, .. });
                self.push(if whole { value as i64 as u64 } else { value.to_bits() });
            }
            Reading::Label(_, at) => self.push(at as u64),
            Reading::Hex { bytes, reversed } => {
                for at in 0..bytes.len() {
                    let at = if reversed { bytes.len() - 1 - at } else { at };
                    self.push(bytes.get(at).copied().unwrap_or_default().into());
                }
            }
            Reading::Version(version, bytes) => {
                let (first, second) = version.numbers(bytes);
                self.push(first.into());
                if let Some(second) = second {
                    self.push(second.into());
                }
            }
        }
    }

    fn problem(&mut self, _: Problem) {}

    fn trouble(&mut self, trouble: &Trouble) {
        self.problems = true;
        if let Trouble::UnknownChannel { .. }
        | Trouble::Truncated { .. }
        | Trouble::UnknownSubKind { .. } = trouble
        {
            self.whole = false;
        }
    }
}
