//! A program as bytes: a few kilobytes beside each npm model.
//!
//! Numbers are LEB128, signed ones in zigzag; a text is its length and its UTF-8. An item of a
//! table is a mask, and a number for each of its bits: most numbers of most items are 0. Only
//! decisions are written. Everything else is [linked](super::link) when the bytes are read.

use super::{
    Alias, Coding, Constraint, Head, Label, Leaf, Op, Place, Program, Row, Rule, Span, Special,
    Target, link,
};
use crate::prelude::*;

/// The first byte: the version of the format.
const VERSION: u8 = 1;

impl Program {
    /// Writes the program.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut out = Writer(vec![VERSION]);
        out.item(&[self.uplink_rows.into(), index(self.guide), self.indoor.into()]);
        out.number(self.texts.len() as u64);
        for text in self.texts {
            out.number(text.len() as u64);
            out.0.extend_from_slice(text.as_bytes());
        }
        out.table(self.numbers, |number| [(*number).into()]);
        out.table(self.labels, Label::numbers);
        out.table(self.specials, Special::numbers);
        out.table(self.aliases, Alias::numbers);
        out.table(self.rules, Rule::numbers);
        out.table(self.leaves, Leaf::numbers);
        out.table(self.rows, Row::numbers);
        out.0
    }

    /// Reads a program that [`Program::to_bytes`] has written. Its tables stay in memory for good.
    /// `None` where the bytes are no program of this version.
    pub fn from_bytes(bytes: &'static [u8]) -> Option<Program> {
        let (version, rest) = bytes.split_first()?;
        if *version != VERSION {
            return None;
        }
        let mut from = Reader { rest, is_broken: false };
        let [uplink_rows, guide, indoor] = from.item();
        let uplink_rows = uplink_rows as u16;
        let mut texts = Vec::new();
        for _ in 0..from.number() {
            texts.push(from.text()?);
        }
        let numbers = from.table(|[number]| number as u32);
        let labels = from.table(Label::from_numbers);
        let specials = from.table(Special::from_numbers);
        let aliases = from.table(Alias::from_numbers);
        let rules = from.table(Rule::from_numbers);
        let leaves = from.table(Leaf::from_numbers);
        let mut rows = from.table(Row::from_numbers);
        if from.is_broken || !from.rest.is_empty() {
            return None;
        }
        let mut ops = vec![Op::EMPTY; leaves.len()];
        for (at, row) in rows.iter_mut().enumerate() {
            row.ranged = at < usize::from(uplink_rows);
            link::link_row(row, &leaves, &mut ops, &labels, &specials);
        }
        link::link_rows(&mut rows, uplink_rows);
        let mut uplink = vec![Head::EMPTY; Head::uplink_size(&rows, uplink_rows)];
        let mut downlink = vec![Head::EMPTY; Head::table_size(rows.len())];
        link::link_uplink(&mut uplink, &rows, &numbers, uplink_rows);
        link::link_downlink(&mut downlink, &rows, uplink_rows);
        Some(Program {
            uplink: uplink.leak(),
            downlink: downlink.leak(),
            rows: rows.leak(),
            ops: ops.leak(),
            leaves: leaves.leak(),
            labels: labels.leak(),
            specials: specials.leak(),
            aliases: aliases.leak(),
            rules: rules.leak(),
            numbers: numbers.leak(),
            texts: texts.leak(),
            uplink_rows,
            indoor: indoor != 0,
            guide: to_index(guide),
        })
    }
}

struct Writer(Vec<u8>);

impl Writer {
    fn number(&mut self, mut number: u64) {
        while number > 127 {
            self.0.push(number as u8 | 128);
            number >>= 7;
        }
        self.0.push(number as u8);
    }

    fn item(&mut self, numbers: &[u64]) {
        self.number(
            numbers.iter().rev().fold(0, |mask, number| mask << 1 | u64::from(*number > 0)),
        );
        numbers.iter().filter(|number| **number > 0).for_each(|number| self.number(*number));
    }

    fn table<T, const N: usize>(&mut self, items: &[T], numbers: impl Fn(&T) -> [u64; N]) {
        self.number(items.len() as u64);
        items.iter().for_each(|item| self.item(&numbers(item)));
    }
}

/// Reads from the rest of the bytes. Where it is too short, numbers are 0.
struct Reader {
    rest: &'static [u8],
    is_broken: bool,
}

impl Reader {
    fn number(&mut self) -> u64 {
        let mut number = 0;
        for shift in (0..64).step_by(7) {
            let Some((byte, rest)) = self.rest.split_first() else { break };
            self.rest = rest;
            number |= u64::from(byte & 127) << shift;
            if *byte < 128 {
                return number;
            }
        }
        self.is_broken = true;
        0
    }

