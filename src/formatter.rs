//! The codec as plain ES5 scripts, for servers without WebAssembly.
//!
//! A script holds the device's rows as text and the little code that reads them,
//! `formatter/script.js`, without what the device has no use for.

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
    let mut out = header(device, half);
    let names = functions(half).map(|(name, _)| name).collect::<Vec<_>>().join(", ");
    out += &format!("var {names};\n(function () {{\n");
    let features = Features::of(device, half);
    if half != Half::Downlink {
        out += &table("UPLINK", device, Direction::Uplink, half);
    }
    out += &table("DOWNLINK", device, Direction::Downlink, half);
    let code = select(SCRIPT, &features);
    out += &spell_out(&code);
    out += &constants(device, &code);
    out.push('\n');
    for (name, body) in functions(half) {
        out += &format!("{name} = {body};\n");
    }
    out += "})();\n";
    out
}

fn functions(half: Half) -> impl Iterator<Item = (&'static str, &'static str)> {
    const FUNCTIONS: &[(&str, Option<Half>, &str)] = &[
        (
            "decodeUplink",
            Some(Half::Uplink),
            "function (input) {\n    return decode(input, true);\n  }",
        ),
        ("normalizeUplink", Some(Half::Uplink), "normalize"),
        ("encodeDownlink", Some(Half::Downlink), "encode"),
        (
            "decodeDownlink",
            Some(Half::Downlink),
            "function (input) {\n    return decode(input, false);\n  }",
        ),
        (
            "Decode",
            None,
            "function (fPort, bytes) {\n    return decode({ bytes: bytes }, true).data;\n  }",
        ),
        (
            "Encode",
            None,
            "function (fPort, data) {\n    var result = encode({ data: data, fPort: fPort });\n    if (result.errors) throw new Error(result.errors.join(\"; \"));\n    return result.bytes;\n  }",
        ),
    ];
    FUNCTIONS
        .iter()
        .filter(move |(_, of, _)| half == Half::Both || *of == Some(half))
        .map(|(name, _, body)| (*name, *body))
}

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
        let mut add = |name, wanted: bool| {
            if wanted {
                names.push(name);
            }
        };
        let encoder = half != Half::Uplink;
        add("encoder", encoder);
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
        add("hex", settable().any(|part| matches!(part.coding, Coding::Hex { .. })));
        add("documented", settable().any(|part| part.documented.is_some()));
        add("aliases", settable().any(|part| !part.aliases.is_empty()));
        add("names", settable().any(|part| part.aliases.len() > 1));
        add("yes", settable().any(Part::is_command));
        add(
            "decimals",
            settable().any(|part| matches!(part.coding, Coding::Number { div: 2.., .. })),
        );
        add("rules", down().any(|row| !row.rules.is_empty()));
        add("undoes", down().any(|row| row.undoes_settings));
        add("flat", down().any(|row| row.flat_form.is_some()));
        add(
            "variants",
            down().enumerate().any(|(at, row)| {
                let object = matches!(row.target, Target::Object(_));
                object && down().skip(at + 1).any(|other| other.target == row.target)
            }),
        );
        add(
            "repeats",
            device
                .uplink
                .iter()
                .any(|row| repeats(&row.leaves().map(|(part, _)| part).collect::<Vec<_>>()) > 1),
        );
        add("measures", parts().any(|part| part.normalized.is_some()));
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
            out += line;
            out.push('\n');
        }
    }
    out
}

/// The messages and lists that the code names.
fn constants(device: &Device, code: &str) -> String {
    let settable = settable(device);
    let readable = device.reported_names().filter(|name| !settable.contains(name));
    let readable = readable.fold(Vec::new(), push_new);
    let results: Vec<_> = RESULT_LABELS.iter().map(|(_, label)| *label).collect();
    let motion = device
        .uplink
        .iter()
        .flat_map(Row::leaves)
        .filter(|(part, _)| part.normalized == Some(Measure::Motion))
        .map(|(part, _)| part.name)
        .fold(Vec::new(), push_new);
    let mut out = String::new();
    if uses(code, "RESULTS") {
        out += &format!("var RESULTS = {};\n", text::literal(&results.join(",")) + ".split(\",\")");
    }
    for (name, names) in [("READABLE", readable), ("MOTION", motion)] {
        if uses(code, name) {
            let text = counted(names);
            let expand = if text.contains('#') {
                format!("expand({})", text::literal(&text))
            } else {
                text::literal(&text)
            };
            out += &format!("var {name} = {expand}.split(\" \");\n");
        }
    }
    out
}

