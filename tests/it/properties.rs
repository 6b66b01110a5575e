//! Properties of any payload and any command, whatever the device.

use std::collections::BTreeSet;

use common::codec::Direction;
use common::codec::{WILD, detect, encode, rows};
use common::generate::{self, KINDS, Kind};
use common::holds::{self, DIRECTIONS};
use common::invented::with_invented;
use common::{cases, share};
use fastrand::Rng;
use proptest::prelude::*;
use proptest::test_runner::Config;
use serde_json::{Map, Value as Json, json};

/// A file of past failures would be one more thing to keep.
fn config(cases: usize) -> Config {
    Config { cases: cases as u32, failure_persistence: None, ..Config::default() }
}

proptest! {
    #![proptest_config(config(share(4_800)))]

    /// Keys in another order make the same command and the same problems, and valid ones are taken.
    #[test]
    fn commands_have_all_properties(seed: u64) {
        let mut rng = Rng::with_seed(seed);
        for device in with_invented() {
            for kind in KINDS {
                let data = generate::command(&mut rng, rows(device), kind);
                holds::command(device, &data, &Json::Null, f64::NAN);
                prop_assert_eq!(encode(device, &data), encode(device, &reversed(&data)));
                if kind == Kind::Valid {
                    holds::comes_back(device, &data);
                }
            }
        }
    }
}

proptest! {
    #![proptest_config(config(share(2_400)))]

    /// Of generated payloads of all kinds, as of any bytes below.
    #[test]
    fn payloads_have_all_properties(seed: u64) {
        let mut rng = Rng::with_seed(seed);
        for device in with_invented() {
            for direction in DIRECTIONS {
                for kind in KINDS {
                    let bytes = generate::payload(&mut rng, rows(device), direction, kind);
                    holds::payload(device, direction, &bytes);
                }
            }
        }
    }
}

/// Nearly whatever decodes without a problem is encoded again, echoes of commands too.
#[test]
fn uplinks_come_back_from_their_data() {
    let mut rng = Rng::with_seed(7);
    for device in with_invented() {
        // A share of fewer says nothing.
        let tries = common::cases(400).max(40);
        let mut tried = 0;
        for _ in 0..tries {
            for kind in KINDS {
                let bytes = generate::payload(&mut rng, rows(device), Direction::Uplink, kind);
                tried += usize::from(holds::uplink_comes_back(device, &bytes));
            }
        }
        assert!(tried > tries / 4, "{}: {tried} of {tries}", rows(device).model);
    }
}

proptest! {
    #![proptest_config(config(share(2_000)))]

    /// Any bytes, and bytes that rows begin with, which lead further than chance.
    #[test]
    fn no_bytes_panic(
        any in proptest::collection::vec(any::<u8>(), 0..60),
        likely in proptest::collection::vec(likely_byte(), 0..40),
    ) {
        for bytes in [any, likely] {
            for device in with_invented() {
                DIRECTIONS.iter().for_each(|direction| holds::payload(device, *direction, &bytes));
            }
            detect(&bytes);
        }
    }
}

proptest! {
    #![proptest_config(config(share(1_600)))]

    /// No value panics, as a command or as a port; `wild` is each number that JSON cannot write.
    #[test]
    fn no_value_panics(data in any_command(), port in any_value(), wild in any_wild()) {
        for device in with_invented() {
            if data.to_string().contains(WILD) {
                let sent = common::codec::encode_wild(device, &data, &port, wild);
                prop_assert_eq!(sent.errors.is_empty(), !sent.bytes.is_empty());
                holds::errors_name_their_paths(device, &data, wild);
            } else {
                holds::command(device, &data, &port, wild);
            }
        }
    }
}

