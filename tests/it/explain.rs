//! Explanations: every byte and bit once, in agreement with decoding, with a source.

use std::collections::BTreeSet;

use common::codec::{Codec, Direction, explain, models, rows};
use common::generate::{self, KINDS};
use common::holds::{self, DIRECTIONS};
use common::share;
use fastrand::Rng;
use milesight_codec::table::{Row, VENDOR_CODEC};

/// Generated payloads of all sorts, and random bytes.
fn payloads() -> Vec<(Codec, Direction, Vec<u8>)> {
    let mut all = Vec::new();
    let mut rng = Rng::with_seed(6);
    for device in models() {
        for direction in DIRECTIONS {
            for number in 0..share(3_600) {
                let kind = KINDS[number % KINDS.len()];
                let bytes = generate::payload(&mut rng, rows(device), direction, kind);
                all.push((*device, direction, bytes));
            }
            for length in 1..100 {
                all.push((*device, direction, (0..length).map(|_| rng.u8(..)).collect()));
            }
        }
    }
    all.retain(|(_, _, bytes)| !bytes.is_empty());
    all
}

#[test]
fn explanations_cover_every_byte_and_bit_once_and_agree_with_decoding() {
    for (device, direction, bytes) in payloads() {
        holds::explained(device, direction, &bytes);
    }
}

/// A source is a section of the device's guide, or a document that the rows name in full.
#[test]
fn understood_parts_cite_a_source_of_the_rows() {
    for (device, direction, bytes) in payloads() {
        let guide = rows(device).guide.split(' ').next().unwrap();
        let all = rows(device).uplink.iter().chain(rows(device).downlink);
        let sources = |row: &'static Row| {
            let parts = row.leaves().flat_map(move |(part, _)| {
                part.names().map(move |name| row.source_of(part, name)).chain([row.source])
            });
            parts.collect::<Vec<_>>()
        };
        let known: BTreeSet<String> = all
            .flat_map(sources)
            .map(|source| match source.starts_with(|c: char| c.is_ascii_digit()) {
                true => format!("{guide} {source}"),
                false => source.to_owned(),
            })
            .chain([VENDOR_CODEC.to_owned()])
            .collect();
        for span in explain(device, direction, &bytes).spans {
            for part in span.parts.iter().filter(|part| part.path.is_some()) {
                assert!(known.contains(&part.source), "{} {:?}", rows(device).model, part);
            }
        }
    }
}
