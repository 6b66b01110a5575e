//! A program as bytes: a few kilobytes beside each npm model.
//!
//! Numbers are LEB128, signed ones in zigzag; a text is its length and its UTF-8. Only decisions
//! are written. What follows from them is [linked](super::link) anew when the bytes are read.

use super::{
    Alias, Coding, Constraint, Head, Label, Leaf, NONE, Op, Place, Program, Row, Rule, Span,
    Special, Target, link,
};
use crate::prelude::*;

/// The first byte: the version of the format.
const VERSION: u8 = 1;

impl Program {
    /// Writes the program.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut out = Writer(vec![VERSION]);
        out.number(self.uplink_rows.into());
        out.index(self.guide);
        out.number(self.indoor.into());
        out.number(self.texts.len() as u64);
        for text in self.texts {
            out.number(text.len() as u64);
            out.0.extend_from_slice(text.as_bytes());
        }
        out.number(self.numbers.len() as u64);
        self.numbers.iter().for_each(|number| out.number((*number).into()));
        out.number(self.labels.len() as u64);
        for label in self.labels {
            out.signed(label.number.into());
            out.index(label.text);
        }
        out.number(self.specials.len() as u64);
        for special in self.specials {
            out.number(special.raw.into());
            out.index(special.name);
            out.index(special.label);
            out.flags(&[special.replaces_field, special.warns]);
            out.index(special.source);
        }
        out.number(self.aliases.len() as u64);
        for alias in self.aliases {
            out.index(alias.text);
            out.number(alias.raw.into());
        }
        out.number(self.rules.len() as u64);
        for rule in self.rules {
            out.index(rule.field);
            out.number(rule.constraint as u64);
            out.index(rule.other);
            out.index(rule.when);
            out.span(rule.values);
            out.flags(&[rule.warns]);
        }
        out.number(self.leaves.len() as u64);
        self.leaves.iter().for_each(|leaf| out.leaf(leaf));
        out.number(self.rows.len() as u64);
        self.rows.iter().for_each(|row| out.row(row));
        out.0
    }

    /// Reads a program that [`Program::to_bytes`] has written. What it points to stays in memory
    /// for good. `None` where the bytes are no program of this version.
    pub fn from_bytes(bytes: &'static [u8]) -> Option<Program> {
        let (version, rest) = bytes.split_first()?;
        if *version != VERSION {
            return None;
        }
        let mut from = Reader(rest);
        let uplink_rows = from.number()? as u16;
        let guide = from.index()?;
        let indoor = from.number()? != 0;
        let texts = from.table(|from| {
            let length = from.number()? as usize;
            core::str::from_utf8(from.take(length)?).ok()
        })?;
        let numbers = from.table(|from| Some(from.number()? as u32))?;
        let labels =
            from.table(|from| Some(Label { number: from.signed()? as i32, text: from.index()? }))?;
        let specials = from.table(Reader::special)?;
        let aliases =
            from.table(|from| Some(Alias { text: from.index()?, raw: from.number()? as u32 }))?;
        let rules = from.table(Reader::rule)?;
        let leaves = from.table(Reader::leaf)?;
        let mut rows = from.table(Reader::row)?;
        if !from.0.is_empty() {
            return None;
        }
        let mut ops = vec![Op::EMPTY; leaves.len()];
        for (at, row) in rows.iter_mut().enumerate() {
            row.ranged = at < usize::from(uplink_rows);
            link::link_row(row, &leaves, &mut ops, &labels, &specials);
        }
        link::link_rows(&mut rows, uplink_rows);
        let echoes: usize = rows.iter().map(|row| 3 + usize::from(row.echoes.count)).sum();
        let mut uplink = vec![Head::EMPTY; Head::table_size(echoes)];
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
            indoor,
            guide,
        })
    }
}

