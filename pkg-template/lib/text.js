// Hex and base64 as people paste them, into bytes: as src/text.rs reads them natively.
// They are read here too, for runtimes without WebAssembly; tests compare the two.

/** The most characters that are read: twenty times a payload's in any spelling. */
const MOST_CHARACTERS = 65536 * 2;

// Separators of digits: white space as Rust has it, and a byte order mark.
const BLANK = /^[\s\u0085]$/;

export const BASE64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/** A value in words: numbers as they are, containers by their kind. */
export function describe(value) {
  try {
    if (value === undefined) return "nothing";
    if (Array.isArray(value)) return `a list of ${value.length}`;
    if (typeof value === "object") return value === null ? "null" : "an object";
    const isPlain = typeof value === "number" || typeof value === "boolean";
    return isPlain ? String(value) : `a ${typeof value}`;
  } catch {
    return "something that cannot be read";
  }
}

function checkText(text, name) {
  if (typeof text !== "string") {
    throw new Error(`${name}: got ${describe(text)}; allowed: a string`);
  }
  if (text.length > MOST_CHARACTERS) {
    throw new Error(
      `${name}: got a text of ${text.length} characters; allowed: at most ${MOST_CHARACTERS}`,
    );
  }
}

function foreign(character, position, expected) {
  return new Error(`not ${expected}: ${JSON.stringify(character)} at position ${position}`);
}

/** See index.d.ts. */
export function fromHex(text) {
  checkText(text, "fromHex");
  const bytes = [];
  // Of the digits that follow each other: how many, where they begin, and the first one of a byte.
  let digits = 0;
  let start = 0;
  let high = 0;

  function finish() {
    if (digits % 2 === 1) {
      const count = `${digits} ${digits === 1 ? "digit" : "digits"}`;
      throw new Error(`not hex: ${count} at position ${start}; each byte needs 2`);
    }
    digits = 0;
  }

  let position = -1;
  let before = "";
  for (const character of text) {
    position += 1;
    const digit = Number.parseInt(character, 16);
    if (digit >= 0) {
      if (digits === 0) start = position;
      if (digits % 2 === 1) bytes.push(16 * high + digit);
      high = digit;
      digits += 1;
    } else if (/[xX]/.test(character) && before === "0" && digits % 2 === 1) {
      // The 0 was no digit, but begins a prefix.
      digits = 0;
    } else if (BLANK.test(character) || character === "," || character === ":") {
      finish();
    } else {
      throw foreign(character, position, "hex");
    }
    before = character;
  }
  finish();
  return Uint8Array.from(bytes);
}

/** See index.d.ts. */
export function fromBase64(text) {
  checkText(text, "fromBase64");
  const bytes = [];
  let bits = 0;
  let count = 0;
  let padding = 0;
  let position = -1;
  for (const character of text) {
    position += 1;
    if (BLANK.test(character)) continue;
    // Each fills up two of the bits that the last digit has too many.
    if (character === "=" && 2 * (padding + 1) <= count) {
      padding += 1;
      continue;
    }
    const digit = BASE64.indexOf({ "-": "+", _: "/" }[character] ?? character);
    if (digit < 0 || padding > 0) throw foreign(character, position, "base64");
    bits = (bits << 6) | digit;
    count += 6;
    if (count >= 8) {
      count -= 8;
      bytes.push((bits >> count) & 255);
      bits &= (1 << count) - 1;
    }
  }
  if (count >= 6 || bits !== 0) throw new Error("not base64: it ends within a byte");
  return Uint8Array.from(bytes);
}
