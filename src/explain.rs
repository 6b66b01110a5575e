//! What each byte of a payload says: a sink that keeps places and sources.

use crate::prelude::*;

use serde::Serialize;

use crate::data::Decoded;
use crate::decode::{self, Channel, Event, Extent, Meaning, Sink, Trouble};
use crate::problem::Problem;
use crate::table::*;
use crate::text::to_hex;
use crate::value::Value;

/// A payload, byte by byte.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Explanation {
    /// The channels in order; together they cover every byte once.
    pub spans: Vec<Span>,
    /// As [`Decoded::warnings`].
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub warnings: Vec<Problem>,
    /// As [`Decoded::errors`].
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<Problem>,
}

/// A channel, or the bytes from which on nothing is understood.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Span {
    /// The first byte.
    pub offset: usize,
    /// Bytes.
    pub length: usize,
    /// How far it is understood.
    pub kind: SpanKind,
    /// The channel byte.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub channel: Option<u8>,
    /// The type byte, where the channel has one.
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub type_byte: Option<u8>,
    /// Why it is not, or not wholly, understood.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// Its parts in order. Bit fields share bytes; together the parts cover every
    /// bit.
    pub parts: Vec<SpanPart>,
}

/// How far a span is understood.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum SpanKind {
    /// A channel of known length.
    Channel,
    /// A channel without a row, and all that follows it.
    Unknown,
    /// A channel that the payload's end cuts short.
    Truncated,
}

/// A part of a channel: its header, a field, reserved bits or bytes.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SpanPart {
    /// The first byte, from the payload's start.
    pub offset: usize,
    /// Bytes; 0 for a field whose reserved byte is missing.
    pub length: usize,
    /// The first and the last bit, from 0 in the little-endian number that the
    /// bytes make; absent where it is all of them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bits: Option<(u32, u32)>,
    /// The field's path in the decoded data.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
    /// The bytes in hex, in wire order.
    pub raw: String,
    /// The field's value.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<Value>,
    /// Its unit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit: Option<&'static str>,
    /// What the part is, for people: `"Temperature"`, `"header"`, `"reserved"`.
    pub label: String,
    /// Where the guide says so: `"VS321 5.1.2"`; empty for what has no row.
    pub source: String,
}

impl Explanation {
    pub(crate) fn of(device: &Device, direction: Direction, bytes: &[u8]) -> Explanation {
        if let Err(problem) = crate::input::check_length(bytes.len()) {
            return Explanation { errors: vec![problem], ..Explanation::default() };
        }
        let mut explainer =
            Explainer { device, bytes, row: None, spans: Vec::new(), problems: Vec::new() };
        let understood = decode::decode(device, direction, bytes, &mut explainer);
        let Explainer { spans, problems, .. } = explainer;
        let Decoded { warnings, errors, .. } = Decoded::judged(understood, problems);
        Explanation { spans, warnings, errors }
    }
}

struct Explainer<'a> {
    device: &'a Device,
    bytes: &'a [u8],
    /// The row of the channel at hand.
    row: Option<&'static Row>,
    spans: Vec<Span>,
    problems: Vec<Problem>,
}

impl Sink for Explainer<'_> {
    fn channel(&mut self, channel: &Channel) {
        let kind = match channel.extent {
            Extent::Whole => SpanKind::Channel,
            Extent::Truncated => SpanKind::Truncated,
            Extent::Unknown => SpanKind::Unknown,
        };
        let typeless = channel.row.is_some_and(|row| row.type_byte.is_none());
        let type_at = if typeless || channel.length < 2 { None } else { Some(channel.offset + 1) };
        self.row = channel.row;
        self.spans.push(Span {
            offset: channel.offset,
            length: channel.length,
            kind,
            channel: self.bytes.get(channel.offset).copied(),
            type_byte: type_at.and_then(|at| self.bytes.get(at).copied()),
            reason: None,
            parts: Vec::new(),
        });
    }

    fn event(&mut self, event: &Event) {
        let Some(span) = self.spans.last_mut() else { return };
        let mut piece = SpanPart {
            offset: event.offset,
            length: event.bytes.len(),
            bits: event.bits,
            path: None,
            raw: to_hex(event.bytes),
            value: None,
            unit: None,
            label: String::new(),
            source: String::new(),
        };
        let mut source = self.row.map(|row| row.source);
        let label = match event.meaning {
            Meaning::Header => "header",
            Meaning::Reserved => "reserved",
            Meaning::SubKind => "kind",
            Meaning::Success => "carried out",
            Meaning::Opaque => "not understood",
            Meaning::Field { path, part, reading } => {
                piece.path = Some(path.text());
                piece.value = Some(reading.into());
                // An aside's label has no unit.
                piece.unit = part
                    .filter(|part| part.name == path.name && !part.unit.is_empty())
                    .map(|part| part.unit);
                if let (Some(row), Some(part)) = (self.row, part) {
                    source = Some(row.source_of(part, path.name));
                }
                &title(path.name)
            }
        };
        piece.label = label.to_owned();
        if let Meaning::Success | Meaning::Field { part: None, .. } = event.meaning {
            source = Some(VENDOR_CODEC);
        }
        piece.source = source.map(|source| self.device.cite(source)).unwrap_or_default();
        span.parts.push(piece);
    }

    fn trouble(&mut self, trouble: &Trouble) {
        let problem = Problem::from(trouble);
        // Of a whole channel.
        if trouble.breaks_the_whole() || matches!(trouble, Trouble::ReservedMissing { .. }) {
            if let Some(span) = self.spans.last_mut() {
                span.reason = Some(problem.message());
            }
        }
        self.problems.push(problem);
    }
}

/// Words that are written in their own way.
const PROPER: &[&str] = &["ADR", "D2D", "IPSO", "LED", "LoRa", "LoRaWAN", "SN", "TSL"];

/// A field's name for people: `people_total_counts` is "People total counts",
/// `d2d_key` is "D2D key".
pub(crate) fn title(name: &str) -> String {
    let words: Vec<_> = name
        .split('_')
        .map(|word| {
            let proper = PROPER.iter().find(|own| own.eq_ignore_ascii_case(word));
            proper.copied().unwrap_or(word)
        })
        .collect();
    let mut title = words.join(" ");
    if let Some(first) = title.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    title
}

impl Device {
    /// The source of a row or part as people cite it: `"VS321 5.1.2"`.
    pub fn cite(&self, source: &str) -> String {
        if !source.starts_with(|first: char| first.is_ascii_digit()) {
            return source.to_owned();
        }
        let device = self.guide.split(' ').next().unwrap_or_default();
        [device, " ", source].concat()
    }
}
