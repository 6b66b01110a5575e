//! The vocabulary of rows at run time, and rows that no device has.

use common::canonical::Slot;
use common::codec::{
    Codec, Direction, INVENTED, bytes_of, compile, decode, decode_text, encode, explain, field,
};
use common::hex as bytes_of_hex;
use common::holds::paths;
use common::invented;
use common::mutants::leak;
use common::schemas::judge_command;
use milesight_codec::Value;
use milesight_codec::table::{self, *};
use serde_json::{Value as Json, json};

#[test]
fn lengths_places_and_kinds_follow_from_the_parts() {
    let fields = leak(vec![enable("on").bits(1), sub_kind(3).bits(3), spare(4)]);
    let parts = leak(vec![reserved(2), reserved(0), bits(1, fields), hex("key", 8)]);
    let other = list(0x20, 0xce, "5", "history", leak(vec![any_other_kind(), enable("a")]));
    let uplink = vec![
        row(0x03, 0x74, "4.2", parts),
        row(0x20, 0xce, "5", leak(vec![sub_kind(1), enable("b")])),
        other,
        typeless(0x08, "4.4", leak(vec![yes("on")])),
    ];
    let device = Box::leak(Box::new(Device { uplink: leak(uplink), ..INVENTED }));
    let [row, _, other, bare] = compile(device).rows().uplink else { panic!("four rows") };
    assert_eq!((row.channel, row.type_byte, row.header(), row.length), (3, Some(0x74), 2, 11));
    let kind = row.kind().unwrap();
    assert_eq!((kind.leaf.coding, kind.leaf.fixed, kind.first_bit()), (Coding::Kind, 3, 17));
    let slot = Slot { offset: 2, length: 1, shift: 1, width: 3 };
    assert_eq!(Slot::new(kind), slot);
    let slots = row.ops.iter().map(Slot::new);
    let places: Vec<_> = slots.map(|slot| (slot.offset, slot.shift, slot.width)).collect();
    assert_eq!(places, [(0, 0, 8), (1, 0, 8), (2, 0, 1), (2, 1, 3), (2, 4, 4), (3, 0, 64)]);
    assert_eq!(row.names(), ["on", "key"]);

    assert_eq!((other.target, other.length), (Target::List("history"), 2));
    assert_eq!(other.kind().unwrap().leaf.coding, Coding::OtherKind);
    assert_eq!((bare.type_byte, bare.header(), bare.length), (None, 1, 1));
    assert!(bare.kind().is_none() && bare.may_lack_byte && bare.echo_on(0x08).is_none());
    for (coding, width) in [(Coding::VersionDecimal, 8), (Coding::VersionHex, 16)] {
        assert_eq!(table::version("v", coding).width, width);
    }
}

/// A word leaves the coding and the bits of parts alone that it does not apply to.
#[test]
fn words_of_other_parts_change_nothing() {
    let part = yes("a").low_byte_first().bits(3);
    assert_eq!((part.coding, part.label, part.width), (Coding::Presence, "yes", 8));
    for (wire, width, integers) in [
        (Wire::U8, 8, (0, 255)),
        (Wire::U16, 16, (0, 65_535)),
        (Wire::I16, 16, (-32_768, 32_767)),
        (Wire::U32, 32, (0, 4_294_967_295)),
        (Wire::Bits(15), 15, (0, 32_767)),
    ] {
        let part = number("a", wire);
        assert_eq!((part.width, part.integers()), (width, integers));
    }
    let integer = |wire| number("a", wire).integer(0xffff);
    assert_eq!((integer(Wire::I16), integer(Wire::U16)), (-1, 65_535));
}

#[test]
fn words_that_no_device_has_are_read_and_written() {
    let device = invented::invented();
    for (call, input, expected) in invented::examples() {
        let data = || common::json(&input["data"].to_string());
        let expected: Json = serde_json::from_str(expected).unwrap();
        let answer: Json = match call {
            "decodeUplink" => {
                let bytes = bytes_of(&input["bytes"]).unwrap();
                let recorded =
                    device.program().record(Direction::Uplink, &bytes, bytes.len(), &mut [], None);
                let problems = ["warnings", "errors"].iter().any(|list| !expected[list].is_null());
                assert_eq!(recorded.has_problems(), problems, "{input}");
                serde_json::from_str(&decode_text(device, Direction::Uplink, &bytes)).unwrap()
            }
            "normalizeUplink" => common::plain(&device.program().normalize(&data())),
            _ => {
                let none = Value::Undefined;
                common::plain(&device.program().encode(Direction::Downlink, &data(), &none))
            }
        };
        assert_eq!(answer.to_string(), expected.to_string(), "{call} {input}");
    }
}

