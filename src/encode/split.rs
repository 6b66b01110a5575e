//! Splits a command into several payloads, where the data rate cannot carry it in one.

use crate::prelude::*;

use serde::Serialize;

use super::Outcome;
use crate::input::MAX_DOWNLINK;
use crate::message::{self, format_message};
use crate::problem::{Problem, ProblemKind, Problems};
use crate::program::Program;
use crate::table::Direction;
use crate::text::integer;
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

/// The outcome of encoding in several payloads: none where there are errors.
#[doc(hidden)]
#[derive(Debug, Clone, PartialEq)]
pub struct SplitOutcome {
    /// The payloads, none where there are errors.
    pub payloads: Vec<Vec<u8>>,
    /// The application port.
    pub f_port: u8,
    /// Remarks for the sender.
    pub warnings: Vec<Problem>,
    /// The reasons for which there are no payloads.
    pub errors: Vec<Problem>,
}

impl From<SplitOutcome> for Result<EncodedList, Problems> {
    fn from(outcome: SplitOutcome) -> Self {
        let SplitOutcome { payloads, f_port, warnings, errors } = outcome;
        if errors.is_empty() {
            Ok(EncodedList { payloads, f_port, warnings })
        } else {
            Err(Problems { errors, warnings })
        }
    }
}

impl Program {
    /// Encodes a command in payloads of at most so many bytes. Later commands may undo earlier ones,
    /// so their order is kept; then the fewest payloads are those that are filled one after the other.
    pub(crate) fn encode_split(
        &self,
        data: &Value,
        f_port: &Value,
        max_bytes: &Value,
    ) -> SplitOutcome {
        let outcome = self.encode_within(Direction::Downlink, data, f_port, usize::MAX);
        let Outcome { bytes, f_port, warnings, mut errors } = outcome;
        let most = match max_bytes {
            Value::Undefined | Value::Null => MAX_DOWNLINK,
            Value::Number(number) if (1..=MAX_DOWNLINK).any(|most| most as f64 == *number) => {
                *number as usize
            }
            _ => {
                let (path, given) = ("maxBytes".to_owned(), max_bytes.describe());
                let ends = [integer(1), integer(MAX_DOWNLINK as u32)];
                let allowed = format_message(message::WHOLE_NUMBER, &[&ends[0], &ends[1]]);
                errors.push(Problem::not_allowed(ProblemKind::Range, path, given, allowed));
                MAX_DOWNLINK
            }
        };
        let mut payloads: Vec<Vec<u8>> = Vec::new();
        for span in self.explain_all(Direction::Downlink, &bytes).spans {
            let command = bytes.get(span.offset..span.offset + span.length).unwrap_or_default();
            if command.len() > most {
                let (kind, template) = (ProblemKind::TooLong, message::TOO_LONG);
                let (given, allowed) = (integer(command.len() as u32), integer(most as u32));
                errors.push(Problem::of_value(kind, template, field_of(&span), given, allowed));
            }
            match payloads.last_mut() {
                Some(last) if last.len() + command.len() <= most => last.extend_from_slice(command),
                _ => payloads.push(command.to_vec()),
            }
        }
        if !errors.is_empty() {
            payloads.clear();
        }
        SplitOutcome { payloads, f_port, warnings, errors }
    }
}

/// The field that a command sets, the object or entry of its members.
fn field_of(span: &Span) -> String {
    let path = span.parts.iter().find_map(|part| part.path.as_deref()).unwrap_or_default();
    path.rsplit_once('.').map_or(path, |(object, _)| object).to_owned()
}
