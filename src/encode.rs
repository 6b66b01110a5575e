//! Commands into bytes: each row takes its fields from the data, checks them and
//! writes itself, in the table's order.

use crate::prelude::*;

use serde::Serialize;

use crate::input::{DEPTH, MOST_VALUES, TOO_LARGE};
use crate::message::{self, say};
use crate::problem::{Fault, Problem};
use crate::table::*;
use crate::text::{self, describe};
use crate::value::{Object, Value};

/// The application port of all devices, unless set otherwise.
pub const DEFAULT_PORT: u8 = 85;

/// The most entries that a list may have; 24 of them fill a LoRaWAN frame.
pub const MAX_ENTRIES: usize = 100;

/// A command as bytes.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Encoded {
    /// The payload, empty where there are errors.
    pub bytes: Vec<u8>,
    /// The application port to send it to.
    #[serde(rename = "fPort")]
    pub f_port: u8,
    /// What the sender should know.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub warnings: Vec<Problem>,
    /// Why there are no bytes: all reasons, fields in the table's order, then
    /// unknown fields by UTF-16 code unit.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<Problem>,
}

impl Encoded {
    pub(crate) fn of(device: &Device, data: &Value, f_port: &Value) -> Encoded {
        let mut encoder = Encoder::default();
        // Names that are not known are sorted, each compared with all that are. The npm package
        // counts values where it reads them, in `pkg-template/lib/read.js`.
        let too_large = cfg!(not(feature = "package"))
            && matches!(data, Value::Object(_))
            && data.room_left(MOST_VALUES, DEPTH) == 0;
        let data = if too_large { &Value::Other(TOO_LARGE.into()) } else { data };
        let bytes = match data {
            Value::Object(data) => encoder.commands(device, data),
            _ => {
                encoder.refuse(Fault::Type, "data".to_owned(), data, "an object".to_owned());
                Vec::new()
            }
        };
        let f_port = encoder.port(f_port);
        let Encoder { warnings, errors } = encoder;
        let bytes = if errors.is_empty() { bytes } else { Vec::new() };
        Encoded { bytes, f_port, warnings, errors }
    }
}

#[derive(Default)]
struct Encoder {
    warnings: Vec<Problem>,
    errors: Vec<Problem>,
}

/// A field that is right by itself.
struct Checked {
    part: &'static Part,
    path: String,
    given: String,
    /// As an integer on the wire, sign and all.
    wire: i64,
}

/// What is to be sent for a value.
enum Sending {
    /// These bits.
    Raw(u32),
    /// These bytes.
    Bytes(Vec<u8>),
    /// Nothing: `"no"` of a command that does something.
    Nothing,
}

impl Encoder {
    fn commands(&mut self, device: &Device, data: &Object) -> Vec<u8> {
        let mut bytes = Vec::new();
        let mut sent = Vec::new();
        let mut settings = false;
        let flat = FlatForm::find(device, data);
        for (row, variants) in variants(device) {
            let command = match row.target {
                Target::Top => self.top_level(row, data, flat.as_ref(), &mut sent),
                Target::Object(name) => {
                    let flat = flat.as_ref().filter(|flat| core::ptr::eq(flat.row, row));
                    match flat {
                        Some(flat) if flat.applies(data) => self.members(row, data, ""),
                        _ => {
                            let command = self.object(name, data, &variants);
                            self.errors.extend(flat.map(FlatForm::misplaced));
                            command
                        }
                    }
                }
                Target::List(name) => self.list(row, name, data),
            };
            let Some(command) = command else { continue };
            if let (true, true, Some(name)) = (settings, row.undoes_settings, row.names().next()) {
                self.warnings.push(Problem::UndoesSettings { path: name.to_owned() });
            }
            settings |= row.is_setting();
            bytes.extend(command);
        }
        self.unknown_fields(data, "", &settable(device), Some(device));
        if bytes.is_empty() && self.errors.is_empty() {
            self.errors.push(Problem::NothingToSend);
        }
        bytes
    }

    /// A row whose one field stands at the top level.
    fn top_level(
        &mut self,
        row: &'static Row,
        data: &Object,
        flat: Option<&FlatForm>,
        sent: &mut Vec<Checked>,
    ) -> Option<Vec<u8>> {
        let name = row.names().next()?;
        present(data, name)?;
        if flat.is_some_and(|flat| flat.applies(data) && flat.row.names().any(|own| own == name)) {
            return None;
        }
        let command = self.fields(row, data, "", sent);
        self.rules(row, sent);
        command
    }

