//! Rows made into steps, for payloads in which nothing is unusual.
//!
//! A step reads some bits, checks that they are what most payloads have there, and fills a
//! slot of the record (see [`records`](crate::records)). Whatever is not plain — an unknown
//! or cut-short channel, a value without a label or out of range, an aside, a result —
//! ends it, and [`decode`](crate::decode::decode) reads the payload anew, with all that it
//! knows: so no problem is found here, and none is missed. A test compares the two.

use crate::decode::{Sink, decode_by};
use crate::lookup::{Found, Lookup};
use crate::records::{Recorded, Records};
use crate::table::*;

/// More rows, each of them once per channel that has it, than any device has; a test looks.
const STEPS: usize = 768;

/// The steps of a device in one direction.
pub(crate) struct Plan {
    device: &'static Device,
    lookup: Lookup,
    /// Where the steps of the row in each slot of the lookup begin; 0 where it has none.
    starts: [u16; Lookup::SLOTS],
    steps: [Step; STEPS],
    used: usize,
}

#[derive(Debug, Clone, Copy)]
struct Step {
    kind: Kind,
    /// How the bytes are read: as none, one, two, two with a sign, or four.
    load: Load,
    /// Where they stand, from the channel's first.
    at: u8,
    shift: u8,
    /// The row's bytes, at its last step; 0 before it.
    end: u8,
    mask: u32,
    div: u32,
    low: i64,
    high: i64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// Gives up.
    Unusual,
    /// Gives up where the bits are `low`.
    Unless,
    /// Goes to the step `high` where the bits are not `low`.
    Choose,
    /// Fills a slot with the integer, which must be from `low` to `high`.
    Integer,
    /// The same, with the integer divided.
    Float,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Load {
    Nothing,
    U8,
    U16,
    I16,
    U32,
}

impl Step {
    const UNUSUAL: Step = Step {
        kind: Kind::Unusual,
        load: Load::Nothing,
        at: 0,
        shift: 0,
        end: 0,
        mask: 0,
        div: 1,
        low: 0,
        high: 0,
    };

    /// Fills a slot with a number that is always the same.
    const fn constant(value: i64) -> Step {
        Step { kind: Kind::Integer, low: value, high: value, ..Step::UNUSUAL }
    }
}

impl Plan {
    pub fn of(device: &'static Device, direction: Direction) -> Plan {
        let lookup = Lookup::of(device, direction);
        let (starts, steps) = ([0; Lookup::SLOTS], [Step::UNUSUAL; STEPS]);
        // Step 0 gives up: it is that of the slots without a row.
        let mut plan = Plan { device, lookup, starts, steps, used: 1 };
        for slot in 0..Lookup::SLOTS {
            if let Some(found) = plan.lookup.at(device, slot) {
                let start = plan.used;
                plan.siblings(found);
                if let Some(place) = plan.starts.get_mut(slot) {
                    *place = start as u16;
                }
            }
        }
        plan
    }

    fn add(&mut self, step: Step) {
        if let Some(place) = self.steps.get_mut(self.used) {
            *place = step;
            self.used += 1;
        }
    }

    /// The rows of one channel and type, by sub-kind.
    fn siblings(&mut self, found: Found) {
        let rows = self.device.rows_from(found.id).unwrap_or_default();
        for (at, row) in rows.iter().enumerate() {
            let same = (row.channel, row.type_byte) == (found.row.channel, found.row.type_byte);
            if !same || (at > 0 && row.sub_kind.is_none()) {
                break;
            }
            let choice = self.used;
            if let Some(SubKind { slot, value: Some(value) }) = row.sub_kind {
                let step = self.bits(row, slot, Load::U8);
                let low = value.into();
                self.add(Step { kind: Kind::Choose, low, ..step });
            }
            self.row(row, found.id + at, found.echo);
            if row.sub_kind.is_none() {
                return;
            }
            self.goes_on_here(choice);
        }
        self.add(Step::UNUSUAL);
    }

    fn row(&mut self, row: &'static Row, id: usize, echo: Option<Echo>) {
        let unknown_kind = matches!(row.sub_kind, Some(SubKind { value: None, .. }));
        if unknown_kind || echo == Some(Echo::WithResult) {
            return self.add(Step::UNUSUAL);
        }
        if let [part] = row.parts {
            if let Coding::Choice { labels, plus, .. } = part.coding {
                if !part.asides.is_empty() {
                    return self.one_by_one(row, id, part, labels, plus);
                }
            }
        }
        self.add(Step::constant(id as i64));
        let ranged = self.lookup.direction == Direction::Uplink && echo.is_none();
        let mut asides = false;
        let mut at = 0;
        for part in row.parts {
            let slot = part.slot(at);
            at += slot.length;
            if let Coding::Bits { parts, .. } = part.coding {
                let mut shift = 0;
                for field in parts {
                    self.part(row, field, slot.bits(shift, field.width()), ranged);
                    shift += field.width();
                }
            } else {
                self.part(row, part, slot, ranged);
            }
            asides |= !part.asides.is_empty();
        }
        if asides {
            self.add(Step::constant(0));
        }
        self.ends(row);
    }

