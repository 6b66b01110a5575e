//! WS52x and WS523 sockets, one protocol. Sections are those of the WS52x guide,
//! V1.2, and the WS523 guide, V1.3, which agree in their numbers; "WS523 2025" is
//! the unnumbered edition of 2025. Only the WS523 guides have `reboot`.

use super::common::*;
use crate::problem::ProblemKind;
use crate::table::*;

/// The commands, with the one whose source differs last. A macro, since rows are
/// constants.
macro_rules! downlink {
    ($reboot:expr) => {
        &[
            // The range is that of the settings chapter, 1 to 1080 min (3.3).
            row(
                0xff,
                0x03,
                "4.4",
                &[number("report_interval", Wire::U16)
                    .unit("s")
                    .range(60.0, 64800.0)
                    .note("by default every 20 min")],
            ),
            typeless(
                0x08,
                "4.4",
                &[
                    choice("socket_status", OFF_ON).note("\"on\" means that it supplies power"),
                    reserved(0x00),
                    reserved(0xff),
                ],
            ),
            // Before the delay task: a later task replaces the earlier one, so cancelling
            // after adding would cancel the new one.
            row(
                0xff,
                0x23,
                "4.4",
                &[
                    number("cancel_delay_task", Wire::U8)
                        .full_range()
                        .documented(0)
                        .takes_yes_no()
                        .note("the task's number, of which the guides have 0 only"),
                    reserved(0xff),
                ],
            )
            .action(),
            object(
                0xff,
                0x22,
                "4.4",
                "delay_task",
                &[
                    reserved(0x00),
                    number("delay_time", Wire::U16).unit("s").full_range(),
                    choice("socket_status", OFF_ON)
                        .wire_offset(0x10)
                        .note("the state that the socket switches to"),
                ],
            )
            .note("switches the socket after a delay; one task at a time, a later one replaces it")
            .shorthand("delay_time"),
            overcurrent_alarm("4.4"),
            button_lock("4.4"),
            power_consumption("4.4"),
            row(0xff, 0x27, "4.4", &[yes("reset_power_consumption")]),
            row(0xff, 0x2f, "4.4", &[enable("led_indicator_enable")]),
            overcurrent_protection("4.4"),
            row(
                0xff,
                0x28,
                "4.4",
                &[yes("report_status").note("the socket answers with its electrical status")],
            ),
            row(0xff, 0x2c, VENDOR_CODEC, &[yes("report_attribute")]),
            $reboot,
        ]
    };
}

pub(crate) const WS52X: Device = Device {
    model: "ws52x",
    name: "WS52x portable socket",
    aliases: &["ws521", "ws522", "ws525"],
    guide: "WS52x User Guide V1.2",
    class: Class::C,
    indoor: true,
    uplink: UPLINK,
    downlink: downlink!(reboot(VENDOR_CODEC)),
    departures: DEPARTURES,
};

pub(crate) const WS523: Device = Device {
    model: "ws523",
    name: "WS523 portable socket",
    aliases: &[],
    guide: "WS523 User Guide V1.3",
    class: Class::C,
    indoor: true,
    uplink: UPLINK,
    downlink: downlink!(reboot("4.4")),
    departures: DEPARTURES,
};

const DEPARTURES: &[Departure] = &[
    IPSO_VERSION,
    UNKNOWN_TYPE,
    departure(
        "power-outage",
        "`ff 3f` decodes to `power_outage_alarm`: ff is `\"power_outage\"`, 00 is `\"normal\"`, \
         another byte is `\"unknown\"`, with a warning.",
        "`ff 3f` ends decoding with an exception; in later versions, each byte but ff is \
         `\"normal\"`.",
    )
    .fields(&["power_outage_alarm"])
    .affects_rest(),
    departure(
        "switch-source",
        "`socket_status_source`, a name of ours, marks a switch by hand (10, 11).",
        "The high nibble is dropped.",
    )
    .fields(&["socket_status_source"]),
    departure(
        "switch-state",
        "`08 70` with a byte other than 00, 01, 10 and 11, and `ff 22` with a last byte other than \
         10 and 11, are `\"unknown\"`, with a warning.",
        "The lowest bits alone decide, so that each byte is off or on.",
    )
    .fields(&["socket_status"])
    .shown_by(&[ProblemKind::NoLabel]),
    departure(
        "delay-task",
        "A delay task and its echo are `delay_task`, a name of ours: the socket has not switched \
         yet.",
        "The echo overwrites `socket_status`.",
    )
    .fields(&["delay_task"])
    .displaces(&["socket_status", "delay_time"]),
    departure(
        "switch-command",
        "The command of `socket_status` ends in 00 ff.",
        "It ends in ff ff.",
    ),
];

