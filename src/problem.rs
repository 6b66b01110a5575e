//! What can be wrong with a payload or a command, and how it is said.
//!
//! The texts are those of [`message`](crate::message).

use crate::prelude::*;

use core::fmt;

use serde::{Serialize, Serializer};

use crate::message;
use crate::text;

/// A problem, typed, with its place: a byte offset or a field's path.
///
/// Its [`Display`](fmt::Display) is the message that `warnings` and `errors` carry.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Problem {
    /// A channel and type without a row; decoding stops.
    UnknownChannel {
        /// Where the channel stands.
        offset: usize,
        /// Channel and type.
        header: [u8; 2],
        /// The bytes behind them.
        rest: Vec<u8>,
    },
    /// A channel that the payload's end cuts short; decoding stops.
    Truncated {
        /// Where the channel stands.
        offset: usize,
        /// The channel and, where it has one and it is there, the type.
        header: Vec<u8>,
        /// The bytes that the whole channel needs; two, where its type is not there.
        needed: usize,
        /// The bytes that are there.
        had: usize,
    },
    /// A reserved byte is missing at the payload's end; it says nothing, so the
    /// channel is decoded all the same.
    ReservedMissing {
        /// Where the channel stands.
        offset: usize,
        /// Channel and type.
        header: [u8; 2],
    },
    /// A channel of a known length but of an unknown sub-kind.
    UnknownSubKind {
        /// Where the channel stands.
        offset: usize,
        /// Channel and type.
        header: [u8; 2],
        /// The sub-kind.
        sub_kind: u32,
    },
    /// A byte, or some of its bits, without a label.
    NoLabel {
        /// Where the byte stands.
        offset: usize,
        /// The field, now `"unknown"`.
        path: String,
        /// The byte.
        byte: u8,
    },
    /// A value outside the range that the guide gives; it is kept.
    OutOfRange {
        /// Where the channel stands.
        offset: usize,
        /// The field.
        path: String,
        /// Its value.
        value: f64,
        /// The guide's range.
        range: (f64, f64),
    },
    /// A wire value by which the device says that it has no reading.
    NoReading {
        /// Where the channel stands.
        offset: usize,
        /// The field that says so.
        path: String,
        /// The value's bytes.
        bytes: Vec<u8>,
    },
    /// A value that is not allowed there, or one that is missing.
    NotAllowed {
        /// What is wrong with it.
        fault: Fault,
        /// The field, `data` for the whole command, `bytes[n]` for input bytes.
        path: String,
        /// What was given.
        given: String,
        /// What is allowed.
        allowed: String,
    },
    /// A field that the model has not.
    UnknownField {
        /// The field, named as it was given.
        path: String,
        /// The field as messages show it: with the escapes of JSON.
        shown: String,
        /// The known field that looks most like it.
        nearest: Option<&'static str>,
    },
    /// A field that only uplinks have.
    ReadOnly {
        /// The field.
        path: String,
    },
    /// A command in which nothing is left to send.
    NothingToSend,
    /// A value is sent that no guide documents.
    Undocumented {
        /// The field.
        path: String,
        /// What was given.
        given: String,
        /// The value that the guide documents.
        documented: String,
    },
    /// Two values that are each allowed do not go well together.
    Unwise {
        /// The field.
        path: String,
        /// What was given.
        given: String,
        /// What would go well.
        allowed: String,
    },
    /// A reset is sent with settings that it may undo.
    UndoesSettings {
        /// The command.
        path: String,
    },
    /// An application port that is not the devices' default.
    OtherPort {
        /// The port.
        port: u8,
    },
    /// Not an application port; the default is used.
    BadPort {
        /// What was given.
        given: String,
    },
}

/// What is wrong with a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Fault {
    /// It is missing.
    Missing,
    /// It is of another type.
    Type,
    /// It is a text that is no label.
    Label,
    /// It is outside the range.
    Range,
    /// It is between two steps, or has a fraction where there is none.
    Step,
    /// It contradicts another field.
    Conflict,
}

