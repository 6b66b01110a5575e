use serde_json::json;

use super::*;

fn checks(line: &str) -> Vec<Check> {
    let cases = parse("f", &format!("device d\n{line}")).unwrap_or_else(|e| panic!("{e:?}"));
    cases.into_iter().map(|case| case.check).collect()
}

fn data(text: &str) -> Value {
    match checks(&format!("down {text} -> ff")).remove(0) {
        Check::Encode { data, .. } => data,
        other => panic!("{other:?}"),
    }
}

#[test]
fn data_are_pairs_or_one_value() {
    assert_eq!(data("a=1 b=on c=-2.5"), json!({ "a": 1, "b": "on", "c": -2.5 }));
    assert_eq!(data("a.b[1].c=1"), json!({ "a": { "b": [null, { "c": 1 }] } }));
    assert_eq!(data("r_{1..2}=x r_2=\"5\""), json!({ "r_1": "x", "r_2": "5" }));
    assert_eq!(data("a={b=[1 true] c:\"x y\"}"), json!({ "a": { "b": [1, true], "c": "x y" } }));
    assert_eq!(data("{ \"a\": [{ \"b\": null }, 2] }"), json!({ "a": [{ "b": null }, 2] }));
    assert_eq!(data("\"a.b\"=1"), json!({ "a.b": 1 }));
    assert_eq!(data("{a=1 b=2}"), json!({ "a": 1, "b": 2 }));
    assert_eq!(data("null"), json!(null));
    assert_eq!(data("[]"), json!([]));
    assert_eq!(data("{}"), json!({}));
}

#[test]
fn an_uplink_has_channels_data_and_problems() {
    let [Check::Decode(decode)] =
        &checks("up 0175FF 9901\n   battery=1 ...\n ! range at 0 ! step at 3")[..]
    else {
        panic!("one case")
    };
    assert!(decode.up && decode.partial);
    assert_eq!(decode.channels, [vec![1, 0x75, 0xff], vec![0x99, 1]]);
    assert_eq!(decode.data, Some(json!({ "battery": 1 })));
    let problem = |code: &str, at| Problem { code: code.to_owned(), at: Place::Offset(at) };
    assert_eq!(decode.problems, [problem("range", 0), problem("step", 3)]);
}

#[test]
fn problems_of_both_directions_go_to_theirs() {
    let both = checks("down a=1 <-> ff01 ! undocumented a ! no_label at 1");
    let [Check::Encode { problems: sent, .. }, Check::Decode(read)] = &both[..] else {
        panic!("{both:?}")
    };
    assert_eq!(sent[0].at, Place::Path("a".to_owned()));
    assert_eq!(read.problems[0].at, Place::Offset(1));
    let refused = checks("down 5 ! type data ! label \"a b\"");
    let [Check::Refuse { problems, .. }] = &refused[..] else { panic!("{refused:?}") };
    assert_eq!(problems[1].at, Place::Path("a b".to_owned()));
}

#[test]
fn a_mistake_is_told_with_file_and_line() {
    for (line, problem) in [
        ("upp 00", "\"upp\" is none of device, up, down, range, unit, normalized"),
        ("up 0", "half a byte: 0; write two digits a byte"),
        ("up 00", "neither data nor a problem; write PATH=VALUE or ! CODE at OFFSET"),
        ("down a=1", "neither bytes nor a problem; write <-> BYTES or ! CODE PATH"),
        ("down a=0x1 -> 00", "neither text nor JSON: \"0x1\""),
        ("up 00 a=1 ! range at y", "not an offset: y"),
        ("up 00 a=1 <- 01", "left over: <- 01"),
        ("range a 1 b 1", "not a number: \"b\"; write PATH LOW HIGH STEP"),
    ] {
        let errors = parse("f", &format!("# x\ndevice d\n{line}")).unwrap_err();
        assert_eq!(errors, [format!("f:3: {problem}")]);
    }
    let errors = parse("f", "device d\nup 00 ! truncatd at 0").unwrap_err();
    assert!(errors[0].starts_with("f:2: \"truncatd\" is none of the codes unknown_channel, "));
}

#[test]
fn all_mistakes_are_told_but_a_missing_device_once() {
    let errors = parse("f", "device d\nup 0\nup 00 a=1\nup 000").unwrap_err();
    assert_eq!(errors.len(), 2);
    let errors = parse("f", "up 00 a=1\nup 00 a=2").unwrap_err();
    assert_eq!(errors, ["f:1: no `device MODEL` line above it"]);
    let errors = parse("f", "device\nup 00 a=2").unwrap_err();
    assert_eq!(errors, ["f:1: `device` names no model"]);
}

#[test]
fn an_example_is_the_case_below_its_description() {
    let text = "device d e\n# one\ndown a=1 <-> ff\n## two (5.1)\nup 00 a=1\n";
    let cases = parse("f", text).unwrap_or_else(|e| panic!("{e:?}"));
    let examples: Vec<_> = cases.iter().map(|case| case.example.as_deref()).collect();
    assert_eq!(examples, [Some("one"), Some("one (decoded)"), None]);
    assert_eq!((cases[2].heading.as_str(), &cases[2].place[..]), ("two (5.1)", "f:5"));
    assert_eq!(cases[0].models, ["d", "e"]);
    assert_eq!(cases[2].device, "f:1");
}
