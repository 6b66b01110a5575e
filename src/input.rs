//! Bytes as callers give them.

use crate::prelude::*;

use crate::message;
use crate::problem::{Problem, ProblemKind};
use crate::text;
use crate::value::Value;

/// The most bytes that a payload may have; a LoRaWAN frame has at most 242.
pub const MAX_BYTES: usize = 4096;

/// How many values a command may have. A payload of 4,096 bytes holds 372 history records of
/// 21 fields; what is meant to take all time or memory has more.
pub(crate) const MOST_VALUES: usize = 20_000;

/// How deep containers are read: a command's entries have no containers in them.
pub(crate) const DEPTH: usize = 4;

/// What messages call a command that has as many or more.
pub(crate) const TOO_LARGE: &str = "something too large to be read";

/// Bytes from a value: a list of integers from 0 to 255.
///
/// ```
/// use milesight_codec::{bytes_of, Value};
///
/// assert_eq!(bytes_of(&Value::from(vec![1, 117, 100])).unwrap(), [1, 117, 100]);
/// assert_eq!(
///     bytes_of(&Value::from(vec![1, 256])).unwrap_err().to_string(),
///     "bytes[1]: got 256; allowed: an integer from 0 to 255",
/// );
/// ```
///
/// # Errors
/// One problem, which names the first bad byte, or that there are none or too many.
pub fn bytes_of(value: &Value) -> Result<Vec<u8>, Problem> {
    let Value::List(list) = value else { return Err(not_bytes(text::describe(value))) };
    check_length(list.len())?;
    list.iter().enumerate().map(|(index, item)| byte_of(index, item)).collect()
}

/// A byte of `bytes`.
pub(crate) fn byte_of(index: usize, item: &Value) -> Result<u8, Problem> {
    match item {
        Value::Number(number) if *number as u8 as f64 == *number => Ok(*number as u8),
        _ => {
            let is_number = matches!(item, Value::Number(_));
            let kind = if is_number { ProblemKind::Range } else { ProblemKind::Type };
            let path = ["bytes[", &text::integer(index as u32), "]"].concat();
            let (given, allowed) = (text::describe(item), message::BYTE.to_owned());
            Err(Problem::not_allowed(kind, path, given, allowed))
        }
    }
}

/// Whether a payload of so many bytes has any, and not too many.
pub(crate) fn is_payload_length(length: usize) -> bool {
    (1..=MAX_BYTES).contains(&length)
}

/// The same, with what is wrong.
pub(crate) fn check_length(length: usize) -> Result<(), Problem> {
    if is_payload_length(length) { Ok(()) } else { Err(not_bytes(text::list_of(length))) }
}

/// What is given as `bytes` is not a list of them.
pub(crate) fn not_bytes(given: String) -> Problem {
    let (path, allowed) = ("bytes".to_owned(), message::BYTES.to_owned());
    Problem::not_allowed(ProblemKind::Type, path, given, allowed)
}
