//! The rows of a device as the text that scripts read: `script/rows.js` says how it is made.
//!
//! The rows of commands are one literal, all others another: two cost servers less than a literal a
//! row, and have no line to be indented.

use super::{Half, template};
use crate::message::{self, format_message};
use crate::names::{first_name, push_unique};
use crate::program::Op;
use crate::table::*;
use crate::text;

/// The rows as statements: those of commands, and their names, where there is an encoder, and all
/// others.
pub(super) fn print(device: &Device, half: Half) -> String {
    let others = others(device, half).join("|");
    if !half.has_downlinks() {
        return format!(" var ROWS = {};\n", template::literal(&others));
    }
    let (names, commands): (Vec<_>, Vec<_>) = commands(device, half).into_iter().unzip();
    let commands: Vec<_> = commands.iter().map(|rows| rows.join("|")).collect();
    let mut out = format!(" var NAMES = {};\n", template::literal(&names.join(" ")));
    out += &format!(" var COMMANDS = {};\n", template::literal(&commands.join("||")));
    if !others.is_empty() {
        out += &format!(" var ROWS = COMMANDS + {};\n", template::literal(&format!("|{others}")));
    }
    out
}

/// The rows of commands by the name at the top level; further names of a row have none.
pub(super) fn commands(device: &Device, half: Half) -> Vec<(&'static str, Vec<String>)> {
    let mut commands: Vec<(&str, Vec<String>)> = Vec::new();
    for row in device.downlink.iter().filter(|row| !row.decode_only) {
        let names = row.top_names();
        // The bytes of the head as a part, low bits first.
        let head = match row.type_byte {
            Some(byte) => format!("- r 16 {}", u16::from_le_bytes([row.channel, byte])),
            None => format!("- r 8 {}", row.channel),
        };
        let mut line = format!("{head} {}", heads_and_parts(device, row, half, Use::Command));
        let rules = rules(row);
        let fields = fields_of_command(device, row);
        if !fields.is_empty() || !rules.is_empty() || row.result.is_some() {
            line += &format!(": {}", fields.join(", "));
        }
        line.extend(rules.iter().map(|rule| format!(": {rule}")));
        line += &result(row, half);
        match commands.iter_mut().find(|(name, _)| names.first() == Some(name)) {
            Some((_, rows)) => rows.push(line),
            None => {
                let mut line = Some(line);
                for name in names.into_iter().chain(row.shorthand) {
                    if commands.iter().all(|(known, _)| *known != name) {
                        commands.push((name, line.take().into_iter().collect()));
                    }
                }
            }
        }
    }
    commands
}

/// Rows of uplinks, commands that are only read, and what is of no kind of its siblings.
pub(super) fn others(device: &Device, half: Half) -> Vec<String> {
    let mut lines = Vec::new();
    if half.has_uplinks() {
        for row in device.uplink {
            let heads = format!("{}<", head(row, row.channel));
            lines.push(format!("{heads}: {}", line(row, Use::Report)));
            lines.extend(other_kinds(device.uplink, row).map(|line| format!("{heads}: {line}")));
        }
    }
    for row in device.downlink {
        let heads = heads(device, row, half);
        if heads.is_empty() {
            continue;
        }
        if row.decode_only || !half.has_downlinks() {
            let text = heads_and_parts(device, row, half, Use::Echo);
            lines.push(text + &result(row, half));
        }
        lines.extend(other_kinds(device.downlink, row).map(|line| format!("{heads}: {line}")));
    }
    lines
}

/// The fields of all rows of a command; none for a command that is one field at the top level.
fn fields_of_command(device: &Device, row: &Row) -> Vec<&'static str> {
    let rows = device.downlink.iter().filter(|other| !other.decode_only);
    let first = |row: &Row| row.top_names().first().copied();
    let rows: Vec<_> = rows.filter(|other| first(other) == first(row)).collect();
    let mut fields = Vec::new();
    for part in rows.iter().flat_map(|row| row.parts).filter(|part| part.is_field()) {
        push_unique(&mut fields, first_name(part.name));
    }
    let is_field = row.target == Target::Top && rows.len() == 1 && fields.len() == 1;
    if is_field { Vec::new() } else { fields }
}

fn heads_and_parts(device: &Device, row: &Row, half: Half, used: Use) -> String {
    format!("{}: {}", heads(device, row, half), line(row, used))
}