/// Names as a list, those that are counted from 1 to 10 as one: `{region_# }`.
fn counted(mut names: Vec<&str>) -> String {
    let mut words = Vec::new();
    while let Some(name) = names.first().copied() {
        let family = name.split_once("_1").and_then(|(before, after)| {
            let numbered = |n: usize| format!("{before}_{n}{after}");
            (1..=10)
                .all(|n| names.iter().any(|other| *other == numbered(n)))
                .then(|| (before.to_owned(), after.to_owned()))
        });
        match family {
            Some((before, after)) => {
                names.retain(|other| (1..=10).all(|n| *other != format!("{before}_{n}{after}")));
                words.push(format!("{{ {before}_#{after}}}"));
            }
            None => {
                names.remove(0);
                words.push(format!(" {name}"));
            }
        }
    }
    words.concat().trim_start().to_owned()
}

/// The code with its calls of messages, `NO_LABEL(at, path, byte)`, made into the
/// messages' texts.
fn spell_out(code: &str) -> String {
    let mut out = String::new();
    let mut rest = code;
    'next: while !rest.is_empty() {
        for (name, text) in message::ALL {
            let Some(behind) = rest.strip_prefix(name).and_then(|behind| behind.strip_prefix('('))
            else {
                continue;
            };
            if out.ends_with(|c: char| c.is_ascii_alphanumeric() || c == '_') {
                continue;
            }
            let (arguments, behind) = arguments(behind);
            let arguments: Vec<_> = arguments.iter().map(|argument| spell_out(argument)).collect();
            out += &sum(text, &arguments);
            rest = behind;
            continue 'next;
        }
        let mut characters = rest.chars();
        out.extend(characters.next());
        rest = characters.as_str();
    }
    out.replace("MAX_ENTRIES", &MAX_ENTRIES.to_string())
}

/// A call's arguments, and what stands behind it.
fn arguments(code: &str) -> (Vec<&str>, &str) {
    let mut arguments = Vec::new();
    let (mut depth, mut start, mut quoted) = (0, 0, false);
    for (at, c) in code.char_indices() {
        match c {
            '"' => quoted = !quoted,
            _ if quoted => {}
            '(' | '[' => depth += 1,
            ')' if depth == 0 => {
                arguments.push(code[start..at].trim());
                return (arguments, &code[at + 1..]);
            }
            ')' | ']' => depth -= 1,
            ',' if depth == 0 => {
                arguments.push(code[start..at].trim());
                start = at + 1;
            }
            _ => {}
        }
    }
    (arguments, "")
}

/// A message as a sum of its texts and arguments.
fn sum(template: &str, arguments: &[String]) -> String {
    let mut terms = Vec::new();
    for (at, piece) in template.split(['{', '}']).enumerate() {
        if at % 2 == 0 {
            if !piece.is_empty() {
                terms.push(text::literal(piece));
            }
        } else {
            let Some(argument) = piece.parse::<usize>().ok().and_then(|n| arguments.get(n)) else {
                continue;
            };
            let simple = !argument.contains(|c| "+-/|?".contains(c));
            terms.push(if simple { argument.clone() } else { format!("({argument})") });
        }
    }
    terms.join(" + ")
}

/// Whether the code has the name as a word.
fn uses(code: &str, name: &str) -> bool {
    code.split(|c: char| !c.is_ascii_alphanumeric() && c != '_').any(|word| word == name)
}

/// Rows as text, one a line.
fn table(name: &str, device: &Device, direction: Direction, half: Half) -> String {
    let mut out = format!("var {name} = \"|\\\n");
    let up = direction == Direction::Uplink;
    let rows = if up { device.uplink } else { device.downlink };
    let encoded = !up && half != Half::Uplink;
    for row in rows {
        if row.type_byte.is_none() && half == Half::Uplink {
            continue;
        }
        out += &format!("{}|\\\n", line(device, row, row.channel, up, encoded));
    }
    if up {
        // Echoes on channels that neither the command's own nor the usual ones are.
        for row in device.downlink {
            for channel in row.also_on {
                out += &format!("{}|\\\n", line(device, row, *channel, false, false));
            }
        }
    }
    out += "\";\n";
    text::ascii(&out)
}

