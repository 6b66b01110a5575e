//! Shared by the tests: the codec's adapter, generated payloads and commands, properties.

pub mod canonical;
pub mod codec;
pub mod fuzz;
pub mod generate;
pub mod holds;
pub mod host;
pub mod mutants;
// The judge does not compile for WebAssembly. In fuzzing, covering its code would pass for
// progress: tests/it/corpus.rs shows it the kept corpus.
#[cfg(feature = "judge")]
pub mod schemas;

use codec::{Codec, rows};
pub use codec::{models, plain};
use milesight_codec::{Value, from_hex};

/// A value from JSON text.
pub fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

/// A device by its model.
pub fn device(model: &str) -> Codec {
    models().iter().find(|device| rows(device).model == model).expect("a model")
}

/// The number of generated cases to try: all, or one in `MILESIGHT_ONE_OF` for those who run the
/// tests a thousand times over.
pub fn cases(all: usize) -> usize {
    let one_of =
        std::env::var("MILESIGHT_ONE_OF").map_or(1, |text| text.parse().expect("a number"));
    all.div_ceil(one_of)
}

/// A model's share of the generated cases; a further model adds no time.
pub fn share(all: usize) -> usize {
    cases(all).div_ceil(models().len())
}

/// Bytes written in hex.
pub fn hex(text: &str) -> Vec<u8> {
    from_hex(text).unwrap()
}

/// An example of a case file, for tests that the library's own types serve.
pub struct Sample {
    pub device: Codec,
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

/// The examples of every model.
pub fn samples() -> Vec<Sample> {
    let mut all = Vec::new();
    for device in models() {
        for sample in cases::samples(rows(device).model) {
            let text = |name: &str| sample[name].as_str().unwrap().to_owned();
            all.push(Sample {
                device,
                description: text("description"),
                kind: text("type"),
                input: json(&sample["input"].to_string()),
                output: json(&sample["output"].to_string()),
                warnings: sample["warnings"].as_u64().unwrap() as usize,
            });
        }
    }
    all
}
