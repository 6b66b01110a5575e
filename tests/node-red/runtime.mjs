// The nodes in flows, through the admin API.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { forms } from "../package/suite/forms.mjs";
import { repository, test } from "./server.mjs";

/** WS523 4.2: 08 70 01, a socket that is on; 03 74 f5 08, 229.3 V. */
const on = [0x08, 0x70, 0x01, 0x03, 0x74, 0xf5, 0x08];
const decoded = { socket_status: "on", voltage: 229.3 };

const eventOf = (name) => forms.find((form) => form.name === name).event;
const chirpstack = eventOf("ChirpStack");
const tts = eventOf("The Things Stack, MQTT or webhook");

/**
 * A flow in which each node with its settings answers on a path. The posted members are set in the message, `buffer`
 * as the payload. The answer is the node's output, or its error. /status returns the last status.
 */
function flowOf(nodes) {
  const z = "a0";
  const answer = (func) => ({ type: "function", z, func, outputs: 1, wires: [["a2"]] });
  const parts = [
    { id: z, type: "tab", label: "test" },
    { id: "a2", type: "http response", z, wires: [] },
    {
      id: "a3",
      ...answer(`const answer = {};
        for (const name of Object.keys(msg)) if (name !== "req" && name !== "res") answer[name] = msg[name];
        return { payload: answer, res: msg.res };`),
    },
    { id: "a4", type: "catch", z, scope: null, wires: [["a5"]] },
    { id: "a5", ...answer(`msg.payload = { error: msg.error.message }; return msg;`) },
    { id: "a6", type: "status", z, scope: null, wires: [["a7"]] },
    { id: "a7", type: "function", z, func: `flow.set("status", msg.status);`, wires: [[]] },
    { id: "a8", type: "http in", z, url: "/status", method: "get", wires: [["a9"]] },
    { id: "a9", ...answer(`msg.payload = flow.get("status") || {}; return msg;`) },
  ];
  for (const [path, node] of Object.entries(nodes)) {
    const [request, set, id] = ["b", "c", "d"].map((letter) => `${letter}-${path}`);
    parts.push(
      { id: request, type: "http in", z, url: `/${path}`, method: "post", wires: [[set]] },
      {
        id: set,
        type: "function",
        z,
        func: `const body = msg.payload;
          delete msg.payload;
          Object.assign(msg, body);
          if (msg.buffer) msg.payload = Buffer.from(msg.buffer);
          return msg;`,
        outputs: 1,
        wires: [[id]],
      },
      { id, z, name: "", wires: [["a3"]], ...node },
    );
  }
  return parts;
}

const decode = (model) => ({ type: "milesight-decode", model });
const encode = (settings) => ({
  type: "milesight-encode",
  model: "",
  form: "server",
  server: "",
  priority: "normal",
  confirmed: false,
  ...settings,
});

const nodes = {
  auto: decode(""),
  ws523: decode("ws523"),
  vs321: decode("vs321"),
  answer: encode({ priority: "high" }),
  chirpstack: encode({ model: "ws523", server: "chirpstack", confirmed: true }),
  stack: encode({ model: "ws523", server: "the-things-stack" }),
  loriot: encode({ model: "ws523", server: "loriot" }),
  ...Object.fromEntries(
    ["buffer", "array", "hex", "base64"].map((form) => [form, encode({ model: "ws523", form })]),
  ),
};

/** Posts a message to a node and gives what comes out. */
const post = (red, path, body) => red.call(`/${path}`, { method: "POST", body });

async function refused(red, path, body, pattern) {
  const { error, payload } = await post(red, path, body);
  assert.equal(payload, undefined);
  assert.match(error, pattern);
}

