//! The fields of a payload one after the other, without allocating anything.

use core::fmt;

use super::record::byte_slot;
use super::visitor::{Note, Record, Visitor};
use super::walk;
use crate::input;
use crate::program::{Op, Program};
use crate::table::{Coding, Direction, Target, UNKNOWN};

/// A field of a payload.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct FieldRef<'a> {
    /// The object or list that it is in.
    pub parent: Option<&'static str>,
    /// The place of the list's entry in the payload, from 0 over all lists' entries, where the
    /// field is in one.
    pub entry: Option<usize>,
    /// Its own name, with dots where it is in further objects.
    pub name: &'static str,
    /// Its value.
    pub value: FieldValue<'a>,
}

/// The value of a field.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub enum FieldValue<'a> {
    /// A number, in the field's unit.
    Number(f64),
    /// A label.
    Label(&'static str),
    /// Bytes that are hex digits, a version or a text: [`Display`](fmt::Display) writes them.
    Bytes(BytesRef<'a>),
}

/// A text that is made of bytes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct BytesRef<'a> {
    bytes: &'a [u8],
    coding: Coding,
}

impl FieldRef<'_> {
    /// The number, where the field is one.
    pub fn number(&self) -> Option<f64> {
        match self.value {
            FieldValue::Number(number) => Some(number),
            _ => None,
        }
    }

    /// The label, where the field has one.
    pub fn label(&self) -> Option<&'static str> {
        match self.value {
            FieldValue::Label(label) => Some(label),
            _ => None,
        }
    }
}

impl fmt::Display for BytesRef<'_> {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        let byte = |at| byte_slot(self.coding, self.bytes, at) as u8;
        match self.coding {
            Coding::Hex | Coding::HexReversed => {
                (0..self.bytes.len()).try_for_each(|at| write!(f, "{:02x}", byte(at)))
            }
            Coding::VersionDecimal => write!(f, "v{}", byte(0)),
            Coding::VersionDecimals => write!(f, "v{}.{}", byte(0), byte(1)),
            Coding::VersionHex => write!(f, "v{:x}.{:x}", byte(0), byte(1)),
            Coding::VersionNibble => write!(f, "v{:x}.{}", byte(0), byte(1)),
            _ => {
                let end = self.bytes.iter().position(|byte| *byte == 0);
                let text = self.bytes.get(..end.unwrap_or(self.bytes.len())).unwrap_or_default();
                f.write_str(core::str::from_utf8(text).unwrap_or(UNKNOWN))
            }
        }
    }
}

/// Calls a function with every field. Returns true if every byte was decoded.
pub(crate) fn for_each(
    program: &Program,
    direction: Direction,
    bytes: &[u8],
    each: impl FnMut(FieldRef),
) -> bool {
    if !input::is_payload_length(bytes.len()) {
        return false;
    }
    let mut fields = Fields { program, each, entries: 0, complete: true };
    let decoded_any = walk(program, direction, bytes, bytes, &mut fields);
    decoded_any && fields.complete
}

struct Fields<'a, F> {
    program: &'a Program,
    each: F,
    entries: usize,
    complete: bool,
}

impl<F: FnMut(FieldRef)> Fields<'_, F> {
    fn tell(&mut self, record: &Record, name: &'static str, value: FieldValue) {
        // The fields of a refused command are not set.
        if record.refused.is_some() {
            return;
        }
        let row = record.row(self.program);
        let parent = (row.target != Target::Top).then(|| row.target.name());
        let entry = row.target.is_list().then(|| self.entries - 1);
        (self.each)(FieldRef { parent, entry, name, value });
    }
}

impl<F: FnMut(FieldRef)> Visitor for Fields<'_, F> {
    fn as_dyn(&mut self) -> &mut dyn Visitor {
        self
    }

    fn begin(&mut self, record: &Record) {
        let row = record.row(self.program);
        // A refused entry is none of the list.
        self.entries += usize::from(row.target.is_list() && record.refused.is_none());
    }

    fn value(&mut self, record: &Record, op: &'static Op, slot: u64) {
        let value = match op.leaf.coding {
            _ if op.is_float() => FieldValue::Number(f64::from_bits(slot)),
            Coding::Number => FieldValue::Number(slot as i64 as f64),
            _ => FieldValue::Label(op.leaf.label(slot as usize)),
        };
        self.tell(record, op.leaf.name, value);
    }

    fn constant(&mut self, record: &Record, op: &'static Op) {
        self.value(record, op, 0);
    }

    fn bytes(&mut self, record: &Record, op: &'static Op, bytes: &[u8]) {
        let coding = op.leaf.coding;
        let value = if coding == Coding::Text && op.leaf.text_value(bytes).is_none() {
            FieldValue::Label(UNKNOWN)
        } else {
            FieldValue::Bytes(BytesRef { bytes, coding })
        };
        self.tell(record, op.leaf.name, value);
    }

    fn special(&mut self, record: &Record, op: &'static Op, at: usize, beside: Option<u64>) {
        if let Some(slot) = beside {
            self.value(record, op, slot);
        }
        if let Some(special) = op.leaf.special_values.get(at) {
            self.tell(record, special.name, FieldValue::Label(special.label));
        }
    }

    fn absent(&mut self, _: &Record, _: &'static Op) {}

    fn end(&mut self, _: &Record) {}

    fn problem(&mut self, note: &Note) {
        self.complete &= !note.kind.is_fatal();
    }
}
