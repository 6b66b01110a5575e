//! Values as bytes, on their way between JavaScript and the npm package's module.
//!
//! A value is a byte that says what it is, then: of a number its f64; of a text its length
//! and its UTF-8; of a list its length and its items; of an object its length and its names,
//! as texts without that byte, each with its value. Lengths are u32; all is little-endian.

use crate::prelude::*;
use crate::value::{Object, Value};

const UNDEFINED: u8 = 0;
const NULL: u8 = 1;
const FALSE: u8 = 2;
const TRUE: u8 = 3;
const NUMBER: u8 = 4;
const TEXT: u8 = 5;
const LIST: u8 = 6;
const OBJECT: u8 = 7;
const OTHER: u8 = 8;

/// Appends a value. Names whose value is undefined are kept.
pub(crate) fn write(value: &Value, out: &mut Vec<u8>) {
    match value {
        Value::Undefined => out.push(UNDEFINED),
        Value::Null => out.push(NULL),
        Value::Bool(flag) => out.push(if *flag { TRUE } else { FALSE }),
        Value::Number(number) => {
            out.push(NUMBER);
            out.extend(number.to_le_bytes());
        }
        Value::Text(text) => {
            out.push(TEXT);
            write_text(text, out);
        }
        Value::List(list) => {
            out.push(LIST);
            out.extend((list.len() as u32).to_le_bytes());
            for item in list {
                write(item, out);
            }
        }
        Value::Object(object) => {
            out.push(OBJECT);
            out.extend((object.len() as u32).to_le_bytes());
            for (name, value) in object.iter() {
                write_text(name, out);
                write(value, out);
            }
        }
        Value::Other(what) => {
            out.push(OTHER);
            write_text(what, out);
        }
    }
}

fn write_text(text: &str, out: &mut Vec<u8>) {
    out.extend((text.len() as u32).to_le_bytes());
    out.extend_from_slice(text.as_bytes());
}

/// Takes a value from the front; what is no value is undefined.
pub(crate) fn read(bytes: &mut &[u8]) -> Value {
    let [tag] = *take::<1>(bytes);
    match tag {
        NULL => Value::Null,
        FALSE => Value::Bool(false),
        TRUE => Value::Bool(true),
        NUMBER => Value::Number(f64::from_le_bytes(*take(bytes))),
        TEXT => Value::Text(read_text(bytes).into()),
        LIST => {
            let mut items = Vec::new();
            for _ in 0..length(bytes) {
                items.push(read(bytes));
            }
            Value::List(items)
        }
        OBJECT => {
            let mut members = Vec::new();
            for _ in 0..length(bytes) {
                let name = read_text(bytes);
                members.push((name.into(), read(bytes)));
            }
            Value::Object(Object::of_unique(members))
        }
        OTHER => Value::Other(read_text(bytes).into()),
        _ => Value::Undefined,
    }
}

/// The next bytes, zeros where they are missing.
fn take<'a, const N: usize>(bytes: &mut &'a [u8]) -> &'a [u8; N] {
    match bytes.split_first_chunk() {
        Some((taken, rest)) => {
            *bytes = rest;
            taken
        }
        None => &[0; N],
    }
}

/// A length, never more than there can be.
fn length(bytes: &mut &[u8]) -> usize {
    (u32::from_le_bytes(*take(bytes)) as usize).min(bytes.len())
}

fn read_text(bytes: &mut &[u8]) -> String {
    let length = length(bytes);
    let (text, rest) = bytes.split_at_checked(length).unwrap_or_default();
    *bytes = rest;
    // JavaScript writes well-formed UTF-8.
    core::str::from_utf8(text).unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_again() {
        let inner = Object::from_iter([("a", Value::from(-0.5)), ("é", Value::Undefined)]);
        let all = Value::List(vec![
            Value::Null,
            true.into(),
            false.into(),
            "text".into(),
            inner.into(),
            Value::Other("a function".into()),
            Vec::<Value>::new().into(),
        ]);
        let mut bytes = Vec::new();
        write(&all, &mut bytes);
        assert_eq!(read(&mut bytes.as_slice()), all);
        for length in 0..bytes.len() {
            // What is cut short gives some value, and no panic.
            read(&mut bytes.get(..length).unwrap_or_default());
        }
    }
}
