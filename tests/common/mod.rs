//! The samples of the guides, as the device files have them beside their rows.
#![allow(dead_code)] // each test crate uses its share

use milesight_codec::{Device, Value, find, from_hex};

/// A sample: a payload or a command, and what the guide says of it.
pub struct Sample {
    pub device: &'static Device,
    pub description: String,
    pub kind: String,
    pub input: Value,
    pub output: Value,
    pub warnings: usize,
}

impl Sample {
    pub fn input_bytes(&self) -> Vec<u8> {
        bytes_in(&self.input)
    }

    pub fn output_bytes(&self) -> Vec<u8> {
        bytes_in(&self.output)
    }
}

fn bytes_in(value: &Value) -> Vec<u8> {
    from_hex(value.get("bytes").and_then(Value::as_text).expect("bytes in hex")).unwrap()
}

/// Every sample of every model; the two socket models share a file.
pub fn samples() -> Vec<Sample> {
    let files = [
        ("vs321", include_str!("../../src/devices/vs321.json")),
        ("ws101", include_str!("../../src/devices/ws101.json")),
        ("ws523", include_str!("../../src/devices/ws52x.json")),
        ("ws52x", include_str!("../../src/devices/ws52x.json")),
    ];
    let mut samples = Vec::new();
    for (model, text) in files {
        let list: Vec<Value> = serde_json::from_str(text).unwrap();
        for case in list {
            let text = |name: &str| case.get(name).and_then(Value::as_text).unwrap().to_owned();
            samples.push(Sample {
                device: find(model).unwrap(),
                description: text("description"),
                kind: text("type"),
                input: case.get("input").unwrap().clone(),
                output: case.get("output").unwrap().clone(),
                warnings: case.get("warnings").and_then(Value::as_number).unwrap() as usize,
            });
        }
    }
    samples
}

/// A value from JSON text.
pub fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

/// A value as JSON that does not care for the order of keys.
pub fn plain(value: &impl serde::Serialize) -> serde_json::Value {
    serde_json::to_value(value).unwrap()
}

pub fn device(model: &str) -> &'static Device {
    find(model).unwrap()
}

/// Bytes written in hex.
pub fn hex(text: &str) -> Vec<u8> {
    from_hex(text).unwrap()
}
