//! Looking things up in a program.

use super::{
    Coding, Head, Label, Leaf, NONE, Op, Program, Row, Rule, Span, Special, Target, Text, Usage,
    link,
};
use crate::bits::{extend_sign, mask};
use crate::prelude::*;
use crate::table::{Direction, REQUEST_FIELD, RESULT_FIELD, RESULT_LABELS};
use crate::text::{concat, integer, split_at_byte};

impl Program {
    /// The channel and type, where the direction has them.
    #[inline(always)]
    pub(crate) fn head(
        &self,
        direction: Direction,
        channel: u8,
        type_byte: u8,
    ) -> Option<&'static Head> {
        let heads = match direction {
            Direction::Uplink => self.uplink,
            Direction::Downlink => self.downlink,
        };
        let mut at = link::hash(channel, type_byte);
        // A table of heads has a free slot.
        loop {
            let head = heads.get(at & (heads.len() - 1))?;
            if head.usage == Usage::Empty {
                return None;
            }
            if head.channel == channel && head.type_byte == type_byte {
                return Some(head);
            }
            at += 1;
        }
    }

    /// The row of a channel without a type.
    pub(crate) fn typeless(&self, direction: Direction, channel: u8) -> Option<u16> {
        let (first, rows) = self.rows_of(direction);
        let at = rows.iter().position(|row| row.header == 1 && row.channel == channel)?;
        Some(first + at as u16)
    }

    /// The rows of a direction, and the index of the first.
    pub(crate) fn rows_of(&self, direction: Direction) -> (u16, &'static [Row]) {
        let (up, down) = self.rows.split_at_checked(self.uplink_rows.into()).unwrap_or_default();
        match direction {
            Direction::Uplink => (0, up),
            Direction::Downlink => (self.uplink_rows, down),
        }
    }

    /// The row of this index.
    #[inline(always)]
    pub(crate) fn row(&self, index: u16) -> Option<&'static Row> {
        self.rows.get(usize::from(index))
    }

    /// The leaf of this index.
    #[inline(always)]
    pub(crate) fn leaf(&self, index: u16) -> Option<&'static Leaf> {
        self.leaves.get(usize::from(index))
    }

    /// The shortest row of a channel and type, of which this is the first one.
    pub(crate) fn shortest_sibling(&self, first: u16) -> Option<&'static Row> {
        let mut shortest = self.row(first)?;
        let mut row = shortest;
        while let Some(next) = self.row(row.sibling) {
            row = next;
            if row.length < shortest.length {
                shortest = row;
            }
        }
        Some(shortest)
    }

    /// The ops of a row, with the index of the first.
    #[inline(always)]
    pub fn ops_of(&self, row: &Row) -> &'static [Op] {
        row.leaves.of(self.ops)
    }

    /// The leaves of a row.
    pub fn leaves_of(&self, row: &Row) -> &'static [Leaf] {
        row.leaves.of(self.leaves)
    }

    /// A text; `""` for none.
    pub fn text(&self, text: Text) -> &'static str {
        self.texts.get(usize::from(text)).copied().unwrap_or_default()
    }

    /// The labels of a leaf, those that are only read included.
    pub fn labels_of(&self, leaf: &Leaf) -> &'static [Label] {
        leaf.labels.of(self.labels)
    }

    /// The labels that a command may say.
    pub(crate) fn settable_labels(&self, leaf: &Leaf) -> &'static [Label] {
        let count = leaf.labels.count - leaf.read_only_labels;
        Span { count, ..leaf.labels }.of(self.labels)
    }

    /// The special values of a leaf.
    pub fn specials_of(&self, leaf: &Leaf) -> &'static [Special] {
        leaf.specials.of(self.specials)
    }

    /// The aliases of a leaf.
    pub(crate) fn aliases_of(&self, leaf: &Leaf) -> &'static [Label] {
        leaf.aliases.of(self.labels)
    }

    /// The rules of a row.
    pub(crate) fn rules_of(&self, row: &Row) -> &'static [Rule] {
        row.rules.of(self.rules)
    }

    /// The names of a leaf's own fields: one, or one a flag.
    pub fn names_of(&self, leaf: &Leaf) -> impl Iterator<Item = &'static str> {
        let count = match leaf.coding {
            Coding::Flags => leaf.width,
            _ => u16::from(leaf.is_field()),
        };
        let first = usize::from(leaf.name);
        let own = self.texts.get(first..first + usize::from(count)).unwrap_or_default();
        own.iter().copied()
    }

    /// The names of a row's fields, each leaf's followed by those of its special values.
    pub fn names(&self, row: &Row) -> Vec<&'static str> {
        let mut names = Vec::new();
        for leaf in self.leaves_of(row) {
            for name in self.names_of(leaf) {
                names.push(name);
            }
            for special in self.specials_of(leaf) {
                names.push(self.text(special.name));
            }
        }
        names
    }

    /// The section of a source as people cite it: `"VS321 5.1.2"`.
    pub(crate) fn cite(&self, source: Text) -> String {
        let source = self.text(source);
        match source.as_bytes() {
            [b'0'..=b'9', ..] => concat(&[self.text(self.guide), " ", source]),
            _ => source.to_owned(),
        }
    }

    /// The path of a row's field as messages have it: `history[0].timestamp`.
    pub(crate) fn path(&self, row: &Row, refused: bool, index: u32, name: &str) -> String {
        let mut path = String::new();
        if refused && row.result == NONE {
            for part in [RESULT_FIELD, ".", REQUEST_FIELD, "."] {
                path.push_str(part);
            }
        }
        path.push_str(self.text(row.name));
        if row.target == Target::List {
            path.push('[');
            path.push_str(&integer(index));
            path.push(']');
        }
        if row.target != Target::Top {
            path.push('.');
        }
        path.push_str(name);
        path
    }

    /// The names that uplinks have at the top level.
    pub(crate) fn reported_names(&self) -> Vec<&'static str> {
        let mut names = Vec::new();
        for row in self.rows_of(Direction::Uplink).1 {
            self.push_top_names(row, &mut names);
        }
        for row in self.rows_of(Direction::Downlink).1 {
            if row.result != NONE {
                push_unique(&mut names, self.text(row.result));
            } else if row.channel == 0xf9 {
                push_unique(&mut names, RESULT_FIELD);
            }
            if row.decode_only {
                self.push_top_names(row, &mut names);
            }
        }
        names
    }

    /// Adds the names at the top level that a row sets.
    pub(crate) fn push_top_names(&self, row: &Row, names: &mut Vec<&'static str>) {
        match row.target {
            Target::Top => {
                for name in self.names(row) {
                    push_unique(names, first_name(name));
                }
            }
            _ => push_unique(names, self.text(row.name)),
        }
    }
}

