//! An object given by its members at the top level: `{ socket_status, delay_time }` is a delay
//! task.

use super::members::present;
use crate::message::{self, format_message};
use crate::prelude::*;
use crate::problem::{Problem, ProblemKind};
use crate::program::Program;
use crate::table::{Direction, Row};
use crate::text::join;
use crate::value::{Object, Value};

pub(super) struct Shorthand<'a> {
    row: &'static Row,
    member: &'static str,
    siblings: Vec<&'static str>,
    given: &'a Value,
}

impl<'a> Shorthand<'a> {
    /// The shorthand whose member the data have.
    pub fn find(program: &Program, data: &'a Object) -> Option<Shorthand<'a>> {
        for row in program.rows_of(Direction::Downlink).1 {
            let Some(member) = row.shorthand else { continue };
            if let Some(given) = present(data, member) {
                let siblings = row.names_beside(member);
                return Some(Shorthand { row, member, siblings, given });
            }
        }
        None
    }

    /// Returns true if the row is that of the object.
    pub fn row_is(&self, row: &Row) -> bool {
        core::ptr::eq(self.row, row)
    }

    /// Returns true if a name is one of the object's.
    pub fn has(&self, name: &str) -> bool {
        name == self.member || self.siblings.contains(&name)
    }

    /// Returns true if all siblings are there, and the object itself is not.
    pub fn applies(&self, data: &Object) -> bool {
        present(data, self.row.target.name()).is_none()
            && self.siblings.iter().all(|name| present(data, name).is_some())
    }

    /// The problem of a member that stands without its siblings, or beside the object.
    pub fn misplaced(&self) -> Problem {
        let siblings = join(&self.siblings, ", ");
        let allowed = format_message(message::BESIDE, &[&siblings, self.row.target.name()]);
        let given = self.given.describe();
        Problem::not_allowed(ProblemKind::Conflict, self.member, given, &allowed)
    }
}
