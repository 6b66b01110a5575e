//! VS321 AI occupancy sensor. Sections are those of its user guide, V1.0.

use super::common::*;
use crate::table::*;

pub(crate) const VS321: Device = Device {
    model: "vs321",
    name: "VS321 AI occupancy sensor",
    aliases: &[],
    guide: "VS321 User Guide V1.0",
    class: Class::A,
    indoor: true,
    uplink: rows!(
        basic_information("5.1.1", "5.1.1"),
        [
            row(0x01, 0x75, "5.1.2", &[battery(1.0)]),
            // ffff and ff are the vendor's codec's; the guide alone would read -0.1 °C
            // and 127.5 %.
            row(
                0x03,
                0x67,
                "5.1.2",
                &[temperature().special_values(&[SpecialValue::instead(
                    0xffff,
                    "temperature_sensor_status",
                    "read_failed",
                )
                .source(VENDOR_CODEC)
                .warns()])],
            ),
            row(
                0x04,
                0x68,
                "5.1.2",
                &[humidity().special_values(&[SpecialValue::instead(
                    0xff,
                    "humidity_sensor_status",
                    "read_failed",
                )
                .source(VENDOR_CODEC)])],
            ),
            row(0x05, 0xfd, "5.1.2", &[people()]),
            row(0x06, 0xfe, "5.1.2", &[REGIONS_ENABLED, REGIONS]),
            row(0x07, 0xff, "5.1.2", &[choice("illuminance_status", &[(0, "dim"), (1, "bright")])]),
            row(
                0x08,
                0xf4,
                "5.1.2",
                &[
                    reserved(0x02),
                    choice("detection_status", &[(0, "normal"), (1, "unavailable")])
                        .normalized(Measure::MotionStatus),
                ],
            ),
            row(
                0x0a,
                0xef,
                "5.1.2",
                &[timestamp().note("Unix time; only reported when report_type is on_the_dot")],
            ),
            row(0x83, 0x67, "5.1.3", &[temperature(), choice("temperature_alarm", ALARM)]),
            row(0x84, 0x68, "5.1.3", &[humidity(), choice("humidity_alarm", ALARM)]),
            list(
                0x20,
                0xce,
                "5.1.4",
                "history",
                &[timestamp(), sub_kind(1), people(), reserved(0), reserved(0)],
            )
            .note("stored or retransmitted records, of people counting or of desk occupancy"),
            list(
                0x20,
                0xce,
                "5.1.4",
                "history",
                &[timestamp(), sub_kind(0), REGIONS_ENABLED, REGIONS],
            ),
            list(
                0x20,
                0xce,
                "5.1.4",
                "history",
                &[
                    timestamp(),
                    any_other_kind(),
                    reserved(0),
                    reserved(0),
                    reserved(0),
                    reserved(0),
                ],
            ),
        ],
        fetch_history_result("5.2.5"),
    ),
    downlink: rows!(
        [
            row(
                0xf9,
                0x10,
                "5.2.1",
                &[choice("report_type", &[(0, "from_now_on"), (1, "on_the_dot")])
                    .aliases(&[("period", 0), ("immediately", 1)])
                    .note("reports every interval from now on, or at whole multiples of it")],
            ),
            row(
                0xf9,
                0x6b,
                "5.2.1",
                &[choice("detection_mode", &[(0, "auto"), (1, "on")])
                    .aliases(&[("always", 1)])
                    .note("scans once its PIR sensor has seen someone, or always")],
            ),
            row(
                0xff,
                0x8e,
                "5.2.1",
                &[
                    sub_kind(0),
                    number("report_interval", Wire::U16)
                        .unit("min")
                        .range(2.0, 1440.0)
                        .note("by default 10 min; should be above collection_interval"),
                ],
            ),
            row(
                0xff,
                0x02,
                "5.2.1",
                &[number("collection_interval", Wire::U16)
                    .unit("min")
                    .range(2.0, 60.0)
                    .note("the detection interval")],
            )
            .rules(&[Rule::above("report_interval", "collection_interval").warns()]),
            object(
                0xff,
                0x06,
                "5.2.2",
                "temperature_alarm_config",
                &[
                    bits(1, &[condition(), sub_kind(1).bits(3), spare(2)]),
                    celsius("threshold_min"),
                    celsius("threshold_max"),
                    lock_time(),
                    continue_time(),
                ],
            )
            .note("threshold alarm of the temperature")
            .rules(&[THRESHOLDS]),
            object(
                0xff,
                0x06,
                "5.2.2",
                "humidity_alarm_config",
                &[
                    bits(1, &[condition(), sub_kind(2).bits(3), spare(2)]),
                    number("threshold_min", Wire::U16).div(2).unit("%RH").range(0.0, 100.0),
                    number("threshold_max", Wire::U16).div(2).unit("%RH").range(0.0, 100.0),
                    lock_time(),
                    continue_time(),
                ],
            )
            .note("threshold alarm of the humidity")
            .rules(&[THRESHOLDS]),
            // The guide prints byte 1 as 1c: kind 3, condition "outside".
            object(
                0xff,
                0x06,
                "5.2.1",
                "illuminance_alarm_config",
                &[
                    bits(
                        1,
                        &[
                            condition().default(OUTSIDE).documented(OUTSIDE),
                            sub_kind(3).bits(3),
                            spare(2),
                        ],
                    ),
                    number("threshold_min", Wire::U16)
                        .unit("lux")
                        .full_range()
                        .note("dark below it"),
                    number("threshold_max", Wire::U16)
                        .unit("lux")
                        .full_range()
                        .note("light above it"),
                    lock_time(),
                    continue_time(),
                ],
            )
            .note("where dim ends and bright begins")
            .rules(&[THRESHOLDS]),
            row(
                0xff,
                0x35,
                "5.2.4",
                &[hex("d2d_key", 8).note(
                    "the first half of the key; the command sets the second half to 0, \
                     so it cannot restore the default key",
                )],
            ),
            row(0xff, 0x84, "5.2.4", &[enable("d2d_enable").note("sending of D2D commands")]),
            d2d_master_config(
                0x96,
                "5.2.4",
                &[
                    number("mode", Wire::U8).range(1.0, 20.0).aliases(D2D_MODES).note(
                        "the condition; people counting: 1 occupied, 2 vacant, 3 dim, 4 occupied \
                         and bright, 5 occupied and dim; desk occupancy: 2n-1 region n occupied, \
                         2n region n vacant",
                    ),
                    d2d_entry_enable(),
                    d2d_uplink_enable(),
                    d2d_cmd(),
                    number("time", Wire::U16).unit("min").range(0.0, 1440.0).note(
                        "how long D2D agents act on it, 5 min in the app; 0 only where \
                         time_enable is disable",
                    ),
                    enable("time_enable").note("time applies where it is enabled"),
                ],
            )
            .rules(&[Rule::not_zero("time").when("time_enable", &[1])]),
        ],
        history_settings("5.2.1"),
        [
            row(
                0xff,
                0x6a,
                "5.2.5",
                &[
                    sub_kind(1),
                    resend_interval().note("the retrievability interval, by default 600 s"),
                ],
            ),
            stop_transmit("5.2.5").echo_channels(&[0xff, 0xfe]),
        ],
        fetch_history("5.2.5"),
        [
            row(
                0xff,
                0x40,
                "5.2.3",
                &[enable("adr_enable").note("the device rejoins the network")],
            ),
            row(
                0xff,
                0x65,
                "5.2.3",
                &[number("lora_port", Wire::U8)
                    .range(1.0, 223.0)
                    .note("the device rejoins the network; by default 85")],
            ),
            row(0xf9, 0x6c, "5.2.1", &[yes("detect").note("detects at once")]),
            row(0xf9, 0x6e, "5.2.1", &[yes("reset")]).resets_settings(),
            reboot("5.2.1"),
        ],
    ),
    departures: &[
        IPSO_VERSION,
        departure(
            "history",
            "Records of `20 ce` are nine bytes: kind 01 is people counting, 00 desk occupancy. Of \
             another kind, the timestamp alone is given, with a warning.",
            "The two kinds are swapped, one is of seven bytes, and another kind is taken for none.",
        )
        .fields(&["history"])
        .affects_rest(),
        FETCH_RESULT,
        departure(
            "no-reading",
            "If a payload has a reading and `\"read_failed\"`, the last one counts.",
            "Both are kept.",
        )
        .fields(&["temperature_sensor_status", "humidity_sensor_status"])
        .displaces(&["temperature", "humidity"]),
        departure(
            "report-type",
            "The labels are the guide's, `\"from_now_on\"` and `\"on_the_dot\"`; the vendor's are \
             taken in commands.",
            "The labels are `\"period\"` and `\"immediately\"`.",
        )
        .fields(&["report_type"]),
        INTERVAL_KIND,
        FD_ECHO,
        UNKNOWN_TYPE,
        THRESHOLD_ORDER,
        departure(
            "threshold-bits",
            "Bits 7 and 6 of an alarm's first byte are sent as 00.",
            "Bit 6 is sent as 1.",
        ),
        END_TIME,
        D2D_COMMAND,
        departure(
            "collection-interval",
            "Any whole `collection_interval` from 2 to 60 is taken, as in the guide.",
            "1 and fractions are taken as well.",
        ),
    ],
};

