// milesight-codec/events: what is read from the events of servers, and what is sent to them.
import { forms } from "./forms.mjs";
import { bytesOf, shown } from "./tester.mjs";

/** `events` is the entry of that name, `plain` has decoders by model. */
export function eventsOfServers(test, { events, plain }) {
  parsing(test, events, plain.ws523);
  bounds(test, events);
  models(test, events);
  bytesAsText(test, events);
  sending(test, events);
  storing(test, events, plain.vs321);
}

function parsing(test, { parseUplink }, { decodeUplink }) {
  for (const { name, event, uplink, server, reason } of forms) {
    const found = parseUplink(event);
    if (reason !== undefined) {
      test.equal(found, server === undefined ? { reason } : { server, reason }, name);
      continue;
    }
    const { bytes, raw, ...rest } = found;
    test.equal(rest, uplink, name);
    test.ok(raw === event, `${name}: raw`);
    test.equal(decodeUplink({ bytes }), { data: { socket_status: "on" } }, `${name}: bytes`);
  }
  // A profile of another device is not overruled by the device's name.
  for (const [deviceProfileName, model] of [
    ["Milesight EM320-TH-V2", undefined],
    ["Milesight", "em320-th"],
  ]) {
    const deviceInfo = { deviceProfileName, deviceName: "em320-th", devEui: "24e124aabbccdd01" };
    const event = { deviceInfo, fPort: 85, data: "CHAB" };
    test.equal(parseUplink(event).model, model, deviceProfileName);
  }
  // Members that a prototype has are not the event's.
  const inherited = Object.create({ deviceInfo: { devEui: "0101010101010101" }, data: "CHAB" });
  test.equal(parseUplink(inherited).bytes, undefined, "inherited members");
  for (const [at, event] of hostileEvents().entries())
    test.equal(typeof parseUplink(event).reason, "string", `a reason of the hostile event ${at}`);
}

/** Values at the ends of what is allowed, and events that lack a member of a server's. */
function bounds(test, { parseUplink }) {
  const read = (members) =>
    parseUplink({ deviceInfo: { devEui: "24e124aabbccdd01" }, data: "CHAB", ...members });
  for (const [given, fPort] of [
    ...[[0, 0], [255, 255], ["255", 255], [256], [-1], [1.5], ["1e1"], [[85]], [null]],
  ])
    test.equal(read({ fPort: given }).fPort, fPort, `fPort ${shown(given)}`);
  for (const [data, length, reason] of [
    [[0, 255], 2],
    ["A".repeat(65_536), 49_152],
    [[256], undefined, "the payload is a list, but not of bytes"],
    [[-1], undefined, "the payload is a list, but not of bytes"],
    ["A".repeat(65_537), undefined, "the payload has 65537 characters; allowed: 65536 at most"],
    ["", undefined, "the event has no payload"],
    [[], undefined, "the event has no payload"],
  ]) {
    const found = read({ data });
    const said = reason && `ChirpStack: ${reason}`;
    test.equal([found.bytes?.length, found.reason], [length, said], `data ${shown(data)}`);
  }
  for (const [members, server] of [
    [["PayloadData", "WirelessMetadata"], "aws-iot-core"],
    [["WirelessDeviceId"], "aws-iot-core"],
    [["PayloadData"]],
    [["WirelessMetadata"]],
    [["dev_eui", "hotspots"], "helium"],
    [["dev_eui", "app_eui"], "helium"],
    [["dev_eui"]],
    [["hotspots", "app_eui"]],
    [["cmd", "EUI"], "loriot"],
    [["cmd"]],
    [["EUI"]],
  ]) {
    const event = Object.fromEntries(members.map((name) => [name, "a"]));
    test.equal(parseUplink(event).server, server, members.join(" and "));
  }
  for (const [count, more] of [
    [8, ""],
    [9, " and 1 more"],
  ]) {
    const names = [..."abcdefghi"].slice(0, count);
    const { reason } = parseUplink(Object.fromEntries(names.map((name) => [name, 1])));
    const shownNames = `its members are a, b, c, d, e, f, g, h${more}`;
    test.equal(reason, `no event of a known network server: ${shownNames}`, `${count} members`);
  }
}

