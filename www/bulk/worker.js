// Decodes a file of uplinks beside the page, and answers what the page asks about it.
import { codecFor } from "milesight-codec";
import { decodeByAny, failed } from "milesight-codec/bin/model.js";
import { records } from "milesight-codec/bin/records.js";
import { deviceOf, timeFrom, timeOf } from "../payload/event.js";
import { hex } from "../payload/write.js";
import * as files from "./export.js";
import { Store } from "./store.js";

/** So much is read at a time: the page may cancel in between. In bytes. */
const CHUNK = 1 << 18;

/** Columns of a table, by what they are called. */
const timeColumn = /^(time|timestamp|ts|date|datetime|received_?at|recv_?time)$/i;
const deviceColumn = /^(device|device_?id|device_?name|dev_?eui|name)$/i;

let store = new Store();
let cancelled = false;

async function* chunks(blob, progress) {
  for (let at = 0; at < blob.size && !cancelled; at += CHUNK) {
    yield new Uint8Array(await blob.slice(at, at + CHUNK).arrayBuffer());
    progress(Math.min(at + CHUNK, blob.size));
  }
}

async function run({ blob, model, column }) {
  store = new Store();
  cancelled = false;
  const codec = model ? codecFor(model) : undefined;
  const decode = codec ? (input) => codec.decodeUplink(input) : byDevice();
  const progress = (done) =>
    postMessage({ progress: { done, size: blob.size, payloads: store.counts.payloads } });
  let columns = {};
  let problem;
  try {
    for await (const batch of records([], { column }, chunks(blob, progress))) {
      // What is left then is the beginning of a line.
      if (cancelled) break;
      for (const record of batch) {
        if (record.kind === "header") columns = columnsOf(record.cells);
        else take(record, columns, decode, model);
      }
    }
  } catch (error) {
    // How to name a column on the command line is no help here: the field for it stands beside.
    problem = error.message.split("; --column")[0];
  }
  return { ...store.summary(), cancelled, problem };
}

/**
 * Decodes by the models that know the payload. A device is of one model: what it was found to be is
 * tried first, which also tells apart what two models know.
 */
function byDevice() {
  const known = new Map();
  return (input, device) => {
    const model = known.get(device);
    if (model) {
      const result = codecFor(model).decodeUplink(input);
      if (!result.warnings && !result.errors) return { models: [model], ...result };
    }
    const result = decodeByAny(input);
    if (device && result.models) known.set(device, result.models[0]);
    return result;
  };
}

function columnsOf(names) {
  const place = (pattern) => names.findIndex((name) => pattern.test(name.trim()));
  return { time: place(timeColumn), device: place(deviceColumn) };
}

function take({ where, object, cells, input, error }, columns, decode, model) {
  if (error === undefined && input === undefined) {
    store.counts.without += 1;
    return;
  }
  const device = (object ? deviceOf(object) : cells?.[columns.device]) || undefined;
  const result = error === undefined ? decode(input, device) : failed(error);
  const { models, data, warnings, errors } = result;
  store.add({
    line: Number(/\d+/.exec(where)?.[0] ?? 0),
    time: object ? timeOf(object) : timeFrom(cells?.[columns.time]),
    device,
    model: model || models?.[0],
    hex: input ? hex(input.bytes) : "",
    data,
    warnings,
    errors,
  });
}

const answers = {
  run,
  page: (asked) => store.page(asked),
  series: (asked) => store.series(asked),
  strip: (asked) => store.strip(asked),
  csv: () => files.csv(store.entries),
  json: () => files.json(store.entries),
};

self.addEventListener("message", async ({ data: { id, what, asked } }) => {
  if (what === "cancel") {
    cancelled = true;
    return;
  }
  try {
    postMessage({ id, answer: await answers[what](asked) });
  } catch (error) {
    postMessage({ id, problem: error.message });
  }
});

// While its module is still being compiled, what is sent here is lost: the page waits for this.
postMessage({ ready: true });
