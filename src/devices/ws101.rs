//! WS101 smart button. Sections are those of its user guide, V1.2.

use super::common::*;
use crate::table::*;

pub(crate) const WS101: Device = Device {
    model: "ws101",
    name: "WS101 smart button",
    aliases: &[],
    guide: "WS101 User Guide V1.2",
    class: Class::A,
    indoor: true,
    uplink: &[
        protocol_version("5.1"),
        row(0xff, 0x08, "5.1", &[hex("sn", 6).note("serial number")]),
        hardware_version("5.1"),
        firmware_version("5.1"),
        power_on("5.1"),
        lorawan_class("5.1"),
        tsl_version(VENDOR_CODEC),
        reset_report(VENDOR_CODEC),
        row(0x01, 0x75, "5.2", &[battery(0.0)]),
        object(
            0xff,
            0x2e,
            "5.2",
            "button_event",
            &[choice("status", PRESSES).note("how the button was pressed; long: over 3 s")],
        )
        .note("a press of the button"),
    ],
    downlink: &[
        // The range is that of the settings chapter, 1 to 1080 min (3.4).
        row(
            0xff,
            0x03,
            "5.3",
            &[number("reporting_interval", Wire::U16)
                .unit("s")
                .range(60.0, 64800.0)
                .note("how often the battery level is reported, by default every 1080 min")],
        ),
        row(0xff, 0x2f, "5.3", &[enable("led_indicator_enable")]),
        row(0xff, 0x74, "5.3", &[enable("double_click_enable").note("double press mode")]),
        row(0xff, 0x3e, "5.3", &[enable("buzzer_enable")]),
        row(0xff, 0x28, VENDOR_CODEC, &[yes("query_device_status")]),
        reboot("5.3"),
    ],
    departures: &[
        IPSO_VERSION,
        UNKNOWN_TYPE,
        departure(
            "message-id",
            "`button_event` has the kind of the press alone.",
            "It also has `msgid`, a random number that the device has not sent.",
        )
        .fields(&["button_event.msgid"]),
    ],
};

const PRESSES: Labels = &[(1, "short press"), (2, "long press"), (3, "double press")];
