// For every runtime that compiles WebAssembly from bytes: the module is in this file, as base64.
import { library } from "./codec.js";

const base64 = "$wasm$";

// Imported once, so what counts is the time of code that has not run before: where the runtime has a
// function for it, no loop of ours is as fast.
function decoded() {
  if (Uint8Array.fromBase64) return Uint8Array.fromBase64(base64);
  if (globalThis.Buffer) return globalThis.Buffer.from(base64, "base64");
  const text = atob(base64);
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
  return bytes;
}

const compile = () => new WebAssembly.Module(decoded());

export { find } from "./find.js";
export { fromBase64, fromHex } from "./text.js";

export const { codec, columns, detect } = /* @__PURE__ */ library(compile);
