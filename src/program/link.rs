//! Derived from a program's leaves: places, masks, slots, siblings, heads.
//!
//! The functions are `const` and work on slices, so that the compiler runs them over a device's
//! rows and the WebAssembly module over those that it reads from bytes.

// Slices have no other way in a const fn.
#![allow(clippy::indexing_slicing)]

use super::{Code, Head, Op, Program};
use crate::bits::mask;
use crate::prelude::*;
use crate::table::{Coding, Part, Pick, Row, SpecialValue, Usage, length};

impl Program {
    /// Links rows whose parts are leaves. The tables stay in memory for good.
    pub(crate) fn link(mut self, mut rows: Vec<Row>) -> Program {
        for (at, row) in rows.iter_mut().enumerate() {
            let mut ops = vec![Op::EMPTY; row.parts.len()];
            row.ranged = at < usize::from(self.uplink_rows);
            link_ops(row.parts, row.ranged, &mut ops);
            link_row(row, ops.leak());
        }
        link_rows(&mut rows, self.uplink_rows);
        let (_, commands) = rows.split_at_checked(self.uplink_rows.into()).unwrap_or_default();
        let mut uplink = vec![Head::EMPTY; uplink_size(self.uplink_rows.into(), commands)];
        let mut downlink = vec![Head::EMPTY; table_size(rows.len())];
        link_uplink(&mut uplink, &rows, self.uplink_rows);
        link_downlink(&mut downlink, &rows, self.uplink_rows);
        self.rows = rows.leak();
        self.uplink = uplink.leak();
        self.downlink = downlink.leak();
        self
    }
}

/// The place of a channel and type in a table of heads, taken modulo its size. With this multiplier
/// the devices' heads share fewer places than with nearly all others.
#[inline(always)]
pub(crate) const fn hash(key: u16) -> usize {
    (key as usize * 4077) >> 8
}

/// Derives how a row's leaves are read.
pub(crate) const fn link_ops(leaves: &'static [Part], ranged: bool, ops: &mut [Op]) {
    let mut end = 0;
    let mut shift = 0;
    let mut slot = 1;
    // The first of the flags at hand.
    let mut flags = 0;
    let mut at = 0;
    while at < leaves.len() {
        let leaf = &leaves[at];
        let mut op = op_of(leaf, ranged);
        op.at = end as u16;
        if leaf.is_next {
            op.at -= leaf.group as u16;
        } else {
            shift = 0;
        }
        op.shift = shift as u8;
        op.slot = slot;
        // Several flags are read together, and share a slot.
        if at > 0 && are_flags(&leaves[at - 1], leaf) {
            op.slot = ops[flags].slot;
            op.bit = Some(ops[flags].count);
            ops[flags].count += 1;
        } else {
            if at + 1 < leaves.len() && are_flags(leaf, &leaves[at + 1]) {
                flags = at;
                op.code = Code::Flags;
                op.bit = Some(0);
                op.count = 1;
            }
            slot += leaf.slots();
        }
        ops[at] = op;
        shift += leaf.width;
        end += leaf.bytes();
        at += 1;
    }
}

/// Derives what a row is from its leaves, and from how they are read.
pub(crate) const fn link_row(row: &mut Row, ops: &'static [Op]) {
    row.ops = ops;
    row.length = length(row.parts);
    row.slots = 1;
    let mut at = 0;
    while at < ops.len() {
        let (op, leaf) = (&ops[at], ops[at].leaf);
        row.slots = op.slot + leaf.slots();
        if let Coding::Kind | Coding::OtherKind = leaf.coding {
            let is_other = matches!(leaf.coding, Coding::OtherKind);
            row.pick = Some(Pick {
                at: row.header() as u16 + op.at,
                shift: op.shift,
                mask: if is_other { 0 } else { op.mask },
                value: leaf.fixed,
            });
        }
        at += 1;
    }
    row.may_lack_byte = at == 1
        && row.length == 1
        && (matches!(ops[0].leaf.coding, Coding::Presence)
            || row.ranged && ops[0].leaf.default.is_some());
    let header = if row.counted.is_some() { 0 } else { row.header() };
    assert!(row.slots as usize <= 4 * (header + row.length), "P3: a record has four slots a byte");
}

const fn op_of(leaf: &'static Part, ranged: bool) -> Op {
    let mut op = Op::EMPTY;
    op.leaf = leaf;
    op.special = !leaf.special_values.is_empty();
    op.mask = mask(leaf.width);
    op.span = op.mask;
    op.div = leaf.div;
    op.base = leaf.plus;
    if leaf.signed {
        op.sign = 1 << (leaf.width - 1);
    }
    match leaf.coding {
        Coding::Number => {
            op.code = if leaf.div == 1 { Code::Integer } else { Code::Scaled };
            if let (Some((low, high)), true) = (leaf.steps(), ranged) {
                op.low = (low + leaf.plus as i64) as u32 & op.mask;
                op.span = (high - low) as u32;
            }
        }
        Coding::Choice => {
            op.base = leaf.labels[0].0.wrapping_add(leaf.plus);
            op.low = op.base as u32 & op.mask;
            // Labels behind a gap are not regular: their places are not their numbers.
            op.span = run(leaf.labels) - 1;
            op.code = if leaf.given_by.is_none() { Code::Integer } else { Code::Irregular };
        }
        Coding::Hex
        | Coding::HexReversed
        | Coding::VersionDecimal
        | Coding::VersionDecimals
        | Coding::VersionHex
        | Coding::VersionNibble => {
            op.code = Code::Bytes;
            op.count = (leaf.width / 8) as u8;
        }
        Coding::Text => {
            op.code = Code::Text;
            op.count = (leaf.width / 8) as u8;
        }
        Coding::Presence => op.code = Code::Zero,
        Coding::Float | Coding::OtherKind => op.code = Code::Irregular,
        // There are no bit fields among leaves.
        Coding::Constant | Coding::Reserved | Coding::Kind | Coding::Bits => op.code = Code::Skip,
    }
    exclude(&mut op, leaf.special_values);
    op
}