const CHANGE_REPORT: &str = "WS523 2025, Socket Change Report";

const UPLINK: &[Row] = &[
    protocol_version("4.1"),
    hardware_version("4.1"),
    firmware_version("4.1"),
    power_on("4.1"),
    lorawan_class(VENDOR_CODEC),
    tsl_version(VENDOR_CODEC),
    reset_report(VENDOR_CODEC),
    serial_number("4.1"),
    row(0x03, 0x74, "4.2", &[number("voltage", Wire::U16).div(10).unit("V")]),
    row(
        0x04,
        0x80,
        "4.2",
        &[number("active_power", Wire::U32).unit("W").note("0 when the socket is off")],
    ),
    row(0x05, 0x81, "4.2", &[number("power_factor", Wire::U8).unit("%").range(0.0, 100.0)]),
    row(0x06, 0x83, "4.2", &[number("power_consumption", Wire::U32).unit("Wh")]),
    row(0x07, 0xc9, "4.2", &[number("current", Wire::U16).unit("mA")]),
    // "Close" and "open" in the guides mean off and on. The high nibble is from
    // WS523 2025, Socket Change Report; 0 marks no source, since the periodic
    // report has it as well.
    row(
        0x08,
        0x70,
        "4.2",
        &[choice("socket_status", &[(0x00, "off"), (0x01, "on"), (0x10, "off"), (0x11, "on")])
            .special_values(&[
                SpecialValue::beside(0x10, "socket_status_source", "button").source(CHANGE_REPORT),
                SpecialValue::beside(0x11, "socket_status_source", "button").source(CHANGE_REPORT),
            ])
            .note("\"on\" means that it supplies power")],
    ),
    // The guides have ff alone and call it reserved. 00 is from reports of users: power is back.
    row(
        0xff,
        0x3f,
        "4.3",
        &[choice("power_outage_alarm", &[(0x00, "normal"), (0xff, "power_outage")])
            .default(0xff)
            .note("\"normal\" means that power is back; hardware version 1.2 and later")],
    ),
    overcurrent_alarm("4.1"),
    button_lock("4.1"),
    power_consumption("4.1"),
    overcurrent_protection("4.1"),
];

const fn overcurrent_alarm(source: &'static str) -> Row {
    object(
        0xff,
        0x24,
        source,
        "current_alarm_config",
        const {
            &[
                enable("enable").note("turns the alarm on"),
                number("threshold", Wire::U8).unit("A").full_range().note("of the current"),
            ]
        },
    )
    .note("from the threshold on, the socket reports its status and electrical values")
}

/// The guides have bit 15 alone; `lock_time` is the vendor's codec's.
const fn button_lock(source: &'static str) -> Row {
    const LOCK: &[Part] = &[
        number("lock_time", Wire::Bits(15))
            .unit("min")
            .full_range()
            .default(0)
            .source(VENDOR_CODEC),
        enable("enable").bits(1).note("locks the button"),
    ];
    object(0xff, 0x25, source, "child_lock_config", const { &[bits(2, LOCK)] })
        .note("the button lock; while it is on, the power button does not switch the socket")
}

const fn power_consumption(source: &'static str) -> Row {
    row(
        0xff,
        0x26,
        source,
        const {
            &[enable("power_consumption_enable")
                .note("records power_consumption, which otherwise stops updating")]
        },
    )
}

const fn overcurrent_protection(source: &'static str) -> Row {
    object(
        0xff,
        0x30,
        source,
        "over_current_protection",
        const {
            &[
                enable("enable").note("turns the protection on"),
                number("trip_current", Wire::U8)
                    .unit("A")
                    .full_range()
                    .note("the threshold of the current"),
            ]
        },
    )
    .note("from trip_current on, the socket stops supplying power")
}
