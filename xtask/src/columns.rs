//! Column makers: for each model, JavaScript that knows to which column each slot of a record
//! (`src/walk/record.rs`) belongs.
//!
//! Columns that are always written together share their rows: those of the first of them, the
//! leader. Its place is looked up once for all of them.

use std::fmt::Write as _;

use milesight_codec::Device;
use milesight_codec::program::Program;
use milesight_codec::table::Target;
use serde_json::{Value as Json, json};

use crate::fields::{self, Field, Value};

/// The columns of a model.
struct Columns {
    program: &'static Program,
    all: Vec<Column>,
    /// Constants of the module, such as what puts texts together.
    constants: Vec<String>,
    /// The lists that rows make entries of.
    lists: Vec<&'static str>,
}

struct Column {
    path: String,
    kind: Kind,
    /// The rows, by number, that write it.
    rows: Vec<usize>,
    /// Each of these rows writes it each time.
    is_constant: bool,
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
    let mut columns = Columns::of(program);
    columns.constants.clear();
    let mut cases = String::new();
    for id in 0..program.rows.len() {
        let _ = write!(cases, "      case {id}:\n{}        break;\n", columns.case(id));
    }
    let paths: Vec<Json> = columns
        .all
        .iter()
        .enumerate()
        .map(|(at, Column { path, kind, .. })| match kind {
            Kind::Number => json!([path, columns.leader(at)]),
            Kind::Labels(labels) => json!([path, columns.leader(at), labels]),
            Kind::Texts => json!([path, columns.leader(at), []]),
        })
        .collect();
    // Of each list, how many entries the payload has made.
    let counts: String =
        (0..columns.lists.len()).map(|at| format!("    let n{at} = 0;\n")).collect();
    format!(
        "import {{ D, H, X, textOf }} from \"./digits.js\";

/** The columns: a field's path, its leader, and its labels; none yet where its texts are not known. */
export const paths = {};

/**
 * Writes the records of `count` payloads, of which `first` is the first one's place. The records of each end at one of
 * the slots `ends`. Calls `refused` with a payload's place, and its records' first and last word, if a command was.
 */
export function write(I, U, F, ends, count, first, collected, refused) {{
  const {{ N, R, E, V, W, X, places, mask }} = collected;
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
    /// The columns that a program's rows write.
    fn of(program: &'static Program) -> Columns {
        let mut columns =
            Columns { program, all: Vec::new(), constants: Vec::new(), lists: Vec::new() };
        for id in 0..program.rows.len() {
            columns.case(id);
        }
        columns
    }

    /// Puts a record's values into their columns.
    fn case(&mut self, id: usize) -> String {
        let row = &self.program.rows[id];
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
        // The values that stand together, by their leader.
        let mut together: Vec<(usize, String)> = Vec::new();
        for field in fields::of(row, "p + ") {
            let (column, value) = self.value(id, &field.value, format!("{prefix}{}", field.name));
            if field.when.is_some() || !field.specials.is_empty() {
                body += &self.irregular(id, &field, column, &value, &prefix, list.as_deref());
                continue;
            }
            let leader = self.leader(column);
            let store = self.store(column, &value);
            match together.iter_mut().find(|(own, _)| *own == leader) {
                Some((_, stores)) => *stores += &store,
                None => together.push((leader, store)),
            }
        }
        for (leader, stores) in together {
            let _ = writeln!(body, "        {} {stores}", place(leader, list.as_deref()));
        }
        if let Some(entry) = list {
            let _ = writeln!(body, "        {entry}++;");
        }
        body
    }

    /// The first of the columns that the same rows write, each of them each time.
    fn leader(&self, column: usize) -> usize {
        let own = &self.all[column];
        let is_alike =
            |other: &Column| own.is_constant && other.is_constant && own.rows == other.rows;
        self.all.iter().position(is_alike).unwrap_or(column)
    }

    /// Puts a value into a column, at its leader's place.
    fn store(&self, column: usize, value: &str) -> String {
        let values = self.all[column].kind.values();
        match column - self.leader(column) {
            0 => format!("{values}[at] = {value};"),
            behind => format!("{values}[at + {behind} * places] = {value};"),
        }
    }

    /// Puts the value of a field that may be absent or special into its column, and takes away what an
    /// earlier record has left. `list` is the counter of the list's entries that the row makes one of.
    fn irregular(
        &mut self,
        id: usize,
        field: &Field,
        column: usize,
        value: &str,
        prefix: &str,
        list: Option<&str>,
    ) -> String {
        self.all[column].is_constant = false;
        let set = format!("{} {}", place(column, list), self.store(column, value));
        let absent = if list.is_none() { clear(column) } else { String::new() };
        if let Some(when) = &field.when {
            return format!("        if ({when}) {{ {set} }} else {{ {absent} }}\n");
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
            let other = self.column(id, format!("{prefix}{}", special.name), Kind::Labels(labels));
            self.all[other].is_constant = false;
            let own = if special.replaces_field { &absent } else { &set };
            let beside = format!("{} {}", place(other, list), self.store(other, &code.to_string()));
            let _ = writeln!(out, "          case {}: {own} {beside} break;", special.number);
        }
        let _ = writeln!(out, "          default: {set}\n        }}");
        out
    }

    fn clear(&self, path: &str) -> String {
        let column = self.find(path).map(|column| self.leader(column));
        column.map_or_else(String::new, |column| format!("        {}\n", clear(column)))
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
        self.all.iter().position(|own| own.path == path)
    }

    fn column(&mut self, id: usize, path: String, kind: Kind) -> usize {
        let at = self.find(&path).unwrap_or_else(|| {
            self.all.push(Column { path, kind, rows: Vec::new(), is_constant: true });
            self.all.len() - 1
        });
        let rows = &mut self.all[at].rows;
        if !rows.contains(&id) {
            rows.push(id);
        }
        at
    }

    /// A field's column, and its value there: of a label its place among the column's.
    fn value(&mut self, id: usize, value: &Value, path: String) -> (usize, String) {
        let (labels, place) = match value {
            Value::Number(number) => return (self.column(id, path, Kind::Number), number.clone()),
            Value::Text { at, count, text } => {
                // Put together only where it has not been met.
                let column = self.column(id, path, Kind::Texts);
                let name = format!("T{}", self.constants.len());
                self.constants.push(format!("const {name} = (I, p) => {text};\n"));
                return (column, format!("X[{column}].codeOf(I, p, {at}, {count}, {name})"));
            }
            Value::Label { labels, place } => (labels.clone(), place.clone()),
            Value::Constant(label) => (vec![*label], "0".to_owned()),
        };
        let column = self.column(id, path, Kind::Labels(Vec::new()));
        let mut codes = Vec::new();
        if let Some(Column { kind: Kind::Labels(known), .. }) = self.all.get_mut(column) {
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

/// Makes a place for a value in a column: of two values of a payload, the last one holds. All of it is
/// written where it is used, since calls in loops are slow.
fn place(column: usize, list: Option<&str>) -> String {
    let free = format!("if ((at & mask) === mask) at = collected.flush({column});");
    match list {
        Some(entry) => {
            format!("at = N[{column}]; {free} N[{column}] = ++at; R[at] = row; E[at] = {entry};")
        }
        None => format!(
            "at = N[{column}]; if (R[at] !== row) {{ {free} N[{column}] = ++at; R[at] = row; }}"
        ),
    }
}

/// Takes a payload's values out of the columns of a leader.
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
            let columns = Columns::of(device.program());
            let made: BTreeMap<_, _> = columns
                .all
                .iter()
                .map(|Column { path, kind, .. }| {
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