/** Names as people give them to devices and profiles, each with the model that is meant. */
const NAMES = `
  WS523 = ws523; ws 523 = ws523; Milesight WS-523 EU = ws523; milesight_ws_523 (EU868, OTAA) = ws523;
  WS52x = ws52x; WS525-915M = ws52x; WS521, WS525 = ws52x; WS101|button = ws101; AI sensor VS321 = vs321;
  EM300-TH-868M = em300-th; EM300-TH-915M-AU = em300-th; VS321-915M = vs321; ws52x (class C) = ws52x;
  Milesight WS-523 EU868 = ws523; Milesight EM300-MCS Magnet Contact Switch = em300-mcs;
  EM310-UDL-C050 = em310-udl; WS301_OTAA_AS923-1 class A = ws301; em300-zld = em300-sld;
  EM320-TH = em320-th; EM320-TH V1 = em320-th; EM300-DI hallway = em300-di; EM300-TH hall = em300-th;
  EM320-TH-V2 = undefined; Milesight EM320-TH V2 EU868 = undefined; EM320-TH (V2) = undefined;
  em320th_v2 = undefined; EM300-DI-HALL = undefined; EM320-TILT = undefined; WS523-V3 = undefined;
  EM300 = undefined; WS5230 = undefined; AWS523 = undefined; WS101 and WS523 = undefined; __proto__ = undefined; = undefined`;

function models(test, { findModel }) {
  for (const line of NAMES.split(";")) {
    const [name, model] = line.split("=").map((text) => text.trim());
    test.equal(String(findModel(name)), model, `findModel(${name})`);
  }
  for (const none of [undefined, { toString: 1 }, `WS523${"x".repeat(1e6)}`])
    test.equal(findModel(none), undefined, `findModel of a ${typeof none}`);
}

function bytesAsText(test, { toBase64, toHex }) {
  test.equal([toHex([0, 8, 255]), toHex(Uint8Array.of(16))], ["0008ff", "10"], "toHex");
  const base64 = [[], [8, 112, 1], [255, 254]].map((bytes) => toBase64(bytes));
  test.equal(base64, ["", "CHAB", "//4="], "toBase64");
  for (const write of [toHex, toBase64]) {
    const fails = (bytes, message) =>
      test.throws(() => write(bytes), message, `${write.name}(${shown(bytes)})`);
    for (const byte of [256, -1, 1.5, "1", undefined])
      fails([0, byte], /^bytes\[1\]: got .+; allowed: an integer from 0 to 255$/);
    for (const bytes of [5, "0870", null, undefined, {}])
      fails(bytes, /^bytes: got .+; allowed: a list of integers from 0 to 255$/);
  }
}

/** Each server with what it is sent: a topic and a message, or a POST of a body to a path. WS523 4.4: on. */
const SENT = `
the-things-stack v3/app1@ttn/devices/dev1/down/push {"downlinks":[{"f_port":85,"frm_payload":"CAEA/w==","priority":"NORMAL","confirmed":false}]}
chirpstack application/app1/device/24e124aabbccdd01/command/down {"devEui":"24e124aabbccdd01","confirmed":false,"fPort":85,"data":"CAEA/w=="}
chirpstack-v3 application/app1/device/24e124aabbccdd01/command/down {"confirmed":false,"fPort":85,"data":"CAEA/w=="}
milesight-gateway application/app1/device/24e124aabbccdd01/tx {"devEUI":"24e124aabbccdd01","fPort":85,"data":"CAEA/w==","confirmed":false}
helium helium/dev1/tx {"payload_raw":"CAEA/w==","port":85,"confirmed":false}
aws-iot-core /wireless-devices/dev1/data {"PayloadData":"CAEA/w==","TransmitMode":0,"WirelessMetadata":{"LoRaWAN":{"FPort":85}}}
thingpark /thingpark/lrc/rest/downlink?DevEUI=24E124AABBCCDD01&FPort=85&Payload=080100ff&Confirmed=0
loriot /1/rest {"cmd":"tx","appid":"app1","EUI":"24E124AABBCCDD01","port":85,"confirmed":false,"data":"080100ff"}`;

