// Everything the package does over the WebAssembly module, however that module is loaded.

import { collector } from "./columns.js";
import { decoder as anyDecoder, copy, MAX_BYTES } from "./decoder.js";
import { inParts } from "./downlinks.js";
import * as engine from "./glue.js";

/** The most payloads that one call takes: an iterable may have no end. */
const MOST_PAYLOADS = 10_000_000;

/** The memory of an instance that is kept: one that a call has made larger is replaced. */
const MOST_MEMORY = 4 << 20;

const NO_LIST = `payloads: not a list; allowed: a list of at most ${MOST_PAYLOADS} payloads, each 1 to 4096 integers from 0 to 255`;

/** The error of a call for which the runtime gives no memory. */
const NO_MEMORY = "data: the WebAssembly module has no memory left for it";

/** The error of a runtime without WebAssembly, or of one that compiles none from bytes. */
const FORBIDDEN =
  'WebAssembly cannot be compiled here: import "milesight-codec/js" or "milesight-codec/js/<model>", which need none; for Cloudflare Workers, bundle with the condition "workerd"; on a page, allow \'wasm-unsafe-eval\' in script-src';

/**
 * The payloads of an array or another iterable, and their number; undefined for anything else. An
 * array is taken as it is: a copy of a million would cost as much as decoding some.
 */
