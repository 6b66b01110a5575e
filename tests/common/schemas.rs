//! The schemas' judge: a JSON Schema library, and the encoder's rules that a schema cannot state.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use jsonschema::{Draft, Validator};
use milesight_codec::table::{Constraint, Row};
use serde_json::Value as Json;

use crate::codec::{Codec, Direction, Problem, encode, rows, schema};

/// A rule of the encoder that JSON Schema has no word for. A command refused for other reasons is
/// refused by the schema as well, and one refused for these alone is not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Beyond {
    /// A member must not be above or below another: no keyword compares two members.
    TwoMembers,
    /// A step that is no whole number: `multipleOf` refuses honest decimals in binary, hence
    /// `x-step`.
    Step,
    /// Bytes of a text: `maxLength` counts characters.
    Bytes,
}

fn beyond(device: Codec, data: &Json, problem: &Problem) -> Option<Beyond> {
    let name = problem.path.rsplit('.').next();
    match problem.code.as_str() {
        "conflict" => {
            let rules = rows(device).downlink.iter().flat_map(|row: &Row| row.rules);
            let mut compared = rules
                .filter(|rule| matches!(rule.constraint, Constraint::AtMost | Constraint::AtLeast))
                .map(|rule| rule.field);
            compared.any(|field| Some(field) == name).then_some(Beyond::TwoMembers)
        }
        "step" => {
            let at = schema_at(&schema(device, Direction::Downlink), &problem.path)?;
            at.get("x-step").is_some().then_some(Beyond::Step)
        }
        "range" => {
            let at = schema_at(&schema(device, Direction::Downlink), &problem.path)?;
            at.get("maxLength")?;
            let text = problem.path.split('.').try_fold(data, |data, name| data.get(name))?;
            jsonschema::is_valid(&at, text).then_some(Beyond::Bytes)
        }
        _ => None,
    }
}

/// The schema of a command's member, `a.b`.
fn schema_at(whole: &Json, path: &str) -> Option<Json> {
    let step = |at: &Json, name: &str| {
        let (name, index) = name.split_once('[').map_or((name, false), |(name, _)| (name, true));
        let at = at.get("properties")?.get(name)?;
        if index { at.get("items").cloned() } else { Some(at.clone()) }
    };
    path.split('.').try_fold(whole.clone(), |at, name| step(&at, name))
}

struct Schemas {
    uplink: Validator,
    downlink: Validator,
}

thread_local! {
    static SCHEMAS: RefCell<BTreeMap<&'static str, Schemas>> = const { RefCell::new(BTreeMap::new()) };
}

/// Asks about a device's schemas, compiled once.
fn with<T>(device: Codec, ask: impl FnOnce(&Schemas) -> T) -> T {
    SCHEMAS.with_borrow_mut(|all| {
        ask(all.entry(rows(device).model).or_insert_with(|| Schemas {
            uplink: validator(&schema(device, Direction::Uplink)),
            downlink: validator(&schema(device, Direction::Downlink)),
        }))
    })
}

fn validator(schema: &Json) -> Validator {
    jsonschema::draft202012::meta::validate(schema).expect("a schema");
    let validator = jsonschema::options().with_draft(Draft::Draft202012).build(schema);
    validator.expect("a schema")
}

/// Decoded data are as the schema says.
pub fn judge_uplink(device: Codec, data: &Json) {
    with(device, |schemas| {
        if let Err(error) = schemas.uplink.validate(data) {
            panic!("{}: {data}: {error} at {}", rows(device).model, error.instance_path());
        }
    });
}

/// The schema takes and refuses what the encoder takes and refuses, save for rules beyond it;
/// returns those that decided.
pub fn judge_command(device: Codec, data: &Json) -> BTreeSet<Beyond> {
    let errors = encode(device, data).errors;
    let rules: BTreeSet<_> = errors.iter().map(|error| beyond(device, data, error)).collect();
    let takes = !rules.contains(&None);
    with(device, |schemas| {
        let verdict = schemas.downlink.validate(data);
        let said =
            verdict.as_ref().err().map(|error| format!("{error} at {}", error.instance_path()));
        assert_eq!(
            verdict.is_ok(),
            takes,
            "{}: {data}\nencoder: {errors:?}\nschema: {said:?}",
            rows(device).model
        );
    });
    if takes { rules.into_iter().flatten().collect() } else { BTreeSet::new() }
}
