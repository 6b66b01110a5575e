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
    /// The number of each list's last entry.
    lists: Vec<(&'static str, usize)>,
    sink: &'a mut S,
}

/// Rows of one channel and type, and how an uplink repeats them.
struct Rows {
    rows: &'static [Row],
    channel: u8,
    type_byte: Option<u8>,
    echo: Option<Echo>,
}

/// A whole channel while its data are read.
struct Reader<'a> {
    channel: Channel,
    row: &'static Row,
    data: &'a [u8],
    /// Whether values outside their part's range are worth a warning.
    ranged: bool,
}

impl<'a, S: Sink> Pass<'a, S> {
    /// Reads the channel at `offset` and gives its length, or `None` where
    /// nothing behind it can be understood.
    fn channel(&mut self, offset: usize) -> Option<usize> {
        let rest = self.bytes.get(offset..)?;
        let (&channel, after) = rest.split_first()?;
        let Some(rows) = self.rows(channel, after.first().copied()) else {
            self.give_up(offset, rest);
            return None;
        };
        // Siblings have the same length.
        let first = rows.siblings().next()?;
        let header = first.header();
        let result = usize::from(rows.echo == Some(Echo::WithResult));
        let length = header + first.length + result;
        if rest.len() < length {
            if let (Some(presence), [_, _]) = (first.presence().filter(|_| result == 0), rest) {
                self.without_reserved_byte(offset, first, presence);
                return Some(rest.len());
            }
            self.cut_short(offset, first, rest, length);
            return None;
        }
        let data = rest.get(header..header + first.length)?;
        let result = rest.get(header + first.length..length)?.first().copied();
        match rows.pick(data) {
            Some(row) => self.whole(offset, row, data, result, rows.echo.is_some()),
            None => self.of_unknown_sub_kind(offset, first, data, length),
        }
        Some(length)
    }

    fn rows(&self, channel: u8, type_byte: Option<u8>) -> Option<Rows> {
        let own = match self.direction {
            Direction::Uplink => self.device.uplink,
            Direction::Downlink => self.device.downlink,
        };
        let matches = |row: &&Row| {
            row.channel == channel && (row.type_byte.is_none() || row.type_byte == type_byte)
        };
        if let Some(row) = own.iter().find(matches) {
            return Some(Rows { rows: own, channel, type_byte: row.type_byte, echo: None });
        }
        if self.direction == Direction::Downlink {
            return None;
        }
        let rows = self.device.downlink;
        rows.iter().filter(|row| row.type_byte == type_byte).find_map(|row| {
            let echo = Some(row.echo_on(channel)?);
            Some(Rows { rows, channel: row.channel, type_byte: row.type_byte, echo })
        })
    }

    fn whole(
        &mut self,
        offset: usize,
        row: &'static Row,
        data: &'a [u8],
        result: Option<u8>,
        echo: bool,
    ) {
        let refused = result.is_some_and(|result| result != 0);
        let index = match row.target {
            Target::List(name) if !refused => self.next_entry(name),
            _ => 0,
        };
        let length = row.header() + data.len() + usize::from(result.is_some());
        let extent = Extent::Whole;
        let channel = Channel { offset, length, extent, row: Some(row), index, refused };
        self.sink.channel(&channel);
        if refused {
            self.event(offset, 1, Meaning::Header);
            let type_byte = row.type_byte.unwrap_or_default();
            self.result_field(offset + 1, "channel_type", Reading::Number(type_byte.into()));
        } else {
            self.event(offset, row.header(), Meaning::Header);
        }
        let ranged = self.direction == Direction::Uplink && !echo;
        let reader = Reader { channel, row, data, ranged };
        for (part, slot) in row.leaves() {
            self.part(&reader, part, slot);
        }
        if let Some(result) = result {
            self.result(offset + length - 1, result);
        }
    }