const fn people() -> Part {
    number("people_total_counts", Wire::U16).note("in all regions").normalized(Measure::Motion)
}

const ALARM: Labels = &[(0, "threshold_alarm_release"), (1, "threshold_alarm")];

/// The guide has zeros here; the vendor's codec has both times.
const fn lock_time() -> Part {
    number("lock_time", Wire::U16)
        .unit("min")
        .full_range()
        .default(0)
        .documented(0)
        .source(VENDOR_CODEC)
}

const fn continue_time() -> Part {
    number("continue_time", Wire::U16)
        .unit("min")
        .full_range()
        .default(0)
        .documented(0)
        .source(VENDOR_CODEC)
}

const REGIONS_ENABLED: Part = bits(
    2,
    &[
        enable("region_1_enable").bits(1),
        enable("region_2_enable").bits(1),
        enable("region_3_enable").bits(1),
        enable("region_4_enable").bits(1),
        enable("region_5_enable").bits(1),
        enable("region_6_enable").bits(1),
        enable("region_7_enable").bits(1),
        enable("region_8_enable").bits(1),
        enable("region_9_enable").bits(1),
        enable("region_10_enable").bits(1),
        spare(6),
    ],
);

const REGIONS: Part = bits(
    2,
    &[
        region("region_1"),
        region("region_2"),
        region("region_3"),
        region("region_4"),
        region("region_5"),
        region("region_6"),
        region("region_7"),
        region("region_8"),
        region("region_9"),
        region("region_10"),
        spare(6),
    ],
);

const fn region(name: &'static str) -> Part {
    choice(name, &[(0, "vacant"), (1, "occupied")]).bits(1).normalized(Measure::Motion)
}

/// People counting, then desk occupancy.
const D2D_MODES: &[(&str, u32)] = &[
    ("occupied", 1),
    ("vacant", 2),
    ("dim", 3),
    ("occupied_bright", 4),
    ("occupied_dim", 5),
    ("region_1_occupied", 1),
    ("region_1_vacant", 2),
    ("region_2_occupied", 3),
    ("region_2_vacant", 4),
    ("region_3_occupied", 5),
    ("region_3_vacant", 6),
    ("region_4_occupied", 7),
    ("region_4_vacant", 8),
    ("region_5_occupied", 9),
    ("region_5_vacant", 10),
    ("region_6_occupied", 11),
    ("region_6_vacant", 12),
    ("region_7_occupied", 13),
    ("region_7_vacant", 14),
    ("region_8_occupied", 15),
    ("region_8_vacant", 16),
    ("region_9_occupied", 17),
    ("region_9_vacant", 18),
    ("region_10_occupied", 19),
    ("region_10_vacant", 20),
];
