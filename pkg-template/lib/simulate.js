// The encoder of uplinks, for simulators and tests, in a WebAssembly module of its own.
import { find } from "./find.js";
import * as engine from "./glue.js";

const names = $names$;
const programs = $programs$;

const bytesOf = (base64) => Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));

let started = false;

/** The number of each model's program in the module at hand. */
let loaded = {};

function start() {
  if (started) engine.__wbg_reset_state();
  engine.initSync(started ? undefined : { module: new WebAssembly.Module(bytesOf("$wasm$")) });
  started = true;
  loaded = {};
}

/** See simulate.d.ts. */
export function encodeUplink(name, given) {
  const model = find(name, names, Object.keys(programs));
  try {
    if (!started) start();
    loaded[model] ??= engine.load(bytesOf(programs[model]));
    return engine.encode(2 * loaded[model], given);
  } catch (error) {
    // A full stack or a trap may have stopped the module anywhere: the next call gets a new one.
    start();
    if (error instanceof WebAssembly.RuntimeError || error instanceof RangeError) {
      const problem = "data: the WebAssembly module has no memory left for it";
      return { bytes: [], fPort: 85, errors: [problem] };
    }
    throw error;
  }
}
