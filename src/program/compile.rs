//! Rows into a program, at compile time. The rows keep the [`rules`](super::rules).

// Slices have no other way in a const fn.
#![allow(clippy::indexing_slicing)]

use super::broken::same;
use super::draft::Draft;
use super::link::{link_row, link_rows};
use super::{
    Coding, Constraint, Label, Leaf, NONE, Op, Place, Row, Rule, Span, Special, Target, Text,
};
use crate::table::{self, Device, Part, Version};

impl Draft {
    /// Compiles a device's rows.
    pub const fn compile(device: &Device) -> Draft {
        let mut draft = Draft::new(device);
        draft.bare.guide = draft.text(first_word(device.guide));
        draft.add_rows(device.uplink, true);
        draft.add_rows(device.downlink, false);
        let rows = draft.rows.items.split_at_mut(draft.rows.used).0;
        link_rows(rows, draft.bare.uplink_rows);
        draft
    }

    const fn add_rows(&mut self, rows: &'static [table::Row], up: bool) {
        let mut at = 0;
        while at < rows.len() {
            self.add_row(&rows[at], up);
            at += 1;
        }
    }

    const fn text(&mut self, text: &'static str) -> Text {
        let mut at = 0;
        while at < self.texts.used {
            if same(self.texts.items[at], text) {
                return at as Text;
            }
            at += 1;
        }
        self.texts.push(text);
        at as Text
    }

    const fn text_or_none(&mut self, text: &'static str) -> Text {
        if text.is_empty() { NONE } else { self.text(text) }
    }

