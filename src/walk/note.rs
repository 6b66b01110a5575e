//! The problem that a note of a payload stands for.

use super::record::{Noted, REFUSED};
use super::visitor::Note;
use crate::message::{self, format_message};
use crate::prelude::*;
use crate::problem::{Problem, ProblemKind};
use crate::program::Program;
use crate::table::RESULT_FIELD;
use crate::text;

impl Noted {
    /// The problem.
    pub fn problem(&self, program: &Program, bytes: &[u8]) -> Problem {
        let Note { kind, offset, op, value } = self.note;
        let at = text::integer(offset as u32);
        let rest = bytes.get(offset..).unwrap_or_default();
        let header = hex(rest.get(..rest.len().min(2)).unwrap_or_default());
        let path = |name| self.path(program, name);
        let field = |length: usize| hex(rest.get(..length).unwrap_or_default());
        let leaf = op.map(|op| op.leaf);
        let none = String::new;
        let (template, path, arguments) = match kind {
            ProblemKind::UnknownChannel => {
                let left = rest.get(2..).unwrap_or_default();
                let left = if left.is_empty() { "none".to_owned() } else { text::to_hex(left) };
                (message::UNKNOWN_CHANNEL, none(), vec![header, left])
            }
            ProblemKind::Truncated => {
                let (needed, had) = (text::integer(value as u32), text::integer(rest.len() as u32));
                let channel = field((value >> 32) as usize);
                (message::TRUNCATED, none(), vec![channel, needed, had])
            }
            ProblemKind::ReservedMissing => (message::RESERVED_MISSING, none(), vec![header]),
            ProblemKind::UnknownSubKind => {
                let sub_kind = text::integer(value as u32);
                (message::UNKNOWN_SUB_KIND, none(), vec![header, sub_kind])
            }
            ProblemKind::NoLabel => {
                let length = leaf.map_or(1, |leaf| leaf.width.div_ceil(8) as usize);
                (message::NO_LABEL, path(None), vec![field(length)])
            }
            ProblemKind::OutOfRange => {
                let (low, high) = leaf.map_or((0.0, 0.0), |leaf| leaf.bounds());
                let numbers = [f64::from_bits(value), low, high].map(text::format_number);
                (message::OUT_OF_RANGE, path(None), numbers.into())
            }
            // The last kind that reading reports: there is no reading.
            _ => {
                let special = leaf.and_then(|leaf| leaf.special_values.get(value as usize));
                let path = path(special.map(|special| special.name));
                (message::NO_READING, path, vec![hex(self.field_bytes(program, bytes))])
            }
        };
        // The field's path is the second argument, where the problem is one of a field.
        let mut shown = vec![&*at];
        if !path.is_empty() {
            shown.push(&path);
        }
        for argument in &arguments {
            shown.push(argument);
        }
        Problem::of_payload(kind, &path, offset, format_message(template, &shown))
    }

    /// The path of the leaf's field, or of another name in the same record.
    fn path(&self, program: &Program, name: Option<&'static str>) -> String {
        let Some(row) = program.row(self.row as u16) else { return String::new() };
        let Some(op) = self.note.op else {
            // The result of a refused command.
            return match row.result {
                None => text::concat(&[RESULT_FIELD, ".result"]),
                Some(result) => result.name.to_owned(),
            };
        };
        row.path(self.row & REFUSED != 0, self.index, name.unwrap_or(op.leaf.name))
    }

    /// The bytes of the leaf, in a channel that begins at the note's offset.
    fn field_bytes<'a>(&self, program: &Program, bytes: &'a [u8]) -> &'a [u8] {
        let (Some(row), Some(op)) = (program.row(self.row as u16), self.note.op) else {
            return &[];
        };
        let first = self.note.offset + row.header() + usize::from(op.at);
        bytes.get(first..first + op.leaf.width.div_ceil(8) as usize).unwrap_or_default()
    }
}

/// Bytes in hex with blanks between them.
fn hex(bytes: &[u8]) -> String {
    let mut digits = String::new();
    for byte in bytes {
        text::append(&mut digits, " ", &text::to_hex(&[*byte]));
    }
    digits
}
