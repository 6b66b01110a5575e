#![no_main]

use libfuzzer_sys::Corpus;

// Inputs that are not JSON are rejected: they cover the parser, not the codec.
libfuzzer_sys::fuzz_target!(|input: &[u8]| -> Corpus {
    if common::fuzz::encode(input) { Corpus::Keep } else { Corpus::Reject }
});
