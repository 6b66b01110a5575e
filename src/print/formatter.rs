//! The codec as plain ES5 scripts, for servers without WebAssembly.
//!
//! A script holds the device's rows as text and the little code that reads them,
//! `formatter/script.js`, without what the device has no use for. The servers compile it
//! for every message, which is nearly its whole cost: text costs little, code a lot.

use crate::encode::MAX_ENTRIES;
use crate::message;
use crate::table::*;
use crate::text;

/// Which functions a script has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Half {
    /// All: `decodeUplink`, `encodeDownlink`, `decodeDownlink`, `normalizeUplink`,
    /// and `Decode` and `Encode` of ChirpStack v3 and Milesight gateways.
    Both,
    /// `decodeUplink` and `normalizeUplink`, for a server with a field for each direction.
    Uplink,
    /// `encodeDownlink` and `decodeDownlink`, likewise.
    Downlink,
}

const SCRIPT: &str = include_str!("script.js");

/// The script of a device.
pub fn script(device: &Device, half: Half) -> String {
    let names = functions(half).map(|(name, _)| name).collect::<Vec<_>>().join(", ");
    let code = select(SCRIPT, &Features::of(device, half))
        .replace("MAX_ENTRIES", &MAX_ENTRIES.to_string());
    let code = with_measures(device, &code);
    let mut out = header(device, half);
    out += &format!("var {names};\nvoid function () {{\n");
    out += &lines("ROWS", &rows(device, half));
    out += &constants(device, &code);
    out += &with_messages(&code);
    for (name, body) in functions(half) {
        out += &format!("{name} = {body};\n");
    }
    out += "}();\n";
    out
}

fn functions(half: Half) -> impl Iterator<Item = (&'static str, &'static str)> {
    const FUNCTIONS: &[(&str, Option<Half>, &str)] = &[
        ("decodeUplink", Some(Half::Uplink), "guard.bind(null, decode, true)"),
        ("normalizeUplink", Some(Half::Uplink), "guard.bind(null, normalize, true)"),
        ("encodeDownlink", Some(Half::Downlink), "guard.bind(null, encode, false)"),
        ("decodeDownlink", Some(Half::Downlink), "guard.bind(null, decode, false)"),
        ("Decode", None, "function (fPort, bytes) { return decodeUplink({ bytes: bytes }).data; }"),
        ("Encode", None, ENCODE),
    ];
    FUNCTIONS
        .iter()
        .filter(move |(_, of, _)| half == Half::Both || *of == Some(half))
        .map(|(name, _, body)| (*name, *body))
}

