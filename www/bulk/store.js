// What a file of uplinks says: kept in the worker, asked for piece by piece.
import { codecFor } from "milesight-codec";
import { isPointInTime } from "../payload/times.js";

/** A state lasts until the next one; what these names end in happens at one moment. */
const momentary = /(_event|_alarm|_result)(\.|$)/;

/** The members of an object by path, those of its objects included; lists are left out. */
function* membersOf(object, prefix = "") {
  for (const [name, value] of Object.entries(object)) {
    if (Array.isArray(value)) continue;
    if (typeof value === "object" && value !== null) yield* membersOf(value, `${prefix}${name}.`);
    else yield [prefix + name, value];
  }
}

const at = (object, path) => path.split(".").reduce((part, name) => part?.[name], object);

/** The records in an uplink's data that have a time of their own, as history has. */
const recordsIn = (data) =>
  Object.values(data).flatMap((value) =>
    Array.isArray(value) ? value.filter((each) => typeof each?.timestamp === "number") : [],
  );

export class Store {
  /** Payloads and the records in them: `{ line, time?, device?, model?, hex, data, … }`. */
  entries = [];
  counts = { payloads: 0, records: 0, warnings: 0, errors: 0, without: 0 };
  #problems = [];
  #devices = new Map();
  #numbers = new Map();
  #states = new Map();
  #fields = new Map();
  #sorted = new Map();

  /** Takes a decoded payload. */
  add(entry) {
    const { data, warnings, errors } = entry;
    this.counts.payloads += 1;
    if (warnings) this.counts.warnings += 1;
    if (errors) this.counts.errors += 1;
    if (warnings || errors) this.#problems.push(this.entries.length);
    const device = entry.device ?? "";
    this.#devices.set(device, (this.#devices.get(device) ?? 0) + 1);
    this.entries.push(entry);
    this.#notice(entry, data);
    for (const record of recordsIn(data)) {
      this.counts.records += 1;
      const { line, device, model } = entry;
      const own = { line, device, model, hex: "", data: record, time: record.timestamp * 1000 };
      this.entries.push({ ...own, record: true });
      this.#notice(own, record);
    }
  }

