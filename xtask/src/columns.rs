//! Column makers: for each model, JavaScript that knows to which column each slot of a record
//! (`src/walk/record.rs`) belongs.

use std::fmt::Write as _;

use milesight_codec::Device;
use milesight_codec::program::Program;
use milesight_codec::table::{Row, Target};
use serde_json::{Value as Json, json};

use crate::fields::{self, Field, Value};

/// The columns of a model.
struct Columns {
    program: &'static Program,
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

impl Kind {
    /// The array in which the values are collected: see pkg-template/lib/columns.js.
    fn values(&self) -> &'static str {
        match self {
            Kind::Number => "V",
            Kind::Labels(_) | Kind::Texts => "W",
        }
    }
}

/// The module of a model.
pub fn module(device: Device) -> String {
    let program = device.program();
    let mut columns =
        Columns { program, paths: Vec::new(), constants: Vec::new(), lists: Vec::new() };
    // Once for the columns that there are, and then for what each row does with them.
    for row in program.rows {
        columns.case(row);
    }
    columns.constants.clear();
    let mut cases = String::new();
    for (id, row) in program.rows.iter().enumerate() {
        let _ = write!(cases, "      case {id}:\n{}        break;\n", columns.case(row));
    }
    let paths: Vec<Json> = columns
        .paths
        .iter()
        .map(|(path, kind)| match kind {
            Kind::Number => json!([path]),
            Kind::Labels(labels) => json!([path, labels]),
            Kind::Texts => json!([path, []]),
        })
        .collect();
    // Of each list, how many entries the payload has made.
    let counts: String =
        (0..columns.lists.len()).map(|at| format!("    let n{at} = 0;\n")).collect();
    format!(
        "import {{ D, H, X, textOf }} from \"./digits.js\";

/** The columns: a field's path, and its labels; none yet where its texts are not known. */
export const paths = {};

/**
 * Writes the records of `count` payloads, of which `first` is the first one's place. The records of each end at one of
 * the slots `ends`. Calls `refused` with a payload's place, and its records' first and last word, if a command was.
 */
export function write(I, U, F, ends, count, first, collected, refused) {{
  const {{ N, R, E, V, W, X, mask }} = collected;
  let p = 0;
  let at = 0;
  for (let payload = 0; payload < count; payload++) {{
    const row = first + payload;
    const start = p;
    const end = 2 * ends[payload];
    let isRefused = false;
{counts}    while (p < end) {{
      const id = I[p];
      if (id > 65535) {{
        isRefused = true;
        p += LENGTHS[id & 65535] + 2;
        continue;
      }}
      switch (id) {{
{cases}      }}
      p += LENGTHS[id];
    }}
    if (isRefused) refused(row, start, end);
  }}
}}

const LENGTHS = {};
{}",
        Json::Array(paths),
        json!(program.rows.iter().map(fields::words).collect::<Vec<_>>()),
        columns.constants.concat(),
    )
}

impl Columns {
    fn case(&mut self, row: &Row) -> String {
        let mut body = String::new();
        let name = row.target.name();
        let (prefix, list) = match row.target {
            Target::Top => (String::new(), None),
            Target::Object(_) => (format!("{name}."), None),
            Target::List(_) => (format!("{name}[]."), Some(self.list(name))),
        };
        // An object takes the place of the one before it, whichever row that was of.
        let own = fields::names(row);
        let is_object = matches!(row.target, Target::Object(_));
        let siblings =
            self.program.rows.iter().filter(|other| is_object && other.target == row.target);
        let others = siblings.flat_map(fields::names);
        for name in others.filter(|name| !own.contains(name)) {
            body += &self.clear(&format!("{prefix}{name}"));
        }
        for field in fields::of(row, "p + ") {
            body += &self.field(&field, &prefix, list.as_deref());
        }
        if let Some(entry) = list {
            let _ = writeln!(body, "        {entry}++;");
        }
        body
    }

