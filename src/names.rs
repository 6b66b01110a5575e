//! The names of fields, which are paths where they have dots, and the sources of rows.

use crate::prelude::*;
use crate::text::{concat, split_at_byte};

/// A source as people cite it, where it is a section behind the guide's word.
pub(crate) fn cite(guide: &str, source: &str) -> String {
    match source.as_bytes() {
        [b'0'..=b'9', ..] => concat(&[guide, " ", source]),
        _ => source.to_owned(),
    }
}

/// Adds a name that is not there yet.
pub(crate) fn push_unique<'a>(names: &mut Vec<&'a str>, name: &'a str) {
    if !names.contains(&name) {
        names.push(name);
    }
}

/// The first of the names that dots separate, and the rest of the path, if there is one.
pub(crate) fn split_path(path: &str) -> (&str, Option<&str>) {
    split_at_byte(path, b'.')
}

/// The first of the names that dots separate.
pub(crate) fn first_name(path: &str) -> &str {
    split_path(path).0
}

/// The word that sections are cited with: `"VS321"`.
pub(crate) const fn first_word(text: &'static str) -> &'static str {
    let mut length = 0;
    let mut rest = text.as_bytes();
    while let [first, behind @ ..] = rest {
        if *first == b' ' {
            break;
        }
        length += 1;
        rest = behind;
    }
    match core::str::from_utf8(text.as_bytes().split_at(length).0) {
        Ok(word) => word,
        Err(_) => text,
    }
}
