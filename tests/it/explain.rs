//! Explanations cite a source. The rest of what holds for them is in `holds::explained`.

use common::codec::{explain, rows};
use common::generate::{self, KINDS};
use common::holds::DIRECTIONS;
use common::invented::with_invented;
use common::share;
use fastrand::Rng;
use milesight_codec::table::{RESULT_FIELD, VENDOR_CODEC};

/// A source is a section of the device's guide, or a document that the rows name in full.
#[test]
fn understood_parts_cite_a_source_of_the_rows() {
    let mut rng = Rng::with_seed(6);
    for device in with_invented() {
        let guide = rows(device).guide.split(' ').next().unwrap();
        let cite = |source: &str| match source.starts_with(|c: char| c.is_ascii_digit()) {
            true => format!("{guide} {source}"),
            false => source.to_owned(),
        };
        // By the field's name: a field has one row or a few.
        let mut known = vec![(RESULT_FIELD, VENDOR_CODEC.to_owned())];
        for row in rows(device).uplink.iter().chain(rows(device).downlink) {
            for part in row.parts {
                known.extend(part.names().map(|name| (name, cite(row.source_of(part, name)))));
            }
            known.extend(row.result.map(|result| (result.name, cite(row.source))));
        }
        for number in 0..share(7_200) {
            let (kind, direction) = (KINDS[number % KINDS.len()], DIRECTIONS[number % 2]);
            let bytes = generate::payload(&mut rng, rows(device), direction, kind);
            for part in explain(device, direction, &bytes).spans.iter().flat_map(|span| &span.parts)
            {
                let Some(path) = &part.path else { continue };
                let is_of = |name: &str| {
                    path.strip_suffix(name)
                        .is_some_and(|before| before.is_empty() || before.ends_with('.'))
                        || matches!(path.strip_prefix(name), Some(".result" | ".channel_type"))
                };
                let mut sources =
                    known.iter().filter(|(name, _)| is_of(name)).map(|(_, source)| source);
                assert!(
                    sources.any(|source| *source == part.source),
                    "{} {part:?}",
                    rows(device).model
                );
            }
        }
    }
}
