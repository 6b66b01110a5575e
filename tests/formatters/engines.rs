//! The emitted scripts in the servers' own engines against the native codec: the same
//! results, warnings and errors.

use common::generate::{self, KINDS};
use common::host::{hosts, servers};
use common::invented::with_invented;
use common::{models, plain, share};
use fastrand::Rng;
use milesight_codec::Value;
use milesight_codec::print::formatter::Half;
use milesight_codec::table::Direction;
use serde_json::{Value as Json, json};

use super::compare::*;

#[test]
#[ignore = "needs the hosts; `cargo xtask test` runs it"]
fn samples_give_the_same_in_every_engine() {
    for command in hosts() {
        for device in models() {
            let case = |sample: Json| {
                let input = &sample["input"];
                let bytes = || common::hex(input["bytes"].as_str().unwrap());
                match sample["type"].as_str().unwrap() {
                    "uplink" => Case::Payload(Direction::Uplink, bytes()),
                    "downlink-decode" => Case::Payload(Direction::Downlink, bytes()),
                    _ => Case::Command(common::json(&input["data"].to_string()), 85.0.into()),
                }
            };
            let cases: Vec<_> = cases::samples(device.model()).into_iter().map(case).collect();
            for strict in [&[][..], &["--strict"]] {
                let mut host = start(&command, device, Half::Both, strict);
                compare(std::slice::from_mut(&mut host), device, &cases);
                // Members in the same order, too: as text and in tables it is seen.
                for case in &cases {
                    let (answer, expected) = (host.ask(&case.line()), case.expected(device));
                    assert_eq!(answer.to_string(), expected.to_string(), "{}", host.name);
                }
                host.end();
            }
        }
    }
}

#[test]
#[ignore = "needs the hosts; `cargo xtask test` runs it"]
fn generated_cases_give_the_same_in_every_engine() {
    let seed = setting("MILESIGHT_SEED", 4);
    let total = share(setting("MILESIGHT_CASES", 30_000) as usize);
    println!("seed {seed}, {total} cases per model and direction, and each row {} times", met());
    let mut rng = Rng::with_seed(seed);
    for device in with_invented() {
        let calls = [
            ("decodeUplink", Half::Uplink, total),
            ("encodeDownlink", Half::Downlink, total / 2),
            ("decodeDownlink", Half::Downlink, total / 2),
        ];
        for (call, half, total) in calls {
            let commands = hosts();
            // Every other host runs the script for both directions, the rest its half.
            let mut hosts: Vec<_> = commands
                .iter()
                .enumerate()
                .map(|(at, command)| {
                    let half = if at % 2 == 0 { Half::Both } else { half };
                    start(command, device, half, &["--globals"])
                })
                .collect();
            let up = if call == "decodeUplink" { device.rows().uplink } else { &[] };
            let down = device.rows().downlink.iter().filter(|row| match call {
                "decodeUplink" => row.type_byte.is_some(),
                "encodeDownlink" => !row.decode_only,
                _ => true,
            });
            let mut hits = Hits::of(up.iter().chain(down));
            let mut kinds = [0; KINDS.len()];
            let mut made = 0;
            // A row that few cases have is worth more of them, within reason.
            while made < total || (hits.least() < met() && made < 20 * total) {
                let mut batch = Vec::new();
                let end = if made < total { total } else { made + 1_000 };
                while batch.len() < 5_000 && made < end {
                    let kind = made % KINDS.len();
                    kinds[kind] += 1;
                    made += 1;
                    batch.extend(generated(&mut rng, device, call, KINDS[kind]));
                }
                batch.iter().for_each(|case| hits.count(device, case));
                compare(&mut hosts, device, &batch);
            }
            let share = |count: usize| 100 * count / made;
            println!(
                "{} {call}: {made} cases, valid {} %, changed {} %, wild {} %",
                device.model(),
                share(kinds[0]),
                share(kinds[1]),
                share(kinds[2]),
            );
            assert!(kinds.iter().all(|count| share(*count) >= 20));
            hits.check(device, call);
            for host in hosts {
                let name = host.name.clone();
                let globals = host.end().expect("a line on the globals");
                let globals = &globals["globals"];
                assert_eq!(globals["changed"], json!([]), "{name}");
                assert_eq!(globals["removed"], json!([]), "{name}");
                for added in globals["added"].as_array().unwrap() {
                    let functions = [
                        "Decode",
                        "Decoder",
                        "Encode",
                        "Encoder",
                        "decodeDownlink",
                        "decodeUplink",
                        "encodeDownlink",
                        "milesightCodec",
                        "milesightDecodeUplink",
                        "milesightEncodeDownlink",
                        "normalizeUplink",
                    ];
                    assert!(functions.contains(&added.as_str().unwrap()), "{name}: {added}");
                }
            }
        }
    }
}

/// Names that are cut short, misspelt or hold signs of the script's rows.
#[test]
#[ignore = "needs the hosts; `cargo xtask test` runs it"]
fn names_that_are_wrong_are_told_alike() {
    for device in with_invented() {
        let mut names: Vec<String> = Vec::new();
        for part in device.fields().iter().flat_map(|field| field.path.split(['.', '['])) {
            let numbered = part.replace(|letter: char| letter.is_ascii_digit(), "#");
            let (half, rest) = part.split_at(part.len() / 2);
            names.extend([format!("{rest}{half}"), format!("{half}x{rest}"), numbered]);
            names.extend((1..=part.len()).map(|end| part[..end].to_owned()));
        }
        names.sort();
        names.dedup();
        let cases: Vec<Case> = names
            .into_iter()
            .map(|name| {
                let command = json!({ name: "x" });
                Case::Command(common::json(&command.to_string()), Value::Undefined)
            })
            .collect();
        compare_in_all(device, &cases);
    }
}

