//! Scripts of an invented device that has every word of the rows' vocabulary, in the servers' own
//! engines. What is expected is written by hand, after the tables of the devices that need the
//! words.

use common::host::{Host, hosts};
use milesight_codec::print::formatter::{Half, script};
use milesight_codec::table::*;
use serde_json::{Value as Json, json};

const ZONES: Labels = &[(-120, "UTC-12"), (-20, "UTC-2"), (57, "UTC+5:45"), (80, "UTC+8")];

const SWITCHES: &[Part] = &[
    choice("switch_1", OFF_ON).bits(1).given_by(4),
    choice("switch_2", OFF_ON).bits(1).given_by(5),
    spare(2),
    spare(4),
];
const DAYS: &[Part] = &[enable("days.monday").bits(1), enable("days.sunday").bits(1), spare(6)];
const DOORS: &[Part] = &[
    choice("door_1", OFF_ON).bits(1),
    choice("door_2", OFF_ON).bits(1),
    choice("door_3", OFF_ON).bits(1),
    spare(5),
];
const SLEEP_DAYS: &[Part] =
    &[enable("days.monday").bits(1).default(0), enable("days.sunday").bits(1), spare(6)];
const RELAYS: &[Part] = &[
    choice("relay_1", OFF_ON).bits(1).given_by(4),
    choice("relay_2", OFF_ON).bits(1).given_by(5),
    spare(2),
    spare(4),
];
const ONES: &[Part] = &[enable("ones").bits(1), spare(5), spare(2).filled()];

static DEVICE: Device = Device {
    model: "am319-hcho",
    name: "Invented sensor",
    aliases: &[],
    guide: "Invented Guide V1.0",
    class: Class::A,
    indoor: true,
    uplink: &[
        row(0x01, 0x01, "1", const { &[number("offset", Wire::I8)] }),
        row(0x01, 0x02, "1", const { &[number("small", Wire::I24).div(100)] }),
        row(0x01, 0x03, "1", const { &[number("large", Wire::I32)] }),
        row(0x01, 0x04, "1", const { &[number("medium", Wire::U24)] }),
        row(0x01, 0x05, "1", const { &[number("water", Wire::F32)] }),
        row(0x01, 0x06, "1", const { &[number("half", Wire::F16)] }),
        row(0x01, 0x07, "1", const { &[number("level", Wire::U16).wire_offset(1000).div(10)] }),
        row(0x01, 0x08, "1", const { &[text("unit", 4)] }),
        row(0x01, 0x09, "1", const { &[choice("gas", &[(0, "µg/m³"), (3, "a,b=c; d|e: 100 %")])] }),
        // The kind names a field, and rows of one head have different lengths.
        row(
            0x02,
            0x01,
            "1",
            const { &[sub_kind(1), constant("mode", "gpio"), number("level_1", Wire::U8)] },
        ),
        row(
            0x02,
            0x01,
            "1",
            const { &[sub_kind(2), constant("mode", "counter"), number("count", Wire::U32)] },
        ),
        row(
            0x02,
            0x06,
            "1",
            const { &[sub_kind(1), constant_number("button_1", 1), number("button_1_d2d", Wire::U16)] },
        ),
        row(
            0x02,
            0x06,
            "1",
            const { &[sub_kind(2), number("button_2_d2d", Wire::U16), constant_number("button_2", -7)] },
        ),
        // Bit i of the first four says whether switch i is given.
        row(0x02, 0x02, "1", const { &[bits(1, SWITCHES)] }),
        list(
            0x02,
            0x03,
            "1",
            "reports",
            const { &[number("at", Wire::U8), number("value", Wire::I16).div(10)] },
        )
        .counted(3),
        row(0x02, 0x04, "1", const { &[bits(1, DAYS)] }),
        row(0x02, 0x05, "1", const { &[bits(1, DOORS)] }),
    ],
    downlink: &[
        row(0xff, 0x17, "2", const { &[choice("time_zone", ZONES).bits(16).signed()] }),
        row(
            0xff,
            0x3b,
            "2",
            const { &[choice("sync", &[(0, "disable"), (2, "enable")]).also_reads(&[(1, "enable")])] },
        ),
        row(0xff, 0x25, "2", const { &[choice("lock", &[(0, "enable"), (1, "disable")])] }),
        row(0xff, 0x27, "2", const { &[yes("clear_history").sends(0x01)] }).undoes("time_zone"),
        row(
            0xff,
            0x4e,
            "2",
            const { &[reserved(1), sub_kind(0), constant("clear_counter", "yes")] },
        )
        .action(),
        row(
            0xff,
            0x4e,
            "2",
            const { &[reserved(1), sub_kind(1), constant("stop_counter", "yes")] },
        )
        .action(),
        row(
            0xff,
            0x5d,
            "2",
            const {
                &[
                    choice("weighting", &[(1, "A"), (2, "C")]),
                    choice("speed", &[(0, "I"), (1, "F")]),
                ]
            },
        ),
        row(
            0xff,
            0x1d,
            "2",
            const {
                &[
                    choice("weighting", &[(1, "A"), (2, "C")]),
                    choice("speed", &[(0, "I"), (1, "F")]),
                ]
            },
        )
        .decode_only(),
        object(
            0xff,
            0x1a,
            "2",
            "calibration",
            const { &[sub_kind(2), constant("mode", "manual"), number("value", Wire::U16)] },
        ),
        object(
            0xff,
            0x1a,
            "2",
            "calibration",
            const { &[sub_kind(0), constant("mode", "factory")] },
        ),
        object(
            0xff,
            0x75,
            "2",
            "sleep",
            const { &[number("hours", Wire::U8).wire_offset(1), bits(1, SLEEP_DAYS)] },
        ),
        row(0xff, 0x29, "2", const { &[bits(1, RELAYS)] }),
        list(
            0xff,
            0x3a,
            "2",
            "schedule",
            const { &[number("hour", Wire::U8).range(0.0, 23.0), number("every", Wire::U16)] },
        )
        .counted(3),
        row(0xff, 0x63, "2", const { &[text("condition", 8).of_characters("XYZ&|")] }),
        row(0xff, 0x64, "2", const { &[text("label", 4)] }),
        row(0xf9, 0x64, "2", const { &[number("rule", Wire::U8)] })
            .result("rule_result", &[(0, "success"), (1, "wrong count"), (0x11, "no rule")]),
        row(0xff, 0x06, "2", const { &[bits(1, ONES)] }),
    ],
    departures: &[],
};