    const fn labels(&mut self, labels: &[(i32, &'static str)]) -> Span {
        let first = self.labels.used;
        let mut at = 0;
        while at < labels.len() {
            let (number, text) = labels[at];
            let text = self.text(text);
            self.labels.push(Label { number, text });
            at += 1;
        }
        Span::new(first, labels.len())
    }

    const fn add_row(&mut self, row: &'static table::Row, up: bool) {
        let mut new = Row::EMPTY;
        new.channel = row.channel;
        match row.type_byte {
            Some(type_byte) => new.type_byte = type_byte,
            None => new.header = 1,
        }
        match row.target {
            table::Target::Top => {}
            table::Target::Object(name) => {
                new.target = Target::Object;
                new.name = self.text(name);
            }
            table::Target::List(name) => {
                new.target = Target::List;
                new.name = self.text(name);
            }
        }
        new.source = self.text(row.source);
        if let Some(member) = row.shorthand {
            new.shorthand = self.text(member);
        }
        if let Some(command) = row.undoes {
            new.undoes = self.text(command);
        }
        if let Some(most) = row.counted {
            new.counted = most;
        }
        if let Some(result) = row.result {
            new.result = self.text(result.name);
            new.result_labels = self.labels(result.labels);
        }
        new.action = row.action;
        new.resets_settings = row.resets_settings;
        new.decode_only = row.decode_only;
        new.ranged = up;
        new.echoes = Span::new(self.numbers.used, row.echo_channels.len());
        let mut echo = 0;
        while echo < row.echo_channels.len() {
            self.numbers.push(row.echo_channels[echo] as u32);
            echo += 1;
        }
        new.rules = self.rules(row.rules);
        let first = self.leaves.used;
        let mut part = 0;
        while part < row.parts.len() {
            if let table::Coding::Bits { length, parts } = row.parts[part].coding {
                self.add_bits(length, parts, row.source);
            } else {
                self.add_leaf(&row.parts[part], Place::Whole, row.source);
            }
            part += 1;
        }
        let count = self.leaves.used - first;
        new.leaves = Span { first: first as u16, count: count as u16 };
        link_row(
            &mut new,
            &self.leaves.items,
            &mut self.ops.items,
            &self.labels.items,
            &self.specials.items,
        );
        let header = if new.counted > 0 { 0 } else { new.header as u16 };
        assert!(new.slots <= 4 * (header + new.length), "P3: a record has four slots a byte");
        self.rows.push(new);
    }

    const fn rules(&mut self, rules: &[table::Rule]) -> Span {
        let first = self.rules.used;
        let mut at = 0;
        while at < rules.len() {
            let rule = &rules[at];
            let (constraint, other) = match rule.constraint {
                table::Constraint::AtMost(other) => (Constraint::AtMost, self.text(other)),
                table::Constraint::AtLeast(other) => (Constraint::AtLeast, self.text(other)),
                table::Constraint::Above(other) => (Constraint::Above, self.text(other)),
                table::Constraint::NotZero => (Constraint::NotZero, NONE),
            };
            let (mut when, mut values) = (NONE, Span::EMPTY);
            if let Some((name, numbers)) = rule.when {
                when = self.text(name);
                values = Span { first: self.numbers.used as u16, count: numbers.len() as u16 };
                let mut number = 0;
                while number < numbers.len() {
                    self.numbers.push(numbers[number]);
                    number += 1;
                }
            }
            let field = self.text(rule.field);
            self.rules.push(Rule { field, constraint, other, when, values, warns: rule.warns });
            at += 1;
        }
        Span::new(first, rules.len())
    }

    const fn add_bits(&mut self, length: usize, parts: &'static [Part], source: &'static str) {
        let mut at = 0;
        while at < parts.len() {
            let place = if at == 0 { Place::First(length as u8) } else { Place::Next };
            let run = flags(parts, at);
            if run > 1 {
                self.add_flags(parts, at, run, place, source);
            } else {
                self.add_leaf(&parts[at], place, source);
            }
            at += run;
        }
    }

    /// Several choices of one bit and the same labels, in one leaf.
    const fn add_flags(
        &mut self,
        parts: &'static [Part],
        first: usize,
        count: usize,
        place: Place,
        source: &'static str,
    ) {
        let part = &parts[first];
        let mut leaf = self.leaf(part, place, source);
        leaf.coding = Coding::Flags;
        leaf.width = count as u16;
        // Their names follow each other, so those of another row of the same flags may serve.
        leaf.name = self.names(parts, first, count);
        self.add(leaf);
    }

    const fn names(&mut self, parts: &'static [Part], first: usize, count: usize) -> Text {
        let mut at = 0;
        while at + count <= self.texts.used {
            let mut equal = 0;
            while equal < count && same(self.texts.items[at + equal], parts[first + equal].name) {
                equal += 1;
            }
            if equal == count {
                return at as Text;
            }
            at += 1;
        }
        let name = self.texts.used as Text;
        let mut at = 0;
        while at < count {
            self.texts.push(parts[first + at].name);
            at += 1;
        }
        name
    }

    const fn add_leaf(&mut self, part: &'static Part, place: Place, source: &'static str) {
        let leaf = self.leaf(part, place, source);
        self.add(leaf);
    }

    const fn add(&mut self, leaf: Leaf) {
        self.leaves.push(leaf);
        self.ops.push(Op::EMPTY);
    }

    const fn leaf(&mut self, part: &'static Part, place: Place, source: &'static str) -> Leaf {
        let mut leaf = Leaf::EMPTY;
        leaf.place = place;
        leaf.width = part.width() as u16;
        leaf.name = self.text_or_none(part.name);
        leaf.unit = self.text_or_none(part.unit);
        let source = match part.source {
            Some(own) => own,
            None => source,
        };
        if leaf.is_field() {
            leaf.source = self.text(source);
        }
        match part.coding {
            table::Coding::Number { wire, div, plus } => {
                leaf.coding = if wire.is_float() { Coding::Float } else { Coding::Number };
                leaf.signed = wire.is_signed();
                leaf.div = div;
                leaf.plus = plus;
                if let Some((low, high)) = part.range {
                    leaf.range = Some(((low * div as f64) as i64, (high * div as f64) as i64));
                }
            }
            table::Coding::Choice { signed, labels, plus, .. } => {
                leaf.coding = Coding::Choice;
                leaf.signed = signed;
                leaf.plus = plus as i32;
                leaf.labels = self.labels(labels);
                let also = self.labels(part.also_reads);
                leaf.labels.count += also.count;
                leaf.read_only_labels = also.count;
            }
            table::Coding::Presence { label, byte } => {
                leaf.coding = Coding::Presence;
                leaf.fixed = byte as u32;
                leaf.labels = self.labels(&[(0, label)]);
            }
            table::Coding::Constant { label } => {
                leaf.coding = Coding::Constant;
                leaf.labels = self.labels(&[(0, label)]);
            }
            table::Coding::Hex { reversed: false, .. } => leaf.coding = Coding::Hex,
            table::Coding::Hex { reversed: true, .. } => leaf.coding = Coding::HexReversed,
            table::Coding::Version(version) => {
                leaf.coding = match version {
                    Version::Decimal => Coding::VersionDecimal,
                    Version::DecimalDecimal => Coding::VersionDecimals,
                    Version::HexHex => Coding::VersionHex,
                    Version::HexNibble => Coding::VersionNibble,
                }
            }
            table::Coding::Text { characters, .. } => {
                leaf.coding = Coding::Text;
                leaf.characters = self.text_or_none(characters);
            }
            table::Coding::Reserved { fill, .. } => leaf.fixed = fill,
            table::Coding::SubKind { value: Some(value), .. } => {
                leaf.coding = Coding::Kind;
                leaf.fixed = value;
            }
            table::Coding::SubKind { value: None, .. } => leaf.coding = Coding::OtherKind,
            // Their fields are leaves, in which there are none (R06).
            table::Coding::Bits { .. } => {}
        }
        leaf.default = part.default;
        leaf.documented = part.documented;
        leaf.command_flag = part.command_flag;
        if let Some(bit) = part.given_by {
            leaf.given_by = Some(bit as u8);
        }
        leaf.measure = part.normalized;
        leaf.aliases = Span::new(self.labels.used, part.aliases.len());
        let mut at = 0;
        while at < part.aliases.len() {
            let (text, raw) = part.aliases[at];
            let text = self.text(text);
            self.labels.push(Label { number: raw as i32, text });
            at += 1;
        }
        leaf.specials = self.specials(part, leaf.source);
        leaf
    }

    const fn specials(&mut self, part: &'static Part, source: Text) -> Span {
        let first = self.specials.used;
        let mut at = 0;
        while at < part.special_values.len() {
            let special = &part.special_values[at];
            let source = match special.source {
                Some(own) => self.text(own),
                None => source,
            };
            let (name, label) = (self.text(special.name), self.text(special.label));
            self.specials.push(Special {
                raw: special.raw,
                name,
                label,
                replaces_field: special.instead,
                warns: special.warn,
                source,
            });
            at += 1;
        }
        Span::new(first, part.special_values.len())
    }
}

/// Compiles rows that are made at run time.
///
/// # Panics
///
/// Panics with the rules that the rows break.
#[cfg(feature = "std")]
pub(crate) fn compile(device: &Device) -> super::Program {
    super::rules::check(device).stop();
    // A draft is larger than some threads' stacks.
    let program = std::thread::scope(|scope| {
        let thread = std::thread::Builder::new().stack_size(1 << 26);
        thread.spawn_scoped(scope, || Draft::compile(device).leak()).ok()?.join().ok()
    });
    program.unwrap_or_else(|| unreachable!("the compiler of rows names the limit"))
}

/// The number of choices of one bit and the same two labels from `first` on.
const fn flags(parts: &[Part], first: usize) -> usize {
    let mut count = 0;
    while first + count < parts.len()
        && is_flag(&parts[first + count])
        && alike(&parts[first], &parts[first + count])
    {
        count += 1;
    }
    if count == 0 { 1 } else { count }
}

const fn is_flag(part: &Part) -> bool {
    matches!(
        part.coding,
        table::Coding::Choice { width: 1, labels: [(0, _), (1, _)], plus: 0, signed: false }
    ) && part.special_values.is_empty()
        && part.aliases.is_empty()
        && part.also_reads.is_empty()
        && part.given_by.is_none()
        && part.default.is_none()
        && part.documented.is_none()
}

const fn alike(one: &Part, other: &Part) -> bool {
    let (table::Coding::Choice { labels, .. }, table::Coding::Choice { labels: others, .. }) =
        (one.coding, other.coding)
    else {
        return false;
    };
    let sources = match (one.source, other.source) {
        (None, None) => true,
        (Some(one), Some(other)) => same(one, other),
        _ => false,
    };
    let measures = match (one.normalized, other.normalized) {
        (None, None) => true,
        (Some(one), Some(other)) => one as u8 == other as u8,
        _ => false,
    };
    sources && measures && same(labels[0].1, others[0].1) && same(labels[1].1, others[1].1)
}

const fn first_word(text: &'static str) -> &'static str {
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() && bytes[at] != b' ' {
        at += 1;
    }
    match core::str::from_utf8(bytes.split_at(at).0) {
        Ok(word) => word,
        Err(_) => text,
    }
}
