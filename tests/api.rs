//! The library's surface that the other tests have no use for.

mod common;

use std::collections::BTreeMap;

use common::{device, json, plain};
use milesight_codec::{Object, Problem, Report, Value, find, models, typescript};
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