/** The status with that text, as soon as it is there. */
async function status(red, pattern) {
  for (let tries = 0; ; tries += 1) {
    const { text = "", ...found } = await red.call("/status");
    if (pattern.test(text)) return found;
    assert.ok(tries < 50, `the status is ${text}; expected ${pattern}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** Posts what a node drops: no answer comes, but a status. */
async function dropped(red, path, body, pattern) {
  await post(red, path, { payload: on });
  await status(red, /^ws523: /);
  const controller = new AbortController();
  const answer = red.call(`/${path}`, { method: "POST", body, signal: controller.signal });
  const unanswered = answer.then(
    (answered) => assert.fail(`answered ${JSON.stringify(answered)}`),
    (error) => assert.equal(error.name, "AbortError"),
  );
  const found = await status(red, pattern);
  controller.abort();
  await unanswered;
  return found;
}

const escaped = (text) => new RegExp(text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));

test("the palette has both nodes", async (red) => {
  const sets = await red.call("/nodes");
  const ours = sets.filter(({ module }) => module === "node-red-contrib-milesight-codec");
  const found = ours.map(({ types, enabled, err }) => [...types, enabled, err]);
  assert.deepEqual(found.sort(), [
    ["milesight-decode", true, undefined],
    ["milesight-encode", true, undefined],
  ]);
  await red.deploy(flowOf(nodes));
  await red.answered("/status");
});

test("decode: bytes, hex and base64, by the node's model", async (red) => {
  const hex = Buffer.from(on).toString("hex");
  const base64 = Buffer.from(on).toString("base64");
  for (const body of [{ buffer: on }, { payload: on }, { payload: hex }, { payload: base64 }]) {
    const { payload, milesight } = await post(red, "ws523", { fPort: 85, ...body });
    assert.deepEqual(payload, decoded);
    assert.deepEqual(milesight, { model: "ws523", bytes: on, fPort: 85 });
  }
});

test("decode: the model by the message and by the event; the rest of the message is kept", async (red) => {
  const given = { topic: "kitchen", parts: { id: 1 }, custom: [1, 2] };
  const byMessage = await post(red, "auto", {
    ...given,
    payload: on,
    model: "Milesight WS-523 EU",
  });
  assert.deepEqual(byMessage.payload, decoded);
  for (const [name, value] of Object.entries(given)) assert.deepEqual(byMessage[name], value);

  const byEvent = await post(red, "auto", { ...given, payload: JSON.stringify(tts) });
  assert.deepEqual(byEvent.payload, { socket_status: "on" });
  assert.deepEqual(byEvent.milesight.raw, tts);
  assert.equal(byEvent.milesight.time, "2020-02-12T15:15:45.787Z");
  for (const [name, value] of Object.entries(given)) assert.deepEqual(byEvent[name], value);

  // A setting goes before the message, and the message before the event.
  await refused(
    red,
    "vs321",
    { payload: on, model: "ws523" },
    /^vs321: offset 0: unknown channel 08 70/,
  );
  await refused(
    red,
    "auto",
    { payload: tts, model: "vs321" },
    /^vs321: offset 0: unknown channel 08 70/,
  );
  await refused(red, "auto", { payload: on }, /^no model: /);
  await refused(
    red,
    "auto",
    { payload: on, model: "WS999" },
    /^msg\.model: got "WS999"; allowed: .*vs321, /,
  );
});

test("decode: every server's events", async (red) => {
  let count = 0;
  for (const { name, event, uplink, server, reason } of forms) {
    if (typeof event !== "object" || event === null || Array.isArray(event)) continue;
    count += 1;
    if (uplink) {
      const { payload, milesight } = await post(red, "ws523", { payload: event });
      assert.deepEqual(payload, { socket_status: "on" }, name);
      assert.equal(milesight.devEui, uplink.devEui, name);
      assert.equal(milesight.server, uplink.server, name);
    } else if (server) {
      const { fill } = await dropped(red, "ws523", { payload: event }, escaped(reason));
      assert.equal(fill, "grey", name);
    } else {
      await refused(red, "ws523", { payload: event }, escaped(`msg.payload: ${reason}`));
    }
  }
  assert.ok(count > 20, `${count} events`);
  return `${count} events`;
});

test("decode: status, warnings and errors", async (red) => {
  await post(red, "ws523", { payload: on });
  assert.equal((await status(red, /^ws523: socket_status, voltage$/)).fill, "green");
  const cut = await post(red, "ws523", { payload: on.slice(0, 6) });
  assert.deepEqual(cut.payload, { socket_status: "on" });
  assert.match(cut.milesight.warnings[0], /^offset 3: channel 03 74 is cut short/);
  assert.equal((await status(red, /^ws523: offset 3: channel 03 74 is cut short/)).fill, "yellow");
  await refused(red, "ws523", { payload: "{" }, /^msg\.payload: .*JSON/);
  await refused(red, "ws523", { payload: "no payload" }, /not base64 either/);
  await refused(red, "ws523", { payload: [] }, /^ws523: /);
  await refused(red, "ws523", {}, /^msg\.payload: got a value of type undefined/);
  assert.equal((await status(red, /^msg\.payload: got/)).fill, "red");
});

test("encode: bytes in each form", async (red) => {
  // WS523 4.4: ff 03, 1200 s.
  const bytes = [0xff, 0x03, 0xb0, 0x04];
  const given = { payload: { report_interval: 1200 }, topic: "kept" };
  const buffer = await post(red, "buffer", given);
  assert.deepEqual(buffer.payload, { type: "Buffer", data: bytes });
  assert.equal(buffer.fPort, 85);
  assert.equal(buffer.topic, "kept");
  assert.deepEqual((await post(red, "array", given)).payload, bytes);
  assert.equal((await post(red, "hex", given)).payload, "ff03b004");
  assert.equal(
    (await post(red, "base64", { ...given, payload: '{"report_interval":1200}' })).payload,
    "/wOwBA==",
  );
  assert.equal((await status(red, /^ws523: 4 bytes$/)).fill, "green");
  const port = await post(red, "hex", { ...given, fPort: 2 });
  assert.equal(port.fPort, 2);
  assert.equal(port.milesight.warnings.length, 1);
  await refused(
    red,
    "hex",
    { payload: { report_interval: 5 } },
    /^ws523: report_interval: got 5; allowed/,
  );
});

test("encode: messages for servers", async (red) => {
  const { milesight } = await post(red, "auto", { payload: tts });
  const answer = await post(red, "answer", { payload: { socket_status: "off" }, milesight });
  assert.equal(answer.topic, "v3/app1@ttn/devices/dev1/down/push");
  // WS523 4.4: 08 00 00 ff.
  assert.deepEqual(JSON.parse(answer.payload), {
    downlinks: [{ f_port: 85, frm_payload: "CAAA/w==", priority: "HIGH", confirmed: false }],
  });
  const target = {
    applicationId: chirpstack.deviceInfo.applicationId,
    devEui: "24e124aabbccdd01",
  };
  const command = { payload: { socket_status: "off" }, target };
  const sent = await post(red, "chirpstack", command);
  assert.equal(
    sent.topic,
    `application/${target.applicationId}/device/24e124aabbccdd01/command/down`,
  );
  assert.deepEqual(JSON.parse(sent.payload), {
    devEui: "24e124aabbccdd01",
    confirmed: true,
    fPort: 85,
    data: "CAAA/w==",
  });
  const request = await post(red, "loriot", { ...command, url: "https://eu1.loriot.io" });
  assert.equal(request.method, "POST");
  assert.equal(request.url, "https://eu1.loriot.io/1/rest");
  assert.equal(JSON.parse(request.payload).data, "080000ff");
  await refused(
    red,
    "chirpstack",
    { payload: { socket_status: "off" } },
    /^target\.applicationId: got nothing/,
  );
  await refused(
    red,
    "answer",
    { ...command, model: "ws523" },
    /^server: got nothing; allowed: the-things-stack/,
  );
});

test("what docs/servers/node-red.md shows", async (red) => {
  const text = readFileSync(join(repository, "docs", "servers", "node-red.md"), "utf8");
  const [, base64] = /"frm_payload": "([^"]+)"` becomes/.exec(text);
  const [data, message] = [...text.matchAll(/^```json\n(.*?)^```/gms)].map(([, block]) =>
    JSON.parse(block),
  );
  const uplink_message = { ...tts.uplink_message, frm_payload: base64 };
  const uplink = await post(red, "auto", { payload: { ...tts, uplink_message } });
  assert.deepEqual(uplink.payload, data);

  const target = { applicationId: "app1", tenantId: "ttn", deviceId: "dev1" };
  const sent = await post(red, "stack", { payload: { socket_status: "on" }, target });
  assert.deepEqual(JSON.parse(sent.payload), message);
  assert.equal(sent.topic, "v3/app1@ttn/devices/dev1/down/push");
  const [, error] = /the text is\n`([^`]+)`/.exec(text);
  await refused(red, "stack", { payload: { socket_status: "open" }, target }, escaped(error));
});

test("the examples run", async (red) => {
  const folder = join(repository, "pkg", "node-red", "examples");
  const said = {};
  for (const file of readdirSync(folder)) {
    const flow = JSON.parse(readFileSync(join(folder, file), "utf8"));
    await red.deploy(flow);
    const { id } = flow.find(({ type }) => type === "inject");
    said[file] = JSON.parse((await red.inject(id)).msg);
  }
  assert.deepEqual(Object.keys(said).sort(), ["answer.json", "decode.json"]);
  assert.deepEqual(said["decode.json"], decoded);
  assert.equal(said["answer.json"].topic, "v3/app1@ttn/devices/dev1/down/push");
  // VS321 5.2.1: ff 8e 00, 20 min.
  assert.deepEqual(JSON.parse(said["answer.json"].payload), {
    downlinks: [{ f_port: 85, frm_payload: "/44AFAA=", priority: "HIGH", confirmed: false }],
  });
});
