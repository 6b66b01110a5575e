// The instance of a WebAssembly module: started on first use, and again after it has failed.

import { initSync, load as loadProgram, __wbg_reset_state as reset } from "./glue.js";

/** The memory of an instance that is kept: one that a call has made larger is replaced. */
const MOST_MEMORY = 4 << 20;

/** The error of a call for which the runtime gives no memory. */
const NO_MEMORY = "data: the WebAssembly module has no memory left for it";

/** The error where a model's file and the module are of different versions, as in a copy of half the package. */
const OTHER_VERSION = "the model's file is of another version of the package";

/**
 * Makes the instance of a module, and what calls it. `compile` returns the `WebAssembly.Module`; it is called once, on
 * first use: importing the package runs nothing, so that a bundler may drop what is not used. `look` returns the views
 * of an instance's memory. `instead` ends the error of a runtime that has no WebAssembly, or compiles none from bytes.
 */
export function instance(compile, look, instead) {
  let started = false;
  const module = {
    // The instance's own exports (`wasm`), which take numbers, its memory, and the views of it. Undefined where there is no
    // instance.
    views: undefined,
    // Counts the uses of the memory: if it has not changed between two looks, nothing else used it.
    calls: 0,
    // Counts the instances: a new one has no programs.
    instances: 0,
    start,
  };

  function start() {
    if (started) reset();
    const wasm = initSync(started ? undefined : { module: compiled() });
    started = true;
    module.instances += 1;
    see(wasm);
  }

  function compiled() {
    try {
      return compile();
    } catch (error) {
      // Memory may be there again at the next call.
      if (error instanceof RangeError) throw error;
      const message = `WebAssembly cannot be compiled here: ${instead}`;
      throw Object.assign(new Error(message), { cause: error });
    }
  }

  // Memory that has grown leaves its old views without bytes.
  function see(wasm) {
    module.views = { wasm, memory: wasm.memory.buffer, ...look(wasm) };
  }

  // Calls a function of the module with JavaScript's values. A call that throws has met a full stack or a trap, which may have
  // stopped it anywhere: the next call gets a new instance.
  function ask(run) {
    module.calls = (module.calls + 1) | 0;
    if (module.views === undefined) start();
    const { wasm } = module.views;
    try {
      const result = run();
      if (module.views !== undefined && module.views.memory.byteLength === 0) {
        if (wasm.memory.buffer.byteLength > MOST_MEMORY) module.views = undefined;
        else see(wasm);
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

  /** Loads a model's program into the instance at hand: a function that returns its number. */
  function loader(program) {
    let number = 0;
    let instance = 0;
    return () => {
      if (module.views === undefined) start();
      if (instance !== module.instances) {
        number = ask(() => loadProgram(program()));
        instance = module.instances;
      }
      if (number < 0) throw new Error(OTHER_VERSION);
      return number;
    };
  }

  return { module, ask, answer, loader };
}
