// What a network server's event says besides the payload. Where the payload itself stands, the
// package's payload.js knows.

const first = (object, paths) => {
  for (const path of paths) {
    const value = path.split(".").reduce((part, name) => part?.[name], object);
    if (value !== undefined && value !== null && value !== "") return value;
  }
  return undefined;
};

/** Where The Things Stack (webhook, storage, event log), ChirpStack and gateways have the time. */
const times = [
  "received_at",
  "result.received_at",
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
  "data.end_device_ids.device_id",
  "identifiers.0.device_ids.device_id",
  "deviceInfo.deviceName",
  "deviceInfo.devEui",
  "deviceName",
  "devEUI",
  "device",
];

/** A time in milliseconds, from ISO 8601 or Unix time in seconds or milliseconds; or nothing. */
export function timeFrom(value) {
  const number =
    typeof value === "string" && /^\d{9,13}(\.\d+)?$/.test(value) ? Number(value) : value;
  if (typeof number === "number") return number < 1e11 ? number * 1000 : number;
  const time = typeof value === "string" ? Date.parse(value) : Number.NaN;
  return Number.isNaN(time) ? undefined : time;
}

export const timeOf = (event) => timeFrom(first(event, times));

export function deviceOf(event) {
  const name = first(event, names);
  return name === undefined ? undefined : String(name);
}

/** Which server publishes events of this shape, for people. */
export function serverOf(event) {
  if (first(event, ["end_device_ids", "result.end_device_ids", "identifiers"])) {
    return "an event of The Things Stack";
  }
  if (event.deviceInfo) return "an event of ChirpStack";
  if ("devEUI" in event) return "an event of a Milesight gateway or ChirpStack v3";
  return "a JSON object";
}
