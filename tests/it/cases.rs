//! The case files, natively: every line, and what follows from all of them together.

use std::collections::{BTreeMap, BTreeSet};

use cases::{Case, Check, Decode, Place};
use common::codec::{
    Codec, Direction, briefs, decode, detect, encode, explain, field, fields, models, normalize,
    rows,
};
use common::holds;
use common::schemas::{judge_command, judge_uplink};
use milesight_codec::table::{Coding, Echo};
use milesight_codec::to_hex;
use serde_json::{Value as Json, json};

use crate::rows::{all_rows, path, row_at, rows_of, show};

/// The cases of a device. A mutant has those of its model.
fn of(device: Codec) -> Vec<Case> {
    cases::of(rows(device).model)
}

fn direction(up: bool) -> Direction {
    if up { Direction::Uplink } else { Direction::Downlink }
}

/// Every payload with its direction, channel by channel: those that decode, and the bytes of
/// commands.
fn payloads(device: Codec) -> Vec<(Direction, Vec<Vec<u8>>, Case)> {
    let payload = |case: Case| match &case.check {
        Check::Decode(decode) => Some((direction(decode.up), decode.channels.clone(), case)),
        Check::Encode { channels, .. } => Some((Direction::Downlink, channels.clone(), case)),
        _ => None,
    };
    of(device).into_iter().filter_map(payload).collect()
}

fn expected(problems: &[cases::Problem]) -> Vec<String> {
    let brief = |problem: &cases::Problem| match &problem.at {
        Place::Offset(offset) => format!("{} at {offset}", problem.code),
        Place::Path(path) => format!("{} {path}", problem.code),
    };
    problems.iter().map(brief).collect()
}

/// Returns true if all of the expected data is there, numbers compared as numbers.
fn agrees(expected: &Json, got: &Json, partial: bool) -> bool {
    match (expected, got) {
        (Json::Object(expected), Json::Object(got)) => {
            (partial || expected.len() == got.len())
                && expected.iter().all(|(name, value)| {
                    got.get(name).is_some_and(|other| agrees(value, other, partial))
                })
        }
        (Json::Array(expected), Json::Array(got)) => {
            expected.len() == got.len()
                && expected.iter().zip(got).all(|(value, other)| agrees(value, other, partial))
        }
        (Json::Number(expected), Json::Number(got)) => expected.as_f64() == got.as_f64(),
        _ => expected == got,
    }
}

/// Plays a case; `Err` has what was expected and what came.
fn play(device: Codec, case: &Case) -> Result<(), String> {
    let equal = |what: &str, expected: &dyn std::fmt::Debug, got: &dyn std::fmt::Debug| {
        let (expected, got) = (format!("{expected:?}"), format!("{got:?}"));
        if expected == got {
            Ok(())
        } else {
            Err(format!("expected {what} {expected}\n  got {got}"))
        }
    };
    match &case.check {
        Check::Decode(Decode { up, data, partial, problems, .. }) => {
            let Check::Decode(payload) = &case.check else { unreachable!() };
            let got = decode(device, direction(*up), &payload.bytes());
            let problems = expected(problems);
            let (warnings, errors) =
                if data.is_some() { (problems, vec![]) } else { (vec![], problems) };
            let data = data.clone().unwrap_or(json!({}));
            if !agrees(&data, &got.data, *partial) {
                return Err(format!("expected {data}\n  got {}", got.data));
            }
            equal("warnings", &warnings, &briefs(&got.warnings))?;
            equal("errors", &errors, &briefs(&got.errors))
        }
        Check::Encode { data, channels, problems } => {
            let got = encode(device, data);
            equal("errors", &[""; 0], &briefs(&got.errors))?;
            equal("bytes", &to_hex(&channels.concat()), &to_hex(&got.bytes))?;
            equal("warnings", &expected(problems), &briefs(&got.warnings))?;
            equal("port", &85, &got.f_port)
        }
        Check::Refuse { data, problems } => {
            let got = encode(device, data);
            equal("errors", &expected(problems), &briefs(&got.errors))?;
            equal("bytes", &"", &to_hex(&got.bytes))
        }
        Check::Range { path, low, high, step, with } => {
            let codes = |value: f64| {
                let mut data = with.clone();
                cases::set(&mut data, path, json!(value)).expect("a path");
                let errors = encode(device, &data).errors;
                errors.into_iter().map(|error| error.code).collect::<Vec<_>>()
            };
            for inside in [*low, *high] {
                equal(&format!("errors at {inside}"), &[""; 0], &codes(inside))?;
            }
            // One step, one wrap of a wire type, and far away.
            for outside in [low - step, high + step, high + 65536.0, low - 65536.0, -1e300, 1e300] {
                equal(&format!("errors at {outside}"), &["range"], &codes(outside))?;
            }
            let between = (low + high) / 2.0 + step / 4.0;
            equal(&format!("errors at {between}"), &["step"], &codes(between))?;
            let field = field(device, &path.replace("[0]", "[]"));
            if field["direction"] == "downlink" {
                equal("a field's range", &json!([low, high]), &as_floats(&field["range"]))?;
            }
            equal("a field's step", &json!(step), &as_floats(&field["step"]))
        }
        Check::Unit { unit, paths } => paths.iter().try_for_each(|path| {
            let field = field(device, path);
            equal(&format!("{path} in"), &json!(unit), &field["unit"])
        }),
        Check::Normalized { bytes, value } => {
            let data = decode(device, Direction::Uplink, bytes).data;
            let got = normalize(device, &data);
            if agrees(value, &got, false) {
                Ok(())
            } else {
                Err(format!("expected {value}\n  got {got}"))
            }
        }
    }
}

