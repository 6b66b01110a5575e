//! What holds of any payload, command and text, as functions that panic where it does
//! not: property tests, fuzz targets and the kept corpus share them.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use milesight_codec::{
    Decoded, Device, Direction, Explanation, Object, Problem, SpanKind, SpanPart, Value,
    from_base64, from_hex, schema, to_hex,
};
use serde_json::Value as Json;

use super::plain;
#[cfg(not(any(fuzzing, target_arch = "wasm32")))]
use super::schemas;

pub const DIRECTIONS: [Direction; 2] = [Direction::Uplink, Direction::Downlink];

/// All of it, of a payload.
pub fn payload(device: &'static Device, direction: Direction, bytes: &[u8]) {
    judged(device, direction, bytes);
    explained(device, direction, bytes);
    if bytes.is_empty() {
        return;
    }
    prefixes(device, direction, bytes);
    for span in explain(device, direction, bytes).spans.iter().skip(1) {
        let (first, second) = bytes.split_at(span.offset);
        merges(device, direction, first, second);
    }
}

/// All of it, of a command.
pub fn command(device: &'static Device, data: &Value, port: &Value) {
    let encoded = device.encode_downlink(data, port);
    assert_eq!(encoded.errors.is_empty(), !encoded.bytes.is_empty(), "{data:?}");
    assert!((1..=223).contains(&encoded.f_port));
    if encoded.errors.is_empty() {
        comes_back(device, data);
        payload(device, Direction::Downlink, &encoded.bytes);
    }
    errors_name_their_paths(device, data);
    #[cfg(not(any(fuzzing, target_arch = "wasm32")))]
    schemas::judge_command(device, data);
    device.normalize_uplink(data);
}

pub fn decode(device: &'static Device, direction: Direction, bytes: &[u8]) -> Decoded {
    match direction {
        Direction::Uplink => device.decode_uplink(bytes),
        Direction::Downlink => device.decode_downlink(bytes),
    }
}

pub fn explain(device: &'static Device, direction: Direction, bytes: &[u8]) -> Explanation {
    match direction {
        Direction::Uplink => device.explain_uplink(bytes),
        Direction::Downlink => device.explain_downlink(bytes),
    }
}

// An independent account of what a command means, by the names of fields alone.

const CONDITIONS: [&str; 5] = ["disable", "below", "above", "between", "outside"];

const MODES: [&str; 5] = ["occupied", "vacant", "dim", "occupied_bright", "occupied_dim"];

/// Commands that do something, and are sent for yes only.
const ACTIONS: [&str; 9] = [
    "query_device_status",
    "reboot",
    "reset_power_consumption",
    "report_status",
    "report_attribute",
    "stop_transmit",
    "detect",
    "reset",
    "cancel_delay_task",
];

