//! An invented device with the words of rows that no device has yet. `invented.txt` has the answers of
//! codec and scripts.

use std::sync::OnceLock;

use milesight_codec::table::*;
use serde_json::{Value as Json, json};

use crate::codec::{Codec, compile, models};

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
const WEIGHTINGS: Labels = &[(1, "A"), (2, "C")];
const ONES: &[Part] = &[enable("ones").bits(1), spare(5), spare(2).filled()];

/// The kind is in the second byte.
const fn axis_of(kind: u8) -> [Part; 3] {
    [choice("axis", &[(0, "x"), (1, "y")]).bits(4), spare(8), sub_kind(kind).bits(4)]
}

static DEVICE: Device = Device {
    model: "am319-hcho",
    name: "Invented sensor",
    aliases: &[],
    guide: "Invented Guide V1.0",
    class: Class::A,
    indoor: true,
    uplink: &[
        row(0x01, 0x08, "1", const { &[text("unit", 4)] }),
        row(0x01, 0x01, "1", const { &[number("offset", Wire::I8)] }),
        row(0x01, 0x02, "1", const { &[number("small", Wire::I24).div(100)] }),
        row(0x01, 0x03, "1", const { &[number("large", Wire::I32)] }),
        row(0x01, 0x04, "1", const { &[number("medium", Wire::U24)] }),
        row(0x01, 0x05, "1", const { &[number("water", Wire::F32)] }),
        row(0x01, 0x06, "1", const { &[number("half", Wire::F16)] }),
        row(0x01, 0x07, "1", const { &[number("level", Wire::U16).wire_offset(1000).div(10)] }),
        row(0x01, 0x09, "1", const { &[choice("gas", &[(0, "µg/m³"), (3, "a,b=c; d|e: 100 %")])] }),
        // The kind names a field, and rows of one head have different lengths.
        row(
            0x02,
            0x01,
            "1",
            const { &[sub_kind(2), constant("mode", "counter"), number("count", Wire::U32)] },
        ),
        row(
            0x02,
            0x01,
            "1",
            const { &[sub_kind(1), constant("mode", "gpio"), number("level_1", Wire::U8)] },
        ),
        row(0x02, 0x01, "1", const { &[any_other_kind(), reserved(0)] }),
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
        row(0x02, 0x07, "1", const { &[bits(2, const { &axis_of(1) }), number("tilt", Wire::U8)] }),
        row(0x02, 0x07, "1", const { &[bits(2, const { &axis_of(2) }), number("turn", Wire::U8)] }),
        row(
            0x02,
            0x09,
            "1",
            const {
                &[
                    number("pressure", Wire::U16)
                        .div(10)
                        .unit("hPa")
                        .normalized(Measure::AirPressure),
                    number("co2", Wire::U16).unit("ppm").normalized(Measure::AirCo2),
                    number("light", Wire::U16).unit("lx").normalized(Measure::AirLight),
                ]
            },
        ),
        // Special values in a range: both of its ends are regular, too.
        row(
            0x02,
            0x08,
            "1",
            const {
                &[number("room_temperature", Wire::U8)
                    .range(0.0, 20.0)
                    .unit("°C")
                    .special_values(
                        const {
                            &[
                                SpecialValue::instead(3, "sensor_status", "failed"),
                                SpecialValue::beside(17, "sensor_status", "warming up"),
                            ]
                        },
                    )
                    .normalized(Measure::AirTemperature)]
            },
        ),
        // A range, and what the wire adds to it.
        row(
            0x02,
            0x0a,
            "1",
            const { &[number("depth", Wire::U16).range(-5.0, 5.0).wire_offset(100).div(10)] },
        ),
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
            const { &[choice("weighting", WEIGHTINGS), choice("speed", &[(0, "I"), (1, "F")])] },
        ),
        row(0xff, 0x1d, "2", const { &[choice("weighting", WEIGHTINGS)] }).decode_only(),
        object(
            0xff,
            0x1a,
            "2",
            "calibration",
            const { &[sub_kind(2), constant("mode", "manual"), number("value", Wire::U16).full_range()] },
        ),
        object(
            0xff,
            0x1a,
            "2",
            "calibration",
            const { &[sub_kind(0), constant("mode", "factory"), reserved(0), reserved(0)] },
        ),
        object(
            0xff,
            0x75,
            "2",
            "sleep",
            const { &[number("hours", Wire::U8).wire_offset(1).full_range(), bits(1, SLEEP_DAYS)] },
        ),
        row(0xff, 0x29, "2", const { &[bits(1, RELAYS)] }),
        list(
            0xff,
            0x3a,
            "2",
            "schedule",
            const {
                &[
                    number("hour", Wire::U8).range(0.0, 23.0),
                    number("every", Wire::U16).full_range(),
                ]
            },
        )
        .counted(3),
        row(0xff, 0x63, "2", const { &[text("condition", 8).of_characters("XYZ&|")] }),
        row(0xff, 0x64, "2", const { &[text("label", 4)] }),
        row(0xf9, 0x64, "2", const { &[number("rule", Wire::U8).full_range()] })
            .result("rule_result", &[(0, "success"), (1, "wrong count"), (0x11, "no rule")]),
        // The device may refuse an entry.
        list(
            0xf9,
            0x65,
            "2",
            "rules",
            const { &[number("number", Wire::U8).range(1.0, 16.0), choice("state", OFF_ON)] },
        ),
        row(0xff, 0x28, "2", const { &[yes("clear_rules")] }).undoes("rules"),
        row(0xff, 0x06, "2", const { &[bits(1, ONES)] }),
        // Uplinks do not repeat it.
        typeless(0x07, "2", const { &[number("knock", Wire::U8).full_range()] }),
    ],
    departures: &[],
};

/// The device.
pub fn invented() -> Codec {
    static INVENTED: OnceLock<Codec> = OnceLock::new();
    INVENTED.get_or_init(|| compile(&DEVICE))
}

/// All devices, and this one.
pub fn with_invented() -> impl Iterator<Item = Codec> {
    models().iter().copied().chain([invented()])
}

/// The calls, inputs and answers of invented.txt.
pub fn examples() -> Vec<(&'static str, Json, &'static str)> {
    let text = include_str!("invented.txt").lines().filter(|line| !line.starts_with('#'));
    let text: Vec<_> = text.filter(|line| !line.is_empty()).collect();
    let all = text.chunks(2).map(|pair| {
        let (call, input) = pair[0].split_once(' ').expect("a call and its input");
        let input = match call {
            "decodeUplink" => json!({ "bytes": crate::hex(input) }),
            _ => json!({ "data": serde_json::from_str::<Json>(input).expect("JSON") }),
        };
        (call, input, pair[1].trim_start())
    });
    all.collect()
}
