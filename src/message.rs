//! The texts of messages about payloads and commands: one list for Rust, npm and scripts. Messages
//! of JavaScript alone, such as those of the command line, are in `pkg-template`.
//!
//! Places are numbered. In a problem `{0}` is where it is: an offset or a path.

use crate::prelude::*;
use crate::text::split_at_byte;

macro_rules! messages {
    ($($name:ident $text:literal)*) => {
        $(
            #[doc = concat!("`", $text, "`")]
            pub const $name: &str = $text;
        )*

        /// All of them, by name.
        pub const ALL: &[(&str, &str)] = &[$((stringify!($name), $name)),*];
    };
}

messages! {
    UNKNOWN_CHANNEL "offset {0}: unknown channel {1}, not decoded from here; bytes left: {2}"
    TRUNCATED "offset {0}: channel {1} is cut short: it needs {2} bytes and has {3}"
    RESERVED_MISSING "offset {0}: channel {1} lacks its last byte; decoded without it"
    UNKNOWN_SUB_KIND "offset {0}: channel {1}: unknown kind {2}; the fields of that kind were skipped"
    NO_LABEL "offset {0}: {1} is unknown: byte {2} has no label"
    OUT_OF_RANGE "offset {0}: {1} is {2}, outside {3} to {4}; kept"
    NO_READING "offset {0}: {1}: device reported {2} (no reading)"
    NOT_ALLOWED "{0}: got {1}; allowed: {2}"
    UNKNOWN_FIELD "{0}: unknown field; did you mean {1}?"
    UNLIKE_ANY_FIELD "{0}: unknown field"
    READ_ONLY "{0}: read-only; the device reports it, a command cannot set it"
    NOTHING_TO_SEND "data: nothing to send; give at least one command"
    UNDOCUMENTED "{0}: {1} is sent, but the guide documents {2} only"
    UNWISE "{0}: {1} is sent, but should be {2}"
    LONG "data: {0} bytes are sent, but a downlink carries at most 242"
    TOO_LONG "{0}: got a command of {1} bytes; allowed: at most {2}"
    UNDOES_SETTINGS "{0}: may undo the settings sent with it"
    UNDOES "{0}: may undo {1}, which is sent with it"
    OTHER_PORT "{0}: {1} is used; the devices listen on 85 unless set otherwise"
    BAD_PORT "{0}: got {1}; allowed: {2}; 85 is used"
    HEX_DIGITS "{0} hex digits and nothing else"
    NUMBER "a number from {0} to {1} in steps of {2}"
    WHOLE_NUMBER "a whole number from {0} to {1}"
    NAMES " or a name, {0} to {1}"
    YES_OR_NO ", \"yes\" or \"no\""
    TEXT "a text of at most {0} bytes without control characters"
    TEXT_OF "a text of at most {0} of the characters {1}"
    ANY_OF "an object with at least one of {0}"
    MORE "data: {0} more problems"
    OBJECT "an object with {0}"
    TOO_MANY_NAMES "an object of more than 500 names, the most that are read"
    LIST "a list of 1 to {0} objects"
    BESIDE "only together with {0}, and not beside {1}"
    BYTES "1 to 4096 integers from 0 to 255"
    FROM_HEX "; fromHex and fromBase64 read text"
    BYTE "an integer from 0 to 255"
    RELATION "{0} {1} ({2})"
    WHERE " where {0} is {1}"
}

/// A message with its places filled.
///
/// ```
/// use milesight_codec::message;
///
/// assert_eq!(message::format_message(message::READ_ONLY, &["sn"]), "sn: read-only; the device reports it, a command cannot set it");
/// ```
pub fn format_message(message: &str, arguments: &[&str]) -> String {
    let mut formatted = String::new();
    let (mut before, mut rest) = split_at_byte(message, b'{');
    while let Some(behind) = rest {
        formatted.push_str(before);
        // A place is one digit.
        let number = behind.bytes().next().unwrap_or_default().wrapping_sub(b'0');
        formatted.push_str(arguments.get(usize::from(number)).copied().unwrap_or_default());
        (before, rest) = split_at_byte(behind.get(2..).unwrap_or_default(), b'{');
    }
    formatted.push_str(before);
    formatted
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::encode::{DEFAULT_PORT, MAX_DOWNLINK};
    use crate::input::MAX_BYTES;
    use crate::value::MOST_NAMES;

    /// They are written out in the texts, which scripts and JavaScript have too.
    #[test]
    fn limits_in_texts_are_those_that_hold() {
        let says = |text: &str, number: &str| text.split(' ').any(|word| word == number);
        assert!(says(BYTES, &MAX_BYTES.to_string()));
        assert!(says(TOO_MANY_NAMES, &MOST_NAMES.to_string()));
        assert!(says(LONG, &MAX_DOWNLINK.to_string()));
        for text in [OTHER_PORT, BAD_PORT] {
            assert!(says(&text.replace(';', ""), &DEFAULT_PORT.to_string()));
        }
    }
}
