//! The one pass over a payload: bytes and rows in, events out, into a [`Sink`].
//!
//! Data, explanations and whatever else is made of a payload are sinks, so that
//! none of them reads bytes by itself.

use std::fmt;

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
    /// Something is wrong.
    fn problem(&mut self, problem: Problem);
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
    /// A label, `"unknown"` where the wire value has none.
    Label(&'static str),
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
            Reading::Label(label) => label.into(),
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
        let byte = |at| bytes.get(at).copied().unwrap_or_default();
        match self {
            Version::Decimal => format!("v{}", byte(0)),
            Version::DecimalDecimal => format!("v{}.{}", byte(0), byte(1)),
            Version::HexHex => format!("v{:x}.{:x}", byte(0), byte(1)),
            Version::HexNibble => format!("v{:x}.{}", byte(0), byte(1) >> 4),
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

impl fmt::Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        if self.refused {
            write!(f, "{RESULT_FIELD}.{REQUEST_FIELD}.")?;
        }
        match self.target {
            Target::Top => {}
            Target::Object(name) => write!(f, "{name}.")?,
            Target::List(name) => write!(f, "{name}[{}].", self.index)?,
        }
        f.write_str(self.name)
    }
}

/// Reads a payload once. Says whether any of it was understood: a channel decoded,
/// or skipped by its known length.
pub fn decode(device: &Device, direction: Direction, bytes: &[u8], sink: &mut impl Sink) -> bool {
    let mut pass = Pass { device, direction, bytes, lists: Vec::new(), sink };
    let mut offset = 0;
    while offset < bytes.len() {
        match pass.channel(offset) {
            Some(length) => offset += length,
            None => return offset > 0,
        }
    }
    true
}

struct Pass<'a, S> {
    device: &'a Device,
    direction: Direction,
    bytes: &'a [u8],
    /// How many entries each list has got.
    lists: Vec<(&'static str, usize)>,
    sink: &'a mut S,
}

/// Rows of one channel and type, and how an uplink repeats them.
struct Rows<'a> {
    rows: &'a [Row],
    channel: u8,
    kind: Option<u8>,
    echo: Option<Echo>,
}

impl<'a, S: Sink> Pass<'a, S> {
    /// Reads the channel at `offset` and gives its length, or `None` where
    /// nothing behind it can be understood.
    fn channel(&mut self, offset: usize) -> Option<usize> {
        let rest = self.bytes.get(offset..)?;
        let (&channel, after) = rest.split_first()?;
        let kind = after.first().copied();
        let Some(rows) = self.rows(channel, kind) else {
            self.give_up(offset, rest, kind);
            return None;
        };
        // Siblings have the same length.
        let first = rows.siblings().next()?;
        let header = first.header();
        let result = usize::from(rows.echo == Some(Echo::WithResult));
        let length = header + first.length + result;
        if rest.len() < length {
            let missing = length - rest.len();
            if let Some((part, label)) = first.presence().filter(|_| missing == 1 && result == 0) {
                self.bare(offset, first, part, label);
                return Some(rest.len());
            }
            self.cut_short(offset, first, rest, header, length);
            return None;
        }
        let data = rest.get(header..header + first.length)?;
        let result = rest.get(header + first.length..length)?;
        match rows.pick(data) {
            Some(row) => self.whole(offset, row, data, result, rows.echo.is_some()),
            None => self.of_unknown_sub_kind(offset, first, data, result),
        }
        Some(length)
    }

