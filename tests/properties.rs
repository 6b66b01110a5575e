//! What holds of any payload and any command, whatever the device.

mod common;

use std::collections::BTreeSet;

use common::generate::{self, KINDS, Kind};
use common::plain;
use fastrand::Rng;
use milesight_codec::{
    Decoded, Device, Direction, Object, Problem, SpanKind, Value, bytes_of, detect, models,
};
use proptest::prelude::*;
use proptest::test_runner::Config;
use serde_json::Value as Json;

const DIRECTIONS: [Direction; 2] = [Direction::Uplink, Direction::Downlink];

/// A file of past failures would be one more thing to keep.
fn cases(cases: u32) -> Config {
    Config { cases, failure_persistence: None, ..Config::default() }
}

fn decode(device: &'static Device, direction: Direction, bytes: &[u8]) -> Decoded {
    match direction {
        Direction::Uplink => device.decode_uplink(bytes),
        Direction::Downlink => device.decode_downlink(bytes),
    }
}

// An independent account of what a command means, by the names of fields alone.

const CONDITIONS: [&str; 5] = ["disable", "below", "above", "between", "outside"];

const MODES: [&str; 5] = ["occupied", "vacant", "dim", "occupied_bright", "occupied_dim"];

/// Commands that do something, and are sent for yes only.
const ACTIONS: [&str; 9] = [
    "query_device_status",
    "reboot",
    "reset_power_consumption",
    "report_status",
    "report_attribute",
    "stop_transmit",
    "detect",
    "reset",
    "cancel_delay_task",
];

