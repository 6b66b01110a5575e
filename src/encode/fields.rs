//! One row of a command: its fields into bytes.

use super::checks::{self, Checked};
use super::encoder::{Encoder, kind_of_absence};
use super::field::Sending;
use super::members::{first_names, get, present};
use crate::message::{self, format_message};
use crate::names::{first_name, push_unique, split_path};
use crate::prelude::*;
use crate::problem::{Problem, ProblemKind};
use crate::program::Op;
use crate::table::{Part, Row, Rule};
use crate::text::{concat, join};
use crate::value::{Object, Value};

impl Encoder<'_> {
    /// Header and data of a row, checked with the rules between its fields; `None` where a field is
    /// wrong or asks for nothing.
    pub(super) fn fields(
        &mut self,
        row: &'static Row,
        members: &Object,
        prefix: &str,
        checked: &mut Vec<Checked>,
    ) -> Option<Vec<u8>> {
        let mut data = vec![0; row.length];
        let mut complete = self.containers(row, members, prefix);
        let (mut optional, mut has_one) = (Vec::new(), false);
        for op in row.ops {
            let leaf = op.leaf;
            if !leaf.is_field() {
                put(&mut data, op, leaf.fixed);
                continue;
            }
            if self.is_uplink() {
                match self.special(row, leaf, members, prefix) {
                    Ok(Some(raw)) => {
                        put(&mut data, op, raw);
                        continue;
                    }
                    Ok(None) => {}
                    Err(()) => complete = false,
                }
            }
            let value = get(members, leaf.name);
            if let Some(bit) = leaf.given_by {
                optional.push(leaf.name);
                if value.is_none() {
                    continue;
                }
                has_one = true;
                put(&mut data, &Op { shift: bit as u8, ..*op }, 1);
            }
            match self.field(leaf, value, prefix, checked) {
                Some(Sending::Raw(raw)) => put(&mut data, op, raw),
                Some(Sending::Bytes(bytes)) => put_bytes(&mut data, op, &bytes),
                Some(Sending::Nothing) | None => complete = false,
            }
        }
        if !has_one && !optional.is_empty() {
            let path = prefix.strip_suffix('.').unwrap_or("data");
            let allowed = format_message(message::ANY_OF, &[&join(&optional, ", ")]);
            let given = "an object".to_owned();
            self.errors.push(Problem::not_allowed(ProblemKind::Missing, path, given, &allowed));
            complete = false;
        }
        self.rules(row.rules, checked);
        let mut command = vec![row.channel];
        command.extend(row.type_byte);
        command.extend_from_slice(&data);
        complete.then_some(command)
    }

    /// One field: checked, kept for the rules, or refused.
    fn field(
        &mut self,
        leaf: &'static Part,
        given: Option<&Value>,
        prefix: &str,
        checked: &mut Vec<Checked>,
    ) -> Option<Sending> {
        let path = concat(&[prefix, leaf.name]);
        let given = given.unwrap_or(&Value::Undefined);
        let sending = match (given, leaf.default) {
            (Value::Undefined, Some(default)) => Sending::Raw(default),
            // A constant tells rows apart, and nothing else has to be said.
            (Value::Undefined, None) if leaf.is_label() => Sending::Raw(0),
            _ => match leaf.parse(given, self.is_uplink()) {
                Ok(sending) => sending,
                Err(kind) => {
                    let kind = kind_of_absence(given, kind);
                    self.refuse(kind, &path, given, &leaf.allowed(self.is_uplink()));
                    return None;
                }
            },
        };
        if let Sending::Raw(raw) = sending {
            if self.is_uplink() {
                let mut specials = leaf.special_values.iter();
                if specials.any(|special| special.replaces_field && special.raw == raw) {
                    let allowed = "a value that is not reserved for a failure";
                    self.refuse(ProblemKind::Range, &path, given, allowed);
                    return None;
                }
            }
            if let Some(documented) = leaf.documented.filter(|documented| *documented != raw) {
                let documented = leaf.shown(documented);
                let (kind, template) = (ProblemKind::Undocumented, message::UNDOCUMENTED);
                let given = given.describe();
                self.warnings.push(Problem::of_value(kind, template, &path, given, &documented));
            }
            let wire = leaf.integer(raw);
            checked.push(Checked { leaf, path, given: given.describe(), wire });
        }
        Some(sending)
    }

    /// The rules between fields; each applies where the fields it names are right.
    fn rules(&mut self, rules: &[Rule], checked: &[Checked]) {
        if self.is_uplink() {
            return;
        }
        for rule in rules {
            match checks::check(rule, checked) {
                Some(problem) if rule.warns => self.warnings.push(problem),
                Some(problem) => self.errors.push(problem),
                None => {}
            }
        }
    }

    /// Checks the objects of names with dots. Returns true if all are objects. An object of defaults
    /// alone is needed, too.
    fn containers(&mut self, row: &'static Row, members: &Object, prefix: &str) -> bool {
        let paths = row.names();
        let mut containers = Vec::new();
        for path in &paths {
            if let (container, Some(_)) = split_path(path) {
                push_unique(&mut containers, container);
            }
        }
        let mut complete = true;
        for container in containers {
            let mut names = Vec::new();
            for path in &paths {
                if let (first, Some(rest)) = split_path(path) {
                    if first == container {
                        names.push(rest);
                    }
                }
            }
            let mut leaves = row.parts.iter();
            let asks =
                leaves.any(|leaf| leaf.default.is_none() && first_name(leaf.name) == container);
            let path = concat(&[prefix, container]);
            let given = present(members, container);
            match given.map(Value::members) {
                Some(Some(inner)) => {
                    self.unknown_fields(inner, &concat(&[&path, "."]), &names, false);
                }
                None if asks => {}
                _ => {
                    let given = given.unwrap_or(&Value::Undefined);
                    self.refuse_container(given, &path, &first_names(&names));
                    complete = false;
                }
            }
        }
        complete
    }
}

/// Puts a leaf's bits into a row's data.
fn put(data: &mut [u8], op: &Op, raw: u32) {
    put_bytes(data, op, &(u64::from(raw) << op.shift).to_le_bytes());
}

fn put_bytes(data: &mut [u8], op: &Op, bytes: &[u8]) {
    let places = data.iter_mut().skip(op.at.into());
    places.zip(bytes).for_each(|(place, byte)| *place |= byte);
}
