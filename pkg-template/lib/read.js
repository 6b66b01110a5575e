// Callers may pass anything. What they pass is read here, once and within a budget, into a copy
// that holds nothing of theirs: getters and proxies are done with before the module is called.

/** What has no place in JSON, by its description. */
export class Other {
  constructor(what) {
    this.what = what;
  }
}

/** A copy of an object: its names, each once, and their values. */
export class Members {
  names = [];
  values = [];
}

export const UNREADABLE = new Other("something that cannot be read");
const TOO_LARGE = new Other("something too large to be read");

/** How deep containers are read: a command's entries have no containers in them. */
const DEPTH = 4;

/**
 * How many values are read at most. A payload of 4,096 bytes holds 372 history records of 21 fields;
 * a list that is in itself has no end.
 */
const BUDGET = 20_000;

/** How many items of a list are read: more are refused, whatever they are. */
const MOST_ITEMS = 4096;

/** How much of a text is read: no field takes more than 40 characters, no message quotes more. */
const MOST_UNITS = 256;

let budget = 0;

/** A copy of a value; what cannot be read, or has no end, is an `Other`. */
export function read(value, depth = DEPTH) {
  budget = BUDGET;
  const copy = copyOf(value, depth);
  return budget === 0 ? TOO_LARGE : copy;
}

/** A copy of a member of something; of what has no members it is undefined. */
export function member(object, name, depth = DEPTH) {
  try {
    if ((typeof object !== "object" && typeof object !== "function") || object === null) {
      return undefined;
    }
    return read(object[name], depth);
  } catch {
    return UNREADABLE;
  }
}

function copyOf(value, depth) {
  if (budget > 0) budget -= 1;
  switch (typeof value) {
    case "string":
      return value.slice(0, MOST_UNITS);
    case "function":
    case "symbol":
    case "bigint":
      return new Other(`a ${typeof value}`);
    case "object":
      if (value === null || value === UNREADABLE) return value;
      try {
        return isList(value) ? items(value, depth) : members(value, depth);
      } catch {
        return UNREADABLE;
      }
    default:
      return value;
  }
}

function copyOfMember(object, name, depth) {
  let value;
  try {
    value = object[name];
  } catch {
    return UNREADABLE;
  }
  return copyOf(value, depth - 1);
}

/**
 * Whether it is an array, a `Uint8Array`, a `Uint8ClampedArray` or of a class made from one (Node's
 * `Buffer`), from whatever realm. Items are read one by one, so a false tag makes no false bytes.
 */
function isList(value) {
  if (Array.isArray(value)) return true;
  if (!ArrayBuffer.isView(value)) return false;
  const tag = value[Symbol.toStringTag];
  return tag === "Uint8Array" || tag === "Uint8ClampedArray";
}

function items(list, depth) {
  const copies = [];
  if (depth === 0) return copies;
  const given = list.length;
  const length = typeof given === "number" ? Math.trunc(given) : 0;
  if (length > MOST_ITEMS) return new Other(`a list of ${length}`);
  for (let index = 0; index < length && budget > 0; index++) {
    copies.push(copyOfMember(list, index, depth));
  }
  return copies;
}

function members(object, depth) {
  const copy = new Members();
  if (depth === 0) return copy;
  const places = new Map();
  for (const name of Object.keys(object)) {
    if (budget === 0) break;
    const value = copyOfMember(object, name, depth);
    // Names are unique, but for those that differ far behind their start.
    const start = name.slice(0, MOST_UNITS);
    let place = places.get(start);
    if (place === undefined) {
      place = copy.names.push(start) - 1;
      places.set(start, place);
    }
    copy.values[place] = value;
  }
  return copy;
}
