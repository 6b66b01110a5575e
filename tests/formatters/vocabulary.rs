//! Scripts of an invented device in the servers' own engines.

use common::host::{Host, hosts, servers};
use common::invented::{examples, invented};
use milesight_codec::print::formatter::{Half, script};
use serde_json::{Value as Json, json};

/// Runs a script in a host and gives its answers.
fn run(host: &str, source: &str, arguments: &[&str], lines: &[Json]) -> Vec<Json> {
    let mut running = Host::start(host, source, arguments);
    let answers = running.ask_all(lines.iter().map(Json::to_string));
    assert_eq!(running.end(), None, "{host} answers once to each line");
    answers
}

fn command(data: &Json) -> Json {
    json!({ "call": "encodeDownlink", "input": { "data": data } })
}

/// Every example, in every engine, by scripts of the given texts.
fn check(up: &str, down: &str, what: &str) {
    for (source, is_command) in [(up, false), (down, true)] {
        let of_script = |call: &str| (call == "encodeDownlink") == is_command;
        let own = examples().into_iter().filter(|(call, ..)| of_script(call));
        let (lines, expected): (Vec<_>, Vec<_>) = own
            .map(|(call, input, answer)| (json!({ "call": call, "input": input }), answer))
            .unzip();
        assert!(lines.len() > 40, "{what}");
        for host in hosts() {
            for ((answer, line), expected) in
                run(&host, source, &[], &lines).iter().zip(&lines).zip(&expected)
            {
                // As text, so that the order of keys counts.
                let expected: Json = serde_json::from_str(expected).unwrap();
                assert_eq!(answer.to_string(), expected.to_string(), "{what}, {host}: {line}");
            }
        }
    }
}

#[test]
#[ignore = "needs the hosts; `cargo xtask test` runs it"]
fn words_that_no_device_has_are_read_and_written() {
    let whole = script(invented().rows(), Half::Both);
    check(&whole, &whole, "as printed");
    check(
        &script(invented().rows(), Half::Uplink),
        &script(invented().rows(), Half::Downlink),
        "in halves",
    );
}

/// Formatters in web pages, templates and YAML put blanks before lines, some behind them.
#[test]
#[ignore = "needs the hosts; `cargo xtask test` runs it"]
fn blanks_around_lines_change_nothing() {
    let printed = script(invented().rows(), Half::Both);
    let lines = |before: &str, after: &str| {
        let lines = printed.lines().map(|line| format!("{before}{line}{after}"));
        lines.collect::<String>()
    };
    for (before, after) in [
        ("  ", "\n"),
        ("    ", "\n"),
        ("\t", "\n"),
        ("", "\r\n"),
        ("      ", "  \n"),
        ("", " \t\r\n"),
    ] {
        let changed = lines(before, after);
        check(&changed, &changed, &format!("{before:?} and {after:?}"));
    }
    let bare: String = printed.lines().map(|line| format!("{}\n", line.trim())).collect();
    check(&bare, &bare, "no blanks at all");
}

/// A user's own functions stand behind the script, and call it.
#[test]
#[ignore = "needs the hosts; `cargo xtask test` runs it"]
fn own_functions_behind_the_script_count() {
    let printed = script(invented().rows(), Half::Both);
    let own = "\nfunction Decode(fPort, bytes) {\n  var data = decodeUplink({ bytes: bytes, fPort: fPort }).data;\n  data.devEUI = \"24e1\";\n  return data;\n}\n\
        function decodeUplink(input) {\n  var result = milesightDecodeUplink(input);\n  result.data.own = input.fPort;\n  return result;\n}\n\
        function encodeDownlink(input) {\n  return milesightEncodeDownlink({ data: { sync: input.data.on } });\n}\n";
    let lines = [
        json!({ "call": "decodeUplink", "input": { "bytes": [1, 1, 5], "fPort": 85 } }),
        json!({ "call": "Decode", "input": { "bytes": [1, 1, 5], "fPort": 85 } }),
        json!({ "call": "encodeDownlink", "input": { "data": { "on": true } } }),
        json!({ "call": "Encode", "input": { "obj": { "on": false }, "fPort": 85 } }),
    ];
    for host in hosts() {
        let answers = run(&host, &(printed.clone() + own), &[], &lines);
        assert_eq!(answers[0], json!({ "data": { "offset": 5, "own": 85 } }), "{host}");
        assert_eq!(answers[1], json!({ "offset": 5, "own": 85, "devEUI": "24e1" }), "{host}");
        assert_eq!(answers[2], json!({ "bytes": [255, 59, 2], "fPort": 85 }), "{host}");
        assert_eq!(answers[3], json!([255, 59, 0]), "{host}");
    }
    // In the one marked place, which is all that an ES module allows.
    let place = "  // Own fields go here: result.data.building = \"B12\";\n".trim_start();
    assert_eq!(printed.matches(place).count(), 1);
    let edited = printed.replace(place, "result.data.building = \"B12\";\n");
    for host in hosts() {
        for mode in [&[][..], &["--strict"]] {
            let answers = run(&host, &edited, mode, &lines[..2]);
            assert_eq!(answers[0], json!({ "data": { "offset": 5, "building": "B12" } }), "{host}");
            assert_eq!(answers[1], json!({ "offset": 5, "building": "B12" }), "{host}");
        }
    }
}