/// The number that stands for a label: itself, a boolean's, or an alias's.
fn choice(value: &Value, labels: &[&'static str], aliases: &[(&str, usize)]) -> Value {
    let at = match value {
        Value::Bool(flag) => usize::from(*flag),
        Value::Number(number) => *number as usize,
        Value::Text(text) => {
            let own = labels.iter().position(|label| label == text);
            let alias = || aliases.iter().find(|(alias, _)| alias == text).map(|(_, at)| *at);
            own.or_else(alias).unwrap()
        }
        _ => panic!("{value:?}"),
    };
    labels[at].into()
}

pub fn mode(value: &Value) -> Value {
    let Value::Text(name) = value else { return value.clone() };
    if let Some(at) = MODES.iter().position(|mode| mode == name) {
        return (at as u32 + 1).into();
    }
    let (region, vacant) = match name.strip_suffix("_vacant") {
        Some(rest) => (rest, 0),
        None => (name.strip_suffix("_occupied").unwrap(), 1),
    };
    let n: u32 = region.strip_prefix("region_").unwrap().parse().unwrap();
    (2 * n - vacant).into()
}

/// The value that comes back for a value that was sent; `None` where nothing is sent.
fn canonical_value(name: &str, value: &Value) -> Option<Value> {
    let value = match name {
        "cancel_delay_task" => match value {
            Value::Number(_) => value.clone(),
            Value::Bool(true) => 0.into(),
            Value::Text(text) if text == "yes" => 0.into(),
            _ => return None,
        },
        _ if ACTIONS.contains(&name) => {
            let yes = match value {
                Value::Bool(flag) => *flag,
                Value::Number(number) => *number == 1.0,
                other => *other == Value::from("yes"),
            };
            return yes.then(|| "yes".into());
        }
        "socket_status" => choice(value, &["off", "on"], &[]),
        "report_type" => {
            choice(value, &["from_now_on", "on_the_dot"], &[("period", 0), ("immediately", 1)])
        }
        "detection_mode" => choice(value, &["auto", "on"], &[("always", 1)]),
        "condition" => choice(value, &CONDITIONS, &[]),
        "mode" => mode(value),
        "d2d_key" | "d2d_cmd" => value.as_text().unwrap().to_ascii_lowercase().into(),
        _ if name.ends_with("enable") => choice(value, &["disable", "enable"], &[]),
        _ => value.clone(),
    };
    Some(value)
}

/// An object's members, each canonical, optional ones filled in.
fn canonical_members(object: &str, members: &Object) -> Object {
    let mut all = Object::new();
    match object {
        "child_lock_config" => all.set("lock_time", 0),
        "illuminance_alarm_config" => {
            all.extend([("condition", "outside")]);
            all.extend([("lock_time", 0), ("continue_time", 0)]);
        }
        "temperature_alarm_config" | "humidity_alarm_config" => {
            all.extend([("lock_time", 0), ("continue_time", 0)]);
        }
        _ => {}
    }
    for (name, value) in members.iter().filter(|(_, value)| **value != Value::Undefined) {
        // Within a step's tolerance the step is what is sent.
        let value = match (value, object) {
            (Value::Number(number), "temperature_alarm_config") if name.starts_with("thr") => {
                Value::Number((number * 10.0).round() / 10.0)
            }
            (Value::Number(number), "humidity_alarm_config") if name.starts_with("thr") => {
                Value::Number((number * 2.0).round() / 2.0)
            }
            _ => value.clone(),
        };
        all.set(name.to_owned(), canonical_value(name, &value).unwrap());
    }
    all
}

/// The data that comes back for a command without errors.
pub fn canonical(data: &Value) -> Json {
    let data = data.as_object().unwrap();
    let mut all = Object::new();
    for (name, value) in data.iter() {
        match value {
            Value::Undefined => {}
            Value::Object(members) => all.set(name.to_owned(), canonical_members(name, members)),
            Value::List(entries) => {
                let entries = entries.iter().map(|entry| entry.as_object().unwrap());
                let entries: Vec<_> = entries.map(|entry| canonical_members(name, entry)).collect();
                all.set(name.to_owned(), entries);
            }
            _ => {
                if let Some(value) = canonical_value(name, value) {
                    all.set(name.to_owned(), value);
                }
            }
        }
    }
    // The vendor's form of a delay task.
    if let Some(time) = all.get("delay_time").cloned() {
        let status = all.get("socket_status").unwrap().clone();
        all.remove("delay_time");
        all.remove("socket_status");
        let task: Object = [("delay_time", time), ("socket_status", status)].into_iter().collect();
        all.set("delay_task", task);
    }
    plain(&all)
}

/// Rule 4.7: a command without errors comes back in canonical form, without warnings.
pub fn comes_back(device: &'static Device, data: &Value) {
    let encoded = device.encode_downlink(data, &Value::Undefined);
    let expected = canonical(data);
    if expected == serde_json::json!({}) {
        assert_eq!(&encoded.errors, &vec![Problem::NothingToSend]);
        return;
    }
    assert_eq!(&encoded.errors, &vec![], "{} {:?}", device.model, data);
    let decoded = device.decode_downlink(&encoded.bytes);
    assert_eq!(plain(&decoded.data), expected, "{} {:?}", device.model, data);
    assert_eq!((&decoded.warnings, &decoded.errors), (&vec![], &vec![]));
}

/// Rule 3.1: a result has data or errors, places are in the payload, and data are as
/// the schema says.
pub fn judged(device: &'static Device, direction: Direction, bytes: &[u8]) {
    let decoded = decode(device, direction, bytes);
    if decoded.errors.is_empty() {
        assert!(!decoded.data.is_empty() || !decoded.warnings.is_empty());
    } else {
        assert_eq!(decoded.errors.len(), 1);
        assert!(decoded.data.is_empty() && decoded.warnings.is_empty());
    }
    for problem in decoded.warnings.iter().chain(&decoded.errors) {
        assert!(problem.offset().is_none_or(|offset| offset < bytes.len()));
        assert!(!problem.to_string().is_empty());
    }
    if direction == Direction::Uplink {
        #[cfg(not(any(fuzzing, target_arch = "wasm32")))]
        schemas::judge_uplink(device, &decoded.data);
        device.normalize_uplink(&decoded.data.into());
    }
}

/// Rules 3.2 to 3.4: a prefix keeps the fields of its whole channels, and says what is
/// wrong with the last one.
pub fn prefixes(device: &'static Device, direction: Direction, bytes: &[u8]) {
    let spans = explain(device, direction, bytes).spans;
    let next_start = |cut| {
        let starts = spans.iter().map(|span| span.offset).chain([bytes.len()]);
        starts.into_iter().find(|start| *start > cut).unwrap()
    };
    for cut in 1..bytes.len() {
        let span = spans.iter().rev().find(|span| span.offset <= cut).unwrap();
        let start = span.offset;
        let got = decode(device, direction, &bytes[..cut]);
        let problems: Vec<_> = got.warnings.iter().chain(&got.errors).collect();
        let ending: Vec<_> = problems
            .iter()
            .filter(|problem| problem.offset() == Some(start))
            .map(|problem| problem.code())
            .collect();
        if ending.contains(&"reserved_missing") {
            let mended = [&bytes[..cut], &[0xff]].concat();
            assert_eq!(mended.len(), next_start(cut));
            assert_eq!(&got.data, &decode(device, direction, &mended).data);
            continue;
        }
        let whole = match start {
            0 => Object::new(),
            _ => decode(device, direction, &bytes[..start]).data,
        };
        assert_eq!(&got.data, &whole, "{cut} of {bytes:02x?}");
        if cut > start {
            let unknown = span.kind == SpanKind::Unknown && cut > start + 1;
            let expected = if unknown { "unknown_channel" } else { "truncated" };
            assert!(ending.contains(&expected), "{cut} of {bytes:02x?}: {problems:?}");
        }
    }
}

/// The fields that a channel clears before it sets its own (rule 3.5): those that not
/// every value of it sets.
const CLEARED: &[(&str, &[u8], &[&str])] = &[
    ("ws52x", &[0x08, 0x70], &["socket_status_source"]),
    ("ws523", &[0x08, 0x70], &["socket_status_source"]),
    ("vs321", &[0x03, 0x67], &["temperature", "temperature_sensor_status"]),
    ("vs321", &[0x04, 0x68], &["humidity", "humidity_sensor_status"]),
];

/// Rule 3.5: two payloads in one are the second over the first.
pub fn merges(device: &'static Device, direction: Direction, first: &[u8], second: &[u8]) {
    let (a, b) = (decode(device, direction, first), decode(device, direction, second));
    let both = [first, second].concat();
    let got = decode(device, direction, &both);
    let mut expected = a.data.clone();
    if direction == Direction::Uplink {
        for span in device.explain_uplink(second).spans {
            let rest = &second[span.offset..];
            let whole = span.kind == SpanKind::Channel;
            for (_, _, names) in CLEARED.iter().filter(|(model, header, _)| {
                whole && *model == device.model && rest.starts_with(header)
            }) {
                names.iter().for_each(|name| expected.remove(name));
            }
        }
    }
    for (name, value) in b.data.iter() {
        match (expected.get_mut(name), value) {
            (Some(Value::List(old)), Value::List(new)) => old.extend(new.clone()),
            _ => expected.set(name.to_owned(), value.clone()),
        }
    }
    assert_eq!(plain(&got.data), plain(&expected), "{:02x?} {:02x?}", first, second);
    let place =
        |problem: &Problem, by: usize| (problem.code(), problem.offset().map(|offset| offset + by));
    let expected: Vec<_> = a
        .warnings
        .iter()
        .map(|problem| place(problem, 0))
        .chain(b.warnings.iter().chain(&b.errors).map(|problem| place(problem, first.len())))
        .collect();
    let got: Vec<_> = got.warnings.iter().map(|problem| place(problem, 0)).collect();
    assert_eq!(got, expected);
}
/// An explanation has each byte in one span, each bit in one part, and says what
/// decoding says.
pub fn explained(device: &'static Device, direction: Direction, bytes: &[u8]) {
    let what = format!("{} {direction:?} {}", device.model, to_hex(bytes));
    let decoded = decode(device, direction, bytes);
    let explanation = explain(device, direction, bytes);
    assert_eq!(explanation.warnings, decoded.warnings, "{what}");
    assert_eq!(explanation.errors, decoded.errors, "{what}");
    let mut next = 0;
    for (number, span) in explanation.spans.iter().enumerate() {
        assert_eq!(span.offset, next, "{what}");
        assert!(span.length > 0, "{what}");
        assert_eq!(span.channel, Some(bytes[span.offset]), "{what}");
        next += span.length;
        let last = number + 1 == explanation.spans.len();
        assert!(last || span.kind == SpanKind::Channel, "{what}");
        // Those without an end have a reason, and so have some of known length.
        assert!(span.kind == SpanKind::Channel || span.reason.is_some(), "{what}");
        covered(span.offset, span.length, &span.parts, bytes, &what);
    }
    assert_eq!(next, bytes.len(), "{what}");
    let values = last_values(&explanation);
    for (path, value) in paths(&decoded.data) {
        assert_eq!(values.get(&path), Some(&value), "{what} {path}");
    }
}

/// The parts have every bit of their span, in order. A value that sets two fields is a
/// part for each, at the same place.
fn covered(offset: usize, length: usize, parts: &[SpanPart], bytes: &[u8], what: &str) {
    let mut places: Vec<Vec<_>> = parts.iter().map(|part| bits(part).collect()).collect();
    places.dedup();
    assert_eq!(places.concat(), (8 * offset..8 * (offset + length)).collect::<Vec<_>>(), "{what}");
    for part in parts {
        assert_eq!(part.raw, to_hex(&bytes[part.offset..part.offset + part.length]), "{what}");
        assert!(!part.label.is_empty(), "{what}");
        if let Some((first, last)) = part.bits {
            assert!(first <= last && last < 8 * part.length as u32, "{what}");
            assert_ne!((first, last), (0, 8 * part.length as u32 - 1), "{what}");
        }
    }
}

/// The bits of a part, counted from the payload's first.
fn bits(part: &SpanPart) -> impl Iterator<Item = usize> + use<> {
    let (first, last) = part.bits.unwrap_or((0, (8 * part.length as u32).wrapping_sub(1)));
    let count = if part.length == 0 { 0 } else { last + 1 - first };
    let start = 8 * part.offset + first as usize;
    start..start + count as usize
}

/// The leaves of decoded data by path, as explanations name them.
pub fn paths(data: &Object) -> BTreeMap<String, Value> {
    fn leaves(value: &Value, path: &str, into: &mut BTreeMap<String, Value>) {
        match value {
            Value::Object(object) => {
                for (name, value) in object.iter() {
                    let dot = if path.is_empty() { "" } else { "." };
                    leaves(value, &format!("{path}{dot}{name}"), into);
                }
            }
            Value::List(list) => {
                for (index, value) in list.iter().enumerate() {
                    leaves(value, &format!("{path}[{index}]"), into);
                }
            }
            _ => drop(into.insert(path.to_owned(), value.clone())),
        }
    }
    let mut all = BTreeMap::new();
    leaves(&data.clone().into(), "", &mut all);
    all
}

/// The last value that a part has for each path.
pub fn last_values(explanation: &Explanation) -> BTreeMap<String, Value> {
    let parts = explanation.spans.iter().flat_map(|span| &span.parts);
    parts.filter_map(|part| Some((part.path.clone()?, part.value.clone()?))).collect()
}

/// Rules 4.1 and 4.2: an error starts with its path, a path is that of something given
/// or of something the schema has, and no value has two errors.
pub fn errors_name_their_paths(device: &'static Device, data: &Value) {
    let errors = device.encode_downlink(data, &Value::Undefined).errors;
    if errors.is_empty() {
        return;
    }
    let mut known: BTreeSet<String> = BTreeSet::from(["data".to_owned()]);
    given_paths(data, "", &mut known);
    let lists = known.clone();
    for path in command_paths(device) {
        match path.split_once("[]") {
            None => drop(known.insert(path)),
            // Entries are those given.
            Some((list, member)) => known.extend(
                lists.iter().filter_map(|given| given.strip_prefix(list)).filter_map(|index| {
                    let inner = index.strip_prefix('[')?.strip_suffix(']')?;
                    inner.parse::<usize>().ok().map(|n| format!("{list}[{n}]{member}"))
                }),
            ),
        }
    }
    let mut seen = BTreeSet::new();
    for error in &errors {
        let text = error.to_string();
        assert!(known.contains(error.path()), "{}: {text}: {data:?}", device.model);
        // Names that are unlike ours are quoted.
        if !matches!(error, Problem::UnknownField { .. }) {
            assert!(text.starts_with(&format!("{}: ", error.path())), "{text}");
        }
        assert!(text.chars().all(|c| c >= ' '), "{}", text.escape_debug());
        // 40 characters, each of up to six with its escape, and two quotes.
        assert!(error.given().encode_utf16().count() <= 242, "{text}");
        assert!(seen.insert(error.path()), "{} twice: {data:?}", error.path());
    }
}

/// The paths that a command's schema has; `[]` stands for the number of an entry.
fn command_paths(device: &Device) -> BTreeSet<String> {
    thread_local! {
        static PATHS: RefCell<BTreeMap<&'static str, BTreeSet<String>>> =
            const { RefCell::new(BTreeMap::new()) };
    }
    PATHS.with_borrow_mut(|all| {
        let paths = all.entry(device.model).or_insert_with(|| {
            let mut paths = BTreeSet::new();
            property_paths(&schema::downlink(device), "", &mut paths);
            paths
        });
        paths.clone()
    })
}

/// The paths of a schema's properties: `a`, `a.b`, and `list[].b` of an entry.
fn property_paths(schema: &Value, path: &str, into: &mut BTreeSet<String>) {
    for (name, property) in
        schema.get("properties").and_then(Value::as_object).into_iter().flat_map(Object::iter)
    {
        let dot = if path.is_empty() { "" } else { "." };
        let path = format!("{path}{dot}{name}");
        property_paths(property, &path, into);
        if let Some(items) = property.get("items") {
            property_paths(items, &format!("{path}[]"), into);
        }
        into.insert(path);
    }
}

/// The paths of whatever stands in a command.
fn given_paths(value: &Value, path: &str, into: &mut BTreeSet<String>) {
    match value {
        Value::Object(object) => {
            for (name, value) in object.iter() {
                let dot = if path.is_empty() { "" } else { "." };
                given_paths(value, &format!("{path}{dot}{name}"), into);
            }
        }
        Value::List(list) => {
            for (index, value) in list.iter().enumerate() {
                given_paths(value, &format!("{path}[{index}]"), into);
            }
        }
        _ => {}
    }
    into.insert(path.to_owned());
}

/// Hex and base64: what is read is what stands there.
pub fn text(text: &str) {
    let is_digit = |c: &char| c.is_ascii_hexdigit();
    let is_blank = |c: char| c.is_whitespace() || c == '\u{feff}';
    match from_hex(text) {
        Ok(bytes) => {
            let prefixes = text.replace("0x", " ").replace("0X", " ");
            let digits: String = prefixes.chars().filter(is_digit).collect();
            assert_eq!(to_hex(&bytes), digits.to_ascii_lowercase(), "{text:?}");
            let others = prefixes.chars().filter(|c| !is_digit(c));
            for other in others {
                assert!(is_blank(other) || [',', ':'].contains(&other), "{text:?}");
            }
            assert_eq!(from_hex(&to_hex(&bytes)), Ok(bytes));
        }
        Err(error) => assert!(error.to_string().starts_with("not hex: "), "{error}"),
    }
    match from_base64(text) {
        Ok(bytes) => {
            let given: String = text.chars().filter(|c| !is_blank(*c)).collect();
            let digits = given.trim_end_matches('=').replace('-', "+").replace('_', "/");
            assert_eq!(digits, base64(&bytes), "{text:?}");
            // Padding fills up a group of four digits at most.
            assert!(given.len() <= digits.len().next_multiple_of(4), "{text:?}");
            assert_eq!(from_base64(&digits), Ok(bytes), "{text:?}");
        }
        Err(error) => assert!(error.to_string().starts_with("not base64: "), "{error}"),
    }
}

/// Base64 without padding, digit by digit of the bytes' bits.
fn base64(bytes: &[u8]) -> String {
    let digits = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let bit = |at: usize| bytes.get(at / 8).map_or(0, |byte| byte >> (7 - at % 8) & 1);
    let digit = |at: usize| (0..6).fold(0, |value, bit_at| value << 1 | bit(6 * at + bit_at));
    (0..(8 * bytes.len()).div_ceil(6)).map(|at| digits[digit(at) as usize] as char).collect()
}
