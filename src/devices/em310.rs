//! EM310-TILT and EM310-UDL. No guide of theirs was at hand: the rows are the vendor's codec's. The
//! web guides of their siblings, EM320-TILT and EM400-UDL, have the same commands, in more detail.

use super::common::*;
use crate::table::*;

pub(crate) const EM310_TILT: Device = Device {
    model: "em310-tilt",
    name: "EM310-TILT tilt sensor",
    aliases: &[],
    guide: "EM310-TILT vendor's codec",
    class: Class::A,
    indoor: false,
    uplink: rows!(
        basic_information(VENDOR_CODEC, VENDOR_CODEC),
        [
            row(0x01, 0x75, VENDOR_CODEC, &[battery(0.0)]),
            row(
                0x03,
                0xcf,
                VENDOR_CODEC,
                &[
                    angle("angle_x"),
                    angle("angle_y"),
                    angle("angle_z"),
                    bits(
                        1,
                        &[over("threshold_x"), over("threshold_y"), over("threshold_z"), spare(5)],
                    ),
                ],
            ),
        ],
    ),
    downlink: &[
        row(
            0xff,
            0x03,
            VENDOR_CODEC,
            &[number("report_interval", Wire::U16).unit("s").range(1.0, 64800.0)],
        ),
        row(
            0xff,
            0x62,
            VENDOR_CODEC,
            &[choice(
                "initial_surface",
                &[
                    (0xff, "current_plane"),
                    (0xfe, "reset_zero_reference_point"),
                    (0xfd, "set_zero_calibration"),
                    (0xfc, "clear_zero_calibration"),
                ],
            )
            .note(
                "the position from which angles count; reset_zero_reference_point goes back \
                 to 0°, 0°, -90°",
            )],
        ),
        angle_alarm("angle_x_alarm_config", ANGLE_X).note("threshold alarm of angle_x"),
        angle_alarm("angle_y_alarm_config", ANGLE_Y).note("threshold alarm of angle_y"),
        angle_alarm("angle_z_alarm_config", ANGLE_Z).note("threshold alarm of angle_z"),
        // The sibling's guide requires the axes to be enabled first.
        row(
            0xff,
            0x63,
            VENDOR_CODEC,
            &[text("angle_alarm_condition", 8).of_characters("XYZ&|").note(
                "the axes that raise an alarm: X, Y and Z, joined by & and |, read from left \
                 to right; nothing means |",
            )],
        ),
        sync_time(),
        row(0xff, 0x28, VENDOR_CODEC, &[yes("query_device_status")]),
        reboot(VENDOR_CODEC),
    ],
    departures: &[
        IPSO_VERSION,
        UNKNOWN_TYPE,
        THRESHOLD_ORDER,
        departure(
            "decimals",
            "A number is sent as it is given: 1.15 in steps of 0.01 is 115.",
            "It is multiplied in floating point and cut: 1.15 is sent as 114.",
        ),
        departure(
            "condition-text",
            "`angle_alarm_condition` has at most 8 characters, which are axes and the signs between \
             them. Other bytes decode to `\"unknown\"`, another text is refused.",
            "Any bytes and any text are taken; a longer text makes a longer command.",
        )
        .fields(&["angle_alarm_condition"]),
    ],
};

