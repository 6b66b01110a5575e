//! The schemas at the edge of their powers, a JSON Schema library being the judge. `properties.rs`
//! judges whatever is generated.

use std::collections::BTreeSet;

use common::codec::encode;
use common::device;
use common::schemas::{Beyond, judge_command};
use serde_json::{Value as Json, json};

/// Each decides a command by itself, or it need not be one.
#[test]
fn rules_beyond_json_schema_decide_what_the_schema_cannot() {
    let alarm = |min: f64, max: f64| {
        json!({ "temperature_alarm_config":
            { "condition": "between", "threshold_min": min, "threshold_max": max } })
    };
    for (data, rule) in [
        (alarm(60.0, 40.0), Beyond::TwoMembers),
        (json!({ "fetch_history": { "start_time": 2, "end_time": 1 } }), Beyond::TwoMembers),
        (alarm(5.05, 6.0), Beyond::Step),
    ] {
        assert_eq!(judge_command(device("vs321"), &data), BTreeSet::from([rule]), "{data}");
    }
    // Four characters of five bytes, which the field's four bytes do not hold.
    let unit = |unit: &str| {
        json!({ "pulse_conversion_settings":
            { "enable": "enable", "water": 1, "pulse": 1, "unit": unit } })
    };
    let counter = device("em300-di");
    assert_eq!(judge_command(counter, &unit("km³/")), BTreeSet::from([Beyond::Bytes]));
    assert_eq!(judge_command(counter, &unit("m³/")), BTreeSet::new());
}

#[test]
fn silent_commands_and_a_time_of_nothing_are_refused_by_both() {
    let entry = |enable: &str| {
        format!(
            r#"{{ "d2d_master_config": [{{ "mode": 1, "enable": 1, "lora_uplink_enable": 0,
            "d2d_cmd": "0102", "time": 0, "time_enable": {enable} }}] }}"#
        )
    };
    for (model, text, taken) in [
        ("ws101", r#"{}"#.to_owned(), false),
        ("ws101", r#"{ "reboot": "no", "query_device_status": false }"#.to_owned(), false),
        ("em300-di", r#"{ "stop_counter": "no", "start_counter": false }"#.to_owned(), false),
        ("em300-di", r#"{ "stop_counter": "no", "start_counter": true }"#.to_owned(), true),
        ("ws101", r#"{ "reboot": 0, "led_indicator_enable": 0 }"#.to_owned(), true),
        ("ws523", r#"{ "cancel_delay_task": "no", "report_status": 0 }"#.to_owned(), false),
        ("ws523", r#"{ "cancel_delay_task": 0, "report_status": 0 }"#.to_owned(), true),
        ("vs321", entry("true"), false),
        ("vs321", entry("1"), false),
        ("vs321", entry("\"enable\""), false),
        ("vs321", entry("\"disable\""), true),
        ("vs321", entry("0"), true),
    ] {
        let device = device(model);
        let data: Json = serde_json::from_str(&text).unwrap();
        let errors = encode(device, &data).errors;
        assert_eq!(errors.is_empty(), taken, "{text}: {errors:?}");
        assert_eq!(judge_command(device, &data), BTreeSet::new(), "{text}");
    }
}
