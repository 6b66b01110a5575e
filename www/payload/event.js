// The content of a network server's event: its payload and commands, and of a reading of it (`readingOf`) server,
// device, model and time. Another reader of events can replace this module.
import { payloadIn } from "milesight-codec/bin/find.js";
import { findModel } from "milesight-codec/events/names.js";
import { eventIn } from "milesight-codec/events/servers.js";

const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);

/** An own member by a path, without touching what an object inherits. */
function at(object, path) {
  let part = object;
  for (const name of path.split(".")) {
    if (typeof part !== "object" || part === null || !Object.hasOwn(part, name)) return undefined;
    part = part[name];
  }
  return part;
}

const isPlain = (value) => (typeof value === "string" && value !== "") || typeof value === "number";

/** The first text or number of what the package reads of an event, then of some paths: an object is no time or name. */
const first = (read, event, paths) =>
  [...read, ...paths.map((path) => at(event, path))].find(isPlain);

/** Where an object that is of no server may have the time and the device's name. */
const times = ["time", "timestamp", "received_at", "reported_at", "ts"];
const names = [
  "deviceName",
  "device",
  "name",
  "devEUI",
  "devEui",
  "dev_eui",
  "EUI",
  // The Things Stack's console.
  "identifiers.0.device_ids.device_id",
  "result.identifiers.0.device_ids.device_id",
];

/** Where tags and objects that are of no server say which model a device is of. */
const hints = ["deviceInfo.tags.model", "tags.model", "model_id"];

/** The furthest from 1970 that a date can be, in milliseconds. */
const FURTHEST = 8.64e15;

/** Unix time in seconds, milliseconds, microseconds or nanoseconds: its size tells which. */
function milliseconds(number) {
  const size = Math.abs(number);
  if (size < 1e11) return number * 1000;
  if (size < 1e14) return number;
  return size < 1e17 ? number / 1000 : number / 1e6;
}

/** A date and a time of the day without a zone. */
const withoutZone = /^\s*\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?\s*$/;

/** Returns true if a text is a time of no zone. */
export const isZoneless = (value) => typeof value === "string" && withoutZone.test(value);

/**
 * A time in milliseconds, from ISO 8601 or Unix time; nothing where it is none. A time without a zone is
 * local time, or UTC if `utc` is set.
 */
export function timeFrom(value, { utc = false } = {}) {
  if (typeof value === "string") {
    if (/^\d{9,19}(\.\d+)?$/.test(value)) return timeFrom(Number(value));
    const text = isZoneless(value) && utc ? `${value.trim().replace(" ", "T")}Z` : value;
    const time = Date.parse(text);
    return Math.abs(time) <= FURTHEST ? time : undefined;
  }
  if (typeof value !== "number") return undefined;
  const time = milliseconds(value);
  return Math.abs(time) <= FURTHEST ? time : undefined;
}

/** An event, and what the package reads of it: once for the functions that take both. */
export const readingOf = (event) => ({ event, read: eventIn(event) });

/** The time as the event has it, before it is read. */
export const rawTimeOf = ({ event, read }) => first([read?.time], event, times);

export function deviceOf({ event, read }) {
  const { deviceName, devEui, deviceId } = read ?? {};
  const name = first([deviceName, devEui, deviceId], event, names);
  return name === undefined ? undefined : String(name);
}

/** The model that the event names, if the package has it. */
export function modelOf({ event, read }) {
  const given = [at(event, "model"), read?.profile, ...hints.map((path) => at(event, path))];
  const models = given.map((name) => (typeof name === "string" ? findModel(name) : undefined));
  return models.find(Boolean);
}

/** Events that the package does not read: where the payload is, and in which form. */
const others = [
  {
    server: "a downlink of ThingPark",
    payload: "DevEUI_downlink.payload_hex",
    form: "hex",
    fPort: "DevEUI_downlink.FPort",
    downlink: true,
  },
  {
    server: "a command for ChirpStack",
    payload: "queueItem.data",
    form: "base64",
    fPort: "queueItem.fPort",
    downlink: true,
  },
  { server: "an object with payload_hex", payload: "payload_hex", form: "hex", fPort: "FPort" },
];

const otherOf = (event) => others.find(({ payload }) => typeof at(event, payload) === "string");

const commandMembers = [
  "downlinks",
  "downlink_sent",
  "downlink_queued",
  "downlink_ack",
  "downlink_nack",
  "downlink_failed",
];

/** Returns true if an event is of a command: no uplink says whether it is to be confirmed and nothing else. */
function isCommand(event) {
  const parts = [event, event.result, event.result?.data, event.data].filter(isObject);
  if (parts.some((part) => commandMembers.some((name) => Object.hasOwn(part, name)))) return true;
  const bare = Object.hasOwn(event, "confirmed") && Object.hasOwn(event, "data");
  return (
    bare &&
    !["rxInfo", "deviceInfo", "fCnt", "applicationID"].some((name) => Object.hasOwn(event, name))
  );
}

/** Which server publishes events of this shape, for people. */
export function serverOf({ event, read }) {
  const other = otherOf(event);
  if (other) return other.server;
  if (isCommand(event))
    return Object.hasOwn(event, "downlinks") ? "a command for The Things Stack" : "a command";
  return read ? `an event of ${read.title}` : "a JSON object";
}

/**
 * The payload in an event: `{ payload, form?, fPort?, downlink? }`; nothing where it has none.
 * @throws Error if nothing in it can be one.
 */
export function payloadOf(event) {
  const other = otherOf(event);
  if (other) {
    const { payload, form, fPort, downlink } = other;
    return { payload: at(event, payload), form, fPort: at(event, fPort), downlink };
  }
  if (!isCommand(event)) return payloadIn(event);
  const found = payloadIn(event, { downlink: true });
  const form = found?.form ?? (Object.hasOwn(event, "data") ? "base64" : undefined);
  return found && { ...found, form, downlink: true };
}

/** Several commands in one object, each as an object of its own. */
export const commandsIn = (event) =>
  Array.isArray(event.downlinks) && event.downlinks.length > 1
    ? event.downlinks.map((one) => ({ ...event, downlinks: [one] }))
    : [event];

/** A message of the package's, without how to name a column on the command line: no help on the page. */
export const withoutOption = (message) => message.split("; --column")[0];
