//! The codec as plain ES5 scripts, for servers without WebAssembly.
//!
//! A script holds the device's rows as text and the little code that reads them,
//! `formatter/script.js`, without what the device has no use for. The servers compile it
//! for every message, which is nearly its whole cost: text costs little, code a lot.

use crate::encode::{MAX_ENTRIES, push_new, settable};
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

const SCRIPT: &str = include_str!("formatter/script.js");

/// The script of a device.
pub fn script(device: &Device, half: Half) -> String {
    let names = functions(half).map(|(name, _)| name).collect::<Vec<_>>().join(", ");
    let code = select(SCRIPT, &Features::of(device, half))
        .replace("MAX_ENTRIES", &MAX_ENTRIES.to_string());
    let code = with_measures(device, &code);
    let mut out = header(device, half);
    out += &format!("var {names};\nvoid function () {{\n");
    out += &lines("ROWS", &rows(device, half));
    out += &lines("TEXTS", &texts(&code));
    out += &constants(device, &code);
    out += &code;
    for (name, body) in functions(half) {
        out += &format!("{name} = function {body};\n");
    }
    out += "}();\n";
    out
}

fn functions(half: Half) -> impl Iterator<Item = (&'static str, &'static str)> {
    const FUNCTIONS: &[(&str, Option<Half>, &str)] = &[
        ("decodeUplink", Some(Half::Uplink), "(input) { return guard(decode, input, true); }"),
        ("normalizeUplink", Some(Half::Uplink), "(input) { return guard(normalize, input); }"),
        ("encodeDownlink", Some(Half::Downlink), "(input) { return guard(encode, input); }"),
        ("decodeDownlink", Some(Half::Downlink), "(input) { return guard(decode, input); }"),
        ("Decode", None, "(fPort, bytes) { return decodeUplink({ bytes: bytes }).data; }"),
        ("Encode", None, ENCODE),
    ];
    FUNCTIONS
        .iter()
        .filter(move |(_, of, _)| half == Half::Both || *of == Some(half))
        .map(|(name, _, body)| (*name, *body))
}

