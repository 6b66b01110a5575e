//! The vocabulary in which devices are written down.
//!
//! A [`Row`] is one line of a guide's table: a channel, its type and the
//! [`Part`]s its data is made of, in wire order. Rows state decisions only;
//! lengths, offsets, reserved bits, paths and bounds are derived here, and
//! everything else (decoder, encoder, explanations, schemas, types) from rows.

use core::panic::Location;

use crate::bits::{extend_sign, mask};
use crate::prelude::*;
use crate::text::integer;

pub use crate::departure::{Departure, departure};

/// A model, or several that share one protocol: names, guide and rows.
#[derive(Debug)]
pub struct Device {
    /// The name to find it by, in lower case: `"vs321"`.
    pub model: &'static str,
    /// What it is, for people: `"VS321 AI occupancy sensor"`.
    pub name: &'static str,
    /// Sibling models that speak the same protocol, in lower case.
    pub aliases: &'static [&'static str],
    /// The vendor's guide that `source` of a row refers to.
    pub guide: &'static str,
    /// When it listens for commands.
    pub class: Class,
    /// True if it is made for rooms.
    pub indoor: bool,
    /// What the device sends, besides echoes of downlink rows.
    pub uplink: &'static [Row],
    /// What it understands, in the order in which commands are sent.
    pub downlink: &'static [Row],
    /// The differences from the vendor's published codec, besides those that all devices have.
    pub departures: &'static [Departure],
}

/// A LoRaWAN device class: when a device listens for downlinks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Class {
    /// After each of its own uplinks.
    A,
    /// Always.
    C,
}

/// The `source` of rows and parts that no guide has: the vendor's published codec.
pub const VENDOR_CODEC: &str = "vendor's codec";

/// Which way a payload travels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// From the device.
    Uplink,
    /// To the device.
    Downlink,
}

/// One line of a guide's table: `channel · type · data`.
#[derive(Debug, Clone, Copy)]
pub struct Row {
    /// The first byte.
    pub channel: u8,
    /// The second byte; only the sockets' on/off command has none.
    pub type_byte: Option<u8>,
    /// The place in the source, for what the compiler of rows refuses.
    pub location: &'static Location<'static>,
    /// Where the fields go.
    pub target: Target,
    /// The data, in wire order.
    pub parts: &'static [Part],
    /// The section of the device's guide, `"5.1"`; what does not begin with a digit
    /// is cited as it stands, such as [`VENDOR_CODEC`].
    pub source: &'static str,
    /// What a user should know of the object or list.
    #[cfg(feature = "std")]
    pub note: &'static str,
    /// Channels that repeat this command in an uplink although neither
    /// [`Row::echo_on`] nor the command's own channel says so.
    pub also_on: &'static [u8],
    /// Rules between fields, for the encoder. Those at the top level stand at the
    /// last of the rows that they name.
    pub rules: &'static [Rule],
    /// The member that, given at the top level beside its siblings, stands for
    /// the whole object (the vendor's `{ socket_status, delay_time }`).
    pub flat_form: Option<&'static str>,
    /// True if the command does something once, rather than change a setting.
    pub action: bool,
    /// True if the command resets what settings sent with it have set.
    pub undoes_settings: bool,
    /// The command that this one may undo where both are sent: an earlier row's field, object or
    /// list.
    pub undoes: Option<&'static str>,
    /// The most entries of a row whose first byte counts them: one channel holds the whole list,
    /// `length` bytes an entry.
    pub counted: Option<u8>,
    /// True if the row is only read: the device repeats it, and no command is made of it.
    pub decode_only: bool,
    /// The field and labels of the result byte on `f8`, where they are the row's own.
    pub result: Option<OwnResult>,
    /// Bytes of data.
    pub length: usize,
    /// Where the sub-kind stands that tells this row from its siblings.
    pub sub_kind: Option<SubKind>,
}

/// A result byte with a field and labels of its own, in place of [`RESULT_FIELD`].
#[derive(Debug, Clone, Copy)]
pub struct OwnResult {
    /// The field that says why the command was not carried out.
    pub name: &'static str,
    /// Its labels; 0 is success and has none.
    pub labels: Labels,
}

/// Raw numbers and their labels, in ascending order of the numbers unless the guide's order
/// matters. Numbers of signed wire types may be negative.
pub type Labels = &'static [(i32, &'static str)];

/// Where the fields of a row go in the decoded data.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Target {
    /// To the top level.
    Top,
    /// Into an object of this name, replaced whole.
    Object(&'static str),
    /// Into a new entry of the list of this name.
    List(&'static str),
}

/// The bits by which rows of one channel and type differ.
#[derive(Debug, Clone, Copy)]
pub struct SubKind {
    /// Where the bits are.
    pub slot: Slot,
    /// Their value; `None` takes what no sibling takes.
    pub value: Option<u32>,
}

/// A place in a row's data.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Slot {
    /// First byte, from the start of the data.
    pub offset: usize,
    /// Bytes.
    pub length: usize,
    /// The first bit, in the little-endian number that the bytes make.
    pub shift: u32,
    /// The number of bits, all of the bytes' where the part is not a bit field.
    pub width: u32,
}

