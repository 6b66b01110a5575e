//! Every message once, as an integrator reads it in a log: where, what was given,
//! what is allowed.

use common::{device, hex, json};
use milesight_codec::message::ALL;
use milesight_codec::{Object, Problem, Report, TextError, Value, bytes_of, from_base64, from_hex};

/// The problems of an uplink.
fn up(model: &str, bytes: &str) -> Vec<String> {
    texts(device(model).decode_uplink(&hex(bytes)).warnings)
}

/// The errors of a command.
fn errors(model: &str, data: impl Into<Value>) -> Vec<String> {
    texts(device(model).encode_downlink(&data.into(), &Value::Undefined).errors)
}

/// The warnings of a command that is sent.
fn warnings(model: &str, data: impl Into<Value>, port: impl Into<Value>) -> Vec<String> {
    let encoded = device(model).encode_downlink(&data.into(), &port.into());
    assert_eq!(encoded.errors, []);
    texts(encoded.warnings)
}

fn texts(problems: Vec<Problem>) -> Vec<String> {
    problems.iter().map(Problem::to_string).collect()
}

fn one(name: &'static str, value: impl Into<Value>) -> Value {
    Object::from_iter([(name, value.into())]).into()
}

#[test]
fn an_unknown_channel() {
    assert_eq!(
        up("vs321", "017564 9901 aabb0c"),
        ["offset 3: unknown channel 99 01, not decoded from here; bytes left: aabb0c"]
    );
    assert_eq!(
        up("vs321", "017564 9901"),
        ["offset 3: unknown channel 99 01, not decoded from here; bytes left: none"]
    );
}

#[test]
fn a_truncated_channel() {
    assert_eq!(
        up("vs321", "017564 06fe 0300"),
        ["offset 3: channel 06 fe is cut short: it needs 6 bytes and has 4"]
    );
    assert_eq!(
        up("vs321", "017564 ff"),
        ["offset 3: channel ff is cut short: it needs 2 bytes and has 1"]
    );
    let lone = device("ws523").decode_downlink(&hex("0801"));
    assert_eq!(
        texts(lone.errors),
        ["offset 0: channel 08 is cut short: it needs 4 bytes and has 2"]
    );
}

#[test]
fn a_missing_reserved_byte() {
    assert_eq!(
        up("ws101", "017564 ff0b"),
        ["offset 3: channel ff 0b lacks its last byte, which is reserved; decoded without it"]
    );
}

#[test]
fn an_unknown_sub_kind() {
    assert_eq!(
        up("vs321", "ff6a 02 5802"),
        ["offset 0: channel ff 6a is of the unknown kind 2; skipped what depends on it"]
    );
    assert_eq!(
        up("vs321", "20ce e81b4466 07 0500 0000"),
        ["offset 0: channel 20 ce is of the unknown kind 7; skipped what depends on it"]
    );
    // As an echo, with the channel that was received.
    assert_eq!(
        up("vs321", "fe06 2c 3200 7201 0000 0000"),
        ["offset 0: channel fe 06 is of the unknown kind 5; skipped what depends on it"]
    );
}

#[test]
fn a_byte_without_a_label() {
    assert_eq!(
        up("ws101", "017564 ff2ea7"),
        ["offset 5: button_event.status is unknown: byte a7 has no label"]
    );
    assert_eq!(
        up("vs321", "ff06 0d 3200 7201 0000 0000"),
        ["offset 2: temperature_alarm_config.condition is unknown: byte 0d has no label"]
    );
    assert_eq!(
        up("vs321", "f810 05 07"),
        [
            "offset 2: device_response_result.request.report_type is unknown: byte 05 has no label",
            "offset 3: device_response_result.result is unknown: byte 07 has no label",
        ]
    );
}

#[test]
fn a_value_outside_the_guides_range() {
    assert_eq!(up("ws101", "017565"), ["offset 0: battery is 101, outside 0 to 100; kept"]);
    assert_eq!(up("vs321", "017500"), ["offset 0: battery is 0, outside 1 to 100; kept"]);
    assert_eq!(up("vs321", "0468c9"), ["offset 0: humidity is 100.5, outside 0 to 100; kept"]);
}

