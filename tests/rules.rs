//! The protocol's rules, one by one. Expected values are worked out by hand from
//! the protocol page and the guides; message texts are tests/messages.rs's business,
//! so problems are written in short here: `no_label at 2` for a payload,
//! `report_interval: range` for a command.

use common::{device, hex, json, plain, samples};
use milesight_codec::{
    Decoded, Device, Encoded, MAX_BYTES, MAX_ENTRIES, Object, Problem, Value, bytes_of, to_hex,
};
use serde_json::{Value as Json, json};

/// The models of a name: `"socket"` stands for both of one protocol.
fn models(name: &str) -> Vec<&'static Device> {
    match name {
        "socket" => vec![device("ws52x"), device("ws523")],
        _ => vec![device(name)],
    }
}

fn brief(problem: &Problem) -> String {
    match problem.offset() {
        Some(offset) => format!("{} at {offset}", problem.code()),
        None => format!("{}: {}", problem.path(), problem.code()),
    }
}

fn briefs(problems: &[Problem]) -> Vec<String> {
    problems.iter().map(brief).collect()
}

/// The messages of all problems, to look for facts in.
fn text(problems: &[Problem]) -> String {
    problems.iter().map(|problem| format!("{problem}\n")).collect()
}

#[track_caller]
fn holds(decoded: &Decoded, data: &Json, warnings: &[&str], what: &str) {
    assert_eq!(plain(&decoded.data), *data, "{what}");
    assert_eq!(briefs(&decoded.warnings), warnings, "{what}");
    assert_eq!(decoded.errors, [], "{what}");
}

/// An uplink decodes to this data, with these warnings.
#[track_caller]
fn up(model: &str, bytes: &str, data: Json, warnings: &[&str]) {
    for device in models(model) {
        holds(&device.decode_uplink(&hex(bytes)), &data, warnings, bytes);
    }
}

/// A downlink decodes to this data, with these warnings.
#[track_caller]
fn down(model: &str, bytes: &str, data: Json, warnings: &[&str]) {
    for device in models(model) {
        holds(&device.decode_downlink(&hex(bytes)), &data, warnings, bytes);
    }
}

/// Nothing of a payload is understood: no data, and these errors alone.
#[track_caller]
fn nothing(decoded: &Decoded, errors: &[&str]) {
    assert_eq!(plain(&decoded.data), json!({}));
    assert_eq!(decoded.warnings, []);
    assert_eq!(briefs(&decoded.errors), errors);
}

fn encode(device: &'static Device, data: &Value) -> Encoded {
    device.encode_downlink(data, &Value::Undefined)
}

/// A command is sent as these bytes, with these warnings.
#[track_caller]
fn sends(model: &str, data: impl Into<Value>, bytes: &str, warnings: &[&str]) {
    let data = data.into();
    for device in models(model) {
        let encoded = encode(device, &data);
        assert_eq!(encoded.errors, [], "{data:?}");
        assert_eq!(to_hex(&encoded.bytes), bytes.replace(' ', ""), "{data:?}");
        assert_eq!(briefs(&encoded.warnings), warnings, "{data:?}");
        assert_eq!(encoded.f_port, 85, "{data:?}");
    }
}

/// A command is refused for exactly these reasons, in this order.
#[track_caller]
fn refuses(model: &str, data: impl Into<Value>, errors: &[&str]) {
    let data = data.into();
    for device in models(model) {
        let encoded = encode(device, &data);
        assert_eq!(briefs(&encoded.errors), errors, "{data:?}");
        assert!(encoded.bytes.is_empty(), "{data:?}");
        for error in &encoded.errors {
            assert!(error.to_string().starts_with(&format!("{}: ", error.path())), "{error}");
        }
    }
}

/// A command of one field.
fn one(name: &'static str, value: impl Into<Value>) -> Value {
    Object::from_iter([(name, value.into())]).into()
}

fn temperature_alarm(min: f64, max: f64) -> Value {
    let members: [(&str, Value); 3] = [
        ("condition", "outside".into()),
        ("threshold_min", min.into()),
        ("threshold_max", max.into()),
    ];
    one("temperature_alarm_config", Object::from_iter(members))
}

/// The twenty region fields.
fn regions(enabled: &[u32], occupied: &[u32]) -> Json {
    let mut data = json!({});
    for n in 1..=10 {
        let enable = if enabled.contains(&n) { "enable" } else { "disable" };
        let state = if occupied.contains(&n) { "occupied" } else { "vacant" };
        data[format!("region_{n}_enable")] = enable.into();
        data[format!("region_{n}")] = state.into();
    }
    data
}

