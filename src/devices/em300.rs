//! EM300 sensors. Sections are those of the EM300 series guide, whose version is not known; the web
//! guides, one a model, are undated and share their chapters.

use super::common::*;
use crate::problem::ProblemKind;
use crate::table::*;

const UPLINK: &str = "EM300-ZLD web guide, Uplink Data";
const DOWNLINK: &str = "EM300-MCS web guide, Downlink Command";
const ENQUIRY: &str = "EM300-MCS web guide, Historical Data Enquiry";
/// The only web guide at hand with the alarms of a state and the D2D commands.
const MLD_DOWNLINK: &str = "EM300-MLD web guide, Downlink Command";
const DI_UPLINK: &str = "EM300-DI web guide, Uplink Data";
const DI_DOWNLINK: &str = "EM300-DI web guide, Downlink Command";

/// Those of EM300-TH and EM300-MCS.
const DEPARTURES: &[Departure] = &[
    IPSO_VERSION,
    FETCH_RESULT,
    FD_ECHO,
    FETCH_HISTORY,
    RECORD_INTERVALS,
    UNKNOWN_TYPE,
    THRESHOLD_ORDER,
    D2D_COMMAND,
    D2D_LENGTH,
    TIMESTAMP,
];

pub(crate) const EM300_TH: Device = Device {
    model: "em300-th",
    name: "EM300-TH temperature & humidity sensor",
    aliases: &[],
    guide: GUIDE,
    class: Class::A,
    indoor: false,
    uplink: rows!(
        basic_information("5.1", VENDOR_CODEC),
        [battery_level("5.2")],
        climate("5.2"),
        [list(
            0x20,
            0xce,
            VENDOR_CODEC,
            "history",
            &[timestamp(), temperature(), humidity(), reserved(0)],
        )
        .note(RECORDS)],
        fetch_history_result(ENQUIRY),
    ),
    downlink: rows!(
        intervals(),
        [temperature_alarm("temperature_alarm_config", DOWNLINK)],
        calibrations(),
        [d2d_master_config(
            0x79,
            MLD_DOWNLINK,
            &[
                choice("mode", &[(1, "temperature_alarm"), (2, "temperature_alarm_release")])
                    .note("the condition")
                    .source(VENDOR_CODEC),
                report_type(),
                d2d_cmd().source(VENDOR_CODEC),
            ],
        )],
        storage(DOWNLINK, ENQUIRY),
        [report_status(), reboot(DOWNLINK)],
    ),
    departures: DEPARTURES,
};

pub(crate) const EM300_MCS: Device = Device {
    model: "em300-mcs",
    name: "EM300-MCS magnetic contact switch",
    aliases: &[],
    guide: GUIDE,
    class: Class::A,
    indoor: false,
    uplink: rows!(
        basic_information("5.1", VENDOR_CODEC),
        [battery_level("5.2")],
        climate("5.2"),
        [
            row(0x06, 0x00, "5.2", &[magnet_status()]),
            list(
                0x20,
                0xce,
                ENQUIRY,
                "history",
                &[timestamp(), temperature(), humidity(), magnet_status()],
            )
            .note(RECORDS),
        ],
        fetch_history_result(ENQUIRY),
    ),
    downlink: rows!(
        intervals(),
        [
            temperature_alarm("temperature_alarm_config", DOWNLINK),
            state_alarm("magnet_alarm_config").note("alarm of magnet_status"),
        ],
        calibrations(),
        [d2d_master_config(
            0x79,
            MLD_DOWNLINK,
            &[
                choice(
                    "mode",
                    &[
                        (1, "temperature_alarm"),
                        (2, "temperature_alarm_release"),
                        (3, "magnet_status_alarm"),
                        (4, "magnet_status_alarm_release"),
                    ],
                )
                .note("the condition")
                .source(VENDOR_CODEC),
                report_type(),
                d2d_cmd().source(VENDOR_CODEC),
            ],
        )],
        storage(DOWNLINK, ENQUIRY),
        [report_status(), reboot(DOWNLINK)],
    ),
    departures: DEPARTURES,
};