/// The number that stands for a label: itself, a boolean's, or an alias's.
fn choice(value: &Value, labels: &[&'static str], aliases: &[(&str, usize)]) -> Value {
    let at = match value {
        Value::Bool(flag) => usize::from(*flag),
        Value::Number(number) => *number as usize,
        Value::Text(text) => {
            let own = labels.iter().position(|label| label == text);
            let alias = || aliases.iter().find(|(alias, _)| alias == text).map(|(_, at)| *at);
            own.or_else(alias).unwrap()
        }
        _ => panic!("{value:?}"),
    };
    labels[at].into()
}

fn mode(value: &Value) -> Value {
    let Value::Text(name) = value else { return value.clone() };
    if let Some(at) = MODES.iter().position(|mode| mode == name) {
        return (at as u32 + 1).into();
    }
    let (region, vacant) = match name.strip_suffix("_vacant") {
        Some(rest) => (rest, 0),
        None => (name.strip_suffix("_occupied").unwrap(), 1),
    };
    let n: u32 = region.strip_prefix("region_").unwrap().parse().unwrap();
    (2 * n - vacant).into()
}

/// The value that comes back for a value that was sent; `None` where nothing is sent.
fn canonical_value(name: &str, value: &Value) -> Option<Value> {
    let value = match name {
        "cancel_delay_task" => match value {
            Value::Number(_) => value.clone(),
            Value::Bool(true) => 0.into(),
            Value::Text(text) if text == "yes" => 0.into(),
            _ => return None,
        },
        _ if ACTIONS.contains(&name) => {
            let yes = match value {
                Value::Bool(flag) => *flag,
                Value::Number(number) => *number == 1.0,
                other => *other == Value::from("yes"),
            };
            return yes.then(|| "yes".into());
        }
        "socket_status" => choice(value, &["off", "on"], &[]),
        "report_type" => {
            choice(value, &["from_now_on", "on_the_dot"], &[("period", 0), ("immediately", 1)])
        }
        "detection_mode" => choice(value, &["auto", "on"], &[("always", 1)]),
        "condition" => choice(value, &CONDITIONS, &[]),
        "mode" => mode(value),
        "d2d_key" | "d2d_cmd" => value.as_text().unwrap().to_ascii_lowercase().into(),
        _ if name.ends_with("enable") => choice(value, &["disable", "enable"], &[]),
        _ => value.clone(),
    };
    Some(value)
}

/// An object's members, each canonical, optional ones filled in.
fn canonical_members(object: &str, members: &Object) -> Object {
    let mut all = Object::new();
    match object {
        "child_lock_config" => all.set("lock_time", 0),
        "illuminance_alarm_config" => {
            all.extend([("condition", "outside")]);
            all.extend([("lock_time", 0), ("continue_time", 0)]);
        }
        "temperature_alarm_config" | "humidity_alarm_config" => {
            all.extend([("lock_time", 0), ("continue_time", 0)]);
        }
        _ => {}
    }
    for (name, value) in members.iter().filter(|(_, value)| **value != Value::Undefined) {
        // Within a step's tolerance the step is what is sent.
        let value = match (value, object) {
            (Value::Number(number), "temperature_alarm_config") if name.starts_with("thr") => {
                Value::Number((number * 10.0).round() / 10.0)
            }
            (Value::Number(number), "humidity_alarm_config") if name.starts_with("thr") => {
                Value::Number((number * 2.0).round() / 2.0)
            }
            _ => value.clone(),
        };
        all.set(name.to_owned(), canonical_value(name, &value).unwrap());
    }
    all
}

/// The data that comes back for a command without errors.
fn canonical(data: &Value) -> Json {
    let data = data.as_object().unwrap();
    let mut all = Object::new();
    for (name, value) in data.iter() {
        match value {
            Value::Undefined => {}
            Value::Object(members) => all.set(name.to_owned(), canonical_members(name, members)),
            Value::List(entries) => {
                let entries = entries.iter().map(|entry| entry.as_object().unwrap());
                let entries: Vec<_> = entries.map(|entry| canonical_members(name, entry)).collect();
                all.set(name.to_owned(), entries);
            }
            _ => {
                if let Some(value) = canonical_value(name, value) {
                    all.set(name.to_owned(), value);
                }
            }
        }
    }
    // The vendor's form of a delay task.
    if let Some(time) = all.get("delay_time").cloned() {
        let status = all.get("socket_status").unwrap().clone();
        all.remove("delay_time");
        all.remove("socket_status");
        let task: Object = [("delay_time", time), ("socket_status", status)].into_iter().collect();
        all.set("delay_task", task);
    }
    plain(&all)
}

/// A command without errors comes back in canonical form, without warnings.
fn comes_back(device: &'static Device, data: &Value) -> Result<(), TestCaseError> {
    let encoded = device.encode_downlink(data, &Value::Undefined);
    let expected = canonical(data);
    if expected == serde_json::json!({}) {
        prop_assert_eq!(&encoded.errors, &vec![Problem::NothingToSend]);
        return Ok(());
    }
    prop_assert_eq!(&encoded.errors, &vec![], "{} {:?}", device.model, data);
    let decoded = device.decode_downlink(&encoded.bytes);
    prop_assert_eq!(plain(&decoded.data), expected, "{} {:?}", device.model, data);
    prop_assert_eq!((&decoded.warnings, &decoded.errors), (&vec![], &vec![]));
    Ok(())
}

proptest! {
    #![proptest_config(cases(400))]

    /// Rule 4.7.
    #[test]
    fn valid_commands_come_back_in_canonical_form(seed: u64) {
        let mut rng = Rng::with_seed(seed);
        for device in models() {
            comes_back(device, &generate::command(&mut rng, device, Kind::Valid))?;
        }
    }

    /// Rule 4.7, for whatever the encoder takes.
    #[test]
    fn whatever_encodes_comes_back_without_a_warning(seed: u64) {
        let mut rng = Rng::with_seed(seed);
        for device in models() {
            for kind in KINDS {
                let data = generate::command(&mut rng, device, kind);
                let encoded = device.encode_downlink(&data, &Value::Undefined);
                prop_assert_eq!(encoded.errors.is_empty(), !encoded.bytes.is_empty());
                if encoded.errors.is_empty() {
                    comes_back(device, &data)?;
                }
            }
        }
    }

    /// Rules 4.1 and 4.2: each error starts with its path, and none has bytes.
    #[test]
    fn errors_start_with_their_path_and_leave_no_bytes(seed: u64) {
        let mut rng = Rng::with_seed(seed);
        for device in models() {
            let data = generate::command(&mut rng, device, Kind::Wild);
            let encoded = device.encode_downlink(&data, &Value::Undefined);
            let mut paths = BTreeSet::new();
            for error in &encoded.errors {
                let text = error.to_string();
                if !matches!(error, Problem::UnknownField { .. }) {
                    prop_assert!(text.starts_with(&format!("{}: ", error.path())), "{}", text);
                }
                prop_assert!(text.chars().all(|c| c >= ' '), "{}", text.escape_debug());
                // At most one error a value; names may look alike, so paths of ours only.
                prop_assert!(paths.insert(error.path().to_owned()), "{} twice", error.path());
            }
        }
    }

    /// Keys in another order make the same command and the same problems.
    #[test]
    fn the_order_of_keys_does_not_matter(seed: u64) {
        let mut rng = Rng::with_seed(seed);
        for device in models() {
            for kind in KINDS {
                let data = generate::command(&mut rng, device, kind);
                let turned = reversed(&data);
                prop_assert_eq!(
                    device.encode_downlink(&data, &Value::Undefined),
                    device.encode_downlink(&turned, &Value::Undefined)
                );
            }
        }
    }

    /// Rules 3.2 to 3.4: a prefix keeps the fields of its whole channels.
    #[test]
    fn every_prefix_keeps_the_fields_of_whole_channels(seed: u64) {
        let mut rng = Rng::with_seed(seed);
        for device in models() {
            for direction in DIRECTIONS {
                let bytes = generate::payload(&mut rng, device, direction, Kind::Valid);
                prefixes(device, direction, &bytes)?;
            }
        }
    }

    /// Rule 3.5: two payloads in one are the second over the first.
    #[test]
    fn two_payloads_in_one_are_the_second_over_the_first(seed: u64) {
        let mut rng = Rng::with_seed(seed);
        for device in models() {
            for direction in DIRECTIONS {
                let first = generate::payload(&mut rng, device, direction, Kind::Valid);
                let second = generate::payload(&mut rng, device, direction, Kind::Valid);
                merges(device, direction, &first, &second)?;
            }
        }
    }

    /// Rule 3.1, for generated payloads of all kinds.
    #[test]
    fn a_result_has_data_or_errors(seed: u64) {
        let mut rng = Rng::with_seed(seed);
        for device in models() {
            for direction in DIRECTIONS {
                for kind in KINDS {
                    judged(device, &generate::payload(&mut rng, device, direction, kind))?;
                }
            }
        }
    }
}

proptest! {
    #![proptest_config(cases(2000))]

    /// Rule 3.1: no bytes panic, and a result has data or errors.
    #[test]
    fn no_bytes_panic(bytes in proptest::collection::vec(any::<u8>(), 0..60)) {
        for device in models() {
            judged(device, &bytes)?;
        }
        detect(&bytes);
    }

    /// As above, with bytes that rows begin with, which lead further than chance.
    #[test]
    fn no_likely_bytes_panic(bytes in proptest::collection::vec(likely_byte(), 0..40)) {
        for device in models() {
            judged(device, &bytes)?;
        }
        detect(&bytes);
    }
}

proptest! {
    #![proptest_config(cases(400))]

    /// Rule 4.1: no value panics, as a command, as a port or as bytes.
    #[test]
    fn no_value_panics(data in any_command(), port in any_value()) {
        for device in models() {
            let encoded = device.encode_downlink(&data, &port);
            prop_assert_eq!(encoded.errors.is_empty(), !encoded.bytes.is_empty());
            prop_assert!((1..=223).contains(&encoded.f_port));
            let messages = encoded.errors.iter().chain(&encoded.warnings);
            for problem in messages {
                let given = problem.given();
                // 40 characters, each six with its escape, and two quotes.
                prop_assert!(given.encode_utf16().count() <= 242, "{}", given);
            }
            device.normalize_uplink(&data);
        }
        let _ = bytes_of(&data);
        let _ = bytes_of(&port);
    }
}

/// Each command alone, in every spelling, at its bounds and elsewhere: the generator
/// has to reach all of them.
#[test]
fn every_command_of_every_model_comes_back() {
    for device in models() {
        let mut left: BTreeSet<&str> =
            device.downlink.iter().flat_map(|row| row.top_names().chain(row.flat_form)).collect();
        let mut rng = Rng::with_seed(85);
        for _ in 0..4000 {
            let data = generate::command(&mut rng, device, Kind::Valid);
            comes_back(device, &data).unwrap();
            let data = data.as_object().unwrap();
            left.retain(|name| data.get(name).is_none());
            // And each field of it alone, where it can stand alone.
            for (name, value) in data.iter() {
                let alone = Object::from_iter([(name.to_owned(), value.clone())]);
                if name != "delay_time" {
                    comes_back(device, &alone.into()).unwrap();
                }
            }
        }
        assert!(left.is_empty(), "{}: never generated: {left:?}", device.model);
    }
}

/// The canonicaliser itself, on the form that it has most to do with.
#[test]
fn the_canonical_form_is_as_expected() {
    let data = common::json(
        r#"{ "delay_time": 60, "socket_status": true, "reboot": "no", "cancel_delay_task": "yes",
            "child_lock_config": { "enable": 1 }, "report_status": 1 }"#,
    );
    let expected = serde_json::json!({
        "delay_task": { "delay_time": 60, "socket_status": "on" }, "cancel_delay_task": 0,
        "child_lock_config": { "enable": "enable", "lock_time": 0 }, "report_status": "yes",
    });
    assert_eq!(canonical(&data), expected);
    assert_eq!(mode(&"region_10_vacant".into()), 20.into());
    assert_eq!(mode(&"region_1_occupied".into()), 1.into());
}