/// Every command of the button, in the order of its table.
const BUTTON_COMMANDS: &[(&str, &str)] = &[
    ("ff03 b004", r#"{ "reporting_interval": 1200 }"#),
    ("ff2f 01", r#"{ "led_indicator_enable": "enable" }"#),
    ("ff74 00", r#"{ "double_click_enable": "disable" }"#),
    ("ff3e 01", r#"{ "buzzer_enable": "enable" }"#),
    ("ff28 ff", r#"{ "query_device_status": "yes" }"#),
    ("ff10 ff", r#"{ "reboot": "yes" }"#),
];

/// Every command of the sockets, in the order of their table.
const SOCKET_COMMANDS: &[(&str, &str)] = &[
    ("ff03 b004", r#"{ "report_interval": 1200 }"#),
    ("08 01 00ff", r#"{ "socket_status": "on" }"#),
    ("ff23 00 ff", r#"{ "cancel_delay_task": 0 }"#),
    ("ff22 00 3c00 11", r#"{ "delay_task": { "delay_time": 60, "socket_status": "on" } }"#),
    ("ff24 01 0a", r#"{ "current_alarm_config": { "enable": "enable", "threshold": 10 } }"#),
    ("ff25 3c80", r#"{ "child_lock_config": { "enable": "enable", "lock_time": 60 } }"#),
    ("ff26 01", r#"{ "power_consumption_enable": "enable" }"#),
    ("ff27 ff", r#"{ "reset_power_consumption": "yes" }"#),
    ("ff2f 00", r#"{ "led_indicator_enable": "disable" }"#),
    ("ff30 00 10", r#"{ "over_current_protection": { "enable": "disable", "trip_current": 16 } }"#),
    ("ff28 ff", r#"{ "report_status": "yes" }"#),
    ("ff2c ff", r#"{ "report_attribute": "yes" }"#),
    ("ff10 ff", r#"{ "reboot": "yes" }"#),
];

/// Every command of the sensor, in the order of its table; `fetch_history` is one
/// field in two forms, so a second list has the form with one time.
const SENSOR_COMMANDS: &[(&str, &str)] = &[
    ("f910 01", r#"{ "report_type": "on_the_dot" }"#),
    ("f96b 01", r#"{ "detection_mode": "on" }"#),
    ("ff8e 00 0500", r#"{ "report_interval": 5 }"#),
    ("ff02 0200", r#"{ "collection_interval": 2 }"#),
    (
        "ff06 0c 3200 7201 0000 0000",
        r#"{ "temperature_alarm_config": { "condition": "outside", "threshold_min": 5,
            "threshold_max": 37, "lock_time": 0, "continue_time": 0 } }"#,
    ),
    (
        "ff06 12 0000 8300 0000 0000",
        r#"{ "humidity_alarm_config": { "condition": "above", "threshold_min": 0,
            "threshold_max": 65.5, "lock_time": 0, "continue_time": 0 } }"#,
    ),
    (
        "ff06 1c c800 2003 0000 0000",
        r#"{ "illuminance_alarm_config": { "condition": "outside", "threshold_min": 200,
            "threshold_max": 800, "lock_time": 0, "continue_time": 0 } }"#,
    ),
    ("ff35 5572404c696e6b4c", r#"{ "d2d_key": "5572404c696e6b4c" }"#),
    ("ff84 01", r#"{ "d2d_enable": "enable" }"#),
    (
        "ff96 03 01 00 04e0 0500 01",
        r#"{ "d2d_master_config": [{ "mode": 3, "enable": "enable",
            "lora_uplink_enable": "disable", "d2d_cmd": "e004", "time": 5,
            "time_enable": "enable" }] }"#,
    ),
    ("ff68 01", r#"{ "history_enable": "enable" }"#),
    ("ff69 00", r#"{ "retransmit_enable": "disable" }"#),
    ("ff6a 00 5802", r#"{ "retransmit_interval": 600 }"#),
    ("ff6a 01 1e00", r#"{ "resend_interval": 30 }"#),
    ("fd6d ff", r#"{ "stop_transmit": "yes" }"#),
    (
        "fd6c e61b4466 66b34a66",
        r#"{ "fetch_history": { "start_time": 1715739622, "end_time": 1716171622 } }"#,
    ),
    ("ff40 00", r#"{ "adr_enable": "disable" }"#),
    ("ff65 55", r#"{ "lora_port": 85 }"#),
    ("f96c ff", r#"{ "detect": "yes" }"#),
    ("f96e ff", r#"{ "reset": "yes" }"#),
    ("ff10 ff", r#"{ "reboot": "yes" }"#),
];

const SENSOR_FETCH: (&str, &str) =
    ("fd6b e61b4466", r#"{ "fetch_history": { "start_time": 1715739622 } }"#);

const COMMANDS: &[(&str, &[(&str, &str)])] = &[
    ("ws101", BUTTON_COMMANDS),
    ("socket", SOCKET_COMMANDS),
    ("vs321", SENSOR_COMMANDS),
    ("vs321", &[SENSOR_FETCH]),
];

/// All commands of a list as one, keys in reverse, and its bytes.
fn all_at_once(commands: &[(&str, &str)]) -> (Value, String) {
    let mut data = Object::new();
    for (_, command) in commands.iter().rev() {
        let Value::Object(command) = json(command) else { panic!("an object") };
        data.extend(command);
    }
    (data.into(), commands.iter().map(|(bytes, _)| *bytes).collect())
}

// Section 1: frame

/// Section 1: channels follow each other, numbers are little-endian.
#[test]
fn channels_follow_each_other_and_numbers_are_little_endian() {
    up(
        "socket",
        "0480 01020304 07c9 0102 0683 f0debc9a",
        json!({ "active_power": 0x0403_0201, "current": 0x0201,
            "power_consumption": 0x9abc_def0_u32 }),
        &[],
    );
    up("vs321", "0aef ffffffff", json!({ "timestamp": 4_294_967_295_u32 }), &[]);
}

/// Section 1: the socket's on/off downlink has no type byte.
#[test]
fn the_sockets_switch_command_has_no_type_byte() {
    sends("socket", json(r#"{ "socket_status": "on" }"#), "080100ff", &[]);
    down("socket", "080000ff ff10ff", json!({ "socket_status": "off", "reboot": "yes" }), &[]);
}

// Section 2: names and values

/// Section 2, first paragraph: the four names that are ours.
#[test]
fn fields_without_a_name_in_the_vendors_codec_have_ours() {
    up("socket", "ff3fff", json!({ "power_outage_alarm": "power_outage" }), &[]);
    up(
        "socket",
        "087010",
        json!({ "socket_status": "off", "socket_status_source": "button" }),
        &[],
    );
    let task = json!({ "delay_task": { "delay_time": 60, "socket_status": "off" } });
    down("socket", "ff22003c0010", task, &[]);
    up("vs321", "fc6b01", json!({ "fetch_history_result": "invalid_time" }), &[]);
}

/// Section 2, scale: dividing, so every tenth prints as such.
#[test]
fn tenths_are_exact_for_every_raw_value() {
    let (socket, sensor) = (device("ws523"), device("vs321"));
    for raw in 0..=u16::MAX {
        let [low, high] = raw.to_le_bytes();
        let tenths = |raw: i32| {
            let sign = if raw < 0 { "-" } else { "" };
            let text = format!("{sign}{}.{}", raw.abs() / 10, raw.abs() % 10);
            text.parse::<f64>().unwrap()
        };
        let voltage = socket.decode_uplink(&[0x03, 0x74, low, high]);
        assert_eq!(voltage.data.get("voltage"), Some(&tenths(raw.into()).into()), "{raw}");
        let signed = i32::from(i16::from_le_bytes([low, high]));
        let temperature = sensor.decode_uplink(&[0x83, 0x67, low, high, 0]);
        assert_eq!(temperature.data.get("temperature"), Some(&tenths(signed).into()), "{raw}");
    }
}

/// Section 2, scale: 2293 is 229.3, and temperatures go below zero.
#[test]
fn numbers_are_scaled_and_signed() {
    up("socket", "0374 f508", json!({ "voltage": 229.3 }), &[]);
    up("vs321", "0367 97ff", json!({ "temperature": -10.5 }), &[]);
    up("vs321", "0367 0080", json!({ "temperature": -3276.8 }), &[]);
    up("vs321", "0367 feff", json!({ "temperature": -0.2 }), &[]);
    up("vs321", "0468 6b", json!({ "humidity": 53.5 }), &[]);
}

/// Section 2, no label: `"unknown"` and a warning with the byte and its offset.
#[test]
fn a_byte_without_a_label_is_unknown_with_a_warning() {
    let unknown = |name: &str| json!({ name: "unknown" });
    up("ws101", "ff2e04", json!({ "button_event": { "status": "unknown" } }), &["no_label at 2"]);
    up("ws101", "ff2e00", json!({ "button_event": { "status": "unknown" } }), &["no_label at 2"]);
    up("ws101", "ff0f04", unknown("lorawan_class"), &["no_label at 2"]);
    up("vs321", "08f40202", unknown("detection_status"), &["no_label at 3"]);
    up("vs321", "07ff02", unknown("illuminance_status"), &["no_label at 2"]);
    up("vs321", "fc6b03", unknown("fetch_history_result"), &["no_label at 2"]);
    down("vs321", "ff6802", unknown("history_enable"), &["no_label at 2"]);
    let data = json!({ "temperature": 27.5, "temperature_alarm": "unknown" });
    up("vs321", "8367130102", data, &["no_label at 4"]);

    let decoded = device("ws101").decode_uplink(&hex("017564 ff2ea7"));
    assert_eq!(briefs(&decoded.warnings), ["no_label at 5"]);
    let said = decoded.warnings[0].to_string();
    assert!(said.contains("offset 5") && said.contains("a7"), "{said}");
    assert!(said.contains("button_event.status"), "{said}");
}

/// Section 2, no label, where the label is some bits of a byte: condition 5 of `ff 06`.
#[test]
fn bits_without_a_label_are_unknown_with_a_warning() {
    let data = json!({ "temperature_alarm_config": { "condition": "unknown",
        "threshold_min": 5, "threshold_max": 37, "lock_time": 0, "continue_time": 0 } });
    down("vs321", "ff06 0d 3200 7201 0000 0000", data, &["no_label at 2"]);
}

/// Section 2, versions.
#[test]
fn versions_are_written_as_the_guides_write_them() {
    let common = [
        ("ff0101", "ipso_version", "v1"),
        ("ff0110", "ipso_version", "v16"),
        ("ff090140", "hardware_version", "v1.4"),
        ("ff090310", "hardware_version", "v3.1"),
        ("ff091aff", "hardware_version", "v1a.15"),
        ("ff090109", "hardware_version", "v1.0"),
        ("ff0a0114", "firmware_version", "v1.14"),
        ("ff0a0a0a", "firmware_version", "va.a"),
        ("ff0a1002", "firmware_version", "v10.2"),
        ("ffff0100", "tsl_version", "v1.0"),
        ("ffff0a10", "tsl_version", "v10.16"),
    ];
    for (bytes, name, version) in common {
        for model in ["ws101", "socket", "vs321"] {
            up(model, bytes, json!({ name: version }), &[]);
        }
    }
}

/// Section 2, hex strings: wire order, lower case; `d2d_cmd` low byte first.
#[test]
fn hex_is_in_wire_order_and_lower_case_except_the_order_of_d2d_cmd() {
    up("ws101", "ff08 0123456789AB", json!({ "sn": "0123456789ab" }), &[]);
    up("socket", "ff16 0123456789ABCDEF", json!({ "sn": "0123456789abcdef" }), &[]);
    up("vs321", "ff16 0123456789ABCDEF", json!({ "sn": "0123456789abcdef" }), &[]);
    down("vs321", "ff35 0123456789ABCDEF", json!({ "d2d_key": "0123456789abcdef" }), &[]);
    let entry = |command| {
        json!({ "d2d_master_config": [{ "mode": 1, "enable": "disable",
            "lora_uplink_enable": "disable", "d2d_cmd": command, "time": 0,
            "time_enable": "disable" }] })
    };
    down("vs321", "ff96 01 00 00 CDAB 0000 00", entry("abcd"), &[]);
}

/// Section 2, hex strings: encoding takes upper case, but nothing between or before.
#[test]
fn hex_is_taken_in_upper_case_and_without_decoration() {
    let sends_key = |key: &'static str| {
        sends("vs321", one("d2d_key", key), "ff35 5572404c696e6b4c", &[]);
    };
    sends_key("5572404C696E6B4C");
    sends_key("5572404c696e6b4c");
    sends_key("5572404C696e6B4c");
    let bad = [
        "0x5572404c696e6b4c",
        "0x72404c696e6b4c",
        "55 72 40 4c 69 6e 6b 4c",
        "5572404c 696e6b4",
        "55:72:40:4c:69:6e:6b:4c",
        "5572404c696e6b4",
        "5572404c696e6b4c00",
        "5572404c696e6b4g",
        "+572404c696e6b4c",
        " 572404c696e6b4c",
        "5572404c696e6b4\u{e9}",
        "\u{e9}\u{e9}\u{e9}\u{e9}\u{e9}\u{e9}\u{e9}\u{e9}",
        "",
    ];
    for key in bad {
        refuses("vs321", one("d2d_key", key), &["d2d_key: label"]);
    }
    refuses("vs321", one("d2d_key", 5572404.0), &["d2d_key: type"]);
    refuses("vs321", one("d2d_key", vec![0x55, 0x72]), &["d2d_key: type"]);
}

/// Section 2, reserved bytes: not checked when decoding.
#[test]
fn reserved_bytes_are_not_checked() {
    for (model, bytes, name, label) in [
        ("ws101", "ff0b00", "device_status", "on"),
        ("vs321", "fffe17", "reset_event", "reset"),
        ("socket", "ff3f01", "power_outage_alarm", "power_outage"),
    ] {
        up(model, bytes, json!({ name: label }), &[]);
    }
    for (model, bytes, name) in [
        ("ws101", "ff1000", "reboot"),
        ("ws101", "ff2855", "query_device_status"),
        ("socket", "ff2701", "reset_power_consumption"),
        ("vs321", "f96e00", "reset"),
        ("vs321", "fd6d00", "stop_transmit"),
    ] {
        down(model, bytes, json!({ name: "yes" }), &[]);
    }
    down("socket", "ff230277", json!({ "cancel_delay_task": 2 }), &[]);
    let task = json!({ "delay_task": { "delay_time": 60, "socket_status": "on" } });
    down("socket", "ff22 99 3c00 11", task, &[]);
    down("socket", "08 01 ffff", json!({ "socket_status": "on" }), &[]);
    down("socket", "08 00 1234", json!({ "socket_status": "off" }), &[]);
    up("vs321", "08f49901", json!({ "detection_status": "unavailable" }), &[]);
    up("vs321", "06fe 03fc 02fc", regions(&[1, 2], &[2]), &[]);
    let record = json!({ "history": [{ "timestamp": 1715739624, "people_total_counts": 5 }] });
    up("vs321", "20ce e81b4466 01 0500 1234", record, &[]);
}

/// Section 2, ranges narrower than the wire: kept, and a warning says so.
#[test]
fn values_outside_the_guides_range_are_kept_with_a_warning() {
    up("ws101", "017500", json!({ "battery": 0 }), &[]);
    up("ws101", "017564", json!({ "battery": 100 }), &[]);
    up("ws101", "017565", json!({ "battery": 101 }), &["out_of_range at 0"]);
    up("vs321", "017500", json!({ "battery": 0 }), &["out_of_range at 0"]);
    up("vs321", "017501", json!({ "battery": 1 }), &[]);
    up("vs321", "017565", json!({ "battery": 101 }), &["out_of_range at 0"]);
    up("vs321", "0175ff", json!({ "battery": 255 }), &["out_of_range at 0"]);
    up("vs321", "0468c8", json!({ "humidity": 100 }), &[]);
    up("vs321", "0468c9", json!({ "humidity": 100.5 }), &["out_of_range at 0"]);
    up("vs321", "0468fe", json!({ "humidity": 127 }), &["out_of_range at 0"]);
    up("socket", "058164", json!({ "power_factor": 100 }), &[]);
    up("socket", "058165", json!({ "power_factor": 101 }), &["out_of_range at 0"]);
}

/// Section 2, enable and yes-only fields.
#[test]
fn enable_fields_and_yes_only_fields_have_their_labels() {
    down(
        "ws101",
        "ff2f00 ff7401",
        json!({ "led_indicator_enable": "disable",
            "double_click_enable": "enable" }),
        &[],
    );
    down(
        "socket",
        "ff28ff ff2cff",
        json!({ "report_status": "yes", "report_attribute": "yes" }),
        &[],
    );
}

/// Section 2, encoding: labels in exactly the spelling that decoding emits.
#[test]
fn labels_are_taken_in_their_exact_spelling_only() {
    sends("vs321", one("history_enable", "enable"), "ff6801", &[]);
    for label in ["Enable", "ENABLE", " enable", "enabled", "on", "yes", "true", "", "1"] {
        refuses("vs321", one("history_enable", label), &["history_enable: label"]);
    }
    for label in ["open", "close", "On", "unknown"] {
        refuses("socket", one("socket_status", label), &["socket_status: label"]);
    }
    for label in ["Yes", "enable", "on", "ff"] {
        refuses("ws101", one("reboot", label), &["reboot: label"]);
    }
}

/// Section 2, encoding: the raw number of a label.
#[test]
fn raw_numbers_of_labels_are_taken() {
    sends("vs321", one("history_enable", 1), "ff6801", &[]);
    sends("vs321", one("history_enable", 0), "ff6800", &[]);
    sends("socket", one("socket_status", 1), "080100ff", &[]);
    sends("vs321", one("report_type", 0), "f91000", &[]);
    sends("vs321", one("detection_mode", 1), "f96b01", &[]);
    sends(
        "vs321",
        json(
            r#"{ "humidity_alarm_config":
                { "condition": 3, "threshold_min": 10, "threshold_max": 20 } }"#,
        ),
        "ff06 13 1400 2800 0000 0000",
        &[],
    );
    refuses("vs321", one("history_enable", 2), &["history_enable: range"]);
    refuses("vs321", one("history_enable", 0.5), &["history_enable: range"]);
    refuses("vs321", one("history_enable", -1), &["history_enable: range"]);
    refuses("socket", one("socket_status", 0x11), &["socket_status: range"]);
}

/// Section 2, encoding: booleans where they say no more than the labels do.
#[test]
fn booleans_are_taken_by_enable_yes_no_and_on_off_fields() {
    sends("vs321", one("history_enable", true), "ff6801", &[]);
    sends("vs321", one("history_enable", false), "ff6800", &[]);
    sends("socket", one("socket_status", true), "080100ff", &[]);
    sends("socket", one("socket_status", false), "080000ff", &[]);
    sends("ws101", one("reboot", true), "ff10ff", &[]);
    sends(
        "socket",
        json(
            r#"{ "current_alarm_config": { "enable": true, "threshold": 10 },
                "child_lock_config": { "enable": false },
                "delay_task": { "delay_time": 1, "socket_status": true } }"#,
        ),
        "ff22 00 0100 11 ff24 01 0a ff25 0000",
        &[],
    );
    refuses("vs321", one("detection_mode", true), &["detection_mode: type"]);
    refuses("vs321", one("detection_mode", false), &["detection_mode: type"]);
    refuses("vs321", one("report_type", true), &["report_type: type"]);
    refuses("vs321", one("report_interval", true), &["report_interval: type"]);
    refuses("vs321", one("lora_port", true), &["lora_port: type"]);
}

/// Section 2, encoding: for yes/no fields 1 and 0, and 255 is an error.
#[test]
fn yes_no_fields_take_1_and_0_but_not_255() {
    for (model, name, bytes) in [
        ("ws101", "reboot", "ff10ff"),
        ("ws101", "query_device_status", "ff28ff"),
        ("socket", "reset_power_consumption", "ff27ff"),
        ("socket", "report_status", "ff28ff"),
        ("socket", "report_attribute", "ff2cff"),
        ("vs321", "stop_transmit", "fd6dff"),
        ("vs321", "detect", "f96cff"),
        ("vs321", "reset", "f96eff"),
    ] {
        sends(model, one(name, 1), bytes, &[]);
        sends(model, one(name, "yes"), bytes, &[]);
        sends(model, one(name, true), bytes, &[]);
        for no in [Value::from(0), "no".into(), false.into()] {
            refuses(model, one(name, no), &["data: nothing_to_send"]);
        }
        for wrong in [255.0, 2.0, -1.0, 0.5] {
            refuses(model, one(name, wrong), &[&format!("{name}: range")]);
        }
    }
}

/// Section 2, encoding, and section 8: the aliases.
#[test]
fn aliases_are_taken() {
    sends("vs321", one("report_type", "period"), "f91000", &[]);
    sends("vs321", one("report_type", "immediately"), "f91001", &[]);
    sends("vs321", one("report_type", "from_now_on"), "f91000", &[]);
    sends("vs321", one("detection_mode", "always"), "f96b01", &[]);
    sends("vs321", one("detection_mode", "on"), "f96b01", &[]);
    refuses("vs321", one("detection_mode", "off"), &["detection_mode: label"]);
}

/// Section 2, encoding: `"unknown"` can't be encoded, nor a number given as text.
#[test]
fn unknown_and_numeric_strings_are_refused() {
    for name in ["report_type", "detection_mode", "history_enable"] {
        refuses("vs321", one(name, "unknown"), &[&format!("{name}: label")]);
    }
    refuses("vs321", one("reset", "unknown"), &["reset: label"]);
    refuses("vs321", one("history_enable", "1"), &["history_enable: label"]);
    refuses("ws101", one("reboot", "1"), &["reboot: label"]);
    for text in ["60", "60 ", "0x3c", ""] {
        refuses("socket", one("report_interval", text), &["report_interval: type"]);
    }
    let task = json(r#"{ "cancel_delay_task": "0" }"#);
    refuses("socket", task, &["cancel_delay_task: label"]);
}

// Section 3: decoding

/// Rule 3.1: data and nothing else where nothing is wrong.
#[test]
fn a_result_without_problems_has_data_alone() {
    let decoded = device("ws101").decode_uplink(&hex("017564"));
    assert_eq!(plain(&decoded), json!({ "data": { "battery": 100 } }));
    let encoded = encode(device("ws101"), &one("reboot", "yes"));
    assert_eq!(plain(&encoded), json!({ "bytes": [0xff, 0x10, 0xff], "fPort": 85 }));
}

/// Rule 3.1: problems are strings, and errors where nothing was decoded.
#[test]
fn problems_are_errors_only_where_nothing_was_decoded() {
    let sensor = device("vs321");
    let some = plain(&sensor.decode_uplink(&hex("017564 9901")));
    assert_eq!(some["data"], json!({ "battery": 100 }));
    assert!(some["warnings"][0].is_string() && some.get("errors").is_none(), "{some}");
    let none = plain(&sensor.decode_uplink(&hex("9901 017564")));
    assert_eq!(none["data"], json!({}));
    assert!(none["errors"][0].is_string() && none.get("warnings").is_none(), "{none}");
    nothing(&sensor.decode_uplink(&hex("0367 11")), &["truncated at 0"]);
}

/// Rule 3.1: a channel skipped by its known length counts as understood.
#[test]
fn a_skipped_channel_alone_gives_warnings_without_data() {
    down("vs321", "ff06 20 0000 0000 0000 0000", json!({}), &["unknown_sub_kind at 0"]);
    up("vs321", "ff6a 02 0000", json!({}), &["unknown_sub_kind at 0"]);
    let warnings = ["unknown_sub_kind at 0", "unknown_channel at 5"];
    up("vs321", "ff6a 02 0000 9999", json!({}), &warnings);
}

/// Rule 3.2: decoding stops at an unknown channel, and the warning says where, what
/// and what is left.
#[test]
fn decoding_stops_at_an_unknown_channel() {
    up("vs321", "017564 9901 aabb017532", json!({ "battery": 100 }), &["unknown_channel at 3"]);
    let warning = &device("vs321").decode_uplink(&hex("017564 9901 aabb0c")).warnings[0];
    assert_eq!(
        *warning,
        Problem::UnknownChannel { offset: 3, header: [0x99, 0x01], rest: hex("aabb0c") }
    );
    let said = warning.to_string();
    assert!(["offset 3", "99 01", "aabb0c"].iter().all(|fact| said.contains(fact)), "{said}");
    // A known channel with a type of another one, and types of other models.
    nothing(&device("vs321").decode_uplink(&hex("0375 64")), &["unknown_channel at 0"]);
    nothing(&device("vs321").decode_uplink(&hex("ff2e 01")), &["unknown_channel at 0"]);
    nothing(&device("ws101").decode_uplink(&hex("0374 f508")), &["unknown_channel at 0"]);
    nothing(&device("ws523").decode_uplink(&hex("017564")), &["unknown_channel at 0"]);
    nothing(
        &device("ws101").decode_uplink(&hex("ff16 0123456789abcdef")),
        &["unknown_channel at 0"],
    );
    nothing(&device("vs321").decode_downlink(&hex("9999")), &["unknown_channel at 0"]);
    // The sockets' forced trip has no row in any guide (section 10).
    nothing(&device("ws523").decode_uplink(&hex("ff31 01")), &["unknown_channel at 0"]);
}

/// The models that [`data_length`] knows.
const MEASURED: [&str; 4] = ["vs321", "ws101", "ws523", "ws52x"];

/// Data lengths by channel and type, in hex, as the tables of sections 5 to 8 have
/// them.
fn data_length(model: &str, uplink: bool, channel: u8, kind: Option<u8>) -> Option<usize> {
    const COMMON: &str = "ff01 1 ff09 2 ff0a 2 ff0b 1 ff0f 1 ffff 2 fffe 1";
    let table = match (model, uplink) {
        ("ws101", true) => "ff08 6 0175 1 ff2e 1",
        ("ws101", false) => "ff03 2 ff2f 1 ff74 1 ff3e 1 ff28 1 ff10 1",
        ("vs321", true) => {
            "ff16 8 0175 1 0367 2 0468 1 05fd 2 06fe 4 07ff 1 08f4 2 0aef 4 8367 3 8468 2 \
             20ce 9 fc6b 1 fc6c 1"
        }
        ("vs321", false) => {
            "f910 1 f96b 1 ff8e 3 ff02 2 ff06 9 ff35 8 ff84 1 ff96 8 ff68 1 ff69 1 ff6a 3 \
             fd6d 1 fd6b 4 fd6c 8 ff40 1 ff65 1 f96c 1 f96e 1 ff10 1"
        }
        (_, true) => {
            "ff16 8 0374 2 0480 4 0581 1 0683 4 07c9 2 0870 1 ff3f 1 ff24 2 ff25 2 ff26 1 ff30 2"
        }
        (_, false) => {
            "ff03 2 08 3 ff23 2 ff22 4 ff24 2 ff25 2 ff26 1 ff27 1 ff2f 1 ff30 2 ff28 1 ff2c 1 \
             ff10 1"
        }
    };
    let table = if uplink { format!("{COMMON} {table}") } else { table.to_owned() };
    let words: Vec<_> = table.split_whitespace().collect();
    let header = to_hex(&[channel]) + &kind.map(|kind| to_hex(&[kind])).unwrap_or_default();
    words.chunks(2).find(|row| row[0] == header).map(|row| row[1].parse().unwrap())
}

/// Rule 3.4: the channels whose one byte carries no information.
const BARE: [&str; 10] =
    ["ff0b", "fffe", "ff3f", "ff10", "ff28", "ff27", "ff2c", "fd6d", "f96c", "f96e"];

/// Rules 3.3 and 3.4: every prefix of every sample. Other models are left to the
/// properties, which take lengths from the rows.
#[test]
fn every_prefix_of_every_sample_keeps_its_whole_channels() {
    for sample in samples() {
        if !MEASURED.contains(&sample.device.model) {
            continue;
        }
        let (bytes, uplink) = match sample.kind.as_str() {
            "downlink-encode" => (sample.output_bytes(), false),
            kind => (sample.input_bytes(), kind == "uplink"),
        };
        let decode = |bytes: &[u8]| match uplink {
            true => sample.device.decode_uplink(bytes),
            false => sample.device.decode_downlink(bytes),
        };
        for cut in 1..bytes.len() {
            let prefix = &bytes[..cut];
            let what = format!("{}: {}", sample.description, to_hex(prefix));
            let length = |at: usize| {
                let channel = bytes[at];
                data_length(sample.device.model, uplink, channel, None).map_or_else(
                    || {
                        let kind = bytes.get(at + 1).copied();
                        2 + data_length(sample.device.model, uplink, channel, kind).unwrap()
                    },
                    |data| 1 + data,
                )
            };
            let mut start = 0;
            while start + length(start) <= cut {
                start += length(start);
            }
            let whole = decode(&bytes[..start]);
            let got = decode(prefix);
            let had = cut - start;
            if had == 0 {
                assert_eq!((&got.warnings, &got.errors), (&vec![], &vec![]), "{what}");
                continue;
            }
            if had == 2 && BARE.contains(&to_hex(&prefix[start..]).as_str()) {
                assert_eq!(briefs(&got.warnings), [format!("reserved_missing at {start}")]);
                assert_eq!(got.data, decode(&bytes[..start + 3]).data, "{what}");
                continue;
            }
            assert_eq!(got.data, whole.data, "{what}");
            let typeless = !uplink && bytes[start] == 0x08;
            let needed = if had == 1 && !typeless { 2 } else { length(start) };
            let header = prefix[start..][..had.min(if typeless { 1 } else { 2 })].to_vec();
            let truncated = vec![Problem::Truncated { offset: start, header, needed, had }];
            let (warnings, errors) =
                if start == 0 { (vec![], truncated) } else { (truncated, vec![]) };
            assert_eq!((got.warnings, got.errors), (warnings, errors), "{what}");
        }
    }
}

/// Rule 3.3: the message names the offset, the length needed and the length there.
#[test]
fn a_truncated_channel_says_what_it_needed_and_had() {
    let decoded = device("vs321").decode_uplink(&hex("017564 06fe 0300"));
    assert_eq!(plain(&decoded.data), json!({ "battery": 100 }));
    let header = vec![0x06, 0xfe];
    assert_eq!(decoded.warnings, [Problem::Truncated { offset: 3, header, needed: 6, had: 4 }]);
    let said = decoded.warnings[0].to_string();
    assert!(["offset 3", "06 fe", "6", "4"].iter().all(|fact| said.contains(fact)), "{said}");
}

/// Rule 3.3: a lone last byte is a truncated channel.
#[test]
fn a_lone_last_byte_is_a_truncated_channel() {
    for (model, byte) in [("vs321", "ff"), ("vs321", "99"), ("ws101", "01"), ("socket", "08")] {
        for device in models(model) {
            nothing(&device.decode_uplink(&hex(byte)), &["truncated at 0"]);
        }
    }
    up("ws101", "017564 ff", json!({ "battery": 100 }), &["truncated at 3"]);
    // The typeless command needs four bytes.
    for had in 1..4 {
        let bytes = &hex("080100ff")[..had];
        let decoded = device("ws523").decode_downlink(bytes);
        let header = vec![0x08];
        assert_eq!(decoded.errors, [Problem::Truncated { offset: 0, header, needed: 4, had }]);
    }
}

/// Rule 3.3: no value is made of bytes that are not there, whatever the channel.
#[test]
fn a_channel_that_lacks_a_byte_sets_nothing() {
    for (model, bytes) in [
        ("vs321", "0367 11"),
        ("vs321", "06fe 030002"),
        ("vs321", "20ce e81b4466 01 0500 00"),
        ("vs321", "0175"),
        ("vs321", "f810 00"),
        ("vs321", "ff06 0c 3200 7201 0000 00"),
        ("ws101", "ff2e"),
        ("socket", "0480 010000"),
        ("socket", "ff24 01"),
    ] {
        for device in models(model) {
            nothing(&device.decode_uplink(&hex(bytes)), &["truncated at 0"]);
        }
    }
}

/// Rule 3.3: offsets are decimal, from 0, also beyond 9.
#[test]
fn offsets_are_decimal() {
    let decoded = device("ws101").decode_uplink(&hex("017564 017564 017564 017564 9999"));
    assert!(text(&decoded.warnings).contains("offset 12"), "{}", text(&decoded.warnings));
    let decoded = device("ws101").decode_uplink(&hex("017564 017564 017564 ff2e09"));
    assert!(text(&decoded.warnings).contains("offset 11"), "{}", text(&decoded.warnings));
}

/// Rule 3.4: a reserved byte may be missing at the very end.
#[test]
fn a_missing_reserved_byte_at_the_end_is_a_warning() {
    let at_0 = ["reserved_missing at 0"];
    for (model, bytes, name, label) in [
        ("ws101", "ff0b", "device_status", "on"),
        ("ws101", "fffe", "reset_event", "reset"),
        ("socket", "ff3f", "power_outage_alarm", "power_outage"),
        ("vs321", "fffe", "reset_event", "reset"),
        // Echoes of commands.
        ("ws101", "ff10", "reboot", "yes"),
        ("ws101", "fe28", "query_device_status", "yes"),
        ("vs321", "fd6d", "stop_transmit", "yes"),
        ("vs321", "fe6d", "stop_transmit", "yes"),
        ("vs321", "f96c", "detect", "yes"),
    ] {
        up(model, bytes, json!({ name: label }), &at_0);
    }
    for (model, bytes, name) in [
        ("ws101", "ff10", "reboot"),
        ("ws101", "ff28", "query_device_status"),
        ("socket", "ff27", "reset_power_consumption"),
        ("socket", "ff28", "report_status"),
        ("socket", "ff2c", "report_attribute"),
        ("socket", "ff10", "reboot"),
        ("vs321", "fd6d", "stop_transmit"),
        ("vs321", "f96c", "detect"),
        ("vs321", "f96e", "reset"),
        ("vs321", "ff10", "reboot"),
    ] {
        down(model, bytes, json!({ name: "yes" }), &at_0);
    }
    up(
        "ws101",
        "017564 ff0b",
        json!({ "battery": 100, "device_status": "on" }),
        &["reserved_missing at 3"],
    );
}

/// Rule 3.4: not elsewhere than at the end, and not on channels whose data says more.
#[test]
fn other_missing_bytes_are_truncations() {
    for (bytes, model) in [
        ("ff2300", "socket"),
        ("ff23", "socket"),
        ("ff22003c00", "socket"),
        ("080100", "socket"),
        ("ff26", "socket"),
        ("ff68", "vs321"),
    ] {
        for device in models(model) {
            nothing(&device.decode_downlink(&hex(bytes)), &["truncated at 0"]);
        }
    }
    for bytes in ["f86c", "f86cff", "f86e", "f86eff", "0175", "fc6b"] {
        nothing(&device("vs321").decode_uplink(&hex(bytes)), &["truncated at 0"]);
    }
    // In the middle the next channel's first byte is taken for it.
    up("ws101", "ff0b 0175 64", json!({ "device_status": "on" }), &["unknown_channel at 3"]);
}

/// Rule 3.5: the last of two reports wins, objects whole.
#[test]
fn the_last_report_of_a_field_wins() {
    up("ws101", "017564 017563", json!({ "battery": 99 }), &[]);
    up(
        "socket",
        "ff24 01 0a ff24 00 05",
        json!({ "current_alarm_config": { "enable": "disable", "threshold": 5 } }),
        &[],
    );
    down(
        "vs321",
        "fd6c e61b4466 66b34a66 fd6b e81b4466",
        json!({ "fetch_history": { "start_time": 1715739624 } }),
        &[],
    );
}

/// Rule 3.5: lists collect in order, wherever their channels stand.
#[test]
fn lists_collect_in_order() {
    let mut desk = regions(&[1], &[]);
    desk["timestamp"] = 2.into();
    let history = json!([
        { "timestamp": 1, "people_total_counts": 5 },
        desk,
        { "timestamp": 3, "people_total_counts": 6 },
    ]);
    up(
        "vs321",
        "20ce 01000000 01 0500 0000  017564  20ce 02000000 00 0100 0000
         20ce 03000000 01 0600 0000",
        json!({ "history": history, "battery": 100 }),
        &[],
    );
    let entry = |mode| {
        json!({ "mode": mode, "enable": "enable", "lora_uplink_enable": "disable",
            "d2d_cmd": "0001", "time": 0, "time_enable": "disable" })
    };
    let entries = json!({ "d2d_master_config": [entry(2), entry(1)] });
    let bytes = "ff96 02 01 00 0100 0000 00 ff96 01 01 00 0100 0000 00";
    down("vs321", bytes, entries.clone(), &[]);
    up("vs321", bytes, entries, &[]);
}

/// Rule 3.5: a channel first clears the fields that its own row can set.
#[test]
fn a_channel_clears_the_fields_of_its_own_row() {
    let off = json!({ "socket_status": "off" });
    up("socket", "087011 087000", off, &[]);
    let by_button = json!({ "socket_status": "on", "socket_status_source": "button" });
    up("socket", "087000 087011", by_button, &[]);
    up("socket", "087011 087002", json!({ "socket_status": "unknown" }), &["no_label at 5"]);

    let failed = json!({ "temperature_sensor_status": "read_failed" });
    up("vs321", "0367 1101 0367 ffff", failed, &["no_reading at 4"]);
    up("vs321", "0367 ffff 0367 1101", json!({ "temperature": 27.3 }), &["no_reading at 0"]);
    up("vs321", "0468 6a 0468 ff", json!({ "humidity_sensor_status": "read_failed" }), &[]);
    up("vs321", "0468 ff 0468 6a", json!({ "humidity": 53 }), &[]);
}

/// Rule 3.5: and only those: `03 67` leaves the alarm, `83 67` the sensor status.
#[test]
fn a_channel_leaves_the_fields_of_other_rows() {
    up(
        "vs321",
        "8367 1301 01 0367 1101",
        json!({ "temperature": 27.3, "temperature_alarm": "threshold_alarm" }),
        &[],
    );
    up(
        "vs321",
        "8367 1301 01 0367 ffff",
        json!({ "temperature_alarm": "threshold_alarm",
            "temperature_sensor_status": "read_failed" }),
        &["no_reading at 5"],
    );
    up(
        "vs321",
        "0367 ffff 8367 1301 00",
        json!({ "temperature": 27.5, "temperature_alarm": "threshold_alarm_release",
            "temperature_sensor_status": "read_failed" }),
        &["no_reading at 0"],
    );
    up(
        "vs321",
        "8468 6a 01 0468 ff",
        json!({ "humidity_alarm": "threshold_alarm", "humidity_sensor_status": "read_failed" }),
        &[],
    );
}

/// Rule 3.5: a success on `f8` sets the field and leaves an earlier refusal, a
/// refusal leaves the field.
#[test]
fn successes_and_refusals_leave_each_other_alone() {
    let refusal = json!({ "channel_type": 16, "result": "forbidden",
        "request": { "report_type": "on_the_dot" } });
    let both = json!({ "report_type": "from_now_on", "device_response_result": refusal });
    up("vs321", "f810 01 01 f810 00 00", both.clone(), &[]);
    up("vs321", "f810 00 00 f810 01 01", both, &[]);
    // The last refusal wins whole.
    let last = json!({ "channel_type": 108, "result": "invalid parameter",
        "request": { "detect": "yes" } });
    up("vs321", "f810 01 01 f86c ff 02", json!({ "device_response_result": last }), &[]);
}

/// Rule 3.6: a sub-kind without a row is skipped with a warning.
#[test]
fn sub_kinds_without_a_row_are_skipped() {
    let battery = |warnings: &[&str], bytes: &str| {
        up("vs321", &format!("{bytes} 017564"), json!({ "battery": 100 }), warnings);
    };
    for kind in [0u8, 4, 5, 6, 7] {
        for channel in ["ff", "fe"] {
            let configuration = to_hex(&[kind << 3 | 4]);
            battery(
                &["unknown_sub_kind at 0"],
                &format!("{channel}06 {configuration} 3200 7201 0000 0000"),
            );
        }
    }
    battery(&["unknown_sub_kind at 0"], "ff6a 02 5802");
    battery(&["unknown_sub_kind at 0"], "fe6a ff 5802");
    battery(&["unknown_sub_kind at 0"], "ff8e 01 0500");
    down(
        "vs321",
        "ff8e ff 0500 ff6a 02 5802 ff06 00 0000 0000 0000 0000 ff10ff",
        json!({ "reboot": "yes" }),
        &["unknown_sub_kind at 0", "unknown_sub_kind at 5", "unknown_sub_kind at 10"],
    );
}

/// Rule 3.6 and section 8: a history record of another kind keeps its timestamp.
#[test]
fn a_history_record_of_another_kind_keeps_its_timestamp() {
    for kind in ["02", "ff"] {
        up(
            "vs321",
            &format!("20ce e81b4466 {kind} 0500 0000 017564"),
            json!({ "history": [{ "timestamp": 1715739624 }], "battery": 100 }),
            &["unknown_sub_kind at 0"],
        );
    }
}

/// Rule 3.7: what the encoder would refuse decodes without a warning.
#[test]
fn commands_outside_the_encoders_range_decode_without_a_warning() {
    down("ws101", "ff03 0000", json!({ "reporting_interval": 0 }), &[]);
    down("socket", "ff03 ffff", json!({ "report_interval": 65535 }), &[]);
    down("vs321", "ff8e 00 0000", json!({ "report_interval": 0 }), &[]);
    down("vs321", "ff02 ffff", json!({ "collection_interval": 65535 }), &[]);
    down("vs321", "ff65 00", json!({ "lora_port": 0 }), &[]);
    up("vs321", "fe65 ff", json!({ "lora_port": 255 }), &[]);
    down("vs321", "ff6a 01 0000", json!({ "resend_interval": 0 }), &[]);
    let alarm = json!({ "humidity_alarm_config": { "condition": "between",
        "threshold_min": 32767.5, "threshold_max": 0, "lock_time": 1, "continue_time": 65535 } });
    down("vs321", "ff06 13 ffff 0000 0100 ffff", alarm, &[]);
    let entry = json!({ "mode": 255, "enable": "enable", "lora_uplink_enable": "enable",
        "d2d_cmd": "0001", "time": 0, "time_enable": "enable" });
    down("vs321", "ff96 ff 01 01 0100 0000 01", json!({ "d2d_master_config": [entry] }), &[]);
    down(
        "vs321",
        "fd6c 02000000 01000000",
        json!({ "fetch_history": { "start_time": 2, "end_time": 1 } }),
        &[],
    );
}

/// Rule 3.7: the ranges of section 2 warn in `84 68` as in `04 68`, which alone has
/// a sentinel.
#[test]
fn humidity_beside_its_alarm_warns_too_and_has_no_sentinel() {
    let data = |humidity: f64| json!({ "humidity": humidity, "humidity_alarm": "threshold_alarm" });
    up("vs321", "8468 c8 01", json!({ "humidity": 100, "humidity_alarm": "threshold_alarm" }), &[]);
    up("vs321", "8468 c9 01", data(100.5), &["out_of_range at 0"]);
    up("vs321", "8468 ff 01", data(127.5), &["out_of_range at 0"]);
}

/// Rule 3.8: an empty payload is one error.
#[test]
fn an_empty_payload_is_one_error() {
    for device in milesight_codec::models() {
        nothing(&device.decode_uplink(&[]), &["bytes: type"]);
        nothing(&device.decode_downlink(&[]), &["bytes: type"]);
    }
    assert_eq!(brief(&bytes_of(&Value::List(vec![])).unwrap_err()), "bytes: type");
}

/// Rule 3.8: what is no array of bytes is one error.
#[test]
fn what_is_no_array_of_bytes_is_refused() {
    for value in [
        Value::Undefined,
        Value::Null,
        true.into(),
        117.into(),
        "017564".into(),
        one("length", 3),
        Value::Other("a function".into()),
    ] {
        assert_eq!(brief(&bytes_of(&value).unwrap_err()), "bytes: type", "{value:?}");
    }
}

/// Rule 3.8: the error names the first bad byte.
#[test]
fn the_first_bad_byte_is_named() {
    for (item, code) in [
        (Value::from(256), "range"),
        ((-1).into(), "range"),
        (1.5.into(), "range"),
        (f64::NAN.into(), "range"),
        (f64::INFINITY.into(), "range"),
        ("1".into(), "type"),
        (true.into(), "type"),
        (Value::Null, "type"),
        (Value::Undefined, "type"),
        (Value::List(vec![1.into()]), "type"),
    ] {
        let list = Value::List(vec![1.into(), item.clone(), 300.into()]);
        assert_eq!(brief(&bytes_of(&list).unwrap_err()), format!("bytes[1]: {code}"), "{item:?}");
    }
    let list = Value::List(vec![0.into(), 255.into(), (-0.0).into()]);
    assert_eq!(bytes_of(&list).unwrap(), [0, 255, 0]);
}

/// Rule 3.8, with the limit on a payload's size.
#[test]
fn a_payload_of_too_many_bytes_is_one_error() {
    let sensor = device("ws101");
    let mut bytes = hex("017564").repeat(MAX_BYTES / 3);
    bytes.push(0xff);
    assert_eq!(bytes.len(), MAX_BYTES);
    assert_eq!(briefs(&sensor.decode_uplink(&bytes).warnings), ["truncated at 4095"]);
    bytes.push(0x10);
    nothing(&sensor.decode_uplink(&bytes), &["bytes: type"]);
    nothing(&sensor.decode_downlink(&bytes), &["bytes: type"]);
    let list = Value::from(vec![1; MAX_BYTES + 1]);
    assert_eq!(brief(&bytes_of(&list).unwrap_err()), "bytes: type");
    assert_eq!(bytes_of(&Value::from(vec![1; MAX_BYTES])).unwrap().len(), MAX_BYTES);
}

// Section 4: encoding

/// Rule 4.1: with errors there are no bytes, but still a port.
#[test]
fn with_errors_there_are_no_bytes() {
    let data = json(r#"{ "reboot": "yes", "reporting_interval": 5 }"#);
    let encoded = device("ws101").encode_downlink(&data, &Value::from(10));
    assert_eq!(briefs(&encoded.errors), ["reporting_interval: range"]);
    let text = plain(&encoded);
    assert_eq!((&text["bytes"], &text["fPort"]), (&json!([]), &json!(10)));
    assert_eq!(briefs(&encoded.warnings), ["fPort: port"]);
}

/// Rule 4.2: all problems at once, fields in the table's order, then unknown ones.
#[test]
fn all_problems_are_reported_in_the_tables_order() {
    refuses(
        "vs321",
        json(
            r#"{ "zzz": 1, "reboot": "maybe", "aaa": 1, "battery": 5, "lora_port": 0,
                "d2d_key": "xy", "collection_interval": 61, "report_interval": null,
                "fetch_history": { "start_time": 5, "end_time": 4 },
                "d2d_master_config": [],
                "temperature_alarm_config": { "threshold_max": 5.05 },
                "report_type": "sometimes" }"#,
        ),
        &[
            "report_type: label",
            "report_interval: type",
            "collection_interval: range",
            "temperature_alarm_config.condition: missing",
            "temperature_alarm_config.threshold_min: missing",
            "temperature_alarm_config.threshold_max: step",
            "d2d_key: label",
            "d2d_master_config: range",
            "fetch_history.end_time: conflict",
            "lora_port: range",
            "reboot: label",
            "aaa: unknown_field",
            "battery: read_only",
            "zzz: unknown_field",
        ],
    );
}

/// Rule 4.2, with the order of unknown names: by UTF-16 code unit.
#[test]
fn unknown_fields_come_by_code_unit() {
    let names = ["z", "\u{ff5e}", "a", "\u{1f600}", "\u{e9}", "B", "10", "9", "_"];
    let data: Object = names.into_iter().map(|name| (name, 1)).collect();
    let encoded = encode(device("ws101"), &data.into());
    let paths: Vec<_> = encoded.errors.iter().map(Problem::path).collect();
    assert_eq!(paths, ["10", "9", "B", "_", "a", "z", "\u{e9}", "\u{1f600}", "\u{ff5e}"]);
    assert!(encoded.errors.iter().all(|error| error.code() == "unknown_field"));
}

/// Each is told, but not of more than anybody sends.
#[test]
fn a_command_of_too_many_values_is_refused_as_a_whole() {
    let named = |count: u32| {
        let members: Vec<_> = (0..count).rev().map(|n| format!("\"n{n:06}\": 0")).collect();
        json(&format!("{{ {} }}", members.join(", ")))
    };
    assert_eq!(encode(device("ws101"), &named(19_998)).errors.len(), 19_998);
    let listed = |length| vec![Value::from(vec![0; length]); 5];
    // Neither is a list of objects, but these are not looked at.
    let longer = encode(device("vs321"), &one("d2d_master_config", listed(MAX_BYTES + 1)));
    assert_eq!(longer.errors.len(), 5);
    for data in [named(19_999), named(100_000), one("d2d_master_config", listed(MAX_BYTES))] {
        let encoded = encode(device("vs321"), &data);
        let [error] = &encoded.errors[..] else { panic!("{} errors", encoded.errors.len()) };
        let said = "data: got something too large to be read; allowed: an object";
        assert_eq!(error.to_string(), said);
        assert!(encoded.bytes.is_empty());
    }
    // As deep as anybody likes.
    let nested = (0..100).fold(Value::from(1), |value, _| vec![value].into());
    refuses("vs321", one("reboot", nested), &["reboot: type"]);
    // Deeper than any command, they do not count.
    let deep = vec![vec![listed(MAX_BYTES)]];
    refuses("vs321", one("reboot", deep), &["reboot: type"]);
}

/// Rule 4.2: the message says what was given and what is allowed.
#[test]
fn messages_say_what_was_given_and_what_is_allowed() {
    let error = &encode(device("ws523"), &one("report_interval", 59)).errors[0];
    let said = error.to_string();
    assert!(["59", "60", "64800"].iter().all(|fact| said.contains(fact)), "{said}");
    let error = &encode(device("vs321"), &one("report_type", "sometimes")).errors[0];
    let said = error.to_string();
    let facts = [r#""sometimes""#, r#""from_now_on""#, r#""on_the_dot""#];
    assert!(facts.iter().all(|fact| said.contains(fact)), "{said}");
}

/// Rule 4.2: paths of members and of a list's entries.
#[test]
fn paths_name_members_and_entries() {
    refuses(
        "vs321",
        json(
            r#"{ "d2d_master_config": [
                { "mode": 1, "enable": 1, "lora_uplink_enable": 1, "d2d_cmd": "0001",
                "time": 1441, "time_enable": 1 },
                7,
                { "mode": 21, "enable": 2, "lora_uplink_enable": 1, "d2d_cmd": "01",
                "time": 1, "time_enable": 1, "tim": 1 }] }"#,
        ),
        &[
            "d2d_master_config[0].time: range",
            "d2d_master_config[1]: type",
            "d2d_master_config[2].mode: range",
            "d2d_master_config[2].enable: range",
            "d2d_master_config[2].d2d_cmd: label",
            "d2d_master_config[2].tim: unknown_field",
        ],
    );
}

/// Rule 4.2: an unknown field comes with the nearest known name, where there is one.
#[test]
fn an_unknown_field_comes_with_a_suggestion() {
    let suggests = |model: &str, data: &str, path: &str, name: Option<&str>| {
        for device in models(model) {
            let encoded = encode(device, &json(data));
            let error = encoded.errors.iter().find(|error| error.code() == "unknown_field");
            let error = error.expect("an unknown field");
            assert_eq!((error.path(), error.allowed()), (path, name.unwrap_or("").to_owned()));
            if let Some(name) = name {
                assert!(error.to_string().contains(name), "{error}");
            }
        }
    };
    suggests(
        "socket",
        r#"{ "reporting_interval": 60 }"#,
        "reporting_interval",
        Some("report_interval"),
    );
    suggests(
        "ws101",
        r#"{ "report_interval": 60 }"#,
        "report_interval",
        Some("reporting_interval"),
    );
    suggests("ws101", r#"{ "Reboot": "yes" }"#, "Reboot", Some("reboot"));
    suggests("vs321", r#"{ "fetch_histroy": {} }"#, "fetch_histroy", Some("fetch_history"));
    suggests("socket", r#"{ "delaytime": 1 }"#, "delaytime", Some("delay_time"));
    suggests("vs321", r#"{ "reportInterval": 5 }"#, "reportInterval", Some("report_interval"));
    suggests("vs321", r#"{ "xxxxxxxxxxxx": 1 }"#, "xxxxxxxxxxxx", None);
    suggests("vs321", r#"{ "retry": 1 }"#, "retry", None);
    suggests("vs321", r#"{ "": 1 }"#, "", None);
    suggests(
        "socket",
        r#"{ "current_alarm_config": { "enable": 1, "threshold": 1, "treshold": 1 } }"#,
        "current_alarm_config.treshold",
        Some("threshold"),
    );
    // Names of other models and of JavaScript are unknown like any other.
    for name in ["__proto__", "constructor", "toString", "lora_port", "d2d_key"] {
        refuses("ws101", one(name, 1), &[&format!("{name}: unknown_field")]);
    }
}

/// Rule 4.2: a field that only uplinks have is read-only.
#[test]
fn fields_that_only_uplinks_have_are_read_only() {
    for (model, name) in [
        ("ws101", "battery"),
        ("ws101", "button_event"),
        ("ws101", "sn"),
        ("socket", "voltage"),
        ("socket", "socket_status_source"),
        ("socket", "power_outage_alarm"),
        ("vs321", "history"),
        ("vs321", "region_10"),
        ("vs321", "temperature_sensor_status"),
        ("vs321", "fetch_history_result"),
        ("vs321", "device_response_result"),
    ] {
        let data = one(name, 1);
        refuses(model, data.clone(), &[&format!("{name}: read_only")]);
        let encoded = encode(models(model)[0], &data);
        assert!(encoded.errors[0].to_string().contains("read-only"), "{}", encoded.errors[0]);
    }
    // Only the sensor refuses commands.
    refuses("ws101", one("device_response_result", 1), &["device_response_result: unknown_field"]);
}

/// Rule 4.2: `undefined` counts as absent, at every depth.
#[test]
fn undefined_counts_as_absent() {
    let data = Object::from_iter([
        ("reboot", Value::from("yes")),
        ("buzzer_enable", Value::Undefined),
        ("battery", Value::Undefined),
        ("nonsense", Value::Undefined),
    ]);
    sends("ws101", data, "ff10ff", &[]);
    refuses("ws101", one("reboot", Value::Undefined), &["data: nothing_to_send"]);
    let members: [(&str, Value); 3] =
        [("enable", true.into()), ("lock_time", Value::Undefined), ("tim", Value::Undefined)];
    sends("socket", one("child_lock_config", Object::from_iter(members)), "ff250080", &[]);
    let members: [(&str, Value); 2] = [("enable", true.into()), ("threshold", Value::Undefined)];
    refuses(
        "socket",
        one("current_alarm_config", Object::from_iter(members)),
        &["current_alarm_config.threshold: missing"],
    );
    let members: [(&str, Value); 2] = [("start_time", 5.into()), ("end_time", Value::Undefined)];
    sends("vs321", one("fetch_history", Object::from_iter(members)), "fd6b 05000000", &[]);
    refuses(
        "vs321",
        one("d2d_master_config", vec![Value::Undefined]),
        &["d2d_master_config[0]: missing"],
    );
}

/// Rule 4.2: `null` is an error wherever a value is.
#[test]
fn null_is_an_error() {
    refuses("ws101", one("reboot", Value::Null), &["reboot: type"]);
    refuses("ws101", one("buzzer_enable", Value::Null), &["buzzer_enable: type"]);
    refuses("socket", one("delay_task", Value::Null), &["delay_task: type"]);
    refuses("socket", one("cancel_delay_task", Value::Null), &["cancel_delay_task: type"]);
    refuses("vs321", one("d2d_master_config", Value::Null), &["d2d_master_config: type"]);
    refuses("vs321", one("d2d_master_config", vec![Value::Null]), &["d2d_master_config[0]: type"]);
    refuses(
        "socket",
        json(r#"{ "child_lock_config": { "enable": 1, "lock_time": null } }"#),
        &["child_lock_config.lock_time: type"],
    );
    refuses(
        "vs321",
        json(r#"{ "fetch_history": { "start_time": 1, "end_time": null } }"#),
        &["fetch_history.end_time: type"],
    );
}

/// Rule 4.2: `data` that is not an object is an error about the whole command.
#[test]
fn data_that_is_not_an_object_is_an_error() {
    for data in [
        Value::Undefined,
        Value::Null,
        true.into(),
        5.into(),
        "reboot".into(),
        Value::List(vec![one("reboot", "yes")]),
        Value::Other("a function".into()),
    ] {
        refuses("ws101", data, &["data: type"]);
    }
}

/// Rule 4.2: at most one error a value.
#[test]
fn a_value_has_one_error_at_most() {
    refuses("socket", one("report_interval", 1e9 + 0.5), &["report_interval: range"]);
    refuses(
        "vs321",
        temperature_alarm(-3276.85, 5.0),
        &["temperature_alarm_config.threshold_min: range"],
    );
    for value in [Value::Other("a symbol".into()), Value::List(vec![]), f64::NAN.into()] {
        refuses("vs321", one("report_interval", value), &["report_interval: type"]);
    }
}

/// Rule 4.2: rules between fields are reported under one of them.
#[test]
fn thresholds_and_times_must_be_in_order() {
    let alarm = |name: &str, condition: &str, min: f64, max: f64| {
        json(&format!(
            r#"{{ "{name}": {{ "condition": "{condition}", "threshold_min": {min},
                "threshold_max": {max} }} }}"#
        ))
    };
    for (name, kind, scale) in [("temperature", 1, 10.0), ("humidity", 2, 2.0)] {
        let name = format!("{name}_alarm_config");
        for (number, condition) in
            ["disable", "below", "above", "between", "outside"].iter().enumerate()
        {
            let data = alarm(&name, condition, 40.0, 30.0);
            if *condition == "between" || *condition == "outside" {
                refuses("vs321", data, &[&format!("{name}.threshold_min: conflict")]);
            } else {
                let (high, low) = ((40.0 * scale) as u16, (30.0 * scale) as u16);
                let bytes = format!(
                    "ff06{}{}{}00000000",
                    to_hex(&[kind << 3 | number as u8]),
                    to_hex(&high.to_le_bytes()),
                    to_hex(&low.to_le_bytes())
                );
                sends("vs321", data, &bytes, &[]);
            }
        }
    }
    sends(
        "vs321",
        alarm("temperature_alarm_config", "between", 5.0, 5.0),
        "ff06 0b 3200 3200 0000 0000",
        &[],
    );
    refuses(
        "vs321",
        json(
            r#"{ "illuminance_alarm_config":
                { "threshold_min": 800, "threshold_max": 200 } }"#,
        ),
        &["illuminance_alarm_config.threshold_min: conflict"],
    );
    let fetch = |start: u32, end: u32| {
        json(&format!(r#"{{ "fetch_history": {{ "start_time": {start}, "end_time": {end} }} }}"#))
    };
    refuses("vs321", fetch(5, 4), &["fetch_history.end_time: conflict"]);
    sends("vs321", fetch(5, 5), "fd6c 05000000 05000000", &[]);
}

/// Rule 4.2: negative thresholds compare as the numbers they are.
#[test]
fn negative_thresholds_compare_as_numbers() {
    sends("vs321", temperature_alarm(-10.5, 5.0), "ff06 0c 97ff 3200 0000 0000", &[]);
    sends("vs321", temperature_alarm(-3276.8, -0.1), "ff06 0c 0080 ffff 0000 0000", &[]);
    refuses(
        "vs321",
        temperature_alarm(5.0, -10.5),
        &["temperature_alarm_config.threshold_min: conflict"],
    );
    refuses(
        "vs321",
        temperature_alarm(-5.0, -10.5),
        &["temperature_alarm_config.threshold_min: conflict"],
    );
}

/// Rule 4.2: rules between fields speak only where each is right by itself.
#[test]
fn rules_between_fields_wait_for_right_fields() {
    refuses(
        "vs321",
        temperature_alarm(50.0, 5.05),
        &["temperature_alarm_config.threshold_max: step"],
    );
    refuses(
        "vs321",
        temperature_alarm(9999.0, 5.0),
        &["temperature_alarm_config.threshold_min: range"],
    );
    refuses(
        "vs321",
        json(
            r#"{ "temperature_alarm_config":
                { "condition": "inside", "threshold_min": 50, "threshold_max": 5 } }"#,
        ),
        &["temperature_alarm_config.condition: label"],
    );
    refuses(
        "vs321",
        json(r#"{ "fetch_history": { "start_time": -1, "end_time": -2 } }"#),
        &["fetch_history.start_time: range", "fetch_history.end_time: range"],
    );
    refuses(
        "vs321",
        json(r#"{ "fetch_history": { "start_time": 1.5, "end_time": 1 } }"#),
        &["fetch_history.start_time: step"],
    );
    // A wrong member elsewhere does not silence the rule.
    refuses(
        "vs321",
        json(
            r#"{ "temperature_alarm_config": { "condition": "between",
                "threshold_min": 50, "threshold_max": 5, "lock_time": -1 } }"#,
        ),
        &[
            "temperature_alarm_config.lock_time: range",
            "temperature_alarm_config.threshold_min: conflict",
        ],
    );
}

/// Rule 4.2: an error about the whole command starts with `data: `.
#[test]
fn an_error_about_the_whole_command_starts_with_data() {
    let encoded = encode(device("ws101"), &Object::new().into());
    assert_eq!(encoded.errors, [Problem::NothingToSend]);
    assert!(encoded.errors[0].to_string().starts_with("data: "));
}

/// Rule 4.2: warnings stay beside errors.
#[test]
fn warnings_stay_beside_errors() {
    let data = json(r#"{ "report_interval": 2, "collection_interval": 2, "lora_port": 0 }"#);
    let encoded = encode(device("vs321"), &data);
    assert_eq!(briefs(&encoded.errors), ["lora_port: range"]);
    assert_eq!(briefs(&encoded.warnings), ["report_interval: unwise"]);
}

/// Rule 4.3: every numeric field of every command, at both ends of its range and
/// beyond them.
#[test]
fn ranges_hold_at_both_ends() {
    // Of a member that is there twice the last counts.
    let alarm = |name: &str, member: &str| {
        format!(
            r#"{{ "{name}_alarm_config":
                {{ "condition": 1, "threshold_min": 0, "threshold_max": 0, "{member}": # }} }}"#
        )
    };
    let entry = |member: &str| {
        format!(
            r#"{{ "d2d_master_config": [{{ "mode": 1, "enable": 1, "lora_uplink_enable": 1,
                "d2d_cmd": "0001", "time": 1, "time_enable": 0, "{member}": # }}] }}"#
        )
    };
    let object = |name: &str, other: &str, member: &str| {
        format!(r#"{{ "{name}": {{ "{other}": 1, "{member}": # }} }}"#)
    };
    let top = |name: &str| format!(r#"{{ "{name}": # }}"#);
    let ends = [
        ("ws101", top("reporting_interval"), 60.0, 64800.0, 1.0),
        ("socket", top("report_interval"), 60.0, 64800.0, 1.0),
        ("socket", top("cancel_delay_task"), 0.0, 255.0, 1.0),
        ("socket", object("delay_task", "socket_status", "delay_time"), 0.0, 65535.0, 1.0),
        ("socket", r#"{ "socket_status": 1, "delay_time": # }"#.to_owned(), 0.0, 65535.0, 1.0),
        ("socket", object("current_alarm_config", "enable", "threshold"), 0.0, 255.0, 1.0),
        ("socket", object("child_lock_config", "enable", "lock_time"), 0.0, 32767.0, 1.0),
        ("socket", object("over_current_protection", "enable", "trip_current"), 0.0, 255.0, 1.0),
        ("vs321", top("report_interval"), 2.0, 1440.0, 1.0),
        ("vs321", top("collection_interval"), 2.0, 60.0, 1.0),
        ("vs321", alarm("temperature", "threshold_min"), -3276.8, 3276.7, 0.1),
        ("vs321", alarm("temperature", "threshold_max"), -3276.8, 3276.7, 0.1),
        ("vs321", alarm("temperature", "lock_time"), 0.0, 65535.0, 1.0),
        ("vs321", alarm("temperature", "continue_time"), 0.0, 65535.0, 1.0),
        ("vs321", alarm("humidity", "threshold_min"), 0.0, 100.0, 0.5),
        ("vs321", alarm("humidity", "threshold_max"), 0.0, 100.0, 0.5),
        ("vs321", alarm("humidity", "lock_time"), 0.0, 65535.0, 1.0),
        ("vs321", alarm("humidity", "continue_time"), 0.0, 65535.0, 1.0),
        ("vs321", alarm("illuminance", "threshold_min"), 0.0, 65535.0, 1.0),
        ("vs321", alarm("illuminance", "threshold_max"), 0.0, 65535.0, 1.0),
        ("vs321", alarm("illuminance", "lock_time"), 0.0, 65535.0, 1.0),
        ("vs321", alarm("illuminance", "continue_time"), 0.0, 65535.0, 1.0),
        ("vs321", entry("mode"), 1.0, 20.0, 1.0),
        ("vs321", entry("time"), 0.0, 1440.0, 1.0),
        ("vs321", top("retransmit_interval"), 30.0, 1200.0, 1.0),
        ("vs321", top("resend_interval"), 30.0, 1200.0, 1.0),
        ("vs321", r#"{ "fetch_history": { "start_time": # } }"#.to_owned(), 0.0, 4294967295.0, 1.0),
        ("vs321", top("lora_port"), 1.0, 223.0, 1.0),
    ];
    for (model, command, low, high, step) in ends {
        for device in models(model) {
            let codes = |value: f64| -> Vec<&'static str> {
                let encoded = encode(device, &json(&command.replace('#', &value.to_string())));
                assert_eq!(encoded.errors.is_empty(), !encoded.bytes.is_empty());
                encoded.errors.iter().map(Problem::code).collect()
            };
            for inside in [low, high] {
                assert!(codes(inside).is_empty(), "{command} {inside}");
            }
            // One step, one wrap of each wire type, and far away.
            for outside in [low - step, high + step, high + 65536.0, low - 65536.0, -1e300, 1e300] {
                assert_eq!(codes(outside), ["range"], "{command} {outside}");
            }
            assert_eq!(codes((low + high) / 2.0 + step / 4.0).len(), 1, "{command}");
        }
    }
}

/// Rule 4.3: the range of `end_time`, whose lower end is that of `start_time` at least.
#[test]
fn the_end_of_an_inquiry_has_a_range() {
    let end = |end: &str| {
        json(&format!(r#"{{ "fetch_history": {{ "start_time": 0, "end_time": {end} }} }}"#))
    };
    sends("vs321", end("4294967295"), "fd6c 00000000 ffffffff", &[]);
    for wrong in ["4294967296", "-1", "1e300"] {
        refuses("vs321", end(wrong), &["fetch_history.end_time: range"]);
    }
}

/// Rule 4.3: whole-number fields have no tolerance.
#[test]
fn whole_numbers_have_no_tolerance() {
    for value in [60.5, 60.000_000_1, 60.000_000_000_1, 100.999_999_999_9] {
        refuses("socket", one("report_interval", value), &["report_interval: step"]);
    }
    refuses("socket", one("cancel_delay_task", 0.000_000_1), &["cancel_delay_task: step"]);
    refuses("vs321", one("history_enable", 1.000_000_000_1), &["history_enable: range"]);
    refuses("ws101", one("reboot", 0.999_999_999_9), &["reboot: range"]);
}

/// Rule 4.3: off the step, and within 1e-6 of it, on both sides.
#[test]
fn values_between_two_steps_are_refused_with_a_tolerance() {
    let min = |value: f64| temperature_alarm(value, 37.0);
    for on in [5.0, 5.000_000_09, 4.999_999_91] {
        sends("vs321", min(on), "ff06 0c 3200 7201 0000 0000", &[]);
    }
    // 0.1 + 0.2, and tenths that no binary fraction meets.
    sends("vs321", min(0.1 + 0.2), "ff06 0c 0300 7201 0000 0000", &[]);
    sends("vs321", min(-0.700_000_000_1), "ff06 0c f9ff 7201 0000 0000", &[]);
    for off in [5.05, 5.000_000_11, 4.999_999_89, 5.01, -0.05] {
        refuses("vs321", min(off), &["temperature_alarm_config.threshold_min: step"]);
    }
    let humidity = |value: f64| {
        let members: [(&str, Value); 3] =
            [("condition", 1.into()), ("threshold_min", value.into()), ("threshold_max", 0.into())];
        one("humidity_alarm_config", Object::from_iter(members))
    };
    for on in [50.5, 50.500_000_45, 50.499_999_55] {
        sends("vs321", humidity(on), "ff06 11 6500 0000 0000 0000", &[]);
    }
    for off in [50.25, 50.500_000_55, 50.499_999_45] {
        refuses("vs321", humidity(off), &["humidity_alarm_config.threshold_min: step"]);
    }
    // The range is that of the value as given: no tolerance there.
    for outside in [100.000_000_1, -0.000_000_1] {
        refuses("vs321", humidity(outside), &["humidity_alarm_config.threshold_min: range"]);
    }
    refuses("vs321", min(3_276.700_000_01), &["temperature_alarm_config.threshold_min: range"]);
    refuses("vs321", min(-3_276.800_000_01), &["temperature_alarm_config.threshold_min: range"]);
}

/// Rule 4.3: missing members.
#[test]
fn missing_members_are_errors() {
    let empty = |name: &'static str| one(name, Object::new());
    refuses(
        "socket",
        empty("current_alarm_config"),
        &["current_alarm_config.enable: missing", "current_alarm_config.threshold: missing"],
    );
    refuses("socket", empty("child_lock_config"), &["child_lock_config.enable: missing"]);
    refuses(
        "socket",
        empty("delay_task"),
        &["delay_task.delay_time: missing", "delay_task.socket_status: missing"],
    );
    refuses("vs321", empty("fetch_history"), &["fetch_history.start_time: missing"]);
    refuses(
        "vs321",
        json(r#"{ "fetch_history": { "end_time": 5 } }"#),
        &["fetch_history.start_time: missing"],
    );
    refuses(
        "vs321",
        empty("temperature_alarm_config"),
        &[
            "temperature_alarm_config.condition: missing",
            "temperature_alarm_config.threshold_min: missing",
            "temperature_alarm_config.threshold_max: missing",
        ],
    );
    refuses(
        "vs321",
        empty("illuminance_alarm_config"),
        &[
            "illuminance_alarm_config.threshold_min: missing",
            "illuminance_alarm_config.threshold_max: missing",
        ],
    );
    refuses(
        "vs321",
        one("d2d_master_config", vec![Object::new()]),
        &[
            "d2d_master_config[0].mode: missing",
            "d2d_master_config[0].enable: missing",
            "d2d_master_config[0].lora_uplink_enable: missing",
            "d2d_master_config[0].d2d_cmd: missing",
            "d2d_master_config[0].time: missing",
            "d2d_master_config[0].time_enable: missing",
        ],
    );
}

/// Rule 4.3: an empty list is an error, as is one that is too long.
#[test]
fn lists_have_at_least_one_entry_and_at_most_the_limit() {
    let entry = json(
        r#"{ "mode": 1, "enable": 1, "lora_uplink_enable": 0, "d2d_cmd": "0102", "time": 0,
            "time_enable": 0 }"#,
    );
    let list = |length: usize| one("d2d_master_config", vec![entry.clone(); length]);
    refuses("vs321", list(0), &["d2d_master_config: range"]);
    sends("vs321", list(1), "ff96 01 01 00 0201 0000 00", &[]);
    sends("vs321", list(MAX_ENTRIES), &"ff960101000201000000".repeat(MAX_ENTRIES), &[]);
    refuses("vs321", list(MAX_ENTRIES + 1), &["d2d_master_config: range"]);
}

/// Rule 4.3: NaN, the infinities and wrong types.
#[test]
fn nan_infinities_and_wrong_types_are_errors() {
    for (number, code) in
        [(f64::NAN, "type"), (f64::INFINITY, "range"), (f64::NEG_INFINITY, "range")]
    {
        refuses("socket", one("report_interval", number), &[&format!("report_interval: {code}")]);
        refuses(
            "vs321",
            temperature_alarm(5.0, number),
            &[&format!("temperature_alarm_config.threshold_max: {code}")],
        );
        refuses("vs321", one("history_enable", number), &["history_enable: range"]);
        refuses("ws101", one("reboot", number), &["reboot: range"]);
    }
    let wrong =
        || [Value::List(vec![60.into()]), one("value", 60), Value::Other("a bigint".into())];
    for value in wrong() {
        refuses("socket", one("report_interval", value), &["report_interval: type"]);
    }
    for value in wrong() {
        refuses("socket", one("socket_status", value), &["socket_status: type"]);
    }
    for value in wrong() {
        refuses("ws101", one("reboot", value), &["reboot: type"]);
    }
    for value in [Value::from(5), "x".into(), true.into(), Value::List(vec![])] {
        refuses("socket", one("delay_task", value), &["delay_task: type"]);
    }
    for value in [Value::from(5), "x".into(), Object::new().into()] {
        refuses("vs321", one("d2d_master_config", value), &["d2d_master_config: type"]);
    }
}

/// Rule 4.3: −0 is 0, everywhere.
#[test]
fn negative_zero_is_zero() {
    sends("vs321", one("history_enable", -0.0), "ff6800", &[]);
    sends("socket", one("cancel_delay_task", -0.0), "ff2300ff", &[]);
    sends("vs321", temperature_alarm(-0.0, 0.0), "ff06 0c 0000 0000 0000 0000", &[]);
    let members: [(&str, Value); 2] = [("enable", (-0.0).into()), ("lock_time", (-0.0).into())];
    sends("socket", one("child_lock_config", Object::from_iter(members)), "ff25 0000", &[]);
    refuses("ws101", one("reboot", -0.0), &["data: nothing_to_send"]);
}

/// Rule 4.4: the tables' order, whatever the order of keys; reset, then reboot last.
#[test]
fn commands_go_in_the_tables_order() {
    for (model, commands) in COMMANDS {
        let (data, bytes) = all_at_once(commands);
        let resets = data.get("reset").is_some();
        sends(model, data, &bytes, if resets { &["reset: undoes_settings"] } else { &[] });
    }
    let (first, last) = (r#"{ "reboot": 1, "reset": 1, "detect": 1 }"#, "f96cff f96eff ff10ff");
    sends("vs321", json(first), last, &[]);
}

/// Rule 4.4: reset sent with settings adds a warning, with actions it does not.
#[test]
fn reset_warns_beside_settings_only() {
    let warning = "reset: undoes_settings";
    let with = |more: &str| json(&format!(r#"{{ "reset": "yes", {more} }}"#));
    let free = [
        (r#""stop_transmit": 1"#, "fd6dff"),
        (r#""fetch_history": { "start_time": 0 }"#, "fd6b00000000"),
        (r#""fetch_history": { "start_time": 0, "end_time": 0 }"#, "fd6c0000000000000000"),
        (r#""detect": 1"#, "f96cff"),
    ];
    for (more, bytes) in free {
        sends("vs321", with(more), &format!("{bytes} f96eff"), &[]);
    }
    sends("vs321", with(r#""reboot": 1"#), "f96eff ff10ff", &[]);
    // An action that is not sent, and a setting beside an action.
    sends("vs321", with(r#""reboot": 0"#), "f96eff", &[]);
    sends("vs321", with(r#""detect": 1, "adr_enable": 1"#), "ff4001 f96cff f96eff", &[warning]);
    for (bytes, command) in SENSOR_COMMANDS {
        let action = ["stop_transmit", "fetch_history", "detect", "reset", "reboot"];
        if action.iter().any(|name| command.contains(name)) {
            continue;
        }
        let Value::Object(mut data) = json(command) else { panic!("an object") };
        data.set("reset", "yes");
        sends("vs321", data, &format!("{bytes} f96eff"), &[warning]);
    }
    // Not sent, no warning.
    sends("vs321", json(r#"{ "reset": "no", "adr_enable": 1 }"#), "ff4001", &[]);
}

/// Rule 4.5: `"no"` sends nothing for its command.
#[test]
fn no_sends_nothing_for_its_command() {
    sends("ws101", json(r#"{ "reboot": "no", "buzzer_enable": "enable" }"#), "ff3e01", &[]);
    sends("vs321", json(r#"{ "detect": false, "reboot": true }"#), "ff10ff", &[]);
    sends("socket", json(r#"{ "cancel_delay_task": "no", "report_status": 1 }"#), "ff28ff", &[]);
}

/// Rule 4.5: nothing left to send is an error, unless something else is wrong.
#[test]
fn a_command_with_nothing_to_send_is_an_error() {
    refuses("ws101", Object::new(), &["data: nothing_to_send"]);
    refuses(
        "ws101",
        json(r#"{ "reboot": "no", "query_device_status": 0 }"#),
        &["data: nothing_to_send"],
    );
    refuses("socket", json(r#"{ "cancel_delay_task": false }"#), &["data: nothing_to_send"]);
    refuses("ws101", json(r#"{ "reboot": "no", "foo": 1 }"#), &["foo: unknown_field"]);
    refuses("ws101", json(r#"{ "reboot": "no", "buzzer_enable": 2 }"#), &["buzzer_enable: range"]);
}

/// Rule 4.6: absent, null or 0 is 85; 1 to 223 is that; anything else is 85 with a
/// warning.
#[test]
fn ports() {
    let port = |given: &Value| {
        let encoded = device("ws101").encode_downlink(&one("reboot", "yes"), given);
        assert_eq!((to_hex(&encoded.bytes).as_str(), encoded.errors.len()), ("ff10ff", 0));
        (encoded.f_port, briefs(&encoded.warnings).join(" "))
    };
    let (silent, warned) = ((85, String::new()), (85, "fPort: port".to_owned()));
    for given in [Value::Undefined, Value::Null, 0.into(), (-0.0).into(), 85.into()] {
        assert_eq!(port(&given), silent, "{given:?}");
    }
    for given in 1..=223u8 {
        let expected = if given == 85 { "" } else { "fPort: port" };
        assert_eq!(port(&u32::from(given).into()), (given, expected.to_owned()));
    }
    for given in [
        Value::from(224),
        255.into(),
        341.into(),
        (-1).into(),
        85.5.into(),
        0.5.into(),
        1e300.into(),
        f64::NAN.into(),
        f64::INFINITY.into(),
        f64::NEG_INFINITY.into(),
        "85".into(),
        "".into(),
        true.into(),
        false.into(),
        Value::List(vec![85.into()]),
        one("fPort", 85),
        Value::Other("a function".into()),
    ] {
        assert_eq!(port(&given), warned, "{given:?}");
    }
}

/// Rule 4.7: every command comes back from its bytes, alone and together.
#[test]
fn every_command_decodes_to_itself() {
    for (model, commands) in COMMANDS {
        for (bytes, command) in *commands {
            sends(model, json(command), bytes, &[]);
            down(model, bytes, plain(&json(command)), &[]);
        }
        let (data, bytes) = all_at_once(commands);
        down(model, &bytes, plain(&data), &[]);
    }
}

/// Rule 4.7: what comes back has canonical labels, and defaults filled in.
#[test]
fn what_comes_back_is_canonical() {
    let data = json(
        r#"{ "report_type": "immediately", "detection_mode": 0, "history_enable": true,
            "humidity_alarm_config": { "condition": 2, "threshold_min": 0, "threshold_max": 65.5 },
            "illuminance_alarm_config": { "threshold_min": 0, "threshold_max": 1 },
            "d2d_key": "ABCDEF0123456789", "detect": 1, "reset": "no",
            "d2d_master_config": [{ "mode": "region_10_vacant", "enable": true,
            "lora_uplink_enable": 0, "d2d_cmd": "00FF", "time": 0, "time_enable": false }] }"#,
    );
    let encoded = encode(device("vs321"), &data);
    let decoded = device("vs321").decode_downlink(&encoded.bytes);
    let alarm = |condition: &str, max: f64| {
        json!({ "condition": condition, "threshold_min": 0, "threshold_max": max,
            "lock_time": 0, "continue_time": 0 })
    };
    let mut illuminance = alarm("outside", 1.0);
    illuminance["threshold_max"] = 1.into();
    let expected = json!({
        "report_type": "on_the_dot", "detection_mode": "auto", "history_enable": "enable",
        "humidity_alarm_config": alarm("above", 65.5),
        "illuminance_alarm_config": illuminance,
        "d2d_key": "abcdef0123456789", "detect": "yes",
        "d2d_master_config": [{ "mode": 20, "enable": "enable", "lora_uplink_enable": "disable",
            "d2d_cmd": "00ff", "time": 0, "time_enable": "disable" }],
    });
    holds(&decoded, &expected, &[], "canonical");
}

// Sections 5 to 8: rows that rules 2 to 4 do not reach

/// Section 5: classes; 03 is the vendor's codec's.
#[test]
fn lorawan_classes() {
    for model in ["ws101", "socket", "vs321"] {
        for (byte, class) in
            [("00", "Class A"), ("01", "Class B"), ("02", "Class C"), ("03", "Class CtoB")]
        {
            up(model, &format!("ff0f{byte}"), json!({ "lorawan_class": class }), &[]);
        }
    }
}

/// Section 7: only 00, 01, 10 and 11 have a label, and only 10 and 11 a source.
#[test]
fn socket_states_and_their_source() {
    up("socket", "087000", json!({ "socket_status": "off" }), &[]);
    up("socket", "087001", json!({ "socket_status": "on" }), &[]);
    up(
        "socket",
        "087010",
        json!({ "socket_status": "off", "socket_status_source": "button" }),
        &[],
    );
    up("socket", "087011", json!({ "socket_status": "on", "socket_status_source": "button" }), &[]);
    for byte in ["02", "12", "20", "21", "f0", "f1", "ff"] {
        up(
            "socket",
            &format!("0870{byte}"),
            json!({ "socket_status": "unknown" }),
            &["no_label at 2"],
        );
    }
}

/// Section 7: the button lock's bit and time.
#[test]
fn the_button_lock_has_a_bit_and_a_time() {
    let lock = |enable: &str, time: u32| {
        let members = json!({ "enable": enable, "lock_time": time });
        json!({ "child_lock_config": members })
    };
    for (bytes, data) in [
        ("ff25 0000", lock("disable", 0)),
        ("ff25 0080", lock("enable", 0)),
        ("ff25 0580", lock("enable", 5)),
        ("ff25 ff7f", lock("disable", 32767)),
        ("ff25 ffff", lock("enable", 32767)),
        ("ff25 0001", lock("disable", 256)),
    ] {
        up("socket", bytes, data.clone(), &[]);
        down("socket", bytes, data.clone(), &[]);
        sends("socket", json(&data.to_string()), bytes, &[]);
    }
    sends("socket", json(r#"{ "child_lock_config": { "enable": "enable" } }"#), "ff250080", &[]);
}

/// Section 7: a delay task's last byte.
#[test]
fn a_delay_task_decodes_to_delay_task() {
    let task = |time: u32, status: &str| {
        let members = json!({ "delay_time": time, "socket_status": status });
        json!({ "delay_task": members })
    };
    down("socket", "ff22 00 3c00 10", task(60, "off"), &[]);
    down("socket", "ff22 00 ffff 11", task(65535, "on"), &[]);
    for byte in ["00", "01", "12", "ff"] {
        down("socket", &format!("ff22 00 3c00 {byte}"), task(60, "unknown"), &["no_label at 5"]);
    }
}

/// Section 7: in a delay task `socket_status` takes 0 and 1 here too.
#[test]
fn a_delay_tasks_state_takes_0_and_1() {
    let task = |status: Value| {
        let members = [("delay_time", Value::from(60)), ("socket_status", status)];
        one("delay_task", Object::from_iter(members))
    };
    for on in [Value::from(1), true.into(), "on".into()] {
        sends("socket", task(on), "ff22 00 3c00 11", &[]);
    }
    for off in [Value::from(0), false.into(), "off".into()] {
        sends("socket", task(off), "ff22 00 3c00 10", &[]);
    }
    for wrong in [16, 17, 2] {
        refuses("socket", task(wrong.into()), &["delay_task.socket_status: range"]);
    }
}

/// Section 7: the vendor's form means a delay task and no immediate switching.
#[test]
fn the_flat_form_is_a_delay_task() {
    let flat = json(r#"{ "socket_status": "on", "delay_time": 60 }"#);
    sends("socket", flat.clone(), "ff22 00 3c00 11", &[]);
    let task = json!({ "delay_task": { "delay_time": 60, "socket_status": "on" } });
    down("socket", &to_hex(&encode(device("ws523"), &flat).bytes), task, &[]);
    sends("socket", json(r#"{ "socket_status": 0, "delay_time": 0 }"#), "ff22 00 0000 10", &[]);
    refuses(
        "socket",
        json(r#"{ "socket_status": "on", "delay_time": 65536 }"#),
        &["delay_time: range"],
    );
    refuses(
        "socket",
        json(r#"{ "socket_status": "on", "delay_time": "60" }"#),
        &["delay_time: type"],
    );
    refuses(
        "socket",
        json(r#"{ "socket_status": 17, "delay_time": 60 }"#),
        &["socket_status: range"],
    );
    refuses(
        "socket",
        json(r#"{ "socket_status": null, "delay_time": null }"#),
        &["delay_time: type", "socket_status: type"],
    );
}

/// Section 7: `delay_time` alone, or beside `delay_task`, is one error whatever it is.
#[test]
fn a_misplaced_delay_time_is_one_error() {
    for time in ["60", "null", "\"x\"", "1e300", "{}", "[]"] {
        let alone = format!(r#"{{ "delay_time": {time} }}"#);
        refuses("socket", json(&alone), &["delay_time: conflict"]);
        let beside = format!(
            r#"{{ "delay_task": {{ "delay_time": 60, "socket_status": "on" }},
                "delay_time": {time} }}"#
        );
        refuses("socket", json(&beside), &["delay_time: conflict"]);
        let all = format!(
            r#"{{ "delay_task": {{ "delay_time": 60, "socket_status": "on" }},
                "socket_status": "off", "delay_time": {time} }}"#
        );
        refuses("socket", json(&all), &["delay_time: conflict"]);
    }
    // The task's own errors are told as well.
    refuses(
        "socket",
        json(r#"{ "delay_task": {}, "delay_time": 60 }"#),
        &[
            "delay_task.delay_time: missing",
            "delay_task.socket_status: missing",
            "delay_time: conflict",
        ],
    );
}

/// Section 7: `socket_status` beside `delay_task` sends both commands.
#[test]
fn a_state_beside_a_delay_task_sends_both() {
    sends(
        "socket",
        json(
            r#"{ "delay_task": { "delay_time": 60, "socket_status": "off" },
                "socket_status": "on" }"#,
        ),
        "080100ff ff22003c0010",
        &[],
    );
}

/// Section 7: a later task replaces an earlier one, so a cancel goes before it.
#[test]
fn a_cancel_goes_before_a_new_delay_task() {
    sends(
        "socket",
        json(
            r#"{ "delay_task": { "delay_time": 60, "socket_status": "off" },
                "cancel_delay_task": "yes" }"#,
        ),
        "ff2300ff ff22003c0010",
        &[],
    );
}

/// Section 7: task numbers, yes and no of `cancel_delay_task`.
#[test]
fn a_delay_task_is_cancelled_by_number_or_yes() {
    for zero in [Value::from(0), "yes".into(), true.into()] {
        sends("socket", one("cancel_delay_task", zero), "ff2300ff", &[]);
    }
    sends("socket", one("cancel_delay_task", 1), "ff2301ff", &["cancel_delay_task: undocumented"]);
    sends(
        "socket",
        one("cancel_delay_task", 255),
        "ff23ffff",
        &["cancel_delay_task: undocumented"],
    );
    for no in [Value::from("no"), false.into()] {
        refuses("socket", one("cancel_delay_task", no), &["data: nothing_to_send"]);
    }
    refuses("socket", one("cancel_delay_task", 256), &["cancel_delay_task: range"]);
    refuses("socket", one("cancel_delay_task", -1), &["cancel_delay_task: range"]);
    refuses("socket", one("cancel_delay_task", "all"), &["cancel_delay_task: label"]);
    down("socket", "ff2305ff", json!({ "cancel_delay_task": 5 }), &[]);
}

/// Section 8: sentinels of a failed sensor.
#[test]
fn sentinels_stand_for_no_reading() {
    up(
        "vs321",
        "0367ffff",
        json!({ "temperature_sensor_status": "read_failed" }),
        &["no_reading at 0"],
    );
    up("vs321", "0468ff", json!({ "humidity_sensor_status": "read_failed" }), &[]);
    up(
        "vs321",
        "8367ffff00",
        json!({ "temperature": -0.1, "temperature_alarm": "threshold_alarm_release" }),
        &[],
    );
}

/// Section 8: bit n−1 is region n, up to the tenth.
#[test]
fn every_region_has_its_bit() {
    for n in 1..=10u32 {
        let mask = to_hex(&(1u16 << (n - 1)).to_le_bytes());
        up("vs321", &format!("06fe {mask} 0000"), regions(&[n], &[]), &[]);
        up("vs321", &format!("06fe 0000 {mask}"), regions(&[], &[n]), &[]);
    }
    up("vs321", "06fe 0003 0002", regions(&[9, 10], &[10]), &[]);
    let all: Vec<_> = (1..=10).collect();
    up("vs321", "06fe ff03 ff03", regions(&all, &all), &[]);
    up("vs321", "06fe 00fc 00fc", regions(&[], &[]), &[]);
    let mut record = regions(&[1, 9, 10], &[10]);
    record["timestamp"] = 1715739624.into();
    up("vs321", "20ce e81b4466 00 0103 0002", json!({ "history": [record] }), &[]);
}

/// Section 8: results of a history inquiry.
#[test]
fn results_of_an_inquiry() {
    for kind in ["6b", "6c"] {
        for (byte, result) in [("00", "success"), ("01", "invalid_time"), ("02", "no_data")] {
            up("vs321", &format!("fc{kind}{byte}"), json!({ "fetch_history_result": result }), &[]);
        }
    }
}

/// Section 8: a report interval that is not above the collection interval.
#[test]
fn a_report_interval_not_above_the_collection_interval_warns() {
    let intervals = |report: u32, collection: u32| {
        json(&format!(r#"{{ "report_interval": {report}, "collection_interval": {collection} }}"#))
    };
    let warning = ["report_interval: unwise"];
    sends("vs321", intervals(5, 4), "ff8e000500 ff020400", &[]);
    sends("vs321", intervals(5, 5), "ff8e000500 ff020500", &warning);
    sends("vs321", intervals(5, 6), "ff8e000500 ff020600", &warning);
    sends("vs321", one("report_interval", 2), "ff8e000200", &[]);
    sends("vs321", one("collection_interval", 60), "ff023c00", &[]);
}

/// Section 8: conditions, by label.
#[test]
fn conditions_of_alarms() {
    for (number, condition) in
        [(0u8, "disable"), (1, "below"), (2, "above"), (3, "between"), (4, "outside")]
    {
        let data = json!({ "temperature_alarm_config": { "condition": condition,
            "threshold_min": -1.5, "threshold_max": 2, "lock_time": 0, "continue_time": 0 } });
        let bytes = format!("ff06 {} f1ff 1400 0000 0000", to_hex(&[0x08 | number]));
        sends("vs321", json(&data.to_string()), &bytes, &[]);
        down("vs321", &bytes, data, &[]);
    }
}

/// Section 8: bits 7–6 of an alarm are not looked at.
#[test]
fn the_highest_bits_of_an_alarm_are_not_looked_at() {
    let data = json!({ "temperature_alarm_config": { "condition": "outside",
        "threshold_min": 5, "threshold_max": 37, "lock_time": 0, "continue_time": 0 } });
    for configuration in ["0c", "4c", "8c", "cc"] {
        down("vs321", &format!("ff06 {configuration} 3200 7201 0000 0000"), data.clone(), &[]);
    }
}

/// Section 8: times that the guide has as zeros, each with a warning where not 0.
#[test]
fn lock_and_continue_times_warn_where_not_zero() {
    let alarm = |lock: u32, go_on: u32| {
        json(&format!(
            r#"{{ "humidity_alarm_config": {{ "condition": "above", "threshold_min": 0,
                "threshold_max": 65.5, "lock_time": {lock}, "continue_time": {go_on} }} }}"#
        ))
    };
    let lock = "humidity_alarm_config.lock_time: undocumented";
    let go_on = "humidity_alarm_config.continue_time: undocumented";
    sends("vs321", alarm(0, 0), "ff06 12 0000 8300 0000 0000", &[]);
    sends("vs321", alarm(5, 0), "ff06 12 0000 8300 0500 0000", &[lock]);
    sends("vs321", alarm(0, 256), "ff06 12 0000 8300 0000 0001", &[go_on]);
    sends("vs321", alarm(1, 2), "ff06 12 0000 8300 0100 0200", &[lock, go_on]);
}

/// Section 8: an illuminance condition other than the guide's warns.
#[test]
fn an_illuminance_condition_other_than_outside_warns() {
    let alarm = |condition: &str| {
        json(&format!(
            r#"{{ "illuminance_alarm_config": {{ {condition} "threshold_min": 200,
                "threshold_max": 800 }} }}"#
        ))
    };
    sends("vs321", alarm(""), "ff06 1c c800 2003 0000 0000", &[]);
    sends("vs321", alarm(r#""condition": "outside","#), "ff06 1c c800 2003 0000 0000", &[]);
    sends("vs321", alarm(r#""condition": 4,"#), "ff06 1c c800 2003 0000 0000", &[]);
    let warning = ["illuminance_alarm_config.condition: undocumented"];
    sends("vs321", alarm(r#""condition": "between","#), "ff06 1b c800 2003 0000 0000", &warning);
    sends("vs321", alarm(r#""condition": "disable","#), "ff06 18 c800 2003 0000 0000", &warning);
}

/// Section 8: D2D modes by number and by name.
#[test]
fn d2d_modes_by_number_and_by_name() {
    let entry = |mode: Value| {
        let members: [(&str, Value); 6] = [
            ("mode", mode),
            ("enable", 1.into()),
            ("lora_uplink_enable", 0.into()),
            ("d2d_cmd", "E004".into()),
            ("time", 5.into()),
            ("time_enable", 1.into()),
        ];
        one("d2d_master_config", vec![Object::from_iter(members)])
    };
    let mut names = vec![
        ("occupied".to_owned(), 1),
        ("vacant".to_owned(), 2),
        ("dim".to_owned(), 3),
        ("occupied_bright".to_owned(), 4),
        ("occupied_dim".to_owned(), 5),
    ];
    for n in 1..=10u8 {
        names.push((format!("region_{n}_occupied"), 2 * n - 1));
        names.push((format!("region_{n}_vacant"), 2 * n));
    }
    for (name, number) in names {
        let bytes = format!("ff96 {} 01 00 04e0 0500 01", to_hex(&[number]));
        sends("vs321", entry(name.into()), &bytes, &[]);
        sends("vs321", entry(u32::from(number).into()), &bytes, &[]);
        let data = json!({ "d2d_master_config": [{ "mode": number, "enable": "enable",
            "lora_uplink_enable": "disable", "d2d_cmd": "e004", "time": 5,
            "time_enable": "enable" }] });
        down("vs321", &bytes, data, &[]);
    }
    for wrong in ["region_0_occupied", "region_11_vacant", "Occupied", "3", "bright", "yes", "no"] {
        refuses("vs321", entry(wrong.into()), &["d2d_master_config[0].mode: label"]);
    }
    refuses("vs321", entry(0.into()), &["d2d_master_config[0].mode: range"]);
    refuses("vs321", entry(21.into()), &["d2d_master_config[0].mode: range"]);
    refuses("vs321", entry(true.into()), &["d2d_master_config[0].mode: type"]);
}

/// Section 8: a D2D time of 0 is allowed where `time_enable` is disable.
#[test]
fn a_d2d_time_of_0_needs_a_disabled_time() {
    let entry = |time: u32, enable: &str| {
        json(&format!(
            r#"{{ "d2d_master_config": [{{ "mode": 1, "enable": "enable",
                "lora_uplink_enable": "enable", "d2d_cmd": "0004", "time": {time},
                "time_enable": {enable} }}] }}"#
        ))
    };
    sends("vs321", entry(0, r#""disable""#), "ff96 01 01 01 0400 0000 00", &[]);
    sends("vs321", entry(0, "false"), "ff96 01 01 01 0400 0000 00", &[]);
    sends("vs321", entry(1, r#""enable""#), "ff96 01 01 01 0400 0100 01", &[]);
    sends("vs321", entry(1440, "1"), "ff96 01 01 01 0400 a005 01", &[]);
    for enable in [r#""enable""#, "true", "1"] {
        refuses("vs321", entry(0, enable), &["d2d_master_config[0].time: conflict"]);
    }
    refuses("vs321", entry(1441, "0"), &["d2d_master_config[0].time: range"]);
}

/// Section 8: a D2D command's four digits, low byte first on the wire.
#[test]
fn a_d2d_command_is_sent_low_byte_first() {
    let entry = |command: &str| {
        json(&format!(
            r#"{{ "d2d_master_config": [{{ "mode": 1, "enable": 1, "lora_uplink_enable": 1,
                "d2d_cmd": {command}, "time": 1, "time_enable": 1 }}] }}"#
        ))
    };
    sends("vs321", entry(r#""E004""#), "ff96 01 01 01 04e0 0100 01", &[]);
    sends("vs321", entry(r#""0102""#), "ff96 01 01 01 0201 0100 01", &[]);
    for wrong in [r#""0xe004""#, r#""e0 04""#, r#""e04""#, r#""e00400""#, r#""""#] {
        refuses("vs321", entry(wrong), &["d2d_master_config[0].d2d_cmd: label"]);
    }
    for wrong in ["4", "57348", "null", "[]", "true"] {
        refuses("vs321", entry(wrong), &["d2d_master_config[0].d2d_cmd: type"]);
    }
}

// Section 9: echoes

/// Section 9: an echo has the field and value that decodeDownlink gives.
#[test]
fn commands_are_repeated_on_their_own_channel() {
    for (model, commands) in COMMANDS {
        for (bytes, command) in commands.iter().filter(|(bytes, _)| !bytes.starts_with("08")) {
            up(model, bytes, plain(&json(command)), &[]);
        }
    }
}

/// Section 9: `ff` rows also on `fe`, and no others.
#[test]
fn ff_commands_are_repeated_on_fe() {
    for (model, commands) in COMMANDS {
        for (bytes, command) in *commands {
            let echo = format!("fe{}", &bytes[2..]);
            if bytes.starts_with("ff") || bytes.starts_with("fd6d") {
                up(model, &echo, plain(&json(command)), &[]);
            } else if bytes.starts_with("08") {
                nothing(&device("ws523").decode_uplink(&hex(&echo)), &["unknown_channel at 0"]);
            } else if *bytes == "f910 01" {
                // `fe 10` repeats the reboot command.
                up(model, &echo, json!({ "reboot": "yes" }), &[]);
            } else {
                nothing(&device("vs321").decode_uplink(&hex(&echo)), &["unknown_channel at 0"]);
            }
        }
    }
}

/// Section 9: uplink rows are not repeated on `fe`.
#[test]
fn uplink_rows_are_not_on_fe() {
    for kind in ["01 01", "09 0100", "0a 0100", "0b ff", "0f 00", "ff 0100", "fe ff"] {
        for device in milesight_codec::models() {
            let bytes = hex(&format!("fe {kind}"));
            nothing(&device.decode_uplink(&bytes), &["unknown_channel at 0"]);
        }
    }
    nothing(&device("ws523").decode_uplink(&hex("fe3fff")), &["unknown_channel at 0"]);
    nothing(&device("ws101").decode_uplink(&hex("fe2e01")), &["unknown_channel at 0"]);
    // A row of both directions is.
    let alarm = json!({ "current_alarm_config": { "enable": "enable", "threshold": 10 } });
    up("socket", "fe24010a", alarm, &[]);
}

/// Section 9: decodeDownlink takes neither `fe` nor uplink rows.
#[test]
fn downlinks_are_neither_on_fe_nor_uplink_rows() {
    for (model, bytes) in [
        ("ws101", "fe10ff"),
        ("ws101", "017564"),
        ("ws101", "ff2e01"),
        ("ws101", "ff0bff"),
        ("socket", "fe24010a"),
        ("socket", "ff3fff"),
        ("socket", "0374f508"),
        ("vs321", "fe6801"),
        ("vs321", "03671101"),
        ("vs321", "f8100100"),
        ("vs321", "ff6dff"),
        ("vs321", "fe6dff"),
        ("vs321", "fc6b00"),
        ("vs321", "20cee81b44660105000000"),
    ] {
        for device in models(model) {
            nothing(&device.decode_downlink(&hex(bytes)), &["unknown_channel at 0"]);
        }
    }
    // There `08 70` is the switch command, with an unknown state.
    down("socket", "0870 0000", json!({ "socket_status": "unknown" }), &["no_label at 1"]);
}

/// Section 9: the socket's typeless command is never echoed.
#[test]
fn the_typeless_command_is_not_echoed() {
    for bytes in ["080100ff", "080000ff", "08 01"] {
        nothing(&device("ws523").decode_uplink(&hex(bytes)), &["unknown_channel at 0"]);
    }
}

/// Section 9: `fd` commands on `fd`, `stop_transmit` also on `ff` and `fe`.
#[test]
fn fd_commands_are_repeated_on_fd() {
    let stop = json!({ "stop_transmit": "yes" });
    for bytes in ["fd6dff", "ff6dff", "fe6dff"] {
        up("vs321", bytes, stop.clone(), &[]);
    }
    up("vs321", "fd6b 05000000", json!({ "fetch_history": { "start_time": 5 } }), &[]);
    for bytes in ["ff6b 05000000", "fe6b 05000000", "fe6c 0500000006000000"] {
        nothing(&device("vs321").decode_uplink(&hex(bytes)), &["unknown_channel at 0"]);
    }
}

/// Section 9: `f9` commands on `f9`, or on `f8` with their result.
#[test]
fn f9_commands_are_repeated_on_f8_with_a_result() {
    let commands = [
        ("10 01", 0x10, json!({ "report_type": "on_the_dot" })),
        ("6b 00", 0x6b, json!({ "detection_mode": "auto" })),
        ("6c ff", 0x6c, json!({ "detect": "yes" })),
        ("6e ff", 0x6e, json!({ "reset": "yes" })),
    ];
    for (bytes, kind, request) in commands {
        up("vs321", &format!("f9 {bytes}"), request.clone(), &[]);
        up("vs321", &format!("f8 {bytes} 00"), request.clone(), &[]);
        let refused = |result: &str| {
            json!({ "device_response_result":
                { "channel_type": kind, "result": result, "request": request } })
        };
        up("vs321", &format!("f8 {bytes} 01"), refused("forbidden"), &[]);
        up("vs321", &format!("f8 {bytes} 02"), refused("invalid parameter"), &[]);
        for result in ["03", "ff"] {
            up("vs321", &format!("f8 {bytes} {result}"), refused("unknown"), &["no_label at 3"]);
        }
    }
}

/// Section 9: a refused command without a label is told once, under its path.
#[test]
fn a_refused_command_without_a_label_is_unknown() {
    let data = json!({ "device_response_result": { "channel_type": 0x6b,
        "result": "invalid parameter", "request": { "detection_mode": "unknown" } } });
    up("vs321", "f86b 07 02", data, &["no_label at 2"]);
    let warning = &device("vs321").decode_uplink(&hex("f86b0702")).warnings[0];
    assert_eq!(warning.path(), "device_response_result.request.detection_mode");
}

/// Section 9: `f8` is for `f9` commands alone, and for the sensor alone.
#[test]
fn f8_is_for_f9_commands_alone() {
    for bytes in ["f802 0200 00", "f868 01 00", "f86d ff 00", "f8ff"] {
        nothing(&device("vs321").decode_uplink(&hex(bytes)), &["unknown_channel at 0"]);
    }
    for model in ["ws101", "socket"] {
        for device in models(model) {
            nothing(&device.decode_uplink(&hex("f810ff00")), &["unknown_channel at 0"]);
            nothing(&device.decode_uplink(&hex("f910ff")), &["unknown_channel at 0"]);
        }
    }
}

// Section 10: misprints

/// Section 10: times are little-endian, whatever the example computes.
#[test]
fn times_are_little_endian_despite_the_printed_example() {
    up(
        "vs321",
        "20ce e81b4466 01 0500 0000",
        json!({ "history": [{ "timestamp": 0x6644_1be8, "people_total_counts": 5 }] }),
        &[],
    );
}

// Section 11: departures from the vendor's published codec

/// Departure 1: `ipso_version` 01 is `"v1"`.
#[test]
fn departure_1_protocol_version_is_v1() {
    for model in ["ws101", "socket", "vs321"] {
        up(model, "ff0101", json!({ "ipso_version": "v1" }), &[]);
    }
}

/// Departure 2: no random `msgid`; the same payload gives the same data.
#[test]
fn departure_2_a_press_has_no_random_id() {
    up("ws101", "ff2e01", json!({ "button_event": { "status": "short press" } }), &[]);
}

/// Departure 3: power outage decodes, and what stands beside it.
#[test]
fn departure_3_power_outage_decodes() {
    up(
        "socket",
        "ff3fff 0374f508",
        json!({ "power_outage_alarm": "power_outage", "voltage": 229.3 }),
        &[],
    );
}

/// Departure 4: changes by the button are told apart.
#[test]
fn departure_4_changes_by_the_button_are_told_apart() {
    up("socket", "087011", json!({ "socket_status": "on", "socket_status_source": "button" }), &[]);
    up("socket", "087001", json!({ "socket_status": "on" }), &[]);
}

/// Departure 5: history kind 01 is people counting, 00 desk occupancy, 9 bytes each.
#[test]
fn departure_5_history_kinds_are_the_guides() {
    let mut desk = regions(&[1, 2], &[2]);
    desk["timestamp"] = 1715739624.into();
    let people = json!({ "timestamp": 1715739624, "people_total_counts": 5 });
    up(
        "vs321",
        "20ce e81b4466 00 0300 0200 20ce e81b4466 01 0500 0000 017564",
        json!({ "history": [desk, people], "battery": 100 }),
        &[],
    );
}

/// Departure 6: the results of inquiries decode, and decoding goes on.
#[test]
fn departure_6_inquiry_results_decode() {
    up("vs321", "fc6c00 017564", json!({ "fetch_history_result": "success", "battery": 100 }), &[]);
}

/// Departure 7: a delay task's echo does not overwrite `socket_status`.
#[test]
fn departure_7_a_delay_tasks_echo_leaves_the_state() {
    up(
        "socket",
        "087000 fe22003c0011",
        json!({ "socket_status": "off",
            "delay_task": { "delay_time": 60, "socket_status": "on" } }),
        &[],
    );
}

/// Departure 8: truncated and unknown channels warn.
#[test]
fn departure_8_truncated_and_unknown_channels_warn() {
    up("vs321", "017564 0367 11", json!({ "battery": 100 }), &["truncated at 3"]);
    up("vs321", "017564 aaaa 11", json!({ "battery": 100 }), &["unknown_channel at 3"]);
}

/// Departure 9: `report_type` labels follow the guide.
#[test]
fn departure_9_report_types_are_the_guides() {
    down("vs321", "f91000", json!({ "report_type": "from_now_on" }), &[]);
    down("vs321", "f91001", json!({ "report_type": "on_the_dot" }), &[]);
}

/// Departure 10: thresholds are sent with bits 7–6 at 00.
#[test]
fn departure_10_thresholds_have_no_high_bits() {
    for (name, first) in [("temperature", 0x0c), ("humidity", 0x14), ("illuminance", 0x1c)] {
        let data = format!(
            r#"{{ "{name}_alarm_config":
                {{ "condition": "outside", "threshold_min": 0, "threshold_max": 0 }} }}"#
        );
        assert_eq!(encode(device("vs321"), &json(&data)).bytes[2], first);
    }
}

/// Departure 11: socket control ends in `00 ff`.
#[test]
fn departure_11_socket_control_ends_in_00_ff() {
    sends("socket", one("socket_status", "off"), "08 00 00 ff", &[]);
}

/// Departure 12: `reset` and `reboot` go last.
#[test]
fn departure_12_reset_and_reboot_go_last() {
    sends("ws101", json(r#"{ "reboot": "yes", "buzzer_enable": 1 }"#), "ff3e01 ff10ff", &[]);
    sends("socket", json(r#"{ "reboot": "yes", "report_interval": 60 }"#), "ff033c00 ff10ff", &[]);
    sends(
        "vs321",
        json(r#"{ "reboot": "yes", "reset": "yes", "lora_port": 85 }"#),
        "ff6555 f96eff ff10ff",
        &["reset: undoes_settings"],
    );
}

/// Departure 13: ranges are checked, nothing wraps.
#[test]
fn departure_13_nothing_wraps() {
    refuses("ws101", one("reporting_interval", 65536 + 60), &["reporting_interval: range"]);
    refuses("vs321", one("lora_port", 256 + 85), &["lora_port: range"]);
    refuses(
        "vs321",
        temperature_alarm(0.0, 6553.6),
        &["temperature_alarm_config.threshold_max: range"],
    );
    refuses(
        "socket",
        json(r#"{ "child_lock_config": { "enable": 0, "lock_time": 32768 } }"#),
        &["child_lock_config.lock_time: range"],
    );
}

/// Departure 14: an end of 0 is an end, and a `d2d_cmd` must be a string.
#[test]
fn departure_14_an_end_of_0_is_an_end() {
    refuses(
        "vs321",
        json(r#"{ "fetch_history": { "start_time": 5, "end_time": 0 } }"#),
        &["fetch_history.end_time: conflict"],
    );
    sends(
        "vs321",
        json(r#"{ "fetch_history": { "start_time": 0, "end_time": 0 } }"#),
        "fd6c 00000000 00000000",
        &[],
    );
    refuses(
        "vs321",
        json(
            r#"{ "d2d_master_config": [{ "mode": 1, "enable": 1,
                "lora_uplink_enable": 1, "d2d_cmd": 1234, "time": 1, "time_enable": 1 }] }"#,
        ),
        &["d2d_master_config[0].d2d_cmd: type"],
    );
}

/// Departure 15: encoding gives the port, and there is a decoder for downlinks.
#[test]
fn departure_15_encoding_gives_the_port() {
    let encoded = encode(device("ws523"), &one("reboot", "yes"));
    assert_eq!(plain(&encoded)["fPort"], 85);
    assert_eq!(
        device("ws523").decode_downlink(&encoded.bytes).data.get("reboot"),
        Some(&"yes".into())
    );
}
