// What the module has found wrong with a payload, in words: src/records.rs says how it is noted.
// No byte is interpreted here; those that a message shows are copied from the input.

import { H } from "./digits.js";
import * as say from "./messages.js";

/** The integers of a note: four slots. */
const NOTE = 8;

/**
 * The messages of a payload of so many bytes. `N` and `R` are the notes as integers and as floats, and
 * `places` the fields of the model's rows that notes may name.
 */
export function messages(N, R, input, length, places) {
  const list = [];
  const end = 2 + NOTE * N[0];
  for (let n = 2; n < end; n += NOTE) list.push(message(N, R, n, input, length, places));
  return list;
}

function message(N, R, n, input, length, places) {
  const at = N[n + 1];
  switch (N[n]) {
    case 0:
      return say.UNKNOWN_CHANNEL(at, header(input, at, 2), rest(input, at + 2, length));
    case 1:
      return say.TRUNCATED(at, header(input, at, N[n + 7]), N[n + 6], length - at);
    case 2:
      return say.RESERVED_MISSING(at, header(input, at, 2));
    case 3:
      return say.UNKNOWN_SUB_KIND(at, header(input, at, 2), N[n + 6]);
  }
  const row = N[n + 2];
  const slot = N[n + 3];
  // The result of a command that the device refuses has no slot of its own.
  if (slot === 0) return say.NO_LABEL(at, say.RESULT, H[input[at]]);
  const { before, after, fields } = places[row & 255];
  const { name, low, high, asides } = fields[slot];
  let path = row > 255 ? say.REQUEST + before : before;
  if (after !== undefined) path += N[n + 4] + after;
  switch (N[n]) {
    case 4:
      return say.NO_LABEL(at, path + name, H[input[at]]);
    case 5:
      return say.OUT_OF_RANGE(at, path + name, R[(n + 6) >> 1], low, high);
    default: {
      const [other, bytes] = asides[N[n + 5]];
      return say.NO_READING(at, path + other, bytes);
    }
  }
}

function header(input, at, length) {
  return length === 1 ? H[input[at]] : `${H[input[at]]} ${H[input[at + 1]]}`;
}

function rest(input, from, to) {
  if (from === to) return "none";
  let text = "";
  for (let i = from; i < to; i++) text += H[input[i]];
  return text;
}
