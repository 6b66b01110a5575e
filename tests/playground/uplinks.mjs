// Files of uplinks, as servers write them, whose every value is known.

/** So many minutes lie between two uplinks. */
export const APART = 10;
export const START = Date.UTC(2026, 0, 1);

/**
 * The socket's n-th uplink, put together from the WS52x guide's table: state, voltage (2200 to 2299, tenths
 * of a volt), energy (n) and power (10 n, from 0 again at 1000).
 */
export function socketBytes(n) {
  const bytes = Buffer.from("087000 03740000 068300000000 048000000000".replaceAll(" ", ""), "hex");
  bytes[2] = socketOn(n) ? 1 : 0;
  bytes.writeUInt16LE(2200 + (n % 100), 5);
  bytes.writeUInt32LE(n, 9);
  bytes.writeUInt32LE((10 * n) % 1000, 15);
  return bytes;
}

export const socketOn = (n) => Math.floor(n / 50) % 2 === 1;
export const timeOf = (n) => new Date(START + n * APART * 60_000).toISOString();

const chirpstack = (n) => ({
  time: timeOf(n),
  deviceInfo: { deviceName: `socket-${n % 2}`, devEui: `24e124000000000${n % 2}` },
  fPort: 85,
  data: socketBytes(n).toString("base64"),
});

const tts = (n) => ({
  end_device_ids: { device_id: `socket-${n % 2}` },
  received_at: timeOf(n),
  uplink_message: { f_port: 85, frm_payload: socketBytes(n).toString("base64") },
});

const lines = (count, line) => `${Array.from({ length: count }, (_, n) => line(n)).join("\n")}\n`;

export const forms = {
  "ChirpStack, NDJSON": (count) => lines(count, (n) => JSON.stringify(chirpstack(n))),
  "The Things Stack, NDJSON": (count) => lines(count, (n) => JSON.stringify(tts(n))),
  CSV: (count) =>
    `time,device,payload\n${lines(count, (n) => `${timeOf(n)},socket-${n % 2},${socketBytes(n).toString("hex")}`)}`,
  "CSV with semicolons": (count) =>
    `device;Time;data\n${lines(count, (n) => `"socket-${n % 2}";${timeOf(n)};${socketBytes(n).toString("base64")}`)}`,
  "hex, one a line": (count) => lines(count, (n) => socketBytes(n).toString("hex")),
};
