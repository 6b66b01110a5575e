//! Rows made into steps, for payloads in which nothing is unusual.
//!
//! A step reads some bits, checks that they are what most payloads have there, and fills a
//! slot of the record (see [`records`](crate::records)). A number out of range, without a
//! label or of no row's sub-kind is noted. Whatever else is not plain — an unknown or
//! cut-short channel, an aside that warns, a result — is left to the one pass of
//! [`decode`](crate::decode::decode), which reads that channel with all that it knows. A test
//! compares the two.

#[cfg(test)]
use crate::decode::decode_by;
use crate::decode::{Counts, Lists, MOST_LISTS, channel_by};
use crate::lookup::{Found, Lookup, hash};
use crate::records::{Noted, Notes, Place, Recorded, Records};
use crate::table::*;

/// More rows, each of them once per channel that has it, than any device has; a test looks.
const STEPS: usize = 768;

/// The steps of a device in one direction.
pub(crate) struct Plan {
    device: &'static Device,
    lookup: Lookup,
    /// The rows of the lookup, each in its slot.
    heads: [Head; Lookup::SLOTS],
    steps: [Step; STEPS],
    used: usize,
    /// The lists that rows make entries of.
    lists: [&'static str; MOST_LISTS],
}

/// A channel and type, and where their steps begin; 0 in a slot without a row.
#[derive(Debug, Clone, Copy)]
struct Head {
    channel: u8,
    type_byte: u8,
    start: u16,
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
    /// What is noted where the number is not within the range, rather than giving up.
    note: Option<Noted>,
    /// Where a choice goes on; at a row's last step its number, and, in the upper half, that of
    /// the list that it makes an entry of, from 1.
    other: u16,
    mask: u32,
    /// A number's divisor; what the bits of a choice are compared with; how many bits.
    by: u32,
    low: i32,
    /// How far above `low` the number may be, with wrapping, so that one comparison does for both
    /// ends.
    span: u32,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// Fills a slot with the integer.
    Integer,
    /// The same, of four bytes without a sign.
    Natural,
    /// The same, counted from `low`.
    Label,
    /// Fills a slot with the integer, divided.
    Float,
    /// Fills a slot with each bit, the lowest first.
    Flags,
    /// Notes the sub-kind, which no row has.
    Unknown,
    /// Goes to the step `other` where the bits are not `by`.
    Choose,
    /// Gives up where the bits are `by`.
    Unless,
    /// Gives up.
    Unusual,
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
        note: None,
        mask: 0,
        other: 0,
        by: 1,
        low: 0,
        span: 0,
    };

    /// Fills a slot with a number that is always the same.
    const fn constant(value: usize) -> Step {
        Step { kind: Kind::Integer, low: value as i32, ..Step::UNUSUAL }
    }

    /// The row's number, at its last step.
    const fn row(&self) -> u64 {
        self.other as u64 & 0xff
    }

    /// The number of the list that the row makes an entry of, from 1, at its last step.
    const fn list(&self) -> usize {
        self.other as usize >> 8
    }
}

/// Whether it is one bit with a label for either state.
fn is_flag(part: &Part) -> bool {
    part.asides.is_empty()
        && matches!(part.coding, Coding::Choice { width: 1, labels: [(0, _), (1, _)], plus: 0, .. })
}

/// What hears of numbers that are not within their range.
trait Ear {
    /// What fills a row's slot all the same; `None` gives up. The first of the steps is that of
    /// the slot, and the next one that ends a row tells which row it is.
    fn beside(&mut self, steps: &[Step], raw: i32, slot: usize) -> Option<i32>;
    /// Whether a sub-kind that no row has is no reason to give up.
    fn unknown(&mut self, raw: i32) -> Option<()>;
}

/// Gives up.
struct Deaf;

impl Ear for Deaf {
    #[inline(always)]
    fn beside(&mut self, _: &[Step], _: i32, _: usize) -> Option<i32> {
        None
    }

    #[inline(always)]
    fn unknown(&mut self, _: i32) -> Option<()> {
        None
    }
}

/// Notes it, of the channel at an offset that makes an entry of this number.
struct Noting<'a, 'n> {
    notes: &'a mut Notes<'n>,
    offset: usize,
    counts: Counts,
}

