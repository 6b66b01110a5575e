// A network server's event as the few things that an application wants of it.
import { fromBase64, fromHex } from "../lib/text.js";
import { findModel, namesOther } from "./names.js";
import { eventIn, isObject, isPayload } from "./servers.js";
import { toHex } from "./text.js";

/** Far more than the 242 bytes that LoRaWAN carries. In characters. */
const LONGEST_PAYLOAD = 1 << 16;

/** So many of an unknown object's members are named, each by so many characters. */
const NAMED = 8;
const SHOWN = 40;

/** See index.d.ts. */
export function parseUplink(event) {
  try {
    return parsed(event);
  } catch {
    // A getter or a proxy of the caller's own may throw anything: no event of JSON has one.
    return { reason: "the event cannot be read" };
  }
}

function parsed(event) {
  if (!isObject(event)) {
    return { reason: `got ${kindOf(event)}; allowed: the object that a network server sends` };
  }
  const found = eventIn(event);
  if (found === undefined) {
    return { reason: `no event of a known network server: ${namesOf(event)}` };
  }
  const { server, title, payload, form, without, encrypted } = found;
  const none = (reason) => ({ server, reason: `${title}: ${reason}` });
  if (without) return none(`${without} carries no uplink`);
  if (encrypted) return none("the payload is encrypted, since the server has no application key");
  if (!isPayload(payload)) return none("the event has no payload");
  const bytes = bytesOf(payload, form);
  if (typeof bytes === "string") return none(bytes);
  const deviceName = textOf(found.deviceName);
  return {
    server,
    devEui: euiOf(found.devEui),
    deviceId: euiOf(found.deviceId) ?? textOf(found.deviceId),
    deviceName,
    applicationId: textOf(found.applicationId),
    tenantId: textOf(found.tenantId),
    time: timeOf(found.time),
    fPort: portOf(found.fPort),
    bytes,
    model: namesOther(found.profile)
      ? undefined
      : (findModel(found.profile) ?? findModel(deviceName)),
    confirmed: typeof found.confirmed === "boolean" ? found.confirmed : undefined,
    raw: event,
  };
}

function kindOf(value) {
  if (value === null) return "null";
  return Array.isArray(value) ? "a list" : `a value of type ${typeof value}`;
}

function namesOf(event) {
  const names = Object.keys(event);
  if (names.length === 0) return "it has no members";
  const shown = names.slice(0, NAMED).map((name) => name.slice(0, SHOWN));
  const more = names.length > NAMED ? ` and ${names.length - NAMED} more` : "";
  return `its members are ${shown.join(", ")}${more}`;
}

/** The bytes of a payload in a server's own form, or why there are none. */
function bytesOf(payload, form) {
  if (payload.length > LONGEST_PAYLOAD) {
    return `the payload has ${payload.length} characters; allowed: ${LONGEST_PAYLOAD} at most`;
  }
  if (Array.isArray(payload)) {
    const isByte = (byte) => Number.isInteger(byte) && byte >= 0 && byte <= 255;
    return payload.every(isByte) ? payload : "the payload is a list, but not of bytes";
  }
  try {
    return Array.from(form === "hex" ? fromHex(payload) : fromBase64(payload));
  } catch (error) {
    return `the payload is ${error.message}`;
  }
}

/** A DevEUI as 16 hex digits, in lower case: some servers send it in base64, or with separators. */
function euiOf(value) {
  if (typeof value !== "string" || value.length > SHOWN) return undefined;
  const plain = value.replace(/[\s:-]/g, "").toLowerCase();
  if (/^[\da-f]{16}$/.test(plain)) return plain;
  // 8 bytes are 11 digits of base64 and a sign that fills them up.
  if (!/^[A-Za-z\d+/]{11}=$/.test(value)) return undefined;
  return toHex(fromBase64(value));
}

/** Ids are numbers on some servers. */
function textOf(value) {
  if (typeof value === "string" && value !== "") return value;
  return Number.isFinite(value) ? String(value) : undefined;
}

/** A time in ISO 8601, in UTC, from ISO 8601 or milliseconds since 1970. */
function timeOf(value) {
  // Servers write up to nanoseconds; a Date has milliseconds.
  const given = typeof value === "string" ? value.replace(/(\.\d{3})\d+/, "$1") : value;
  if (typeof given !== "string" && typeof given !== "number") return undefined;
  const date = new Date(given);
  return Number.isNaN(date.getTime()) ? undefined : date.toISOString();
}

function portOf(value) {
  const port = typeof value === "string" && /^\d{1,3}$/.test(value) ? Number(value) : value;
  return Number.isInteger(port) && port >= 0 && port <= 255 ? port : undefined;
}
