// milesight-codec simulate
import { setTimeout } from "node:timers/promises";
import { toBase64 } from "../events/index.js";
import { encodeUplink } from "../simulate.js";
import { nearest, Usage } from "./arguments.js";
import { commandOf } from "./command.js";
import { modelOf } from "./model.js";
import { Output } from "./output.js";
import { quoted } from "./print.js";

export const options = { model: "MODEL", every: "TIME", count: "NUMBER", server: "NAME" };

const DEV_EUI = "24e124aabbccdd01";
const APPLICATION = "17c82e96-be03-4f38-aef3-f83d48582d97";

/** The events of servers, as pkg-template/events/servers.js reads them. */
const servers = {
  chirpstack: ({ model, time, fCnt, fPort, data }) => ({
    time,
    deviceInfo: {
      applicationId: APPLICATION,
      deviceProfileName: `Milesight ${model.toUpperCase()}`,
      deviceName: `${model}-simulated`,
      devEui: DEV_EUI,
    },
    fCnt,
    fPort,
    data,
  }),
  "the-things-stack": ({ model, time, fCnt, fPort, data }) => ({
    end_device_ids: {
      device_id: `${model}-simulated`,
      application_ids: { application_id: "simulated" },
      dev_eui: DEV_EUI.toUpperCase(),
    },
    received_at: time,
    uplink_message: {
      f_port: fPort,
      f_cnt: fCnt,
      frm_payload: data,
      version_ids: { model_id: model },
      network_ids: { tenant_id: "simulated" },
    },
  }),
};

const UNITS = { s: 1000, m: 60_000, h: 3_600_000 };

/** The longest time that a timer takes is 24 days. */
const LONGEST = 24 * 24 * UNITS.h;

export async function run(options, others) {
  const { codec, words } = modelOf(options, others);
  const { model } = codec;
  const every = timeOf(options.every);
  const count = countOf(options.count) ?? (every === undefined ? 1 : Number.POSITIVE_INFINITY);
  const event = serverOf(options.server ?? "chirpstack");
  const given = words.length > 0 ? commandOf(words, codec.fields()) : undefined;
  const device = new Device(codec);
  const output = new Output();
  for (let fCnt = 0; fCnt < count; fCnt += 1) {
    if (fCnt > 0 && every !== undefined) await setTimeout(every);
    const { bytes, fPort, errors } = given ? encodeUplink(model, { data: given }) : device.uplink();
    if (errors) {
      for (const error of errors) process.stderr.write(`milesight-codec: ${error}\n`);
      process.exitCode = 1;
      return;
    }
    const time = new Date().toISOString();
    output.line(JSON.stringify(event({ model, time, fCnt, fPort, data: toBase64(bytes) })));
    await output.flush();
  }
}

function timeOf(text) {
  if (text === undefined) return undefined;
  const [, number, unit] = /^(\d+(?:\.\d+)?)(s|m|h)$/.exec(text) ?? [];
  const time = Number(number) * UNITS[unit];
  if (!(time > 0 && time <= LONGEST)) {
    throw new Usage(`--every: got ${quoted(text)}; allowed: a time, as 10s, 5m or 1h`);
  }
  return time;
}

function countOf(text) {
  if (text === undefined) return undefined;
  if (!/^[1-9]\d{0,8}$/.test(text)) {
    throw new Usage(`--count: got ${quoted(text)}; allowed: a whole number from 1`);
  }
  return Number(text);
}

function serverOf(name) {
  if (Object.hasOwn(servers, name)) return servers[name];
  const allowed = Object.keys(servers);
  throw new Usage(
    `--server: got ${quoted(name)}${nearest(name, allowed)}; allowed: ${allowed.join(", ")}`,
  );
}

/** The lowest and highest simulated values by unit, where a field's own range is too wide. */
const usual = {
  "°C": [18, 26],
  "%RH": [35, 60],
  "%": [80, 100],
  V: [225, 235],
  W: [0, 2000],
  mA: [0, 9000],
};

/** A device whose values move a little from uplink to uplink. */
class Device {
  #codec;
  #fields;
  #places = new Map();

  constructor(codec) {
    this.#codec = codec;
    this.#fields = codec.fields().filter((field) => isMeasured(codec.model, field));
  }

  /** Encodes all fields; leaves out those with an error, which need a field that is not measured. */
  uplink() {
    const { model } = this.#codec;
    let left = this.#fields;
    for (;;) {
      const words = left.map((field) => `${field.path}=${this.#value(field)}`);
      const encoded = encodeUplink(model, { data: commandOf(words, left) });
      // One at a time: without it, others may have none.
      const wrong = left.find(({ path }) => encoded.errors?.some((error) => isAbout(error, path)));
      if (wrong === undefined) return encoded;
      left = left.filter((field) => field !== wrong);
    }
  }

  #value({ path, labels, unit, range = [0, 100], step = 0.1 }) {
    if (path === "timestamp") return Math.floor(Date.now() / 1000);
    const place = this.#move(path);
    if (labels) {
      const known = labels.filter(isKnown);
      return known[Math.floor(place * known.length)];
    }
    const first = Math.max(range[0], Math.min(range[1], 0));
    const [lowest, highest] = usual[unit] ?? [first, Math.min(range[1], first + 100 * step)];
    // Steps are whole numbers or a tenth or a half, so this ends as they do.
    return Number((Math.round((lowest + place * (highest - lowest)) / step) * step).toFixed(1));
  }

  /** A field's place in its range, from 0 to below 1. */
  #move(path) {
    const before = this.#places.get(path) ?? Math.random();
    const place = Math.min(0.999, Math.max(0, before + (Math.random() - 0.5) / 10));
    this.#places.set(path, place);
    return place;
  }
}

/** Returns true for the error of a field, or of the object that the field is in. */
const isAbout = (error, path) =>
  [path, path.split(".")[0]].some((name) => error.startsWith(`${name}: `));

/** Channels from here on have versions, settings and results. */
const FIRST_OF_SETTINGS = 0xf0;

/**
 * Returns true for fields that change from uplink to uplink. Fields that are reported once, such as versions
 * and starts, have one label or none. Fields that commands also set are settings, unless a channel below
 * FIRST_OF_SETTINGS reports them.
 */
function isMeasured(model, { path, kind, direction, labels, range }) {
  if (path.includes("[") || direction === "downlink") return false;
  if (kind !== "number" && !(labels?.filter(isKnown).length > 1)) return false;
  if (direction === "uplink") return true;
  const { bytes } = encodeUplink(model, { data: { [path]: labels?.[0] ?? range?.[0] ?? 0 } });
  return bytes.length > 0 && bytes[0] < FIRST_OF_SETTINGS;
}

const isKnown = (label) => label !== "unknown";
