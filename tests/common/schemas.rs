//! The schemas' judge: a JSON Schema library, and the encoder's rules that a schema
//! cannot say.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use jsonschema::{Draft, Validator};
use milesight_codec::{Device, Object, Problem, Value, schema};
use serde_json::Value as Json;

use super::plain;

/// A rule of the encoder that JSON Schema has no word for.
pub struct Beyond {
    /// The code of the problem.
    pub code: &'static str,
    /// How the path of the field ends.
    pub field: &'static str,
    /// Why no schema says so.
    pub why: &'static str,
    /// A command of the VS321 that is refused for this alone.
    pub example: &'static str,
}

/// All of them. A command refused for other reasons is refused by the schema as well,
/// and one refused for these alone is not.
pub const BEYOND_JSON_SCHEMA: &[Beyond] = &[
    Beyond {
        code: "conflict",
        field: ".threshold_min",
        why: "it must not be above threshold_max: no keyword compares two members",
        example: r#"{ "humidity_alarm_config":
            { "condition": "between", "threshold_min": 60, "threshold_max": 40 } }"#,
    },
    Beyond {
        code: "conflict",
        field: ".end_time",
        why: "it must not be below start_time: no keyword compares two members",
        example: r#"{ "fetch_history": { "start_time": 2, "end_time": 1 } }"#,
    },
    Beyond {
        code: "step",
        field: ".threshold_min",
        why: "a step of 0.1: multipleOf refuses honest decimals in binary, hence x-step",
        example: r#"{ "temperature_alarm_config":
            { "condition": "below", "threshold_min": 5.05, "threshold_max": 6 } }"#,
    },
    Beyond {
        code: "step",
        field: ".threshold_max",
        why: "as threshold_min",
        example: r#"{ "humidity_alarm_config":
            { "condition": "above", "threshold_min": 5, "threshold_max": 6.25 } }"#,
    },
];

/// Which rule beyond the schema a problem is of. Steps of whole numbers are not: their
/// type is integer.
fn beyond(device: &Device, problem: &Problem) -> Option<usize> {
    let found = BEYOND_JSON_SCHEMA
        .iter()
        .position(|rule| rule.code == problem.code() && problem.path().ends_with(rule.field))?;
    let stepped = schema_at(device, problem.path()).is_some_and(|at| at.get("x-step").is_some());
    (problem.code() != "step" || stepped).then_some(found)
}

/// The schema of a command's member, `a.b`.
fn schema_at(device: &Device, path: &str) -> Option<Value> {
    let whole = schema::downlink(device);
    path.split('.').try_fold(whole, |at, name| Some(at.get("properties")?.get(name)?.clone()))
}

struct Schemas {
    uplink: Validator,
    downlink: Validator,
}

thread_local! {
    static SCHEMAS: RefCell<BTreeMap<&'static str, Schemas>> = const { RefCell::new(BTreeMap::new()) };
}

/// Asks about a device's schemas, compiled once.
fn with<T>(device: &Device, ask: impl FnOnce(&Schemas) -> T) -> T {
    SCHEMAS.with_borrow_mut(|all| {
        ask(all.entry(device.model).or_insert_with(|| {
            let (uplink, downlink) = (schema::uplink(device), schema::downlink(device));
            Schemas { uplink: validator(&uplink), downlink: validator(&downlink) }
        }))
    })
}

fn validator(schema: &Value) -> Validator {
    let schema = plain(schema);
    jsonschema::draft202012::meta::validate(&schema).expect("a schema");
    let validator = jsonschema::options().with_draft(Draft::Draft202012).build(&schema);
    validator.expect("a schema")
}

/// Decoded data are as the schema says.
pub fn judge_uplink(device: &Device, data: &Object) {
    let data = plain(data);
    with(device, |schemas| {
        if let Err(error) = schemas.uplink.validate(&data) {
            panic!("{}: {data}: {error} at {}", device.model, error.instance_path());
        }
    });
}

/// What the encoder takes the schema takes, and what it refuses the schema refuses,
/// save for rules that no schema can say; tells which of those decided.
pub fn judge_command(device: &'static Device, data: &Value) -> BTreeSet<usize> {
    let Some(json) = as_json(data) else { return BTreeSet::new() };
    let errors = device.encode_downlink(data, &Value::Undefined).errors;
    let rules: BTreeSet<_> = errors.iter().map(|error| beyond(device, error)).collect();
    let takes = !rules.contains(&None);
    with(device, |schemas| {
        let verdict = schemas.downlink.validate(&json);
        let said =
            verdict.as_ref().err().map(|error| format!("{error} at {}", error.instance_path()));
        assert_eq!(
            verdict.is_ok(),
            takes,
            "{}: {json}\nencoder: {errors:?}\nschema: {said:?}",
            device.model
        );
    });
    if takes { rules.into_iter().flatten().collect() } else { BTreeSet::new() }
}

/// A value as JSON; `None` where JSON cannot say it. What is undefined is left out.
fn as_json(value: &Value) -> Option<Json> {
    match value {
        Value::Undefined | Value::Other(_) => None,
        Value::Number(number) if !number.is_finite() => None,
        Value::List(list) => list.iter().map(as_json).collect::<Option<Vec<_>>>().map(Json::Array),
        Value::Object(object) => {
            let defined = object.iter().filter(|(_, value)| **value != Value::Undefined);
            let members = defined.map(|(name, value)| Some((name.to_owned(), as_json(value)?)));
            members.collect::<Option<_>>().map(Json::Object)
        }
        other => Some(plain(other)),
    }
}
