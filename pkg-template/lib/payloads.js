// The payloads of a call that decodes many: a list of them, or one buffer.

import { copyTo, MAX_BYTES } from "./decoder.js";

/** The most payloads that one call takes: an iterable may have no end. */
const MOST_PAYLOADS = 10_000_000;

/** The most payloads that the module decodes at once, as wasm/src/lib.rs has it. */
export const MOST_AT_ONCE = 512;

const NO_LIST = `payloads: not a list; allowed: a list of at most ${MOST_PAYLOADS} payloads, each 1 to 4096 integers from 0 to 255`;

/** An item of a list as an input: `{ bytes }` as it is, anything else as its bytes. */
export function inputOf(list, at) {
  try {
    const item = list[at];
    const isInput = typeof item === "object" && item !== null && Object.hasOwn(item, "bytes");
    return isInput ? item : { bytes: item };
  } catch {
    return {
      get bytes() {
        throw new Error();
      },
    };
  }
}

/** The payloads of an array or another iterable; an error for anything else. */
export function listOf(given) {
  const found = itemsOf(given);
  if (found === undefined) return { error: NO_LIST };
  const { list, count } = found;
  const bytes = new Uint8Array(MAX_BYTES);
  const offsets = new Uint32Array(MOST_AT_ONCE + 1);

  /** Copies so many payloads from a row on, or up to one that is not like most: reading that may run code of the caller's. */
  function many(row, most) {
    let copied = 0;
    let used = 0;
    while (copied < most) {
      let length = 0;
      try {
        length = copyTo(bytes, used, list[row + copied]);
      } catch {
        // Read again, alone.
      }
      if (length === 0) break;
      used += length;
      copied += 1;
      offsets[copied] = used;
    }
    return { bytes: bytes.subarray(0, used), offsets: offsets.subarray(0, copied + 1) };
  }

  return { list, count, many, input: (row) => inputOf(list, row) };
}

/** An array is taken as it is: a copy of a million would cost as much as decoding some. */
function itemsOf(given) {
  try {
    // A text is an iterable of letters, which are no payloads.
    if (typeof given !== "object") return undefined;
    if (Array.isArray(given) && given[Symbol.iterator] === Array.prototype[Symbol.iterator]) {
      // Read once: a proxy may return another length each time.
      const { length: count } = given;
      const isCount = Number.isInteger(count) && count >= 0 && count <= MOST_PAYLOADS;
      return isCount ? { list: given, count } : undefined;
    }
    const list = [];
    for (const payload of given) {
      if (list.length === MOST_PAYLOADS) return undefined;
      list.push(payload);
    }
    return { list, count: list.length };
  } catch {
    return undefined;
  }
}

/**
 * Payloads one behind the other in one buffer, and where each begins, as Apache Arrow has them: `{ data, offsets }`. An
 * error where the two do not fit; undefined for anything else.
 */
export function packedOf(given) {
  try {
    if (!Object.hasOwn(given, "offsets") || !Object.hasOwn(given, "data")) return undefined;
    const data = ownView(given.data, [Uint8Array]);
    if (data === undefined)
      return { error: `data: got ${kindOf(given.data)}; allowed: a Uint8Array` };
    const offsets = ownView(given.offsets, [Int32Array, Uint32Array]);
    if (offsets === undefined) {
      return {
        error: `offsets: got ${kindOf(given.offsets)}; allowed: an Int32Array or a Uint32Array`,
      };
    }
    return fitting(data, offsets);
  } catch {
    return undefined;
  }
}

const kindOf = (value) => Object.prototype.toString.call(value).slice(8, -1);

/** A view of a typed array's memory, without what a subclass has changed; undefined for other kinds. */
function ownView(array, kinds) {
  const Kind = kinds.find((kind) => array instanceof kind);
  return Kind && new Kind(array.buffer, array.byteOffset, array.length);
}

function fitting(data, offsets) {
  const count = offsets.length - 1;
  if (count < 0 || count > MOST_PAYLOADS) {
    const allowed = `from 1 to ${MOST_PAYLOADS + 1}, one more than payloads`;
    return { error: `offsets: got ${offsets.length}; allowed: ${allowed}` };
  }
  let before = 0;
  for (let row = 0; row <= count; row++) {
    const offset = offsets[row];
    if (offset < before || offset > data.length) {
      const allowed = `a whole number from ${before} to ${data.length}`;
      return { error: `offsets[${row}]: got ${offset}; allowed: ${allowed}` };
    }
    before = offset;
  }
  return {
    count,
    many: (row, most) => ({
      bytes: data.subarray(offsets[row], Math.min(offsets[row + most], offsets[row] + MAX_BYTES)),
      offsets: offsets.subarray(row, row + most + 1),
    }),
    input: (row) => ({ bytes: data.subarray(offsets[row], offsets[row + 1]) }),
  };
}
