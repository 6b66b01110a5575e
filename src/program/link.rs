//! Derived from a program's leaves: places, masks, slots, siblings, heads.
//!
//! The functions are `const` and work on slices, so that the compiler runs them over a device's
//! tables and the WebAssembly module over those that it reads from bytes.

// Slices have no other way in a const fn.
#![allow(clippy::indexing_slicing)]

use super::{Code, Coding, Head, Label, Leaf, NONE, Op, Pick, Place, Row, Span, Special, Usage};
use crate::bits::mask;

/// The bytes by which a channel and type are found.
#[inline(always)]
pub(crate) const fn hash(channel: u8, type_byte: u8) -> usize {
    (channel.wrapping_mul(29) ^ type_byte.wrapping_mul(5)) as usize
}

/// Derives what a row's leaves do and where; `row` must know its leaves.
pub(crate) const fn link_row(
    row: &mut Row,
    leaves: &[Leaf],
    ops: &mut [Op],
    labels: &[Label],
    specials: &[Special],
) {
    let first = row.leaves.first as usize;
    let count = row.leaves.count as usize;
    let mut end = 0usize;
    let mut group = 0usize;
    let mut shift = 0usize;
    let mut slot = 1;
    let mut at = first;
    while at < first + count {
        let leaf = &leaves[at];
        let bits = leaf.width as usize;
        match leaf.place {
            Place::Whole => {
                group = end;
                shift = 0;
                end += bits / 8;
            }
            Place::First(bytes) => {
                group = end;
                shift = 0;
                end += bytes as usize;
            }
            Place::Next => {}
        }
        let mut op = op_of(leaf, row.ranged, labels, specials);
        op.at = group as u16;
        op.shift = shift as u8;
        op.slot = slot;
        slot += leaf.slots();
        ops[at] = op;
        if let Coding::Kind | Coding::OtherKind = leaf.coding {
            row.kind = at as u16;
            let is_other = matches!(leaf.coding, Coding::OtherKind);
            row.pick = Pick {
                at: row.header as u16 + op.at,
                shift: op.shift,
                mask: if is_other { 0 } else { op.mask },
                value: leaf.fixed,
            };
        }
        shift += bits;
        at += 1;
    }
    row.length = end as u16;
    row.slots = slot;
    row.presence = count == 1
        && end == 1
        && (matches!(leaves[first].coding, Coding::Presence) || leaves[first].default.is_some());
}

const fn op_of(leaf: &Leaf, ranged: bool, labels: &[Label], specials: &[Special]) -> Op {
    let mut op = Op::EMPTY;
    op.special = leaf.specials.count > 0;
    op.mask = mask(leaf.width as u32);
    op.span = op.mask;
    op.div = leaf.div;
    op.base = leaf.plus;
    if leaf.signed {
        op.sign = 1 << (leaf.width - 1);
    }
    match leaf.coding {
        Coding::Number => {
            op.code = if leaf.div == 1 { Code::Integer } else { Code::Scaled };
            if let (Some((low, high)), true) = (leaf.range, ranged) {
                op.low = (low + leaf.plus as i64) as u32 & op.mask;
                op.span = (high - low) as u32;
            }
        }
        Coding::Choice => {
            let first = leaf.labels.first as usize;
            op.base = labels[first].number.wrapping_add(leaf.plus);
            op.low = op.base as u32 & op.mask;
            // Labels behind a gap are not regular: their places are not their numbers.
            op.span = run(labels, leaf.labels) - 1;
            op.code = if leaf.given_by.is_none() { Code::Integer } else { Code::Irregular };
        }
        Coding::Flags => op.code = Code::Flags,
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
        Coding::Constant | Coding::Reserved | Coding::Kind => op.code = Code::Skip,
    }
    exclude(&mut op, leaf.specials, specials);
    op
}

/// The number of labels, from the first on, whose numbers follow each other.
const fn run(labels: &[Label], span: Span) -> u32 {
    let mut at = 1;
    while at < span.count as usize {
        let first = span.first as usize;
        if labels[first + at].number as i64 != labels[first].number as i64 + at as i64 {
            break;
        }
        at += 1;
    }
    at as u32
}

