//! A program as bytes: a few kilobytes beside each npm model.
//!
//! Numbers are LEB128, signed ones in zigzag; a text is its length and its UTF-8. An item of a
//! table is a mask, and a number for each of its bits: those in which it differs from an empty
//! item, which are few. Only decisions are written. Everything else is [linked](super::link) when
//! the bytes are read.

use super::{
    Coding, Constraint, Head, Label, Leaf, Op, Place, Program, Row, Rule, Span, Special, Target,
    link,
};
use crate::prelude::*;
use crate::table::Measure;

/// The first byte: the version of the format.
const VERSION: u8 = 1;

/// The numbers of an item in their order: the one description that writing and reading share.
trait Layout: Copy {
    const EMPTY: Self;

    /// Calls a function with each number, and sets each to the result.
    fn each(&mut self, number: &mut impl FnMut(u32) -> u32);
}

macro_rules! items {
    ($($item:ident: $($field:ident)*;)*) => {
        $(impl Layout for $item {
            const EMPTY: $item = $item::EMPTY;

            fn each(&mut self, number: &mut impl FnMut(u32) -> u32) {
                $(self.$field.each(number);)*
            }
        })*
    };
}

// The fields that most items have are the first.
items! {
    Program: uplink_rows guide indoor;
    Label: number text;
    Special: raw name label source replaces_field warns;
    Rule: field constraint other when values warns;
    Leaf: coding width name source place labels range unit div fixed signed plus specials aliases
        default read_only_labels documented given_by measure characters command_flag;
    Row: channel type_byte leaves source target name rules action header counted shorthand echoes
        resets_settings decode_only result result_labels undoes;
    Span: first count;
}

macro_rules! numbers {
    ($($kind:ty: $empty:expr, |$own:ident| $to:expr, |$number:ident| $from:expr;)*) => {
        $(impl Layout for $kind {
            const EMPTY: $kind = $empty;

            fn each(&mut self, number: &mut impl FnMut(u32) -> u32) {
                let $own = *self;
                let $number = number($to);
                *self = $from;
            }
        })*
    };
}

numbers! {
    bool: false, |flag| flag.into(), |number| number != 0;
    u8: 0, |own| own.into(), |number| number as u8;
    // An index, 0 for that of nothing.
    u16: 0, |own| own.wrapping_add(1).into(), |number| (number as u16).wrapping_sub(1);
    u32: 0, |own| own, |number| number;
    i32: 0, |own| (own << 1 ^ own >> 31) as u32,
        |number| (number >> 1) as i32 ^ -((number & 1) as i32);
    Target: Target::Top, |own| own as u32, |number| Target::from_number(number);
    Coding: Coding::Number, |own| own as u32, |number| Coding::from_number(number);
    Constraint: Constraint::AtMost, |own| own as u32, |number| Constraint::from_number(number);
    Measure: Measure::AirTemperature, |own| own as u32, |number| Measure::from_number(number);
    Place: Place::Whole, |place| match place {
        Place::Whole => 0,
        Place::Next => 1,
        Place::First(bytes) => 2 + u32::from(bytes),
    }, |number| match number {
        0 => Place::Whole,
        1 => Place::Next,
        bytes => Place::First((bytes - 2) as u8),
    };
}

/// A range: its low end, and how far the other is from it.
impl Layout for (i64, i64) {
    const EMPTY: (i64, i64) = (0, 0);

    fn each(&mut self, number: &mut impl FnMut(u32) -> u32) {
        let (mut low, mut span) = (self.0 as i32, (self.1 - self.0) as u32);
        low.each(number);
        span.each(number);
        *self = (low.into(), i64::from(low) + i64::from(span));
    }
}

impl<T: Layout> Layout for Option<T> {
    const EMPTY: Option<T> = None;

    fn each(&mut self, number: &mut impl FnMut(u32) -> u32) {
        let mut is_some = self.is_some();
        let mut item = self.unwrap_or(T::EMPTY);
        is_some.each(number);
        item.each(number);
        *self = is_some.then_some(item);
    }
}