  #notice({ model }, data) {
    for (const [path, value] of membersOf(data)) {
      if (typeof value === "number") {
        const about = this.#about(model, path);
        const known = this.#numbers.get(path) ?? {
          path,
          count: 0,
          first: value,
          varies: false,
          ...about,
        };
        known.count += 1;
        known.varies = known.varies || value !== known.first;
        this.#numbers.set(path, known);
      } else if (this.#about(model, path).kind === "label") {
        const known = this.#states.get(path) ?? { path, count: 0, labels: new Map() };
        known.count += 1;
        known.labels.set(value, (known.labels.get(value) ?? 0) + 1);
        this.#states.set(path, known);
      }
    }
  }

  /** What the model's own list of fields says of a path; that of a record stands under its list. */
  #about(model, path) {
    if (!this.#fields.has(model)) {
      const own = new Map();
      for (const field of model ? codecFor(model).fields() : []) {
        own.set(field.path.replace(/^.*\[\]\./, ""), field);
      }
      for (const field of model ? codecFor(model).fields() : []) own.set(field.path, field);
      this.#fields.set(model, own);
    }
    const field = this.#fields.get(model).get(path);
    return { kind: field?.kind, unit: field?.unit, isTime: isPointInTime(field) };
  }

  /** What there is to look at. */
  summary() {
    const most = (one, other) => other.count - one.count;
    return {
      counts: this.counts,
      problems: this.#problems.length,
      entries: this.entries.length,
      byLine: this.#byLine(),
      devices: [...this.#devices].map(([name, count]) => ({ name, count })),
      // What never changes is the least to look at.
      numbers: [...this.#numbers.values()]
        .filter(({ isTime }) => !isTime)
        .sort((one, other) => Number(other.varies) - Number(one.varies) || most(one, other)),
      states: [...this.#states.values()]
        .filter(({ labels }) => labels.size > 0)
        .map(({ path, count, labels }) => ({ path, count, labels: [...labels] }))
        .sort(most),
    };
  }

  page({ from, count, problemsOnly }) {
    const all = problemsOnly ? this.#problems : undefined;
    const total = all ? all.length : this.entries.length;
    const rows = [];
    for (let place = from; place < Math.min(from + count, total); place += 1) {
      rows.push(this.entries[all ? all[place] : place]);
    }
    return { rows, total };
  }

  #byLine() {
    return this.entries.every(({ time }) => time === undefined);
  }

  /**
   * All entries with a field, in the order of time. Where no entry at all has a time, that is the
   * order of lines.
   */
  #points(path, device) {
    const key = JSON.stringify([path, device]);
    if (this.#sorted.has(key)) return this.#sorted.get(key);
    const byLine = this.#byLine();
    const points = [];
    let untimed = 0;
    this.entries.forEach((entry) => {
      if (device !== undefined && (entry.device ?? "") !== device) return;
      const value = at(entry.data, path);
      if (value === undefined) return;
      const x = byLine ? entry.line : entry.time / 1000;
      if (Number.isNaN(x)) untimed += 1;
      else points.push([x, value]);
    });
    points.sort(([one], [other]) => one - other);
    const found = { byLine, untimed, points };
    this.#sorted.set(key, found);
    return found;
  }

  /** A number over time, with the lowest and the highest of each stretch where there are many. */
  series({ path, device, from, to, stretches }) {
    const { byLine, untimed, points } = this.#points(path, device);
    const within = points.filter(
      ([x]) => (from === undefined || x >= from) && (to === undefined || x <= to),
    );
    const values = within.map(([, value]) => value);
    const kept = within.length > 2 * stretches ? thinned(within, stretches) : within;
    let [low, high, sum] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0];
    for (const value of values) {
      low = Math.min(low, value);
      high = Math.max(high, value);
      sum += value;
    }
    return {
      path,
      byLine,
      untimed,
      count: within.length,
      thinned: kept !== within,
      range: within.length > 0 ? [within[0][0], within.at(-1)[0]] : undefined,
      whole: points.length > 0 ? [points[0][0], points.at(-1)[0]] : undefined,
      low,
      high,
      mean: sum / within.length,
      x: Float64Array.from(kept, ([x]) => x),
      y: Float64Array.from(kept, ([, y]) => y),
    };
  }

  /**
   * States over time: for each of so many stretches the place of its label, −1 for none and −2 for
   * several.
   */
  strip({ path, device, from, to, stretches }) {
    const { points } = this.#points(path, device);
    const labels = [...this.#states.get(path).labels.keys()];
    const stretch = new Int16Array(stretches).fill(-1);
    const counts = new Array(labels.length).fill(0);
    const width = (to - from) / stretches || 1;
    const lasts = !momentary.test(path);
    let next = 0;
    let state = -1;
    for (; next < points.length && points[next][0] < from; next += 1) {
      state = labels.indexOf(points[next][1]);
    }
    for (let place = 0; place < stretches; place += 1) {
      const end = place === stretches - 1 ? to : from + (place + 1) * width;
      let changes = 0;
      if (!lasts) state = -1;
      for (; next < points.length && points[next][0] <= end; next += 1) {
        const now = labels.indexOf(points[next][1]);
        counts[now] += 1;
        if (now !== state) changes += 1;
        state = now;
      }
      // A stretch in which one state ends and another begins is the new one's.
      stretch[place] = changes > 1 ? -2 : state;
    }
    return { path, labels, counts, stretch, lasts };
  }
}

/** The lowest and the highest point of each stretch, in their order. */
function thinned(points, stretches) {
  const kept = [];
  const start = points[0][0];
  const width = (points.at(-1)[0] - start) / stretches || 1;
  let place = 0;
  while (place < points.length) {
    const stretch = Math.floor((points[place][0] - start) / width);
    let [low, high] = [place, place];
    for (; place < points.length; place += 1) {
      if (Math.floor((points[place][0] - start) / width) !== stretch) break;
      if (points[place][1] < points[low][1]) low = place;
      if (points[place][1] > points[high][1]) high = place;
    }
    kept.push(points[Math.min(low, high)]);
    if (low !== high) kept.push(points[Math.max(low, high)]);
  }
  return kept;
}
