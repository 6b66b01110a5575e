//! Payloads and commands nobody wrote by hand, made from the rows.

use fastrand::Rng;
use milesight_codec::table::Usage;
use milesight_codec::table::{Coding, Constraint, Device, Direction, Part, Row, Target};
use serde_json::{Map, Value as Json, json};

use crate::canonical::{Slot, number};

/// The kind of a generated payload or command.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// As a device or an application would send it.
    Valid,
    /// A valid one with something changed: bytes of a payload, one value of a command.
    Changed,
    /// Random bytes, or a command with many things changed.
    Wild,
}

pub const KINDS: [Kind; 3] = [Kind::Valid, Kind::Changed, Kind::Wild];

/// A payload of a direction.
pub fn payload(rng: &mut Rng, device: &Device, direction: Direction, kind: Kind) -> Vec<u8> {
    let mut bytes = Vec::new();
    if kind == Kind::Wild {
        bytes = (0..rng.usize(0..24)).map(|_| rng.u8(..)).collect();
        // Channels that exist lead further than chance does.
        for byte in &mut bytes {
            if rng.u8(..) < 80 {
                *byte = *rng.choice(&[0xff, 0xfe, 0xf9, 0xf8, 0xfd, 0x08, 0x06, 0x10]).unwrap();
            }
        }
        return bytes;
    }
    let channels = rng.usize(1..6);
    // A command without a type is never echoed, so some tries give nothing.
    for _ in 0..channels {
        bytes.extend(channel(rng, device, direction));
    }
    while bytes.is_empty() {
        bytes.extend(channel(rng, device, direction));
    }
    if kind == Kind::Changed {
        match rng.u8(0..5) {
            0 => bytes.truncate(rng.usize(0..bytes.len())),
            1 => bytes.insert(rng.usize(0..=bytes.len()), rng.u8(..)),
            2 => drop(bytes.remove(rng.usize(0..bytes.len()))),
            _ => {
                for _ in 0..rng.usize(1..3) {
                    let at = rng.usize(0..bytes.len());
                    bytes[at] = rng.u8(..);
                }
            }
        }
    }
    bytes
}

/// A channel that the device sends, echoes included, or understands.
fn channel(rng: &mut Rng, device: &Device, direction: Direction) -> Vec<u8> {
    let echoes = direction == Direction::Uplink && rng.u8(..) < 100;
    let rows = match direction {
        Direction::Uplink if !echoes => device.uplink,
        _ => device.downlink,
    };
    let row = rng.choice(rows).unwrap();
    let mut bytes = vec![row.channel];
    let mut result = None;
    if echoes {
        let channels: Vec<_> = (0..=255u8).filter_map(|c| Some((c, row.echo_on(c)?))).collect();
        let Some((channel, echo)) = rng.choice(channels) else { return Vec::new() };
        bytes = vec![channel];
        result = (echo == Usage::Result).then(|| rng.u8(0..4));
    }
    bytes.extend(row.type_byte);
    let entries = row.counted.map(|most| rng.u8(1..=most));
    bytes.extend(entries);
    for _ in 0..entries.unwrap_or(1) {
        bytes.extend(data(rng, row));
    }
    bytes.extend(result);
    bytes
}

/// The data of a row, or of one of its entries.
fn data(rng: &mut Rng, row: &Row) -> Vec<u8> {
    let mut data = vec![0u8; row.length];
    for op in row.ops {
        let part = op.leaf;
        let raw = match part.coding {
            Coding::Reserved if rng.u8(..) < 200 => continue,
            Coding::Kind => part.fixed,
            Coding::Choice => {
                let labels = if rng.u8(..) < 40 { part.also_reads } else { part.labels };
                rng.choice(labels).map_or_else(|| rng.u32(..), |(n, _)| part.bits_of(*n))
            }
            Coding::Float if part.width == 16 => rng.u32(..=0xffff),
            Coding::Float => (rng.f32() * 1e4 - 5e3).to_bits(),
            Coding::Number => match rng.choice(part.special_values) {
                Some(special) if rng.u8(..) < 40 => special.raw,
                _ => (rng.i64(steps(part)) + i64::from(part.plus)) as u32,
            },
            Coding::Presence => 0xff,
            _ => rng.u32(..),
        };
        put(rng, &mut data, Slot::new(op), raw);
    }
    data
}

