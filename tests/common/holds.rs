//! Properties of any payload, command and text, as functions that panic where one does not hold:
//! property tests, fuzz targets and the kept corpus share them.

use std::collections::{BTreeMap, BTreeSet};

use milesight_codec::table::{Coding, RESULT_FIELD, Row, Target, Usage};
use milesight_codec::walk::record::SLOTS_A_BYTE;
use milesight_codec::{from_base64, from_hex, to_hex};
use serde_json::{Value as Json, json};

use crate::canonical::{canonical, named};
use crate::codec::{
    self, Codec, Direction, Explanation, Part, Problem, decode, encode, explain, normalize, rows,
};
#[cfg(feature = "judge")]
use crate::schemas;

pub const DIRECTIONS: [Direction; 2] = [Direction::Uplink, Direction::Downlink];

/// All of them, of a payload.
pub fn payload(device: Codec, direction: Direction, bytes: &[u8]) {
    judged(device, direction, bytes);
    explained(device, direction, bytes);
    ends(device, direction, bytes);
    if bytes.is_empty() {
        return;
    }
    prefixes(device, direction, bytes);
    for span in explain(device, direction, bytes).spans.iter().skip(1) {
        let (first, second) = bytes.split_at(span.offset);
        merges(device, direction, first, second);
    }
}

/// Whatever stands behind a payload in memory changes nothing.
fn ends(device: Codec, direction: Direction, bytes: &[u8]) {
    let recorded = |behind: &[u8]| {
        let memory = [bytes, behind].concat();
        let (mut slots, mut notes) = (vec![0; SLOTS_A_BYTE * bytes.len()], Vec::new());
        let program = device.program();
        let recorded =
            program.record(direction, &memory, bytes.len(), &mut slots, Some(&mut notes));
        (recorded, slots, format!("{notes:?}"))
    };
    assert_eq!(recorded(&[0xff; 4]), recorded(&[]), "{bytes:02x?}");
}

/// All of them, of a command.
pub fn command(device: Codec, data: &Json, port: &Json, wild: f64) {
    let encoded = codec::encode_wild(device, data, port, wild);
    assert_eq!(encoded.errors.is_empty(), !encoded.bytes.is_empty(), "{data}");
    assert!((1..=223).contains(&encoded.f_port));
    if encoded.errors.is_empty() {
        comes_back(device, data);
        payload(device, Direction::Downlink, &encoded.bytes);
    }
    errors_name_their_paths(device, data, wild);
    for most in [11, 51, 242] {
        splits(device, data, most, wild);
    }
    #[cfg(feature = "judge")]
    schemas::judge_command(device, data);
    codec::normalize_wild(device, data, wild);
}

/// In order, the payloads are the command; each fits, and decodes by itself; and none could have
/// taken the next one's first command as well.
fn splits(device: Codec, data: &Json, most: usize, wild: f64) {
    let encoded = codec::encode_wild(device, data, &Json::Null, wild);
    let (payloads, _, errors) = codec::split(device, data, most, wild);
    let what = format!("{} {data} in {most}", rows(device).model);
    if !errors.is_empty() {
        assert!(payloads.is_empty(), "{what}");
        let long = errors.iter().filter(|error| error.code == "too_long").count();
        assert_eq!(errors.len() - long, encoded.errors.len(), "{what}");
        return;
    }
    assert_eq!(payloads.concat(), encoded.bytes, "{what}");
    let mut room: Option<usize> = None;
    for bytes in &payloads {
        assert!((1..=most).contains(&bytes.len()), "{what}");
        let decoded = decode(device, Direction::Downlink, bytes);
        assert_eq!((decoded.warnings, decoded.errors), (vec![], vec![]), "{what}");
        let first = explain(device, Direction::Downlink, bytes).spans[0].length;
        assert!(room.is_none_or(|room| first > room), "{what}");
        room = Some(most - bytes.len());
    }
}

/// A command without errors comes back in canonical form, without warnings.
pub fn comes_back(device: Codec, data: &Json) {
    let encoded = encode(device, data);
    let expected = canonical(rows(device), data);
    let what = format!("{} {data}", rows(device).model);
    if expected == json!({}) {
        assert_eq!(codec::briefs(&encoded.errors), ["nothing_to_send data"], "{what}");
        return;
    }
    assert_eq!(encoded.errors, [], "{what}");
    let decoded = decode(device, Direction::Downlink, &encoded.bytes);
    assert_eq!(decoded.data, expected, "{what}");
    assert_eq!((decoded.warnings, decoded.errors), (vec![], vec![]), "{what}");
}

