//! The codec in JavaScript values, for programs that wasm-bindgen compiles and that hand
//! `JsValue`s around. The npm package's own module is `src/package.rs`, which is
//! smaller and faster by far, and knows numbers alone.
//!
//! Callers may pass anything: what they pass is read once, before anything else,
//! into a [`Value`] or bytes, so that a getter or a proxy that throws, or calls the
//! codec again, finds nothing half done.

use js_sys::{Array, ArrayBuffer, JsString, Reflect};
use serde::Serialize;
use serde_wasm_bindgen::Serializer;
use wasm_bindgen::prelude::*;

use crate::input::{DEPTH, MOST_VALUES, TOO_LARGE, byte_of, check_length, not_bytes};
use crate::problem::{Problem, Report};
use crate::table::Device;
use crate::text::describe;
use crate::value::{Object, Value};
use crate::{Decoded, Explanation, MAX_BYTES, detect, models, schema};

/// The names of all models.
#[wasm_bindgen(js_name = models)]
pub fn model_names() -> Vec<String> {
    models().iter().map(|device| device.model.to_owned()).collect()
}

/// The name that a model is listed under, if it is known.
#[wasm_bindgen(js_name = resolveModel)]
pub fn resolve_model(model: &str) -> Option<String> {
    crate::find(model).map(|device| device.model.to_owned())
}

/// `{ bytes }` to `{ data, warnings?, errors? }`.
#[wasm_bindgen(js_name = decodeUplink)]
pub fn decode_uplink(model: &str, input: &JsValue) -> Result<JsValue, JsError> {
    decode(model, input, Device::decode_uplink)
}

/// `{ bytes }` to `{ data, warnings?, errors? }`.
#[wasm_bindgen(js_name = decodeDownlink)]
pub fn decode_downlink(model: &str, input: &JsValue) -> Result<JsValue, JsError> {
    decode(model, input, Device::decode_downlink)
}

/// `{ bytes }` to `{ spans, warnings?, errors? }`.
#[wasm_bindgen(js_name = explainUplink)]
pub fn explain_uplink(model: &str, input: &JsValue) -> Result<JsValue, JsError> {
    explain(model, input, Device::explain_uplink)
}

/// `{ bytes }` to `{ spans, warnings?, errors? }`.
#[wasm_bindgen(js_name = explainDownlink)]
pub fn explain_downlink(model: &str, input: &JsValue) -> Result<JsValue, JsError> {
    explain(model, input, Device::explain_downlink)
}

/// `{ data, fPort? }` to `{ bytes, fPort, warnings?, errors? }`.
#[wasm_bindgen(js_name = encodeDownlink)]
pub fn encode_downlink(model: &str, input: &JsValue) -> Result<JsValue, JsError> {
    let (data, f_port) = (member(input, "data"), member(input, "fPort"));
    to_js(&device(model)?.encode_downlink(&data, &f_port))
}

/// The problems of a command as objects.
#[derive(Serialize)]
struct Check {
    errors: Vec<Report>,
    warnings: Vec<Report>,
}

/// `{ data, fPort? }` to `{ errors, warnings }`, as objects.
#[wasm_bindgen(js_name = checkDownlink)]
pub fn check_downlink(model: &str, input: &JsValue) -> Result<JsValue, JsError> {
    let (data, f_port) = (member(input, "data"), member(input, "fPort"));
    let encoded = device(model)?.encode_downlink(&data, &f_port);
    let reports = |problems: &[Problem]| problems.iter().map(Report::from).collect();
    to_js(&Check { errors: reports(&encoded.errors), warnings: reports(&encoded.warnings) })
}

/// `{ data }` to `{ data: [...], errors? }` in The Things Stack's terms.
#[wasm_bindgen(js_name = normalizeUplink)]
pub fn normalize_uplink(model: &str, input: &JsValue) -> Result<JsValue, JsError> {
    to_js(&device(model)?.normalize_uplink(&member(input, "data")))
}

/// The JSON Schema of decoded uplinks.
#[wasm_bindgen(js_name = uplinkSchema)]
pub fn uplink_schema(model: &str) -> Result<JsValue, JsError> {
    to_js(&schema::uplink(device(model)?))
}

