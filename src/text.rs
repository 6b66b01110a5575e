//! How bytes, numbers and given values are written in messages, and hex and
//! base64 are read.

use crate::prelude::*;

use crate::bits::mask;

/// Bytes as lower-case hex digits.
pub fn to_hex(bytes: &[u8]) -> String {
    let mut digits = String::new();
    for byte in bytes {
        for nibble in [byte >> 4, byte & 15] {
            digits.push(char::from(if nibble < 10 { b'0' + nibble } else { b'a' + nibble - 10 }));
        }
    }
    digits
}

/// Adds a text to a list of them.
pub(crate) fn append(list: &mut String, separator: &str, text: &str) {
    if !list.is_empty() {
        list.push_str(separator);
    }
    list.push_str(text);
}

/// The list of some texts.
pub(crate) fn join(texts: &[&str], separator: &str) -> String {
    let mut list = String::new();
    for text in texts {
        append(&mut list, separator, text);
    }
    list
}

/// Texts without anything between them.
pub(crate) fn concat(texts: &[&str]) -> String {
    join(texts, "")
}

/// The part of a text before an ASCII character, and the one behind it, if there is one. Smaller
/// than std's search for any character.
#[inline(never)]
pub(crate) fn split_at_byte(text: &str, byte: u8) -> (&str, Option<&str>) {
    match text.bytes().position(|own| own == byte) {
        Some(at) => (text.get(..at).unwrap_or_default(), text.get(at + 1..)),
        None => (text, None),
    }
}

/// The UTF-16 code units of a text.
#[inline(never)]
pub(crate) fn utf16(text: &str) -> Vec<u16> {
    text.encode_utf16().collect()
}

/// A number as JavaScript prints it: `1e+300`, `0` for −0.
pub fn format_number(value: f64) -> String {
    #[cfg(all(feature = "js", target_arch = "wasm32"))]
    return js_sys::Number::from(value)
        .to_string_with_radix(10)
        .map_or_else(|_| String::new(), String::from);
    #[cfg(not(all(feature = "js", target_arch = "wasm32")))]
    return ryu_js::Buffer::new().format(value).to_owned();
}

/// A whole number in decimal.
pub(crate) fn integer(mut value: u32) -> String {
    let mut digits = String::new();
    loop {
        digits.insert(0, char::from(b'0' + (value % 10) as u8));
        value /= 10;
        if value == 0 {
            return digits;
        }
    }
}

/// How much of a given text a message quotes, in UTF-16 code units.
const QUOTE_LENGTH: usize = 40;

/// A text as JSON has it, unless it is too long to be read in a message.
pub(crate) fn quote(text: &str) -> String {
    if text.encode_utf16().nth(QUOTE_LENGTH).is_some() {
        return "a text of more than 40 characters".to_owned();
    }
    concat(&["\"", &name(text), "\""])
}

/// A name as a path shows it: as JSON has it between its quotes.
pub(crate) fn name(text: &str) -> String {
    let mut escaped = String::new();
    for character in text.chars() {
        match character {
            '"' => escaped.push_str("\\\""),
            '\\' => escaped.push_str("\\\\"),
            '\n' => escaped.push_str("\\n"),
            '\r' => escaped.push_str("\\r"),
            '\t' => escaped.push_str("\\t"),
            '\u{8}' => escaped.push_str("\\b"),
            '\u{c}' => escaped.push_str("\\f"),
            '\0'..'\x20' => {
                escaped.push_str("\\u00");
                escaped.push_str(&to_hex(&[character as u8]));
            }
            _ => escaped.push(character),
        }
    }
    escaped
}

/// A list, as messages name it.
pub(crate) fn list_of(length: usize) -> String {
    concat(&["a list of ", &integer(length as u32)])
}

/// Why a text is neither hex nor base64.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum TextError {
    /// A character that does not belong there, and its position, from 0.
    Foreign {
        /// The character.
        character: char,
        /// Its position, in characters.
        position: usize,
        /// The expected form: `"hex"` or `"base64"`.
        expected: &'static str,
    },
    /// An odd number of hex digits in a run.
    Odd {
        /// The number of digits.
        digits: usize,
        /// Where the run begins.
        position: usize,
    },
    /// A base64 text that ends within a byte.
    Unfinished,
}