    fn text(&mut self) -> Option<&'static str> {
        let length = self.number();
        let (text, rest) = self.rest.split_at_checked(length as usize)?;
        if self.is_broken {
            return None;
        }
        self.rest = rest;
        core::str::from_utf8(text).ok()
    }

    fn item<const N: usize>(&mut self) -> [u64; N] {
        let mut numbers = [0; N];
        self.fill(&mut numbers);
        numbers
    }

    fn fill(&mut self, numbers: &mut [u64]) {
        let mut mask = self.number();
        for number in numbers {
            if mask & 1 == 1 {
                *number = self.number();
            }
            mask >>= 1;
        }
    }

    fn table<T, const N: usize>(&mut self, item: impl Fn([u64; N]) -> T) -> Vec<T> {
        let mut items = Vec::new();
        for _ in 0..self.number() {
            if self.is_broken {
                break;
            }
            items.push(item(self.item()));
        }
        items
    }
}

/// An index as a number: 0 for [`NONE`].
fn index(index: u16) -> u64 {
    index.wrapping_add(1).into()
}

fn to_index(number: u64) -> u16 {
    (number as u16).wrapping_sub(1)
}

fn signed(number: i64) -> u64 {
    (number << 1 ^ number >> 63) as u64
}

fn to_signed(number: u64) -> i64 {
    (number >> 1) as i64 ^ -((number & 1) as i64)
}

fn option(number: Option<u32>) -> u64 {
    number.map_or(0, |number| u64::from(number) + 1)
}

fn to_option(number: u64) -> Option<u32> {
    number.checked_sub(1).map(|number| number as u32)
}

/// Some booleans, as bits from this one on.
fn flags<const N: usize>(first: u32, flags: [bool; N]) -> u64 {
    flags.iter().rev().fold(0, |bits, flag| bits << 1 | u64::from(*flag)) << first
}

fn to_flag(number: u64, bit: u32) -> bool {
    number >> bit & 1 == 1
}

fn to_span(first: u64, count: u64) -> Span {
    Span { first: first as u16, count: count as u16 }
}

impl Label {
    fn numbers(&self) -> [u64; 2] {
        [signed(self.number.into()), index(self.text)]
    }

    fn from_numbers([number, text]: [u64; 2]) -> Label {
        Label { number: to_signed(number) as i32, text: to_index(text) }
    }
}

impl Special {
    fn numbers(&self) -> [u64; 5] {
        let bits = flags(0, [self.replaces_field, self.warns]);
        [self.raw.into(), index(self.name), index(self.label), bits, index(self.source)]
    }

    fn from_numbers([raw, name, label, bits, source]: [u64; 5]) -> Special {
        Special {
            raw: raw as u32,
            name: to_index(name),
            label: to_index(label),
            replaces_field: to_flag(bits, 0),
            warns: to_flag(bits, 1),
            source: to_index(source),
        }
    }
}

impl Alias {
    fn numbers(&self) -> [u64; 2] {
        [index(self.text), self.raw.into()]
    }

    fn from_numbers([text, raw]: [u64; 2]) -> Alias {
        Alias { text: to_index(text), raw: raw as u32 }
    }
}

impl Rule {
    fn numbers(&self) -> [u64; 6] {
        let bits = self.constraint as u64 | flags(2, [self.warns]);
        let Span { first, count } = self.values;
        let (field, other, when) = (index(self.field), index(self.other), index(self.when));
        [field, bits, other, when, first.into(), count.into()]
    }

    fn from_numbers([field, bits, other, when, first, count]: [u64; 6]) -> Rule {
        Rule {
            field: to_index(field),
            constraint: match bits & 3 {
                0 => Constraint::AtMost,
                1 => Constraint::AtLeast,
                2 => Constraint::Above,
                _ => Constraint::NotZero,
            },
            other: to_index(other),
            when: to_index(when),
            values: to_span(first, count),
            warns: to_flag(bits, 2),
        }
    }
}

impl Leaf {
    /// Those that most leaves have are the first.
    fn numbers(&self) -> [u64; 22] {
        let place = match self.place {
            Place::Whole => 0,
            Place::Next => 1,
            Place::First(bytes) => 2 + u64::from(bytes),
        };
        let bits = flags(4, [self.signed, self.command_flag, self.range.is_some()]);
        let (low, high) = self.range.unwrap_or_default();
        [
            self.coding as u64 | bits | place << 7,
            self.width.into(),
            index(self.name),
            index(self.source),
            signed(low),
            signed(high),
            index(self.unit),
            (self.div - 1).into(),
            self.labels.first.into(),
            self.labels.count.into(),
            self.fixed.into(),
            signed(self.plus.into()),
            self.read_only_labels.into(),
            self.specials.first.into(),
            self.specials.count.into(),
            self.aliases.first.into(),
            self.aliases.count.into(),
            option(self.default),
            option(self.documented),
            option(self.given_by.map(u32::from)),
            self.measure.into(),
            index(self.characters),
        ]
    }

