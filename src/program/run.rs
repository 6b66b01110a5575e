//! A program run: the calls of the WebAssembly module, which takes any value.

use super::Program;
use crate::encode::{self, Outcome};
use crate::normalize::{self, Normalized};
use crate::prelude::*;
use crate::problem::Problem;
use crate::table::Direction;
use crate::value::Value;
use crate::walk::explain::{self, Explanation};
use crate::walk::record::{self, Noted, Recorded};

impl Program {
    /// Records a payload; see [`record`](record::record).
    pub fn record(
        &self,
        direction: Direction,
        bytes: &[u8],
        slots: &mut [u64],
        notes: Option<&mut Vec<Noted>>,
    ) -> Recorded {
        record::record(self, direction, bytes, slots, notes)
    }

    /// The problem that a note of a payload stands for.
    pub fn problem(&self, noted: &Noted, bytes: &[u8]) -> Problem {
        Problem::of_note(self, noted, bytes)
    }

    /// Explains a payload.
    pub fn explain(&self, direction: Direction, bytes: &[u8]) -> Explanation {
        explain::explain(self, direction, bytes)
    }

    /// Encodes a command or an uplink; a port that is not one is a warning.
    pub fn encode(&self, direction: Direction, data: &Value, f_port: &Value) -> Outcome {
        encode::encode(self, direction, data, f_port)
    }

    /// Normalizes decoded data.
    pub fn normalize(&self, data: &Value) -> Normalized {
        normalize::normalize(self, data)
    }
}
