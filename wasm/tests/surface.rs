//! The module's surface in a real browser, on the guides' examples, against the same codec called
//! natively.
#![cfg(target_arch = "wasm32")]

use common::codec::{Codec, Direction, decode, models};
use common::hex;
use milesight_codec_wasm as surface;
use serde_json::{Value as Json, json};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

fn given(value: &Json) -> JsValue {
    js_sys::JSON::parse(&value.to_string()).expect("JSON")
}

/// A result as JavaScript writes it.
fn plain(value: &JsValue) -> Json {
    let text = String::from(js_sys::JSON::stringify(value).expect("JSON"));
    serde_json::from_str(&text).expect("JSON")
}

/// Loads the program of a device, and returns its number.
fn load(device: Codec) -> usize {
    surface::load(device.program().to_bytes()).try_into().expect("a program")
}

/// A device's examples of a kind.
fn examples(device: Codec, kind: &str) -> impl Iterator<Item = Json> {
    cases::samples(device.model()).into_iter().filter(move |sample| sample["type"] == kind)
}

fn bytes_in(value: &Json) -> Vec<u8> {
    hex(value["bytes"].as_str().expect("bytes in hex"))
}

#[wasm_bindgen_test]
fn payloads_of_the_guides_are_read_and_explained() {
    for device in models() {
        let number = load(device);
        for (side, direction, kind) in
            [(0, Direction::Uplink, "uplink"), (1, Direction::Downlink, "downlink-decode")]
        {
            for sample in examples(device, kind) {
                let bytes = bytes_in(&sample["input"]);
                let length = surface::read_payload(&given(&json!({ "bytes": bytes })));
                assert_eq!(length.as_f64(), Some(bytes.len() as f64));
                let which = 2 * number + side;
                let recorded = surface::decode(which, bytes.len());
                let expected = decode(device, direction, &bytes);
                let messages: Vec<_> =
                    expected.problems().map(|problem| problem.message.clone()).collect();
                assert_eq!(recorded & 1 == 1, !messages.is_empty(), "{sample}");
                if recorded & 1 == 1 {
                    let problems = plain(&surface::problems(which, bytes.len()));
                    assert_eq!(problems, json!(messages), "{sample}");
                }
                let spans = plain(&surface::explain(which, bytes.len()))["spans"].clone();
                let native = match direction {
                    Direction::Uplink => device.explain_uplink(&bytes),
                    Direction::Downlink => device.explain_downlink(&bytes),
                };
                assert_eq!(spans.as_array().map(Vec::len), Some(native.spans.len()));
            }
        }
    }
}

#[wasm_bindgen_test]
fn commands_of_the_guides_are_encoded() {
    for device in models() {
        let number = load(device);
        for sample in examples(device, "downlink-encode") {
            let result = plain(&surface::encode(2 * number + 1, &given(&sample["input"])));
            assert_eq!(result["bytes"], json!(bytes_in(&sample["output"])), "{sample}");
            assert_eq!(result["fPort"], 85, "{sample}");
        }
    }
}

/// Numbers in messages are printed by JavaScript here, and by a crate natively.
#[wasm_bindgen_test]
fn messages_are_those_of_the_native_codec() {
    let device = common::device("vs321");
    let data = json!({
        "report_interval": 1e300, "collection_interval": -1.5e-7, "lora_port": 0.1,
        "temperature_alarm_config": { "threshold_min": 5.05, "threshold_max": -3276.9 },
        "d2d_key": "zz", "über": 1, "battery": 1
    });
    let number = load(device);
    let result = surface::encode(2 * number + 1, &given(&json!({ "data": data, "fPort": "x" })));
    let native = common::codec::encode_to(device, &data, &json!("x"));
    let messages: Vec<_> = native.errors.iter().map(|problem| problem.message.clone()).collect();
    assert!(messages.len() > 6);
    assert_eq!(plain(&result)["errors"], json!(messages));
    let check = surface::check(number, &given(&json!({ "data": data })));
    assert_eq!(plain(&check)["errors"].as_array().map(Vec::len), Some(messages.len()));
}

#[wasm_bindgen_test]
fn members_of_a_prototype_are_no_command() {
    let device = common::device("ws101");
    let number = load(device);
    let inherited = js_sys::Object::new();
    let prototype = given(&json!({ "data": { "reboot": "yes" } }));
    js_sys::Reflect::set_prototype_of(&inherited, prototype.unchecked_ref()).expect("an object");
    let result = plain(&surface::encode(2 * number + 1, &inherited));
    assert_eq!(result["bytes"], json!([]));
}

#[wasm_bindgen_test]
fn bytes_that_are_no_program_are_refused() {
    assert_eq!(surface::load(vec![0, 1, 2]), -1);
}

#[wasm_bindgen_test]
fn a_buffer_that_was_handed_on_is_no_payload() {
    let code = "(() => { const bytes = new ArrayBuffer(3);
        structuredClone(bytes, { transfer: [bytes] }); return { bytes }; })()";
    let message = surface::read_payload(&js_sys::eval(code).expect("a script")).as_string();
    let expected = "bytes: got something that cannot be read; \
                    allowed: 1 to 4096 integers from 0 to 255";
    assert_eq!(message.as_deref(), Some(expected));
}
