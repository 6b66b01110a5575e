//! The fields of a row's record as JavaScript takes them from its slots (`src/walk/record.rs`).
//! The makers of objects and of columns share them.
//!
//! A slot is two words: `I` and `U` see the first as an integer, `F` sees both as a float.

use milesight_codec::UNKNOWN;
use milesight_codec::program::Op;
use milesight_codec::table::{Coding, Row};
use serde_json::json;

/// A field of a record.
pub struct Field {
    /// Its name, with dots where it is in objects.
    pub name: &'static str,
    /// Its value.
    pub value: Value,
    /// The condition under which it is there, where it may be absent.
    pub when: Option<String>,
    /// The special values that take its place or stand beside it.
    pub specials: Vec<Special>,
    /// The word of the slot that has the number of the special value, from the record's first.
    pub special_at: usize,
}

/// The value of a field.
pub enum Value {
    /// A number: an expression.
    Number(String),
    /// One of some labels: an expression for its place.
    Label { labels: Vec<&'static str>, place: String },
    /// A label that is always the same.
    Constant(&'static str),
    /// A text that so many slots from a word on make: an expression.
    Text { at: usize, count: usize, text: String },
}

/// A wire value that sets another field.
pub struct Special {
    /// Its number in the slot, from 1.
    pub number: usize,
    pub name: &'static str,
    pub label: &'static str,
    pub replaces_field: bool,
}

/// The fields of a row; `p` stands before the number of a word: `"p + "`, or nothing.
pub fn of(row: &Row, p: &str) -> Vec<Field> {
    let mut fields = Vec::new();
    for op in row.ops.iter().filter(|op| op.leaf.is_field()) {
        fields.push(field(op, p));
    }
    fields
}

fn field(op: &Op, p: &str) -> Field {
    let (leaf, at) = (op.leaf, 2 * usize::from(op.slot));
    let specials = leaf.special_values.iter().enumerate().map(|(number, special)| Special {
        number: number + 1,
        name: special.name,
        label: special.label,
        replaces_field: special.replaces_field,
    });
    let integer = format!("I[{p}{at}]");
    let float = if p.is_empty() { format!("F[{}]", at / 2) } else { format!("F[({p}{at}) >> 1]") };
    let digits = |tables: &[&str]| {
        let digits: Vec<_> = tables
            .iter()
            .enumerate()
            .map(|(n, table)| format!("{table}[I[{p}{}]]", at + 2 * n))
            .collect();
        digits
    };
    let text = |text: String, count: usize| Value::Text { at, count, text };
    let mut when = None;
    let value = match leaf.coding {
        Coding::Float => {
            when = Some(format!("{float} === {float}"));
            Value::Number(float)
        }
        Coding::Number if leaf.div > 1 => Value::Number(float),
        Coding::Number if leaf.width == 32 && !leaf.signed => Value::Number(format!("U[{p}{at}]")),
        Coding::Number => Value::Number(integer),
        Coding::Choice => {
            when = leaf.given_by.map(|_| format!("{integer} >= 0"));
            let place = op.bit.map_or(integer.clone(), |bit| format!("{integer} >> {bit} & 1"));
            let labels = leaf.read_labels().map(|(_, label)| *label);
            let unknown = Some(UNKNOWN).filter(|_| op.bit.is_none());
            Value::Label { labels: labels.chain(unknown).collect(), place }
        }
        Coding::Presence | Coding::Constant => Value::Constant(leaf.label),
        Coding::VersionDecimal => text(format!("\"v\" + {}", digits(&["D"])[0]), 1),
        Coding::VersionDecimals => text(version(&digits(&["D", "D"])), 2),
        Coding::VersionHex => text(version(&digits(&["X", "X"])), 2),
        Coding::VersionNibble => text(version(&digits(&["X", "D"])), 2),
        Coding::Text => {
            let characters = json!(leaf.characters);
            let count = leaf.bytes();
            text(format!("textOf(I, {p}{at}, {count}, {characters})"), count)
        }
        _ => {
            let count = leaf.bytes();
            text(digits(&vec!["H"; count]).join(" + "), count)
        }
    };
    Field { name: leaf.name, value, when, specials: specials.collect(), special_at: at + 2 }
}

fn version(numbers: &[String]) -> String {
    format!("\"v\" + {}", numbers.join(" + \".\" + "))
}

/// The words of a record, without those of a refusal.
pub fn words(row: &Row) -> usize {
    2 * usize::from(row.slots)
}

/// The names of a row's fields, those of special values included.
pub fn names(row: &Row) -> Vec<&'static str> {
    let mut names: Vec<&'static str> = Vec::new();
    for name in row.names() {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names
}
