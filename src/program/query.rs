//! Looking things up in a program.

use super::{Head, Program, link};
use crate::names::{cite, push_unique};
use crate::prelude::*;
use crate::table::{
    Direction, Labels, REQUEST_FIELD, RESULT_FIELD, RESULT_LABELS, Row, Target, Usage,
};
use crate::text::integer;

impl Program {
    /// The channel and type, where the direction has them.
    #[inline(always)]
    pub(crate) fn head(
        &self,
        direction: Direction,
        channel: u8,
        type_byte: u8,
    ) -> Option<&'static Head> {
        let key = u16::from_le_bytes([channel, type_byte]);
        let heads = match direction {
            Direction::Uplink => self.uplink,
            Direction::Downlink => self.downlink,
        };
        let mut at = link::hash(key);
        // A table of heads has a free slot.
        loop {
            let head = heads.get(at & (heads.len() - 1))?;
            if head.usage == Usage::Empty {
                return None;
            }
            if head.key == key {
                return Some(head);
            }
            at += 1;
        }
    }

    /// The row of a channel without a type.
    pub(crate) fn typeless(&self, direction: Direction, channel: u8) -> Option<u16> {
        let (first, rows) = self.rows_of(direction);
        let at = rows.iter().position(|row| row.type_byte.is_none() && row.channel == channel)?;
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

    /// The shortest row of a channel and type, of which this is the first one.
    pub(crate) fn shortest_sibling(&self, first: u16) -> Option<&'static Row> {
        let mut shortest = self.row(first)?;
        let mut row = shortest;
        while let Some(next) = row.sibling.and_then(|at| self.row(at)) {
            row = next;
            if row.length < shortest.length {
                shortest = row;
            }
        }
        Some(shortest)
    }

    /// The section of a source as people cite it: `"VS321 5.1.2"`.
    pub(crate) fn cite(&self, source: &str) -> String {
        cite(self.guide, source)
    }

    /// The names that uplinks have at the top level.
    pub(crate) fn reported_names(&self) -> Vec<&'static str> {
        let mut names = Vec::new();
        for row in self.rows_of(Direction::Uplink).1 {
            row.push_top_names(&mut names);
        }
        for row in self.rows_of(Direction::Downlink).1 {
            if row.is_refusable() {
                push_unique(&mut names, row.result.map_or(RESULT_FIELD, |result| result.name));
            }
            if row.decode_only {
                row.push_top_names(&mut names);
            }
        }
        names
    }
}

impl Row {
    /// The path of a field as messages have it: `history[0].timestamp`.
    pub(crate) fn path(&self, refused: bool, index: u32, name: &str) -> String {
        let mut path = String::new();
        if refused && self.result.is_none() {
            for part in [RESULT_FIELD, ".", REQUEST_FIELD, "."] {
                path.push_str(part);
            }
        }
        path.push_str(self.target.name());
        if self.target.is_list() {
            path.push('[');
            path.push_str(&integer(index));
            path.push(']');
        }
        if self.target != Target::Top {
            path.push('.');
        }
        path.push_str(name);
        path
    }

    /// The labels of a result: the row's own or the common ones.
    fn result_labels(&self) -> Labels {
        self.result.map_or(RESULT_LABELS, |result| result.labels)
    }

    /// The place of a result's label; behind the last for a result without a label.
    pub(crate) fn result_place(&self, result: u8) -> usize {
        let labels = self.result_labels();
        let place = labels.iter().position(|(number, _)| *number == i32::from(result));
        place.unwrap_or(labels.len())
    }

    /// The label of a place that [`Row::result_place`] has returned.
    pub(crate) fn result_text(&self, place: usize) -> Option<&'static str> {
        self.result_labels().get(place).map(|(_, label)| *label)
    }

    /// The label of a result.
    pub(crate) fn result_label(&self, result: u8) -> Option<&'static str> {
        self.result_text(self.result_place(result))
    }
}
