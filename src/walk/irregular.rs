//! What a walk rarely meets. Kept out of line, so that the loop over regular values stays small.

use super::{Bare, Extent, Note, NoteKind, Record, Visitor, load, slot_of};
use crate::float::float;
use crate::program::{Code, Coding, Head, Leaf, NONE, Op, Pick, Program, Row, Usage};
use crate::table::Direction;

/// Reads a channel that is not plain: one of several rows, counted entries, a result behind it, or
/// something that cannot be read.
#[inline(never)]
pub(super) fn channel(
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
    visitor.channel(offset, length, Extent::Whole, Some(id));
    visitor.bare(Bare::Header, NONE, offset, header);
    read(program, &record, bytes, visitor);
    if let Some(byte) = result {
        self::result(program, &record, offset + length - 1, byte, visitor.as_dyn());
    }
    visitor.end(&record);
    Some(length)
}

/// The one copy of [`read`](super::read) for channels that are not plain.
#[inline(never)]
fn read(program: &Program, record: &Record, bytes: &[u8], visitor: &mut (impl Visitor + ?Sized)) {
    super::read(program, record, bytes, visitor);
}

/// Reports a channel without a row, whose length is not known.
#[cold]
#[inline(never)]
fn unknown(offset: usize, rest: &[u8], visitor: &mut dyn Visitor) -> Option<usize> {
    let length = rest.len();
    let is_header = length >= 2;
    let extent = if is_header { Extent::Unknown } else { Extent::Truncated };
    visitor.channel(offset, length, extent, None);
    visitor.bare(Bare::Header, NONE, offset, length.min(2));
    opaque(offset, 2, length, visitor);
    let (kind, value) = if is_header {
        (NoteKind::UnknownChannel, 0)
    } else {
        (NoteKind::Truncated, truncated(2, 1))
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
        visitor.bare(Bare::Opaque, NONE, offset + header, length - header);
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
        visitor.channel(offset, length, Extent::Whole, None);
        visitor.bare(Bare::Header, NONE, offset, header);
        opaque(offset, header, length, visitor);
        let kind = NoteKind::UnknownKind;
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
        visitor.channel(offset, length, Extent::Whole, Some(id));
        visitor.bare(Bare::Header, NONE, offset, header);
        let record = Record::new(id, row, offset, offset + header, None);
        visitor.begin(&record);
        if let (Some(op), Some(leaf)) =
            (program.ops_of(row).first(), program.leaves_of(row).first())
        {
            let slot = leaf.default.map_or(0, |raw| reading(program, &record, leaf, op, raw).0);
            visitor.value(&record, row.leaves.first, op, slot);
        }
        visitor.end(&record);
        let kind = NoteKind::ReservedMissing;
        visitor.problem(&Note { kind, offset, leaf: NONE, value: 0 });
        return Some(length);
    }
    let needed = if row.counted > 0 {
        let count = rest.get(header).copied().map_or(0, usize::from);
        header + 1 + count * usize::from(row.length)
    } else {
        header + usize::from(row.length) + usize::from(usage == Usage::Result)
    };
    visitor.channel(offset, length, Extent::Truncated, Some(id));
    visitor.bare(Bare::Header, NONE, offset, header.min(length));
    opaque(offset, header, length, visitor);
    let (kind, value) = (NoteKind::Truncated, truncated(needed, header.min(length)));
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
    visitor.channel(offset, length, Extent::Whole, Some(id));
    visitor.bare(Bare::Header, NONE, offset, header);
    visitor.bare(Bare::Count, NONE, offset + header, 1);
    for entry in 0..count.unwrap_or(0) {
        let data = offset + header + 1 + entry * usize::from(row.length);
        let record = Record::new(id, row, offset, data, None);
        read(program, &record, bytes, visitor);
        visitor.end(&record);
    }
    Some(length)
}