pub(crate) const EM300_SLD: Device = Device {
    model: "em300-sld",
    name: "EM300-SLD spot and EM300-ZLD zone leak detection sensor",
    aliases: &["em300-zld"],
    guide: GUIDE,
    class: Class::A,
    indoor: false,
    uplink: rows!(
        basic_information("5.1", VENDOR_CODEC),
        [battery_level("5.2")],
        climate("5.2"),
        [
            row(0x05, 0x00, "5.2", &[leakage_status()]),
            list(
                0x20,
                0xce,
                UPLINK,
                "history",
                &[timestamp(), temperature(), humidity(), leakage_status()],
            )
            .note(RECORDS),
        ],
        fetch_history_result(ENQUIRY),
    ),
    downlink: rows!(
        intervals(),
        [
            temperature_alarm("temperature_alarm_config", DOWNLINK),
            state_alarm("leakage_alarm_config").note("alarm of leakage_status"),
        ],
        calibrations(),
        [d2d_master_config(
            0x79,
            MLD_DOWNLINK,
            &[
                choice(
                    "mode",
                    &[
                        (1, "temperature_alarm"),
                        (2, "temperature_alarm_release"),
                        (3, "leakage_alarm"),
                        (4, "leakage_alarm_release"),
                    ],
                )
                .note("the condition")
                .source(VENDOR_CODEC),
                report_type(),
                d2d_cmd().source(VENDOR_CODEC),
            ],
        )],
        storage(DOWNLINK, ENQUIRY),
        [report_status(), reboot(DOWNLINK)],
    ),
    departures: &[
        IPSO_VERSION,
        FETCH_RESULT,
        FD_ECHO,
        FETCH_HISTORY,
        RECORD_INTERVALS,
        UNKNOWN_TYPE,
        THRESHOLD_ORDER,
        D2D_COMMAND,
        departure(
            "d2d-mode-zero",
            "`mode` 00 of a D2D command is `\"unknown\"`, with a warning: no guide has it.",
            "It is `\"disable\"`, which is refused in commands.",
        )
        .fields(&["d2d_master_config"])
        .shown_by(&[ProblemKind::NoLabel]),
        D2D_LENGTH,
    ],
};

/// The model's own uplink chapter was not at hand: its rows are the vendor's codec's, as in the
/// series.
pub(crate) const EM300_MLD: Device = Device {
    model: "em300-mld",
    name: "EM300-MLD membrane leak detection sensor",
    aliases: &[],
    guide: GUIDE,
    class: Class::A,
    indoor: false,
    uplink: rows!(
        basic_information("5.1", VENDOR_CODEC),
        [
            battery_level("5.2"),
            // The vendor's table prints channel 06, its example and its code 05.
            row(0x05, 0x00, VENDOR_CODEC, &[leakage_status()]),
            list(
                0x20,
                0xce,
                VENDOR_CODEC,
                "history",
                &[timestamp(), reserved(0), reserved(0), reserved(0), leakage_status()],
            )
            .note(RECORDS),
        ],
        fetch_history_result(ENQUIRY),
    ),
    downlink: rows!(
        intervals(),
        [
            state_alarm("leakage_alarm_config").note("alarm of leakage_status"),
            d2d_master_config(
                0x79,
                MLD_DOWNLINK,
                &[
                    // The guide has both numbers, for leak and no leak.
                    choice(
                        "mode",
                        &[(3, "leakage_status_alarm"), (4, "leakage_status_alarm_release")],
                    )
                    .note("the condition"),
                    report_type(),
                    d2d_cmd().source(VENDOR_CODEC),
                ],
            ),
        ],
        storage(MLD_DOWNLINK, ENQUIRY),
        [report_status(), reboot(MLD_DOWNLINK)],
    ),
    departures: &[
        IPSO_VERSION,
        FETCH_RESULT,
        FD_ECHO,
        FETCH_HISTORY,
        RECORD_INTERVALS,
        UNKNOWN_TYPE,
        D2D_COMMAND,
        D2D_LENGTH,
        TIMESTAMP,
    ],
};

