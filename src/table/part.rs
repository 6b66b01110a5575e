//! Parts of a row's data, and what follows from them.

use super::wire::{Slot, Version, Wire};
use crate::bits::mask;
use crate::enums::numbered;
use crate::prelude::*;
use crate::text::integer;

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
    pub command_flag: bool,
    /// Wire values that also, or instead, say something of another field.
    pub special_values: &'static [SpecialValue],
    /// The field's place in The Things Stack's normalized payload.
    pub normalized: Option<Measure>,
    /// Facts for users besides name, unit and range.
    pub note: &'static str,
    /// Where the field is from, if not from where its row is: as [`super::Row::source`].
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
        /// The number that the wire adds to the steps.
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
        /// The number that the wire adds to the raw number.
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
        /// The bits that the encoder sends.
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

/// Raw numbers and their labels, in ascending order of the numbers unless the guide's order
/// matters. Numbers of signed wire types may be negative.
pub type Labels = &'static [(i32, &'static str)];

/// A wire value with a meaning of its own.
#[derive(Debug)]
pub struct SpecialValue {
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
    /// Where it is from, if not from where its part is: as [`super::Row::source`].
    pub source: Option<&'static str>,
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

/// The bits by which rows of one channel and type differ.
#[derive(Debug, Clone, Copy)]
pub struct SubKind {
    /// Where the bits are.
    pub slot: Slot,
    /// Their value; `None` takes what no sibling takes.
    pub value: Option<u32>,
}

/// The labels by which booleans are meant.
pub(crate) const BOOLEANS: [(&str, &str); 3] =
    [("off", "on"), ("disable", "enable"), ("no", "yes")];

impl Part {
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

    pub(super) const fn bytes(&self) -> usize {
        (self.width() / 8) as usize
    }

    #[allow(clippy::indexing_slicing)] // slices have no other way in a const fn
    pub(super) const fn sub_kind(&self, slot: Slot) -> Option<SubKind> {
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

    /// The part's field, if it has a name, and its special values'.
    pub fn names(&self) -> impl Iterator<Item = &'static str> {
        let mut names: Vec<_> =
            Some(self.name).filter(|name| !name.is_empty()).into_iter().collect();
        for special in self.special_values {
            // Several wire values may say something of one field.
            if names.last() != Some(&special.name) {
                names.push(special.name);
            }
        }
        names.into_iter()
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