#[test]
fn a_sentinel_of_a_failed_sensor() {
    assert_eq!(
        up("vs321", "0367ffff"),
        ["offset 0: temperature_sensor_status: the device sent ff ff, which stands for no \
             reading"]
    );
}

#[test]
fn a_number_that_is_not_allowed() {
    let interval = |value: Value| errors("ws523", one("report_interval", value));
    for (value, given) in [
        (Value::from(59), "59"),
        (60.5.into(), "60.5"),
        ((-1).into(), "-1"),
        (1e300.into(), "1e+300"),
        (f64::NAN.into(), "NaN"),
        (f64::INFINITY.into(), "Infinity"),
        (f64::NEG_INFINITY.into(), "-Infinity"),
        ((-0.0).into(), "0"),
        (1e-7.into(), "1e-7"),
        ("60".into(), "\"60\""),
        (true.into(), "true"),
        (Value::Null, "null"),
        (Value::List(vec![60.into()]), "a list of 1"),
        (Value::List(vec![]), "a list of 0"),
        (Object::new().into(), "an object"),
        (Value::Other("a function".into()), "a function"),
    ] {
        assert_eq!(
            interval(value),
            [format!("report_interval: got {given}; allowed: a whole number from 60 to 64800 s")]
        );
    }
}

#[test]
fn a_number_off_its_step() {
    let alarm = r#"{ "temperature_alarm_config":
        { "condition": 4, "threshold_min": 5.05, "threshold_max": 37 } }"#;
    assert_eq!(
        errors("vs321", json(alarm)),
        ["temperature_alarm_config.threshold_min: got 5.05; allowed: a number from -3276.8 to \
             3276.7 °C in steps of 0.1"]
    );
    let alarm = r#"{ "humidity_alarm_config":
        { "condition": 4, "threshold_min": 0, "threshold_max": 100.5 } }"#;
    assert_eq!(
        errors("vs321", json(alarm)),
        ["humidity_alarm_config.threshold_max: got 100.5; allowed: a number from 0 to 100 %RH \
             in steps of 0.5"]
    );
}

#[test]
fn a_number_with_names() {
    assert_eq!(
        errors("ws523", one("cancel_delay_task", 256)),
        [r#"cancel_delay_task: got 256; allowed: a whole number from 0 to 255, "yes" or "no""#]
    );
    let entry = r#"{ "d2d_master_config": [{ "mode": "bright", "enable": 1,
        "lora_uplink_enable": 1, "d2d_cmd": "0001", "time": 5, "time_enable": 1 }] }"#;
    assert_eq!(
        errors("vs321", json(entry)),
        [concat!(
            r#"d2d_master_config[0].mode: got "bright"; allowed: a whole number from 1 "#,
            "to 20 or a name, occupied to region_10_vacant"
        )]
    );
}

