//! What makes objects of records (src/records.rs), for each model: JavaScript with the names
//! and labels of its rows written out, so that V8 sees stores to known names.
//!
//! It reads no payload. A number that is not whole comes as an f64, already divided; a label
//! as its number.

use std::fmt::Write as _;

use milesight_codec::records::REFUSED;
use milesight_codec::table::{
    Coding, Echo, Part, REQUEST_FIELD, RESULT_FIELD, RESULT_LABELS, Row, Target, Version, Wire,
};
use milesight_codec::{Device, format_number, message, to_hex};
use serde_json::{Map, Value, json};

/// A part's value as JavaScript takes it from a record that begins at `p`; a label's is its
/// number. Texts are put together from digits.
pub fn plain_value(part: &Part, p: &str, at: usize) -> String {
    let each = |table: &str, ats: std::ops::Range<usize>| {
        let digits: Vec<_> = ats.map(|n| format!("{table}[I[{p}{}]]", at + 2 * n)).collect();
        digits.join(" + ")
    };
    match part.coding {
        Coding::Number { wire: Wire::U32, div: 1, .. } => format!("U[{p}{at}]"),
        Coding::Number { div: 1, .. } | Coding::Choice { .. } => format!("I[{p}{at}]"),
        Coding::Number { .. } if p.is_empty() => format!("F[{}]", at / 2),
        Coding::Number { .. } => format!("F[({p}{at}) >> 1]"),
        Coding::Hex { length, .. } => each("H", 0..length),
        Coding::Version(Version::Decimal) => format!("\"v\" + {}", each("D", 0..1)),
        Coding::Version(version) => {
            let (first, second) = match version {
                Version::HexHex => ("X", "X"),
                Version::HexNibble => ("X", "D"),
                _ => ("D", "D"),
            };
            format!("\"v\" + {} + \".\" + {}", each(first, 0..1), each(second, 1..2))
        }
        _ => String::new(),
    }
}

/// The module of a model.
pub fn module(device: &Device) -> String {
    let mut module = Module { device, labels: Vec::new() };
    let rows: Vec<&'static Row> = device.uplink.iter().chain(device.downlink).collect();
    let single: String = rows.iter().enumerate().map(|(id, row)| module.single(id, row)).collect();
    let cases: String = rows.iter().enumerate().map(|(id, row)| module.case(id, row)).collect();
    let refusal = module.refusal();
    let commands = module.commands();
    let mut out = "import { commandsOf, field } from \"./commands.js\";\n\
                   import { D, H, X } from \"./digits.js\";\n\n\
                   export { decoder } from \"./decoder.js\";\n\n"
        .to_owned();
    for (at, labels) in module.labels.iter().enumerate() {
        let _ = writeln!(out, "const L{at} = {};", json!(labels));
    }
    let lists: String = module.lists().iter().map(|name| format!("  let {name};\n")).collect();
    let groups: String = if module.groups().is_empty() { "" } else { "  let seen = 0;\n" }.into();
    let _ = write!(
        out,
        "
/** The data of the records in the first `n` slots, seen as integers (I, U) and floats (F). */
export function data(I, U, F, n) {{
  const end = 2 * n;
  switch (n === 0 ? -1 : I[0]) {{
{single}  }}
  const data = {{}};
{lists}{groups}  let p = 0;
  while (p < end) {{
    const row = I[p];
{into}    switch (row{mask}) {{
{cases}    }}
{refusal}  }}
  return data;
}}
",
        into = if refusal.is_empty() {
            ""
        } else {
            "    let into = data;\n    if (row > 255) into = {};\n"
        },
        mask = if refusal.is_empty() { "" } else { " & 255" },
    );
    let _ = write!(
        out,
        "
/** What a plain command may hold: names, rows, and their fields. Made on first use. */
export const commands = () =>
  commandsOf([
{commands}  ]);
"
    );
    let _ = write!(
        out,
        "
/** The fields that notes may name: by row, then by slot. */
export const places = {};
",
        places(device)
    );
    if refusal.is_empty() { out.replace("into.", "data.") } else { out }
}

