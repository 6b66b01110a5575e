//! What the module calls of JavaScript. js-sys has it too, and so many closures beside it that the
//! module would be larger by a fortieth.

use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    pub type ArrayBuffer;
    pub type JsString;

    /// The text between two code units.
    #[wasm_bindgen(method)]
    pub fn slice(this: &JsString, start: u32, end: u32) -> String;

    #[wasm_bindgen(catch, js_namespace = Array, js_name = isArray)]
    pub fn is_array(value: &JsValue) -> Result<bool, JsValue>;

    #[wasm_bindgen(js_namespace = ArrayBuffer, js_name = isView)]
    pub fn is_view(value: &JsValue) -> bool;

    /// An array, or an object of no class: the members are set afterwards.
    #[wasm_bindgen(js_name = Array)]
    pub fn list() -> JsValue;
    #[wasm_bindgen(js_name = Object)]
    pub fn object() -> JsValue;

    #[wasm_bindgen(js_namespace = Reflect, js_name = set)]
    pub fn set(object: &JsValue, name: &str, value: &JsValue) -> bool;
    #[wasm_bindgen(js_namespace = Reflect, js_name = set)]
    pub fn set_item(list: &JsValue, index: u32, value: &JsValue) -> bool;

    #[wasm_bindgen(catch, js_namespace = Reflect, js_name = get)]
    pub fn get(object: &JsValue, name: &JsValue) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(catch, js_namespace = Reflect, js_name = get)]
    pub fn get_item(list: &JsValue, index: u32) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(catch, js_namespace = Object, js_name = keys)]
    pub fn keys(value: &JsValue) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(catch, js_namespace = Object, js_name = getOwnPropertyDescriptor)]
    pub fn descriptor(value: &JsValue, name: &JsValue) -> Result<JsValue, JsValue>;

    /// `[object Uint8Array]`
    #[wasm_bindgen(catch, js_namespace = ["Object", "prototype", "toString"], js_name = call)]
    pub fn tag(value: &JsValue) -> Result<String, JsValue>;

    pub type Uint8Array;
    /// The bytes of a buffer; there are none where it is detached.
    #[wasm_bindgen(catch, constructor)]
    pub fn new(buffer: &ArrayBuffer) -> Result<Uint8Array, JsValue>;
}
