//! A payload explained byte by byte: the walk, with places and sources kept.

use crate::prelude::*;

use serde::Serialize;

use super::record::{Noted, REFUSED, byte_slots};
use super::visitor::{Note, PartKind, Record, SpanKind, Visitor};
use super::walk_dyn;
use crate::input;
use crate::names::split_path;
use crate::problem::{Problem, ProblemKind};
use crate::program::{Op, Program};
use crate::table::{Direction, RESULT_FIELD, Row, UNKNOWN, VENDOR_CODEC};
use crate::text::{self, append, concat, to_hex};
use crate::value::{Object, Value};

/// A payload, byte by byte.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[serde(into = "Value")]
pub struct Explanation {
    /// The channels in order; together they cover every byte once.
    pub spans: Vec<Span>,
    /// As [`Decoded::warnings`](crate::Decoded::warnings).
    pub warnings: Vec<Problem>,
    /// Problems because of which nothing was decoded.
    pub errors: Vec<Problem>,
}

/// A channel, or the bytes from which on nothing is understood.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(into = "Value")]
pub struct Span {
    /// The first byte.
    pub offset: usize,
    /// Bytes.
    pub length: usize,
    /// How far it is understood.
    pub kind: SpanKind,
    /// The channel byte.
    pub channel: Option<u8>,
    /// The type byte, where the channel has one.
    pub type_byte: Option<u8>,
    /// The problem for which it is not, or not wholly, understood.
    pub reason: Option<String>,
    /// Its parts in order. Bit fields share bytes; together the parts cover every
    /// bit.
    pub parts: Vec<SpanPart>,
}

/// A part of a channel: its header, a field, reserved bits or bytes.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(into = "Value")]
pub struct SpanPart {
    /// The kind of the bytes.
    pub kind: PartKind,
    /// The first byte, from the payload's start.
    pub offset: usize,
    /// Bytes; 0 for a field whose reserved byte is missing.
    pub length: usize,
    /// The first and the last bit, from 0 in the little-endian number that the
    /// bytes make; absent where it is all of them.
    pub bits: Option<(u32, u32)>,
    /// The field's path in the decoded data.
    pub path: Option<String>,
    /// The bytes in hex, in wire order.
    pub raw: String,
    /// The field's value.
    pub value: Option<Value>,
    /// Its unit.
    pub unit: Option<&'static str>,
    /// The part's name, for people: `"Temperature"`, `"header"`, `"reserved"`.
    pub label: String,
    /// The guide's section: `"VS321 5.1.2"`; empty for bytes without a row.
    pub source: String,
}

impl From<Explanation> for Value {
    fn from(explanation: Explanation) -> Value {
        let mut object = Object::new();
        object.set("spans", explanation.spans);
        object.set_unless_empty("warnings", explanation.warnings);
        object.set_unless_empty("errors", explanation.errors);
        object.into()
    }
}

impl From<Span> for Value {
    fn from(span: Span) -> Value {
        let mut object = Object::new();
        object.set("offset", span.offset as u32);
        object.set("length", span.length as u32);
        object.set("kind", span.kind.code());
        object.set("channel", span.channel.map(u32::from));
        object.set("type", span.type_byte.map(u32::from));
        object.set("reason", span.reason);
        object.set("parts", span.parts);
        object.into()
    }
}

impl From<SpanPart> for Value {
    fn from(part: SpanPart) -> Value {
        let mut object = Object::new();
        object.set("kind", part.kind.code());
        object.set("offset", part.offset as u32);
        object.set("length", part.length as u32);
        object.set("bits", part.bits.map(|(first, last)| vec![first, last]));
        object.set("path", part.path);
        object.set("raw", part.raw);
        object.set("value", part.value);
        object.set("unit", part.unit);
        object.set("label", part.label);
        object.set("source", part.source);
        object.into()
    }
}

impl Program {
    /// Explains a payload.
    pub fn explain(&self, direction: Direction, bytes: &[u8]) -> Explanation {
        if let Err(problem) = input::check_length(bytes.len()) {
            return Explanation { errors: vec![problem], ..Explanation::default() };
        }
        self.explain_all(direction, bytes)
    }

