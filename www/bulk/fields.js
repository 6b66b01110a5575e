// Statistics of a file's fields, for each device and for all devices.
import { codecFor } from "milesight-codec";
import { isPointInTime } from "../payload/times.js";

/** So many values of a number are told apart: more say no more of which number moves most. */
const APART = 32;

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

  /** Takes notice of the fields of a payload or a record, which has a time or has none. */
  add(model, device, data, isTimed) {
    for (const [path, value] of membersOf(data)) {
      const about = this.about(model, path);
      const isNumber = typeof value === "number";
      if (!isNumber && about.kind !== "label") continue;
      for (const key of [undefined, device]) {
        const { numbers, states } = this.#of(key);
        const known = isNumber
          ? addNumber(numbers, path, value, about)
          : addState(states, path, value, about);
        known.count += 1;
        if (isTimed) known.timed += 1;
      }
    }
  }

  #of(device) {
    if (!this.#found.has(device)) {
      this.#found.set(device, { numbers: new Map(), states: new Map() });
    }
    return this.#found.get(device);
  }

  /**
   * The fields of a device, or of all: those that change come first, then those with most values. Of
   * `timed` data those without a time have no place.
   */
  list(device, timed) {
    const { numbers, states } = this.#of(device);
    const placed = (all) =>
      [...all.values()]
        .map((field) => ({ ...field, count: timed ? field.timed : field.count }))
        .filter(({ count }) => count > 0);
    const most = (one, other) => other.count - one.count;
    return {
      numbers: placed(numbers)
        .filter(({ isTime }) => !isTime)
        .sort((one, other) => other.values.size - one.values.size || most(one, other))
        .map(({ path, unit, count }) => ({ path, unit, count })),
      states: placed(states)
        .map(({ labels, ...state }) => ({ ...state, labels: [...labels], varies: labels.size > 1 }))
        .sort((one, other) => Number(other.varies) - Number(one.varies) || most(one, other)),
    };
  }
}

function addNumber(numbers, path, value, about) {
  const known = numbers.get(path) ?? { path, count: 0, timed: 0, values: new Set(), ...about };
  if (known.values.size < APART) known.values.add(value);
  numbers.set(path, known);
  return known;
}

function addState(states, path, value, { lasts }) {
  const known = states.get(path) ?? { path, lasts, count: 0, timed: 0, labels: new Map() };
  known.labels.set(value, (known.labels.get(value) ?? 0) + 1);
  states.set(path, known);
  return known;
}
