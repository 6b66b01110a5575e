//! Explanations cite a source. The rest of what holds for them is in `holds::explained`.

use std::collections::BTreeSet;

use common::codec::{explain, models, rows};
use common::generate::{self, KINDS};
use common::holds::DIRECTIONS;
use common::share;
use fastrand::Rng;
use milesight_codec::table::VENDOR_CODEC;

/// A source is a section of the device's guide, or a document that the rows name in full.
#[test]
fn understood_parts_cite_a_source_of_the_rows() {
    let mut rng = Rng::with_seed(6);
    for device in models() {
        let guide = rows(device).guide.split(' ').next().unwrap();
        let mut known = BTreeSet::from([VENDOR_CODEC.to_owned()]);
        for row in rows(device).uplink.iter().chain(rows(device).downlink) {
            let parts = row
                .parts
                .iter()
                .flat_map(|part| part.names().map(move |name| row.source_of(part, name)));
            known.extend(parts.chain([row.source]).map(|source| {
                match source.starts_with(|c: char| c.is_ascii_digit()) {
                    true => format!("{guide} {source}"),
                    false => source.to_owned(),
                }
            }));
        }
        for number in 0..share(7_200) {
            let (kind, direction) = (KINDS[number % KINDS.len()], DIRECTIONS[number % 2]);
            let bytes = generate::payload(&mut rng, rows(device), direction, kind);
            for part in explain(device, direction, &bytes).spans.iter().flat_map(|span| &span.parts)
            {
                let cited = part.path.is_none() || known.contains(&part.source);
                assert!(cited, "{} {part:?}", rows(device).model);
            }
        }
    }
}
