// Everything the package does over the WebAssembly module, whichever way that module is got.
import * as glue from "./glue.js";

/**
 * The package's functions. `compile` returns the `WebAssembly.Module`; it is called once, on first
 * use: importing the package runs nothing, so that a bundler may drop what is not used.
 */
export function library(compile) {
  let started = false;
  function wasm() {
    if (!started) {
      glue.initSync({ module: compile() });
      started = true;
    }
    return glue;
  }

  /** The functions of one model, which is named as the module names it. */
  function codec(model) {
    return {
      model,
      decodeUplink: (input) => wasm().decodeUplink(model, input),
      encodeDownlink: (input) => wasm().encodeDownlink(model, input),
      decodeDownlink: (input) => wasm().decodeDownlink(model, input),
      normalizeUplink: (input) => wasm().normalizeUplink(model, input),
      explainUplink: (input) => wasm().explainUplink(model, input),
      explainDownlink: (input) => wasm().explainDownlink(model, input),
      checkDownlink: (input) => wasm().checkDownlink(model, input),
      uplinkSchema: () => wasm().uplinkSchema(model),
      downlinkSchema: () => wasm().downlinkSchema(model),
      fields: () => wasm().fields(model),
    };
  }

  function codecFor(name) {
    const model = typeof name === "string" ? wasm().resolveModel(name) : undefined;
    if (model === undefined) {
      const given =
        typeof name === "string" ? JSON.stringify(name) : `a value of type ${typeof name}`;
      throw new Error(`unknown model: ${given}; the models are ${wasm().models().join(", ")}`);
    }
    return Object.freeze(codec(model));
  }

  return {
    codec,
    codecFor,
    detectModels: (bytes) => wasm().detectModels(bytes),
    fromHex: (text) => wasm().fromHex(text),
    fromBase64: (text) => wasm().fromBase64(text),
  };
}