/// These servers know of an error only by an exception.
const ENCODE: &str = "function (fPort, data) {
 var result = encodeDownlink({ data: data, fPort: fPort });
 if (result.errors) throw new Error(result.errors.join(\"; \"));
 return result.bytes;
}";

fn header(device: &Device, half: Half) -> String {
    let what = match half {
        Half::Both => "uplinks and downlinks",
        Half::Uplink => "uplinks",
        Half::Downlink => "downlinks",
    };
    format!(
        "// milesight-codec {}: {}, {what}.\n// Made from the rows of the {}. MIT OR Apache-2.0.\n",
        env!("CARGO_PKG_VERSION"),
        device.name,
        device.guide,
    )
}

/// The parts of the code that a script needs.
struct Features(Vec<&'static str>);

impl Features {
    fn of(device: &Device, half: Half) -> Features {
        let mut names = vec![];
        let up: &[Row] = if half == Half::Downlink { &[] } else { device.uplink };
        let rows = || up.iter().chain(device.downlink);
        let down = || device.downlink.iter();
        let parts = || rows().flat_map(Row::leaves).map(|(part, _)| part);
        let settable = || down().flat_map(Row::leaves).map(|(part, _)| part);
        let measures = |measure| !measuring(device, measure, false).is_empty();
        let mut add = |name, wanted: bool| {
            if wanted {
                names.push(name);
            }
        };
        let encoder = half != Half::Uplink;
        add("encoder", encoder);
        let spaced = |label: &(i32, &str)| label.1.contains(' ');
        let spaced = |part: &Part| matches!(part.coding, Coding::Choice { labels, .. } if labels.iter().any(spaced));
        add("spaces", parts().any(spaced));
        add("uplink", half != Half::Downlink);
        add("results", half != Half::Downlink && device.answers_with_results());
        add("typeless", encoder && down().any(|row| row.type_byte.is_none()));
        add("siblings", rows().any(|row| row.sub_kind.is_some()));
        add("lists", rows().any(|row| matches!(row.target, Target::List(_))));
        add(
            "reversed",
            parts().any(|part| matches!(part.coding, Coding::Hex { reversed: true, .. })),
        );
        add("asides", parts().any(|part| !part.asides.is_empty()));
        add("instead", parts().any(|part| part.asides.iter().any(|aside| aside.instead)));
        add("hex", settable().any(|part| matches!(part.coding, Coding::Hex { .. })));
        add("documented", settable().any(|part| part.documented.is_some()));
        let is_number = |part: &Part| matches!(part.coding, Coding::Number { .. });
        add("names", settable().any(|part| is_number(part) && part.aliases.len() > 1));
        add("others", settable().any(|part| !is_number(part) && !part.aliases.is_empty()));
        add(
            "decimals",
            settable().any(|part| matches!(part.coding, Coding::Number { div: 2.., .. })),
        );
        add("objects", down().any(|row| matches!(row.target, Target::Object(_))));
        add("yes", settable().any(Part::is_command));
        add("plus", settable().any(|part| matches!(part.coding, Coding::Choice { plus: 1.., .. })));
        add("rules", down().any(|row| !row.rules.is_empty()));
        add("undoes", down().any(|row| row.undoes_settings));
        add("flat", down().any(|row| row.flat_form.is_some()));
        add("variants", down().any(|row| member_of_variant(device, row).is_some()));
        add("masks", rows().any(repeated));
        add("measures", parts().any(|part| part.normalized.is_some()));
        add("temperature", measures(Measure::AirTemperature));
        add("humidity", measures(Measure::AirHumidity));
        add("people", measures(Measure::Motion));
        add("regions", !measuring(device, Measure::Motion, true).is_empty());
        add("status", measures(Measure::MotionStatus));
        add("time", measures(Measure::Time));
        add("records", device.uplink.iter().any(|row| matches!(row.target, Target::List(_))));
        Features(names)
    }

    fn has(&self, name: &str) -> bool {
        self.0.contains(&name)
    }
}

/// The code between `//#if feature` and `//#end`, where the feature is wanted, and
/// all the rest.
fn select(code: &str, features: &Features) -> String {
    let mut out = String::new();
    let mut kept = vec![true];
    for line in code.lines() {
        if let Some(feature) = line.trim_start().strip_prefix("//#if ") {
            kept.push(kept.last() == Some(&true) && features.has(feature));
        } else if line.trim_start() == "//#end" {
            kept.pop();
        } else if kept.last() == Some(&true) {
            // Half as far in: in a script every character counts.
            let inner = line.trim_start();
            out.extend(std::iter::repeat_n(' ', (line.len() - inner.len()) / 2));
            out += inner;
            out.push('\n');
        }
    }
    out
}

/// The lists that the code names.
fn constants(device: &Device, code: &str) -> String {
    let settable = device.settable_names();
    let mut readable = device.reported_names();
    readable.retain(|name| !settable.contains(name));
    let readable = counted(&readable).join(" ");
    let mut out = String::new();
    if uses(code, "RESULTS") {
        let label =
            |(byte, label): &(i32, &str)| format!("\"{byte:02x}\": {}", text::literal(label));
        let labels: Vec<_> = RESULT_LABELS.iter().skip(1).map(label).collect();
        out += &format!("var RESULTS = {{ {} }};\n", labels.join(", "));
    }
    if uses(code, "READABLE") {
        out += &format!("var READABLE = {};\n", text::literal(&readable));
    }
    out
}

/// Whether the code has the name as a word.
fn uses(code: &str, name: &str) -> bool {
    code.split(|c: char| !c.is_ascii_alphanumeric() && c != '_').any(|word| word == name)
}

/// A text of many lines, each between bars.
fn lines(name: &str, lines: &[String]) -> String {
    let mut out = format!("var {name} = \"\\\n");
    for line in lines {
        out += &format!("|{}\\\n", text::escaped(line));
    }
    out + "|\";\n"
}

/// The code with each `say(NAME, a, b)` as the message that it stands for:
/// `"offset " + a + ": unknown channel " + b`.
fn with_messages(code: &str) -> String {
    let Some((before, behind)) = code.split_once("say(") else { return code.to_owned() };
    let mut depth = 0;
    let mut arguments = vec![String::new()];
    let mut length = 0;
    for character in behind.chars() {
        length += character.len_utf8();
        match character {
            ')' if depth == 0 => break,
            ',' if depth == 0 => arguments.push(String::new()),
            _ => {
                depth += match character {
                    '(' | '[' => 1,
                    ')' | ']' => -1,
                    _ => 0,
                };
                arguments.last_mut().into_iter().for_each(|argument| argument.push(character));
            }
        }
    }
    let name = arguments.first().map(String::as_str).unwrap_or_default();
    let text = message::ALL.iter().find(|(other, _)| *other == name).map_or("", |(_, text)| text);
    let mut pieces = Vec::new();
    for (at, piece) in text.split(['{', '}']).enumerate() {
        if at % 2 == 1 {
            let given = piece.parse::<usize>().ok().and_then(|number| arguments.get(number + 1));
            pieces.extend(given.map(|argument| argument.trim().to_owned()));
        } else if !piece.is_empty() {
            pieces.push(text::literal(piece));
        }
    }
    let rest = behind.get(length..).unwrap_or_default();
    format!("{before}{}{}", pieces.join(" + "), with_messages(rest))
}

/// The rows of a script, a line each.
fn rows(device: &Device, half: Half) -> Vec<String> {
    let (up, down) = (half != Half::Downlink, half != Half::Uplink);
    let mut lines = Vec::new();
    if up {
        for row in device.uplink {
            let heads = format!("{}<", head(row, row.channel));
            lines.push(format!("{heads}: {}", line(device, row, true, false)));
            lines.extend(other_kinds(device.uplink, row).map(|line| format!("{heads} {line}")));
        }
    }
    // A row that needs a member before the row of the same object that does not.
    let mut commands: Vec<_> = device.downlink.iter().collect();
    for at in 1..commands.len() {
        let pair = commands.get_mut(at - 1..=at).unwrap_or_default();
        if pair.last().is_some_and(|row| member_of_variant(device, row).is_some()) {
            pair.reverse();
        }
    }
    for row in commands {
        let reported = |channel: &u8| {
            let same = |other: &Row| other.channel == *channel && other.type_byte == row.type_byte;
            device.uplink.iter().any(same)
        };
        let mut heads = Vec::new();
        if up {
            let echoes = (0..=0xff).filter(|channel| row.echo_on(*channel).is_some());
            let new = echoes.filter(|channel| !reported(channel));
            heads.extend(new.map(|channel| format!("{}<", head(row, channel))));
        }
        heads.extend(down.then(|| format!("{}>", head(row, row.channel))));
        if heads.is_empty() {
            continue;
        }
        let heads = heads.join(" ");
        let mut text = format!("{heads}: {}", line(device, row, false, down));
        if down {
            text.extend(rules(device, row).iter().map(|rule| format!(": {rule}")));
        }
        lines.push(text);
        lines.extend(other_kinds(device.downlink, row).map(|line| format!("{heads} {line}")));
    }
    lines
}

fn head(row: &Row, channel: u8) -> String {
    let type_byte = row.type_byte.map_or("--".to_owned(), |byte| text::to_hex(&[byte]));
    format!("{} {type_byte}", text::to_hex(&[channel]))
}

/// Behind the last row of a channel whose rows are told apart: what is of no kind of theirs.
fn other_kinds(rows: &[Row], row: &Row) -> Option<String> {
    row.sub_kind?.value?;
    let same = |other: &&Row| other.channel == row.channel && other.type_byte == row.type_byte;
    if !std::ptr::eq(rows.iter().rfind(same)?, row) {
        return None;
    }
    let mut parts = Vec::new();
    for (part, _) in row.leaves() {
        let width = part.width();
        if matches!(part.coding, Coding::SubKind { .. }) {
            parts.push(format!("- k {width}"));
            break;
        }
        parts.push(format!("- r {width}"));
    }
    Some(format!("other: {}: : {}", row.length, parts.join("; ")))
}

/// A row as `script.js` reads it, behind its heads. What only the encoder needs is left out
/// where there is none.
fn line(device: &Device, row: &Row, up: bool, encoded: bool) -> String {
    let leaves: Vec<_> = row.leaves().map(|(part, _)| part).collect();
    let key = match row.target {
        Target::Top if row.names().count() > 1 && up => String::new(),
        Target::Top => row.names().next().unwrap_or_default().to_owned(),
        Target::Object(name) => format!("{name}."),
        Target::List(name) => format!("{name}.[]"),
    };
    let mut parts = Vec::new();
    let mut at = 0;
    while let Some(part) = leaves.get(at) {
        let repeats = repeats(leaves.get(at..).unwrap_or_default());
        parts.push(match part.coding {
            Coding::Choice { labels, .. } if repeats > 1 => {
                format!("{} m {repeats} {}", part.name.replacen("_1", "_#", 1), sequence(labels, 0))
            }
            _ => part_text(part, &key, up, encoded),
        });
        at += repeats;
    }
    if encoded {
        // What the longer row of the object has is known here, too.
        let others = device.downlink.iter().filter(|other| other.target == row.target);
        let longer = others.filter(|other| key.ends_with('.') && other.length > row.length);
        let members =
            longer.flat_map(Row::names).filter(|name| !row.names().any(|own| own == *name));
        parts.extend(members.map(|name| format!("{name} k 0 0 =0")));
    }
    format!("{}: {key}: {}", row.length, parts.join("; "))
}

fn repeated(row: &Row) -> bool {
    let leaves: Vec<_> = row.leaves().map(|(part, _)| part).collect();
    (0..leaves.len()).any(|at| repeats(leaves.get(at..).unwrap_or_default()) > 1)
}

/// How many parts from the first on are choices of one bit that differ in a counted number only.
fn repeats(parts: &[&Part]) -> usize {
    let Some(first) = parts.first() else { return 1 };
    let Some((before, after)) = first.name.split_once("_1") else { return 1 };
    let same = |(at, part): (usize, &&Part)| {
        part.name == format!("{before}_{}{after}", at + 1)
            && part.width() == 1
            && matches!(part.coding, Coding::Choice { .. })
    };
    parts.iter().enumerate().take_while(|pair| same(*pair)).count().max(1)
}

fn part_text(part: &Part, key: &str, up: bool, encoded: bool) -> String {
    let width = part.width();
    let name = match part.name {
        "" => "-",
        name if name == key => ".",
        name => name,
    };
    let (code, mut words) = match part.coding {
        Coding::Number { wire, div, .. } => {
            let code = if wire == Wire::I16 { "i" } else { "u" };
            let (low, high) = part.bounds();
            let ranged = encoded || (up && part.range.is_some());
            let mut words = Vec::new();
            words.extend((div > 1 || ranged).then(|| div.to_string()));
            words.extend(ranged.then(|| text::format_number(low)));
            words.extend(ranged.then(|| text::format_number(high)));
            words.extend(encoded.then(|| part.unit.to_owned()));
            (code, words)
        }
        Coding::Choice { labels, plus, .. } => {
            (if part.takes_booleans() { "b" } else { "c" }, vec![sequence(labels, plus as i32)])
        }
        Coding::Presence { label, .. } => {
            ("a", vec![format!("{},{label}", if up { "" } else { "no" })])
        }
        Coding::Hex { reversed, .. } => (if reversed { "l" } else { "h" }, vec![]),
        Coding::Version(version) => {
            let words = match version {
                Version::Decimal => "10",
                Version::DecimalDecimal => "10 8 10",
                Version::HexHex => "16 8 16",
                Version::HexNibble => "16 12 10",
            };
            ("v", vec![words.to_owned()])
        }
        Coding::Reserved { fill, .. } => {
            ("r", encoded.then(|| fill.to_string()).into_iter().collect())
        }
        Coding::SubKind { value, .. } => {
            ("k", value.map(|value| value.to_string()).into_iter().collect())
        }
        // Devices whose rows have these are not among ours yet.
        Coding::Constant { .. } | Coding::Text { .. } | Coding::Bits { .. } => ("", vec![]),
    };
    if let (true, Some(first)) = (up, part.asides.first()) {
        let raws: Vec<_> = part.asides.iter().map(|aside| aside.raw.to_string()).collect();
        let mut word = format!("!{},{},{}", raws.join("/"), first.name, first.label);
        word += if first.instead { ",instead" } else { "" };
        words.push(word + if first.warn { ",warn" } else { "" });
    }
    if encoded {
        words.extend(part.default.map(|value| format!("={value}")));
        words.extend(part.documented.map(|value| format!("^{}", part.shown(value))));
        if let Coding::Choice { plus: plus @ 1.., .. } = part.coding {
            words.push(format!("+{plus}"));
        }
        if !part.aliases.is_empty() {
            words.push(aliases(part.aliases));
        }
    }
    [name, code, &width.to_string()]
        .into_iter()
        .map(str::to_owned)
        .chain(words)
        .collect::<Vec<_>>()
        .join(" ")
        .trim_end()
        .to_owned()
}

/// Labels from 0 on, nothing where there is none.
fn sequence(labels: &[(i32, &str)], plus: i32) -> String {
    let last = labels.iter().map(|(raw, _)| *raw + plus).max().unwrap_or_default();
    let label =
        |raw| labels.iter().find(|(other, _)| *other + plus == raw).map_or("", |(_, label)| label);
    (0..=last).map(|raw| label(raw).replace(' ', "+")).collect::<Vec<_>>().join(",")
}

/// Spellings from 0 on, in as many runs as there are for one number, `@,occupied@,yes`;
/// runs counted from 1 to 10 as those of 1: `@,region_#_occupied,region_#_vacant`.
fn aliases(aliases: &[(&str, u32)]) -> String {
    let mut runs: Vec<Vec<&str>> = Vec::new();
    let mut next = u32::MAX;
    for (name, raw) in aliases {
        match runs.last_mut() {
            Some(run) if next == *raw => run.push(name),
            _ => runs.push((0..*raw).map(|_| "").chain([*name]).collect()),
        }
        next = raw + 1;
    }
    runs.iter().map(|run| format!("@{}", counted(run).join(","))).collect()
}

/// Names with a family that is counted from 1 to 10 named once, with `#` for the number.
fn counted(names: &[&str]) -> Vec<String> {
    let family = |name: &str| {
        let (before, after) = name.split_once("_1").filter(|(_, after)| !after.starts_with('0'))?;
        let numbered = |n: usize| format!("{before}_{n}{after}");
        let all = (1..=10).all(|n| names.contains(&&*numbered(n)));
        all.then(|| (format!("{before}_#{after}"), (2..=10).map(numbered).collect::<Vec<_>>()))
    };
    let others: Vec<_> =
        names.iter().filter_map(|name| family(name)).flat_map(|(_, others)| others).collect();
    let kept = names.iter().filter(|name| !others.iter().any(|other| other == *name));
    kept.map(|name| family(name).map_or_else(|| (*name).to_owned(), |(family, _)| family)).collect()
}

/// What stands behind a row's parts for the encoder.
fn rules(device: &Device, row: &Row) -> Vec<String> {
    let mut texts = Vec::new();
    for rule in row.rules {
        let (relation, other) = rule.must.relation();
        let mut text = format!("{} {relation} {other}", rule.field);
        if let Some((name, values)) = rule.when {
            let part = row.leaves().map(|(part, _)| part).find(|part| part.name == name);
            let label = |value: &u32| part.map_or_else(String::new, |part| part.shown(*value));
            text += &format!(" {name} {}", values.iter().map(label).collect::<Vec<_>>().join(","));
        } else if rule.warns {
            text += " ?";
        }
        texts.push(text);
    }
    if row.undoes_settings {
        texts.push("undoes".to_owned());
    }
    if row.undoes_settings || !row.is_setting() {
        texts.push("action".to_owned());
    }
    if let Some(member) = row.flat_form {
        let siblings: Vec<_> = row.names().filter(|name| *name != member).collect();
        texts.insert(0, format!("flat {member} {}", siblings.join(" ")));
    }
    if let Some(condition) = condition(device, row) {
        texts.insert(0, condition);
    }
    texts
}

/// Which member says that the row stands for a command: that which the other row of an object
/// has not, or, "unless", that of a flat form with a sibling of this row's name; behind it
/// the object that must not be there.
fn condition(device: &Device, row: &Row) -> Option<String> {
    if let Some(member) = member_of_variant(device, row) {
        return Some(format!("if {member}"));
    }
    device.downlink.iter().find_map(|other| match (row.target, other.target, other.flat_form) {
        (Target::Top, Target::Object(object), Some(member)) => {
            let sibling = row.names().any(|name| other.names().any(|own| own == name));
            sibling.then(|| format!("unless {member} {object}"))
        }
        _ => None,
    })
}

/// The member that another row of the same object has not.
fn member_of_variant(device: &Device, row: &Row) -> Option<&'static str> {
    let Target::Object(_) = row.target else { return None };
    let shorter = device
        .downlink
        .iter()
        .find(|other| other.target == row.target && other.length < row.length)?;
    row.names().find(|name| !shorter.names().any(|other| other == *name))
}

/// The field that feeds the normalized payload so, alone or as the first of a counted family.
fn measuring(device: &Device, measure: Measure, counted: bool) -> &'static str {
    let mut parts = device.uplink.iter().flat_map(Row::leaves).map(|(part, _)| part);
    let found =
        parts.find(|part| part.normalized == Some(measure) && part.name.ends_with("_1") == counted);
    found.map_or("", |part| part.name)
}

