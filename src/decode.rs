//! The one pass over a payload: bytes and rows in, events out, into a [`Sink`].
//!
//! Data, explanations and whatever else is made of a payload are sinks, so that
//! none of them reads bytes by itself.

use crate::lookup::{Found, Lookup};
use crate::prelude::*;
use crate::problem::Problem;
use crate::table::*;
use crate::text;
use crate::value::Value;

/// What takes the events of a pass, in the payload's order.
pub trait Sink {
    /// A channel begins. Events up to the next one belong to it.
    fn channel(&mut self, channel: &Channel);
    /// Some bytes or bits of the channel.
    fn event(&mut self, event: &Event);
    /// Something is wrong. A sink that keeps it makes a [`Problem`] of it.
    fn trouble(&mut self, trouble: &Trouble);
}

/// What is wrong, in terms of the payload: a [`Problem`] in the making, with the same
/// members.
#[derive(Debug, Clone, Copy)]
#[allow(missing_docs)]
pub enum Trouble<'a> {
    UnknownChannel { offset: usize, header: [u8; 2], rest: &'a [u8] },
    Truncated { offset: usize, header: &'a [u8], needed: usize, had: usize },
    ReservedMissing { offset: usize, header: [u8; 2] },
    UnknownSubKind { offset: usize, header: [u8; 2], sub_kind: u32 },
    NoLabel { offset: usize, path: Path, byte: u8 },
    OutOfRange { offset: usize, path: Path, value: f64, range: (f64, f64) },
    NoReading { offset: usize, path: Path, bytes: &'a [u8] },
}

impl Trouble<'_> {
    /// Whether it leaves bytes undecoded that may say something.
    pub(crate) fn breaks_the_whole(&self) -> bool {
        matches!(
            self,
            Trouble::UnknownChannel { .. }
                | Trouble::Truncated { .. }
                | Trouble::UnknownSubKind { .. }
        )
    }
}

impl From<&Trouble<'_>> for Problem {
    fn from(trouble: &Trouble) -> Problem {
        match *trouble {
            Trouble::UnknownChannel { offset, header, rest } => {
                Problem::UnknownChannel { offset, header, rest: rest.to_vec() }
            }
            Trouble::Truncated { offset, header, needed, had } => {
                Problem::Truncated { offset, header: header.to_vec(), needed, had }
            }
            Trouble::ReservedMissing { offset, header } => {
                Problem::ReservedMissing { offset, header }
            }
            Trouble::UnknownSubKind { offset, header, sub_kind } => {
                Problem::UnknownSubKind { offset, header, sub_kind }
            }
            Trouble::NoLabel { offset, path, byte } => {
                Problem::NoLabel { offset, path: path.text(), byte }
            }
            Trouble::OutOfRange { offset, path, value, range } => {
                Problem::OutOfRange { offset, path: path.text(), value, range }
            }
            Trouble::NoReading { offset, path, bytes } => {
                Problem::NoReading { offset, path: path.text(), bytes: bytes.to_vec() }
            }
        }
    }
}

/// A channel in a payload, or the bytes from which nothing is understood.
#[derive(Debug, Clone, Copy)]
pub struct Channel {
    /// Where it stands in the payload.
    pub offset: usize,
    /// Bytes, as far as they are there.
    pub length: usize,
    /// How far it is understood.
    pub extent: Extent,
    /// The row; `None` for an unknown channel or sub-kind.
    pub row: Option<&'static Row>,
    /// The row's number in its device: uplink rows from 0, then downlink rows.
    pub id: usize,
    /// The entry's number, where the row makes one of a list.
    pub index: usize,
    /// Whether it repeats a command that the device has refused.
    pub refused: bool,
}

/// How far a channel is understood.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Extent {
    /// Whole.
    Whole,
    /// The payload ends within it.
    Truncated,
    /// It has no row, so its length is not known.
    Unknown,
}

/// Some bytes or bits, and what they say.
#[derive(Debug, Clone, Copy)]
pub struct Event<'a> {
    /// Where the bytes stand in the payload.
    pub offset: usize,
    /// The bytes.
    pub bytes: &'a [u8],
    /// The first and the last bit, in the little-endian number that the bytes
    /// make, where it is not all of them.
    pub bits: Option<(u32, u32)>,
    /// What they say.
    pub meaning: Meaning<'a>,
}

