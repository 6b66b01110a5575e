//! Rows and parts that several devices share, named as their guides name them.
//! Functions take the guide's section as the source of their rows.

use crate::problem::ProblemKind;
use crate::table::*;

/// Rows of a device, from arrays of rows: `rows!(history_enquiry("5.4"), [reboot("5.3")])`.
macro_rules! rows {
    ($($group:expr),+ $(,)?) => {{
        const GROUPS: &[&[Row]] = &[$(&$group),+];
        const ROWS: [Row; $crate::devices::common::count(GROUPS)] =
            $crate::devices::common::joined(GROUPS);
        &ROWS
    }};
}
pub(super) use rows;

#[allow(clippy::indexing_slicing)] // slices have no other way in a const fn
pub(super) const fn count(groups: &[&[Row]]) -> usize {
    let (mut count, mut group) = (0, 0);
    while group < groups.len() {
        count += groups[group].len();
        group += 1;
    }
    count
}

#[allow(clippy::indexing_slicing)] // slices have no other way in a const fn
pub(super) const fn joined<const COUNT: usize>(groups: &[&[Row]]) -> [Row; COUNT] {
    let mut rows = [groups[0][0]; COUNT];
    let (mut count, mut group) = (0, 0);
    while group < groups.len() {
        let mut row = 0;
        while row < groups[group].len() {
            rows[count] = groups[group][row];
            count += 1;
            row += 1;
        }
        group += 1;
    }
    rows
}

/// The rows of a device that joins: versions, serial number, class and two events. The TSL version
/// and the reset report have a source of their own, since most guides leave them out.
pub(super) const fn basic_information(
    source: &'static str,
    tsl_and_reset: &'static str,
) -> [Row; 8] {
    [
        lorawan_class(source),
        tsl_version(tsl_and_reset),
        hardware_version(source),
        firmware_version(source),
        serial_number(source),
        power_on(source),
        protocol_version(source),
        reset_report(tsl_and_reset),
    ]
}

/// `ff 01`: 01 is `v1`.
pub(super) const fn protocol_version(source: &'static str) -> Row {
    row(
        0xff,
        0x01,
        source,
        const { &[version("ipso_version", Coding::VersionDecimal).note("protocol version")] },
    )
}

/// `ff 09`: 0140 is `v1.4`, 0310 is `v3.1`.
pub(super) const fn hardware_version(source: &'static str) -> Row {
    row(0xff, 0x09, source, const { &[version("hardware_version", Coding::VersionNibble)] })
}

