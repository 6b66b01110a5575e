// An encoded command as the message or the request that a network server takes.
import { hasOwn } from "./servers.js";
import { toBase64, toHex } from "./text.js";

/** The priorities of The Things Stack's queue; other servers have none. */
export const PRIORITIES = [
  "lowest",
  "low",
  "below_normal",
  "normal",
  "above_normal",
  "high",
  "highest",
];

/**
 * Each gives `{ topic, message }` or `{ path, message }` for a command whose target has been checked. A
 * request carries the message in its body, or has a `body` of its own.
 */
const servers = {
  /** https://www.thethingsindustries.com/docs/integrations/other-integrations/mqtt/ */
  "the-things-stack"({ bytes, fPort, confirmed, priority }, { applicationId, deviceId, tenantId }) {
    const application = tenantId === undefined ? applicationId : `${applicationId}@${tenantId}`;
    const downlink = {
      f_port: fPort,
      frm_payload: toBase64(bytes),
      priority: priority.toUpperCase(),
      confirmed,
    };
    return {
      topic: `v3/${application}/devices/${deviceId}/down/push`,
      message: { downlinks: [downlink] },
    };
  },
  /** https://www.chirpstack.io/docs/chirpstack/integrations/mqtt.html */
  chirpstack({ bytes, fPort, confirmed }, { applicationId, devEui }) {
    return {
      topic: `application/${applicationId}/device/${devEui}/command/down`,
      message: { devEui, confirmed, fPort, data: toBase64(bytes) },
    };
  },
  /** https://www.chirpstack.io/application-server/integrations/mqtt/, from v3.11 on. */
  "chirpstack-v3"({ bytes, fPort, confirmed }, { applicationId, devEui }) {
    return {
      topic: `application/${applicationId}/device/${devEui}/command/down`,
      message: { confirmed, fPort, data: toBase64(bytes) },
    };
  },
  /** https://www.milesight.com/building-iot-gateway/en/application-guide/downlink-data.html */
  "milesight-gateway"({ bytes, fPort, confirmed }, { applicationId, devEui }) {
    return {
      topic: `application/${applicationId}/device/${devEui}/tx`,
      message: { devEUI: devEui, fPort, data: toBase64(bytes), confirmed },
    };
  },
  /** https://docs.aws.amazon.com/iot-wireless/latest/apireference/API_SendDataToWirelessDevice.html */
  "aws-iot-core"({ bytes, fPort, confirmed }, { deviceId }) {
    return {
      path: `/wireless-devices/${deviceId}/data`,
      message: {
        PayloadData: toBase64(bytes),
        TransmitMode: confirmed ? 1 : 0,
        WirelessMetadata: { LoRaWAN: { FPort: fPort } },
      },
    };
  },
  /** https://docs.thingpark.com/thingpark-x/latest/Message/downlink-message */
  thingpark({ bytes, fPort, confirmed }, { devEui }) {
    const DevEUI = devEui.toUpperCase();
    const query = { DevEUI, FPort: fPort, Payload: toHex(bytes), Confirmed: confirmed ? 1 : 0 };
    const downlink = {
      DevEUI,
      FPort: fPort,
      payload_hex: toHex(bytes),
      Confirmed: confirmed ? "1" : "0",
    };
    return {
      path: `/thingpark/lrc/rest/downlink?${new URLSearchParams(query)}`,
      body: "",
      message: { DevEUI_downlink: downlink },
    };
  },
  /** https://docs.helium.com/console/integrations/mqtt */
  helium({ bytes, fPort, confirmed }, { deviceId }) {
    return {
      topic: `helium/${deviceId}/tx`,
      message: { payload_raw: toBase64(bytes), port: fPort, confirmed },
    };
  },
  /** https://docs.loriot.io/display/LNS/HTTP+PUSH */
  loriot({ bytes, fPort, confirmed }, { applicationId, devEui }) {
    const EUI = devEui.toUpperCase();
    return {
      path: "/1/rest",
      message: { cmd: "tx", appid: applicationId, EUI, port: fPort, confirmed, data: toHex(bytes) },
    };
  },
};

/** The ids that a server's topic, path or message needs. */
const needed = {
  "the-things-stack": ["applicationId", "deviceId"],
  chirpstack: ["applicationId", "devEui"],
  "chirpstack-v3": ["applicationId", "devEui"],
  "milesight-gateway": ["devEui"],
  "aws-iot-core": ["deviceId"],
  thingpark: ["devEui"],
  helium: ["deviceId"],
  loriot: ["applicationId", "devEui"],
};

/** An id is one level of a topic or a path: no `/`, and neither `+` nor `#`, which stand for others. */
const isId = (value) => typeof value === "string" && /^[\w.:@-]{1,256}$/.test(value);

/** See index.d.ts. */
export function toDownlink(server, target, result, options) {
  try {
    return made(server, target, result, options ?? {});
  } catch {
    // As in uplink.js; bytes that are none come here too.
    return { reason: "the command or its target cannot be read" };
  }
}

function made(server, target, result, { confirmed = false, priority = "normal" }) {
  const name = typeof server === "string" ? server : "";
  if (!hasOwn(servers, name)) {
    return { reason: `server: got ${shown(server)}; allowed: ${Object.keys(servers).join(", ")}` };
  }
  if (result?.errors?.length > 0) {
    return { reason: `the command was refused: ${result.errors.join("; ")}` };
  }
  const { bytes, fPort = 85 } = result ?? {};
  if (!bytes?.length) return { reason: "the command has no bytes" };
  if (!PRIORITIES.includes(priority)) {
    return { reason: `priority: got ${shown(priority)}; allowed: ${PRIORITIES.join(", ")}` };
  }
  const own = ownTopic(target);
  const ids = [...needed[name]];
  if (name === "milesight-gateway" && own === undefined) ids.push("applicationId");
  if (name === "the-things-stack" && target?.tenantId !== undefined) ids.push("tenantId");
  for (const id of ids) {
    if (!isId(target?.[id])) {
      return {
        reason: `target.${id}: got ${shown(target?.[id])}; allowed: letters, digits and . : @ _ -`,
      };
    }
  }
  const sent = servers[name]({ bytes, fPort, confirmed: confirmed === true, priority }, target);
  const message = JSON.stringify(sent.message);
  const topic = own ?? sent.topic;
  if (topic !== undefined) return { topic, payload: message };
  const headers = { "content-type": "application/json" };
  return { method: "POST", path: sent.path, headers, body: sent.body ?? message };
}

/** The topic of a target where a server lets its user name one. */
function ownTopic(target) {
  const topic = target?.topic;
  return typeof topic === "string" && topic !== "" ? topic : undefined;
}

function shown(value) {
  if (value === undefined) return "nothing";
  const text = typeof value === "string" ? JSON.stringify(value.slice(0, 40)) : typeof value;
  return text === "object" && value === null ? "null" : text;
}