    /// The one of a name's rows that knows the members given.
    fn object(
        &mut self,
        name: &'static str,
        data: &Object,
        variants: &[&'static Row],
    ) -> Option<Vec<u8>> {
        let given = present(data, name)?;
        let knows = |row: &Row, member: &str| row.names().any(|name| name == member);
        let known = |member: &str| variants.iter().any(|row| knows(row, member));
        let row = variants.iter().find(|row| {
            given.as_object().is_none_or(|members| {
                defined(members).all(|(member, _)| knows(row, member) || !known(member))
            })
        });
        let row = row.or(variants.last())?;
        let mut names = Vec::new();
        for row in variants {
            names = row.names().fold(names, push_new);
        }
        let before = self.errors.len();
        let command = self.whole(row, given, name, &names);
        command.filter(|_| self.errors.len() == before)
    }

    /// A row for each entry of a list.
    fn list(&mut self, row: &'static Row, name: &'static str, data: &Object) -> Option<Vec<u8>> {
        let given = present(data, name)?;
        let entries = match given {
            Value::List(entries) if (1..=MAX_ENTRIES).contains(&entries.len()) => entries,
            _ => {
                let allowed = say(message::LIST, &[text::integer(MAX_ENTRIES as u32)]);
                let fault =
                    if matches!(given, Value::List(_)) { Fault::Range } else { Fault::Type };
                self.refuse(fault, name.to_owned(), given, allowed);
                return None;
            }
        };
        let before = self.errors.len();
        let names: Vec<_> = row.names().collect();
        let mut commands = Vec::new();
        for (index, entry) in entries.iter().enumerate() {
            let command = self.whole(
                row,
                entry,
                &[name, "[", &text::integer(index as u32), "]"].concat(),
                &names,
            );
            commands.extend(command.unwrap_or_default());
        }
        (self.errors.len() == before).then_some(commands)
    }

    /// A row whose fields are all that an object may have.
    fn whole(
        &mut self,
        row: &'static Row,
        given: &Value,
        path: &str,
        names: &[&'static str],
    ) -> Option<Vec<u8>> {
        let Value::Object(members) = given else {
            let fault = fault_of_absence(given, Fault::Type);
            let allowed = say(message::OBJECT, &[names.join(", ")]);
            self.refuse(fault, path.to_owned(), given, allowed);
            return None;
        };
        let prefix = [path, "."].concat();
        let command = self.members(row, members, &prefix);
        self.unknown_fields(members, &prefix, names, None);
        command
    }

    /// A row whose fields are these members.
    fn members(&mut self, row: &'static Row, members: &Object, prefix: &str) -> Option<Vec<u8>> {
        let before = self.errors.len();
        let mut checked = Vec::new();
        let command = self.fields(row, members, prefix, &mut checked);
        self.rules(row, &checked);
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
        let mut data = vec![0; row.length];
        let mut complete = true;
        for (part, slot) in row.leaves() {
            let sending = match part.coding {
                Coding::Reserved { fill, .. } => Some(Sending::Raw(fill)),
                Coding::SubKind { value, .. } => value.map(Sending::Raw),
                _ => self.field(part, members.get(part.name), prefix, checked),
            };
            match sending {
                Some(Sending::Raw(raw)) => slot.write(&mut data, raw),
                Some(Sending::Bytes(bytes)) => slot.write_bytes(&mut data, &bytes),
                Some(Sending::Nothing) | None => complete = false,
            }
        }
        complete.then(|| [row.channel].into_iter().chain(row.type_byte).chain(data).collect())
    }

    /// One field: checked, noted for the rules, or refused.
    fn field(
        &mut self,
        part: &'static Part,
        given: Option<&Value>,
        prefix: &str,
        checked: &mut Vec<Checked>,
    ) -> Option<Sending> {
        let path = [prefix, part.name].concat();
        let given = given.unwrap_or(&Value::Undefined);
        let sending = match (given, part.default) {
            (Value::Undefined, Some(default)) => Sending::Raw(default),
            _ => match part.take(given) {
                Ok(sending) => sending,
                Err(fault) => {
                    self.refuse(fault_of_absence(given, fault), path, given, part.allowed());
                    return None;
                }
            },
        };
        if let Sending::Raw(raw) = sending {
            if let Some(documented) = part.documented.filter(|documented| *documented != raw) {
                let (path, given) = (path.clone(), describe(given));
                let documented = part.shown(documented);
                self.warnings.push(Problem::Undocumented { path, given, documented });
            }
            let wire = match part.coding {
                Coding::Number { wire, .. } => wire.integer(raw),
                _ => raw.into(),
            };
            checked.push(Checked { part, path, given: describe(given), wire });
        }
        Some(sending)
    }

    /// The rules between fields; each speaks where the fields it names are right.
    fn rules(&mut self, row: &Row, checked: &[Checked]) {
        let find = |name: &str| checked.iter().find(|field| field.part.name == name);
        for rule in row.rules {
            let Some(field) = find(rule.field) else { continue };
            let mut condition = String::new();
            if let Some((name, values)) = rule.when {
                let Some(other) = find(name) else { continue };
                if !values.iter().any(|value| i64::from(*value) == other.wire) {
                    continue;
                }
                let labels: Vec<_> = values.iter().map(|value| other.part.shown(*value)).collect();
                condition = say(message::WHERE, &[name, &labels.join(" or ")]);
            }
            let (sign, name) = rule.must.relation();
            let other = find(name);
            if rule.must.holds(field.wire, other.map(|other| other.wire)) {
                continue;
            }
            let must = match other {
                Some(other) => say(message::RELATION, &[sign, &other.given, name]),
                None => [sign, " ", name].concat(),
            };
            let (path, given) = (field.path.clone(), field.given.clone());
            let allowed = must + &condition;
            if rule.warns {
                self.warnings.push(Problem::Unwise { path, given, allowed });
            } else {
                self.errors.push(Problem::NotAllowed {
                    fault: Fault::Conflict,
                    path,
                    given,
                    allowed,
                });
            }
        }
    }

    /// Names that are not among the known ones, by UTF-16 code unit. At the top level some may be
    /// those that the device reports.
    fn unknown_fields(
        &mut self,
        object: &Object,
        prefix: &str,
        known: &[&'static str],
        reports: Option<&Device>,
    ) {
        let mut names: Vec<&str> = Vec::new();
        for (name, _) in defined(object).filter(|(name, _)| !known.contains(name)) {
            let below = |other: &&str| other.encode_utf16().lt(name.encode_utf16());
            names.insert(names.partition_point(below), name);
        }
        for name in names {
            let path = [prefix, name].concat();
            let read_only = reports.is_some_and(|device| device.reported_names().contains(&name));
            self.errors.push(if read_only {
                Problem::ReadOnly { path }
            } else {
                let shown = [prefix, &text::name(name)].concat();
                Problem::UnknownField { path, shown, nearest: nearest(name, known) }
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
                    self.warnings.push(Problem::OtherPort { port });
                }
                port
            }
            _ => {
                self.warnings.push(Problem::BadPort { given: describe(given) });
                DEFAULT_PORT
            }
        }
    }

    fn refuse(&mut self, fault: Fault, path: String, given: &Value, allowed: String) {
        let given = describe(given);
        self.errors.push(Problem::NotAllowed { fault, path, given, allowed });
    }
}

/// An object given by its members at the top level: `{ socket_status, delay_time }`
/// is a delay task.
struct FlatForm<'a> {
    row: &'static Row,
    object: &'static str,
    member: &'static str,
    given: &'a Value,
}

impl<'a> FlatForm<'a> {
    fn find(device: &Device, data: &'a Object) -> Option<FlatForm<'a>> {
        device.downlink.iter().find_map(|row| match (row.flat_form, row.target) {
            (Some(member), Target::Object(object)) => {
                Some(FlatForm { row, object, member, given: present(data, member)? })
            }
            _ => None,
        })
    }

    fn siblings(&self) -> impl Iterator<Item = &'static str> {
        self.row.names().filter(|name| *name != self.member)
    }

    fn applies(&self, data: &Object) -> bool {
        present(data, self.object).is_none()
            && self.siblings().all(|name| present(data, name).is_some())
    }

    fn misplaced(&self) -> Problem {
        let siblings: Vec<_> = self.siblings().collect();
        Problem::NotAllowed {
            fault: Fault::Conflict,
            path: self.member.to_owned(),
            given: describe(self.given),
            allowed: say(message::BESIDE, &[siblings.join(", ").as_str(), self.object]),
        }
    }
}

/// The downlink rows, those of one object's name together, with the first of them.
fn variants(device: &Device) -> impl Iterator<Item = (&'static Row, Vec<&'static Row>)> {
    device.downlink.iter().enumerate().filter_map(|(at, row)| {
        let same = |other: &&Row| row.target != Target::Top && other.target == row.target;
        if device.downlink.iter().take(at).any(|earlier| same(&earlier)) {
            return None;
        }
        Some((row, device.downlink.iter().filter(same).collect()))
    })
}

/// The names that a command may have at the top level.
pub(crate) fn settable(device: &Device) -> Vec<&'static str> {
    let mut names = Vec::new();
    for row in device.downlink {
        names = row.top_names().chain(row.flat_form).fold(names, push_new);
    }
    names
}

pub(crate) fn push_new(mut names: Vec<&'static str>, name: &'static str) -> Vec<&'static str> {
    if !names.contains(&name) {
        names.push(name);
    }
    names
}

