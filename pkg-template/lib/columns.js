// Decoded payloads as columns: each field's values in one typed array, beside the payloads' numbers.

/** Returns true if a known text is the one that these slots make. */
function isOf(met, I, at, count) {
  if (met === undefined || met.slots.length !== count) return false;
  for (let i = 0; i < count; i++) if (met.slots[i] !== I[at + 2 * i]) return false;
  return true;
}

/** The most values of a piece: no more memory than an allocator has at hand, and keeps. */
const MOST = 4096;

/** The smallest array for a field's values until they are handed out: what fills memory takes its time. */
function arrayFor(labels) {
  if (labels === undefined) return Float64Array;
  return labels.length > 0 && labels.length <= 256 ? Uint8Array : Uint32Array;
}

/**
 * A field's values, as they are collected: in pieces, since what grows is copied over and over, and takes
 * memory that nobody has touched yet, which is slower than all the rest.
 */
class Column {
  full = [];
  used = 0;

  constructor(labels, list) {
    // Labels are known; texts are numbered as they are met.
    this.labels = labels?.slice();
    this.Values = arrayFor(labels);
    this.codes = labels && new Map();
    this.met = labels && new Map();
    this.last = undefined;
    this.start(16, list);
  }

  /** A piece of so many values, with the payloads' places and, of a list's field, the entries'. */
  start(size, list) {
    this.rows = new Uint32Array(size);
    this.values = new this.Values(size);
    this.entries = list ? new Uint32Array(size) : undefined;
    this.used = 0;
  }

  /** Goes on in another piece. */
  turn() {
    const { rows, values, entries } = this;
    this.full.push({ rows, values, entries });
    this.start(Math.min(4 * rows.length, MOST), entries !== undefined);
  }

  /** The place in `values` for another value of a payload, that of an entry of a list. */
  next(row, entry) {
    if (this.used === this.rows.length) this.turn();
    const at = this.used++;
    this.rows[at] = row;
    this.entries[at] = entry;
    return at;
  }

  /** The place for the value of a payload: of two, the last one holds. */
  at(row) {
    // The payload's value, if it has one, is in this piece: there is a next one only for another.
    const last = this.used - 1;
    if (last >= 0 && this.rows[last] === row) return last;
    if (this.used === this.rows.length) this.turn();
    const at = this.used++;
    this.rows[at] = row;
    return at;
  }

  /** Takes a payload's value away again. */
  clear(row) {
    if (this.used > 0 && this.rows[this.used - 1] === row) this.used -= 1;
  }

  code(text) {
    let code = this.codes.get(text);
    if (code === undefined) {
      code = this.labels.push(text) - 1;
      this.codes.set(text, code);
    }
    return code;
  }

  /** The code of a text that `count` slots of a record make: most have been met before. */
  codeOf(I, p, from, count, text) {
    const at = p + from;
    // More often than not it is the text before: a version is that of all devices.
    if (isOf(this.last, I, at, count)) return this.last.code;
    let hash = count;
    for (let i = 0; i < count; i++) hash = Math.imul(hash ^ I[at + 2 * i], 16777619);
    let met = this.met.get(hash);
    if (!isOf(met, I, at, count)) {
      const slots = Array.from({ length: count }, (_, i) => I[at + 2 * i]);
      met = { slots, code: this.code(text(I, p)) };
      this.met.set(hash, met);
    }
    this.last = met;
    return met.code;
  }

  /** Each of the column's arrays in one piece; undefined where it has no values. */
  finished() {
    const { full, used, labels } = this;
    const before = full.reduce((sum, { rows }) => sum + rows.length, 0);
    if (before + used === 0) return undefined;
    const whole = (name, Kind) => {
      const array = new Kind(before + used);
      let at = 0;
      for (const { [name]: piece } of full) {
        array.set(piece, at);
        at += piece.length;
      }
      array.set(this[name].subarray(0, used), at);
      return array;
    };
    const column = { rows: whole("rows", Uint32Array) };
    column.values = whole("values", labels ? Uint32Array : Float64Array);
    if (this.entries) column.entries = whole("entries", Uint32Array);
    if (labels) column.labels = labels;
    return column;
  }
}

/**
 * Collects columns. `made` is what a model's module exports: the columns by path, each with its labels,
 * `[]` for texts or undefined for numbers, and what writes records into them.
 */
export function collector({ paths, write }) {
  const columns = paths.map(([path, labels]) => new Column(labels, path.includes("[]")));
  const others = new Map();

  function flatten(row, path, value, entry) {
    if (Array.isArray(value)) {
      for (const [at, item] of value.entries()) flatten(row, `${path}[]`, item, at);
    } else if (typeof value === "object") {
      for (const [name, member] of Object.entries(value)) {
        flatten(row, path === "" ? name : `${path}.${name}`, member, entry);
      }
    } else {
      const text = typeof value === "string";
      let column = others.get(path);
      if (column === undefined) {
        column = new Column(text ? [] : undefined, entry !== undefined);
        others.set(path, column);
      }
      const at = entry === undefined ? column.at(row) : column.next(row, entry);
      column.values[at] = text ? column.code(value) : value;
    }
  }

  return {
    write: (I, U, F, n, row) => write(I, U, F, n, row, columns),
    /** What is rare, a command that a device refuses, as the object that it is. */
    object: (row, path, value) => flatten(row, path, value, undefined),
    finished() {
      const found = {};
      for (const [at, [path]] of paths.entries()) {
        const column = columns[at].finished();
        if (column !== undefined) found[path] = column;
      }
      for (const [path, column] of others) found[path] = column.finished();
      return found;
    },
  };
}
