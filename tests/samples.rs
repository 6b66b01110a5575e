//! Every example of the guides, in both directions.

use common::{plain, samples};
use milesight_codec::Value;

#[test]
fn uplinks_of_the_guides_decode_to_what_the_guides_say() {
    let mut count = 0;
    for sample in samples().iter().filter(|sample| sample.kind == "uplink") {
        let decoded = sample.device.decode_uplink(&sample.input_bytes());
        assert_eq!(
            plain(&decoded.data),
            plain(sample.output.get("data").unwrap()),
            "{}",
            sample.description
        );
        assert_eq!(decoded.warnings.len(), sample.warnings, "{}", sample.description);
        assert_eq!(decoded.errors, [], "{}", sample.description);
        count += 1;
    }
    assert!(count >= 33, "{count} samples");
}

#[test]
fn commands_of_the_guides_encode_to_what_the_guides_say() {
    let mut count = 0;
    for sample in samples().iter().filter(|sample| sample.kind == "downlink-encode") {
        let data = sample.input.get("data").unwrap();
        let encoded = sample.device.encode_downlink(data, &Value::Undefined);
        assert_eq!(encoded.errors, [], "{}", sample.description);
        assert_eq!(encoded.bytes, sample.output_bytes(), "{}", sample.description);
        assert_eq!(encoded.f_port, 85, "{}", sample.description);
        assert_eq!(encoded.warnings.len(), sample.warnings, "{}", sample.description);
        count += 1;
    }
    assert!(count >= 50, "{count} samples");
}

#[test]
fn downlinks_of_the_guides_decode_to_what_the_guides_say() {
    let mut count = 0;
    for sample in samples().iter().filter(|sample| sample.kind == "downlink-decode") {
        let decoded = sample.device.decode_downlink(&sample.input_bytes());
        let expected = sample.output.get("data").unwrap();
        assert_eq!(plain(&decoded.data), plain(expected), "{}", sample.description);
        assert_eq!(decoded.warnings.len(), sample.warnings, "{}", sample.description);
        assert_eq!(decoded.errors, [], "{}", sample.description);
        count += 1;
    }
    assert!(count >= 50, "{count} samples");
}
