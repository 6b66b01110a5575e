// Everything the package does over the WebAssembly module, whichever way that module is got.

import { collector } from "./columns.js";
import { fill } from "./commands.js";
import { __wbg_reset_state, initSync } from "./glue.js";
import { printInto } from "./print.js";
import { member, read } from "./read.js";
import { readAt, write } from "./stream.js";

/** The application port of all devices, as src/encode.rs has it. */
const DEFAULT_PORT = 85;

/** The most bytes of a payload, as src/input.rs has it. */
const MAX_BYTES = 4096;

/**
 * The package's functions. `compile` returns the `WebAssembly.Module`; it is called once, on first
 * use: importing the package runs nothing, so that a bundler may drop what is not used.
 */
export function library(compile) {
  let started = false;
  // The instance's functions, and its two buffers: bytes in (`input`), records out, which are seen as
  // integers (I, U) and floats (F). All are undefined where there is no instance.
  let wasm;
  let input;
  let I;
  let U;
  let F;

  function start() {
    if (started) __wbg_reset_state();
    wasm = initSync(started ? undefined : { module: compile() });
    started = true;
    printInto(wasm.memory);
    views();
  }

  // Memory that has grown leaves its old views without bytes.
  function views() {
    const { buffer } = wasm.memory;
    const [from, slots] = [wasm.input(), wasm.slots()];
    input = new Uint8Array(buffer, from, MAX_BYTES);
    I = new Int32Array(buffer, slots, 8 * MAX_BYTES);
    U = new Uint32Array(buffer, slots, 8 * MAX_BYTES);
    F = new Float64Array(buffer, slots, 4 * MAX_BYTES);
  }

  // Calls a function of the module that answers with a value's address. What a call throws is a full
  // stack, or a trap, which may have stopped it anywhere: the next call gets a new instance.
  function ask(run, ...given) {
    if (wasm === undefined) start();
    try {
      const at = run(wasm, ...given);
      if (input.length === 0) views();
      return readAt(wasm.memory.buffer, at);
    } catch (error) {
      wasm = undefined;
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

  // Copies a payload to the module's memory; 0 where it is anything but one to 4096 bytes in an array
  // or a typed array of bytes. Nothing but a getter of the caller's can run meanwhile, and that may
  // call the codec: `calls` tells.
  let calls = 0;
  function copy(bytes) {
    const { length } = bytes;
    if (!(length <= MAX_BYTES)) return 0;
    calls = (calls + 1) | 0;
    const call = calls;
    const to = input;
    // Twice the same, since V8 is fastest where one place sees one kind of list.
    if (Array.isArray(bytes)) {
      for (let i = 0; i < length; i++) {
        const byte = bytes[i];
        // Anything but a number is not to be made one: it may be a list without end.
        if (typeof byte !== "number" || (byte & 255) !== byte) return 0;
        to[i] = byte;
      }
    } else if (bytes instanceof Uint8Array) {
      for (let i = 0; i < length; i++) {
        const byte = bytes[i];
        if ((byte & 255) !== byte) return 0;
        to[i] = byte;
      }
    } else {
      return 0;
    }
    return call === calls ? length : 0;
  }

  // The same of whatever was given; a message where it is no payload. The copy is the module's to
  // judge, and what it finds to be bytes is a list of them.
  function copyAny(given) {
    const problem = askWith(given, (wasm) => wasm.checkBytes());
    if (problem !== undefined) return problem;
    input.set(given);
    return given.length;
  }

  /** The functions of one model: its number in the module, and what its module of rows exports. */
  function codec(model, number, { data, commands }) {
    function decode(which) {
      function result(length) {
        const recorded = wasm.decode(which, length);
        if ((recorded & 7) === 0) return { data: data(I, U, F, recorded >> 3) };
        return withProblems(recorded, length);
      }

      function withProblems(recorded, length) {
        const result = { data: data(I, U, F, recorded >> 3) };
        const problems = ask((wasm) => wasm.problems(which, length));
        result[recorded & 4 ? "errors" : "warnings"] = problems;
        return result;
      }

      function decodeAny(given) {
        const length = copyAny(given);
        return typeof length === "string" ? { data: {}, errors: [length] } : result(length);
      }

      return (given) => {
        if (wasm === undefined) start();
        let length = 0;
        try {
          length = copy(given.bytes);
        } catch {
          // Read again below, step by step.
        }
        if (length === 0) return decodeAny(member(given, "bytes", 2));
        try {
          return result(length);
        } catch (error) {
          wasm = undefined;
          throw error;
        }
      };
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
      if (wasm === undefined) start();
      byName ??= commands();
      let count = 0;
      try {
        const port = given.fPort;
        if (port === undefined || port === DEFAULT_PORT) {
          calls = (calls + 1) | 0;
          const call = calls;
          count = fill(byName, given.data, F);
          if (call !== calls) count = 0;
        }
      } catch {
        // Read again below, step by step.
      }
      let length = 0;
      try {
        if (count > 0) length = wasm.encodePlain(number, count);
      } catch (error) {
        wasm = undefined;
        throw error;
      }
      if (length === 0) return askWith(command(given), (wasm) => wasm.encode(number));
      const bytes = [];
      for (let i = 0; i < length; i++) bytes.push(input[i]);
      return { bytes, fPort: DEFAULT_PORT };
    }

    const decodeUplink = decode(2 * number);
    const command = (given) => [member(given, "data"), member(given, "fPort")];
    return {
      model,
      decodeUplink,
      decodeUplinks: (list) => Array.from(list, (bytes) => decodeUplink({ bytes })),
      encodeDownlink: encode,
      decodeDownlink: decode(2 * number + 1),
      normalizeUplink: (given) => askWith(member(given, "data"), (wasm) => wasm.normalize(number)),
      explainUplink: explain(2 * number),
      explainDownlink: explain(2 * number + 1),
      checkDownlink: (given) => askWith(command(given), (wasm) => wasm.check(number)),
    };
  }

  /** The results of many payloads as columns. */
  function columns(model, number, { data }, made, payloads) {
    const collected = collector(made);
    const warnings = [];
    const errors = [];
    const which = 2 * number;
    for (let row = 0; row < payloads.length; row++) {
      const bytes = payloads[row];
      if (wasm === undefined) start();
      let length = 0;
      try {
        length = copy(bytes);
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
      const recorded = wasm.decode(which, length);
      const count = recorded >> 3;
      if (collected.write(I, U, F, count, row)) {
        const { device_response_result } = data(I, U, F, count);
        collected.object(row, "device_response_result", device_response_result);
      }
      if ((recorded & 1) === 1) {
        const list = (recorded & 4) === 4 ? errors : warnings;
        for (const message of ask((wasm) => wasm.problems(which, length))) {
          list.push({ row, message });
        }
      }
    }
    return { model, count: payloads.length, columns: collected.finished(), warnings, errors };
  }

  /** Which of so many models decode the whole of an uplink. */
  function detect(bytes, models) {
    const length = copyAny(read(bytes, 2));
    if (typeof length === "string") return [];
    return models.filter((_, number) => (wasm.decode(2 * number, length) & 6) === 0);
  }

  function bytesFrom(text, run) {
    // Of a text all is read, of anything else what a message says of it.
    const bytes = askWith(typeof text === "string" ? text : read(text), run);
    if (typeof bytes === "string") throw new Error(bytes);
    return Uint8Array.from(bytes);
  }

  return {
    codec,
    columns,
    detect,
    fromHex: (text) => bytesFrom(text, (wasm) => wasm.fromHex()),
    fromBase64: (text) => bytesFrom(text, (wasm) => wasm.fromBase64()),
  };
}
