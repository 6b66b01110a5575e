//! Models that a payload may come from: those that understand all of it. The case files have more
//! of it; here membership is asserted, so that further models change nothing.

use common::codec::detect;
use common::hex;

fn detected(bytes: &str, model: &str) -> bool {
    detect(&hex(bytes)).contains(&model)
}

#[test]
fn a_model_is_detected_where_every_channel_has_a_row() {
    for (bytes, model, found) in [
        ("058129", "ws523", true),
        ("058129", "ws52x", true),
        ("058129", "ws101", false),
        ("ff2e01", "ws101", true),
        ("ff2e01", "vs321", false),
        ("017564", "vs321", true),
        ("017564", "ws101", true),
        ("017564", "ws523", false),
        // A channel of the button behind one of the sensor's.
        ("03671101 ff2e01", "vs321", false),
        ("03671101 ff2e01", "ws101", false),
        // A kind that no row has, though its length is known.
        ("03671101 ff8e01 0500", "vs321", false),
        // A byte without information may be missing, and a value may have no label.
        ("03671101 ff0b", "vs321", true),
        ("058129 ff0f09", "ws523", true),
        ("0175ff ff2e09", "ws101", true),
    ] {
        assert_eq!(detected(bytes, model), found, "{bytes} {model}");
    }
}

#[test]
fn nothing_is_detected_in_no_bytes_too_many_and_half_a_channel() {
    for bytes in ["", "01", "0175", "017564 01"] {
        assert_eq!(detect(&hex(bytes)), [""; 0], "{bytes}");
    }
    assert!(detected(&"017564".repeat(1365), "ws101"));
    assert_eq!(detect(&hex(&"017564".repeat(1366))), [""; 0]);
}