fn put(rng: &mut Rng, data: &mut [u8], slot: Slot, raw: u32) {
    let kept = if slot.width >= 32 { raw } else { raw & ((1 << slot.width) - 1) };
    let word = u64::from(kept) << slot.shift;
    for (at, byte) in data[slot.offset..slot.offset + slot.length].iter_mut().enumerate() {
        *byte |= if at < 8 { word.to_le_bytes()[at] } else { 0 };
    }
    if slot.length > 4 {
        data[slot.offset..slot.offset + slot.length].fill_with(|| rng.u8(..));
    }
}

/// A command.
pub fn command(rng: &mut Rng, device: &Device, kind: Kind) -> Json {
    let mut data = Map::new();
    let sendable: Vec<&Row> = device.downlink.iter().filter(|row| !row.decode_only).collect();
    for _ in 0..rng.usize(1..5) {
        let row = *rng.choice(&sendable).unwrap();
        match row.target {
            Target::Top => data.extend(members(rng, row)),
            Target::Object(name) => match row.shorthand {
                Some(_) if rng.u8(..) < 80 => {
                    data.shift_remove(name);
                    data.extend(members(rng, row));
                }
                _ => drop(data.insert(name.to_owned(), members(rng, row).into())),
            },
            Target::List(name) => {
                let entries: Vec<_> = (0..rng.usize(1..4)).map(|_| members(rng, row)).collect();
                data.insert(name.to_owned(), json!(entries));
            }
        }
    }
    for row in device.downlink {
        if let (Some(member), Target::Object(name)) = (row.shorthand, row.target) {
            if data.contains_key(member) {
                data.shift_remove(name);
            }
        }
    }
    let changes = match kind {
        Kind::Valid => 0,
        Kind::Changed => 1,
        Kind::Wild => rng.usize(2..6),
    };
    let mut data = Json::Object(data);
    for _ in 0..changes {
        data = changed(rng, device, data, 0);
    }
    data
}

/// The members of an object or an entry, optional ones sometimes left out, in accord with the
/// row's rules.
fn members(rng: &mut Rng, row: &Row) -> Map<String, Json> {
    let mut members = Json::Object(Map::new());
    for part in row.parts.iter().filter(|part| part.is_field()) {
        // An object in the object is there even where its members are left out.
        let (containers, name) = part.name.rsplit_once('.').unwrap_or(("", part.name));
        let mut at = &mut members;
        for step in containers.split_terminator('.') {
            at = &mut at[step];
            if at.is_null() {
                *at = Json::Object(Map::new());
            }
        }
        // A constant that is no command tells rows apart, where other fields do not.
        let is_label = part.is_label() && row.parts.iter().any(Part::is_needed);
        if part.default.is_none() && !is_label || rng.bool() {
            at[name] = value(rng, part);
        }
    }
    let Json::Object(mut members) = members else { unreachable!("an object") };
    for rule in row.rules {
        let number = |members: &Map<String, Json>, name| members.get(name).and_then(Json::as_f64);
        let field = number(&members, rule.field);
        let (low, high) = match rule.constraint {
            Constraint::AtMost => (rule.field, rule.other),
            Constraint::AtLeast => (rule.other, rule.field),
            Constraint::NotZero if field == Some(0.0) => {
                members.insert(rule.field.to_owned(), 1.into());
                continue;
            }
            _ => continue,
        };
        if let (Some(a), Some(b)) = (number(&members, low), number(&members, high)) {
            members.insert(low.to_owned(), crate::canonical::number(a.min(b)));
            members.insert(high.to_owned(), crate::canonical::number(a.max(b)));
        }
    }
    members
}

/// The steps of a number, from the lowest to the highest of its range.
fn steps(part: &Part) -> std::ops::RangeInclusive<i64> {
    let (div, (low, high)) = (part.div, part.bounds());
    (low * f64::from(div)).round() as i64..=(high * f64::from(div)).round() as i64
}

