//! One field of a command: the bits that a value asks for, and the values that are allowed.

use crate::bits::mask;
use crate::float::float_bits;
use crate::message::{self, format_message};
use crate::names::split_path;
use crate::prelude::*;
use crate::problem::ProblemKind;
use crate::table::{Coding, Part};
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

impl Part {
    /// The bits that a value asks for.
    pub(super) fn parse(&self, given: &Value, reported: bool) -> Result<Sending, ProblemKind> {
        match self.coding {
            Coding::Number => self.parse_number(given, reported),
            Coding::Choice => self.parse_label(given, reported),
            Coding::Presence | Coding::Constant if self.is_yes() => parse_yes(given, self.fixed),
            Coding::Presence | Coding::Constant => match given {
                Value::Text(label) if label == self.label => Ok(Sending::Raw(self.fixed)),
                Value::Text(_) => Err(ProblemKind::Label),
                _ => Err(ProblemKind::Type),
            },
            Coding::Hex | Coding::HexReversed => parse_digits(self, given),
            // Only uplinks have these.
            coding if cfg!(feature = "simulate") && coding.is_version() => match given {
                Value::Text(version) => bytes_of_version(coding, version).ok_or(ProblemKind::Label),
                _ => Err(ProblemKind::Type),
            },
            Coding::Float if cfg!(feature = "simulate") => match given {
                Value::Number(number) => {
                    let (low, high) = self.wire_bounds();
                    let number = Some(*number).filter(|number| (low..=high).contains(number));
                    let bits = number.and_then(|number| float_bits(number, self.width));
                    bits.map(Sending::Raw).ok_or(ProblemKind::Range)
                }
                _ => Err(ProblemKind::Type),
            },
            Coding::Text => match given {
                Value::Text(text) if text.len() > self.bytes() => Err(ProblemKind::Range),
                Value::Text(text) if !self.is_text(text) => Err(ProblemKind::Label),
                Value::Text(text) => Ok(Sending::Bytes(text.as_bytes().to_vec())),
                _ => Err(ProblemKind::Type),
            },
            _ => Err(ProblemKind::Type),
        }
    }

    /// The labels that may be given. A device reports what a command may not set.
    fn given_labels(&self, reported: bool) -> impl Iterator<Item = &(i32, &'static str)> {
        let more = if cfg!(feature = "simulate") && reported { self.also_reads } else { &[] };
        self.labels.iter().chain(more)
    }

    fn given_bounds(&self, reported: bool) -> (f64, f64) {
        if cfg!(feature = "simulate") && reported { self.wire_bounds() } else { self.bounds() }
    }

    fn alias(&self, name: &str) -> Option<Sending> {
        let (_, raw) = self.aliases.iter().find(|(alias, _)| *alias == name)?;
        Some(Sending::Raw(*raw))
    }

    fn parse_number(&self, given: &Value, reported: bool) -> Result<Sending, ProblemKind> {
        match given {
            Value::Number(number) => {
                raw_of(self, *number, self.given_bounds(reported)).map(Sending::Raw)
            }
            Value::Text(name) => match self.alias(name) {
                Some(sending) => Ok(sending),
                None if name == "no" && self.command_flag => Ok(Sending::Nothing),
                None if self.aliases.is_empty() => Err(ProblemKind::Type),
                None => Err(ProblemKind::Label),
            },
            Value::Bool(flag) if self.command_flag => {
                self.parse_number(&if *flag { "yes" } else { "no" }.into(), reported)
            }
            _ => Err(ProblemKind::Type),
        }
    }

