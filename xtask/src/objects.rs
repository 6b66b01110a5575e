//! Object makers: for each model, JavaScript that makes objects of records, with the names and
//! labels of its rows written out, so that V8 sees stores to known names.
//!
//! It reads no payload: a number with a divisor comes as a float that is divided already, a label
//! as its place.

use std::fmt::Write as _;

use milesight_codec::program::Program;
use milesight_codec::table::{REQUEST_FIELD, RESULT_FIELD, RESULT_LABELS, Row, Target};
use milesight_codec::walk::record::REFUSED;
use milesight_codec::{Device, UNKNOWN};
use serde_json::json;

use crate::fields::{self, Field, Value};

/// The module of a model.
pub fn module(device: Device) -> String {
    let program = device.program();
    let mut maker = Maker { program, labels: Vec::new() };
    let rows = program.rows.iter().enumerate();
    let single: String = rows.clone().map(|(id, row)| maker.single(id, row)).collect();
    let cases: String = rows.map(|(id, row)| maker.case(id, row)).collect();
    let refusal = maker.refusal();
    let mut out = "import { D, H, X, textOf } from \"./digits.js\";\n\n\
                   export { decoder } from \"./decoder.js\";\n\n"
        .to_owned();
    for (at, labels) in maker.labels.iter().enumerate() {
        let _ = writeln!(out, "const L{at} = {};", json!(labels));
    }
    let lists: String = maker.lists().iter().map(|name| format!("  let {name};\n")).collect();
    let groups = if maker.groups().is_empty() { "" } else { "  let seen = 0;\n" };
    let (into, mask) = if refusal.is_empty() {
        ("", "")
    } else {
        ("    let into = data;\n    if (row > 65535) into = {};\n", " & 65535")
    };
    let _ = write!(
        out,
        "
/** The data of the records in the first `n` slots, seen as integers (I, U) and floats (F). */
export function data(I, U, F, n) {{
  const end = 2 * n;
  switch (n === 0 ? -1 : I[0]) {{
{single}  }}
  return dataOfAll(I, U, F, end);
}}

// Kept apart: it is not compiled before a payload has several records.
function dataOfAll(I, U, F, end) {{
  const data = {{}};
{lists}{groups}  let p = 0;
  while (p < end) {{
    const row = I[p];
{into}    switch (row{mask}) {{
{cases}    }}
{refusal}  }}
  return data;
}}
"
    );
    if refusal.is_empty() { out.replace("into.", "data.") } else { out }
}

struct Maker {
    program: &'static Program,
    /// Lists of labels.
    labels: Vec<Vec<&'static str>>,
}

impl Maker {
    /// A payload of one record, as one object literal, or one for each special value.
    fn single(&mut self, id: usize, row: &Row) -> String {
        let fields = fields::of(row, "");
        if fields.iter().any(|field| field.when.is_some()) {
            return String::new();
        }
        let (length, name) = (fields::words(row), row.target.name());
        let whole = |fields: String| match row.target {
            Target::Top => fields,
            Target::Object(_) => format!("{{ {name}: {fields} }}"),
            Target::List(_) => format!("{{ {name}: [{fields}] }}"),
        };
        let mut body = String::new();
        // Rows with two such fields are left to the general way.
        let special: Vec<&Field> =
            fields.iter().filter(|field| !field.specials.is_empty()).collect();
        if let [field] = special[..] {
            for special in &field.specials {
                let literal = whole(self.literal(&fields, Some(special.number)));
                let (at, number) = (field.special_at, special.number);
                let _ = writeln!(body, "        if (I[{at}] === {number}) return {literal};");
            }
        } else if special.len() > 1 {
            return String::new();
        }
        let literal = whole(self.literal(&fields, None));
        let _ = write!(body, "        return {literal};\n      }}\n");
        format!("    case {id}:\n      if (end === {length}) {{\n{body}      break;\n")
    }

