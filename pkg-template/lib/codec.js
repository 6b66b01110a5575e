// Everything the package does over the WebAssembly module, whichever way that module is got.
import * as glue from "./glue.js";

/**
 * The package's functions. `compile` returns the `WebAssembly.Module`; it is called once, on first
 * use: importing the package runs nothing, so that a bundler may drop what is not used.
 */
export function library(compile) {
  let started = false;
  let depth = 0;
  let broken = false;

  // Calls a function of the module. What the caller's getters throw never gets out of it; what does,
  // but for the errors that it means to throw, is a full stack or a trap, which may have stopped it
  // anywhere. So the next call gets a new instance, once no call is left that is still in the old.
  function call(run, ...given) {
    if (!started) {
      glue.initSync({ module: compile() });
      started = true;
    } else if (broken && depth === 0) {
      glue.__wbg_reset_state();
      broken = false;
    }
    depth += 1;
    try {
      return run(...given);
    } catch (error) {
      broken ||= error?.constructor !== Error;
      throw error;
    } finally {
      depth -= 1;
    }
  }

  /** The functions of one model, which is named as the module names it. */
  function codec(model) {
    return {
      model,
      decodeUplink: (input) => call(glue.decodeUplink, model, input),
      encodeDownlink: (input) => call(glue.encodeDownlink, model, input),
      decodeDownlink: (input) => call(glue.decodeDownlink, model, input),
      normalizeUplink: (input) => call(glue.normalizeUplink, model, input),
      explainUplink: (input) => call(glue.explainUplink, model, input),
      explainDownlink: (input) => call(glue.explainDownlink, model, input),
      checkDownlink: (input) => call(glue.checkDownlink, model, input),
      uplinkSchema: () => call(glue.uplinkSchema, model),
      downlinkSchema: () => call(glue.downlinkSchema, model),
      fields: () => call(glue.fields, model),
    };
  }

  function codecFor(name) {
    const model = typeof name === "string" ? call(glue.resolveModel, name) : undefined;
    if (model === undefined) {
      const given =
        typeof name === "string" ? JSON.stringify(name) : `a value of type ${typeof name}`;
      throw new Error(`unknown model: ${given}; the models are ${call(glue.models).join(", ")}`);
    }
    return Object.freeze(codec(model));
  }

  return {
    codec,
    codecFor,
    detectModels: (bytes) => call(glue.detectModels, bytes),
    fromHex: (text) => call(glue.fromHex, text),
    fromBase64: (text) => call(glue.fromBase64, text),
  };
}