/// The names whose value is not undefined.
fn defined(object: &Object) -> impl Iterator<Item = (&str, &Value)> {
    object.iter().filter(|(_, value)| **value != Value::Undefined)
}

fn present<'a>(object: &'a Object, name: &str) -> Option<&'a Value> {
    object.get(name).filter(|value| **value != Value::Undefined)
}

fn fault_of_absence(given: &Value, fault: Fault) -> Fault {
    if *given == Value::Undefined { Fault::Missing } else { fault }
}

impl Part {
    /// What is sent for a value.
    fn take(&self, given: &Value) -> Result<Sending, Fault> {
        let named = |name: &str| {
            let alias = self.aliases.iter().find(|(alias, _)| *alias == name);
            alias.map(|(_, raw)| Sending::Raw(*raw))
        };
        match (self.coding, given) {
            (Coding::Number { wire, div, .. }, Value::Number(number)) => {
                self.raw_of(wire, div, *number).map(Sending::Raw)
            }
            (Coding::Number { .. }, Value::Text(name)) => match named(name) {
                Some(sending) => Ok(sending),
                None if name == "no" && self.is_command() => Ok(Sending::Nothing),
                None if self.aliases.is_empty() => Err(Fault::Type),
                None => Err(Fault::Label),
            },
            (Coding::Number { .. }, Value::Bool(flag)) if self.is_command() => {
                self.take(&Value::from(if *flag { "yes" } else { "no" }))
            }
            (Coding::Choice { labels, .. }, Value::Text(name)) => {
                match labels.iter().find(|(_, label)| label == name) {
                    Some((number, _)) => Ok(Sending::Raw(self.bits_of(*number))),
                    None => named(name).ok_or(Fault::Label),
                }
            }
            (Coding::Choice { labels, .. }, Value::Number(given)) => {
                match labels.iter().find(|(number, _)| f64::from(*number) == *given) {
                    Some((number, _)) => Ok(Sending::Raw(self.bits_of(*number))),
                    None => Err(Fault::Range),
                }
            }
            (Coding::Choice { labels, .. }, Value::Bool(flag)) if self.takes_booleans() => {
                let (number, _) = self.label_of(labels, *flag).ok_or(Fault::Type)?;
                self.take(&Value::from(number))
            }
            (Coding::Presence { .. }, _) => {
                let yes = match given {
                    Value::Bool(flag) => i32::from(*flag),
                    Value::Text(name) => {
                        NO_YES.iter().find(|(_, label)| label == name).ok_or(Fault::Label)?.0
                    }
                    Value::Number(number) if *number == 0.0 || *number == 1.0 => *number as i32,
                    Value::Number(_) => return Err(Fault::Range),
                    _ => return Err(Fault::Type),
                };
                Ok(if yes == 1 { Sending::Raw(0xff) } else { Sending::Nothing })
            }
            (Coding::Hex { length, reversed }, Value::Text(digits)) => {
                let mut bytes = digits
                    .as_bytes()
                    .chunks(2)
                    .map(|pair| {
                        let text = core::str::from_utf8(pair).ok().filter(|_| is_hex(pair))?;
                        u8::from_str_radix(text, 16).ok()
                    })
                    .collect::<Option<Vec<_>>>()
                    .filter(|_| digits.len() == 2 * length)
                    .ok_or(Fault::Label)?;
                if reversed {
                    bytes.reverse();
                }
                Ok(Sending::Bytes(bytes))
            }
            _ => Err(Fault::Type),
        }
    }

