// Everything the package does over the WebAssembly module, however that module is loaded.

import { collector } from "./columns.js";
import { decoder as anyDecoder, copy, MAX_BYTES } from "./decoder.js";
import { inParts } from "./downlinks.js";
import * as engine from "./glue.js";
import { instance } from "./instance.js";
import { inputOf, listOf, MOST_AT_ONCE, packedOf } from "./payloads.js";
import { describe } from "./text.js";

/** The way out for runtimes without WebAssembly. */
const INSTEAD =
  'import "milesight-codec/js" or "milesight-codec/js/<model>", which need none; for Cloudflare Workers, bundle with the condition "workerd"; on a page, allow \'wasm-unsafe-eval\' in script-src';

/** The views of an instance's buffers, as wasm/src/lib.rs has them. */
function viewsOf(wasm) {
  const { buffer } = wasm.memory;
  const slots = wasm.buffers();
  const offsets = slots + 32 * MAX_BYTES;
  const input = offsets + 4 * (MOST_AT_ONCE + 1);
  return {
    // Records out, as integers and floats.
    I: new Int32Array(buffer, slots, 8 * MAX_BYTES),
    U: new Uint32Array(buffer, slots, 8 * MAX_BYTES),
    F: new Float64Array(buffer, slots, 4 * MAX_BYTES),
    // Where many payloads begin, and where the records of each end.
    offsets: new Uint32Array(buffer, offsets, MOST_AT_ONCE + 1),
    // Bytes in.
    input: new Uint8Array(buffer, input, MAX_BYTES),
  };
}

/** The package's functions; for `compile` see instance.js. */
export function library(compile) {
  const { module, ask, answer, loader } = instance(compile, viewsOf, INSTEAD);

  // Copies the payload of any input to the buffer; a message where it is no payload.
  const readPayload = (given) => ask(() => engine.readPayload(given));

  // The same, faster for the payloads that are most common.
  function takePayload(given) {
    let length = 0;
    try {
      length = copy(module, module.views, given.bytes);
    } catch {
      // Read again below, step by step.
    }
    return length === 0 ? readPayload(given) : length;
  }

  function run(call) {
    try {
      return call(module.views.wasm);
    } catch (error) {
      module.views = undefined;
      throw error;
    }
  }

  const decodeInput = (which, length) => run((wasm) => wasm.decode(which, length));

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
            if (module.views === undefined) module.start();
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
        const { error, list, count } = listOf(given);
        if (error !== undefined) return [{ data: {}, errors: [error] }];
        const results = [];
        for (let row = 0; row < count; row++) results.push(decodeUplink(inputOf(list, row)));
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

  /** The results of many payloads as columns. */
  function columns(model, { load }, { data }, { paths, write }, given) {
    const warnings = [];
    const errors = [];
    const { error, count, many, input } = packedOf(given) ?? listOf(given);
    if (error !== undefined) {
      return { model, count: 0, columns: {}, warnings, errors: [{ row: 0, message: error }] };
    }
    const collected = collector({ paths, write, data }, count);

    // Decodes at most so many payloads, up to one with problems, or that is not like most. Returns their number.
    function decodeMany(row, most) {
      const { bytes, offsets } = many(row, most);
      const number = load();
      const { views } = module;
      module.calls = (module.calls + 1) | 0;
      views.input.set(bytes);
      views.offsets.set(offsets);
      const done = run((wasm) => wasm.decodeMany(number, offsets.length - 1));
      collected.writeRecords(views, done, row);
      return done;
    }

    function decodeOne(row) {
      load();
      const length = takePayload(input(row));
      if (typeof length === "string") {
        errors.push({ row, message: length });
        return;
      }
      const which = 2 * load();
      const recorded = decodeInput(which, length);
      module.views.offsets[0] = recorded >> 3;
      collected.writeRecords(module.views, 1, row);
      if ((recorded & 1) === 1) {
        const problems = (recorded & 4) === 4 ? errors : warnings;
        for (const message of ask(() => engine.problems(which, length))) {
          problems.push({ row, message });
        }
      }
    }

    // Copies of payloads that are not decoded are made again: a turn takes about twice as many as the last one decoded.
    let most = MOST_AT_ONCE;
    for (let row = 0; row < count; row++) {
      const done = decodeMany(row, Math.min(most, count - row));
      most = Math.min(MOST_AT_ONCE, 2 * done + 1);
      row += done;
      if (row < count) decodeOne(row);
    }
    return { model, count, columns: collected.finished(), warnings, errors };
  }

  /** The models of a list of names that decode the whole of an uplink; `modelOf` finds a name. */
  function detect(bytes, among, modelOf) {
    if (!Array.isArray(among)) {
      throw new Error(`detectModels: got ${describe(among)}; allowed: a list of models' names`);
    }
    const models = among.map((name) => modelOf(name));
    for (const model of models) loaders[model]();
    const length = takePayload({ bytes });
    if (typeof length === "string") return [];
    return models.filter((model) => (decodeInput(2 * loaders[model](), length) & 6) === 0);
  }

  return { codec, columns, detect };
}
