//! Rules of the protocol that no line of a case file can state: limits, ports, numbers that JSON
//! cannot write.

use std::collections::BTreeSet;

use common::codec::{
    Direction, WILD, briefs, decode, detect, encode, encode_to, encode_wild, models, rows,
};
use common::{device, hex};
use milesight_codec::table::Target;
use milesight_codec::{MAX_BYTES, MAX_ENTRIES, to_hex};
use serde_json::{Map, Value as Json, json};

use crate::rows::path;

fn reasons(model: &str, data: &Json) -> Vec<String> {
    briefs(&encode(device(model), data).errors)
}

#[test]
fn tenths_are_exact_for_every_raw_value() {
    let (socket, sensor) = (device("ws523"), device("vs321"));
    for raw in 0..=u16::MAX {
        let [low, high] = raw.to_le_bytes();
        let tenths = |raw: i32| {
            let sign = if raw < 0 { "-" } else { "" };
            format!("{sign}{}.{}", raw.abs() / 10, raw.abs() % 10).parse::<f64>().unwrap()
        };
        let voltage = decode(socket, Direction::Uplink, &[0x03, 0x74, low, high]).data;
        assert_eq!(voltage["voltage"].as_f64(), Some(tenths(raw.into())), "{raw}");
        let signed = i32::from(i16::from_le_bytes([low, high]));
        let warm = decode(sensor, Direction::Uplink, &[0x83, 0x67, low, high, 0]).data;
        assert_eq!(warm["temperature"].as_f64(), Some(tenths(signed)), "{raw}");
    }
}

#[test]
fn an_empty_or_oversized_payload_is_one_error() {
    for device in models() {
        for direction in common::holds::DIRECTIONS {
            for bytes in [vec![], vec![0xff; MAX_BYTES + 1]] {
                let got = decode(device, direction, &bytes);
                assert_eq!((got.data, got.warnings.len()), (json!({}), 0));
                assert_eq!(briefs(&got.errors), ["type bytes"]);
                assert_eq!(detect(&bytes), [""; 0]);
            }
        }
    }
    let mut bytes = hex("017564").repeat(MAX_BYTES / 3);
    bytes.push(0xff);
    assert_eq!(bytes.len(), MAX_BYTES);
    let got = decode(device("ws101"), Direction::Uplink, &bytes);
    assert_eq!(briefs(&got.warnings), ["truncated at 4095"]);
    assert!(detect(&hex("017564").repeat(MAX_BYTES / 3)).contains(&"ws101"));
}

/// LoRaWAN Regional Parameters RP002: the fastest data rates of EU868 carry 242 bytes. An entry of
/// the list is ten bytes (VS321 5.2.4), a reboot three.
#[test]
fn more_than_242_bytes_are_sent_with_a_warning() {
    let entry = json!({ "mode": 1, "enable": 1, "lora_uplink_enable": 0, "d2d_cmd": "0102",
        "time": 0, "time_enable": 0 });
    for (count, reboot, length, warnings) in
        [(24, "no", 240, vec![]), (24, "yes", 243, vec!["too_long data"])]
    {
        let data = json!({ "d2d_master_config": vec![entry.clone(); count], "reboot": reboot });
        let sent = encode(device("vs321"), &data);
        assert_eq!((sent.bytes.len(), sent.errors.len()), (length, 0));
        assert_eq!(briefs(&sent.warnings), warnings, "{count}");
    }
    let sent = device("ws101").encode_downlinks(&json!({ "reboot": "yes" }), 3).unwrap();
    assert_eq!((sent.payloads, sent.f_port), (vec![vec![0xff, 0x10, 0xff]], 85));
    assert!(device("ws101").encode_downlinks(&json!({ "reboot": "yes" }), 2).is_err());
}

/// Every member of every command, one by one.
#[test]
fn null_is_an_error_wherever_a_value_is() {
    for device in models() {
        let device_rows = rows(device);
        for row in device_rows.downlink.iter().filter(|row| !row.decode_only) {
            for name in row.names().into_iter().filter(|_| row.target != Target::Top) {
                let (path, mut data) = (path(row, name).replace("[]", "[0]"), json!({}));
                cases::set(&mut data, &path, json!(null)).unwrap();
                let errors = briefs(&encode(device, &data).errors);
                let is_named = errors.contains(&format!("type {path}"));
                assert!(is_named, "{} {path}: {errors:?}", device_rows.model);
            }
            for name in row.top_names() {
                let errors = encode(device, &json!({ name: null })).errors;
                // Fields of one row at the top level need each other.
                let expected = row.top_names().into_iter().map(|other| {
                    format!("{} {other}", if other == name { "type" } else { "missing" })
                });
                assert_eq!(briefs(&errors), expected.collect::<Vec<_>>(), "{}", device_rows.model);
            }
        }
    }
}

#[test]
fn lists_have_at_least_one_entry_and_at_most_the_limit() {
    let entry = json!({ "mode": 1, "enable": 1, "lora_uplink_enable": 0, "d2d_cmd": "0102",
        "time": 0, "time_enable": 0 });
    let list = |length: usize| json!({ "d2d_master_config": vec![entry.clone(); length] });
    for length in [0, MAX_ENTRIES + 1] {
        assert_eq!(reasons("vs321", &list(length)), ["range d2d_master_config"]);
    }
    for length in [1, MAX_ENTRIES] {
        let sent = encode(device("vs321"), &list(length));
        assert_eq!(to_hex(&sent.bytes), "ff960101000201000000".repeat(length));
    }
}

