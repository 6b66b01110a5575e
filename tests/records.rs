//! The records of a payload, read as their module says, are what decoding gives.

use common::generate::{self, KINDS};
use common::holds::{DIRECTIONS, decode};
use common::{cases, device, hex, models, plain, samples};
use fastrand::Rng;
use milesight_codec::records::{REFUSED, SLOTS_A_BYTE};
use milesight_codec::table::{Coding, Part, RESULT_LABELS, Row, Target, Version};
use milesight_codec::{Device, Direction, MAX_BYTES, Object, Problem, Recorded, Value, to_hex};

fn record(
    device: &Device,
    direction: Direction,
    bytes: &[u8],
    slots: &mut [u64],
) -> Option<Recorded> {
    match direction {
        Direction::Uplink => device.record_uplink(bytes, slots),
        Direction::Downlink => device.record_downlink(bytes, slots),
    }
}

/// The rows by number.
fn row(device: &Device, number: u64) -> &'static Row {
    device.uplink.iter().chain(device.downlink).nth(number as usize).unwrap()
}

fn value(part: &Part, slots: &mut impl Iterator<Item = u64>) -> Value {
    let mut next = || slots.next().unwrap();
    let label = |labels: &[(i32, &'static str)], at: u64| match labels.get(at as usize) {
        Some((_, label)) => *label,
        None => "unknown",
    };
    match part.coding {
        Coding::Number { div: 1, .. } => Value::Number(next() as i64 as f64),
        Coding::Number { .. } => Value::Number(f64::from_bits(next())),
        Coding::Choice { labels, .. } => label(labels, next()).into(),
        Coding::Presence { label: only, .. } => label(&[(0, only)], next()).into(),
        Coding::Hex { length, .. } => {
            to_hex(&(0..length).map(|_| next() as u8).collect::<Vec<_>>()).into()
        }
        Coding::Version(Version::Decimal) => format!("v{}", next()).into(),
        Coding::Version(Version::DecimalDecimal) => format!("v{}.{}", next(), next()).into(),
        Coding::Version(Version::HexHex) => format!("v{:x}.{:x}", next(), next()).into(),
        Coding::Version(Version::HexNibble) => format!("v{:x}.{}", next(), next()).into(),
        _ => unreachable!("no field"),
    }
}

/// What the records say, as data.
fn read(device: &Device, slots: &[u64]) -> Object {
    let mut data = Object::new();
    let mut slots = slots.iter().copied();
    while let Some(first) = slots.next() {
        let (refused, row) = (first & REFUSED != 0, row(device, first & 0xff));
        let parts: Vec<_> = row.leaves().map(|(part, _)| part).collect();
        let mut fields = Object::new();
        for part in parts.iter().filter(|part| !part.name.is_empty()) {
            fields.set(part.name, value(part, &mut slots));
        }
        if let Some(part) = parts.iter().find(|part| !part.asides.is_empty()) {
            let holds = slots.next().unwrap();
            if let Some(aside) = (holds as usize).checked_sub(1).map(|at| &part.asides[at]) {
                fields.set(aside.name, aside.label);
                if aside.instead {
                    fields.remove(part.name);
                }
            }
        }
        let fields = match row.target {
            Target::Top => fields,
            Target::Object(name) => Object::from_iter([(name, fields)]),
            Target::List(name) => {
                let mut entries = match data.get(name) {
                    Some(Value::List(entries)) if !refused => entries.clone(),
                    _ => Vec::new(),
                };
                entries.push(fields.into());
                Object::from_iter([(name, entries)])
            }
        };
        if refused {
            let label = RESULT_LABELS.get(slots.next().unwrap() as usize);
            let refusal = Object::from_iter([
                ("channel_type", Value::from(u32::from(row.type_byte.unwrap()))),
                ("result", label.map_or("unknown", |(_, label)| *label).into()),
                ("request", fields.into()),
            ]);
            data.set("device_response_result", refusal);
        } else {
            row.top_names().for_each(|name| data.remove(name));
            data.extend(fields);
        }
    }
    data
}

fn agrees(device: &'static Device, direction: Direction, bytes: &[u8]) {
    let what = format!("{} {direction:?} {}", device.model, to_hex(bytes));
    // As many as are enough.
    let mut slots = vec![0; SLOTS_A_BYTE * bytes.len()];
    let recorded = record(device, direction, bytes, &mut slots).unwrap();
    let decoded = decode(device, direction, bytes);
    assert_eq!(plain(&read(device, &slots[..recorded.slots])), plain(&decoded.data), "{what}");
    let problems: Vec<_> = decoded.warnings.iter().chain(&decoded.errors).collect();
    assert_eq!(recorded.problems, !problems.is_empty(), "{what}");
    assert_eq!(recorded.understood, decoded.errors.is_empty(), "{what}");
    let breaks = ["unknown_channel", "truncated", "unknown_sub_kind"];
    let whole = !problems.iter().any(|problem| breaks.contains(&Problem::code(problem)));
    assert_eq!(recorded.whole, whole, "{what}");
}

/// A device with the rows of another, but not one of those that the codec knows.
fn twin(device: &Device) -> &'static Device {
    Box::leak(Box::new(Device { ..*device }))
}