/// A piece of a row's data: a field, a bit field, or something without a name.
#[derive(Debug)]
pub struct Part {
    /// The field's name, `""` for reserved bits and bytes and sub-kinds. A dot makes an object in
    /// the object or at the top level: `"weekdays.monday"`.
    pub name: &'static str,
    /// How the bits are read and written.
    pub coding: Coding,
    /// The unit of a number: `"°C"`.
    pub unit: &'static str,
    /// The range of a number, narrower than its wire type's. In an uplink row
    /// a value outside it is kept with a warning, by the encoder it is refused.
    pub range: Option<(f64, f64)>,
    /// True if a command may set every number that the wire can carry: no source has a range.
    pub full_range: bool,
    /// Numbers that also decode to a label, and that no command sends.
    pub also_reads: Labels,
    /// The bit of the same bit fields that is 1 where the field is given.
    pub given_by: Option<u32>,
    /// The raw value that is sent if the field is absent; without a default the field is needed. In
    /// an uplink's row of one byte: the value that is read if the payload ends before it.
    pub default: Option<u32>,
    /// The one wire value that the guide documents; another is sent with a warning.
    pub documented: Option<u32>,
    /// Other spellings that the encoder takes, with their wire values.
    pub aliases: &'static [(&'static str, u32)],
    /// True if a number is a command's, which `"no"` and `false` leave out and for
    /// which `true` is `"yes"`, one of the aliases.
    pub yes_no: bool,
    /// Wire values that also, or instead, say something of another field.
    pub asides: &'static [Aside],
    /// What the field is in The Things Stack's normalized payload.
    pub normalized: Option<Measure>,
    /// What a user should know besides name, unit and range.
    #[cfg(feature = "std")]
    pub note: &'static str,
    /// Where the field is from, if not from where its row is: as [`Row::source`].
    pub source: Option<&'static str>,
}

/// How bits become a value.
#[derive(Debug, Clone, Copy)]
pub enum Coding {
    /// A number: what the wire has, less `plus`, divided by `div` (10 where the resolution is
    /// 0.1). Floating-point wire types have neither.
    Number {
        /// Its wire type.
        wire: Wire,
        /// The divisor.
        div: u32,
        /// What the wire adds to the number of steps.
        plus: i32,
    },
    /// A number with labels; one without a label is `"unknown"`.
    Choice {
        /// Bits.
        width: u32,
        /// True if the raw numbers are two's complement.
        signed: bool,
        /// Raw numbers and labels.
        labels: Labels,
        /// What the wire adds to the raw number.
        plus: u32,
    },
    /// A field that the channel's presence sets; its data is one reserved byte.
    Presence {
        /// The value: `"yes"` of a command, `"on"` of `device_status`.
        label: &'static str,
        /// The byte that is sent; it is not looked at when reading.
        byte: u8,
    },
    /// A field without bytes of its own: the row has been found, so it has this value.
    Constant {
        /// The value.
        label: &'static str,
    },
    /// Text of a fixed length, filled with 00 and read up to the first 00.
    Text {
        /// Bytes.
        length: usize,
        /// The characters it is made of; empty for all but control characters.
        characters: &'static str,
    },
    /// Bytes as lower-case hex digits.
    Hex {
        /// Bytes.
        length: usize,
        /// True if the wire has the low byte first.
        reversed: bool,
    },
    /// A version string of one byte (`v1`) or two (`v1.4`).
    Version(Version),
    /// Bits that say nothing: written as `fill`, not looked at when reading.
    Reserved {
        /// Bits, within [`Coding::Bits`], or 8 for each byte.
        width: u32,
        /// What the encoder sends.
        fill: u32,
    },
    /// The bits that tell rows of one channel and type apart.
    SubKind {
        /// Bits.
        width: u32,
        /// Their value; `None` takes what no sibling takes.
        value: Option<u32>,
    },
    /// Bit fields of one little-endian number, lowest first.
    Bits {
        /// Bytes.
        length: usize,
        /// The bit fields.
        parts: &'static [Part],
    },
}

/// The wire types of numbers, little-endian.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wire {
    /// One byte.
    U8,
    /// Two bytes.
    U16,
    /// Three bytes.
    U24,
    /// Four bytes.
    U32,
    /// One byte, two's complement.
    I8,
    /// Two bytes, two's complement.
    I16,
    /// Three bytes, two's complement.
    I24,
    /// Four bytes, two's complement.
    I32,
    /// Half precision (IEEE 754 binary16).
    F16,
    /// Single precision (IEEE 754 binary32).
    F32,
    /// Some bits of a [`Coding::Bits`].
    Bits(u32),
}