    fn rows(&self, channel: u8, kind: Option<u8>) -> Option<Rows<'static>> {
        let own = match self.direction {
            Direction::Uplink => self.device.uplink,
            Direction::Downlink => self.device.downlink,
        };
        let matches =
            |row: &&Row| row.channel == channel && (row.kind.is_none() || row.kind == kind);
        if let Some(row) = own.iter().find(matches) {
            return Some(Rows { rows: own, channel, kind: row.kind, echo: None });
        }
        if self.direction == Direction::Downlink {
            return None;
        }
        self.device.downlink.iter().filter(|row| row.kind == kind).find_map(|row| {
            let echo = row.echo_on(channel)?;
            let rows = self.device.downlink;
            Some(Rows { rows, channel: row.channel, kind: row.kind, echo: Some(echo) })
        })
    }

    fn whole(&mut self, offset: usize, row: &'static Row, data: &[u8], result: &[u8], echo: bool) {
        let header = row.header();
        let refused = result.first().is_some_and(|result| *result != 0);
        let index = match row.target {
            Target::List(name) if !refused => self.next_entry(name),
            _ => 0,
        };
        let length = header + data.len() + result.len();
        let channel =
            Channel { offset, length, extent: Extent::Whole, row: Some(row), index, refused };
        self.sink.channel(&channel);
        if refused {
            self.bytes_event(offset, 1, Meaning::Header);
            let kind = row.kind.unwrap_or_default();
            self.result_field(offset + 1, "channel_type", Reading::Number(kind.into()));
        } else {
            self.bytes_event(offset, header, Meaning::Header);
        }
        let ranged = self.direction == Direction::Uplink && !echo;
        for (part, slot) in row.leaves() {
            self.part(&channel, row, part, slot, data, offset + header, ranged);
        }
        if let Some(&byte) = result.first() {
            self.result(offset + length - 1, byte);
        }
    }

    /// A part of a row: its field and what else its bits say.
    #[allow(clippy::too_many_arguments)]
    fn part(
        &mut self,
        channel: &Channel,
        row: &'static Row,
        part: &'static Part,
        slot: Slot,
        data: &[u8],
        data_offset: usize,
        ranged: bool,
    ) {
        let path = |name| Path {
            refused: channel.refused,
            target: row.target,
            index: channel.index,
            name,
        };
        let bytes = data.get(slot.offset..slot.offset + slot.length).unwrap_or_default();
        let offset = data_offset + slot.offset;
        let bits = (!slot.is_whole()).then(|| (slot.shift, slot.shift + slot.width - 1));
        let event = |meaning| Event { offset, bytes, bits, meaning };
        let field =
            |name, reading| event(Meaning::Field { path: path(name), part: Some(part), reading });
        let raw = slot.read(data).unwrap_or_default();

        let reading = match part.coding {
            Coding::Reserved { .. } => return self.sink.event(&event(Meaning::Reserved)),
            Coding::SubKind { value, .. } => {
                if let (None, Some(kind)) = (value, row.kind) {
                    let header = [row.channel, kind];
                    let offset = channel.offset;
                    self.sink.problem(Problem::UnknownSubKind { offset, header, sub_kind: raw });
                }
                return self.sink.event(&event(Meaning::SubKind));
            }
            // Leaves are never groups of bit fields.
            Coding::Bits { .. } => return,
            Coding::Number { wire, div } => {
                Reading::Number(wire.integer(raw) as f64 / f64::from(div))
            }
            Coding::Choice { labels, plus, .. } => {
                let label = labels.iter().find(|(number, _)| number + plus == raw);
                Reading::Label(label.map_or(UNKNOWN, |(_, label)| label))
            }
            Coding::Presence { label } => Reading::Label(label),
            Coding::Hex { reversed, .. } => Reading::Hex { bytes, reversed },
            Coding::Version(version) => Reading::Version(version, bytes),
        };
        let aside = part.asides.iter().find(|aside| aside.raw == raw);
        if !aside.is_some_and(|aside| aside.instead) {
            self.sink.event(&field(part.name, reading));
            if reading == Reading::Label(UNKNOWN) {
                self.no_label(offset, path(part.name), bytes);
            }
            if let (Reading::Number(value), Some(range), true) = (reading, part.range, ranged) {
                if value < range.0 || value > range.1 {
                    let path = path(part.name).to_string();
                    let offset = channel.offset;
                    self.sink.problem(Problem::OutOfRange { offset, path, value, range });
                }
            }
        }
        if let Some(aside) = aside {
            self.sink.event(&field(aside.name, Reading::Label(aside.label)));
            if aside.warn {
                let path = path(aside.name).to_string();
                let (offset, bytes) = (channel.offset, bytes.to_vec());
                self.sink.problem(Problem::NoReading { offset, path, bytes });
            }
        }
    }

    /// A channel that lacks its one, reserved, byte at the payload's end.
    fn bare(&mut self, offset: usize, row: &'static Row, part: &'static Part, label: &'static str) {
        let header = row.header();
        let end = offset + header;
        let extent = Extent::Whole;
        let channel =
            Channel { offset, length: header, extent, row: Some(row), index: 0, refused: false };
        self.sink.channel(&channel);
        self.bytes_event(offset, header, Meaning::Header);
        let path = Path { refused: false, target: row.target, index: 0, name: part.name };
        let reading = Reading::Label(label);
        self.bytes_event(end, 0, Meaning::Field { path, part: Some(part), reading });
        if let Some(header) = self.bytes.get(offset..).and_then(|rest| rest.first_chunk()) {
            self.sink.problem(Problem::ReservedMissing { offset, header: *header });
        }
    }

    fn of_unknown_sub_kind(
        &mut self,
        offset: usize,
        row: &'static Row,
        data: &[u8],
        result: &[u8],
    ) {
        let header = row.header();
        let length = header + data.len() + result.len();
        let extent = Extent::Whole;
        self.sink.channel(&Channel { offset, length, extent, row: None, index: 0, refused: false });
        self.bytes_event(offset, header, Meaning::Header);
        self.bytes_event(offset + header, length - header, Meaning::Opaque);
        let sub_kind =
            row.sub_kind.and_then(|sub_kind| sub_kind.slot.read(data)).unwrap_or_default();
        if let Some(header) = self.bytes.get(offset..).and_then(|rest| rest.first_chunk()) {
            self.sink.problem(Problem::UnknownSubKind { offset, header: *header, sub_kind });
        }
    }

    fn cut_short(
        &mut self,
        offset: usize,
        row: &'static Row,
        rest: &[u8],
        header: usize,
        needed: usize,
    ) {
        let had = rest.len();
        let extent = Extent::Truncated;
        self.sink.channel(&Channel {
            offset,
            length: had,
            extent,
            row: Some(row),
            index: 0,
            refused: false,
        });
        self.bytes_event(offset, header.min(had), Meaning::Header);
        if had > header {
            self.bytes_event(offset + header, had - header, Meaning::Opaque);
        }
        let header = rest.get(..header).unwrap_or(rest).to_vec();
        self.sink.problem(Problem::Truncated { offset, header, needed, had });
    }

    /// A channel without a row: how long it is, and so what follows, is not known.
    fn give_up(&mut self, offset: usize, rest: &[u8], kind: Option<u8>) {
        let length = rest.len();
        let extent = if kind.is_some() { Extent::Unknown } else { Extent::Truncated };
        self.sink.channel(&Channel { offset, length, extent, row: None, index: 0, refused: false });
        self.bytes_event(offset, length.min(2), Meaning::Header);
        if length > 2 {
            self.bytes_event(offset + 2, length - 2, Meaning::Opaque);
        }
        self.sink.problem(match rest.split_first_chunk::<2>() {
            Some((header, rest)) => {
                Problem::UnknownChannel { offset, header: *header, rest: rest.to_vec() }
            }
            None => Problem::Truncated { offset, header: rest.to_vec(), needed: 2, had: length },
        });
    }

    /// The last byte of an echo with a result.
    fn result(&mut self, offset: usize, byte: u8) {
        if byte == 0 {
            return self.bytes_event(offset, 1, Meaning::Success);
        }
        let label = RESULT_LABELS.iter().find(|(number, _)| *number == u32::from(byte));
        let reading = Reading::Label(label.map_or(UNKNOWN, |(_, label)| label));
        let path = self.result_field(offset, "result", reading);
        if label.is_none() {
            self.no_label(offset, path, &[byte]);
        }
    }

    fn result_field(&mut self, offset: usize, name: &'static str, reading: Reading) -> Path {
        let path = Path { refused: false, target: Target::Object(RESULT_FIELD), index: 0, name };
        self.bytes_event(offset, 1, Meaning::Field { path, part: None, reading });
        path
    }

    fn no_label(&mut self, offset: usize, path: Path, bytes: &[u8]) {
        let byte = bytes.first().copied().unwrap_or_default();
        self.sink.problem(Problem::NoLabel { offset, path: path.to_string(), byte });
    }

    fn bytes_event(&mut self, offset: usize, length: usize, meaning: Meaning) {
        let bytes = self.bytes.get(offset..offset + length).unwrap_or_default();
        self.sink.event(&Event { offset, bytes, bits: None, meaning });
    }

    fn next_entry(&mut self, name: &'static str) -> usize {
        match self.lists.iter_mut().find(|(list, _)| *list == name) {
            Some((_, count)) => {
                *count += 1;
                *count
            }
            None => {
                self.lists.push((name, 0));
                0
            }
        }
    }
}

impl Rows<'static> {
    fn siblings(&self) -> impl Iterator<Item = &'static Row> {
        let (channel, kind) = (self.channel, self.kind);
        self.rows.iter().filter(move |row| row.channel == channel && row.kind == kind)
    }

    /// The row that the data's sub-kind asks for.
    fn pick(&self, data: &[u8]) -> Option<&'static Row> {
        self.siblings().find(|row| match row.sub_kind {
            Some(SubKind { slot, value: Some(value) }) => slot.read(data) == Some(value),
            _ => true,
        })
    }
}
