// The payloads of a file, kept in the worker. Bytes are kept, not objects: rows that are shown are decoded again.
import { codecFor } from "milesight-codec";
import { decodeByAny, failed } from "milesight-codec/bin/model.js";
import { notWhole } from "../detect.js";
import { hex } from "../payload/write.js";
import { Fields, valueAt } from "./fields.js";
import { Growing, Names } from "./growing.js";
import * as rows from "./series.js";

/** So many devices are drawn at once, those with the most payloads first. */
const DRAWN = 12;

/** So many fields' values are kept, the last that were asked for. */
const COLUMNS = 7;

const WARNED = 1;
const FAILED = 2;
/** The model does not decode the whole payload, but gets furthest. */
const FURTHEST = 4;

/** The records in an uplink's data that have a time of their own, as history has. */
const recordsIn = (data) =>
  Object.values(data).flatMap((value) =>
    Array.isArray(value) ? value.filter((each) => typeof each?.timestamp === "number") : [],
  );

export class Store {
  counts = { payloads: 0, records: 0, warnings: 0, errors: 0, without: 0 };
  /** Rows of the table: payloads, and the records in them, each behind its payload. */
  #payload = new Growing(Uint32Array);
  #record = new Growing(Uint16Array);
  #time = new Growing(Float64Array);
  /** Payloads. */
  #start = new Growing(Uint32Array);
  #bytes = new Growing(Uint8Array);
  #line = new Growing(Uint32Array);
  #device = new Growing(Uint32Array);
  #model = new Growing(Uint8Array);
  #flags = new Growing(Uint8Array);
  /** Why a payload could not be read: few have a reason. */
  #unread = new Map();
  #devices = new Names();
  #models = new Names();
  #counts = new Map();
  #fields = new Fields();
  #columns = new Map();
  #timed = false;

  constructor() {
    this.#models.number(undefined);
  }

  /** Takes a decoded payload. */
  add({ line, time, device = "", model, isFurthest, bytes = [], error, data, warnings, errors }) {
    const { counts } = this;
    const number = this.#devices.number(device);
    counts.payloads += 1;
    if (warnings) counts.warnings += 1;
    if (errors) counts.errors += 1;
    const own = this.#counts.get(number) ?? { payloads: 0, records: 0, warnings: 0, errors: 0 };
    this.#counts.set(number, own);
    own.payloads += 1;
    if (warnings) own.warnings += 1;
    if (errors) own.errors += 1;
    const payload = this.#line.length;
    if (error !== undefined) this.#unread.set(payload, error);
    this.#start.push(this.#bytes.length);
    this.#bytes.pushAll(bytes);
    this.#line.push(line);
    this.#device.push(number);
    this.#model.push(this.#models.number(model));
    this.#flags.push((warnings ? WARNED : 0) | (errors ? FAILED : 0) | (isFurthest ? FURTHEST : 0));
    this.#row(payload, 0, time);
    this.#fields.add(model, device, data, time !== undefined);
    recordsIn(data).forEach((record, index) => {
      counts.records += 1;
      own.records += 1;
      this.#row(payload, index + 1, record.timestamp * 1000);
      this.#fields.add(model, device, record, Number.isFinite(record.timestamp));
    });
  }

