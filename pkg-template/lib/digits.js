// Texts made of bytes.

// The digits of a byte: in decimal, in hex, in hex with two digits.
const digits = (write) => Array.from({ length: 256 }, (_, byte) => write(byte));

export const D = /* @__PURE__ */ digits((byte) => byte.toString());
export const X = /* @__PURE__ */ digits((byte) => byte.toString(16));
export const H = /* @__PURE__ */ digits((byte) => byte.toString(16).padStart(2, "0"));

/**
 * The text that bytes in slots make, up to the first 00: UTF-8 without control characters, of the
 * given characters alone if there are any. "unknown" for anything else, which the module reports.
 */
export function textOf(I, from, count, characters) {
  let escaped = "";
  for (let i = 0; i < count && I[from + 2 * i] !== 0; i++) escaped += `%${H[I[from + 2 * i]]}`;
  try {
    const text = decodeURIComponent(escaped);
    const isForeign = (character) =>
      characters === "" ? /\p{Cc}/u.test(character) : !characters.includes(character);
    return [...text].some(isForeign) ? "unknown" : text;
  } catch {
    return "unknown";
  }
}
