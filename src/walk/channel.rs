//! Channels that are not plain: one of several rows, counted entries, a result behind it, or
//! something that cannot be read. Kept out of line, as [irregular values](super::irregular) are.

use super::irregular::reading;
use super::visitor::{Note, PartKind, Record, SpanKind, Visitor};
use crate::bits::load;
use crate::problem::ProblemKind;
use crate::program::{Head, Program};
use crate::table::{Direction, Pick, Row, Usage};

/// Reads a channel that is not plain: one of several rows, counted entries, a result behind it, or
/// something that cannot be read.
#[inline(never)]
pub(super) fn read(
    program: &Program,
    direction: Direction,
    head: Option<&'static Head>,
    bytes: &[u8],
    offset: usize,
    visitor: &mut (impl Visitor + ?Sized),
) -> Option<usize> {
    let rest = bytes.get(offset..)?;
    let found = match head {
        Some(head) => Some((head.row, head.usage)),
        None => rest
            .first()
            .and_then(|channel| program.typeless(direction, *channel))
            .map(|id| (id, Usage::Own)),
    };
    let Some((first, usage)) = found else { return unknown(offset, rest, visitor.as_dyn()) };
    let (id, row) = match pick(program, first, program.row(first)?, rest) {
        Ok(picked) => picked,
        Err(missing) => {
            return missing.report(program, first, usage, offset, rest, visitor.as_dyn());
        }
    };
    if row.counted.is_some() {
        return counted(program, id, row, bytes, offset, visitor);
    }
    let header = row.header();
    let mut length = header + row.length;
    let mut result = None;
    if usage == Usage::Result {
        result = rest.get(length).copied();
        length += 1;
    }
    if rest.len() < length {
        return cut_short(id, row, usage, offset, rest, visitor.as_dyn());
    }
    let refused = result.filter(|result| *result != 0);
    let record = Record::new(id, row, offset, offset + header, refused);
    visitor.channel(offset, length, SpanKind::Channel, Some(id));
    visitor.bare(PartKind::Header, None, offset, header);
    leaves(program, &record, bytes, visitor);
    if let Some(byte) = result {
        self::result(program, &record, offset + length - 1, byte, visitor.as_dyn());
    }
    visitor.end(&record);
    Some(length)
}

/// The one copy of [`read`](super::read::read) for channels that are not plain.
#[inline(never)]
fn leaves(program: &Program, record: &Record, bytes: &[u8], visitor: &mut (impl Visitor + ?Sized)) {
    super::read::read(program, record, bytes, visitor);
}

/// Reports a channel without a row, whose length is not known.
#[cold]
#[inline(never)]
fn unknown(offset: usize, rest: &[u8], visitor: &mut dyn Visitor) -> Option<usize> {
    let length = rest.len();
    let is_header = length >= 2;
    let kind = if is_header { SpanKind::Unknown } else { SpanKind::Truncated };
    visitor.channel(offset, length, kind, None);
    visitor.bare(PartKind::Header, None, offset, length.min(2));
    opaque(offset, 2, length, visitor);
    let (kind, value) = if is_header {
        (ProblemKind::UnknownChannel, 0)
    } else {
        (ProblemKind::Truncated, truncated(2, 1))
    };
    visitor.problem(&Note { kind, offset, op: None, value });
    None
}

/// The value of a note: the bytes that a channel needs, and those of its header that are there.
const fn truncated(needed: usize, header: usize) -> u64 {
    needed as u64 | (header as u64) << 32
}

fn opaque(offset: usize, header: usize, length: usize, visitor: &mut dyn Visitor) {
    if length > header {
        visitor.bare(PartKind::Opaque, None, offset + header, length - header);
    }
}

/// The reason for which none of a channel's rows was picked.
enum Missing {
    /// The kind is not there.
    Bytes,
    /// No row has the kind.
    Kind(u32),
}

/// The one of the siblings whose kind the data have; a row without a kind is the only one.
#[inline(always)]
fn pick(
    program: &Program,
    first: u16,
    row: &'static Row,
    rest: &[u8],
) -> Result<(u16, &'static Row), Missing> {
    let (mut id, mut row) = (first, row);
    let mut raw = 0;
    loop {
        let Some(Pick { at, shift, mask, value }) = row.pick else { return Ok((id, row)) };
        // The first sibling has a kind, and those of one channel have it in one place.
        let last = usize::from(at) + usize::from(shift >> 3);
        if rest.len() <= last {
            return Err(Missing::Bytes);
        }
        if mask != 0 {
            raw = load(rest, at.into()) >> shift & mask;
        }
        if mask == 0 || raw == value {
            return Ok((id, row));
        }
        let Some(next) = row.sibling else { return Err(Missing::Kind(raw)) };
        let Some(sibling) = program.row(next) else { return Err(Missing::Kind(raw)) };
        (id, row) = (next, sibling);
    }
}

