//! How bytes, numbers and given values are written in messages, and hex and
//! base64 are read.

use crate::prelude::*;

use crate::table::mask;
use crate::value::Value;

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

/// The number that half or single precision bits stand for: that of the shortest decimal which
/// reads back as the same bits, of two as close the one further from 0. `None` for infinities and
/// NaN.
pub(crate) fn float(bits: u32, width: u16) -> Option<f64> {
    let value = if width == 16 { half(bits as u16) } else { f32::from_bits(bits) };
    if !value.is_finite() {
        return None;
    }
    let magnitude = f64::from(value.abs());
    if magnitude == 0.0 {
        return Some(value.into());
    }
    let reads_back = |decimal: f64| {
        if width == 16 {
            to_half(decimal) == bits as u16 & 0x7fff
        } else {
            decimal as f32 == value.abs()
        }
    };
    // The power of ten of the first digit.
    let mut power = 0;
    while magnitude >= nearest(1, power + 1) {
        power += 1;
    }
    while magnitude < nearest(1, power) {
        power -= 1;
    }
    // Nine digits tell all singles apart.
    let mut decimal = magnitude;
    for digits in 0..9 {
        decimal = nearest(rounded(value.to_bits(), digits - power), power - digits);
        if reads_back(decimal) {
            break;
        }
    }
    Some(if value < 0.0 { -decimal } else { decimal })
}

/// The whole number that is closest to the magnitude of a single times a power of ten. Exact, as
/// `toPrecision` is in JavaScript; the result has at most nine digits.
fn rounded(bits: u32, power: i32) -> u64 {
    let (exponent, fraction) = ((bits >> 23 & 255) as i32, u128::from(bits & 0x007f_ffff));
    let (whole, exponent) =
        if exponent == 0 { (fraction, -149) } else { (fraction | 1 << 23, exponent - 150) };
    let shift = exponent + power;
    if power < 0 {
        let by = power_of_five(-power);
        let (of, by) = if shift < 0 { (whole, by << -shift) } else { (whole << shift, by) };
        return ((2 * of + by) / (2 * by)) as u64;
    }
    // A product of up to 150 bits, in two parts.
    let (first, second) =
        (whole * power_of_five(power.min(27)), power_of_five((power - 27).max(0)));
    let low = (first & u128::from(u64::MAX)) * second;
    let high = (first >> 64) * second + (low >> 64);
    let product = high << 64 | low & u128::from(u64::MAX);
    (match -shift {
        ..=0 => product << shift,
        down @ ..=64 => (product + (1 << (down - 1))) >> down,
        down => (high + (1 << (down - 65))) >> (down - 64),
    }) as u64
}

/// The number that is nearest to a whole one of at most nine digits times a power of ten, from the
/// 53rd below one to the 38th above.
fn nearest(whole: u64, power: i32) -> f64 {
    let mut rest = u128::from(whole);
    if power >= 0 {
        return (rest * power_of_five(power)) as f64 * power_of_two(power);
    }
    let mut by = power_of_five(-power);
    let mut exponent = power;
    while by <= rest {
        by <<= 1;
        exponent += 1;
    }
    // More bits than a number has, the last one for all that follow.
    let mut quotient = 0u64;
    while quotient < 1 << 60 {
        rest <<= 1;
        quotient <<= 1;
        exponent -= 1;
        if rest >= by {
            rest -= by;
            quotient |= 1;
        }
    }
    (quotient | u64::from(rest != 0)) as f64 * power_of_two(exponent)
}

fn power_of_five(power: i32) -> u128 {
    let mut value = 1;
    for _ in 0..power {
        value *= 5;
    }
    value
}

fn power_of_two(power: i32) -> f64 {
    f64::from_bits(((1023 + power) as u64) << 52)
}

/// The number of half precision bits.
fn half(bits: u16) -> f32 {
    let sign = u32::from(bits >> 15) << 31;
    let (exponent, fraction) = (u32::from(bits >> 10 & 31), u32::from(bits & 1023));
    match exponent {
        0 => {
            // 2^-24, the least number.
            let value = fraction as f32 * f32::from_bits(103 << 23);
            f32::from_bits(value.to_bits() | sign)
        }
        31 => f32::from_bits(sign | 255 << 23 | fraction << 13),
        _ => f32::from_bits(sign | (exponent + 112) << 23 | fraction << 13),
    }
}

