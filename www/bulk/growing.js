// A typed array that grows: what a hundred thousand rows keep must be small, and objects are not.

export class Growing {
  #array;
  length = 0;

  constructor(Type) {
    this.#array = new Type(256);
  }

  #reserve(length) {
    if (length <= this.#array.length) return;
    const Type = this.#array.constructor;
    const larger = new Type(Math.max(length, Math.ceil(this.#array.length * 1.5)));
    larger.set(this.#array.subarray(0, this.length));
    this.#array = larger;
  }

  push(value) {
    this.#reserve(this.length + 1);
    this.#array[this.length] = value;
    this.length += 1;
  }

  pushAll(values) {
    this.#reserve(this.length + values.length);
    this.#array.set(values, this.length);
    this.length += values.length;
  }

  at(place) {
    return this.#array[place];
  }

  slice(from, to) {
    return this.#array.slice(from, to);
  }

  /** Gives back the room that is not needed. */
  trim() {
    this.#array = this.#array.slice(0, this.length);
  }

  get bytes() {
    return this.#array.byteLength;
  }
}

/** Names by number: each is kept once. */
export class Names {
  #numbers = new Map();
  all = [];

  number(name) {
    if (!this.#numbers.has(name)) {
      this.#numbers.set(name, this.all.length);
      this.all.push(name);
    }
    return this.#numbers.get(name);
  }
}
