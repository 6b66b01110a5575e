//! Splits a command into several payloads, where the data rate cannot carry it in one.

use crate::prelude::*;

use serde::Serialize;

use super::Outcome;
use crate::input::MAX_DOWNLINK;
use crate::message::{self, format_message};
use crate::problem::{Problem, ProblemKind, Problems};
use crate::program::Program;
use crate::table::Direction;
use crate::text::{format_number, integer};
use crate::value::Value;
use crate::walk::explain::Span;

/// A command, encoded in as few payloads as fit.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[must_use]
#[non_exhaustive]
pub struct EncodedList {
    /// The payloads, in the order in which they are to be sent.
    pub payloads: Vec<Vec<u8>>,
    /// The application port to send them to.
    #[serde(rename = "fPort")]
    pub f_port: u8,
    /// Remarks for the sender.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub warnings: Vec<Problem>,
}

impl Program {
    /// Encodes a command in payloads of at most so many bytes. Later commands may undo earlier ones,
    /// so their order is kept; then the fewest payloads are those that are filled one after the other.
    pub fn encode_split(&self, data: &Value, most: usize) -> Result<EncodedList, Problems> {
        let outcome = self.encode_within(Direction::Downlink, data, &Value::Undefined, usize::MAX);
        let Outcome { bytes, f_port, warnings, mut errors } = outcome;
        let is_limit = (1..=MAX_DOWNLINK).contains(&most);
        if !is_limit {
            let given = format_number(most as f64);
            let ends = [integer(1), integer(MAX_DOWNLINK as u32)];
            let allowed = format_message(message::WHOLE_NUMBER, &[&ends[0], &ends[1]]);
            errors.push(Problem::not_allowed(ProblemKind::Range, "maxBytes", given, &allowed));
        }
        let most = if is_limit { most } else { MAX_DOWNLINK };
        let mut payloads: Vec<Vec<u8>> = Vec::new();
        for span in self.explain_all(Direction::Downlink, &bytes).spans {
            let command = bytes.get(span.offset..span.offset + span.length).unwrap_or_default();
            if command.len() > most {
                let (kind, template) = (ProblemKind::TooLong, message::TOO_LONG);
                let (given, allowed) = (integer(command.len() as u32), integer(most as u32));
                errors.push(Problem::of_value(kind, template, field_of(&span), given, &allowed));
            }
            match payloads.last_mut() {
                Some(last) if last.len() + command.len() <= most => last.extend_from_slice(command),
                _ => payloads.push(command.to_vec()),
            }
        }
        if errors.is_empty() {
            Ok(EncodedList { payloads, f_port, warnings })
        } else {
            Err(Problems { errors, warnings })
        }
    }
}

/// The field that a command sets, the object or entry of its members.
fn field_of(span: &Span) -> &str {
    let path = span.parts.iter().find_map(|part| part.path.as_deref()).unwrap_or_default();
    path.rsplit_once('.').map_or(path, |(object, _)| object)
}
