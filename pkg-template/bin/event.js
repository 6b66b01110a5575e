// Where the payload stands in an object: a bare one, or the event of a network server.
import { beginsAsJson } from "./json.js";

/** The members and columns that a payload is looked for in, in this order, where none is named. */
export const places = ["bytes", "data", "payload", "frm_payload", "hex"];

/** Events of The Things Stack that have a command in them. */
const commands = [
  "downlink_sent",
  "downlink_queued",
  "downlink_ack",
  "downlink_nack",
  "downlink_failed",
];

/** What ChirpStack and gateways say of an uplink; a command to them has none of it. */
const uplinkMarks = ["deviceInfo", "applicationID", "rxInfo", "fCnt"];

const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);

/** What `JSON.stringify` makes of a Buffer of Node, as Node-RED has them. */
const isBuffer = (value) => isObject(value) && value.type === "Buffer" && Array.isArray(value.data);

const unbuffered = (payload) => (isBuffer(payload) ? payload.data : payload);

/** Text or bytes. */
function isPayload(value) {
  const payload = unbuffered(value);
  return (typeof payload === "string" || Array.isArray(payload)) && payload.length > 0;
}

/**
 * The payload in an object; with `downlink` that of a command. Gives `{ payload, form, fPort }`, where
 * `form` is the server's, or nothing for an event without such a payload, a join for example.
 */
export function payloadIn(object, { place, downlink = false } = {}) {
  const found = place === undefined ? unnamed(object, downlink) : named(object, place);
  return found && payloadOf(found, { downlink });
}

/**
 * The payload itself where what was found is JSON as text: a whole message, as `mosquitto_sub -F %j` and
 * the cells of tables have it, or a list of bytes. In that is looked once: nobody wraps more often, and
 * hostile input could.
 */
export function payloadOf(found, { downlink = false } = {}) {
  const value = isJson(found.payload) ? parsed(found.payload) : found.payload;
  if (value === found.payload || !isObject(value)) return { ...found, payload: unbuffered(value) };
  const inner = unnamed(value, downlink, "");
  const fPort = inner?.fPort ?? found.fPort;
  return inner && { ...inner, payload: unbuffered(inner.payload), fPort };
}

/** No payload begins like this. */
const isJson = (payload) => typeof payload === "string" && beginsAsJson(payload);

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Error(`the payload is not JSON, though it begins as such: ${error.message}`);
  }
}

/** The payload where a server's event has it, or else a bare object; `hint` is for whoever has neither. */
function unnamed(object, downlink, hint = "; --column NAME says which member has it") {
  const { result } = object;
  // Webhooks and MQTT; the storage integration; the event stream over HTTP; the event log; a message of
  // Node-RED.
  const parts = [object, result, result?.data, object.data, object.payload].filter(isObject);
  const own = first(parts, downlink ? commandOf : uplinkOf);
  if (isPayload(own?.payload)) return own;
  if (downlink && parts.some(isUplink)) return undefined;
  // Who makes objects of their own gives them a devEUI too, and puts the payload anywhere.
  const events = parts.filter(isEvent);
  const bare = first([...events, object], bareOf);
  if (bare || own || events.length > 0) return bare ?? own;
  // What is empty or of a wrong type is the codec's to refuse.
  const name = places.find((place) => place in object);
  if (name) return { payload: object[name] };
  throw new Error(
    `no payload in it: allowed are ${places.join(", ")}, or an event of The Things Stack or ChirpStack${hint}`,
  );
}

/** The first that is found, if possible one that is a payload. */
function first(parts, find) {
  const found = parts.map(find).filter(Boolean);
  return found.find(({ payload }) => isPayload(payload)) ?? found[0];
}

/** Of objects of several kinds not all have the member; and one that is empty is as none. */
function named(object, place) {
  const payload = place.split(".").reduce((part, name) => part?.[name], object);
  return (payload ?? "") === "" ? undefined : { payload, fPort: object.fPort };
}

const isChirpStack = (part) => isObject(part.deviceInfo) || "devEUI" in part;

function isEvent(part) {
  const isTheThingsStack =
    isObject(part.uplink_message) || "end_device_ids" in part || "identifiers" in part;
  return isTheThingsStack || isChirpStack(part);
}

/** The payload of an uplink, where its server has it. */
function uplinkOf(part) {
  if (isObject(part.uplink_message)) {
    return base64(part.uplink_message.frm_payload, part.uplink_message.f_port);
  }
  return isChirpStack(part) ? base64(part.data, part.fPort) : undefined;
}

/** What is decoded as an uplink must not be decoded as a command. */
function isUplink(part) {
  if (isObject(part.uplink_message)) return uplinkOf(part) !== undefined;
  return uplinkMarks.some((mark) => mark in part) && base64(part.data) !== undefined;
}

/** The payload of a command, where The Things Stack has it, or gateways. */
function commandOf(part) {
  const event = part[commands.find((name) => isObject(part[name]))];
  // A failure has the command in it, beside its reason.
  const [message, ...more] = event ? [event.downlink ?? event] : listOf(part.downlinks);
  if (more.length > 0) {
    throw new Error(
      `it has ${more.length + 1} downlinks; allowed is one: jq -c '..|.downlinks?[]?' makes a line of each`,
    );
  }
  if (isObject(message)) return base64(message.frm_payload, message.f_port);
  return isChirpStack(part) && !isUplink(part) ? base64(part.data, part.fPort) : undefined;
}

const listOf = (value) => (Array.isArray(value) ? value : []);

function bareOf(part) {
  const name = places.find((place) => isPayload(part[place]));
  return name && { payload: part[name], fPort: part.fPort ?? part.f_port };
}

/** Servers have payloads in one form. They leave an empty one out, or write null or "". */
function base64(payload, fPort) {
  return (payload ?? "") === "" ? undefined : { payload, form: "base64", fPort };
}