    /// The fields of a row as an object literal, with the special value of this number.
    fn literal(&mut self, fields: &[Field], special: Option<usize>) -> String {
        let mut members: Vec<(&str, String)> = Vec::new();
        for field in fields {
            let own = special.and_then(|number| field.specials.get(number - 1));
            if own.is_none_or(|special| !special.replaces_field) {
                members.push((field.name, self.value(&field.value)));
            }
            members.extend(own.map(|special| (special.name, json!(special.label).to_string())));
        }
        nested(&members)
    }

    fn case(&mut self, id: usize, row: &Row) -> String {
        let fields = fields::of(row, "p + ");
        let name = row.target.name();
        let fixed = fields.iter().all(|field| field.when.is_none() && field.specials.is_empty());
        let mut body = String::new();
        let object = if fixed {
            self.literal(&fields, None)
        } else if row.target == Target::Top {
            String::new()
        } else {
            body += "        const made = {};\n";
            body += &self.stores(&fields, "made", None);
            "made".to_owned()
        };
        match row.target {
            Target::Object(_) => {
                let _ = writeln!(body, "        into.{name} = {object};");
            }
            Target::List(_) => {
                let _ = writeln!(
                    body,
                    "        if (into === data && {name} !== undefined) {name}.push({object});"
                );
                let _ = writeln!(body, "        else into.{name} = [{object}];");
                let _ = writeln!(body, "        if (into === data) {name} = data.{name};");
            }
            Target::Top => {
                let group = self.group(row);
                body += &self.stores(&fields, "into", group);
                if let Some(bit) = group {
                    let _ = writeln!(body, "        seen |= {bit};");
                }
            }
        }
        // Without refusals there is one object to fill.
        if !self.has_refusals() {
            body = body
                .replace("if (into === data && ", "if (")
                .replace("        if (into === data) ", "        ");
        }
        format!(
            "      case {id}: {{\n{body}        p += {};\n        break;\n      }}\n",
            fields::words(row)
        )
    }

    /// Statements that set the fields, and take away what an earlier record may have left.
    fn stores(&mut self, fields: &[Field], to: &str, group: Option<usize>) -> String {
        let mut out = String::new();
        let mut objects: Vec<&str> = Vec::new();
        for field in fields {
            // An object within is made anew by each record.
            let object = field.name.rsplit_once('.').map(|(object, _)| object);
            if let Some(object) = object.filter(|object| !objects.contains(object)) {
                let _ = writeln!(out, "        {to}.{object} = {{}};");
                objects.push(object);
            }
            let set = format!("{to}.{} = {};", field.name, self.value(&field.value));
            let forget = |name: &str| {
                group.map_or(String::new(), |bit| format!(" if (seen & {bit}) delete {to}.{name};"))
            };
            if let Some(when) = &field.when {
                let away = forget(field.name);
                let otherwise =
                    if away.is_empty() { String::new() } else { format!(" else {{{away} }}") };
                let _ = writeln!(out, "        if ({when}) {{ {set} }}{otherwise}");
                continue;
            }
            if field.specials.is_empty() {
                let _ = writeln!(out, "        {set}");
                continue;
            }
            let names: Vec<&str> = field.specials.iter().map(|special| special.name).collect();
            let others = |kept: &str| -> String {
                let mut names: Vec<&str> =
                    names.iter().filter(|name| **name != kept).copied().collect();
                names.dedup();
                names.iter().map(|name| forget(name)).collect()
            };
            let _ = writeln!(out, "        switch (I[p + {}]) {{", field.special_at);
            for special in &field.specials {
                let own =
                    if special.replaces_field { forget(field.name) } else { format!(" {set}") };
                let _ = writeln!(
                    out,
                    "          case {}:{own}{} {to}.{} = {}; break;",
                    special.number,
                    others(special.name),
                    special.name,
                    json!(special.label)
                );
            }
            let _ = writeln!(out, "          default: {set}{}\n        }}", others(""));
        }
        out
    }

