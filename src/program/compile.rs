//! Rows into a program, at compile time: a rule that a row breaks is an error at the row.

// Slices have no other way in a const fn. The panics stop the compiler.
#![allow(clippy::indexing_slicing, clippy::panic)]

use super::link::{link_downlink, link_row, link_rows, link_uplink};
use super::{
    Alias, Coding, Constraint, Head, Label, Leaf, NONE, Op, Place, Program, Row, Rule, Span,
    Special, Target, Text,
};
use crate::table::{self, Device, Labels, Must, Part, Version};

/// Makes a static program of a device's rows.
macro_rules! program {
    ($device:expr) => {{
        const SIZE: $crate::program::Size = $crate::program::Size::of(&$device);
        static TABLES: $crate::program::compile::Tables<
            { SIZE.rows },
            { SIZE.leaves },
            { SIZE.labels },
            { SIZE.specials },
            { SIZE.aliases },
            { SIZE.rules },
            { SIZE.numbers },
            { SIZE.texts },
            { SIZE.uplink_heads },
            { SIZE.downlink_heads },
        > = $crate::program::compile::Tables::compile(&$device);
        TABLES.program()
    }};
}
pub(crate) use program;

/// How much room the tables of a program need.
#[derive(Debug, Clone, Copy)]
#[allow(missing_docs)]
pub struct Size {
    pub rows: usize,
    pub leaves: usize,
    pub labels: usize,
    pub specials: usize,
    pub aliases: usize,
    pub rules: usize,
    pub numbers: usize,
    /// Each text counts, however often it occurs.
    pub texts: usize,
    pub uplink_heads: usize,
    pub downlink_heads: usize,
}

impl Size {
    /// Measures a device's rows.
    pub const fn of(device: &Device) -> Size {
        let up = device.uplink.len();
        let down = device.downlink.len();
        let mut size = Size {
            rows: up + down,
            leaves: 0,
            labels: 0,
            specials: 0,
            aliases: 0,
            rules: 0,
            numbers: 0,
            texts: 1,
            uplink_heads: up,
            downlink_heads: Head::table_size(down),
        };
        let mut at = 0;
        while at < up + down {
            let row = row_at(device, at);
            if at >= up {
                size.uplink_heads += 3 + row.also_on.len();
            }
            size.texts += 5;
            size.numbers += row.also_on.len();
            if let Some(result) = row.result {
                size.labels += result.labels.len();
                size.texts += result.labels.len();
            }
            let mut rule = 0;
            while rule < row.rules.len() {
                size.rules += 1;
                size.texts += 3;
                if let Some((_, values)) = row.rules[rule].when {
                    size.numbers += values.len();
                }
                rule += 1;
            }
            let mut part = 0;
            while part < row.parts.len() {
                if let table::Coding::Bits { parts, .. } = row.parts[part].coding {
                    let mut field = 0;
                    while field < parts.len() {
                        size.add_part(&parts[field]);
                        field += 1;
                    }
                } else {
                    size.add_part(&row.parts[part]);
                }
                part += 1;
            }
            at += 1;
        }
        size.uplink_heads = Head::table_size(size.uplink_heads);
        size
    }

    const fn add_part(&mut self, part: &Part) {
        self.leaves += 1;
        self.specials += part.asides.len();
        self.aliases += part.aliases.len();
        let labels = match part.coding {
            table::Coding::Choice { labels, .. } => labels.len() + part.also_reads.len(),
            table::Coding::Presence { .. } | table::Coding::Constant { .. } => 1,
            _ => 0,
        };
        self.labels += labels;
        self.texts += 4 + labels + 3 * part.asides.len() + part.aliases.len();
    }
}

const fn row_at(device: &Device, at: usize) -> &'static table::Row {
    if at < device.uplink.len() {
        &device.uplink[at]
    } else {
        &device.downlink[at - device.uplink.len()]
    }
}

/// A program and what it points to.
#[derive(Debug)]
pub struct Tables<
    const ROWS: usize,
    const LEAVES: usize,
    const LABELS: usize,
    const SPECIALS: usize,
    const ALIASES: usize,
    const RULES: usize,
    const NUMBERS: usize,
    const TEXTS: usize,
    const UPLINK: usize,
    const DOWNLINK: usize,
