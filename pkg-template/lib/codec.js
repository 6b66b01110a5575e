// Everything the package does over the WebAssembly module, whichever way that module is got.
import * as glue from "./glue.js";

/**
 * The package's functions. `compile` returns the `WebAssembly.Module`; it is called once, on first
 * use: importing the package runs nothing, so that a bundler may drop what is not used.
 */
export function library(compile) {
  let exported;
  // Calls a function of the module. An exception may cross the module's frames, such as that of a
  // stack that is full; they are gone then, and so must be what they had on the module's own stack.
  function call(name, ...given) {
    exported ??= glue.initSync({ module: compile() });
    const stack = exported.__stack_pointer;
    const top = stack.value;
    try {
      return glue[name](...given);
    } finally {
      stack.value = top;
    }
  }

  /** The functions of one model, which is named as the module names it. */
  function codec(model) {
    return {
      model,
      decodeUplink: (input) => call("decodeUplink", model, input),
      encodeDownlink: (input) => call("encodeDownlink", model, input),
      decodeDownlink: (input) => call("decodeDownlink", model, input),
      normalizeUplink: (input) => call("normalizeUplink", model, input),
      explainUplink: (input) => call("explainUplink", model, input),
      explainDownlink: (input) => call("explainDownlink", model, input),
      checkDownlink: (input) => call("checkDownlink", model, input),
      uplinkSchema: () => call("uplinkSchema", model),
      downlinkSchema: () => call("downlinkSchema", model),
      fields: () => call("fields", model),
    };
  }

  function codecFor(name) {
    const model = typeof name === "string" ? call("resolveModel", name) : undefined;
    if (model === undefined) {
      const given =
        typeof name === "string" ? JSON.stringify(name) : `a value of type ${typeof name}`;
      throw new Error(`unknown model: ${given}; the models are ${call("models").join(", ")}`);
    }
    return Object.freeze(codec(model));
  }

  return {
    codec,
    codecFor,
    detectModels: (bytes) => call("detectModels", bytes),
    fromHex: (text) => call("fromHex", text),
    fromBase64: (text) => call("fromBase64", text),
  };
}