    /// The code behind the fields of a command that the device refuses.
    fn refusal(&mut self) -> String {
        if !self.has_refusals() {
            return String::new();
        }
        let rows = self.program.rows.iter().enumerate().skip(self.program.uplink_rows.into());
        let (mut types, mut cases) = (Vec::new(), String::new());
        for (id, row) in rows {
            if let Some(result) = row.result {
                let labels = result.labels.iter().map(|(_, label)| *label).chain([UNKNOWN]);
                let labels = self.list(labels.collect());
                let name = result.name;
                let _ = writeln!(
                    cases,
                    "      if (row === {}) data.{name} = {labels}[I[p]];\n      else",
                    REFUSED + id as u64
                );
            } else if row.channel == 0xf9 {
                let type_byte = row.type_byte.unwrap_or_default();
                types.push(format!("{}: {type_byte}", REFUSED + id as u64));
            }
        }
        let labels = RESULT_LABELS.iter().map(|(_, label)| *label).chain([UNKNOWN]);
        let labels = self.list(labels.collect());
        format!(
            "    if (row > 65535) {{
{cases}      data.{RESULT_FIELD} = {{
        channel_type: {{ {} }}[row],
        result: {labels}[I[p]],
        {REQUEST_FIELD}: into,
      }};
      p += 2;
    }}
",
            types.join(", ")
        )
    }

    fn has_refusals(&self) -> bool {
        self.program.rows.iter().any(|row| row.channel == 0xf9 || row.result.is_some())
    }

    fn value(&mut self, value: &Value) -> String {
        match value {
            Value::Number(number) => number.clone(),
            Value::Label { labels, place } => format!("{}[{place}]", self.list(labels.clone())),
            Value::Constant(label) => json!(label).to_string(),
            Value::Text { text, .. } => text.clone(),
        }
    }

    /// The name of a list of labels.
    fn list(&mut self, labels: Vec<&'static str>) -> String {
        let at = self.labels.iter().position(|list| *list == labels).unwrap_or_else(|| {
            self.labels.push(labels);
            self.labels.len() - 1
        });
        format!("L{at}")
    }

    fn lists(&self) -> Vec<&'static str> {
        let mut names = Vec::new();
        for row in self.program.rows.iter().filter(|row| row.target.is_list()) {
            let name = row.target.name();
            if !names.contains(&name) {
                names.push(name);
            }
        }
        names
    }

    /// The names of rows at the top level that may leave a field absent, each with those of all
    /// rows that share one with it: where one was seen, another has to take fields away.
    fn groups(&self) -> Vec<Vec<&'static str>> {
        let mut groups: Vec<Vec<&'static str>> = Vec::new();
        for row in self.program.rows.iter().filter(|row| row.target == Target::Top) {
            let fields = fields::of(row, "");
            if fields.iter().all(|field| field.when.is_none() && field.specials.is_empty()) {
                continue;
            }
            let names = fields::names(row);
            match groups.iter_mut().find(|group| names.iter().any(|name| group.contains(name))) {
                Some(group) => {
                    let new: Vec<_> =
                        names.into_iter().filter(|name| !group.contains(name)).collect();
                    group.extend(new);
                }
                None => groups.push(names),
            }
        }
        groups
    }

    /// The bit of a row's group.
    fn group(&self, row: &Row) -> Option<usize> {
        let names = fields::names(row);
        let has = |group: &Vec<&'static str>| names.iter().any(|name| group.contains(name));
        Some(1 << self.groups().iter().position(has)?)
    }
}

/// An object literal of members, whose names may have dots.
fn nested(members: &[(&str, String)]) -> String {
    let mut out: Vec<String> = Vec::new();
    let mut at = 0;
    while let Some((name, value)) = members.get(at) {
        let Some((first, _)) = name.split_once('.') else {
            out.push(format!("{name}: {value}"));
            at += 1;
            continue;
        };
        let inner: Vec<(&str, String)> = members[at..]
            .iter()
            .map_while(|(name, value)| {
                let (own, rest) = name.split_once('.')?;
                (own == first).then(|| (rest, value.clone()))
            })
            .collect();
        at += inner.len();
        out.push(format!("{first}: {}", nested(&inner)));
    }
    format!("{{ {} }}", out.join(", "))
}