/// How version bytes are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Version {
    /// One byte in decimal: 01 is `v1`.
    Decimal,
    /// Two bytes in decimal: 0100 is `v1.0`.
    DecimalDecimal,
    /// Two bytes in hex: 0114 is `v1.14`.
    HexHex,
    /// One byte in hex and the next one's high nibble: 0140 is `v1.4`.
    HexNibble,
}

/// A wire value with a meaning of its own.
#[derive(Debug)]
pub struct Aside {
    /// The raw bits.
    pub raw: u32,
    /// The field that they set.
    pub name: &'static str,
    /// Its label.
    pub label: &'static str,
    /// True if the part's own field stays absent.
    pub instead: bool,
    /// True if a warning reports it.
    pub warn: bool,
    /// Where it is from, if not from where its part is: as [`Row::source`].
    pub source: Option<&'static str>,
}

/// What The Things Stack's normalized payload can say of a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Measure {
    /// `air.temperature`, °C.
    AirTemperature,
    /// `air.relativeHumidity`, %.
    AirHumidity,
    /// `air.pressure`, hPa.
    AirPressure,
    /// `air.co2`, ppm.
    AirCo2,
    /// `air.lightIntensity`, lx.
    AirLight,
    /// `action.motion.detected`: a number above 0, or a label behind the first.
    Motion,
    /// A state in which motion cannot be detected: any label behind the first.
    MotionStatus,
    /// `action.contactState`: the first label is closed, another is open.
    Contact,
    /// `water.leak`: a label behind the first.
    WaterLeak,
    /// `time`: Unix seconds.
    Time,
}

impl Measure {
    /// The measure of a number from 1 on, in the order of the variants.
    pub(crate) const fn from_number(number: u8) -> Option<Measure> {
        const ALL: [Measure; 10] = [
            Measure::AirTemperature,
            Measure::AirHumidity,
            Measure::AirPressure,
            Measure::AirCo2,
            Measure::AirLight,
            Measure::Motion,
            Measure::MotionStatus,
            Measure::Contact,
            Measure::WaterLeak,
            Measure::Time,
        ];
        match ALL.split_at_checked(number.wrapping_sub(1) as usize) {
            Some((_, [measure, ..])) => Some(*measure),
            _ => None,
        }
    }
}

/// A rule between a field and another, or a number, for the encoder.
#[derive(Debug)]
pub struct Rule {
    /// The field that it is reported under.
    pub field: &'static str,
    /// How the field must compare.
    pub must: Must,
    /// A condition: a sibling choice, and the wire values for which it holds.
    pub when: Option<(&'static str, &'static [u32])>,
    /// True if breaking it is only a warning.
    pub warns: bool,
}

