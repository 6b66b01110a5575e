//! WS203 motion, temperature and humidity sensor. No payload chapter of its guide, V1.0, is at
//! hand: the rows are the vendor's codec's, the defaults those of the vendor's page of configurable
//! properties. The answer to an enquiry is that of VS321, whose guide has it.

use super::common::*;
use crate::table::*;

pub(crate) const WS203: Device = Device {
    model: "ws203",
    name: "WS203 motion, temperature and humidity sensor",
    aliases: &[],
    guide: "WS203 User Guide V1.0",
    class: Class::A,
    indoor: true,
    uplink: rows!(
        basic_information(VENDOR_CODEC, VENDOR_CODEC),
        [row(0x01, 0x75, VENDOR_CODEC, &[battery(0.0)])],
        climate(VENDOR_CODEC),
        [
            row(0x05, 0x00, VENDOR_CODEC, &[occupancy()]),
            row(
                0x83,
                0x67,
                VENDOR_CODEC,
                &[
                    temperature(),
                    choice(
                        "temperature_alarm",
                        &[(0, "threshold alarm release"), (1, "threshold alarm")],
                    ),
                ],
            ),
            list(
                0x20,
                0xce,
                VENDOR_CODEC,
                "history",
                &[
                    timestamp(),
                    bits(1, &[choice("report_type", REPORT_TYPES).bits(3), spare(5)]),
                    occupancy(),
                    temperature(),
                    humidity(),
                ],
            )
            .note("stored or retransmitted records, of which the device keeps 1000"),
        ],
        fetch_history_result("VS321 5.2.5"),
    ),
    downlink: rows!(
        [
            row(
                0xff,
                0x8e,
                VENDOR_CODEC,
                &[
                    sub_kind(0),
                    number("report_interval", Wire::U16).unit("min").range(1.0, 1440.0).note(
                        "by default 30 min; the vendor's list of properties has seconds, its \
                         codec minutes",
                    ),
                ],
            ),
            row(
                0xff,
                0x02,
                VENDOR_CODEC,
                &[number("collection_interval", Wire::U16).unit("min").range(1.0, 1440.0).note(
                    "by default 1 min; the vendor's list of properties has seconds, its codec \
                     minutes",
                )],
            ),
            row(
                0xff,
                0x95,
                VENDOR_CODEC,
                &[number("vacant_reporting_interval", Wire::U16)
                    .unit("s")
                    .range(60.0, 3600.0)
                    .note("by default 300 s")],
            ),
            row(0xff, 0x2f, VENDOR_CODEC, &[enable("led_indicator_enable")]),
            object(
                0xff,
                0x06,
                VENDOR_CODEC,
                "temperature_alarm_config",
                &[
                    bits(1, &[condition(), sub_kind(1).bits(3), spare(2)]),
                    threshold("threshold_min"),
                    threshold("threshold_max"),
                    reserved(0x00),
                    reserved(0x00),
                    reserved(0x00),
                    reserved(0x00),
                ],
            )
            .note("threshold alarm of the temperature")
            .rules(&[THRESHOLDS]),
            row(0xff, 0x35, VENDOR_CODEC, &[hex("d2d_key", 8).note("the first half of the key")]),
            row(0xff, 0x84, VENDOR_CODEC, &[enable("d2d_enable").note("sending of D2D commands")]),
            list(
                0xff,
                0x96,
                VENDOR_CODEC,
                "d2d_master_config",
                &[
                    choice("mode", D2D_MODES).note("the condition"),
                    d2d_entry_enable(),
                    d2d_uplink_enable(),
                    d2d_cmd(),
                    number("time", Wire::U16)
                        .unit("min")
                        .full_range()
                        .note("how long D2D agents act on it"),
                    enable("time_enable").note("time applies where it is enabled"),
                ],
            )
            .note(
                "the commands that the device sends to Milesight D2D agents, one entry a \
                 condition; hardware version 2.0 and firmware version 1.7 or later",
            ),
            time_zone(VENDOR_CODEC),
        ],
        history_settings(VENDOR_CODEC),
        [resend_setting(VENDOR_CODEC), stop_transmit(VENDOR_CODEC)],
        fetch_history(VENDOR_CODEC),
        [
            clear_history(),
            sync_time(),
            row(0xff, 0x28, VENDOR_CODEC, &[yes("query_device_status")]),
            reboot(VENDOR_CODEC),
        ],
    ),
    departures: &[
        IPSO_VERSION,
        FETCH_RESULT,
        FD_ECHO,
        FETCH_HISTORY,
        INTERVAL_KIND,
        ALARM_KIND,
        UNKNOWN_TYPE,
        THRESHOLD_ORDER,
        D2D_COMMAND,
        departure(
            "d2d-entry",
            "An entry of `d2d_master_config` that lacks a member is an error.",
            "Without `time` 0 is sent, without `time_enable` the encoder ends in an exception.",
        ),
    ],
};

const REPORT_TYPES: Labels = &[
    (0, "temperature threshold alarm release"),
    (1, "temperature threshold alarm"),
    (2, "pir idle"),
    (3, "pir trigger"),
    (4, "period"),
];

const D2D_MODES: Labels = &[
    (1, "occupied and temperature threshold alarm"),
    (2, "occupied"),
    (3, "vacant"),
    (4, "temperature threshold alarm"),
    (5, "temperature threshold alarm release"),
];

const fn occupancy() -> Part {
    choice("occupancy", &[(0, "vacant"), (1, "occupied")]).normalized(Measure::Motion)
}

const fn threshold(name: &'static str) -> Part {
    number(name, Wire::I16).div(10).unit("°C").range(-30.0, 60.0)
}
