// Texts made of bytes.

/** The digits of each byte. It runs at import: a loop takes less time there than anything with a callback. */
function digits(radix, zero) {
  const all = [];
  for (let byte = 0; byte < 256; byte++) {
    all[byte] = (byte < radix ? zero : "") + byte.toString(radix);
  }
  return all;
}

// In decimal, in hex, in hex with two digits.
export const D = /* @__PURE__ */ digits(10, "");
export const X = /* @__PURE__ */ digits(16, "");
export const H = /* @__PURE__ */ digits(16, "0");

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
