// Decoded payloads as columns: each field's values in one typed array, beside the payloads' numbers.

/** Returns true if a known text is the one that these slots make. */
function isOf(met, I, at, count) {
  if (met === undefined || met.slots.length !== count) return false;
  for (let i = 0; i < count; i++) if (met.slots[i] !== I[at + 2 * i]) return false;
  return true;
}

/** The texts of a column, which are numbered as they are met. */
class Texts {
  labels = [];
  codes = new Map();
  met = new Map();
  last = undefined;

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
}

/**
 * The most places of a column: so few that all of them stay near the processor. Its values are moved when they are
 * filled: an array that grows is copied over and over.
 */
const MOST_PLACES = 512;

/** Precedes the places of a column: no payload has this number. */
const NO_ROW = -1;

/**
 * The values of all columns as they are collected, in arrays that they share, since V8 is slow at reading an array from
 * an object for each value. A column has as many places in each array; the first of them is empty. At a place are `R`,
 * the payload, `E`, the entry of a list, and the value: `V`, a number, or `W`, a label's place. Columns that are always
 * written together have a leader, who has `R` and `E` for them, and `N`, the last place with a value. `X` are the texts.
 */
class Collected {
  constructor(paths, count) {
    let places = 16;
    while (places <= count && places < MOST_PLACES) places *= 2;
    this.places = places;
    this.mask = places - 1;
    const all = places * paths.length;
    this.N = new Int32Array(paths.length);
    this.R = new Int32Array(all);
    this.E = new Uint32Array(all);
    this.V = new Float64Array(all);
    this.W = new Uint32Array(all);
    this.X = paths.map(([, , labels]) => (labels?.length === 0 ? new Texts() : undefined));
    this.paths = paths;
    this.rows = new Uint32Array(this.R.buffer);
    this.pieces = paths.map(() => ({ rows: [], values: [], entries: [] }));
    for (let column = 0; column < paths.length; column++) {
      this.N[column] = places * column;
      this.R[places * column] = NO_ROW;
    }
  }

  /** Moves the values of a leader's columns elsewhere. Returns the place before its first one. */
  flush(leader) {
    const first = this.places * leader;
    const [start, end] = [first + 1, this.N[leader] + 1];
    if (start < end) {
      const { rows, entries } = this.pieces[leader];
      rows.push(this.rows.slice(start, end));
      if (this.paths[leader][0].includes("[]")) entries.push(this.E.slice(start, end));
      for (const [column, [, own, labels]] of this.paths.entries()) {
        if (own !== leader) continue;
        const behind = this.places * (column - leader);
        const values = labels ? this.W : this.V;
        this.pieces[column].values.push(values.slice(start + behind, end + behind));
      }
    }
    this.N[leader] = first;
    return first;
  }

  /** A column's arrays, each in one piece; undefined where it has no values. */
  finished(column) {
    const leader = this.paths[column][1];
    this.flush(leader);
    const values = joined(this.pieces[column].values);
    if (values === undefined) return undefined;
    const { rows, entries } = this.pieces[leader];
    const whole = { rows: joined(rows), values };
    if (entries.length > 0) whole.entries = joined(entries);
    return whole;
  }
}

/** Some arrays as one, which takes their place; undefined where there are none. */
function joined(pieces) {
  if (pieces.length > 1) {
    const length = pieces.reduce((sum, piece) => sum + piece.length, 0);
    const whole = new pieces[0].constructor(length);
    let at = 0;
    for (const piece of pieces.splice(0)) {
      whole.set(piece, at);
      at += piece.length;
    }
    pieces.push(whole);
  }
  return pieces[0];
}

/** The column of a field that no record has: of a command that a device refuses. */
class OtherColumn {
  rows = [];
  values = [];
  entries = [];

  constructor(value) {
    this.texts = typeof value === "string" ? new Texts() : undefined;
  }

  put(row, value, entry) {
    this.rows.push(row);
    this.values.push(this.texts ? this.texts.code(value) : value);
    if (entry !== undefined) this.entries.push(entry);
  }

  finished() {
    const Values = this.texts ? Uint32Array : Float64Array;
    const column = { rows: Uint32Array.from(this.rows), values: Values.from(this.values) };
    if (this.entries.length > 0) column.entries = Uint32Array.from(this.entries);
    if (this.texts) column.labels = this.texts.labels;
    return column;
  }
}

/**
 * Collects the columns of `count` payloads. `paths` and `write` are what a model's module exports: the columns by path,
 * each with its leader and its labels, `[]` for texts or undefined for numbers, and what writes records into them.
 * `data` makes objects.
 */
export function collector({ paths, write, data }, count) {
  const collected = new Collected(paths, count);
  const known = new Set(paths.map(([path]) => path.split(/[.[]/, 1)[0]));
  const others = new Map();

  function flatten(row, path, value, entry) {
    if (Array.isArray(value)) {
      for (const [at, item] of value.entries()) flatten(row, `${path}[]`, item, at);
    } else if (typeof value === "object") {
      for (const [name, member] of Object.entries(value)) {
        flatten(row, `${path}.${name}`, member, entry);
      }
    } else {
      if (!others.has(path)) others.set(path, new OtherColumn(value));
      others.get(path).put(row, value, entry);
    }
  }

  return {
    /** Writes the records of payloads, which end at the slots `offsets`; `first` is the place of the first one. */
    write({ I, U, F, offsets }, count, first) {
      write(I, U, F, offsets, count, first, collected, (row, start, end) => {
        // Rare, so taken from the object that it is in.
        const floats = F.subarray(start >> 1);
        const slots = (end - start) >> 1;
        const object = data(I.subarray(start), U.subarray(start), floats, slots);
        for (const [name, value] of Object.entries(object)) {
          if (!known.has(name)) flatten(row, name, value, undefined);
        }
      });
    },
    finished() {
      const found = {};
      for (const [at, [path, , labels]] of paths.entries()) {
        const column = collected.finished(at);
        if (column === undefined) continue;
        if (labels) column.labels = collected.X[at]?.labels ?? labels.slice();
        found[path] = column;
      }
      for (const [path, column] of others) found[path] = column.finished();
      return found;
    },
  };
}
