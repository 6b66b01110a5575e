// Everything the package does over the WebAssembly module, whichever way that module is got.

import { collector } from "./columns.js";
import { fill } from "./commands.js";
import { decoder as anyDecoder, copy, MAX_BYTES } from "./decoder.js";
import { whyNoPayload } from "./given.js";
import { __wbg_reset_state, initSync } from "./glue.js";
import { messages } from "./notes.js";
import { printInto } from "./print.js";
import { member, read, UNREADABLE } from "./read.js";
import { readAt, write } from "./stream.js";

/** The application port of all devices, as src/encode.rs has it. */
const DEFAULT_PORT = 85;

/** So many payloads a call takes: what gives them one after the other may have no end. */
const MOST_PAYLOADS = 10_000_000;

const NO_LIST = `payloads: not a list; allowed: a list of at most ${MOST_PAYLOADS} payloads, each 1 to 4096 integers from 0 to 255`;

/**
 * The payloads of a list, or of whatever else gives one after the other, and how many there are; undefined
 * of anything else. An array is taken as it is: a copy of a million would cost as much as decoding some.
 */
function payloadsOf(given) {
  try {
    // A text gives letters, which are no payloads.
    if (typeof given !== "object") return undefined;
    if (Array.isArray(given) && given[Symbol.iterator] === Array.prototype[Symbol.iterator]) {
      // Once: a proxy may say anything, and another thing each time.
      const { length } = given;
      const isCount = Number.isInteger(length) && length >= 0 && length <= MOST_PAYLOADS;
      return isCount ? { list: given, length } : undefined;
    }
    const list = [];
    for (const payload of given) {
      if (list.length === MOST_PAYLOADS) return undefined;
      list.push(payload);
    }
    return { list, length: list.length };
  } catch {
    return undefined;
  }
}

/** An item of a list; of one that throws, and so cannot be read, what `read` has for such a thing. */
function itemOf(list, at) {
  try {
    return list[at];
  } catch {
    return UNREADABLE;
  }
}

/**
 * The package's functions. `compile` returns the `WebAssembly.Module`; it is called once, on first
 * use: importing the package runs nothing, so that a bundler may drop what is not used.
 */