    /// Makes the step that was added last the row's last one.
    fn ends(&mut self, row: &Row) {
        if let Some(step) = self.steps.get_mut(self.used - 1) {
            step.end = (row.header() + row.length) as u8;
        }
    }

    /// A row of one choice some of whose labels say more: each label by itself.
    fn one_by_one(
        &mut self,
        row: &'static Row,
        id: usize,
        part: &'static Part,
        labels: &'static [(u32, &'static str)],
        plus: u32,
    ) {
        let bits = self.bits(row, part.slot(0), Load::U32);
        for (place, (number, _)) in labels.iter().enumerate() {
            let raw = number + plus;
            let aside = part.asides.iter().position(|aside| aside.raw == raw);
            let choice = self.used;
            self.add(Step { kind: Kind::Choose, low: raw.into(), ..bits });
            if part.asides.iter().any(|aside| aside.raw == raw && (aside.instead || aside.warn)) {
                self.add(Step::UNUSUAL);
            } else {
                self.add(Step::constant(id as i64));
                self.add(Step::constant(place as i64));
                self.add(Step::constant(aside.map_or(0, |at| at as i64 + 1)));
                self.ends(row);
            }
            self.goes_on_here(choice);
        }
        self.add(Step::UNUSUAL);
    }

    /// Where a choice that does not apply goes on: behind what has been added since.
    fn goes_on_here(&mut self, choice: usize) {
        let next = self.used as i64;
        if let Some(step) = self.steps.get_mut(choice) {
            step.high = next;
        }
    }

    fn bits(&self, row: &Row, slot: Slot, four: Load) -> Step {
        let load = match slot.length {
            1 => Load::U8,
            2 => Load::U16,
            _ => four,
        };
        let at = (row.header() + slot.offset) as u8;
        Step { load, at, shift: slot.shift as u8, mask: mask(slot.width), ..Step::UNUSUAL }
    }

    fn part(&mut self, row: &'static Row, part: &'static Part, slot: Slot, ranged: bool) {
        let bits = self.bits(row, slot, Load::U32);
        for aside in part.asides {
            self.add(Step { kind: Kind::Unless, low: aside.raw.into(), ..bits });
        }
        let integer = Step { kind: Kind::Integer, high: i64::MAX, ..bits };
        let byte = |n: usize| Step { load: Load::U8, at: bits.at + n as u8, mask: 0xff, ..integer };
        match part.coding {
            Coding::Number { wire, div } => {
                let scale = f64::from(div);
                let (low, high) = match part.range {
                    Some((low, high)) if ranged => ((low * scale) as i64, (high * scale) as i64),
                    _ => (i64::MIN, i64::MAX),
                };
                let load = if wire == Wire::I16 { Load::I16 } else { bits.load };
                let kind = if div == 1 { Kind::Integer } else { Kind::Float };
                self.add(Step { kind, load, div, low, high, ..bits });
            }
            Coding::Choice { labels, plus, .. } => {
                // A label's number is its place; where the wire's is another, it is unusual.
                let plain = labels.iter().take_while({
                    let mut place = 0;
                    move |(number, _)| {
                        place += 1;
                        number + plus + 1 == place
                    }
                });
                self.add(Step { high: plain.count() as i64 - 1, ..integer });
            }
            Coding::Presence { .. } => self.add(Step::constant(0)),
            Coding::Hex { length, reversed } => {
                for n in 0..length {
                    self.add(byte(if reversed { length - 1 - n } else { n }));
                }
            }
            Coding::Version(version) => {
                self.add(byte(0));
                match version {
                    Version::Decimal => {}
                    Version::DecimalDecimal | Version::HexHex => self.add(byte(1)),
                    Version::HexNibble => self.add(Step { shift: 4, mask: 15, ..byte(1) }),
                }
            }
            Coding::Reserved { .. } | Coding::SubKind { .. } | Coding::Bits { .. } => {}
        }
    }

    /// Reads a payload into slots. Allocates nothing.
    #[inline(always)]
    pub fn record(&self, bytes: &[u8], slots: &mut [u64]) -> Recorded {
        match self.plain(bytes, slots) {
            Some(slots) => Recorded { slots, problems: false, whole: true, understood: true },
            None => self.with_all_that_is_known(bytes, slots),
        }
    }

    #[cold]
    #[inline(never)]
    fn with_all_that_is_known(&self, bytes: &[u8], slots: &mut [u64]) -> Recorded {
        let mut records = Records::new(slots);
        let understood = self.decode(bytes, &mut records);
        records.recorded(understood)
    }

    /// As [`decode`](crate::decode::decode), with the lookup that is at hand.
    pub fn decode(&self, bytes: &[u8], sink: &mut dyn Sink) -> bool {
        decode_by(&self.lookup, self.device, bytes, sink)
    }

    /// How many slots are filled, if all is plain.
    #[inline(always)]
    fn plain(&self, bytes: &[u8], slots: &mut [u64]) -> Option<usize> {
        let mut used = 0;
        let mut rest = bytes;
        while let [channel, type_byte, ..] = *rest {
            let start = self.lookup.slot_of(channel, type_byte);
            let mut next = usize::from(*self.starts.get(start)?);
            loop {
                let step = self.steps.get(next)?;
                next += 1;
                let at = usize::from(step.at);
                let raw = match step.load {
                    Load::Nothing => step.low,
                    Load::U8 => i64::from((*rest.get(at)? >> step.shift) & step.mask as u8),
                    Load::U16 => {
                        let word = u16::from_le_bytes(*rest.get(at..)?.first_chunk()?);
                        i64::from((word >> step.shift) & step.mask as u16)
                    }
                    Load::I16 => i16::from_le_bytes(*rest.get(at..)?.first_chunk()?).into(),
                    Load::U32 => u32::from_le_bytes(*rest.get(at..)?.first_chunk()?).into(),
                };
                match step.kind {
                    Kind::Integer => {
                        if raw < step.low || raw > step.high {
                            return None;
                        }
                        *slots.get_mut(used)? = raw as u64;
                        used += 1;
                    }
                    Kind::Float => {
                        if raw < step.low || raw > step.high {
                            return None;
                        }
                        *slots.get_mut(used)? = (raw as f64 / f64::from(step.div)).to_bits();
                        used += 1;
                    }
                    Kind::Unless if raw == step.low => return None,
                    Kind::Unless => {}
                    Kind::Choose => {
                        if raw != step.low {
                            next = step.high as usize;
                        }
                    }
                    Kind::Unusual => return None,
                }
                if step.end > 0 {
                    rest = rest.get(usize::from(step.end)..)?;
                    break;
                }
            }
        }
        rest.is_empty().then_some(used)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::devices::DEVICES;

    /// Payloads of whole rows with random data, some of them changed or cut short.
    fn payload(random: &mut fastrand::Rng, device: &'static Device) -> Vec<u8> {
        let rows: Vec<_> = device.uplink.iter().chain(device.downlink).collect();
        let mut bytes = Vec::new();
        for _ in 0..random.usize(1..6) {
            let row = rows[random.usize(..rows.len())];
            bytes.push(if random.u8(..) < 20 { 0xfe } else { row.channel });
            bytes.extend(row.type_byte);
            let most = if random.bool() { 0x02 } else { 0xff };
            bytes.extend((0..row.length).map(|_| random.u8(..=most)));
            if bytes[bytes.len() - row.length..].is_empty() {
                continue;
            }
            if let (Some(SubKind { slot, .. }), true) = (row.sub_kind, random.bool()) {
                let at = bytes.len() - row.length + slot.offset;
                bytes[at] &= 3 << slot.shift;
            }
        }
        if random.u8(..) < 30 {
            bytes.truncate(random.usize(..=bytes.len()));
        }
        bytes
    }

    #[test]
    fn a_plan_records_what_the_pass_over_the_payload_does() {
        let mut random = fastrand::Rng::with_seed(6);
        let (mut slots, mut expected) = ([0; 2048], [0; 2048]);
        let mut plain = 0;
        for device in DEVICES {
            for direction in [Direction::Uplink, Direction::Downlink] {
                let plan = Plan::of(device, direction);
                assert!(plan.used < STEPS, "{}: {} steps", device.model, plan.used);
                for _ in 0..20_000 {
                    let bytes = payload(&mut random, device);
                    let recorded = plan.record(&bytes, &mut slots);
                    plain += u32::from(plan.plain(&bytes, &mut expected).is_some());
                    let usual = plan.with_all_that_is_known(&bytes, &mut expected);
                    assert_eq!(recorded, usual, "{} {direction:?} {bytes:02x?}", device.model);
                    assert_eq!(
                        slots[..recorded.slots],
                        expected[..recorded.slots],
                        "{} {direction:?} {bytes:02x?}",
                        device.model
                    );
                }
            }
        }
        assert!(plain > 30_000, "{plain} payloads were plain");
    }

    #[test]
    fn plain_samples_need_no_second_pass() {
        let sensor = DEVICES.iter().find(|device| device.model == "vs321").unwrap();
        let plan = Plan::of(sensor, Direction::Uplink);
        let climate = [0x01, 0x75, 0x64, 0x03, 0x67, 0x11, 0x01, 0x04, 0x68, 0x6a];
        let mut slots = [0; 64];
        // Battery, temperature and humidity, the latter two with the number of an aside.
        assert_eq!(plan.plain(&climate, &mut slots), Some(8));
        assert_eq!(f64::from_bits(slots[3]), 27.3);
    }

    #[test]
    fn there_is_room_for_the_lists_of_every_device() {
        for device in DEVICES {
            let lists = device.uplink.iter().chain(device.downlink);
            let lists = lists.filter_map(|row| match row.target {
                Target::List(name) => Some(name),
                _ => None,
            });
            let lists = lists.fold(Vec::new(), crate::encode::push_new);
            assert!(lists.len() <= crate::decode::MOST_LISTS, "{}: {lists:?}", device.model);
        }
    }
}