/// How a field must compare.
#[derive(Debug, Clone, Copy)]
pub enum Must {
    /// Not be above another field.
    BeAtMost(&'static str),
    /// Not be below another field.
    BeAtLeast(&'static str),
    /// Be above another field.
    BeAbove(&'static str),
    /// Be another number than 0.
    NotBeZero,
}

/// A row whose fields go to the top level.
#[track_caller]
pub const fn row(channel: u8, type_byte: u8, source: &'static str, parts: &'static [Part]) -> Row {
    build(channel, Some(type_byte), source, Target::Top, parts)
}

/// A row whose fields make an object.
#[track_caller]
pub const fn object(
    channel: u8,
    type_byte: u8,
    source: &'static str,
    name: &'static str,
    parts: &'static [Part],
) -> Row {
    build(channel, Some(type_byte), source, Target::Object(name), parts)
}

/// A row whose fields make an entry of a list.
#[track_caller]
pub const fn list(
    channel: u8,
    type_byte: u8,
    source: &'static str,
    name: &'static str,
    parts: &'static [Part],
) -> Row {
    build(channel, Some(type_byte), source, Target::List(name), parts)
}

/// A row without a type byte.
#[track_caller]
pub const fn typeless(channel: u8, source: &'static str, parts: &'static [Part]) -> Row {
    build(channel, None, source, Target::Top, parts)
}

#[allow(clippy::indexing_slicing)] // slices have no other way in a const fn
#[track_caller]
const fn build(
    channel: u8,
    type_byte: Option<u8>,
    source: &'static str,
    target: Target,
    parts: &'static [Part],
) -> Row {
    let mut length = 0;
    let mut sub_kind = None;
    let mut i = 0;
    while i < parts.len() {
        if let Some(found) = parts[i].sub_kind(Slot::whole(length, parts[i].bytes())) {
            sub_kind = Some(found);
        }
        length += parts[i].bytes();
        i += 1;
    }
    Row {
        channel,
        type_byte,
        location: Location::caller(),
        target,
        parts,
        source,
        #[cfg(feature = "std")]
        note: "",
        also_on: &[],
        rules: &[],
        flat_form: None,
        action: false,
        undoes_settings: false,
        undoes: None,
        counted: None,
        decode_only: false,
        result: None,
        length,
        sub_kind,
    }
}

impl Row {
    /// Adds what a user should know of the object or list. It is for schemas and pages: where
    /// there are none, it is left out.
    #[cfg_attr(not(feature = "std"), allow(unused_mut, unused_variables))]
    pub const fn note(mut self, note: &'static str) -> Row {
        #[cfg(feature = "std")]
        {
            self.note = note;
        }
        self
    }

    /// Says on which further channels uplinks repeat the command.
    pub const fn also_on(mut self, channels: &'static [u8]) -> Row {
        self.also_on = channels;
        self
    }

    /// Adds rules between fields.
    pub const fn rules(mut self, rules: &'static [Rule]) -> Row {
        self.rules = rules;
        self
    }

    /// Lets the object's members also stand at the top level; `member` marks it.
    pub const fn flat_form(mut self, member: &'static str) -> Row {
        self.flat_form = Some(member);
        self
    }

    /// Marks a command that does something once.
    pub const fn action(mut self) -> Row {
        self.action = true;
        self
    }

    /// Marks a command that undoes settings sent with it; it stands behind them.
    pub const fn undoes_settings(mut self) -> Row {
        self.undoes_settings = true;
        self
    }

    /// Warns where the command is sent together with another, of an earlier row, which it may undo.
    pub const fn undoes(mut self, command: &'static str) -> Row {
        self.undoes = Some(command);
        self
    }

    /// Lets the first byte of the data count the entries that follow it, at most `most`.
    pub const fn counted(mut self, most: u8) -> Row {
        self.counted = Some(most);
        self
    }

    /// Makes a row of commands one that is read and never sent.
    pub const fn decode_only(mut self) -> Row {
        self.decode_only = true;
        self
    }

    /// Gives the result byte on `f8` a field and labels of the row's own.
    pub const fn result(mut self, name: &'static str, labels: Labels) -> Row {
        self.result = Some(OwnResult { name, labels });
        self
    }

    /// The bytes before the data.
    pub const fn header(&self) -> usize {
        if self.type_byte.is_some() { 2 } else { 1 }
    }

    /// The one field of a row whose data is a single reserved byte.
    pub fn presence(&self) -> Option<(&'static Part, &'static str)> {
        match self.parts {
            [part] => match part.coding {
                Coding::Presence { label, .. } => Some((part, label)),
                _ => None,
            },
            _ => None,
        }
    }

    /// Where a part's field, or that of one of its asides, is from.
    pub fn source_of(&self, part: &Part, name: &str) -> &'static str {
        let aside = part.asides.iter().find(|aside| aside.name == name);
        aside.and_then(|aside| aside.source).or(part.source).unwrap_or(self.source)
    }

    /// Returns true if the command is a setting that a reset may undo.
    pub fn is_setting(&self) -> bool {
        !self.action && self.presence().is_none()
    }

    /// How an uplink repeats this downlink row on `channel`, if it does: on the
    /// command's own channel, `ff` also on `fe`, `f9` also on `f8` with a result.
    #[allow(clippy::indexing_slicing)] // slices have no other way in a const fn
    pub const fn echo_on(&self, channel: u8) -> Option<Echo> {
        let mut also_on = false;
        let mut at = 0;
        while at < self.also_on.len() {
            also_on |= self.also_on[at] == channel;
            at += 1;
        }
        if self.type_byte.is_none() {
            None
        } else if channel == self.channel || (self.channel == 0xff && channel == 0xfe) || also_on {
            Some(Echo::Plain)
        } else if self.channel == 0xf9 && channel == 0xf8 {
            Some(Echo::WithResult)
        } else {
            None
        }
    }

    /// The names at the top level that this row can set.
    pub fn top_names(&self) -> impl Iterator<Item = &'static str> {
        match self.target {
            Target::Object(name) | Target::List(name) => Names::of(name, &[], &[]),
            Target::Top => Names::of("", &[], self.parts),
        }
    }

    /// The names of the row's own fields, asides included, in wire order.
    pub fn names(&self) -> impl Iterator<Item = &'static str> {
        Names::of("", &[], self.parts)
    }

    /// The parts with their places, bit fields one by one.
    pub fn leaves(&self) -> impl Iterator<Item = (&'static Part, Slot)> {
        Leaves::of(self.parts)
    }
}

/// A row's leaves, one after the other. Written out, since the package's module has a copy of
/// each chain of adaptors wherever one is used.
struct Leaves {
    parts: &'static [Part],
    offset: usize,
    /// What is left of a group of bit fields, where that is, and from which bit on.
    fields: &'static [Part],
    slot: Slot,
    shift: u32,
}

impl Leaves {
    const fn of(parts: &'static [Part]) -> Leaves {
        Leaves { parts, offset: 0, fields: &[], slot: Slot::whole(0, 0), shift: 0 }
    }
}