fn reversed(value: &Value) -> Value {
    match value {
        Value::Object(object) => {
            let pairs: Vec<_> =
                object.iter().map(|(name, value)| (name.to_owned(), reversed(value))).collect();
            Value::Object(pairs.into_iter().rev().collect())
        }
        Value::List(list) => Value::List(list.iter().map(reversed).collect()),
        _ => value.clone(),
    }
}

fn judged(device: &'static Device, bytes: &[u8]) -> Result<(), TestCaseError> {
    for direction in DIRECTIONS {
        let decoded = decode(device, direction, bytes);
        if decoded.errors.is_empty() {
            prop_assert!(!decoded.data.is_empty() || !decoded.warnings.is_empty());
        } else {
            prop_assert_eq!(decoded.errors.len(), 1);
            prop_assert!(decoded.data.is_empty() && decoded.warnings.is_empty());
        }
        for problem in decoded.warnings.iter().chain(&decoded.errors) {
            prop_assert!(problem.offset().is_none_or(|offset| offset < bytes.len()));
            prop_assert!(!problem.to_string().is_empty());
        }
        match direction {
            Direction::Uplink => device.explain_uplink(bytes),
            Direction::Downlink => device.explain_downlink(bytes),
        };
        device.normalize_uplink(&decoded.data.into());
    }
    Ok(())
}

