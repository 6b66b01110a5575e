//! Parts of a row's data, and what follows from them.

use crate::bits::{extend_sign, mask};
use crate::enums::numbered;
use crate::prelude::*;
use crate::text::integer;

/// The label of wire values that have none.
pub const UNKNOWN: &str = "unknown";

/// A piece of a row's data: a field, a bit field, or something without a name. Rows have bit fields
/// in a [`Coding::Bits`]; the parts of a program's rows are leaves, which are never one.
#[derive(Debug, Clone, Copy)]
pub struct Part {
    /// The field's name, `""` for reserved bits and bytes and sub-kinds. A dot makes an object in
    /// the object or at the top level: `"weekdays.monday"`.
    pub name: &'static str,
    /// How the bits are read and written.
    pub coding: Coding,
    /// The bytes of the little-endian number that a leaf's bits are in; 0 where they are all the
    /// bits of bytes of their own.
    pub group: u8,
    /// True if the bits follow those of the leaf before, in the same number.
    pub is_next: bool,
    /// Bits.
    pub width: u32,
    /// True if integers are two's complement.
    pub signed: bool,
    /// The divisor of a number, 10 where the resolution is 0.1.
    pub div: u32,
    /// The number that the wire adds to a number's steps or to a label's number.
    pub plus: i32,
    /// The labels of a choice; a number without a label is `"unknown"`.
    pub labels: Labels,
    /// Numbers that also decode to a label, and that no command sends.
    pub also_reads: Labels,
    /// The value of a presence or a constant: `"yes"` of a command, `"on"` of `device_status`.
    pub label: &'static str,
    /// The value of a kind, or the bits that are sent for a presence or reserved bits; those are not
    /// looked at when reading.
    pub fixed: u32,
    /// The characters that a text is made of; empty for all but control characters.
    pub characters: &'static str,
    /// The fields of [`Coding::Bits`], lowest first.
    pub parts: &'static [Part],
    /// The unit of a number: `"°C"`.
    pub unit: &'static str,
    /// The range of a number, narrower than its wire type's. In an uplink row
    /// a value outside it is kept with a warning, by the encoder it is refused.
    pub range: Option<(f64, f64)>,
    /// True if a command may set every number that the wire can carry: no source has a range.
    pub full_range: bool,
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
    pub command_flag: bool,
    /// Wire values that also, or instead, say something of another field.
    pub special_values: &'static [SpecialValue],
    /// The field's place in The Things Stack's normalized payload.
    pub normalized: Option<Measure>,
    /// Facts for users besides name, unit and range.
    pub note: &'static str,
    /// Where the field is from, `""` if from where its row is: as [`super::Row::source`].
    pub source: &'static str,
}

numbered! {
    /// How bits become a value.
    Coding {
        /// A number: an integer less `plus`, divided by `div`.
        Number,
        /// A floating-point number.
        Float,
        /// A number with labels.
        Choice,
        /// A field that the channel's presence sets; its data is one reserved byte.
        Presence,
        /// A field without bytes of its own: the row has been found, so it has this value.
        Constant,
        /// Bytes as lower-case hex digits, in wire order.
        Hex,
        /// Bytes as lower-case hex digits, the last byte first.
        HexReversed,
        /// A version of one byte in decimal: 01 is `v1`.
        VersionDecimal,
        /// A version of two bytes in decimal: 0100 is `v1.0`.
        VersionDecimals,
        /// A version of two bytes in hex: 0114 is `v1.14`.
        VersionHex,
        /// A version of one byte in hex and the next one's high nibble: 0140 is `v1.4`.
        VersionNibble,
        /// Text of a fixed length, filled with 00 and read up to the first 00.
        Text,
        /// Bits that say nothing.
        Reserved,
        /// The bits that tell rows of one channel and type apart.
        Kind,
        /// Such bits of a row for all values that no sibling has.
        OtherKind,
        /// Bit fields of one little-endian number.
        Bits,
    }
}

impl Coding {
    /// Returns true for versions.
    pub const fn is_version(self) -> bool {
        matches!(
            self,
            Coding::VersionDecimal
                | Coding::VersionDecimals
                | Coding::VersionHex
                | Coding::VersionNibble
        )
    }
}

