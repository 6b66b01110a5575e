//! WS303 mini leak detection sensor. No payload chapter of its guide is at hand: the rows are the
//! vendor's codec's.

use super::common::*;
use crate::table::*;

pub(crate) const WS303: Device = Device {
    model: "ws303",
    name: "WS303 mini leak detection sensor",
    aliases: &[],
    guide: "WS303 User Guide",
    class: Class::A,
    indoor: true,
    uplink: rows!(
        basic_information(VENDOR_CODEC, VENDOR_CODEC),
        [
            row(0x01, 0x75, VENDOR_CODEC, &[battery(0.0)]),
            row(
                0x03,
                0x00,
                VENDOR_CODEC,
                &[choice("leakage_status", &[(0, "normal"), (1, "leak")])
                    .note("repeated while water leaks, if leakage_alarm_config is on")
                    .normalized(Measure::WaterLeak)],
            ),
        ],
    ),
    downlink: &[
        row(
            0xff,
            0x03,
            VENDOR_CODEC,
            &[number("report_interval", Wire::U16).unit("s").range(60.0, 64800.0)],
        ),
        object(
            0xff,
            0x7e,
            VENDOR_CODEC,
            "leakage_alarm_config",
            &[
                enable("enable").note("turns the repetition on"),
                number("alarm_interval", Wire::U16).unit("s").range(60.0, 64800.0),
                number("alarm_count", Wire::U16).range(2.0, 1000.0),
            ],
        )
        .note("repetition of the report while water leaks"),
        row(0xff, 0x3e, VENDOR_CODEC, &[enable("buzzer_enable")]),
        row(
            0xff,
            0x80,
            VENDOR_CODEC,
            &[number("find_device_time", Wire::U16)
                .unit("s")
                .range(60.0, 64800.0)
                .note("the vendor's codec has this range, but gives 10 as an example")],
        ),
        row(0xff, 0x7f, VENDOR_CODEC, &[enable("find_device_enable")]),
        object(
            0xff,
            0x81,
            VENDOR_CODEC,
            "lora_report_settings",
            &[
                reserved(0x01),
                bits(
                    1,
                    &[
                        enable("lora_uplink_enable").bits(1),
                        enable("d2d_uplink_enable").bits(1),
                        spare(6),
                    ],
                ),
            ],
        )
        .note("how a leakage alarm is sent: as an uplink, as a D2D command"),
        row(0xff, 0x84, VENDOR_CODEC, &[enable("d2d_enable").note("sending of D2D commands")]),
        d2d_master_config(
            0x83,
            VENDOR_CODEC,
            &[
                choice("mode", &[(0, "normal"), (1, "leakage")]).note(
                    "the condition; the vendor's decoder has disable and enable, its encoder these",
                ),
                hex("d2d_command", 2).low_byte_first().note("the control command"),
            ],
        ),
        row(0xff, 0x3d, VENDOR_CODEC, &[yes("stop_alarming")]),
        row(0xff, 0x28, VENDOR_CODEC, &[yes("query_device_status")]),
        reboot(VENDOR_CODEC),
    ],
    departures: &[
        IPSO_VERSION,
        UNKNOWN_TYPE,
        departure(
            "d2d-mode",
            "The `mode` of a D2D command is `\"normal\"` or `\"leakage\"`, decoded as well.",
            "Commands have these, decoded data `\"disable\"` and `\"enable\"`.",
        )
        .fields(&["d2d_master_config"]),
        departure(
            "d2d-command-text",
            "A `d2d_command` that is not a text is an error.",
            "0000 is sent.",
        ),
    ],
};
