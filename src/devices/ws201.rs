//! WS201 smart fill level monitoring sensor. No guide's payload chapter is at hand: the rows are
//! the vendor's codec's, the defaults those of the vendor's page of configurable properties.

use super::common::*;
use crate::table::*;

pub(crate) const WS201: Device = Device {
    model: "ws201",
    name: "WS201 fill level monitoring sensor",
    aliases: &[],
    guide: "WS201 User Guide",
    class: Class::A,
    indoor: true,
    uplink: rows!(
        basic_information(VENDOR_CODEC, VENDOR_CODEC),
        [
            row(0x01, 0x75, VENDOR_CODEC, &[battery(0.0)]),
            row(
                0x03,
                0x82,
                VENDOR_CODEC,
                &[number("distance", Wire::U16).unit("mm").note("from the sensor to the contents")],
            ),
            row(
                0x04,
                0xd6,
                VENDOR_CODEC,
                &[number("remaining", Wire::U8)
                    .unit("%")
                    .range(0.0, 100.0)
                    .note("the fill level; how its alarms are reported is not known")],
            ),
        ],
    ),
    downlink: &[
        row(
            0xff,
            0x03,
            VENDOR_CODEC,
            &[number("report_interval", Wire::U16)
                .unit("s")
                .range(1.0, 65535.0)
                .note("by default 64800 s")],
        ),
        row(
            0xff,
            0x02,
            VENDOR_CODEC,
            &[number("collection_interval", Wire::U16)
                .unit("s")
                .full_range()
                .note("by default 1800 s")],
        ),
        time_zone(VENDOR_CODEC),
        row(
            0xff,
            0x76,
            VENDOR_CODEC,
            &[number("depth", Wire::U16)
                .unit("mm")
                .full_range()
                .note("from the container's bottom to the sensor, by default 500 mm")],
        ),
        list(
            0xff,
            0x06,
            VENDOR_CODEC,
            "remaining_alarm_config",
            &[
                bits(
                    1,
                    &[
                        spare(3),
                        number("index", Wire::Bits(3)).range(1.0, 2.0).note("the alarm's number"),
                        enable("enable").bits(1).note("turns the alarm on"),
                        enable("alarm_release_enable").bits(1).note("reports the alarm's end too"),
                    ],
                ),
                reserved(0x00),
                reserved(0x00),
                number("threshold", Wire::U16).unit("%").range(0.0, 100.0),
                reserved(0x00),
                reserved(0x00),
                reserved(0x00),
                reserved(0x00),
            ],
        )
        .note("alarms of the remaining contents, one entry an alarm"),
        object(
            0xff,
            0x75,
            VENDOR_CODEC,
            "hibernate_config",
            &[
                enable("enable").note("turns hibernation on"),
                minute("start_time"),
                minute("end_time").note(
                    "minutes since midnight; before start_time: on the next day; equal: all day",
                ),
                bits(
                    1,
                    &[
                        spare(1),
                        day("weekdays.monday"),
                        day("weekdays.tuesday"),
                        day("weekdays.wednesday"),
                        day("weekdays.thursday"),
                        day("weekdays.friday"),
                        day("weekdays.saturday"),
                        day("weekdays.sunday"),
                    ],
                ),
            ],
        )
        .note("hibernation between two times of some weekdays"),
        row(0xff, 0x28, VENDOR_CODEC, &[yes("report_status")]),
        reboot(VENDOR_CODEC),
    ],
    departures: &[IPSO_VERSION, UNKNOWN_TYPE],
};

const fn minute(name: &'static str) -> Part {
    number(name, Wire::U16).unit("min").range(0.0, 1439.0).note("minutes since midnight")
}

const fn day(name: &'static str) -> Part {
    enable(name).bits(1).default(0)
}