impl Iterator for Leaves {
    type Item = (&'static Part, Slot);

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let [field, rest @ ..] = self.fields {
                let slot = self.slot.bits(self.shift, field.width());
                self.shift += field.width();
                self.fields = rest;
                return Some((field, slot));
            }
            let [part, rest @ ..] = self.parts else { return None };
            let slot = Slot::whole(self.offset, part.bytes());
            self.offset += part.bytes();
            self.parts = rest;
            let Coding::Bits { parts, .. } = part.coding else { return Some((part, slot)) };
            (self.fields, self.slot, self.shift) = (parts, slot, 0);
        }
    }
}

/// A name and those of a part's asides, then those of leaves.
struct Names {
    name: &'static str,
    asides: &'static [Aside],
    leaves: Leaves,
}

impl Names {
    const fn of(name: &'static str, asides: &'static [Aside], parts: &'static [Part]) -> Names {
        Names { name, asides, leaves: Leaves::of(parts) }
    }
}

impl Iterator for Names {
    type Item = &'static str;

    fn next(&mut self) -> Option<&'static str> {
        loop {
            let name = core::mem::take(&mut self.name);
            if !name.is_empty() {
                return Some(name);
            }
            if let [aside, rest @ ..] = self.asides {
                self.asides = rest;
                // Several wire values may say something of one field.
                if rest.first().is_none_or(|next| next.name != aside.name) {
                    return Some(aside.name);
                }
                continue;
            }
            let (part, _) = self.leaves.next()?;
            (self.name, self.asides) = (part.name, part.asides);
        }
    }
}

/// How an uplink repeats a command.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Echo {
    /// As it was sent.
    Plain,
    /// With one more byte, the result of the command.
    WithResult,
}

/// The result byte of an echo on `f8`.
pub const RESULT_LABELS: Labels = &[(0, "success"), (1, "forbidden"), (2, "invalid parameter")];

/// The member of [`RESULT_FIELD`] that holds the command.
pub const REQUEST_FIELD: &str = "request";

/// The object that holds a command which the device has refused.
pub const RESULT_FIELD: &str = "device_response_result";

impl Slot {
    const fn whole(offset: usize, length: usize) -> Slot {
        Slot { offset, length, shift: 0, width: 8 * length as u32 }
    }

    pub(crate) const fn bits(self, shift: u32, width: u32) -> Slot {
        Slot { shift, width, ..self }
    }

    /// Returns true if the bits are all of the bytes'.
    pub const fn is_whole(&self) -> bool {
        self.width == 8 * self.length as u32
    }

    /// The bits' value in a row's data; `None` where bytes are missing or more than 4.
    pub fn read(&self, data: &[u8]) -> Option<u32> {
        let bytes = data.get(self.offset..self.offset + self.length)?;
        let word = match *bytes {
            [a] => u32::from(a),
            [a, b] => u32::from(u16::from_le_bytes([a, b])),
            [a, b, c] => u32::from_le_bytes([a, b, c, 0]),
            [a, b, c, d] => u32::from_le_bytes([a, b, c, d]),
            _ => return None,
        };
        Some((word >> self.shift) & mask(self.width))
    }
}

impl Wire {
    /// Bits on the wire.
    pub const fn width(self) -> u32 {
        match self {
            Wire::U8 | Wire::I8 => 8,
            Wire::U16 | Wire::I16 | Wire::F16 => 16,
            Wire::U24 | Wire::I24 => 24,
            Wire::U32 | Wire::I32 | Wire::F32 => 32,
            Wire::Bits(width) => width,
        }
    }

    /// Returns true if the numbers are two's complement.
    pub const fn is_signed(self) -> bool {
        matches!(self, Wire::I8 | Wire::I16 | Wire::I24 | Wire::I32)
    }

    /// Returns true if the numbers are floating-point.
    pub const fn is_float(self) -> bool {
        matches!(self, Wire::F16 | Wire::F32)
    }

    /// The lowest and the highest integer.
    pub const fn bounds(self) -> (i64, i64) {
        if self.is_signed() {
            let half = 1i64 << (self.width() - 1);
            (-half, half - 1)
        } else {
            (0, mask(self.width()) as i64)
        }
    }

    /// The integer of raw bits.
    pub const fn integer(self, raw: u32) -> i64 {
        if self.is_signed() { extend_sign(raw, self.width()) } else { raw as i64 }
    }
}

impl Version {
    const fn length(self) -> usize {
        match self {
            Version::Decimal => 1,
            _ => 2,
        }
    }
}

const fn part(name: &'static str, coding: Coding) -> Part {
    Part {
        name,
        coding,
        unit: "",
        range: None,
        full_range: false,
        also_reads: &[],
        given_by: None,
        default: None,
        documented: None,
        aliases: &[],
        yes_no: false,
        asides: &[],
        normalized: None,
        #[cfg(feature = "std")]
        note: "",
        source: None,
    }
}

/// A whole number.
pub const fn number(name: &'static str, wire: Wire) -> Part {
    part(name, Coding::Number { wire, div: 1, plus: 0 })
}

/// A byte with labels.
pub const fn choice(name: &'static str, labels: Labels) -> Part {
    part(name, Coding::Choice { width: 8, signed: false, labels, plus: 0 })
}