> {
    rows: [Row; ROWS],
    ops: [Op; LEAVES],
    leaves: [Leaf; LEAVES],
    labels: [Label; LABELS],
    specials: [Special; SPECIALS],
    aliases: [Alias; ALIASES],
    rules: [Rule; RULES],
    numbers: [u32; NUMBERS],
    texts: [&'static str; TEXTS],
    uplink: [Head; UPLINK],
    downlink: [Head; DOWNLINK],
    used: Used,
    guide: Text,
    uplink_rows: u16,
    indoor: bool,
}

/// How much of the tables is filled.
#[derive(Debug, Clone, Copy)]
struct Used {
    rows: usize,
    leaves: usize,
    labels: usize,
    specials: usize,
    aliases: usize,
    rules: usize,
    numbers: usize,
    texts: usize,
}

impl<
    const ROWS: usize,
    const LEAVES: usize,
    const LABELS: usize,
    const SPECIALS: usize,
    const ALIASES: usize,
    const RULES: usize,
    const NUMBERS: usize,
    const TEXTS: usize,
    const UPLINK: usize,
    const DOWNLINK: usize,
> Tables<ROWS, LEAVES, LABELS, SPECIALS, ALIASES, RULES, NUMBERS, TEXTS, UPLINK, DOWNLINK>
{
    /// Compiles a device's rows.
    pub const fn compile(device: &Device) -> Self {
        const ALIAS: Alias = Alias { text: NONE, raw: 0 };
        const LABEL: Label = Label { number: 0, text: NONE };
        const SPECIAL: Special = Special {
            raw: 0,
            name: NONE,
            label: NONE,
            replaces_field: false,
            warns: false,
            source: NONE,
        };
        const RULE: Rule = Rule {
            field: NONE,
            constraint: Constraint::NotZero,
            other: NONE,
            when: NONE,
            values: Span::EMPTY,
            warns: false,
        };
        assert!(ROWS < NONE as usize, "P2: a device has at most 65,534 rows");
        let mut tables = Tables {
            rows: [Row::EMPTY; ROWS],
            ops: [Op::EMPTY; LEAVES],
            leaves: [Leaf::EMPTY; LEAVES],
            labels: [LABEL; LABELS],
            specials: [SPECIAL; SPECIALS],
            aliases: [ALIAS; ALIASES],
            rules: [RULE; RULES],
            numbers: [0; NUMBERS],
            texts: [""; TEXTS],
            uplink: [Head::EMPTY; UPLINK],
            downlink: [Head::EMPTY; DOWNLINK],
            used: Used {
                rows: device.uplink.len() + device.downlink.len(),
                leaves: 0,
                labels: 0,
                specials: 0,
                aliases: 0,
                rules: 0,
                numbers: 0,
                texts: 0,
            },
            guide: NONE,
            uplink_rows: device.uplink.len() as u16,
            indoor: device.indoor,
        };
        tables.guide = tables.text(first_word(device.guide));
        let mut at = 0;
        while at < tables.used.rows {
            tables.add_row(row_at(device, at), at, at < device.uplink.len());
            at += 1;
        }
        let rows = tables.rows.split_at_mut(tables.used.rows).0;
        link_rows(rows, tables.uplink_rows);
        check_siblings(rows, &tables.leaves);
        link_uplink(&mut tables.uplink, rows, &tables.numbers, tables.uplink_rows);
        link_downlink(&mut tables.downlink, rows, tables.uplink_rows);
        tables
    }

    /// The program that the tables hold.
    pub const fn program(&'static self) -> Program {
        let used = &self.used;
        Program {
            uplink: &self.uplink,
            downlink: &self.downlink,
            rows: self.rows.split_at(used.rows).0,
            ops: self.ops.split_at(used.leaves).0,
            leaves: self.leaves.split_at(used.leaves).0,
            labels: self.labels.split_at(used.labels).0,
            specials: self.specials.split_at(used.specials).0,
            aliases: self.aliases.split_at(used.aliases).0,
            rules: self.rules.split_at(used.rules).0,
            numbers: self.numbers.split_at(used.numbers).0,
            texts: self.texts.split_at(used.texts).0,
            uplink_rows: self.uplink_rows,
            indoor: self.indoor,
            guide: self.guide,
        }
    }

    const fn text(&mut self, text: &'static str) -> Text {
        let mut at = 0;
        while at < self.used.texts {
            if same(self.texts[at], text) {
                return at as Text;
            }
            at += 1;
        }
        self.new_text(text)
    }

    const fn new_text(&mut self, text: &'static str) -> Text {
        assert!(self.used.texts < NONE as usize, "P3: a device has at most 65,534 texts");
        self.texts[self.used.texts] = text;
        self.used.texts += 1;
        self.used.texts as Text - 1
    }

    const fn text_or_none(&mut self, text: &'static str) -> Text {
        if text.is_empty() { NONE } else { self.text(text) }
    }

    const fn labels(&mut self, labels: Labels) -> Span {
        let first = self.used.labels;
        let mut at = 0;
        while at < labels.len() {
            let (number, text) = labels[at];
            self.labels[self.used.labels] = Label { number, text: self.text(text) };
            self.used.labels += 1;
            at += 1;
        }
        Span::new(first, labels.len())
    }

    const fn add_row(&mut self, row: &table::Row, at: usize, up: bool) {
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
        if let Some(member) = row.flat_form {
            new.shorthand = self.text(member);
        }
        if let Some(command) = row.undoes {
            new.undoes = self.text(command);
        }
        if let Some(most) = row.counted {
            keep(matches!(new.target, Target::List), "R01: counted entries make a list", row);
            new.counted = most;
        }
        if let Some(result) = row.result {
            new.result = self.text(result.name);
            new.result_labels = self.labels(result.labels);
        }
        new.action = row.action;
        new.resets_settings = row.undoes_settings;
        new.decode_only = row.decode_only;
        new.ranged = up;
        new.echoes = Span::new(self.used.numbers, row.also_on.len());
        let mut echo = 0;
        while echo < row.also_on.len() {
            self.number(row.also_on[echo] as u32);
            echo += 1;
        }
        new.rules = self.rules(row.rules);
        let first = self.used.leaves;
        let is_command = !up && !row.decode_only;
        let mut part = 0;
        while part < row.parts.len() {
            if let table::Coding::Bits { length, parts } = row.parts[part].coding {
                self.add_bits(length, parts, row, is_command);
            } else {
                self.add_leaf(&row.parts[part], Place::Whole, row, is_command);
            }
            part += 1;
        }
        let count = self.used.leaves - first;
        keep(count > 0, "R02: a row has a part", row);
        new.leaves = Span { first: first as u16, count: count as u16 };
        link_row(&mut new, &self.leaves, &mut self.ops, &self.labels, &self.specials);
        keep(new.length <= 255, "R03: a row has at most 255 bytes of data", row);
        let header = if new.counted > 0 { 0 } else { new.header as u16 };
        keep(new.slots <= 4 * (header + new.length), "R22: a record has four slots a byte", row);
        self.rows[at] = new;
    }

    const fn number(&mut self, number: u32) {
        self.numbers[self.used.numbers] = number;
        self.used.numbers += 1;
    }

    const fn rules(&mut self, rules: &[table::Rule]) -> Span {
        let first = self.used.rules;
        let mut at = 0;
        while at < rules.len() {
            let rule = &rules[at];
            let (constraint, other) = match rule.must {
                Must::BeAtMost(other) => (Constraint::AtMost, self.text(other)),
                Must::BeAtLeast(other) => (Constraint::AtLeast, self.text(other)),
                Must::BeAbove(other) => (Constraint::Above, self.text(other)),
                Must::NotBeZero => (Constraint::NotZero, NONE),
            };
            let (mut when, mut values) = (NONE, Span::EMPTY);
            if let Some((name, numbers)) = rule.when {
                when = self.text(name);
                values = Span { first: self.used.numbers as u16, count: numbers.len() as u16 };
                let mut number = 0;
                while number < numbers.len() {
                    self.number(numbers[number]);
                    number += 1;
                }
            }
            let field = self.text(rule.field);
            self.rules[self.used.rules] =
                Rule { field, constraint, other, when, values, warns: rule.warns };
            self.used.rules += 1;
            at += 1;
        }
        Span::new(first, rules.len())
    }

    const fn add_bits(
        &mut self,
        length: usize,
        parts: &'static [Part],
        row: &table::Row,
        is_command: bool,
    ) {
        keep(length >= 1 && length <= 4, "R04: bit fields share one to four bytes", row);
        let mut width = 0;
        let mut at = 0;
        while at < parts.len() {
            let place = if at == 0 { Place::First(length as u8) } else { Place::Next };
            let run = flags(parts, at);
            if run > 1 {
                self.add_flags(parts, at, run, place, row.source);
            } else {
                self.add_leaf(&parts[at], place, row, is_command);
            }
            let mut part = 0;
            while part < run {
                width += parts[at + part].width() as usize;
                part += 1;
            }
            at += run;
        }
        keep(width == 8 * length, "R05: bit fields fill their bytes", row);
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
        self.push(leaf);
    }

    const fn names(&mut self, parts: &'static [Part], first: usize, count: usize) -> Text {
        let mut at = 0;
        while at + count <= self.used.texts {
            let mut equal = 0;
            while equal < count && same(self.texts[at + equal], parts[first + equal].name) {
                equal += 1;
            }
            if equal == count {
                return at as Text;
            }
            at += 1;
        }
        let name = self.used.texts as Text;
        let mut at = 0;
        while at < count {
            self.new_text(parts[first + at].name);
            at += 1;
        }
        name
    }

    const fn add_leaf(
        &mut self,
        part: &'static Part,
        place: Place,
        row: &table::Row,
        is_command: bool,
    ) {
        let leaf = self.leaf(part, place, row.source);
        check(part, &leaf, is_command, row);
        self.push(leaf);
    }

    const fn push(&mut self, leaf: Leaf) {
        self.leaves[self.used.leaves] = leaf;
        self.used.leaves += 1;
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
                    leaf.range = Some((steps(low, div), steps(high, div)));
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
                leaf.labels = self.label(label);
            }
            table::Coding::Constant { label } => {
                leaf.coding = Coding::Constant;
                leaf.labels = self.label(label);
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
            table::Coding::Bits { .. } => panic!("R06: bit fields have no bit fields in them"),
        }
        leaf.default = part.default;
        leaf.documented = part.documented;
        leaf.command_flag = part.yes_no;
        if let Some(bit) = part.given_by {
            leaf.given_by = Some(bit as u8);
        }
        if let Some(measure) = part.normalized {
            leaf.measure = measure as u8 + 1;
        }
        leaf.aliases = Span::new(self.used.aliases, part.aliases.len());
        let mut at = 0;
        while at < part.aliases.len() {
            let (text, raw) = part.aliases[at];
            self.aliases[self.used.aliases] = Alias { text: self.text(text), raw };
            self.used.aliases += 1;
            at += 1;
        }
        leaf.specials = self.specials(part, leaf.source);
        leaf
    }

    const fn label(&mut self, label: &'static str) -> Span {
        let first = self.used.labels as u16;
        self.labels[self.used.labels] = Label { number: 0, text: self.text(label) };
        self.used.labels += 1;
        Span { first, count: 1 }
    }

    const fn specials(&mut self, part: &'static Part, source: Text) -> Span {
        let first = self.used.specials;
        let mut at = 0;
        while at < part.asides.len() {
            let special = &part.asides[at];
            let source = match special.source {
                Some(own) => self.text(own),
                None => source,
            };
            self.specials[self.used.specials] = Special {
                raw: special.raw,
                name: self.text(special.name),
                label: self.text(special.label),
                replaces_field: special.instead,
                warns: special.warn,
                source,
            };
            self.used.specials += 1;
            at += 1;
        }
        Span::new(first, part.asides.len())
    }
}