function sending(test, { parseUplink, toDownlink }) {
  const command = { bytes: [0x08, 0x01, 0x00, 0xff], fPort: 85 };
  const ids = { deviceId: "dev1", applicationId: "app1", tenantId: "ttn" };
  const target = { devEui: "24e124aabbccdd01", ...ids };
  for (const line of SENT.trim().split("\n")) {
    const [server, at, message = ""] = line.split(" ");
    const headers = { "content-type": "application/json" };
    const expected = at.startsWith("/")
      ? { method: "POST", path: at, headers, body: message }
      : { topic: at, payload: message };
    test.equal(toDownlink(server, target, command), expected, `toDownlink ${server}`);
    const own = toDownlink(server, { ...target, topic: "/down/1" }, command);
    test.equal(own.topic, "/down/1", `${server}: a topic of its own`);
    const crossed = { devEui: "a/b", deviceId: "+", applicationId: "#", tenantId: "/" };
    for (const bad of [{}, crossed]) {
      const { topic, reason } = toDownlink(server, bad, command);
      test.equal([topic, typeof reason], [undefined, "string"], `${server}: ${shown(bad)}`);
    }
  }
  const options = { confirmed: true, priority: "above_normal" };
  test.equal(
    toDownlink("the-things-stack", { ...target, tenantId: undefined }, command, options),
    {
      topic: "v3/app1/devices/dev1/down/push",
      payload:
        '{"downlinks":[{"f_port":85,"frm_payload":"CAEA/w==","priority":"ABOVE_NORMAL","confirmed":true}]}',
    },
    "an open-source installation, confirmed, with a priority",
  );
  test.equal(
    toDownlink("thingpark", { ...target, topic: "down" }, command, { confirmed: true }).payload,
    '{"DevEUI_downlink":{"DevEUI":"24E124AABBCCDD01","FPort":85,"payload_hex":"080100ff","Confirmed":"1"}}',
    "ThingPark over MQTT",
  );
  const none = "the command has no bytes";
  const noApplication = "target.applicationId: got nothing; allowed: letters, digits and . : @ _ -";
  const priorities = "lowest, low, below_normal, normal, above_normal, high, highest";
  const [throwing, proxy] = hostileEvents();
  for (const [reason, ...args] of [
    ["the command was refused: a: b; c: d", target, { bytes: [], errors: ["a: b", "c: d"] }],
    [none, target, { bytes: [] }],
    [none, target, throwing, proxy],
    [none, target, undefined],
    ["the command or its target cannot be read", target, { bytes: [300] }],
    [noApplication, { devEui: "24e124aabbccdd01" }, command],
    [
      "target.devEui: got null; allowed: letters, digits and . : @ _ -",
      { ...ids, devEui: null },
      command,
    ],
  ])
    test.equal(toDownlink("chirpstack", ...args), { reason }, reason);
  const asap = toDownlink("the-things-stack", target, command, { priority: "asap" });
  test.equal(asap, { reason: `priority: got "asap"; allowed: ${priorities}` }, "no priority");
  const { reason } = toDownlink("toString", target, command);
  test.ok(/^server: got "toString"; /.test(reason), `no server: ${reason}`);

  // A server needs no id that its topic does not have.
  const { devEui } = target;
  for (const [server, own, expected] of [
    ["milesight-gateway", { devEui }, { reason: noApplication }],
    ["milesight-gateway", { devEui, topic: "" }, { reason: noApplication }],
    ["milesight-gateway", { devEui, topic: "/down/1" }, { topic: "/down/1" }],
    ["helium", { deviceId: "dev1" }, { topic: "helium/dev1/tx" }],
    ["helium", { deviceId: "dev1", tenantId: "/" }, { topic: "helium/dev1/tx" }],
    ["thingpark", { devEui, applicationId: "/" }, {}],
  ]) {
    const { topic, reason } = toDownlink(server, own, { ...command, errors: [] });
    test.equal({ topic, reason }, { topic: undefined, reason: undefined, ...expected }, shown(own));
  }

  // The answer to an uplink needs nothing but that uplink; LORIOT's has no application.
  for (const { name, event, uplink } of forms) {
    if (uplink?.applicationId === undefined || uplink.server === "loriot") continue;
    const sent = toDownlink(uplink.server, parseUplink(event), command);
    test.equal(sent.reason, undefined, `${name}: an answer`);
  }
}

