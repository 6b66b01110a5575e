//! The numbered rules of rows, each with a row that breaks it.

use std::panic::catch_unwind;

use common::codec::{INVENTED, compile};
use common::mutants::leak;
use milesight_codec::table::*;

fn device(uplink: Vec<Row>, downlink: Vec<Row>) -> &'static Device {
    Box::leak(Box::new(Device { uplink: leak(uplink), downlink: leak(downlink), ..INVENTED }))
}

/// The message for rows that break rules.
fn message(uplink: Vec<Row>, downlink: Vec<Row>) -> String {
    let device = device(uplink, downlink);
    let problem = catch_unwind(|| compile(device).model()).expect_err("a rule is broken");
    problem.downcast::<String>().map_or_else(|_| "no text".to_owned(), |text| *text)
}

fn up(part: Part) -> Row {
    row(0x01, 0x75, "5.1", leak(vec![part]))
}

fn down(part: Part) -> Row {
    row(0xff, 0x03, "5.1", leak(vec![part]))
}

fn fields(parts: Vec<Part>) -> Part {
    bits(1, leak(parts))
}

fn kind(part: Part, length: u32) -> Row {
    row(0x01, 0x75, "5.1", leak(vec![part, hex("data", length)]))
}

#[test]
fn a_broken_rule_of_one_part_is_named_by_its_number() {
    const FAILED: &[SpecialValue] = &[SpecialValue::instead(0x100, "status", "read failed")];
    const TWICE: &[SpecialValue] =
        &[SpecialValue::beside(1, "b", "on"), SpecialValue::beside(1, "b", "off")];
    let number = || number("a", Wire::U8);
    for (rule, uplink) in [
        ("R01", up(number()).counted(3)),
        ("R01", list(0x01, 0x75, "5.1", "a", leak(vec![number()])).counted(0)),
        ("R02", row(0x01, 0x75, "5.1", &[])),
        ("R03", up(hex("a", 256))),
        ("R04", up(bits(5, leak(vec![spare(20), spare(20)])))),
        ("R05", up(fields(vec![enable("a").bits(1)]))),
        ("R06", up(fields(vec![fields(vec![spare(8)])]))),
        ("R07", up(enable(""))),
        ("R08", up(enable("a").bits(1))),
        ("R09", up(enable("a").given_by(1))),
        ("R10", up(bits(4, leak(vec![hex("a", 5)])))),
        ("R11", up(choice("a", OFF_ON).bits(40))),
        ("R11", up(fields(vec![sub_kind(0).bits(0), spare(8)]))),
        ("R12", up(number().div(0))),
        ("R13", up(number().range(5.0, 5.0))),
        ("R15", up(choice("a", OFF_ON).range(0.0, 1.0))),
        ("R16", up(choice("a", &[]))),
        ("R17", up(fields(vec![self::number("a", Wire::Bits(4)).given_by(4), spare(4)]))),
        ("R19", up(hex("a", 2).special_values(TWICE))),
        ("R21", up(number().div(10).range(0.05, 1.0))),
        ("R24", up(fields(vec![constant_number("a", 1), spare(8)]))),
        ("R26", row(0x01, 0x75, "5.1", leak(vec![sub_kind(1), sub_kind(2)]))),
        ("R26", up(fields(vec![sub_kind(1).bits(4), sub_kind(2).bits(4)]))),
        ("R27", row(0x01, 0x75, "5.1", leak(vec![yes("a"), number()]))),
        ("R34", up(choice("a", OFF_ON).unit("s"))),
        ("R35", up(fields(vec![sub_kind(9).bits(3), spare(5)]))),
        ("R37", up(number().range(0.0, 256.0))),
        ("R37", up(number().div(10).range(0.0, 30.0))),
        ("R37", up(number().wire_offset(-1).range(0.0, 5.0))),
        ("R37", up(number().wire_offset(10).range(0.0, 250.0))),
        ("R38", up(number().range(0.0, 255.0))),
        ("R39", up(choice("a", &[(0, "off"), (256, "on")]))),
        ("R39", up(choice("a", &[(-1, "off"), (0, "on")]))),
        ("R39", up(choice("a", OFF_ON).wire_offset(255))),
        ("R39", up(choice("a", &[(0, "off"), (128, "on")]).signed())),
        ("R40", up(choice("a", &[(1, "off"), (1, "on")]))),
        ("R40", up(choice("a", OFF_ON).also_reads(&[(1, "off")]))),
        ("R42", up(number().special_values(FAILED))),
        ("R43", up(number().special_values(TWICE))),
        ("R45", up(fields(vec![enable("a").bits(1).given_by(8), spare(7)]))),
        ("R22", row(0x01, 0x75, "", leak(vec![number()]))),
        ("R22", row(0x01, 0x75, "5.", leak(vec![number()]))),
        ("R22", row(0x01, 0x75, "5..1", leak(vec![number()]))),
        ("R22", row(0x01, 0x75, "5a1", leak(vec![number()]))),
        ("R22", up(number().source("guide"))),
    ] {
        let message = message(vec![uplink], vec![]);
        assert!(message.contains(&format!(": {rule}: ")), "{rule}: {message}");
        assert_eq!(message.lines().count(), 1, "{message}");
    }
}

