//! What holds of any payload and any command, whatever the device.

use std::collections::BTreeSet;

use common::generate::{self, KINDS, Kind};
use common::holds::{self, DIRECTIONS};
use common::models;
use fastrand::Rng;
use milesight_codec::{Object, Value, bytes_of, detect};
use proptest::prelude::*;
use proptest::test_runner::Config;

/// A file of past failures would be one more thing to keep.
fn cases(all: usize) -> Config {
    let cases = common::cases(all) as u32;
    Config { cases, failure_persistence: None, ..Config::default() }
}

proptest! {
    #![proptest_config(cases(400))]

    /// Rule 4.7.
    #[test]
    fn valid_commands_come_back_in_canonical_form(seed: u64) {
        let mut rng = Rng::with_seed(seed);
        for device in models() {
            holds::comes_back(device, &generate::command(&mut rng, device, Kind::Valid));
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
                    holds::comes_back(device, &data);
                }
            }
        }
    }

    /// Rules 4.1 and 4.2.
    #[test]
    fn errors_name_paths_of_the_input_or_of_the_schema(seed: u64) {
        let mut rng = Rng::with_seed(seed);
        for device in models() {
            for kind in [Kind::Changed, Kind::Wild] {
                let data = generate::command(&mut rng, device, kind);
                holds::errors_name_their_paths(device, &data);
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
                for kind in KINDS {
                    let bytes = generate::payload(&mut rng, device, direction, kind);
                    holds::prefixes(device, direction, &bytes);
                }
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
                holds::merges(device, direction, &first, &second);
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
                    holds::judged(
                        device,
                        direction,
                        &generate::payload(&mut rng, device, direction, kind),
                    );
                }
            }
        }
    }
}

proptest! {
    #![proptest_config(cases(500))]

    /// Rule 3.1: no bytes panic, and a result has data or errors.
    #[test]
    fn no_bytes_panic(bytes in proptest::collection::vec(any::<u8>(), 0..60)) {
        for device in models() {
            DIRECTIONS.iter().for_each(|direction| holds::payload(device, *direction, &bytes));
        }
        detect(&bytes);
    }

    /// As above, with bytes that rows begin with, which lead further than chance.
    #[test]
    fn no_likely_bytes_panic(bytes in proptest::collection::vec(likely_byte(), 0..40)) {
        for device in models() {
            DIRECTIONS.iter().for_each(|direction| holds::payload(device, *direction, &bytes));
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
            holds::command(device, &data, &port);
        }
        let _ = bytes_of(&data);
        let _ = bytes_of(&port);
    }
}

proptest! {
    #![proptest_config(cases(2000))]

    /// Hex and base64, from any text and from likely ones.
    #[test]
    fn no_text_panics_and_what_is_read_stands_there(
        any in any::<String>(),
        likely in "[0-9a-fA-FxX ,:=+/_-]{0,24}",
    ) {
        holds::text(&any);
        holds::text(&likely);
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
            holds::comes_back(device, &data);
            let data = data.as_object().unwrap();
            left.retain(|name| data.get(name).is_none());
            // And each field of it alone, where it can stand alone.
            for (name, value) in data.iter() {
                let alone = Object::from_iter([(name.to_owned(), value.clone())]);
                if name != "delay_time" {
                    holds::comes_back(device, &alone.into());
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
    assert_eq!(holds::canonical(&data), expected);
    assert_eq!(holds::mode(&"region_10_vacant".into()), 20.into());
    assert_eq!(holds::mode(&"region_1_occupied".into()), 1.into());
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
