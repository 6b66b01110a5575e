//! The emitted scripts in the servers' own engines against the native codec: the same
//! results, warnings and errors.

use common::generate::{self, KINDS};
use common::host::hosts;
use common::{models, plain, share};
use fastrand::Rng;
use milesight_codec::print::formatter::Half;
use milesight_codec::table::Direction;
use milesight_codec::{Object, Value};
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
    let total = share(setting("MILESIGHT_CASES", 80_000) as usize);
    println!("seed {seed}, {total} cases per model and direction, and each row {} times", met());
    let mut rng = Rng::with_seed(seed);
    for device in models() {
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
    for device in models() {
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
    for command in hosts().iter().filter(|command| !command.contains("node")) {
        let mut rng = Rng::with_seed(setting("MILESIGHT_SEED", 4));
        for device in models() {
            let mut host = start(command, device, Half::Both, &["--mode", "server"]);
            let chirpstack = !command.contains("goja");
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

/// Values that JSON lacks, as JavaScript and as ours.
#[test]
#[ignore = "needs the hosts; `cargo xtask test` runs it"]
fn hostile_input_gives_errors_and_leaves_nothing_behind() {
    let one = |name: &'static str, value: Value| Value::from(Object::from_iter([(name, value)]));
    let other = |what: &'static str| Value::Other(what.into());
    let unreadable = Value::from("something that cannot be read");
    let cases: Vec<(&str, Value)> = vec![
        ("{ data: { report_interval: NaN } }", one("report_interval", f64::NAN.into())),
        (
            "{ data: { report_interval: -Infinity } }",
            one("report_interval", f64::NEG_INFINITY.into()),
        ),
        ("{ data: { report_interval: -0 } }", one("report_interval", (-0.0).into())),
        ("{ data: { report_interval: 1e300 } }", one("report_interval", 1e300.into())),
        ("{ data: { report_interval: undefined, reboot: 1 } }", one("reboot", 1.into())),
        (
            "{ data: { report_interval: function () {} } }",
            one("report_interval", other("a function")),
        ),
        ("{ data: function () {} }", other("a function")),
        ("{ data: null }", Value::Null),
        ("{ data: [] }", Value::List(vec![])),
        ("{}", Value::Undefined),
        ("undefined", Value::Undefined),
        ("null", Value::Undefined),
        ("5", Value::Undefined),
        ("{ get data() { throw 1; } }", unreadable.clone()),
        ("{ data: { get reboot() { throw 1; } } }", unreadable),
        (
            "{ data: { get reboot() { encodeDownlink({ data: { reboot: 0 } }); return 1; } } }",
            one("reboot", 1.into()),
        ),
        ("{ data: JSON.parse('{\"__proto__\":1}') }", one("__proto__", 1.into())),
        ("{ data: { constructor: 1 } }", one("constructor", 1.into())),
        ("{ data: { toString: 1 } }", one("toString", 1.into())),
        (
            "{ data: { led_indicator_enable: 'toString' } }",
            one("led_indicator_enable", "toString".into()),
        ),
        (
            "{ data: { led_indicator_enable: '__proto__' } }",
            one("led_indicator_enable", "__proto__".into()),
        ),
        (
            "(function () { var d = {}; d.reboot = d; return { data: d }; })()",
            one("reboot", Object::new().into()),
        ),
        ("{ data: { reboot: new Array(1e5) } }", one("reboot", vec![1; 100_000].into())),
        (
            "{ data: { report_interval: { valueOf: 1, toString: 2 } } }",
            one("report_interval", Object::new().into()),
        ),
        (
            "{ data: { report_interval: { valueOf: function () { return 60; } } } }",
            one("report_interval", Object::new().into()),
        ),
        ("{ data: { report_interval: [60] } }", one("report_interval", vec![60].into())),
        (
            "{ data: { d2d_master_config: [{ mode: 1 },,] } }",
            one(
                "d2d_master_config",
                Value::List(vec![Object::from_iter([("mode", 1)]).into(), Value::Undefined]),
            ),
        ),
        (
            "{ data: { d2d_master_config: [,] } }",
            one("d2d_master_config", Value::List(vec![Value::Undefined])),
        ),
        ("{ data: new String('x') }", Object::from_iter([("0", "x")]).into()),
    ];
    for command in hosts() {
        for device in models() {
            let mut host = start(&command, device, Half::Both, &["--globals"]);
            for (source, data) in &cases {
                // The button has neither of the names.
                if device.model() == "ws101" && source.contains("report_interval") {
                    continue;
                }
                if device.model() == "vs321" && source.contains("led_indicator") {
                    continue;
                }
                let line = json!({ "call": "encodeDownlink", "source": source });
                let answer = host.ask(&line.to_string());
                let expected =
                    plain(&device.program().encode(Direction::Downlink, data, &Value::Undefined));
                assert_eq!(answer, expected, "{}: {source}", host.name);
            }
            let bytes: Vec<(&str, Value)> = vec![
                ("{ bytes: [1, 117, 100, 300] }", vec![1, 117, 100, 300].into()),
                ("{ bytes: [1, '117'] }", Value::List(vec![1.into(), "117".into()])),
                ("{ bytes: [1, NaN] }", vec![1.0, f64::NAN].into()),
                ("{ bytes: [-1] }", vec![-1].into()),
                ("{ bytes: [1.5] }", vec![1.5].into()),
                ("{ bytes: [1,,3] }", Value::List(vec![1.into(), Value::Undefined, 3.into()])),
                ("{ bytes: new Array(1e5) }", vec![0; 100_000].into()),
                ("{ bytes: '0175' }", "0175".into()),
                ("{ bytes: {} }", Object::new().into()),
                ("{ get bytes() { throw 1; } }", "something that cannot be read".into()),
                ("{}", Value::Undefined),
                ("undefined", Value::Undefined),
            ];
            for (source, value) in bytes {
                for call in ["decodeUplink", "decodeDownlink"] {
                    let line = json!({ "call": call, "source": source });
                    let answer = host.ask(&line.to_string());
                    let problem = bytes_of(&value).unwrap_err();
                    let expected = json!({ "data": {}, "errors": [problem.to_string()] });
                    assert_eq!(answer, expected, "{}: {source}", host.name);
                }
            }
            let line = json!({
                "call": "decodeUplink",
                "source": "{ bytes: new Uint8Array([255, 11, 255]) }",
            });
            let answer = host.ask(&line.to_string());
            assert_eq!(answer, json!({ "data": { "device_status": "on" } }), "{}", host.name);
            let globals = host.end().expect("a line on the globals");
            assert_eq!(globals["globals"]["changed"], json!([]));
            assert_eq!(globals["globals"]["removed"], json!([]));
        }
    }
}
