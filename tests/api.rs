//! The library's surface that the other tests have no use for.

use std::collections::BTreeMap;

use common::{device, json, plain};
use milesight_codec::{
    Object, Problem, Report, Value, find, from_base64, from_hex, models, typescript,
};
use serde::Deserialize;
use serde_json::json;

#[test]
fn devices_are_found_by_every_name_in_any_case() {
    for (name, model) in
        [("vs321", "vs321"), ("WS101", "ws101"), ("Ws523", "ws523"), ("WS522", "ws52x")]
    {
        assert_eq!(find(name).unwrap().model, model);
    }
    for device in models() {
        for name in device.aliases.iter().chain([&device.model]) {
            assert_eq!(find(name).unwrap().model, device.model);
        }
    }
    for name in ["", "ws52", "ws523 ", "vs3211"] {
        assert!(find(name).is_none(), "{name}");
    }
}

#[test]
fn objects_are_equal_whatever_their_order() {
    let object = |members: &[(&'static str, u32)]| Object::from_iter(members.iter().copied());
    let one = object(&[("a", 1), ("b", 2)]);
    assert_eq!(one, object(&[("b", 2), ("a", 1)]));
    for other in [&[("a", 1), ("b", 3)][..], &[("a", 1), ("c", 2)], &[("a", 1)], &[]] {
        assert_ne!(one, object(other));
        assert_ne!(object(other), one);
    }
}

#[test]
fn values_give_what_they_hold_and_nothing_else() {
    let object = Object::from_iter([("a", 1), ("b", 2)]);
    assert_eq!((object.len(), object.is_empty(), Object::new().len()), (2, false, 0));
    let text = Value::from("x");
    assert_eq!((text.as_text(), text.as_number(), text.as_object()), (Some("x"), None, None));
    let number = Value::from(5);
    assert_eq!((number.as_text(), number.as_number(), number.get("a")), (None, Some(5.0), None));
    assert_eq!(Value::from(None::<u32>), Value::Undefined);
    assert_eq!(Value::from(Some(5)), number);
    assert_eq!(Value::from(object).get("b"), Some(&Value::from(2)));
}

/// Whatever the format that a value is read from.
#[test]
fn values_are_read_from_anything_that_serde_reads() {
    let none: Option<u32> = None;
    let read = |json| Value::deserialize::<serde_json::Value>(json).unwrap();
    assert_eq!(read(json!(none)), Value::Null);
    assert_eq!(read(json!([true, -1, 1.5, "x"])), json("[true, -1, 1.5, \"x\"]"));
    use serde::de::IntoDeserializer;
    use serde::de::value::{Error, MapDeserializer, UnitDeserializer};
    assert_eq!(Value::deserialize(UnitDeserializer::<Error>::new()), Ok(Value::Null));
    let map = BTreeMap::from([("a", 1u32)]);
    let map = MapDeserializer::<_, Error>::new(map.into_iter());
    assert_eq!(Value::deserialize(map), Ok(Object::from_iter([("a", 1)]).into()));
    let bytes: &[u8] = &[1];
    let refused = Value::deserialize(IntoDeserializer::<Error>::into_deserializer(bytes));
    assert!(refused.unwrap_err().to_string().ends_with("expected any value"));
}

/// A port's problems as reports, and those of decoding, which concern no field.
#[test]
fn reports_have_every_part_of_a_problem() {
    let button = device("ws101");
    let reports = |port: Value| -> Vec<Report> {
        let encoded = button.encode_downlink(&json(r#"{ "reboot": 1 }"#), &port);
        encoded.warnings.iter().map(Report::from).collect()
    };
    for (port, given, allowed) in
        [(Value::from(10), "10", "85"), (224.into(), "224", "a whole number from 1 to 223")]
    {
        let [report] = &reports(port)[..] else { panic!("one warning") };
        let parts = (report.code, &*report.path, &*report.given, &*report.allowed);
        assert_eq!(parts, ("port", "fPort", given, allowed));
    }
    let decoded = button.decode_uplink(&[0x77, 0x77]);
    let problem: &Problem = &decoded.errors[0];
    assert_eq!((problem.path(), &*problem.given(), &*problem.allowed()), ("", "", ""));
    assert_eq!(problem.offset(), Some(0));
    let sensor = device("vs321");
    for (bytes, path) in [
        (&[0x01, 0x75, 0xff][..], "battery"),
        (&[0x03, 0x67, 0xff, 0xff], "temperature_sensor_status"),
        (&[0xff, 0x0f, 0x09], "lorawan_class"),
    ] {
        assert_eq!(sensor.decode_uplink(bytes).warnings[0].path(), path);
    }
    let data = json(r#"{ "report_interval": 2, "collection_interval": 5 }"#);
    let unwise = &sensor.encode_downlink(&data, &Value::Undefined).warnings[0];
    assert_eq!(
        (unwise.code(), unwise.path(), &*unwise.given()),
        ("unwise", "report_interval", "2")
    );
    let encoded = button.encode_downlink(&json(r#"{ "reboot": 0 }"#), &Value::Undefined);
    assert_eq!((encoded.errors[0].path(), encoded.errors[0].offset()), ("data", None));
    assert_eq!(plain(&encoded.errors[0]), json!(encoded.errors[0].to_string()));
}

#[test]
fn types_of_lists_are_arrays() {
    let types = typescript::declarations(device("vs321"));
    for list in ["history?: Array<{", "d2d_master_config?: Array<{"] {
        assert!(types.contains(list), "{list}");
    }
}

#[test]
fn types_of_columns_are_those_of_their_fields() {
    let types = typescript::declarations(device("vs321"));
    let (_, columns) = types.split_once("export type Vs321Columns = {\n").unwrap();
    for column in [
        "  temperature?: NumberColumn;",
        "  firmware_version?: LabelColumn;",
        "  region_1?: LabelColumn;",
        r#"  "history[].timestamp"?: ListColumn<NumberColumn>;"#,
        r#"  "temperature_alarm_config.condition"?: LabelColumn;"#,
        r#"  "device_response_result.request.detect"?: LabelColumn;"#,
    ] {
        assert!(columns.lines().any(|line| line == column), "{column}");
    }
    assert!(columns.contains("  /** Temperature, °C. Source: VS321 5.1.2. */\n"));
    assert!(!columns.contains("  history?"));
}

#[test]
fn hex_and_base64_are_read_as_people_paste_them() {
    for text in ["ff10a9", "FF 10 A9", "0xff, 0x10, 0xa9", "0xff0x10A9", "ff:10:a9", " ff\t10\na9 "]
    {
        assert_eq!(from_hex(text), Ok(vec![0xff, 0x10, 0xa9]), "{text}");
    }
    // What some editors begin a file with is copied, too.
    assert_eq!(from_hex("\u{feff}ff10a9"), from_hex("ff10a9"));
    assert_eq!(from_base64("\u{feff}/xCp"), from_base64("/xCp"));
    for text in ["00", "0x00", "0X00"] {
        assert_eq!(from_hex(text), Ok(vec![0]), "{text}");
    }
    // Within a byte it is no prefix.
    assert!(from_hex("f0x1").is_err());
    for text in ["++//0189+A==", "--__0189-A", "++//\n0189 +A="] {
        let bytes = vec![0xfb, 0xef, 0xff, 0xd3, 0x5f, 0x3d, 0xf8];
        assert_eq!(from_base64(text), Ok(bytes), "{text}");
    }
}

/// An integer that JavaScript would not hold exactly is not written as one.
#[test]
fn integers_are_written_without_a_fraction() {
    for (number, text) in [
        (0.0, "0"),
        (-1.0, "-1"),
        (27.5, "27.5"),
        (8_999_999_999_999_999.0, "8999999999999999"),
        (9e15, "9000000000000000.0"),
        (1e300, "1e+300"),
    ] {
        assert_eq!(serde_json::to_string(&Value::Number(number)).unwrap(), text);
    }
}

#[test]
fn fields_have_their_units_and_steps() {
    let fields = device("vs321").fields();
    for (path, unit, step) in [
        ("temperature", Some("°C"), Some(0.1)),
        ("humidity", Some("%RH"), Some(0.5)),
        ("people_total_counts", None, Some(1.0)),
        ("region_1", None, None),
    ] {
        let field = fields.iter().find(|field| field.path == path).unwrap();
        assert_eq!((field.unit, field.step), (unit, step), "{path}");
    }
}

#[test]
fn types_name_the_model_and_what_its_fields_take() {
    let types = typescript::declarations(device("ws101"));
    for part in [
        "export type Ws101Uplink = {",
        "export type Ws101DecodedDownlink = {",
        "export type Ws101Downlink = {",
        "  battery?: number;",
        "  sn?: string;",
        r#"  buzzer_enable?: "disable" | "enable" | 0 | 1 | boolean;"#,
        r#"  buzzer_enable?: "disable" | "enable" | "unknown";"#,
    ] {
        assert!(types.contains(part), "{part}");
    }
}
