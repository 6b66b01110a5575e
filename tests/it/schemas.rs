//! The schemas against the codec, a JSON Schema library being the judge: decoded data
//! are as the uplinks' says, and the commands' takes and refuses what the encoder does.

use std::collections::BTreeSet;

use common::codec::{Direction, decode, encode, models, rows, schema};
use common::generate::{self, KINDS};
use common::schemas::{Beyond, judge_command, judge_uplink};
use common::{cases, device, share};
use fastrand::Rng;
use serde_json::{Value as Json, json};

#[test]
fn decoded_uplinks_are_as_their_schema_says() {
    let mut rng = Rng::with_seed(7);
    for device in models() {
        for number in 0..share(24_000) {
            let kind = KINDS[number % KINDS.len()];
            let bytes = generate::payload(&mut rng, rows(device), Direction::Uplink, kind);
            judge_uplink(device, &decode(device, Direction::Uplink, &bytes).data);
        }
    }
}

#[test]
fn commands_are_taken_and_refused_as_their_schema_says() {
    let mut rng = Rng::with_seed(7);
    let (mut taken, mut refused) = (0, 0);
    for device in models() {
        for number in 0..share(36_000) {
            let data = generate::command(&mut rng, rows(device), KINDS[number % KINDS.len()]);
            judge_command(device, &data);
            match encode(device, &data).errors.is_empty() {
                true => taken += 1,
                false => refused += 1,
            }
        }
    }
    let least = cases(9000);
    assert!(taken > least && refused > least, "{taken} taken, {refused} refused");
}

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

/// What lies at the edge of what a schema can say.
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

/// What readers of the schemas go by, besides what a validator looks at.
#[test]
fn schemas_say_what_they_are_and_what_fields_need() {
    let sensor = device("vs321");
    let uplink = schema(sensor, Direction::Uplink);
    let downlink = schema(sensor, Direction::Downlink);
    for schema in [&uplink, &downlink] {
        assert_eq!(schema["$schema"], "https://json-schema.org/draft/2020-12/schema");
        assert!(schema["title"].as_str().unwrap().contains("VS321"));
        // Of a list's or object's members some are always there, of the whole none.
        assert_eq!(schema["required"], Json::Null);
    }
    let (up, down) = (&uplink["properties"], &downlink["properties"]);
    assert_eq!(
        (&up["temperature"]["x-step"], &up["temperature"]["x-unit"]),
        (&json!(0.1), &json!("°C"))
    );
    assert_eq!(up["people_total_counts"]["x-step"], Json::Null);
    assert_eq!(up["people_total_counts"]["x-unit"], Json::Null);
    // The labels to offer, where others are taken, too.
    assert_eq!(down["history_enable"]["x-labels"], json!(["disable", "enable"]));
    assert_eq!(down["history_enable"]["x-aliases"], json!([0, 1, false, true]));
    assert_eq!(up["illuminance_status"]["x-labels"], Json::Null);
    assert_eq!(up["illuminance_status"]["x-aliases"], Json::Null);
    let most = |schema: &Json| schema["d2d_master_config"]["maxItems"].clone();
    assert_eq!((most(up), most(down)), (Json::Null, json!(100)));
    let needed = |schema: &Json, name: &str| {
        let list = schema[name]["required"].as_array().unwrap();
        list.iter().map(|name| name.as_str().unwrap().to_owned()).collect::<BTreeSet<_>>()
    };
    let of = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<BTreeSet<_>>();
    let alarm = "temperature_alarm_config";
    assert_eq!(needed(down, alarm), of(&["condition", "threshold_min", "threshold_max"]));
    let all = ["condition", "threshold_min", "threshold_max", "lock_time", "continue_time"];
    assert_eq!(needed(up, alarm), of(&all));
    let refusal = needed(up, "device_response_result");
    assert_eq!(refusal, of(&["channel_type", "result", "request"]));
}
