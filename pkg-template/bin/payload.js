// Payloads as people and servers write them.
import { fromBase64, fromHex } from "../lib/text.js";

/** A longer text is no payload: 4096 bytes, which the codec takes at most, fit in many times. */
export const LONGEST_TEXT = 1 << 16;

/**
 * The bytes of a text: in that form, or, where none is given, hex if it is made of hex digits, and else
 * base64. Base64 of hex text, as some bridges send it, is taken for the hex, unless `exact`.
 */
export function bytesOf(text, form, { exact = false } = {}) {
  if (text.length > LONGEST_TEXT) {
    throw new Error(`the payload has ${text.length} characters; allowed: ${LONGEST_TEXT} at most`);
  }
  if (text.trim() === "") throw new Error("the payload is empty; allowed: 1 to 4096 bytes");
  const read = form ?? formOf(text);
  if (read === "list") return byteList(text);
  if (read === "base64") {
    const bytes = fromBase64(unwrapped(text).trim());
    return (!exact && hexWithin(bytes)) || bytes;
  }
  try {
    return fromHex(plainHex(text));
  } catch (error) {
    throw read ? error : new Error(`${error.message}; not base64 either`);
  }
}

/** The form of a text: "hex", "list" or "base64"; undefined if it is none of them. */
export function formOf(text) {
  if (isHex(text)) return "hex";
  if (isByteList(text)) return "list";
  return isBase64(unwrapped(text).trim()) ? "base64" : undefined;
}

const madeOfHex = (text) => /^(0x|[\da-f\s,:])*$/i.test(text);

export const isHex = (text) => madeOfHex(plainHex(text));

/** Bytes in brackets as C and JavaScript write them, with `0x` somewhere; without, it is JSON. */
export const isByteList = (text) =>
  /^\s*[[{]\s*(?:0x[\da-f]{1,2}|\d{1,3})(?:\s*,\s*(?:0x[\da-f]{1,2}|\d{1,3}))*\s*,?\s*[\]}]\s*;?\s*$/i.test(
    text,
  ) && /0x/i.test(text);

/** Returns true for decimal bytes with commas between. If all have two digits, they are hex. */
export const isDecimalList = (text) =>
  /^\s*\d{1,3}(?:\s*,\s*\d{1,3})+\s*$/.test(text) && /\b(?:\d|\d{3})\b/.test(text);

/** The numbers of such a list. One above 255 is the codec's to refuse. */
const byteList = (text) => text.match(/0x[\da-f]+|\d+/gi).map(Number);

/** The bytes of hex text that bytes are in ASCII. No device sends a payload of digits alone. */
function hexWithin(bytes) {
  if (bytes.length < 4 || bytes.length % 2 === 1) return undefined;
  const text = String.fromCharCode(...bytes.subarray(0, LONGEST_TEXT));
  return /^[\da-f]+$/i.test(text) ? fromHex(text) : undefined;
}

/**
 * The ends of base64 without padding, by the length of the last group of four: the last character has
 * bits left over, which are 0.
 */
const ends = { 0: /$/, 2: /[AQgw]$/, 3: /[AEIMQUYcgkosw048]$/ };

/**
 * Base64 as servers write it, in either alphabet, with its padding or without. A mistyped hex text should
 * not pass for it. Those with separators do not; others do only where they are groups of four as a whole,
 * or happen to end as base64 does. No payload is shorter.
 */
function isBase64(text) {
  if (/^[\da-f]{2}[-_][\da-f]{2}[-_]/i.test(text)) return false;
  if (text.length < 4 || !/^[a-z\d+/_-]+={0,2}$/i.test(text)) return false;
  return text.endsWith("=") ? text.length % 4 === 0 : Boolean(ends[text.length % 4]?.test(text));
}

/**
 * Hex without what fromHex does not take: `\x08`, `08-70`, `<Buffer 08 70>`, quotes. Blanks stand for what
 * is taken out, so that positions in messages are those of the text.
 */
export function plainHex(text) {
  // Nearly all are, and a stream has a million of them.
  if (madeOfHex(text)) return text;
  return unwrapped(text)
    .replace(/\\x/gi, "  ")
    .replace(/(?<=(?<![\da-f])[\da-f]{2})[-;|_.](?=[\da-f]{2}(?![\da-f]))/gi, " ");
}

/** The text within quotes, as `jq` prints it, or within a Buffer that Node prints. */
function unwrapped(text) {
  const blank = (before, inside) => " ".repeat(before.length) + inside;
  return text
    .replace(/^(\s*<Buffer )([^>.]*)>\s*$/i, (_, before, inside) => blank(before, inside))
    .replace(/^(\s*b?(["']))(.*)\2\s*$/s, (_, before, __, inside) => blank(before, inside));
}