fn prefixes(
    device: &'static Device,
    direction: Direction,
    bytes: &[u8],
) -> Result<(), TestCaseError> {
    let explanation = match direction {
        Direction::Uplink => device.explain_uplink(bytes),
        Direction::Downlink => device.explain_downlink(bytes),
    };
    prop_assert!(explanation.spans.iter().all(|span| span.kind == SpanKind::Channel));
    let mut starts: Vec<_> = explanation.spans.iter().map(|span| span.offset).collect();
    starts.push(bytes.len());
    for cut in 1..bytes.len() {
        let start = starts.iter().rev().find(|start| **start <= cut).copied().unwrap();
        let got = decode(device, direction, &bytes[..cut]);
        let problems: Vec<_> = got.warnings.iter().chain(&got.errors).collect();
        let ending: Vec<_> =
            problems.iter().filter(|problem| problem.offset() == Some(start)).collect();
        let bare = ending.iter().any(|problem| problem.code() == "reserved_missing");
        if bare {
            let mended = [&bytes[..cut], &[0xff]].concat();
            prop_assert_eq!(mended.len(), *starts.iter().find(|next| **next > cut).unwrap());
            prop_assert_eq!(&got.data, &decode(device, direction, &mended).data);
            continue;
        }
        let whole = match start {
            0 => Object::new(),
            _ => decode(device, direction, &bytes[..start]).data,
        };
        prop_assert_eq!(&got.data, &whole, "{} of {:02x?}", cut, bytes);
        if cut > start {
            let truncated = ending.iter().any(|problem| problem.code() == "truncated");
            prop_assert!(truncated, "{} of {:02x?}: {:?}", cut, bytes, problems);
        }
    }
    Ok(())
}