#[test]
fn a_label_that_is_not_allowed() {
    assert_eq!(
        errors("vs321", one("report_type", "sometimes")),
        [r#"report_type: got "sometimes"; allowed: "from_now_on", "on_the_dot""#]
    );
    assert_eq!(
        errors("vs321", one("history_enable", 2)),
        [r#"history_enable: got 2; allowed: "disable", "enable""#]
    );
    assert_eq!(errors("ws101", one("reboot", 255)), [r#"reboot: got 255; allowed: "no", "yes""#]);
}

#[test]
fn hex_that_is_not_allowed() {
    assert_eq!(
        errors("vs321", one("d2d_key", "0x5572404c")),
        [r#"d2d_key: got "0x5572404c"; allowed: 16 hex digits and nothing else"#]
    );
    assert_eq!(
        errors("vs321", one("d2d_key", 5572)),
        ["d2d_key: got 5572; allowed: 16 hex digits and nothing else"]
    );
}

#[test]
fn missing_members() {
    assert_eq!(
        errors("ws523", one("current_alarm_config", Object::new())),
        [
            r#"current_alarm_config.enable: got nothing; allowed: "disable", "enable""#,
            "current_alarm_config.threshold: got nothing; allowed: a whole number from 0 to 255 A",
        ]
    );
}

#[test]
fn an_object_or_a_list_that_is_none() {
    assert_eq!(
        errors("ws523", one("delay_task", 60)),
        ["delay_task: got 60; allowed: an object with delay_time, socket_status"]
    );
    assert_eq!(
        errors("vs321", one("fetch_history", "now")),
        [r#"fetch_history: got "now"; allowed: an object with start_time, end_time"#]
    );
    assert_eq!(
        errors("vs321", one("d2d_master_config", Value::List(vec![]))),
        ["d2d_master_config: got a list of 0; allowed: a list of 1 to 100 objects"]
    );
    assert_eq!(
        errors("vs321", one("d2d_master_config", vec![7])),
        ["d2d_master_config[0]: got 7; allowed: an object with mode, enable, \
             lora_uplink_enable, d2d_cmd, time, time_enable"]
    );
    assert_eq!(errors("ws101", Value::Null), ["data: got null; allowed: an object"]);
    assert_eq!(errors("ws101", Value::List(vec![])), ["data: got a list of 0; allowed: an object"]);
}

#[test]
fn fields_that_contradict_each_other() {
    let alarm = r#"{ "temperature_alarm_config":
        { "condition": 3, "threshold_min": 50, "threshold_max": 5 } }"#;
    assert_eq!(
        errors("vs321", json(alarm)),
        [concat!(
            r#"temperature_alarm_config.threshold_min: got 50; allowed: <= "#,
            "5 (threshold_max) where condition is between or outside"
        )]
    );
    assert_eq!(
        errors("vs321", json(r#"{ "fetch_history": { "start_time": 5, "end_time": 4 } }"#)),
        ["fetch_history.end_time: got 4; allowed: >= 5 (start_time)"]
    );
    let entry = r#"{ "d2d_master_config": [{ "mode": 1, "enable": 1, "lora_uplink_enable": 1,
        "d2d_cmd": "0001", "time": 0, "time_enable": 1 }] }"#;
    assert_eq!(
        errors("vs321", json(entry)),
        [concat!(
            r#"d2d_master_config[0].time: got 0; allowed: >= 1 where "#,
            "time_enable is enable"
        )]
    );
    assert_eq!(
        errors("ws523", one("delay_time", 60)),
        [
            "delay_time: got 60; allowed: only together with socket_status, and not beside delay_task"
        ]
    );
}

#[test]
fn bytes_that_are_none() {
    let message = |value: Value| bytes_of(&value).unwrap_err().to_string();
    let allowed = "allowed: 1 to 4096 integers from 0 to 255";
    assert_eq!(message(Value::List(vec![])), format!("bytes: got a list of 0; {allowed}"));
    assert_eq!(message("017564".into()), format!("bytes: got \"017564\"; {allowed}"));
    assert_eq!(message(Value::Undefined), format!("bytes: got nothing; {allowed}"));
    assert_eq!(message(vec![0; 5000].into()), format!("bytes: got a list of 5000; {allowed}"));
    assert_eq!(
        message(vec![1, 256].into()),
        "bytes[1]: got 256; allowed: an integer from 0 to 255"
    );
    let empty = device("ws101").decode_uplink(&[]);
    assert_eq!(texts(empty.errors), [format!("bytes: got a list of 0; {allowed}")]);
}

#[test]
fn an_unknown_field() {
    assert_eq!(
        errors("ws523", one("reporting_interval", 60)),
        ["reporting_interval: unknown field; did you mean report_interval?"]
    );
    assert_eq!(errors("ws101", one("xxxxxxxx", 60)), ["xxxxxxxx: unknown field"]);
    let alarm = r#"{ "current_alarm_config": { "enable": 1, "threshold": 1, "treshold": 1 } }"#;
    assert_eq!(
        errors("ws523", json(alarm)),
        ["current_alarm_config.treshold: unknown field; did you mean threshold?"]
    );
    // Names have the escapes of JSON.
    assert_eq!(
        errors("ws101", one("re\nboot", 1)),
        [r#"re\nboot: unknown field; did you mean reboot?"#]
    );
    assert_eq!(
        errors("ws101", one("re boot", 1)),
        ["re boot: unknown field; did you mean reboot?"]
    );
    assert_eq!(
        errors("ws101", one("rebo\u{f6}t", 1)),
        ["rebo\u{f6}t: unknown field; did you mean reboot?"]
    );
}

#[test]
fn a_field_that_only_uplinks_have() {
    assert_eq!(
        errors("vs321", one("battery", 50)),
        ["battery: read-only; the device reports it, a command cannot set it"]
    );
}

#[test]
fn nothing_to_send() {
    let message = ["data: nothing to send; give at least one command"];
    assert_eq!(errors("ws101", Object::new()), message);
    assert_eq!(errors("ws101", one("reboot", "no")), message);
}

#[test]
fn a_value_that_no_guide_documents() {
    assert_eq!(
        warnings("ws523", one("cancel_delay_task", 7), 85),
        ["cancel_delay_task: 7 is sent, but the guide documents 0 only"]
    );
    let alarm = r#"{ "illuminance_alarm_config": { "condition": "between", "threshold_min": 200,
        "threshold_max": 800, "lock_time": 5 } }"#;
    assert_eq!(
        warnings("vs321", json(alarm), 85),
        [
            concat!(
                r#"illuminance_alarm_config.condition: "between" is sent, but the guide "#,
                "documents outside only"
            ),
            "illuminance_alarm_config.lock_time: 5 is sent, but the guide documents 0 only",
        ]
    );
}

#[test]
fn values_that_do_not_go_well_together() {
    assert_eq!(
        warnings("vs321", json(r#"{ "report_interval": 5, "collection_interval": 6 }"#), 85),
        ["report_interval: 5 is sent, but should be > 6 (collection_interval)"]
    );
}

#[test]
fn a_reset_beside_settings() {
    assert_eq!(
        warnings("vs321", json(r#"{ "reset": "yes", "lora_port": 85 }"#), 85),
        ["reset: may undo the settings sent with it"]
    );
}

#[test]
fn ports() {
    assert_eq!(
        warnings("ws101", one("reboot", 1), 10),
        ["fPort: 10 is used; the devices listen on 85 unless set otherwise"]
    );
    assert_eq!(
        warnings("ws101", one("reboot", 1), "85"),
        [r#"fPort: got "85"; allowed: a whole number from 1 to 223; 85 is used"#]
    );
    assert_eq!(
        warnings("ws101", one("reboot", 1), 224),
        ["fPort: got 224; allowed: a whole number from 1 to 223; 85 is used"]
    );
}

const LONG: &str = "a text of more than 40 characters";

/// As JSON has it, if it is not too long.
#[test]
fn what_was_given_is_quoted() {
    let given = |text: &'static str| {
        let encoded = device("vs321").encode_downlink(&one("report_type", text), &Value::Undefined);
        encoded.errors[0].given()
    };
    assert_eq!(given("a\"b\\c\n\t\r\u{8}\u{c}"), r#""a\"b\\c\n\t\r\b\f""#);
    assert_eq!(given("\u{0}\u{1f}\u{b0}"), "\"\\u0000\\u001f\u{b0}\"");
    // A character beyond 16 bits counts as two, as in JavaScript.
    assert_eq!(given("1234567890123456789012345678901234567890").len(), 42);
    assert_eq!(given("123456789012345678901234567890123456789\u{1f600}"), LONG);
    assert_eq!(given("12345678901234567890123456789012345678901"), LONG);
}

/// The same facts, one by one, for forms that show them beside a field.
#[test]
fn a_report_has_the_facts_one_by_one() {
    let report = |data: &str| {
        let encoded = device("ws523").encode_downlink(&json(data), &Value::Undefined);
        let problem = encoded.errors.into_iter().chain(encoded.warnings).next().unwrap();
        let Report { code, path, given, allowed, message } = Report::from(&problem);
        assert_eq!(message, problem.to_string());
        [code.to_owned(), path, given, allowed]
    };
    assert_eq!(
        report(r#"{ "report_interval": 59 }"#),
        ["range", "report_interval", "59", "a whole number from 60 to 64800 s"]
    );
    assert_eq!(
        report(r#"{ "reporting_interval": 59 }"#),
        ["unknown_field", "reporting_interval", "", "report_interval"]
    );
    assert_eq!(report(r#"{ "re boot": 1 }"#), ["unknown_field", "re boot", "", "reboot"]);
    assert_eq!(report(r#"{ "voltage": 59 }"#), ["read_only", "voltage", "", ""]);
    assert_eq!(report("{}"), ["nothing_to_send", "data", "", ""]);
    assert_eq!(
        report(r#"{ "cancel_delay_task": 3 }"#),
        ["undocumented", "cancel_delay_task", "3", "0"]
    );
}

#[test]
fn texts_that_are_neither_hex_nor_base64() {
    assert_eq!(
        from_hex("ff 1").unwrap_err().to_string(),
        "not hex: 1 digit at position 3; each byte needs 2"
    );
    assert_eq!(from_hex("ff-10").unwrap_err().to_string(), r#"not hex: "-" at position 2"#);
    assert_eq!(from_hex("f\u{fc}").unwrap_err().to_string(), "not hex: \"\u{fc}\" at position 1");
    assert_eq!(from_base64("/xD*").unwrap_err().to_string(), r#"not base64: "*" at position 3"#);
    // Padding that fills nothing up, or has something behind it.
    for (text, position) in [("=xD/", 0), ("/xD/=", 4), ("/xA==", 4), ("====", 0)] {
        let foreign = TextError::Foreign { character: '=', position, expected: "base64" };
        assert_eq!(from_base64(text).unwrap_err(), foreign, "{text}");
    }
    assert_eq!(from_base64("/xA=/").unwrap_err().to_string(), r#"not base64: "/" at position 4"#);
    // Behind one digit padding helps nothing. The last two have bits that no byte takes.
    for text in ["/xD/_", "/xD/_=", "/xD/_x", "/xB="] {
        assert_eq!(from_base64(text).unwrap_err(), TextError::Unfinished, "{text}");
    }
    assert_eq!(TextError::Unfinished.to_string(), "not base64: it ends within a byte");
}

/// No template has a place that nothing fills.
#[test]
fn every_place_in_a_message_is_filled() {
    let mut messages = Vec::new();
    for model in ["ws101", "vs321", "ws523"] {
        messages.extend(errors(model, json(r#"{ "x{0}": 1, "battery": 1, "reboot": "{1}" }"#)));
        messages.extend(errors(model, Object::new()));
        messages.extend(texts(device(model).decode_uplink(&hex("9999")).errors));
    }
    for message in messages {
        let rest = message.replace("x{0}", "").replace(r#""{1}""#, "");
        assert!(!rest.contains(['{', '}']), "{message}");
    }
}

/// Every text of the list stands in one of the tests above.
#[test]
fn every_message_is_shown_here() {
    // Without the line breaks within texts.
    let mut source = String::new();
    for line in include_str!("messages.rs").lines().map(str::trim) {
        if let Some(start) = source.strip_suffix('\\') {
            source = start.to_owned() + line;
        } else if let (Some(start), Some(rest)) =
            (source.strip_suffix("\"#,"), line.strip_prefix("r#\""))
        {
            source = start.to_owned() + rest;
        } else {
            source.push('\n');
            source.push_str(line);
        }
    }
    for (name, text) in ALL {
        let pieces = text.split(['{', '}']).step_by(2);
        let longest = pieces.max_by_key(|piece| piece.len()).unwrap();
        assert!(source.contains(longest), "{name}: {longest:?}");
    }
}