fn as_floats(value: &Json) -> Json {
    match value {
        Json::Number(number) => json!(number.as_f64()),
        Json::Array(list) => list.iter().map(as_floats).collect(),
        other => other.clone(),
    }
}

#[test]
fn every_case_holds() {
    let mut wrong = Vec::new();
    for device in models() {
        let all = of(device);
        assert!(!all.is_empty(), "{} has no cases", rows(device).model);
        for case in all {
            if let Err(problem) = play(device, &case) {
                wrong.push(format!("{} ({}):\n  {problem}", case.place, rows(device).model));
            }
        }
    }
    assert!(wrong.is_empty(), "{} cases are wrong\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn every_model_of_the_case_files_is_a_device() {
    for case in cases::all() {
        for model in &case.models {
            assert!(models().iter().any(|device| rows(device).model == model), "{}", case.place);
        }
    }
}

/// A description is shown to people, who look for it in its file.
#[test]
fn descriptions_of_examples_are_unique() {
    for device in models() {
        let mut seen = BTreeSet::new();
        for case in of(device) {
            if let Some(description) = case.example {
                assert!(seen.insert(description), "{}: its description is another's", case.place);
            }
        }
    }
}

/// Commands come back in canonical form; data and commands are as the schemas say.
#[test]
fn cases_have_the_properties_of_any_payload_and_command() {
    for device in models() {
        for case in of(device) {
            match &case.check {
                Check::Encode { data, .. } | Check::Refuse { data, .. } => {
                    if matches!(case.check, Check::Encode { .. }) {
                        holds::comes_back(device, data);
                    }
                    holds::errors_name_their_paths(device, data, 0.0);
                    judge_command(device, data);
                }
                Check::Decode(payload) => {
                    let (direction, bytes) = (direction(payload.up), payload.bytes());
                    holds::judged(device, direction, &bytes);
                    holds::explained(device, direction, &bytes);
                    if payload.up {
                        judge_uplink(device, &decode(device, direction, &bytes).data);
                    }
                    if case.example.is_some() {
                        // No channel comes twice in them.
                        let explained = holds::last_values(&explain(device, direction, &bytes));
                        let data = decode(device, direction, &bytes).data;
                        assert_eq!(explained, holds::paths(&data), "{}", case.place);
                    }
                }
                _ => {}
            }
        }
    }
}

/// The words of a case's bytes tell where channels end, whatever the rows say.
#[test]
fn every_prefix_of_a_payload_keeps_its_whole_channels() {
    for device in models() {
        let all = payloads(device);
        // Channels whose last byte may be missing, as the cases have them.
        let mut bare = BTreeSet::new();
        for (direction, channels, case) in &all {
            let Check::Decode(Decode { problems, .. }) = &case.check else { continue };
            if problems.iter().any(|problem| problem.code == "reserved_missing") {
                let channel = channels.last().unwrap();
                // Uplinks repeat commands, those of ff on fe too.
                bare.insert((true, channel.clone()));
                if *direction == Direction::Downlink {
                    bare.insert((false, channel.clone()));
                    if let [0xff, rest @ ..] = &channel[..] {
                        bare.insert((true, [&[0xfe], rest].concat()));
                    }
                }
            }
        }
        for (direction, channels, case) in &all {
            let cut_short = ["unknown_channel", "truncated", "reserved_missing"];
            let Check::Decode(Decode { problems, .. }) = &case.check else { continue };
            if problems.iter().any(|problem| cut_short.contains(&problem.code.as_str())) {
                continue;
            }
            let mut whole = Vec::new();
            for channel in channels {
                let before = decode(device, *direction, &whole);
                let before = if whole.is_empty() { json!({}) } else { before.data };
                for cut in 1..channel.len() {
                    let prefix = [&whole[..], &channel[..cut]].concat();
                    let got = decode(device, *direction, &prefix);
                    let what = format!("{}: {}", case.place, to_hex(&prefix));
                    let key = (*direction == Direction::Uplink, channel[..cut].to_vec());
                    let codes = got.problems().filter(|p| p.offset == Some(whole.len()));
                    let codes: Vec<_> = codes.map(|problem| problem.code.as_str()).collect();
                    if bare.contains(&key) {
                        assert_eq!(codes, ["reserved_missing"], "{what}");
                        // Such a byte is read as ff.
                        let mended = [&whole[..], &channel[..cut], &[0xff]].concat();
                        assert_eq!(got.data, decode(device, *direction, &mended).data, "{what}");
                    } else {
                        assert_eq!(codes, ["truncated"], "{what}");
                        assert_eq!(got.data, before, "{what}");
                    }
                }
                whole.extend(channel);
            }
        }
    }
}

/// A command is repeated on its own channel, one of `ff` on `fe` too, and one of `f9` on `f8` with
/// the result 00.
#[test]
fn commands_are_repeated_in_uplinks() {
    for device in models() {
        for (_, channels, case) in payloads(device) {
            let Check::Decode(Decode { up: false, data: Some(data), problems, partial, .. }) =
                &case.check
            else {
                continue;
            };
            let [channel] = &channels[..] else { continue };
            let row = row_at(device, Direction::Downlink, channel);
            if !problems.is_empty() || row.is_none_or(|row| row.type_byte.is_none()) {
                continue;
            }
            let mut echoes = vec![channel.clone()];
            match channel[0] {
                0xff => echoes.push([&[0xfe], &channel[1..]].concat()),
                0xf9 => echoes.push([&[0xf8], &channel[1..], &[0]].concat()),
                _ => {}
            }
            for echo in echoes {
                let got = decode(device, Direction::Uplink, &echo);
                let what = format!("{}: {}", case.place, to_hex(&echo));
                assert!(agrees(data, &got.data, *partial), "{what}: {}", got.data);
                assert!(got.errors.is_empty(), "{what}");
            }
        }
    }
}

/// Of every other model, too: one that has a row for each channel, and no other.
#[test]
fn models_are_detected_that_decode_every_channel() {
    let breaks = ["unknown_channel", "truncated", "unknown_sub_kind"];
    for device in models() {
        for (_, channels, case) in payloads(device) {
            let Check::Decode(Decode { up: true, problems, .. }) = &case.check else { continue };
            let bytes = channels.concat();
            let found = detect(&bytes);
            let known = !problems.iter().any(|problem| breaks.contains(&problem.code.as_str()));
            assert_eq!(found.contains(&rows(device).model), known, "{}: {found:?}", case.place);
            for other in models() {
                let decoded = decode(other, Direction::Uplink, &bytes);
                let known = !decoded.problems().any(|found| breaks.contains(&found.code.as_str()));
                let model = rows(other).model;
                assert_eq!(found.contains(&model), known, "{}: {model}", case.place);
            }
        }
    }
}

#[test]
fn every_row_has_a_case() {
    for device in models() {
        let mut met = BTreeSet::new();
        for (direction, channels, case) in payloads(device) {
            let encoded = matches!(case.check, Check::Encode { .. });
            for channel in channels {
                if let Some(row) = row_at(device, direction, &channel) {
                    met.insert((show(row), direction == Direction::Uplink, encoded));
                }
            }
        }
        for direction in holds::DIRECTIONS {
            let up = direction == Direction::Uplink;
            for row in rows_of(device, direction) {
                for encoded in [false, true] {
                    let needed = !encoded || (!up && !row.decode_only);
                    let has = met.contains(&(show(row), up, encoded));
                    let kind = if encoded { "encoding" } else { "decoding" };
                    let model = rows(device).model;
                    assert!(
                        has || !needed,
                        "{model} {direction:?} {}: no case of {kind}",
                        show(row)
                    );
                }
            }
        }
    }
}

/// In each row: the wire type's lowest and highest number, every label, every special value.
#[test]
fn cases_have_every_label_and_both_ends_of_every_number() {
    let mut missing = Vec::new();
    for device in models() {
        let mut met: BTreeMap<(bool, String, &str), BTreeSet<u32>> = BTreeMap::new();
        for (direction, channels, _) in payloads(device) {
            for channel in &channels {
                let Some(row) = row_at(device, direction, channel) else { continue };
                for (part, slot) in row.leaves() {
                    let raw = channel.get(row.header()..).and_then(|data| slot.read(data));
                    let key = (direction == Direction::Uplink, show(row), part.name);
                    met.entry(key).or_default().extend(raw);
                }
            }
        }
        for direction in holds::DIRECTIONS {
            let up = direction == Direction::Uplink;
            for row in rows_of(device, direction) {
                for (part, slot) in row.leaves() {
                    let none = BTreeSet::new();
                    let met = met.get(&(up, show(row), part.name)).unwrap_or(&none);
                    let needed: Vec<u32> = match part.coding {
                        // Constants have no bits.
                        Coding::Number { .. } if slot.width == 0 => continue,
                        Coding::Number { wire, .. } if !wire.is_float() => {
                            let (low, high) = wire.bounds();
                            let all = ((1u64 << slot.width) - 1) as u32;
                            vec![low as u32 & all, high as u32 & all]
                        }
                        Coding::Choice { labels, .. } => {
                            labels.iter().map(|(number, _)| part.bits_of(*number)).collect()
                        }
                        _ => continue,
                    };
                    let special = part.asides.iter().map(|aside| aside.raw);
                    for raw in needed.into_iter().chain(special) {
                        if !met.contains(&raw) {
                            let model = rows(device).model;
                            let row = show(row);
                            missing.push(format!(
                                "{model} {direction:?} {row} {}: {raw:x}",
                                part.name
                            ));
                        }
                    }
                }
            }
        }
    }
    assert!(
        missing.is_empty(),
        "{} raw values without a case\n{}",
        missing.len(),
        missing.join("\n")
    );
}

#[test]
fn every_number_of_a_command_has_a_range_line() {
    for device in models() {
        let has: BTreeSet<_> = of(device)
            .into_iter()
            .filter_map(|case| match case.check {
                Check::Range { path, .. } => Some(path.replace("[0]", "[]")),
                _ => None,
            })
            .collect();
        for field in fields(device) {
            let path = field["path"].as_str().unwrap().to_owned();
            let needed = field["kind"] == "number" && field["direction"] != "uplink";
            assert_eq!(has.contains(&path), needed, "{} {path}", rows(device).model);
        }
    }
}

#[test]
fn fields_that_no_unit_line_names_have_none() {
    for device in models() {
        let mut has = BTreeSet::new();
        for case in of(device) {
            if let Check::Unit { paths, .. } = case.check {
                has.extend(paths);
            }
        }
        for (_, direction, row) in
            all_rows().filter(|(own, ..)| rows(own).model == rows(device).model)
        {
            for (part, _) in row.leaves().filter(|(part, _)| !part.name.is_empty()) {
                let path = path(row, part.name);
                let what = format!("{} {direction:?} {path}", rows(device).model);
                assert_eq!(has.contains(&path), !part.unit.is_empty(), "{what}");
            }
        }
        for field in fields(device) {
            let path = field["path"].as_str().unwrap();
            let flat = rows(device).downlink.iter().any(|row| row.flat_form == Some(path));
            let unit = field.get("unit").is_some();
            assert!(flat || has.contains(path) == unit, "{} {path}", rows(device).model);
        }
    }
}

#[test]
fn models_without_a_normalized_line_have_no_measurements() {
    for device in models() {
        let all = of(device);
        if all.iter().any(|case| matches!(case.check, Check::Normalized { .. })) {
            continue;
        }
        for (direction, channels, case) in payloads(device) {
            let data = decode(device, direction, &channels.concat()).data;
            assert_eq!(normalize(device, &data), json!([]), "{}", case.place);
        }
    }
}

/// Uplinks repeat commands of `f9` with a result byte: each case with one has it in its own words.
#[test]
fn rows_with_a_result_have_cases_of_success_and_refusal() {
    for device in models() {
        let mut results: BTreeMap<u8, BTreeSet<u8>> = BTreeMap::new();
        for (direction, channels, _) in payloads(device) {
            for channel in channels.iter().filter(|channel| channel.len() > 2) {
                if direction == Direction::Uplink && channel[0] == 0xf8 {
                    results.entry(channel[1]).or_default().extend(channel.last());
                }
            }
        }
        for row in rows(device).downlink {
            if row.echo_on(0xf8) == Some(Echo::WithResult) {
                let met = results.entry(row.type_byte.unwrap()).or_default();
                let all = [0, 1, 2].iter().all(|result| met.contains(result));
                assert!(all, "{} {}: {met:?}", rows(device).model, show(row));
            }
        }
    }
}
