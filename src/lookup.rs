//! Which row a channel and a type have: a table, so that a payload's channels are
//! found in one step each.

use crate::table::*;

/// Slots of the table, a power of two: over twice what any device fills.
const SLOTS: usize = 256;

/// The rows of a device in one direction, by channel and type.
#[derive(Debug)]
pub(crate) struct Lookup {
    pub direction: Direction,
    slots: [Entry; SLOTS],
}

/// Channel, type and the number of the first row that has them.
#[derive(Debug, Clone, Copy)]
struct Entry {
    channel: u8,
    type_byte: u8,
    row: u8,
    kind: Kind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Empty,
    /// A row of the direction itself.
    Own,
    /// An uplink that repeats a downlink's row.
    Plain,
    /// The same, with a result.
    WithResult,
}

/// A row as it was found.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Found {
    pub row: &'static Row,
    /// Its number in the device: uplink rows from 0, then downlink rows.
    pub id: usize,
    /// How an uplink repeats it, where it is a command's.
    pub echo: Option<Echo>,
}

#[allow(clippy::indexing_slicing)] // slices have no other way in a const fn
impl Lookup {
    #[cfg(any(feature = "std", feature = "package"))]
    pub const SLOTS: usize = SLOTS;

    /// The row in a slot, with its channel and type.
    pub fn at(&self, device: &Device, slot: usize) -> Option<(Found, u8, u8)> {
        let entry = self.slots.get(slot).filter(|entry| entry.kind != Kind::Empty)?;
        Some((entry.found(device)?, entry.channel, entry.type_byte))
    }

    /// The slot of a channel and type, or one that is empty.
    #[inline(always)]
    fn slot_of(&self, channel: u8, type_byte: u8) -> usize {
        let mut slot = hash(channel, type_byte);
        loop {
            let entry = self.slots[slot % SLOTS];
            if entry.kind == Kind::Empty
                || (entry.channel == channel && entry.type_byte == type_byte)
            {
                return slot % SLOTS;
            }
            slot += 1;
        }
    }

    /// Of the rows themselves, then, for an uplink, of the commands that it may repeat.
    pub const fn of(device: &Device, direction: Direction) -> Lookup {
        let empty = Entry { channel: 0, type_byte: 0, row: 0, kind: Kind::Empty };
        let mut lookup = Lookup { direction, slots: [empty; SLOTS] };
        let uplink = device.uplink.len();
        if let Direction::Downlink = direction {
            lookup.add_all(device.downlink, uplink);
            return lookup;
        }
        lookup.add_all(device.uplink, 0);
        let mut at = 0;
        while at < device.downlink.len() {
            let row = &device.downlink[at];
            let number = uplink + at;
            // Its own channel, those that stand for it, and those that the row names.
            lookup.echo(row, number, row.channel);
            lookup.echo(row, number, 0xfe);
            lookup.echo(row, number, 0xf8);
            let mut also = 0;
            while also < row.also_on.len() {
                lookup.echo(row, number, row.also_on[also]);
                also += 1;
            }
            at += 1;
        }
        lookup
    }

    const fn add_all(&mut self, rows: &[Row], first: usize) {
        let mut at = 0;
        while at < rows.len() {
            if let Some(type_byte) = rows[at].type_byte {
                self.add(rows[at].channel, type_byte, first + at, Kind::Own);
            }
            at += 1;
        }
    }

    const fn echo(&mut self, row: &Row, number: usize, channel: u8) {
        if let (Some(echo), Some(type_byte)) = (row.echo_on(channel), row.type_byte) {
            let kind = match echo {
                Echo::Plain => Kind::Plain,
                Echo::WithResult => Kind::WithResult,
            };
            self.add(channel, type_byte, number, kind);
        }
    }

    /// The first row of a channel and type is the one that is found.
    const fn add(&mut self, channel: u8, type_byte: u8, number: usize, kind: Kind) {
        let mut slot = hash(channel, type_byte);
        // A table that is full would never end.
        while let Some(old) = occupied(&self.slots[slot]) {
            if old.channel == channel && old.type_byte == type_byte {
                return;
            }
            slot = (slot + 1) % SLOTS;
        }
        self.slots[slot] = Entry { channel, type_byte, row: number as u8, kind };
    }

