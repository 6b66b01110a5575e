// Payloads as people and servers write them.
import { fromBase64, fromHex } from "../index.js";

/**
 * The bytes of a text: in that form, or, where none is given, hex if it is made of hex digits, and else
 * base64.
 */
export function bytesOf(text, form) {
  const read = form ?? formOf(text);
  if (read === "base64") return fromBase64(unwrapped(text).trim());
  try {
    return fromHex(plainHex(text));
  } catch (error) {
    throw read ? error : new Error(`${error.message}; not base64 either`);
  }
}

/** What a text is made of, "hex" or "base64"; nothing where it is neither. */
export function formOf(text) {
  if (isHex(text)) return "hex";
  return isBase64(unwrapped(text).trim()) ? "base64" : undefined;
}

const madeOfHex = (text) => /^(0x|[\da-f\s,:])*$/i.test(text);

export const isHex = (text) => madeOfHex(plainHex(text));

/**
 * What base64 without padding ends in, by its length within a group of four: of the last character, bits
 * are left over, and are 0.
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
    .replaceAll(/\\x/gi, "  ")
    .replaceAll(/(?<=(?<![\da-f])[\da-f]{2})[-;|_.](?=[\da-f]{2}(?![\da-f]))/gi, " ");
}

/** What stands in quotes, as `jq` prints a text, or in a Buffer that Node shows. */
function unwrapped(text) {
  const blank = (before, inside) => " ".repeat(before.length) + inside;
  return text
    .replace(/^(\s*<Buffer )([^>.]*)>\s*$/i, (_, before, inside) => blank(before, inside))
    .replace(/^(\s*b?(["']))(.*)\2\s*$/s, (_, before, __, inside) => blank(before, inside));
}
