// A user's program over milesight-codec/events: what must compile, and what must not.
import { codecFor } from "milesight-codec";
import {
  denseColumns,
  findModel,
  type NoUplink,
  type Point,
  parseUplink,
  points,
  type Request,
  type Server,
  toBase64,
  toDownlink,
  toHex,
  type Uplink,
} from "milesight-codec/events";

const parsed: Uplink | NoUplink = parseUplink(JSON.parse("{}"));
// @ts-expect-error: an event may have no payload, and that is asked first
parsed.bytes.length;
if (parsed.bytes) {
  const { server, bytes, model, devEui, time, fPort }: Uplink = parsed;
  const known: Server = server;
  if (model) codecFor(model).decodeUplink({ bytes, fPort });
  const text: string = toHex(bytes) + toBase64(Uint8Array.from(bytes));
  // @ts-expect-error: not every event has a DevEUI
  const eui: string = devEui;
  // @ts-expect-error: nor a time
  const when: string = time;
  console.log(known, text, eui, when);
} else {
  const reason: string = parsed.reason;
  console.log(reason);
}

const command = codecFor("ws523").encodeDownlink({ data: { socket_status: "on" } });
if (parsed.bytes) {
  const sent = toDownlink(parsed.server, parsed, command, { confirmed: true, priority: "high" });
  if (sent.reason !== undefined) console.log(sent.reason);
  else if (sent.topic !== undefined) console.log(sent.topic, sent.payload);
  else console.log(sent.method, sent.path, sent.headers, sent.body);
}
const published = toDownlink("chirpstack", { devEui: "24e124aabbccdd01" }, command);
// @ts-expect-error: that server takes commands over MQTT
const request: Request = published;
// @ts-expect-error: no such server
toDownlink("sigfox", {}, command);
// @ts-expect-error: no such priority
toDownlink("the-things-stack", {}, command, { priority: "asap" });
const model: "ws523" | "ws101" | undefined | string = findModel("Milesight WS-523 EU");
console.log(request, model);

const socket = codecFor("ws523");
const rows: Point[] = points(socket.decodeUplink({ bytes: [8, 112, 1] }), "2024-01-01T00:00:00Z", {
  fields: socket.fields(),
});
const dense = denseColumns(socket.decodeColumns([[8, 112, 1]]));
// @ts-expect-error: a field may not occur
dense.voltage.length;
console.log(rows[0]?.value, dense.voltage?.[0]);
