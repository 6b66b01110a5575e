// The uplinks on an MQTT broker into SQLite, and settings to devices that report that they have started.
// Node 22.5 or later: node service.mjs mqtt://localhost readings.db
import { DatabaseSync } from "node:sqlite";
import { codecFor } from "milesight-codec";
import { parseUplink, points, toDownlink } from "milesight-codec/events";
import { connect } from "mqtt";

const [, , broker = "mqtt://localhost", file = "readings.db"] = process.argv;
const topics = ["v3/+/devices/+/up", "application/+/device/+/event/up"];
const settings = { ws523: { report_interval: 1200 }, vs321: { report_interval: 20 } };

const database = new DatabaseSync(file);
database.exec(`CREATE TABLE IF NOT EXISTS reading
  (device TEXT, time TEXT, path TEXT, value ANY, unit TEXT, PRIMARY KEY (device, time, path)) STRICT`);
const insert = database.prepare("INSERT OR REPLACE INTO reading VALUES (?, ?, ?, ?, ?)");

const client = connect(broker);
client.on("connect", () => client.subscribe(topics, () => console.log("ready")));
client.on("message", (topic, message) => {
  try {
    receive(parseUplink(JSON.parse(message)));
  } catch (error) {
    console.log(`${topic}: ${error.message}`);
  }
});

function receive(uplink) {
  if (!uplink.bytes) throw new Error(uplink.reason);
  const codec = codecFor(uplink.model ?? "no model in the device profile");
  const decoded = codec.decodeUplink(uplink);
  for (const problem of decoded.errors ?? decoded.warnings ?? []) console.log(problem);
  for (const row of points(decoded, uplink.time, { fields: codec.fields() })) {
    insert.run(uplink.devEui, row.time, row.path, row.value, row.unit ?? null);
  }
  if (decoded.data.device_status !== "on" || !settings[codec.model]) return;
  const command = codec.encodeDownlink({ data: settings[codec.model] });
  const { reason, ...sent } = toDownlink(uplink.server, uplink, command, { priority: "high" });
  if (reason) throw new Error(reason);
  client.publish(sent.topic, sent.payload);
}
