//! The state of encoding, and the problems that it reports.

use super::checks;
use super::members::defined;
use crate::input::DEFAULT_PORT;
use crate::message::{self, format_message};
use crate::prelude::*;
use crate::problem::{Problem, ProblemKind};
use crate::program::Program;
use crate::table::Direction;
use crate::text::{self, concat, join, utf16};
use crate::value::{Object, Value};

/// Returns true for an uplink, in a crate with the feature `simulate`. The module for applications is
/// built without it, which makes it smaller by a tenth.
pub(super) const fn is_uplink(direction: Direction) -> bool {
    cfg!(feature = "simulate") && matches!(direction, Direction::Uplink)
}

/// A payload that is encoded.
pub(super) struct Encoder<'a> {
    pub program: &'a Program,
    pub direction: Direction,
    pub warnings: Vec<Problem>,
    pub errors: Vec<Problem>,
}

impl Encoder<'_> {
    pub(super) const fn is_uplink(&self) -> bool {
        is_uplink(self.direction)
    }

    /// Reports names that are not among the known ones, by UTF-16 code unit. At the top level some
    /// may be those that the device reports.
    pub(super) fn unknown_fields(
        &mut self,
        object: &Object,
        prefix: &str,
        known: &[&'static str],
        is_top: bool,
    ) {
        let mut names: Vec<(Vec<u16>, &str)> = Vec::new();
        for (name, _) in defined(object).filter(|(name, _)| !known.contains(name)) {
            // Put in place one by one: a sort would be 3 KB of the WebAssembly module.
            let units = utf16(name);
            names.insert(names.partition_point(|(other, _)| *other < units), (units, name));
        }
        if names.is_empty() {
            return;
        }
        let reported = if is_top { self.program.reported_names() } else { Vec::new() };
        for (units, name) in names {
            let path = concat(&[prefix, name]);
            self.errors.push(if reported.contains(&name) {
                Problem::at(ProblemKind::ReadOnly, &path, message::READ_ONLY, &[&path])
            } else {
                let shown = concat(&[prefix, &text::name(name)]);
                Problem::unknown_field(&path, &shown, checks::nearest(&units, known))
            });
        }
    }

    pub(super) fn port(&mut self, given: &Value) -> u8 {
        let (port, template, allowed) = match given {
            Value::Undefined | Value::Null => return DEFAULT_PORT,
            Value::Number(number) if *number == 0.0 => return DEFAULT_PORT,
            Value::Number(number) if *number == f64::from(DEFAULT_PORT) => return DEFAULT_PORT,
            Value::Number(number) if (1..=223).any(|port| f64::from(port) == *number) => {
                (*number as u8, message::OTHER_PORT, "85")
            }
            _ => (DEFAULT_PORT, message::BAD_PORT, "a whole number from 1 to 223"),
        };
        let (kind, given) = (ProblemKind::Port, given.describe());
        self.warnings.push(Problem::of_value(kind, template, "fPort", given, allowed));
        port
    }

    pub(super) fn refuse_container(&mut self, given: &Value, path: &str, names: &[&'static str]) {
        let kind = kind_of_absence(given, ProblemKind::Type);
        let members = join(names, ", ");
        let allowed = format_message(message::OBJECT, &[&members]);
        self.refuse(kind, path, given, &allowed);
    }

    pub(super) fn refuse(&mut self, kind: ProblemKind, path: &str, given: &Value, allowed: &str) {
        self.errors.push(Problem::not_allowed(kind, path, given.describe(), allowed));
    }
}

pub(super) fn kind_of_absence(given: &Value, kind: ProblemKind) -> ProblemKind {
    if *given == Value::Undefined { ProblemKind::Missing } else { kind }
}