impl Device {
    /// Returns true if the device may refuse commands.
    pub fn answers_with_results(&self) -> bool {
        let answers = |row: &Row| row.echo_on(0xf8) == Some(Echo::WithResult);
        self.downlink.iter().any(|row| answers(row) && row.result.is_none())
    }

    /// The source of a row or part as people cite it: `"VS321 5.1.2"`.
    pub fn cite(&self, source: &str) -> String {
        if !source.starts_with(|first: char| first.is_ascii_digit()) {
            return source.to_owned();
        }
        let device = self.guide.split(' ').next().unwrap_or_default();
        [device, " ", source].concat()
    }
}

/// Labels of a switch.
pub const OFF_ON: Labels = &[(0, "off"), (1, "on")];
/// Labels of a feature.
pub const DISABLE_ENABLE: Labels = &[(0, "disable"), (1, "enable")];
/// Labels of a command that does something or not.
pub const NO_YES: Labels = &[(0, "no"), (1, "yes")];

/// The labels by which booleans are meant.
pub(crate) const BOOLEANS: [(&str, &str); 3] =
    [("off", "on"), ("disable", "enable"), ("no", "yes")];

/// A byte that says `"disable"` or `"enable"`.
pub const fn enable(name: &'static str) -> Part {
    choice(name, DISABLE_ENABLE)
}

/// A command without data: `"yes"` sends it, `"no"` does not.
pub const fn yes(name: &'static str) -> Part {
    presence(name, "yes")
}

/// A channel whose presence is all it says; its data is a reserved byte.
pub const fn presence(name: &'static str, label: &'static str) -> Part {
    part(name, Coding::Presence { label, byte: 0xff })
}

/// A field that has one label wherever its row is found: `gpio_type: "counter"` beside a kind.
pub const fn constant(name: &'static str, label: &'static str) -> Part {
    part(name, Coding::Constant { label })
}

/// A field that has one number wherever its row is found: `button_1: 1` beside a kind. It is a
/// number without bits, so the value is what is taken off them.
pub const fn constant_number(name: &'static str, value: i32) -> Part {
    part(name, Coding::Number { wire: Wire::Bits(0), div: 1, plus: -value })
}

/// Text of at most `length` bytes, filled with 00.
pub const fn text(name: &'static str, length: usize) -> Part {
    part(name, Coding::Text { length, characters: "" })
}

/// Bytes as hex digits, in wire order.
pub const fn hex(name: &'static str, length: usize) -> Part {
    part(name, Coding::Hex { length, reversed: false })
}

/// A version string.
pub const fn version(name: &'static str, version: Version) -> Part {
    part(name, Coding::Version(version))
}

/// A byte that says nothing and is sent as `fill`.
pub const fn reserved(fill: u8) -> Part {
    part("", Coding::Reserved { width: 8, fill: fill as u32 })
}

/// Bits of a [`bits`] part that say nothing and are sent as 0.
pub const fn spare(width: u32) -> Part {
    part("", Coding::Reserved { width, fill: 0 })
}

/// A byte that tells rows of one channel and type apart.
pub const fn sub_kind(value: u8) -> Part {
    part("", Coding::SubKind { width: 8, value: Some(value as u32) })
}

/// As [`sub_kind`], for the values that no other row takes.
pub const fn other_sub_kind() -> Part {
    part("", Coding::SubKind { width: 8, value: None })
}

/// Bit fields of a little-endian number of `length` bytes, lowest first.
pub const fn bits(length: usize, parts: &'static [Part]) -> Part {
    part("", Coding::Bits { length, parts })
}

impl Part {
    /// Sets the divisor of a number.
    pub const fn div(mut self, by: u32) -> Part {
        if let Coding::Number { wire, plus, .. } = self.coding {
            self.coding = Coding::Number { wire, div: by, plus };
        }
        self
    }

    /// Sets the unit.
    pub const fn unit(mut self, unit: &'static str) -> Part {
        self.unit = unit;
        self
    }

    /// Sets the range, both ends included.
    pub const fn range(mut self, low: f64, high: f64) -> Part {
        self.range = Some((low, high));
        self
    }

    /// Lets commands set every number that the wire can carry.
    pub const fn full_range(mut self) -> Part {
        self.full_range = true;
        self
    }

    /// Adds raw numbers that decode to a label and that no command sends.
    pub const fn also_reads(mut self, labels: Labels) -> Part {
        self.also_reads = labels;
        self
    }

    /// Makes the field one that is there only where a bit of the same bit fields is 1.
    pub const fn given_by(mut self, bit: u32) -> Part {
        self.given_by = Some(bit);
        self
    }

    /// Sets the byte that a command without data sends.
    pub const fn sends(mut self, byte: u8) -> Part {
        if let Coding::Presence { label, .. } = self.coding {
            self.coding = Coding::Presence { label, byte };
        }
        self
    }