/// What bytes or bits say.
#[derive(Debug, Clone, Copy)]
pub enum Meaning<'a> {
    /// The channel's own bytes: channel and type.
    Header,
    /// A field's value.
    Field {
        /// The field.
        path: Path,
        /// Its part of the row; `None` for the fields of a refused command.
        part: Option<&'static Part>,
        /// Its value.
        reading: Reading<'a>,
    },
    /// Nothing: reserved bits or bytes.
    Reserved,
    /// Which of several rows applies.
    SubKind,
    /// That the device has carried out a command.
    Success,
    /// Nothing that is known.
    Opaque,
}

/// A field's value, as it comes from the wire.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Reading<'a> {
    /// A number, in its unit.
    Number(f64),
    /// A label, and its number among its part's; [`UNKNOWN`] and how many there are,
    /// where the wire value has none.
    Label(&'static str, usize),
    /// Bytes shown as hex digits.
    Hex {
        /// The bytes, in wire order.
        bytes: &'a [u8],
        /// Whether the low byte comes first.
        reversed: bool,
    },
    /// Bytes shown as a version.
    Version(Version, &'a [u8]),
}

/// The label of wire values that have none.
pub const UNKNOWN: &str = "unknown";

impl From<Reading<'_>> for Value {
    fn from(reading: Reading) -> Value {
        match reading {
            Reading::Number(number) => number.into(),
            Reading::Label(label, _) => label.into(),
            Reading::Hex { bytes, reversed: false } => text::to_hex(bytes).into(),
            Reading::Hex { bytes, reversed: true } => {
                text::hex_digits(bytes.iter().rev().copied()).into()
            }
            Reading::Version(version, bytes) => version.show(bytes).into(),
        }
    }
}

impl Version {
    fn show(self, bytes: &[u8]) -> String {
        let (first, second) = self.numbers(bytes);
        let digits = |number: u8, hex: bool| {
            if !hex {
                text::integer(number.into())
            } else if number < 16 {
                text::to_hex(&[number]).split_off(1)
            } else {
                text::to_hex(&[number])
            }
        };
        let mut shown = "v".to_owned() + &digits(first, self.is_hex().0);
        if let Some(second) = second {
            shown.push('.');
            shown += &digits(second, self.is_hex().1);
        }
        shown
    }

    /// The numbers that a version is made of.
    pub(crate) fn numbers(self, bytes: &[u8]) -> (u8, Option<u8>) {
        let byte = |at| bytes.get(at).copied().unwrap_or_default();
        match self {
            Version::Decimal => (byte(0), None),
            Version::DecimalDecimal | Version::HexHex => (byte(0), Some(byte(1))),
            Version::HexNibble => (byte(0), Some(byte(1) >> 4)),
        }
    }

    /// Whether the numbers are written in hex.
    pub(crate) fn is_hex(self) -> (bool, bool) {
        match self {
            Version::Decimal | Version::DecimalDecimal => (false, false),
            Version::HexHex => (true, true),
            Version::HexNibble => (true, false),
        }
    }
}

/// Where a field stands in the decoded data.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Path {
    /// Whether it is part of a command that the device has refused.
    pub refused: bool,
    /// The object or list that it is in.
    pub target: Target,
    /// The list's entry, from 0.
    pub index: usize,
    /// Its own name.
    pub name: &'static str,
}

impl Path {
    /// The path as messages have it: `history[0].timestamp`.
    pub(crate) fn text(&self) -> String {
        let mut text = String::new();
        if self.refused {
            text += concat!("device_response_result", ".", "request", ".");
        }
        match self.target {
            Target::Top => {}
            Target::Object(name) => text += name,
            Target::List(name) => {
                text += name;
                text.push('[');
                text += &text::integer(self.index as u32);
                text.push(']');
            }
        }
        if self.target != Target::Top {
            text.push('.');
        }
        text + self.name
    }
}

/// Reads a payload once. Says whether any of it was understood: a channel decoded,
/// or skipped by its known length.
pub fn decode(device: &Device, direction: Direction, bytes: &[u8], sink: &mut impl Sink) -> bool {
    let built;
    let lookup = match crate::devices::lookup(device, direction) {
        Some(lookup) => lookup,
        // A device that is not among ours.
        None => {
            built = Lookup::of(device, direction);
            &built
        }
    };
    decode_by(lookup, device, bytes, sink)
}

