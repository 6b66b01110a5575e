//! The choice of the rows that are written.

use core::ptr;

use super::encoder::{Encoder, is_uplink};
use super::field::Sending;
use super::members::get;
use crate::names::push_unique;
use crate::prelude::*;
use crate::problem::ProblemKind;
use crate::program::Program;
use crate::table::{Direction, Part, Row, Target, Usage};
use crate::text::{self, concat};
use crate::value::{Object, Value};

impl Program {
    /// The rows that a payload of the direction is made of; an uplink's are those that it repeats,
    /// too.
    fn rows_to_send(&self, direction: Direction) -> Vec<&'static Row> {
        let mut rows = Vec::new();
        if is_uplink(direction) {
            rows.extend(self.rows_of(direction).1);
        }
        for row in self.rows_of(Direction::Downlink).1 {
            let sent = if is_uplink(direction) {
                let head = row.type_byte.and_then(|byte| self.head(direction, row.channel, byte));
                head.is_some_and(|head| head.usage == Usage::Echo)
            } else {
                !row.decode_only
            };
            if sent {
                rows.push(row);
            }
        }
        rows
    }

    /// The rows of [`Program::rows_to_send`], but only the first of each object or list.
    pub(super) fn sent(&self, direction: Direction) -> Vec<&'static Row> {
        let mut rows = self.rows_to_send(direction);
        rows.retain(|row| {
            let is_first =
                || self.variants(direction, row).first().is_some_and(|first| ptr::eq(*first, *row));
            row.target == Target::Top || is_first()
        });
        rows
    }

    /// The rows of the object or list of a row.
    pub(super) fn variants(&self, direction: Direction, row: &Row) -> Vec<&'static Row> {
        let mut variants = self.rows_to_send(direction);
        variants.retain(|other| other.target == row.target);
        variants
    }

    /// The names that the data of a direction may have at the top level.
    pub(super) fn names_to_send(&self, direction: Direction) -> Vec<&'static str> {
        let mut names = Vec::new();
        for row in self.rows_to_send(direction) {
            row.push_top_names(&mut names);
            if let Some(member) = row.shorthand.filter(|_| !is_uplink(direction)) {
                push_unique(&mut names, member);
            }
        }
        names
    }

    /// Returns true if another row of an uplink has all fields of this row that are given. A
    /// temperature without an alarm is not the alarm's row, and a temperature with an alarm needs no
    /// row of its own.
    pub(super) fn is_sent_elsewhere(&self, row: &Row, data: &Object) -> bool {
        let (own, complete) = given(row, data);
        let mut is_before = true;
        self.rows_to_send(Direction::Uplink).iter().any(|other| {
            if ptr::eq(*other, row) {
                is_before = false;
                return false;
            }
            let (given, others_complete) = given(other, data);
            other.target == Target::Top
                && others_complete
                && own.iter().all(|name| given.contains(name))
                && (!complete || is_before || given.len() > own.len())
        })
    }
}

/// The given names of a row, and true if they are enough to write it.
fn given(row: &Row, data: &Object) -> (Vec<&'static str>, bool) {
    let mut given = row.names();
    given.retain(|name| get(data, name).is_some());
    let complete = row.parts.iter().all(|leaf| {
        let is_given = leaf.names().any(|name| given.contains(&name));
        !leaf.is_field() || is_given || leaf.given_by.is_some()
    });
    (given, complete)
}

/// Returns true if bits of a leaf are read as a value; several bits may have one label.
fn is_read_as(leaf: &Part, raw: u32, value: &Value) -> bool {
    let mut labels = leaf.read_labels();
    labels.any(|(number, label)| leaf.bits_of(*number) == raw && *value == **label)
        || matches!(leaf.parse(value, true), Ok(Sending::Raw(own)) if own == raw)
}

impl Encoder<'_> {
    /// The special wire value that an uplink's members select, if any.
    pub(super) fn special(
        &mut self,
        row: &'static Row,
        leaf: &'static Part,
        members: &Object,
        prefix: &str,
    ) -> Result<Option<u32>, ()> {
        let name = leaf.name;
        let own = get(members, name);
        let (mut asked, mut misplaced, mut allowed) = (None, None, String::new());
        for special in leaf.special_values {
            let Some(given) = get(members, special.name) else { continue };
            asked = Some((special.name, given));
            let label = special.label;
            let agrees = match own {
                Some(own) if !special.replaces_field => is_read_as(leaf, special.raw, own),
                Some(_) => self.has_another(row, name, members),
                None => special.replaces_field,
            };
            if agrees && *given == Value::Text(label.into()) {
                return Ok(Some(special.raw));
            }
            if *given == Value::Text(label.into()) {
                // The right label, in the wrong company.
                let with = if special.replaces_field { "without " } else { "with " };
                misplaced = Some(concat(&[with, name]));
            }
            let label = text::quote(label);
            if !allowed.ends_with(&label) {
                text::append(&mut allowed, ", ", &label);
            }
        }
        let Some((special_name, given)) = asked else { return Ok(None) };
        let path = concat(&[prefix, special_name]);
        self.refuse(ProblemKind::Label, &path, given, &misplaced.unwrap_or(allowed));
        Err(())
    }

    /// Returns true if another row of an uplink sends the field.
    fn has_another(&self, row: &Row, name: &str, data: &Object) -> bool {
        self.program.rows_to_send(Direction::Uplink).iter().any(|other| {
            let (given, complete) = given(other, data);
            !ptr::eq(*other, row) && complete && given.contains(&name)
        })
    }
}
