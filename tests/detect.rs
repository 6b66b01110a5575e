//! Which models a payload may come from: those that understand all of it.

use common::hex;

fn detected(bytes: &str) -> Vec<&'static str> {
    milesight_codec::detect(&hex(bytes)).iter().map(|device| device.model).collect()
}

#[test]
fn a_model_is_detected_where_every_channel_has_a_row() {
    assert_eq!(detected("058129"), ["ws523", "ws52x"]);
    assert_eq!(detected("ff2e01"), ["ws101"]);
    assert_eq!(detected("0367110104686a"), ["vs321"]);
    assert_eq!(detected("017564"), ["vs321", "ws101"]);
    assert_eq!(detected("ff0b ff"), ["vs321", "ws101", "ws523", "ws52x"]);
    // A channel of the button behind one of the sensor's.
    assert_eq!(detected("03671101 ff2e01"), [""; 0]);
}

#[test]
fn nothing_is_detected_in_what_no_model_understands_whole() {
    for bytes in ["", "9999", "01", "0175", "017564 01", "017564 9999", "058129 0581"] {
        assert_eq!(detected(bytes), [""; 0], "{bytes}");
    }
    // Of a kind that no row has, though its length is known.
    assert_eq!(detected("03671101 ff8e01 0500"), [""; 0]);
}

/// A byte that says nothing may be missing, and a value may have no label.
#[test]
fn problems_of_values_do_not_matter() {
    assert_eq!(detected("03671101 ff0b"), ["vs321"]);
    assert_eq!(detected("058129 ff0f09"), ["ws523", "ws52x"]);
    assert_eq!(detected("0175ff ff2e09"), ["ws101"]);
}

#[test]
fn nothing_is_detected_in_more_bytes_than_a_payload_may_have() {
    assert_eq!(detected(&"017564".repeat(1365)), ["vs321", "ws101"]);
    assert_eq!(detected(&"017564".repeat(1366)), [""; 0]);
}