/// The messages that tell what is wrong with a payload, as functions, and the paths of a refusal.
pub fn messages() -> String {
    let mut out = String::new();
    for (name, text) in message::ALL {
        let pieces: Vec<&str> = text.split(['{', '}']).collect();
        let places = pieces.iter().skip(1).step_by(2).map(|place| format!("_{place}"));
        let mut places: Vec<_> = places.collect();
        places.sort();
        places.dedup();
        let text: String = pieces
            .iter()
            .enumerate()
            .map(
                |(at, piece)| {
                    if at % 2 == 1 { format!("${{_{piece}}}") } else { piece.replace('`', "\\`") }
                },
            )
            .collect();
        let _ = writeln!(out, "export const {name} = ({}) => `{text}`;", places.join(", "));
    }
    let _ = writeln!(out, "export const RESULT = \"{RESULT_FIELD}.result\";");
    let _ = writeln!(out, "export const REQUEST = \"{RESULT_FIELD}.{REQUEST_FIELD}.\";");
    out
}

/// By row's number, the fields that decoding may have something to say about: by slot.
fn places(device: &Device) -> Value {
    let mut rows = Map::new();
    for (id, row) in device.uplink.iter().chain(device.downlink).enumerate() {
        let mut fields = Map::new();
        let mut slot = 1;
        for (part, _) in row.leaves().filter(|(part, _)| !part.name.is_empty()) {
            let unlabelled = match part.coding {
                Coding::Choice { width, labels, .. } => labels.len() < 1 << width,
                _ => false,
            };
            let asides: Vec<Value> = part
                .asides
                .iter()
                .map(|aside| {
                    let bytes: Vec<_> = aside
                        .raw
                        .to_le_bytes()
                        .iter()
                        .take(part.width() as usize / 8)
                        .map(|byte| to_hex(&[*byte]))
                        .collect();
                    json!([aside.name, bytes.join(" ")])
                })
                .collect();
            let warned = part.asides.iter().any(|aside| aside.warn);
            let mut field = Map::from_iter([("name".to_owned(), json!(part.name))]);
            if let Some((low, high)) = part.range.filter(|_| id < device.uplink.len()) {
                field.insert("low".to_owned(), json!(format_number(low)));
                field.insert("high".to_owned(), json!(format_number(high)));
            }
            if warned {
                field.insert("asides".to_owned(), Value::Array(asides));
            }
            if unlabelled || field.len() > 1 {
                fields.insert(slot.to_string(), Value::Object(field));
            }
            slot += slots(part);
        }
        if fields.is_empty() {
            continue;
        }
        let place = match row.target {
            Target::Top => json!({ "before": "", "fields": fields }),
            Target::Object(name) => json!({ "before": format!("{name}."), "fields": fields }),
            Target::List(name) => {
                json!({ "before": format!("{name}["), "after": "].", "fields": fields })
            }
        };
        rows.insert(id.to_string(), place);
    }
    Value::Object(rows)
}

struct Module<'a> {
    device: &'a Device,
    /// Lists of labels, each ending with that of values that have none.
    labels: Vec<Vec<&'static str>>,
}

