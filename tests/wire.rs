//! Every number of every device at the ends of its wire type, with its unit: tables
//! copied from the guides by hand, which know nothing of the rows.

use common::holds::{DIRECTIONS, decode, explain, paths};
use common::{device, hex, json, models};
use milesight_codec::table::Coding;
use milesight_codec::{Device, Direction, Problem, Value};

/// A number: the bytes before and behind it, its path and unit, and wire values with
/// what they mean. Those of the last list are outside the guide's range.
type Number<'a> = (&'a str, &'a str, &'a str, &'a str, Ends<'a>, Ends<'a>);
type Ends<'a> = &'a [(&'a str, f64)];

const U8: Ends = &[("00", 0.0), ("ff", 255.0)];
const U16: Ends = &[("0000", 0.0), ("ff7f", 32767.0), ("0080", 32768.0), ("ffff", 65535.0)];
const U32: Ends = &[("00000000", 0.0), ("ffffffff", 4_294_967_295.0)];
const TENTHS: Ends = &[("0080", -3276.8), ("ffff", -0.1), ("0000", 0.0), ("ff7f", 3276.7)];
const TEMPERATURE: Ends = &[("0080", -3276.8), ("0000", 0.0), ("ff7f", 3276.7)];
const HALVES: Ends = &[("00", 0.0), ("c8", 100.0)];
const PERCENT: Ends = &[("00", 0.0), ("64", 100.0)];
const OVER: Ends = &[("65", 101.0), ("ff", 255.0)];

const SOCKET_UPLINKS: &[Number] = &[
    ("0374", "", "voltage", "V", &[("0000", 0.0), ("ffff", 6553.5)], &[]),
    ("0480", "", "active_power", "W", U32, &[]),
    ("0581", "", "power_factor", "%", PERCENT, OVER),
    ("0683", "", "power_consumption", "Wh", U32, &[]),
    ("07c9", "", "current", "mA", U16, &[]),
    ("ff2401", "", "current_alarm_config.threshold", "A", U8, &[]),
    ("ff25", "", "child_lock_config.lock_time", "min", &[("0000", 0.0), ("ff7f", 32767.0)], &[]),
    ("ff3001", "", "over_current_protection.trip_current", "A", U8, &[]),
];

const SOCKET_DOWNLINKS: &[Number] = &[
    ("ff03", "", "report_interval", "s", U16, &[]),
    ("ff23", "ff", "cancel_delay_task", "", U8, &[]),
    ("ff2200", "11", "delay_task.delay_time", "s", U16, &[]),
    ("ff2401", "", "current_alarm_config.threshold", "A", U8, &[]),
    ("ff25", "", "child_lock_config.lock_time", "min", &[("0080", 0.0), ("ffff", 32767.0)], &[]),
    ("ff3001", "", "over_current_protection.trip_current", "A", U8, &[]),
];

const BUTTON_UPLINKS: &[Number] = &[("0175", "", "battery", "%", PERCENT, OVER)];

const BUTTON_DOWNLINKS: &[Number] = &[("ff03", "", "reporting_interval", "s", U16, &[])];

const SENSOR_UPLINKS: &[Number] = &[
    ("0175", "", "battery", "%", &[("01", 1.0), ("64", 100.0)], &[("00", 0.0), ("65", 101.0)]),
    ("0367", "", "temperature", "°C", TEMPERATURE, &[]),
    ("0468", "", "humidity", "%RH", HALVES, &[("c9", 100.5), ("fe", 127.0)]),
    ("05fd", "", "people_total_counts", "", U16, &[]),
    ("0aef", "", "timestamp", "s", U32, &[]),
    ("8367", "01", "temperature", "°C", TENTHS, &[]),
    ("8468", "01", "humidity", "%RH", HALVES, &[("c9", 100.5), ("ff", 127.5)]),
    ("20ce", "0105000000", "history[0].timestamp", "s", U32, &[]),
    ("20ce", "0001000100", "history[0].timestamp", "s", U32, &[]),
    // Of a kind that the guide does not know, which is what the warning says.
    ("20ce", "0200000000", "history[0].timestamp", "s", &[], U32),
    ("20cee81b446601", "0000", "history[0].people_total_counts", "", U16, &[]),
];

const SENSOR_DOWNLINKS: &[Number] = &[
    ("ff8e00", "", "report_interval", "min", U16, &[]),
    ("ff02", "", "collection_interval", "min", U16, &[]),
    ("ff060c", "000000000000", "temperature_alarm_config.threshold_min", "°C", TENTHS, &[]),
    ("ff060c0000", "00000000", "temperature_alarm_config.threshold_max", "°C", TENTHS, &[]),
    ("ff060c00000000", "0000", "temperature_alarm_config.lock_time", "min", U16, &[]),
    ("ff060c000000000000", "", "temperature_alarm_config.continue_time", "min", U16, &[]),
    (
        "ff0614",
        "000000000000",
        "humidity_alarm_config.threshold_min",
        "%RH",
        &[("0000", 0.0), ("ffff", 32767.5)],
        &[],
    ),
    (
        "ff06140000",
        "00000000",
        "humidity_alarm_config.threshold_max",
        "%RH",
        &[("0000", 0.0), ("ffff", 32767.5)],
        &[],
    ),
    ("ff061400000000", "0000", "humidity_alarm_config.lock_time", "min", U16, &[]),
    ("ff0614000000000000", "", "humidity_alarm_config.continue_time", "min", U16, &[]),
    ("ff061c", "000000000000", "illuminance_alarm_config.threshold_min", "lux", U16, &[]),
    ("ff061c0000", "00000000", "illuminance_alarm_config.threshold_max", "lux", U16, &[]),
    ("ff061c00000000", "0000", "illuminance_alarm_config.lock_time", "min", U16, &[]),
    ("ff061c000000000000", "", "illuminance_alarm_config.continue_time", "min", U16, &[]),
    ("ff96", "010104e0050001", "d2d_master_config[0].mode", "", U8, &[]),
    ("ff96010101e004", "01", "d2d_master_config[0].time", "min", U16, &[]),
    ("ff6a00", "", "retransmit_interval", "s", U16, &[]),
    ("ff6a01", "", "resend_interval", "s", U16, &[]),
    ("fd6b", "", "fetch_history.start_time", "s", U32, &[]),
    ("fd6c", "ffffffff", "fetch_history.start_time", "s", U32, &[]),
    ("fd6c00000000", "", "fetch_history.end_time", "s", U32, &[]),
    ("ff65", "", "lora_port", "", U8, &[]),
];

const ALL: &[(&str, Direction, &[Number])] = &[
    ("ws52x", Direction::Uplink, SOCKET_UPLINKS),
    ("ws523", Direction::Uplink, SOCKET_UPLINKS),
    ("ws101", Direction::Uplink, BUTTON_UPLINKS),
    ("vs321", Direction::Uplink, SENSOR_UPLINKS),
    ("ws52x", Direction::Downlink, SOCKET_DOWNLINKS),
    ("ws523", Direction::Downlink, SOCKET_DOWNLINKS),
    ("ws101", Direction::Downlink, BUTTON_DOWNLINKS),
    ("vs321", Direction::Downlink, SENSOR_DOWNLINKS),
];

fn check(device: &'static Device, direction: Direction, number: &Number) {
    let (before, after, path, unit, silent, warned) = number;
    for (ends, warnings) in [(silent, 0), (warned, 1)] {
        for (raw, value) in *ends {
            let text = format!("{before}{raw}{after}");
            let bytes = hex(&text);
            let decoded = decode(device, direction, &bytes);
            let what = format!("{} {direction:?} {text}", device.model);
            assert_eq!(paths(&decoded.data).get(*path), Some(&Value::Number(*value)), "{what}");
            assert_eq!(decoded.warnings.len(), warnings, "{what}: {:?}", decoded.warnings);
            assert_eq!(decoded.errors, [], "{what}");
            let spans = explain(device, direction, &bytes).spans;
            let mut parts = spans.iter().flat_map(|span| &span.parts);
            let part = parts.rfind(|part| part.path.as_deref() == Some(path)).unwrap();
            assert_eq!(part.unit.unwrap_or_default(), *unit, "{what}");
        }
    }
}

#[test]
fn numbers_are_right_at_the_ends_of_their_wire_types() {
    for (model, direction, numbers) in ALL {
        for number in *numbers {
            check(device(model), *direction, number);
        }
    }
}

/// The table above has all of them.
#[test]
fn the_table_has_every_number_of_every_device() {
    for device in models() {
        for direction in DIRECTIONS {
            let rows = if direction == Direction::Uplink { device.uplink } else { device.downlink };
            let numbers = rows.iter().flat_map(|row| row.leaves());
            let numbers = numbers.filter(|(part, _)| matches!(part.coding, Coding::Number { .. }));
            let known =
                ALL.iter().find(|(model, own, _)| (*model, *own) == (device.model, direction));
            let known = known.map_or(0, |(_, _, numbers)| numbers.len());
            assert_eq!(numbers.count(), known, "{} {direction:?}", device.model);
        }
    }
}

fn warnings(model: &str, data: &str) -> Vec<&'static str> {
    let encoded = device(model).encode_downlink(&json(data), &Value::Undefined);
    assert_eq!(encoded.errors, [], "{data}");
    encoded.warnings.iter().map(Problem::code).collect()
}

/// The last second that the wire has is an end like any other.
#[test]
fn an_inquiry_may_end_at_the_last_second() {
    let data = r#"{ "fetch_history": { "start_time": 4294967295, "end_time": 4294967295 } }"#;
    assert_eq!(warnings("vs321", data), [""; 0]);
}

/// The guide has "outside" for the illuminance alone; the others are sent with a warning.
#[test]
fn illuminance_takes_every_condition_and_orders_thresholds_for_two() {
    for (condition, ordered) in [
        ("disable", false),
        ("below", false),
        ("above", false),
        ("between", true),
        ("outside", true),
    ] {
        let data = |low, high| {
            json(&format!(
                r#"{{ "illuminance_alarm_config": {{ "condition": "{condition}",
                "threshold_min": {low}, "threshold_max": {high} }} }}"#
            ))
        };
        let sensor = device("vs321");
        let encoded = sensor.encode_downlink(&data(10, 20), &Value::Undefined);
        assert_eq!(encoded.errors, [], "{condition}");
        let codes: Vec<_> = encoded.warnings.iter().map(Problem::code).collect();
        let expected = if condition == "outside" { vec![] } else { vec!["undocumented"] };
        assert_eq!(codes, expected, "{condition}");
        let encoded = sensor.encode_downlink(&data(20, 10), &Value::Undefined);
        let paths: Vec<_> = encoded.errors.iter().map(Problem::path).collect();
        let expected =
            if ordered { vec!["illuminance_alarm_config.threshold_min"] } else { vec![] };
        assert_eq!(paths, expected, "{condition}");
    }
}

