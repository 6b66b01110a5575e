//! The numbered rules that rows must keep. The compiler stops at rows that break one, and names the
//! first rule that each part breaks, and each row as a whole, with its place: 32 at a time.

// Slices have no other way in a const fn.
#![allow(clippy::indexing_slicing)]

use super::broken::{Broken, BrokenRules, same};
use super::link::are_siblings;
use crate::bits::mask;
use crate::table::{Coding, Device, Part, Row, SpecialValue, Target};

/// The rules that a device's rows break.
pub(crate) const fn check(device: &Device) -> BrokenRules {
    let mut checker = Checker {
        broken: BrokenRules::NONE,
        model: device.model,
        is_uplink: true,
        row: &Row::EMPTY,
        field: "",
        other: None,
        is_broken: false,
    };
    checker.check_rows(device.uplink);
    checker.is_uplink = false;
    checker.check_rows(device.downlink);
    checker.broken
}

/// The row, the part or the two rows whose rules are checked.
struct Checker {
    broken: BrokenRules,
    model: &'static str,
    is_uplink: bool,
    row: &'static Row,
    /// The part's field, `""` for the row as a whole.
    field: &'static str,
    /// The earlier row, of a rule of two.
    other: Option<&'static Row>,
    /// The row or the part breaks a rule: others may follow from that and are not named.
    is_broken: bool,
}

impl Checker {
    const fn check_rows(&mut self, rows: &'static [Row]) {
        let mut at = 0;
        while at < rows.len() {
            self.row = &rows[at];
            self.check_row(rows, at);
            at += 1;
        }
    }

    const fn check_row(&mut self, rows: &'static [Row], number: usize) {
        self.check_parts(self.row.parts, false);
        self.check_alone();
        let mut siblings = 0;
        let mut at = 0;
        while at < number {
            siblings += are_siblings(&rows[at], self.row) as usize;
            self.other = Some(&rows[at]);
            self.check_pair(rows, &rows[at]);
            self.check_names(&rows[at]);
            at += 1;
        }
        self.other = None;
        self.keep(
            siblings > 0 || !takes_any_other_kind(self.row),
            "R36: any_other_kind() is for a channel and type with a sub_kind(n) in another row",
        );
    }

    const fn is_command(&self) -> bool {
        !self.is_uplink && !self.row.decode_only
    }

    const fn keep(&mut self, holds: bool, rule: &'static str) {
        if !holds && !self.is_broken {
            self.is_broken = true;
            let Checker { model, row, field, other, .. } = *self;
            self.broken.push(Broken { model, row, field, rule, other });
        }
    }

    /// The rules of a row as a whole.
    const fn check_alone(&mut self) {
        let row = self.row;
        let fits = match row.counted {
            None => true,
            Some(most) => most > 0 && row.target.is_list(),
        };
        self.keep(fits, "R01: counted(n) is for a list, and n is at least 1");
        self.keep(!row.parts.is_empty(), "R02: a row has a part; write one");
        self.keep(row.length <= 255, "R03: a row has at most 255 bytes of data");
        self.keep(is_source(row.source), SOURCE);
        let mut kinds = 0;
        let mut presences = 0;
        let mut at = 0;
        while at < row.parts.len() {
            kinds += count_kinds(&row.parts[at]);
            presences += matches!(row.parts[at].coding, Coding::Presence) as usize;
            at += 1;
        }
        self.keep(kinds <= 1, "R26: a row has one sub_kind() or any_other_kind(), not two");
        let is_alone = row.parts.len() == 1 && matches!(row.target, Target::Top);
        self.keep(
            presences == 0 || is_alone,
            "R27: yes() or presence() is the only part of a row(…) or typeless(…)",
        );
        self.keep(
            self.is_uplink || !takes_any_other_kind(row),
            "R28: no command has any_other_kind(); the encoder could not choose one",
        );
    }