impl Module<'_> {
    /// A payload of one record, as one object literal, or one for each aside.
    fn single(&mut self, id: usize, row: &'static Row) -> String {
        let length = self.words(row);
        let asides: usize = row.leaves().map(|(part, _)| part.asides.len()).sum();
        let mut body = String::new();
        for holds in 1..=asides {
            let data = self.single_data(row, Some(holds - 1));
            let _ = writeln!(body, "        if (I[{}] === {holds}) return {data};", length - 2);
        }
        let data = self.single_data(row, None);
        let _ = write!(body, "        return {data};\n      }}\n");
        format!("    case {id}:\n      if (end === {length}) {{\n{body}      break;\n")
    }

    fn single_data(&mut self, row: &'static Row, aside: Option<usize>) -> String {
        let fields = self.literal(row, "", aside);
        match row.target {
            Target::Top => fields,
            Target::Object(name) => format!("{{ {name}: {fields} }}"),
            Target::List(name) => format!("{{ {name}: [{fields}] }}"),
        }
    }

    /// The fields of a row, with the aside that holds.
    fn literal(&mut self, row: &'static Row, p: &str, aside: Option<usize>) -> String {
        let mut at = 2;
        let mut members = Vec::new();
        for (part, _) in row.leaves().filter(|(part, _)| !part.name.is_empty()) {
            let (value, words) = self.value(part, p, at);
            let aside = aside.and_then(|at| part.asides.get(at));
            if aside.is_none_or(|aside| !aside.instead) {
                members.push(format!("{}: {value}", part.name));
            }
            members.extend(aside.map(|aside| format!("{}: {}", aside.name, json!(aside.label))));
            at += words;
        }
        format!("{{ {} }}", members.join(", "))
    }

    fn case(&mut self, id: usize, row: &'static Row) -> String {
        let mut body = String::new();
        let length = self.words(row);
        let asides = row.leaves().any(|(part, _)| !part.asides.is_empty());
        assert!(
            row.target == Target::Top || !asides,
            "an aside within an object or a list is not provided for"
        );
        match row.target {
            Target::Object(name) => {
                let fields = self.literal(row, "p + ", None);
                let _ = writeln!(body, "        into.{name} = {fields};");
            }
            Target::List(name) => {
                let fields = self.literal(row, "p + ", None);
                let _ = writeln!(
                    body,
                    "        if ({name} === undefined) data.{name} = {name} = [{fields}];"
                );
                let _ = writeln!(body, "        else {name}.push({fields});");
            }
            Target::Top => {
                if let Some((bit, names)) = self.group(row) {
                    let deletes: String = names
                        .iter()
                        .map(|name| format!("          delete into.{name};\n"))
                        .collect();
                    let _ = write!(
                        body,
                        "        if (seen & {bit}) {{\n{deletes}        }}\n        seen |= {bit};\n"
                    );
                }
                let mut at = 2;
                for (part, _) in row.leaves().filter(|(part, _)| !part.name.is_empty()) {
                    let (value, words) = self.value(part, "p + ", at);
                    let set = format!("into.{} = {value};", part.name);
                    at += words;
                    if part.asides.is_empty() {
                        let _ = writeln!(body, "        {set}");
                        continue;
                    }
                    let aside = |at: usize| {
                        let aside = &part.asides[at];
                        format!("into.{} = {}", aside.name, json!(aside.label))
                    };
                    // The aside's number is the record's last slot.
                    let last = length - 2;
                    let mut otherwise = format!("{{ {set} }}");
                    for at in (0..part.asides.len()).rev() {
                        let own = if part.asides[at].instead { "" } else { &format!("{set} ") };
                        otherwise = format!(
                            "if (I[p + {last}] === {}) {{ {own}{}; }}\n        else {otherwise}",
                            at + 1,
                            aside(at)
                        );
                    }
                    let _ = writeln!(body, "        {otherwise}");
                }
            }
        }
        format!("      case {id}:\n{body}        p += {length};\n        break;\n")
    }

    /// The names of commands that one row each has. A name of several rows, or one that may
    /// stand for an object's member, is not plain.
    fn commands(&mut self) -> String {
        let mut out = String::new();
        for (number, row) in self.device.downlink.iter().enumerate() {
            let fields: Vec<String> = row
                .leaves()
                .filter(|(part, _)| !part.name.is_empty())
                .map(|(part, _)| self.field(part))
                .collect();
            let (name, target) = match row.target {
                Target::Top if fields.len() != 1 => continue,
                Target::Top => (row.names().next().unwrap_or_default(), 0),
                Target::Object(name) => (name, 1),
                Target::List(name) => (name, 2),
            };
            let rows = self.device.downlink.iter();
            if rows.filter(|other| other.top_names().any(|own| own == name)).count() == 1 {
                let _ =
                    writeln!(out, "    [\"{name}\", {number}, {target}, [{}]],", fields.join(", "));
            }
        }
        out
    }

    fn field(&self, part: &Part) -> String {
        let name = part.name;
        let digits = match part.coding {
            Coding::Hex { length, .. } => 2 * length,
            _ => 0,
        };
        let labels = match part.coding {
            Coding::Choice { labels, .. } => {
                json!(labels.iter().map(|(_, label)| *label).collect::<Vec<_>>()).to_string()
            }
            Coding::Presence { .. } => "[\"yes\"]".to_owned(),
            _ => "undefined".to_owned(),
        };
        format!("field(\"{name}\", {labels}, {digits}, {})", part.default.is_some())
    }

    /// What stands behind the fields of a command that the device refuses.
    fn refusal(&mut self) -> String {
        let answers = |row: &&Row| row.echo_on(0xf8) == Some(Echo::WithResult);
        let rows: Vec<_> = self.device.downlink.iter().filter(answers).collect();
        if rows.is_empty() {
            return String::new();
        }
        assert!(
            rows.iter().all(|row| !matches!(row.target, Target::List(_))),
            "a refused command that makes a list is not provided for"
        );
        let types: Vec<String> = self
            .device
            .downlink
            .iter()
            .enumerate()
            .filter(|(_, row)| answers(row))
            .map(|(at, row)| {
                format!("{}: {}", self.device.uplink.len() + at, row.type_byte.unwrap_or_default())
            })
            .collect();
        let labels: Vec<_> = RESULT_LABELS.iter().map(|(_, label)| *label).collect();
        let labels = self.list(labels);
        format!(
            "    if (row > 255) {{
      data.{RESULT_FIELD} = {{
        channel_type: {{ {} }}[row - {REFUSED}],
        result: {labels}[I[p]],
        {REQUEST_FIELD}: into,
      }};
      p += 2;
    }}