/// The rules that rows of one channel and type must keep.
const fn check_siblings(rows: &[Row], leaves: &[Leaf]) {
    let mut at = 0;
    while at < rows.len() {
        let mut same = true;
        let mut last = &rows[at];
        while last.sibling != NONE {
            last = &rows[last.sibling as usize];
            same = same && last.length == rows[at].length;
        }
        let has_other_kind =
            last.kind != NONE && matches!(leaves[last.kind as usize].coding, Coding::OtherKind);
        assert!(
            same || has_other_kind,
            "R23: rows of one channel with different lengths end with any other kind"
        );
        at += 1;
    }
}

/// The rules that a part must keep.
const fn check(part: &Part, leaf: &Leaf, is_command: bool, row: &table::Row) {
    use Coding::*;
    let has_name = matches!(
        leaf.coding,
        Number
            | Float
            | Choice
            | Presence
            | Constant
            | Hex
            | HexReversed
            | Text
            | VersionDecimal
            | VersionDecimals
            | VersionHex
            | VersionNibble
    );
    keep(has_name == leaf.is_field(), "R07: fields have names, and nothing else has", row);
    if let Place::Whole = leaf.place {
        keep(leaf.width % 8 == 0, "R08: parts outside bit fields fill bytes", row);
        keep(leaf.given_by.is_none(), "R09: a bit of the same bit fields gives a field", row);
    } else {
        keep(leaf.width <= 32, "R10: bit fields are numbers", row);
    }
    let is_constant = matches!(leaf.coding, Number) && leaf.width == 0;
    if let Number | Choice | Kind | OtherKind = leaf.coding {
        let has_bits = leaf.width >= 1 || is_constant;
        keep(has_bits && leaf.width <= 32, "R11: numbers have at most four bytes", row);
    }
    if is_constant {
        let is_whole = matches!(leaf.place, Place::Whole);
        keep(is_whole, "R24: a number without bits is in no bit fields", row);
        keep(!is_command, "R25: no command has a number without bits", row);
    }
    if let Number = leaf.coding {
        keep(leaf.div > 0, "R12: a divisor is not 0", row);
        if let Some((low, high)) = leaf.range {
            keep(low < high, "R13: a range has two ends", row);
        }
        keep(
            !is_command || leaf.range.is_some() || part.full_range || leaf.documented.is_some(),
            "R14: a number that a command sets has a range, or says full_range()",
            row,
        );
    } else {
        keep(part.range.is_none(), "R15: integers alone have ranges", row);
    }
    if let Choice = leaf.coding {
        keep(leaf.labels.count > 0, "R16: a choice has a label", row);
    }
    if leaf.given_by.is_some() {
        keep(matches!(leaf.coding, Choice), "R17: a field that a bit gives is a choice", row);
        keep(leaf.specials.count == 0, "R18: a field that a bit gives has no special values", row);
    }
    if leaf.specials.count > 0 {
        keep(matches!(leaf.coding, Number | Choice), "R19: numbers have special values", row);
    }
    if let Float = leaf.coding {
        keep(!is_command, "R20: no command has a floating-point number", row);
    }
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
    ) && part.asides.is_empty()
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

