use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::*;

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Unit;

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Wrapped(i16);

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Pair(u8, f32);

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Label {
    PowerOff,
    Between,
}

/// All kinds of values that types may have and commands may be made of.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Kinds {
    flag: bool,
    bytes: (u8, i8, u16, i16),
    integers: (u32, i32, u64, i64),
    floats: (f32, f64),
    letter: char,
    text: String,
    unit: Unit,
    wrapped: Wrapped,
    pair: Pair,
    label: Label,
    labels: Vec<Label>,
    given: Option<f64>,
    by_name: BTreeMap<String, Wrapped>,
}

fn kinds() -> Kinds {
    Kinds {
        flag: true,
        bytes: (255, -128, 65535, -32768),
        integers: (u32::MAX, i32::MIN, 1 << 53, -(1 << 53)),
        floats: (0.5, -1.25e-7),
        letter: '°',
        text: "25 °C".to_owned(),
        unit: Unit,
        wrapped: Wrapped(-7),
        pair: Pair(1, 2.5),
        label: Label::PowerOff,
        labels: vec![Label::Between, Label::PowerOff],
        given: Some(229.3),
        by_name: BTreeMap::from([("a".to_owned(), Wrapped(1)), ("b".to_owned(), Wrapped(2))]),
    }
}

/// The same by serde_json.
fn by_json(value: &impl Serialize) -> Value {
    serde_json::from_value(serde_json::to_value(value).unwrap()).unwrap()
}

#[test]
fn types_of_users_become_the_values_that_json_makes_of_them() {
    assert_eq!(to_value(&kinds()).unwrap(), by_json(&kinds()));
    let by_number = BTreeMap::from([(0, false), (10, true)]);
    assert_eq!(to_value(&by_number).unwrap(), by_json(&by_number));
    #[derive(Serialize)]
    enum Variant {
        One(u8),
        Two(u8, bool),
        Named { low: i32, high: i32 },
    }
    for variant in [Variant::One(1), Variant::Two(2, true), Variant::Named { low: -1, high: 1 }] {
        assert_eq!(to_value(&variant).unwrap(), by_json(&variant));
    }
}

#[test]
fn types_of_users_are_read_as_json_reads_them() {
    let value = by_json(&kinds());
    assert_eq!(Kinds::deserialize(value).unwrap(), kinds());
    let wrong: Value = serde_json::from_str(r#"{ "label": 5 }"#).unwrap();
    let labels = BTreeMap::<String, Label>::deserialize(wrong);
    assert_eq!(labels.unwrap_err().to_string(), "not a label: 5");
}

#[test]
fn objects_are_equal_whatever_the_order_of_their_names() {
    let object = |members: &[(&'static str, i32)]| Object::from_iter(members.iter().copied());
    let own = object(&[("a", 1), ("b", 2)]);
    assert_eq!(own, object(&[("b", 2), ("a", 1)]));
    for other in [&[("a", 1), ("b", 3)][..], &[("a", 1), ("c", 2)], &[("a", 1)], &[]] {
        assert_ne!(own, object(other));
    }
}

/// JSON has no bytes.
#[test]
fn bytes_are_no_value() {
    let bytes = serde::de::value::BytesDeserializer::<ValueError>::new(&[1]);
    let refused = Value::deserialize(bytes).unwrap_err();
    assert_eq!(refused.to_string(), "invalid type: byte array, expected any value");
}

#[test]
fn an_absent_option_is_not_given_and_no_list_names_a_member() {
    assert_eq!(to_value(&None::<u8>).unwrap(), Value::Undefined);
    assert_eq!(Option::<u8>::deserialize(Value::Undefined).unwrap(), None);
    let refused = to_value(&BTreeMap::from([(vec![1, 2], true)])).unwrap_err();
    assert_eq!(refused.to_string(), "not a name: a list of 2");
}

#[test]
fn a_value_is_compared_with_numbers_and_texts_and_has_members_where_it_is_an_object() {
    let object = by_json(&BTreeMap::from([("on", 1.5)]));
    assert_eq!(object.get("on"), Some(&Value::Number(1.5)));
    assert_eq!((object.get("off"), Value::Number(1.5).get("on")), (None, None));
    assert!(object.get("on").is_some_and(|value| *value == 1.5 && *value != 1.0));
    let text = Value::from("on");
    assert!(text == "on" && text == *"on" && text != "off" && text != 1.5);
}
