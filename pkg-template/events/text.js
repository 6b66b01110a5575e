// Bytes as text. Without `btoa`, which servers' script engines and Node 12 lack.
import { BASE64, describe } from "../lib/text.js";

const isByte = (value) => Number.isInteger(value) && value >= 0 && value <= 255;

const notAllowed = (path, given, allowed) =>
  new TypeError(`${path}: got ${describe(given)}; allowed: ${allowed}`);

function checked(bytes) {
  if (typeof bytes !== "object" || bytes === null || !(Symbol.iterator in bytes)) {
    throw notAllowed("bytes", bytes, "a list of integers from 0 to 255");
  }
  const all = Array.from(bytes);
  const wrong = all.findIndex((byte) => !isByte(byte));
  if (wrong < 0) return all;
  throw notAllowed(`bytes[${wrong}]`, all[wrong], "an integer from 0 to 255");
}

/** See index.d.ts. */
export function toHex(bytes) {
  return checked(bytes)
    .map((byte) => byte.toString(16).padStart(2, "0"))
    .join("");
}

/** See index.d.ts. */
export function toBase64(bytes) {
  const all = checked(bytes);
  let text = "";
  for (let at = 0; at < all.length; at += 3) {
    const group = all.slice(at, at + 3);
    const [first, second = 0, third = 0] = group;
    const bits = (first << 16) | (second << 8) | third;
    const digits = [18, 12, 6, 0].map((shift) => BASE64[(bits >> shift) & 63]);
    text += digits
      .slice(0, group.length + 1)
      .join("")
      .padEnd(4, "=");
  }
  return text;
}
