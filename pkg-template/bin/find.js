// Finds the payload in an object: the event of a network server, or an object of the user's own.
import { eventIn, isObject, isPayload, member, partsOf, readEvent } from "../events/servers.js";
import { beginsAsJson } from "./json.js";
import { isByteList } from "./payload.js";
import { QUOTED } from "./print.js";

/** The members and columns that a payload is looked for in, in this order, where none is named. */
export const places = [
  "bytes",
  "data",
  "payload",
  "frm_payload",
  "hex",
  "payload_hex",
  "payload_raw",
  "PayloadData",
];

/** Events of The Things Stack that have a command in them. */
const commands = [
  "downlink_sent",
  "downlink_queued",
  "downlink_ack",
  "downlink_nack",
  "downlink_failed",
];

/** Members of uplinks of ChirpStack and gateways that commands to them lack. */
const uplinkMarks = ["deviceInfo", "applicationID", "rxInfo", "fCnt"];

/** The most members named in an error. */
const NAMED = 8;

/** Returns true for the JSON of a Node Buffer, as Node-RED writes it. */
const isBuffer = (value) => isObject(value) && value.type === "Buffer" && Array.isArray(value.data);

const unbuffered = (payload) => (isBuffer(payload) ? payload.data : payload);

const holdsPayload = (value) => isPayload(unbuffered(value));

/**
 * The payload in an object; with `downlink` that of a command. Gives `{ payload, form, fPort, device }`,
 * where `form` is the server's, or nothing for an event without such a payload, a join for example.
 */
export function payloadIn(object, { place, downlink = false } = {}) {
  const found = place === undefined ? unnamed(object, downlink) : named(object, place);
  return found && payloadOf(found, { downlink });
}

/**
 * Unwraps a payload that is JSON text, one level deep: a whole message, as in the output of `mosquitto_sub -F %j` and
 * in the cells of tables, or a list of bytes.
 */
export function payloadOf(found, { downlink = false } = {}) {
  const value = isJson(found.payload) ? parsed(found.payload) : found.payload;
  if (value === found.payload || !isObject(value)) return { ...found, payload: unbuffered(value) };
  const inner = unnamed(value, downlink, "");
  const fPort = inner?.fPort ?? found.fPort;
  return inner && { ...inner, payload: unbuffered(inner.payload), fPort };
}

/** Returns true for text that begins as JSON and is not a list of bytes. */
const isJson = (payload) =>
  typeof payload === "string" && beginsAsJson(payload) && !isByteList(payload);

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Error(`the payload is not JSON, though it begins as such: ${error.message}`);
  }
}

/** Finds the payload in a server's event, or else in a plain object; `hint` ends the error if there is none. */
function unnamed(object, downlink, hint = "; --column NAME says which member has it") {
  const parts = partsOf(object);
  const own = downlink ? first(parts.map(commandOf)) : uplinkOf(object);
  if (holdsPayload(own?.payload)) return own;
  if (downlink && parts.some(isUplink)) return undefined;
  // An object without a server's envelope may have a devEUI, and the payload at any level.
  const events = parts.filter(readEvent);
  const bare = first([...events, object, ...parts].map(bareOf));
  if (bare || own || events.length > 0) return bare ?? own;
  // Empty or of a wrong type: return it anyway; the codec reports why it is invalid.
  const name = places.find((place) => Object.hasOwn(object, place));
  if (name) return { payload: object[name] };
  throw new Error(
    `no payload found: got ${membersOf(object)}; allowed: one of ${places.join(", ")}, or a network server's event${hint}`,
  );
}

/** The members of an object, for a message: they help to find the payload. */
function membersOf(object) {
  const names = Object.keys(object);
  if (names.length === 0) return "no members";
  const shown = names.slice(0, NAMED).map((name) => name.slice(0, QUOTED));
  const more = names.length > NAMED ? ` and ${names.length - NAMED} more` : "";
  return `the ${names.length === 1 ? "member" : "members"} ${shown.join(", ")}${more}`;
}

/** The first that is found, if possible one that is a payload. */
function first(candidates) {
  const found = candidates.filter(Boolean);
  return found.find(({ payload }) => holdsPayload(payload)) ?? found[0];
}

/** The payload at a place, undefined where the member is absent or empty. */
function named(object, place) {
  const payload = member(object, place);
  return (payload ?? "") === "" ? undefined : { payload, fPort: object.fPort };
}

/** The payload of an uplink, where its server has it. */
function uplinkOf(object) {
  const event = eventIn(object);
  // A server leaves an empty payload out, or writes null or "".
  if (event === undefined || event.without || (event.payload ?? "") === "") return undefined;
  const { payload, form, fPort, devEui, deviceId } = event;
  return { payload, form, fPort, device: devEui ?? deviceId };
}

/** Returns true for an uplink: its payload must not be decoded as a command. */
function isUplink(part) {
  const event = readEvent(part);
  const isNamed = event !== undefined && event.server !== "milesight-gateway";
  if (isNamed) return !event.without && (event.payload ?? "") !== "";
  return uplinkMarks.some((mark) => Object.hasOwn(part, mark)) && (part.data ?? "") !== "";
}

/** The payload of a command, where The Things Stack has it, or gateways. */
function commandOf(part) {
  const event = part[commands.find((name) => isObject(part[name]))];
  // A failure has the command in it, beside its reason.
  const [message, ...more] = event ? [event.downlink ?? event] : listOf(part.downlinks);
  if (more.length > 0) {
    throw new Error(
      `downlinks: got ${more.length + 1}; allowed: 1; to split them: jq -c '..|.downlinks?[]?'`,
    );
  }
  if (isObject(message)) return base64(message.frm_payload, message.f_port);
  const isChirpStack = isObject(part.deviceInfo) || "devEUI" in part;
  return isChirpStack && !isUplink(part) ? base64(part.data, part.fPort) : undefined;
}

const listOf = (value) => (Array.isArray(value) ? value : []);

function bareOf(part) {
  const name = places.find((place) => Object.hasOwn(part, place) && holdsPayload(part[place]));
  return name && { payload: part[name], fPort: part.fPort ?? part.f_port };
}

function base64(payload, fPort) {
  return (payload ?? "") === "" ? undefined : { payload, form: "base64", fPort };
}