/// Returns true for an alarm whose value a later channel has cleared, since the sensor had failed.
fn lacks_its_value(device: Codec, data: &Json) -> bool {
    let has = |name: &str| data.get(name).is_some();
    let uplink = || rows(device).uplink.iter().filter(|row| row.target == Target::Top);
    let mut cleared = uplink().flat_map(|row| row.parts).filter(|part| {
        !has(part.name)
            && part.special_values.iter().any(|special| special.replaces_field && has(special.name))
    });
    cleared.any(|part| {
        uplink().any(|row| {
            let names = || row.parts.iter().map(|part| part.name);
            names().any(|name| name == part.name) && names().any(has)
        })
    })
}

/// Returns true for fields of a row whose constant a later channel has replaced.
fn lacks_its_constant(device: Codec, data: &Json) -> bool {
    let mut rows = rows(device).uplink.iter().filter(|row| row.target == Target::Top);
    rows.any(|row| {
        let mut constants = row.parts.iter().filter(|part| part.is_label());
        let mut others = named(row).filter(|part| !part.is_label());
        constants.any(|part| data.get(part.name).is_some_and(|label| label != part.label))
            && others.any(|part| data.get(part.name).is_some())
    })
}

/// An uplink that decodes without a problem comes back from its data, but for a refused command,
/// an alarm without its value, fields without their constant, and a counted list of several
/// channels: no row has these. Returns true if it was tried.
pub fn uplink_comes_back(device: Codec, bytes: &[u8]) -> bool {
    let decoded = decode(device, Direction::Uplink, bytes);
    let mut results = rows(device).downlink.iter().filter_map(|row| row.result.as_ref());
    let refused = decoded.data.get("device_response_result").is_some()
        || results.any(|result| decoded.data.get(result.name).is_some());
    let data = &decoded.data;
    let is_complete = !lacks_its_value(device, data) && !lacks_its_constant(device, data);
    let mut counted = rows(device).uplink.iter().filter_map(|row| Some((row.target, row.counted?)));
    let is_longer = |(list, most): (Target, u8)| {
        data[list.name()].as_array().is_some_and(|entries| entries.len() > most.into())
    };
    let is_complete = is_complete && !counted.any(is_longer);
    if decoded.problems().next().is_some() || *data == json!({}) || refused || !is_complete {
        return false;
    }
    let what = format!("{} {bytes:02x?} {}", rows(device).model, decoded.data);
    let encoded = codec::encode_uplink(device, &decoded.data);
    assert_eq!((&encoded.errors, &encoded.warnings), (&vec![], &vec![]), "{what}");
    let again = decode(device, Direction::Uplink, &encoded.bytes);
    assert_eq!(again.data, decoded.data, "{what} {:02x?}", encoded.bytes);
    assert_eq!(again.problems().count(), 0, "{what}");
    // And its bytes from those.
    assert_eq!(codec::encode_uplink(device, &again.data).bytes, encoded.bytes, "{what}");
    true
}

/// A result has data or errors, places are in the payload, and data are as the schema says.
pub fn judged(device: Codec, direction: Direction, bytes: &[u8]) {
    let decoded = decode(device, direction, bytes);
    if decoded.errors.is_empty() {
        // A mask may give none of its fields.
        let mut parts =
            rows(device).uplink.iter().chain(rows(device).downlink).flat_map(|row| row.parts);
        let is_told = decoded.data != json!({}) || !decoded.warnings.is_empty();
        assert!(is_told || parts.any(|part| part.given_by.is_some()));
    } else {
        assert_eq!(decoded.errors.len(), 1);
        assert_eq!((&decoded.data, decoded.warnings.len()), (&json!({}), 0));
    }
    for problem in decoded.problems() {
        assert!(problem.offset.is_none_or(|offset| offset < bytes.len()));
        assert!(!problem.message.is_empty());
    }
    if direction == Direction::Uplink {
        #[cfg(feature = "judge")]
        schemas::judge_uplink(device, &decoded.data);
        normalize(device, &decoded.data);
    }
}