/// LoRaWAN Regional Parameters RP002: the fastest data rates of EU868 carry 242 bytes. A rule has
/// four bytes, and a knock two.
#[test]
fn a_command_is_long_above_242_bytes() {
    for (rules, warnings) in [(60, 0), (61, 1)] {
        let rules = vec![json!({ "number": 1, "state": "on" }); rules];
        let sent = encode(invented::invented(), &json!({ "rules": rules, "knock": 1 }));
        assert_eq!((sent.bytes.len(), sent.warnings.len()), (4 * rules.len() + 2, warnings));
    }
}

/// With rows that none of the devices has.
static DEVICE: Device = Device {
    uplink: &[
        row(0x01, 0x75, "1", &[choice("mode", &[(0, "low"), (1, "high")])]),
        row(0x02, 0x25, "1", &[choice("mode", &[(0, "high"), (1, "higher")])]),
        row(0xff, 0x50, "1", &[sub_kind(2), number("paces", Wire::U8)]),
        row(
            0x01,
            0x77,
            "1",
            &[
                number("relays", Wire::U8),
                bits(1, &[choice("relay_1", OFF_ON).bits(1).given_by(4), spare(3), spare(4)]),
            ],
        ),
        row(
            0x01,
            0x76,
            "1",
            &[number("flow", Wire::U8).range(0.0, 9.0).special_values(&[
                SpecialValue::instead(0, "flow_status", "stopped"),
                SpecialValue::instead(9, "flow_status", "too fast"),
            ])],
        ),
    ],
    downlink: &[
        row(0xff, 0x50, "2", &[sub_kind(0), constant("pace", "slow")]),
        row(0xff, 0x50, "2", &[sub_kind(1), constant("run", "yes")]),
        row(0xf9, 0x66, "2", &[sub_kind(1), number("first", Wire::U8).full_range()]),
        row(0xf9, 0x66, "2", &[sub_kind(2), number("second", Wire::U8).full_range()]),
        list(0xf9, 0x01, "2", "entries", &[number("n", Wire::U8).full_range()]),
        object(0xf9, 0x02, "2", "thing", &[number("n", Wire::U8).full_range()]),
        row(0xff, 0x03, "2", &[choice("state", OFF_ON).wire_offset(0x10).documented(0x10)]),
        object(
            0xff,
            0x04,
            "2",
            "timer",
            &[choice("state", OFF_ON).wire_offset(0x10), number("time", Wire::U8).full_range()],
        )
        .rules(&[Rule::not_zero("time").when("state", &[0x11])]),
        object(
            0xff,
            0x05,
            "2",
            "pulse",
            &[choice("level", &[(0, "low"), (1, "high")]), number("length", Wire::U8).full_range()],
        )
        .shorthand("level"),
    ],
    ..INVENTED
};

/// The device of those rows.
fn invented() -> Codec {
    compile(&DEVICE)
}

/// The data of a payload of that device.
fn read(direction: Direction, bytes: &str) -> Json {
    decode(invented(), direction, &bytes_of_hex(bytes)).data
}

/// A refused entry is none of the list.
#[test]
fn refused_objects_and_lists_are_shown_as_they_were_sent() {
    let up = |bytes| read(Direction::Uplink, bytes);
    let refused = |kind: u8, request: Json| {
        json!({ "device_response_result":
            { "channel_type": kind, "result": "forbidden", "request": request } })
    };
    assert_eq!(up("f8020501"), refused(2, json!({ "thing": { "n": 5 } })));
    assert_eq!(up("f8010501 f8010601"), refused(1, json!({ "entries": [{ "n": 6 }] })));

    let bytes = "f8010501 f90107 f80108 00 f8010901";
    assert_eq!(paths(&up(bytes)).get("entries[1].n"), Some(&json!(8)));
    let explanation = explain(invented(), Direction::Uplink, &bytes_of_hex(bytes));
    let parts = explanation.spans.iter().flat_map(|span| &span.parts);
    let entries: Vec<_> = parts
        .filter_map(|part| part.path.as_deref().filter(|path| path.ends_with("].n")))
        .collect();
    let refused = "device_response_result.request.entries[0].n";
    assert_eq!(entries, [refused, "entries[0].n", "entries[1].n", refused]);
}

