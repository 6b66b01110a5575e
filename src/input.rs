//! Limits of what callers give, and bytes as they give them.

use crate::prelude::*;

use crate::message;
use crate::problem::{Problem, ProblemKind};
use crate::text;
use crate::value::Value;

/// The most bytes that a payload may have; a LoRaWAN frame has at most 242.
pub const MAX_BYTES: usize = 4096;

/// The application port of all devices, unless set otherwise.
pub const DEFAULT_PORT: u8 = 85;

/// The most bytes of a downlink: the fastest data rates of most regions carry as many.
pub const MAX_DOWNLINK: usize = 242;

/// The most entries that a list may have; 24 of them fill a LoRaWAN payload.
pub const MAX_ENTRIES: usize = 100;

/// How many values a command may have. A payload of 4,096 bytes holds 372 history records of
/// 21 fields; what is meant to take all time or memory has more.
pub const MOST_VALUES: usize = 20_000;

/// How deep containers are read: a command's entries have no containers in them.
pub const DEPTH: usize = 4;

/// The name in messages of a command that has as many or more.
pub const TOO_LARGE: &str = "something too large to be read";

/// Returns true if a command has more values than are read.
pub(crate) fn is_too_large(value: &Value) -> bool {
    matches!(value, Value::Object(_)) && remaining_budget(value, MOST_VALUES, DEPTH) == 0
}

/// The part of a budget of values that is left after this one and those in it, down to a depth. A
/// list that is too long for any field counts as one value.
fn remaining_budget(value: &Value, budget: usize, depth: usize) -> usize {
    let budget = budget.saturating_sub(1);
    if budget == 0 || depth == 0 {
        return budget;
    }
    let take = |budget, value: &Value| remaining_budget(value, budget, depth - 1);
    match value {
        Value::List(items) if items.len() <= MAX_BYTES => items.iter().fold(budget, take),
        Value::Object(members) => members.iter().map(|(_, value)| value).fold(budget, take),
        _ => budget,
    }
}

/// A byte of `bytes`.
pub fn byte_of(index: usize, item: &Value) -> Result<u8, Problem> {
    match item {
        Value::Number(number) if *number as u8 as f64 == *number => Ok(*number as u8),
        _ => {
            let is_number = matches!(item, Value::Number(_));
            let kind = if is_number { ProblemKind::Range } else { ProblemKind::Type };
            let path = text::concat(&["bytes[", &text::integer(index as u32), "]"]);
            Err(Problem::not_allowed(kind, &path, item.describe(), message::BYTE))
        }
    }
}

/// Returns true if a payload of so many bytes has any, and not too many.
pub fn is_payload_length(length: usize) -> bool {
    (1..=MAX_BYTES).contains(&length)
}

/// The same, with what is wrong.
pub fn check_length(length: usize) -> Result<(), Problem> {
    if is_payload_length(length) { Ok(()) } else { Err(not_bytes(text::list_of(length))) }
}

/// Something that is given as `bytes` and is no list. The hint is for a text, where there is a
/// function that reads one.
pub fn not_a_list(given: &Value, hint: &str) -> Problem {
    let hint = if let Value::Text(_) = given { hint } else { "" };
    let allowed = text::concat(&[message::BYTES, hint]);
    Problem::not_allowed(ProblemKind::Type, "bytes", given.describe(), &allowed)
}

/// Something that is given as `bytes` and is no payload.
pub fn not_bytes(given: String) -> Problem {
    Problem::not_allowed(ProblemKind::Type, "bytes", given, message::BYTES)
}
