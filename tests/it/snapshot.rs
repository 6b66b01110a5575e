//! Texts that people read: messages, explanations and fields, in files that are reviewed as a
//! whole. A line is an input, and the indented lines below it are what it gives. To accept changed
//! texts, run the test with `MILESIGHT_ACCEPT=1` and review the difference.

use std::path::Path;

use common::codec::bytes_of;
use common::codec::{
    Direction, Explanation, Part, Problem, declarations, decode, encode_uplink, encode_wild,
    explain, field, schema, split,
};
use common::invented::invented;
use common::{device, hex};
use milesight_codec::{from_base64, from_hex, to_hex};
use serde_json::Value as Json;

fn problems(problems: &[Problem], kind: &str) -> Vec<String> {
    let mut lines = Vec::new();
    for problem in problems {
        let mut facts = format!("{kind} {}", problem.brief());
        for (name, fact) in [("given", &problem.given), ("allowed", &problem.allowed)] {
            if !fact.is_empty() {
                facts += &format!(" | {name} {fact}");
            }
        }
        // Names may have line breaks.
        lines.extend([facts.trim_end().replace('\n', "\\n"), format!("  {}", problem.message)]);
    }
    lines
}

fn both(warnings: &[Problem], errors: &[Problem]) -> Vec<String> {
    [problems(warnings, "warning"), problems(errors, "error")].concat()
}

fn spans(explanation: &Explanation) -> Vec<String> {
    let mut lines = Vec::new();
    for span in &explanation.spans {
        let header = [span.channel, span.type_byte].into_iter().flatten();
        let header = header.map(|byte| format!("{byte:02x}")).collect::<Vec<_>>().join(" ");
        let reason = span.reason.as_ref().map_or(String::new(), |reason| format!(": {reason}"));
        lines.push(format!("{} {}+{} {header}{reason}", span.kind, span.offset, span.length));
        lines.extend(span.parts.iter().map(part));
    }
    lines
}

fn part(part: &Part) -> String {
    let mut text = format!("  {}+{} {}", part.offset, part.length, part.raw);
    if let Some((first, last)) = part.bits {
        text += &format!(" bits {first}-{last}");
    }
    text += &format!(" {:?}", part.label);
    if let Some(path) = &part.path {
        text += &format!(" {path}");
    }
    if let Some(value) = &part.value {
        text += &format!(" = {value}");
    }
    if let Some(unit) = &part.unit {
        text += &format!(" {unit}");
    }
    text + &format!(" ({})", part.source)
}

fn direction(name: &str) -> Direction {
    if name == "up" { Direction::Uplink } else { Direction::Downlink }
}

