// How the suite compares, and what a model has.

/** The functions of a model; the first eight take an input. */
export const functions = [
  ..."decodeUplink encodeDownlink encodeDownlinks decodeDownlink normalizeUplink".split(" "),
  ..."explainUplink explainDownlink checkDownlink".split(" "),
  ..."uplinkSchema downlinkSchema fields decodeUplinks decodeColumns".split(" "),
];

export const plainFunctions = [
  "decodeUplink",
  "encodeDownlink",
  "decodeDownlink",
  "normalizeUplink",
];

export class Tester {
  checks = 0;
  failures = [];
  #group = "";

  group(name, body) {
    this.#group = name;
    try {
      body();
    } catch (error) {
      this.fail(`threw ${error?.stack ?? shown(error)}`);
    }
  }

  equal(actual, expected, what) {
    this.checks += 1;
    if (isSame(actual, expected)) return;
    const [a, b] = [shown(actual), shown(expected)];
    if (a !== b) this.fail(`${what}: got ${a}, expected ${b}`);
  }

  ok(condition, what) {
    this.checks += 1;
    if (!condition) this.fail(what);
  }

  throws(body, pattern, what) {
    this.checks += 1;
    try {
      body();
    } catch (error) {
      if (!(error instanceof Error) || !pattern.test(error.message))
        this.fail(`${what}: threw ${shown(error)}`);
      return;
    }
    this.fail(`${what}: did not throw`);
  }

  fail(what) {
    this.failures.push(`${this.#group}: ${what}`);
  }
}

/** Returns true for most values that are equal. Of the others their texts decide, which take long to make. */
function isSame(one, other) {
  if (Object.is(one, other)) return true;
  if (typeof one !== "object" || typeof other !== "object" || !one || !other) return false;
  const prototype = Object.getPrototypeOf(one);
  if (
    prototype !== Object.getPrototypeOf(other) ||
    !/^(Object|Array|\w+\d+Array)$/.test(prototype?.constructor.name)
  )
    return false;
  const names = Object.keys(one);
  return (
    names.length === Object.keys(other).length &&
    names.every((name) => name in other && isSame(one[name], other[name]))
  );
}

/** A value as text, the same for equal values: keys in order, and what JSON cannot say told apart. */
export function shown(value) {
  return JSON.stringify(value, (_key, part) => {
    if (part instanceof Error) return `${part.name}: ${part.message}`;
    if (part instanceof Map || part instanceof Set) return `a ${part.constructor.name}`;
    if (typeof part === "number" && (!Number.isFinite(part) || Object.is(part, -0)))
      return `the number ${part}`;
    if (typeof part === "undefined" || typeof part === "bigint" || typeof part === "symbol")
      return `a ${typeof part}`;
    if (typeof part !== "object" || part === null || Array.isArray(part)) return part;
    return Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)));
  });
}

/** The bytes of hex digits, blanks between them or not. */
export function bytesOf(hex) {
  return (hex.match(/\w\w/g) ?? []).map((pair) => Number.parseInt(pair, 16));
}

export function hexOf(bytes) {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

export function areStrings(list) {
  return (
    Array.isArray(list) &&
    list.length > 0 &&
    list.every((entry) => typeof entry === "string" && entry !== "")
  );
}

/** Payloads one behind the other, and where each begins: as Apache Arrow has them. */
export function packed(payloads) {
  const offsets = new Int32Array(payloads.length + 1);
  for (const [at, { length }] of payloads.entries()) offsets[at + 1] = offsets[at] + length;
  const data = new Uint8Array(offsets[payloads.length]);
  for (const [at, bytes] of payloads.entries()) data.set(bytes, offsets[at]);
  return { data, offsets };
}