    fn parse_label(&self, given: &Value, reported: bool) -> Result<Sending, ProblemKind> {
        let mut labels = self.given_labels(reported);
        let send = |number| Sending::Raw(self.bits_of(number));
        match given {
            Value::Text(name) => match labels.find(|(_, label)| label == name) {
                Some((number, _)) => Ok(send(*number)),
                None => self.alias(name).ok_or(ProblemKind::Label),
            },
            Value::Number(given) => {
                let label = labels.find(|(number, _)| f64::from(*number) == *given);
                label.map(|(number, _)| send(*number)).ok_or(ProblemKind::Range)
            }
            Value::Bool(flag) if !reported || self.also_reads.is_empty() => {
                let label = self.label_of(*flag);
                label.map(|(number, _)| send(number)).ok_or(ProblemKind::Type)
            }
            _ => Err(ProblemKind::Type),
        }
    }

    /// The values that a leaf takes, in words.
    pub(super) fn allowed(&self, reported: bool) -> String {
        match self.coding {
            Coding::Number => self.allowed_number(reported),
            Coding::Choice => self.labels_in_words(reported),
            Coding::Presence | Coding::Constant if !self.is_yes() => text::quote(self.label),
            coding if cfg!(feature = "simulate") && coding.is_version() => {
                let minor = if coding == Coding::VersionDecimal { "" } else { ".2" };
                text::concat(&["a version, as \"v1", minor, "\""])
            }
            Coding::Float if cfg!(feature = "simulate") => {
                let (low, high) = self.wire_bounds();
                let (low, high) = (text::format_number(low), text::format_number(high));
                text::concat(&["a number from ", &low, " to ", &high])
            }
            Coding::Hex | Coding::HexReversed => {
                let digits = text::integer(2 * self.bytes() as u32);
                format_message(message::HEX_DIGITS, &[&digits])
            }
            Coding::Text => {
                let length = text::integer(self.bytes() as u32);
                match self.characters {
                    "" => format_message(message::TEXT, &[&length]),
                    characters => format_message(message::TEXT_OF, &[&length, characters]),
                }
            }
            _ => "\"no\", \"yes\"".to_owned(),
        }
    }

    fn allowed_number(&self, reported: bool) -> String {
        let (low, high) = self.given_bounds(reported);
        let unit = self.unit;
        let blank = if unit.is_empty() { "" } else { " " };
        let high = text::concat(&[&text::format_number(high), blank, unit]);
        let low = text::format_number(low);
        if self.div != 1 {
            let step = text::format_number(1.0 / f64::from(self.div));
            return format_message(message::NUMBER, &[&low, &high, &step]);
        }
        let names = match self.aliases {
            _ if self.command_flag => message::YES_OR_NO.to_owned(),
            [(first, _), .., (last, _)] => format_message(message::NAMES, &[first, last]),
            _ => String::new(),
        };
        text::concat(&[&format_message(message::WHOLE_NUMBER, &[&low, &high]), &names])
    }

    fn labels_in_words(&self, reported: bool) -> String {
        let mut words = String::new();
        for (_, label) in self.given_labels(reported) {
            let word = text::quote(label);
            // Two numbers of an uplink may have one label; those of a command have labels of their own.
            if !(cfg!(feature = "simulate") && words.split(", ").any(|other| other == word)) {
                text::append(&mut words, ", ", &word);
            }
        }
        words
    }
}

/// The bits of a number.
fn raw_of(leaf: &Part, number: f64, (low, high): (f64, f64)) -> Result<u32, ProblemKind> {
    if number.is_nan() {
        return Err(ProblemKind::Type);
    }
    if number < low || number > high {
        return Err(ProblemKind::Range);
    }
    let scaled = number * f64::from(leaf.div);
    let tolerance = if leaf.div == 1 { 0.0 } else { 1e-6 };
    // `round` is std's. A number that this rounds otherwise is not near a whole one.
    let whole = (scaled + 0.5_f64.copysign(scaled)) as i64;
    if (scaled - whole as f64).abs() > tolerance {
        return Err(ProblemKind::Step);
    }
    Ok((whole + i64::from(leaf.plus)) as u32 & mask(leaf.width))
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
fn parse_digits(leaf: &Part, given: &Value) -> Result<Sending, ProblemKind> {
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
