//! The fuzz targets' work on an input. tests/it/corpus.rs does the same with those that
//! are kept.

use serde_json::Value as Json;

use crate::codec::{Codec, bytes_of, decode as outcome, detect, find, models};
use crate::holds;

/// The first byte chooses the model; what is left of it is for the target.
fn choose(input: &[u8]) -> Option<(Codec, usize, &[u8])> {
    let (first, rest) = input.split_first()?;
    let number = usize::from(*first);
    Some((models()[number % models().len()], number / models().len(), rest))
}

/// A payload, up or down.
pub fn decode(input: &[u8]) {
    let Some((device, direction, bytes)) = choose(input) else { return };
    holds::payload(device, holds::DIRECTIONS[direction % 2], bytes);
}

/// A command: the port, then JSON text. Returns true if it is JSON.
pub fn encode(input: &[u8]) -> bool {
    let Some((device, _, [port, text @ ..])) = choose(input) else { return false };
    let Ok(data) = serde_json::from_slice::<Json>(text) else { return false };
    holds::command(device, &data, &(*port).into(), f64::NAN);
    true
}

/// A payload's explanations, for all models and both ways.
pub fn explain(bytes: &[u8]) {
    for device in models() {
        for direction in holds::DIRECTIONS {
            holds::explained(device, direction, bytes);
        }
    }
    for model in detect(bytes) {
        let device = find(model).expect("a model");
        assert_eq!(outcome(device, holds::DIRECTIONS[0], bytes).errors, [], "{model}");
    }
    let numbers: Vec<u32> = bytes.iter().map(|byte| (*byte).into()).collect();
    assert_eq!(bytes_of(&Json::from(numbers)).ok(), (!bytes.is_empty()).then(|| bytes.to_vec()));
}

/// Hex and base64.
pub fn text(input: &[u8]) {
    holds::text(&String::from_utf8_lossy(input));
}
