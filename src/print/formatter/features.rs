//! The parts of the code that a script needs: a small device pays for what it uses.

use super::Half;
use super::rows::{self, escaped, repeats};
use super::{measures, template};
use crate::encode::{MAX_DOWNLINK, MAX_ENTRIES};
use crate::table::*;

/// The number that the bytes of a part are, the last one first, and that with the bits of others
/// taken off. No number has more than 32 bits.
const WHOLE: &str = "+(\"0x0\" + sent.join(\"\"))";
const SHIFTED: &str = "+(\"0x0\" + sent.join(\"\")) / (1 << at % 8) % Math.pow(2, width) >>> 0";

/// The condition of a rule, as a message has it.
const WHERE: &str = "+ LABEL(words.slice(5).join(\" \"))";

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
        let marks = [
            "given",
            "offset",
            "also",
            "switches",
            "plus",
            "spellings",
            "standards",
            "documented",
            "missing",
        ];
        let marked = marks.iter().any(|mark| features.has(mark));
        features.add("marks", marked);
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
        self.add("bits_at", self.has("given") || self.has("siblings"));
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
        self.add("labelled", results);
        self.add("unlabelled", !results && self.has("choices"));
        self.add("fixed", !results && !self.has("choices"));
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
        let hex = any(&|part| matches!(part.coding, Coding::Hex | Coding::HexReversed));
        let texts = any(&|part| part.coding == Coding::Text);
        self.add("hex", hex);
        self.add("set_texts", texts);
        self.add("arrays", hex || texts);
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
        self.add("wholes", !self.has("decimals"));
        self.add("escaped_units", any(&|part| escaped(part.unit) != part.unit));
        self.add("whole_bytes", !self.has("bits"));
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
        self.add("effects", self.has("undoes") || self.has("undoes_commands"));
        self.add("begins", self.has("effects") || self.has("set_counted"));
        self.add("flat", super::rows::flat(device).is_some());
        let commands = super::rows::commands(device, Half::Downlink);
        let variants = commands.iter().any(|(_, rows)| rows.len() > 1);
        self.add("variants", variants);
        self.add("variant_constants", variants && self.has("constants"));
        self.add("variant_members", variants && !self.has("constants"));
        self.add("several", down.iter().any(|row| row.top_names().len() > 1));
        self.add("alone", !self.has("several"));
        self.add("several_variants", variants && self.has("several"));
    }

    /// The features of the rules between fields.
    fn add_rules(&mut self, down: &[&Row]) {
        let rules: Vec<_> = down.iter().flat_map(|row| row.rules).collect();
        let any = |test: &dyn Fn(&Rule) -> bool| rules.iter().any(|rule| test(rule));
        self.add("rules", !rules.is_empty());
        self.add("rules_when", any(&|rule| rule.when.is_some()));
        self.add("rules_warn", any(&|rule| rule.warns));
        self.add("rules_number", any(&|rule| rule.constraint == Constraint::NotZero));
        for (sign, name) in [("<=", "at_most"), (">=", "at_least"), (">", "above")] {
            self.add(name, any(&|rule| rule.relation().0 == sign));
        }
    }

    /// The condition under which a rule is broken, of the relations that rules have.
    fn is_broken(&self) -> &'static str {
        match (self.has("at_most"), self.has("at_least"), self.has("above")) {
            (_, false, false) => "a > b",
            (false, true, false) => "a < b",
            (false, false, true) => "a <= b",
            (true, true, false) => "words[1] === \"<=\" ? a > b : a < b",
            (true, false, true) => "words[1] === \"<=\" ? a > b : a <= b",
            (false, true, true) => "words[1] === \">\" ? a <= b : a < b",
            (true, true, true) => {
                "words[1] === \"<=\" ? a > b : words[1] === \">\" ? a <= b : a < b"
            }
        }
    }

    /// The row of a command: of several fields it is chosen once it is known which are given.
    fn first_row(&self) -> &'static str {
        match (self.has("variants"), self.has("several")) {
            (false, _) => "text.split(\": \")",
            (true, false) => "pick(text, given)",
            (true, true) => "text.split(\"|\")[0].split(\": \")",
        }
    }

    /// Fields of an object may also be given among the commands.
    fn is_member(&self) -> &'static str {
        let gathered = self.has("flat") || self.has("several");
        if gathered { "row[2] && given !== data" } else { "row[2]" }
    }

    /// The features of the normalized payload.
    fn add_measures(&mut self, device: &Device) {
        let parts = leaves(&device.uplink.iter().collect::<Vec<_>>());
        let measured = |measures: &[Measure]| {
            parts.iter().any(|part| part.normalized.is_some_and(|own| measures.contains(&own)))
        };
        let measures = measures::of(device);
        self.add("measured", self.has("normalize") && !measures.is_empty());
        self.add("unmeasured", self.has("normalize") && measures.is_empty());
        self.add("owned", self.has("encoder") || self.has("measured"));
        self.add("unowned", !self.has("owned"));
        self.add("outdoor", !device.indoor);
        self.add("leak", measured(&[Measure::WaterLeak]));
        self.add("contact", measured(&[Measure::Contact]));
        let air = [
            Measure::AirTemperature,
            Measure::AirHumidity,
            Measure::AirPressure,
            Measure::AirCo2,
            Measure::AirLight,
        ];
        self.add("air", measured(&air));
        self.add("people", measured(&[Measure::Motion]));
        self.add("answers", self.has("leak") || self.has("contact") || self.has("people"));
        self.add("numbers_alone", !self.has("answers"));
        self.add("time", measured(&[Measure::Time]));
        let mut words = measures.iter().flat_map(|(_, words)| words);
        self.add("measured_lists", measures::has_lists(&measures));
        self.add("measured_together", words.any(|(names, _)| names.contains('+')));
        self.add("measured_singly", !self.has("measured_together"));
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

    /// The code with the places that depend on features filled.
    pub fn substitute(&self, code: &str) -> String {
        let choose = |feature, with: &'static str, without: &'static str| {
            if self.has(feature) { with } else { without }
        };
        let replacements = [
            (
                "PARTS_OF_ROW",
                choose(
                    "nested",
                    "row.split(\": \")[3].split(\".\").join(\" \")",
                    "row.split(\": \")[3]",
                ),
            ),
            ("FIRST_ROW", self.first_row()),
            ("READ_ROWS", choose("commands_alone", "COMMANDS", "ROWS")),
            ("ROW_KEY", choose("siblings", "head + way", "head + way, 2")),
            ("ROW_AT", choose("siblings", "nth++", "1")),
            (
                "TAKE",
                choose(
                    "standards",
                    "given === undefined && standard ? +standard : take(text, part, path + name, given)",
                    "take(text, part, path + name, given)",
                ),
            ),
            (
                "IS_SIGNED",
                choose("signed_choices", "code === \"i\" || code === \"d\"", "code === \"i\""),
            ),
            ("LABELS", choose("also", "(part[3] + marked(text, \"&\"))", "part[3]")),
            (
                "BOOLEAN",
                choose(
                    "switches",
                    "text.indexOf(\" *\") > 0 ? +marked(text, \"*\").split(\",\")[+given] : +given",
                    "+given",
                ),
            ),
            (
                "LENGTH",
                match (self.has("counted"), self.has("siblings")) {
                    (false, false) => "+row[1]",
                    (false, true) => "+kind[0]",
                    (true, false) => "count * row[1]",
                    (true, true) => "count * kind[0]",
                },
            ),
            ("MEMBER", choose("normalize", "way === \"=\" ? \"data\" : \"bytes\"", "\"bytes\"")),
            ("OWN_DATA", choose("owned", "own(input, \"data\")", "given")),
            ("OWN_BYTES", choose("owned", "own(input, \"bytes\")", "given")),
            ("TOP", choose("results", "top", "data")),
            ("REQUEST", choose("results", "request", "\"\"")),
            ("RAW_BITS", choose("bits_at", "bits(at, width)", choose("bits", SHIFTED, WHOLE))),
            ("BITS", choose("bits", SHIFTED, WHOLE)),
            (
                "IS_OUTSIDE",
                choose(
                    "encoder",
                    "row[0] + way === \"<\" && (value < part[4] || value > part[5])",
                    "value < part[4] || value > part[5]",
                ),
            ),
            ("SENT_HERE", choose("bits_at", "sent = [],", "")),
            (
                "SENT_EACH",
                choose("bits_at", "", "sent = hex.slice(first, (at + width + 7) >> 3).reverse(),"),
            ),
            ("KIND_OF_ROW", choose("siblings", ", kind = row[1].split(\" \")", "")),
            ("IS_BROKEN", self.is_broken()),
            ("LIMIT", choose("rules_number", "+words[2] || seen[words[2]]", "seen[words[2]]")),
            (
                "SHOWN_LIMIT",
                choose(
                    "rules_number",
                    "(+words[2] ? b : show(own(from, words[2])) + \" (\" + words[2] + \")\")",
                    "show(own(from, words[2])) + \" (\" + words[2] + \")\"",
                ),
            ),
            ("WHERE_TRUE", choose("rules_when", WHERE, "")),
            ("UNSIGNED", choose("negative", "(raw < 0 ? raw + Math.pow(2, part[2]) : raw)", "raw")),
            ("IS_MEMBER", self.is_member()),
            ("SEEN_ALL", choose("rules", ", all", "")),
            ("SEEN_NONE", choose("rules", ", {}", "")),
            ("SEEN", choose("rules", ", seen", "")),
            ("ADDED", choose("plus", "pair[0] - marked(text, \"+\")", "+pair[0]")),
            ("RAW", choose("offset", "(raw - marked(text, \"~\"))", "raw")),
            (
                "WIRE",
                choose(
                    "offset",
                    choose(
                        "decimals",
                        "raw + +marked(text, \"~\")",
                        "value + +marked(text, \"~\")",
                    ),
                    choose("decimals", "raw", "value"),
                ),
            ),
            ("MOST_COUNTED", "row[2].split(\"[]\")[1]"),
            ("MOST", choose("counted", "(row[2].split(\"[]\")[1] || 100)", "100")),
            ("AIR", choose("outdoor", "{}", "{ location: \"indoor\" }")),
            ("WORDS", choose("escapes", "text.split(\",\").map(plain)", "text.split(\",\")")),
            ("LIST_MEASURES", choose("measured_lists", "MEASURES[list]", "MEASURES")),
            ("MEASURED", choose("measured_lists", "fields", "data")),
        ];
        let mut code = replacements
            .iter()
            .fold(code.to_owned(), |code, (name, text)| replace_word(&code, name, text));
        for (call, feature) in [("LABEL", "escapes"), ("UNIT_OF", "escaped_units")] {
            if self.has(feature) {
                code = replace_word(&code, call, "plain");
            }
            // A text is as it is given: brackets would cost as much as a name.
            while let Some((before, behind)) = code.split_once(&format!("{call}(")) {
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

/// Replaces a name that stands as a word.
fn replace_word(code: &str, name: &str, text: &str) -> String {
    if !template::uses(code, name) {
        return code.to_owned();
    }
    let is_part = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric() || c == '_');
    let mut out = String::new();
    let mut rest = code;
    while let Some((before, behind)) = rest.split_once(name) {
        out += before;
        let inside = is_part(out.chars().next_back()) || is_part(behind.chars().next());
        out += if inside { name } else { text };
        rest = behind;
    }
    out + rest
}

fn leaves(rows: &[&Row]) -> Vec<&'static Part> {
    rows.iter().flat_map(|row| row.parts).collect()
}
