//! The vocabulary of rows at run time, and rows that no device has.

use common::codec::{Codec, Direction, INVENTED, compile, decode, encode, explain, field};
use common::hex as bytes_of_hex;
use common::holds::paths;
use common::mutants::leak;
use common::schemas::judge_command;
use milesight_codec::table::{self, *};
use serde_json::{Value as Json, json};

#[test]
fn lengths_places_and_kinds_follow_from_the_parts() {
    let fields = leak(vec![enable("on").bits(1), sub_kind(3).bits(3), spare(4)]);
    let row = row(0x03, 0x74, "4.2", leak(vec![reserved(2), bits(1, fields), hex("key", 8)]));
    assert_eq!((row.channel, row.type_byte, row.header(), row.length), (3, Some(0x74), 2, 10));
    let kind = row.sub_kind.unwrap();
    assert_eq!(kind.value, Some(3));
    assert_eq!(kind.slot, Slot { offset: 1, length: 1, shift: 1, width: 3 });
    let places: Vec<_> =
        row.leaves().map(|(_, slot)| (slot.offset, slot.shift, slot.width)).collect();
    assert_eq!(places, [(0, 0, 8), (1, 0, 1), (1, 1, 3), (1, 4, 4), (2, 0, 64)]);
    assert_eq!(row.names().collect::<Vec<_>>(), ["on", "key"]);

    let without =
        table::row(3, 4, "5", leak(vec![bits(1, leak(vec![enable("on").bits(1), spare(7)]))]));
    assert!(without.sub_kind.is_none() && without.length == 1);

    let other = list(0x20, 0xce, "5", "history", leak(vec![any_other_kind()]));
    assert_eq!((other.target, other.length), (Target::List("history"), 1));
    assert_eq!(other.sub_kind.unwrap().value, None);
    let bare = typeless(0x08, "4.4", leak(vec![yes("on")]));
    assert_eq!((bare.type_byte, bare.header(), bare.length), (None, 1, 1));
    assert_eq!(bare.presence().unwrap().1, "yes");
    for (version, length) in [(Version::Decimal, 1), (Version::HexHex, 2), (Version::HexNibble, 2)]
    {
        let row = table::row(0xff, 1, "5", leak(vec![table::version("v", version)]));
        assert_eq!(row.length, length);
    }
}

/// A word leaves parts alone that it does not apply to.
#[test]
fn words_of_other_parts_change_nothing() {
    let part = yes("a").div(2).wire_offset(1).low_byte_first().bits(3);
    assert!(matches!(part.coding, Coding::Presence { label: "yes", .. }));
    for (wire, width, bounds) in [
        (Wire::U8, 8, (0, 255)),
        (Wire::U16, 16, (0, 65_535)),
        (Wire::I16, 16, (-32_768, 32_767)),
        (Wire::U32, 32, (0, 4_294_967_295)),
        (Wire::Bits(15), 15, (0, 32_767)),
    ] {
        assert_eq!((wire.width(), wire.bounds()), (width, bounds));
    }
    assert_eq!((Wire::I16.integer(0xffff), Wire::U16.integer(0xffff)), (-1, 65_535));
}

/// With rows that none of the devices has.
static DEVICE: Device = Device {
    uplink: &[
        row(0x01, 0x75, "1", &[choice("mode", &[(0, "low"), (1, "high")])]),
        row(0x02, 0x75, "1", &[choice("mode", &[(0, "high"), (1, "higher")])]),
    ],
    downlink: &[
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

fn invented() -> Codec {
    compile(&DEVICE)
}

/// A refused entry is none of the list.
#[test]
fn refused_objects_and_lists_are_shown_as_they_were_sent() {
    let up = |bytes: &str| decode(invented(), Direction::Uplink, &bytes_of_hex(bytes)).data;
    let refused = |kind: u8, request: Json| {
        json!({ "device_response_result":
            { "channel_type": kind, "result": "forbidden", "request": request } })
    };
    assert_eq!(up("f8020501"), refused(2, json!({ "thing": { "n": 5 } })));
    assert_eq!(up("f8010501 f8010601"), refused(1, json!({ "entries": [{ "n": 6 }] })));

    let bytes = "f8010501 f90107 f80108 00";
    assert_eq!(paths(&up(bytes)).get("entries[1].n"), Some(&json!(8)));
    let explanation = explain(invented(), Direction::Uplink, &bytes_of_hex(bytes));
    let parts = explanation.spans.iter().flat_map(|span| &span.parts);
    let entries: Vec<_> = parts
        .filter_map(|part| part.path.as_deref().filter(|path| path.ends_with("].n")))
        .collect();
    let expected = ["device_response_result.request.entries[0].n", "entries[0].n", "entries[1].n"];
    assert_eq!(entries, expected);
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

#[test]
fn bits_of_up_to_four_bytes_are_read() {
    let data = [0x01, 0x02, 0x03, 0x04, 0x85];
    for (length, value) in [
        (1, Some(0x02)),
        (2, Some(0x0302)),
        (3, Some(0x0004_0302)),
        (4, Some(0x8504_0302)),
        (5, None),
    ] {
        let slot = Slot { offset: 1, length, shift: 0, width: 8 * length as u32 };
        assert_eq!(slot.read(&data), value);
    }
    let slot = Slot { offset: 1, length: 3, shift: 9, width: 4 };
    assert_eq!(slot.read(&data), Some(0b0001));
}
