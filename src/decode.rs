//! Decoded data, as applications see it: objects made of records.

use crate::prelude::*;

use core::ops::Index;

use serde::{Deserialize, Serialize};

use crate::input;
use crate::names::{first_name, split_path};
use crate::problem::{Problem, Problems};
use crate::program::{Op, Program};
use crate::table::{Coding, Direction, Part, REQUEST_FIELD, RESULT_FIELD, Row, Target, UNKNOWN};
use crate::text;
use crate::value::{Object, Value, ValueError};
use crate::walk::record::{REFUSED, SLOTS_A_BYTE};
use crate::walk::visitor::ABSENT;

/// A decoded payload.
///
/// ```
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let socket: milesight_codec::Device = "WS523".parse()?;
/// let decoded = socket.decode_uplink(&[0x03, 0x74, 0xf5, 0x08])?;
/// assert_eq!(decoded["voltage"], 229.3);
///
/// #[derive(serde::Deserialize)]
/// struct Reading {
///     voltage: f64,
/// }
/// assert_eq!(decoded.deserialize::<Reading>()?.voltage, 229.3);
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[must_use]
#[non_exhaustive]
pub struct Decoded {
    /// The fields, by the names of `docs/fields.md`.
    pub data: Object,
    /// Problems beside which the data holds.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub warnings: Vec<Problem>,
}

impl Decoded {
    /// The data as a type of your own.
    ///
    /// # Errors
    /// The data lacks a member that the type needs, or has another type for it.
    pub fn deserialize<'de, T: Deserialize<'de>>(&self) -> Result<T, ValueError> {
        T::deserialize(Value::Object(self.data.clone()))
    }
}

/// The field of a name; [`Value::Null`] where the payload has none.
impl Index<&str> for Decoded {
    type Output = Value;

    fn index(&self, name: &str) -> &Value {
        self.data.get(name).unwrap_or(&Value::Null)
    }
}

/// The data of records. Of two reports of a field the last one holds, whole, in the place of the
/// first; lists collect.
fn object(program: &Program, mut slots: &[u64]) -> Object {
    let mut data = Object::new();
    while let Some(&id) = slots.first() {
        let Some(row) = program.row(id as u16) else { break };
        let refused = id & REFUSED != 0;
        let length = usize::from(row.slots) + usize::from(refused);
        let Some((record, rest)) = slots.split_at_checked(length) else { break };
        slots = rest;
        let fields = fields(row, record);
        if refused {
            let place = record.last().copied().unwrap_or_default() as usize;
            refuse(row, place, fields, &mut data);
        } else {
            settle(row, fields, &mut data);
        }
    }
    data
}

/// Puts the fields of a record where they belong.
fn settle(row: &Row, fields: Object, data: &mut Object) {
    match row.target {
        Target::Top => {
            for name in row.names() {
                let name = first_name(name);
                if fields.get(name).is_none() {
                    data.remove(name);
                }
            }
            data.extend(fields);
        }
        Target::Object(name) => data.set(name, fields),
        Target::List(name) => match data.get_mut(name) {
            Some(Value::List(entries)) => entries.push(fields.into()),
            _ => data.set(name, vec![fields]),
        },
    }
}

/// Puts a refused command where it belongs.
fn refuse(row: &Row, place: usize, fields: Object, data: &mut Object) {
    let label = row.result_text(place).unwrap_or(UNKNOWN);
    if let Some(result) = row.result {
        return data.set(result.name, label);
    }
    let mut request = Object::new();
    settle(row, fields, &mut request);
    let mut refusal = Object::new();
    refusal.set("channel_type", row.type_byte.map(u32::from));
    refusal.set("result", label);
    refusal.set(REQUEST_FIELD, request);
    data.set(RESULT_FIELD, refusal);
}

/// The fields of a record.
fn fields(row: &Row, record: &[u64]) -> Object {
    let mut fields = Object::new();
    for op in row.ops.iter().filter(|op| op.leaf.is_field()) {
        let slots = record.get(usize::from(op.slot)..).unwrap_or_default();
        let flag = slots.first().zip(op.bit).map(|(slot, bit)| [slot >> bit & 1]);
        if let Some(value) = op.value(flag.as_ref().map_or(slots, |flag| flag)) {
            set(&mut fields, op.leaf.name, value);
        }
        let special = slots.get(1).filter(|_| op.special).and_then(|place| place.checked_sub(1));
        let special = special.and_then(|at| op.leaf.special_values.get(at as usize));
        if let Some(special) = special {
            set(&mut fields, special.name, special.label.into());
        }
    }
    fields
}