/// The wire's 10 is "off".
#[test]
fn what_the_wire_adds_to_a_choice_is_not_shown() {
    let sent = encode(invented(), &json!({ "state": "on" }));
    assert_eq!(sent.bytes, [0xff, 0x03, 0x11]);
    let warnings: Vec<_> =
        sent.warnings.iter().map(|problem| (&*problem.code, &*problem.allowed)).collect();
    assert_eq!(warnings, [("undocumented", "off")]);
    for (state, time, taken) in [
        (json!("on"), 0, false),
        (json!(1), 0, false),
        (json!("off"), 0, true),
        (json!("on"), 1, true),
    ] {
        let data = json!({ "timer": { "state": state, "time": time } });
        judge_command(invented(), &data);
        assert_eq!(encode(invented(), &data).errors.is_empty(), taken, "{data}");
    }
}

/// `01 75` and `02 25` have the same place in tables of up to 256 heads.
#[test]
fn rows_are_found_behind_others_of_their_place() {
    for (bytes, label) in [("017500", "low"), ("022501", "higher"), ("0225010175000225", "low")] {
        assert_eq!(read(Direction::Uplink, bytes), json!({ "mode": label }), "{bytes}");
    }
}

#[test]
fn the_ends_of_a_range_may_be_special() {
    for (bytes, data) in [
        ("017600", json!({ "flow_status": "stopped" })),
        ("017601", json!({ "flow": 1 })),
        ("017608", json!({ "flow": 8 })),
        ("017609", json!({ "flow_status": "too fast" })),
    ] {
        assert_eq!(read(Direction::Uplink, bytes), data);
    }
}

#[test]
fn a_field_that_a_bit_gives_may_stand_behind_others() {
    for (bytes, data) in [
        ("01770511", json!({ "relays": 5, "relay_1": "on" })),
        ("01770501", json!({ "relays": 5 })),
    ] {
        assert_eq!(read(Direction::Uplink, bytes), data);
    }
}

/// An uplink's rows and the commands of its channel and type have kinds of their own.
#[test]
fn uplinks_and_commands_of_one_head_are_told_apart_by_their_kinds() {
    assert_eq!(read(Direction::Uplink, "ff5002 07"), json!({ "paces": 7 }));
    assert_eq!(read(Direction::Uplink, "ff5001 07"), json!({}));
    // A reply of no kind is as long as the others, with its result.
    assert_eq!(read(Direction::Uplink, "f8660305 00 ff5002 07"), json!({ "paces": 7 }));
    for (data, bytes) in
        [(json!({ "pace": "slow" }), "ff5000"), (json!({ "run": "yes" }), "ff5001")]
    {
        judge_command(invented(), &data);
        assert_eq!(encode(invented(), &data).bytes, bytes_of_hex(bytes));
        assert_eq!(read(Direction::Downlink, bytes), data);
    }
}

#[test]
fn labels_of_rows_with_one_name_are_collected() {
    let labels = &field(invented(), "mode")["labels"];
    assert_eq!(*labels, json!(["low", "high", "unknown", "higher"]));
}

/// Decoding gives the object, so no decoded field has labels.
#[test]
fn a_member_that_stands_for_its_object_has_labels_for_commands_alone() {
    let level = field(invented(), "level");
    assert_eq!(
        (&level["direction"], &level["labels"], &level["commands"]),
        (&json!("downlink"), &Json::Null, &json!(["low", "high"]))
    );
    let member = field(invented(), "pulse.level");
    assert_eq!(
        (&member["labels"], &member["commands"]),
        (&json!(["low", "high", "unknown"]), &json!(["low", "high"]))
    );
}