/// A text that is no label of the field says nothing of it.
#[test]
#[ignore = "needs the hosts; `cargo xtask test` runs it"]
fn texts_without_a_meaning_are_not_normalized() {
    for command in hosts() {
        let device = common::device("vs321");
        let mut host = start(&command, device, Half::Both, &[]);
        for (data, measured) in [
            (json!({ "region_1": "", "region_2": "5" }), json!([])),
            (json!({ "people_total_counts": "occupied" }), json!([])),
            (
                json!({ "region_1": "5", "region_2": "vacant" }),
                json!([{ "action": { "motion": { "detected": false } } }]),
            ),
        ] {
            let line = json!({ "call": "normalizeUplink", "input": { "data": data } });
            let answer = host.ask(&line.to_string());
            assert_eq!(answer, json!({ "data": measured }), "{}", host.name);
        }
        host.end();
    }
}

/// Data that no decoder gives, but a rule or a dashboard may hand back.
#[test]
#[ignore = "needs the hosts; `cargo xtask test` runs it"]
fn measurements_of_any_kind_are_normalized_alike() {
    let data = [
        r#"{ "temperature": 1000000001, "humidity": 100 }"#,
        r#"{ "temperature": "27.3", "humidity": 100.5 }"#,
        // A text that a bound is written as is no number.
        r#"{ "temperature": "-30", "humidity": "100", "timestamp": "0" }"#,
        r#"{ "temperature": "70", "humidity": "0", "distance": "0" }"#,
        r#"{ "region_1": 0, "region_10": 2 }"#,
        r#"{ "region_3": null, "region_11": "occupied" }"#,
        r#"{ "people_total_counts": -1 }"#,
        r#"{ "people_total_counts": 2000000000 }"#,
        r#"{ "history": [null, 5, [], { "timestamp": 1 }, { "people_total_counts": 3, "timestamp": -1 }] }"#,
        r#"{ "history": { "0": { "people_total_counts": 3 } } }"#,
    ];
    let cases = data.map(|text| Case::Normalize(common::json(text).as_object().unwrap().clone()));
    for device in models() {
        compare_in_all(device, &cases);
    }
}

#[test]
#[ignore = "needs the hosts; `cargo xtask test` runs it"]
fn servers_read_what_the_native_codec_says() {
    let total = setting("MILESIGHT_SERVER_CASES", 2_000) as usize;
    for command in &servers() {
        let mut rng = Rng::with_seed(setting("MILESIGHT_SEED", 4));
        for device in models() {
            let mut host = start(command, device, Half::Both, &["--mode", "server"]);
            let chirpstack = !is_goja(command);
            for number in 0..total / models().len() {
                let kind = KINDS[number % KINDS.len()];
                let case = match (number / KINDS.len() % 3, chirpstack) {
                    (0, _) => {
                        let command = generate::command(&mut rng, device.rows(), kind);
                        // ChirpStack gives no port.
                        let port = if chirpstack { Value::Undefined } else { Value::Number(85.0) };
                        Case::Command(common::json(&plain(&command).to_string()), port)
                    }
                    (1, false) => generated(&mut rng, device, "decodeDownlink", kind).remove(0),
                    _ => generated(&mut rng, device, "decodeUplink", kind).remove(0),
                };
                // ChirpStack reads integers above 2^31 as floats, and so writes 5000000000.0.
                let answer = as_floats(host.ask(&case.line()));
                let expected = as_floats(case.expected_of_server(device, command));
                assert_eq!(answer, expected, "{}: {}", host.name, case.line());
            }
            host.end();
        }
    }
}

/// Values that JSON lacks: a line of `hostile.txt` is a call, and the next one its answer.
#[test]
#[ignore = "needs the hosts; `cargo xtask test` runs it"]
fn hostile_input_gives_errors_and_leaves_nothing_behind() {
    let text = include_str!("hostile.txt").lines().filter(|line| !line.starts_with('#'));
    let text: Vec<_> = text.filter(|line| !line.is_empty()).collect();
    for command in hosts() {
        for model in ["vs321", "ws523"] {
            let device = common::device(model);
            let mut host = start(&command, device, Half::Both, &["--globals"]);
            let of_model = text.chunks(2).filter(|pair| pair[0].starts_with(model));
            for pair in of_model {
                let words: Vec<_> = pair[0].splitn(3, ' ').collect();
                let line = json!({ "call": words[1], "source": words[2] });
                let answer = host.ask(&line.to_string());
                let expected: Json = serde_json::from_str(pair[1]).unwrap();
                assert_eq!(answer, expected, "{}: {}", host.name, pair[0]);
            }
            let globals = host.end().expect("a line on the globals");
            assert_eq!(globals["globals"]["changed"], json!([]));
            assert_eq!(globals["globals"]["removed"], json!([]));
        }
    }
}
