//! Plain commands as numbers: what most commands are, encoded without allocating anything.
//!
//! A command is a run of slots, each an f64: a row's number among the downlink rows, in the
//! table's order, then its fields in wire order: a number; a label's number among its
//! part's; for a command that is yes or no anything, which is yes; for hex digits their
//! character codes. NaN is a field that is absent. Whatever is not plain, a warning
//! included, is `None`: then [`Device::encode_downlink`] has the last word.

use crate::table::*;

/// The most fields that rules may look at: more than any command has, but for lists.
const MOST: usize = 64;

/// What a field is on the wire, by its name.
struct Sent {
    fields: [(&'static str, i64); MOST],
    count: usize,
}

impl Sent {
    fn find(&self, name: &str) -> Option<i64> {
        let fields = self.fields.get(..self.count)?;
        fields.iter().find(|(own, _)| *own == name).map(|(_, wire)| *wire)
    }

    fn keep(&self, rule: &Rule) -> bool {
        let Some(field) = self.find(rule.field) else { return true };
        if let Some((name, values)) = rule.when {
            let applies = |other| values.iter().any(|value| i64::from(*value) == other);
            if !self.find(name).is_some_and(applies) {
                return true;
            }
        }
        let other = |name| self.find(name);
        match rule.must {
            Must::NotBeZero => field != 0,
            Must::BeAtMost(name) => other(name).is_none_or(|other| field <= other),
            Must::BeAtLeast(name) => other(name).is_none_or(|other| field >= other),
            Must::BeAbove(name) => other(name).is_none_or(|other| field > other),
        }
    }
}

/// Writes a plain command, and gives its length.
pub(crate) fn encode(device: &Device, slots: &[u64], out: &mut [u8]) -> Option<usize> {
    let mut given = slots.iter().map(|slot| f64::from_bits(*slot));
    let mut sent = Sent { fields: [("", 0); MOST], count: 0 };
    let mut used = 0;
    let mut settings = false;
    while let Some(number) = given.next() {
        let row = device.downlink.get(number as usize)?;
        if row.undoes_settings && settings {
            return None;
        }
        settings |= row.is_setting();
        *out.get_mut(used)? = row.channel;
        if let Some(type_byte) = row.type_byte {
            *out.get_mut(used + 1)? = type_byte;
        }
        used += row.header();
        let data = out.get_mut(used..used + row.length)?;
        data.fill(0);
        let before = sent.count;
        let mut at = 0;
        for part in row.parts {
            let slot = part.slot(at);
            at += slot.length;
            match part.coding {
                Coding::Bits { parts, .. } => {
                    let mut shift = 0;
                    for field in parts {
                        let slot = slot.bits(shift, field.width());
                        shift += field.width();
                        slot.write(data, sent.bits(field, &mut given)?);
                    }
                }
                Coding::Hex { length, reversed } => {
                    for n in 0..length {
                        let byte = digit(given.next()?)? << 4 | digit(given.next()?)?;
                        let n = if reversed { length - 1 - n } else { n };
                        *data.get_mut(slot.offset + n)? = byte;
                    }
                }
                _ => slot.write(data, sent.bits(part, &mut given)?),
            }
        }
        used += row.length;
        if !row.rules.iter().all(|rule| sent.keep(rule)) {
            return None;
        }
        // Rules at the top level look at all of it, others at their own object.
        if row.target != Target::Top {
            sent.count = before;
        }
    }
    Some(used)
}

impl Sent {
    fn bits(&mut self, part: &'static Part, given: &mut impl Iterator<Item = f64>) -> Option<u32> {
        let raw = match part.coding {
            Coding::Reserved { fill, .. } => return Some(fill),
            Coding::SubKind { value, .. } => return value,
            Coding::Presence { .. } => {
                given.next()?;
                return Some(0xff);
            }
            _ => {
                let value = given.next()?;
                match part.coding {
                    _ if value.is_nan() => part.default?,
                    Coding::Number { wire, div } => part.raw_of(wire, div, value).ok()?,
                    Coding::Choice { labels, plus, .. } => labels.get(value as usize)?.0 + plus,
                    _ => return None,
                }
            }
        };
        if part.documented.is_some_and(|documented| documented != raw) {
            return None;
        }
        let wire = match part.coding {
            Coding::Number { wire, .. } => wire.integer(raw),
            _ => raw.into(),
        };
        *self.fields.get_mut(self.count)? = (part.name, wire);
        self.count += 1;
        Some(raw)
    }
}

fn digit(code: f64) -> Option<u8> {
    match code as u8 {
        code @ b'0'..=b'9' => Some(code - b'0'),
        code @ b'a'..=b'f' => Some(code - b'a' + 10),
        code @ b'A'..=b'F' => Some(code - b'A' + 10),
        _ => None,
    }
}
