//! Lines that the case files must have: a case for each row, label, end of a number and departure,
//! and a line for each range, unit and measurement.

use std::collections::{BTreeMap, BTreeSet};

use cases::{Check, Decode, Place};
use common::canonical::Slot;
use common::codec::{Codec, Direction, changed, decode, fields, models, normalize, rows};
use common::holds::DIRECTIONS;
use milesight_codec::departure::Departure;
use milesight_codec::table::{Coding, Part, Row};
use milesight_codec::to_hex;
use serde_json::json;

use super::{of, payloads, played};
use crate::rows::{Findings, file, named, path, place, row_at, rows_of, show};

/// Fails at once where another test has named the mistake.
fn depend_on_the_cases() {
    for device in changed() {
        let holds = played(device).iter().all(|(_, outcome)| outcome.is_ok());
        assert!(holds, "not checked: see cases::every_case_holds");
    }
}

#[test]
fn no_line_is_missing() {
    depend_on_the_cases();
    unknown_models().end();
    let mut findings = Findings::default();
    for device in changed() {
        let model = rows(device).model;
        let rows_file = file(device);
        let file = rows_file.replace(".rs", ".cases");
        if of(device).is_empty() {
            let problem = format!("{rows_file}: {model}: no cases");
            findings.add(format!("{problem}; add `device {model}` and its cases to {file}"));
            continue;
        }
        let mut add = |what: String, line: &str| {
            findings.add(format!("{what}; add `{line}` to {file}"));
        };
        rows_without_cases(device, &mut add);
        results_without_cases(device, &mut add);
        numbers_without_ranges(device, &mut add);
        fields_without_units(device, &mut add);
        measurements_without_lines(device, &mut add);
        departures_without_cases(device, &mut add);
    }
    findings.end();
}

/// A function that is given a problem, and the line that mends it.
type Add<'a> = &'a mut dyn FnMut(String, &str);

fn unknown_models() -> Findings {
    let mut findings = Findings::default();
    let mut seen = BTreeSet::new();
    for case in cases::all() {
        for model in &case.models {
            let is_known = models().iter().any(|device| rows(device).model == model);
            if !is_known && seen.insert(model) {
                let problem = format!("{}: no device has the model {model}", case.device);
                let list = "add the device to devices! in src/devices/mod.rs";
                findings.add(format!("{problem}; correct the name, or {list}"));
            }
        }
    }
    findings
}

/// In each row: a case, and the wire type's lowest and highest number, every label, every special
/// value.
fn rows_without_cases(device: Codec, add: Add) {
    let mut decoded = BTreeSet::new();
    let mut encoded = BTreeSet::new();
    let mut met: BTreeMap<(bool, String, &str), BTreeSet<u32>> = BTreeMap::new();
    for (direction, channels, case) in payloads(of(device).into_iter()) {
        for channel in &channels {
            let Some(row) = row_at(device, direction, channel) else { continue };
            let is_uplink = direction == Direction::Uplink;
            let has = if matches!(case.check, Check::Encode { .. }) {
                &mut encoded
            } else {
                &mut decoded
            };
            has.insert((is_uplink, show(row)));
            for op in row.ops {
                let raw = channel.get(row.header()..).and_then(|data| Slot::new(op).read(data));
                met.entry((is_uplink, show(row), op.leaf.name)).or_default().extend(raw);
            }
        }
    }
    for direction in DIRECTIONS {
        let is_uplink = direction == Direction::Uplink;
        for row in rows_of(device, direction) {
            let key = (is_uplink, show(row));
            let what = format!("{}: {} {}", place(row), rows(device).model, show(row));
            let bytes = bytes(row, None);
            let names = row.names().into_iter().map(|name| format!("{}=…", first(row, name)));
            let data = names.collect::<Vec<_>>().join(" ");
            if !is_uplink && !row.decode_only && !encoded.contains(&key) {
                add(format!("{what}: no case sends it"), &format!("down {data} <-> {bytes}"));
                continue;
            }
            if !decoded.contains(&key) {
                add(format!("{what}: no case decodes it"), &decoding(is_uplink, &bytes, &data));
                continue;
            }
            for op in row.ops {
                let (part, slot) = (op.leaf, Slot::new(op));
                let none = BTreeSet::new();
                let met = met.get(&(is_uplink, show(row), part.name)).unwrap_or(&none);
                for raw in needed(part).into_iter().filter(|raw| !met.contains(raw)) {
                    let bytes = self::bytes(row, Some((slot, raw)));
                    let data = format!("{}=… ...", first(row, part.name));
                    let what = format!("{what} {}: no case has {raw:x} on the wire", part.name);
                    add(what, &decoding(is_uplink, &bytes, &data));
                }
            }
        }
    }
}