const fn are_flags(leaf: &Part, next: &Part) -> bool {
    leaf.is_flag() && next.is_flag() && next.is_next
}

/// The number of labels, from the first on, whose numbers follow each other.
const fn run(labels: &[(i32, &str)]) -> u32 {
    let mut at = 1;
    while at < labels.len() && labels[at].0 as i64 == labels[0].0 as i64 + at as i64 {
        at += 1;
    }
    at as u32
}

/// The way from a value to another, round the mask.
const fn distance(from: u32, to: u32, mask: u32) -> u32 {
    to.wrapping_sub(from) & mask
}

/// Makes the regular values those of the largest gap between special values, so that one
/// comparison finds range, labels and special values.
const fn exclude(op: &mut Op, specials: &[SpecialValue]) {
    let (low, all, mask) = (op.low, op.span, op.mask);
    let mut longest = 0;
    let mut gap = 0;
    // The gaps begin at `low` and behind each special value.
    while gap <= specials.len() {
        let mut start = 0;
        if gap > 0 {
            start = distance(low, specials[gap - 1].raw.wrapping_add(1), mask);
        }
        // Where no range or label ends the gap, it may go round.
        let end = if all == mask { start as u64 + all as u64 } else { all as u64 };
        let mut length = (end + 1).saturating_sub(start as u64);
        let mut other = 0;
        while other < specials.len() {
            let distance = distance(low.wrapping_add(start), specials[other].raw, mask) as u64;
            if distance < length {
                length = distance;
            }
            other += 1;
        }
        if length > longest {
            longest = length;
            op.low = low.wrapping_add(start) & mask;
            op.span = (length - 1) as u32;
        }
        gap += 1;
    }
    if longest == 0 {
        op.code = Code::Irregular;
    }
}

/// Links the rows of one channel and type, which may have others between them: commands stand in
/// the order of sending.
pub(crate) const fn link_rows(rows: &mut [Row], uplink_rows: u16) {
    let mut at = 0;
    while at < rows.len() {
        let end = if at < uplink_rows as usize { uplink_rows as usize } else { rows.len() };
        let mut next = if rows[at].pick.is_some() { at + 1 } else { end };
        while next < end && rows[at].sibling.is_none() {
            if are_siblings(&rows[at], &rows[next]) {
                rows[at].sibling = Some(next as u16);
            }
            next += 1;
        }
        at += 1;
    }
}

/// Returns true if two rows have one channel and type.
pub(super) const fn are_siblings(one: &Row, other: &Row) -> bool {
    one.channel == other.channel
        && matches!((one.type_byte, other.type_byte), (Some(one), Some(other)) if one == other)
}

/// Enters the rows of an uplink, echoes included.
pub(crate) const fn link_uplink(heads: &mut [Head], rows: &[Row], uplink_rows: u16) {
    let mut at = 0;
    while at < rows.len() {
        let row = &rows[at];
        let number = at as u16;
        if number < uplink_rows {
            enter(heads, row, row.channel, number, Usage::Own);
        } else {
            let mut also = 0;
            while also < 3 + row.echo_channels.len() {
                let channel = match also {
                    0 => row.channel,
                    1 => 0xfe,
                    2 => 0xf8,
                    _ => row.echo_channels[also - 3],
                };
                if let Some(usage) = row.echo_on(channel) {
                    enter(heads, row, channel, number, usage);
                }
                also += 1;
            }
        }
        at += 1;
    }
}

/// Enters the rows of a downlink.
pub(crate) const fn link_downlink(heads: &mut [Head], rows: &[Row], uplink_rows: u16) {
    let mut at = uplink_rows as usize;
    while at < rows.len() {
        enter(heads, &rows[at], rows[at].channel, at as u16, Usage::Own);
        at += 1;
    }
}

/// The first row of a channel and type is the one that is found. Rows without a type are found by
/// a look at all rows.
const fn enter(heads: &mut [Head], row: &Row, channel: u8, number: u16, usage: Usage) {
    let Some(type_byte) = row.type_byte else { return };
    let key = u16::from_le_bytes([channel, type_byte]);
    let mut at = hash(key) % heads.len();
    let mut tries = 0;
    while !matches!(heads[at].usage, Usage::Empty) {
        if heads[at].key == key {
            return;
        }
        at = (at + 1) % heads.len();
        tries += 1;
        assert!(tries < heads.len(), "P1: a table of heads has a free entry");
    }
    let is_plain = row.pick.is_none() && row.counted.is_none() && !matches!(usage, Usage::Result);
    let (length, slots) = ((row.header() + row.length) as u16, row.slots);
    heads[at] = Head { key, usage, row: number, ops: row.ops, length, slots, is_plain };
}

impl Head {
    pub(crate) const EMPTY: Head = Head {
        key: 0,
        usage: Usage::Empty,
        row: 0,
        ops: &[],
        length: 0,
        slots: 0,
        is_plain: false,
    };
}

/// The size of the table of an uplink's heads: a command has three channels and more.
pub(crate) const fn uplink_size(uplink_rows: usize, commands: &[Row]) -> usize {
    let mut heads = uplink_rows;
    let mut at = 0;
    while at < commands.len() {
        heads += 3 + commands[at].echo_channels.len();
        at += 1;
    }
    table_size(heads)
}

/// The size of a table for so many heads: a power of two, less than half full.
pub(crate) const fn table_size(heads: usize) -> usize {
    (2 * heads + 1).next_power_of_two()
}