/// The half precision bits that are nearest to a number within their range, of two the even ones.
fn to_half(value: f64) -> u16 {
    let (mut low, mut high) = (0u16, 0x7c00u16);
    let magnitude = value.abs();
    let sign = if value < 0.0 { 0x8000 } else { 0 };
    // The bits of positive halves are in the order of the numbers.
    while high - low > 1 {
        let middle = low + (high - low) / 2;
        if f64::from(half(middle)) <= magnitude { low = middle } else { high = middle }
    }
    // What comes after the largest half would be 65536, were there one.
    let above = if high == 0x7c00 { 65536.0 } else { f64::from(half(high)) };
    let below = f64::from(half(low));
    let up = magnitude - below > above - magnitude
        || (magnitude - below == above - magnitude && low & 1 == 1);
    (if up { high } else { low }) | sign
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
    // A unit is at most three bytes.
    if text.len() > 3 * QUOTE_LENGTH || utf16(text).len() > QUOTE_LENGTH {
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

/// A text as an ASCII literal of JavaScript.
#[cfg(feature = "formatter")]
pub(crate) fn literal(text: &str) -> String {
    format!("\"{}\"", escaped(text))
}

/// A text as it stands in such a literal.
#[cfg(feature = "formatter")]
pub(crate) fn escaped(text: &str) -> String {
    ascii(&text.replace('\\', "\\\\").replace('"', "\\\""))
}

/// A text with `\u` escapes for what is not ASCII.
#[cfg(feature = "formatter")]
pub(crate) fn ascii(text: &str) -> String {
    let mut ascii = String::new();
    for character in text.chars() {
        if character.is_ascii() {
            ascii.push(character);
        } else {
            let mut units = [0; 2];
            ascii.extend(
                character.encode_utf16(&mut units).iter().map(|unit| format!("\\u{unit:04x}")),
            );
        }
    }
    ascii
}

/// What was given, for a message: texts quoted, containers named.
pub(crate) fn describe(value: &Value) -> String {
    match value {
        Value::Undefined => "nothing".to_owned(),
        Value::Null => "null".to_owned(),
        Value::Bool(flag) => if *flag { "true" } else { "false" }.to_owned(),
        Value::Number(value) => format_number(*value),
        Value::Text(text) => quote(text),
        Value::List(list) => list_of(list.len()),
        Value::Object(_) => "an object".to_owned(),
        Value::Other(what) => what.clone().into_owned(),
    }
}

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
        /// What was expected: `"hex"` or `"base64"`.
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

impl TextError {
    /// The error as a sentence.
    pub(crate) fn message(&self) -> String {
        let at = |position: &usize| integer(*position as u32);
        match self {
            TextError::Foreign { character, position, expected } => {
                let quoted = quote(character.encode_utf8(&mut [0; 4]));
                ["not ", *expected, ": ", &quoted, " at position ", &at(position)].concat()
            }
            TextError::Odd { digits, position } => {
                let digit = if *digits == 1 { " digit" } else { " digits" };
                let (digits, position) = (at(digits), at(position));
                ["not hex: ", &digits, digit, " at position ", &position, "; each byte needs 2"]
                    .concat()
            }
            TextError::Unfinished => "not base64: it ends within a byte".to_owned(),
        }
    }
}

impl core::fmt::Display for TextError {
    fn fmt(&self, f: &mut core::fmt::Formatter) -> core::fmt::Result {
        f.write_str(&self.message())
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
    let mut run: Vec<u8> = Vec::new();
    let mut start = 0;
    let mut finish = |run: &mut Vec<u8>, position| {
        if run.len() % 2 == 1 {
            return Err(TextError::Odd { digits: run.len(), position });
        }
        let byte = |pair: &[u8]| pair.iter().fold(0, |byte, digit| byte << 4 | digit);
        bytes.extend(run.chunks(2).map(byte));
        run.clear();
        Ok(())
    };
    let mut characters = text.chars().enumerate().peekable();
    while let Some((position, character)) = characters.next() {
        let is_prefix = character == '0' && run.len() % 2 == 0;
        if is_prefix && characters.next_if(|(_, next)| matches!(next, 'x' | 'X')).is_some() {
            finish(&mut run, start)?;
            continue;
        }
        match character.to_digit(16) {
            Some(digit) => {
                if run.is_empty() {
                    start = position;
                }
                run.push(digit as u8);
            }
            None if is_blank(character) || matches!(character, ',' | ':') => {
                finish(&mut run, start)?;
            }
            None => return Err(TextError::Foreign { character, position, expected: "hex" }),
        }
    }
    finish(&mut run, start)?;
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

/// Whether it says nothing between digits; a byte order mark begins what some editors copy.
fn is_blank(character: char) -> bool {
    character.is_whitespace() || character == '\u{feff}'
}

#[cfg(test)]
mod tests {
    use super::float;

    /// As Rust's own printing of numbers has it.
    fn shortest(value: f32) -> f64 {
        format!("{value:e}").parse().expect("a number")
    }

    #[test]
    fn a_float_is_the_shortest_decimal_that_reads_back() {
        let values = [0.1, 25.3, 0.00123, 1234.567, 1.0e-7, 6.5e9, 16_777_216.0, 3.4e21, 1.0e-20];
        let more = (1..2000).map(|whole: u16| f32::from(whole) / 7.0);
        for value in values.into_iter().chain(more) {
            for value in [value, -value] {
                assert_eq!(float(value.to_bits(), 32), Some(shortest(value)), "{value}");
            }
        }
        // All magnitudes, those below the least normal single too.
        let mut bits = 1u32;
        for _ in 0..20_000 {
            bits = bits.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            let value = f32::from_bits(bits >> (bits % 3 * 8));
            if value.is_finite() {
                assert_eq!(float(value.to_bits(), 32), Some(shortest(value)), "{value:e}");
            }
        }
        for value in [f32::MIN_POSITIVE, f32::MAX, f32::MIN, f32::from_bits(1), 0.0, 1.0e10] {
            assert_eq!(float(value.to_bits(), 32), Some(shortest(value)), "{value:e}");
        }
        // Two decimals are as close: the one further from 0, as in JavaScript.
        assert_eq!(float(464_634.125f32.to_bits(), 32), Some(464_634.13));
        assert_eq!(float((-464_634.125f32).to_bits(), 32), Some(-464_634.13));
        assert_eq!(float(f32::INFINITY.to_bits(), 32), None);
        assert_eq!(float(f32::NAN.to_bits(), 32), None);
    }

    #[test]
    fn a_half_is_the_shortest_decimal_that_reads_back() {
        // IEEE 754: 25.296875 is the half next to 25.3, and 65504 the largest.
        assert_eq!(float(0x3c00, 16), Some(1.0));
        assert_eq!(float(0x4e53, 16), Some(25.3));
        assert_eq!(float(0x7bff, 16), Some(65500.0));
        assert_eq!(float(0x7c00, 16), None);
    }
}