impl Program {
    /// Writes the program.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut out = Writer(vec![VERSION]);
        out.item(*self);
        out.number(self.texts.len() as u32);
        for text in self.texts {
            out.number(text.len() as u32);
            out.0.extend_from_slice(text.as_bytes());
        }
        out.table(self.numbers);
        out.table(self.labels);
        out.table(self.specials);
        out.table(self.rules);
        out.table(self.leaves);
        out.table(self.rows);
        out.0
    }

    /// Reads a program that [`Program::to_bytes`] has written. Its tables stay in memory for good.
    /// `None` where the bytes are no program of this version.
    pub fn from_bytes(bytes: &'static [u8]) -> Option<Program> {
        let (version, rest) = bytes.split_first()?;
        if *version != VERSION {
            return None;
        }
        let mut from = Reader { rest, mask: 0, is_broken: false };
        let mut program = Program::EMPTY;
        from.read(&mut program);
        let mut texts = Vec::new();
        for _ in 0..from.number() {
            texts.push(from.text()?);
        }
        let numbers = from.table();
        let labels = from.table();
        let specials = from.table();
        let rules = from.table();
        let leaves = from.table();
        let mut rows = from.table::<Row>();
        if from.is_broken || !from.rest.is_empty() {
            return None;
        }
        let uplink_rows = program.uplink_rows;
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
            rules: rules.leak(),
            numbers: numbers.leak(),
            texts: texts.leak(),
            ..program
        })
    }
}

struct Writer(Vec<u8>);

impl Writer {
    fn number(&mut self, mut number: u32) {
        while number > 127 {
            self.0.push(number as u8 | 128);
            number >>= 7;
        }
        self.0.push(number as u8);
    }

    fn item<T: Layout>(&mut self, item: T) {
        let numbers = |mut item: T| {
            let mut numbers = Vec::new();
            item.each(&mut |number| {
                numbers.push(number);
                number
            });
            numbers
        };
        let mut mask = 0;
        let mut written = Vec::new();
        for (at, (own, empty)) in numbers(item).into_iter().zip(numbers(T::EMPTY)).enumerate() {
            if own != empty {
                mask |= 1 << at;
                written.push(own ^ empty);
            }
        }
        self.number(mask);
        written.into_iter().for_each(|number| self.number(number));
    }

    fn table<T: Layout>(&mut self, items: &[T]) {
        self.number(items.len() as u32);
        items.iter().for_each(|item| self.item(*item));
    }
}

/// Reads from the rest of the bytes. Where it is too short, numbers are 0.
struct Reader {
    rest: &'static [u8],
    /// The numbers of the item at hand that are written, the next one first.
    mask: u32,
    is_broken: bool,
}

impl Reader {
    fn number(&mut self) -> u32 {
        let mut number = 0;
        for shift in (0..32).step_by(7) {
            let Some((byte, rest)) = self.rest.split_first() else { break };
            self.rest = rest;
            number |= u32::from(byte & 127) << shift;
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

    fn read(&mut self, item: &mut impl Layout) {
        self.mask = self.number();
        item.each(&mut |empty| self.next(empty));
    }

    /// The next number of an item, of which an empty one has this number.
    #[inline(never)]
    fn next(&mut self, empty: u32) -> u32 {
        let is_written = self.mask & 1 == 1;
        self.mask >>= 1;
        if is_written { self.number() ^ empty } else { empty }
    }

    fn table<T: Layout>(&mut self) -> Vec<T> {
        let count = self.number() as usize;
        // An item is a byte or more.
        self.is_broken |= count > self.rest.len();
        let mut items = vec![T::EMPTY; if self.is_broken { 0 } else { count }];
        for item in &mut items {
            self.read(item);
        }
        items
    }
}

#[cfg(test)]
mod tests {
    use super::Program;
    use crate::Device;

    #[test]
    fn a_program_is_read_as_it_was_written() {
        for device in Device::all() {
            let compiled = device.program();
            let read = Program::from_bytes(compiled.to_bytes().leak()).expect("a program");
            assert_eq!(format!("{read:?}"), format!("{compiled:?}"), "{}", device.model());
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
