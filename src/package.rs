//! The WebAssembly module of the npm package: its functions take and give numbers alone.
//!
//! JavaScript writes into the module's memory and reads from it; see `pkg-template/lib/`.
//! What is hot (decoding) goes through three fixed buffers and allocates nothing. The rest
//! hands over values as bytes, [`stream`](crate::stream), in memory that lasts until the
//! next call.

use core::cell::UnsafeCell;

use wasm_bindgen::prelude::*;

use crate::MAX_BYTES;
use crate::devices::{DEVICES, FIRST};
use crate::encode::Encoded;
use crate::explain::{Explanation, Span, SpanKind, SpanPart};
use crate::normalize::Normalized;
use crate::plan::Plan;
use crate::prelude::*;
use crate::problem::Problem;
use crate::records::{NOTE, SLOTS_A_BYTE};
use crate::stream;
use crate::table::{Device, Direction};
use crate::value::{Object, Value};

/// More than a payload of [`MAX_BYTES`] fills.
const SLOTS: usize = SLOTS_A_BYTE * MAX_BYTES;

/// As many notes as bytes, and their count: no row has more notes than bytes.
const NOTES: usize = NOTE * MAX_BYTES + 1;

const PLANS: usize = 2 * DEVICES.len();

/// What outlives a call. The module has one thread, and no function of it is entered from
/// within another: JavaScript's `print` calls nothing.
struct State {
    input: [u8; MAX_BYTES],
    slots: [u64; SLOTS],
    notes: [u64; NOTES],
    plans: [Option<Plan>; PLANS],
    request: &'static [u8],
}

struct Shared(UnsafeCell<State>);

#[allow(unsafe_code)]
// SAFETY: there is one thread.
unsafe impl Sync for Shared {}

static STATE: Shared = Shared(UnsafeCell::new(State {
    input: [0; MAX_BYTES],
    slots: [0; SLOTS],
    notes: [0; NOTES],
    plans: [const { None }; PLANS],
    request: &[],
}));

#[allow(unsafe_code)]
fn state() -> &'static mut State {
    // SAFETY: each exported function takes it once, and none runs within another.
    unsafe { &mut *STATE.0.get() }
}

#[cfg(feature = "console-panic")]
#[wasm_bindgen(start)]
fn start() {
    console_error_panic_hook::set_once();
}

/// Where JavaScript writes a payload.
#[wasm_bindgen]
pub fn input() -> usize {
    state().input.as_ptr() as usize
}

/// Where it finds the records.
#[wasm_bindgen]
pub fn slots() -> usize {
    state().slots.as_ptr() as usize
}

/// Where it finds the notes: how many, then each.
#[wasm_bindgen]
pub fn notes() -> usize {
    state().notes.as_ptr() as usize
}

#[inline(always)]
fn plan(plans: &mut [Option<Plan>], which: usize) -> Option<&Plan> {
    let plan = plans.get_mut(which)?;
    if plan.is_none() {
        *plan = Some(Plan::of(device(which / 2), direction(which)));
    }
    plan.as_ref()
}

/// Decodes the first bytes of the input into records. `which` is twice the model's number,
/// plus 1 for a downlink. Gives eight times the number of slots filled, plus 1 where there
/// are problems, 2 where a channel has no row, 4 where nothing was understood.
#[wasm_bindgen]
pub fn decode(which: usize, length: usize) -> usize {
    let State { input, slots, notes, plans, .. } = state();
    let Some(plan) = plan(plans, which) else { return 4 };
    let recorded = plan.record(input.get(..length).unwrap_or_default(), slots, notes);
    8 * recorded.slots
        + usize::from(recorded.problems)
        + 2 * usize::from(!recorded.whole)
        + 4 * usize::from(!recorded.understood)
}

#[wasm_bindgen(raw_module = "./print.js")]
unsafe extern "C" {
    /// Writes a number's digits there, and gives their count: at most 24 characters.
    fn print(value: f64, at: *mut u8) -> usize;
}

/// Prints a number as JavaScript does, without the weight of a printer in Rust.
pub(crate) fn print_number(value: f64) -> String {
    let mut digits = vec![0; 32];
    let length = print(value, digits.as_mut_ptr());
    digits.truncate(length);
    String::from_utf8(digits).unwrap_or_default()
}

/// Frees what earlier calls have left, and gives memory for what the next one is given.
#[wasm_bindgen]
pub fn reserve(length: usize) -> usize {
    restart();
    let request = Vec::leak(vec![0; length]);
    let at = request.as_ptr() as usize;
    state().request = request;
    at
}

/// Forgets what earlier calls have allocated. The development build, which has the panic hook
/// of std, keeps it.
fn restart() {
    #[cfg(not(feature = "std"))]
    crate::arena::restart();
}

/// What JavaScript has written behind [`reserve`].
fn request() -> Value {
    stream::read(&mut &*state().request)
}