    pub(crate) fn raw_of(&self, wire: Wire, div: u32, number: f64) -> Result<u32, Fault> {
        let (low, high) = self.bounds();
        if number.is_nan() {
            return Err(Fault::Type);
        }
        if number < low || number > high {
            return Err(Fault::Range);
        }
        let scaled = number * f64::from(div);
        let tolerance = if div == 1 { 0.0 } else { 1e-6 };
        // `round` is std's. What this rounds otherwise is not near a whole number.
        let whole = (if scaled < 0.0 { scaled - 0.5 } else { scaled + 0.5 }) as i64;
        if (scaled - whole as f64).abs() > tolerance {
            return Err(Fault::Step);
        }
        Ok(whole as u32 & mask(wire.width()))
    }

    /// Whether a number is that of a command which `"no"` leaves out.
    pub(crate) fn is_command(&self) -> bool {
        self.yes_no
    }

    /// What the encoder takes, in words.
    pub(crate) fn allowed(&self) -> String {
        let (low, high) = self.bounds();
        let unit = if self.unit.is_empty() { String::new() } else { [" ", self.unit].concat() };
        let (low, high) = (text::format_number(low), text::format_number(high) + &unit);
        match self.coding {
            Coding::Number { div: 1, .. } => {
                let names = match self.aliases {
                    _ if self.is_command() => message::YES_OR_NO.to_owned(),
                    [(first, _), .., (last, _)] => say(message::NAMES, &[*first, *last]),
                    _ => String::new(),
                };
                say(message::WHOLE_NUMBER, &[low, high]) + &names
            }
            Coding::Number { div, .. } => {
                say(message::NUMBER, &[low, high, text::format_number(1.0 / f64::from(div))])
            }
            Coding::Choice { labels, .. } => labels_in_words(labels),
            Coding::Hex { length, .. } => {
                say(message::HEX_DIGITS, &[text::integer(2 * length as u32)])
            }
            _ => labels_in_words(NO_YES),
        }
    }

