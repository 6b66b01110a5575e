// The events of network servers: one entry a server, with the members that its documentation names.

/** Returns true for an object that is no list. */
export const isObject = (value) =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Returns true for an object's own member. `Object.hasOwn` is not on Node 12, which Node-RED's nodes run on. */
export const hasOwn = Function.prototype.call.bind(Object.prototype.hasOwnProperty);

/** The value at a path of names, of own members alone: a prototype's members are no event's. */
export function member(object, path) {
  let value = object;
  for (const name of path.split(".")) {
    if (typeof value !== "object" || value === null || !hasOwn(value, name)) {
      return undefined;
    }
    value = value[name];
  }
  return value;
}

const has = (object, path) => member(object, path) !== undefined;

/** The first of several members that is there and not empty. */
function firstOf(object, ...paths) {
  for (const path of paths) {
    const value = member(object, path);
    if (value !== undefined && value !== null && value !== "") return value;
  }
  return undefined;
}

const base64 = (payload) => ({ payload, form: "base64" });
const hex = (payload) => ({ payload, form: "hex" });

/** The parts of The Things Stack's events that carry no uplink, as its data formats list them. */
const OTHER_UPS = [
  "join_accept",
  "downlink_ack",
  "downlink_nack",
  "downlink_sent",
  "downlink_failed",
  "downlink_queued",
  "downlink_queue_invalidated",
  "location_solved",
  "service_data",
];

/** https://www.thethingsindustries.com/docs/integrations/data-formats/ */
const theThingsStack = {
  server: "the-things-stack",
  title: "The Things Stack",
  is: (event) =>
    isObject(member(event, "uplink_message")) ||
    has(event, "end_device_ids") ||
    has(event, "identifiers"),
  read(event) {
    const message = member(event, "uplink_message");
    const device = member(event, "end_device_ids");
    const kind = OTHER_UPS.find((name) => has(event, name));
    return {
      ...base64(member(message, "frm_payload")),
      without: kind ?? (isObject(message) ? undefined : "an event without uplink_message"),
      // Only servers that are told to leave the payload alone send the key along.
      encrypted: isObject(member(message, "app_s_key")),
      fPort: member(message, "f_port"),
      devEui: member(device, "dev_eui"),
      deviceId: member(device, "device_id"),
      deviceName: member(device, "device_id"),
      applicationId: member(device, "application_ids.application_id"),
      tenantId: member(message, "network_ids.tenant_id"),
      time: firstOf(event, "received_at", "uplink_message.received_at"),
      profile: member(message, "version_ids.model_id"),
      confirmed: member(message, "confirmed"),
    };
  },
};

/** https://www.chirpstack.io/docs/chirpstack/integrations/events.html */
const chirpStack = {
  server: "chirpstack",
  title: "ChirpStack",
  is: (event) => isObject(member(event, "deviceInfo")),
  read(event) {
    const device = member(event, "deviceInfo");
    return {
      ...base64(member(event, "data")),
      fPort: member(event, "fPort"),
      devEui: member(device, "devEui"),
      deviceId: member(device, "devEui"),
      deviceName: member(device, "deviceName"),
      applicationId: member(device, "applicationId"),
      tenantId: member(device, "tenantId"),
      time: firstOf(event, "time", "rxInfo.0.gwTime", "rxInfo.0.time"),
      profile: member(device, "deviceProfileName"),
      confirmed: member(event, "confirmed"),
    };
  },
};

/** Members that ChirpStack v3 sends, in either of its JSON encodings, and gateways do not. */
const V3_MARKS = ["rxInfo.0.gatewayID", "adr", "dr", "objectJSON", "confirmedUplink", "devAddr"];

/** https://www.chirpstack.io/application-server/integrations/events/ */
const chirpStackV3 = {
  server: "chirpstack-v3",
  title: "ChirpStack v3",
  is: (event) => has(event, "devEUI") && V3_MARKS.some((mark) => has(event, mark)),
  read(event) {
    return {
      ...base64(member(event, "data")),
      fPort: member(event, "fPort"),
      devEui: member(event, "devEUI"),
      deviceId: member(event, "devEUI"),
      deviceName: member(event, "deviceName"),
      applicationId: member(event, "applicationID"),
      time: firstOf(event, "publishedAt", "time", "rxInfo.0.time"),
      profile: member(event, "deviceProfileName"),
      confirmed: member(event, "confirmedUplink"),
    };
  },
};

/** https://www.milesight.com/building-iot-gateway/en/application-guide/uplink-data.html */
const milesightGateway = {
  server: "milesight-gateway",
  title: "a Milesight gateway",
  is: (event) => has(event, "devEUI"),
  read(event) {
    return {
      ...base64(member(event, "data")),
      fPort: firstOf(event, "fPort", "fport"),
      devEui: member(event, "devEUI"),
      deviceId: member(event, "devEUI"),
      deviceName: member(event, "deviceName"),
      applicationId: member(event, "applicationID"),
      time: firstOf(event, "time", "gatewayTime", "rxInfo.0.time"),
    };
  },
};