pub(crate) const EM300_DI: Device = Device {
    model: "em300-di",
    name: "EM300-DI pulse counter",
    aliases: &[],
    guide: GUIDE,
    class: Class::A,
    indoor: false,
    uplink: rows!(
        basic_information("5.1", VENDOR_CODEC),
        [battery_level("5.2")],
        climate("5.2"),
        [
            row(0x05, 0x00, "5.2", &[gpio()]),
            row(
                0x05,
                0xc8,
                "5.2",
                &[number("pulse", Wire::U32)
                    .note("firmware version 1.2 and before; from 1.3 on only water has the count")],
            ),
            row(0x05, 0xe1, DI_UPLINK, &[water_conv(), pulse_conv(), water()]),
            row(
                0x85,
                0x00,
                DI_UPLINK,
                &[gpio(), choice("gpio_alarm", &[(0, "gpio alarm release"), (1, "gpio alarm")])],
            ),
            row(
                0x85,
                0xe1,
                DI_UPLINK,
                &[
                    water_conv(),
                    pulse_conv(),
                    water(),
                    choice(
                        "water_alarm",
                        &[
                            (1, "water outage timeout alarm"),
                            (2, "water outage timeout alarm release"),
                            (3, "water flow timeout alarm"),
                            (4, "water flow timeout alarm release"),
                        ],
                    ),
                ],
            ),
            // The guide's line has the pulses in bytes 9 to 12 and the state in byte 13. The line
            // of its successor, the vendor's codec and all examples have the state first.
            list(
                0x20,
                0xce,
                DI_UPLINK,
                "history",
                &[
                    timestamp(),
                    temperature(),
                    humidity(),
                    sub_kind(1),
                    constant("gpio_type", "gpio").note("the interface type"),
                    gpio(),
                    reserved(0),
                    reserved(0),
                    reserved(0),
                    reserved(0),
                ],
            )
            .note(
                "stored or retransmitted records; 20 ce is of firmware version 1.2 and before, \
                 its successor is 21 ce",
            ),
            list(
                0x20,
                0xce,
                DI_UPLINK,
                "history",
                &[
                    timestamp(),
                    temperature(),
                    humidity(),
                    sub_kind(2),
                    constant("gpio_type", "counter"),
                    reserved(0),
                    number("pulse", Wire::U32).source(VENDOR_CODEC).note(
                        "in bytes 10 to 13, as in the vendor's codec; the guide's text has \
                         them in bytes 9 to 12",
                    ),
                ],
            ),
            list(
                0x20,
                0xce,
                DI_UPLINK,
                "history",
                &[
                    timestamp(),
                    temperature(),
                    humidity(),
                    any_other_kind(),
                    constant("gpio_type", "unknown"),
                    reserved(0),
                    reserved(0),
                    reserved(0),
                    reserved(0),
                    reserved(0),
                ],
            ),
            list(
                0x21,
                0xce,
                DI_UPLINK,
                "history",
                &[
                    timestamp(),
                    temperature(),
                    humidity(),
                    record_alarm(),
                    sub_kind(1),
                    constant("gpio_type", "gpio").source(VENDOR_CODEC),
                    gpio().source(VENDOR_CODEC),
                    reserved(0),
                    reserved(0),
                    reserved(0),
                    reserved(0),
                    reserved(0),
                    reserved(0),
                    reserved(0),
                    reserved(0),
                ],
            ),
            list(
                0x21,
                0xce,
                DI_UPLINK,
                "history",
                &[
                    timestamp(),
                    temperature(),
                    humidity(),
                    record_alarm(),
                    sub_kind(2),
                    constant("gpio_type", "counter").source(VENDOR_CODEC),
                    reserved(0),
                    water_conv().source(VENDOR_CODEC),
                    pulse_conv().source(VENDOR_CODEC),
                    water().source(VENDOR_CODEC),
                ],
            ),
            list(
                0x21,
                0xce,
                DI_UPLINK,
                "history",
                &[
                    timestamp(),
                    temperature(),
                    humidity(),
                    record_alarm(),
                    any_other_kind(),
                    constant("gpio_type", "unknown").source(VENDOR_CODEC),
                    reserved(0),
                    reserved(0),
                    reserved(0),
                    reserved(0),
                    reserved(0),
                    reserved(0),
                    reserved(0),
                    reserved(0),
                    reserved(0),
                ],
            ),
        ],
        fetch_history_result(ENQUIRY),
    ),
    downlink: rows!(
        [
            // The vendor's codec has the ranges, the guide the unit.
            row(
                0xff,
                0x03,
                "5.3",
                &[number("report_interval", Wire::U16)
                    .unit("s")
                    .range(60.0, 64800.0)
                    .note("by default 600 s")],
            ),
            row(
                0xff,
                0x02,
                DI_DOWNLINK,
                &[number("collection_interval", Wire::U16)
                    .unit("s")
                    .range(60.0, 64800.0)
                    .note("by default 60 s")],
            ),
            time_zone(DI_DOWNLINK),
            row(
                0xff,
                0xc3,
                DI_DOWNLINK,
                &[choice("gpio_mode", &[(1, "digital"), (2, "counter")])
                    .note("the interface type")],
            ),
            row(0xff, 0xa3, DI_DOWNLINK, &[reserved(1), enable("pulse_filter_enable")]),
            row(
                0xff,
                0xa4,
                VENDOR_CODEC,
                &[number("water_flow_determination", Wire::U16).unit("s").full_range()],
            ),
            object(
                0xff,
                0xa2,
                DI_DOWNLINK,
                "pulse_conversion_settings",
                &[
                    enable("enable").note("computes water from the pulses"),
                    number("water", Wire::U16).div(10).full_range().note("a quantity of water"),
                    number("pulse", Wire::U16)
                        .div(10)
                        .full_range()
                        .note("the number of pulses for this quantity of water"),
                    text("unit", 4).note("the unit of water").source(VENDOR_CODEC),
                ],
            )
            .note("water is water / pulse times the number of pulses"),
            // No guide has kind 0; 1 and 2 are those of the guide's settings.
            duration_alarm("water_flow_alarm_settings", const { &duration_parts(0) })
                .note("alarm of the water's flow; no guide documents it"),
            duration_alarm("water_flow_timeout_alarm_settings", const { &duration_parts(1) })
                .note("alarm of a flow that lasts as long as the duration"),
            duration_alarm("water_outage_timeout_alarm_settings", const { &duration_parts(2) })
                .note("alarm of an outage that lasts as long as the duration"),
            temperature_alarm("temperature_alarm_settings", DI_DOWNLINK),
            row(
                0xff,
                0x35,
                VENDOR_CODEC,
                &[hex("d2d_key", 8).note("hardware version 2.0 and firmware version 1.7 on")],
            ),
            d2d_master_config(
                0x79,
                VENDOR_CODEC,
                &[
                    choice(
                        "mode",
                        &[
                            (1, "water outage timeout alarm"),
                            (2, "water outage timeout alarm release"),
                            (3, "water flow timeout alarm"),
                            (4, "water flow timeout alarm release"),
                            (5, "gpio high"),
                            (6, "gpio low"),
                        ],
                    )
                    .note("the condition"),
                    bits(1, &[d2d_entry_enable().bits(1), d2d_uplink_enable().bits(1), spare(6)]),
                    d2d_cmd(),
                ],
            ),
        ],
        history_settings(DI_DOWNLINK),
        [
            resend_setting(ENQUIRY),
            sync_time(),
            // Stopped, cleared, set and started, in this order.
            row(
                0xff,
                0x4e,
                VENDOR_CODEC,
                &[reserved(1), sub_kind(1), constant("stop_counter", "yes")],
            )
            .action(),
            row(
                0xff,
                0x4e,
                VENDOR_CODEC,
                &[reserved(1), sub_kind(0), constant("clear_counter", "yes")],
            )
            .action(),
            row(
                0xff,
                0x92,
                DI_DOWNLINK,
                &[reserved(1), number("counter", Wire::U32).full_range().note("the initial count")],
            )
            .action(),
            row(
                0xff,
                0x4e,
                VENDOR_CODEC,
                &[reserved(1), sub_kind(2), constant("start_counter", "yes")],
            )
            .action(),
            stop_transmit(ENQUIRY),
        ],
        fetch_history(ENQUIRY),
        [
            clear_history(),
            row(0xff, 0x28, VENDOR_CODEC, &[yes("query_device_status")]),
            reboot(DI_DOWNLINK),
        ],
    ),
    departures: &[
        IPSO_VERSION,
        FETCH_RESULT,
        FD_ECHO,
        END_TIME,
        RECORD_INTERVALS,
        UNKNOWN_TYPE,
        ALARM_KIND,
        THRESHOLD_ORDER,
        D2D_COMMAND,
        departure(
            "water",
            "`water` is the number that the device has sent; NaN and infinity give a warning and \
             no field.",
            "It is rounded to two decimals; a value that is not a number becomes a large negative \
             one.",
        )
        .fields(&["water", "history"]),
        departure(
            "unit",
            "`unit` is read without the 00 that fill it, `\"unknown\"` where the bytes are no text; a \
             text of more than 4 bytes is refused.",
            "It has them and what follows; a longer text makes another command.",
        )
        .fields(&["pulse_conversion_settings.unit"]),
        departure(
            "sync-time",
            "The echo of `sync_time` is one byte long, and what follows decodes.",
            "The byte is taken for a channel, which ends decoding.",
        )
        .fields(&["sync_time"])
        .affects_rest(),
    ],
};