    /// A wire value, as messages show it: its label or its number.
    pub(crate) fn shown(&self, raw: u32) -> String {
        match self.coding {
            Coding::Choice { labels, .. } => labels
                .iter()
                .find(|(number, _)| self.bits_of(*number) == raw)
                .map_or_else(|| text::integer(raw), |(_, label)| (*label).to_owned()),
            _ => text::integer(raw),
        }
    }
}

fn labels_in_words(labels: Labels) -> String {
    labels.iter().map(|(_, label)| text::quote(label)).collect::<Vec<_>>().join(", ")
}

fn is_hex(digits: &[u8]) -> bool {
    digits.iter().all(u8::is_ascii_hexdigit)
}

impl Slot {
    /// Puts bits into a row's data.
    pub(crate) fn write(&self, data: &mut [u8], raw: u32) {
        let word = u64::from(raw) << self.shift;
        let places = data.iter_mut().skip(self.offset).take(self.length);
        for (place, byte) in places.zip(word.to_le_bytes()) {
            *place |= byte;
        }
    }

    fn write_bytes(&self, data: &mut [u8], bytes: &[u8]) {
        let places = data.iter_mut().skip(self.offset).take(self.length);
        for (place, byte) in places.zip(bytes) {
            *place = *byte;
        }
    }
}

impl Device {
    /// The names that uplinks have at the top level, besides those of commands.
    pub(crate) fn reported_names(&self) -> Vec<&'static str> {
        let mut names = Vec::new();
        for row in self.uplink {
            names = row.top_names().fold(names, push_new);
        }
        names.extend(self.answers_with_results().then_some(RESULT_FIELD));
        names
    }

    /// Whether the device may refuse commands.
    pub(crate) fn answers_with_results(&self) -> bool {
        self.downlink.iter().any(|row| row.echo_on(0xf8) == Some(Echo::WithResult))
    }
}

/// The known name with which a name shares most pairs of letters, if more than half of them
/// (Dice's coefficient).
fn nearest(name: &str, known: &[&'static str]) -> Option<&'static str> {
    let given: Vec<u16> = name.encode_utf16().collect();
    let mut best = (0.5, None);
    for candidate in known {
        // Our names are ASCII.
        let letters = candidate.as_bytes();
        let own = |pair: &[u16]| {
            letters
                .windows(2)
                .any(|own| own.iter().copied().map(u16::from).eq(pair.iter().copied()))
        };
        let pairs = given.windows(2).take(63).filter(|pair| own(pair)).count();
        let score = 2.0 * pairs as f64 / (given.len() + letters.len()).saturating_sub(2) as f64;
        if score > best.0 {
            best = (score, Some(*candidate));
        }
    }
    best.1
}
