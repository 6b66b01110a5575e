//! What the fuzz targets do with an input. tests/corpus.rs does the same with those that
//! are kept.

use milesight_codec::{Device, Value, bytes_of, detect};

use super::{holds, models};

/// The first byte chooses the model; what is left of it is for the target.
fn choose(input: &[u8]) -> Option<(&'static Device, usize, &[u8])> {
    let (first, rest) = input.split_first()?;
    let number = usize::from(*first);
    Some((models()[number % models().len()], number / models().len(), rest))
}

/// A payload, up or down.
pub fn decode(input: &[u8]) {
    let Some((device, direction, bytes)) = choose(input) else { return };
    holds::payload(device, holds::DIRECTIONS[direction % 2], bytes);
}

/// A command as JSON text, with the port from the first byte.
pub fn encode(input: &[u8]) {
    let Some((device, port, text)) = choose(input) else { return };
    let Ok(data) = serde_json::from_slice::<Value>(text) else { return };
    holds::command(device, &data, &Value::Number(port as f64));
}

/// A payload's explanations, for all models and both ways.
pub fn explain(bytes: &[u8]) {
    for device in models() {
        for direction in holds::DIRECTIONS {
            holds::explained(device, direction, bytes);
        }
    }
    for device in detect(bytes) {
        assert!(device.decode_uplink(bytes).errors.is_empty(), "{}", device.model);
    }
    let numbers: Vec<u32> = bytes.iter().map(|byte| (*byte).into()).collect();
    assert_eq!(bytes_of(&numbers.into()).ok(), (!bytes.is_empty()).then(|| bytes.to_vec()));
}

/// Hex and base64.
pub fn text(input: &[u8]) {
    holds::text(&String::from_utf8_lossy(input));
}
