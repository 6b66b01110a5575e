//! Cases, as the parser gives them.

use serde_json::Value;

/// A line of a case file, or one of the two directions of `<->`.
#[derive(Debug, Clone, PartialEq)]
pub struct Case {
    /// The file and line, as messages cite it: `src/devices/vs321.cases:12`.
    pub place: String,
    /// The file and line of the `device` line above it.
    pub device: String,
    /// The models that it holds for.
    pub models: Vec<String>,
    /// The description of an example.
    pub example: Option<String>,
    /// The heading above it.
    pub heading: String,
    /// The statement.
    pub check: Check,
}

/// The statement of a case.
#[derive(Debug, Clone, PartialEq)]
pub enum Check {
    /// A payload decodes.
    Decode(Decode),
    /// A command is sent as these bytes, with these warnings.
    Encode {
        /// The command.
        data: Value,
        /// Its bytes, channel by channel.
        channels: Vec<Vec<u8>>,
        /// Warnings.
        problems: Vec<Problem>,
    },
    /// A command is refused for these reasons.
    Refuse {
        /// The command.
        data: Value,
        /// Errors.
        problems: Vec<Problem>,
    },
    /// A command takes the numbers from `low` to `high` in steps of `step`.
    Range {
        /// The number's path.
        path: String,
        /// The lowest number.
        low: f64,
        /// The highest number.
        high: f64,
        /// The difference between two neighbours.
        step: f64,
        /// The rest of the command.
        with: Value,
    },
    /// The fields of these paths have a unit.
    Unit {
        /// The unit.
        unit: String,
        /// The paths, `list[].member` for members of a list's entries.
        paths: Vec<String>,
    },
    /// The normalized payload of an uplink.
    Normalized {
        /// The uplink.
        bytes: Vec<u8>,
        /// The list of measurements.
        value: Value,
    },
}

/// A payload and what it decodes to.
#[derive(Debug, Clone, PartialEq)]
pub struct Decode {
    /// True for an uplink.
    pub up: bool,
    /// The payload, channel by channel.
    pub channels: Vec<Vec<u8>>,
    /// The data; `None` where nothing is decoded, which is an error.
    pub data: Option<Value>,
    /// True where the data may have further fields.
    pub partial: bool,
    /// Warnings, or the errors.
    pub problems: Vec<Problem>,
}

impl Decode {
    /// The whole payload.
    pub fn bytes(&self) -> Vec<u8> {
        self.channels.concat()
    }
}

/// A problem by its code and place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The code: `"out_of_range"`.
    pub code: String,
    /// Where it is.
    pub at: Place,
}

/// The place of a problem.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// A byte of a payload.
    Offset(usize),
    /// A member of a command.
    Path(String),
}
