//! The npm package's WebAssembly module: the core. It contains no device; JavaScript hands it the
//! program of each model on first use.
//!
//! Decoding crosses as numbers, in fixed buffers, and allocates nothing unless there are problems.
//! All else crosses as JavaScript values.
#![forbid(unsafe_code)]
#![cfg(target_arch = "wasm32")]

mod given;
// The simulator's module has the encoder alone.
#[cfg(not(feature = "simulate"))]
mod whole;
#[cfg(not(feature = "simulate"))]
pub use whole::*;

use std::cell::RefCell;

use milesight_codec::program::Program;
use milesight_codec::table::Direction;
use milesight_codec::walk::record::{Noted, SLOTS_A_BYTE};
use milesight_codec::{MAX_BYTES, Value};
use serde::Serialize;
use serde_wasm_bindgen::Serializer;
use talc::wasm::{WasmDynamicTalc, new_wasm_dynamic_allocator};
use wasm_bindgen::prelude::*;

/// Smaller than std's allocator.
#[global_allocator]
static ALLOCATOR: WasmDynamicTalc = new_wasm_dynamic_allocator();

const SLOTS: usize = SLOTS_A_BYTE * MAX_BYTES;

/// The most payloads that are decoded at once.
const MOST: usize = 512;

/// The memory that JavaScript reads and writes, as pkg-template/lib/codec.js has it.
#[repr(C)]
struct Buffers {
    slots: [u64; SLOTS],
    offsets: [u32; MOST + 1],
    /// With four bytes behind the longest payload: see [`Program::record`].
    input: [u8; MAX_BYTES + 4],
}

/// The state that outlives a call.
#[cfg_attr(feature = "simulate", expect(dead_code, reason = "payloads are only made"))]
struct State {
    buffers: Buffers,
    notes: Vec<Noted>,
    programs: Vec<Program>,
}

thread_local! {
    static STATE: RefCell<State> = const {
        RefCell::new(State {
            buffers: Buffers {
                slots: [0; SLOTS],
                offsets: [0; MOST + 1],
                input: [0; MAX_BYTES + 4],
            },
            notes: Vec::new(),
            programs: Vec::new(),
        })
    };
}

// The glue calls this after it has replaced an instance that failed, so it is there without the hook, too.
#[wasm_bindgen(start)]
fn start() {
    #[cfg(feature = "console-panic")]
    console_error_panic_hook::set_once();
}

/// Takes a model's program, and returns its number; -1 where the bytes are no program of this version.
#[wasm_bindgen]
pub fn load(bytes: Vec<u8>) -> i32 {
    let Some(program) = Program::from_bytes(bytes.leak()) else { return -1 };
    STATE.with_borrow_mut(|state| {
        state.programs.push(program);
        state.programs.len() as i32 - 1
    })
}

const fn direction(which: usize) -> Direction {
    if which % 2 == 0 { Direction::Uplink } else { Direction::Downlink }
}

fn program(number: usize) -> Option<Program> {
    STATE.with_borrow(|state| state.programs.get(number).copied())
}

/// Encodes `{ data, fPort? }`: `{ bytes, fPort, warnings?, errors? }`. `which` is
/// twice the program's number, plus 1 for a downlink.
#[wasm_bindgen]
pub fn encode(which: usize, given: &JsValue) -> JsValue {
    let (data, f_port) = (given::member(given, "data"), given::member(given, "fPort"));
    to_js(program(which / 2).map(|program| program.encode(direction(which), &data, &f_port)))
}

fn to_js(value: impl Into<Value>) -> JsValue {
    // Nothing that is serialized here can fail.
    value.into().serialize(&Serializer::json_compatible()).unwrap_or_default()
}
