//! The code of scripts as templates: sections of features, and places for messages.

/// The code between `//#if condition` and `//#end`, where the condition holds, and all the rest. Of
/// `#condition{code}{other code}` within a line one of the two is left; the other may be missing.
/// A comment behind `///` is for readers of the template alone. Lines are indented by one blank
/// where they are to be read, or not at all.
pub(super) fn select(code: &str, has: &dyn Fn(&str) -> bool, indented: bool) -> String {
    let mut out = String::new();
    let mut kept = vec![true];
    for line in code.lines() {
        let inner = line.trim_start();
        if let Some(condition) = inner.strip_prefix("//#if ") {
            kept.push(kept.last() == Some(&true) && holds(condition, has));
        } else if inner == "//#end" {
            kept.pop();
        } else if kept.last() == Some(&true) && !inner.starts_with("///") && !inner.is_empty() {
            // In a script every character counts.
            let depth = if indented { (line.len() - inner.len()) / 2 } else { 0 };
            out.extend(std::iter::repeat_n(' ', depth));
            out += &choose(inner, has);
            out.push('\n');
        }
    }
    out
}

/// A line with one code of each `#condition{code}{other code}`.
fn choose(line: &str, has: &dyn Fn(&str) -> bool) -> String {
    let Some((before, behind)) = line.split_once('#') else { return line.to_owned() };
    let choice = behind.split_once('{').filter(|(condition, _)| is_condition(condition));
    let Some((condition, with)) = choice else {
        return format!("{before}#{}", choose(behind, has));
    };
    let (with, behind) = braced(with);
    let (without, rest) = behind.strip_prefix('{').map_or(("", behind), braced);
    let chosen = if holds(condition, has) { with } else { without };
    format!("{before}{}{}", choose(chosen, has), choose(rest, has))
}

/// The code up to the closing brace, and that behind it.
fn braced(code: &str) -> (&str, &str) {
    let mut depth = 0;
    let closes = |sign| {
        depth += match sign {
            '{' => 1,
            '}' => -1,
            _ => 0,
        };
        depth < 0
    };
    let (inside, behind) = code.split_at(code.find(closes).unwrap_or(code.len()));
    (inside, behind.get(1..).unwrap_or_default())
}

fn is_condition(text: &str) -> bool {
    text.chars().all(|c| c.is_ascii_alphanumeric() || "_|!".contains(c))
}

/// Returns true if a script has one of the features `a|b|!c`, or lacks one that is behind a `!`.
fn holds(condition: &str, has: &dyn Fn(&str) -> bool) -> bool {
    condition.split('|').any(|feature| match feature.strip_prefix('!') {
        Some(feature) => !has(feature),
        None => has(feature),
    })
}

/// Returns true if the code has the name as a word.
pub(super) fn uses(code: &str, name: &str) -> bool {
    code.split(|c: char| !c.is_ascii_alphanumeric() && c != '_').any(|word| word == name)
}

/// The code with each `say(NAME, a, b)` as the message that it stands for:
/// `"offset " + a + ": unknown channel " + b`.
pub(super) fn with_messages(code: &str, messages: &[(&str, &str)]) -> String {
    let Some((before, behind)) = code.split_once("say(") else { return code.to_owned() };
    let (arguments, rest) = arguments(behind);
    let name = arguments.first().copied().unwrap_or_default();
    let text = messages.iter().find(|(other, _)| *other == name).map_or("", |(_, text)| text);
    let mut pieces = Vec::new();
    let mut words = String::new();
    let flush = |words: &mut String, pieces: &mut Vec<String>| {
        if !words.is_empty() {
            pieces.push(literal(&std::mem::take(words)));
        }
    };
    for (at, piece) in text.split(['{', '}']).enumerate() {
        if at % 2 == 1 {
            let given = piece.parse::<usize>().ok().and_then(|number| arguments.get(number + 1));
            let given = given.map(|argument| argument.trim()).unwrap_or_default();
            let text = given.strip_prefix('"').and_then(|text| text.strip_suffix('"'));
            // A number is written into the text, and so is a text.
            if given.bytes().all(|byte| byte.is_ascii_digit()) {
                words += given;
            } else if let Some(text) = text.filter(|text| !text.contains(['"', '\\'])) {
                words += text;
            } else {
                flush(&mut words, &mut pieces);
                pieces.push(given.to_owned());
            }
        } else {
            words += piece;
        }
    }
    flush(&mut words, &mut pieces);
    format!("{before}{}{}", pieces.join(" + "), with_messages(rest, messages))
}

/// The arguments of a call, and the code behind its closing bracket.
pub(super) fn arguments(behind: &str) -> (Vec<&str>, &str) {
    let (mut depth, mut quoted, mut start) = (0, false, 0);
    let mut arguments = Vec::new();
    for (at, character) in behind.char_indices() {
        quoted ^= character == '"';
        match character {
            _ if quoted => {}
            ',' | ')' if depth == 0 => {
                arguments.push(behind.get(start..at).unwrap_or_default());
                start = at + 1;
                if character == ')' {
                    break;
                }
            }
            '(' | '[' => depth += 1,
            ')' | ']' => depth -= 1,
            _ => {}
        }
    }
    (arguments, behind.get(start..).unwrap_or_default())
}

pub(super) fn literal(text: &str) -> String {
    literal_in('"', text)
}

/// A text as a literal of JavaScript in these quotes; in ASCII, which engines keep in half the memory.
pub fn literal_in(quote: char, text: &str) -> String {
    let mut literal = String::from(quote);
    for character in text.chars() {
        match character {
            _ if character == quote || character == '\\' => literal.extend(['\\', character]),
            _ if character.is_ascii() => literal.push(character),
            _ => {
                for unit in character.encode_utf16(&mut [0; 2]) {
                    literal += &format!("\\u{unit:04x}");
                }
            }
        }
    }
    literal.push(quote);
    literal
}