/// Sets a field, in objects of its own where its name has dots.
fn set(fields: &mut Object, path: &'static str, value: Value) {
    let (first, Some(rest)) = split_path(path) else { return fields.set(path, value) };
    if !matches!(fields.get(first), Some(Value::Object(_))) {
        fields.set(first, Object::new());
    }
    if let Some(Value::Object(inner)) = fields.get_mut(first) {
        set(inner, rest, value);
    }
}

impl Program {
    /// Decodes a payload. Both big network servers drop data that come with errors, so problems
    /// are errors only where nothing was decoded.
    pub(crate) fn decode(&self, direction: Direction, bytes: &[u8]) -> Result<Decoded, Problems> {
        if let Err(problem) = input::check_length(bytes.len()) {
            return Err(Problems { errors: vec![problem], warnings: Vec::new() });
        }
        let mut slots = vec![0; SLOTS_A_BYTE * bytes.len()];
        let mut notes = Vec::new();
        let recorded = self.record(direction, bytes, bytes.len(), &mut slots, Some(&mut notes));
        let problems: Vec<_> = notes.iter().map(|noted| noted.problem(self, bytes)).collect();
        if !recorded.decoded_any() {
            return Err(Problems { errors: problems, warnings: Vec::new() });
        }
        let slots = slots.get(..recorded.slots()).unwrap_or_default();
        Ok(Decoded { data: object(self, slots), warnings: problems })
    }
}

impl Op {
    /// The value that the leaf's slots hold; `None` for a field that is absent.
    pub(crate) fn value(&self, slots: &[u64]) -> Option<Value> {
        let leaf = self.leaf;
        let first = slots.first().copied().unwrap_or_default();
        if first == ABSENT
            && (self.special || leaf.given_by.is_some() || leaf.coding == Coding::Float)
        {
            return None;
        }
        let bytes = || {
            let bytes = slots.iter().take(self.count.into()).map(|slot| *slot as u8);
            bytes.collect::<Vec<u8>>()
        };
        Some(match leaf.coding {
            Coding::Choice | Coding::Presence | Coding::Constant => {
                leaf.label(first as usize).into()
            }
            _ if self.is_float() => f64::from_bits(first).into(),
            Coding::Number => (first as i64 as f64).into(),
            Coding::Hex | Coding::HexReversed => text::to_hex(&bytes()).into(),
            Coding::Text => leaf.text_value(&bytes()).unwrap_or(UNKNOWN).to_owned().into(),
            _ => version(leaf.coding, slots).into(),
        })
    }
}

impl Part {
    /// The text that bytes hold up to the first 00, where they are such a text.
    pub(crate) fn text_value<'a>(&self, bytes: &'a [u8]) -> Option<&'a str> {
        let length = bytes.iter().position(|byte| *byte == 0).unwrap_or(bytes.len());
        let text = core::str::from_utf8(bytes.get(..length)?).ok()?;
        self.is_text(text).then_some(text)
    }

    /// Returns true if a text is made of the characters that the field takes.
    pub(crate) fn is_text(&self, text: &str) -> bool {
        text.chars().all(|character| match self.characters {
            "" => !character.is_control(),
            characters => characters.chars().any(|own| own == character),
        })
    }
}

/// A version string: `v1`, `v1.4`.
fn version(coding: Coding, slots: &[u64]) -> String {
    let number = |at: usize| slots.get(at).copied().unwrap_or_default() as u8;
    let hex = |number: u8| {
        let digits = text::to_hex(&[number]);
        digits.get(usize::from(number < 16)..).unwrap_or_default().to_owned()
    };
    let decimal = |number: u8| text::integer(number.into());
    let (first, second) = match coding {
        Coding::VersionDecimal => return "v".to_owned() + &decimal(number(0)),
        Coding::VersionDecimals => (decimal(number(0)), decimal(number(1))),
        Coding::VersionHex => (hex(number(0)), hex(number(1))),
        _ => (hex(number(0)), decimal(number(1))),
    };
    text::concat(&["v", &first, ".", &second])
}