/// The JSON Schema of commands.
#[wasm_bindgen(js_name = downlinkSchema)]
pub fn downlink_schema(model: &str) -> Result<JsValue, JsError> {
    to_js(&schema::downlink(device(model)?))
}

/// Every field of a model.
#[wasm_bindgen(js_name = fields)]
pub fn fields(model: &str) -> Result<JsValue, JsError> {
    to_js(&device(model)?.fields())
}

/// The models that decode the whole of an uplink; none for what are no bytes.
#[wasm_bindgen(js_name = detectModels)]
pub fn detect_models(bytes: &JsValue) -> Vec<String> {
    let bytes = read_bytes(bytes).unwrap_or_default();
    detect(&bytes).iter().map(|device| device.model.to_owned()).collect()
}

/// Bytes from hex as people paste it.
#[wasm_bindgen(js_name = fromHex)]
pub fn from_hex(text: &JsValue) -> Result<Vec<u8>, JsError> {
    Ok(crate::from_hex(&text_of("fromHex", text)?)?)
}

/// Bytes from base64.
#[wasm_bindgen(js_name = fromBase64)]
pub fn from_base64(text: &JsValue) -> Result<Vec<u8>, JsError> {
    Ok(crate::from_base64(&text_of("fromBase64", text)?)?)
}

fn text_of(function: &str, text: &JsValue) -> Result<String, JsError> {
    text.as_string().ok_or_else(|| {
        let given = describe(&read(text, DEPTH));
        JsError::new(&format!("{function}: got {given}; allowed: a string"))
    })
}

/// Prints a number as JavaScript does, without the weight of a printer in Rust.
pub(crate) fn print_number(value: f64) -> String {
    let printed = js_sys::Number::from(value).to_string_with_radix(10);
    printed.map(String::from).unwrap_or_default()
}

fn device(model: &str) -> Result<&'static Device, JsError> {
    crate::find(model).ok_or_else(|| {
        let known = model_names().join(", ");
        JsError::new(&format!("unknown model {}; known: {known}", crate::text::quote(model)))
    })
}

fn decode(
    model: &str,
    input: &JsValue,
    decode: fn(&Device, &[u8]) -> Decoded,
) -> Result<JsValue, JsError> {
    let device = device(model)?;
    to_js(&match bytes_member(input) {
        Ok(bytes) => decode(device, &bytes),
        Err(problem) => Decoded { errors: vec![problem], ..Decoded::default() },
    })
}