    /// Puts a field's value into its column, and takes away what an earlier record has left. `list` is
    /// the counter of the list's entries that the row makes one of.
    fn field(&mut self, field: &Field, prefix: &str, list: Option<&str>) -> String {
        let (column, value) = self.value(&field.value, format!("{prefix}{}", field.name));
        // All of it is written here: calls in loops are slow.
        let put = |columns: &Columns, column: usize, value: &str| {
            let free = format!("if ((at & mask) === mask) at = collected.flush({column});");
            let values = columns.paths.get(column).map_or("V", |(_, kind)| kind.values());
            match list {
                Some(entry) => format!(
                    "at = N[{column}]; {free} N[{column}] = ++at; R[at] = row; E[at] = {entry}; {values}[at] = {value};"
                ),
                // Of two values of a payload, the last one holds.
                None => format!(
                    "at = N[{column}]; if (R[at] !== row) {{ {free} N[{column}] = ++at; R[at] = row; }} {values}[at] = {value};"
                ),
            }
        };
        let set = put(self, column, &value);
        let absent = if list.is_none() { clear(column) } else { String::new() };
        if let Some(when) = &field.when {
            return format!("        if ({when}) {{ {set} }} else {{ {absent} }}\n");
        }
        if field.specials.is_empty() {
            return format!("        {set}\n");
        }
        let mut out = String::new();
        if list.is_none() {
            for special in &field.specials {
                out += &self.clear(&format!("{prefix}{}", special.name));
            }
        }
        let _ = writeln!(out, "        switch (I[p + {}]) {{", field.special_at);
        for special in &field.specials {
            let mut labels: Vec<_> = field
                .specials
                .iter()
                .filter(|other| other.name == special.name)
                .map(|other| other.label)
                .collect();
            labels.dedup();
            let code = labels.iter().position(|label| *label == special.label).unwrap_or(0);
            let other = self.column(format!("{prefix}{}", special.name), Kind::Labels(labels));
            let own = if special.replaces_field { &absent } else { &set };
            let beside = put(self, other, &code.to_string());
            let _ = writeln!(out, "          case {}: {own} {beside} break;", special.number);
        }
        let _ = writeln!(out, "          default: {set}\n        }}");
        out
    }

    fn clear(&self, path: &str) -> String {
        self.find(path).map_or_else(String::new, |column| format!("        {}\n", clear(column)))
    }

    /// The counter of a list's entries.
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

    /// A field's column, and its value there: of a label its place among the column's.
    fn value(&mut self, value: &Value, path: String) -> (usize, String) {
        let (labels, place) = match value {
            Value::Number(number) => return (self.column(path, Kind::Number), number.clone()),
            Value::Text { at, count, text } => {
                // Put together only where it has not been met.
                let column = self.column(path, Kind::Texts);
                let name = format!("T{}", self.constants.len());
                self.constants.push(format!("const {name} = (I, p) => {text};\n"));
                return (column, format!("X[{column}].codeOf(I, p, {at}, {count}, {name})"));
            }
            Value::Label { labels, place } => (labels.clone(), place.clone()),
            Value::Constant(label) => (vec![*label], "0".to_owned()),
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
            return (column, place);
        }
        // Written where it is used, the list would be made anew each time.
        let list = format!("const K{} = {};\n", self.constants.len(), json!(codes));
        self.constants.push(list);
        (column, format!("K{}[{place}]", self.constants.len() - 1))
    }
}

/// Takes a payload's value out of a column.
fn clear(column: usize) -> String {
    format!("if (R[N[{column}]] === row) N[{column}]--;")
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use milesight_codec::describe::typescript;

    use super::*;

    /// Both are made from the rows, each in its own way.
    #[test]
    fn columns_are_those_that_typescript_knows() {
        for device in Device::all() {
            let program = device.program();
            let mut columns =
                Columns { program, paths: Vec::new(), constants: Vec::new(), lists: Vec::new() };
            for row in program.rows {
                columns.case(row);
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
            let types = typescript::declarations(device.rows());
            let (_, types) = types.split_once("Columns = {\n").unwrap();
            let known: BTreeMap<_, _> = types
                .lines()
                .filter_map(|line| line.trim_end_matches(';').split_once("?: "))
                .map(|(path, kind)| (path.trim().trim_matches('"'), kind.to_owned()))
                // Rare values are taken from their object.
                .filter(|(path, _)| !path.starts_with("device_response_result."))
                .collect();
            assert_eq!(made, known, "{}", device.model());
        }
    }
}