    /// Makes the raw numbers of a choice two's complement.
    pub const fn signed(mut self) -> Part {
        if let Coding::Choice { width, labels, plus, .. } = self.coding {
            self.coding = Coding::Choice { width, signed: true, labels, plus };
        }
        self
    }

    /// Sets the characters that a text is made of.
    pub const fn of_characters(mut self, characters: &'static str) -> Part {
        if let Coding::Text { length, .. } = self.coding {
            self.coding = Coding::Text { length, characters };
        }
        self
    }

    /// Sends spare bits as ones.
    pub const fn filled(mut self) -> Part {
        if let Coding::Reserved { width, .. } = self.coding {
            self.coding = Coding::Reserved { width, fill: mask(width) };
        }
        self
    }

    /// Makes the field optional; in an uplink's row of one byte, the byte at the payload's end.
    pub const fn or(mut self, default: u32) -> Part {
        self.default = Some(default);
        self
    }

    /// Names the one wire value that the guide documents.
    pub const fn documented(mut self, value: u32) -> Part {
        self.documented = Some(value);
        self
    }

    /// Adds spellings for the encoder.
    pub const fn aliases(mut self, aliases: &'static [(&'static str, u32)]) -> Part {
        self.aliases = aliases;
        self
    }

    /// Makes a number a command's: `"yes"` and `true` mean 0, `"no"` and `false` send
    /// nothing.
    pub const fn takes_yes_no(mut self) -> Part {
        self.yes_no = true;
        self.aliases(&[("yes", 0)])
    }

    /// Adds meanings of single wire values.
    pub const fn asides(mut self, asides: &'static [Aside]) -> Part {
        self.asides = asides;
        self
    }

    /// Feeds The Things Stack's normalized payload.
    pub const fn normalized(mut self, measure: Measure) -> Part {
        self.normalized = Some(measure);
        self
    }

    /// Adds what a user should know, as [`Row::note`].
    #[cfg_attr(not(feature = "std"), allow(unused_mut, unused_variables))]
    pub const fn note(mut self, note: &'static str) -> Part {
        #[cfg(feature = "std")]
        {
            self.note = note;
        }
        self
    }

    /// Says where the field is from, where its row is from elsewhere.
    pub const fn source(mut self, source: &'static str) -> Part {
        self.source = Some(source);
        self
    }

    /// Makes a choice or a sub-kind some bits wide, for use in [`bits`].
    pub const fn wide(mut self, bits: u32) -> Part {
        self.coding = match self.coding {
            Coding::Choice { signed, labels, plus, .. } => {
                Coding::Choice { width: bits, signed, labels, plus }
            }
            Coding::SubKind { value, .. } => Coding::SubKind { width: bits, value },
            other => other,
        };
        self
    }

    /// Says what the wire adds to a choice's raw numbers, or to a number's steps.
    pub const fn plus(mut self, plus: i32) -> Part {
        match self.coding {
            Coding::Choice { width, signed, labels, .. } => {
                self.coding = Coding::Choice { width, signed, labels, plus: plus as u32 };
            }
            Coding::Number { wire, div, .. } => self.coding = Coding::Number { wire, div, plus },
            _ => {}
        }
        self
    }

    /// Says that the wire has the low byte of hex digits first.
    pub const fn low_byte_first(mut self) -> Part {
        if let Coding::Hex { length, .. } = self.coding {
            self.coding = Coding::Hex { length, reversed: true };
        }
        self
    }

    /// Bits on the wire.
    pub const fn width(&self) -> u32 {
        match self.coding {
            Coding::Number { wire, .. } => wire.width(),
            Coding::Choice { width, .. }
            | Coding::Reserved { width, .. }
            | Coding::SubKind { width, .. } => width,
            Coding::Presence { .. } => 8,
            Coding::Constant { .. } => 0,
            Coding::Hex { length, .. }
            | Coding::Text { length, .. }
            | Coding::Bits { length, .. } => 8 * length as u32,
            Coding::Version(version) => 8 * version.length() as u32,
        }
    }

    const fn bytes(&self) -> usize {
        (self.width() / 8) as usize
    }

    #[allow(clippy::indexing_slicing)] // slices have no other way in a const fn
    const fn sub_kind(&self, slot: Slot) -> Option<SubKind> {
        match self.coding {
            Coding::SubKind { value, .. } => Some(SubKind { slot, value }),
            Coding::Bits { parts, .. } => {
                let mut shift = 0;
                let mut i = 0;
                while i < parts.len() {
                    let width = parts[i].width();
                    if let Coding::SubKind { value, .. } = parts[i].coding {
                        return Some(SubKind { slot: slot.bits(shift, width), value });
                    }
                    shift += width;
                    i += 1;
                }
                None
            }
            _ => None,
        }
    }

    /// The part's field, if it has a name, and its asides'.
    pub fn names(&self) -> impl Iterator<Item = &'static str> {
        Names::of(self.name, self.asides, &[])
    }

    /// The lowest and the highest value of a number: its range, or the wire's.
    pub fn bounds(&self) -> (f64, f64) {
        self.range.unwrap_or_else(|| self.wire_bounds())
    }

    /// The lowest and the highest value that the wire can carry.
    pub fn wire_bounds(&self) -> (f64, f64) {
        match self.coding {
            Coding::Number { wire: Wire::F16, .. } => (-65504.0, 65504.0),
            // The shortest decimal of the largest single, which is a little above it.
            Coding::Number { wire: Wire::F32, .. } => (-3.4028235e38, 3.4028235e38),
            Coding::Number { wire, div, plus } => {
                let (low, high) = wire.bounds();
                let value = |raw: i64| (raw - i64::from(plus)) as f64 / f64::from(div);
                (value(low), value(high))
            }
            _ => (0.0, f64::from(mask(self.width()))),
        }
    }

    /// Returns true if a command may say `true` and `false`: the field is a command without data,
    /// or its two labels are those of a switch, a feature or yes and no, whatever their numbers.
    pub fn takes_booleans(&self) -> bool {
        match self.coding {
            Coding::Choice { labels, .. } => self.label_of(labels, true).is_some(),
            Coding::Presence { .. } => true,
            Coding::Constant { label } => label == "yes",
            _ => false,
        }
    }

    /// The raw number and the label that a boolean means, where booleans are taken.
    pub(crate) fn label_of(&self, labels: Labels, flag: bool) -> Option<(i32, &'static str)> {
        let has = |name: &str| labels.iter().find(|(_, label)| *label == name).copied();
        let pair = |no: &str, yes: &str| Some(if flag { yes } else { no }).and_then(has);
        if labels.len() != 2 {
            return None;
        }
        BOOLEANS
            .into_iter()
            .find(|(no, yes)| has(no).is_some() && has(yes).is_some())
            .and_then(|(no, yes)| pair(no, yes))
    }

    /// Returns true if a number is that of a command which `"no"` leaves out.
    pub fn is_command(&self) -> bool {
        self.yes_no
    }

    /// A wire value, as messages have it: its label or its number.
    pub fn shown(&self, raw: u32) -> String {
        let label = match self.coding {
            Coding::Choice { labels, .. } => {
                labels.iter().find(|(number, _)| self.bits_of(*number) == raw)
            }
            _ => None,
        };
        label.map_or_else(|| integer(raw), |(_, label)| (*label).to_owned())
    }

    /// The bits on the wire of a choice's raw number.
    pub const fn bits_of(&self, number: i32) -> u32 {
        match self.coding {
            Coding::Choice { width, plus, .. } => (number as u32).wrapping_add(plus) & mask(width),
            _ => number as u32,
        }
    }
}