    /// The rules of a row and an earlier one of its direction.
    const fn check_pair(&mut self, rows: &'static [Row], earlier: &'static Row) {
        let row = self.row;
        if row.channel != earlier.channel {
            return;
        }
        let (Some(type_byte), Some(other)) = (row.type_byte, earlier.type_byte) else {
            let rule = "R29: typeless(…) takes every type; its channel has no other row";
            return self.keep(false, rule);
        };
        if type_byte != other {
            return;
        }
        let (Some(kind), Some(other)) = (kind(row), kind(earlier)) else {
            let rule = "R30: two rows have this channel and type; tell them apart with sub_kind(n)";
            return self.keep(false, rule);
        };
        let (is_rest, earlier_is_rest) = (kind.part.is_other_kind(), other.part.is_other_kind());
        let differs =
            is_rest != earlier_is_rest || (!is_rest && kind.part.fixed != other.part.fixed);
        let rule = "R31: two rows have this channel, type and kind; give one another sub_kind(n)";
        self.keep(differs, rule);
        let rule = "R32: any_other_kind() is for the last row of a channel and type; move it down";
        self.keep(!earlier_is_rest, rule);
        let are_alike = kind.offset == other.offset
            && kind.length == other.length
            && kind.shift == other.shift
            && kind.part.width == other.part.width;
        let rule = "R33: rows of one channel and type have their kind at the same bits";
        self.keep(are_alike, rule);
        let fits = row.length == earlier.length || ends_with_any_other_kind(rows, row);
        let rule =
            "R23: rows of one channel and type have one length, or the last has any_other_kind()";
        self.keep(fits, rule);
    }

    /// The encoder would give a field to both commands, or refuse it for one of them.
    const fn check_names(&mut self, earlier: &'static Row) {
        let are_commands = !self.is_uplink && sets_top(self.row) && sets_top(earlier);
        self.keep(
            !are_commands || !share_a_name(self.row.parts, earlier.parts),
            "R44: a field at the top level is in one command; name it otherwise in one of the two",
        );
    }

    /// The rules of parts, one by one. A row or `bits(…)` is broken if one of its parts is.
    const fn check_parts(&mut self, parts: &'static [Part], are_bit_fields: bool) {
        let mut is_broken = false;
        let mut at = 0;
        while at < parts.len() {
            self.is_broken = false;
            self.field = parts[at].name;
            match parts[at].coding {
                Coding::Bits if are_bit_fields => {
                    self.keep(false, "R06: bits(…) has no bits(…) in it")
                }
                Coding::Bits => self.check_bits(&parts[at]),
                _ => self.check_leaf(&parts[at], are_bit_fields),
            }
            is_broken |= self.is_broken;
            at += 1;
        }
        self.is_broken = is_broken;
        self.field = "";
    }

    const fn check_bits(&mut self, part: &'static Part) {
        let (length, parts) = (part.bytes(), part.parts);
        self.check_parts(parts, true);
        let mut width = 0;
        let mut are_given_within = true;
        let mut at = 0;
        while at < parts.len() {
            width += parts[at].width as usize;
            if let Some(bit) = parts[at].given_by {
                are_given_within &= (bit as usize) < 8 * length;
            }
            at += 1;
        }
        self.keep(are_given_within, "R45: given_by(bit) is one of the bits of its bits(…)");
        self.keep(length >= 1 && length <= 4, "R04: bits(n, …) has one to four bytes");
        self.keep(
            width == 8 * length,
            "R05: the fields of bits(n, …) fill its bytes; add spare(n) for bits that are left",
        );
    }

