//! WS302 sound level sensor. Sections are those of its user's guide, whose version is not known.
//! Names of levels, and the weightings Z and S, are the vendor's codec's. The guide and the codec
//! share no command but `reboot`. The guide's commands are sent. The codec's `1d` and `2d`, which
//! set the same as the guide's `5d` and `2f`, are only read.

use super::common::*;
use crate::problem::ProblemKind;
use crate::table::*;

/// A level. The guide has UINT16; a third party cites it for INT16.
macro_rules! level {
    ($name:expr, $unit:expr, $note:literal) => {
        number($name, Wire::U16)
            .div(10)
            .unit($unit)
            .note(concat!($note, "; unsigned in the guide; a third party reads it as signed"))
    };
}

/// The levels of one weighting. Macros, since the parts of rows are constants.
macro_rules! levels {
    ($weighting:expr, $source:expr, $unit:expr, $level:expr, $average:expr, $highest:expr) => {
        row(
            0x05,
            0x5b,
            $source,
            const {
                &[
                    bits(1, const { &[sub_kind($weighting).bits(4), spare(4)] }),
                    level!($level, $unit, "the sound pressure level"),
                    level!($average, $unit, "the equivalent level"),
                    level!($highest, $unit, "the maximum level"),
                ]
            },
        )
    };
}

pub(crate) const WS302: Device = Device {
    model: "ws302",
    name: "WS302 sound level sensor",
    aliases: &[],
    guide: "WS302 User's Guide",
    class: Class::A,
    indoor: true,
    uplink: rows!(
        basic_information("6.1", VENDOR_CODEC),
        [
            row(0x01, 0x75, "6.2", &[battery(0.0)]),
            levels!(0x0, VENDOR_CODEC, "dB", "LZI", "LZeq", "LZImax"),
            levels!(0x1, "6.2", "dBA", "LAI", "LAeq", "LAImax"),
            levels!(0x2, "6.2", "dBC", "LCI", "LCeq", "LCImax"),
            levels!(0x4, VENDOR_CODEC, "dB", "LZF", "LZeq", "LZFmax"),
            levels!(0x5, "6.2", "dBA", "LAF", "LAeq", "LAFmax"),
            levels!(0x6, "6.2", "dBC", "LCF", "LCeq", "LCFmax"),
            levels!(0x8, VENDOR_CODEC, "dB", "LZS", "LZeq", "LZSmax"),
            levels!(0x9, VENDOR_CODEC, "dBA", "LAS", "LAeq", "LASmax"),
            levels!(0xa, VENDOR_CODEC, "dBC", "LCS", "LCeq", "LCSmax"),
        ],
    ),
    downlink: &[
        row(
            0xff,
            0x03,
            "6.3",
            &[number("report_interval", Wire::U16)
                .unit("s")
                .full_range()
                .note("by default every 10 min")],
        ),
        // 11, 17 and 3b are commands of the vendor's AM10x encoders.
        row(
            0xff,
            0x17,
            VENDOR_CODEC,
            &[zone().note("no guide has it; the device may not have a clock")],
        ),
        row(
            0xff,
            0x3b,
            VENDOR_CODEC,
            &[enable("time_sync_enable")
                .also_reads(&[(2, "enable")])
                .note("no guide has it; the device may not have a clock")],
        ),
        row(0xff, 0x2f, "6.3", &[enable("led_indicator_enable")]),
        row(0xff, 0x2d, VENDOR_CODEC, &[enable("led_indicator_enable")]).decode_only(),
        // 0a: condition "above", kind 1, as in VS321's alarms.
        object(
            0xff,
            0x06,
            "6.3",
            "sound_level_alarm_config",
            &[
                reserved(0x0a),
                reserved(0x00),
                reserved(0x00),
                number("threshold", Wire::U16).div(10).unit("dB").full_range(),
            ],
        )
        .note("alarm above a sound level; how it is reported is not known"),
        row(0xff, 0x5d, "6.3", &[frequency_weighting(), time_weighting()]),
        row(0xff, 0x1d, VENDOR_CODEC, &[frequency_weighting(), time_weighting()]).decode_only(),
        row(
            0xff,
            0x11,
            VENDOR_CODEC,
            &[number("timestamp", Wire::U32)
                .unit("s")
                .full_range()
                .note("Unix time, sets the clock; no guide has it; the device may not have one")],
        ),
        reboot("6.3"),
    ],
    departures: &[
        IPSO_VERSION,
        UNKNOWN_TYPE,
        departure(
            "weighting",
            "A weighting without a name gives a warning and no field.",
            "Its fields have `undefined` in their names.",
        )
        .shown_by(&[ProblemKind::UnknownSubKind]),
        departure(
            "guide-commands",
            "The guide's `ff 03`, `ff 06`, `ff 2f` and `ff 5d` are sent and decode; the vendor's \
             `ff 1d` and `ff 2d` decode only.",
            "`ff 1d` and `ff 2d` are sent; an echo of the guide's ends in an exception.",
        )
        .fields(&[
            "report_interval",
            "sound_level_alarm_config",
            "led_indicator_enable",
            "frequency_weighting_type",
            "time_weighting_type",
        ])
        .affects_rest(),
        departure(
            "weighting-pair",
            "`frequency_weighting_type` and `time_weighting_type` need each other.",
            "One without the other sends nothing, without an error.",
        ),
        departure(
            "time-sync",
            "`time_sync_enable` decodes to the label of its byte.",
            "It is `\"yes\"`, whatever the byte.",
        )
        .fields(&["time_sync_enable"]),
        departure(
            "late-timestamp",
            "A `timestamp` after 2038-01-19 is sent like any other.",
            "Its last byte is sent as a negative number.",
        ),
    ],
};

const fn frequency_weighting() -> Part {
    choice("frequency_weighting_type", &[(0, "Z"), (1, "A"), (2, "C")])
        .note("the guide has A and C only")
}

const fn time_weighting() -> Part {
    choice("time_weighting_type", &[(0, "I"), (1, "F"), (2, "S")]).note(
        "impulse, fast or slow; in the guide I means that time weighting is disabled, and S is \
         missing",
    )
}
