// A downlink as servers and programs take it.
import { base64, cArray, hex, jsonArray } from "../payload/write.js";

/** What stands for an ID until it is given. */
export const placeholders = {
  application: "my-application",
  device: "my-device",
  devEui: "0102030405060708",
  server: "eu1.cloud.thethings.network",
};

/** What an ID may look like, so that it can stand in a shell's command as it is. */
export const shapes = {
  application: /^[a-z\d][a-z\d-]*$/i,
  device: /^[a-z\d][a-z\d-]*$/i,
  devEui: /^[\da-f]{16}$/i,
  server: /^[a-z\d][a-z\d.:-]*$/i,
};

const pretty = (value) => JSON.stringify(value, null, 2);

/** Every form: `{ name, note?, text }`. */
export function targets({ bytes, fPort }, ids) {
  const { application, device, devEui, server } = ids;
  const data = base64(bytes);
  const things = { downlinks: [{ f_port: fPort, frm_payload: data, priority: "NORMAL" }] };
  const chirpstack = { devEui, confirmed: false, fPort, data };
  const queue = { queueItem: { confirmed: false, fPort, data } };
  const push = `https://${server}/api/v3/as/applications/${application}/devices/${device}/down/push`;
  return [
    { name: "Hex", text: hex(bytes) },
    { name: "Base64", text: data },
    { name: "C array", text: cArray(bytes) },
    { name: "JSON array", text: jsonArray(bytes) },
    {
      name: "The Things Stack: command line",
      text: `ttn-lw-cli end-devices downlink push ${application} ${device} --frm-payload ${hex(bytes).toUpperCase()} --f-port ${fPort}`,
    },
    {
      name: "The Things Stack: JSON",
      note: `For HTTP, and for MQTT on v3/${application}@ttn/devices/${device}/down/push.`,
      text: pretty(things),
    },
    {
      name: "The Things Stack: curl",
      note: "TTS_API_KEY is a key that may write downlink traffic.",
      text: curl(push, '"Authorization: Bearer $TTS_API_KEY"', things),
    },
    {
      name: "ChirpStack: MQTT JSON",
      note: `For application/APPLICATION_ID/device/${devEui}/command/down.`,
      text: pretty(chirpstack),
    },
    {
      name: "ChirpStack: curl",
      note: "For ChirpStack's REST API, by default on port 8090; CHIRPSTACK_API_KEY is a key from its web interface.",
      text: curl(
        `http://localhost:8090/api/devices/${devEui}/queue`,
        '"Grpc-Metadata-Authorization: Bearer $CHIRPSTACK_API_KEY"',
        queue,
      ),
    },
  ];
}

// The body has no single quote in it: it is of numbers, base64 and IDs that were checked.
const curl = (address, authorization, body) =>
  [
    `curl -X POST '${address}'`,
    `  -H ${authorization}`,
    "  -H 'Content-Type: application/json'",
    `  -d '${JSON.stringify(body)}'`,
  ].join(" \\\n");