pub(crate) const EM310_UDL: Device = Device {
    model: "em310-udl",
    name: "EM310-UDL ultrasonic distance sensor",
    aliases: &[],
    guide: "EM310-UDL vendor's codec",
    class: Class::A,
    indoor: false,
    uplink: rows!(
        basic_information(VENDOR_CODEC, VENDOR_CODEC),
        [
            row(0x01, 0x75, VENDOR_CODEC, &[battery(0.0)]),
            row(
                0x03,
                0x82,
                VENDOR_CODEC,
                &[number("distance", Wire::U16)
                    .unit("mm")
                    .range(30.0, 4500.0)
                    .note("0 is no distance: no echo, so the target is beyond 4.5 m")],
            ),
            row(
                0x04,
                0x00,
                VENDOR_CODEC,
                &[choice("position", &[(0, "normal"), (1, "tilt")])
                    .note("tilt: from 20° on, by the guide of the EM400-UDL")],
            ),
        ],
    ),
    downlink: &[
        row(
            0xff,
            0x03,
            VENDOR_CODEC,
            &[number("report_interval", Wire::U16).unit("s").range(1.0, 65535.0)],
        ),
        row(
            0xff,
            0x02,
            VENDOR_CODEC,
            &[number("collection_interval", Wire::U16).unit("s").range(1.0, 65535.0)],
        ),
        // The vendor's encoder sends ten times the thresholds, which its decoder does not
        // divide; the sibling's guide has plain millimetres.
        object(
            0xff,
            0x06,
            VENDOR_CODEC,
            "distance_alarm_config",
            &[
                bits(
                    1,
                    &[
                        condition(),
                        sub_kind(1).bits(3),
                        spare(1),
                        enable("alarm_release_enable")
                            .bits(1)
                            .note("reports the alarm's end as well"),
                    ],
                ),
                millimetres("threshold_min"),
                millimetres("threshold_max"),
                seconds("lock_time"),
                seconds("continue_time"),
            ],
        )
        .note("threshold alarm of the distance")
        .rules(&[THRESHOLDS]),
        reboot(VENDOR_CODEC),
    ],
    departures: &[
        IPSO_VERSION,
        UNKNOWN_TYPE,
        ALARM_KIND,
        THRESHOLD_ORDER,
        departure(
            "collection-range",
            "`collection_interval` is 1 to 65535 s.",
            "10 to 60 s are taken, although its own example is 300 s.",
        ),
        departure(
            "distance-thresholds",
            "The thresholds of `distance_alarm_config` are millimetres on the wire, as in the \
             guide of the EM400-UDL.",
            "They are sent times ten, and not divided when read.",
        ),
    ],
};

const fn angle(name: &'static str) -> Part {
    number(name, Wire::I16).div(100).unit("°")
}

const fn over(name: &'static str) -> Part {
    choice(name, &[(0, "normal"), (1, "trigger")]).bits(1)
}

const fn angle_alarm(name: &'static str, parts: &'static [Part]) -> Row {
    object(0xff, 0x06, VENDOR_CODEC, name, parts).rules(const { &[THRESHOLDS] })
}

const ANGLE_X: &[Part] = &angle_alarm_parts(const { &selector(1) });
const ANGLE_Y: &[Part] = &angle_alarm_parts(const { &selector(2) });
const ANGLE_Z: &[Part] = &angle_alarm_parts(const { &selector(3) });

const fn selector(kind: u8) -> [Part; 3] {
    const CONDITIONS: Labels = &[
        (0, "disable"),
        (1, "below"),
        (2, "above"),
        (3, "between"),
        (4, "outside"),
        (5, "mutation"),
    ];
    let condition = choice("condition", CONDITIONS).bits(3).note(
        "where the angle is: below threshold_min, above threshold_max, between them or outside; \
         mutation is only in the vendor's codec",
    );
    [condition, sub_kind(kind).bits(3), spare(2)]
}

const fn angle_alarm_parts(selector: &'static [Part]) -> [Part; 5] {
    [
        bits(1, selector),
        angle("threshold_min").full_range(),
        angle("threshold_max").full_range(),
        number("lock_time", Wire::U16)
            .unit("s")
            .full_range()
            .note("the interval of reports of an alarm, by the guide of the EM320-TILT"),
        number("continue_time", Wire::U16).full_range().note(
            "the number of reports of an alarm by the guide of the EM320-TILT, a time in s by the \
             vendor's codec; 0 may mean that no alarm is reported",
        ),
    ]
}

const fn millimetres(name: &'static str) -> Part {
    number(name, Wire::I16).unit("mm").range(0.0, 32767.0)
}

const fn seconds(name: &'static str) -> Part {
    number(name, Wire::U16).unit("s").full_range().default(0)
}
