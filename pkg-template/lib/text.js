// Hex and base64 as people paste them, into bytes: what src/text.rs does natively. It is written
// twice, so that those who have no WebAssembly have it too; tests compare the two.

import { describe } from "./given.js";
import { read } from "./read.js";

// What says nothing between digits: as Rust has it, and a byte order mark.
const BLANK = /^[\s\u0085]$/;

const HEX = /^[\da-fA-F]$/;

const BASE64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/** The characters of a text. */
function charactersOf(text, name) {
  if (typeof text === "string") return Array.from(text);
  throw new Error(`${name}: got ${describe(read(text))}; allowed: a string`);
}

function foreign(character, position, expected) {
  return new Error(`not ${expected}: ${JSON.stringify(character)} at position ${position}`);
}

/** See index.d.ts. */
export function fromHex(text) {
  const characters = charactersOf(text, "fromHex");
  const bytes = [];
  let run = "";
  let start = 0;

  function finish() {
    const { length } = run;
    if (length % 2 === 1) {
      const digits = `${length} ${length === 1 ? "digit" : "digits"}`;
      throw new Error(`not hex: ${digits} at position ${start}; each byte needs 2`);
    }
    for (let at = 0; at < length; at += 2) bytes.push(Number.parseInt(run.slice(at, at + 2), 16));
    run = "";
  }

  for (let position = 0; position < characters.length; position++) {
    const character = characters[position];
    if (character === "0" && run.length % 2 === 0 && /^[xX]$/.test(characters[position + 1])) {
      finish();
      position += 1;
    } else if (HEX.test(character)) {
      if (run === "") start = position;
      run += character;
    } else if (BLANK.test(character) || character === "," || character === ":") {
      finish();
    } else {
      throw foreign(character, position, "hex");
    }
  }
  finish();
  return Uint8Array.from(bytes);
}

/** See index.d.ts. */
export function fromBase64(text) {
  const bytes = [];
  let bits = 0;
  let count = 0;
  let padding = 0;
  for (const [position, character] of charactersOf(text, "fromBase64").entries()) {
    if (BLANK.test(character)) continue;
    // Each fills up two of the bits that the last digit has too many.
    if (character === "=" && 2 * (padding + 1) <= count && count < 6) {
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