/// A value that the encoder takes.
fn value(rng: &mut Rng, part: &Part) -> Json {
    if let (Some((alias, _)), true) = (rng.choice(part.aliases), rng.u8(..) < 60) {
        return (*alias).into();
    }
    match part.coding {
        Coding::Float => rng.i32(-1000..1000).into(),
        Coding::Number => {
            let steps = steps(part);
            let step = match rng.u8(0..8) {
                0 => *steps.start(),
                1 => *steps.end(),
                _ => rng.i64(steps),
            };
            number(step as f64 / f64::from(part.div))
        }
        Coding::Choice => {
            let (number, label) = *rng.choice(part.labels).unwrap();
            match rng.u8(0..6) {
                0 => number.into(),
                1 if part.takes_booleans() => ["on", "enable", "yes"].contains(&label).into(),
                _ => label.into(),
            }
        }
        Coding::Constant if part.is_label() => part.label.into(),
        Coding::Presence | Coding::Constant => rng
            .choice([json!("yes"), json!(true), json!(1), json!("no"), json!(false), json!(0)])
            .unwrap(),
        Coding::Hex | Coding::HexReversed => {
            let digit = |_| char::from(*rng.choice(b"0123456789abcdefABCDEF").unwrap());
            (0..2 * part.bytes()).map(digit).collect::<String>().into()
        }
        Coding::Text => {
            let from = if part.characters.is_empty() { "abcXYZ09 .-" } else { part.characters };
            let from: Vec<char> = from.chars().collect();
            let length = rng.usize(0..=part.bytes());
            (0..length).map(|_| *rng.choice(&from).unwrap()).collect::<String>().into()
        }
        _ => unreachable!("commands have no {:?}", part.coding),
    }
}

/// The data with something wrong, or at least strange, at a random place.
fn changed(rng: &mut Rng, device: &Device, data: Json, depth: usize) -> Json {
    match data {
        Json::Object(mut object) if depth == 0 || rng.u8(..) < 170 => {
            let mut names: Vec<String> = object.keys().cloned().collect();
            match rng.u8(0..8) {
                0 => {
                    let readable: Vec<_> = device.uplink.iter().flat_map(Row::top_names).collect();
                    object.insert((*rng.choice(&readable).unwrap()).to_owned(), strange(rng));
                }
                1 => {
                    let known: Vec<_> = device.downlink.iter().flat_map(Row::names).collect();
                    let mut name: Vec<char> = rng.choice(known).unwrap().chars().collect();
                    let at = rng.usize(0..name.len());
                    match rng.u8(0..3) {
                        0 => drop(name.remove(at)),
                        1 => name.insert(at, rng.lowercase()),
                        _ => {
                            let other = ['_', 'Z', 'é', '\u{1f600}', '"', ' ', '9'];
                            name[at] = *rng.choice(&other).unwrap();
                        }
                    }
                    object.insert(name.into_iter().collect(), strange(rng));
                }
                2 if depth > 0 && !names.is_empty() => {
                    object.shift_remove(&names[rng.usize(0..names.len())]);
                }
                _ if !names.is_empty() => {
                    let name = names.swap_remove(rng.usize(0..names.len()));
                    let value = object[&name].clone();
                    object.insert(name, changed(rng, device, value, depth + 1));
                }
                _ => drop(object.insert("foo".to_owned(), strange(rng))),
            }
            Json::Object(object)
        }
        Json::Array(mut list) if !list.is_empty() && rng.u8(..) < 200 => {
            let at = rng.usize(0..list.len());
            if rng.u8(..) < 60 {
                // Longer, up to more entries than some lists may have.
                let entry = list[at].clone();
                list.extend(std::iter::repeat_n(entry, rng.usize(1..4)));
                return Json::Array(list);
            }
            list[at] = changed(rng, device, list[at].clone(), depth + 1);
            Json::Array(list)
        }
        Json::Number(own) if rng.bool() => {
            let by = rng.choice([0.05, -1.0, 1.0, 0.5, 1e-7, -1e-9, 1e9, -1e5]).unwrap();
            number(own.as_f64().unwrap() + by)
        }
        _ => strange(rng),
    }
}

/// A value that few fields take.
fn strange(rng: &mut Rng) -> Json {
    let all = json!([
        null, true, false, 0, 1, 2, 255, -0.0, 1e300, 5e-324, "60", "", "yes", "no", "on", "enable",
        "unknown", "__proto__", "toString", "a text that is longer than forty characters are",
        "\u{1f600} \u{7f}\u{80}\u{2028}\"\\\n", [], [null, 1], {},
        { "start_time": 5, "end_time": 4 },
    ]);
    rng.choice(all.as_array().unwrap()).unwrap().clone()
}
