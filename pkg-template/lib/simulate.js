// The encoder of uplinks, for simulators and tests, in a WebAssembly module of its own.
import { find } from "./find.js";
import { encode } from "./glue.js";
import { instance } from "./instance.js";

const names = $names$;
const programs = $programs$;

const bytesOf = (base64) => Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));

const { ask, answer, loader } = instance(
  () => new WebAssembly.Module(bytesOf("$wasm$")),
  () => ({}),
  "the simulator needs it; on a page, allow 'wasm-unsafe-eval' in script-src",
);

/** The functions that load a model's program, by the model's name. */
const loaders = Object.fromEntries(
  Object.entries(programs).map(([model, program]) => [model, loader(() => bytesOf(program))]),
);

/** See simulate.d.ts. */
export function encodeUplink(name, given) {
  const load = loaders[find(name, names, Object.keys(programs))];
  return answer(
    () => {
      const number = load();
      return ask(() => encode(2 * number, given));
    },
    { bytes: [], fPort: 85 },
  );
}