    /// A part of a row: its field and what else its bits say.
    fn part(&mut self, reader: &Reader<'a>, part: &'static Part, slot: Slot) {
        let Reader { channel, row, data, ranged } = reader;
        let bytes = data.get(slot.offset..slot.offset + slot.length).unwrap_or_default();
        let raw = slot.read(data).unwrap_or_default();
        let offset = channel.offset + row.header() + slot.offset;
        let bits = (!slot.is_whole()).then(|| (slot.shift, slot.shift + slot.width - 1));
        let event = |meaning| Event { offset, bytes, bits, meaning };

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

        let path = |name| {
            let (refused, target, index) = (channel.refused, row.target, channel.index);
            Path { refused, target, index, name }
        };
        let field =
            |name, reading| event(Meaning::Field { path: path(name), part: Some(part), reading });
        let aside = part.asides.iter().find(|aside| aside.raw == raw);
        if !aside.is_some_and(|aside| aside.instead) {
            self.sink.event(&field(part.name, reading));
            match (reading, part.range) {
                (Reading::Label(UNKNOWN), _) => self.no_label(offset, path(part.name), bytes),
                (Reading::Number(value), Some(range))
                    if *ranged && (value < range.0 || value > range.1) =>
                {
                    let (offset, path) = (channel.offset, path(part.name).to_string());
                    self.sink.problem(Problem::OutOfRange { offset, path, value, range });
                }
                _ => {}
            }
        }
        if let Some(aside) = aside {
            self.sink.event(&field(aside.name, Reading::Label(aside.label)));
            if aside.warn {
                let (offset, path) = (channel.offset, path(aside.name).to_string());
                self.sink.problem(Problem::NoReading { offset, path, bytes: bytes.to_vec() });
            }
        }
    }

    /// A channel that lacks its one, reserved, byte at the payload's end.
    fn without_reserved_byte(
        &mut self,
        offset: usize,
        row: &'static Row,
        (part, label): (&'static Part, &'static str),
    ) {
        let length = row.header();
        self.begin(offset, length, Extent::Whole, Some(row), length);
        let path = Path { refused: false, target: row.target, index: 0, name: part.name };
        let reading = Reading::Label(label);
        self.event(offset + length, 0, Meaning::Field { path, part: Some(part), reading });
        let header = self.header_at(offset);
        self.sink.problem(Problem::ReservedMissing { offset, header });
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
        self.begin(offset, had, Extent::Truncated, Some(row), header);
        let header = rest.get(..header).unwrap_or_default().to_vec();
        self.sink.problem(Problem::Truncated { offset, header, needed, had });
    }

    /// A channel without a row: how long it is, and so what follows, is not known.
    fn give_up(&mut self, offset: usize, rest: &[u8]) {
        let had = rest.len();
        match rest.split_first_chunk::<2>() {
            Some((header, rest)) => {
                self.begin(offset, had, Extent::Unknown, None, 2);
                let (header, rest) = (*header, rest.to_vec());
                self.sink.problem(Problem::UnknownChannel { offset, header, rest });
            }
            None => {
                self.begin(offset, had, Extent::Truncated, None, had);
                let header = rest.to_vec();
                self.sink.problem(Problem::Truncated { offset, header, needed: 2, had });
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
        row: Option<&'static Row>,
        header: usize,
    ) {
        self.sink.channel(&Channel { offset, length, extent, row, index: 0, refused: false });
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
        let label = RESULT_LABELS.iter().find(|(number, _)| *number == u32::from(byte));
        let reading = Reading::Label(label.map_or(UNKNOWN, |(_, label)| label));
        let path = self.result_field(offset, "result", reading);
        if label.is_none() {
            self.no_label(offset, path, &[byte]);
        }
    }

    fn result_field(&mut self, offset: usize, name: &'static str, reading: Reading) -> Path {
        let path = Path { refused: false, target: Target::Object(RESULT_FIELD), index: 0, name };
        self.event(offset, 1, Meaning::Field { path, part: None, reading });
        path
    }

    fn no_label(&mut self, offset: usize, path: Path, bytes: &[u8]) {
        let byte = bytes.first().copied().unwrap_or_default();
        self.sink.problem(Problem::NoLabel { offset, path: path.to_string(), byte });
    }

    fn unknown_sub_kind(&mut self, offset: usize, sub_kind: u32) {
        let header = self.header_at(offset);
        self.sink.problem(Problem::UnknownSubKind { offset, header, sub_kind });
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
        match self.lists.iter_mut().find(|(list, _)| *list == name) {
            Some((_, last)) => {
                *last += 1;
                *last
            }
            None => {
                self.lists.push((name, 0));
                0
            }
        }
    }
}

impl Rows {
    fn siblings(&self) -> impl Iterator<Item = &'static Row> {
        let (channel, type_byte) = (self.channel, self.type_byte);
        self.rows.iter().filter(move |row| row.channel == channel && row.type_byte == type_byte)
    }

    /// The row that the data's sub-kind asks for.
    fn pick(&self, data: &[u8]) -> Option<&'static Row> {
        self.siblings().find(|row| match row.sub_kind {
            Some(SubKind { slot, value: Some(value) }) => slot.read(data) == Some(value),
            _ => true,
        })
    }
}