    /// The first of the rows of a channel and type.
    #[inline(always)]
    pub fn find(&self, device: &Device, channel: u8, type_byte: Option<u8>) -> Option<Found> {
        let slot = type_byte.map(|type_byte| self.slot_of(channel, type_byte));
        if let Some((found, ..)) = slot.and_then(|slot| self.at(device, slot)) {
            return Some(found);
        }
        self.typeless(device, channel)
    }

    fn typeless(&self, device: &Device, channel: u8) -> Option<Found> {
        let (rows, first) = match self.direction {
            Direction::Uplink => (device.uplink, 0),
            Direction::Downlink => (device.downlink, device.uplink.len()),
        };
        let at = rows.iter().position(|row| row.type_byte.is_none() && row.channel == channel)?;
        Some(Found { row: rows.get(at)?, id: first + at, echo: None })
    }
}

const fn occupied(entry: &Entry) -> Option<&Entry> {
    match entry.kind {
        Kind::Empty => None,
        _ => Some(entry),
    }
}

pub(crate) const fn hash(channel: u8, type_byte: u8) -> usize {
    (channel.wrapping_mul(29) ^ type_byte.wrapping_mul(5)) as usize
}

impl Entry {
    #[inline(always)]
    fn found(self, device: &Device) -> Option<Found> {
        let id = usize::from(self.row);
        let row = match id.checked_sub(device.uplink.len()) {
            None => device.uplink.get(id)?,
            Some(at) => device.downlink.get(at)?,
        };
        let echo = match self.kind {
            Kind::Plain => Some(Echo::Plain),
            Kind::WithResult => Some(Echo::WithResult),
            _ => None,
        };
        Some(Found { row, id, echo })
    }
}

impl Found {
    /// The one of the siblings, which stand together, that the data's sub-kind asks for.
    #[inline(always)]
    pub fn pick(self, device: &Device, data: &[u8]) -> Option<Found> {
        match self.row.sub_kind {
            None => Some(self),
            Some(_) => self.pick_by_sub_kind(device, data),
        }
    }

    fn pick_by_sub_kind(self, device: &Device, data: &[u8]) -> Option<Found> {
        let rows = device.rows_from(self.id)?;
        let siblings = rows.iter().take_while(|row| {
            (row.channel, row.type_byte) == (self.row.channel, self.row.type_byte)
        });
        let at = siblings.into_iter().position(|row| match row.sub_kind {
            Some(SubKind { slot, value: Some(value) }) => slot.read(data) == Some(value),
            _ => true,
        })?;
        Some(Found { row: rows.get(at)?, id: self.id + at, ..self })
    }
}

impl Device {
    /// The rows of a direction from the one of this number on.
    pub(crate) fn rows_from(&self, id: usize) -> Option<&'static [Row]> {
        match id.checked_sub(self.uplink.len()) {
            None => self.uplink.get(id..),
            Some(at) => self.downlink.get(at..),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Three rows of which each would have the slot of one before it, and one that nobody finds.
    #[test]
    fn rows_that_meet_in_a_slot_are_all_found() {
        let channel_at = |slot, type_byte| (0..=255).find(|own| hash(*own, type_byte) == slot);
        let first = (0x10, 0x20);
        let home = hash(first.0, first.1);
        let second = (channel_at(home, 0x21).unwrap(), 0x21);
        let third = (channel_at(home + 1, 0x21).unwrap(), 0x21);
        let heads = [first, second, third, second];
        let rows: Vec<_> = heads.map(|(channel, of)| row(channel, of, "", &[])).into();
        let device = Device {
            model: "invented",
            name: "",
            aliases: &[],
            guide: "",
            uplink: rows.leak(),
            downlink: &[],
        };
        let lookup = Lookup::of(&device, Direction::Uplink);
        for (id, (channel, type_byte)) in [first, second, third].into_iter().enumerate() {
            let found = lookup.find(&device, channel, Some(type_byte));
            assert_eq!(found.map(|found| found.id), Some(id));
        }
        assert!(lookup.find(&device, first.0, Some(0x21)).is_none());
    }
}