/// The same, by a lookup that is at hand.
pub(crate) fn decode_by(
    lookup: &Lookup,
    device: &Device,
    bytes: &[u8],
    sink: &mut dyn Sink,
) -> bool {
    let mut lists = Lists::default();
    let mut offset = 0;
    while offset < bytes.len() {
        match channel_by(lookup, device, bytes, offset, &mut lists, sink) {
            Some(length) => offset += length,
            None => return offset > 0,
        }
    }
    true
}

/// Reads one channel and gives its length, or `None` where nothing behind it can be understood.
pub(crate) fn channel_by(
    lookup: &Lookup,
    device: &Device,
    bytes: &[u8],
    offset: usize,
    lists: &mut Lists,
    sink: &mut dyn Sink,
) -> Option<usize> {
    Pass { device, lookup, bytes, lists, sink }.channel(offset)
}

/// The lists met, and how many entries each has.
#[derive(Default)]
pub(crate) struct Lists {
    pub names: [&'static str; MOST_LISTS],
    pub counts: Counts,
}

pub(crate) type Counts = [usize; MOST_LISTS];

/// The most lists that a device's rows may name; a test looks at them.
pub(crate) const MOST_LISTS: usize = 4;

struct Pass<'a> {
    device: &'a Device,
    lookup: &'a Lookup,
    bytes: &'a [u8],
    lists: &'a mut Lists,
    sink: &'a mut dyn Sink,
}

/// A whole channel while its data are read.
struct Reader<'a> {
    channel: Channel,
    row: &'static Row,
    data: &'a [u8],
    /// Whether values outside their part's range are worth a warning.
    ranged: bool,
}

impl<'a> Pass<'a> {
    /// Reads the channel at `offset` and gives its length, or `None` where
    /// nothing behind it can be understood.
    fn channel(&mut self, offset: usize) -> Option<usize> {
        let rest = self.bytes.get(offset..)?;
        let (&channel, after) = rest.split_first()?;
        let Some(found) = self.lookup.find(self.device, channel, after.first().copied()) else {
            self.give_up(offset, rest);
            return None;
        };
        // Siblings have the same length.
        let first = found.row;
        let header = first.header();
        let result = usize::from(found.echo == Some(Echo::WithResult));
        let length = header + first.length + result;
        if rest.len() < length {
            if let (Some(presence), [_, _]) = (first.presence().filter(|_| result == 0), rest) {
                self.without_reserved_byte(offset, &found, presence);
                return Some(rest.len());
            }
            self.cut_short(offset, first, rest, length);
            return None;
        }
        let data = rest.get(header..header + first.length)?;
        let result = rest.get(header + first.length..length)?.first().copied();
        match found.pick(self.device, data) {
            Some(found) => self.whole(offset, &found, data, result),
            None => self.of_unknown_sub_kind(offset, first, data, length),
        }
        Some(length)
    }

    fn whole(&mut self, offset: usize, found: &Found, data: &'a [u8], result: Option<u8>) {
        let Found { row, id, echo } = *found;
        let refused = result.is_some_and(|result| result != 0);
        let index = match row.target {
            Target::List(name) if !refused => self.next_entry(name),
            _ => 0,
        };
        let length = row.header() + data.len() + usize::from(result.is_some());
        let extent = Extent::Whole;
        let channel = Channel { offset, length, extent, row: Some(row), id, index, refused };
        self.sink.channel(&channel);
        if refused {
            self.event(offset, 1, Meaning::Header);
            let type_byte = row.type_byte.unwrap_or_default();
            self.result_field(offset + 1, "channel_type", Reading::Number(type_byte.into()));
        } else {
            self.event(offset, row.header(), Meaning::Header);
        }
        let ranged = self.lookup.direction == Direction::Uplink && echo.is_none();
        let reader = Reader { channel, row, data, ranged };
        let mut at = 0;
        for part in row.parts {
            let slot = part.slot(at);
            at += slot.length;
            let raw = slot.read(data).unwrap_or_default();
            if let Coding::Bits { parts, .. } = part.coding {
                let mut shift = 0;
                for field in parts {
                    let width = field.width();
                    let raw = (raw >> shift) & mask(width);
                    self.part(&reader, field, slot.bits(shift, width), raw);
                    shift += width;
                }
            } else {
                self.part(&reader, part, slot, raw);
            }
        }
        if let Some(result) = result {
            self.result(offset + length - 1, result);
        }
    }