function storing(test, { denseColumns, points }, { decodeUplink }) {
  // VS321 5.1.2 and 5.1.4: battery, temperature, people counted now and in two stored records.
  const time = "2024-05-15T02:30:00.000Z";
  const bytes = bytesOf("017564 03671101 05fd0300 20cee81b44660105000000 20ceea1b44660107000000");
  const units = { battery: "%", temperature: "°C", "history[].timestamp": "s" };
  const fields = Object.entries(units).map(([path, unit]) => ({ path, unit }));
  const row = (path, value, unit, at = time) => ({ path, value, unit, time: at });
  const rows = [
    row("battery", 100, "%"),
    row("temperature", 27.3, "°C"),
    row("people_total_counts", 3),
    row("people_total_counts", 5, undefined, "2024-05-15T02:20:24.000Z"),
    row("people_total_counts", 7, undefined, "2024-05-15T02:20:26.000Z"),
  ];
  const decoded = decodeUplink({ bytes });
  test.equal(points(decoded, time, { fields }), rows, "points");
  const bare = rows.map((row) => ({ ...row, unit: undefined }));
  test.equal(points(decoded, time), bare, "points without units");
  test.equal(points({ data: {}, errors: ["no"] }, time), [], "points of an error");
  test.equal(points({ data: { a: null, b: undefined } }, time), [], "points of nothing");
  // A device's own time of an uplink is a value of it; lists without times keep their places.
  const data = { timestamp: 1, a: { b: [{ c: 1 }, { c: 2 }] }, on: true };
  const values = { timestamp: 1, "a.b[0].c": 1, "a.b[1].c": 2, on: true };
  const others = Object.entries(values).map(([path, value]) => ({
    ...row(path, value),
    time: undefined,
  }));
  test.equal(points({ data }, undefined), others, "points of other lists");

  const columns = {
    temperature: { rows: Uint32Array.of(0, 2), values: Float64Array.of(27.3, 27.4) },
    status: { rows: Uint32Array.of(1), values: Uint32Array.of(1), labels: ["dim", "bright"] },
  };
  columns["history[].count"] = {
    rows: Uint32Array.of(0, 2, 2),
    entries: Uint32Array.of(1, 0, 2),
    values: Float64Array.of(9, 5, 7),
  };
  const dense = {
    temperature: [27.3, null, 27.4],
    status: [null, "bright", null],
    "history[].count": [[null, 9], null, [5, null, 7]],
  };
  test.equal(denseColumns({ count: 3, columns }), dense, "denseColumns");
}

/** Events that no server sends. */
function hostileEvents() {
  const fail = (problem) => () => {
    throw problem;
  };
  return [
    Object.defineProperty({}, "deviceInfo", { get: fail(new Error("no")), enumerable: true }),
    new Proxy({}, { getOwnPropertyDescriptor: fail({ toString: 1 }) }),
    { deviceInfo: {}, data: { toString: 1 } },
    { deviceInfo: {}, data: "A".repeat(70_000) },
    { deviceInfo: {}, data: [300] },
    { end_device_ids: 1, uplink_message: { frm_payload: 7 } },
    { [`${"x".repeat(1e6)}`]: 1 },
  ];
}