/// `ff 0a`: 0114 is `v1.14`.
pub(super) const fn firmware_version(source: &'static str) -> Row {
    row(0xff, 0x0a, source, const { &[version("firmware_version", Coding::VersionHex)] })
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
    row(0xff, 0xff, source, const { &[version("tsl_version", Coding::VersionDecimals)] })
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

/// `03 67` and `04 68`, for sensors without a documented value for "no reading".
pub(super) const fn climate(source: &'static str) -> [Row; 2] {
    [
        row(0x03, 0x67, source, const { &[temperature()] }),
        row(0x04, 0x68, source, const { &[humidity()] }),
    ]
}

pub(super) const fn temperature() -> Part {
    number("temperature", Wire::I16).div(10).unit("°C").normalized(Measure::AirTemperature)
}

pub(super) const fn humidity() -> Part {
    number("humidity", Wire::U8)
        .div(2)
        .unit("%RH")
        .range(0.0, 100.0)
        .normalized(Measure::AirHumidity)
}

pub(super) const fn timestamp() -> Part {
    number("timestamp", Wire::U32).unit("s").note("Unix time").normalized(Measure::Time)
}

/// `fc 6b` and `fc 6c`: the result of [`fetch_history`].
pub(super) const fn fetch_history_result(source: &'static str) -> [Row; 2] {
    const RESULT: &[Part] =
        &[choice("fetch_history_result", &[(0, "success"), (1, "invalid_time"), (2, "no_data")])];
    [row(0xfc, 0x6b, source, RESULT), row(0xfc, 0x6c, source, RESULT)]
}

/// `ff 68`, `ff 69` and `ff 6a 00`.
pub(super) const fn history_settings(source: &'static str) -> [Row; 3] {
    [
        row(0xff, 0x68, source, const { &[enable("history_enable").note("data storage")] }),
        row(
            0xff,
            0x69,
            source,
            const {
                &[enable("retransmit_enable")
                    .note("sends later what was lost while the network was away")]
            },
        ),
        row(
            0xff,
            0x6a,
            source,
            const {
                &[
                    sub_kind(0),
                    number("retransmit_interval", Wire::U16)
                        .unit("s")
                        .range(30.0, 1200.0)
                        .note("by default 600 s"),
                ]
            },
        ),
    ]
}

/// `ff 6a 01`, of the devices whose default is 60 s.
pub(super) const fn resend_setting(source: &'static str) -> Row {
    const PARTS: &[Part] =
        &[sub_kind(1), resend_interval().note("the retrievability interval, by default 60 s")];
    row(0xff, 0x6a, source, PARTS)
}

/// The interval of `ff 6a 01`.
pub(super) const fn resend_interval() -> Part {
    number("resend_interval", Wire::U16).unit("s").range(30.0, 1200.0)
}

/// `fd 6d`
pub(super) const fn stop_transmit(source: &'static str) -> Row {
    row(0xfd, 0x6d, source, const { &[yes("stop_transmit").note("stops sending stored records")] })
}

/// `fd 6b` and `fd 6c`
pub(super) const fn fetch_history(source: &'static str) -> [Row; 2] {
    const fn start_time() -> Part {
        number("start_time", Wire::U32).unit("s").full_range().note("Unix time")
    }
    const fn end_time() -> Part {
        number("end_time", Wire::U32)
            .unit("s")
            .full_range()
            .note("Unix time; an inquiry returns at most 300 records")
    }
    [
        object(0xfd, 0x6b, source, "fetch_history", const { &[start_time()] })
            .note("requests the stored records next to start_time, or from start_time to end_time")
            .action(),
        object(0xfd, 0x6c, source, "fetch_history", const { &[start_time(), end_time()] })
            .rules(const { &[Rule::at_least("end_time", "start_time")] })
            .action(),
    ]
}

/// `ff 27`; no guide has it. In a device's rows it follows [`fetch_history`].
pub(super) const fn clear_history() -> Row {
    row(
        0xff,
        0x27,
        VENDOR_CODEC,
        const { &[yes("clear_history").sends(0x01).note("deletes the stored records")] },
    )
    .undoes("fetch_history")
}

/// The side of the thresholds on which a value raises an alarm; 3 bits.
pub(super) const fn condition() -> Part {
    const CONDITIONS: Labels =
        &[(0, "disable"), (1, "below"), (2, "above"), (3, "between"), (4, "outside")];
    choice("condition", CONDITIONS).bits(3).note(
        "where the value is: below threshold_min, above threshold_max, between them or outside",
    )
}

/// The number of [`condition`] "outside".
pub(super) const OUTSIDE: u32 = 4;

/// For the conditions with both thresholds: between and outside.
pub(super) const THRESHOLDS: Rule =
    Rule::at_most("threshold_min", "threshold_max").when("condition", &[3, OUTSIDE]);

/// A threshold of a temperature alarm.
pub(super) const fn celsius(name: &'static str) -> Part {
    number(name, Wire::I16).div(10).unit("°C").full_range()
}

/// `ff 06`, kind 1, with both thresholds and four reserved bytes.
pub(super) const fn temperature_alarm(name: &'static str, source: &'static str) -> Row {
    const SELECTOR: &[Part] = &[condition(), sub_kind(1).bits(3), spare(2)];
    const ALARM: &[Part] = &[
        bits(1, SELECTOR),
        celsius("threshold_min"),
        celsius("threshold_max"),
        reserved(0),
        reserved(0),
        reserved(0),
        reserved(0),
    ];
    object(0xff, 0x06, source, name, ALARM)
        .note("threshold alarm of the temperature")
        .rules(const { &[THRESHOLDS] })
}

/// `ff 17`: tenths of an hour, truncated: 5:45 h is 57.
pub(super) const fn time_zone(source: &'static str) -> Row {
    row(0xff, 0x17, source, const { &[zone()] })
}

/// The time zone of [`time_zone`].
pub(super) const fn zone() -> Part {
    choice("time_zone", TIME_ZONES).bits(16).signed()
}

const TIME_ZONES: Labels = &[
    (-120, "UTC-12"),
    (-110, "UTC-11"),
    (-100, "UTC-10"),
    (-95, "UTC-9:30"),
    (-90, "UTC-9"),
    (-80, "UTC-8"),
    (-70, "UTC-7"),
    (-60, "UTC-6"),
    (-50, "UTC-5"),
    (-40, "UTC-4"),
    (-35, "UTC-3:30"),
    (-30, "UTC-3"),
    (-20, "UTC-2"),
    (-10, "UTC-1"),
    (0, "UTC"),
    (10, "UTC+1"),
    (20, "UTC+2"),
    (30, "UTC+3"),
    (35, "UTC+3:30"),
    (40, "UTC+4"),
    (45, "UTC+4:30"),
    (50, "UTC+5"),
    (55, "UTC+5:30"),
    (57, "UTC+5:45"),
    (60, "UTC+6"),
    (65, "UTC+6:30"),
    (70, "UTC+7"),
    (80, "UTC+8"),
    (90, "UTC+9"),
    (95, "UTC+9:30"),
    (100, "UTC+10"),
    (105, "UTC+10:30"),
    (110, "UTC+11"),
    (120, "UTC+12"),
    (127, "UTC+12:45"),
    (130, "UTC+13"),
    (140, "UTC+14"),
];

/// The list of D2D commands, one entry a channel.
#[track_caller]
pub(super) const fn d2d_master_config(
    type_byte: u8,
    source: &'static str,
    parts: &'static [Part],
) -> Row {
    list(0xff, type_byte, source, "d2d_master_config", parts)
        .note("the commands that the device sends to Milesight D2D agents, one entry a condition")
}

/// The command of an entry of `d2d_master_config`.
pub(super) const fn d2d_cmd() -> Part {
    hex("d2d_cmd", 2).low_byte_first().note("the control command")
}

/// The switch of an entry of `d2d_master_config`.
pub(super) const fn d2d_entry_enable() -> Part {
    enable("enable").note("turns the entry on")
}

/// The switch of the uplink that an entry of `d2d_master_config` sends as well.
pub(super) const fn d2d_uplink_enable() -> Part {
    enable("lora_uplink_enable").note("sends an uplink as well")
}

/// `ff 4a`; no guide has it.
pub(super) const fn sync_time() -> Row {
    row(0xff, 0x4a, VENDOR_CODEC, const { &[yes("sync_time").sends(0x00)] })
}

/// `ff 10`. Settings sent with it take effect first, so it is a device's last row.
pub(super) const fn reboot(source: &'static str) -> Row {
    row(0xff, 0x10, source, const { &[yes("reboot")] })
}

/// Departures of every device.
pub const GENERAL: &[Departure] = &[
    departure(
        "incomplete-payload",
        "A channel that is unknown or cut short gives a warning and no value.",
        "Values are made of bytes that are not there, or the bytes that follow are dropped without \
         a warning.",
    )
    .shown_by(&[ProblemKind::UnknownChannel, ProblemKind::Truncated]),
    departure(
        "range",
        "A value outside its range, off its step, of another type or missing from its object is \
         refused with its path.",
        "Many such values are sent all the same, cut to the bytes that there are, a missing one as 0.",
    ),
    departure(
        "unknown-field",
        "A field that no command has is an error, and so is a command that sends nothing.",
        "Both pass without a word.",
    ),
    departure(
        "command-order",
        "Settings are sent first, then `reset`, and `reboot` last.",
        "`reboot` is sent first, before the settings that it is given with.",
    ),
    departure(
        "raw-number",
        "A label may also be given as the raw number before it in docs/fields.md.",
        "Only labels are taken.",
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

/// Of `ff 8e`.
pub(super) const INTERVAL_KIND: Departure = departure(
    "interval-kind",
    "`ff 8e` of a kind other than 00 gives a warning and no field.",
    "The kind is ignored.",
)
.fields(&["report_interval"])
.shown_by(&[ProblemKind::UnknownSubKind]);

/// Of [`fetch_history_result`].
pub(super) const FETCH_RESULT: Departure = departure(
    "fetch-result",
    "`fc 6b` and `fc 6c` decode to `fetch_history_result`, a name of ours.",
    "They end decoding.",
)
.fields(&["fetch_history_result"])
.affects_rest();

/// Of [`fetch_history`] and [`stop_transmit`].
pub(super) const FD_ECHO: Departure =
    departure("fd-echo", "Echoes of `fd` commands decode.", "They end decoding.")
        .fields(&["fetch_history", "stop_transmit"])
        .affects_rest();

/// Of [`fetch_history`].
pub(super) const END_TIME: Departure = departure(
    "end-time",
    "`end_time: 0` is an end like any other.",
    "It counts as absent, so another command is sent.",
);

/// Of devices for which the vendor's codec swaps the two forms of [`fetch_history`].
pub(super) const FETCH_HISTORY: Departure = departure(
    "fetch-history",
    "`fetch_history` with `end_time` is `fd 6c`, without it `fd 6b`, as in the guide.",
    "With `end_time` it is `fd 6b` and the end is lost, without it `fd 6c` with an end of 0.",
)
.fields(&["fetch_history"]);

/// Of the records' [`timestamp`].
pub(super) const TIMESTAMP: Departure = departure(
    "timestamp",
    "Timestamps of records stay positive after 2038-01-19.",
    "They are negative from then on.",
)
.fields(&["history"]);

/// Of [`THRESHOLDS`].
pub(super) const THRESHOLD_ORDER: Departure = departure(
    "threshold-order",
    "A `threshold_min` above `threshold_max` is refused where `condition` is between or outside.",
    "The thresholds are not compared.",
);

/// Of [`d2d_cmd`].
pub(super) const D2D_COMMAND: Departure = departure(
    "d2d-command",
    "A `d2d_cmd` that is not a text is an error.",
    "Another command is made of it.",
);

/// Of the range of `retransmit_interval` and `resend_interval`.
pub(super) const RECORD_INTERVALS: Departure = departure(
    "record-intervals",
    "`retransmit_interval` and `resend_interval` are 30 to 1200 s, as in the guide.",
    "1 to 64800 s are taken.",
);

/// Of `ff 06`.
pub(super) const ALARM_KIND: Departure = departure(
    "alarm-kind",
    "`ff 06` of an unknown kind gives a warning and no field.",
    "Every kind is read as the first.",
)
.shown_by(&[ProblemKind::UnknownSubKind]);

/// Of channels `ff` and `fe`.
pub(super) const UNKNOWN_TYPE: Departure = departure(
    "unknown-type",
    "An unknown type of `ff` or `fe` gives a warning; the fields before it are kept.",
    "The whole payload is lost to an exception.",
)
.shown_by(&[ProblemKind::UnknownChannel, ProblemKind::Truncated])
.affects_rest();