/// `Decoder` and `Encoder` have their arguments the other way round.
#[test]
#[ignore = "needs the hosts; `cargo xtask test` runs it"]
fn older_names_of_the_functions_work() {
    let printed = script(invented().rows(), Half::Both);
    let probe = "\nfunction decodeDownlink() {\n  var thrown = \"\";\n  try { Encoder({ sync: 5 }, 85); } catch (e) { thrown = e.message; }\n  return [Decoder([1, 1, 5], 85), Encoder({ sync: true }, 85), thrown];\n}\n";
    for host in hosts() {
        let lines = [json!({ "call": "decodeDownlink", "input": {} })];
        let answers = run(&host, &(printed.clone() + probe), &[], &lines);
        let thrown = r#"sync: got 5; allowed: "disable", "enable""#;
        assert_eq!(answers[0], json!([{ "offset": 5 }, [255, 59, 2], thrown]), "{host}");
    }
}

/// Members of `Object.prototype` are nobody's command.
#[test]
#[ignore = "needs the hosts; `cargo xtask test` runs it"]
fn a_polluted_prototype_becomes_no_command() {
    let pollution = "Object.prototype.clear_history = \"yes\"; Object.prototype.mode = \"manual\"; Object.prototype.hours = 1; Object.prototype.data = { clear_history: \"yes\" };\n";
    let source = pollution.to_owned() + &script(invented().rows(), Half::Both);
    let nothing = "data: nothing to send; give at least one command";
    for host in hosts() {
        let answers = run(
            &host,
            &source,
            &[],
            &[
                command(&json!({})),
                json!({ "call": "encodeDownlink", "input": {} }),
                command(&json!({ "calibration": { "mode": "factory" }, "sync": true })),
                command(&json!({ "sleep": { "days": { "sunday": 0 } } })),
            ],
        );
        assert_eq!(answers[0]["errors"], json!([nothing]), "{host}");
        let error = "data: got nothing; allowed: an object";
        assert_eq!(answers[1]["errors"], json!([error]), "{host}");
        assert_eq!(answers[2]["bytes"], json!([255, 59, 2, 255, 26, 0, 0, 0]), "{host}");
        let error = "sleep.hours: got nothing; allowed: a whole number from -1 to 254";
        assert_eq!(answers[3]["errors"], json!([error]), "{host}");
    }
}

/// Errors and quotations have an end, and the worst that servers let through takes no time.
#[test]
#[ignore = "needs the hosts; `cargo xtask test` runs it"]
fn hostile_sizes_are_answered_in_time() {
    let vs321 = common::device("vs321").rows();
    let source = script(vs321, Half::Both);
    let names = "(function () { var data = {}; for (var i = 0; i < 20000; i++) data[\"report_intervalx\" + i] = i; return { data: data }; })()";
    let entries = "{ data: { d2d_master_config: (function () { for (var list = [], i = 0; i < 100; i++) list.push({ mode: \"region_10_vacant\", x: \"y\" }); return list; })() } }";
    let record = [0x20, 0xce, 0xe8, 0x1b, 0x44, 0x66, 0, 3, 0, 2, 0];
    let long = "a".repeat(1000);
    let deep = "(function () { var data = {}; for (var i = 0; i < 100000; i++) data = { fetch_history: data }; return { data: data }; })()";
    let lines = [
        json!({ "call": "encodeDownlink", "source": names }),
        json!({ "call": "encodeDownlink", "source": entries }),
        json!({ "call": "decodeUplink", "input": { "bytes": record.repeat(22) } }),
        command(&json!({ long.clone(): 1 })),
        command(&json!({ "report_type": long })),
        json!({ "call": "decodeUplink", "input": { "bytes": vec![0x99; 4096] } }),
        json!({ "call": "encodeDownlink", "source": deep }),
    ];
    for host in hosts() {
        let started = std::time::Instant::now();
        let answers = run(&host, &source, &[], &lines);
        // Seven calls and the start of a process, on a machine that does other things as well.
        assert!(started.elapsed().as_secs() < 10, "{host}: {:?}", started.elapsed());
        let error = "data: got an object of more than 500 names, the most that are read; allowed: an object";
        assert_eq!(answers[0]["errors"], json!([error]), "{host}");
        let errors = answers[1]["errors"].as_array().unwrap();
        assert_eq!((errors.len(), &errors[50]), (51, &json!("data: 550 more problems")), "{host}");
        assert_eq!(answers[2]["data"]["history"].as_array().unwrap().len(), 22, "{host}");
        let cut = format!("{}...: unknown field", "a".repeat(40));
        assert_eq!(answers[3]["errors"], json!([cut]), "{host}");
        let error = answers[4]["errors"][0].as_str().unwrap();
        assert!(error.starts_with("report_type: got a text of more than 40 characters"), "{host}");
        let cut = format!("bytes left: {}...", "9".repeat(40));
        assert!(answers[5]["errors"][0].as_str().unwrap().ends_with(&cut), "{host}");
        assert_eq!(answers[6]["errors"].as_array().unwrap().len(), 2, "{host}");
    }
    // As the servers run it, each call within its 100 ms: at the third try where the machine does
    // other things as well.
    let record = json!({ "bytes": record.repeat(22), "fPort": 85 });
    let names: Json = (0..20_000).map(|n| (format!("report_intervalx{n}"), json!(n))).collect();
    let lines = [
        json!({ "call": "decodeUplink", "input": record }),
        command(&names),
        command(&json!({ "d2d_master_config": [names, 1] })),
    ];
    for host in &servers() {
        let is_in_time = || {
            let answers = run(host, &source, &["--mode", "server"], &lines);
            let counts = [
                answers[0]["data"]["history"].as_array().map(Vec::len),
                answers[1]["errors"].as_array().map(Vec::len),
                answers[2]["errors"].as_array().map(Vec::len),
            ];
            counts == [Some(22), Some(1), Some(2)]
        };
        assert!((0..3).any(|_| is_in_time()), "{host}");
    }
}
