//! WS202 PIR and light sensor. The payload chapter of its guide, V1.3, was at hand only as a
//! third party cites it, without the numbers of its sections.

use super::common::*;
use crate::table::*;

pub(crate) const WS202: Device = Device {
    model: "ws202",
    name: "WS202 PIR and light sensor",
    aliases: &[],
    guide: "WS202 User Guide V1.3",
    class: Class::A,
    indoor: true,
    uplink: &[
        protocol_version(GUIDE),
        hardware_version(GUIDE),
        firmware_version(GUIDE),
        power_on(GUIDE),
        lorawan_class(GUIDE),
        tsl_version(VENDOR_CODEC),
        reset_report(VENDOR_CODEC),
        row(0xff, 0x08, GUIDE, &[hex("sn", 6).note("serial number")]),
        row(0x01, 0x75, GUIDE, &[battery(0.0).note("a low battery is reported once, below 10 %")]),
        row(
            0x03,
            0x00,
            GUIDE,
            &[choice("pir", &[(0, "normal"), (1, "trigger")])
                .note("normal: vacant for an idle time, by default 120 s; trigger: occupied")
                .normalized(Measure::Motion)],
        ),
        row(
            0x04,
            0x00,
            GUIDE,
            &[choice("daylight", &[(0, "dim"), (1, "bright")]).note("dim: dark in the guide")],
        ),
    ],
    downlink: &[
        row(
            0xff,
            0x03,
            GUIDE,
            &[number("report_interval", Wire::U16)
                .unit("s")
                .range(60.0, 64800.0)
                .note("by default every 30 min")],
        ),
        // 4c: condition "outside", kind 1, as in VS321's alarms, and bit 6.
        object(
            0xff,
            0x06,
            VENDOR_CODEC,
            "light_alarm_config",
            &[
                reserved(0x4c),
                number("threshold_min", Wire::U16).unit("lux").full_range().note("dim below it"),
                number("threshold_max", Wire::U16).unit("lux").full_range().note("bright above it"),
                reserved(0x00),
                reserved(0x00),
                reserved(0x00),
                reserved(0x00),
            ],
        )
        .note(
            "where dim ends and bright begins; the first byte is 4c, where the vendor's older \
             codec sent 00, which the device may read otherwise",
        )
        .rules(&[Rule::at_most("threshold_min", "threshold_max")]),
        reboot(GUIDE),
    ],
    departures: &[
        IPSO_VERSION,
        UNKNOWN_TYPE,
        departure(
            "light-thresholds",
            "A `threshold_min` above `threshold_max` is refused.",
            "The thresholds are not compared.",
        ),
    ],
};

const GUIDE: &str = "WS202 User Guide V1.3";