/// The labels of a command's result, where uplinks are read.
fn result(row: &Row, half: Half) -> String {
    match &row.result {
        Some(result) if half.has_uplinks() => {
            format!(": ! {} ,{}", result.name, label_list(result.labels, 0))
        }
        _ => String::new(),
    }
}

/// Where a command is met: in uplinks where they repeat it, and in downlinks.
fn heads(device: &Device, row: &Row, half: Half) -> String {
    let mut heads = Vec::new();
    if half.has_uplinks() {
        for channel in 0..=0xff {
            let same = |other: &Row| other.channel == channel && other.type_byte == row.type_byte;
            let Some(echo) = row.echo_on(channel).filter(|_| !device.uplink.iter().any(same))
            else {
                continue;
            };
            let sign = if echo == Usage::Result { "<!" } else { "<" };
            heads.push(format!("{}{sign}", head(row, channel)));
        }
    }
    heads.extend(half.has_downlinks().then(|| format!("{}>", head(row, row.channel))));
    heads.join(" ")
}

fn head(row: &Row, channel: u8) -> String {
    let type_byte = row.type_byte.map_or("--".to_owned(), |byte| text::to_hex(&[byte]));
    format!("{} {type_byte}", text::to_hex(&[channel]))
}

/// Behind the last row of a channel whose rows are told apart: what is of no kind of theirs.
fn other_kinds(rows: &[Row], row: &Row) -> Option<String> {
    let kind = row.kind()?;
    let same = |other: &&Row| other.channel == row.channel && other.type_byte == row.type_byte;
    let is_last = std::ptr::eq(rows.iter().rfind(same)?, row);
    let all = rows.iter().filter(same);
    if !is_last || all.clone().any(|row| row.kind().is_none_or(|kind| kind.leaf.is_other_kind())) {
        return None;
    }
    let length = all.map(|row| row.length).min()?;
    let (before, width) = (kind.first_bit(), kind.leaf.width);
    let behind = 8 * length as u32 - before - width;
    let parts = [("r", before), ("k", width), ("r", behind)];
    let parts = parts.iter().filter(|(_, width)| *width > 0);
    let parts: Vec<_> = parts.map(|(code, width)| format!("- {code} {width}")).collect();
    Some(format!("{length} {}: : {}", place(kind), parts.join("; ")))
}

fn place(kind: &Op) -> String {
    format!("{} {}", kind.first_bit(), kind.leaf.width)
}

/// The use a script makes of a row.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Use {
    /// It is read in uplinks, and its ranges warn.
    Report,
    /// It is read, whatever its range.
    Echo,
    /// It is read, and commands are made of it.
    Command,
}

/// A row behind its heads. Without an encoder, its words are left out.
fn line(row: &Row, used: Use) -> String {
    let counted = row.counted.map_or(String::new(), |most| most.to_string());
    let key = match row.target {
        Target::Top => String::new(),
        Target::Object(name) => name.to_owned(),
        Target::List(name) => format!("{name} []{counted}"),
    };
    let kind = row.kind().map_or(String::new(), |kind| match kind.leaf {
        leaf if leaf.is_other_kind() => format!(" {}", place(kind)),
        leaf => format!(" {} {}", place(kind), leaf.fixed),
    });
    let mut parts = Vec::new();
    let mut rest = row.ops;
    while let Some((op, behind)) = rest.split_first() {
        let repeats = if used == Use::Command { 1 } else { repeats(rest) };
        if repeats > 1 {
            let name = op.leaf.name.replacen("_1", "_#", 1);
            parts.push(format!("{name} m {repeats} {}", label_list(op.leaf.labels, 0)));
            rest = rest.get(repeats..).unwrap_or_default();
        } else {
            add(&mut parts, part_text(op, used));
            rest = behind;
        }
    }
    let zero = if row.may_lack_byte { "0" } else { "" };
    format!("{zero}{}{kind}: {key}: {}", row.length, parts.join("; "))
}

/// Adds a part; spare bits behind others are one part with them.
fn add(parts: &mut Vec<String>, part: String) {
    let spare = |part: &str| part.strip_prefix("- r ")?.parse::<u32>().ok();
    match parts.last_mut().and_then(|last| Some((spare(last)? + spare(&part)?, last))) {
        Some((bits, last)) => *last = format!("- r {bits}"),
        None => parts.push(part),
    }
}

