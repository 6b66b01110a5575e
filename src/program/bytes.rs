//! A program as bytes: a few kilobytes beside each npm model.
//!
//! Numbers are LEB128, signed ones in zigzag; a text is its length and its UTF-8. An item is a mask,
//! and a number, text or list for each of its bits: those in which it differs from an empty item,
//! which are few. Only decisions are written. Everything else is [linked](super::link) when
//! the bytes are read.

use super::Program;
use crate::prelude::*;
use crate::table::{
    Coding, Constraint, Labels, Measure, OwnResult, Part, Row, Rule, SpecialValue, Target,
};

/// The first byte: the version of the format.
const VERSION: u8 = 2;

/// A writer or a reader: it takes the members of an item in their order, and gives them back; the
/// reader gives those that were written.
trait Port {
    fn number(&mut self, own: u32) -> u32;
    fn text(&mut self, own: &'static str) -> &'static str;
    fn list<T: Layout>(&mut self, own: &'static [T]) -> &'static [T];
    fn labels(&mut self, own: Labels) -> Labels;
}

/// The members of an item: the one description that writing and reading share.
trait Layout: Copy + 'static {
    const EMPTY: Self;

    /// Hands each member to the port, and sets it to the result.
    fn each(&mut self, port: &mut impl Port);
}

macro_rules! items {
    ($($item:ty: $empty:expr, |$own:ident, $port:ident| $each:expr;)*) => {
        $(impl Layout for $item {
            const EMPTY: $item = $empty;

            fn each(&mut self, $port: &mut impl Port) {
                let $own = self;
                $each
            }
        })*
    };
}

/// The members of a struct or pair, of which most items have the first.
macro_rules! members {
    ($own:ident $port:ident: $($field:tt)*) => {
        {
            $($own.$field.each($port);)*
        }
    };
}

items! {
    Program: Program::EMPTY, |own, port| members!(own port: uplink_rows indoor guide rows);
    Row: Row::EMPTY, |own, port| members!(own port: channel type_byte parts source target rules
        action counted shorthand echo_channels resets_settings decode_only result undoes);
    Part: Part::EMPTY, |own, port| {
        members!(own port: coding width name group is_next labels unit div fixed signed plus special_values
            label source aliases default also_reads documented given_by normalized characters
            command_flag);
        // A range in steps: its low end, and how far the other is from it, 0 without a range.
        let (first, last) = own.steps().unwrap_or_default();
        let (mut low, mut span) = (first as i32, (last - first) as u32);
        low.each(port);
        span.each(port);
        let value = |steps: i64| steps as f64 / f64::from(own.div);
        let ends = (value(low.into()), value(i64::from(low) + i64::from(span)));
        own.range = (span > 0).then_some(ends);
    };
    SpecialValue: SpecialValue::EMPTY,
        |own, port| members!(own port: raw name label replaces_field warns source);
    Rule: Rule::not_zero(""), |own, port| members!(own port: field constraint other when warns);
    // One without a name is none, as texts and pairs without one below.
    Option<OwnResult>: None, |own, port| {
        let OwnResult { mut name, mut labels } =
            own.unwrap_or(OwnResult { name: "", labels: &[] });
        name.each(port);
        labels.each(port);
        *own = (!name.is_empty()).then_some(OwnResult { name, labels });
    };
    Option<(&'static str, &'static [u32])>: None, |own, port| {
        let (mut name, mut values) = own.unwrap_or_default();
        name.each(port);
        values.each(port);
        *own = (!name.is_empty()).then_some((name, values));
    };
    Option<&'static str>: None, |own, port| {
        *own = Some(port.text(own.unwrap_or_default())).filter(|text| !text.is_empty());
    };
    // A number more, and 0 for none.
    Option<u32>: None, |own, port| {
        *own = port.number(own.map_or(0, |number| number + 1)).checked_sub(1);
    };
    Option<u8>: None, |own, port| {
        let number = port.number(own.map_or(0, |number| u32::from(number) + 1));
        *own = number.checked_sub(1).map(|number| number as u8);
    };
    Option<Measure>: None, |own, port| {
        let number = port.number(own.map_or(0, |measure| measure as u32 + 1));
        *own = number.checked_sub(1).map(Measure::from_number);
    };
    Target: Target::Top, |own, port| {
        let kind = port.number(match own {
            Target::Top => 0,
            Target::Object(_) => 1,
            Target::List(_) => 2,
        });
        let name = port.text(own.name());
        *own = match kind {
            0 => Target::Top,
            1 => Target::Object(name),
            _ => Target::List(name),
        };
    };
    Constraint: Constraint::NotZero,
        |own, port| *own = Constraint::from_number(port.number(*own as u32));
    Coding: Coding::Number, |own, port| *own = Coding::from_number(port.number(*own as u32));
    bool: false, |own, port| *own = port.number((*own).into()) != 0;
    u8: 0, |own, port| *own = port.number((*own).into()) as u8;
    u16: 0, |own, port| *own = port.number((*own).into()) as u16;
    u32: 0, |own, port| *own = port.number(*own);
    i32: 0, |own, port| {
        let number = port.number((*own << 1 ^ *own >> 31) as u32);
        *own = (number >> 1) as i32 ^ -((number & 1) as i32);
    };
    &'static str: "", |own, port| *own = port.text(own);
    (i32, &'static str): (0, ""), |own, port| members!(own port: 0 1);
    (&'static str, u32): ("", 0), |own, port| members!(own port: 0 1);
    Labels: &[], |own, port| *own = port.labels(own);
}

macro_rules! lists {
    ($($item:ty,)*) => {
        $(impl Layout for &'static [$item] {
            const EMPTY: &'static [$item] = &[];

            fn each(&mut self, port: &mut impl Port) {
                *self = port.list(self);
            }
        })*
    };
}

lists! { Row, Part, SpecialValue, Rule, (&'static str, u32), u8, u32, }

impl Program {
    /// Writes the program.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut writer = Writer::default();
        let items = writer.item(*self);
        let mut bytes = vec![VERSION];
        push(&mut bytes, writer.texts.len() as u32);
        for text in writer.texts {
            push(&mut bytes, text.len() as u32);
            bytes.extend_from_slice(text.as_bytes());
        }
        bytes.extend_from_slice(&items);
        bytes
    }

    /// Reads a program that [`Program::to_bytes`] has written. Its tables stay in memory for good.
    /// `None` where the bytes are no program of this version.
    pub fn from_bytes(bytes: &'static [u8]) -> Option<Program> {
        let (version, rest) = bytes.split_first()?;
        if *version != VERSION {
            return None;
        }
        let mut reader = Reader { rest, ..Reader::default() };
        for _ in 0..reader.read_number() {
            let text = reader.read_text()?;
            reader.texts.push(text);
        }
        let mut program = Program::EMPTY;
        reader.item(&mut program);
        if reader.is_broken || !reader.rest.is_empty() {
            return None;
        }
        Some(program.link(program.rows.to_vec()))
    }
}

fn push(bytes: &mut Vec<u8>, mut number: u32) {
    while number > 127 {
        bytes.push(number as u8 | 128);
        number >>= 7;
    }
    bytes.push(number as u8);
}

#[derive(Default)]
struct Writer {
    texts: Vec<&'static str>,
    labels: Vec<Labels>,
    /// The bytes of each member of the item at hand.
    members: Vec<Vec<u8>>,
}

impl Writer {
    fn members<T: Layout>(&mut self, mut item: T) -> Vec<Vec<u8>> {
        let outer = core::mem::take(&mut self.members);
        item.each(self);
        core::mem::replace(&mut self.members, outer)
    }

    fn item<T: Layout>(&mut self, item: T) -> Vec<u8> {
        let own = self.members(item);
        let mut mask = 0;
        let mut written = Vec::new();
        for (at, (own, empty)) in own.iter().zip(self.members(T::EMPTY)).enumerate() {
            if *own != empty {
                mask |= 1 << at;
                written.extend_from_slice(own);
            }
        }
        let mut bytes = Vec::new();
        push(&mut bytes, mask);
        bytes.extend_from_slice(&written);
        bytes
    }

    fn items<T: Layout>(&mut self, items: &[T]) -> Vec<u8> {
        let mut bytes = Vec::new();
        push(&mut bytes, items.len() as u32);
        for item in items {
            bytes.extend_from_slice(&self.item(*item));
        }
        bytes
    }
}

impl Port for Writer {
    fn number(&mut self, own: u32) -> u32 {
        let mut bytes = Vec::new();
        push(&mut bytes, own);
        self.members.push(bytes);
        own
    }

    /// A text is its place, counted from 1, among those of the program.
    fn text(&mut self, own: &'static str) -> &'static str {
        let place = self.texts.iter().position(|text| *text == own);
        let place = place.unwrap_or(self.texts.len());
        if own.is_empty() {
            self.number(0);
        } else {
            if place == self.texts.len() {
                self.texts.push(own);
            }
            self.number(place as u32 + 1);
        }
        own
    }

    fn list<T: Layout>(&mut self, own: &'static [T]) -> &'static [T] {
        let bytes = self.items(own);
        self.members.push(bytes);
        own
    }

    /// Labels are the place, counted from 1, of the same ones before; behind the last new ones
    /// follow.
    fn labels(&mut self, own: Labels) -> Labels {
        let place = self.labels.iter().position(|labels| *labels == own);
        self.number(if own.is_empty() { 0 } else { place.unwrap_or(self.labels.len()) as u32 + 1 });
        if place.is_none() && !own.is_empty() {
            self.labels.push(own);
            let items = self.items(own);
            if let Some(member) = self.members.last_mut() {
                member.extend_from_slice(&items);
            }
        }
        own
    }
}

/// Reads from the rest of the bytes. Where it is too short, numbers are 0.
#[derive(Default)]
struct Reader {
    rest: &'static [u8],
    texts: Vec<&'static str>,
    labels: Vec<Labels>,
    /// The members of the item at hand that are written, the next one first.
    mask: u32,
    is_broken: bool,
}

impl Reader {
    fn read_number(&mut self) -> u32 {
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

    fn read_text(&mut self) -> Option<&'static str> {
        let length = self.read_number();
        let (text, rest) = self.rest.split_at_checked(length as usize)?;
        if self.is_broken {
            return None;
        }
        self.rest = rest;
        core::str::from_utf8(text).ok()
    }

    fn item(&mut self, item: &mut impl Layout) {
        let outer = self.mask;
        self.mask = self.read_number();
        item.each(self);
        self.mask = outer;
    }

    fn items<T: Layout>(&mut self) -> &'static [T] {
        let count = self.read_number() as usize;
        // An item is a byte or more.
        self.is_broken |= count > self.rest.len();
        let mut items = vec![T::EMPTY; if self.is_broken { 0 } else { count }];
        for item in &mut items {
            self.item(item);
        }
        items.leak()
    }

    /// Returns true if the next member of the item at hand is written.
    fn is_written(&mut self) -> bool {
        let is_written = self.mask & 1 == 1;
        self.mask >>= 1;
        is_written
    }
}

impl Port for Reader {
    #[inline(never)]
    fn number(&mut self, own: u32) -> u32 {
        if self.is_written() { self.read_number() } else { own }
    }

    #[inline(never)]
    fn text(&mut self, own: &'static str) -> &'static str {
        match self.number(0).checked_sub(1) {
            Some(place) => self.texts.get(place as usize).copied().unwrap_or_default(),
            None => own,
        }
    }

    fn list<T: Layout>(&mut self, own: &'static [T]) -> &'static [T] {
        if self.is_written() { self.items() } else { own }
    }

    #[inline(never)]
    fn labels(&mut self, own: Labels) -> Labels {
        let Some(place) = self.number(0).checked_sub(1) else { return own };
        if let Some(labels) = self.labels.get(place as usize) {
            return labels;
        }
        let labels = self.items();
        self.labels.push(labels);
        labels
    }
}

#[cfg(test)]
mod tests {
    use super::VERSION;
    use crate::Device;
    use crate::prelude::*;
    use crate::program::{Op, Program};
    use crate::table::{Part, Row};

    /// The parts of a row that are written, or follow from those.
    fn essence(program: &Program) -> String {
        let part = |part: &Part| Part { note: "", full_range: false, ..*part };
        let rows = program.rows.iter().map(|row| {
            let parts: Vec<_> = row.parts.iter().map(part).collect();
            let op = |op: &Op| Op { leaf: Op::EMPTY.leaf, ..*op };
            let ops: Vec<_> = row.ops.iter().map(op).collect();
            let row = Row { location: None, note: "", parts: &[], ops: &[], ..*row };
            format!("{row:?} {parts:?} {ops:?}")
        });
        format!("{:?} {:?}", rows.collect::<Vec<_>>(), (program.uplink.len(), program.guide))
    }

    #[test]
    fn a_program_is_read_as_it_was_written() {
        for device in Device::all() {
            let compiled = device.program();
            let read = Program::from_bytes(compiled.to_bytes().leak()).expect("a program");
            assert_eq!(essence(&read), essence(compiled), "{}", device.model());
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
        // One row without members, and more rows than there can be.
        assert!(Program::from_bytes(&[VERSION, 0, 8, 1, 0]).is_some());
        assert!(Program::from_bytes(&[VERSION, 0, 8, 255, 255, 255, 255, 15, 0]).is_none());
    }
}
