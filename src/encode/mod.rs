//! Commands and uplinks into bytes: each row takes its fields from the data, checks them and is
//! written, in the order of the rows.

mod checks;
mod field;
mod members;
mod outcome;
mod rows;
mod shorthand;
pub(crate) mod split;

use crate::prelude::*;

use crate::input::{DEPTH, MOST_VALUES, TOO_LARGE};
use crate::message::{self, format_message};
use crate::problem::{Problem, ProblemKind};
use crate::program::{Coding, Leaf, NONE, Op, Program, Row, Rule, Target, first_name};
use crate::table::Direction;
use crate::text::{self, concat, describe, join, utf16};
use crate::value::{Object, Value};
use checks::Checked;
use field::Sending;
use members::{defined, first_names, get, present};
pub use outcome::{Encoded, Outcome};
use shorthand::Shorthand;

/// The application port of all devices, unless set otherwise.
pub const DEFAULT_PORT: u8 = 85;

/// The most bytes of a downlink: the fastest data rates of most regions carry as many.
pub const MAX_DOWNLINK: usize = 242;

/// The most entries that a list may have; 24 of them fill a LoRaWAN payload.
pub const MAX_ENTRIES: usize = 100;

/// The most errors that are reported of one command.
const MOST_ERRORS: usize = 50;

/// Encodes a command for a port, or an uplink.
pub(crate) fn encode(
    program: &Program,
    direction: Direction,
    data: &Value,
    f_port: &Value,
) -> Outcome {
    encode_within(program, direction, data, f_port, MAX_DOWNLINK)
}

/// Encodes a payload, with a warning where it has more than so many bytes.
fn encode_within(
    program: &Program,
    direction: Direction,
    data: &Value,
    f_port: &Value,
    most: usize,
) -> Outcome {
    let (warnings, errors) = (Vec::new(), Vec::new());
    let mut encoder = Encoder { program, direction, warnings, errors };
    // Unknown names are sorted, and each is compared with all known ones.
    let too_large =
        matches!(data, Value::Object(_)) && data.remaining_budget(MOST_VALUES, DEPTH) == 0;
    let data = if too_large { &Value::Other(TOO_LARGE.into()) } else { data };
    let bytes = match data {
        Value::Object(data) => encoder.commands(data),
        _ => {
            let allowed = "an object".to_owned();
            encoder.refuse(ProblemKind::Type, "data".to_owned(), data, allowed);
            Vec::new()
        }
    };
    if encoder.errors.is_empty() && bytes.len() > most {
        encoder.warnings.push(Problem::long(bytes.len()));
    }
    if is_uplink(direction) {
        // Warnings are advice to those who send commands.
        encoder.warnings.clear();
    }
    let f_port = encoder.port(f_port);
    let Encoder { warnings, mut errors, .. } = encoder;
    if let Some(more) = errors.len().checked_sub(MOST_ERRORS).filter(|more| *more > 0) {
        errors.truncate(MOST_ERRORS);
        errors.push(Problem::more(more));
    }
    let bytes = if errors.is_empty() { bytes } else { Vec::new() };
    Outcome { bytes, f_port, warnings, errors }
}

/// Returns true for an uplink, in a crate with the feature `simulate`. The module for applications is
/// built without it, which makes it smaller by a tenth.
const fn is_uplink(direction: Direction) -> bool {
    cfg!(feature = "simulate") && matches!(direction, Direction::Uplink)
}

