//! Devices by name, fields one by one, and kinds of problems.

use std::collections::BTreeSet;

use common::codec::{find, models, rows};
use milesight_codec::ProblemKind;
use serde_json::json;

#[test]
fn devices_are_found_by_every_name_in_any_case() {
    for (name, model) in
        [("vs321", "vs321"), ("WS101", "ws101"), ("Ws523", "ws523"), ("WS522", "ws52x")]
    {
        assert_eq!(rows(find(name).unwrap()).model, model);
    }
    for device in models() {
        let own = rows(device);
        for name in own.aliases.iter().chain([&own.model]) {
            assert_eq!(rows(find(name).unwrap()).model, own.model);
        }
    }
    for name in ["", "ws52", "ws523 ", "vs3211"] {
        assert!(find(name).is_none(), "{name}");
    }
}

#[test]
fn a_device_has_the_facts_of_its_rows() {
    let device = milesight_codec::Device::find("WS522").unwrap();
    assert_eq!((device.model(), device.name()), ("ws52x", "WS52x portable socket"));
    assert!(device.aliases().contains(&"ws522"));
    assert_eq!(format!("{device}, {device:?}"), "WS52x portable socket, Device(\"ws52x\")");
    let find = |name| milesight_codec::Device::find(name).unwrap();
    assert!(device == find("ws52x") && device != find("ws523"));
    assert!(device.guide().starts_with("WS52x"), "{}", device.guide());
}

#[test]
fn a_decoded_uplink_is_normalized() {
    let sensor = milesight_codec::Device::find("vs321").unwrap();
    // The example of VS321 5.1.2.
    let uplink = sensor.decode_uplink(&[0x03, 0x67, 0x11, 0x01]).unwrap();
    let measured = serde_json::to_value(sensor.normalize_uplink(&uplink.data)).unwrap();
    assert_eq!(measured, json!([{ "air": { "location": "indoor", "temperature": 27.3 } }]));
}

#[test]
fn an_unknown_name_is_answered_with_all_models() {
    let unknown = "vs32".parse::<milesight_codec::Device>().unwrap_err().to_string();
    assert!(unknown.starts_with("unknown model \"vs32\"; known: "), "{unknown}");
    let (_, known) = unknown.split_once("known: ").unwrap();
    let all: Vec<_> = models().iter().map(|device| rows(device).model).collect();
    assert_eq!(known.split(", ").collect::<Vec<_>>(), all);
}

/// TS013 has lists of problems where there are problems alone.
#[test]
fn results_without_problems_have_no_lists_of_them() {
    let device = milesight_codec::Device::find("vs321").unwrap();
    let explained = |bytes: &[u8]| serde_json::to_value(device.explain_uplink(bytes)).unwrap();
    let names = |value: serde_json::Value| -> Vec<String> {
        value.as_object().unwrap().keys().cloned().collect()
    };
    assert_eq!(names(explained(&[0x01, 0x75, 0x64])), ["spans"]);
    assert_eq!(names(explained(&[0x01, 0x75, 0x64, 0x99])), ["spans", "warnings"]);
    assert_eq!(names(explained(&[0x99])), ["spans", "errors"]);
}

#[test]
fn fields_are_told_one_by_one_as_numbers_or_labels() {
    let socket = milesight_codec::Device::find("ws523").unwrap();
    let mut fields = Vec::new();
    let is_complete = socket.for_each_field(&[0x03, 0x74, 0xf5, 0x08, 0x08, 0x70, 0x01], |field| {
        fields.push((field.name, field.number(), field.label()));
    });
    assert!(is_complete);
    // The values of ws52x.cases.
    let expected = [("voltage", Some(229.3), None), ("socket_status", None, Some("on"))];
    assert_eq!(fields, expected);
    assert!(!socket.for_each_field(&[0x03, 0x74, 0xf5], |_| {}), "a truncated payload");
    // EM310-TILT's alarm condition is made of X, Y, Z, & and |.
    let tilt = milesight_codec::Device::find("em310-tilt").unwrap();
    let mut labels = Vec::new();
    for first in [b'X', b'A'] {
        tilt.for_each_field(&[0xfe, 0x63, first, 0, 0, 0, 0, 0, 0, 0], |field| {
            labels.push((field.name, field.label()));
        });
    }
    let name = "angle_alarm_condition";
    assert_eq!(labels, [(name, None), (name, Some("unknown"))]);
}

#[test]
fn a_refused_command_says_each_reason() {
    let socket = milesight_codec::Device::find("ws523").unwrap();
    let refused = socket.encode_downlink(&json!({ "reboot": 5, "colour": 1 })).unwrap_err();
    let reasons = "reboot: got 5; allowed: \"no\", \"yes\"; colour: unknown field";
    assert_eq!(refused.to_string(), reasons);
}

/// `checkDownlink` has the kinds of problems but those of payloads, which are found in decoding.
#[test]
fn the_package_lists_the_codes_of_problems() {
    let of_payloads = [
        ProblemKind::UnknownChannel,
        ProblemKind::Truncated,
        ProblemKind::ReservedMissing,
        ProblemKind::UnknownSubKind,
        ProblemKind::NoLabel,
        ProblemKind::OutOfRange,
        ProblemKind::NoReading,
    ];
    let kinds = ProblemKind::ALL.iter().filter(|kind| !of_payloads.contains(kind));
    let codes: BTreeSet<_> = kinds.map(|kind| kind.code()).collect();

    let types = include_str!("../../pkg-template/types.d.ts");
    let (_, union) = types.split_once("\n  code:").unwrap();
    let (union, _) = union.split_once(';').unwrap();
    assert_eq!(union.split('"').skip(1).step_by(2).collect::<BTreeSet<_>>(), codes, "types.d.ts");

    let readme = include_str!("../../pkg-template/README.md");
    let (_, table) = readme.split_once("| code | problem |\n").unwrap();
    let (table, _) = table.split_once("\n\n").unwrap();
    let listed = table
        .lines()
        .flat_map(|line| line.split('|').nth(1).unwrap_or_default().split('`').skip(1).step_by(2));
    assert_eq!(listed.collect::<BTreeSet<_>>(), codes, "README.md");
}
