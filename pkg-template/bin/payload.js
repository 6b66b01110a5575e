// Payloads as people and servers write them.
import { fromBase64, fromHex } from "../index.js";

/**
 * The bytes of a text: in that form, or, where none is given, hex if it is made of hex digits, and else
 * base64. A mistyped hex text must not pass for base64, so that has to be whole, as servers write it.
 */
export function bytesOf(text, form) {
  const whole = /^[a-z\d+/]+={0,2}$/i.test(text.trim()) && text.trim().length % 4 === 0;
  const isHex = /^(0x|[\da-f\s,:])*$/i.test(text);
  if (form === "base64" || (form === undefined && whole && !isHex)) return fromBase64(text.trim());
  try {
    return fromHex(text);
  } catch (error) {
    throw isHex || form ? error : new Error(`${error.message}; not base64 either`);
  }
}

/** The members and columns that a payload is looked for in, where none is named. */
export const places = ["bytes", "data", "payload", "frm_payload", "hex"];

const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);

/**
 * The payload in an object: a bare one, or an event of The Things Stack or ChirpStack. Gives
 * `{ payload, form, fPort }`, or nothing for an event without a payload, a join for example.
 */
export function payloadIn(object, place) {
  if (place !== undefined) {
    const payload = place.split(".").reduce((part, name) => part?.[name], object);
    if (payload === undefined) throw new Error(`it has no member ${place}`);
    return { payload, fPort: object.fPort };
  }
  // As webhooks and MQTT have it, as the storage integration has it, and as the event log has it.
  const message = [object, object.result, object.data].find((part) =>
    isObject(part?.uplink_message),
  )?.uplink_message;
  if (message) {
    return found(message.frm_payload, "base64", message.f_port);
  }
  // ChirpStack v4, and v3.
  if (isObject(object.deviceInfo) || "devEUI" in object) {
    return found(object.data, "base64", object.fPort);
  }
  // Other events of The Things Stack.
  if ("end_device_ids" in object || "identifiers" in object) return undefined;
  const name = places.find((name) => object[name] !== undefined);
  if (name === undefined) {
    throw new Error(
      `no payload in it: allowed are ${places.join(", ")}, or an event of The Things Stack or ChirpStack`,
    );
  }
  return { payload: object[name], fPort: object.fPort };
}

/** The payload of a server's event, which has it in one form; an empty one is left out, or "". */
function found(payload, form, fPort) {
  return payload === undefined || payload === "" ? undefined : { payload, form, fPort };
}
