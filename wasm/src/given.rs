//! Values that callers give. They are read once, within a budget, before the module's state is
//! looked at: a getter or a proxy may throw, or call the codec again.

use js_sys::{ArrayBuffer, JsString, Reflect};
use milesight_codec::input::{DEPTH, MOST_VALUES, TOO_LARGE};
use milesight_codec::input::{byte_of, check_length, not_a_list, not_bytes};
use milesight_codec::message::FROM_HEX;
use milesight_codec::{MAX_BYTES, Object, Problem, Value, format_number};
use wasm_bindgen::prelude::*;

/// The description of something that throws when it is read.
const UNREADABLE: &str = "something that cannot be read";

/// The most items of a list that are read: more are refused, whatever they are.
const MOST_ITEMS: u32 = MAX_BYTES as u32 + 1;

/// The part of a text that is read: no field takes more than 40 characters, no message quotes
/// more, and a field's name is known by less.
const MOST_UNITS: u32 = 256;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch, js_namespace = Array, js_name = isArray)]
    fn is_array(value: &JsValue) -> Result<bool, JsValue>;

    #[wasm_bindgen(catch, js_namespace = Object, js_name = keys)]
    fn keys(value: &JsValue) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(catch, js_namespace = Object, js_name = getOwnPropertyDescriptor)]
    fn descriptor(value: &JsValue, name: &JsString) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(js_name = Uint8Array)]
    type Bytes;

    /// The bytes of a buffer; a detached one throws.
    #[wasm_bindgen(catch, constructor, js_class = "Uint8Array")]
    fn new(buffer: &ArrayBuffer) -> Result<Bytes, JsValue>;
}

/// A member of the object's own, `undefined` where it has none.
fn own(object: &JsValue, name: &str) -> Result<JsValue, JsValue> {
    let name = JsString::from(name);
    if object.is_null() || object.is_undefined() || descriptor(object, &name)?.is_undefined() {
        return Ok(JsValue::UNDEFINED);
    }
    Reflect::get(object, &name)
}

fn unreadable() -> Value {
    Value::Other(UNREADABLE.into())
}

/// A member of an input.
pub(crate) fn member(input: &JsValue, name: &str) -> Value {
    own(input, name).map_or_else(|_| unreadable(), |value| read(&value, DEPTH))
}

fn read(value: &JsValue, depth: usize) -> Value {
    let mut reader = Reader { budget: MOST_VALUES };
    let value = reader.value(value, depth);
    if reader.budget == 0 { Value::Other(TOO_LARGE.into()) } else { value }
}

struct Reader {
    /// The number of values that may still be read.
    budget: usize,
}

impl Reader {
    fn value(&mut self, value: &JsValue, depth: usize) -> Value {
        self.budget = self.budget.saturating_sub(1);
        if value.is_undefined() {
            return Value::Undefined;
        }
        if value.is_null() {
            return Value::Null;
        }
        if let Some(flag) = value.as_bool() {
            return Value::Bool(flag);
        }
        if let Some(number) = value.as_f64() {
            return Value::Number(number);
        }
        if let Some(text) = value.dyn_ref::<JsString>() {
            return start_of(text).into();
        }
        let kind = value.js_typeof().as_string().unwrap_or_default();
        if kind != "object" {
            return Value::Other(("a ".to_owned() + &kind).into());
        }
        // Of a revoked proxy even the question throws whether it is an array.
        self.container(value, depth).unwrap_or_else(|_| unreadable())
    }

    fn container(&mut self, value: &JsValue, depth: usize) -> Result<Value, JsValue> {
        if is_list(value)? {
            let length = length(value)?;
            if length >= f64::from(MOST_ITEMS) {
                return Ok(Value::Other(list_of(length).into()));
            }
            let mut items = Vec::new();
            for index in 0..if depth == 0 { 0 } else { length as u32 } {
                if self.budget == 0 {
                    break;
                }
                items.push(self.item(Reflect::get_u32(value, index), depth));
            }
            return Ok(Value::List(items));
        }
        let mut members = Vec::new();
        if depth > 0 {
            let names = keys(value)?;
            for index in 0..length(&names)? as u32 {
                if self.budget == 0 {
                    break;
                }
                let name = Reflect::get_u32(&names, index)?;
                if let Some(text) = name.dyn_ref::<JsString>() {
                    members.push((
                        start_of(text).into(),
                        self.item(Reflect::get(value, &name), depth),
                    ));
                }
            }
        }
        // Names are unique, but for those that differ far behind their start, which no field has.
        Ok(Value::Object(Object::from_unique(members)))
    }

    fn item(&mut self, item: Result<JsValue, JsValue>, depth: usize) -> Value {
        item.map_or_else(|_| unreadable(), |item| self.value(&item, depth - 1))
    }
}

fn start_of(text: &JsString) -> String {
    text.slice(0, MOST_UNITS).into()
}

/// Returns true for an array, a `Uint8Array`, a `Uint8ClampedArray`, or a class made from one
/// (Node's `Buffer`), from whatever realm. Items are read one by one, so a false tag makes no false
/// bytes.
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

fn list_of(length: f64) -> String {
    "a list of ".to_owned() + &format_number(length)
}

/// The length of a list, 0 where it gives none.
fn length(list: &JsValue) -> Result<f64, JsValue> {
    let length = Reflect::get(list, &JsString::from("length"))?.as_f64();
    Ok(length.filter(|length| *length > 0.0).map_or(0.0, f64::trunc))
}

/// The bytes of `{ bytes }`.
#[cfg_attr(feature = "simulate", expect(dead_code, reason = "payloads are only made"))]
pub(crate) fn payload(input: &JsValue) -> Result<Vec<u8>, Problem> {
    let unreadable = |_| not_bytes(UNREADABLE.to_owned());
    let bytes = own(input, "bytes").map_err(unreadable)?;
    let bytes = match bytes.dyn_ref::<ArrayBuffer>() {
        Some(buffer) => Bytes::new(buffer).map_err(unreadable)?.into(),
        None => bytes,
    };
    if !is_list(&bytes).map_err(unreadable)? {
        return Err(not_a_list(&read(&bytes, 1), FROM_HEX));
    }
    let length = length(&bytes).map_err(unreadable)?;
    if length > MAX_BYTES as f64 {
        return Err(not_bytes(list_of(length)));
    }
    check_length(length as usize)?;
    let mut payload = Vec::new();
    for index in 0..length as u32 {
        let item = Reflect::get_u32(&bytes, index)
            .map_or_else(|_| self::unreadable(), |item| read(&item, 1));
        payload.push(byte_of(index as usize, &item)?);
    }
    Ok(payload)
}
