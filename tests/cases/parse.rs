//! The parser of case files.

use serde_json::{Map, Value};

use crate::{Case, Check, Decode, Place, Problem};

/// The codes of problems, as `ProblemKind::code` gives them.
const CODES: &[&str] = &[
    "unknown_channel",
    "truncated",
    "reserved_missing",
    "unknown_sub_kind",
    "no_label",
    "out_of_range",
    "no_reading",
    "missing",
    "type",
    "label",
    "range",
    "step",
    "conflict",
    "unknown_field",
    "read_only",
    "nothing_to_send",
    "more",
    "too_long",
    "undocumented",
    "unwise",
    "undoes_settings",
    "port",
];

type Parsed<T> = Result<T, String>;

/// Parses a file's text.
///
/// # Errors
///
/// Returns every line that is not as the format says, as a message with file and line.
pub fn parse(file: &str, text: &str) -> Result<Vec<Case>, Vec<String>> {
    let mut cases = Vec::new();
    let mut errors = Vec::new();
    let mut device = String::new();
    let mut models = Vec::new();
    let mut heading = String::new();
    let mut example: Option<String> = None;
    for (number, line) in joined(text) {
        let place = format!("{file}:{number}");
        if let Some(text) = line.strip_prefix("## ") {
            text.clone_into(&mut heading);
            example = None;
        } else if let Some(text) = line.strip_prefix("# ") {
            example = Some(text.to_owned());
        } else if let (Some("device"), names) = (line.split(' ').next(), line.split(' ').skip(1)) {
            device.clone_from(&place);
            models = names.map(str::to_owned).collect();
            heading.clear();
            if models.is_empty() {
                errors.push(format!("{place}: `device` names no model"));
                break;
            }
        } else if models.is_empty() {
            errors.push(format!("{place}: no `device MODEL` line above it"));
            break;
        } else {
            let checks = Line { rest: &line }.checks().unwrap_or_else(|problem| {
                errors.push(format!("{place}: {problem}"));
                Vec::new()
            });
            let decoded = checks.len() == 2;
            for (at, check) in checks.into_iter().enumerate() {
                // The second of `<->` decodes.
                let suffix = if decoded && at == 1 { " (decoded)" } else { "" };
                cases.push(Case {
                    place: place.clone(),
                    device: device.clone(),
                    models: models.clone(),
                    example: example.as_ref().map(|text| format!("{text}{suffix}")),
                    heading: heading.clone(),
                    check,
                });
            }
            example = None;
        }
    }
    if errors.is_empty() { Ok(cases) } else { Err(errors) }
}

/// The lines with those that continue them, by the number of the first; without blank ones.
fn joined(text: &str) -> Vec<(usize, String)> {
    let mut lines: Vec<(usize, String)> = Vec::new();
    for (at, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        match lines.last_mut() {
            Some((_, before)) if line.starts_with(' ') => {
                before.push(' ');
                before.push_str(line.trim());
            }
            _ => lines.push((at + 1, line.trim_end().to_owned())),
        }
    }
    lines
}

/// The rest of a line.
struct Line<'a> {
    rest: &'a str,
}

impl<'a> Line<'a> {
    fn checks(mut self) -> Parsed<Vec<Check>> {
        let checks = match self.word() {
            "up" => {
                let channels = self.channels()?;
                vec![self.decode(true, channels)?]
            }
            "down" => self.down()?,
            "range" => vec![self.range()?],
            "unit" => {
                let unit = self.word().to_owned();
                let mut paths = Vec::new();
                while !self.rest.is_empty() {
                    paths.push(self.word().to_owned());
                }
                vec![Check::Unit { unit, paths }]
            }
            "normalized" => {
                let bytes = self.channels()?.concat();
                vec![Check::Normalized { bytes, value: self.value()? }]
            }
            other => {
                let words = "device, up, down, range, unit, normalized";
                return Err(format!("{other:?} is none of {words}"));
            }
        };
        self.skip_blanks();
        if self.rest.is_empty() { Ok(checks) } else { Err(format!("left over: {}", self.rest)) }
    }

