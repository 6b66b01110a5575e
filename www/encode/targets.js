// A downlink as network servers take it.
import { base64, hex } from "../payload/write.js";

/** IDs: label, placeholder, and the shape that is safe in a shell's command. */
export const ids = {
  host: {
    label: "Host",
    placeholder: "eu1.cloud.thethings.network",
    shape: /^[a-z\d][a-z\d.:-]*$/i,
    problem: "A host's name, with a port or without.",
  },
  tenant: {
    label: "Tenant",
    placeholder: "ttn",
    shape: /^[a-z\d][a-z\d-]*$/i,
    problem: "Letters, digits and dashes, no dash first.",
  },
  application: {
    label: "Application ID",
    placeholder: "my-application",
    shape: /^[a-z\d][a-z\d-]*$/i,
    problem: "Letters, digits and dashes, no dash first.",
  },
  device: {
    label: "Device ID",
    placeholder: "my-device",
    shape: /^[a-z\d][a-z\d-]*$/i,
    problem: "Letters, digits and dashes, no dash first.",
  },
  devEui: {
    label: "DevEUI",
    placeholder: "0102030405060708",
    shape: /^[\da-f]{16}$/i,
    problem: "16 hex digits.",
  },
};

const pretty = (value) => JSON.stringify(value, null, 2);

/** A body in a shell's single quotes: a quote in it ends them, is quoted itself, and begins them again. */
const shellQuoted = (text) => `'${text.replaceAll("'", `'\\''`)}'`;

const curl = (address, authorization, body) =>
  [
    `curl -X POST '${address}'`,
    `  -H ${authorization}`,
    "  -H 'Content-Type: application/json'",
    `  -d ${shellQuoted(JSON.stringify(body))}`,
  ].join(" \\\n");

/** The Things Stack's own message: bytes, or the object that its formatter encodes. */
const thingsDownlink = ({ bytes, fPort, data, confirmed, asObject }) => ({
  downlinks: [
    {
      f_port: fPort,
      ...(asObject ? { decoded_payload: data } : { frm_payload: base64(bytes) }),
      priority: "NORMAL",
      ...(confirmed && { confirmed: true }),
    },
  ],
});

const chirpstackDownlink = ({ bytes, fPort, data, confirmed, asObject }) => ({
  confirmed,
  fPort,
  ...(asObject ? { object: data } : { data: base64(bytes) }),
});

/** The tenant of an open-source installation is not part of its topics. */
const thingsTopic = ({ application, tenant, device }) =>
  `v3/${application}@${tenant}/devices/${device}/down/push`;

/**
 * The servers: their ways, the IDs that each way needs, and its texts as `{ name, note?, text }`. A way with
 * `bytesOnly` takes no object.
 */
export const servers = {
  tts: {
    name: "The Things Stack",
    ways: {
      cli: {
        name: "Command line",
        bytesOnly: true,
        ids: ["application", "device"],
        texts: ({ bytes, fPort, confirmed }, { application, device }) => [
          {
            name: "The Things Stack: command line",
            text: `ttn-lw-cli end-devices downlink push ${application} ${device} --frm-payload ${hex(bytes).toUpperCase()} --f-port ${fPort}${confirmed ? " --confirmed" : ""}`,
          },
        ],
      },
      mqtt: {
        name: "MQTT",
        ids: ["tenant", "application", "device"],
        texts: (command, own) => [
          {
            name: "The Things Stack: topic",
            note: "An open-source installation has no tenant: leave out @ and what follows it up to the slash.",
            text: thingsTopic(own),
          },
          { name: "The Things Stack: JSON", text: pretty(thingsDownlink(command)) },
        ],
      },
      http: {
        name: "HTTP",
        ids: ["host", "application", "device"],
        texts: (command, { host, application, device }) => [
          {
            name: "The Things Stack: curl",
            note: "TTS_API_KEY is a key that may write downlink traffic.",
            text: curl(
              `https://${host}/api/v3/as/applications/${application}/devices/${device}/down/push`,
              '"Authorization: Bearer $TTS_API_KEY"',
              thingsDownlink(command),
            ),
          },
        ],
      },
    },
  },
  "chirpstack-v4": {
    name: "ChirpStack v4",
    ways: {
      mqtt: {
        name: "MQTT",
        ids: ["application", "devEui"],
        texts: (command, { application, devEui }) => [
          {
            name: "ChirpStack: topic",
            note: "ChirpStack's application ID is a UUID.",
            text: `application/${application}/device/${devEui}/command/down`,
          },
          {
            name: "ChirpStack: MQTT JSON",
            text: pretty({ devEui, ...chirpstackDownlink(command) }),
          },
        ],
      },
      http: {
        name: "HTTP",
        ids: ["host", "devEui"],
        texts: (command, { host, devEui }) => [
          {
            name: "ChirpStack: curl",
            note: "For ChirpStack's REST API; CHIRPSTACK_API_KEY is a key from its web interface.",
            text: curl(
              `http://${host}/api/devices/${devEui}/queue`,
              '"Grpc-Metadata-Authorization: Bearer $CHIRPSTACK_API_KEY"',
              { queueItem: chirpstackDownlink(command) },
            ),
          },
        ],
      },
    },
    placeholders: { host: "localhost:8090", application: "00000000-0000-0000-0000-000000000000" },
  },
  gateway: {
    name: "Milesight gateway",
    ways: {
      mqtt: {
        name: "MQTT or HTTP",
        ids: ["devEui"],
        texts: (command, { devEui }) => [
          {
            name: "Milesight gateway: JSON",
            note: "The gateway's guide has the topic or the address, and says whether its version takes an object.",
            text: pretty({ devEUI: devEui, ...chirpstackDownlink(command) }),
          },
        ],
      },
    },
  },
};