/// The lines that an input gives.
fn answer(input: &str) -> Vec<String> {
    let (first, rest) = input.split_once(' ').expect("a word and more");
    let json = |text: &str| -> Json { serde_json::from_str(text).expect("JSON") };
    let read = |result: Result<Vec<u8>, String>| vec![result.map_or_else(|e| e, |b| to_hex(&b))];
    match first {
        "hex" => {
            return read(from_hex(json(rest).as_str().unwrap()).map_err(|e| e.to_string()));
        }
        "base64" => {
            return read(from_base64(json(rest).as_str().unwrap()).map_err(|e| e.to_string()));
        }
        "bytes" => return read(bytes_of(&serde_json::from_str(rest).expect("JSON"))),
        _ => {}
    }
    let device = if first == "invented" { invented() } else { device(first) };
    let (verb, rest) = rest.split_once(' ').expect("a verb and more");
    match verb {
        "up" | "down" => {
            let got = decode(device, direction(verb), &hex(rest));
            both(&got.warnings, &got.errors)
        }
        "explain" => {
            let (way, bytes) = rest.split_once(' ').expect("a direction and bytes");
            spans(&explain(device, direction(way), &hex(bytes)))
        }
        "field" => {
            let field = field(device, rest);
            let members = field.as_object().unwrap().iter();
            let members = members.map(|(name, value)| format!("{name} {value}"));
            vec![members.collect::<Vec<_>>().join(" | ")]
        }
        // The comment and the type of a field, wherever TypeScript's declarations have it.
        "types" => {
            let (kind, name) = rest.split_once(' ').expect("a type and a field");
            let text = declarations(device);
            let (_, members) = text.split_once(&format!("{kind} = {{\n")).expect("a type");
            let members = &members[..members.find("\n};").expect("an end")];
            let lines: Vec<_> = members.lines().map(str::trim).collect();
            let is_it = |pair: &&[&str]| pair[1].starts_with(&format!("{name}?: "));
            let mut found: Vec<_> = lines.windows(2).filter(is_it).collect();
            found.dedup();
            found.into_iter().flatten().map(|line| (*line).to_owned()).collect()
        }
        // A place in a schema, as a JSON pointer from its properties or from the whole.
        "schema" => {
            let (way, place) = rest.split_once(' ').expect("a direction and a place");
            let schema = schema(device, direction(way));
            let found = schema["properties"].pointer(place).or_else(|| schema.pointer(place));
            vec![found.map_or("nothing".to_owned(), Json::to_string)]
        }
        "split" => {
            let (most, data) = rest.split_once(' ').expect("a limit and data");
            let most = most.parse().expect("a limit");
            let (payloads, warnings, errors) = split(device, &json(data), most, f64::NAN);
            let payloads = payloads.iter().map(|bytes| to_hex(bytes));
            payloads.chain(both(&warnings, &errors)).collect()
        }
        "uplink" => {
            let sent = encode_uplink(device, &json(rest));
            let bytes = [to_hex(&sent.bytes)].into_iter().filter(|bytes| !bytes.is_empty());
            bytes.chain(both(&sent.warnings, &sent.errors)).collect()
        }
        // A port, or a number that JSON cannot write, may stand before the data.
        "command" => {
            let word = rest.split(' ').next().unwrap_or_default();
            let number = word.parse::<f64>().ok().filter(|number| !number.is_finite());
            let rest = if number.is_some() { &rest[word.len()..] } else { rest };
            let values = serde_json::Deserializer::from_str(rest).into_iter::<Json>();
            let values: Vec<Json> = values.map(|value| value.expect("JSON")).collect();
            let (port, data) = match &values[..] {
                [port, data] => (port, data),
                _ => (&Json::Null, &values[0]),
            };
            let sent = encode_wild(device, data, port, number.unwrap_or(f64::NAN));
            both(&sent.warnings, &sent.errors)
        }
        other => panic!("{other:?} is no verb"),
    }
}

fn check(file: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it").join(file);
    let text = std::fs::read_to_string(&path).unwrap();
    let mut now = String::new();
    for line in text.lines().filter(|line| !line.starts_with(' ')) {
        now += &format!("{line}\n");
        if !line.is_empty() && !line.starts_with('#') {
            for answer in answer(line) {
                now += &format!("  {answer}\n");
            }
        }
    }
    if std::env::var_os("MILESIGHT_ACCEPT").is_some() {
        assert_ne!(std::env::var("CI").as_deref(), Ok("true"), "MILESIGHT_ACCEPT is for people");
        std::fs::write(&path, now).unwrap();
        return;
    }
    let mut lines = text.lines().zip(now.lines()).enumerate();
    if let Some((at, (was, is))) = lines.find(|(_, (was, is))| was != is) {
        panic!("tests/it/{file}:{}: expected\n{was}\ngot\n{is}", at + 1);
    }
    assert_eq!(text.lines().count(), now.lines().count(), "tests/it/{file}: another length");
}

#[test]
fn messages_are_as_reviewed() {
    check("messages.txt");
}

#[test]
fn explanations_are_as_reviewed() {
    check("explanations.txt");
}

#[test]
fn fields_are_as_reviewed() {
    check("fields.txt");
}
