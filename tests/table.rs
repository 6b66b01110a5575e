//! The vocabulary of rows at run time; devices use it at compile time only.

use common::holds::paths;
use common::schemas::judge_command;
use common::{json, plain};
use milesight_codec::table::{self, *};
use milesight_codec::{Problem, Value};
use serde_json::json;

fn leak<T>(list: Vec<T>) -> &'static [T] {
    Box::leak(list.into_boxed_slice())
}

#[test]
fn lengths_places_and_kinds_follow_from_the_parts() {
    let fields = leak(vec![enable("on").wide(1), sub_kind(3).wide(3), spare(4)]);
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
        table::row(3, 4, "5", leak(vec![bits(1, leak(vec![enable("on").wide(1), spare(7)]))]));
    assert!(without.sub_kind.is_none() && without.length == 1);

    let other = list(0x20, 0xce, "5", "history", leak(vec![other_sub_kind()]));
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

#[test]
fn rows_say_what_was_said_of_them() {
    let rules = leak(vec![
        Rule::at_most("a", "b"),
        Rule::at_least("a", "b"),
        Rule::above("a", "b").warns(),
        Rule::not_zero("a").when("b", &[1]),
    ]);
    let row = object(0xff, 0x22, "4.4", "task", leak(vec![number("a", Wire::U8)]))
        .note("a task")
        .also_on(&[0xfd])
        .rules(rules)
        .flat_form("a")
        .action()
        .undoes_settings();
    assert_eq!(row.target, Target::Object("task"));
    assert_eq!((row.note, row.also_on, row.flat_form), ("a task", &[0xfd][..], Some("a")));
    assert!(row.action && row.undoes_settings && !row.is_setting());
    assert!(matches!(row.rules[0].must, Must::BeAtMost("b")));
    assert!(matches!(row.rules[1].must, Must::BeAtLeast("b")));
    assert!(matches!(row.rules[2].must, Must::BeAbove("b")) && row.rules[2].warns);
    assert!(matches!(row.rules[3].must, Must::NotBeZero));
    assert_eq!(row.rules[3].when, Some(("b", &[1][..])));
}

#[test]
fn parts_say_what_was_said_of_them() {
    let asides = leak(vec![
        Aside::beside(1, "other", "x"),
        Aside::instead(2, "other", "y").warns().source("5.2"),
    ]);
    let part = number("a", Wire::I16)
        .div(10)
        .unit("°C")
        .range(-4.0, 5.5)
        .or(3)
        .documented(0)
        .aliases(&[("low", 1)])
        .asides(asides)
        .normalized(Measure::Time)
        .note("a note")
        .source("5.1");
    assert!(matches!(part.coding, Coding::Number { wire: Wire::I16, div: 10, .. }));
    assert_eq!((part.unit, part.range, part.bounds()), ("°C", Some((-4.0, 5.5)), (-4.0, 5.5)));
    assert_eq!((part.default, part.documented, part.yes_no), (Some(3), Some(0), false));
    assert_eq!((part.aliases, part.normalized), (&[("low", 1)][..], Some(Measure::Time)));
    assert_eq!((part.note, part.source), ("a note", Some("5.1")));
    assert!(!part.asides[0].instead && !part.asides[0].warn && part.asides[0].source.is_none());
    assert!(part.asides[1].instead && part.asides[1].warn);
    assert_eq!(part.asides[1].source, Some("5.2"));

    let command = number("task", Wire::U8).takes_yes_no();
    assert_eq!((command.yes_no, command.aliases), (true, &[("yes", 0)][..]));
    let switch = choice("state", OFF_ON).plus(0x10);
    assert!(matches!(switch.coding, Coding::Choice { width: 8, plus: 0x10, .. }));
    assert!(switch.takes_booleans() && !choice("mode", &[(0, "auto"), (1, "on")]).takes_booleans());
    let key = hex("cmd", 2).low_byte_first();
    assert!(matches!(key.coding, Coding::Hex { length: 2, reversed: true }));
    assert!(matches!(presence("on", "on").coding, Coding::Presence { label: "on", .. }));
}

/// What a word does not apply to it leaves as it is.
#[test]
fn words_of_other_parts_change_nothing() {
    let part = yes("a").div(2).plus(1).low_byte_first().wide(3);
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
static INVENTED: Device = Device {
    model: "invented",
    name: "Invented",
    aliases: &[],
    guide: "Invented guide",
    class: Class::A,
    uplink: &[
        row(0x01, 0x75, "1", &[choice("mode", &[(0, "low"), (1, "high")])]),
        row(0x02, 0x75, "1", &[choice("mode", &[(0, "high"), (1, "higher")])]),
    ],
    downlink: &[
        list(0xf9, 0x01, "2", "entries", &[number("n", Wire::U8)]),
        object(0xf9, 0x02, "2", "thing", &[number("n", Wire::U8)]),
        row(0xff, 0x03, "2", &[choice("state", OFF_ON).plus(0x10).documented(0x10)]),
        object(
            0xff,
            0x04,
            "2",
            "timer",
            &[choice("state", OFF_ON).plus(0x10), number("time", Wire::U8)],
        )
        .rules(&[Rule::not_zero("time").when("state", &[0x11])]),
        object(
            0xff,
            0x05,
            "2",
            "pulse",
            &[choice("level", &[(0, "low"), (1, "high")]), number("length", Wire::U8)],
        )
        .flat_form("level"),
    ],
};

/// A refused entry is none of the list.
#[test]
fn refused_objects_and_lists_are_shown_as_they_were_sent() {
    let refusal = |bytes: &str| plain(&INVENTED.decode_uplink(&common::hex(bytes)).data);
    let refused = |kind: u8, request| {
        json!({ "device_response_result":
            { "channel_type": kind, "result": "forbidden", "request": request } })
    };
    assert_eq!(refusal("f8020501"), refused(2, json!({ "thing": { "n": 5 } })));
    assert_eq!(refusal("f8010501 f8010601"), refused(1, json!({ "entries": [{ "n": 6 }] })));

    let uplink = INVENTED.decode_uplink(&common::hex("f8010501 f90107 f80108 00"));
    assert_eq!(paths(&uplink.data).get("entries[1].n"), Some(&8.into()));
    let explanation = INVENTED.explain_uplink(&common::hex("f8010501 f90107 f80108 00"));
    let fields = explanation.spans.iter().flat_map(|span| &span.parts);
    let entries: Vec<_> = fields
        .filter_map(|part| part.path.as_deref().filter(|path| path.ends_with("].n")))
        .collect();
    let expected = ["device_response_result.request.entries[0].n", "entries[0].n", "entries[1].n"];
    assert_eq!(entries, expected);
}

/// The wire's 10 is "off".
#[test]
fn what_the_wire_adds_to_a_choice_is_not_shown() {
    let encoded = INVENTED.encode_downlink(&json(r#"{ "state": "on" }"#), &Value::Undefined);
    assert_eq!(encoded.bytes, [0xff, 0x03, 0x11]);
    let [warning @ Problem::Undocumented { .. }] = &encoded.warnings[..] else {
        panic!("{:?}", encoded.warnings)
    };
    assert_eq!(warning.allowed(), "off");
    for (data, taken) in [
        (r#"{ "timer": { "state": "on", "time": 0 } }"#, false),
        (r#"{ "timer": { "state": 1, "time": 0 } }"#, false),
        (r#"{ "timer": { "state": "off", "time": 0 } }"#, true),
        (r#"{ "timer": { "state": "on", "time": 1 } }"#, true),
    ] {
        judge_command(&INVENTED, &json(data));
        let errors = INVENTED.encode_downlink(&json(data), &Value::Undefined).errors;
        assert_eq!(errors.is_empty(), taken, "{data}: {errors:?}");
    }
}

#[test]
fn labels_of_rows_with_one_name_are_collected() {
    let fields = INVENTED.fields();
    let mode = fields.iter().find(|field| field.path == "mode").unwrap();
    assert_eq!(mode.labels, ["low", "high", "unknown", "higher"]);
}

/// Decoding gives the object, so no decoded field has labels.
#[test]
fn a_member_that_stands_for_its_object_has_labels_for_commands_alone() {
    let fields = INVENTED.fields();
    let field = |path: &str| fields.iter().find(|field| field.path == path).unwrap();
    assert_eq!(field("level").direction, "downlink");
    assert_eq!(
        (&*field("level").labels, &*field("level").commands),
        (&[][..], &["low", "high"][..])
    );
    let member = field("pulse.level");
    assert_eq!(
        (&*member.labels, &*member.commands),
        (&["low", "high", "unknown"][..], &["low", "high"][..])
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
