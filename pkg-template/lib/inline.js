// For every runtime that compiles WebAssembly from bytes: the module is in this file, as base64.
import { library } from "./codec.js";

const base64 = "$wasm$";

// It runs once, so that the time of code that has not run before counts: where the runtime has a
// function for it, no loop is as fast.
/** The bytes of base64. */
function bytesOf(base64) {
  if (Uint8Array.fromBase64) return Uint8Array.fromBase64(base64);
  if (globalThis.Buffer) return globalThis.Buffer.from(base64, "base64");
  const text = atob(base64);
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
  return bytes;
}

const compile = () => new WebAssembly.Module(bytesOf(base64));

export { bytesOf };
export const { codec, columns, detect } = /* @__PURE__ */ library(compile);
