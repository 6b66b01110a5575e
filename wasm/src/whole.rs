//! Payloads and records, explanations, problems as objects, normalized data.

use std::cell::Cell;

use milesight_codec::table::Direction;
use milesight_codec::{Object, Problem};
use wasm_bindgen::prelude::*;

use super::{Buffers, STATE, State, direction, given, program, to_js};

/// The address of the buffers: the records that decoding leaves; the offsets of several payloads,
/// where their records end afterwards; the input.
#[wasm_bindgen]
pub fn buffers() -> usize {
    STATE.with_borrow(|state| &raw const state.buffers as usize)
}

/// Decodes the first bytes of the input into records. `which` is twice the program's number, plus
/// 1 for a downlink. Returns eight times the number of slots filled, plus 1 where there are
/// problems, 2 where bytes were not decoded, 4 where nothing was.
#[wasm_bindgen]
pub fn decode(which: usize, length: usize) -> usize {
    STATE.with_borrow_mut(|State { buffers, notes, programs }| {
        let Buffers { slots, input, .. } = buffers;
        let Some(program) = programs.get(which / 2) else { return 4 };
        notes.clear();
        program.record(direction(which), input, length, slots, Some(notes)).0
    })
}

/// Decodes the uplinks that follow each other in the input, one from each offset to the next; the
/// first offset is that of the input. Each payload's offset becomes the number of slots up to the end
/// of its records. Stops at a payload that has problems, is empty or is not whole in the input, and
/// returns the number of those before it.
#[wasm_bindgen(js_name = decodeMany)]
pub fn decode_many(number: usize, count: usize) -> usize {
    STATE.with_borrow_mut(|State { buffers, programs, .. }| {
        let Buffers { slots, offsets, input } = buffers;
        let Some(program) = programs.get(number) else { return 0 };
        let (mut rest, mut used, mut done) = (&input[..], 0, 0);
        for pair in Cell::from_mut(&mut offsets[..]).as_slice_of_cells().windows(2).take(count) {
            let [offset, next] = pair else { break };
            let length = next.get().wrapping_sub(offset.get()) as usize;
            // No payload is in the last four bytes.
            let Some(([_, ..], behind @ [_, _, _, _, ..])) = rest.split_at_checked(length) else {
                break;
            };
            let Some(free) = slots.get_mut(used..) else { break };
            let recorded = program.record(Direction::Uplink, rest, length, free, None);
            if recorded.has_problems() {
                break;
            }
            used += recorded.slots();
            offset.set(used as u32);
            rest = behind;
            done += 1;
        }
        done
    })
}

/// The messages of the payload that was decoded last.
#[wasm_bindgen]
pub fn problems(which: usize, length: usize) -> JsValue {
    let mut problems = Vec::new();
    STATE.with_borrow(|State { buffers: Buffers { input, .. }, notes, programs }| {
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
                if let Some(input) = state.buffers.input.get_mut(..bytes.len()) {
                    input.copy_from_slice(&bytes);
                }
            });
            (bytes.len() as u32).into()
        }
        Err(problem) => problem.message().into(),
    }
}

/// Explains the payload in the input: `{ spans, warnings?, errors? }`.
#[wasm_bindgen]
pub fn explain(which: usize, length: usize) -> JsValue {
    let explanation =
        STATE.with_borrow(|State { buffers: Buffers { input, .. }, programs, .. }| {
            let program = programs.get(which / 2)?;
            Some(program.explain(direction(which), input.get(..length)?))
        });
    to_js(explanation)
}

/// Problems with their parts, for forms that show them beside fields.
fn reports(problems: Vec<Problem>) -> Vec<Object> {
    let mut reports = Vec::new();
    for problem in problems {
        let message = problem.message().to_owned();
        let mut report = Object::new();
        report.set("code", problem.kind.code());
        report.set("path", problem.path);
        report.set("given", problem.given);
        report.set("allowed", problem.allowed);
        report.set("message", message);
        reports.push(report);
    }
    reports
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