impl Must {
    /// The relation as messages and scripts write it: its sign, and the other field or number.
    pub const fn relation(self) -> (&'static str, &'static str) {
        match self {
            Must::BeAtMost(other) => ("<=", other),
            Must::BeAtLeast(other) => (">=", other),
            Must::BeAbove(other) => (">", other),
            Must::NotBeZero => (">=", "1"),
        }
    }
}

impl Rule {
    /// `field` must not be above `other`.
    pub const fn at_most(field: &'static str, other: &'static str) -> Rule {
        Rule { field, must: Must::BeAtMost(other), when: None, warns: false }
    }

    /// `field` must not be below `other`.
    pub const fn at_least(field: &'static str, other: &'static str) -> Rule {
        Rule { field, must: Must::BeAtLeast(other), when: None, warns: false }
    }

    /// `field` must be above `other`.
    pub const fn above(field: &'static str, other: &'static str) -> Rule {
        Rule { field, must: Must::BeAbove(other), when: None, warns: false }
    }

    /// `field` must not be 0.
    pub const fn not_zero(field: &'static str) -> Rule {
        Rule { field, must: Must::NotBeZero, when: None, warns: false }
    }

    /// The rule holds only where `field` is one of `values` on the wire.
    pub const fn when(mut self, field: &'static str, values: &'static [u32]) -> Rule {
        self.when = Some((field, values));
        self
    }

    /// Breaking the rule is worth a warning only.
    pub const fn warns(mut self) -> Rule {
        self.warns = true;
        self
    }
}

impl Aside {
    /// `raw` sets `name` to `label` beside the part's own field.
    pub const fn beside(raw: u32, name: &'static str, label: &'static str) -> Aside {
        Aside { raw, name, label, instead: false, warn: false, source: None }
    }

    /// `raw` sets `name` to `label` and no other field.
    pub const fn instead(raw: u32, name: &'static str, label: &'static str) -> Aside {
        Aside { raw, name, label, instead: true, warn: false, source: None }
    }

    /// Adds a warning.
    pub const fn warns(mut self) -> Aside {
        self.warn = true;
        self
    }

    /// Says where it is from, where its part is from elsewhere.
    pub const fn source(mut self, source: &'static str) -> Aside {
        self.source = Some(source);
        self
    }
}
