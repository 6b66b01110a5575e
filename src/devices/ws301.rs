//! WS301 magnetic contact switch. Sections are those of its user guide, published as IOT-S500DCS.
//! The range of `report_interval` and `reboot` are those of V1.4, as third parties cite it.

use super::common::*;
use crate::table::*;

pub(crate) const WS301: Device = Device {
    model: "ws301",
    name: "WS301 magnetic contact switch",
    aliases: &[],
    guide: "WS301 User Guide",
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
        row(
            0x03,
            0x00,
            "5.2",
            &[choice("magnet_status", &[(0, "close"), (1, "open")])
                .normalized(Measure::Contact)
                .note("of the door or window")],
        ),
        row(
            0x04,
            0x00,
            "5.2",
            &[choice("tamper_status", &[(0, "installed"), (1, "uninstalled")])
                .note("\"uninstalled\" once the device has been taken off its place")],
        ),
    ],
    downlink: &[
        row(
            0xff,
            0x03,
            "5.3",
            &[number("report_interval", Wire::U16).unit("s").range(60.0, 64800.0)],
        ),
        row(0xff, 0x28, VENDOR_CODEC, &[yes("query_device_status")]),
        reboot("WS301 User Guide V1.4"),
    ],
    departures: &[IPSO_VERSION, UNKNOWN_TYPE],
};
