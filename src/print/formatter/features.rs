//! The parts of the code that a script needs: a small device pays for what it uses.

use super::Half;
use super::rows::{self, escaped, repeats};
use super::{measures, template};
use crate::encode::{MAX_DOWNLINK, MAX_ENTRIES};
use crate::table::*;

/// The features of a device's script.
pub(super) struct Features(Vec<&'static str>);

impl Features {
    pub fn new(device: &Device, half: Half) -> Features {
        let mut features = Features(Vec::new());
        let up: &[Row] = if half.has_uplinks() { device.uplink } else { &[] };
        let rows: Vec<_> = up.iter().chain(device.downlink).collect();
        let encoder = half.has_downlinks();
        let down: Vec<_> =
            device.downlink.iter().filter(|row| encoder && !row.decode_only).collect();
        features.add("uplink", half.has_uplinks());
        features.add("normalize", half.normalizes());
        features.add("encoder", encoder);
        features.add_reading(device, half, &rows, &down);
        if encoder {
            features.add_writing(device, &down);
        }
        features.add_measures(device);
        features.add_labels(device, &rows);
        features
    }

    fn add(&mut self, name: &'static str, wanted: bool) {
        if wanted {
            self.0.push(name);
        }
    }

    pub fn has(&self, name: &str) -> bool {
        self.0.contains(&name)
    }

    /// The features of decoding.
    fn add_reading(&mut self, device: &Device, half: Half, rows: &[&Row], down: &[&Row]) {
        let parts: Vec<_> = leaves(rows);
        let any = |test: &dyn Fn(&Part) -> bool| parts.iter().any(|part| test(part));
        let special_values = || parts.iter().flat_map(|part| part.special_values);
        let results = half.has_uplinks() && device.downlink.iter().any(Row::is_refusable);
        self.add("results", results);
        self.add("own_results", results && rows.iter().any(|row| row.result.is_some()));
        self.add(
            "typeless",
            half.has_downlinks() && rows.iter().any(|row| row.type_byte.is_none()),
        );
        self.add("siblings", rows.iter().any(|row| row.kind().is_some()));
        self.add("counted", rows.iter().any(|row| row.counted.is_some()));
        self.add("bits", any(&|part| part.width % 8 > 0));
        self.add("objects", rows.iter().any(|row| row.target != Target::Top));
        self.add("lists", rows.iter().any(|row| matches!(row.target, Target::List(_))));
        self.add("dotted", any(&|part| part.name.contains('.')));
        self.add("given", any(&|part| part.given_by.is_some()));
        self.add("special_values", special_values().next().is_some());
        self.add("instead", special_values().any(|special| special.replaces_field));
        self.add("beside", special_values().any(|special| !special.replaces_field));
        let commanded = |row: &&Row| down.iter().any(|own| std::ptr::eq(*own, *row));
        self.add(
            "masks",
            rows.iter().filter(|row| !commanded(row)).any(|row| {
                (0..row.ops.len()).any(|at| repeats(row.ops.get(at..).unwrap_or_default()) > 1)
            }),
        );
        self.add("choices", any(&|part| part.coding == Coding::Choice));
        self.add("hexes", any(&|part| part.coding == Coding::Hex));
        self.add("reversed", any(&|part| part.coding == Coding::HexReversed));
        self.add("versions", any(&|part| part.coding.is_version()));
        self.add("texts", any(&|part| part.coding == Coding::Text));
        self.add("floats", any(&|part| part.coding == Coding::Float));
        self.add("offset", any(&|part| part.coding == Coding::Number && part.plus != 0));
        self.add("signed", any(&|part| part.signed));
        self.add("signed_choices", any(&|part| part.signed && part.coding == Coding::Choice));
        self.add("commands_alone", rows::others(device, half).is_empty());
        let reports = leaves(&device.uplink.iter().collect::<Vec<_>>());
        let missing = |row: &Row| matches!(row.parts, [part] if part.default.is_some());
        self.add("missing", half.has_uplinks() && device.uplink.iter().any(missing));
        self.add("ranges", half.has_uplinks() && reports.iter().any(|part| part.range.is_some()));
    }

    /// The features of encoding.
    fn add_writing(&mut self, device: &Device, down: &[&Row]) {
        let parts = leaves(down);
        let any = |test: &dyn Fn(&Part) -> bool| parts.iter().any(|part| test(part));
        let is_number = |part: &Part| part.coding == Coding::Number;
        self.add("hex", any(&|part| matches!(part.coding, Coding::Hex | Coding::HexReversed)));
        self.add("set_texts", any(&|part| part.coding == Coding::Text));
        self.add("set_objects", down.iter().any(|row| row.target != Target::Top));
        self.add("set_lists", down.iter().any(|row| matches!(row.target, Target::List(_))));
        self.add("nested", any(&|part| part.name.contains('.')));
        self.add("masked", any(&|part| part.given_by.is_some()));
        self.add("set_counted", down.iter().any(|row| row.counted.is_some()));
        self.add("documented", any(&|part| part.documented.is_some()));
        self.add("standards", self.has("masked") || any(&|part| part.default.is_some()));
        self.add("yes", any(&|part| part.command_flag));
        self.add(
            "names_of_numbers",
            any(&|part| is_number(part) && !part.command_flag && !part.aliases.is_empty()),
        );
        self.add("spellings", any(&|part| !part.command_flag && !part.aliases.is_empty()));
        self.add("decimals", any(&|part| is_number(part) && part.div > 1));
        self.add("escaped_units", any(&|part| escaped(part.unit) != part.unit));
        self.add("negative", any(&|part| part.signed));
        self.add("plus", any(&|part| part.coding == Coding::Choice && part.plus > 0));
        self.add("also", any(&|part| !part.also_reads.is_empty()));
        self.add("constants", any(&Part::is_label));
        self.add(
            "switches",
            any(&|part| {
                let numbers = [false, true].map(|flag| part.label_of(flag).map(|(raw, _)| raw));
                numbers[1].is_some() && numbers != [Some(0), Some(1)]
            }),
        );
        self.add("long", down.iter().map(|row| most_bytes(row)).sum::<usize>() > MAX_DOWNLINK);
        self.add_rules(down);
        self.add("undoes", down.iter().any(|row| row.resets_settings));
        self.add("undoes_commands", down.iter().any(|row| row.undoes.is_some()));
        self.add("flat", rows::flat(device).is_some());
        let commands = rows::commands(device, Half::Downlink);
        self.add("variants", commands.iter().any(|(_, rows)| rows.len() > 1));
        self.add("several", down.iter().any(|row| row.top_names().len() > 1));
    }

    /// The features of the rules between fields.
    fn add_rules(&mut self, down: &[&Row]) {
        let rules: Vec<_> = down.iter().flat_map(|row| row.rules).collect();
        let any = |test: &dyn Fn(&Rule) -> bool| rules.iter().any(|rule| test(rule));
        self.add("rules", !rules.is_empty());
        self.add("rules_when", any(&|rule| rule.when.is_some()));
        self.add("rules_warn", any(&|rule| rule.warns));
        self.add("rules_number", any(&|rule| rule.constraint == Constraint::NotZero));
        for (name, sign) in [("at_most", "<="), ("at_least", ">="), ("above", ">")] {
            self.add(name, any(&|rule| rule.relation().0 == sign));
        }
    }

    /// The features of the normalized payload.
    fn add_measures(&mut self, device: &Device) {
        let measures = measures::of(device);
        let words = || measures.iter().flat_map(|(_, words)| words);
        let measured = |kind: &str| words().any(|(_, measured)| measured.starts_with(kind));
        self.add("measured", self.has("normalize") && !measures.is_empty());
        self.add("unmeasured", self.has("normalize") && measures.is_empty());
        self.add("owned", self.has("encoder") || self.has("measured"));
        self.add("outdoor", !device.indoor);
        self.add("leak", measured("leak"));
        self.add("contact", measured("contact"));
        self.add("air", measured("air."));
        self.add("people", measured("motion"));
        self.add("answers", self.has("leak") || self.has("contact") || self.has("people"));
        self.add("time", measured("time"));
        self.add("measured_lists", measures::has_lists(&measures));
        self.add("measured_together", words().any(|(names, _)| names.contains('+')));
    }

    /// Labels with signs of the rows' text in them.
    fn add_labels(&mut self, device: &Device, rows: &[&Row]) {
        let mut labels: Vec<&str> = Vec::new();
        for row in rows {
            labels.extend(
                row.result.iter().flat_map(|result| result.labels).map(|(_, label)| *label),
            );
        }
        for part in leaves(rows) {
            labels.push(part.label);
            labels.extend(part.read_labels().map(|(_, label)| *label));
            labels.extend(part.aliases.iter().map(|(label, _)| *label));
            labels.extend(part.special_values.iter().map(|special| special.label));
        }
        if self.has("results") && device.answers_with_results() {
            labels.extend(RESULT_LABELS.iter().map(|(_, label)| *label));
        }
        self.add("escapes", labels.iter().any(|label| escaped(label) != *label));
    }

    /// Replaces `LABEL(…)` and `UNIT_OF(…)` by `plain(…)` where the device has escapes, else by their
    /// argument.
    pub fn unescape(&self, code: &str) -> String {
        let mut code = code.to_owned();
        for (call, feature) in [("LABEL(", "escapes"), ("UNIT_OF(", "escaped_units")] {
            if self.has(feature) {
                code = code.replace(call, "plain(");
            }
            // A text is as it is given: brackets would cost as much as a name.
            while let Some((before, behind)) = code.split_once(call) {
                let (arguments, rest) = template::arguments(behind);
                code = format!("{before}{}{rest}", arguments.join(","));
            }
        }
        code
    }
}

/// The most bytes of the commands that are made of a row.
fn most_bytes(row: &Row) -> usize {
    match (row.target, row.counted) {
        (_, Some(most)) => row.header() + 1 + usize::from(most) * row.length,
        (Target::List(_), None) => MAX_ENTRIES * (row.header() + row.length),
        _ => row.header() + row.length,
    }
}

fn leaves(rows: &[&Row]) -> Vec<&'static Part> {
    rows.iter().flat_map(|row| row.parts).collect()
}