/// How many parts from the first on are choices of one bit that differ in a counted number only.
pub(super) fn repeats(ops: &[Op]) -> usize {
    let Some(Op { leaf: first, .. }) = ops.first() else { return 1 };
    let Some((before, after)) = first.name.split_once("_1") else { return 1 };
    let same = |(at, op): (usize, &Op)| {
        op.leaf.name == format!("{before}_{}{after}", at + 1)
            && op.leaf.is_flag()
            && op.leaf.labels == first.labels
    };
    ops.iter().enumerate().take_while(|pair| same(*pair)).count().max(1)
}

fn part_text(op: &Op, used: Use) -> String {
    let part = op.leaf;
    let plus = part.plus;
    let encoded = used == Use::Command;
    let name = if part.name.is_empty() { "-" } else { part.name };
    let mut marks = Vec::new();
    let (code, words) = match part.coding {
        Coding::Number | Coding::Float => {
            marks.extend((plus != 0).then(|| format!("~{plus}")));
            let (low, high) = part.bounds();
            let ranged = encoded || (used == Use::Report && part.range.is_some());
            let bounds = [text::format_number(low), text::format_number(high)];
            let mut words = vec![part.div.to_string()];
            words.extend(bounds.into_iter().filter(|_| ranged));
            words.extend(encoded.then(|| escaped(part.unit)));
            let code = match part.coding {
                _ if encoded && part.command_flag => "y",
                Coding::Float => "f",
                _ if part.signed => "i",
                _ => "u",
            };
            (code, words)
        }
        Coding::Choice => {
            let [no, yes] =
                [false, true].map(|flag| part.label_of(flag).map_or(0, |found| found.0));
            let is_switch = encoded && part.takes_booleans();
            marks.extend((is_switch && [no, yes] != [0, 1]).then(|| format!("*{no},{yes}")));
            marks.extend((encoded && plus > 0).then(|| format!("+{plus}")));
            let mut list = format!(",{}", label_list(part.labels, plus));
            if !part.also_reads.is_empty() {
                let also = format!(",{}", label_list(part.also_reads, plus));
                if encoded {
                    marks.push(format!("&{also}"));
                } else {
                    list += &also;
                }
            }
            let code = match (part.signed, is_switch) {
                (true, _) => "d",
                (_, true) => "b",
                _ => "c",
            };
            (code, vec![list])
        }
        Coding::Presence => {
            marks.extend(encoded.then(|| part.fixed.to_string()));
            let label = escaped(part.label);
            ("a", vec![if encoded { format!("{label},00=no,01={label}") } else { label }])
        }
        Coding::Constant if encoded && part.is_yes() => {
            ("a", vec!["yes,00=no,01=yes 0".to_owned()])
        }
        Coding::Constant => (if encoded { "e" } else { "a" }, vec![escaped(part.label)]),
        Coding::Text => ("t", vec![escaped(part.characters)]),
        Coding::Hex => ("h", vec![]),
        Coding::HexReversed => ("l", vec![]),
        Coding::VersionDecimal => ("v", vec!["10".to_owned()]),
        Coding::VersionDecimals => ("v", vec!["10 8 10".to_owned()]),
        Coding::VersionHex => ("v", vec!["16 8 16".to_owned()]),
        Coding::VersionNibble => ("v", vec!["16 12 10".to_owned()]),
        Coding::OtherKind => ("k", vec![]),
        // Leaves are never groups of bit fields.
        Coding::Reserved | Coding::Kind | Coding::Bits => {
            let is_sent = encoded && part.fixed > 0;
            ("r", is_sent.then(|| part.fixed.to_string()).into_iter().collect())
        }
    };
    marks.extend(part.given_by.map(|bit| format!("?{}", 8 * u32::from(op.at) + bit)));
    // In uplinks choices alone have a default that is read.
    let reads_missing = used == Use::Report && part.coding == Coding::Choice;
    let default = part.default.filter(|_| encoded || reads_missing);
    marks.extend(default.map(|default| format!("={default}")));
    if encoded {
        let documented = part.documented.map(|raw| (raw, escaped(&part.shown(raw))));
        marks.extend(documented.map(|(raw, shown)| format!("^{raw}={shown}")));
        let aliases: Vec<_> =
            part.aliases.iter().map(|(name, raw)| format!("{raw}={}", escaped(name))).collect();
        let has_aliases = !aliases.is_empty() && !part.command_flag;
        marks.extend(has_aliases.then(|| format!("@{}", aliases.join(","))));
    }
    let mut texts = vec![name.to_owned(), code.to_owned(), part.width.to_string()];
    texts.extend(words);
    texts.extend(marks);
    texts.extend(special_values(part));
    let text = texts.join(" ");
    // A command's number has a place for its unit, even if it has none.
    if encoded { text } else { text.trim_end().to_owned() }
}