struct Encoder<'a> {
    program: &'a Program,
    direction: Direction,
    warnings: Vec<Problem>,
    errors: Vec<Problem>,
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
            let command = match row.target {
                Target::Top => self.top_level(row, data, shorthand.as_ref(), &mut sent),
                Target::Object => match shorthand.as_ref().filter(|short| short.row_is(row)) {
                    Some(short) if short.applies(data) => self.members(row, data, ""),
                    short => {
                        let command = self.object(row, data);
                        self.errors.extend(short.map(Shorthand::misplaced));
                        command
                    }
                },
                Target::List => self.list(row, data),
            };
            let Some(command) = command else { continue };
            if settings && row.resets_settings {
                let path = program.names(row).first().copied().unwrap_or_default();
                self.warnings.push(Problem::undoes_settings(path));
            }
            if row.undoes != NONE && commands.contains(&program.text(row.undoes)) {
                let path = program.names(row).first().copied().unwrap_or_default();
                self.warnings.push(Problem::undoes(path, program.text(row.undoes)));
            }
            settings |= row.is_setting();
            program.push_top_names(row, &mut commands);
            bytes.extend_from_slice(&command);
        }
        self.unknown_fields(data, "", &program.names_to_send(self.direction), !self.is_uplink());
        if bytes.is_empty() && self.errors.is_empty() {
            self.errors.push(Problem::nothing_to_send());
        }
        bytes
    }

    const fn is_uplink(&self) -> bool {
        is_uplink(self.direction)
    }

    /// A row whose fields are at the top level; sent where one of them is given.
    fn top_level(
        &mut self,
        row: &'static Row,
        data: &Object,
        shorthand: Option<&Shorthand>,
        sent: &mut Vec<Checked>,
    ) -> Option<Vec<u8>> {
        let program = self.program;
        let names = program.names(row);
        let name = names.iter().find(|name| present(data, first_name(name)).is_some())?;
        if shorthand.is_some_and(|short| short.applies(data) && short.has(name)) {
            return None;
        }
        if self.is_uplink() && program.is_sent_elsewhere(row, data) {
            return None;
        }
        let before = self.errors.len();
        let command = self.fields(row, data, "", sent);
        self.rules(program.rules_of(row), sent);
        command.filter(|_| self.errors.len() == before)
    }

    /// The one of an object's rows that the members given ask for.
    fn object(&mut self, row: &'static Row, data: &Object) -> Option<Vec<u8>> {
        let name = self.program.text(row.name);
        let given = present(data, name)?;
        let variants = self.program.variants(self.direction, row);
        let before = self.errors.len();
        let command = self.whole(&variants, given, name);
        command.filter(|_| self.errors.len() == before)
    }

    fn variant(&self, given: &Value, variants: &[&'static Row]) -> Option<&'static Row> {
        let Some(members) = given.as_object() else { return variants.last().copied() };
        let program = self.program;
        let mut agreeing = Vec::new();
        for row in variants {
            if self.agrees(row, members) {
                agreeing.push(*row);
            }
        }
        let variants = if agreeing.is_empty() { variants } else { &agreeing };
        // The names of all variants, and of each one.
        let mut known = Vec::new();
        let mut names = Vec::new();
        for row in variants {
            let own = first_names(&program.names(row));
            known.extend_from_slice(&own);
            names.push(own);
        }
        let has_all = |own: &Vec<&'static str>| {
            defined(members).all(|(member, _)| own.contains(&member) || !known.contains(&member))
        };
        let at = names.iter().position(has_all).unwrap_or(names.len().saturating_sub(1));
        variants.get(at).copied()
    }

    /// Returns true if no member contradicts a constant of the row.
    fn agrees(&self, row: &Row, members: &Object) -> bool {
        self.program.leaves_of(row).iter().all(|leaf| {
            leaf.coding != Coding::Constant
                || get(members, self.program.text(leaf.name))
                    .is_none_or(|value| self.program.take(leaf, value).is_ok())
        })
    }

    /// A row for each entry of a list.
    fn list(&mut self, row: &'static Row, data: &Object) -> Option<Vec<u8>> {
        let name = self.program.text(row.name);
        let given = present(data, name)?;
        let most = if row.counted > 0 { row.counted.into() } else { MAX_ENTRIES };
        let entries = match given {
            Value::List(entries) if (1..=most).contains(&entries.len()) => entries,
            _ => {
                let allowed = format_message(message::LIST, &[&text::integer(most as u32)]);
                let is_list = matches!(given, Value::List(_));
                let kind = if is_list { ProblemKind::Range } else { ProblemKind::Type };
                self.refuse(kind, name.to_owned(), given, allowed);
                return None;
            }
        };
        let before = self.errors.len();
        let variants = self.program.variants(self.direction, row);
        let mut commands = Vec::new();
        for (index, entry) in entries.iter().enumerate() {
            let path = concat(&[name, "[", &text::integer(index as u32), "]"]);
            let command = self.whole(&variants, entry, &path).unwrap_or_default();
            // One header, and the number of entries, for all entries of a counted row.
            let header = if row.counted > 0 { row.header.into() } else { 0 };
            let (header, data) = command.split_at_checked(header).unwrap_or_default();
            if row.counted > 0 && index == 0 {
                commands.extend_from_slice(header);
                commands.push(entries.len() as u8);
            }
            commands.extend_from_slice(data);
        }
        (self.errors.len() == before).then_some(commands)
    }

    /// Encodes an object by the row that its members select. It may have the fields of all these rows.
    fn whole(&mut self, variants: &[&'static Row], given: &Value, path: &str) -> Option<Vec<u8>> {
        let row = self.variant(given, variants)?;
        let mut names = Vec::new();
        for row in variants {
            names.extend_from_slice(&self.program.names(row));
        }
        let names = first_names(&names);
        let Value::Object(members) = given else {
            self.refuse_container(given, path, &names);
            return None;
        };
        let prefix = concat(&[path, "."]);
        let command = self.members(row, members, &prefix);
        self.unknown_fields(members, &prefix, &names, false);
        command
    }

    /// A row whose fields are these members.
    fn members(&mut self, row: &'static Row, members: &Object, prefix: &str) -> Option<Vec<u8>> {
        let before = self.errors.len();
        let mut checked = Vec::new();
        let command = self.fields(row, members, prefix, &mut checked);
        self.rules(self.program.rules_of(row), &checked);
        command.filter(|_| self.errors.len() == before)
    }

    /// Header and data of a row; `None` where a field is wrong or asks for nothing.
    fn fields(
        &mut self,
        row: &'static Row,
        members: &Object,
        prefix: &str,
        checked: &mut Vec<Checked>,
    ) -> Option<Vec<u8>> {
        let program = self.program;
        let mut data = vec![0; row.length.into()];
        let mut complete = self.containers(row, members, prefix);
        let (mut optional, mut given) = (Vec::new(), 0);
        for (leaf, op) in program.leaves_of(row).iter().zip(program.ops_of(row)) {
            if leaf.coding == Coding::Flags {
                for (bit, name) in program.names_of(leaf).enumerate() {
                    match self.field(leaf, name, get(members, name), prefix, checked) {
                        Some(Sending::Raw(raw)) => put(&mut data, op, raw << bit),
                        _ => complete = false,
                    }
                }
                continue;
            }
            if !leaf.is_field() {
                put(&mut data, op, leaf.fixed);
                continue;
            }
            if self.is_uplink() && leaf.specials.count > 0 {
                match self.special(row, leaf, members, prefix) {
                    Ok(Some(raw)) => {
                        put(&mut data, op, raw);
                        continue;
                    }
                    Ok(None) => {}
                    Err(()) => complete = false,
                }
            }
            let name = program.text(leaf.name);
            let value = get(members, name);
            if let Some(bit) = leaf.given_by {
                optional.push(name);
                if value.is_none() {
                    continue;
                }
                given += 1;
                put(&mut data, &Op { shift: bit, ..*op }, 1);
            }
            match self.field(leaf, name, value, prefix, checked) {
                Some(Sending::Raw(raw)) => put(&mut data, op, raw),
                Some(Sending::Bytes(bytes)) => put_bytes(&mut data, op, &bytes),
                Some(Sending::Nothing) | None => complete = false,
            }
        }
        if given == 0 && !optional.is_empty() {
            let path = prefix.strip_suffix('.').unwrap_or("data").to_owned();
            let allowed = format_message(message::ANY_OF, &[&join(&optional, ", ")]);
            let given = "an object".to_owned();
            self.errors.push(Problem::not_allowed(ProblemKind::Missing, path, given, allowed));
            complete = false;
        }
        let mut command = vec![row.channel, row.type_byte];
        command.truncate(row.header.into());
        command.extend_from_slice(&data);
        complete.then_some(command)
    }

    /// One field: checked, kept for the rules, or refused.
    fn field(
        &mut self,
        leaf: &'static Leaf,
        name: &'static str,
        given: Option<&Value>,
        prefix: &str,
        checked: &mut Vec<Checked>,
    ) -> Option<Sending> {
        let path = concat(&[prefix, name]);
        let given = given.unwrap_or(&Value::Undefined);
        // A device reports what a command may not set.
        let reported = Leaf { read_only_labels: 0, range: None, ..*leaf };
        let bounds = if self.is_uplink() { &reported } else { leaf };
        let sending = match (given, leaf.default) {
            (Value::Undefined, Some(default)) => Sending::Raw(default),
            // A constant tells rows apart, and nothing else has to be said.
            (Value::Undefined, None) if self.program.is_label(leaf) => Sending::Raw(0),
            _ => match self.program.take(bounds, given) {
                Ok(sending) => sending,
                Err(kind) => {
                    let kind = kind_of_absence(given, kind);
                    self.refuse(kind, path, given, self.program.allowed(bounds));
                    return None;
                }
            },
        };
        if let Sending::Raw(raw) = sending {
            if self.is_uplink() {
                let mut specials = self.program.specials_of(leaf).iter();
                if specials.any(|special| special.replaces_field && special.raw == raw) {
                    let allowed = "a value that is not reserved for a failure".to_owned();
                    self.refuse(ProblemKind::Range, path, given, allowed);
                    return None;
                }
            }
            if let Some(documented) = leaf.documented.filter(|documented| *documented != raw) {
                let documented = self.program.shown(leaf, documented);
                let warning = Problem::undocumented(path.clone(), describe(given), documented);
                self.warnings.push(warning);
            }
            let wire = leaf.wire_integer(raw);
            checked.push(Checked { leaf, name, path, given: describe(given), wire });
        }
        Some(sending)
    }

    /// The rules between fields; each applies where the fields it names are right.
    fn rules(&mut self, rules: &[Rule], checked: &[Checked]) {
        if self.is_uplink() {
            return;
        }
        for rule in rules {
            match checks::check(self.program, rule, checked) {
                Some(problem) if rule.warns => self.warnings.push(problem),
                Some(problem) => self.errors.push(problem),
                None => {}
            }
        }
    }

    /// Reports names that are not among the known ones, by UTF-16 code unit. At the top level some
    /// may be those that the device reports.
    fn unknown_fields(
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
                Problem::read_only(&path)
            } else {
                let shown = concat(&[prefix, &text::name(name)]);
                Problem::unknown_field(path, &shown, checks::nearest(&units, known))
            });
        }
    }

    fn port(&mut self, given: &Value) -> u8 {
        match given {
            Value::Undefined | Value::Null => DEFAULT_PORT,
            Value::Number(number) if *number == 0.0 => DEFAULT_PORT,
            Value::Number(number) if (1..=223).any(|port| f64::from(port) == *number) => {
                let port = *number as u8;
                if port != DEFAULT_PORT {
                    self.warnings.push(Problem::other_port(port));
                }
                port
            }
            _ => {
                self.warnings.push(Problem::bad_port(describe(given)));
                DEFAULT_PORT
            }
        }
    }

    fn refuse(&mut self, kind: ProblemKind, path: String, given: &Value, allowed: String) {
        self.errors.push(Problem::not_allowed(kind, path, describe(given), allowed));
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

fn kind_of_absence(given: &Value, kind: ProblemKind) -> ProblemKind {
    if *given == Value::Undefined { ProblemKind::Missing } else { kind }
}