",
            types.join(", ")
        )
    }

    /// The words of a record, without a refusal's.
    fn words(&mut self, row: &'static Row) -> usize {
        let named = row.leaves().filter(|(part, _)| !part.name.is_empty());
        let fields: usize = named.map(|(part, _)| 2 * slots(part)).sum();
        let asides = row.leaves().filter(|(part, _)| !part.asides.is_empty()).count();
        assert!(asides <= 1, "a row with asides in several parts is not provided for");
        2 + fields + 2 * asides
    }

    fn value(&mut self, part: &Part, p: &str, at: usize) -> (String, usize) {
        let words = 2 * slots(part);
        let value = plain_value(part, p, at);
        let value = match part.coding {
            Coding::Choice { labels, .. } => {
                let labels = self.list(labels.iter().map(|(_, label)| *label).collect());
                format!("{labels}[{value}]")
            }
            Coding::Presence { label, .. } | Coding::Constant { label } => json!(label).to_string(),
            _ => value,
        };
        (value, words)
    }

    /// The name of a list of labels, with the one of values that have none.
    fn list(&mut self, mut labels: Vec<&'static str>) -> String {
        labels.push(milesight_codec::decode::UNKNOWN);
        let at = self.labels.iter().position(|list| *list == labels).unwrap_or_else(|| {
            self.labels.push(labels);
            self.labels.len() - 1
        });
        format!("L{at}")
    }

    fn lists(&self) -> Vec<&'static str> {
        let mut names = Vec::new();
        for row in self.device.uplink.iter().chain(self.device.downlink) {
            match row.target {
                Target::List(name) if !names.contains(&name) => names.push(name),
                _ => {}
            }
        }
        names
    }

    /// Rows whose fields clear each other, where the later one does not set all of the
    /// earlier one's: the names of each group.
    fn groups(&self) -> Vec<Vec<&'static str>> {
        let mut groups: Vec<Vec<&'static str>> = Vec::new();
        let rows = || self.device.uplink.iter().chain(self.device.downlink);
        for row in rows().filter(|row| row.target == Target::Top) {
            let names: Vec<_> = row.names().collect();
            let partly = |other: &Row| {
                let own: Vec<_> = other.names().collect();
                own.iter().any(|name| names.contains(name)) && (own.len() > 1 || names.len() > 1)
            };
            let optional = row.leaves().any(|(part, _)| !part.asides.is_empty());
            let mixed = rows().any(|other| {
                other.target == Target::Top
                    && partly(other)
                    && !other.names().eq(names.iter().copied())
            });
            if !optional && !mixed {
                continue;
            }
            match groups.iter_mut().find(|group| names.iter().any(|name| group.contains(name))) {
                Some(group) => {
                    group.extend(
                        names
                            .iter()
                            .filter(|name| !group.contains(name))
                            .copied()
                            .collect::<Vec<_>>(),
                    );
                }
                None => groups.push(names),
            }
        }
        groups
    }

    /// The bit of a row's group, and the names of the row itself.
    fn group(&self, row: &Row) -> Option<(usize, Vec<&'static str>)> {
        let names: Vec<_> = row.names().collect();
        let at =
            self.groups().iter().position(|group| names.iter().any(|name| group.contains(name)))?;
        Some((1 << at, names))
    }
}

pub fn slots(part: &Part) -> usize {
    match part.coding {
        Coding::Hex { length, .. } => length,
        Coding::Version(Version::Decimal) => 1,
        Coding::Version(_) => 2,
        _ => 1,
    }
}