fn explain(
    model: &str,
    input: &JsValue,
    explain: fn(&'static Device, &[u8]) -> Explanation,
) -> Result<JsValue, JsError> {
    let device = device(model)?;
    to_js(&match bytes_member(input) {
        Ok(bytes) => explain(device, &bytes),
        Err(problem) => Explanation { errors: vec![problem], ..Explanation::default() },
    })
}

fn to_js(value: &impl Serialize) -> Result<JsValue, JsError> {
    Ok(value.serialize(&Serializer::json_compatible())?)
}

/// What is read of something that throws when it is read.
const UNREADABLE: &str = "something that cannot be read";

/// How many items of a list are read: more are refused, whatever they are.
const MOST_ITEMS: u32 = MAX_BYTES as u32 + 1;

/// How much of a text is read: no field takes more than 40 characters, no message quotes
/// more of a value, and of a field's name this much tells which it is.
const MOST_UNITS: u32 = 256;

/// A property; `Err` where its getter throws.
fn get(object: &JsValue, name: &str) -> Result<JsValue, ()> {
    // Reflect.get refuses what is no object.
    if !object.is_object() && !object.is_function() {
        return Ok(JsValue::UNDEFINED);
    }
    Reflect::get(object, &JsString::from(name)).map_err(drop)
}

fn member(input: &JsValue, name: &str) -> Value {
    get(input, name).map_or(Value::Other(UNREADABLE.into()), |value| read(&value, DEPTH))
}

fn read(value: &JsValue, depth: usize) -> Value {
    let mut reader = Reader { budget: MOST_VALUES };
    let value = reader.value(value, depth);
    if reader.budget == 0 { Value::Other(TOO_LARGE.into()) } else { value }
}

struct Reader {
    /// How many values may still be read.
    budget: usize,
}

impl Reader {
    fn value(&mut self, value: &JsValue, depth: usize) -> Value {
        self.budget = self.budget.saturating_sub(1);
        if value.is_undefined() {
            Value::Undefined
        } else if value.is_null() {
            Value::Null
        } else if let Some(flag) = value.as_bool() {
            Value::Bool(flag)
        } else if let Some(number) = value.as_f64() {
            Value::Number(number)
        } else if let Some(text) = value.dyn_ref::<JsString>() {
            start_of(text).into()
        } else if value.is_function() {
            Value::Other("a function".into())
        } else if value.is_symbol() {
            Value::Other("a symbol".into())
        } else if value.is_bigint() {
            Value::Other("a bigint".into())
        } else {
            // A revoked proxy makes even the question throw what it is.
            self.container(value, depth).unwrap_or(Value::Other(UNREADABLE.into()))
        }
    }

    fn container(&mut self, value: &JsValue, depth: usize) -> Result<Value, JsValue> {
        if is_list(value)? {
            let length = if depth == 0 { 0 } else { length(value)? };
            let mut items = Vec::new();
            for index in 0..length {
                if self.budget == 0 {
                    break;
                }
                items.push(self.item(Reflect::get_u32(value, index), depth));
            }
            return Ok(Value::List(items));
        }
        let mut members = Vec::new();
        if depth > 0 {
            for name in keys(value)? {
                if self.budget == 0 {
                    break;
                }
                if let Some(text) = name.dyn_ref::<JsString>() {
                    let item = self.item(Reflect::get(value, &name), depth);
                    members.push((start_of(text).into(), item));
                }
            }
        }
        // Keys are unique, but for those that differ far behind their start.
        Ok(Value::Object(Object::of(members)))
    }

    fn item(&mut self, item: Result<JsValue, JsValue>, depth: usize) -> Value {
        item.map_or(Value::Other(UNREADABLE.into()), |item| self.value(&item, depth - 1))
    }
}

fn start_of(text: &JsString) -> String {
    if text.length() > MOST_UNITS { text.slice(0, MOST_UNITS).into() } else { text.into() }
}

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch, js_namespace = Array, js_name = isArray)]
    fn is_array(value: &JsValue) -> Result<bool, JsValue>;

    #[wasm_bindgen(catch, js_namespace = Object, js_name = keys)]
    fn keys(value: &JsValue) -> Result<Array, JsValue>;
}

/// Whether it is an array, a `Uint8Array`, a `Uint8ClampedArray` or of a class made
/// from one (Node's `Buffer`), from whatever realm. Items are read one by one, so a
/// false tag makes no false bytes.
fn is_list(value: &JsValue) -> Result<bool, JsValue> {
    if is_array(value)? {
        return Ok(true);
    }
    if !ArrayBuffer::is_view(value) {
        return Ok(false);
    }
    let tag = Reflect::get(value, &js_sys::Symbol::to_string_tag())?.as_string();
    Ok(tag.is_some_and(|tag| tag == "Uint8Array" || tag == "Uint8ClampedArray"))
}

fn length(list: &JsValue) -> Result<u32, JsValue> {
    let length = Reflect::get(list, &JsString::from("length"))?.as_f64().unwrap_or_default();
    Ok((length as u32).min(MOST_ITEMS))
}

fn bytes_member(input: &JsValue) -> Result<Vec<u8>, Problem> {
    match get(input, "bytes") {
        Ok(bytes) => read_bytes(&bytes),
        Err(()) => Err(not_bytes(UNREADABLE.to_owned())),
    }
}

/// Bytes from a list of integers.
fn read_bytes(value: &JsValue) -> Result<Vec<u8>, Problem> {
    let unreadable = |_| not_bytes(UNREADABLE.to_owned());
    if !value.is_object() || !is_list(value).map_err(unreadable)? {
        return Err(not_bytes(describe(&read(value, 1))));
    }
    let length = length(value).map_err(unreadable)?;
    check_length(length as usize)?;
    (0..length)
        .map(|index| {
            let item = Reflect::get_u32(value, index)
                .map_or(Value::Other(UNREADABLE.into()), |item| read(&item, 1));
            byte_of(index as usize, &item)
        })
        .collect()
}
