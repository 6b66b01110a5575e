//! One field of a command: the bits that a value asks for, and the values that are allowed.

use crate::bits::mask;
use crate::message::{self, format_message};
use crate::prelude::*;
use crate::problem::ProblemKind;
use crate::program::{Coding, Label, Leaf, Program, split_path};
use crate::table::BOOLEANS;
use crate::text;
use crate::value::Value;

/// The bits or bytes that are sent for a value.
pub(crate) enum Sending {
    /// These bits.
    Raw(u32),
    /// These bytes.
    Bytes(Vec<u8>),
    /// Nothing: `"no"` of a command that does something.
    Nothing,
}

impl Program {
    /// The bits that a value asks for.
    pub(super) fn parse(&self, leaf: &Leaf, given: &Value) -> Result<Sending, ProblemKind> {
        match leaf.coding {
            Coding::Number => self.parse_number(leaf, given),
            Coding::Choice | Coding::Flags => self.parse_label(leaf, given),
            Coding::Presence | Coding::Constant if self.is_yes(leaf) => {
                parse_yes(given, leaf.fixed)
            }
            Coding::Presence | Coding::Constant => match given {
                Value::Text(label) if *label == self.label(leaf, 0) => Ok(Sending::Raw(leaf.fixed)),
                Value::Text(_) => Err(ProblemKind::Label),
                _ => Err(ProblemKind::Type),
            },
            Coding::Hex | Coding::HexReversed => parse_digits(leaf, given),
            // Only uplinks have these.
            coding if cfg!(feature = "simulate") && is_version(coding) => match given {
                Value::Text(version) => bytes_of_version(coding, version).ok_or(ProblemKind::Label),
                _ => Err(ProblemKind::Type),
            },
            Coding::Float if cfg!(feature = "simulate") => match given {
                Value::Number(number) if (*number as f32).is_finite() => {
                    Ok(Sending::Raw((*number as f32).to_bits()))
                }
                Value::Number(_) => Err(ProblemKind::Range),
                _ => Err(ProblemKind::Type),
            },
            Coding::Text => match given {
                Value::Text(text) if text.len() > leaf.bytes() => Err(ProblemKind::Range),
                Value::Text(text) if !self.is_text_of(leaf, text) => Err(ProblemKind::Label),
                Value::Text(text) => Ok(Sending::Bytes(text.as_bytes().to_vec())),
                _ => Err(ProblemKind::Type),
            },
            _ => Err(ProblemKind::Type),
        }
    }

    /// Returns true if the leaf is a constant that is a label, not a command.
    pub(super) fn is_label(&self, leaf: &Leaf) -> bool {
        leaf.coding == Coding::Constant && !self.is_yes(leaf)
    }

    fn is_yes(&self, leaf: &Leaf) -> bool {
        self.label(leaf, 0) == "yes"
    }

    fn alias(&self, leaf: &Leaf, name: &str) -> Option<Sending> {
        let mut aliases = self.aliases_of(leaf).iter();
        let alias = aliases.find(|alias| self.text(alias.text) == name)?;
        Some(Sending::Raw(alias.number as u32))
    }

    fn parse_number(&self, leaf: &Leaf, given: &Value) -> Result<Sending, ProblemKind> {
        match given {
            Value::Number(number) => raw_of(leaf, *number).map(Sending::Raw),
            Value::Text(name) => match self.alias(leaf, name) {
                Some(sending) => Ok(sending),
                None if name == "no" && leaf.command_flag => Ok(Sending::Nothing),
                None if leaf.aliases.count == 0 => Err(ProblemKind::Type),
                None => Err(ProblemKind::Label),
            },
            Value::Bool(flag) if leaf.command_flag => {
                self.parse_number(leaf, &if *flag { "yes" } else { "no" }.into())
            }
            _ => Err(ProblemKind::Type),
        }
    }

    fn parse_label(&self, leaf: &Leaf, given: &Value) -> Result<Sending, ProblemKind> {
        let labels = self.settable_labels(leaf);
        let send = |label: &Label| Sending::Raw(leaf.raw_of(label));
        let named = |name: &str| labels.iter().find(|label| self.text(label.text) == name);
        match given {
            Value::Text(name) => match named(name) {
                Some(label) => Ok(send(label)),
                None => self.alias(leaf, name).ok_or(ProblemKind::Label),
            },
            Value::Number(number) => {
                let label = labels.iter().find(|label| f64::from(label.number) == *number);
                label.map(send).ok_or(ProblemKind::Range)
            }
            Value::Bool(flag) if labels.len() == 2 => BOOLEANS
                .into_iter()
                .find(|(no, yes)| named(no).is_some() && named(yes).is_some())
                .and_then(|(no, yes)| named(if *flag { yes } else { no }))
                .map(send)
                .ok_or(ProblemKind::Type),
            _ => Err(ProblemKind::Type),
        }
    }

    /// The values that a leaf takes, in words.
    pub(super) fn allowed(&self, leaf: &Leaf) -> String {
        match leaf.coding {
            Coding::Number => self.allowed_number(leaf),
            Coding::Choice | Coding::Flags => self.in_words(self.settable_labels(leaf)),
            Coding::Presence | Coding::Constant if !self.is_yes(leaf) => {
                self.in_words(self.labels_of(leaf))
            }
            coding if cfg!(feature = "simulate") && is_version(coding) => {
                let minor = if coding == Coding::VersionDecimal { "" } else { ".2" };
                text::concat(&["a version, as \"v1", minor, "\""])
            }
            Coding::Float if cfg!(feature = "simulate") => "a number".to_owned(),
            Coding::Hex | Coding::HexReversed => {
                let digits = text::integer(2 * leaf.bytes() as u32);
                format_message(message::HEX_DIGITS, &[&digits])
            }
            Coding::Text => {
                let length = text::integer(leaf.bytes() as u32);
                match self.text(leaf.characters) {
                    "" => format_message(message::TEXT, &[&length]),
                    characters => format_message(message::TEXT_OF, &[&length, characters]),
                }
            }
            _ => "\"no\", \"yes\"".to_owned(),
        }
    }

