//! The results of encoding.

use serde::Serialize;

use crate::prelude::*;
use crate::problem::{Problem, Problems};
use crate::value::{Object, Value};

/// An encoded command.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[must_use]
#[non_exhaustive]
pub struct Encoded {
    /// The payload.
    pub bytes: Vec<u8>,
    /// The application port to send it to.
    #[serde(rename = "fPort")]
    pub f_port: u8,
    /// Remarks for the sender.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub warnings: Vec<Problem>,
}

/// The outcome of encoding in TS013's shape: no bytes where there are errors.
#[doc(hidden)]
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(into = "Value")]
pub struct Outcome {
    /// The payload, empty where there are errors.
    pub bytes: Vec<u8>,
    /// The application port.
    pub f_port: u8,
    /// Remarks for the sender.
    pub warnings: Vec<Problem>,
    /// The reasons for which there are no bytes: fields in the rows' order, then unknown fields by
    /// UTF-16 code unit.
    pub errors: Vec<Problem>,
}

impl From<Outcome> for Value {
    fn from(outcome: Outcome) -> Value {
        let mut object = Object::new();
        object.set("bytes", outcome.bytes);
        object.set("fPort", outcome.f_port);
        object.set_unless_empty("warnings", outcome.warnings);
        object.set_unless_empty("errors", outcome.errors);
        object.into()
    }
}

impl From<Outcome> for Result<Encoded, Problems> {
    fn from(outcome: Outcome) -> Self {
        let Outcome { bytes, f_port, warnings, errors } = outcome;
        if errors.is_empty() {
            Ok(Encoded { bytes, f_port, warnings })
        } else {
            Err(Problems { errors, warnings })
        }
    }
}
