// Statistics of a file's fields, for each device and for all devices.
import { codecFor } from "milesight-codec";
import { isPointInTime } from "../payload/times.js";

/** A state lasts until the next one; what these names end in happens at one moment. */
const momentary = /(_event|_alarm|_result)(\.|$)/;

/** Returns true if a field tells of moments: the package says so, or else the vocabulary of its name. */
const isMomentary = (field, path) => field?.event ?? momentary.test(path);

/** The members of an object by path, those of its objects included; lists are left out. */
export function* membersOf(object, prefix = "") {
  for (const [name, value] of Object.entries(object)) {
    if (Array.isArray(value)) continue;
    if (typeof value === "object" && value !== null) yield* membersOf(value, `${prefix}${name}.`);
    else yield [prefix + name, value];
  }
}

export const valueAt = (object, path) =>
  path.split(".").reduce((part, name) => part?.[name], object);

export class Fields {
  #byModel = new Map();
  /** By device, and by nothing for all: numbers and states by path. */
  #found = new Map();

  /** Facts about a path from the model's list of fields. A record's fields are listed under its list. */
  about(model, path) {
    if (!this.#byModel.has(model)) {
      const own = new Map();
      const fields = model ? codecFor(model).fields() : [];
      for (const field of fields) own.set(field.path.replace(/^.*\[\]\./, ""), field);
      for (const field of fields) own.set(field.path, field);
      this.#byModel.set(model, own);
    }
    const field = this.#byModel.get(model).get(path);
    return {
      kind: field?.kind,
      unit: field?.unit,
      isTime: isPointInTime(field),
      lasts: !isMomentary(field, path),
    };
  }

  /** Takes notice of a payload's or a record's fields. */
  add(model, device, data) {
    for (const [path, value] of membersOf(data)) {
      const about = this.about(model, path);
      const isNumber = typeof value === "number";
      if (!isNumber && about.kind !== "label") continue;
      for (const key of [undefined, device]) {
        const { numbers, states } = this.#of(key);
        if (isNumber) addNumber(numbers, path, value, about);
        else addState(states, path, value, about);
      }
    }
  }

  #of(device) {
    if (!this.#found.has(device)) {
      this.#found.set(device, { numbers: new Map(), states: new Map() });
    }
    return this.#found.get(device);
  }

  /** The fields of a device, or of all: those that change come first, then those with most values. */
  list(device) {
    const { numbers, states } = this.#of(device);
    const order = (one, other) =>
      Number(other.varies) - Number(one.varies) || other.count - one.count;
    return {
      numbers: [...numbers.values()].filter(({ isTime }) => !isTime).sort(order),
      states: [...states.values()]
        .map(({ labels, ...state }) => ({ ...state, labels: [...labels], varies: labels.size > 1 }))
        .sort(order),
    };
  }
}

function addNumber(numbers, path, value, about) {
  const known = numbers.get(path) ?? { path, count: 0, first: value, varies: false, ...about };
  known.count += 1;
  known.varies ||= value !== known.first;
  numbers.set(path, known);
}

function addState(states, path, value, { lasts }) {
  const known = states.get(path) ?? { path, lasts, count: 0, labels: new Map() };
  known.count += 1;
  known.labels.set(value, (known.labels.get(value) ?? 0) + 1);
  states.set(path, known);
}