impl Ear for Noting<'_, '_> {
    fn beside(&mut self, steps: &[Step], raw: i32, slot: usize) -> Option<i32> {
        let step = steps.first()?;
        let last = steps.iter().find(|step| step.end > 0)?;
        let index = last.list().checked_sub(1).and_then(|list| self.counts.get(list));
        let place = Place {
            offset: self.offset,
            row: last.row(),
            slot,
            index: index.copied().unwrap_or(0),
            aside: 0,
        };
        match step.note? {
            noted @ Noted::OutOfRange => {
                let natural = step.kind == Kind::Natural;
                let value = if natural { f64::from(raw as u32) } else { f64::from(raw) };
                self.notes.add(noted, place, (value / f64::from(step.by)).to_bits());
                Some(raw)
            }
            noted => {
                let offset = self.offset + usize::from(step.at);
                self.notes.add(noted, Place { offset, ..place }, 0);
                Some((step.low as u32 + step.span + 1) as i32)
            }
        }
    }

    fn unknown(&mut self, raw: i32) -> Option<()> {
        let place = Place { offset: self.offset, ..Place::default() };
        self.notes.add(Noted::UnknownSubKind, place, raw as u64);
        Some(())
    }
}

impl Plan {
    pub fn of(device: &'static Device, direction: Direction) -> Plan {
        let lookup = Lookup::of(device, direction);
        let empty = Head { channel: 0, type_byte: 0, start: 0 };
        let (heads, steps) = ([empty; Lookup::SLOTS], [Step::UNUSUAL; STEPS]);
        // Step 0 gives up: it is that of the slots without a row.
        let mut plan = Plan { device, lookup, heads, steps, used: 1, lists: [""; MOST_LISTS] };
        for slot in 0..Lookup::SLOTS {
            if let Some((found, channel, type_byte)) = plan.lookup.at(device, slot) {
                let start = plan.used as u16;
                plan.siblings(found);
                if let Some(place) = plan.heads.get_mut(slot) {
                    *place = Head { channel, type_byte, start };
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
            if !same {
                break;
            }
            let choice = self.used;
            let Some(SubKind { slot, value: Some(value) }) = row.sub_kind else {
                return self.row(row, found.id + at, found.echo);
            };
            let step = self.bits(row, slot, Load::U8);
            self.add(Step { kind: Kind::Choose, by: value, ..step });
            self.row(row, found.id + at, found.echo);
            self.goes_on_here(choice);
        }
        self.add(Step::UNUSUAL);
    }

    fn row(&mut self, row: &'static Row, id: usize, echo: Option<Echo>) {
        if echo == Some(Echo::WithResult) {
            return self.add(Step::UNUSUAL);
        }
        if let [part] = row.parts {
            if let Coding::Choice { labels, .. } = part.coding {
                if !part.asides.is_empty() {
                    return self.one_by_one(row, id, part, labels);
                }
            }
        }
        let ranged = self.lookup.direction == Direction::Uplink && echo.is_none();
        let mut asides = false;
        let mut at = 0;
        for part in row.parts {
            let slot = part.slot(at);
            at += slot.length;
            if let Coding::Bits { parts, .. } = part.coding {
                self.bit_by_bit(row, parts, slot, ranged);
            } else {
                self.part(row, part, slot, ranged);
            }
            asides |= !part.asides.is_empty();
        }
        if asides {
            self.add(Step::constant(0));
        }
        self.ends(row, id);
    }

    /// The parts of some bytes; those of one bit each that follow each other in one step.
    fn bit_by_bit(&mut self, row: &'static Row, parts: &'static [Part], slot: Slot, ranged: bool) {
        let mut shift = 0;
        let mut parts = parts;
        while let [part, rest @ ..] = parts {
            let flags = parts.iter().take_while(|part| is_flag(part)).count();
            if flags > 0 {
                let bits = self.bits(row, slot.bits(shift, flags as u32), Load::U32);
                self.add(Step { kind: Kind::Flags, by: flags as u32, ..bits });
                shift += flags as u32;
                parts = parts.get(flags..).unwrap_or_default();
            } else {
                self.part(row, part, slot.bits(shift, part.width()), ranged);
                shift += part.width();
                parts = rest;
            }
        }
    }

    /// The number of a list, from 1.
    fn list(&mut self, name: &'static str) -> u16 {
        let met = |list: &&str| *list == name || list.is_empty();
        let at = self.lists.iter().position(met).unwrap_or_default();
        if let Some(place) = self.lists.get_mut(at) {
            *place = name;
        }
        at as u16 + 1
    }

    /// Makes the step that was added last the row's last one. There is one of its own, since
    /// every row sets a field or is of a sub-kind; `tests/invariants.rs` sees to that.
    fn ends(&mut self, row: &Row, id: usize) {
        let list = match row.target {
            Target::List(name) => self.list(name),
            _ => 0,
        };
        if let Some(step) = self.steps.get_mut(self.used - 1) {
            step.end = (row.header() + row.length) as u8;
            step.other = id as u16 | list << 8;
        }
    }

    /// A row of one choice some of whose labels say more: each label by itself.
    fn one_by_one(&mut self, row: &'static Row, id: usize, part: &'static Part, labels: Labels) {
        let bits = self.bits(row, part.slot(0), Load::U32);
        for (place, (number, _)) in labels.iter().enumerate() {
            let raw = part.bits_of(*number);
            let aside = part.asides.iter().position(|aside| aside.raw == raw);
            let choice = self.used;
            self.add(Step { kind: Kind::Choose, by: raw, ..bits });
            if part.asides.iter().any(|aside| aside.raw == raw && (aside.instead || aside.warn)) {
                self.add(Step::UNUSUAL);
            } else {
                self.add(Step::constant(place));
                self.add(Step::constant(aside.map_or(0, |at| at + 1)));
                self.ends(row, id);
            }
            self.goes_on_here(choice);
        }
        self.add(Step::UNUSUAL);
    }

    /// Where a choice that does not apply goes on: behind what has been added since.
    fn goes_on_here(&mut self, choice: usize) {
        let next = self.used as u16;
        if let Some(step) = self.steps.get_mut(choice) {
            step.other = next;
        }
    }

    fn bits(&self, row: &Row, slot: Slot, four: Load) -> Step {
        let load = match slot.length {
            1 => Load::U8,
            2 => Load::U16,
            _ => four,
        };
        let at = (row.header() + slot.offset) as u8;
        Step {
            load,
            at,
            shift: slot.shift as u8,
            mask: mask(slot.width),
            span: u32::MAX,
            ..Step::UNUSUAL
        }
    }

    fn part(&mut self, row: &'static Row, part: &'static Part, slot: Slot, ranged: bool) {
        let bits = self.bits(row, slot, Load::U32);
        for aside in part.asides {
            self.add(Step { kind: Kind::Unless, by: aside.raw, ..bits });
        }
        let integer = Step { kind: Kind::Integer, ..bits };
        let byte = |n: usize| Step { load: Load::U8, at: bits.at + n as u8, ..integer };
        match part.coding {
            Coding::Number { wire, div, .. } => {
                let scale = f64::from(div);
                let (low, high) = match part.range {
                    Some((low, high)) if ranged => ((low * scale) as i64, (high * scale) as i64),
                    _ => wire.bounds(),
                };
                let signed = wire == Wire::I16;
                let load = if signed { Load::I16 } else { bits.load };
                let kind = match (div, load) {
                    (1, Load::U32) => Kind::Natural,
                    (1, _) => Kind::Integer,
                    _ => Kind::Float,
                };
                let span = (high - low) as u32;
                let note = part.range.filter(|_| ranged).map(|_| Noted::OutOfRange);
                self.add(Step { kind, load, note, by: div, low: low as i32, span, ..bits });
            }
            Coding::Choice { labels, .. } => {
                // A label's number is its place. Where those of the wire do not follow each other,
                // it is unusual.
                let first = labels.first().map_or(0, |(number, _)| part.bits_of(*number));
                let plain = labels.iter().take_while({
                    let mut next = first;
                    move |(number, _)| {
                        next += 1;
                        part.bits_of(*number) + 1 == next
                    }
                });
                // A choice has a label at least.
                let count = plain.count();
                let (low, span) = (first as i32, count.saturating_sub(1) as u32);
                let note = (count == labels.len()).then_some(Noted::NoLabel);
                self.add(Step { kind: Kind::Label, note, low, span, ..bits });
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
                    Version::HexNibble => self.add(Step { shift: 4, ..byte(1) }),
                }
            }
            Coding::SubKind { value: None, .. } => self.add(Step { kind: Kind::Unknown, ..bits }),
            _ => {}
        }
    }

    /// Reads a payload into slots, and what is wrong with it into those for notes. Allocates
    /// nothing.
    #[inline(always)]
    pub fn record(&self, bytes: &[u8], slots: &mut [u64], notes: &mut [u64]) -> Recorded {
        let mut counts = [0; MOST_LISTS];
        let (offset, used) = self.plain(bytes, 0, slots, 0, &mut counts);
        if offset == bytes.len() {
            return Recorded { slots: used, problems: false, whole: true, understood: true };
        }
        self.with_all_that_is_known(bytes, offset, slots, used, counts, notes)
    }

    /// Goes on where a channel is not plain.
    #[cold]
    #[inline(never)]
    fn with_all_that_is_known(
        &self,
        bytes: &[u8],
        mut offset: usize,
        slots: &mut [u64],
        mut used: usize,
        counts: Counts,
        notes: &mut [u64],
    ) -> Recorded {
        let mut notes = Notes::new(notes);
        let mut lists = Lists { names: self.lists, counts };
        while offset < bytes.len() {
            let mark = notes.mark();
            let rest = bytes.get(offset..).unwrap_or_default();
            let mut ear = Noting { notes: &mut notes, offset, counts: lists.counts };
            let read = self.channel(rest, slots, used, &mut lists.counts, &mut ear);
            if let Some((length, filled)) = read {
                (offset, used) =
                    self.plain(bytes, offset + length, slots, filled, &mut lists.counts);
                continue;
            }
            notes.forget(mark);
            let mut records = Records::new(slots, used, &mut notes);
            let length =
                channel_by(&self.lookup, self.device, bytes, offset, &mut lists, &mut records);
            records.close();
            used = records.used;
            let Some(length) = length else { return notes.recorded(used, offset > 0) };
            (offset, used) = self.plain(bytes, offset + length, slots, used, &mut lists.counts);
        }
        notes.recorded(used, true)
    }

    /// Where the steps of a channel and type begin.
    #[inline(always)]
    fn start(&self, channel: u8, type_byte: u8) -> Option<usize> {
        let mut slot = hash(channel, type_byte);
        loop {
            let head = self.heads.get(slot % Lookup::SLOTS)?;
            if head.channel == channel && head.type_byte == type_byte {
                return Some(head.start.into());
            }
            if head.start == 0 {
                return None;
            }
            slot += 1;
        }
    }

    /// Reads channels as long as they are plain, from `offset` on. Gives the offset of the first
    /// that is not, and how many slots are filled.
    #[inline(always)]
    fn plain(
        &self,
        bytes: &[u8],
        offset: usize,
        slots: &mut [u64],
        used: usize,
        counts: &mut Counts,
    ) -> (usize, usize) {
        let both = self.plainly(bytes, offset as u32, slots, used as u32, counts);
        ((both >> 32) as usize, both as u32 as usize)
    }

    /// The same, with both in one number: WebAssembly returns one. A function of its own, since
    /// large ones are slow there, as are calls in loops.
    #[inline(never)]
    fn plainly(
        &self,
        bytes: &[u8],
        offset: u32,
        slots: &mut [u64],
        used: u32,
        counts: &mut Counts,
    ) -> u64 {
        let (mut offset, mut used) = (offset as usize, used as usize);
        while let Some(rest) = bytes.get(offset..) {
            let Some((length, filled)) = self.channel(rest, slots, used, counts, &mut Deaf) else {
                break;
            };
            offset += length;
            used = filled;
        }
        (offset as u64) << 32 | used as u64
    }

    /// Reads a channel, if it is plain. Gives its length, and how many slots are filled.
    #[inline(always)]
    fn channel(
        &self,
        rest: &[u8],
        slots: &mut [u64],
        mut used: usize,
        counts: &mut Counts,
        ear: &mut impl Ear,
    ) -> Option<(usize, usize)> {
        let start = used;
        // The first slot is for the row's number, which its last step has.
        used += 1;
        let [channel, type_byte, ..] = *rest else { return None };
        let mut next = self.start(channel, type_byte)?;
        let last = loop {
            let step = self.steps.get(next)?;
            let at = usize::from(step.at);
            let mut raw = match step.load {
                Load::Nothing => step.low,
                Load::U8 => (u32::from(*rest.get(at)?) >> step.shift & step.mask) as i32,
                Load::U16 => {
                    let word = u16::from_le_bytes(*rest.get(at..)?.first_chunk()?);
                    (u32::from(word) >> step.shift & step.mask) as i32
                }
                Load::I16 => i16::from_le_bytes(*rest.get(at..)?.first_chunk()?).into(),
                Load::U32 => i32::from_le_bytes(*rest.get(at..)?.first_chunk()?),
            };
            if raw.wrapping_sub(step.low) as u32 > step.span {
                raw = ear.beside(self.steps.get(next..)?, raw, used - start)?;
            }
            next += 1;
            let value = match step.kind {
                Kind::Integer => raw as u64,
                // No number of four bytes is divided.
                Kind::Float => (f64::from(raw) / f64::from(step.by)).to_bits(),
                Kind::Natural => (raw as u32).into(),
                Kind::Label => raw.wrapping_sub(step.low) as u64,
                Kind::Flags => {
                    for bit in 0..step.by {
                        *slots.get_mut(used)? = (raw >> bit & 1) as u64;
                        used += 1;
                    }
                    if step.end > 0 {
                        break step;
                    }
                    continue;
                }
                Kind::Unknown => {
                    ear.unknown(raw)?;
                    if step.end > 0 {
                        break step;
                    }
                    continue;
                }
                Kind::Choose => {
                    if raw as u32 != step.by {
                        next = step.other.into();
                    }
                    continue;
                }
                Kind::Unless if raw as u32 != step.by => continue,
                Kind::Unless | Kind::Unusual => return None,
            };
            *slots.get_mut(used)? = value;
            used += 1;
            if step.end > 0 {
                break step;
            }
        };
        rest.get(..last.end.into())?;
        *slots.get_mut(start)? = last.row();
        if last.list() > 0 {
            *counts.get_mut(last.list() - 1)? += 1;
        }
        Some((last.end.into(), used))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::devices::DEVICES;
    use crate::records::NOTE;

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

    /// What the pass over the payload records, channel by channel.
    fn by_the_pass(plan: &Plan, bytes: &[u8], slots: &mut [u64], notes: &mut [u64]) -> Recorded {
        let mut notes = Notes::new(notes);
        let mut records = Records::new(slots, 0, &mut notes);
        let understood = decode_by(&plan.lookup, plan.device, bytes, &mut records);
        records.close();
        let used = records.used;
        notes.recorded(used, understood)
    }

    /// How many of so many random payloads had no notes; plan and pass have to agree about all.
    fn agreed(device: &'static Device, direction: Direction, cases: usize) -> usize {
        let mut random = fastrand::Rng::with_seed(6);
        let (mut slots, mut expected) = ([0; 2048], [0; 2048]);
        let (mut notes, mut expected_notes) = ([0; 2048], [0; 2048]);
        let plan = Plan::of(device, direction);
        assert!(plan.used < STEPS, "{}: {} steps", device.model, plan.used);
        let mut plain = 0;
        for _ in 0..cases {
            let bytes = payload(&mut random, device);
            let recorded = plan.record(&bytes, &mut slots, &mut notes);
            let usual = by_the_pass(&plan, &bytes, &mut expected, &mut expected_notes);
            let what = format!("{} {direction:?} {bytes:02x?}", device.model);
            assert_eq!(recorded, usual, "{what}");
            assert_eq!(slots[..usual.slots], expected[..usual.slots], "{what}");
            if usual.problems {
                let end = 1 + NOTE * expected_notes[0] as usize;
                assert_eq!(notes[..end], expected_notes[..end], "{what}");
            } else {
                plain += 1;
            }
        }
        plain
    }

    #[test]
    fn a_plan_records_what_the_pass_over_the_payload_does() {
        let cases = common::cases(20_000);
        let (mut all, mut plain) = (0, 0);
        for device in DEVICES {
            for direction in [Direction::Uplink, Direction::Downlink] {
                plain += agreed(device, direction, cases);
                all += cases;
            }
        }
        assert!(all / 5 < plain && plain < all * 4 / 5, "{plain} of {all} payloads had no notes");
    }

    /// What rows may have and no device's has yet: flags between other bits, a gap between labels,
    /// fields behind a sub-kind that no row has, sub-kinds of one channel beside those of another,
    /// numbers of all widths out of their range, a list of two rows whose entries have something
    /// to note, and labels with asides that do not begin at 0, or that an aside stands for.
    static INVENTED: Device = Device {
        model: "invented",
        name: "",
        aliases: &[],
        guide: "",
        uplink: &[
            row(
                0x01,
                0x01,
                "",
                &[
                    number("before", Wire::U8),
                    bits(
                        2,
                        &[
                            number("low", Wire::Bits(3)),
                            enable("one").wide(1),
                            enable("two").wide(1),
                            number("high", Wire::Bits(4)).range(0.0, 9.0),
                            enable("three").wide(1),
                            spare(6),
                        ],
                    ),
                    choice("gap", &[(1, "little"), (2, "more"), (5, "most")]),
                ],
            ),
            row(0x02, 0x02, "", &[sub_kind(0), number("of_none", Wire::U8)]),
            row(0x02, 0x02, "", &[other_sub_kind(), number("of_others", Wire::U8)]),
            list(
                0x03,
                0x03,
                "",
                "entries",
                &[choice("state", OFF_ON), number("percent", Wire::U8).range(0.0, 100.0)],
            ),
            row(0x04, 0x04, "", &[sub_kind(0), number("of_one", Wire::U8)]),
            row(0x05, 0x05, "", &[sub_kind(1), number("of_another", Wire::U8)]),
            row(
                0x06,
                0x06,
                "",
                &[
                    number("seconds", Wire::U32).range(0.0, 1000.0),
                    number("volts", Wire::U16).div(10).range(0.2, 20.0),
                ],
            ),
            list(0x07, 0x07, "", "others", &[number("percent", Wire::U8).range(40.0, 60.0)]),
            list(0x08, 0x08, "", "entries", &[number("count", Wire::U8).range(0.0, 50.0)]),
            row(
                0x09,
                0x09,
                "",
                &[choice("mode", OFF_ON)
                    .plus(1)
                    .asides(&[Aside::beside(1, "by", "hand"), Aside::beside(2, "by", "timer")])],
            ),
            row(
                0x0a,
                0x0a,
                "",
                &[choice("level", &[(0, "low"), (1, "high"), (2, "none")]).asides(&[
                    Aside::beside(1, "since", "now"),
                    Aside::instead(2, "since", "never"),
                ])],
            ),
        ],
        downlink: &[],
    };

    #[test]
    fn a_plan_knows_rows_that_no_device_has_yet() {
        let cases = common::cases(4000).max(500);
        let plain = agreed(&INVENTED, Direction::Uplink, cases);
        assert!(cases / 20 < plain && plain < cases / 2, "{plain} payloads had no notes");
    }

    #[test]
    fn plain_samples_need_no_second_pass() {
        let sensor = crate::find("vs321").unwrap();
        let plan = Plan::of(sensor, Direction::Uplink);
        let climate = [0x01, 0x75, 0x64, 0x03, 0x67, 0x11, 0x01, 0x04, 0x68, 0x6a];
        let mut slots = [0; 64];
        // Battery, temperature and humidity, the latter two with the number of an aside.
        let read = plan.plain(&climate, 0, &mut slots, 0, &mut [0; MOST_LISTS]);
        assert_eq!(read, (climate.len(), 8));
        assert_eq!(f64::from_bits(slots[3]), 27.3);
        // Twenty flags, in two steps.
        let regions = [0x06, 0xfe, 0x05, 0x02, 0x01, 0x02];
        let read = plan.plain(&regions, 0, &mut slots, 0, &mut [0; MOST_LISTS]);
        assert_eq!(read, (regions.len(), 21));
        let set: Vec<_> = (1..21).filter(|slot| slots[*slot] == 1).collect();
        assert_eq!(set, [1, 3, 10, 11, 20]);
        let flags = plan.steps.iter().filter(|step| step.kind == Kind::Flags).count();
        assert_eq!(flags, 4, "of a payload's regions and of a record's");
        // A record of regions, by its kind.
        let record = [0x20, 0xce, 0xe8, 0x1b, 0x44, 0x66, 1, 1, 0, 1, 0];
        let read = plan.plain(&record, 0, &mut slots, 0, &mut [0; MOST_LISTS]);
        assert_eq!(read.0, record.len());
        // Versions and a serial number.
        let versions = [0xff, 0x0a, 0x01, 0x10, 0xff, 0x16, 1, 2, 3, 4, 5, 6, 7, 8];
        let read = plan.plain(&versions, 0, &mut slots, 0, &mut [0; MOST_LISTS]);
        assert_eq!((read, slots[11]), ((versions.len(), 12), 8));
        // What is sent is in its range for the encoder alone.
        let plan = Plan::of(sensor, Direction::Downlink);
        let interval = [0xff, 0x02, 0x00, 0x00];
        let read = plan.plain(&interval, 0, &mut slots, 0, &mut [0; MOST_LISTS]);
        assert_eq!(read, (interval.len(), 2));
        // Labels that do not begin at 0.
        let socket = crate::find("ws523").unwrap();
        let plan = Plan::of(socket, Direction::Downlink);
        let later = [0xff, 0x22, 0x00, 0x3c, 0x00, 0x11];
        let read = plan.plain(&later, 0, &mut slots, 0, &mut [0; MOST_LISTS]);
        assert_eq!((read, slots[2]), ((later.len(), 3), 1));
        let plan = Plan::of(sensor, Direction::Uplink);
        // Frost is nothing unusual.
        let frost = [0x03, 0x67, 0xf1, 0xff];
        let read = plan.plain(&frost, 0, &mut slots, 0, &mut [0; MOST_LISTS]);
        assert_eq!(read, (frost.len(), 3));
        assert_eq!(f64::from_bits(slots[1]), -1.5);
        // Switched on by the button: label and aside.
        let plan = Plan::of(socket, Direction::Uplink);
        let read = plan.plain(&[0x08, 0x70, 0x11], 0, &mut slots, 0, &mut [0; MOST_LISTS]);
        assert_eq!((read, slots[1], slots[2]), ((3, 3), 3, 2));
    }

    #[test]
    fn what_is_noted_needs_no_second_pass() {
        let sensor = crate::find("vs321").unwrap();
        let plan = Plan::of(sensor, Direction::Uplink);
        let (mut slots, mut noted) = ([0; 64], [0; 64]);
        // A number out of range, one without a label, and a record of no kind.
        let desk_of_no_kind = [0x20, 0xce, 0xe8, 0x1b, 0x44, 0x66, 9, 0, 0, 0, 0];
        for bytes in [&[0x01, 0x75, 0][..], &[0x07, 0xff, 5], &desk_of_no_kind] {
            let mut notes = Notes::new(&mut noted);
            let mut ear = Noting { notes: &mut notes, offset: 0, counts: [0; MOST_LISTS] };
            let read = plan.channel(bytes, &mut slots, 0, &mut [0; MOST_LISTS], &mut ear);
            assert_eq!(read, Some((bytes.len(), 2)), "{bytes:02x?}");
            assert!(notes.recorded(2, true).problems, "{bytes:02x?}");
        }
    }

    #[test]
    fn no_row_has_more_notes_than_bytes() {
        for device in DEVICES {
            for row in device.uplink.iter().chain(device.downlink) {
                let noted = |part: &Part| match part.coding {
                    Coding::Choice { width, labels, .. } => labels.len() < 1 << width,
                    Coding::SubKind { value, .. } => value.is_none(),
                    _ => part.range.is_some() || part.asides.iter().any(|aside| aside.warn),
                };
                // One for each of these, and one for the result.
                let notes = row.leaves().filter(|(part, _)| noted(part)).count() + 1;
                assert!(notes <= row.header() + row.length, "{}: {row:?}", device.model);
            }
        }
    }

    /// What steps cannot read: some bits of three bytes and more, fractions of four; and ends of
    /// ranges that are no whole number on the wire.
    #[test]
    fn no_row_has_what_steps_cannot_read() {
        for device in DEVICES {
            for row in device.uplink.iter().chain(device.downlink) {
                for part in row.parts {
                    if let Coding::Bits { length, .. } = part.coding {
                        assert!(length <= 2, "{}: {row:?}", device.model);
                    }
                }
                for (part, _) in row.leaves() {
                    let Coding::Number { wire, div } = part.coding else { continue };
                    assert!(wire.width() <= 16 || div == 1, "{}: {row:?}", device.model);
                    let (low, high) = part.range.unwrap_or_default();
                    for end in [low, high] {
                        let raw = end * f64::from(div);
                        assert_eq!(raw, f64::from(raw as i32), "{}: {row:?}", device.model);
                    }
                }
            }
        }
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
