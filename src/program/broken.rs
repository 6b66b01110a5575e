//! The rules that rows break, as one message of the compiler.

// Slices have no other way in a const fn. The panic stops the compiler.
#![allow(clippy::indexing_slicing, clippy::panic)]

use crate::table::Row;

/// The most broken rules that a message names.
const MOST: usize = 32;

/// A rule that a row breaks.
#[derive(Clone, Copy)]
pub(super) struct Broken {
    pub model: &'static str,
    pub row: &'static Row,
    /// The field, `""` for the row as a whole.
    pub field: &'static str,
    pub rule: &'static str,
    /// The other row, of a rule of two.
    pub other: Option<&'static Row>,
}

/// The rules that rows break, in the order of the rows.
#[derive(Clone, Copy)]
pub(crate) struct BrokenRules {
    items: [Option<Broken>; MOST],
    used: usize,
}

impl BrokenRules {
    pub const NONE: BrokenRules = BrokenRules { items: [None; MOST], used: 0 };

    pub const fn is_empty(&self) -> bool {
        self.used == 0
    }

    /// Adds a rule, unless it is there for the same line: devices share rows.
    pub(super) const fn push(&mut self, new: Broken) {
        let mut at = 0;
        while at < self.used {
            if let Some(broken) = self.items[at] {
                let is_there = same(broken.rule, new.rule)
                    && same(broken.field, new.field)
                    && place(broken.row).1 == place(new.row).1
                    && same(place(broken.row).0, place(new.row).0);
                if is_there {
                    return;
                }
            }
            at += 1;
        }
        if self.used < MOST {
            self.items[self.used] = Some(new);
            self.used += 1;
        }
    }

    /// Adds the rules that another device's rows break.
    pub const fn add(&mut self, from: &BrokenRules) {
        let mut at = 0;
        while at < from.used {
            if let Some(broken) = from.items[at] {
                self.push(broken);
            }
            at += 1;
        }
    }

    /// Stops the compiler with a line for each broken rule, if there are any.
    pub const fn stop(&self) {
        if self.is_empty() {
            return;
        }
        let mut text = Text { bytes: [0; 320 * MOST], used: 0 };
        let mut at = 0;
        while at < self.used {
            if let Some(broken) = &self.items[at] {
                text.push_broken(broken);
            }
            at += 1;
        }
        match core::str::from_utf8(text.bytes.split_at(text.used).0) {
            Ok(text) => panic!("{}", text),
            Err(_) => panic!("a row breaks a rule"),
        }
    }
}

/// A text in the making; one that is too long is cut.
struct Text {
    bytes: [u8; 320 * MOST],
    used: usize,
}

impl Text {
    /// `src/devices/ws101.rs:34: ws101 ff 03 reporting_interval: R13: …`
    const fn push_broken(&mut self, broken: &Broken) {
        let row = broken.row;
        self.push(if self.used > 0 { "\n" } else { "" });
        self.push_place(row);
        self.push(": ");
        self.push(broken.model);
        self.push_hex(row.channel);
        if let Some(type_byte) = row.type_byte {
            self.push_hex(type_byte);
        }
        self.push(if broken.field.is_empty() { "" } else { " " });
        self.push(broken.field);
        self.push(": ");
        self.push(broken.rule);
        if let Some(other) = broken.other {
            self.push(" (the other row: ");
            self.push_place(other);
            self.push(")");
        }
    }

    const fn push_place(&mut self, row: &Row) {
        let (file, line) = place(row);
        self.push(file);
        self.push(":");
        self.push_number(line);
    }

    const fn push(&mut self, text: &str) {
        let text = text.as_bytes();
        if self.used + text.len() > self.bytes.len() {
            return;
        }
        let mut at = 0;
        while at < text.len() {
            self.push_byte(text[at]);
            at += 1;
        }
    }

    const fn push_byte(&mut self, byte: u8) {
        if self.used < self.bytes.len() {
            self.bytes[self.used] = byte;
            self.used += 1;
        }
    }

    const fn push_number(&mut self, number: u32) {
        let mut power = 1;
        while number / power >= 10 {
            power *= 10;
        }
        while power > 0 {
            self.push_byte(b'0' + (number / power % 10) as u8);
            power /= 10;
        }
    }

    const fn push_hex(&mut self, byte: u8) {
        let digits = b"0123456789abcdef";
        self.push_byte(b' ');
        self.push_byte(digits[(byte >> 4) as usize]);
        self.push_byte(digits[(byte & 15) as usize]);
    }
}

/// The file and the line of a row.
const fn place(row: &Row) -> (&'static str, u32) {
    match row.location {
        Some(location) => (location.file(), location.line()),
        None => ("", 0),
    }
}

/// Returns true if two texts are equal; `==` is not const.
pub(super) const fn same(one: &str, other: &str) -> bool {
    let (one, other) = (one.as_bytes(), other.as_bytes());
    if one.len() != other.len() {
        return false;
    }
    let mut at = 0;
    while at < one.len() {
        if one[at] != other[at] {
            return false;
        }
        at += 1;
    }
    true
}

#[cfg(test)]
mod tests {
    use std::ops::Range;
    use std::panic::catch_unwind;

    use super::*;
    use crate::prelude::*;
    use crate::table::{Wire, number, row};

    static ROW: Row = row(0xff, 0x03, "1", const { &[number("a", Wire::U8)] });

    fn broken(rules: Range<usize>) -> BrokenRules {
        let mut all = BrokenRules::NONE;
        for rule in rules {
            let rule = format!("R{rule:02}").leak();
            all.push(Broken { model: "model", row: &ROW, field: "a", rule, other: None });
        }
        all
    }

    fn message(rules: BrokenRules) -> Option<String> {
        let said = catch_unwind(|| rules.stop()).err()?;
        Some(*said.downcast::<String>().expect("a text"))
    }

    /// The rules in the message.
    fn messages(rules: BrokenRules) -> Vec<String> {
        let Some(said) = message(rules) else { return Vec::new() };
        let before = format!("{}:{}: model ff 03 a: ", file!(), ROW.location.unwrap().line());
        said.lines().map(|line| line.strip_prefix(&before).expect(line).to_owned()).collect()
    }

    #[test]
    fn rules_of_several_devices_are_one_message_with_each_once() {
        let mut all = broken(0..3);
        all.add(&broken(2..5));
        all.add(&BrokenRules::NONE);
        assert_eq!(messages(all), ["R00", "R01", "R02", "R03", "R04"]);
        all.add(&broken(0..40));
        assert_eq!(messages(all).len(), MOST);
        assert!(BrokenRules::NONE.is_empty() && messages(BrokenRules::NONE).is_empty());
    }

    #[test]
    fn what_finds_no_room_in_the_message_is_left_out_whole() {
        let mut all = BrokenRules::NONE;
        for number in 0..MOST {
            let rule = format!("R{number}{}", "ä".repeat(200)).leak();
            all.push(Broken { model: "model", row: &ROW, field: "a", rule, other: None });
        }
        let letters = message(all).expect("a message").matches('ä').count();
        assert!(letters > 0 && letters % 200 == 0, "{letters}");
    }
}