/// Where JavaScript reads a value.
fn answer(value: impl Into<Value>) -> *const u8 {
    let mut bytes = Vec::new();
    stream::write(&value.into(), &mut bytes);
    bytes.leak().as_ptr()
}

fn device(model: usize) -> &'static Device {
    DEVICES.get(model).copied().unwrap_or(FIRST)
}

const fn direction(which: usize) -> Direction {
    if which % 2 == 0 { Direction::Uplink } else { Direction::Downlink }
}

/// `{ spans, warnings?, errors? }` of the payload in the input.
#[wasm_bindgen]
pub fn explain(which: usize, length: usize) -> *const u8 {
    restart();
    let bytes = state().input.get(..length).unwrap_or_default();
    answer(Explanation::of(device(which / 2), direction(which), bytes))
}

/// Encodes the plain command in the first slots into the input's place, and gives its
/// length; 0 where it is not plain.
#[wasm_bindgen(js_name = encodePlain)]
pub fn encode_plain(model: usize, count: usize) -> usize {
    let State { input, slots, .. } = state();
    let slots = slots.get(..count).unwrap_or_default();
    crate::plain::encode(device(model), slots, input).unwrap_or_default()
}

/// `[data, fPort]` to `{ bytes, fPort, warnings?, errors? }`.
#[wasm_bindgen]
pub fn encode(model: usize) -> *const u8 {
    let Encoded { bytes, f_port, warnings, errors } = encoded(model);
    let mut object = Object::new();
    let bytes: Vec<Value> = bytes.iter().map(|byte| u32::from(*byte).into()).collect();
    object.push("bytes", bytes);
    object.push("fPort", u32::from(f_port));
    object.push_messages(&warnings, &errors);
    answer(object)
}

/// `[data, fPort]` to `{ errors, warnings }`, as objects.
#[wasm_bindgen]
pub fn check(model: usize) -> *const u8 {
    let encoded = encoded(model);
    let mut object = Object::new();
    for (name, problems) in [("errors", encoded.errors), ("warnings", encoded.warnings)] {
        let reports: Vec<Value> = problems.iter().map(report).collect();
        object.push(name, reports);
    }
    answer(object)
}

fn encoded(model: usize) -> Encoded {
    let given = match request() {
        Value::List(given) => given,
        _ => Vec::new(),
    };
    match given.as_slice() {
        [data, f_port] => Encoded::of(device(model), data, f_port),
        _ => Encoded::of(device(model), &Value::Undefined, &Value::Undefined),
    }
}

fn report(problem: &Problem) -> Value {
    let mut object = Object::new();
    object.push("code", problem.code());
    object.push("path", problem.path().to_owned());
    object.push("given", problem.given());
    object.push("allowed", problem.allowed());
    object.push("message", problem.message());
    object.into()
}

/// `data` to `{ data: [...], errors? }` in The Things Stack's terms.
#[wasm_bindgen]
pub fn normalize(model: usize) -> *const u8 {
    let Normalized { data, errors } = Normalized::of(device(model), &request());
    let mut object = Object::new();
    object.push("data", data);
    object.push_messages(&[], &errors);
    answer(object)
}

impl Object {
    /// The messages of problems, where there are any.
    fn push_messages(&mut self, warnings: &[Problem], errors: &[Problem]) {
        for (name, problems) in [("warnings", warnings), ("errors", errors)] {
            if !problems.is_empty() {
                let messages: Vec<Value> =
                    problems.iter().map(|problem| problem.message().into()).collect();
                self.push(name, messages);
            }
        }
    }
}

impl From<Explanation> for Value {
    fn from(explanation: Explanation) -> Value {
        let mut object = Object::new();
        object.push("spans", explanation.spans);
        object.push_messages(&explanation.warnings, &explanation.errors);
        object.into()
    }
}

impl From<Span> for Value {
    fn from(span: Span) -> Value {
        let kind = match span.kind {
            SpanKind::Channel => "channel",
            SpanKind::Unknown => "unknown",
            SpanKind::Truncated => "truncated",
        };
        let mut object = Object::new();
        object.push("offset", span.offset as u32);
        object.push("length", span.length as u32);
        object.push("kind", kind);
        object.push_some("channel", span.channel.map(u32::from));
        object.push_some("type", span.type_byte.map(u32::from));
        object.push_some("reason", span.reason);
        object.push("parts", span.parts);
        object.into()
    }
}

impl From<SpanPart> for Value {
    fn from(part: SpanPart) -> Value {
        let mut object = Object::new();
        object.push("offset", part.offset as u32);
        object.push("length", part.length as u32);
        object.push_some("bits", part.bits.map(|(first, last)| vec![first, last]));
        object.push_some("path", part.path);
        object.push("raw", part.raw);
        object.push_some("value", part.value);
        object.push_some("unit", part.unit);
        object.push("label", part.label);
        object.push("source", part.source);
        object.into()
    }
}

impl Object {
    fn push_some(&mut self, name: &'static str, value: Option<impl Into<Value>>) {
        if let Some(value) = value {
            self.push(name, value);
        }
    }
}