const D2D_LENGTH: Departure = departure(
    "d2d-length",
    "An entry of `d2d_master_config` is four bytes long, as the command is.",
    "Its echo is read as six bytes: the next two bytes are lost, and so is a second entry.",
)
.fields(&["d2d_master_config"])
.affects_rest();

const GUIDE: &str = "EM300 Series User Guide";

const RECORDS: &str = "stored or retransmitted records";

const fn battery_level(source: &'static str) -> Row {
    row(
        0x01,
        0x75,
        source,
        const { &[battery(0.0).note("sent when the device joins and every 6 h")] },
    )
}

/// `ff 03` and `ff 02`. The range of `report_interval` is the vendor's codec's.
const fn intervals() -> [Row; 2] {
    [
        row(
            0xff,
            0x03,
            "5.3",
            const {
                &[number("report_interval", Wire::U16)
                    .unit("s")
                    .range(1.0, 64800.0)
                    .note("by default 600 s")]
            },
        ),
        row(
            0xff,
            0x02,
            DOWNLINK,
            const { &[number("collection_interval", Wire::U16).unit("s").full_range()] },
        ),
    ]
}

/// `ff ea`: bits 1 to 0 are the sensor's number, bit 7 enables.
const fn calibrations() -> [Row; 2] {
    const fn calibration_enable() -> Part {
        enable("enable").bits(1).note("turns the calibration on")
    }
    const TEMPERATURE: &[Part] = &[sub_kind(0).bits(2), spare(5), calibration_enable()];
    const HUMIDITY: &[Part] = &[sub_kind(1).bits(2), spare(5), calibration_enable()];
    [
        object(
            0xff,
            0xea,
            DOWNLINK,
            "temperature_calibration_settings",
            const { &[bits(1, TEMPERATURE), celsius("calibration_value")] },
        )
        .note("calibration of the temperature; firmware version 1.8 on"),
        object(
            0xff,
            0xea,
            DOWNLINK,
            "humidity_calibration_settings",
            const {
                &[
                    bits(1, HUMIDITY),
                    number("calibration_value", Wire::I16).div(2).unit("%RH").full_range(),
                ]
            },
        )
        .note("calibration of the humidity; firmware version 1.8 on"),
    ]
}

