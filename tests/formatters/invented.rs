//! An invented device that has every word of the rows' vocabulary, and what its scripts answer, written
//! by hand after the tables of the devices that need the words.

use milesight_codec::table::*;

pub const ZONES: Labels = &[(-120, "UTC-12"), (-20, "UTC-2"), (57, "UTC+5:45"), (80, "UTC+8")];

pub const SWITCHES: &[Part] = &[
    choice("switch_1", OFF_ON).bits(1).given_by(4),
    choice("switch_2", OFF_ON).bits(1).given_by(5),
    spare(2),
    spare(4),
];
pub const DAYS: &[Part] = &[enable("days.monday").bits(1), enable("days.sunday").bits(1), spare(6)];
pub const DOORS: &[Part] = &[
    choice("door_1", OFF_ON).bits(1),
    choice("door_2", OFF_ON).bits(1),
    choice("door_3", OFF_ON).bits(1),
    spare(5),
];
pub const SLEEP_DAYS: &[Part] =
    &[enable("days.monday").bits(1).default(0), enable("days.sunday").bits(1), spare(6)];
pub const RELAYS: &[Part] = &[
    choice("relay_1", OFF_ON).bits(1).given_by(4),
    choice("relay_2", OFF_ON).bits(1).given_by(5),
    spare(2),
    spare(4),
];
pub const ONES: &[Part] = &[enable("ones").bits(1), spare(5), spare(2).filled()];

pub static DEVICE: Device = Device {
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

pub const UPLINKS: &[(&str, &str)] = &[
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

pub const COMMANDS: &[(&str, &str)] = &[
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
