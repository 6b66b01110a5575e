//! The case files, natively: every line, and what follows from all of them together.

mod coverage;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use cases::{Case, Check, Decode, Place};
use common::codec::{
    Codec, Direction, Problem, briefs, changed, decode, detect, encode, explain, fields, models,
    normalize, rows,
};
use common::holds;
use common::schemas::{judge_command, judge_uplink};
use milesight_codec::to_hex;
use serde_json::{Value as Json, json};

use crate::rows::{Findings, row_at};

/// The cases of a device. A mutant has those of its model.
fn of(device: Codec) -> Vec<Case> {
    cases::of(rows(device).model)
}

fn direction(up: bool) -> Direction {
    if up { Direction::Uplink } else { Direction::Downlink }
}

/// Every payload with its direction, channel by channel: those that decode, and the bytes of
/// commands.
fn payloads(cases: impl Iterator<Item = Case>) -> Vec<(Direction, Vec<Vec<u8>>, Case)> {
    let payload = |case: Case| match &case.check {
        Check::Decode(decode) => Some((direction(decode.up), decode.channels.clone(), case)),
        Check::Encode { channels, .. } => Some((Direction::Downlink, channels.clone(), case)),
        _ => None,
    };
    cases.filter_map(payload).collect()
}

fn expected(problems: &[cases::Problem]) -> Vec<String> {
    let brief = |problem: &cases::Problem| match &problem.at {
        Place::Offset(offset) => format!("{} at {offset}", problem.code),
        Place::Path(path) => format!("{} {path}", problem.code),
    };
    problems.iter().map(brief).collect()
}

/// The differences of data, each with its path; numbers are compared as numbers. `got` may have
/// more where the case is `partial`.
fn differences(path: &str, expected: &Json, got: &Json, partial: bool) -> Vec<String> {
    match (expected, got) {
        (Json::Object(own), Json::Object(other)) => {
            let join = |name: &str| match path {
                "" => name.to_owned(),
                path => format!("{path}.{name}"),
            };
            let of_own = own.iter().flat_map(|(name, value)| match other.get(name) {
                Some(other) => differences(&join(name), value, other, partial),
                None => vec![format!("{}: expected {value}, got no such field", join(name))],
            });
            let further = other.iter().filter(|(name, _)| !partial && !own.contains_key(*name));
            let further = further.map(|(name, value)| (join(name), value));
            let of_further =
                further.map(|(path, value)| format!("{path}: expected no such field, got {value}"));
            of_own.chain(of_further).collect()
        }
        (Json::Array(own), Json::Array(other)) if own.len() == other.len() => {
            let pairs = own.iter().zip(other).enumerate();
            pairs
                .flat_map(|(at, (own, other))| {
                    differences(&format!("{path}[{at}]"), own, other, partial)
                })
                .collect()
        }
        (Json::Number(own), Json::Number(other)) if own.as_f64() == other.as_f64() => Vec::new(),
        _ if expected == got => Vec::new(),
        _ => {
            let path = if path.is_empty() { "data" } else { path };
            vec![format!("{path}: expected {expected}, got {got}")]
        }
    }
}

/// Returns true if all of the expected data is there.
fn agrees(expected: &Json, got: &Json, partial: bool) -> bool {
    differences("", expected, got, partial).is_empty()
}

fn lines(problems: &[Problem]) -> String {
    problems.iter().map(|problem| format!("\n    {}", problem.message)).collect()
}