/// Stops the compiler, with the place of the row, where a rule does not hold.
const fn keep(holds: bool, rule: &str, row: &table::Row) {
    if holds {
        return;
    }
    let mut message = [b' '; 200];
    let mut used = copy(rule.as_bytes(), &mut message, 0);
    used = copy(b"; the row is at ", &mut message, used);
    used = copy(row.location.file().as_bytes(), &mut message, used);
    used = copy(b":", &mut message, used);
    let (mut line, mut power) = (row.location.line(), 1);
    while line / power >= 10 {
        power *= 10;
    }
    while power > 0 {
        used = copy(&[b'0' + (line / power) as u8], &mut message, used);
        line %= power;
        power /= 10;
    }
    match core::str::from_utf8(message.split_at(used).0) {
        Ok(message) => panic!("{}", message),
        Err(_) => panic!("{}", rule),
    }
}

const fn copy(from: &[u8], to: &mut [u8], mut used: usize) -> usize {
    let mut at = 0;
    while at < from.len() && used < to.len() {
        to[used] = from[at];
        used += 1;
        at += 1;
    }
    used
}

/// An end of a range on the wire.
const fn steps(end: f64, div: u32) -> i64 {
    let steps = end * div as f64;
    assert!(steps == (steps as i64) as f64, "R21: the ends of a range are on its steps");
    steps as i64
}

const fn same(one: &str, other: &str) -> bool {
    let (one, other) = (one.as_bytes(), other.as_bytes());
    if one.len() != other.len() {
        return false;
    }
    let mut at = 0;
    while at < one.len() {
        if one[at] != other[at] {
            return false;
        }
        at += 1;
    }
    true
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
