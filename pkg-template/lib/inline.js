// For every runtime that compiles WebAssembly from bytes: the module is in this file, as base64.
import { library } from "./codec.js";

const base64 = "$wasm$";

function compile() {
  const bytes = Uint8Array.fromBase64
    ? Uint8Array.fromBase64(base64)
    : Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  return new WebAssembly.Module(bytes);
}

export const { codec, columns, detect, fromHex, fromBase64 } = /* @__PURE__ */ library(compile);
