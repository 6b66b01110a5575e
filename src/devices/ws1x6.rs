//! WS136 and WS156 smart scene panels, with 3 and 6 buttons, one protocol. Sections are those of
//! their guide, the WS1x6 User's Guide, which has no version.

use super::common::*;
use crate::problem::ProblemKind;
use crate::table::*;

pub(crate) const WS136: Device = Device {
    model: "ws136",
    name: "WS136 smart scene panel",
    aliases: &[],
    guide: "WS136 User's Guide (WS1x6)",
    class: Class::A,
    indoor: true,
    uplink: UPLINK,
    downlink: DOWNLINK,
    departures: DEPARTURES,
};

pub(crate) const WS156: Device = Device {
    model: "ws156",
    name: "WS156 smart scene panel",
    aliases: &[],
    guide: "WS156 User's Guide (WS1x6)",
    class: Class::A,
    indoor: true,
    uplink: UPLINK,
    downlink: DOWNLINK,
    departures: DEPARTURES,
};

/// A page of the vendor's documentation of both.
const COMMANDS: &str = "WS1x6 documentation, Downlink Command";

macro_rules! button {
    ($number:expr, $pressed:expr, $d2d:expr) => {
        row(
            0xff,
            0x34,
            "5.2",
            const {
                &[
                    sub_kind($number),
                    constant_number($pressed, 1).note("pressed; no report of a release is known"),
                    number($d2d, Wire::U16).note(concat!(
                        "the button's D2D command, a number here, hex digits in the guide: 24 is \
                         0018; by default ",
                        $number
                    )),
                ]
            },
        )
    };
}

const UPLINK: &[Row] = &[
    protocol_version("5.1"),
    hardware_version("5.1"),
    firmware_version("5.1"),
    power_on("5.1"),
    lorawan_class(VENDOR_CODEC),
    tsl_version(VENDOR_CODEC),
    reset_report(VENDOR_CODEC),
    serial_number("5.1"),
    row(0x01, 0x75, "5.2", &[battery(0.0)]),
    // WS136 has the first three.
    button!(1, "button_1", "button_1_d2d"),
    button!(2, "button_2", "button_2_d2d"),
    button!(3, "button_3", "button_3_d2d"),
    button!(4, "button_4", "button_4_d2d"),
    button!(5, "button_5", "button_5_d2d"),
    button!(6, "button_6", "button_6_d2d"),
];

const DOWNLINK: &[Row] = &[
    row(
        0xff,
        0x03,
        "5.3",
        &[number("report_interval", Wire::U16).unit("s").full_range().note("by default 1080 min")],
    ),
    object(
        0xff,
        0xc6,
        COMMANDS,
        "confirm_mode_config",
        &[
            enable("enable").note("turns confirmed uplinks on"),
            number("ack_retry_times", Wire::U8).range(1.0, 5.0),
        ],
    )
    .note("confirmed uplinks; takes effect after a reboot or rejoin"),
    row(
        0xff,
        0x35,
        COMMANDS,
        &[hex("d2d_key", 8).note(
            "the first half of the key; the command sets the second half to 0, \
             so it cannot restore the default key",
        )],
    ),
    object(
        0xff,
        0x36,
        COMMANDS,
        "d2d_radio_config",
        &[
            number("data_rate", Wire::U8).full_range().note("the DR number: 5 is DR5, SF7"),
            number("frequency", Wire::U32).unit("Hz").full_range(),
        ],
    )
    .note("data rate and frequency of D2D commands"),
    reboot(COMMANDS),
];

const DEPARTURES: &[Departure] = &[
    IPSO_VERSION,
    departure(
        "press-number",
        "A press sets `button_1` and `button_1_d2d` alone; other buttons likewise.",
        "It also sets `button_1_msgid`, a random number that the device has not sent.",
    )
    .fields(&["button_1", "button_2", "button_3", "button_4", "button_5", "button_6"])
    .displaces(&[
        "button_1_msgid",
        "button_2_msgid",
        "button_3_msgid",
        "button_4_msgid",
        "button_5_msgid",
        "button_6_msgid",
    ]),
    departure(
        "button-number",
        "A button other than 1 to 6 gives a warning and no field.",
        "Fields are made of any number, such as `button_255`.",
    )
    .shown_by(&[ProblemKind::UnknownSubKind]),
    departure("command-echo", "Echoes of commands decode.", "They end decoding.")
        .fields(&[
            "report_interval",
            "confirm_mode_config",
            "d2d_key",
            "d2d_radio_config",
            "reboot",
        ])
        .affects_rest(),
    departure(
        "commands",
        "Commands are sent, those of the guide and of the vendor's downlink page.",
        "No command is sent: the encoder is empty.",
    ),
];