/// Raw numbers and their labels, in ascending order of the numbers unless the guide's order
/// matters. Numbers of signed wire types may be negative.
pub type Labels = &'static [(i32, &'static str)];

/// A wire value with a meaning of its own.
#[derive(Debug, Clone, Copy)]
pub struct SpecialValue {
    /// The raw bits.
    pub raw: u32,
    /// The field that they set.
    pub name: &'static str,
    /// Its label.
    pub label: &'static str,
    /// True if the part's own field stays absent.
    pub replaces_field: bool,
    /// True if a warning reports it.
    pub warns: bool,
    /// Where it is from, `""` if from where its part is: as [`super::Row::source`].
    pub source: &'static str,
}

numbered! {
    /// The places of The Things Stack's normalized payload.
    Measure {
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
}

/// The labels by which booleans are meant.
const BOOLEANS: [(&str, &str); 3] = [("off", "on"), ("disable", "enable"), ("no", "yes")];

impl Part {
    pub(crate) const EMPTY: Part = Part {
        name: "",
        coding: Coding::Number,
        group: 0,
        is_next: false,
        width: 8,
        signed: false,
        div: 1,
        plus: 0,
        labels: &[],
        also_reads: &[],
        label: "",
        fixed: 0,
        characters: "",
        parts: &[],
        unit: "",
        range: None,
        full_range: false,
        given_by: None,
        default: None,
        documented: None,
        aliases: &[],
        command_flag: false,
        special_values: &[],
        normalized: None,
        note: "",
        source: "",
    };

    /// Returns true if the part sets a field.
    pub const fn is_field(&self) -> bool {
        !self.name.is_empty()
    }

    /// Returns true if the part is a choice of one bit and two labels, with nothing else to look at. A
    /// sign, or what the wire adds, has no room in it.
    pub const fn is_flag(&self) -> bool {
        matches!((self.coding, self.width, self.labels), (Coding::Choice, 1, [(0, _), (1, _)]))
            && self.also_reads.is_empty()
            && self.special_values.is_empty()
            && self.given_by.is_none()
            && self.default.is_none()
    }

    /// Returns true if the part tells rows of one channel and type apart.
    pub(crate) const fn is_kind(&self) -> bool {
        matches!(self.coding, Coding::Kind | Coding::OtherKind)
    }

    pub(crate) const fn is_other_kind(&self) -> bool {
        matches!(self.coding, Coding::OtherKind)
    }

    /// The bytes that the part adds to the data.
    pub const fn bytes(&self) -> usize {
        if self.is_next { 0 } else { self.all_bytes() }
    }

    /// The bytes that the part's bits are in.
    pub const fn all_bytes(&self) -> usize {
        if self.group > 0 { self.group as usize } else { self.width as usize / 8 }
    }

    /// The slots that the part has in a record, that of its special value included.
    pub(crate) const fn slots(&self) -> u16 {
        let own = match self.coding {
            Coding::Hex | Coding::HexReversed | Coding::Text => self.width as u16 / 8,
            Coding::VersionDecimals | Coding::VersionHex | Coding::VersionNibble => 2,
            Coding::Constant | Coding::Reserved | Coding::Kind | Coding::OtherKind => 0,
            _ => 1,
        };
        own + !self.special_values.is_empty() as u16
    }

    /// The part's field, if it has a name, and its special values'.
    pub fn names(&self) -> impl Iterator<Item = &'static str> + use<> {
        let all = self.special_values;
        // Several wire values may say something of one field.
        let is_new = move |(at, special): &(usize, &SpecialValue)| {
            all.get(at.wrapping_sub(1)).is_none_or(|before| before.name != special.name)
        };
        let special_values = all.iter().enumerate().filter(is_new).map(|(_, special)| special.name);
        Some(self.name).filter(|name| !name.is_empty()).into_iter().chain(special_values)
    }

    /// The lowest and the highest integer that the wire can carry.
    pub const fn integers(&self) -> (i64, i64) {
        let all = mask(self.width) as i64;
        if self.signed { (-(all / 2) - 1, all / 2) } else { (0, all) }
    }

    /// The lowest and the highest value of a number: its range, or the wire's.
    pub fn bounds(&self) -> (f64, f64) {
        self.range.unwrap_or_else(|| self.wire_bounds())
    }

    /// The lowest and the highest value that the wire can carry.
    pub fn wire_bounds(&self) -> (f64, f64) {
        match (self.coding, self.width) {
            (Coding::Float, 16) => (-65504.0, 65504.0),
            // The shortest decimal of the largest single, which is a little above it.
            (Coding::Float, _) => (-3.4028235e38, 3.4028235e38),
            _ => {
                let (low, high) = self.integers();
                (self.number(low), self.number(high))
            }
        }
    }

    /// The number that an integer on the wire stands for.
    pub fn number(&self, integer: i64) -> f64 {
        (integer - i64::from(self.plus)) as f64 / f64::from(self.div)
    }

    /// The integer that bits on the wire stand for, sign and all.
    pub const fn integer(&self, raw: u32) -> i64 {
        if self.signed { extend_sign(raw, self.width) } else { raw as i64 }
    }

    /// The ends of the range on the wire, without what it adds.
    pub(crate) const fn steps(&self) -> Option<(i64, i64)> {
        let Some((low, high)) = self.range else { return None };
        Some(((low * self.div as f64) as i64, (high * self.div as f64) as i64))
    }

    /// The bits on the wire of a choice's raw number.
    pub const fn bits_of(&self, number: i32) -> u32 {
        number.wrapping_add(self.plus) as u32 & mask(self.width)
    }

    /// The numbers and labels that are read, in the order of their places: behind those that are sent
    /// the others.
    pub fn read_labels(&self) -> impl Iterator<Item = &'static (i32, &'static str)> + use<> {
        self.labels.iter().chain(self.also_reads)
    }

    /// The label of a place.
    pub(crate) fn label(&self, place: usize) -> &'static str {
        match self.coding {
            Coding::Presence | Coding::Constant => self.label,
            _ => self.read_labels().nth(place).map_or(UNKNOWN, |(_, label)| *label),
        }
    }

    /// The place of the label that bits on the wire have.
    pub(crate) fn place_of(&self, raw: u32) -> Option<usize> {
        self.read_labels().position(|(number, _)| self.bits_of(*number) == raw)
    }

    /// A wire value, as messages have it: its label or its number.
    pub fn shown(&self, raw: u32) -> String {
        self.place_of(raw).map_or_else(|| integer(raw), |place| self.label(place).to_owned())
    }

    /// Returns true if the part is a command without data.
    pub(crate) fn is_yes(&self) -> bool {
        matches!(self.coding, Coding::Presence | Coding::Constant) && self.label == "yes"
    }

    /// Returns true if the part is a constant that is a label, not a command.
    pub fn is_label(&self) -> bool {
        self.coding == Coding::Constant && !self.is_yes()
    }

    /// Returns true if a command for the row has to give the field.
    pub fn is_needed(&self) -> bool {
        self.is_field() && self.default.is_none() && self.given_by.is_none() && !self.is_label()
    }

    /// Returns true if a command may say `true` and `false`: the field is a command without data,
    /// or its two labels are those of a switch, a feature or yes and no, whatever their numbers.
    pub fn takes_booleans(&self) -> bool {
        self.coding == Coding::Presence || self.is_yes() || self.label_of(true).is_some()
    }

    /// The raw number and the label that a boolean means, where booleans are taken.
    pub(crate) fn label_of(&self, flag: bool) -> Option<(i32, &'static str)> {
        let named = |name: &str| self.labels.iter().find(|(_, label)| *label == name).copied();
        if self.labels.len() != 2 {
            return None;
        }
        BOOLEANS
            .into_iter()
            .find(|(no, yes)| named(no).is_some() && named(yes).is_some())
            .and_then(|(no, yes)| named(if flag { yes } else { no }))
    }
}

impl SpecialValue {
    pub(crate) const EMPTY: SpecialValue = SpecialValue {
        raw: 0,
        name: "",
        label: "",
        replaces_field: false,
        warns: false,
        source: "",
    };
}