const UPLINKS: &[(&str, &str)] = &[
    (r#"[1,1,254]"#, r#"{"data":{"offset":-2}}"#),
    (r#"[1,2,255,255,255]"#, r#"{"data":{"small":-0.01}}"#),
    (r#"[1,3,0,0,0,128]"#, r#"{"data":{"large":-2147483648}}"#),
    (r#"[1,4,1,0,1]"#, r#"{"data":{"medium":65537}}"#),
    // 0.1, 16777216, -1.5, the least and the greatest single.
    (r#"[1,5,205,204,204,61]"#, r#"{"data":{"water":0.1}}"#),
    (r#"[1,5,0,0,128,75]"#, r#"{"data":{"water":16777216}}"#),
    (r#"[1,5,0,0,192,191]"#, r#"{"data":{"water":-1.5}}"#),
    (r#"[1,5,1,0,0,0]"#, r#"{"data":{"water":1e-45}}"#),
    (r#"[1,5,255,255,127,127]"#, r#"{"data":{"water":3.4028235e+38}}"#),
    (r#"[1,5,0,0,0,0]"#, r#"{"data":{"water":0}}"#),
    (
        r#"[1,1,1,1,5,0,0,192,127]"#,
        r#"{"data":{"offset":1},"warnings":["offset 3: water: device reported 00 00 c0 7f (no reading)"]}"#,
    ),
    (r#"[1,6,0,60]"#, r#"{"data":{"half":1}}"#),
    (r#"[1,6,102,46]"#, r#"{"data":{"half":0.1}}"#),
    (r#"[1,6,255,123]"#, r#"{"data":{"half":65500}}"#),
    (
        r#"[1,6,0,124]"#,
        r#"{"data":{},"warnings":["offset 0: half: device reported 00 7c (no reading)"]}"#,
    ),
    (r#"[1,7,232,3]"#, r#"{"data":{"level":0}}"#),
    (r#"[1,7,0,0]"#, r#"{"data":{"level":-100}}"#),
    (r#"[1,8,109,194,179,0]"#, r#"{"data":{"unit":"m³"}}"#),
    (r#"[1,8,0,0,0,0]"#, r#"{"data":{"unit":""}}"#),
    (
        r#"[1,8,255,49,0,0]"#,
        r#"{"data":{"unit":"unknown"},"warnings":["offset 2: unit is unknown: byte ff 31 00 00 has no label"]}"#,
    ),
    (
        r#"[1,8,49,10,0,0]"#,
        r#"{"data":{"unit":"unknown"},"warnings":["offset 2: unit is unknown: byte 31 0a 00 00 has no label"]}"#,
    ),
    (r#"[1,9,0]"#, r#"{"data":{"gas":"µg/m³"}}"#),
    (r#"[1,9,3]"#, r#"{"data":{"gas":"a,b=c; d|e: 100 %"}}"#),
    (r#"[2,1,1,7]"#, r#"{"data":{"mode":"gpio","level_1":7}}"#),
    (r#"[2,1,2,1,0,0,0]"#, r#"{"data":{"mode":"counter","count":1}}"#),
    (
        r#"[2,1,2,1,0]"#,
        r#"{"data":{},"errors":["offset 0: channel 02 01 is cut short: it needs 7 bytes and has 5"]}"#,
    ),
    (
        r#"[2,1,9,0,1,1,3]"#,
        r#"{"data":{"offset":3},"warnings":["offset 0: channel 02 01: unknown record kind 9; its fields were skipped"]}"#,
    ),
    (r#"[2,2,33]"#, r#"{"data":{"switch_2":"off"}}"#),
    (r#"[2,2,49,2,2,32]"#, r#"{"data":{"switch_2":"off"}}"#),
    (r#"[2,2,51]"#, r#"{"data":{"switch_1":"on","switch_2":"on"}}"#),
    (
        r#"[2,3,2,1,10,0,2,255,255]"#,
        r#"{"data":{"reports":[{"at":1,"value":1},{"at":2,"value":-0.1}]}}"#,
    ),
    (
        r#"[2,3,2,1,10,0,2,255]"#,
        r#"{"data":{},"errors":["offset 0: channel 02 03 is cut short: it needs 9 bytes and has 8"]}"#,
    ),
    (r#"[2,4,2]"#, r#"{"data":{"days":{"monday":"disable","sunday":"enable"}}}"#),
    (r#"[2,5,5]"#, r#"{"data":{"door_1":"on","door_2":"off","door_3":"on"}}"#),
    (r#"[2,6,1,24,0]"#, r#"{"data":{"button_1":1,"button_1_d2d":24}}"#),
    (r#"[2,6,2,24,0,1,1,5]"#, r#"{"data":{"button_2_d2d":24,"button_2":-7,"offset":5}}"#),
    (r#"[255,23,136,255]"#, r#"{"data":{"time_zone":"UTC-12"}}"#),
    (r#"[254,23,80,0]"#, r#"{"data":{"time_zone":"UTC+8"}}"#),
    (
        r#"[255,23,2,1]"#,
        r#"{"data":{"time_zone":"unknown"},"warnings":["offset 2: time_zone is unknown: byte 02 01 has no label"]}"#,
    ),
    (r#"[255,59,1,255,37,0]"#, r#"{"data":{"sync":"enable","lock":"enable"}}"#),
    (r#"[255,78,1,1]"#, r#"{"data":{"stop_counter":"yes"}}"#),
    (
        r#"[255,39]"#,
        r#"{"data":{"clear_history":"yes"},"warnings":["offset 0: channel ff 27 lacks its last byte, which is reserved; decoded without it"]}"#,
    ),
    (r#"[254,29,1,0]"#, r#"{"data":{"weighting":"A","speed":"I"}}"#),
    (r#"[255,26,2,5,0,255,26,0]"#, r#"{"data":{"calibration":{"mode":"factory"}}}"#),
    (
        r#"[255,117,1,2]"#,
        r#"{"data":{"sleep":{"hours":0,"days":{"monday":"disable","sunday":"enable"}}}}"#,
    ),
    (r#"[255,99,88,38,89,0,0,0,0,0]"#, r#"{"data":{"condition":"X&Y"}}"#),
    (r#"[248,100,7,0]"#, r#"{"data":{"rule":7}}"#),
    (r#"[248,100,7,17]"#, r#"{"data":{"rule_result":"no rule"}}"#),
    (
        r#"[248,100,7,9]"#,
        r#"{"data":{"rule_result":"unknown"},"warnings":["offset 3: rule_result is unknown: byte 09 has no label"]}"#,
    ),
    // A field that is reported again keeps its place.
    (r#"[1,1,1,1,4,1,0,0,1,1,2]"#, r#"{"data":{"offset":2,"medium":1}}"#),
];

const COMMANDS: &[(&str, &str)] = &[
    (r#"{"time_zone":"UTC-12"}"#, "255,23,136,255"),
    (r#"{"time_zone":"UTC+5:45"}"#, "255,23,57,0"),
    (r#"{"time_zone":-20}"#, "255,23,236,255"),
    (
        r#"{"time_zone":65516}"#,
        r#"time_zone: got 65516; allowed: "UTC-12", "UTC-2", "UTC+5:45", "UTC+8""#,
    ),
    (
        r#"{"time_zone":"UTC 8"}"#,
        r#"time_zone: got "UTC 8"; allowed: "UTC-12", "UTC-2", "UTC+5:45", "UTC+8""#,
    ),
    (r#"{"sync":true}"#, "255,59,2"),
    (r#"{"sync":"disable","lock":true}"#, "255,59,0,255,37,0"),
    (r#"{"lock":false}"#, "255,37,1"),
    (r#"{"sync":1}"#, r#"sync: got 1; allowed: "disable", "enable""#),
    (r#"{"clear_history":"yes"}"#, "255,39,1"),
    (r#"{"clear_history":true,"stop_counter":1,"clear_counter":"no"}"#, "255,39,1,255,78,1,1"),
    (
        r#"{"clear_history":true,"time_zone":80}"#,
        "255,23,80,0,255,39,1 ! clear_history: may undo time_zone, which is sent with it",
    ),
    (r#"{"clear_history":false,"time_zone":80}"#, "255,23,80,0"),
    (r#"{"clear_history":255}"#, r#"clear_history: got 255; allowed: "no", "yes""#),
    (r#"{"weighting":"C","speed":"F"}"#, "255,93,2,1"),
    (r#"{"speed":"F"}"#, r#"weighting: got nothing; allowed: "A", "C""#),
    (r#"{"weighting":"A"}"#, r#"speed: got nothing; allowed: "I", "F""#),
    (r#"{"calibration":{"mode":"manual","value":5}}"#, "255,26,2,5,0"),
    (r#"{"calibration":{"mode":"factory"}}"#, "255,26,0"),
    (r#"{"calibration":{"value":5}}"#, "255,26,2,5,0"),
    (
        r#"{"calibration":{"mode":"manual"}}"#,
        "calibration.value: got nothing; allowed: a whole number from 0 to 65535",
    ),
    (r#"{"sleep":{"hours":0,"days":{"sunday":"enable"}}}"#, "255,117,1,2"),
    (
        r#"{"sleep":{"hours":255,"days":{"sunday":1}}}"#,
        "sleep.hours: got 255; allowed: a whole number from -1 to 254",
    ),
    (
        r#"{"sleep":{"hours":1,"days":{"sunday":0,"sundax":1}}}"#,
        "sleep.days.sundax: unknown field; did you mean sunday?",
    ),
    (
        r#"{"sleep":{"hours":1,"days":5}}"#,
        r#"sleep.days: got 5; allowed: an object with monday, sunday|sleep.days.sunday: got nothing; allowed: "disable", "enable""#,
    ),
    // A member of an object at the top level is none of a row's fields there.
    (r#"{"hours":5}"#, "hours: unknown field"),
    (r#"{"sleep":5}"#, "sleep: got 5; allowed: an object with hours, days"),
    (r#"{"relay_2":"on"}"#, "255,41,34"),
    (r#"{"relay_1":"off","relay_2":"on"}"#, "255,41,50"),
    (r#"{"relay_1":"maybe"}"#, r#"relay_1: got "maybe"; allowed: "off", "on""#),
    (r#"{"schedule":[{"hour":1,"every":2},{"hour":23,"every":256}]}"#, "255,58,2,1,2,0,23,0,1"),
    (r#"{"schedule":[]}"#, "schedule: got a list of 0; allowed: a list of 1 to 3 objects"),
    (
        r#"{"schedule":[{},{},{},{}]}"#,
        "schedule: got a list of 4; allowed: a list of 1 to 3 objects",
    ),
    (
        r#"{"schedule":[{"hour":24,"every":2}]}"#,
        "schedule[0].hour: got 24; allowed: a whole number from 0 to 23",
    ),
    (r#"{"condition":"X&Y|Z"}"#, "255,99,88,38,89,124,90,0,0,0"),
    (r#"{"condition":""}"#, "255,99,0,0,0,0,0,0,0,0"),
    (
        r#"{"condition":"x"}"#,
        r#"condition: got "x"; allowed: a text of at most 8 of the characters XYZ&|"#,
    ),
    (r#"{"label":"m³"}"#, "255,100,109,194,179,0"),
    (
        r#"{"label":"m³³"}"#,
        r#"label: got "m³³"; allowed: a text of at most 4 bytes without control characters"#,
    ),
    (
        r#"{"label":"a\n"}"#,
        r#"label: got "a\n"; allowed: a text of at most 4 bytes without control characters"#,
    ),
    (r#"{"ones":"enable"}"#, "255,6,193"),
    (r#"{"gas":1}"#, "gas: read-only; the device reports it, a command cannot set it"),
    (
        r#"{"rule_result":1}"#,
        "rule_result: read-only; the device reports it, a command cannot set it",
    ),
];

/// Runs a script in a host and gives its answers.
fn run(host: &str, source: &str, arguments: &[&str], lines: &[Json]) -> Vec<Json> {
    let mut running = Host::start(host, source, arguments);
    let answers = running.ask_all(lines.iter().map(Json::to_string));
    assert_eq!(running.end(), None, "{host} answers once to each line");
    answers
}

fn uplink(bytes: &str) -> Json {
    let bytes: Json = serde_json::from_str(bytes).unwrap();
    json!({ "call": "decodeUplink", "input": { "bytes": bytes } })
}

fn command(data: &Json) -> Json {
    json!({ "call": "encodeDownlink", "input": { "data": data } })
}

/// The answer that a line of `COMMANDS` stands for: bytes, and a warning behind an exclamation
/// mark, or errors between bars.
fn outcome(text: &str) -> Json {
    if let Some((bytes, warning)) = text.split_once(" ! ") {
        let mut answer = outcome(bytes);
        answer["warnings"] = json!([warning]);
        return answer;
    }
    let numbers: Result<Vec<u8>, _> = text.split(',').map(str::parse).collect();
    match numbers {
        Ok(bytes) => json!({ "bytes": bytes, "fPort": 85 }),
        // A bar is one of the characters of a text, too.
        Err(_) if text.ends_with("XYZ&|") => json!({ "bytes": [], "fPort": 85, "errors": [text] }),
        Err(_) => {
            let errors: Vec<&str> = text.split('|').collect();
            json!({ "bytes": [], "fPort": 85, "errors": errors })
        }
    }
}

/// Every example, in every engine, by a script of the given text.
fn check_all(source: &str, what: &str) {
    for host in hosts() {
        let mut lines: Vec<_> = UPLINKS.iter().map(|(bytes, _)| uplink(bytes)).collect();
        lines
            .extend(COMMANDS.iter().map(|(data, _)| command(&serde_json::from_str(data).unwrap())));
        let mut expected: Vec<Json> =
            UPLINKS.iter().map(|(_, json)| serde_json::from_str(json).unwrap()).collect();
        expected.extend(COMMANDS.iter().map(|(_, text)| outcome(text)));
        let answers = run(&host, source, &[], &lines);
        for ((line, answer), expected) in lines.iter().zip(&answers).zip(&expected) {
            // As text, so that the order of keys counts.
            assert_eq!(answer.to_string(), expected.to_string(), "{what}, {host}: {line}");
        }
    }
}

#[test]
#[ignore = "needs the hosts; `cargo xtask test` runs it"]
fn every_word_of_the_vocabulary_is_read_and_written() {
    check_all(&script(&DEVICE, Half::Both), "as printed");
}

#[test]
#[ignore = "needs the hosts; `cargo xtask test` runs it"]
fn a_halved_script_says_what_the_whole_one_says() {
    let (up, down) = (script(&DEVICE, Half::Uplink), script(&DEVICE, Half::Downlink));
    for host in hosts() {
        let lines: Vec<_> = UPLINKS.iter().map(|(bytes, _)| uplink(bytes)).collect();
        for (answer, (bytes, expected)) in run(&host, &up, &[], &lines).iter().zip(UPLINKS) {
            let expected: Json = serde_json::from_str(expected).unwrap();
            assert_eq!(answer.to_string(), expected.to_string(), "{host}: {bytes}");
        }
        let lines: Vec<_> = COMMANDS
            .iter()
            .map(|(data, _)| command(&serde_json::from_str(data).unwrap()))
            .collect();
        for (answer, (data, expected)) in run(&host, &down, &[], &lines).iter().zip(COMMANDS) {
            assert_eq!(answer.to_string(), outcome(expected).to_string(), "{host}: {data}");
        }
    }
}

/// Formatters in web pages, templates and YAML put blanks before lines, some behind them.
#[test]
#[ignore = "needs the hosts; `cargo xtask test` runs it"]
fn blanks_around_lines_change_nothing() {
    let printed = script(&DEVICE, Half::Both);
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
        check_all(&lines(before, after), &format!("{before:?} and {after:?}"));
    }
    let bare: String = printed.lines().map(|line| format!("{}\n", line.trim())).collect();
    check_all(&bare, "no blanks at all");
}

/// A user's own functions stand behind the script, and call it.
#[test]
#[ignore = "needs the hosts; `cargo xtask test` runs it"]
fn own_functions_behind_the_script_count() {
    let printed = script(&DEVICE, Half::Both);
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
    let printed = script(&DEVICE, Half::Both);
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
    let source = pollution.to_owned() + &script(&DEVICE, Half::Both);
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
        assert_eq!(answers[2]["bytes"], json!([255, 59, 2, 255, 26, 0]), "{host}");
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
        for (answer, more) in [(&answers[0], 20_000 - 50), (&answers[1], 600 - 50)] {
            let errors = answer["errors"].as_array().unwrap();
            assert_eq!(errors.len(), 51, "{host}");
            assert_eq!(errors[50], json!(format!("data: {more} more problems")), "{host}");
        }
        assert_eq!(answers[2]["data"]["history"].as_array().unwrap().len(), 22, "{host}");
        let cut = format!("{}...: unknown field", "a".repeat(40));
        assert_eq!(answers[3]["errors"], json!([cut]), "{host}");
        let error = answers[4]["errors"][0].as_str().unwrap();
        assert!(error.starts_with("report_type: got a text of more than 40 characters"), "{host}");
        let cut = format!("bytes left: {}...", "9".repeat(40));
        assert!(answers[5]["errors"][0].as_str().unwrap().ends_with(&cut), "{host}");
        assert_eq!(answers[6]["errors"].as_array().unwrap().len(), 2, "{host}");
    }
    // As the servers run it, each case within its 100 ms.
    for host in hosts().iter().filter(|host| !host.starts_with("node")) {
        let input = json!({ "bytes": record.repeat(22), "fPort": 85 });
        let line = json!({ "call": "decodeUplink", "input": input });
        let answers = run(host, &source, &["--mode", "server", "--limit", "100"], &[line]);
        assert_eq!(answers[0]["data"]["history"].as_array().unwrap().len(), 22, "{host}");
    }
}
