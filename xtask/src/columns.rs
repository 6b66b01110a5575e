//! What makes columns of records (src/records.rs), for each model: JavaScript that knows
//! which column each slot belongs to.

use std::fmt::Write as _;

use milesight_codec::Device;
use milesight_codec::decode::UNKNOWN;
use milesight_codec::table::{Coding, Part, Row, Target};
use serde_json::{Value, json};

use crate::objects::{plain_value, slots};

/// The columns of a model.
#[derive(Default)]
struct Columns {
    /// Their paths, and what their values are.
    paths: Vec<(String, Kind)>,
    /// Constants of the module, such as what puts texts together.
    constants: Vec<String>,
    /// The lists that rows make entries of.
    lists: Vec<&'static str>,
}

enum Kind {
    Number,
    /// Labels, which the rows have.
    Labels(Vec<&'static str>),
    /// Texts, which are numbered as they are met.
    Texts,
}

/// The module of a model.
pub fn module(device: &Device) -> String {
    let mut columns = Columns::default();
    let mut cases = String::new();
    // Once for the columns that there are, and then for what each row does with them.
    for row in rows(device) {
        columns.case(device, row);
    }
    columns.constants.clear();
    for (id, row) in rows(device).enumerate() {
        let _ = write!(cases, "      case {id}:\n{}        break;\n", columns.case(device, row));
    }
    let paths: Vec<Value> = columns
        .paths
        .iter()
        .map(|(path, kind)| match kind {
            Kind::Number => json!([path]),
            Kind::Labels(labels) => json!([path, labels]),
            Kind::Texts => json!([path, []]),
        })
        .collect();
    // Of each list, how many entries the payload has made.
    let counts: String = (0..columns.lists.len()).map(|at| format!("  let n{at} = 0;\n")).collect();
    format!(
        "import {{ D, H, X }} from \"./digits.js\";

/** The columns: a field's path, and its labels; none yet where its texts are not known. */
export const paths = {};

/** Writes the records in the first `n` slots; says whether there is one of a refused command. */
export function write(I, U, F, n, row, C) {{
  const end = 2 * n;
  let refused = false;
  let p = 0;
  let c;
  let at = 0;
{counts}  while (p < end) {{
    const id = I[p];
    if (id > 255) {{
      refused = true;
      p += LENGTHS[id & 255] + 2;
      continue;
    }}
    switch (id) {{
{cases}    }}
    p += LENGTHS[id];
  }}
  return refused;
}}

const LENGTHS = {};
{}",
        Value::Array(paths),
        json!(rows(device).map(words).collect::<Vec<_>>()),
        columns.constants.concat(),
    )
}

/// All rows, by their number in a record.
fn rows(device: &Device) -> impl Iterator<Item = &'static Row> {
    device.uplink.iter().chain(device.downlink)
}

/// The words of a record, without a refusal's.
fn words(row: &'static Row) -> usize {
    let leaves = || row.leaves().map(|(part, _)| part).filter(|part| !part.name.is_empty());
    let asides = leaves().filter(|part| !part.asides.is_empty()).count();
    2 + 2 * (leaves().map(slots).sum::<usize>() + asides)
}

impl Columns {
    fn case(&mut self, device: &Device, row: &'static Row) -> String {
        let mut body = String::new();
        // The place of a value in its column is asked for, and the value is put there here: were it
        // handed over, V8 would allocate each number.
        let (prefix, place) = match row.target {
            Target::Top => (String::new(), "at(row)".to_owned()),
            Target::Object(name) => (format!("{name}."), "at(row)".to_owned()),
            Target::List(name) => (format!("{name}[]."), format!("next(row, {})", self.list(name))),
        };
        let put = |column: usize, place: &str, value: &str| {
            format!("c = C[{column}];\n        at = c.{place};\n        c.values[at] = {value};")
        };
        // An object takes the place of the one before it, whichever row that was of.
        let own: Vec<_> = row.names().collect();
        let is_object = matches!(row.target, Target::Object(_));
        let siblings = rows(device).filter(|other| is_object && other.target == row.target);
        for name in siblings.flat_map(Row::names).filter(|name| !own.contains(name)) {
            if let Some(column) = self.find(&format!("{prefix}{name}")) {
                let _ = writeln!(body, "        C[{column}].clear(row);");
            }
        }
        let mut at = 2;
        let last = words(row) - 2;
        for (part, _) in row.leaves().filter(|(part, _)| !part.name.is_empty()) {
            let value = plain_value(part, "p + ", at);
            let path = format!("{prefix}{}", part.name);
            let (column, value) = self.value(part, path, value, at);
            at += 2 * slots(part);
            let set = put(column, &place, &value);
            if part.asides.is_empty() {
                let _ = writeln!(body, "        {set}");
                continue;
            }
            let mut otherwise = format!("{{\n          {set}\n        }}");
            for (number, aside) in part.asides.iter().enumerate().rev() {
                let labels = part.asides.iter().filter(|other| other.name == aside.name);
                let mut labels: Vec<_> = labels.map(|aside| aside.label).collect();
                labels.dedup();
                let code = labels.iter().position(|label| *label == aside.label).unwrap_or(0);
                let other = self.column(format!("{prefix}{}", aside.name), Kind::Labels(labels));
                let own =
                    if aside.instead { format!("C[{column}].clear(row);") } else { set.clone() };
                let beside = put(other, &place, &code.to_string());
                otherwise = format!(
                    "if (I[p + {last}] === {}) {{\n          {own}\n          {beside}\n        }} else {otherwise}",
                    number + 1
                );
            }
            // What an earlier channel of the payload has set.
            for name in row.names().filter(|name| *name != part.name) {
                if let Some(other) = self.find(&format!("{prefix}{name}")) {
                    let _ = writeln!(body, "        C[{other}].clear(row);");
                }
            }
            let _ = writeln!(body, "        {otherwise}");
        }
        if let Target::List(name) = row.target {
            let _ = writeln!(body, "        {}++;", self.list(name));
        }
        body
    }