/// A case of decoding.
fn decoding(is_uplink: bool, bytes: &str, data: &str) -> String {
    if is_uplink { format!("up {bytes} {data}") } else { format!("down {data} <- {bytes}") }
}

/// The wire values of a part that cases have.
fn needed(part: &Part) -> Vec<u32> {
    let mut needed = match part.coding {
        // Constants have no bits.
        Coding::Number if part.width == 0 => Vec::new(),
        Coding::Number => {
            let (low, high) = part.integers();
            let all = ((1u64 << part.width) - 1) as u32;
            vec![low as u32 & all, high as u32 & all]
        }
        Coding::Choice => part.labels.iter().map(|(number, _)| part.bits_of(*number)).collect(),
        _ => return Vec::new(),
    };
    needed.extend(part.special_values.iter().map(|special| special.raw));
    needed
}

/// The bytes of a row for a line to write: its kind and a leaf's value, dots for other bytes.
fn bytes(row: &Row, leaf: Option<(Slot, u32)>) -> String {
    let mut data: Vec<Option<u8>> = vec![None; row.length];
    let kind = row.kind().filter(|op| op.leaf.coding == Coding::Kind);
    let kind = kind.map(|op| (Slot::new(op), op.leaf.fixed));
    for (slot, value) in kind.into_iter().chain(leaf) {
        let bits = u64::from(value) << slot.shift;
        for (at, byte) in data.iter_mut().skip(slot.offset).take(slot.length).enumerate() {
            *byte = Some(byte.unwrap_or(0) | (bits >> (8 * at)) as u8);
        }
    }
    let header: Vec<u8> = [Some(row.channel), row.type_byte].into_iter().flatten().collect();
    let data = data.iter().map(|byte| byte.map_or("..".to_owned(), |byte| to_hex(&[byte])));
    to_hex(&header) + &data.collect::<String>()
}

/// The path of a field as a case has it: of a list's first entry.
fn first(row: &Row, name: &str) -> String {
    path(row, name).replace("[]", "[0]")
}

/// Uplinks repeat commands of `f9` with a result byte: each case with one has it in its own words.
fn results_without_cases(device: Codec, add: Add) {
    let mut results: BTreeMap<u8, BTreeSet<u8>> = BTreeMap::new();
    for (direction, channels, _) in payloads(of(device).into_iter()) {
        for channel in channels.iter().filter(|channel| channel.len() > 2) {
            if direction == Direction::Uplink && channel[0] == 0xf8 {
                results.entry(channel[1]).or_default().extend(channel.last());
            }
        }
    }
    for row in rows(device).downlink.iter().filter(|row| row.is_refusable()) {
        let type_byte = row.type_byte.unwrap_or_default();
        let met = results.entry(type_byte).or_default();
        for result in [0, 1, 2].into_iter().filter(|result| !met.contains(result)) {
            let what = format!("{}: {} f8 {type_byte:02x}", place(row), rows(device).model);
            let data = "..".repeat(row.length);
            let line = format!("up f8{type_byte:02x}{data}{result:02x} …");
            add(format!("{what}: no case has the result {result:02x}"), &line);
        }
    }
}

fn numbers_without_ranges(device: Codec, add: Add) {
    let has: BTreeSet<_> = of(device)
        .into_iter()
        .filter_map(|case| match case.check {
            Check::Range { path, .. } => Some(path.replace("[0]", "[]")),
            _ => None,
        })
        .collect();
    for field in fields(device) {
        let path = field["path"].as_str().unwrap();
        let is_needed = field["kind"] == "number" && field["direction"] != "uplink";
        if is_needed && !has.contains(path) {
            let of_object = path.split_once(['.', '[']);
            let with = of_object.map(|(object, _)| format!(" with {object}…")).unwrap_or_default();
            let line = format!("range {} LOW HIGH STEP{with}", path.replace("[]", "[0]"));
            add(format!("{} {path}: no range line", place_of(device, path)), &line);
        }
    }
}