#[test]
fn records_say_what_decoding_says() {
    for sample in samples() {
        match sample.kind.as_str() {
            "uplink" => agrees(sample.device, Direction::Uplink, &sample.input_bytes()),
            "downlink-decode" => agrees(sample.device, Direction::Downlink, &sample.input_bytes()),
            _ => {}
        }
    }
    for bytes in ["0367ffff", "0468ff", "087010 087001", "03671101 0367ffff", "f8100102"] {
        for model in ["vs321", "ws523"] {
            agrees(device(model), Direction::Uplink, &hex(bytes));
        }
    }
    let mut rng = Rng::with_seed(9);
    for device in models() {
        let twin = twin(device);
        for direction in DIRECTIONS {
            for number in 0..cases(6000) {
                let kind = KINDS[number % KINDS.len()];
                let bytes = generate::payload(&mut rng, device, direction, kind);
                if !bytes.is_empty() {
                    agrees(device, direction, &bytes);
                    agrees(twin, direction, &bytes);
                }
            }
        }
    }
}

/// Each in a payload with something unusual, and as it mostly is.
#[test]
fn records_name_the_row_of_their_channel() {
    let names = |model: &str, direction, bytes: &str| {
        let (device, bytes) = (device(model), hex(bytes));
        let mut slots = vec![0; SLOTS_A_BYTE * bytes.len()];
        record(device, direction, &bytes, &mut slots).unwrap();
        row(device, slots[0] & 0xff).top_names().next().unwrap()
    };
    for (model, direction, bytes, name) in [
        ("ws523", Direction::Downlink, "080100ff", "socket_status"),
        ("ws523", Direction::Downlink, "ff10ff", "reboot"),
        ("ws523", Direction::Uplink, "087000", "socket_status"),
        ("ws523", Direction::Uplink, "087077", "socket_status"),
        ("vs321", Direction::Downlink, "ff061700000000 00000000", "humidity_alarm_config"),
        ("vs321", Direction::Downlink, "ff061f00000000 00000000", "illuminance_alarm_config"),
        ("vs321", Direction::Downlink, "ff6a01 5802", "resend_interval"),
        ("vs321", Direction::Uplink, "f86b0102", "detection_mode"),
        ("vs321", Direction::Uplink, "20ce00000000 02 00000000", "history"),
    ] {
        assert_eq!(names(model, direction, bytes), name, "{bytes}");
    }
}

/// As decoding refuses them.
#[test]
fn nothing_is_recorded_of_no_bytes_and_of_too_many() {
    for device in [device("vs321"), twin(device("vs321"))] {
        for length in [0, MAX_BYTES + 1] {
            let bytes = [0x01, 0x75, 0x64].repeat(length.div_ceil(3));
            let mut slots = vec![0; SLOTS_A_BYTE * length];
            let recorded = device.record_uplink(&bytes[..length], &mut slots).unwrap();
            assert_eq!(recorded.slots, 0);
            assert!(recorded.problems && !recorded.whole && !recorded.understood);
            assert_eq!(slots.iter().max().unwrap_or(&0), &0);
        }
        assert!(device.record_uplink(&[0xff; MAX_BYTES], &mut vec![0; 4 * MAX_BYTES]).is_some());
    }
}

#[test]
fn fewer_slots_than_a_payload_may_fill_are_refused() {
    let sensor = device("vs321");
    let bytes = [0x01, 0x75, 0x64];
    assert_eq!(sensor.record_uplink(&bytes, &mut [0; 11]), None);
    assert_eq!(sensor.record_downlink(&bytes, &mut []), None);
    assert_eq!(sensor.record_uplink(&bytes, &mut [0; 12]).unwrap().slots, 2);
}
