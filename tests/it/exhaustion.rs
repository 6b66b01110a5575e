//! Every short payload, and for every row every value of its first two data bytes:
//! natively, in the package and in the emitted script. Hashes of all results are
//! compared, range by range. Needs the built package and Node, so `cargo xtask` runs it.

use std::collections::BTreeSet;
use std::process::Command;
use std::time::Instant;

use common::codec::{Codec, Direction, decode_text, models, rows};
use common::holds::DIRECTIONS;
use common::host::Host;
use milesight_codec::table::Usage;
use milesight_codec::table::{Coding, Row};
use milesight_codec::{TextError, from_base64, from_hex, to_hex};
use serde_json::{Value as Json, json};

use crate::rows::rows_of;

/// Payloads that have `vary` bytes of all values between a prefix and a suffix.
struct Range {
    device: Codec,
    direction: Direction,
    prefix: Vec<u8>,
    vary: usize,
    suffix: Vec<u8>,
}

impl Range {
    fn question(&self, start: usize, step: usize, texts: bool) -> Json {
        json!({
            "model": rows(self.device).model,
            "call": if self.direction == Direction::Uplink { "decodeUplink" } else { "decodeDownlink" },
            "prefix": to_hex(&self.prefix),
            "vary": self.vary,
            "suffix": to_hex(&self.suffix),
            "start": start,
            "step": step,
            "texts": texts,
        })
    }

    fn payload(&self, number: usize) -> Vec<u8> {
        let digits = (0..self.vary).rev().map(|place| (number >> (8 * place)) as u8);
        self.prefix.iter().copied().chain(digits).chain(self.suffix.iter().copied()).collect()
    }

    /// The native codec's answer to each, as JSON text.
    fn results(&self, start: usize, step: usize) -> impl Iterator<Item = (Vec<u8>, String)> + '_ {
        (start..1 << (8 * self.vary)).step_by(step).map(|number| {
            let bytes = self.payload(number);
            let text = decode_text(self.device, self.direction, &bytes);
            (bytes, text)
        })
    }
}

/// As tests/exhaustion/host.mjs computes it.
fn hash_of(texts: impl Iterator<Item = String>) -> Json {
    let (mut a, mut b, mut count) = (0u32, 0u32, 0u32);
    for text in texts {
        for unit in text.encode_utf16().chain([10]) {
            a = (a ^ u32::from(unit)).wrapping_mul(0x0100_0193);
            b = b.wrapping_mul(31).wrapping_add(unit.into());
        }
        count += 1;
    }
    json!({ "count": count, "hash": format!("{a} {b}") })
}

/// The package, or the script in V8.
fn host(surface: &str) -> Host {
    let package = std::env::var("MILESIGHT_PACKAGE").expect("MILESIGHT_PACKAGE is its folder");
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/exhaustion/host.mjs");
    Host::of(surface, Command::new("node").args([script, surface, &package]))
}

/// The first payload on which a surface differs, and both results.
fn difference(host: &mut Host, range: &Range, start: usize, step: usize) -> String {
    let theirs = host.ask(&range.question(start, step, true).to_string());
    let theirs = theirs.as_array().unwrap().iter().map(|text| text.as_str().unwrap());
    let mut pairs = range.results(start, step).zip(theirs);
    let found = pairs.find(|((_, ours), theirs)| ours != theirs);
    let ((bytes, ours), theirs) = found.expect("a difference where the hashes differ");
    let (model, bytes) = (rows(range.device).model, to_hex(&bytes));
    format!("{model} {:?} {bytes}\nnative {ours}\n{} {theirs}", range.direction, host.name)
}

/// Compares all ranges, one payload out of `step`; returns how many there were.
fn compare(ranges: &[Range], step: usize) -> u64 {
    let mut hosts = ["package", "script"].map(host);
    let mut count = 0;
    for (number, range) in ranges.iter().enumerate() {
        // Neighbouring ranges are sampled at different places, each at one or more.
        let start = number % step.min(1 << (8 * range.vary));
        for host in &mut hosts {
            host.tell(&range.question(start, step, false).to_string());
        }
        let ours = hash_of(range.results(start, step).map(|(_, text)| text));
        for host in &mut hosts {
            if host.answer() != ours {
                panic!("{}", difference(host, range, start, step));
            }
        }
        count += ours["count"].as_u64().unwrap();
    }
    hosts.into_iter().for_each(|host| drop(host.end()));
    count
}

fn step() -> usize {
    std::env::var("MILESIGHT_STEP").map_or(1, |text| text.parse().expect("a number"))
}

fn calls() -> impl Iterator<Item = (Codec, Direction)> {
    models().iter().flat_map(|device| DIRECTIONS.map(|direction| (*device, direction)))
}

