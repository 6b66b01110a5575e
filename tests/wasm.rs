//! The JavaScript surface in a real browser, on the guides' own samples.
#![cfg(all(target_arch = "wasm32", feature = "wasm"))]

use common::{Sample, samples};
use milesight_codec::Value;
use milesight_codec::wasm;
use wasm_bindgen::JsValue;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

fn parse(text: &str) -> JsValue {
    js_sys::JSON::parse(text).unwrap()
}

/// What JavaScript gives back, through its own JSON.
fn plain(value: JsValue) -> serde_json::Value {
    let text = String::from(js_sys::JSON::stringify(&value).unwrap());
    serde_json::from_str(&text).unwrap()
}

fn bytes_input(bytes: &[u8]) -> JsValue {
    parse(&format!(r#"{{"bytes":{bytes:?},"fPort":85}}"#))
}

fn expected(sample: &Sample) -> serde_json::Value {
    common::plain(sample.output.get("data").unwrap())
}

fn warnings(result: &serde_json::Value) -> usize {
    result.get("warnings").map_or(0, |warnings| warnings.as_array().unwrap().len())
}

#[wasm_bindgen_test]
fn uplinks_of_the_guides_decode_in_the_browser() {
    for sample in samples().iter().filter(|sample| sample.kind == "uplink") {
        let input = bytes_input(&sample.input_bytes());
        let result = plain(wasm::decode_uplink(sample.device.model, &input).ok().unwrap());
        assert_eq!(result["data"], expected(sample), "{}", sample.description);
        assert_eq!(warnings(&result), sample.warnings, "{}", sample.description);
        assert_eq!(result.get("errors"), None, "{}", sample.description);
    }
}

#[wasm_bindgen_test]
fn downlinks_of_the_guides_decode_in_the_browser() {
    for sample in samples().iter().filter(|sample| sample.kind == "downlink-decode") {
        let input = bytes_input(&sample.input_bytes());
        let result = plain(wasm::decode_downlink(sample.device.model, &input).ok().unwrap());
        assert_eq!(result["data"], expected(sample), "{}", sample.description);
    }
}

#[wasm_bindgen_test]
fn commands_of_the_guides_encode_in_the_browser() {
    for sample in samples().iter().filter(|sample| sample.kind == "downlink-encode") {
        let input = parse(&serde_json::to_string(&sample.input).unwrap());
        let result = plain(wasm::encode_downlink(sample.device.model, &input).ok().unwrap());
        assert_eq!(
            result["bytes"],
            common::plain(&sample.output_bytes()),
            "{}",
            sample.description
        );
        assert_eq!(result["fPort"], 85, "{}", sample.description);
    }
}

/// Numbers in messages are printed by JavaScript here and by a crate natively.
#[wasm_bindgen_test]
fn messages_are_those_of_the_native_codec() {
    let data = r#"{
        "report_interval": 1e300, "collection_interval": -1.5e-7, "lora_port": 0.1,
        "temperature_alarm_config": { "threshold_min": 5.05, "threshold_max": -3276.9 },
        "d2d_key": "zz", "über": 1, "battery": 1
    }"#;
    let input = parse(&format!(r#"{{"data":{data},"fPort":"x"}}"#));
    let result = plain(wasm::encode_downlink("vs321", &input).ok().unwrap());
    let native = common::device("vs321").encode_downlink(&common::json(data), &Value::from("x"));
    assert!(native.errors.len() > 6);
    assert_eq!(result, common::plain(&native));
}