/// Plays a case; `Err` has the expected and the actual result.
fn play(device: Codec, case: &Case) -> Result<(), String> {
    let equal = |what: &str, expected: &dyn std::fmt::Debug, got: &dyn std::fmt::Debug| {
        let (expected, got) = (format!("{expected:?}"), format!("{got:?}"));
        if expected == got { Ok(()) } else { Err(format!("expected {what} {expected}, got {got}")) }
    };
    let same = |expected: &Json, got: &Json, partial: bool| {
        let differences = differences("", expected, got, partial);
        if differences.is_empty() { Ok(()) } else { Err(differences.join("\n  ")) }
    };
    let field = |path: &str| {
        let found = fields(device).into_iter().find(|field| field["path"] == path);
        found.ok_or_else(|| format!("{path}: the device has no such field"))
    };
    match &case.check {
        Check::Decode(payload @ Decode { up, data, partial, problems, .. }) => {
            let got = decode(device, direction(*up), &payload.bytes());
            let problems = expected(problems);
            let (warnings, errors) =
                if data.is_some() { (problems, vec![]) } else { (vec![], problems) };
            same(&data.clone().unwrap_or(json!({})), &got.data, *partial)?;
            equal("warnings", &warnings, &briefs(&got.warnings))?;
            equal("errors", &errors, &briefs(&got.errors))
        }
        Check::Encode { data, channels, problems } => {
            let got = encode(device, data);
            if !got.errors.is_empty() {
                return Err(format!("expected bytes, got errors{}", lines(&got.errors)));
            }
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
            let sent = |value: f64| {
                let mut data = with.clone();
                cases::set(&mut data, path, json!(value)).map(|()| encode(device, &data))
            };
            for inside in [*low, *high] {
                let errors = sent(inside)?.errors;
                if !errors.is_empty() {
                    let problem = format!("{path}: expected no errors at {inside}, got");
                    return Err(problem + &lines(&errors));
                }
            }
            let codes = |value: f64| {
                sent(value).map(|sent| sent.errors.into_iter().map(|e| e.code).collect::<Vec<_>>())
            };
            // One step, one wrap of a wire type, and far away.
            for outside in [low - step, high + step, high + 65536.0, low - 65536.0, -1e300, 1e300] {
                let errors = format!("{path}: errors at {outside}");
                equal(&errors, &["range"], &codes(outside)?)?;
            }
            let between = (low + high) / 2.0 + step / 4.0;
            equal(&format!("{path}: errors at {between}"), &["step"], &codes(between)?)?;
            let field = field(&path.replace("[0]", "[]"))?;
            if field["direction"] == "downlink" {
                let range = as_floats(&field["range"]);
                equal(&format!("{path}: a range of"), &json!([low, high]), &range)?;
            }
            equal(&format!("{path}: a step of"), &json!(step), &as_floats(&field["step"]))
        }
        Check::Unit { unit, paths } => paths.iter().try_for_each(|path| {
            equal(&format!("{path}: the unit"), &json!(unit), &field(path)?["unit"])
        }),
        Check::Normalized { bytes, value } => {
            let data = decode(device, Direction::Uplink, bytes).data;
            same(value, &normalize(device, &data), false)
        }
    }
}

/// A case and its outcome.
type Played = (Case, Result<(), String>);

/// The cases of a device, each with its outcome; they are played once.
fn played(device: Codec) -> &'static [Played] {
    static PLAYED: OnceLock<BTreeMap<&str, OnceLock<Vec<Played>>>> = OnceLock::new();
    let all = PLAYED.get_or_init(|| {
        models().iter().map(|device| (rows(device).model, OnceLock::new())).collect()
    });
    let outcome = |case: Case| {
        let outcome = play(device, &case);
        (case, outcome)
    };
    all.get(rows(device).model).map_or(&[], |own| {
        own.get_or_init(|| of(device).into_iter().map(outcome).collect()).as_slice()
    })
}

/// The cases of a device that hold. `every_case_holds` names the others; the tests of properties
/// leave those out.
fn sound(device: Codec) -> impl Iterator<Item = Case> {
    played(device).iter().filter(|(_, outcome)| outcome.is_ok()).map(|(case, _)| case.clone())
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
    // By file, line and problem, with the models: devices share cases.
    let mut wrong: BTreeMap<(&str, u32, &str), Vec<&str>> = BTreeMap::new();
    for device in changed() {
        let mut last = "";
        for (case, outcome) in played(device) {
            // Of the two cases of a line one is enough.
            if let (Err(problem), true) = (outcome, case.place != last) {
                let (file, line) = case.place.split_once(':').expect("file and line");
                let key = (file, line.parse().expect("a line"), problem.as_str());
                wrong.entry(key).or_default().push(rows(device).model);
                last = &case.place;
            }
        }
    }
    let mut findings = Findings::default();
    for ((file, line, problem), models) in wrong {
        findings.add(format!("{file}:{line} ({}):\n  {problem}", models.join(", ")));
    }
    findings.end();
}

/// A description is shown to people, who look for it in its file.
#[test]
fn descriptions_of_examples_are_unique() {
    let mut findings = Findings::default();
    for device in changed() {
        let mut seen: BTreeMap<String, String> = BTreeMap::new();
        for Case { example, place, .. } in of(device) {
            if let Some(other) = example.and_then(|text| seen.insert(text, place.clone())) {
                findings.add(format!("{place}: the description is also that of {other}"));
            }
        }
    }
    findings.end();
}

/// Commands come back in canonical form; data and commands are as the schemas say.
#[test]
fn cases_have_the_properties_of_any_payload_and_command() {
    for device in changed() {
        for case in sound(device) {
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
    for device in changed() {
        let all = payloads(sound(device));
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
    for device in changed() {
        for (_, channels, case) in payloads(sound(device)) {
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
    // Detection knows no mutants: any change of a row would seem to be noticed.
    if common::mutants::model().is_some() {
        return;
    }
    let breaks = ["unknown_channel", "truncated", "unknown_sub_kind"];
    for device in models() {
        for (_, channels, case) in payloads(sound(device)) {
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
