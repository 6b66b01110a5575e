//! Channels that are not plain: one of several rows, counted entries, a result behind it, or
//! something that cannot be read. Kept out of line, as [irregular values](super::irregular) are.

use super::irregular::reading;
use super::visitor::{Note, PartKind, Record, SpanKind, Visitor};
use crate::bits::load;
use crate::problem::ProblemKind;
use crate::program::{Head, NONE, Pick, Program, Row, Usage};
use crate::table::Direction;

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
    let mut id = first;
    let mut row = program.row(id)?;
    if row.kind != NONE {
        match pick(program, first, row, rest) {
            Ok(picked) => (id, row) = picked,
            Err(missing) => {
                return missing.report(program, first, usage, offset, rest, visitor.as_dyn());
            }
        }
    }
    if row.counted > 0 {
        return counted(program, id, row, bytes, offset, visitor);
    }
    let header = usize::from(row.header);
    let mut length = header + usize::from(row.length);
    let mut result = None;
    if usage == Usage::Result {
        result = rest.get(length).copied();
        length += 1;
    }
    if rest.len() < length {
        return cut_short(program, id, row, usage, offset, rest, visitor.as_dyn());
    }
    let refused = result.filter(|result| *result != 0);
    let record = Record::new(id, row, offset, offset + header, refused);
    visitor.channel(offset, length, SpanKind::Channel, Some(id));
    visitor.bare(PartKind::Header, NONE, offset, header);
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
    visitor.bare(PartKind::Header, NONE, offset, length.min(2));
    opaque(offset, 2, length, visitor);
    let (kind, value) = if is_header {
        (ProblemKind::UnknownChannel, 0)
    } else {
        (ProblemKind::Truncated, truncated(2, 1))
    };
    visitor.problem(&Note { kind, offset, leaf: NONE, value });
    None
}

/// The value of a note: the bytes that a channel needs, and those of its header that are there.
const fn truncated(needed: usize, header: usize) -> u64 {
    needed as u64 | (header as u64) << 32
}

fn opaque(offset: usize, header: usize, length: usize, visitor: &mut dyn Visitor) {
    if length > header {
        visitor.bare(PartKind::Opaque, NONE, offset + header, length - header);
    }
}

/// The reason for which none of a channel's rows was picked.
enum Missing {
    /// The kind is not there.
    Bytes,
    /// No row has the kind.
    Kind(u32),
}

/// The one of the siblings whose kind the data have.
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
        let Pick { at, shift, mask, value } = row.pick;
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
        let Some(sibling) = program.row(row.sibling) else { return Err(Missing::Kind(raw)) };
        (id, row) = (row.sibling, sibling);
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
        let header = usize::from(row.header);
        let length = header + usize::from(row.length) + usize::from(usage == Usage::Result);
        let Missing::Kind(raw) = self else {
            return cut_short(program, first, row, usage, offset, rest, visitor);
        };
        if rest.len() < length {
            return cut_short(program, first, row, usage, offset, rest, visitor);
        }
        visitor.channel(offset, length, SpanKind::Channel, None);
        visitor.bare(PartKind::Header, NONE, offset, header);
        opaque(offset, header, length, visitor);
        let kind = ProblemKind::UnknownSubKind;
        visitor.problem(&Note { kind, offset, leaf: NONE, value: raw.into() });
        Some(length)
    }
}

/// Reports a channel that the payload's end cuts short, unless it lacks a reserved byte only.
#[cold]
#[inline(never)]
fn cut_short(
    program: &Program,
    id: u16,
    row: &'static Row,
    usage: Usage,
    offset: usize,
    rest: &[u8],
    visitor: &mut dyn Visitor,
) -> Option<usize> {
    let header = usize::from(row.header);
    let length = rest.len();
    if row.presence && usage != Usage::Result && length == header {
        visitor.channel(offset, length, SpanKind::Channel, Some(id));
        visitor.bare(PartKind::Header, NONE, offset, header);
        let record = Record::new(id, row, offset, offset + header, None);
        visitor.begin(&record);
        if let (Some(op), Some(leaf)) =
            (program.ops_of(row).first(), program.leaves_of(row).first())
        {
            let slot = leaf.default.map_or(0, |raw| reading(program, &record, leaf, op, raw).0);
            visitor.value(&record, row.leaves.first, op, slot);
        }
        visitor.end(&record);
        let kind = ProblemKind::ReservedMissing;
        visitor.problem(&Note { kind, offset, leaf: NONE, value: 0 });
        return Some(length);
    }
    let needed = if row.counted > 0 {
        let count = rest.get(header).copied().map_or(0, usize::from);
        header + 1 + count * usize::from(row.length)
    } else {
        header + usize::from(row.length) + usize::from(usage == Usage::Result)
    };
    visitor.channel(offset, length, SpanKind::Truncated, Some(id));
    visitor.bare(PartKind::Header, NONE, offset, header.min(length));
    opaque(offset, header, length, visitor);
    let (kind, value) = (ProblemKind::Truncated, truncated(needed, header.min(length)));
    visitor.problem(&Note { kind, offset, leaf: NONE, value });
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
    let header = usize::from(row.header);
    let count = rest.get(header).copied().map(usize::from);
    let length = header + 1 + count.unwrap_or(0) * usize::from(row.length);
    if rest.len() < length {
        return cut_short(program, id, row, Usage::Own, offset, rest, visitor.as_dyn());
    }
    visitor.channel(offset, length, SpanKind::Channel, Some(id));
    visitor.bare(PartKind::Header, NONE, offset, header);
    visitor.bare(PartKind::Count, NONE, offset + header, 1);
    for entry in 0..count.unwrap_or(0) {
        let data = offset + header + 1 + entry * usize::from(row.length);
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
    visitor.bare(PartKind::Result, NONE, at, 1);
    if result != 0 && program.result_label(record.row(program), result).is_none() {
        let (kind, value) = (ProblemKind::NoLabel, result.into());
        visitor.problem(&Note { kind, offset: at, leaf: NONE, value });
    }
}