    /// A part of a row: its field and what else its bits say.
    fn part(&mut self, reader: &Reader<'a>, part: &'static Part, slot: Slot, raw: u32) {
        let Reader { channel, row, data, ranged } = reader;
        let bytes = data.get(slot.offset..slot.offset + slot.length).unwrap_or_default();
        let offset = channel.offset + row.header() + slot.offset;
        let bits = (!slot.is_whole()).then(|| (slot.shift, slot.shift + slot.width - 1));
        let event = |meaning| Event { offset, bytes, bits, meaning };

        let mut unlabelled = None;
        let reading = match part.coding {
            Coding::Reserved { .. } => return self.sink.event(&event(Meaning::Reserved)),
            Coding::SubKind { value, .. } => {
                self.sink.event(&event(Meaning::SubKind));
                if value.is_none() {
                    self.unknown_sub_kind(channel.offset, raw);
                }
                return;
            }
            // Leaves are never groups of bit fields.
            Coding::Bits { .. } => return,
            Coding::Number { wire, div, plus } => {
                Reading::Number((wire.integer(raw) - i64::from(plus)) as f64 / f64::from(div))
            }
            Coding::Choice { labels, .. } => {
                let at = labels.iter().position(|(number, _)| part.bits_of(*number) == raw);
                let at = at.unwrap_or(labels.len());
                unlabelled = Some(labels.len());
                Reading::Label(labels.get(at).map_or(UNKNOWN, |(_, label)| label), at)
            }
            Coding::Presence { label, .. } => Reading::Label(label, 0),
            Coding::Hex { reversed, .. } => Reading::Hex { bytes, reversed },
            Coding::Constant { label } => Reading::Label(label, 0),
            Coding::Text { .. } => Reading::Hex { bytes, reversed: false },
            Coding::Version(version) => Reading::Version(version, bytes),
        };

        let path = |name| {
            let (refused, target, index) = (channel.refused, row.target, channel.index);
            Path { refused, target, index, name }
        };
        let field =
            |name, reading| event(Meaning::Field { path: path(name), part: Some(part), reading });
        let aside = part.asides.iter().position(|aside| aside.raw == raw);
        let aside = aside.and_then(|at| Some((at, part.asides.get(at)?)));
        if !aside.is_some_and(|(_, aside)| aside.instead) {
            self.sink.event(&field(part.name, reading));
            match (reading, part.range) {
                (Reading::Label(_, at), _) if unlabelled == Some(at) => {
                    let byte = bytes.first().copied().unwrap_or_default();
                    self.sink.trouble(&Trouble::NoLabel { offset, path: path(part.name), byte });
                }
                (Reading::Number(value), Some(range))
                    if *ranged && (value < range.0 || value > range.1) =>
                {
                    let (offset, path) = (channel.offset, path(part.name));
                    self.sink.trouble(&Trouble::OutOfRange { offset, path, value, range });
                }
                _ => {}
            }
        }
        if let Some((at, aside)) = aside {
            self.sink.event(&field(aside.name, Reading::Label(aside.label, at)));
            if aside.warn {
                let (offset, path) = (channel.offset, path(aside.name));
                self.sink.trouble(&Trouble::NoReading { offset, path, bytes });
            }
        }
    }

    /// A channel that lacks its one, reserved, byte at the payload's end.
    fn without_reserved_byte(
        &mut self,
        offset: usize,
        found: &Found,
        (part, label): (&'static Part, &'static str),
    ) {
        let (row, length) = (found.row, found.row.header());
        let (extent, row_and_id) = (Extent::Whole, Some((row, found.id)));
        self.begin(offset, length, extent, row_and_id, length);
        let path = Path { refused: false, target: row.target, index: 0, name: part.name };
        let reading = Reading::Label(label, 0);
        self.event(offset + length, 0, Meaning::Field { path, part: Some(part), reading });
        let header = self.header_at(offset);
        self.sink.trouble(&Trouble::ReservedMissing { offset, header });
    }