impl Problem {
    /// What kind of problem this is, for programs: `"range"`, `"unknown_field"`.
    pub fn code(&self) -> &'static str {
        match self {
            Problem::UnknownChannel { .. } => "unknown_channel",
            Problem::Truncated { .. } => "truncated",
            Problem::ReservedMissing { .. } => "reserved_missing",
            Problem::UnknownSubKind { .. } => "unknown_sub_kind",
            Problem::NoLabel { .. } => "no_label",
            Problem::OutOfRange { .. } => "out_of_range",
            Problem::NoReading { .. } => "no_reading",
            Problem::NotAllowed { fault, .. } => match fault {
                Fault::Missing => "missing",
                Fault::Type => "type",
                Fault::Label => "label",
                Fault::Range => "range",
                Fault::Step => "step",
                Fault::Conflict => "conflict",
            },
            Problem::UnknownField { .. } => "unknown_field",
            Problem::ReadOnly { .. } => "read_only",
            Problem::NothingToSend => "nothing_to_send",
            Problem::Undocumented { .. } => "undocumented",
            Problem::Unwise { .. } => "unwise",
            Problem::UndoesSettings { .. } => "undoes_settings",
            Problem::OtherPort { .. } | Problem::BadPort { .. } => "port",
        }
    }

    /// The byte offset of a decoding problem.
    pub fn offset(&self) -> Option<usize> {
        match self {
            Problem::UnknownChannel { offset, .. }
            | Problem::Truncated { offset, .. }
            | Problem::ReservedMissing { offset, .. }
            | Problem::UnknownSubKind { offset, .. }
            | Problem::NoLabel { offset, .. }
            | Problem::OutOfRange { offset, .. }
            | Problem::NoReading { offset, .. } => Some(*offset),
            _ => None,
        }
    }

    /// The path of the field concerned; `"data"` for a whole command, `""` where
    /// a decoding problem concerns no field.
    pub fn path(&self) -> &str {
        match self {
            Problem::NoLabel { path, .. }
            | Problem::OutOfRange { path, .. }
            | Problem::NoReading { path, .. }
            | Problem::NotAllowed { path, .. }
            | Problem::UnknownField { path, .. }
            | Problem::ReadOnly { path }
            | Problem::Undocumented { path, .. }
            | Problem::Unwise { path, .. }
            | Problem::UndoesSettings { path } => path,
            Problem::NothingToSend => "data",
            Problem::OtherPort { .. } | Problem::BadPort { .. } => "fPort",
            _ => "",
        }
    }

    /// What was given to be encoded or normalized, as messages quote it; `""` where the name
    /// alone is the problem.
    pub fn given(&self) -> String {
        match self {
            Problem::NotAllowed { given, .. }
            | Problem::Undocumented { given, .. }
            | Problem::Unwise { given, .. }
            | Problem::BadPort { given } => given.clone(),
            Problem::OtherPort { port } => text::integer((*port).into()),
            _ => String::new(),
        }
    }

    /// What the encoder would have taken, in words; for an unknown field the
    /// nearest known one.
    pub fn allowed(&self) -> String {
        match self {
            Problem::NotAllowed { allowed, .. } | Problem::Unwise { allowed, .. } => {
                allowed.clone()
            }
            Problem::Undocumented { documented, .. } => documented.clone(),
            Problem::UnknownField { nearest, .. } => nearest.unwrap_or_default().to_owned(),
            Problem::OtherPort { .. } => "85".to_owned(),
            Problem::BadPort { .. } => "a whole number from 1 to 223".to_owned(),
            _ => String::new(),
        }
    }
}

impl Problem {
    /// The problem as a sentence.
    pub fn message(&self) -> String {
        use message::*;
        let at = |number: &usize| text::integer(*number as u32);
        let hex = |bytes: &[u8]| {
            bytes.iter().map(|byte| text::to_hex(&[*byte])).collect::<Vec<_>>().join(" ")
        };
        let (template, arguments) = match self {
            Problem::UnknownChannel { offset, header, rest } => {
                (UNKNOWN_CHANNEL, vec![at(offset), hex(header), left(rest)])
            }
            Problem::Truncated { offset, header, needed, had } => {
                (TRUNCATED, vec![at(offset), hex(header), at(needed), at(had)])
            }
            Problem::ReservedMissing { offset, header } => {
                (RESERVED_MISSING, vec![at(offset), hex(header)])
            }
            Problem::UnknownSubKind { offset, header, sub_kind } => {
                (UNKNOWN_SUB_KIND, vec![at(offset), hex(header), text::integer(*sub_kind)])
            }
            Problem::NoLabel { offset, path, byte } => {
                (NO_LABEL, vec![at(offset), path.clone(), hex(&[*byte])])
            }
            Problem::OutOfRange { offset, path, value, range: (low, high) } => (
                OUT_OF_RANGE,
                vec![
                    at(offset),
                    path.clone(),
                    text::format_number(*value),
                    text::format_number(*low),
                    text::format_number(*high),
                ],
            ),
            Problem::NoReading { offset, path, bytes } => {
                (NO_READING, vec![at(offset), path.clone(), hex(bytes)])
            }
            Problem::NotAllowed { path, given, allowed, .. } => {
                (NOT_ALLOWED, vec![path.clone(), given.clone(), allowed.clone()])
            }
            Problem::UnknownField { shown, nearest: Some(nearest), .. } => {
                (UNKNOWN_FIELD, vec![shown.clone(), (*nearest).to_owned()])
            }
            Problem::UnknownField { shown, nearest: None, .. } => {
                (UNLIKE_ANY_FIELD, vec![shown.clone()])
            }
            Problem::ReadOnly { path } => (READ_ONLY, vec![path.clone()]),
            Problem::NothingToSend => (NOTHING_TO_SEND, vec![]),
            Problem::Undocumented { path, given, documented } => {
                (UNDOCUMENTED, vec![path.clone(), given.clone(), documented.clone()])
            }
            Problem::Unwise { path, given, allowed } => {
                (UNWISE, vec![path.clone(), given.clone(), allowed.clone()])
            }
            Problem::UndoesSettings { path } => (UNDOES_SETTINGS, vec![path.clone()]),
            Problem::OtherPort { port } => (OTHER_PORT, vec![text::integer((*port).into())]),
            Problem::BadPort { given } => (BAD_PORT, vec![given.clone()]),
        };
        say(template, &arguments)
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str(&self.message())
    }
}

/// The bytes behind an unknown channel, `none` where there are none.
fn left(rest: &[u8]) -> String {
    if rest.is_empty() { "none".to_owned() } else { text::to_hex(rest) }
}

impl core::error::Error for Problem {}

/// As its message, which is what `warnings` and `errors` carry.
impl Serialize for Problem {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// A problem with its parts, for forms that show it beside a field.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Report {
    /// What kind of problem it is: [`Problem::code`].
    pub code: &'static str,
    /// The field's path: [`Problem::path`].
    pub path: String,
    /// What was given: [`Problem::given`].
    pub given: String,
    /// What is allowed: [`Problem::allowed`].
    pub allowed: String,
    /// All of it as a sentence.
    pub message: String,
}

impl From<&Problem> for Report {
    fn from(problem: &Problem) -> Report {
        Report {
            code: problem.code(),
            path: problem.path().to_owned(),
            given: problem.given(),
            allowed: problem.allowed(),
            message: problem.message(),
        }
    }
}