#[test]
#[ignore = "needs node and the package; `cargo xtask test` runs it"]
fn every_payload_of_up_to_three_bytes_decodes_alike() {
    let start = Instant::now();
    let mut short = Vec::new();
    let mut ranges = Vec::new();
    for (device, direction) in calls() {
        let range =
            |prefix: Vec<u8>, vary| Range { device, direction, prefix, vary, suffix: Vec::new() };
        short.extend([range(vec![], 1), range(vec![], 2)]);
        ranges.extend((0..=255).map(|first| range(vec![first], 2)));
    }
    let count = compare(&short, 1) + compare(&ranges, step());
    let all = (ranges.len() as u64) * 65_536 + (short.len() as u64 / 2) * (256 + 65_536);
    println!("short payloads: {count} of {all}, equal three ways, {:.0?}", start.elapsed());
}

#[test]
#[ignore = "needs node and the package; `cargo xtask test` runs it"]
fn every_row_decodes_alike_for_every_value_of_its_first_two_bytes() {
    let start = Instant::now();
    let mut ranges = Vec::new();
    for (device, direction) in calls() {
        let mut seen = BTreeSet::new();
        let mut add = |row: &Row, channel, result: usize| {
            let prefix: Vec<u8> = [channel].into_iter().chain(row.type_byte).collect();
            let vary = (row.length + result).min(2);
            // The others are fixed, at the row's own kind where that is among them.
            let mut rest: Vec<u8> = (0..row.length + result).map(|at| at as u8).collect();
            if let Some(kind) = row.kind() {
                let is_other = kind.leaf.coding == Coding::OtherKind;
                rest[usize::from(kind.at)] = if is_other { 0xff } else { kind.leaf.fixed as u8 };
            }
            let suffix = rest.split_off(vary);
            if seen.insert((prefix.clone(), suffix.clone())) {
                ranges.push(Range { device, direction, prefix, vary, suffix });
            }
        };
        rows_of(device, direction).iter().for_each(|row| add(row, row.channel, 0));
        if direction == Direction::Uplink {
            for (row, channel) in rows(device)
                .downlink
                .iter()
                .flat_map(|row| (0..=255).map(move |channel| (row, channel)))
            {
                if let Some(echo) = row.echo_on(channel) {
                    add(row, channel, usize::from(echo == Usage::Result));
                }
            }
        }
    }
    let count = compare(&ranges, step());
    let rows = ranges.len();
    println!("{rows} rows: {count} payloads, equal three ways, {:.0?}", start.elapsed());
}

/// Texts that are nearly hex or base64: of what may stand there, a little else, and blanks of all
/// kinds, some outside the basic plane.
fn texts(random: &mut fastrand::Rng, count: usize) -> Vec<String> {
    let some =
        ["0", "1", "9", "a", "F", "f", "A", "w", "Q", "/", "+", "-", "_", "=", "==", "0x", "0X"];
    let rare = [
        " ", "\n", "\t", ",", ":", "x", "g", "\u{b}", "\u{1c}", "\u{85}", "\u{a0}", "\u{180e}",
        "\u{200b}", "\u{2028}", "\u{3000}", "\u{feff}", "\u{7f}", "\"", "\\", "\u{1}", "é", "😀",
    ];
    let piece = |random: &mut fastrand::Rng| {
        *if random.u8(..) < 40 { random.choice(&rare) } else { random.choice(&some) }.unwrap()
    };
    (0..count).map(|_| (0..random.usize(..9)).map(|_| piece(random)).collect()).collect()
}

#[test]
#[ignore = "needs node and the package; `cargo xtask test` runs it"]
fn hex_and_base64_are_read_alike() {
    let mut hosts = ["package", "script"].map(host);
    let given = texts(&mut fastrand::Rng::with_seed(7), 50_000);
    for (name, read) in [
        ("fromHex", from_hex as fn(&str) -> Result<Vec<u8>, TextError>),
        ("fromBase64", from_base64),
    ] {
        let ours: Vec<Json> = given
            .iter()
            .map(|text| match read(text) {
                Ok(bytes) => json!({ "bytes": bytes }),
                Err(error) => json!({ "error": error.to_string() }),
            })
            .collect();
        let right = ours.iter().filter(|result| result.get("bytes").is_some()).count();
        assert!(given.len() / 50 < right && right < given.len() / 2, "{name}: {right} are right");
        for host in &mut hosts {
            let theirs = host.ask(&json!({ "read": name, "given": given }).to_string());
            for ((text, ours), theirs) in given.iter().zip(&ours).zip(theirs.as_array().unwrap()) {
                assert_eq!(ours, theirs, "{} {name} {text:?}", host.name);
            }
        }
        println!("{name}: {} texts, {right} of them right, read alike", given.len());
    }
}