fn fields_without_units(device: Codec, add: Add) {
    let mut has = BTreeSet::new();
    for case in of(device) {
        if let Check::Unit { paths, .. } = case.check {
            has.extend(paths);
        }
    }
    let all = DIRECTIONS.into_iter().flat_map(|direction| rows_of(device, direction));
    let units = all.flat_map(|row| named(row).map(move |part| (path(row, part.name), part.unit)));
    let of_rows = units.filter(|(_, unit)| !unit.is_empty()).map(|(path, _)| path);
    let of_fields = fields(device).into_iter().filter(|field| field.get("unit").is_some());
    let of_fields = of_fields.map(|field| field["path"].as_str().unwrap().to_owned());
    // The vendor's form of an object has its members at the top level, too.
    let is_flat = |path: &str| rows(device).downlink.iter().any(|row| row.shorthand == Some(path));
    for path in of_rows.chain(of_fields.filter(|path| !is_flat(path))).collect::<BTreeSet<_>>() {
        if !has.contains(&path) {
            let what = format!("{} {path}: no unit line", place_of(device, &path));
            add(what, &format!("unit UNIT {path}"));
        }
    }
}

/// The place of the first row with a field, and the device's model.
fn place_of(device: Codec, field: &str) -> String {
    let all = DIRECTIONS.into_iter().flat_map(|direction| rows_of(device, direction));
    let mut has = all.filter(|row| row.names().iter().any(|name| path(row, name) == field));
    let place = has.next().map_or_else(|| file(device), place);
    format!("{place}: {}", rows(device).model)
}

/// A model without a `normalized` line has no measurements.
fn measurements_without_lines(device: Codec, add: Add) {
    let all = of(device);
    if all.iter().any(|case| matches!(case.check, Check::Normalized { .. })) {
        return;
    }
    let mut measured = payloads(all.into_iter()).into_iter().filter(|(direction, channels, _)| {
        let data = decode(device, *direction, &channels.concat()).data;
        normalize(device, &data) != json!([])
    });
    if let Some((_, channels, case)) = measured.next() {
        let what = format!("{}: {}", case.place, rows(device).model);
        let line = format!("normalized {} [{{…}}]", to_hex(&channels.concat()));
        add(
            format!("{what}: the uplink has measurements, and the device no normalized line"),
            &line,
        );
    }
}

/// A departure that names fields has a case with one of them, one that names problems a case with
/// one of those.
fn departures_without_cases(device: Codec, add: Add) {
    let mut met = BTreeSet::new();
    let mut codes = BTreeSet::new();
    for case in of(device) {
        let (data, problems) = match case.check {
            Check::Decode(Decode { data, problems, .. }) => (data, problems),
            Check::Encode { data, problems, .. } | Check::Refuse { data, problems } => {
                (Some(data), problems)
            }
            _ => continue,
        };
        for problem in problems {
            codes.insert(problem.code);
            if let Place::Path(path) = problem.at {
                met.insert(path);
            }
        }
        met.extend(data.iter().flat_map(|data| common::holds::paths(data).into_keys()));
    }
    // `history[0].timestamp` and `history.timestamp` are below `history`.
    let is_below = |path: &str, field: &str| {
        let path = path.split(['[', ']']).step_by(2).collect::<String>();
        path == field || path.strip_prefix(field).is_some_and(|rest| rest.starts_with('.'))
    };
    let all: Vec<_> = device.fields().into_iter().map(|field| field.path).collect();
    // The vendor's codec may have a further member, which no case has: its object stands for it.
    let object = |field: &'static str| {
        let is_known = all.iter().any(|path| is_below(path, field));
        if is_known { field } else { field.split('.').next().unwrap_or(field) }
    };
    for Departure { id, fields, problems, .. } in rows(device).departures {
        let what = format!("{}: {}: departure {id}", file(device), rows(device).model);
        let mut met = met.iter();
        let has = met.any(|path| fields.iter().any(|field| is_below(path, object(field))));
        if !has && !fields.is_empty() {
            let line = format!("up … {}=…", fields[0]);
            add(format!("{what}: no case has one of its fields, {}", fields.join(", ")), &line);
        }
        if !problems.is_empty() && !problems.iter().any(|kind| codes.contains(kind.code())) {
            let names: Vec<_> = problems.iter().map(|kind| kind.code()).collect();
            let line = format!("up … ! {} at OFFSET", names[0]);
            add(format!("{what}: no case has one of its problems, {}", names.join(", ")), &line);
        }
    }
}