/// All but what does something once: a reset may undo the others.
#[test]
fn a_reset_warns_beside_every_setting() {
    let alarm = r#"{ "condition": "outside", "threshold_min": 1, "threshold_max": 2 }"#;
    let entry = r#"[{ "mode": 1, "enable": 1, "lora_uplink_enable": 1, "d2d_cmd": "e004",
        "time": 5, "time_enable": 1 }]"#;
    for (name, value, is_setting) in [
        ("report_type", "0", true),
        ("detection_mode", "0", true),
        ("report_interval", "5", true),
        ("collection_interval", "5", true),
        ("temperature_alarm_config", alarm, true),
        ("humidity_alarm_config", alarm, true),
        ("illuminance_alarm_config", alarm, true),
        ("d2d_key", "\"0011223344556677\"", true),
        ("d2d_enable", "1", true),
        ("d2d_master_config", entry, true),
        ("history_enable", "1", true),
        ("retransmit_enable", "1", true),
        ("retransmit_interval", "60", true),
        ("resend_interval", "60", true),
        ("adr_enable", "1", true),
        ("lora_port", "85", true),
        ("stop_transmit", "1", false),
        ("fetch_history", r#"{ "start_time": 1 }"#, false),
        ("fetch_history", r#"{ "start_time": 1, "end_time": 2 }"#, false),
        ("detect", "1", false),
        ("reboot", "1", false),
    ] {
        let data = format!(r#"{{ "{name}": {value}, "reset": "yes" }}"#);
        let expected = if is_setting { vec!["undoes_settings"] } else { vec![] };
        assert_eq!(warnings("vs321", &data), expected, "{data}");
    }
}
