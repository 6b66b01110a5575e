//! Shared by the tests: the codec's adapter, generated payloads and commands, properties.

pub mod canonical;
pub mod codec;
pub mod fuzz;
pub mod generate;
pub mod holds;
pub mod host;
pub mod invented;
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