/// `ff 06`, kind 2: the alarm of a state that is either regular or not.
const fn state_alarm(name: &'static str) -> Row {
    const SELECTOR: &[Part] =
        &[enable("enable").bits(3).note("turns the alarm on"), sub_kind(2).bits(3), spare(2)];
    const ALARM: &[Part] = &[
        bits(1, SELECTOR),
        reserved(0),
        reserved(0),
        reserved(0),
        reserved(0),
        number("report_interval", Wire::U16)
            .unit("s")
            .full_range()
            .note("the time between reports of an alarm"),
        number("report_times", Wire::U16).full_range().note("the number of reports of an alarm"),
    ];
    object(0xff, 0x06, MLD_DOWNLINK, name, ALARM)
}

/// `ff a1`
const fn duration_alarm(name: &'static str, parts: &'static [Part]) -> Row {
    object(0xff, 0xa1, VENDOR_CODEC, name, parts)
}

const fn duration_parts(kind: u8) -> [Part; 4] {
    [
        reserved(1),
        sub_kind(kind),
        enable("enable").note("turns the alarm on"),
        number("duration", Wire::U32)
            .unit("min")
            .range(1.0, 64800.0)
            .note("unit and range are those of a comment in the vendor's codec"),
    ]
}

/// The commands of stored records, of all devices of the series but EM300-DI.
const fn storage(settings: &'static str, enquiry: &'static str) -> [Row; 8] {
    let [enable, retransmit, interval] = history_settings(settings);
    let [point, range] = fetch_history(enquiry);
    [
        enable,
        retransmit,
        interval,
        resend_setting(enquiry),
        stop_transmit(enquiry).echo_channels(&[0xff, 0xfe]),
        point,
        range,
        clear_history(),
    ]
}