  #row(payload, record, time) {
    this.#payload.push(payload);
    this.#record.push(record);
    this.#time.push(time ?? Number.NaN);
    if (time !== undefined) this.#timed = true;
  }

  /** Frees unused memory after the last payload. */
  end() {
    for (const column of this.#all()) column.trim();
  }

  #all() {
    return [
      this.#payload,
      this.#record,
      this.#time,
      this.#start,
      this.#bytes,
      this.#line,
      this.#device,
      this.#model,
      this.#flags,
    ];
  }

  /** The bytes that are kept, the values of fields included. */
  get size() {
    const columns = [...this.#columns.values()].reduce(
      (sum, { at, values }) => sum + at.byteLength + values.byteLength,
      0,
    );
    return this.#all().reduce((sum, { bytes }) => sum + bytes, columns);
  }

  #payloadBytes(payload) {
    return this.#bytes.slice(
      this.#start.at(payload),
      this.#start.at(payload + 1) ?? this.#bytes.length,
    );
  }

  /** Decodes a payload again, with the same result as when it was added. */
  #decoded(payload) {
    const error = this.#unread.get(payload);
    if (error !== undefined) return failed(error);
    const bytes = this.#payloadBytes(payload);
    const model = this.#models.all[this.#model.at(payload)];
    if (model === undefined) return decodeByAny({ bytes });
    const result = codecFor(model).decodeUplink({ bytes });
    if (!(this.#flags.at(payload) & FURTHEST)) return result;
    return { ...result, warnings: [notWhole(model), ...(result.warnings ?? [])] };
  }

  /** A row: `{ line, record, time?, device?, model?, hex, data, warnings?, errors? }`. */
  #entry(row, decoded = this.#decoded(this.#payload.at(row))) {
    const payload = this.#payload.at(row);
    const record = this.#record.at(row);
    const time = this.#time.at(row);
    const own = {
      line: this.#line.at(payload),
      time: Number.isNaN(time) ? undefined : time,
      device: this.#devices.all[this.#device.at(payload)] || undefined,
      model: this.#models.all[this.#model.at(payload)],
    };
    if (record > 0)
      return { ...own, record: true, hex: "", data: recordsIn(decoded.data)[record - 1] };
    const { data, warnings, errors } = decoded;
    return { ...own, hex: hex(this.#payloadBytes(payload)), data, warnings, errors };
  }

  /** The rows of a device and a time range, or all. Each payload is decoded once. */
  *entries({ device, range } = {}) {
    let last = -1;
    let decoded;
    const only = this.#only(device);
    for (let row = 0; row < this.#payload.length; row += 1) {
      const payload = this.#payload.at(row);
      if (only !== undefined && this.#device.at(payload) !== only) continue;
      if (!this.#isWithin(row, range)) continue;
      if (payload !== last) decoded = this.#decoded(payload);
      last = payload;
      yield this.#entry(row, decoded);
    }
  }

  #only(device) {
    return device === undefined ? undefined : this.#devices.number(device);
  }

  /** The counts and fields of one device, or of all. */
  summary(device) {
    const { without } = this.counts;
    const own = device === undefined ? this.counts : this.#counts.get(this.#only(device));
    const most = (one, other) => other.count - one.count;
    return {
      counts: { ...own, without: device === undefined ? without : 0 },
      rows: this.#payload.length,
      size: this.size,
      byLine: !this.#timed,
      devices: [...this.#counts]
        .map(([number, { payloads }]) => ({ name: this.#devices.all[number], count: payloads }))
        .sort(most),
      ...this.#fields.list(device, this.#timed),
    };
  }

  #x(row) {
    return this.#timed ? this.#time.at(row) / 1000 : this.#line.at(this.#payload.at(row));
  }

  #isWithin(row, range) {
    const x = this.#x(row);
    return range === undefined || (x >= range[0] && x <= range[1]);
  }

  /** The rows of a device and a time range that contain a text, sorted. */
  #chosen({ device, range, problemsOnly, find = "", sort = "line", descending = false }) {
    const only = this.#only(device);
    const text = find.trim().toLowerCase();
    const found = [];
    for (let row = 0; row < this.#payload.length; row += 1) {
      const payload = this.#payload.at(row);
      if (only !== undefined && this.#device.at(payload) !== only) continue;
      const isProblem = this.#record.at(row) === 0 && this.#flags.at(payload) & (WARNED | FAILED);
      if (problemsOnly && !isProblem) continue;
      if (!this.#isWithin(row, range)) continue;
      if (text !== "" && !this.#hasText(row, text)) continue;
      found.push(row);
    }
    const keys = {
      time: (row) =>
        Number.isNaN(this.#time.at(row)) ? Number.POSITIVE_INFINITY : this.#time.at(row),
      device: (row) => this.#devices.all[this.#device.at(this.#payload.at(row))],
      model: (row) => this.#models.all[this.#model.at(this.#payload.at(row))] ?? "",
      line: (row) => row,
    };
    const key = keys[sort];
    if (sort !== "line") {
      found.sort((one, other) => {
        const [a, b] = [key(one), key(other)];
        return a < b ? -1 : a > b ? 1 : one - other;
      });
    }
    return descending ? found.reverse() : found;
  }

  #hasText(row, text) {
    const { device = "", model = "", hex: digits, data } = this.#entry(row);
    return `${device}\n${model}\n${digits}\n${JSON.stringify(data)}`.toLowerCase().includes(text);
  }

  /** A page of the table. With a `line`, it is the page that this line is on. */
  page({ from, count, line, ...how }) {
    const all = this.#chosen(how);
    let start = from;
    if (line !== undefined) {
      const at = all.findIndex((row) => this.#line.at(this.#payload.at(row)) >= line);
      start = Math.floor(Math.max(at, 0) / count) * count;
    }
    const shown = all.slice(start, start + count);
    return { rows: shown.map((row) => this.#entry(row)), total: all.length, from: start };
  }

  /** The values of a field, in the order of rows: `{ at, values, labels }`. Labels are numbered. */
  #column(path, isNumber) {
    const key = keyOf(path, isNumber);
    if (!this.#columns.has(key)) this.#readColumns([path], isNumber);
    const known = this.#columns.get(key);
    // The last one that was asked for is the last to be given up.
    this.#columns.delete(key);
    this.#columns.set(key, known);
    return known;
  }

  /** Decodes everything once for several fields. Of models that disagree, the type that is asked for counts. */
  #readColumns(paths, isNumber) {
    const found = paths
      .filter((path) => !this.#columns.has(keyOf(path, isNumber)))
      .map((path) => ({
        path,
        at: new Growing(Uint32Array),
        values: new Growing(isNumber ? Float64Array : Uint16Array),
        labels: new Names(),
      }));
    if (found.length === 0) return;
    let last = -1;
    let decoded;
    for (let row = 0; row < this.#payload.length; row += 1) {
      const payload = this.#payload.at(row);
      if (payload !== last) decoded = this.#decoded(payload);
      last = payload;
      const record = this.#record.at(row);
      const data = record > 0 ? recordsIn(decoded.data)[record - 1] : decoded.data;
      for (const { path, at, values, labels } of found) {
        const value = valueAt(data, path);
        if (value === undefined || (typeof value === "number") !== isNumber) continue;
        at.push(row);
        values.push(isNumber ? value : labels.number(value));
      }
    }
    for (const { path, at, values, labels } of found) {
      this.#columns.set(keyOf(path, isNumber), {
        at: at.slice(0, at.length),
        values: values.slice(0, values.length),
        labels: labels.all,
      });
    }
    // The number that is plotted, and the states beside it.
    const needed = new Set(paths.map((path) => keyOf(path, isNumber)));
    for (const key of this.#columns.keys()) {
      if (this.#columns.size <= Math.max(COLUMNS, paths.length)) break;
      if (!needed.has(key)) this.#columns.delete(key);
    }
  }

  /** Points of a field by device, in the order of time; those without a time are counted. */
  #points(path, isNumber, device) {
    const { at, values, labels } = this.#column(path, isNumber);
    const only = this.#only(device);
    const byDevice = new Map();
    let untimed = 0;
    at.forEach((row, place) => {
      const own = this.#device.at(this.#payload.at(row));
      if (only !== undefined && own !== only) return;
      const x = this.#x(row);
      if (Number.isNaN(x)) {
        untimed += 1;
        return;
      }
      if (!byDevice.has(own)) byDevice.set(own, []);
      byDevice.get(own).push([x, isNumber ? values[place] : labels[values[place]]]);
    });
    const series = [...byDevice].map(([number, points]) => {
      points.sort(([one], [other]) => one - other);
      return { device: this.#devices.all[number], points };
    });
    series.sort((one, other) => other.points.length - one.points.length);
    return { series, untimed };
  }

  /** A number over time, a series for each device. */
  series({ path, device, from, to, stretches }) {
    const { series, untimed } = this.#points(path, true, device);
    const drawn = series.slice(0, DRAWN);
    let [count, low, high, sum] = [0, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0];
    const ends = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    for (const { points } of series) {
      for (const [x, value] of rows.within(points, from, to)) {
        count += 1;
        sum += value;
        low = Math.min(low, value);
        high = Math.max(high, value);
        ends[0] = Math.min(ends[0], x);
        ends[1] = Math.max(ends[1], x);
      }
    }
    const own = drawn.map(({ device: name, points }) => {
      const seen = rows.within(points, from, to);
      const few = rows.thinned(seen, Math.ceil(stretches / Math.min(drawn.length, 4)));
      const silence = Math.max(rows.silenceOf(points), few === seen ? 0 : widest(few));
      return { device: name, count: seen.length, points: rows.withGaps(few, silence) };
    });
    const { x, columns } = rows.aligned(own.map(({ points }) => points));
    return {
      path,
      byLine: !this.#timed,
      untimed,
      count,
      thinned: own.some(({ count: all, points }) => points.length < all),
      range: count > 0 ? ends : undefined,
      whole: wholeOf(series),
      low,
      high,
      mean: sum / count,
      x,
      lines: own.map(({ device: name, count: of }, index) => ({
        device: name,
        count: of,
        y: columns[index],
      })),
      more: series.length - drawn.length,
    };
  }

  /** States over time: for each path a lane for each device. Without a range, of the whole file. */
  lanes({ paths, device, from, to, stretches }) {
    this.#readColumns(paths, false);
    const all = paths.map((path) => ({ path, ...this.#points(path, false, device) }));
    const ends = all.flatMap(({ series }) => wholeOf(series) ?? []);
    const range =
      from === undefined
        ? ends.length > 0
          ? [Math.min(...ends), Math.max(...ends)]
          : undefined
        : [from, to];
    if (!range) return { lanes: [], range };
    const known = this.#fields.list(device, this.#timed).states;
    const lanes = all.map(({ path, series }) => {
      const { lasts = true } = known.find((state) => state.path === path) ?? {};
      return {
        path,
        lasts,
        more: Math.max(0, series.length - DRAWN),
        strips: series.slice(0, DRAWN).map(({ device: name, points }) => {
          const counts = new Map();
          for (const [, label] of rows.within(points, ...range)) {
            counts.set(label, (counts.get(label) ?? 0) + 1);
          }
          const how = {
            from: range[0],
            to: range[1],
            stretches,
            lasts,
            silence: rows.silenceOf(points),
          };
          return {
            device: name,
            counts: [...counts],
            stretch: rows.stretchesOf(points, how),
          };
        }),
      };
    });
    return { lanes, range };
  }
}

const keyOf = (path, isNumber) => `${isNumber ? "number" : "state"} ${path}`;

const wholeOf = (series) =>
  series.length > 0
    ? [
        Math.min(...series.map(({ points }) => points[0][0])),
        Math.max(...series.map(({ points }) => points.at(-1)[0])),
      ]
    : undefined;

/** Of points that were made fewer, the usual distance is that of the stretches. */
function widest(points) {
  const silence = rows.silenceOf(points);
  return Number.isFinite(silence) ? silence : 0;
}
