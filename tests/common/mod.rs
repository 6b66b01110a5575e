//! The samples of the guides, as the device files have them beside their rows.
#![allow(dead_code)] // fuzz targets have it as a module of theirs, and use their share

pub mod fuzz;
pub mod generate;
pub mod holds;
pub mod mutants;
// The judge does not compile for WebAssembly; in fuzzing, covering its code would pass for
// progress, so tests/corpus.rs asks it about the kept corpus.
#[cfg(not(any(fuzzing, target_arch = "wasm32")))]
pub mod schemas;

use milesight_codec::{Device, Value, from_hex};

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

/// Every sample of every model.
pub fn samples() -> Vec<Sample> {
    let mut samples = Vec::new();
    for device in models() {
        let list: Vec<Value> = serde_json::from_str(device.samples()).unwrap();
        for case in list {
            let text = |name: &str| case.get(name).and_then(Value::as_text).unwrap().to_owned();
            samples.push(Sample {
                device,
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

/// Every device, or its mutant.
pub fn models() -> &'static [&'static Device] {
    mutants::devices()
}

pub fn device(model: &str) -> &'static Device {
    models().iter().find(|device| device.model.eq_ignore_ascii_case(model)).unwrap()
}

/// How many of so many generated cases to try: all, or one in `MILESIGHT_ONE_OF` for those who
/// run the tests a thousand times over.
pub fn cases(all: usize) -> usize {
    let one_of =
        std::env::var("MILESIGHT_ONE_OF").map_or(1, |text| text.parse().expect("a number"));
    all.div_ceil(one_of)
}

/// Bytes written in hex.
pub fn hex(text: &str) -> Vec<u8> {
    from_hex(text).unwrap()
}