/// Compiles rows that are made at run time.
#[cfg(feature = "std")]
pub(crate) fn compile(device: &crate::table::Device) -> Program {
    /// Room for any device's tables, which are given up for smaller ones.
    type Large = super::compile::Tables<512, 2048, 2048, 256, 512, 128, 512, 2048, 2048, 2048>;
    // The tables are larger than some threads' stacks.
    let bytes = std::thread::scope(|scope| {
        let compile = || {
            let tables: &'static Large = Box::leak(Box::new(Large::compile(device)));
            tables.program().to_bytes()
        };
        let thread = std::thread::Builder::new().stack_size(1 << 26);
        thread.spawn_scoped(scope, compile).ok()?.join().ok()
    });
    let program = bytes.and_then(|bytes| Program::from_bytes(bytes.leak()));
    program.unwrap_or_else(|| unreachable!("the compiler of rows names the rule that is broken"))
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

    fn signed(&mut self, number: i64) {
        self.number((number << 1 ^ number >> 63) as u64);
    }

    /// An index, or nothing as 0.
    fn index(&mut self, index: u16) {
        self.number(if index == NONE { 0 } else { u64::from(index) + 1 });
    }

    fn option(&mut self, number: Option<u32>) {
        self.number(number.map_or(0, |number| u64::from(number) + 1));
    }

    fn span(&mut self, span: Span) {
        self.number(span.count.into());
        if span.count > 0 {
            self.number(span.first.into());
        }
    }

    fn flags(&mut self, flags: &[bool]) {
        let bits = flags.iter().rev().fold(0, |bits, flag| bits << 1 | u64::from(*flag));
        self.number(bits);
    }

    fn leaf(&mut self, leaf: &Leaf) {
        let place = match leaf.place {
            Place::Whole => 0,
            Place::Next => 1,
            Place::First(bytes) => 2 + u64::from(bytes),
        };
        self.number(leaf.coding as u64 | place << 4);
        self.number(leaf.width.into());
        // Most leaves are no more than this.
        let given = [
            leaf.is_field(),
            leaf.signed,
            leaf.div != 1 || leaf.plus != 0,
            leaf.unit != NONE,
            leaf.labels.count > 0,
            leaf.specials.count > 0 || leaf.aliases.count > 0,
            leaf.range.is_some(),
            leaf.default.is_some() || leaf.documented.is_some(),
            leaf.fixed != 0,
            leaf.command_flag,
            leaf.given_by.is_some(),
            leaf.measure != 0,
            leaf.characters != NONE,
        ];
        self.flags(&given);
        if leaf.is_field() {
            self.index(leaf.name);
            self.index(leaf.source);
        }
        if leaf.div != 1 || leaf.plus != 0 {
            self.number(leaf.div.into());
            self.signed(leaf.plus.into());
        }
        if leaf.unit != NONE {
            self.index(leaf.unit);
        }
        if leaf.labels.count > 0 {
            self.span(leaf.labels);
            self.number(leaf.read_only_labels.into());
        }
        if leaf.specials.count > 0 || leaf.aliases.count > 0 {
            self.span(leaf.specials);
            self.span(leaf.aliases);
        }
        if let Some((low, high)) = leaf.range {
            self.signed(low);
            self.signed(high);
        }
        if leaf.default.is_some() || leaf.documented.is_some() {
            self.option(leaf.default);
            self.option(leaf.documented);
        }
        if leaf.fixed != 0 {
            self.number(leaf.fixed.into());
        }
        if let Some(bit) = leaf.given_by {
            self.number(bit.into());
        }
        if leaf.measure != 0 {
            self.number(leaf.measure.into());
        }
        if leaf.characters != NONE {
            self.index(leaf.characters);
        }
    }

    fn row(&mut self, row: &Row) {
        self.0.extend([row.channel, row.type_byte]);
        self.number(row.target as u64 | u64::from(row.header - 1) << 2);
        let is_rare = row.rules.count > 0
            || row.echoes.count > 0
            || row.shorthand != NONE
            || row.counted > 0
            || row.result != NONE;
        self.flags(&[row.action, row.resets_settings, row.decode_only, is_rare]);
        if row.target != Target::Top {
            self.index(row.name);
        }
        self.number(row.leaves.count.into());
        self.number(row.leaves.first.into());
        self.index(row.source);
        if is_rare {
            self.span(row.rules);
            self.span(row.echoes);
            self.index(row.shorthand);
            self.number(row.counted.into());
            self.index(row.result);
            self.span(row.result_labels);
        }
    }
}

struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    fn take(&mut self, length: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(taken)
    }

    fn number(&mut self) -> Option<u64> {
        let mut number = 0;
        for shift in (0..64).step_by(7) {
            let (byte, rest) = self.0.split_first()?;
            self.0 = rest;
            number |= u64::from(byte & 127) << shift;
            if *byte < 128 {
                return Some(number);
            }
        }
        None
    }

    fn signed(&mut self) -> Option<i64> {
        let number = self.number()?;
        Some((number >> 1) as i64 ^ -((number & 1) as i64))
    }

    fn index(&mut self) -> Option<u16> {
        Some((self.number()? as u16).wrapping_sub(1))
    }

    fn option(&mut self) -> Option<Option<u32>> {
        Some(self.number()?.checked_sub(1).map(|number| number as u32))
    }

    fn span(&mut self) -> Option<Span> {
        let count = self.number()? as u16;
        let first = if count > 0 { self.number()? as u16 } else { 0 };
        Some(Span { first, count })
    }

    fn flags<const N: usize>(&mut self) -> Option<[bool; N]> {
        let bits = self.number()?;
        Some(core::array::from_fn(|at| bits >> at & 1 == 1))
    }

    fn table<T>(&mut self, mut read: impl FnMut(&mut Self) -> Option<T>) -> Option<Vec<T>> {
        let count = self.number()?;
        (0..count).map(|_| read(self)).collect()
    }

    fn special(&mut self) -> Option<Special> {
        let (raw, name, label) = (self.number()? as u32, self.index()?, self.index()?);
        let [replaces_field, warns] = self.flags()?;
        Some(Special { raw, name, label, replaces_field, warns, source: self.index()? })
    }

    fn rule(&mut self) -> Option<Rule> {
        let field = self.index()?;
        let constraint = match self.number()? {
            0 => Constraint::AtMost,
            1 => Constraint::AtLeast,
            2 => Constraint::Above,
            _ => Constraint::NotZero,
        };
        let (other, when, values) = (self.index()?, self.index()?, self.span()?);
        let [warns] = self.flags()?;
        Some(Rule { field, constraint, other, when, values, warns })
    }

    fn leaf(&mut self) -> Option<Leaf> {
        let coding = self.number()?;
        let mut leaf = Leaf {
            coding: Coding::from_number(coding as u8 & 15),
            place: match coding >> 4 {
                0 => Place::Whole,
                1 => Place::Next,
                bytes => Place::First((bytes - 2) as u8),
            },
            width: self.number()? as u16,
            ..Leaf::EMPTY
        };
        let given: [bool; 13] = self.flags()?;
        let [name, signed, scale, unit, labels, texts, range, values, fixed, flag, by, measure, of] =
            given;
        leaf.signed = signed;
        leaf.command_flag = flag;
        if name {
            leaf.name = self.index()?;
            leaf.source = self.index()?;
        }
        if scale {
            leaf.div = self.number()? as u32;
            leaf.plus = self.signed()? as i32;
        }
        if unit {
            leaf.unit = self.index()?;
        }
        if labels {
            leaf.labels = self.span()?;
            leaf.read_only_labels = self.number()? as u16;
        }
        if texts {
            leaf.specials = self.span()?;
            leaf.aliases = self.span()?;
        }
        if range {
            leaf.range = Some((self.signed()?, self.signed()?));
        }
        if values {
            leaf.default = self.option()?;
            leaf.documented = self.option()?;
        }
        if fixed {
            leaf.fixed = self.number()? as u32;
        }
        if by {
            leaf.given_by = Some(self.number()? as u8);
        }
        if measure {
            leaf.measure = self.number()? as u8;
        }
        if of {
            leaf.characters = self.index()?;
        }
        Some(leaf)
    }

    fn row(&mut self) -> Option<Row> {
        let mut row = Row::EMPTY;
        let &[channel, type_byte] = self.take(2)? else { return None };
        (row.channel, row.type_byte) = (channel, type_byte);
        let target = self.number()? as u8;
        row.target = Target::from_number(target & 3);
        row.header = 1 + (target >> 2);
        let [action, resets_settings, decode_only, is_rare] = self.flags()?;
        row.action = action;
        row.resets_settings = resets_settings;
        row.decode_only = decode_only;
        if row.target != Target::Top {
            row.name = self.index()?;
        }
        let count = self.number()? as u16;
        row.leaves = Span { count, first: self.number()? as u16 };
        row.source = self.index()?;
        if is_rare {
            row.rules = self.span()?;
            row.echoes = self.span()?;
            row.shorthand = self.index()?;
            row.counted = self.number()? as u8;
            row.result = self.index()?;
            row.result_labels = self.span()?;
        }
        Some(row)
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