    /// The same of any number of bytes.
    pub(crate) fn explain_all(&self, direction: Direction, bytes: &[u8]) -> Explanation {
        let mut explainer = Explainer {
            program: self,
            bytes,
            row: None,
            id: 0,
            lists: Vec::new(),
            spans: Vec::new(),
            problems: Vec::new(),
        };
        let decoded_any = walk_dyn(self, direction, bytes, &mut explainer);
        let Explainer { spans, problems, .. } = explainer;
        if decoded_any {
            Explanation { spans, warnings: problems, errors: Vec::new() }
        } else {
            Explanation { spans, warnings: Vec::new(), errors: problems }
        }
    }
}

struct Explainer<'a> {
    program: &'a Program,
    bytes: &'a [u8],
    /// The row of the channel at hand.
    row: Option<&'static Row>,
    /// Its index, with [`REFUSED`].
    id: u64,
    /// The names of lists, one an entry.
    lists: Vec<&'static str>,
    spans: Vec<Span>,
    problems: Vec<Problem>,
}

impl Explainer<'_> {
    /// Adds a part of so many bytes.
    fn add(&mut self, kind: PartKind, label: &str, offset: usize, length: usize, source: String) {
        let raw = self.bytes.get(offset..(offset + length).min(self.bytes.len()));
        let raw = raw.unwrap_or_default();
        let Some(span) = self.spans.last_mut() else { return };
        span.parts.push(SpanPart {
            kind,
            offset,
            length: raw.len(),
            bits: None,
            path: None,
            raw: to_hex(raw),
            value: None,
            unit: None,
            label: label.to_owned(),
            source,
        });
    }

    fn last(&mut self) -> Option<&mut SpanPart> {
        self.spans.last_mut()?.parts.last_mut()
    }

    /// Adds a leaf's bytes and bits.
    fn add_leaf(&mut self, kind: PartKind, label: &str, at: usize, op: &Op, source: String) {
        let width = op.leaf.width;
        let length = op.leaf.all_bytes();
        self.add(kind, label, at, length, source);
        if let Some(part) = self.last() {
            // The first and the last bit, where it is not all.
            let (first, all) = (u32::from(op.shift), width as usize == 8 * length);
            part.bits = (!all).then(|| (first, first + width - 1));
        }
    }

    /// Adds a field of a record.
    fn add_field(
        &mut self,
        record: &Record,
        op: &Op,
        name: &'static str,
        value: Option<Value>,
        source: &'static str,
        has_unit: bool,
    ) {
        let row = record.row(self.program);
        let source = self.program.cite(row.first_source(source, op.leaf));
        let at = record.data + usize::from(op.at);
        self.add_leaf(PartKind::Field, &title(name), at, op, source);
        let refused = record.refused.is_some();
        let path = row.path(refused, self.index(), name);
        if let Some(part) = self.last() {
            let own_result = refused && row.result.is_some();
            part.path = Some(path).filter(|_| value.is_some() && !own_result);
            part.value = value;
            part.unit = Some(op.leaf.unit).filter(|unit| has_unit && !unit.is_empty());
        }
    }

    /// Returns the index of the current entry in its list. A refused entry is alone in its list.
    fn index(&self) -> u32 {
        if self.id & REFUSED != 0 {
            return 0;
        }
        let list = self.lists.last();
        self.lists.iter().filter(|name| Some(*name) == list).count().saturating_sub(1) as u32
    }

    /// Adds the result of a command. Nothing but a refusal is a field of the data.
    fn add_result(&mut self, offset: usize, source: String) {
        let result = self.bytes.get(offset).copied().unwrap_or_default();
        let Some(row) = self.row else { return };
        if result == 0 {
            return self.add(PartKind::Result, "carried out", offset, 1, VENDOR_CODEC.to_owned());
        }
        let label = row.result_label(result).unwrap_or(UNKNOWN);
        let (path, source) = match row.result {
            None => (concat(&[RESULT_FIELD, ".result"]), VENDOR_CODEC.to_owned()),
            Some(result) => (result.name.to_owned(), source),
        };
        self.add(PartKind::Result, "Result", offset, 1, source);
        if let Some(part) = self.last() {
            part.path = Some(path);
            part.value = Some(label.into());
        }
    }

    fn field(&mut self, record: &Record, op: &Op, slots: &[u64]) {
        self.add_field(record, op, op.leaf.name, op.value(slots), "", true);
    }
}