/// A prefix keeps the fields of its whole channels, and reports the channel that is cut short.
pub fn prefixes(device: Codec, direction: Direction, bytes: &[u8]) {
    let spans = explain(device, direction, bytes).spans;
    let next_start = |cut| {
        let starts = spans.iter().map(|span| span.offset).chain([bytes.len()]);
        starts.into_iter().find(|start| *start > cut).unwrap()
    };
    for cut in 1..bytes.len() {
        let span = spans.iter().rev().find(|span| span.offset <= cut).unwrap();
        let start = span.offset;
        let got = decode(device, direction, &bytes[..cut]);
        let ending = got.problems().filter(|problem| problem.offset == Some(start));
        let ending: Vec<_> = ending.map(|problem| problem.code.as_str()).collect();
        if ending.contains(&"reserved_missing") {
            let mended = [&bytes[..cut], &[0xff]].concat();
            assert_eq!(mended.len(), next_start(cut));
            assert_eq!(got.data, decode(device, direction, &mended).data);
            continue;
        }
        let whole = match start {
            0 => json!({}),
            _ => decode(device, direction, &bytes[..start]).data,
        };
        assert_eq!(got.data, whole, "{cut} of {bytes:02x?}");
        if cut > start {
            let unknown = span.kind == "unknown" && cut > start + 1;
            let expected = if unknown { "unknown_channel" } else { "truncated" };
            assert!(ending.contains(&expected), "{cut} of {bytes:02x?}: {ending:?}");
        }
    }
}

/// The fields that a channel clears before it sets its own: those that not every value of it sets.
fn cleared(row: &Row) -> BTreeSet<&'static str> {
    let mut names = BTreeSet::new();
    for part in row.parts.iter().filter(|_| row.target == Target::Top) {
        names.extend(part.special_values.iter().map(|special| special.name));
        if part.given_by.is_some()
            || part.coding == Coding::Float
            || part.special_values.iter().any(|special| special.replaces_field)
        {
            names.insert(part.name);
        }
    }
    names
}

/// Two payloads in one are the second over the first.
pub fn merges(device: Codec, direction: Direction, first: &[u8], second: &[u8]) {
    let (a, b) = (decode(device, direction, first), decode(device, direction, second));
    let got = decode(device, direction, &[first, second].concat());
    let mut expected = a.data.as_object().unwrap().clone();
    for span in explain(device, direction, second).spans {
        let Some(channel) = span.channel.filter(|_| span.kind == "channel") else { continue };
        let reports = rows(device).uplink.iter().filter(|row| row.channel == channel);
        let reports = reports.filter(|_| direction == Direction::Uplink);
        let commands = rows(device).downlink.iter();
        let commands = commands.filter(|row| row.echo_on(channel) == Some(Usage::Echo));
        for row in reports.chain(commands).filter(|row| row.type_byte == span.type_byte) {
            cleared(row).into_iter().for_each(|name| drop(expected.shift_remove(name)));
        }
    }
    for (name, value) in b.data.as_object().unwrap() {
        match (expected.get_mut(name), value) {
            (Some(Json::Array(old)), Json::Array(new)) => old.extend(new.clone()),
            _ => drop(expected.insert(name.clone(), value.clone())),
        }
    }
    assert_eq!(got.data, Json::Object(expected), "{first:02x?} {second:02x?}");
    let place =
        |problem: &Problem, by: usize| (problem.code.clone(), problem.offset.map(|at| at + by));
    let expected = a.warnings.iter().map(|problem| place(problem, 0));
    let expected = expected.chain(b.problems().map(|problem| place(problem, first.len())));
    let got: Vec<_> = got.warnings.iter().map(|problem| place(problem, 0)).collect();
    assert_eq!(got, expected.collect::<Vec<_>>());
}

/// An explanation has each byte in one span, each bit in one part, and agrees with decoding.
pub fn explained(device: Codec, direction: Direction, bytes: &[u8]) {
    let what = format!("{} {direction:?} {}", rows(device).model, to_hex(bytes));
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
        assert!(last || span.kind == "channel", "{what}");
        // A span without an end has a reason, and so have some of known length.
        assert!(span.kind == "channel" || span.reason.is_some(), "{what}");
        covered(span.offset, span.length, &span.parts, bytes, &what);
    }
    assert_eq!(next, bytes.len(), "{what}");
    let values = last_values(&explanation);
    for (path, value) in paths(&decoded.data) {
        assert_eq!(values.get(&path), Some(&value), "{what} {path}");
    }
    if direction == Direction::Uplink {
        streamed(device, bytes, &explanation);
    }
}