function payloadsOf(given) {
  try {
    // A text is an iterable of letters, which are no payloads.
    if (typeof given !== "object") return undefined;
    if (Array.isArray(given) && given[Symbol.iterator] === Array.prototype[Symbol.iterator]) {
      // Read once: a proxy may return another length each time.
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

/**
 * Payloads one behind the other in one buffer, and where each begins, as Apache Arrow has them: `{ data, offsets }`.
 * Undefined for anything else.
 */
function packedOf(given) {
  try {
    if (!Object.hasOwn(given, "offsets") || !Object.hasOwn(given, "data")) return undefined;
    const { data, offsets } = given;
    const known = offsets instanceof Int32Array || offsets instanceof Uint32Array;
    if (!(data instanceof Uint8Array && known && offsets.length > 0)) return undefined;
    for (let row = 0; row < offsets.length; row++) {
      if (offsets[row] < (row > 0 ? offsets[row - 1] : 0)) return undefined;
    }
    const length = offsets.length - 1;
    return offsets[length] <= data.length && length <= MOST_PAYLOADS
      ? { data, offsets, length }
      : undefined;
  } catch {
    return undefined;
  }
}

/** An item of a list as an input: `{ bytes }` as it is, anything else as its bytes. */
function inputOf(list, at) {
  try {
    const item = list[at];
    const isInput = typeof item === "object" && item !== null && Object.hasOwn(item, "bytes");
    return isInput ? item : { bytes: item };
  } catch {
    return {
      get bytes() {
        throw new Error();
      },
    };
  }
}

/**
 * The package's functions. `compile` returns the `WebAssembly.Module`; it is called once, on first
 * use: importing the package runs nothing, so that a bundler may drop what is not used.
 */
export function library(compile) {
  let started = false;
  const module = {
    // The instance's own exports (`wasm`), which take numbers, and its buffers: bytes in (`input`); records out, seen as
    // integers (I, U) and floats (F). Undefined where there is no instance.
    views: undefined,
    // Counts the uses of the buffers: if it has not changed between two looks, nothing else used them.
    calls: 0,
    // Counts the instances: a new one has no programs.
    instances: 0,
    start,
  };

  function start() {
    if (started) engine.__wbg_reset_state();
    const wasm = engine.initSync(started ? undefined : { module: compiled() });
    started = true;
    module.instances += 1;
    look(wasm);
  }

  function compiled() {
    try {
      return compile();
    } catch (error) {
      // Memory may be there again at the next call.
      if (error instanceof RangeError) throw error;
      throw Object.assign(new Error(FORBIDDEN), { cause: error });
    }
  }

  // Memory that has grown leaves its old views without bytes.
  function look(wasm) {
    const { buffer } = wasm.memory;
    const [from, slots] = [wasm.input(), wasm.slots()];
    module.views = {
      wasm,
      input: new Uint8Array(buffer, from, MAX_BYTES),
      I: new Int32Array(buffer, slots, 8 * MAX_BYTES),
      U: new Uint32Array(buffer, slots, 8 * MAX_BYTES),
      F: new Float64Array(buffer, slots, 4 * MAX_BYTES),
    };
  }

  // Calls a function of the module with JavaScript's values. A call that throws has met a full stack or a trap, which may have
  // stopped it anywhere: the next call gets a new instance.
  function ask(run) {
    module.calls = (module.calls + 1) | 0;
    if (module.views === undefined) start();
    const { wasm } = module.views;
    try {
      const result = run();
      if (module.views !== undefined && module.views.input.length === 0) {
        if (wasm.memory.buffer.byteLength > MOST_MEMORY) module.views = undefined;
        else look(wasm);
      }
      return result;
    } catch (error) {
      module.views = undefined;
      throw error;
    }
  }

  // The same, with an answer where there is no memory.
  function answer(run, empty) {
    try {
      return ask(run);
    } catch (error) {
      const isTrap = typeof WebAssembly === "object" && error instanceof WebAssembly.RuntimeError;
      if (isTrap || error instanceof RangeError) {
        return { ...empty, errors: [NO_MEMORY] };
      }
      throw error;
    }
  }

  // Copies the payload of any input to the buffer; a message where it is no payload.
  const readPayload = (given) => ask(() => engine.readPayload(given));

  function decodeInput(which, length) {
    try {
      return module.views.wasm.decode(which, length);
    } catch (error) {
      module.views = undefined;
      throw error;
    }
  }

  /** Loads a model's program into the instance at hand: a function that returns its number. */
  function loader(program) {
    let number = 0;
    let instance = 0;
    return () => {
      if (module.views === undefined) start();
      if (instance !== module.instances) {
        number = ask(() => engine.load(program()));
        instance = module.instances;
      }
      return number;
    };
  }

  // The functions that load a model's program, by the model's name.
  const loaders = Object.create(null);

  /** The functions of one model: its program, and what its module of rows exports. */
  function codec(model, program, { data, decoder }) {
    const load = loader(program);
    loaders[model] = load;

    function decode(side, decoder) {
      function withProblems(recorded, length) {
        const { I, U, F } = module.views;
        const result = { data: data(I, U, F, recorded >> 3) };
        if (recorded & 1) {
          const problems = ask(() => engine.problems(2 * load() + side, length));
          result[recorded & 4 ? "errors" : "warnings"] = problems;
        }
        return result;
      }

      function decodeAnyInput(given) {
        return answer(
          () => {
            const length = readPayload(given);
            if (typeof length === "string") return { data: {}, errors: [length] };
            if (module.views === undefined) start();
            return withProblems(decodeInput(2 * load() + side, length), length);
          },
          { data: {} },
        );
      }

      return decoder(module, () => 2 * load() + side, data, decodeAnyInput, withProblems);
    }

    const explain = (side) => (given) =>
      answer(
        () => {
          const which = 2 * load() + side;
          const length = readPayload(given);
          if (typeof length === "string") return { spans: [], errors: [length] };
          return ask(() => engine.explain(which, length));
        },
        { spans: [] },
      );

    const call = (run, empty) => (given) =>
      answer(() => {
        const number = load();
        return ask(() => run(number, given));
      }, empty);

    const decodeUplink = decode(0, decoder);
    const encodeDownlink = call((number, given) => engine.encode(2 * number + 1, given), {
      bytes: [],
      fPort: 85,
    });
    const explainDownlink = explain(1);
    return {
      decodeUplink,
      decodeUplinks(given) {
        const payloads = payloadsOf(given);
        if (payloads === undefined) return [{ data: {}, errors: [NO_LIST] }];
        const { list, length } = payloads;
        const results = [];
        for (let row = 0; row < length; row++) results.push(decodeUplink(inputOf(list, row)));
        return results;
      },
      encodeDownlink,
      encodeDownlinks: inParts(encodeDownlink, explainDownlink),
      decodeDownlink: decode(1, anyDecoder),
      normalizeUplink: call(engine.normalize, { data: [] }),
      explainUplink: explain(0),
      explainDownlink,
      checkDownlink: call(engine.check, { warnings: [] }),
      load,
    };
  }

  const partOf = ({ data, offsets }, row) => ({
    get bytes() {
      return data.subarray(offsets[row], offsets[row + 1]);
    },
  });

  /** As `copy`, of a payload in a buffer of many. No code of the caller's runs meanwhile. */
  function copyPart({ data, offsets }, row) {
    const start = offsets[row];
    const length = offsets[row + 1] - start;
    if (length > MAX_BYTES) return 0;
    module.calls = (module.calls + 1) | 0;
    const { input } = module.views;
    for (let i = 0; i < length; i++) input[i] = data[start + i];
    return length;
  }

  /** The results of many payloads as columns. */
  function columns(model, { load }, { data }, made, given) {
    const collected = collector(made);
    const warnings = [];
    const errors = [];
    const packed = packedOf(given);
    const payloads = packed ?? payloadsOf(given);
    if (payloads === undefined) {
      return { model, count: 0, columns: {}, warnings, errors: [{ row: 0, message: NO_LIST }] };
    }
    const { list, length: count } = payloads;
    for (let row = 0; row < count; row++) {
      let which = 2 * load();
      let length = 0;
      try {
        length = packed ? copyPart(packed, row) : copy(module, module.views, list[row]);
      } catch {
        // Read again below, step by step.
      }
      if (length === 0) {
        length = readPayload(packed ? partOf(packed, row) : inputOf(list, row));
        if (typeof length === "string") {
          errors.push({ row, message: length });
          continue;
        }
        which = 2 * load();
      }
      const recorded = decodeInput(which, length);
      const { I, U, F } = module.views;
      const filled = recorded >> 3;
      if (collected.write(I, U, F, filled, row)) {
        const { device_response_result } = data(I, U, F, filled);
        collected.object(row, "device_response_result", device_response_result);
      }
      if ((recorded & 1) === 1) {
        const problems = (recorded & 4) === 4 ? errors : warnings;
        for (const message of ask(() => engine.problems(which, length))) {
          problems.push({ row, message });
        }
      }
    }
    return { model, count, columns: collected.finished(), warnings, errors };
  }

  /** The models of a list, by name, that decode the whole of an uplink. */
  function detect(bytes, models) {
    for (const model of models) loaders[model]();
    let length = 0;
    try {
      length = copy(module, module.views, bytes);
    } catch {
      // Read again below, step by step.
    }
    if (length === 0) length = readPayload({ bytes });
    if (typeof length === "string") return [];
    return models.filter((model) => (decodeInput(2 * loaders[model](), length) & 6) === 0);
  }

  return { codec, columns, detect };
}