/// Makes the regular values those of the largest gap between special values, so that one
/// comparison finds range, labels and special values.
const fn exclude(op: &mut Op, span: Span, specials: &[Special]) {
    let (low, all, mask) = (op.low, op.span, op.mask);
    let first = span.first as usize;
    let mut longest = 0;
    let mut gap = 0;
    // The gaps begin at `low` and behind each special value.
    while gap <= span.count as usize {
        let mut start = 0;
        if gap > 0 {
            start = specials[first + gap - 1].raw.wrapping_sub(low).wrapping_add(1) & mask;
        }
        // Where no range or label ends the gap, it may go round.
        let end = if all == mask { start as u64 + all as u64 } else { all as u64 };
        let mut length = (end + 1).saturating_sub(start as u64);
        let mut other = 0;
        while other < span.count as usize {
            let distance = specials[first + other].raw.wrapping_sub(low).wrapping_sub(start) & mask;
            if (distance as u64) < length {
                length = distance as u64;
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
        let mut next = at + 1;
        while next < end && rows[at].kind != NONE && rows[at].sibling == NONE {
            if rows[at].channel == rows[next].channel
                && rows[at].type_byte == rows[next].type_byte
                && rows[at].header == rows[next].header
            {
                rows[at].sibling = next as u16;
            }
            next += 1;
        }
        at += 1;
    }
}

/// Enters the rows of an uplink, echoes included.
pub(crate) const fn link_uplink(
    heads: &mut [Head],
    rows: &[Row],
    numbers: &[u32],
    uplink_rows: u16,
) {
    let mut at = 0;
    while at < rows.len() {
        let row = &rows[at];
        let number = at as u16;
        if number < uplink_rows {
            enter(heads, row, row.channel, number, Usage::Own);
        } else if row.header == 2 {
            // A command of channel ff is repeated on fe, one of f9 on f8 with a result.
            enter(heads, row, row.channel, number, Usage::Echo);
            if row.channel == 0xff {
                enter(heads, row, 0xfe, number, Usage::Echo);
            }
            if row.channel == 0xf9 {
                enter(heads, row, 0xf8, number, Usage::Result);
            }
            let mut also = 0;
            while also < row.echoes.count as usize {
                let channel = numbers[row.echoes.first as usize + also] as u8;
                enter(heads, row, channel, number, Usage::Echo);
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
    if row.header == 1 {
        return;
    }
    let mut at = hash(channel, row.type_byte) % heads.len();
    let mut tries = 0;
    while !matches!(heads[at].usage, Usage::Empty) {
        if heads[at].channel == channel && heads[at].type_byte == row.type_byte {
            return;
        }
        at = (at + 1) % heads.len();
        tries += 1;
        assert!(tries < heads.len(), "P1: a table of heads has a free slot");
    }
    heads[at] = Head {
        channel,
        type_byte: row.type_byte,
        usage,
        row: number,
        leaves: row.leaves,
        length: row.header as u16 + row.length,
        slots: row.slots,
        is_plain: row.kind == NONE && row.counted == 0 && !matches!(usage, Usage::Result),
    };
}

impl Head {
    pub(crate) const EMPTY: Head = Head {
        channel: 0,
        type_byte: 0,
        usage: Usage::Empty,
        row: 0,
        leaves: Span::EMPTY,
        length: 0,
        slots: 0,
        is_plain: false,
    };

    /// The size of the table of an uplink's heads: a command has three channels and more.
    pub(crate) const fn uplink_size(rows: &[Row], uplink_rows: u16) -> usize {
        let mut heads = uplink_rows as usize;
        let mut at = heads;
        while at < rows.len() {
            heads += 3 + rows[at].echoes.count as usize;
            at += 1;
        }
        Head::table_size(heads)
    }

    /// The size of a table for so many heads: a power of two, less than half full.
    pub(crate) const fn table_size(heads: usize) -> usize {
        (2 * heads + 1).next_power_of_two()
    }
}
