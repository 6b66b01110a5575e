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
        rule.must.holds(field, self.find(rule.must.relation().1))
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::value::{Object, Value};

    fn encoded(model: &str, numbers: &[f64]) -> Option<Vec<u8>> {
        let slots: Vec<u64> = numbers.iter().map(|number| number.to_bits()).collect();
        let mut out = [0xaa; 256];
        let length = encode(crate::find(model).unwrap(), &slots, &mut out)?;
        Some(out[..length].to_vec())
    }

    fn row(model: &str, name: &str) -> f64 {
        let rows = crate::find(model).unwrap().downlink;
        rows.iter().position(|row| row.top_names().any(|own| own == name)).unwrap() as f64
    }

    #[test]
    fn every_number_of_a_field_encodes_as_the_encoder_does_or_is_left_to_it() {
        let numbers = [-3276.9, -1.0, -0.0, 0.0, 0.5, 1.0, 2.0, 7.0, 59.0, 60.0, 85.0, 1e3, 1e300];
        let mut plain = 0;
        for device in crate::models() {
            for (at, row) in device.downlink.iter().enumerate() {
                let leaves: Vec<_> =
                    row.leaves().filter(|(part, _)| !part.name.is_empty()).collect();
                let [(part, _)] = leaves.as_slice() else { continue };
                let (Coding::Number { .. }, Target::Top) = (part.coding, row.target) else {
                    continue;
                };
                for number in numbers {
                    let data = Value::from(Object::from_iter([(part.name, number)]));
                    let usual = device.encode_downlink(&data, &Value::Undefined);
                    let fine = usual.errors.is_empty() && usual.warnings.is_empty();
                    let expected = fine.then_some(usual.bytes);
                    plain += u32::from(fine);
                    let what = format!("{}: {}: {number}", device.model, part.name);
                    assert_eq!(encoded(device.model, &[at as f64, number]), expected, "{what}");
                }
            }
        }
        assert!(plain > 20, "{plain} commands were plain");
    }

    #[test]
    fn labels_and_digits_are_numbers_too() {
        let status = row("ws523", "socket_status");
        assert_eq!(encoded("ws523", &[status, 1.0]), Some(vec![0x08, 0x01, 0x00, 0xff]));
        assert_eq!(encoded("ws523", &[status, 2.0]), None);
        let mut key = vec![row("vs321", "d2d_key")];
        key.extend("0123456789abCDEF".bytes().map(f64::from));
        let bytes = vec![0xff, 0x35, 0x01, 0x23, 0x45, 0x67, 0x89, 0xab, 0xcd, 0xef];
        assert_eq!(encoded("vs321", &key), Some(bytes));
        key[3] = f64::from(b'g');
        assert_eq!(encoded("vs321", &key), None);
    }

    #[test]
    fn a_rule_that_is_broken_and_a_warning_are_left_to_the_encoder() {
        let (report, collection) =
            (row("vs321", "report_interval"), row("vs321", "collection_interval"));
        let bytes = vec![0xff, 0x8e, 0x00, 0x0b, 0x00, 0xff, 0x02, 0x0a, 0x00];
        assert_eq!(encoded("vs321", &[report, 11.0, collection, 10.0]), Some(bytes));
        assert_eq!(encoded("vs321", &[report, 10.0, collection, 10.0]), None);
        let alarm = row("vs321", "temperature_alarm_config");
        let absent = f64::NAN;
        let (between, above) = (3.0, 2.0);
        let config =
            |condition, low, high| encoded("vs321", &[alarm, condition, low, high, absent, absent]);
        assert!(config(between, 10.0, 20.5).is_some());
        assert_eq!(config(between, 20.5, 10.0), None);
        assert!(config(above, 20.5, 10.0).is_some());
        assert_eq!(encoded("vs321", &[alarm, above, 1.0, 2.0, 5.0, absent]), None, "undocumented");
        let (setting, reset) = (row("vs321", "adr_enable"), row("vs321", "reset"));
        assert_eq!(encoded("vs321", &[setting, 1.0, reset, 0.0]), None, "a reset undoes settings");
    }

    /// A row's fields, half of them at an end of their range or near zero: as numbers, and as
    /// members of a command.
    fn fields(random: &mut fastrand::Rng, row: &Row, numbers: &mut Vec<f64>) -> Object {
        let mut members = Object::new();
        for (part, _) in row.leaves().filter(|(part, _)| !part.name.is_empty()) {
            if part.default.is_some() && random.bool() {
                numbers.push(f64::NAN);
                continue;
            }
            let value: Value = match part.coding {
                Coding::Number { div, .. } => {
                    let (low, high) = part.bounds();
                    let step =
                        random.i64((low * f64::from(div)) as i64..=(high * f64::from(div)) as i64);
                    let near = f64::from(random.i8(-4..4)).clamp(low, high);
                    let any = step as f64 / f64::from(div);
                    let number = [low, high, near, near, any, any][random.usize(..6)];
                    numbers.push(number);
                    number.into()
                }
                Coding::Choice { labels, .. } => {
                    let at = random.usize(..labels.len());
                    numbers.push(at as f64);
                    labels[at].1.into()
                }
                Coding::Hex { length, .. } => {
                    let digit = |_| char::from(b"0123456789abcdefABCDEF"[random.usize(..22)]);
                    let digits: String = (0..2 * length).map(digit).collect();
                    numbers.extend(digits.bytes().map(f64::from));
                    digits.into()
                }
                _ => {
                    numbers.push(0.0);
                    "yes".into()
                }
            };
            members.set(part.name, value);
        }
        members
    }

    #[test]
    fn any_plain_command_encodes_as_the_encoder_does() {
        let mut random = fastrand::Rng::with_seed(10);
        let (mut plain, mut left) = (0, 0);
        let cases = common::cases(4000);
        for device in crate::models() {
            for _ in 0..cases {
                let (mut data, mut numbers) = (Object::new(), Vec::new());
                for (at, row) in device.downlink.iter().enumerate() {
                    let given = row.top_names().any(|name| data.get(name).is_some());
                    if given || random.usize(..device.downlink.len()) > 1 {
                        continue;
                    }
                    let entries = if let Target::List(_) = row.target { 2 } else { 1 };
                    for _ in 0..entries {
                        numbers.push(at as f64);
                        let members = fields(&mut random, row, &mut numbers);
                        match row.target {
                            Target::Top => data.extend(members),
                            Target::Object(name) => data.set(name, members),
                            Target::List(name) => match data.get_mut(name) {
                                Some(Value::List(list)) => list.push(members.into()),
                                _ => data.set(name, vec![members]),
                            },
                        }
                    }
                }
                if data.is_empty() {
                    continue;
                }
                let usual = device.encode_downlink(&data.clone().into(), &Value::Undefined);
                let fine = usual.errors.is_empty() && usual.warnings.is_empty();
                *(if fine { &mut plain } else { &mut left }) += 1;
                let expected = fine.then_some(usual.bytes);
                assert_eq!(encoded(device.model, &numbers), expected, "{}: {data:?}", device.model);
            }
        }
        assert!(plain > cases && left > cases / 4, "{plain} were plain, {left} were not");
    }
}