/// The fields that are told one by one are those of an explanation, but for results.
fn streamed(device: Codec, bytes: &[u8], explanation: &Explanation) {
    let (fields, is_complete) = codec::stream(device, bytes);
    let spans = explanation.spans.iter();
    let parts = spans.flat_map(|span| &span.parts).filter(|part| part.kind != "result");
    let explained = parts.filter_map(|part| {
        let path = part.path.as_ref().filter(|path| !path.starts_with(RESULT_FIELD))?;
        Some((without_indices(path), part.value.clone()?))
    });
    let what = format!("{} {}", rows(device).model, to_hex(bytes));
    assert_eq!(fields, explained.collect::<Vec<_>>(), "{what}");
    let undecoded = ["unknown_channel", "truncated", "unknown_sub_kind"];
    let is_whole = |problem: &Problem| !undecoded.contains(&problem.code.as_str());
    let all_whole = explanation.errors.is_empty() && explanation.warnings.iter().all(is_whole);
    assert_eq!(is_complete, all_whole, "{what}");
}

/// The parts have every bit of their span, in order. A value that sets two fields is a part for
/// each, at the same place.
fn covered(offset: usize, length: usize, parts: &[Part], bytes: &[u8], what: &str) {
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
fn bits(part: &Part) -> impl Iterator<Item = usize> + use<> {
    let (first, last) = part.bits.unwrap_or((0, (8 * part.length as u32).wrapping_sub(1)));
    let count = if part.length == 0 { 0 } else { last + 1 - first };
    let start = 8 * part.offset + first as usize;
    start..start + count as usize
}

/// The leaves of data by path, `history[0].timestamp`.
pub fn paths(data: &Json) -> BTreeMap<String, Json> {
    let mut all = BTreeMap::new();
    walk(data, "", &mut |path, value| {
        if !value.is_object() && !value.is_array() {
            all.insert(path.to_owned(), value.clone());
        }
    });
    all
}

/// Calls back for every member and entry.
fn walk(value: &Json, path: &str, visit: &mut impl FnMut(&str, &Json)) {
    visit(path, value);
    match value {
        Json::Object(members) => {
            for (name, member) in members {
                let dot = if path.is_empty() { "" } else { "." };
                walk(member, &format!("{path}{dot}{name}"), visit);
            }
        }
        Json::Array(list) => {
            for (index, item) in list.iter().enumerate() {
                walk(item, &format!("{path}[{index}]"), visit);
            }
        }
        _ => {}
    }
}

/// The last value that a part has for each path.
pub fn last_values(explanation: &Explanation) -> BTreeMap<String, Json> {
    let parts = explanation.spans.iter().flat_map(|span| &span.parts);
    parts.filter_map(|part| Some((part.path.clone()?, part.value.clone()?))).collect()
}

/// An error starts with its path, a path is that of something given or of something that the
/// device has, and no value has two errors.
pub fn errors_name_their_paths(device: Codec, data: &Json, wild: f64) {
    let errors = codec::encode_wild(device, data, &Json::Null, wild).errors;
    if errors.is_empty() {
        return;
    }
    let mut given = BTreeSet::new();
    walk(data, "", &mut |path, _| _ = given.insert(path.to_owned()));
    let known_here = known_paths(device);
    let mut seen = BTreeSet::new();
    for error in &errors {
        let text = &error.message;
        let path = &error.path;
        let entry = without_indices(path);
        let known = given.contains(path) || known_here.contains(&entry) || path == "data";
        assert!(known, "{}: {text}: {data}", rows(device).model);
        // Names that are unlike ours are quoted.
        if error.code != "unknown_field" {
            assert!(text.starts_with(&format!("{path}: ")), "{text}");
        }
        assert!(text.chars().all(|c| c >= ' '), "{}", text.escape_debug());
        // 40 characters, each of up to six with its escape, and two quotes.
        assert!(error.given.encode_utf16().count() <= 242, "{text}");
        assert!(seen.insert(path), "{path} twice: {data}");
    }
}

/// `list[3].member` as `list[].member`.
fn without_indices(path: &str) -> String {
    let mut text = String::new();
    let mut inside = false;
    for c in path.chars() {
        inside &= c != ']';
        if !inside {
            text.push(c);
        }
        inside |= c == '[';
    }
    text
}

/// The paths of commands; `[]` stands for the number of an entry.
fn known_paths(device: Codec) -> BTreeSet<String> {
    let mut all = BTreeSet::new();
    for row in rows(device).downlink {
        all.extend(row.shorthand.map(str::to_owned));
        for name in row.names() {
            let (object, path) = match row.target {
                Target::Top => ("", name.to_owned()),
                Target::Object(object) => (object, format!("{object}.{name}")),
                Target::List(list) => (list, format!("{list}[].{name}")),
            };
            let dots: Vec<_> = path.match_indices('.').map(|(at, _)| at).collect();
            all.extend(dots.into_iter().map(|at| path[..at].to_owned()));
            all.extend([object.to_owned(), format!("{object}[]"), path]);
        }
    }
    all
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
