//! Commands and uplinks into bytes: each row takes its fields from the data, checks them and is
//! written, in the order of the rows.

mod checks;
mod encoder;
mod field;
mod fields;
mod members;
mod outcome;
mod rows;
mod shorthand;
pub(crate) mod split;

use crate::prelude::*;

pub use crate::input::{DEFAULT_PORT, MAX_DOWNLINK, MAX_ENTRIES};
use crate::input::{TOO_LARGE, is_too_large};
use crate::message::{self, format_message};
use crate::names::first_name;
use crate::problem::{Problem, ProblemKind};
use crate::program::Program;
use crate::table::{Coding, Direction, Row, Target};
use crate::text::{self, concat};
use crate::value::{Object, Value};
use checks::Checked;
use encoder::{Encoder, is_uplink};
use members::{defined, first_names, get, present};
pub use outcome::{Encoded, Outcome};
use shorthand::Shorthand;

/// The most errors that are reported of one command.
const MOST_ERRORS: usize = 50;

impl Program {
    /// Encodes a command or an uplink; a port that is not one is a warning.
    pub fn encode(&self, direction: Direction, data: &Value, f_port: &Value) -> Outcome {
        self.encode_within(direction, data, f_port, MAX_DOWNLINK)
    }

    /// Encodes a payload, with a warning where it has more than so many bytes.
    fn encode_within(
        &self,
        direction: Direction,
        data: &Value,
        f_port: &Value,
        most: usize,
    ) -> Outcome {
        let (warnings, errors) = (Vec::new(), Vec::new());
        let mut encoder = Encoder { program: self, direction, warnings, errors };
        // Unknown names are sorted, and each is compared with all known ones.
        let data = if is_too_large(data) { &Value::Other(TOO_LARGE.into()) } else { data };
        let bytes = match data.members() {
            Some(data) => encoder.commands(data),
            None => {
                encoder.refuse(ProblemKind::Type, "data", data, "an object");
                Vec::new()
            }
        };
        if encoder.errors.is_empty() && bytes.len() > most {
            let length = text::integer(bytes.len() as u32);
            encoder.warnings.push(Problem::at(
                ProblemKind::TooLong,
                "data",
                message::LONG,
                &[&length],
            ));
        }
        if is_uplink(direction) {
            // Warnings are advice to those who send commands.
            encoder.warnings.clear();
        }
        let f_port = encoder.port(f_port);
        let Encoder { warnings, mut errors, .. } = encoder;
        if let Some(more) = errors.len().checked_sub(MOST_ERRORS).filter(|more| *more > 0) {
            errors.truncate(MOST_ERRORS);
            let more = text::integer(more as u32);
            errors.push(Problem::at(ProblemKind::More, "data", message::MORE, &[&more]));
        }
        let bytes = if errors.is_empty() { bytes } else { Vec::new() };
        Outcome { bytes, f_port, warnings, errors }
    }
}