    /// What counts the entries of a list.
    fn list(&mut self, name: &'static str) -> String {
        let at = self.lists.iter().position(|own| *own == name).unwrap_or_else(|| {
            self.lists.push(name);
            self.lists.len() - 1
        });
        format!("n{at}")
    }

    fn find(&self, path: &str) -> Option<usize> {
        self.paths.iter().position(|(own, _)| own == path)
    }

    fn column(&mut self, path: String, kind: Kind) -> usize {
        self.find(&path).unwrap_or_else(|| {
            self.paths.push((path, kind));
            self.paths.len() - 1
        })
    }

    /// A part's column, and its value there: of a label the number among the column's.
    fn value(&mut self, part: &Part, path: String, value: String, at: usize) -> (usize, String) {
        let labels: Vec<&'static str> = match part.coding {
            Coding::Number { .. } => return (self.column(path, Kind::Number), value),
            Coding::Choice { labels, .. } => {
                labels.iter().map(|(_, label)| *label).chain([UNKNOWN]).collect()
            }
            Coding::Presence { label, .. } | Coding::Constant { label } => vec![label],
            _ => {
                // Put together only where it has not been met.
                let column = self.column(path, Kind::Texts);
                self.constants
                    .push(format!("const T{} = (I, p) => {value};\n", self.constants.len()));
                let (text, count) = (self.constants.len() - 1, slots(part));
                return (column, format!("c.codeOf(I, p, {at}, {count}, T{text})"));
            }
        };
        let column = self.column(path, Kind::Labels(Vec::new()));
        let mut codes = Vec::new();
        if let Some((_, Kind::Labels(known))) = self.paths.get_mut(column) {
            for label in &labels {
                if !known.contains(label) {
                    known.push(label);
                }
                codes.push(known.iter().position(|own| own == label).unwrap_or(0));
            }
        }
        if codes.len() == 1 {
            return (column, codes[0].to_string());
        }
        if codes.iter().enumerate().all(|(at, code)| at == *code) {
            return (column, value);
        }
        // Written where it is used, the list would be made anew each time.
        let list = format!("const K{} = {};\n", self.constants.len(), json!(codes));
        self.constants.push(list);
        (column, format!("K{}[{value}]", self.constants.len() - 1))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use milesight_codec::{models, typescript};

    use super::*;

    /// Both are made from the rows, each in its own way.
    #[test]
    fn columns_are_those_that_typescript_knows() {
        for device in models() {
            let mut columns = Columns::default();
            for row in rows(device) {
                columns.case(device, row);
            }
            let made: BTreeMap<_, _> = columns
                .paths
                .iter()
                .map(|(path, kind)| {
                    let column = match kind {
                        Kind::Number => "NumberColumn",
                        Kind::Labels(_) | Kind::Texts => "LabelColumn",
                    };
                    let list = path.contains("[]");
                    let kind =
                        if list { format!("ListColumn<{column}>") } else { column.to_owned() };
                    (path.as_str(), kind)
                })
                .collect();
            let types = typescript::declarations(device);
            let (_, types) = types.split_once("Columns = {\n").unwrap();
            let known: BTreeMap<_, _> = types
                .lines()
                .filter_map(|line| line.trim_end_matches(';').split_once("?: "))
                .map(|(path, kind)| (path.trim().trim_matches('"'), kind.to_owned()))
                // What is rare is taken as the object that it is.
                .filter(|(path, _)| !path.starts_with("device_response_result."))
                .collect();
            assert_eq!(made, known, "{}", device.model);
        }
    }
}
