//! EM320-TH temperature & humidity sensor, version 1: EM320-TH V2 has another protocol. Sections
//! are those of its user guide, whose version is not known; the web guide is undated.

use super::common::*;
use crate::table::*;

const UPLINK: &str = "EM320-TH web guide, Uplink Data";
const DOWNLINK: &str = "EM320-TH web guide, Downlink Command";

pub(crate) const EM320_TH: Device = Device {
    model: "em320-th",
    name: "EM320-TH temperature & humidity sensor",
    aliases: &[],
    guide: "EM320-TH User Guide",
    class: Class::A,
    indoor: false,
    uplink: rows!(
        basic_information("5.1", VENDOR_CODEC),
        [row(0x01, 0x75, "5.2", &[battery(0.0)])],
        climate("5.2"),
        [list(0x20, 0xce, UPLINK, "history", &[timestamp(), temperature(), humidity()])
            .note("stored or retransmitted records")],
        fetch_history_result("5.4"),
    ),
    downlink: rows!(
        [
            // The vendor's codec has both ranges; the settings chapter has the rule between them.
            row(
                0xff,
                0x03,
                "5.3",
                &[number("report_interval", Wire::U16)
                    .unit("s")
                    .range(60.0, 64800.0)
                    .note("by default 600 s; should be above collection_interval")],
            ),
            row(
                0xff,
                0x02,
                DOWNLINK,
                &[number("collection_interval", Wire::U16)
                    .unit("s")
                    .range(60.0, 64800.0)
                    .note("by default 60 s")],
            )
            .rules(&[Rule::above("report_interval", "collection_interval").warns()]),
            // The guide has bits 7 to 6 as ones, the vendor's codec as zeros.
            object(
                0xff,
                0x06,
                "5.3",
                "temperature_alarm_config",
                &[
                    bits(1, &[condition(), sub_kind(1).bits(3), spare(2).filled()]),
                    celsius("threshold_min"),
                    celsius("threshold_max"),
                    reserved(0),
                    reserved(0),
                    reserved(0),
                    reserved(0),
                ],
            )
            .note("threshold alarm of the temperature")
            .rules(&[THRESHOLDS]),
        ],
        history_settings(DOWNLINK),
        [resend_setting("5.4"), stop_transmit("5.4")],
        fetch_history("5.4"),
        [clear_history(), row(0xff, 0x28, VENDOR_CODEC, &[yes("report_status")]), reboot(DOWNLINK)],
    ),
    departures: &[
        IPSO_VERSION,
        FETCH_RESULT,
        FD_ECHO,
        UNKNOWN_TYPE,
        ALARM_KIND,
        THRESHOLD_ORDER,
        departure(
            "alarm-control-bits",
            "Bits 7 and 6 of an alarm's first byte are sent as 11, as in the guide.",
            "They are sent as 00.",
        ),
        departure(
            "fetch-history-lost",
            "`fetch_history` is sent with the times that are given.",
            "Each is sent as `fd 6b 00 00 00 00`.",
        )
        .fields(&["fetch_history"]),
    ],
};