impl Encoder<'_> {
    fn commands(&mut self, data: &Object) -> Vec<u8> {
        let program = self.program;
        let mut bytes = Vec::new();
        let mut sent = Vec::new();
        let mut settings = false;
        let mut commands = Vec::new();
        let shorthand = Shorthand::find(program, data).filter(|_| !self.is_uplink());
        for row in program.sent(self.direction) {
            let before = self.errors.len();
            let mut misplaced = None;
            let command = match row.target {
                Target::Top => self.top_level(row, data, shorthand.as_ref(), &mut sent),
                Target::Object(_) => match shorthand.as_ref().filter(|short| short.row_is(row)) {
                    Some(short) if short.applies(data) => {
                        self.fields(row, data, "", &mut Vec::new())
                    }
                    short => {
                        misplaced = short.map(Shorthand::misplaced);
                        self.object(row, data)
                    }
                },
                Target::List(_) => self.list(row, data),
            };
            let is_refused = self.errors.len() > before;
            self.errors.extend(misplaced);
            let Some(command) = command.filter(|_| !is_refused) else { continue };
            let path = row.names().first().copied().unwrap_or_default();
            if settings && row.resets_settings {
                let (kind, template) = (ProblemKind::UndoesSettings, message::UNDOES_SETTINGS);
                self.warnings.push(Problem::at(kind, path, template, &[path]));
            }
            if let Some(undone) = row.undoes.filter(|undone| commands.contains(undone)) {
                let (kind, template) = (ProblemKind::Unwise, message::UNDOES);
                self.warnings.push(Problem::at(kind, path, template, &[path, undone]));
            }
            settings |= row.is_setting();
            row.push_top_names(&mut commands);
            bytes.extend_from_slice(&command);
        }
        self.unknown_fields(data, "", &program.names_to_send(self.direction), !self.is_uplink());
        if bytes.is_empty() && self.errors.is_empty() {
            let (kind, template) = (ProblemKind::NothingToSend, message::NOTHING_TO_SEND);
            self.errors.push(Problem::at(kind, "data", template, &[]));
        }
        bytes
    }

    /// A row whose fields are at the top level; sent where one of them is given.
    fn top_level(
        &mut self,
        row: &'static Row,
        data: &Object,
        shorthand: Option<&Shorthand>,
        sent: &mut Vec<Checked>,
    ) -> Option<Vec<u8>> {
        let names = row.names();
        let name = names.iter().find(|name| present(data, first_name(name)).is_some())?;
        if shorthand.is_some_and(|short| short.applies(data) && short.has(name)) {
            return None;
        }
        if self.is_uplink() && self.program.is_sent_elsewhere(row, data) {
            return None;
        }
        self.fields(row, data, "", sent)
    }

    /// The one of an object's rows that the members given ask for.
    fn object(&mut self, row: &'static Row, data: &Object) -> Option<Vec<u8>> {
        let name = row.target.name();
        let given = present(data, name)?;
        let variants = self.program.variants(self.direction, row);
        self.whole(&variants, given, name)
    }

    fn variant(&self, given: &Value, variants: &[&'static Row]) -> Option<&'static Row> {
        let Some(members) = given.members() else { return variants.last().copied() };
        let mut agreeing = Vec::new();
        for row in variants {
            if agrees(row, members) {
                agreeing.push(*row);
            }
        }
        let variants = if agreeing.is_empty() { variants } else { &agreeing };
        // The names of all variants, and of each one.
        let mut known = Vec::new();
        let mut names = Vec::new();
        for row in variants {
            let own = first_names(&row.names());
            known.extend_from_slice(&own);
            names.push(own);
        }
        let has_all = |own: &Vec<&'static str>| {
            defined(members).all(|(member, _)| own.contains(&member) || !known.contains(&member))
        };
        let at = names.iter().position(has_all).unwrap_or(names.len().saturating_sub(1));
        variants.get(at).copied()
    }

    /// A row for each entry of a list.
    fn list(&mut self, row: &'static Row, data: &Object) -> Option<Vec<u8>> {
        let name = row.target.name();
        let given = present(data, name)?;
        let in_one = row.counted.map_or(MAX_ENTRIES, usize::from);
        // An uplink may have several channels of a counted row.
        let most = if self.is_uplink() { MAX_ENTRIES } else { in_one };
        let entries = match given {
            Value::List(entries) if (1..=most).contains(&entries.len()) => entries,
            _ => {
                let allowed = format_message(message::LIST, &[&text::integer(most as u32)]);
                let is_list = matches!(given, Value::List(_));
                let kind = if is_list { ProblemKind::Range } else { ProblemKind::Type };
                self.refuse(kind, name, given, &allowed);
                return None;
            }
        };
        let variants = self.program.variants(self.direction, row);
        let mut commands = Vec::new();
        for (index, entry) in entries.iter().enumerate() {
            let path = concat(&[name, "[", &text::integer(index as u32), "]"]);
            let command = self.whole(&variants, entry, &path).unwrap_or_default();
            // One header, and the number of entries, for the entries of a counted row.
            let header = if row.counted.is_some() { row.header() } else { 0 };
            let (header, data) = command.split_at_checked(header).unwrap_or_default();
            if row.counted.is_some() && index % in_one == 0 {
                commands.extend_from_slice(header);
                commands.push((entries.len() - index).min(in_one) as u8);
            }
            commands.extend_from_slice(data);
        }
        Some(commands)
    }

    /// Encodes an object by the row that its members select. It may have the fields of all these rows.
    fn whole(&mut self, variants: &[&'static Row], given: &Value, path: &str) -> Option<Vec<u8>> {
        let row = self.variant(given, variants)?;
        let mut names = Vec::new();
        for row in variants {
            names.extend_from_slice(&row.names());
        }
        let names = first_names(&names);
        let Some(members) = given.members() else {
            self.refuse_container(given, path, &names);
            return None;
        };
        let prefix = concat(&[path, "."]);
        let command = self.fields(row, members, &prefix, &mut Vec::new());
        self.unknown_fields(members, &prefix, &names, false);
        command
    }
}

/// Returns true if no member contradicts a constant of the row.
fn agrees(row: &Row, members: &Object) -> bool {
    row.parts.iter().all(|leaf| {
        leaf.coding != Coding::Constant
            || get(members, leaf.name).is_none_or(|value| leaf.parse(value, false).is_ok())
    })
}