    const fn check_leaf(&mut self, part: &'static Part, is_bit_field: bool) {
        let width = part.width;
        let has_no_name =
            matches!(part.coding, Coding::Reserved | Coding::Kind | Coding::OtherKind);
        self.keep(
            has_no_name == part.name.is_empty(),
            "R07: fields have names, and reserved bits and kinds have none",
        );
        self.keep(is_bit_field || width % 8 == 0, "R08: parts outside bits(…) fill bytes");
        self.keep(
            is_bit_field || part.given_by.is_none(),
            "R09: given_by(bit) is for fields in bits(…)",
        );
        self.keep(!is_bit_field || width <= 32, "R10: fields in bits(…) are numbers");
        self.keep(part.source.is_empty() || is_source(part.source), SOURCE);
        let is_integer = matches!(part.coding, Coding::Number);
        let is_number = is_integer || matches!(part.coding, Coding::Float);
        self.keep(is_number || part.unit.is_empty(), "R34: numbers alone have units");
        match part.coding {
            Coding::Number => self.check_number(part, is_bit_field),
            Coding::Float => {
                self.keep(!self.is_command(), "R20: no command has a floating-point number")
            }
            Coding::Choice => self.check_choice(part),
            Coding::Kind | Coding::OtherKind => {
                self.keep(width >= 1 && width <= 32, ONE_TO_32_BITS);
                let fits = part.fixed <= mask(width);
                self.keep(fits, "R35: sub_kind(n) fits its bits; bits(n) sets their number");
            }
            _ => {}
        }
        let is_choice = matches!(part.coding, Coding::Choice);
        self.keep(is_integer || part.range.is_none(), "R15: integers alone have a range(…)");
        if part.given_by.is_some() {
            self.keep(is_choice, "R17: a field with given_by(bit) is a choice");
            self.keep(
                part.special_values.is_empty(),
                "R18: a field with given_by(bit) has no special_values(…)",
            );
        }
        self.keep(
            part.special_values.is_empty() || (is_integer || is_choice) && !self.is_command(),
            "R19: numbers and choices have special_values(…); commands have none",
        );
        self.check_special_values(part);
    }

    const fn check_number(&mut self, part: &'static Part, is_bit_field: bool) {
        let Part { div, plus, .. } = *part;
        self.keep(part.width <= 32, ONE_TO_32_BITS);
        if part.width == 0 {
            self.keep(!is_bit_field, "R24: a number without bits is not in bits(…)");
            self.keep(!self.is_command(), "R25: no command has a number without bits");
        }
        self.keep(div > 0, "R12: div(n) is at least 1");
        self.keep(
            !self.is_command()
                || part.range.is_some()
                || part.full_range
                || part.documented.is_some(),
            "R14: a number that a command sets has a range; add range(low, high), or full_range() \
             where no source has one",
        );
        let Some((low, high)) = part.range else { return };
        self.keep(low < high, "R13: the first end of range(low, high) is below the second");
        let (low_steps, high_steps) = (steps(low, div), steps(high, div));
        let (Some(low), Some(high)) = (low_steps, high_steps) else {
            return self
                .keep(false, "R21: the ends of range(low, high) are on the steps of div(n)");
        };
        let (lowest, highest) = part.integers();
        let (low, high) = (low + plus as i64, high + plus as i64);
        self.keep(
            lowest <= low && high <= highest,
            "R37: both ends of range(low, high) are numbers that the wire type carries",
        );
        self.keep(
            part.full_range || lowest < low || high < highest,
            "R38: range(low, high) is all that the wire type carries; write full_range() instead",
        );
    }

    const fn check_choice(&mut self, part: &'static Part) {
        let Part { width, labels, plus, .. } = *part;
        self.keep(width >= 1 && width <= 32, ONE_TO_32_BITS);
        self.keep(!labels.is_empty(), "R16: a choice has labels; write them");
        let (lowest, highest) = part.integers();
        let mut at = 0;
        while at < labels.len() + part.also_reads.len() {
            let (number, label) = nth_label(labels, part.also_reads, at);
            let raw = number as i64 + plus as i64;
            self.keep(
                lowest <= raw && raw <= highest,
                "R39: a label's number, wire_offset(n) included, fits the choice's bits",
            );
            let mut earlier = 0;
            while earlier < at {
                let (other_number, other) = nth_label(labels, part.also_reads, earlier);
                self.keep(
                    number != other_number,
                    "R40: two labels have one number; give each label a number of its own",
                );
                let is_sent = !self.is_uplink && at < labels.len();
                self.keep(
                    !is_sent || !same(label, other),
                    "R41: a command has a label twice; write also_reads(…) for the second number",
                );
                earlier += 1;
            }
            at += 1;
        }
    }

    const fn check_special_values(&mut self, part: &'static Part) {
        let mut at = 0;
        while at < part.special_values.len() {
            let SpecialValue { raw, source, .. } = &part.special_values[at];
            self.keep(
                *raw <= mask(part.width),
                "R42: the number of a special value fits the part's bits",
            );
            self.keep(source.is_empty() || is_source(source), SOURCE);
            let mut earlier = 0;
            while earlier < at {
                self.keep(
                    part.special_values[earlier].raw != *raw,
                    "R43: two special values have one number; give each special value a number of its own",
                );
                earlier += 1;
            }
            at += 1;
        }
    }
}