export function library(compile) {
  let started = false;
  const module = {
    // The instance's functions (`wasm`), and its buffers: bytes in (`input`); records out, which are
    // seen as integers (I, U) and floats (F), as are notes (N, R). Undefined where there is no instance.
    views: undefined,
    // Counts what uses the buffers: between two looks at it nobody else has.
    calls: 0,
    start,
  };

  function start() {
    if (started) __wbg_reset_state();
    const wasm = initSync(started ? undefined : { module: compile() });
    started = true;
    printInto(wasm.memory);
    // What is handed over is short: with room for it now, the memory stays where it is.
    wasm.reserve(1 << 17);
    look(wasm);
  }

  // Memory that has grown leaves its old views without bytes.
  function look(wasm) {
    const { buffer } = wasm.memory;
    const [from, slots, notes] = [wasm.input(), wasm.slots(), wasm.notes()];
    module.views = {
      wasm,
      input: new Uint8Array(buffer, from, MAX_BYTES),
      I: new Int32Array(buffer, slots, 8 * MAX_BYTES),
      U: new Uint32Array(buffer, slots, 8 * MAX_BYTES),
      F: new Float64Array(buffer, slots, 4 * MAX_BYTES),
      N: new Int32Array(buffer, notes, 8 * MAX_BYTES + 2),
      R: new Float64Array(buffer, notes, 4 * MAX_BYTES + 1),
    };
  }

  // Calls a function of the module that answers with a value's address. What a call throws is a full
  // stack, or a trap, which may have stopped it anywhere: the next call gets a new instance.
  function ask(run, ...given) {
    module.calls = (module.calls + 1) | 0;
    if (module.views === undefined) start();
    const { wasm, input } = module.views;
    try {
      const at = run(wasm, ...given);
      if (input.length === 0) look(wasm);
      return readAt(wasm.memory.buffer, at);
    } catch (error) {
      module.views = undefined;
      throw error;
    }
  }

  // The same, with values handed over.
  function askWith(given, run, ...rest) {
    const bytes = write(given);
    return ask((wasm) => {
      const at = wasm.reserve(bytes.length);
      new Uint8Array(wasm.memory.buffer, at, bytes.length).set(bytes);
      return run(wasm, ...rest);
    });
  }

  // Copies a copy of whatever was given to the input; a message where it is no payload.
  function copyAny(given) {
    const problem = whyNoPayload(given);
    if (problem !== undefined) return problem;
    module.calls = (module.calls + 1) | 0;
    if (module.views === undefined) start();
    module.views.input.set(given);
    return given.length;
  }

  // Decodes what is in the input; what a call throws is as above.
  function decodeInput(which, length) {
    try {
      return module.views.wasm.decode(which, length);
    } catch (error) {
      module.views = undefined;
      throw error;
    }
  }

  /** The functions of one model: its number in the module, and what its module of rows exports. */
  function codec(model, number, { data, commands, places, decoder }) {
    function decode(which, decoder) {
      function noted(recorded, length) {
        const { I, U, F, N, R, input } = module.views;
        const result = { data: data(I, U, F, recorded >> 3) };
        if (recorded & 1) {
          const problems = messages(N, R, input, length, places);
          result[recorded & 4 ? "errors" : "warnings"] = problems;
        }
        return result;
      }

      function unusual(given) {
        const length = copyAny(member(given, "bytes", 2));
        if (typeof length === "string") return { data: {}, errors: [length] };
        return noted(decodeInput(which, length), length);
      }

      return decoder(module, which, data, unusual, noted);
    }

    function explain(which) {
      return (given) => {
        const length = copyAny(member(given, "bytes", 2));
        if (typeof length === "string") return { spans: [], errors: [length] };
        return ask((wasm) => wasm.explain(which, length));
      };
    }

    let byName;
    function encode(given) {
      if (module.views === undefined) start();
      const { wasm, input, F } = module.views;
      byName ??= commands();
      let count = 0;
      module.calls = (module.calls + 1) | 0;
      const call = module.calls;
      try {
        const port = given.fPort;
        if (port === undefined || port === DEFAULT_PORT) {
          count = fill(byName, given.data, F);
          if (call !== module.calls) count = 0;
        }
      } catch {
        // Read again below, step by step.
      }
      let length = 0;
      try {
        if (count > 0) length = wasm.encodePlain(number, count);
      } catch (error) {
        module.views = undefined;
        throw error;
      }
      if (length === 0) return askWith(command(given), (wasm) => wasm.encode(number));
      const bytes = [];
      for (let i = 0; i < length; i++) bytes.push(input[i]);
      return { bytes, fPort: DEFAULT_PORT };
    }

    const decodeUplink = decode(2 * number, decoder);
    const command = (given) => [member(given, "data"), member(given, "fPort")];
    return {
      model,
      decodeUplink,
      decodeUplinks: (given) => {
        const payloads = payloadsOf(given);
        if (payloads === undefined) return [{ data: {}, errors: [NO_LIST] }];
        const { list, length } = payloads;
        const results = [];
        for (let row = 0; row < length; row++) {
          results.push(decodeUplink({ bytes: itemOf(list, row) }));
        }
        return results;
      },
      encodeDownlink: encode,
      decodeDownlink: decode(2 * number + 1, anyDecoder),
      normalizeUplink: (given) => askWith(member(given, "data"), (wasm) => wasm.normalize(number)),
      explainUplink: explain(2 * number),
      explainDownlink: explain(2 * number + 1),
      checkDownlink: (given) => askWith(command(given), (wasm) => wasm.check(number)),
    };
  }

  /** The results of many payloads as columns. */
  function columns(model, number, { data, places }, made, given) {
    const collected = collector(made);
    const warnings = [];
    const errors = [];
    const which = 2 * number;
    const payloads = payloadsOf(given);
    if (payloads === undefined) {
      return { model, count: 0, columns: {}, warnings, errors: [{ row: 0, message: NO_LIST }] };
    }
    const { list, length: count } = payloads;
    for (let row = 0; row < count; row++) {
      const bytes = itemOf(list, row);
      if (module.views === undefined) start();
      let length = 0;
      try {
        length = copy(module, module.views, bytes);
      } catch {
        // Read again below, step by step.
      }
      if (length === 0) {
        length = copyAny(read(bytes, 2));
        if (typeof length === "string") {
          errors.push({ row, message: length });
          continue;
        }
      }
      const recorded = decodeInput(which, length);
      const { I, U, F, N, R, input } = module.views;
      const filled = recorded >> 3;
      if (collected.write(I, U, F, filled, row)) {
        const { device_response_result } = data(I, U, F, filled);
        collected.object(row, "device_response_result", device_response_result);
      }
      if ((recorded & 1) === 1) {
        const told = (recorded & 4) === 4 ? errors : warnings;
        for (const message of messages(N, R, input, length, places)) {
          told.push({ row, message });
        }
      }
    }
    return { model, count, columns: collected.finished(), warnings, errors };
  }

  /** Which of so many models decode the whole of an uplink. */
  function detect(bytes, models) {
    const length = copyAny(read(bytes, 2));
    if (typeof length === "string") return [];
    return models.filter((_, number) => (decodeInput(2 * number, length) & 6) === 0);
  }

  return { codec, columns, detect };
}