/// These servers know of an error only by an exception.
const ENCODE: &str = "(fPort, data) {
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
        let spaced = |label: &(u32, &str)| label.1.contains(' ');
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
        add("names", settable().any(|part| part.aliases.len() > 1));
        let counts = |part: &Part| aliases(part.aliases).contains('#');
        add("counted", settable().any(counts));
        add("uncounted", !settable().any(counts));
        add("yes", settable().any(Part::is_command));
        add("plus", settable().any(|part| matches!(part.coding, Coding::Choice { plus: 1.., .. })));
        add("rules", down().any(|row| !row.rules.is_empty()));
        add("undoes", down().any(|row| row.undoes_settings));
        add("flat", down().any(|row| row.flat_form.is_some()));
        add("variants", down().any(|row| unless(device, row).is_some()));
        add("repeats", rows().any(repeated));
        add("measures", parts().any(|part| part.normalized.is_some()));
        add("temperature", measures(Measure::AirTemperature));
        add("humidity", measures(Measure::AirHumidity));
        add("people", measures(Measure::Motion));
        add("regions", !measuring(device, Measure::Motion, true).is_empty());
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
    let settable = settable(device);
    let readable = device.reported_names().filter(|name| !settable.contains(name));
    let readable = counted(&readable.fold(Vec::new(), push_new)).join(" ");
    let results: Vec<_> = RESULT_LABELS.iter().map(|(_, label)| *label).collect();
    let mut out = String::new();
    for (name, text) in [("RESULTS", results.join(",")), ("READABLE", readable)] {
        if uses(code, name) {
            out += &format!("var {name} = {};\n", text::literal(&text));
        }
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

/// The messages that the code says, a line each, with `#` where something is filled in.
fn texts(code: &str) -> Vec<String> {
    let said = |name: &&(&str, &str)| code.contains(&format!("\"{}\"", name.0));
    let text = |(name, text): &(&str, &str)| {
        let text: String = text
            .split(['{', '}'])
            .enumerate()
            .map(|(at, piece)| if at % 2 == 0 { piece } else { "#" })
            .collect();
        format!("{name}: {text}")
    };
    message::ALL.iter().filter(said).map(text).collect()
}

/// The rows of a script, a line each.
fn rows(device: &Device, half: Half) -> Vec<String> {
    let encoded = half != Half::Uplink;
    let mut lines = Vec::new();
    if half != Half::Downlink {
        lines.extend(device.uplink.iter().map(|row| line(device, row, row.channel, true, false)));
        // Echoes on channels that neither the command's own nor the usual ones are.
        for row in device.downlink {
            let channels = row.also_on.iter();
            lines.extend(channels.map(|channel| line(device, row, *channel, true, false)));
        }
    }
    for row in device.downlink {
        if encoded || row.type_byte.is_some() {
            lines.push(line(device, row, row.channel, false, encoded));
        }
    }
    lines
}

/// A row as `script.js` reads it. What only the encoder needs is left out where
/// there is none.
fn line(device: &Device, row: &Row, channel: u8, up: bool, encoded: bool) -> String {
    let leaves: Vec<_> = row.leaves().map(|(part, _)| part).collect();
    let key = match row.target {
        Target::Top => row.names().next().unwrap_or("-").to_owned(),
        Target::Object(name) => format!("{name}."),
        Target::List(name) => format!("{name}.[]"),
    };
    let mut parts = Vec::new();
    let mut at = 0;
    while let Some(part) = leaves.get(at) {
        let repeats = repeats(leaves.get(at..).unwrap_or_default());
        let own = if repeats > 1 { "" } else { &*key };
        let text = part_text(part, own, up, encoded);
        parts.push(if repeats > 1 {
            format!("{} *{repeats}", text.replacen("_1", "_#", 1))
        } else {
            text
        });
        at += repeats;
    }
    let mut text = parts.join("; ");
    if encoded {
        for rule in rules(device, row) {
            text += &format!(" ! {rule}");
        }
    }
    let type_byte = row.type_byte.map_or("--".to_owned(), |byte| text::to_hex(&[byte]));
    let way = if up { '<' } else { '>' };
    format!("{} {type_byte} {way} {:02} {key} {text}", text::to_hex(&[channel]), row.length)
}

fn repeated(row: &Row) -> bool {
    let leaves: Vec<_> = row.leaves().map(|(part, _)| part).collect();
    (0..leaves.len()).any(|at| repeats(leaves.get(at..).unwrap_or_default()) > 1)
}

/// How many parts from the first on differ in a counted number only.
fn repeats(parts: &[&Part]) -> usize {
    let Some(first) = parts.first() else { return 1 };
    let Some((before, after)) = first.name.split_once("_1") else { return 1 };
    let same = |(at, part): (usize, &&Part)| {
        part.name == format!("{before}_{}{after}", at + 1) && part.width() == first.width()
    };
    parts.iter().enumerate().take_while(|pair| same(*pair)).count()
}

fn part_text(part: &Part, key: &str, up: bool, encoded: bool) -> String {
    let width = part.width();
    let mut words = vec![match part.name {
        "" => "-".to_owned(),
        name if name == key => ".".to_owned(),
        name => name.to_owned(),
    }];
    match part.coding {
        Coding::Number { wire, div } => {
            let sign = if wire == Wire::I16 { "i" } else { "u" };
            words.push(format!("{sign}{width}"));
            words.extend((div > 1).then(|| format!("/{div}")));
        }
        Coding::Choice { labels, plus, .. } => {
            words.push(format!("{}{width}", if part.takes_booleans() { "b" } else { "c" }));
            words.push(format!(":{}", sequence(labels)));
            words.extend((plus > 0).then(|| format!("+{plus}")));
        }
        Coding::Presence { label } => {
            words.push(format!("p{width}"));
            words.push(format!(":{},{label}", if up { "" } else { "no" }));
        }
        Coding::Hex { reversed, .. } => {
            words.push(format!("{}{width}", if reversed { "H" } else { "h" }));
        }
        Coding::Version(version) => words.push(match version {
            Version::Decimal | Version::DecimalDecimal => format!("v{width} %10"),
            Version::HexHex => format!("v{width} %16"),
            Version::HexNibble => format!("y{width} %16"),
        }),
        Coding::Reserved { fill, .. } => {
            words.push(format!("r{width}"));
            words.extend(encoded.then(|| format!("={fill}")));
        }
        Coding::SubKind { value, .. } => {
            words.push(format!("k{width}"));
            words.extend(value.map(|value| format!("={value}")));
        }
        Coding::Bits { .. } => {}
    }
    let (low, high) = part.bounds();
    let range = format!("{}..{}", text::number(low), text::number(high));
    if up {
        words.extend(part.range.map(|_| format!("?{range}")));
        if let Some(first) = part.asides.first() {
            let raws: Vec<_> = part.asides.iter().map(|aside| aside.raw.to_string()).collect();
            let mut word = format!(">{},{},{}", raws.join("/"), first.name, first.label);
            word += if first.instead { ",instead" } else { "" };
            words.push(word + if first.warn { ",warn" } else { "" });
        }
    }
    if encoded {
        if matches!(part.coding, Coding::Number { .. }) {
            words.push(format!("~{range}"));
        }
        if !part.unit.is_empty() {
            words.push(format!("({})", part.unit));
        }
        words.extend(part.default.map(|value| format!("={value}")));
        words.extend(part.documented.map(|value| format!("^{}", part.shown(value))));
        if !part.aliases.is_empty() {
            words.push(aliases(part.aliases));
        }
    }
    words.join(" ")
}

/// Labels from 0 on, nothing where there is none.
fn sequence(labels: &[(u32, &str)]) -> String {
    let last = labels.iter().map(|(raw, _)| *raw).max().unwrap_or_default();
    let label = |raw| labels.iter().find(|(other, _)| *other == raw).map_or("", |(_, label)| label);
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
        texts.push(format!("flat {member} {}", siblings.join(" ")));
    }
    texts.extend(unless(device, row).map(|unless| format!("unless {unless}")));
    texts
}

/// The member with which another row stands for this one: that of the longer of two rows
/// of an object, or the flat form of an object whose sibling this row's field is. Behind it
/// the object that must not be there.
fn unless(device: &Device, row: &Row) -> Option<String> {
    device.downlink.iter().find_map(|other| match (row.target, other.target, other.flat_form) {
        (Target::Object(name), Target::Object(same), _) if name == same => {
            let more = other.names().find(|member| !row.names().any(|own| own == *member));
            more.map(str::to_owned)
        }
        (Target::Top, Target::Object(object), Some(member)) => {
            let sibling = row.names().any(|name| other.names().any(|own| own == name));
            sibling.then(|| format!("{member} {object}"))
        }
        _ => None,
    })
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
        .replace("$TIME", measuring(device, Measure::Time, false))
        .replace("$LIST", list.unwrap_or_default())
}