impl Visitor for Explainer<'_> {
    fn as_dyn(&mut self) -> &mut dyn Visitor {
        self
    }

    fn channel(&mut self, offset: usize, length: usize, kind: SpanKind, row: Option<u16>) {
        let row = row.and_then(|id| self.program.row(id));
        let typeless = length < 2 || row.is_some_and(|row| row.type_byte.is_none());
        self.row = row;
        self.id = 0;
        self.spans.push(Span {
            offset,
            length,
            kind,
            channel: self.bytes.get(offset).copied(),
            type_byte: self.bytes.get(offset + 1).copied().filter(|_| !typeless),
            reason: None,
            parts: Vec::new(),
        });
    }

    fn bare(&mut self, kind: PartKind, op: Option<&'static Op>, offset: usize, length: usize) {
        let source = self.row.map(|row| self.program.cite(row.source)).unwrap_or_default();
        let label = match kind {
            PartKind::Header => "header",
            PartKind::Kind => "kind",
            PartKind::Count => "count",
            PartKind::Opaque => "not understood",
            PartKind::Result => return self.add_result(offset, source),
            PartKind::Reserved | PartKind::Field => "reserved",
        };
        match op {
            None => self.add(kind, label, offset, length, source),
            Some(op) => self.add_leaf(kind, label, offset, op, source),
        }
    }

    fn begin(&mut self, record: &Record) {
        let refused = record.refused.is_some();
        self.id = u64::from(record.id) | if refused { REFUSED } else { 0 };
        let row = record.row(self.program);
        if row.target.is_list() && !refused {
            self.lists.push(row.target.name());
        }
        if !refused || row.result.is_some() {
            return;
        }
        // The type byte is a field of the refusal.
        if let Some(header) = self.last() {
            header.length = 1;
            header.raw.truncate(2);
        }
        let at = record.offset + 1;
        self.add(PartKind::Field, "Channel type", at, 1, VENDOR_CODEC.to_owned());
        if let Some(part) = self.last() {
            part.path = Some(concat(&[RESULT_FIELD, ".channel_type"]));
            part.value = row.type_byte.map(|byte| byte.into());
        }
    }

    fn value(&mut self, record: &Record, op: &'static Op, slot: u64) {
        self.field(record, op, &[slot]);
    }

    fn constant(&mut self, record: &Record, op: &'static Op) {
        self.field(record, op, &[]);
    }

    fn bytes(&mut self, record: &Record, op: &'static Op, bytes: &[u8]) {
        self.field(record, op, &byte_slots(op.leaf.coding, bytes));
    }

    fn special(&mut self, record: &Record, op: &'static Op, at: usize, beside: Option<u64>) {
        if let Some(slot) = beside {
            self.field(record, op, &[slot, 0]);
        }
        if let Some(special) = op.leaf.special_values.get(at) {
            let value = Some(special.label.into());
            self.add_field(record, op, special.name, value, special.source, false);
        }
    }

    fn absent(&mut self, record: &Record, op: &'static Op) {
        self.add_field(record, op, op.leaf.name, None, "", false);
    }

    fn end(&mut self, _: &Record) {}

    fn problem(&mut self, note: &Note) {
        let noted = Noted { note: *note, row: self.id, index: self.index() };
        let problem = noted.problem(self.program, self.bytes);
        // A problem of the channel as a whole.
        if note.op.is_none() && note.kind != ProblemKind::NoLabel || note.kind.is_fatal() {
            if let Some(span) = self.spans.last_mut() {
                span.reason = Some(problem.message().to_owned());
            }
        }
        self.problems.push(problem);
    }
}

/// Words that are written in their own way.
const PROPER: &[&str] = &["ADR", "D2D", "IPSO", "LED", "LoRa", "LoRaWAN", "PIR", "SN", "TSL"];

/// A field's name for people: `people_total_counts` is "People total counts", `d2d_key` is
/// "D2D key", `weekdays.monday` is "Weekdays: Monday".
pub(crate) fn title(name: &str) -> String {
    if let (outer, Some(inner)) = split_path(name) {
        return concat(&[&title(outer), ": ", &title(inner)]);
    }
    let mut title = String::new();
    let mut rest = Some(name);
    while let Some(words) = rest {
        let (word, behind) = text::split_at_byte(words, b'_');
        let proper = PROPER.iter().find(|own| own.eq_ignore_ascii_case(word));
        append(&mut title, " ", proper.copied().unwrap_or(word));
        rest = behind;
    }
    if let Some(first) = title.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    title
}