    fn of_unknown_sub_kind(
        &mut self,
        offset: usize,
        row: &'static Row,
        data: &[u8],
        length: usize,
    ) {
        self.begin(offset, length, Extent::Whole, None, row.header());
        let raw = row.sub_kind.and_then(|sub_kind| sub_kind.slot.read(data));
        self.unknown_sub_kind(offset, raw.unwrap_or_default());
    }

    fn cut_short(&mut self, offset: usize, row: &'static Row, rest: &[u8], needed: usize) {
        let (header, had) = (row.header().min(rest.len()), rest.len());
        self.begin(offset, had, Extent::Truncated, Some((row, 0)), header);
        let header = rest.get(..header).unwrap_or_default();
        self.sink.trouble(&Trouble::Truncated { offset, header, needed, had });
    }

    /// A channel without a row: how long it is, and so what follows, is not known.
    fn give_up(&mut self, offset: usize, rest: &[u8]) {
        let had = rest.len();
        match rest.split_first_chunk::<2>() {
            Some((header, rest)) => {
                self.begin(offset, had, Extent::Unknown, None, 2);
                self.sink.trouble(&Trouble::UnknownChannel { offset, header: *header, rest });
            }
            None => {
                self.begin(offset, had, Extent::Truncated, None, had);
                self.sink.trouble(&Trouble::Truncated { offset, header: rest, needed: 2, had });
            }
        }
    }

    /// Announces a channel of whose data nothing is read: its header, and the rest
    /// of it as opaque.
    fn begin(
        &mut self,
        offset: usize,
        length: usize,
        extent: Extent,
        row: Option<(&'static Row, usize)>,
        header: usize,
    ) {
        let (row, id) = row.map_or((None, 0), |(row, id)| (Some(row), id));
        self.sink.channel(&Channel { offset, length, extent, row, id, index: 0, refused: false });
        self.event(offset, header, Meaning::Header);
        if length > header {
            self.event(offset + header, length - header, Meaning::Opaque);
        }
    }

    /// The last byte of an echo with a result.
    fn result(&mut self, offset: usize, byte: u8) {
        if byte == 0 {
            return self.event(offset, 1, Meaning::Success);
        }
        let at = RESULT_LABELS.iter().position(|(number, _)| *number == i32::from(byte));
        let at = at.unwrap_or(RESULT_LABELS.len());
        let label = RESULT_LABELS.get(at).map_or(UNKNOWN, |(_, label)| label);
        let path = self.result_field(offset, "result", Reading::Label(label, at));
        if at == RESULT_LABELS.len() {
            self.sink.trouble(&Trouble::NoLabel { offset, path, byte });
        }
    }

    fn result_field(&mut self, offset: usize, name: &'static str, reading: Reading) -> Path {
        let path = Path { refused: false, target: Target::Object(RESULT_FIELD), index: 0, name };
        self.event(offset, 1, Meaning::Field { path, part: None, reading });
        path
    }

    fn unknown_sub_kind(&mut self, offset: usize, sub_kind: u32) {
        let header = self.header_at(offset);
        self.sink.trouble(&Trouble::UnknownSubKind { offset, header, sub_kind });
    }

    fn event(&mut self, offset: usize, length: usize, meaning: Meaning) {
        let bytes = self.bytes.get(offset..offset + length).unwrap_or_default();
        self.sink.event(&Event { offset, bytes, bits: None, meaning });
    }

    /// Channel and type of a channel that has both.
    fn header_at(&self, offset: usize) -> [u8; 2] {
        let rest = self.bytes.get(offset..).unwrap_or_default();
        rest.first_chunk().copied().unwrap_or_default()
    }

    /// The number of the next entry of a list.
    fn next_entry(&mut self, name: &'static str) -> usize {
        let Lists { names, counts } = &mut *self.lists;
        let mut lists = names.iter_mut().zip(counts);
        let met = lists.find(|(list, _)| **list == name || list.is_empty());
        met.map_or(0, |(list, count)| {
            *list = name;
            *count += 1;
            *count - 1
        })
    }
}
