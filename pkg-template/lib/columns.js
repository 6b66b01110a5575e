// Decoded payloads as columns: each field's values in one typed array, beside the payloads' numbers.

/** A field's values, as they are collected. */
class Column {
  length = 0;
  rows = new Uint32Array(16);

  constructor(labels, list) {
    // Of a list's field, which entry of the payload's list each value is of.
    this.entries = list ? new Uint32Array(16) : undefined;
    // Labels are known; texts are numbered as they are met.
    this.labels = labels?.slice();
    this.codes = labels && new Map();
    this.met = labels && new Map();
    // Labels too, until they are handed out: V8 is fastest where one place sees one kind of array.
    this.values = new Float64Array(16);
  }

  /** Another value, of that entry of a list. */
  add(row, value, entry) {
    if (this.length === this.rows.length) this.grow();
    this.rows[this.length] = row;
    this.values[this.length] = value;
    this.entries[this.length] = entry;
    this.length += 1;
  }

  /** The value of a payload: of two, the last one holds. */
  put(row, value) {
    const last = this.length - 1;
    if (last >= 0 && this.rows[last] === row) {
      this.values[last] = value;
      return;
    }
    if (this.length === this.rows.length) this.grow();
    this.rows[this.length] = row;
    this.values[this.length] = value;
    this.length += 1;
  }

  /** Takes a payload's value away again. */
  clear(row) {
    if (this.length > 0 && this.rows[this.length - 1] === row) this.length -= 1;
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
    let hash = count;
    for (let i = 0; i < count; i++) hash = Math.imul(hash ^ I[at + 2 * i], 16777619);
    const met = this.met.get(hash);
    if (met !== undefined) {
      let same = true;
      for (let i = 0; i < count; i++) same &&= met.slots[i] === I[at + 2 * i];
      if (same) return met.code;
    }
    const slots = Array.from({ length: count }, (_, i) => I[at + 2 * i]);
    const code = this.code(text(I, p));
    this.met.set(hash, { slots, code });
    return code;
  }

  grow() {
    const larger = (array) => {
      const copy = new array.constructor(2 * array.length);
      copy.set(array);
      return copy;
    };
    this.rows = larger(this.rows);
    this.entries &&= larger(this.entries);
    this.values = larger(this.values);
  }

  finished() {
    const { length, labels } = this;
    const values = this.values.slice(0, length);
    const column = { rows: this.rows.slice(0, length), values };
    if (this.entries) column.entries = this.entries.slice(0, length);
    return labels ? { ...column, values: Uint32Array.from(values), labels } : column;
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
      const code = text ? column.code(value) : value;
      if (entry === undefined) column.put(row, code);
      else column.add(row, code, entry);
    }
  }

  return {
    write: (I, U, F, n, row) => write(I, U, F, n, row, columns),
    /** What is rare, a command that a device refuses, as the object that it is. */
    object: (row, path, value) => flatten(row, path, value, undefined),
    finished() {
      const found = {};
      for (const [at, [path]] of paths.entries()) {
        if (columns[at].length > 0) found[path] = columns[at].finished();
      }
      for (const [path, column] of others) found[path] = column.finished();
      return found;
    },
  };
}