    fn down(&mut self) -> Parsed<Vec<Check>> {
        let data = if self.rest.starts_with("<-") { None } else { Some(self.data()?) };
        let partial = self.take("...");
        let need = || data.clone().ok_or("no data".to_owned());
        if self.take("<->") {
            let data = need()?;
            let channels = self.channels()?;
            let (warnings, problems) = self
                .problems()?
                .into_iter()
                .partition(|problem| matches!(problem.at, Place::Path(_)));
            let sent = Check::Encode {
                data: data.clone(),
                channels: channels.clone(),
                problems: warnings,
            };
            let read =
                Check::Decode(Decode { up: false, channels, data: Some(data), partial, problems });
            return Ok(vec![sent, read]);
        }
        if self.take("->") {
            let channels = self.channels()?;
            let problems = self.problems()?;
            return Ok(vec![Check::Encode { data: need()?, channels, problems }]);
        }
        if self.take("<-") {
            let (up, channels, problems) = (false, self.channels()?, self.problems()?);
            return Ok(vec![Check::Decode(Decode { up, channels, data, partial, problems })]);
        }
        let problems = self.problems()?;
        if problems.is_empty() {
            return Err("neither bytes nor a problem; write <-> BYTES or ! CODE PATH".to_owned());
        }
        Ok(vec![Check::Refuse { data: need()?, problems }])
    }

    fn decode(&mut self, up: bool, channels: Vec<Vec<u8>>) -> Parsed<Check> {
        let none = self.rest.is_empty() || self.rest.starts_with('!');
        let data = if none { None } else { Some(self.data()?) };
        let partial = self.take("...");
        let problems = self.problems()?;
        if data.is_none() && problems.is_empty() {
            return Err(
                "neither data nor a problem; write PATH=VALUE or ! CODE at OFFSET".to_owned()
            );
        }
        Ok(Check::Decode(Decode { up, channels, data, partial, problems }))
    }

    fn range(&mut self) -> Parsed<Check> {
        let path = self.word().to_owned();
        let mut number = || -> Parsed<f64> {
            let word = self.word();
            word.parse().map_err(|_| format!("not a number: {word:?}; write PATH LOW HIGH STEP"))
        };
        let (low, high, step) = (number()?, number()?, number()?);
        let with = if self.take("with") { self.data()? } else { Value::Object(Map::new()) };
        Ok(Check::Range { path, low, high, step, with })
    }

    fn problems(&mut self) -> Parsed<Vec<Problem>> {
        let mut problems = Vec::new();
        while self.take("!") {
            let code = self.word().to_owned();
            if !CODES.contains(&&*code) {
                return Err(format!("{code:?} is none of the codes {}", CODES.join(", ")));
            }
            let at = if self.take("at ") {
                let offset = self.word();
                Place::Offset(offset.parse().map_err(|_| format!("not an offset: {offset}"))?)
            } else if self.rest.starts_with('"') {
                Place::Path(self.string()?)
            } else {
                Place::Path(self.word().to_owned())
            };
            problems.push(Problem { code, at });
        }
        Ok(problems)
    }

    /// Words of hex digits.
    fn channels(&mut self) -> Parsed<Vec<Vec<u8>>> {
        let mut channels = Vec::new();
        loop {
            self.skip_blanks();
            let end = self.rest.find(' ').unwrap_or(self.rest.len());
            let word = &self.rest[..end];
            if word.is_empty() || !word.bytes().all(|byte| byte.is_ascii_hexdigit()) {
                break;
            }
            if word.len() % 2 == 1 {
                return Err(format!("half a byte: {word}; write two digits a byte"));
            }
            let pairs = (0..word.len()).step_by(2).map(|at| &word[at..at + 2]);
            channels.push(pairs.filter_map(|pair| u8::from_str_radix(pair, 16).ok()).collect());
            self.rest = &self.rest[end..];
        }
        if channels.is_empty() { Err(format!("no bytes: {}", self.rest)) } else { Ok(channels) }
    }

    /// Pairs, or one value.
    fn data(&mut self) -> Parsed<Value> {
        let before = self.rest;
        if !self.rest.starts_with(begins_a_name) {
            return self.value();
        }
        if self.key().is_ok() && self.rest.starts_with('=') {
            self.rest = before;
            return self.members(None);
        }
        self.rest = before;
        self.value()
    }

    fn value(&mut self) -> Parsed<Value> {
        self.skip_blanks();
        if self.take("{") {
            return self.members(Some('}'));
        }
        if self.take("[") {
            let mut list = Vec::new();
            while !self.take("]") {
                list.push(self.value()?);
            }
            return Ok(list.into());
        }
        if self.rest.starts_with('"') {
            return self.string().map(Value::String);
        }
        let ends = |c: char| c.is_whitespace() || [',', '}', ']'].contains(&c);
        let end = self.rest.find(ends).unwrap_or(self.rest.len());
        let (word, rest) = self.rest.split_at(end);
        self.rest = rest;
        self.skip_blanks();
        let is_text = word.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_');
        if is_text && !["true", "false", "null"].contains(&word) {
            return Ok(word.into());
        }
        serde_json::from_str(word).map_err(|_| format!("neither text nor JSON: {word:?}"))
    }