    fn allowed_number(&self, leaf: &Leaf) -> String {
        let (low, high) = leaf.bounds();
        let unit = self.text(leaf.unit);
        let blank = if unit.is_empty() { "" } else { " " };
        let high = text::concat(&[&text::format_number(high), blank, unit]);
        let low = text::format_number(low);
        if leaf.div != 1 {
            let step = text::format_number(1.0 / f64::from(leaf.div));
            return format_message(message::NUMBER, &[&low, &high, &step]);
        }
        let names = match self.aliases_of(leaf) {
            _ if leaf.command_flag => message::YES_OR_NO.to_owned(),
            [first, .., last] => {
                let arguments = [self.text(first.text), self.text(last.text)];
                format_message(message::NAMES, &arguments)
            }
            _ => String::new(),
        };
        text::concat(&[&format_message(message::WHOLE_NUMBER, &[&low, &high]), &names])
    }

    fn in_words(&self, labels: &[Label]) -> String {
        let mut words = String::new();
        for (at, label) in labels.iter().enumerate() {
            let text = self.text(label.text);
            // Two numbers of an uplink may have one label; those of a command have labels of their own.
            let seen = labels.iter().take(at).any(|other| self.text(other.text) == text);
            if !(cfg!(feature = "simulate") && seen) {
                text::append(&mut words, ", ", &text::quote(text));
            }
        }
        words
    }

    /// A wire value, as messages have it: its label or its number.
    pub(super) fn shown(&self, leaf: &Leaf, raw: u32) -> String {
        let mut labels = self.labels_of(leaf).iter();
        let label = labels.find(|label| leaf.raw_of(label) == raw);
        match label {
            Some(label) if leaf.coding == Coding::Choice => self.text(label.text).to_owned(),
            _ => text::integer(raw),
        }
    }
}

/// The bits of a number.
fn raw_of(leaf: &Leaf, number: f64) -> Result<u32, ProblemKind> {
    let (low, high) = leaf.bounds();
    if number.is_nan() {
        return Err(ProblemKind::Type);
    }
    if number < low || number > high {
        return Err(ProblemKind::Range);
    }
    let scaled = number * f64::from(leaf.div);
    let tolerance = if leaf.div == 1 { 0.0 } else { 1e-6 };
    // `round` is std's. A number that this rounds otherwise is not near a whole one.
    let whole = (if scaled < 0.0 { scaled - 0.5 } else { scaled + 0.5 }) as i64;
    if (scaled - whole as f64).abs() > tolerance {
        return Err(ProblemKind::Step);
    }
    Ok((whole + i64::from(leaf.plus)) as u32 & mask(leaf.width.into()))
}

/// A command without data.
fn parse_yes(given: &Value, byte: u32) -> Result<Sending, ProblemKind> {
    let yes = match given {
        Value::Bool(flag) => *flag,
        Value::Text(name) if name == "yes" => true,
        Value::Text(name) if name == "no" => false,
        Value::Text(_) => return Err(ProblemKind::Label),
        Value::Number(number) if *number == 0.0 || *number == 1.0 => *number == 1.0,
        Value::Number(_) => return Err(ProblemKind::Range),
        _ => return Err(ProblemKind::Type),
    };
    Ok(if yes { Sending::Raw(byte) } else { Sending::Nothing })
}

const fn is_version(coding: Coding) -> bool {
    matches!(
        coding,
        Coding::VersionDecimal
            | Coding::VersionDecimals
            | Coding::VersionHex
            | Coding::VersionNibble
    )
}

/// The bytes of `v1` or `v1.4`.
fn bytes_of_version(coding: Coding, version: &str) -> Option<Sending> {
    let radix = match coding {
        Coding::VersionDecimal | Coding::VersionDecimals => 10,
        _ => 16,
    };
    let numbers = version.strip_prefix('v').filter(|numbers| !numbers.contains('+'))?;
    let (major, minor) = split_path(numbers);
    let mut bytes = vec![u8::from_str_radix(major, radix).ok()?];
    match (coding, minor) {
        (Coding::VersionDecimal, minor) => minor.is_none().then_some(())?,
        (Coding::VersionNibble, minor) => {
            bytes.push(minor?.parse().ok().filter(|minor: &u8| *minor < 16)? << 4);
        }
        (_, minor) => bytes.push(u8::from_str_radix(minor?, radix).ok()?),
    }
    Some(Sending::Bytes(bytes))
}

/// Hex digits, two a byte.
fn parse_digits(leaf: &Leaf, given: &Value) -> Result<Sending, ProblemKind> {
    let Value::Text(digits) = given else { return Err(ProblemKind::Type) };
    if digits.len() != 2 * leaf.bytes() {
        return Err(ProblemKind::Label);
    }
    let mut bytes = vec![0; leaf.bytes()];
    for (at, digit) in digits.bytes().enumerate() {
        let digit = char::from(digit).to_digit(16).ok_or(ProblemKind::Label)?;
        if let Some(byte) = bytes.get_mut(at / 2) {
            *byte = *byte << 4 | digit as u8;
        }
    }
    if leaf.coding == Coding::HexReversed {
        bytes.reverse();
    }
    Ok(Sending::Bytes(bytes))
}