/// Reads the result behind a command that the device repeats.
#[cold]
#[inline(never)]
fn result(program: &Program, record: &Record, at: usize, result: u8, visitor: &mut dyn Visitor) {
    if result == 0 {
        return visitor.bare(Bare::Success, NONE, at, 1);
    }
    visitor.bare(Bare::Refusal, NONE, at, 1);
    if program.result_label(record.row(program), result).is_none() {
        let (kind, value) = (NoteKind::NoLabel, result.into());
        visitor.problem(&Note { kind, offset: at, leaf: NONE, value });
    }
}

/// Reads the bytes of a text.
#[inline(never)]
pub(super) fn text(
    program: &Program,
    record: &Record,
    index: u16,
    op: &Op,
    bytes: &[u8],
    visitor: &mut dyn Visitor,
) {
    let offset = record.data + usize::from(op.at);
    let bytes = bytes.get(offset..offset + usize::from(op.count)).unwrap_or_default();
    visitor.bytes(record, index, op, bytes);
    let leaf = program.leaf(index);
    if leaf.is_some_and(|leaf| program.text_value(leaf, bytes).is_none()) {
        visitor.problem(&Note { kind: NoteKind::NoLabel, offset, leaf: index, value: 0 });
    }
}

/// Reads bits that are not a regular value.
#[cold]
#[inline(never)]
pub(super) fn value(
    program: &Program,
    record: &Record,
    index: u16,
    op: &Op,
    raw: u32,
    bytes: &[u8],
    visitor: &mut dyn Visitor,
) {
    let Some(leaf) = program.leaf(index) else { return };
    let note = |kind, offset, value| Note { kind, offset, leaf: index, value };
    match leaf.coding {
        Coding::OtherKind => {
            visitor.bare(Bare::Kind, index, record.data + usize::from(op.at), 0);
            return visitor.problem(&note(NoteKind::UnknownKind, record.offset, raw.into()));
        }
        Coding::Float => {
            return match float(raw, leaf.width) {
                Some(value) => visitor.value(record, index, op, value.to_bits()),
                None => {
                    visitor.absent(record, index, op);
                    visitor.problem(&note(NoteKind::NoReading, record.offset, u64::MAX));
                }
            };
        }
        _ => {}
    }
    if let Some(bit) = leaf.given_by {
        if load(bytes, record.data + usize::from(op.at)) >> bit & 1 == 0 {
            return visitor.absent(record, index, op);
        }
    }
    let specials = program.specials_of(leaf);
    let special = specials.iter().enumerate().find(|(_, special)| special.raw == raw);
    let (slot, problem) = reading(program, record, leaf, op, raw);
    match special {
        Some((at, special)) if special.replaces_field => {
            visitor.special(record, index, op, at, None);
        }
        _ => {
            match special {
                Some((at, _)) => visitor.special(record, index, op, at, Some(slot)),
                None => visitor.value(record, index, op, slot),
            }
            if let Some((kind, offset, value)) = problem {
                visitor.problem(&note(kind, offset, value));
            }
        }
    }
    if let Some((at, _)) = special.filter(|(_, special)| special.warns) {
        visitor.problem(&note(NoteKind::NoReading, record.offset, at as u64));
    }
}

/// The slot of a field, and what is wrong with it.
fn reading(
    program: &Program,
    record: &Record,
    leaf: &Leaf,
    op: &Op,
    raw: u32,
) -> (u64, Option<(NoteKind, usize, u64)>) {
    if leaf.coding == Coding::Choice {
        let labels = program.labels_of(leaf);
        let at = labels.iter().position(|label| leaf.raw_of(label) == raw);
        let offset = record.data + usize::from(op.at);
        let problem = (NoteKind::NoLabel, offset, u64::from(raw));
        return (at.unwrap_or(labels.len()) as u64, Some(problem).filter(|_| at.is_none()));
    }
    let steps = op.integer(raw);
    let value = steps as f64 / f64::from(op.div);
    let ranged = record.row(program).ranged;
    let outside = |(low, high): (i64, i64)| ranged && (steps < low || steps > high);
    let slot = slot_of(op, raw);
    let problem = (NoteKind::OutOfRange, record.offset, value.to_bits());
    debug_assert!(op.code != Code::Irregular || leaf.specials.count > 0);
    (slot, Some(problem).filter(|_| leaf.range.is_some_and(outside)))
}