proptest! {
    #![proptest_config(config(cases(2_000)))]

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

/// Each command alone, in every spelling, at its bounds and elsewhere: the generator has to reach
/// all of them.
#[test]
fn every_command_of_every_model_comes_back() {
    for device in with_invented() {
        let sendable = || rows(device).downlink.iter().filter(|row| !row.decode_only);
        let mut left: BTreeSet<&str> =
            sendable().flat_map(|row| row.top_names().into_iter().chain(row.shorthand)).collect();
        let mut rng = Rng::with_seed(85);
        let enough = share(16_000);
        for case in 0..16_000 {
            if case >= enough && left.is_empty() {
                break;
            }
            let data = generate::command(&mut rng, rows(device), Kind::Valid);
            holds::comes_back(device, &data);
            left.retain(|name| data.get(name).is_none());
            // And each command of it alone, where it can stand alone.
            let commands = sendable().filter(|row| row.shorthand.is_none());
            for row in commands.filter(|row| row.top_names().len() == 1) {
                let name = row.top_names()[0];
                if let Some(value) = data.get(name) {
                    holds::comes_back(device, &json!({ name: value }));
                }
            }
        }
        assert!(left.is_empty(), "{}: never generated: {left:?}", rows(device).model);
    }
}

/// The canonical form itself, on the command that it has most to do with.
#[test]
fn the_canonical_form_is_as_expected() {
    let data = json!({ "delay_time": 60, "socket_status": true, "reboot": "no",
        "cancel_delay_task": "yes", "child_lock_config": { "enable": 1 }, "report_status": 1 });
    let expected = json!({
        "delay_task": { "delay_time": 60, "socket_status": "on" }, "cancel_delay_task": 0,
        "child_lock_config": { "enable": "enable", "lock_time": 0 }, "report_status": "yes",
    });
    let canonical =
        |model: &str, data: &Json| common::canonical::canonical(rows(common::device(model)), data);
    assert_eq!(canonical("ws523", &data), expected);
    for (name, mode) in [("region_10_vacant", 20), ("region_1_occupied", 1), ("dim", 3)] {
        let data = json!({ "d2d_master_config": [{ "mode": name }] });
        assert_eq!(canonical("vs321", &data)["d2d_master_config"][0]["mode"], mode);
    }
}

fn reversed(value: &Json) -> Json {
    match value {
        Json::Object(object) => {
            object.iter().rev().map(|(name, value)| (name.clone(), reversed(value))).collect()
        }
        Json::Array(list) => list.iter().map(reversed).collect(),
        _ => value.clone(),
    }
}

/// Bytes that headers are made of, and others.
fn likely_byte() -> impl Strategy<Value = u8> {
    let mut headers: Vec<u8> = vec![0xf8, 0xfe];
    for device in with_invented() {
        for row in rows(device).uplink.iter().chain(rows(device).downlink) {
            headers.extend([Some(row.channel), row.type_byte].into_iter().flatten());
        }
    }
    prop_oneof![3 => proptest::sample::select(headers), 1 => any::<u8>()]
}

fn any_leaf() -> impl Strategy<Value = Json> {
    prop_oneof![
        Just(Json::Null),
        any::<bool>().prop_map(Json::from),
        any::<u64>().prop_map(|bits| Json::from(f64::from_bits(bits))),
        (-5i32..70_000).prop_map(Json::from),
        prop_oneof![Just(-0.0), Just(f64::MAX), Just(f64::MIN_POSITIVE)].prop_map(Json::from),
        any::<String>().prop_map(Json::from),
        Just(Json::from(WILD)),
    ]
}

fn any_wild() -> impl Strategy<Value = f64> {
    prop_oneof![Just(f64::NAN), Just(f64::INFINITY), Just(f64::NEG_INFINITY)]
}

fn any_name() -> impl Strategy<Value = String> {
    let mut names = BTreeSet::new();
    for device in with_invented() {
        for row in rows(device).uplink.iter().chain(rows(device).downlink) {
            names.extend(row.top_names().into_iter().chain(row.names()));
        }
    }
    let names: Vec<String> = names.into_iter().map(str::to_owned).collect();
    prop_oneof![4 => proptest::sample::select(names), 1 => any::<String>()]
}

fn any_value() -> impl Strategy<Value = Json> {
    any_leaf().prop_recursive(3, 24, 6, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..5).prop_map(Json::Array),
            proptest::collection::vec((any_name(), inner), 0..6)
                .prop_map(|pairs| Json::Object(pairs.into_iter().collect::<Map<_, _>>())),
        ]
    })
}

fn any_command() -> impl Strategy<Value = Json> {
    prop_oneof![
        1 => any_value(),
        4 => proptest::collection::vec((any_name(), any_value()), 0..8)
            .prop_map(|pairs| Json::Object(pairs.into_iter().collect::<Map<_, _>>())),
    ]
}