/// A row as `script.js` reads it. What only the encoder needs is left out where
/// there is none.
fn line(device: &Device, row: &Row, channel: u8, up: bool, encoded: bool) -> String {
    let mut parts = Vec::new();
    match row.target {
        Target::Top => {}
        Target::Object(name) => parts.push(format!("{name}.")),
        Target::List(name) => parts.push(format!("{name}[]")),
    }
    let leaves: Vec<_> = row.leaves().map(|(part, _)| part).collect();
    let mut at = 0;
    while let Some(part) = leaves.get(at) {
        let repeats = repeats(leaves.get(at..).unwrap_or_default());
        let text = part_text(part, up, encoded);
        if repeats > 1 {
            parts.push(format!("{{{}; }}", text.replacen("_1", "_#", 1)));
        } else {
            parts.push(text);
        }
        at += repeats;
    }
    if encoded {
        parts.extend(rules(device, row));
    }
    let type_byte = row.type_byte.map_or("--".to_owned(), |byte| text::to_hex(&[byte]));
    format!("{} {type_byte} {}", text::to_hex(&[channel]), parts.join("; ").replace("; }; ", "; }"))
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

fn part_text(part: &Part, up: bool, encoded: bool) -> String {
    let name = if part.name.is_empty() { "-" } else { part.name };
    let width = part.width();
    let mut words = vec![name.to_owned()];
    match part.coding {
        Coding::Number { wire, div } => {
            let sign = if wire == Wire::I16 { "i" } else { "u" };
            let div = if div > 1 { format!("/{div}") } else { String::new() };
            words.push(format!("{sign}{width}{div}"));
        }
        Coding::Choice { labels, plus, .. } => {
            match labels {
                DISABLE_ENABLE => words.push(format!("e{width}")),
                OFF_ON => words.push(format!("o{width}")),
                _ => {
                    words.push(format!("c{width}"));
                    words.push(sequence(labels));
                }
            }
            if plus > 0 {
                words.push(format!("+{plus:x}"));
            }
        }
        Coding::Presence { label } => words.extend([format!("p{width}"), label.to_owned()]),
        Coding::Hex { reversed, .. } => {
            words.push(format!("{}{width}", if reversed { "H" } else { "h" }));
        }
        Coding::Version(version) => words.push(format!(
            "{}{width}",
            match version {
                Version::Decimal | Version::DecimalDecimal => "v",
                Version::HexHex => "x",
                Version::HexNibble => "y",
            }
        )),
        Coding::Reserved { fill, .. } => {
            words.push(format!("r{width}"));
            if fill > 0 {
                words.push(format!("{fill:x}"));
            }
        }
        Coding::SubKind { value, .. } => {
            words.push(format!("k{width}"));
            words.push(value.map_or("*".to_owned(), |value| format!("{value:x}")));
        }
        Coding::Bits { .. } => {}
    }
    if let (Some((low, high)), true) = (part.range, up || encoded) {
        words.push(format!("~{}~{}", text::number(low), text::number(high)));
    }
    if up {
        for (mark, instead) in [(">", true), ("&", false)] {
            let asides: Vec<_> =
                part.asides.iter().filter(|aside| aside.instead == instead).collect();
            if let Some(first) = asides.first() {
                let raws: Vec<_> = asides.iter().map(|aside| format!("{:x}", aside.raw)).collect();
                let warn = if first.warn { "!" } else { "" };
                words.push(format!(
                    "{mark}{}:{}={}{warn}",
                    raws.join(","),
                    first.name,
                    first.label
                ));
            }
        }
    }
    if encoded {
        if !part.unit.is_empty() {
            words.push(format!("({})", part.unit));
        }
        words.extend(part.default.map(|value| format!("={value}")));
        words.extend(part.documented.map(|value| format!(":{value}")));
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

/// Spellings by runs of rising values: `@0:period,immediately`.
fn aliases(aliases: &[(&str, u32)]) -> String {
    let mut text = String::new();
    let mut next = None;
    for (name, raw) in aliases {
        if next == Some(*raw) {
            text += &format!(",{name}");
        } else {
            text += &format!("@{raw}:{name}");
        }
        next = Some(raw + 1);
    }
    let regions: String =
        (1..=10).map(|n| format!("region_{n}_occupied,region_{n}_vacant,")).collect();
    text.replace(
        &format!("@1:{}", regions.trim_end_matches(',')),
        "@0:{,region_#_occupied,region_#_vacant}",
    )
}

/// What stands behind a row's parts for the encoder.
fn rules(device: &Device, row: &Row) -> Vec<String> {
    let mut texts = Vec::new();
    for rule in row.rules {
        let mark = if rule.warns { "?" } else { "!" };
        let (relation, other) = match rule.must {
            Must::BeAtMost(other) => ("<=", other),
            Must::BeAtLeast(other) => (">=", other),
            Must::BeAbove(other) => (">", other),
            Must::NotBeZero => ("!=", "0"),
        };
        let mut text = format!("{mark} {} {relation} {other}", rule.field);
        if let Some((name, values)) = rule.when {
            let values: Vec<_> = values.iter().map(u32::to_string).collect();
            text += &format!(" {name} {}", values.join(","));
        }
        texts.push(text);
    }
    if row.undoes_settings {
        texts.push("* undoes".to_owned());
    } else if row.action {
        texts.push("* action".to_owned());
    }
    for other in device.downlink {
        let (Some(member), Target::Object(object)) = (other.flat_form, other.target) else {
            continue;
        };
        if std::ptr::eq(other, row) {
            texts.push(format!("^ {member}"));
        } else if row.target == Target::Top
            && row.names().any(|name| other.names().any(|own| own == name))
        {
            texts.push(format!("^ {member} {object}"));
        }
    }
    texts
}
