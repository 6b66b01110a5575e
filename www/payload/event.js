// What a network server's event says besides the payload. Where the payload itself stands, the
// package's event.js knows.

const first = (object, paths) => {
  for (const path of paths) {
    const value = path.split(".").reduce((part, name) => part?.[name], object);
    if (value !== undefined && value !== null && value !== "") return value;
  }
  return undefined;
};

/** Where The Things Stack (webhook, storage, event stream, event log), ChirpStack and gateways have the time. */
const times = [
  "received_at",
  "result.received_at",
  "result.data.received_at",
  "uplink_message.received_at",
  "data.received_at",
  "data.uplink_message.received_at",
  "time",
  "rxInfo.0.time",
  "timestamp",
];

const names = [
  "end_device_ids.device_id",
  "result.end_device_ids.device_id",
  "result.identifiers.0.device_ids.device_id",
  "data.end_device_ids.device_id",
  "identifiers.0.device_ids.device_id",
  "deviceInfo.deviceName",
  "deviceInfo.devEui",
  "deviceName",
  "devEUI",
  "device",
];

/** The furthest from 1970 that a date can be, in milliseconds. */
const FURTHEST = 8.64e15;

/** Unix time in seconds, milliseconds, microseconds or nanoseconds: its size tells which. */
function milliseconds(number) {
  const size = Math.abs(number);
  if (size < 1e11) return number * 1000;
  if (size < 1e14) return number;
  return size < 1e17 ? number / 1000 : number / 1e6;
}

/** A time in milliseconds, from ISO 8601 or Unix time; nothing where it is none. */
export function timeFrom(value) {
  const number =
    typeof value === "string" && /^\d{9,19}(\.\d+)?$/.test(value) ? Number(value) : value;
  const time = typeof number === "number" ? milliseconds(number) : Date.parse(String(value));
  return Math.abs(time) <= FURTHEST ? time : undefined;
}

export const timeOf = (event) => timeFrom(first(event, times));

export function deviceOf(event) {
  const name = first(event, names);
  return name === undefined ? undefined : String(name);
}

/** Which server publishes events of this shape, for people. */
export function serverOf(event) {
  const marks = ["end_device_ids", "result.end_device_ids", "result.identifiers", "identifiers"];
  if (first(event, marks)) {
    return "an event of The Things Stack";
  }
  if (event.deviceInfo) return "an event of ChirpStack";
  if ("devEUI" in event) return "an event of a Milesight gateway or ChirpStack v3";
  return "a JSON object";
}

/** A message of the package's, without how to name a column on the command line: no help on the page. */
export const withoutOption = (message) => message.split("; --column")[0];
