// Decodes a file of uplinks beside the page, and answers what the page asks about it.
import { codecFor, detectModels } from "milesight-codec";
import { decodeByAny, failed } from "milesight-codec/bin/model.js";
import { bytesOf } from "milesight-codec/bin/payload.js";
import { records } from "milesight-codec/bin/records.js";
import { furthest, notWhole } from "../detect.js";
import {
  deviceOf,
  isZoneless,
  modelOf,
  payloadOf,
  rawTimeOf,
  readingOf,
  timeFrom,
  withoutOption,
} from "../payload/event.js";
import * as files from "./export.js";
import { Store } from "./store.js";

/** So much is read at a time: the page may cancel in between. In bytes. */
const CHUNK = 1 << 18;

/** Columns of a table, by what they are called. */
const timeColumn = /^(time|timestamp|ts|date|datetime|received_?at|recv_?time)$/i;
const deviceColumn = /^(device|device_?id|device_?name|dev_?eui|name)$/i;

/** The result of the last run that ended. Requests of the page refer to it. */
let store = new Store();

/** Runs are numbered. One ends early where it was cancelled, and where another has begun. */
let newest = 0;
let cancelled = 0;

async function* chunks(blob, stopped, progress) {
  for (let at = 0; at < blob.size && !stopped(); at += CHUNK) {
    yield new Uint8Array(await blob.slice(at, at + CHUNK).arrayBuffer());
    if (!stopped()) progress(Math.min(at + CHUNK, blob.size));
  }
}

async function run({ blob, model, column, naive }, id) {
  newest += 1;
  const mine = newest;
  const stopped = () => mine <= cancelled || mine !== newest;
  const found = new Store();
  const codec = model ? codecFor(model) : undefined;
  const decode = codec ? (input) => codec.decodeUplink(input) : byDevice();
  const progress = (done) =>
    postMessage({ id, progress: { done, size: blob.size, payloads: found.counts.payloads } });
  const how = { columns: {}, utc: naive === "utc", zoneless: 0 };
  let problem;
  try {
    for await (const batch of records([], { column }, chunks(blob, stopped, progress))) {
      // The rest would be an incomplete line.
      if (stopped()) break;
      for (const record of batch) {
        if (record.kind === "header") how.columns = columnsOf(record.cells);
        else takeAny(found, record, how, decode, model);
      }
    }
  } catch (error) {
    problem = withoutOption(error.message);
  }
  found.end();
  // A run that was overtaken by another one is discarded.
  if (mine === newest) store = found;
  return { ...found.summary(), zoneless: how.zoneless, cancelled: stopped(), problem };
}

/**
 * Decodes by the models that know the payload. A device is of one model: what it was found to be is
 * tried first, which also tells apart what two models know, and has the last word on a payload that
 * none knows as a whole. Without that, it is the model that gets furthest.
 */
function byDevice() {
  const known = new Map();
  return (input, device, hint) => {
    const model = known.get(device) ?? hint;
    const own = model && { models: [model], ...codecFor(model).decodeUplink(input) };
    if (own && !own.warnings && !own.errors) {
      if (device) known.set(device, model);
      return own;
    }
    const result = decodeByAny(input);
    if (result.models) {
      if (device) known.set(device, result.models[0]);
      return result;
    }
    if (own) return own;
    // Several models that know it all, but decode it differently, are told.
    return detectModels(input.bytes).length > 0 ? result : (byFurthest(input) ?? result);
  };
}

/** Decodes with the model that decodes most bytes, with a warning. */
function byFurthest(input) {
  const model = furthest(input.bytes, "Uplink");
  if (model === undefined) return undefined;
  const { warnings = [], ...result } = codecFor(model).decodeUplink(input);
  const told = [notWhole(model), ...warnings];
  return { models: [model], isFurthest: true, ...result, warnings: told };
}

function columnsOf(names) {
  const place = (pattern) => names.findIndex((name) => pattern.test(name.trim()));
  return { time: place(timeColumn), device: place(deviceColumn) };
}

/** Adds a record. A record that cannot be processed becomes an error, and the run goes on. */
function takeAny(found, record, how, decode, model) {
  try {
    take(found, record, how, decode, model);
  } catch (error) {
    const { errors, data } = failed(`it cannot be read: ${error.message}`);
    found.add({ line: lineOf(record), error: errors[0], data, errors });
  }
}

const lineOf = ({ where }) => Number(/\d+/.exec(where)?.[0] ?? 0);

function take(found, record, how, decode, model) {
  const { object, cells, input, error } = record;
  const other = object && input === undefined ? eventInput(object) : undefined;
  const own = input ?? other ?? undefined;
  if (own === undefined && (error === undefined || other === null)) {
    found.counts.without += 1;
    return;
  }
  const event = object && readingOf(object);
  const device = (event ? deviceOf(event) : cells?.[how.columns.device]) || undefined;
  const hint = event && !model ? modelOf(event) : undefined;
  const unread = own === undefined ? withoutOption(error) : undefined;
  const result = unread === undefined ? decode(own, device, hint) : failed(unread);
  const time = event ? rawTimeOf(event) : cells?.[how.columns.time];
  if (isZoneless(time)) how.zoneless += 1;
  found.add({
    line: lineOf(record),
    time: timeFrom(time, how),
    device,
    model: model || result.models?.[0],
    isFurthest: result.isFurthest,
    // The codec refuses anything but a list of bytes, and the table stores bytes only.
    bytes: isBytes(own?.bytes) ? own.bytes : [],
    error: unread ?? (isBytes(own.bytes) ? undefined : result.errors?.[0]),
    data: result.data,
    warnings: result.warnings,
    errors: result.errors,
  });
}

const isBytes = (bytes) =>
  bytes instanceof Uint8Array ||
  (Array.isArray(bytes) &&
    bytes.every((byte) => Number.isInteger(byte) && byte >= 0 && byte <= 255));

/** The payload of an event that the package's own reading does not have; null for one that has none. */
function eventInput(object) {
  try {
    const found = payloadOf(object);
    if (found === undefined) return null;
    if (found.downlink || typeof found.payload !== "string") return undefined;
    return { bytes: bytesOf(found.payload, found.form), fPort: found.fPort };
  } catch {
    return undefined;
  }
}

const answers = {
  run,
  summary: ({ device }) => store.summary(device),
  page: (asked) => store.page(asked),
  series: (asked) => store.series(asked),
  lanes: (asked) => store.lanes(asked),
  csv: ({ safe, ...look }) => files.csv(store, look, safe),
  json: (look) => files.json(store, look),
};

self.addEventListener("message", async ({ data: { id, what, asked } }) => {
  if (what === "cancel") {
    cancelled = newest;
    return;
  }
  try {
    postMessage({ id, answer: await answers[what](asked, id) });
  } catch (error) {
    postMessage({ id, problem: error.message });
  }
});

// While its module is still being compiled, what is sent here is lost: the page waits for this.
postMessage({ ready: true });
