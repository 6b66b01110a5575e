// The one function that the WebAssembly module calls: numbers are printed here, since a printer of
// its own would be half as large as the whole module.
let memory;

export function printInto(given) {
  memory = given;
}

/** Writes a number's digits at an address, and returns their count. */
export function print(value, at) {
  const digits = value.toString();
  const bytes = new Uint8Array(memory.buffer, at, digits.length);
  for (let i = 0; i < digits.length; i++) bytes[i] = digits.charCodeAt(i);
  return digits.length;
}