/** https://docs.aws.amazon.com/iot-wireless/latest/developerguide/lorawan-uplink-metadata-format.html */
const awsIotCore = {
  server: "aws-iot-core",
  title: "AWS IoT Core for LoRaWAN",
  is: (event) =>
    has(event, "WirelessDeviceId") || (has(event, "PayloadData") && has(event, "WirelessMetadata")),
  read(event) {
    const radio = member(event, "WirelessMetadata.LoRaWAN");
    return {
      ...base64(member(event, "PayloadData")),
      // The documentation has both spellings.
      fPort: firstOf(radio, "FPort", "Fport"),
      devEui: member(radio, "DevEui"),
      deviceId: member(event, "WirelessDeviceId"),
      time: member(radio, "Timestamp"),
      confirmed: confirmedBy(member(radio, "MType"), "ConfirmedDataUp"),
    };
  },
};

/** https://docs.thingpark.com/thingpark-x/latest/Message/uplink-message */
const thingPark = {
  server: "thingpark",
  title: "ThingPark",
  is: (event) =>
    Object.keys(event).some((name) => name.startsWith("DevEUI_")) || has(event, "payload_hex"),
  read(event) {
    const uplink =
      member(event, "DevEUI_uplink") ?? (has(event, "payload_hex") ? event : undefined);
    return {
      ...hex(member(uplink, "payload_hex")),
      without: uplink ? undefined : Object.keys(event).find((name) => name.startsWith("DevEUI_")),
      encrypted: String(member(uplink, "payload_encryption") ?? 0) === "1",
      fPort: member(uplink, "FPort"),
      devEui: member(uplink, "DevEUI"),
      deviceId: member(uplink, "DevEUI"),
      deviceName: member(uplink, "CustomerData.name"),
      time: member(uplink, "Time"),
      profile: member(uplink, "DriverCfg.app.mId"),
      confirmed: confirmedBy(member(uplink, "MType"), 4),
    };
  },
};

/** https://docs.helium.com/console/integrations/json-schema: Helium's own console, before ChirpStack. */
const helium = {
  server: "helium",
  title: "Helium",
  is: (event) => has(event, "dev_eui") && (has(event, "hotspots") || has(event, "app_eui")),
  read(event) {
    return {
      ...base64(member(event, "payload")),
      fPort: member(event, "port"),
      devEui: member(event, "dev_eui"),
      deviceId: member(event, "id"),
      deviceName: member(event, "name"),
      time: member(event, "reported_at"),
      profile: member(event, "metadata.labels.0.name"),
    };
  },
};

/** https://docs.loriot.io/display/LNS/Uplink+Data+Message; `gw` is the same with all gateways in it. */
const loriot = {
  server: "loriot",
  title: "LORIOT",
  is: (event) => typeof member(event, "cmd") === "string" && has(event, "EUI"),
  read(event) {
    const cmd = member(event, "cmd");
    return {
      ...hex(member(event, "data")),
      without: cmd === "rx" || cmd === "gw" ? undefined : `cmd ${cmd}`,
      encrypted: has(event, "encdata"),
      fPort: member(event, "port"),
      devEui: member(event, "EUI"),
      deviceId: member(event, "EUI"),
      applicationId: member(event, "appid"),
      time: member(event, "ts"),
    };
  },
};

/** In this order: of two whose members an event has, the first is meant. */
export const servers = [
  theThingsStack,
  chirpStack,
  chirpStackV3,
  thingPark,
  loriot,
  milesightGateway,
  awsIotCore,
  helium,
];

function confirmedBy(given, wanted) {
  return given === undefined ? undefined : String(given) === String(wanted);
}

/**
 * The objects in which an event may be: the one given (webhooks, MQTT), `result` (The Things Stack's
 * storage integration), `result.data` and `data` (its event stream), `payload` (a message of Node-RED).
 */
export function partsOf(object) {
  return [
    object,
    member(object, "result"),
    member(object, "result.data"),
    member(object, "data"),
    member(object, "payload"),
  ].filter(isObject);
}

/** Reads an event of the first server that has such ones; undefined for any other object. */
export function readEvent(event) {
  const found = servers.find(({ is }) => is(event));
  return found && { server: found.server, title: found.title, ...found.read(event) };
}

/** Returns true for a payload that is not empty: text, or a list. */
export const isPayload = (payload) =>
  (typeof payload === "string" || Array.isArray(payload)) && payload.length > 0;

/** The event within an object, if possible one with a payload; undefined where no server has such ones. */
export function eventIn(object) {
  const events = partsOf(object).map(readEvent).filter(Boolean);
  return events.find(({ payload, without }) => isPayload(payload) && !without) ?? events[0];
}
