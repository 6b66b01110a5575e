//! Payloads and records, explanations, problems as objects, normalized data.

use milesight_codec::table::Direction;
use milesight_codec::{Object, Problem};
use wasm_bindgen::prelude::*;

use super::{STATE, State, direction, given, program, to_js};

/// The address at which JavaScript writes a payload.
#[wasm_bindgen]
pub fn input() -> usize {
    STATE.with_borrow(|state| state.input.as_ptr() as usize)
}

/// The address of the records that decoding leaves.
#[wasm_bindgen]
pub fn slots() -> usize {
    STATE.with_borrow(|state| state.slots.as_ptr() as usize)
}

/// Decodes the first bytes of the input into records. `which` is twice the program's number, plus
/// 1 for a downlink. Returns eight times the number of slots filled, plus 1 where there are
/// problems, 2 where bytes were not decoded, 4 where nothing was.
#[wasm_bindgen]
pub fn decode(which: usize, length: usize) -> usize {
    STATE.with_borrow_mut(|State { input, slots, notes, programs }| {
        let (Some(program), Some(bytes)) = (programs.get(which / 2), input.get(..length)) else {
            return 4;
        };
        notes.clear();
        let recorded = program.record(direction(which), bytes, slots, Some(notes));
        8 * recorded.slots
            + usize::from(recorded.problems)
            + 2 * usize::from(!recorded.complete)
            + 4 * usize::from(!recorded.decoded_any)
    })
}

/// The messages of the payload that was decoded last.
#[wasm_bindgen]
pub fn problems(which: usize, length: usize) -> JsValue {
    let mut problems = Vec::new();
    STATE.with_borrow(|State { input, notes, programs, .. }| {
        if let (Some(program), Some(bytes)) = (programs.get(which / 2), input.get(..length)) {
            for noted in notes {
                problems.push(noted.problem(program, bytes));
            }
        }
    });
    to_js(problems)
}

/// Copies whatever is given as `{ bytes }` to the input. Returns the number of bytes, or a message.
#[wasm_bindgen(js_name = readPayload)]
pub fn read_payload(given: &JsValue) -> JsValue {
    match given::payload(given) {
        Ok(bytes) => {
            STATE.with_borrow_mut(|state| {
                let places = state.input.iter_mut();
                places.zip(&bytes).for_each(|(place, byte)| *place = *byte);
            });
            (bytes.len() as u32).into()
        }
        Err(problem) => problem.message().into(),
    }
}

/// Explains the payload in the input: `{ spans, warnings?, errors? }`.
#[wasm_bindgen]
pub fn explain(which: usize, length: usize) -> JsValue {
    let explanation = STATE.with_borrow(|State { input, programs, .. }| {
        let program = programs.get(which / 2)?;
        Some(program.explain(direction(which), input.get(..length)?))
    });
    to_js(explanation)
}

/// Problems with their parts, for forms that show them beside fields.
fn reports(problems: Vec<Problem>) -> Vec<Object> {
    let mut reports = Vec::new();
    for problem in problems {
        reports.push(report(problem));
    }
    reports
}

fn report(problem: Problem) -> Object {
    let message = problem.message().to_owned();
    let mut report = Object::new();
    report.set("code", problem.kind.code());
    report.set("path", problem.path);
    report.set("given", problem.given);
    report.set("allowed", problem.allowed);
    report.set("message", message);
    report
}

/// Checks `{ data, fPort? }`: `{ errors, warnings }`, as objects.
#[wasm_bindgen]
pub fn check(number: usize, given: &JsValue) -> JsValue {
    let (data, f_port) = (given::member(given, "data"), given::member(given, "fPort"));
    to_js(program(number).map(|program| {
        let outcome = program.encode(Direction::Downlink, &data, &f_port);
        let mut check = Object::new();
        check.set("errors", reports(outcome.errors));
        check.set("warnings", reports(outcome.warnings));
        check
    }))
}

/// Normalizes `{ data }`: `{ data: [...], errors? }` in The Things Stack's terms.
#[wasm_bindgen]
pub fn normalize(number: usize, given: &JsValue) -> JsValue {
    let data = given::member(given, "data");
    to_js(program(number).map(|program| program.normalize(&data)))
}