impl Missing {
    /// Reports it. The siblings of a channel without a row for other kinds have one length.
    #[cold]
    #[inline(never)]
    fn report(
        self,
        program: &Program,
        first: u16,
        usage: Usage,
        offset: usize,
        rest: &[u8],
        visitor: &mut dyn Visitor,
    ) -> Option<usize> {
        let row = program.shortest_sibling(first)?;
        let header = row.header();
        let length = header + row.length + usize::from(usage == Usage::Result);
        let Missing::Kind(raw) = self else {
            return cut_short(first, row, usage, offset, rest, visitor);
        };
        if rest.len() < length {
            return cut_short(first, row, usage, offset, rest, visitor);
        }
        visitor.channel(offset, length, SpanKind::Channel, None);
        visitor.bare(PartKind::Header, None, offset, header);
        opaque(offset, header, length, visitor);
        let kind = ProblemKind::UnknownSubKind;
        visitor.problem(&Note { kind, offset, op: None, value: raw.into() });
        Some(length)
    }
}

/// Reports a channel that the payload's end cuts short, unless it lacks a reserved byte only.
#[cold]
#[inline(never)]
fn cut_short(
    id: u16,
    row: &'static Row,
    usage: Usage,
    offset: usize,
    rest: &[u8],
    visitor: &mut dyn Visitor,
) -> Option<usize> {
    let header = row.header();
    let length = rest.len();
    if row.may_lack_byte && usage != Usage::Result && length == header {
        visitor.channel(offset, length, SpanKind::Channel, Some(id));
        visitor.bare(PartKind::Header, None, offset, header);
        let record = Record::new(id, row, offset, offset + header, None);
        visitor.begin(&record);
        if let Some(op) = row.ops.first() {
            let slot = op.leaf.default.map_or(0, |raw| reading(row, &record, op, raw).0);
            visitor.value(&record, op, slot);
        }
        visitor.end(&record);
        let kind = ProblemKind::ReservedMissing;
        visitor.problem(&Note { kind, offset, op: None, value: 0 });
        return Some(length);
    }
    let needed = if row.counted.is_some() {
        let count = rest.get(header).copied().map_or(0, usize::from);
        header + 1 + count * row.length
    } else {
        header + row.length + usize::from(usage == Usage::Result)
    };
    visitor.channel(offset, length, SpanKind::Truncated, Some(id));
    visitor.bare(PartKind::Header, None, offset, header.min(length));
    opaque(offset, header, length, visitor);
    let (kind, value) = (ProblemKind::Truncated, truncated(needed, header.min(length)));
    visitor.problem(&Note { kind, offset, op: None, value });
    None
}

/// Reads a channel whose first byte counts its entries.
#[inline(never)]
fn counted(
    program: &Program,
    id: u16,
    row: &'static Row,
    bytes: &[u8],
    offset: usize,
    visitor: &mut (impl Visitor + ?Sized),
) -> Option<usize> {
    let rest = bytes.get(offset..)?;
    let header = row.header();
    let count = rest.get(header).copied().map(usize::from);
    let length = header + 1 + count.unwrap_or(0) * row.length;
    if rest.len() < length {
        return cut_short(id, row, Usage::Own, offset, rest, visitor.as_dyn());
    }
    visitor.channel(offset, length, SpanKind::Channel, Some(id));
    visitor.bare(PartKind::Header, None, offset, header);
    visitor.bare(PartKind::Count, None, offset + header, 1);
    for entry in 0..count.unwrap_or(0) {
        let data = offset + header + 1 + entry * row.length;
        let record = Record::new(id, row, offset, data, None);
        leaves(program, &record, bytes, visitor);
        visitor.end(&record);
    }
    Some(length)
}

/// Reads the result behind a command that the device repeats.
#[cold]
#[inline(never)]
fn result(program: &Program, record: &Record, at: usize, result: u8, visitor: &mut dyn Visitor) {
    visitor.bare(PartKind::Result, None, at, 1);
    if result != 0 && record.row(program).result_label(result).is_none() {
        let (kind, value) = (ProblemKind::NoLabel, result.into());
        visitor.problem(&Note { kind, offset: at, op: None, value });
    }
}