/// The fields that a channel clears before it sets its own (rule 3.5): those that not
/// every value of it sets.
const CLEARED: &[(&str, &[u8], &[&str])] = &[
    ("ws52x", &[0x08, 0x70], &["socket_status_source"]),
    ("ws523", &[0x08, 0x70], &["socket_status_source"]),
    ("vs321", &[0x03, 0x67], &["temperature", "temperature_sensor_status"]),
    ("vs321", &[0x04, 0x68], &["humidity", "humidity_sensor_status"]),
];

fn merges(
    device: &'static Device,
    direction: Direction,
    first: &[u8],
    second: &[u8],
) -> Result<(), TestCaseError> {
    let (a, b) = (decode(device, direction, first), decode(device, direction, second));
    let both = [first, second].concat();
    let got = decode(device, direction, &both);
    let mut expected = a.data.clone();
    if direction == Direction::Uplink {
        for span in device.explain_uplink(second).spans {
            let header = &second[span.offset..span.offset + 2];
            for (_, _, names) in
                CLEARED.iter().filter(|(model, h, _)| *model == device.model && *h == header)
            {
                names.iter().for_each(|name| expected.remove(name));
            }
        }
    }
    for (name, value) in b.data.iter() {
        match (expected.get_mut(name), value) {
            (Some(Value::List(old)), Value::List(new)) => old.extend(new.clone()),
            _ => expected.set(name.to_owned(), value.clone()),
        }
    }
    prop_assert_eq!(plain(&got.data), plain(&expected), "{:02x?} {:02x?}", first, second);
    let place =
        |problem: &Problem, by: usize| (problem.code(), problem.offset().map(|offset| offset + by));
    let expected: Vec<_> = a
        .warnings
        .iter()
        .map(|problem| place(problem, 0))
        .chain(b.warnings.iter().map(|problem| place(problem, first.len())))
        .collect();
    let got: Vec<_> = got.warnings.iter().map(|problem| place(problem, 0)).collect();
    prop_assert_eq!(got, expected);
    Ok(())
}

/// Bytes that headers are made of, and others.
fn likely_byte() -> impl Strategy<Value = u8> {
    let mut headers: Vec<u8> = vec![0xf8, 0xfe];
    for device in models() {
        for row in device.uplink.iter().chain(device.downlink) {
            headers.extend([Some(row.channel), row.type_byte].into_iter().flatten());
        }
    }
    prop_oneof![3 => proptest::sample::select(headers), 1 => any::<u8>()]
}

fn any_leaf() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(Value::Undefined),
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        // Every number, NaN and the infinities too.
        any::<u64>().prop_map(|bits| Value::Number(f64::from_bits(bits))),
        (-5i32..70_000).prop_map(Value::from),
        prop_oneof![
            Just(f64::NAN),
            Just(f64::INFINITY),
            Just(f64::NEG_INFINITY),
            Just(-0.0),
            Just(f64::MAX),
            Just(f64::MIN_POSITIVE)
        ]
        .prop_map(Value::from),
        any::<String>().prop_map(Value::from),
        Just(Value::Other("a function".into())),
    ]
}

fn any_name() -> impl Strategy<Value = String> {
    let mut names = BTreeSet::new();
    for device in models() {
        for row in device.uplink.iter().chain(device.downlink) {
            names.extend(row.top_names().chain(row.names()));
        }
    }
    let names: Vec<String> = names.into_iter().map(str::to_owned).collect();
    prop_oneof![4 => proptest::sample::select(names), 1 => any::<String>()]
}

fn any_value() -> impl Strategy<Value = Value> {
    any_leaf().prop_recursive(3, 24, 6, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..5).prop_map(Value::List),
            proptest::collection::vec((any_name(), inner), 0..6)
                .prop_map(|pairs| Value::Object(pairs.into_iter().collect())),
        ]
    })
}

fn any_command() -> impl Strategy<Value = Value> {
    prop_oneof![
        1 => any_value(),
        4 => proptest::collection::vec((any_name(), any_value()), 0..8)
            .prop_map(|pairs| Value::Object(pairs.into_iter().collect())),
    ]
}