#[test]
fn a_broken_rule_of_commands_or_of_two_rows_is_named_by_its_number() {
    for (rule, downlink) in [
        ("R14", down(number("a", Wire::U8))),
        (
            "R19",
            down(
                choice("a", OFF_ON).special_values(const { &[SpecialValue::beside(2, "b", "on")] }),
            ),
        ),
        ("R20", down(number("a", Wire::F32))),
        ("R25", row(0xff, 0x03, "5.1", leak(vec![enable("b"), constant_number("a", 1)]))),
        ("R28", down(any_other_kind())),
        ("R41", down(choice("a", &[(0, "off"), (1, "off")]))),
    ] {
        let message = message(vec![], vec![downlink]);
        assert!(message.contains(&format!(": {rule}: ")), "{rule}: {message}");
        assert_eq!(message.lines().count(), 1, "{message}");
    }
    for (rule, uplink) in [
        ("R23", vec![kind(sub_kind(1), 1), kind(sub_kind(2), 2)]),
        ("R29", vec![up(enable("a")), typeless(0x01, "5.1", leak(vec![enable("b")]))]),
        ("R30", vec![up(enable("a")), up(enable("b"))]),
        ("R31", vec![kind(sub_kind(1), 1), kind(sub_kind(1), 1)]),
        ("R31", vec![kind(sub_kind(1), 1), kind(any_other_kind(), 1), kind(any_other_kind(), 1)]),
        ("R36", vec![kind(any_other_kind(), 1)]),
        ("R32", vec![kind(sub_kind(1), 1), kind(any_other_kind(), 1), kind(sub_kind(2), 1)]),
        (
            "R33",
            vec![
                kind(sub_kind(1), 1),
                row(0x01, 0x75, "5.1", leak(vec![hex("data", 1), sub_kind(2)])),
            ],
        ),
        (
            "R33",
            vec![
                up(fields(vec![sub_kind(1).bits(4), spare(4)])),
                up(fields(vec![spare(4), sub_kind(2).bits(4)])),
            ],
        ),
    ] {
        let message = message(uplink, vec![]);
        assert!(message.contains(&format!(": {rule}: ")), "{rule}: {message}");
        assert_eq!(message.lines().count(), 1, "{message}");
    }
}

/// `{"pace":"slow"}` would be refused by the second of two rows, which knows "fast" alone.
#[test]
fn a_field_at_the_top_level_is_in_one_command() {
    let command = |type_byte, name, label| {
        row(0xff, type_byte, "5.1", leak(vec![constant(name, label), reserved(1)]))
    };
    let slow = || command(0x03, "pace", "slow");
    let in_bits =
        row(0xff, 0x04, "5.1", leak(vec![fields(vec![enable("pace").bits(1), spare(7)])]));
    for second in [command(0x04, "pace", "fast"), command(0x04, "pace.of_day", "fast"), in_bits] {
        for pair in [vec![slow(), second], vec![second, slow()]] {
            let message = message(vec![], pair);
            assert!(message.contains(": R44: "), "{message}");
        }
    }
    let pair = |name, label| vec![slow(), command(0x04, name, label)];
    compile(device(vec![], pair("gait", "fast")));
    compile(device(vec![], pair("pace_of_day", "fast")));
    compile(device(pair("pace", "fast"), vec![]));
    compile(device(vec![], vec![slow(), command(0x04, "pace", "fast").decode_only()]));
}

/// Whatever does not fit the message's room is left out.
#[test]
fn a_message_names_thirty_two_broken_rules() {
    let broken = |number: u8, length: usize| {
        let name = format!("{}{number}", "a".repeat(length)).leak();
        row(0x01, number, "5.1", leak(vec![choice(name, OFF_ON).unit("s")]))
    };
    let of_names = |length| message((0..40).map(|n| broken(n, length)).collect(), vec![]);
    assert_eq!(of_names(1).lines().count(), 32);
    assert!(of_names(500).contains(" 01 00 aaaa"));
}

/// A field that a bit gives has no special values.
#[test]
fn special_values_and_given_by_exclude_each_other() {
    const SPECIAL_VALUES: &[SpecialValue] = &[SpecialValue::beside(1, "b", "on")];
    let part = choice("a", OFF_ON).bits(4).given_by(4).special_values(SPECIAL_VALUES);
    let message = message(vec![up(fields(vec![part, spare(4)]))], vec![]);
    assert!(message.contains(": R18: "), "{message}");
}

#[test]
fn a_bit_of_any_byte_gives_a_field() {
    let by = |bit| up(bits(2, leak(vec![enable("a").bits(1).given_by(bit), spare(7), spare(8)])));
    compile(device(vec![by(15)], vec![]));
    assert!(message(vec![by(16)], vec![]).contains(": R45: "));
}

#[test]
fn every_broken_rule_is_named_with_the_line_of_its_row() {
    let line = line!() + 1;
    let first = row(0x01, 0x75, "5.1", leak(vec![choice("a", OFF_ON).unit("s"), hex("", 1)]));
    let second = typeless(0x01, "5.1", leak(vec![enable("b")]));
    let text = message(vec![first, second], vec![down(number("c", Wire::U16))]);
    let file = file!();
    let expected = [
        format!("{file}:{line}: invented 01 75 a: R34: "),
        format!("{file}:{line}: invented 01 75: R07: "),
        format!("{file}:{}: invented 01: R29: ", line + 1),
        format!("{file}:"),
    ];
    assert_eq!(text.lines().count(), expected.len(), "{text}");
    for (line, expected) in text.lines().zip(&expected) {
        assert!(line.starts_with(expected), "{line}");
    }
    assert!(text.contains(&format!("(the other row: {file}:{line})")), "{text}");
    assert!(text.contains(" invented ff 03 c: R14: "), "{text}");
}
