//! The words for parts: `number("voltage", Wire::U16).div(10).unit("V")`.

use super::part::{Coding, Labels, Measure, Part, SpecialValue};
use super::wire::Wire;
use crate::bits::mask;
use crate::enums::setters;

/// Labels of a switch.
pub const OFF_ON: Labels = &[(0, "off"), (1, "on")];

/// Labels of a feature.
pub const DISABLE_ENABLE: Labels = &[(0, "disable"), (1, "enable")];

/// Labels of a command that does something or not.
pub const NO_YES: Labels = &[(0, "no"), (1, "yes")];

/// A number.
pub const fn number(name: &'static str, wire: Wire) -> Part {
    let coding = if let Wire::F16 | Wire::F32 = wire { Coding::Float } else { Coding::Number };
    let signed = matches!(wire, Wire::I8 | Wire::I16 | Wire::I24 | Wire::I32);
    Part { signed, ..part(name, coding, wire.width()) }
}

/// A byte with labels.
pub const fn choice(name: &'static str, labels: Labels) -> Part {
    Part { labels, ..part(name, Coding::Choice, 8) }
}

/// A byte that says `"disable"` or `"enable"`.
pub const fn enable(name: &'static str) -> Part {
    choice(name, DISABLE_ENABLE)
}

/// A command without data: `"yes"` sends it, `"no"` does not. It is a [`presence`].
pub const fn yes(name: &'static str) -> Part {
    presence(name, "yes")
}

/// A channel whose presence is all it says; its data is a reserved byte, which may be missing at the
/// payload's end (a warning, `reserved_missing`).
pub const fn presence(name: &'static str, label: &'static str) -> Part {
    Part { label, fixed: 0xff, ..part(name, Coding::Presence, 8) }
}

/// A field that has one label wherever its row is found: `gpio_type: "counter"` beside a kind.
pub const fn constant(name: &'static str, label: &'static str) -> Part {
    Part { label, ..part(name, Coding::Constant, 0) }
}

/// A field that has one number wherever its row is found: `button_1: 1` beside a kind. It is a
/// number without bits, so the value is what is taken off them.
pub const fn constant_number(name: &'static str, value: i32) -> Part {
    Part { plus: -value, ..part(name, Coding::Number, 0) }
}

/// Text of at most `length` bytes, filled with 00.
pub const fn text(name: &'static str, length: u32) -> Part {
    part(name, Coding::Text, 8 * length)
}

/// Bytes as hex digits, in wire order.
pub const fn hex(name: &'static str, length: u32) -> Part {
    part(name, Coding::Hex, 8 * length)
}

/// A version string: its coding is one of the versions'.
pub const fn version(name: &'static str, coding: Coding) -> Part {
    part(name, coding, if let Coding::VersionDecimal = coding { 8 } else { 16 })
}

/// A byte without meaning, sent as `fill`. A payload that ends before it is `truncated`: only
/// the byte of a [`presence`], or a row's one byte with [`Part::default`], may be missing.
pub const fn reserved(fill: u8) -> Part {
    Part { fixed: fill as u32, ..spare(8) }
}

/// Bits of a [`bits`] part without meaning, sent as 0.
pub const fn spare(width: u32) -> Part {
    part("", Coding::Reserved, width)
}

/// A byte that tells rows of one channel and type apart.
pub const fn sub_kind(value: u8) -> Part {
    Part { fixed: value as u32, ..part("", Coding::Kind, 8) }
}

/// As [`sub_kind`], for the values that no other row takes.
pub const fn any_other_kind() -> Part {
    part("", Coding::OtherKind, 8)
}

/// Bit fields of a little-endian number of `length` bytes, lowest first.
pub const fn bits(length: u32, parts: &'static [Part]) -> Part {
    Part { parts, ..part("", Coding::Bits, 8 * length) }
}

const fn part(name: &'static str, coding: Coding, width: u32) -> Part {
    Part { name, coding, width, ..Part::EMPTY }
}

setters! { Part:
    /// Sets the divisor of a number.
    div(by: u32) div = by;
    /// Sets the unit.
    unit(unit: &'static str) unit = unit;
    /// Sets the range, both ends included.
    range(low: f64, high: f64) range = Some((low, high));
    /// Lets commands set every number that the wire can carry.
    full_range() full_range = true;
    /// Adds raw numbers that decode to a label and that no command sends.
    also_reads(labels: Labels) also_reads = labels;
    /// Makes the field one that is there only where a bit of the same bit fields is 1.
    given_by(bit: u32) given_by = Some(bit);
    /// Sets the byte that a command without data sends.
    sends(byte: u8) fixed = byte as u32;
    /// Makes the raw numbers of a choice two's complement.
    signed() signed = true;
    /// Sets the characters that a text is made of.
    of_characters(characters: &'static str) characters = characters;
    /// Makes the field optional; in an uplink's row of one byte, the byte at the payload's end.
    default(default: u32) default = Some(default);
    /// Names the one wire value that the guide documents.
    documented(value: u32) documented = Some(value);
    /// Adds spellings for the encoder.
    aliases(aliases: &'static [(&'static str, u32)]) aliases = aliases;
    /// Adds meanings of single wire values.
    special_values(special_values: &'static [SpecialValue]) special_values = special_values;
    /// Feeds The Things Stack's normalized payload.
    normalized(measure: Measure) normalized = Some(measure);
    /// Adds what a user should know, as [`Row::note`].
    note(note: &'static str) note = note;
    /// Says where the field is from, where its row is from elsewhere.
    source(source: &'static str) source = source;
    /// Says what the wire adds to a choice's raw numbers, or to a number's steps.
    wire_offset(plus: i32) plus = plus;
}

impl Part {
    /// Sends spare bits as ones.
    pub const fn filled(mut self) -> Part {
        self.fixed = mask(self.width);
        self
    }

    /// Makes a number a command's: `"yes"` and `true` mean 0, `"no"` and `false` send
    /// nothing.
    pub const fn takes_yes_no(mut self) -> Part {
        self.command_flag = true;
        self.aliases(&[("yes", 0)])
    }

    /// Makes a choice or a sub-kind some bits wide, for use in [`bits`].
    pub const fn bits(mut self, bits: u32) -> Part {
        if let Coding::Choice | Coding::Kind | Coding::OtherKind = self.coding {
            self.width = bits;
        }
        self
    }

    /// Says that the wire has the low byte of hex digits first.
    pub const fn low_byte_first(mut self) -> Part {
        if let Coding::Hex = self.coding {
            self.coding = Coding::HexReversed;
        }
        self
    }
}

impl SpecialValue {
    /// `raw` sets `name` to `label` beside the part's own field.
    pub const fn beside(raw: u32, name: &'static str, label: &'static str) -> SpecialValue {
        SpecialValue { raw, name, label, ..SpecialValue::EMPTY }
    }

    /// `raw` sets `name` to `label` and no other field.
    pub const fn instead(raw: u32, name: &'static str, label: &'static str) -> SpecialValue {
        SpecialValue { raw, name, label, replaces_field: true, ..SpecialValue::EMPTY }
    }
}

setters! { SpecialValue:
    /// Adds a warning.
    warns() warns = true;
    /// Says where it is from, where its part is from elsewhere.
    source(source: &'static str) source = source;
}