/// Adds a name that is not there yet.
pub(crate) fn push_unique<'a>(names: &mut Vec<&'a str>, name: &'a str) {
    if !names.contains(&name) {
        names.push(name);
    }
}

/// The first of the names that dots separate, and the rest of the path, if there is one.
pub(crate) fn split_path(path: &str) -> (&str, Option<&str>) {
    split_at_byte(path, b'.')
}

/// The first of the names that dots separate.
pub(crate) fn first_name(path: &str) -> &str {
    split_path(path).0
}

impl Leaf {
    /// The wire value of a label.
    pub(crate) fn raw_of(&self, label: &Label) -> u32 {
        label.number.wrapping_add(self.plus) as u32 & mask(self.width.into())
    }

    /// The lowest and the highest number of steps that a command may set.
    pub(crate) fn step_bounds(&self) -> (i64, i64) {
        self.range.unwrap_or_else(|| {
            let width = u32::from(self.width);
            let highest = i64::from(mask(width));
            let (low, high) =
                if self.signed { (-(highest / 2) - 1, highest / 2) } else { (0, highest) };
            (low - i64::from(self.plus), high - i64::from(self.plus))
        })
    }

    /// The lowest and the highest number that a command may set.
    pub(crate) fn bounds(&self) -> (f64, f64) {
        let (low, high) = self.step_bounds();
        (low as f64 / f64::from(self.div), high as f64 / f64::from(self.div))
    }

    /// The integer that wire bits stand for, sign and all.
    pub(crate) fn wire_integer(&self, raw: u32) -> i64 {
        if self.signed { extend_sign(raw, self.width.into()) } else { raw.into() }
    }
}

impl Program {
    /// The place of a result's label among those of a row, which are the row's own or
    /// [`RESULT_LABELS`]; behind the last for a result without a label.
    pub(crate) fn result_place(&self, row: &Row, result: u8) -> usize {
        let result = i32::from(result);
        if row.result != NONE {
            let labels = row.result_labels.of(self.labels);
            let place = labels.iter().position(|label| label.number == result);
            return place.unwrap_or(labels.len());
        }
        let place = RESULT_LABELS.iter().position(|(number, _)| *number == result);
        place.unwrap_or(RESULT_LABELS.len())
    }

    /// The label of a place that [`Program::result_place`] has returned.
    pub(crate) fn result_text(&self, row: &Row, place: usize) -> Option<&'static str> {
        if row.result != NONE {
            return Some(self.text(row.result_labels.of(self.labels).get(place)?.text));
        }
        RESULT_LABELS.get(place).map(|(_, label)| *label)
    }

    /// The label of a result.
    pub(crate) fn result_label(&self, row: &Row, result: u8) -> Option<&'static str> {
        self.result_text(row, self.result_place(row, result))
    }
}
