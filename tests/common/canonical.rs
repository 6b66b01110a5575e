//! The data that come back for a command without errors, worked out from the rows without the
//! encoder: labels for numbers and other spellings, steps for numbers near them, defaults.

use milesight_codec::program::Op;
use milesight_codec::table::{Coding, Device as Rows, Part, Row, Target};
use serde_json::{Map, Value as Json};

/// The data that come back, `{}` where nothing is sent.
pub fn canonical(rows: &Rows, data: &Json) -> Json {
    let mut all = Json::Object(Map::new());
    for row in rows.downlink.iter().filter(|row| !row.decode_only) {
        match row.target {
            Target::Top => {
                for part in named(row) {
                    let found = get(data, part.name).and_then(|value| canonical_value(part, value));
                    if let Some(value) = found {
                        set(&mut all, part.name, value);
                    }
                }
            }
            Target::Object(name) => {
                if let Some(members) = data.get(name).filter(|members| is_form(row, members)) {
                    all[name] = canonical_members(row, members);
                }
            }
            Target::List(name) => {
                if let Some(Json::Array(entries)) = data.get(name) {
                    let entries = entries.iter().map(|entry| canonical_members(row, entry));
                    all[name] = entries.collect();
                }
            }
        }
    }
    for row in rows.downlink {
        let (Some(member), Target::Object(name)) = (row.shorthand, row.target) else { continue };
        if data.get(member).is_some() {
            all[name] = canonical_members(row, data);
            for part in named(row) {
                all.as_object_mut().expect("an object").shift_remove(part.name);
            }
        }
    }
    all
}

/// The row's fields.
pub fn named(row: &Row) -> impl Iterator<Item = &'static Part> {
    row.parts.iter().filter(|part| part.is_field())
}

/// The bits of a leaf in a row's data.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Slot {
    /// First byte, from the start of the data.
    pub offset: usize,
    /// Bytes.
    pub length: usize,
    /// The first bit, in the little-endian number that the bytes make.
    pub shift: u32,
    /// The number of bits.
    pub width: u32,
}

impl Slot {
    /// The bits of an op's leaf.
    pub fn new(op: &Op) -> Slot {
        let length = op.leaf.all_bytes();
        let (offset, width) = (op.at.into(), op.leaf.width);
        Slot { offset, length, shift: op.shift.into(), width }
    }

    /// The bits' value in a row's data; `None` where bytes are missing or more than 4.
    pub fn read(&self, data: &[u8]) -> Option<u32> {
        let bytes = data.get(self.offset..self.offset + self.length)?;
        let mut word = [0; 8];
        word.get_mut(..bytes.len())
            .filter(|_| (1..=4).contains(&bytes.len()))?
            .copy_from_slice(bytes);
        let kept = (1 << self.width) - 1;
        Some((u64::from_le_bytes(word) >> self.shift & kept) as u32)
    }
}

/// Returns true if the row is the one of an object's forms that has these members: it can hold
/// them all, and needs no other.
fn is_form(row: &Row, members: &Json) -> bool {
    let fits = |name: &str| named(row).any(|part| part.name.split('.').next() == Some(name));
    members.as_object().is_some_and(|members| members.keys().all(|name| fits(name)))
        && named(row).all(|part| match get(members, part.name) {
            Some(value) => !part.is_label() || value == part.label,
            None => part.default.is_some() || part.is_label(),
        })
}

fn canonical_members(row: &Row, members: &Json) -> Json {
    let mut all = Json::Object(Map::new());
    for part in named(row) {
        let value = match get(members, part.name) {
            Some(value) => canonical_value(part, value),
            None if part.given_by.is_some() => None,
            None if part.is_label() => Some(part.label.into()),
            None => part.default.map(|raw| of_raw(part, raw)),
        };
        if let Some(value) = value {
            set(&mut all, part.name, value);
        }
    }
    all
}

/// The value that a raw number stands for.
fn of_raw(part: &Part, raw: u32) -> Json {
    match part.coding {
        Coding::Number => {
            step(f64::from(part.div), (part.integer(raw) - i64::from(part.plus)) as f64)
        }
        Coding::Choice => {
            let label = part.labels.iter().find(|(number, _)| part.bits_of(*number) == raw);
            label.map_or("unknown", |(_, label)| *label).into()
        }
        _ => panic!("{} has no raw number", part.name),
    }
}

fn step(div: f64, steps: f64) -> Json {
    number(steps / div)
}

/// Whole numbers as JSON has them.
pub fn number(number: f64) -> Json {
    if number.fract() == 0.0 { (number as i64).into() } else { number.into() }
}

/// The value that comes back for one that was sent; `None` where nothing is sent.
fn canonical_value(part: &Part, value: &Json) -> Option<Json> {
    let alias = |name: &str| part.aliases.iter().find(|(own, _)| *own == name).map(|(_, raw)| *raw);
    match (part.coding, value) {
        (Coding::Number, Json::Bool(_)) if *value == false => None,
        (Coding::Number, Json::Bool(_)) => Some(of_raw(part, alias("yes")?)),
        (Coding::Number, Json::String(name)) => Some(of_raw(part, alias(name)?)),
        (Coding::Number, _) => {
            let div = f64::from(part.div);
            Some(step(div, (value.as_f64()? * div).round()))
        }
        (Coding::Choice, _) => {
            let labels = part.labels;
            let labelled = |found: &dyn Fn(i32, &str) -> bool| {
                labels.iter().find(|(number, label)| found(*number, label)).map(|(_, label)| *label)
            };
            let label = match value {
                Json::Bool(flag) => {
                    let names = [["off", "disable", "no"], ["on", "enable", "yes"]];
                    labelled(&|_, label| names[usize::from(*flag)].contains(&label))
                }
                Json::String(name) => match alias(name) {
                    Some(raw) => labelled(&|number, _| part.bits_of(number) == raw),
                    None => labelled(&|_, label| label == name),
                },
                _ => labelled(&|number, _| value.as_f64() == Some(f64::from(number))),
            };
            Some(label.expect("a label").into())
        }
        (Coding::Constant, _) if part.is_label() => Some(value.clone()),
        (Coding::Presence | Coding::Constant, _) => {
            let yes = *value == "yes" || *value == true || value.as_f64() == Some(1.0);
            yes.then(|| part.label.into())
        }
        (Coding::Hex | Coding::HexReversed, _) => Some(value.as_str()?.to_ascii_lowercase().into()),
        _ => Some(value.clone()),
    }
}

/// A member by its path, `weekdays.monday`.
fn get<'a>(data: &'a Json, path: &str) -> Option<&'a Json> {
    path.split('.').try_fold(data, |at, name| at.get(name))
}

fn set(data: &mut Json, path: &str, value: Json) {
    match path.split_once('.') {
        None => data[path] = value,
        Some((name, rest)) => {
            if data.get(name).is_none() {
                data[name] = Json::Object(Map::new());
            }
            set(&mut data[name], rest, value);
        }
    }
}