/// The code with the names of the fields that feed the normalized payload.
fn with_measures(device: &Device, code: &str) -> String {
    let list = device.uplink.iter().find_map(|row| match row.target {
        Target::List(name) => Some(name),
        _ => None,
    });
    code.replace("$TEMPERATURE", measuring(device, Measure::AirTemperature, false))
        .replace("$HUMIDITY", measuring(device, Measure::AirHumidity, false))
        .replace("$PEOPLE", measuring(device, Measure::Motion, false))
        .replace("$REGION", measuring(device, Measure::Motion, true).trim_end_matches('1'))
        .replace("$STATUS", measuring(device, Measure::MotionStatus, false))
        .replace("$TIME", measuring(device, Measure::Time, false))
        .replace("$LIST", list.unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A name that nobody knows would leave its message, or its code, out without a word.
    #[test]
    fn the_script_names_messages_and_features_that_there_are() {
        for (at, _) in SCRIPT.match_indices("say(") {
            let name = SCRIPT[at + 4..].split([',', ')']).next().unwrap();
            assert!(message::ALL.iter().any(|(known, _)| *known == name), "{name}");
        }
        let mut open = 0;
        for line in SCRIPT.lines().map(str::trim_start) {
            if let Some(feature) = line.strip_prefix("//#if ") {
                open += 1;
                let wanted = |device: &&Device| Features::of(device, Half::Both).has(feature);
                assert!(crate::Device::all().map(|device| device.rows()).any(|device| wanted(&device)), "{feature}");
            } else if line == "//#end" {
                open -= 1;
            }
            assert!(open >= 0, "an end too many");
        }
        assert_eq!(open, 0, "an end is missing");
    }

    /// A payload may end within a channel's header: `ff` and a space and a sign are searched
    /// for then, and must be found nowhere.
    #[test]
    fn nothing_in_rows_looks_like_a_channel_cut_short() {
        for device in crate::Device::all().map(|device| device.rows()) {
            for row in rows(device, Half::Both) {
                for (at, _) in row.match_indices([' ']) {
                    let before = row.get(at.saturating_sub(2)..at).unwrap_or_default();
                    let behind = row.get(at + 1..).unwrap_or_default();
                    let is_byte = before.len() == 2 && crate::from_hex(before).is_ok();
                    assert!(!(is_byte && behind.starts_with(['<', '>'])), "{row}");
                }
            }
        }
    }
}
