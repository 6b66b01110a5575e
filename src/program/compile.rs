//! Rows into a program, at compile time. The rows keep the [`rules`](super::rules).

// Slices have no other way in a const fn.
#![allow(clippy::indexing_slicing)]

use super::link::{
    link_downlink, link_ops, link_row, link_rows, link_uplink, table_size, uplink_size,
};
use super::{Head, Op};
use crate::table::{Coding, Device, Part, Row};

/// Makes a static program of a device's rows. Of rows that break rules it makes an empty one, so
/// that the broken rules are the compiler's only error.
macro_rules! program {
    ($device:expr, $broken:expr) => {{
        use $crate::names::first_word;
        use $crate::program::compile::Source;
        use $crate::program::{Head, Op, Program};
        use $crate::table::{Part, Row};

        const SOURCE: Source =
            if $broken.is_empty() { Source::new(&$device) } else { Source::EMPTY };
        static LEAVES: [Part; SOURCE.leaf_count()] = SOURCE.leaves();
        static OPS: [Op; SOURCE.leaf_count()] = SOURCE.ops(&LEAVES);
        static ROWS: [Row; SOURCE.row_count()] = SOURCE.rows(&LEAVES, &OPS);
        static UPLINK: [Head; SOURCE.uplink_size()] = SOURCE.uplink(&ROWS);
        static DOWNLINK: [Head; SOURCE.downlink_size()] = SOURCE.downlink(&ROWS);
        Program {
            uplink: &UPLINK,
            downlink: &DOWNLINK,
            rows: &ROWS,
            uplink_rows: SOURCE.uplink_rows(),
            indoor: $device.indoor,
            guide: first_word($device.guide),
        }
    }};
}
pub(crate) use program;

/// The rows of a device that are compiled.
pub(crate) struct Source {
    uplink: &'static [Row],
    downlink: &'static [Row],
}

impl Source {
    pub const EMPTY: Source = Source { uplink: &[], downlink: &[] };

    pub const fn new(device: &Device) -> Source {
        Source { uplink: device.uplink, downlink: device.downlink }
    }

    pub const fn uplink_rows(&self) -> u16 {
        self.uplink.len() as u16
    }

    pub const fn row_count(&self) -> usize {
        self.uplink.len() + self.downlink.len()
    }

    const fn row(&self, at: usize) -> &'static Row {
        let first = self.uplink.len();
        if at < first { &self.uplink[at] } else { &self.downlink[at - first] }
    }

    pub const fn leaf_count(&self) -> usize {
        let mut count = 0;
        let mut at = 0;
        while at < self.row_count() {
            count += leaf_count(self.row(at).parts);
            at += 1;
        }
        count
    }

    pub const fn leaves<const COUNT: usize>(&self) -> [Part; COUNT] {
        let mut leaves = [Part::EMPTY; COUNT];
        let mut rest: &mut [Part] = &mut leaves;
        let mut at = 0;
        while at < self.row_count() {
            let parts = self.row(at).parts;
            let (own, behind) = rest.split_at_mut(leaf_count(parts));
            fill(own, parts);
            rest = behind;
            at += 1;
        }
        leaves
    }

    pub const fn ops<const COUNT: usize>(&self, leaves: &'static [Part]) -> [Op; COUNT] {
        let mut ops = [Op::EMPTY; COUNT];
        let (mut leaves, mut rest): (_, &mut [Op]) = (leaves, &mut ops);
        let mut at = 0;
        while at < self.row_count() {
            let (own_leaves, leaves_behind) = leaves.split_at(leaf_count(self.row(at).parts));
            let (own, behind) = rest.split_at_mut(own_leaves.len());
            link_ops(own_leaves, at < self.uplink.len(), own);
            (leaves, rest) = (leaves_behind, behind);
            at += 1;
        }
        ops
    }

    pub const fn rows<const COUNT: usize>(
        &self,
        leaves: &'static [Part],
        ops: &'static [Op],
    ) -> [Row; COUNT] {
        let mut rows = [Row::EMPTY; COUNT];
        let (mut leaves, mut ops) = (leaves, ops);
        let mut at = 0;
        while at < COUNT {
            rows[at] = *self.row(at);
            let (own, behind) = leaves.split_at(leaf_count(rows[at].parts));
            let (own_ops, ops_behind) = ops.split_at(own.len());
            rows[at].parts = own;
            rows[at].ranged = at < self.uplink.len();
            link_row(&mut rows[at], own_ops);
            (leaves, ops) = (behind, ops_behind);
            at += 1;
        }
        link_rows(&mut rows, self.uplink_rows());
        rows
    }

    pub const fn uplink_size(&self) -> usize {
        uplink_size(self.uplink.len(), self.downlink)
    }

    pub const fn uplink<const SIZE: usize>(&self, rows: &[Row]) -> [Head; SIZE] {
        let mut heads = [Head::EMPTY; SIZE];
        link_uplink(&mut heads, rows, self.uplink_rows());
        heads
    }

    pub const fn downlink_size(&self) -> usize {
        table_size(self.row_count())
    }

    pub const fn downlink<const SIZE: usize>(&self, rows: &[Row]) -> [Head; SIZE] {
        let mut heads = [Head::EMPTY; SIZE];
        link_downlink(&mut heads, rows, self.uplink_rows());
        heads
    }
}

/// The number of leaves that parts have.
const fn leaf_count(parts: &[Part]) -> usize {
    let mut count = 0;
    let mut at = 0;
    while at < parts.len() {
        count += if let Coding::Bits = parts[at].coding { parts[at].parts.len() } else { 1 };
        at += 1;
    }
    count
}

/// Writes the leaves of parts.
const fn fill(leaves: &mut [Part], parts: &[Part]) {
    let mut leaf = 0;
    let mut at = 0;
    while at < parts.len() {
        let part = &parts[at];
        if let Coding::Bits = part.coding {
            let mut field = 0;
            while field < part.parts.len() {
                leaves[leaf] = part.parts[field];
                leaves[leaf].group = (part.width / 8) as u8;
                leaves[leaf].is_next = field > 0;
                leaf += 1;
                field += 1;
            }
        } else {
            leaves[leaf] = *part;
            leaf += 1;
        }
        at += 1;
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
    let linked = |row: &Row| {
        let mut leaves = vec![Part::EMPTY; leaf_count(row.parts)];
        fill(&mut leaves, row.parts);
        Row { parts: leaves.leak(), ..*row }
    };
    let program = super::Program {
        uplink_rows: device.uplink.len() as u16,
        indoor: device.indoor,
        guide: crate::names::first_word(device.guide),
        ..super::Program::EMPTY
    };
    program.link(device.uplink.iter().chain(device.downlink).map(linked).collect())
}