const SOURCE: &str = "R22: a source is a section, such as \"5.1\", or a document's name in words, such \
                      as VENDOR_CODEC";
const ONE_TO_32_BITS: &str = "R11: numbers, choices and kinds have one to 32 bits";

/// Digits with dots between them, or something with a space.
const fn is_source(source: &str) -> bool {
    let bytes = source.as_bytes();
    let (mut is_section, mut has_space) = (true, false);
    let mut after_digit = false;
    let mut at = 0;
    while at < bytes.len() {
        let is_digit = bytes[at].is_ascii_digit();
        is_section &= is_digit || (bytes[at] == b'.' && after_digit);
        has_space |= bytes[at] == b' ';
        after_digit = is_digit;
        at += 1;
    }
    (is_section && after_digit) || has_space
}

const fn count_kinds(part: &Part) -> usize {
    let mut count = part.is_kind() as usize;
    let mut at = 0;
    while at < part.parts.len() {
        count += part.parts[at].is_kind() as usize;
        at += 1;
    }
    count
}

const fn sets_top(row: &Row) -> bool {
    !row.decode_only && matches!(row.target, Target::Top)
}

/// Returns true if the path of a field of some parts begins with the name of one of others.
const fn share_a_name(parts: &[Part], others: &[Part]) -> bool {
    let mut share = false;
    let mut at = 0;
    while at < parts.len() {
        let Part { name, parts, .. } = parts[at];
        share |= !name.is_empty() && have_name(others, name) || share_a_name(parts, others);
        at += 1;
    }
    share
}

const fn have_name(parts: &[Part], name: &str) -> bool {
    let mut have = false;
    let mut at = 0;
    while at < parts.len() {
        have |= begin_alike(parts[at].name, name) || have_name(parts[at].parts, name);
        at += 1;
    }
    have
}

/// Returns true if two paths begin with the same name.
const fn begin_alike(one: &str, other: &str) -> bool {
    let (one, other) = (one.as_bytes(), other.as_bytes());
    let mut at = 0;
    loop {
        let ends = at == one.len() || one[at] == b'.';
        let others_ends = at == other.len() || other[at] == b'.';
        if ends || others_ends || one[at] != other[at] {
            return ends && others_ends;
        }
        at += 1;
    }
}

/// The part by which a row is told from its siblings, and where it is.
struct Kind {
    part: &'static Part,
    offset: usize,
    length: usize,
    shift: u32,
}

const fn kind(row: &'static Row) -> Option<Kind> {
    let mut offset = 0;
    let mut at = 0;
    while at < row.parts.len() {
        let part = &row.parts[at];
        let length = part.bytes();
        if part.is_kind() {
            return Some(Kind { part, offset, length, shift: 0 });
        }
        let mut shift = 0;
        let mut field = 0;
        while field < part.parts.len() {
            let part = &part.parts[field];
            if part.is_kind() {
                return Some(Kind { part, offset, length, shift });
            }
            shift += part.width;
            field += 1;
        }
        offset += length;
        at += 1;
    }
    None
}

const fn takes_any_other_kind(row: &'static Row) -> bool {
    matches!(kind(row), Some(kind) if kind.part.is_other_kind())
}

/// Returns true if the last row of a row's channel and type takes any other kind.
const fn ends_with_any_other_kind(rows: &'static [Row], row: &Row) -> bool {
    let mut ends = false;
    let mut at = 0;
    while at < rows.len() {
        if are_siblings(&rows[at], row) {
            ends = takes_any_other_kind(&rows[at]);
        }
        at += 1;
    }
    ends
}

const fn nth_label(
    labels: &[(i32, &'static str)],
    also: &[(i32, &'static str)],
    at: usize,
) -> (i32, &'static str) {
    if at < labels.len() { labels[at] } else { also[at - labels.len()] }
}

/// An end of a range on the wire; `None` between two steps.
const fn steps(end: f64, div: u32) -> Option<i64> {
    let steps = end * div as f64;
    if steps == (steps as i64) as f64 { Some(steps as i64) } else { None }
}