/// Each value is judged, but not more of them than anybody sends.
#[test]
fn a_command_of_too_many_values_is_refused_as_a_whole() {
    let errors = |data: &Json| encode(device("vs321"), data).errors;
    let named =
        |count: u32| (0..count).rev().map(|n| (format!("n{n:06}"), json!(0))).collect::<Json>();
    // Fifty errors are reported, and how many more there are.
    let reported = errors(&named(500));
    assert_eq!(reported.len(), 51);
    assert_eq!(reported[50].message, "data: 450 more problems");
    // An object of more names is refused, wherever it is.
    let [more] = &errors(&named(501))[..] else { panic!("one error") };
    assert_eq!(
        more.message,
        "data: got an object of more than 500 names, the most that are read; allowed: an object"
    );
    let inner = [
        ("vs321", "fetch_history", json!({ "fetch_history": named(501) })),
        ("vs321", "d2d_master_config[0]", json!({ "d2d_master_config": [named(501)] })),
        (
            "ws201",
            "hibernate_config.weekdays",
            json!({ "hibernate_config": { "weekdays": named(501) } }),
        ),
    ];
    for (model, path, data) in inner {
        let said = format!(
            "{path}: got an object of more than 500 names, the most that are read; allowed: "
        );
        let told = encode(device(model), &data).errors;
        assert_eq!(told.iter().filter(|told| told.message.starts_with(&said)).count(), 1, "{path}");
    }
    let listed = |length: usize| json!(vec![json!(vec![0; length]); 5]);
    // Neither is a list of objects, but these are not looked at.
    let longer = json!({ "d2d_master_config": listed(MAX_BYTES + 1) });
    assert_eq!(errors(&longer).len(), 5);
    let too_many = json!({ "d2d_master_config": listed(MAX_BYTES) });
    for data in [named(20_000), too_many] {
        let [error] = &errors(&data)[..] else { panic!("one error") };
        let said = "data: got something too large to be read; allowed: an object";
        assert_eq!(error.message, said);
    }
    // As deep as anybody likes, and deeper than any command they do not count.
    let nested = (0..100).fold(json!(1), |value, _| json!([value]));
    for deep in [nested, json!([[listed(MAX_BYTES)]])] {
        assert_eq!(reasons("vs321", &json!({ "reboot": deep })), ["type reboot"]);
    }
}

#[test]
fn fifty_problems_are_listed_and_more_are_counted() {
    for (fields, listed) in [(50, None), (51, Some("data: 1 more problems"))] {
        let data: Map<String, Json> =
            (0..fields).map(|at| (format!("field_{at}"), 1.into())).collect();
        let errors = encode(device("vs321"), &Json::Object(data)).errors;
        assert_eq!(errors.get(49).map(|error| &*error.code), Some("unknown_field"));
        assert_eq!(errors.get(50).map(|error| &*error.message), listed);
    }
}

/// Absent, null or 0 is 85; 1 to 223 is that port; anything else is 85 with a warning.
#[test]
fn ports() {
    let sent = |given: &Json, number: f64| {
        let data = json!({ "reboot": "yes" });
        let sent = encode_wild(device("ws101"), &data, given, number);
        assert_eq!((to_hex(&sent.bytes).as_str(), sent.errors.len()), ("ff10ff", 0));
        (sent.f_port, briefs(&sent.warnings).join(" "))
    };
    for given in [json!(null), json!(0), json!(-0.0), json!(85)] {
        assert_eq!(sent(&given, 0.0), (85, String::new()), "{given}");
    }
    for given in (1..=223u8).filter(|given| *given != 85) {
        assert_eq!(sent(&json!(given), 0.0), (given, "port fPort".to_owned()));
    }
    let warned = (85, "port fPort".to_owned());
    let others = json!([
        224, 255, 341, -1, 85.5, 0.5, 1e300, "85", "", true, false, [85], { "fPort": 85 },
    ]);
    for given in others.as_array().unwrap() {
        assert_eq!(sent(given, 0.0), warned, "{given}");
    }
    for number in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
        assert_eq!(sent(&json!(WILD), number), warned, "{number}");
    }
    let refused = encode_to(device("ws101"), &json!({ "reporting_interval": 5 }), &json!(10));
    assert_eq!((refused.bytes.len(), refused.f_port, refused.warnings.len()), (0, 10, 1));
}

/// All commands of a device at once, in reverse, are sent in the order of its rows; they come back.
#[test]
fn commands_are_sent_in_the_order_of_the_rows_whatever_the_order_of_keys() {
    for device in models() {
        let mut rng = fastrand::Rng::with_seed(12);
        let device_rows = rows(device);
        for _ in 0..50 {
            let data =
                common::generate::command(&mut rng, device_rows, common::generate::Kind::Valid);
            let sent = encode(device, &data);
            let got = decode(device, Direction::Downlink, &sent.bytes);
            if sent.bytes.is_empty() {
                continue;
            }
            let order: Vec<_> =
                device_rows.downlink.iter().flat_map(|row| row.top_names()).collect();
            let names = got.data.as_object().unwrap().keys();
            let places: Vec<_> =
                names.map(|name| order.iter().position(|own| own == name)).collect();
            assert!(places.is_sorted(), "{}: {data} {places:?}", device_rows.model);
        }
    }
}

/// A button's press has no random number beside it: the same payload gives the same data.
#[test]
fn decoding_has_no_chance_in_it() {
    for device in models() {
        for case in cases::of(rows(device).model) {
            let cases::Check::Decode(payload) = case.check else { continue };
            let bytes = payload.bytes();
            let direction = if payload.up { Direction::Uplink } else { Direction::Downlink };
            let texts: BTreeSet<_> =
                (0..2).map(|_| common::codec::decode_text(device, direction, &bytes)).collect();
            assert_eq!(texts.len(), 1, "{}", case.place);
        }
    }
}