const fn report_status() -> Row {
    row(0xff, 0x28, VENDOR_CODEC, const { &[yes("report_status")] })
}

const fn report_type() -> Part {
    choice("report_type", &[(0, "lora"), (1, "d2d"), (3, "d2d_and_lora")])
        .note("an uplink alone, the D2D command alone, or both")
}

const fn magnet_status() -> Part {
    choice("magnet_status", &[(0, "close"), (1, "open")]).normalized(Measure::Contact)
}

const fn leakage_status() -> Part {
    choice("leakage_status", &[(0, "normal"), (1, "leak")]).normalized(Measure::WaterLeak)
}

const fn gpio() -> Part {
    choice("gpio", &[(0, "low"), (1, "high")])
}

const fn water_conv() -> Part {
    number("water_conv", Wire::U16).div(10).note("water of the pulse conversion")
}

const fn pulse_conv() -> Part {
    number("pulse_conv", Wire::U16).div(10).note("pulse of the pulse conversion")
}

const fn water() -> Part {
    number("water", Wire::F32).note(
        "in the unit of pulse_conversion_settings: water_conv / pulse_conv times the pulses; \
         firmware version 1.3 on",
    )
}

/// The guide's table has 0 to 4; the rest of it was not at hand.
const fn record_alarm() -> Part {
    choice(
        "alarm",
        &[
            (0, "none"),
            (1, "water outage timeout alarm"),
            (2, "water outage timeout alarm release"),
            (3, "water flow timeout alarm"),
            (4, "water flow timeout alarm release"),
            (5, "gpio alarm"),
            (6, "gpio alarm release"),
        ],
    )
    .note("5 and 6 are the vendor's codec's")
}