impl core::fmt::Display for TextError {
    fn fmt(&self, f: &mut core::fmt::Formatter) -> core::fmt::Result {
        match self {
            TextError::Foreign { character, position, expected } => {
                let quoted = quote(character.encode_utf8(&mut [0; 4]));
                write!(f, "not {expected}: {quoted} at position {position}")
            }
            TextError::Odd { digits, position } => {
                let plural = if *digits == 1 { "" } else { "s" };
                write!(
                    f,
                    "not hex: {digits} digit{plural} at position {position}; each byte needs 2"
                )
            }
            TextError::Unfinished => f.write_str("not base64: it ends within a byte"),
        }
    }
}

impl core::error::Error for TextError {}

/// Reads hex as people paste it: `ff10ff`, `FF 10 FF`, `0xff, 0x10`, `ff:10:ff`.
///
/// Between bytes white space, commas, colons and `0x` may stand, within a byte
/// nothing: `3 67` is more likely to lack a zero than to be `36 7…`.
///
/// ```
/// use milesight_codec::{from_hex, TextError};
///
/// assert_eq!(from_hex("0xff, 0x10\nff").unwrap(), [0xff, 0x10, 0xff]);
/// assert_eq!(from_hex("ff1").unwrap_err(), TextError::Odd { digits: 3, position: 0 });
/// assert_eq!(
///     from_hex("ff1g").unwrap_err().to_string(),
///     r#"not hex: "g" at position 3"#,
/// );
/// ```
///
/// # Errors
/// A character that is none of these, or an odd number of digits in a run.
pub fn from_hex(text: &str) -> Result<Vec<u8>, TextError> {
    let mut bytes = Vec::new();
    // The digits of a run, and where it begins.
    let (mut digits, mut start) = (0, 0);
    let finish = |digits: &mut usize, position| match core::mem::take(digits) {
        digits if digits % 2 == 1 => Err(TextError::Odd { digits, position }),
        _ => Ok(()),
    };
    let mut characters = text.chars().enumerate().peekable();
    while let Some((position, character)) = characters.next() {
        let is_prefix = character == '0' && digits % 2 == 0;
        if is_prefix && characters.next_if(|(_, next)| matches!(next, 'x' | 'X')).is_some() {
            finish(&mut digits, start)?;
            continue;
        }
        match character.to_digit(16) {
            Some(digit) => {
                if digits == 0 {
                    start = position;
                }
                match bytes.last_mut() {
                    Some(byte) if digits % 2 == 1 => *byte = *byte << 4 | digit as u8,
                    _ => bytes.push(digit as u8),
                }
                digits += 1;
            }
            None if is_blank(character) || matches!(character, ',' | ':') => {
                finish(&mut digits, start)?;
            }
            None => return Err(TextError::Foreign { character, position, expected: "hex" }),
        }
    }
    finish(&mut digits, start)?;
    Ok(bytes)
}

/// Reads base64, in the common or the URL alphabet, with or without padding.
///
/// ```
/// use milesight_codec::from_base64;
///
/// assert_eq!(from_base64("/xD/").unwrap(), [0xff, 0x10, 0xff]);
/// assert_eq!(from_base64("_xA=").unwrap(), [0xff, 0x10]);
/// assert_eq!(from_base64("_xB").unwrap_err().to_string(), "not base64: it ends within a byte");
/// ```
///
/// # Errors
/// A character outside the alphabets, padding that fills nothing up, or a text that ends within
/// a byte.
pub fn from_base64(text: &str) -> Result<Vec<u8>, TextError> {
    let mut bytes = Vec::new();
    let mut bits = 0u32;
    let mut count = 0;
    let mut padding = 0;
    for (position, character) in text.chars().enumerate() {
        let digit = match character {
            'A'..='Z' => character as u32 - 'A' as u32,
            'a'..='z' => character as u32 - 'a' as u32 + 26,
            '0'..='9' => character as u32 - '0' as u32 + 52,
            '+' | '-' => 62,
            '/' | '_' => 63,
            // Each fills up two of the bits that the last digit has too many.
            '=' if 2 * (padding + 1) <= count => {
                padding += 1;
                continue;
            }
            _ if is_blank(character) => continue,
            _ => return Err(TextError::Foreign { character, position, expected: "base64" }),
        };
        if padding > 0 {
            return Err(TextError::Foreign { character, position, expected: "base64" });
        }
        bits = bits << 6 | digit;
        count += 6;
        if count >= 8 {
            count -= 8;
            bytes.push((bits >> count) as u8);
        }
    }
    if count >= 6 || bits & mask(count) != 0 {
        return Err(TextError::Unfinished);
    }
    Ok(bytes)
}

/// Returns true if the character separates digits. Some editors copy a byte order mark first.
fn is_blank(character: char) -> bool {
    character.is_whitespace() || character == '\u{feff}'
}