    /// Pairs up to a closing brace, or as long as there are some.
    fn members(&mut self, end: Option<char>) -> Parsed<Value> {
        let mut all = Value::Object(Map::new());
        loop {
            self.skip_blanks();
            match end {
                Some(end) if self.take(end.encode_utf8(&mut [0; 4])) => break,
                None if !self.rest.starts_with(begins_a_name) => break,
                _ => {}
            }
            if end.is_none() && self.rest.starts_with("with ") {
                break;
            }
            let (key, quoted) = self.key()?;
            if !self.take("=") && !self.take(":") {
                return Err(format!("no value of {key:?}"));
            }
            let value = self.value()?;
            if quoted {
                all[key] = value;
                continue;
            }
            for path in expanded(&key)? {
                set(&mut all, &path, value.clone())?;
            }
        }
        Ok(all)
    }

    /// A name or path, and true where it is in quotes.
    fn key(&mut self) -> Parsed<(String, bool)> {
        self.skip_blanks();
        if self.rest.starts_with('"') {
            return Ok((self.string()?, true));
        }
        let ends = |c: char| c.is_whitespace() || ['=', ':', ',', '!'].contains(&c);
        let end = self.rest.find(ends).unwrap_or(self.rest.len());
        let (key, rest) = self.rest.split_at(end);
        self.rest = rest;
        if key.is_empty() {
            Err(format!("no name: {}", self.rest))
        } else {
            Ok((key.to_owned(), false))
        }
    }

    fn string(&mut self) -> Parsed<String> {
        let mut values = serde_json::Deserializer::from_str(self.rest).into_iter::<String>();
        let text = values.next().and_then(Result::ok).ok_or("a text has no end".to_owned())?;
        let end = values.byte_offset();
        self.rest = &self.rest[end..];
        Ok(text)
    }

    fn word(&mut self) -> &'a str {
        self.skip_blanks();
        let (word, rest) = self.rest.split_once(' ').unwrap_or((self.rest, ""));
        self.rest = rest;
        self.skip_blanks();
        word
    }

    fn take(&mut self, text: &str) -> bool {
        self.skip_blanks();
        let rest = self.rest.strip_prefix(text);
        self.rest = rest.unwrap_or(self.rest);
        if rest.is_some() {
            self.skip_blanks();
        }
        rest.is_some()
    }

    fn skip_blanks(&mut self) {
        self.rest = self.rest.trim_start_matches([' ', ',']);
    }
}

fn begins_a_name(first: char) -> bool {
    first.is_ascii_alphabetic() || first == '"' || first == '_'
}

/// The paths that `region_{1..3}` stands for.
fn expanded(path: &str) -> Parsed<Vec<String>> {
    let Some((before, rest)) = path.split_once('{') else { return Ok(vec![path.to_owned()]) };
    let range =
        rest.split_once('}').and_then(|(range, after)| Some((range.split_once("..")?, after)));
    let ((first, last), after) = range.ok_or_else(|| format!("not a range: {path}"))?;
    let number = |text: &str| text.parse::<u32>().map_err(|_| format!("not a range: {path}"));
    Ok((number(first)?..=number(last)?).map(|n| format!("{before}{n}{after}")).collect())
}

/// Sets a member by its path, `a.b[0].c`.
///
/// # Errors
///
/// Returns the step that meets something else than an object or a list.
pub fn set(data: &mut Value, path: &str, value: Value) -> Result<(), String> {
    let mut at = data;
    for step in path.split('.') {
        let (name, indices) = step.split_once('[').map_or((step, ""), |(name, rest)| (name, rest));
        if at.is_null() {
            *at = Value::Object(Map::new());
        }
        let object = at.as_object_mut().ok_or_else(|| format!("{path}: not an object"))?;
        at = object.entry(name).or_insert(Value::Null);
        for index in indices.split_terminator(']').map(|index| index.trim_start_matches('[')) {
            let index: usize = index.parse().map_err(|_| format!("{path}: not an index"))?;
            if at.is_null() {
                *at = Value::Array(Vec::new());
            }
            let list = at.as_array_mut().ok_or_else(|| format!("{path}: not a list"))?;
            if list.len() <= index {
                list.resize(index + 1, Value::Null);
            }
            at = &mut list[index];
        }
    }
    *at = value;
    Ok(())
}

#[cfg(test)]
mod tests;
