//! Problems with a payload or a command, and their messages.
//!
//! The texts are those of [`message`](crate::message).

use crate::prelude::*;

use core::fmt;

use serde::{Serialize, Serializer};

use crate::enums::named;
use crate::message::{self, format_message};
use crate::value::Value;

/// A problem, with its place: a byte offset or a field's path.
///
/// Its [`Display`](fmt::Display) is the message that `warnings` and `errors` carry.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Problem {
    /// The kind of problem.
    pub kind: ProblemKind,
    /// The field's path: `"history[0].timestamp"`; `"data"` for a whole command, `"bytes[3]"` for
    /// a byte of the input, `""` where a decoding problem concerns no field.
    pub path: String,
    /// The offset in the payload that a decoding problem is at.
    pub offset: Option<usize>,
    /// The value that was given to be encoded, as the message quotes it; `""` where the name alone
    /// is the problem.
    pub given: String,
    /// The values that are allowed, in words; for an unknown field the nearest known one.
    pub allowed: String,
    message: String,
}

named! {
    /// The kinds of problems.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
    ProblemKind {
        /// A channel and type without a row; decoding stops.
        UnknownChannel "unknown_channel",
        /// A channel that the payload's end cuts short; decoding stops.
        Truncated "truncated",
        /// A channel's only byte of data, which is reserved or has a default, is missing at the payload's
        /// end; the channel is decoded without it.
        ReservedMissing "reserved_missing",
        /// A channel of a known length but of an unknown kind.
        UnknownSubKind "unknown_sub_kind",
        /// A wire value without a label.
        NoLabel "no_label",
        /// A value outside the range that the guide gives; it is kept.
        OutOfRange "out_of_range",
        /// A wire value by which the device reports that it has no reading.
        NoReading "no_reading",
        /// A value is missing.
        Missing "missing",
        /// A value is of another type.
        Type "type",
        /// A text is no label.
        Label "label",
        /// A value is outside the range.
        Range "range",
        /// A value is between two steps, or has a fraction where there is none.
        Step "step",
        /// A value contradicts another field.
        Conflict "conflict",
        /// The model has no such field.
        UnknownField "unknown_field",
        /// Only uplinks have the field.
        ReadOnly "read_only",
        /// Nothing is left to send.
        NothingToSend "nothing_to_send",
        /// There are more problems than are reported.
        More "more",
        /// The command is longer than a payload can be.
        TooLong "too_long",
        /// A value is sent that no guide documents.
        Undocumented "undocumented",
        /// Two values or commands that are each allowed do not go well together.
        Unwise "unwise",
        /// A reset is sent with settings that it may undo.
        UndoesSettings "undoes_settings",
        /// The application port is not the devices' default, or none.
        Port "port",
    }
}

impl ProblemKind {
    /// Returns true if the problem leaves bytes undecoded that may have a meaning.
    pub(crate) const fn is_fatal(self) -> bool {
        use ProblemKind::*;
        matches!(self, UnknownChannel | Truncated | UnknownSubKind)
    }
}

impl Problem {
    fn new(
        kind: ProblemKind,
        path: &str,
        given: String,
        allowed: &str,
        message: String,
    ) -> Problem {
        let (path, allowed) = (path.to_owned(), allowed.to_owned());
        Problem { kind, path, offset: None, given, allowed, message }
    }

    /// A problem under a path, where no value was given and none is allowed.
    pub(crate) fn at(kind: ProblemKind, path: &str, template: &str, arguments: &[&str]) -> Problem {
        let message = format_message(template, arguments);
        Problem::new(kind, path, String::new(), "", message)
    }

    /// The problem as a sentence.
    pub fn message(&self) -> &str {
        &self.message
    }

    /// A problem of decoding at an offset, under the path of a field or `""`.
    pub(crate) fn of_payload(
        kind: ProblemKind,
        path: &str,
        offset: usize,
        message: String,
    ) -> Problem {
        let problem = Problem::new(kind, path, String::new(), "", message);
        Problem { offset: Some(offset), ..problem }
    }

    /// A value that is not allowed at a path, or one that is missing there.
    pub(crate) fn not_allowed(
        kind: ProblemKind,
        path: &str,
        given: String,
        allowed: &str,
    ) -> Problem {
        Problem::of_value(kind, message::NOT_ALLOWED, path, given, allowed)
    }

    /// A problem of a value; the template has the places path, given and allowed.
    pub(crate) fn of_value(
        kind: ProblemKind,
        template: &str,
        path: &str,
        given: String,
        allowed: &str,
    ) -> Problem {
        let message = format_message(template, &[path, &given, allowed]);
        Problem::new(kind, path, given, allowed, message)
    }

    /// A field that the model has not; `shown` is its path with the escapes of JSON.
    pub(crate) fn unknown_field(path: &str, shown: &str, nearest: Option<&str>) -> Problem {
        let (template, nearest) = match nearest {
            Some(nearest) => (message::UNKNOWN_FIELD, nearest),
            None => (message::UNLIKE_ANY_FIELD, ""),
        };
        let message = format_message(template, &[shown, nearest]);
        Problem::new(ProblemKind::UnknownField, path, String::new(), nearest, message)
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl core::error::Error for Problem {}

/// Its message, which is what `warnings` and `errors` carry.
impl From<Problem> for Value {
    fn from(problem: Problem) -> Value {
        problem.message.into()
    }
}

/// As its message, which is what `warnings` and `errors` carry.
impl Serialize for Problem {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.message)
    }
}

/// Several problems: the reasons for which a payload or a command was refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problems {
    /// The reasons; at least one.
    pub errors: Vec<Problem>,
    /// Further remarks about the same input.
    pub warnings: Vec<Problem>,
}

impl fmt::Display for Problems {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        for (at, problem) in self.errors.iter().enumerate() {
            f.write_str(if at > 0 { "; " } else { "" })?;
            f.write_str(&problem.message)?;
        }
        Ok(())
    }
}

impl core::error::Error for Problems {}
