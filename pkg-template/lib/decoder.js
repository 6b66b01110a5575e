// The hot part of decoding: a payload into the module's memory, records out of it. Each model's module
// has a copy of this for its uplinks: V8 is fastest where a function sees the rows of one model alone,
// and has a single instance, so that its free variables are constants.

/** The most bytes of a payload, as src/input.rs has it. */
export const MAX_BYTES = 4096;

/**
 * Copies a payload to a place in memory. Returns 0 for anything but one to 4096 bytes in an array or a typed array of
 * bytes, and for what the memory has no room for.
 */
export function copyTo(to, start, bytes) {
  // An exception would take longer than all else. Two comparisons are faster here than `typeof`.
  if (bytes === null || bytes === undefined) return 0;
  const { length } = bytes;
  // A subclass or a proxy may return anything.
  if (typeof length !== "number" || (length | 0) !== length) return 0;
  if (length < 1 || length > MAX_BYTES - start) return 0;
  // Twice the same: V8 is fastest where one place sees one kind of list.
  if (Array.isArray(bytes)) {
    for (let i = 0; i < length; i++) {
      const byte = bytes[i];
      // Nothing but a number is converted: it may be a list without end.
      if (typeof byte !== "number" || (byte & 255) !== byte) return 0;
      to[start + i] = byte;
    }
  } else if (bytes instanceof Uint8Array) {
    for (let i = 0; i < length; i++) {
      const byte = bytes[i];
      if ((byte & 255) !== byte) return 0;
      to[start + i] = byte;
    }
  } else {
    return 0;
  }
  return length;
}

/**
 * Copies a payload to the module's memory, as `copyTo` does. Only a getter of the caller's can run meanwhile. It may
 * call the codec, which `calls` shows: then the result is 0.
 */
export function copy(module, views, bytes) {
  module.calls = (module.calls + 1) | 0;
  const call = module.calls;
  const length = copyTo(views.input, 0, bytes);
  return call === module.calls && module.views === views ? length : 0;
}

/**
 * Makes a function that decodes. `load` returns twice the program's number, plus 1 for downlinks;
 * `data` makes objects of records; `decodeAnyInput` answers where `copy` returns 0, and
 * `withProblems` for payloads with problems.
 */
export function decoder(module, load, data, decodeAnyInput, withProblems) {
  // The function for the memory at hand; there is hardly ever another.
  let views;
  let run;

  function make() {
    const which = load();
    views = module.views;
    const { wasm, I, U, F } = views;
    const own = views;
    return (given) => {
      let length = 0;
      try {
        // V8 knows the prototype of an object that it has read a member of, and no other as fast.
        const { bytes } = given;
        const isPlain = Object.getPrototypeOf(given) === Object.prototype;
        if ((isPlain && Object.prototype.bytes === undefined) || Object.hasOwn(given, "bytes")) {
          length = copy(module, own, bytes);
        }
      } catch {
        // Read again, step by step.
      }
      if (length === 0) return decodeAnyInput(given);
      let recorded = 0;
      try {
        recorded = wasm.decode(which, length);
      } catch (error) {
        module.views = undefined;
        throw error;
      }
      if ((recorded & 7) !== 0) return withProblems(recorded, length);
      return { data: data(I, U, F, recorded >> 3) };
    };
  }

  return (given) => {
    if (module.views !== views || views === undefined) run = make();
    return run(given);
  };
}
