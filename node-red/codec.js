// Decodes and encodes the nodes' messages. `cargo xtask build` bundles it with the package's plain JavaScript into one
// file, in the syntax of Node 12: Node-RED on a gateway needs no other package and no network.
import { bytesOf } from "../pkg/bin/payload.js";
import { PRIORITIES } from "../pkg/events/downlink.js";
import { findModel, parseUplink, toBase64, toDownlink, toHex } from "../pkg/events/index.js";
import { names } from "../pkg/events/names.js";
import { servers } from "../pkg/events/servers.js";
import { codecFor, models } from "../pkg/js/index.js";

/** The editor's list of models, each with its other names. */
export const modelChoices = models.map((model) => {
  const others = Object.keys(names).filter((name) => name !== model && names[name] === model);
  const label = others.length > 0 ? `${model} (${others.join(", ")})` : model;
  return { value: model, label };
});

/** The priorities of The Things Stack's queue. */
export const priorityChoices = PRIORITIES.map((value) => ({
  value,
  label: value.replace("_", " "),
}));

/** The editor's list of network servers. */
export const serverChoices = servers.map(({ server, title }) => ({ value: server, label: title }));

const nothing = (value) => value === undefined || value === null || value === "";

/** The codec of the model that the node's setting names, or else the message, or else the event. */
function codecOf(settingModel, messageModel, eventModel) {
  if (!nothing(settingModel)) return codecFor(settingModel);
  if (!nothing(messageModel)) {
    const model = findModel(messageModel);
    if (model !== undefined) return codecFor(model);
    throw new Error(`msg.model: got ${shown(messageModel)}; allowed: ${models.join(", ")}`);
  }
  if (eventModel !== undefined) return codecFor(eventModel);
  throw new Error("no model: the event names none; set it in the node or in msg.model");
}

function shown(value) {
  return typeof value === "string" ? JSON.stringify(value.slice(0, 40)) : `a ${typeof value}`;
}

/** Text that begins like an object of JSON, parsed; anything else as it is. */
function parsed(payload) {
  if (typeof payload !== "string" || !payload.trim().startsWith("{")) return payload;
  try {
    return JSON.parse(payload);
  } catch (error) {
    throw new Error(`msg.payload: ${error.message}`);
  }
}

/** The uplink in a message: an event of a network server, bytes, or their text. */
function uplinkOf(msg) {
  const payload = parsed(msg.payload);
  const { fPort } = msg;
  if (typeof payload === "string") return { bytes: Array.from(bytesOf(payload)), fPort };
  if (Array.isArray(payload)) return { bytes: payload, fPort };
  if (payload instanceof Uint8Array) return { bytes: Array.from(payload), fPort };
  const uplink = parseUplink(payload);
  if (uplink.server === undefined) throw new Error(`msg.payload: ${uplink.reason}`);
  return uplink;
}

const problemsOf = ({ warnings }) => (warnings === undefined ? {} : { warnings });

/** A node's status after a result: its first warning, or else the text. */
export function statusOf({ model, warnings }, text) {
  return warnings
    ? { fill: "yellow", shape: "ring", text: `${model}: ${warnings[0]}` }
    : { fill: "green", shape: "dot", text: `${model}: ${text}` };
}

/**
 * Returns `{ set }`, the properties to assign to `msg`, or `{ reason }` for an event without an uplink.
 * @throws Error if the payload cannot be decoded.
 */
export function decode(msg, { model }) {
  const uplink = uplinkOf(msg);
  if (uplink.bytes === undefined) return { reason: uplink.reason };
  const codec = codecOf(model, msg.model, uplink.model);
  const result = codec.decodeUplink(uplink);
  if (result.errors) throw new Error(`${codec.model}: ${result.errors.join("; ")}`);
  const milesight = { ...uplink, model: codec.model, ...problemsOf(result) };
  return { set: { payload: result.data, milesight } };
}

const forms = {
  buffer: (bytes) => Buffer.from(bytes),
  array: (bytes) => bytes,
  hex: toHex,
  base64: toBase64,
};

/**
 * The members to set in a message with a command. `form` is that of the bytes, or "server" for the message or the
 * request that a network server takes.
 * @throws Error if there is nothing to send.
 */
export function encode(msg, { model, form, server, confirmed, priority }) {
  const about = msg.milesight || {};
  const codec = codecOf(model, msg.model, about.model);
  const result = codec.encodeDownlink({ data: parsed(msg.payload), fPort: msg.fPort });
  if (result.errors) throw new Error(`${codec.model}: ${result.errors.join("; ")}`);
  const milesight = { ...about, model: codec.model, bytes: result.bytes };
  // The uplink's warnings are not the command's.
  delete milesight.warnings;
  Object.assign(milesight, problemsOf(result));
  if (form !== "server") {
    const write = forms[form] || forms.buffer;
    return { payload: write(result.bytes), fPort: result.fPort, milesight };
  }
  const target = { ...about, ...msg.target };
  const to = nothing(server) ? about.server : server;
  const sent = toDownlink(to, target, result, { confirmed: confirmed === true, priority });
  if (sent.reason !== undefined) throw new Error(sent.reason);
  const message =
    sent.topic === undefined
      ? {
          method: sent.method,
          url: `${msg.url || ""}${sent.path}`,
          headers: { ...msg.headers, ...sent.headers },
          payload: sent.body,
        }
      : { topic: sent.topic, payload: sent.payload };
  return { ...message, milesight };
}
