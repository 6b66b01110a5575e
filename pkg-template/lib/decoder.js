// What is hot about decoding: a payload into the module's memory, records out of it. Each model's module
// has a copy of this for its uplinks, since V8 is fastest where a function sees the rows of one model
// alone, and has but one instance: then what it refers to are constants.

/** The most bytes of a payload, as src/input.rs has it. */
export const MAX_BYTES = 4096;

/**
 * Copies a payload to the module's memory; 0 where it is anything but one to 4096 bytes in an array
 * or a typed array of bytes. Nothing but a getter of the caller's can run meanwhile, and that may
 * call the codec, which `calls` tells, and have it look at its memory anew.
 */
export function copy(module, views, bytes) {
  const { length } = bytes;
  // A subclass or a proxy may say anything.
  if (typeof length !== "number" || (length | 0) !== length) return 0;
  if (length < 1 || length > MAX_BYTES) return 0;
  module.calls = (module.calls + 1) | 0;
  const call = module.calls;
  const to = views.input;
  // Twice the same, since V8 is fastest where one place sees one kind of list.
  if (Array.isArray(bytes)) {
    for (let i = 0; i < length; i++) {
      const byte = bytes[i];
      // Anything but a number is not to be made one: it may be a list without end.
      if (typeof byte !== "number" || (byte & 255) !== byte) return 0;
      to[i] = byte;
    }
  } else if (bytes instanceof Uint8Array) {
    for (let i = 0; i < length; i++) {
      const byte = bytes[i];
      if ((byte & 255) !== byte) return 0;
      to[i] = byte;
    }
  } else {
    return 0;
  }
  return call === module.calls && module.views === views ? length : 0;
}

/**
 * Decodes what it is given. `data` makes objects of records; `unusual` answers for what `copy` does not
 * take, and `noted` for payloads with problems.
 */
export function decoder(module, which, data, unusual, noted) {
  // What decodes, made for the memory at hand; hardly ever is there another.
  let views;
  let run;

  function make() {
    const { wasm, I, U, F } = views;
    const own = views;
    return (given) => {
      let length = 0;
      try {
        length = copy(module, own, given.bytes);
      } catch {
        // Read again, step by step.
      }
      if (length === 0) return unusual(given);
      let recorded = 0;
      try {
        recorded = wasm.decode(which, length);
      } catch (error) {
        module.views = undefined;
        throw error;
      }
      if ((recorded & 7) !== 0) return noted(recorded, length);
      return { data: data(I, U, F, recorded >> 3) };
    };
  }

  return (given) => {
    if (module.views !== views || views === undefined) {
      if (module.views === undefined) module.start();
      views = module.views;
      run = make();
    }
    return run(given);
  };
}