/// The special values of a part, those that say the same together.
fn special_values(part: &Part) -> Vec<String> {
    let mut texts: Vec<(Vec<String>, String)> = Vec::new();
    for special in part.special_values {
        let instead = if special.replaces_field { ",instead" } else { "" };
        let warn = match (special.warns, special.replaces_field) {
            (true, true) => ",warn",
            (true, false) => ",,warn",
            (false, _) => "",
        };
        let said = format!("{},{}{instead}{warn}", special.name, escaped(special.label));
        match texts.iter_mut().find(|(_, other)| *other == said) {
            Some((raws, _)) => raws.push(special.raw.to_string()),
            None => texts.push((vec![special.raw.to_string()], said)),
        }
    }
    texts.iter().map(|(raws, said)| format!("!{},{said}", raws.join("/"))).collect()
}

/// Raw numbers as the wire has them, and labels: `0=off,1=on`.
pub(super) fn label_list(labels: &[(i32, &str)], plus: i32) -> String {
    let pair = |(raw, label): &(i32, &str)| format!("{}={}", raw + plus, escaped(label));
    labels.iter().map(pair).collect::<Vec<_>>().join(",")
}

/// A label or unit with the signs of the rows' text, and all that is not ASCII, as
/// `decodeURIComponent` reads them: goja copies other texts at every look at them.
pub(super) fn escaped(label: &str) -> String {
    let mut out = String::new();
    for byte in label.bytes() {
        match byte {
            0..=b' ' | b'$' | b'%' | b',' | b'=' | b';' | b'|' | b'/' | 0x7f.. => {
                out += &format!("%{}", text::to_hex(&[byte]));
            }
            _ => out.push(char::from(byte)),
        }
    }
    out
}

/// The text behind a row's parts, for the encoder.
fn rules(row: &Row) -> Vec<String> {
    let mut texts = Vec::new();
    for rule in row.rules {
        let (relation, other) = rule.relation();
        let mut text = format!("{} {relation} {other}", rule.field);
        if let Some((name, values)) = rule.when {
            let part = row.parts.iter().find(|part| part.name == name);
            let label = |value: &u32| {
                let shown = part.map_or_else(String::new, |part| part.shown(*value));
                escaped(&shown)
            };
            let labels: Vec<_> = values.iter().map(label).collect();
            let values: String = values.iter().map(|value| format!("{value},")).collect();
            let shown = format_message(message::WHERE, &[name, &labels.join(" or ")]);
            text += &format!(" {name} ,{values} {shown}");
        } else if rule.warns {
            text += " ?";
        }
        texts.push(text);
    }
    if row.resets_settings {
        texts.push("undoes settings".to_owned());
    }
    if let Some(command) = row.undoes {
        texts.push(format!("undoes {command}"));
    }
    if row.resets_settings || !row.is_setting() {
        texts.push("an action".to_owned());
    }
    texts
}

/// The object that may be given by members at the top level, the member that says so, the others.
pub(super) fn flat(device: &Device) -> Option<String> {
    device.downlink.iter().find_map(|row| match (row.target, row.shorthand) {
        (Target::Object(object), Some(member)) => {
            Some([&[object, member][..], &row.names_beside(member)].concat().join(" "))
        }
        _ => None,
    })
}

/// The names that the device reports and that no command has.
pub(super) fn readable(device: &Device) -> Vec<&'static str> {
    let settable = commands(device, Half::Downlink);
    let mut names = Vec::new();
    let mut add = |name: &'static str| {
        if !names.contains(&name) && settable.iter().all(|(own, _)| *own != name) {
            names.push(name);
        }
    };
    let read = device.downlink.iter().filter(|row| row.decode_only);
    device.uplink.iter().chain(read).flat_map(Row::top_names).for_each(&mut add);
    device.downlink.iter().filter_map(|row| row.result).for_each(|result| add(result.name));
    if device.answers_with_results() {
        add(RESULT_FIELD);
    }
    names
}
