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
//!
//! What is wrong can be written down as well, as notes of [`NOTE`] slots, for those who have
//! the texts of [`message`](crate::message) and the rows' names:
//!
//! 1. which message it is, by its place among those of decoding, and the offset in the upper
//!    half;
//! 2. the row's number, as it stands in the record, and the slot of the record that the
//!    field fills, 0 for the result of a refusal;
//! 3. the entry's number where the row makes one of a list, and which aside it is;
//! 4. a number: the value that is out of range, the sub-kind, the bytes that a channel needs;
//!    above these the bytes of the header.

use crate::decode::{self, Channel, Event, Extent, Meaning, Reading, Sink, Trouble};
use crate::table::*;

/// Added to a row's number where the device refuses the command.
pub const REFUSED: u64 = 0x100;

/// The slots of a note.
pub const NOTE: usize = 4;

/// No row fills more slots for each of its bytes.
pub const SLOTS_A_BYTE: usize = 4;

/// What a pass has left in the slots.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Recorded {
    /// How many slots are filled.
    pub slots: usize,
    /// Whether there are problems, which notes tell of, or another pass.
    pub problems: bool,
    /// Whether every channel has a row.
    pub whole: bool,
    /// As [`decode`](crate::decode::decode) says it.
    pub understood: bool,
}

impl Recorded {
    /// What there is in what is no payload.
    pub(crate) const NOTHING: Recorded =
        Recorded { slots: 0, problems: true, whole: false, understood: false };
}

/// Fills the slots by the one pass over a payload.
pub(crate) fn record(
    device: &Device,
    direction: Direction,
    bytes: &[u8],
    slots: &mut [u64],
) -> Recorded {
    let mut notes = Notes::new(&mut []);
    let mut records = Records::new(slots, 0, &mut notes);
    let understood = decode::decode(device, direction, bytes, &mut records);
    records.close();
    let used = records.used;
    notes.recorded(used, understood)
}

/// What is wrong, as it is written down.
pub(crate) struct Notes<'a> {
    /// The first slot has their count; empty where none are wanted.
    slots: &'a mut [u64],
    count: usize,
    whole: bool,
}

/// A note, and its message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Noted {
    UnknownChannel,
    Truncated,
    ReservedMissing,
    UnknownSubKind,
    NoLabel,
    OutOfRange,
    NoReading,
}

/// What a note is about.
#[derive(Clone, Copy, Default)]
pub(crate) struct Place {
    pub offset: usize,
    pub row: u64,
    pub slot: usize,
    pub index: usize,
    pub aside: u64,
}

impl Notes<'_> {
    pub fn new(slots: &mut [u64]) -> Notes<'_> {
        Notes { slots, count: 0, whole: true }
    }

    #[cold]
    #[inline(never)]
    pub fn add(&mut self, kind: Noted, place: Place, value: u64) {
        if let Noted::UnknownChannel | Noted::Truncated | Noted::UnknownSubKind = kind {
            self.whole = false;
        }
        let note = self.slots.get_mut(1 + self.count * NOTE..);
        self.count += 1;
        let Some([first, second, third, fourth, ..]) = note else { return };
        let Place { offset, row, slot, index, aside } = place;
        *first = kind as u64 | (offset as u64) << 32;
        *second = row | (slot as u64) << 32;
        *third = index as u64 | aside << 32;
        *fourth = value;
    }

    /// Where the notes of a channel begin, to forget them.
    #[cfg(any(feature = "std", feature = "package"))]
    pub fn mark(&self) -> (usize, bool) {
        (self.count, self.whole)
    }

    /// Forgets the notes from there on.
    #[cfg(any(feature = "std", feature = "package"))]
    pub fn forget(&mut self, mark: (usize, bool)) {
        (self.count, self.whole) = mark;
    }

    /// What a pass has left in so many slots.
    #[inline(always)]
    pub fn recorded(self, slots: usize, understood: bool) -> Recorded {
        if let Some(count) = self.slots.first_mut() {
            *count = self.count as u64;
        }
        Recorded { slots, problems: self.count > 0, whole: self.whole, understood }
    }
}

pub(crate) struct Records<'a, 'n> {
    slots: &'a mut [u64],
    pub used: usize,
    notes: &'a mut Notes<'n>,
    /// The slot where the record at hand begins, and its number in a list.
    start: usize,
    index: usize,
    /// Which aside of the record at hand holds, if it has any.
    aside: Option<u64>,
}

impl<'a, 'n> Records<'a, 'n> {
    /// Of the slots, so many are filled already.
    pub fn new(slots: &'a mut [u64], used: usize, notes: &'a mut Notes<'n>) -> Records<'a, 'n> {
        Records { slots, used, notes, start: 0, index: 0, aside: None }
    }