    fn from_numbers(numbers: [u64; 22]) -> Leaf {
        let [bits, width, name, source, low, high, unit, div, first, count, fixed, ..] = numbers;
        let labels = to_span(first, count);
        let [.., plus, read_only, first, count, alias, aliases, _, _, _, _, _] = numbers;
        let specials = to_span(first, count);
        let [.., default, documented, given_by, measure, characters] = numbers;
        Leaf {
            coding: Coding::from_number(bits as u8),
            place: match bits >> 7 {
                0 => Place::Whole,
                1 => Place::Next,
                bytes => Place::First((bytes - 2) as u8),
            },
            width: width as u16,
            signed: to_flag(bits, 4),
            div: div as u32 + 1,
            plus: to_signed(plus) as i32,
            name: to_index(name),
            unit: to_index(unit),
            source: to_index(source),
            labels,
            read_only_labels: read_only as u16,
            specials,
            aliases: to_span(alias, aliases),
            range: to_flag(bits, 6).then_some((to_signed(low), to_signed(high))),
            default: to_option(default),
            documented: to_option(documented),
            fixed: fixed as u32,
            command_flag: to_flag(bits, 5),
            given_by: to_option(given_by).map(|bit| bit as u8),
            measure: measure as u8,
            characters: to_index(characters),
        }
    }
}

impl Row {
    /// Those that most rows have are the first.
    fn numbers(&self) -> [u64; 15] {
        let head = u64::from(self.channel) | u64::from(self.type_byte) << 8;
        let bits = flags(3, [self.action, self.resets_settings, self.decode_only]);
        [
            head,
            self.target as u64 | u64::from(self.header - 1) << 2 | bits,
            self.leaves.first.into(),
            self.leaves.count.into(),
            index(self.source),
            index(self.name),
            self.rules.first.into(),
            self.rules.count.into(),
            self.echoes.first.into(),
            self.echoes.count.into(),
            index(self.shorthand),
            self.counted.into(),
            index(self.result),
            u64::from(self.result_labels.first) << 16 | u64::from(self.result_labels.count),
            index(self.undoes),
        ]
    }

    fn from_numbers(numbers: [u64; 15]) -> Row {
        let [head, bits, leaf, leaves, source, name, rule, rules, ..] = numbers;
        let [.., echo, echoes, shorthand, counted, result, labels, undoes] = numbers;
        Row {
            channel: head as u8,
            type_byte: (head >> 8) as u8,
            header: 1 + (bits >> 2 & 1) as u8,
            target: Target::from_number(bits as u8 & 3),
            name: to_index(name),
            leaves: to_span(leaf, leaves),
            source: to_index(source),
            rules: to_span(rule, rules),
            echoes: to_span(echo, echoes),
            shorthand: to_index(shorthand),
            counted: counted as u8,
            action: to_flag(bits, 3),
            resets_settings: to_flag(bits, 4),
            decode_only: to_flag(bits, 5),
            result: to_index(result),
            result_labels: to_span(labels >> 16, labels & 0xffff),
            undoes: to_index(undoes),
            ..Row::EMPTY
        }
    }
}

impl Coding {
    const fn from_number(number: u8) -> Coding {
        const ALL: [Coding; 16] = [
            Coding::Number,
            Coding::Float,
            Coding::Choice,
            Coding::Flags,
            Coding::Presence,
            Coding::Constant,
            Coding::Hex,
            Coding::HexReversed,
            Coding::VersionDecimal,
            Coding::VersionDecimals,
            Coding::VersionHex,
            Coding::VersionNibble,
            Coding::Text,
            Coding::Reserved,
            Coding::Kind,
            Coding::OtherKind,
        ];
        // Slices have no other way in a const fn.
        #[allow(clippy::indexing_slicing)]
        ALL[(number & 15) as usize]
    }
}

#[cfg(test)]
mod tests {
    use super::Program;
    use crate::Device;

    #[test]
    fn a_program_is_read_as_it_was_written() {
        for device in Device::all() {
            let bytes = device.program().to_bytes();
            let read = Program::from_bytes(bytes.clone().leak()).expect("a program");
            assert_eq!(read.to_bytes(), bytes, "{}", device.model());
        }
    }

    #[test]
    fn bytes_that_end_early_or_go_on_are_no_program() {
        let bytes = Device::find("VS321").expect("a model").program().to_bytes().leak();
        for length in 0..bytes.len() {
            assert!(Program::from_bytes(&bytes[..length]).is_none(), "{length} bytes");
        }
        let longer = [&*bytes, &[0]].concat().leak();
        assert!(Program::from_bytes(longer).is_none());
    }
}
