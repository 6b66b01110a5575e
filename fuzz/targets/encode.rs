#![no_main]

use libfuzzer_sys::Corpus;

// What is no JSON shows the parser's edges, not the codec's: it is not kept.
libfuzzer_sys::fuzz_target!(|input: &[u8]| -> Corpus {
    if common::fuzz::encode(input) { Corpus::Keep } else { Corpus::Reject }
});