    fn push(&mut self, value: u64) {
        // There are more slots than a payload can fill.
        if let Some(slot) = self.slots.get_mut(self.used) {
            *slot = value;
            self.used += 1;
        }
    }

    /// Ends the record at hand.
    pub fn close(&mut self) {
        if let Some(aside) = self.aside.take() {
            self.push(aside);
        }
    }
}

impl Sink for Records<'_, '_> {
    fn channel(&mut self, channel: &Channel) {
        self.close();
        if channel.extent == Extent::Whole && channel.row.is_some() {
            let refused = if channel.refused { REFUSED } else { 0 };
            (self.start, self.index) = (self.used, channel.index);
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

    fn trouble(&mut self, trouble: &Trouble) {
        let row = self.slots.get(self.start).copied().unwrap_or_default();
        let slot = self.used.saturating_sub(1 + self.start);
        let aside = self.aside.unwrap_or_default().saturating_sub(1);
        let field = |offset| Place { offset, row, slot, index: self.index, aside };
        let place = |offset| Place { offset, ..Place::default() };
        let (kind, place, value) = match *trouble {
            Trouble::UnknownChannel { offset, .. } => (Noted::UnknownChannel, place(offset), 0),
            Trouble::Truncated { offset, header, needed, .. } => {
                let value = needed as u64 | (header.len() as u64) << 32;
                (Noted::Truncated, place(offset), value)
            }
            Trouble::ReservedMissing { offset, .. } => (Noted::ReservedMissing, place(offset), 0),
            Trouble::UnknownSubKind { offset, sub_kind, .. } => {
                (Noted::UnknownSubKind, place(offset), sub_kind.into())
            }
            Trouble::NoLabel { offset, path, .. } => {
                let in_result = path.target == Target::Object(RESULT_FIELD);
                let slot = if in_result { 0 } else { slot };
                (Noted::NoLabel, Place { slot, ..field(offset) }, 0)
            }
            Trouble::OutOfRange { offset, value, .. } => {
                (Noted::OutOfRange, field(offset), value.to_bits())
            }
            Trouble::NoReading { offset, .. } => (Noted::NoReading, field(offset), 0),
        };
        self.notes.add(kind, place, value);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::Plan;

    #[test]
    fn notes_tell_what_is_missing_and_where_there_is_no_label() {
        let sensor = crate::find("vs321").unwrap();
        let plan = Plan::of(sensor, Direction::Uplink);
        let noted = |bytes: &[u8]| {
            let mut notes = [0; 5];
            plan.record(bytes, &mut [0; 16], &mut notes);
            notes
        };
        let half = 1 << 32;
        // A channel without its type, and one that needs four bytes.
        assert_eq!(noted(&[0x03]), [1, 1, 0, 0, 2 + half]);
        assert_eq!(noted(&[0x03, 0x67, 0x11]), [1, 1, 0, 0, 4 + 2 * half]);
        // A field, in the record's first slot behind the row's number; and the result of a
        // refusal, which has none.
        let row_of = |name: &str| {
            let mut rows = sensor.uplink.iter().chain(sensor.downlink);
            rows.position(|row| row.names().any(|own| own == name)).unwrap() as u64
        };
        let label = row_of("illuminance_status") + half;
        assert_eq!(noted(&[0x07, 0xff, 0x05]), [1, 4 + 2 * half, label, 0, 0]);
        let refused = row_of("report_type") + REFUSED;
        assert_eq!(noted(&[0xf8, 0x10, 0x00, 0x09]), [1, 4 + 3 * half, refused, 0, 0]);
    }

    #[test]
    fn notes_are_laid_out_as_they_are_documented() {
        let mut slots = [0; 10];
        let mut notes = Notes::new(&mut slots);
        let place = Place { offset: 1, row: 0x102, slot: 3, index: 4, aside: 5 };
        notes.add(Noted::NoReading, place, 6);
        notes.add(Noted::Truncated, Place { offset: 7, ..Place::default() }, 8);
        // There is no room for it, which is no panic; it counts.
        notes.add(Noted::NoLabel, place, 9);
        let recorded = notes.recorded(11, true);
        let expected = Recorded { slots: 11, problems: true, whole: false, understood: true };
        assert_eq!(recorded, expected);
        let half = 1 << 32;
        let first = [6 + half, 0x102 + 3 * half, 4 + 5 * half, 6];
        let second = [1 + 7 * half, 0, 0, 8];
        assert_eq!(slots, [&[3][..], &first, &second, &[0]].concat()[..]);
    }
}
