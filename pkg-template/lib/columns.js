// Decoded payloads as columns: each field's values in one typed array, beside their rows. A row is a payload's index in
// the list. A slot of a record is 64 bits, two elements of `I`, of which the lower has an integer: slot `i` is `I[2 * i]`.

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
 * The most places of a column: so few that all of them stay in the processor's cache. When they are filled, their values
 * are moved to the arrays that are returned.
 */
const MOST_PLACES = 512;

/** Precedes the places of a column: no payload has this row. */
const NO_ROW = -1;

/**
 * The values of all columns as they are collected, in arrays that they share, since V8 is slow at reading an array from
 * an object for each value. Each column has `places` elements of an array, and leaves the first one empty. Columns that
 * are always written together have a leader: one of them, of which alone `N`, `R` and `E` are used. The models' modules
 * use the arrays by their short names.
 */
class Collected {
  constructor(paths, count) {
    let places = 16;
    while (places <= count && places < MOST_PLACES) places *= 2;
    this.count = count;
    this.places = places;
    this.mask = places - 1;
    const all = places * paths.length;
    // By column: the last place with a value.
    this.N = new Int32Array(paths.length);
    // By place: the row.
    this.R = new Int32Array(all);
    this.unsignedRows = new Uint32Array(this.R.buffer);
    // By place: the entry of a list.
    this.E = new Uint32Array(all);
    // By place: the value of a number's column.
    this.V = new Float64Array(all);
    // By place: the index of a label or of a text.
    this.W = new Uint32Array(all);
    // By column: the texts that have been met, if its values are texts.
    this.X = paths.map(([, , labels]) => (labels?.length === 0 ? new Texts() : undefined));
    this.leaders = paths.map(([, leader]) => leader);
    // The values that were moved; by leader how many they are, their rows and their entries.
    this.moved = paths.map(() => 0);
    this.rows = paths.map(() => new Uint32Array(0));
    this.entries = paths.map(([path]) => (path.includes("[]") ? new Uint32Array(0) : undefined));
    this.values = paths.map(([, , labels]) => (labels ? new Uint32Array(0) : new Float64Array(0)));
    for (let column = 0; column < paths.length; column++) {
      this.N[column] = places * column;
      this.R[places * column] = NO_ROW;
    }
  }

  /** Moves the values of a leader's columns, the last ones or not. Returns the place before its first one. */
  flush(leader, isLast) {
    const first = this.places * leader;
    const [start, end] = [first + 1, this.N[leader] + 1];
    if (start < end) {
      const before = this.moved[leader];
      const after = before + end - start;
      let room = this.rows[leader].length;
      if (after > room) room = isLast ? after : this.roomFor(leader, after, this.R[end - 1] + 1);
      this.moved[leader] = after;
      const move = (own, column, source) => {
        if (own[column].length < room) own[column] = resized(own[column], before, room);
        const behind = this.places * (column - leader);
        own[column].set(source.subarray(start + behind, end + behind), before);
      };
      move(this.rows, leader, this.unsignedRows);
      if (this.entries[leader]) move(this.entries, leader, this.E);
      for (let column = leader; column < this.leaders.length; column++) {
        if (this.leaders[column] !== leader) continue;
        move(this.values, column, this.values[column] instanceof Uint32Array ? this.W : this.V);
      }
    }
    this.N[leader] = first;
    return first;
  }

  /** Room for as many values as there will be if the payloads that follow are like those decoded so far. */
  roomFor(leader, values, decoded) {
    const likely = Math.ceil((values / decoded) * this.count) + this.places;
    // An array that grows by little is copied over and over; one that grows by much may stay empty, where the first
    // payload is the only one with a history.
    const room = Math.min(Math.max(likely, 2 * values), 8 * values);
    return this.entries[leader] ? room : Math.min(room, this.count);
  }

  /** A column's arrays; undefined where it has no values. */
  finished(column) {
    const leader = this.leaders[column];
    this.flush(leader, true);
    const count = this.moved[leader];
    if (count === 0) return undefined;
    for (const own of [this.rows, this.entries]) {
      if (own[leader]) own[leader] = resized(own[leader], count, count);
    }
    const whole = { rows: this.rows[leader], values: resized(this.values[column], count, count) };
    if (this.entries[leader]) whole.entries = this.entries[leader];
    return whole;
  }
}

/** The first values of an array, as many as `used`, in one with so much room. */
function resized(array, used, room) {
  if (array.length === room) return array;
  if (used === room) return array.slice(0, used);
  const other = new array.constructor(room);
  other.set(array.subarray(0, used));
  return other;
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
 * Collects the columns of so many payloads. A model's module exports `paths`, the columns by path, each with its leader
 * and its labels (`[]` for texts, undefined for numbers), and `write`, which writes records into them. `data` makes
 * objects.
 */
export function collector({ paths, write, data }, payloads) {
  const collected = new Collected(paths, payloads);
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
    /** Writes the records of `count` payloads, which end at the slots `offsets`; `first` is the first one's row. */
    writeRecords({ I, U, F, offsets }, count, first) {
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
