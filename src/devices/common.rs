//! Rows that several devices share, named as their guides name them.
//! Each takes the section of the guide at hand.

use crate::problem::ProblemKind;
use crate::table::*;

/// `ff 01`: 01 is `v1`.
pub(super) const fn protocol_version(source: &'static str) -> Row {
    row(
        0xff,
        0x01,
        source,
        const { &[version("ipso_version", Version::Decimal).note("protocol version")] },
    )
}

/// `ff 09`: 0140 is `v1.4`, 0310 is `v3.1`.
pub(super) const fn hardware_version(source: &'static str) -> Row {
    row(0xff, 0x09, source, const { &[version("hardware_version", Version::HexNibble)] })
}

/// `ff 0a`: 0114 is `v1.14`.
pub(super) const fn firmware_version(source: &'static str) -> Row {
    row(0xff, 0x0a, source, const { &[version("firmware_version", Version::HexHex)] })
}

/// `ff 0b`
pub(super) const fn power_on(source: &'static str) -> Row {
    row(0xff, 0x0b, source, const { &[presence("device_status", "on").note("sent at power-on")] })
}

/// `ff 0f`; the guides have classes A to C, the vendor's codec also 03.
pub(super) const fn lorawan_class(source: &'static str) -> Row {
    const CLASSES: Labels = &[(0, "Class A"), (1, "Class B"), (2, "Class C"), (3, "Class CtoB")];
    row(0xff, 0x0f, source, const { &[choice("lorawan_class", CLASSES)] })
}

/// `ff ff`: 0100 is `v1.0`.
pub(super) const fn tsl_version(source: &'static str) -> Row {
    row(0xff, 0xff, source, const { &[version("tsl_version", Version::DecimalDecimal)] })
}

/// `ff fe`
pub(super) const fn reset_report(source: &'static str) -> Row {
    row(0xff, 0xfe, source, const { &[presence("reset_event", "reset")] })
}

/// `ff 16`: 16 digits.
pub(super) const fn serial_number(source: &'static str) -> Row {
    row(0xff, 0x16, source, const { &[hex("sn", 8).note("serial number")] })
}

/// `01 75`; only the VS321 guide says that it starts at 1.
pub(super) const fn battery(low: f64) -> Part {
    number("battery", Wire::U8).unit("%").range(low, 100.0)
}

/// `ff 10`; settings sent with it take effect first, so it stands last.
pub(super) const fn reboot(source: &'static str) -> Row {
    row(0xff, 0x10, source, const { &[yes("reboot")] })
}

/// Departures of every device.
pub const GENERAL: &[Departure] = &[
    departure(
        "incomplete-payload",
        "A channel that is unknown or cut short gives a warning and no value.",
        "Values are made of bytes that are not there, or what follows vanishes without a word.",
    )
    .shown_by(&[ProblemKind::UnknownChannel, ProblemKind::Truncated]),
    departure(
        "range",
        "A value outside its range, or of another type, is refused with its path.",
        "Many values are sent all the same, cut to the bytes that there are.",
    ),
    departure(
        "command-order",
        "Settings are sent first, then `reset`, and `reboot` last.",
        "`reboot` is sent first, before the settings that it is given with.",
    ),
    departure(
        "raw-number",
        "A label may also be given as the raw number before it in docs/fields.md.",
        "Labels alone are taken.",
    ),
    departure(
        "one-script",
        "`encodeDownlink` returns `fPort`, `decodeDownlink` exists, and decoder and encoder share \
         one script.",
        "Decoder and encoder are two scripts whose names clash, and no downlink is decoded.",
    ),
];

/// Of [`protocol_version`].
pub(super) const IPSO_VERSION: Departure =
    departure("ipso-version", "01 is `\"v1\"`, as in the guide.", "01 is `\"v0.1\"`.")
        .fields(&["ipso_version"]);
