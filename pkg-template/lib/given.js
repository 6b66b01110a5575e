// What callers have given, judged and described for messages: copies that `read.js` has made. It is
// what src/input.rs and `describe` of src/text.rs do natively.

import { MAX_BYTES } from "./decoder.js";
import { BYTE, BYTES, NOT_ALLOWED } from "./messages.js";
import { Members, Other } from "./read.js";

/** How much of a given text a message quotes. */
const QUOTE_LENGTH = 40;

/** A copy in words: texts quoted, containers named. */
export function describe(copy) {
  if (copy === undefined) return "nothing";
  if (typeof copy === "string") {
    return copy.length > QUOTE_LENGTH
      ? `a text of more than ${QUOTE_LENGTH} characters`
      : JSON.stringify(copy);
  }
  if (Array.isArray(copy)) return `a list of ${copy.length}`;
  if (copy instanceof Members) return "an object";
  if (copy instanceof Other) return copy.what;
  return String(copy);
}

/** Why a copy is no payload; undefined where it is one. */
export function whyNoPayload(copy) {
  if (!Array.isArray(copy) || copy.length < 1 || copy.length > MAX_BYTES) {
    return NOT_ALLOWED("bytes", describe(copy), BYTES());
  }
  const at = copy.findIndex((byte) => typeof byte !== "number" || (byte & 255) !== byte);
  return at < 0 ? undefined : NOT_ALLOWED(`bytes[${at}]`, describe(copy[at]), BYTE());
}
