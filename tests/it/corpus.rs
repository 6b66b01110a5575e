//! The inputs that fuzzing has led to (fuzz/corpus), through the fuzz targets' properties and the
//! schemas' judge.

use std::fs;
use std::path::Path;

use common::{cases, fuzz};
use milesight_codec::from_hex;

/// A target, and what it does with an input.
type Target = (&'static str, fn(&[u8]));

#[test]
fn the_kept_corpus_holds() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus");
    let targets: [Target; 4] = [
        ("decode", fuzz::decode),
        ("encode", |input| assert!(fuzz::encode(input), "no JSON")),
        ("explain", fuzz::explain),
        ("text", fuzz::text),
    ];
    for (target, check) in targets {
        let inputs = fs::read_to_string(folder.join(format!("{target}.txt"))).unwrap();
        let inputs: Vec<_> = inputs.lines().collect();
        assert!(inputs.len() > 20, "{target}");
        // In steps, so that a part of them is of all sorts.
        for line in inputs.iter().step_by(inputs.len() / cases(inputs.len())) {
            check(&from_hex(line).unwrap());
        }
    }
}
