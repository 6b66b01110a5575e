//! A program in the making, and what becomes of it: statics, or tables of this run.

// Slices have no other way in a const fn.
#![allow(clippy::indexing_slicing)]

use super::link::{link_downlink, link_uplink};
use super::{Head, Label, Leaf, Op, Program, Row, Rule, Special};
use crate::table::Device;

/// Makes a static program of a device's rows: the tables of a draft, cut to what they hold. Of rows
/// that break rules it makes an empty one, so that the broken rules are the compiler's only error.
macro_rules! program {
    ($device:expr, $broken:expr) => {{
        use $crate::program::draft::Draft;
        use $crate::program::*;

        const DRAFT: Draft =
            if $broken.is_empty() { Draft::compile(&$device) } else { Draft::new(&$device) };
        static UPLINK: [Head; DRAFT.uplink_size()] = DRAFT.uplink();
        static DOWNLINK: [Head; DRAFT.downlink_size()] = DRAFT.downlink();
        static ROWS: [Row; DRAFT.rows.used] = DRAFT.rows.cut();
        static OPS: [Op; DRAFT.ops.used] = DRAFT.ops.cut();
        static LEAVES: [Leaf; DRAFT.leaves.used] = DRAFT.leaves.cut();
        static LABELS: [Label; DRAFT.labels.used] = DRAFT.labels.cut();
        static SPECIALS: [Special; DRAFT.specials.used] = DRAFT.specials.cut();
        static RULES: [Rule; DRAFT.rules.used] = DRAFT.rules.cut();
        static NUMBERS: [u32; DRAFT.numbers.used] = DRAFT.numbers.cut();
        static TEXTS: [&str; DRAFT.texts.used] = DRAFT.texts.cut();
        Program {
            uplink: &UPLINK,
            downlink: &DOWNLINK,
            rows: &ROWS,
            ops: &OPS,
            leaves: &LEAVES,
            labels: &LABELS,
            specials: &SPECIALS,
            rules: &RULES,
            numbers: &NUMBERS,
            texts: &TEXTS,
            ..DRAFT.bare
        }
    }};
}
pub(crate) use program;

/// A table with room, filled from its start.
#[derive(Clone, Copy)]
pub(crate) struct Table<T, const ROOM: usize> {
    pub items: [T; ROOM],
    pub used: usize,
}

impl<T: Copy, const ROOM: usize> Table<T, ROOM> {
    const fn new(filler: T) -> Self {
        Table { items: [filler; ROOM], used: 0 }
    }

    pub const fn push(&mut self, item: T) {
        assert!(self.used < ROOM, "P2: a table of the draft has no room for so many");
        self.items[self.used] = item;
        self.used += 1;
    }

    /// The items that are there.
    pub const fn items(&self) -> &[T] {
        self.items.split_at(self.used).0
    }

    /// The items in an array of their number.
    pub const fn cut<const USED: usize>(&self) -> [T; USED] {
        let mut items = [self.items[0]; USED];
        let mut at = 0;
        while at < USED {
            items[at] = self.items[at];
            at += 1;
        }
        items
    }
}

/// A program that is being made, with room for the rows of any device.
pub(crate) struct Draft {
    pub rows: Table<Row, 512>,
    pub ops: Table<Op, 2048>,
    pub leaves: Table<Leaf, 2048>,
    pub labels: Table<Label, 2048>,
    pub specials: Table<Special, 256>,
    pub rules: Table<Rule, 128>,
    pub numbers: Table<u32, 512>,
    pub texts: Table<&'static str, 2048>,
    /// The program without its tables.
    pub bare: Program,
}

impl Draft {
    pub const fn new(device: &Device) -> Draft {
        Draft {
            rows: Table::new(Row::EMPTY),
            ops: Table::new(Op::EMPTY),
            leaves: Table::new(Leaf::EMPTY),
            labels: Table::new(Label::EMPTY),
            specials: Table::new(Special::EMPTY),
            rules: Table::new(Rule::EMPTY),
            numbers: Table::new(0),
            texts: Table::new(""),
            bare: Program {
                uplink_rows: device.uplink.len() as u16,
                indoor: device.indoor,
                ..Program::EMPTY
            },
        }
    }

    pub const fn uplink_size(&self) -> usize {
        Head::uplink_size(self.rows.items(), self.bare.uplink_rows)
    }

    pub const fn uplink<const SIZE: usize>(&self) -> [Head; SIZE] {
        let mut heads = [Head::EMPTY; SIZE];
        link_uplink(&mut heads, self.rows.items(), self.numbers.items(), self.bare.uplink_rows);
        heads
    }

    pub const fn downlink_size(&self) -> usize {
        Head::table_size(self.rows.used)
    }

    pub const fn downlink<const SIZE: usize>(&self) -> [Head; SIZE] {
        let mut heads = [Head::EMPTY; SIZE];
        link_downlink(&mut heads, self.rows.items(), self.bare.uplink_rows);
        heads
    }

    /// The program, whose tables stay in memory for good.
    #[cfg(feature = "std")]
    pub fn leak(&self) -> Program {
        let mut uplink = vec![Head::EMPTY; self.uplink_size()];
        let mut downlink = vec![Head::EMPTY; self.downlink_size()];
        link_uplink(&mut uplink, self.rows.items(), self.numbers.items(), self.bare.uplink_rows);
        link_downlink(&mut downlink, self.rows.items(), self.bare.uplink_rows);
        Program {
            uplink: uplink.leak(),
            downlink: downlink.leak(),
            rows: self.rows.items().to_vec().leak(),
            ops: self.ops.items().to_vec().leak(),
            leaves: self.leaves.items().to_vec().leak(),
            labels: self.labels.items().to_vec().leak(),
            specials: self.specials.items().to_vec().leak(),
            rules: self.rules.items().to_vec().leak(),
            numbers: self.numbers.items().to_vec().leak(),
            texts: self.texts.items().to_vec().leak(),
            ..self.bare
        }
    }
}
