// The command line. Payloads: as arguments and lines, in servers' events, and how they are spelled.
import assert from "node:assert";
import {
  decoded,
  gives,
  installed,
  json,
  lines,
  on,
  start,
  status,
  switched,
  test,
  unknown,
  voltage,
} from "./harness.mjs";

const payloads = test("payloads as arguments and as lines", async (cwd) => {
  const both = { stdout: json(status, voltage) };
  await gives(cwd, ["decode", "ws523", "087001"], { stdout: json(status) });
  await gives(cwd, ["decode", "--model", "WS523", "0x08, 0x70, 0x01"], { stdout: json(status) });
  await gives(cwd, ["decode", "--model=ws522", "08:70:01"], { stdout: json(status) });
  await gives(cwd, ["decode", "ws523", "08", "70", "01"], { stdout: json(status) });
  await gives(cwd, ["decode", "ws523", "087001", "0374f508"], both);
  await gives(cwd, ["decode", "ws523", "CHAB", "A3T1CA=="], both);
  await gives(cwd, ["decode", "ws523", "--base64", "A3T1CA"], { stdout: json(voltage) });
  await gives(cwd, ["decode", "ws523"], { input: "\n087001\r\n\n  A3T1CA==  ", ...both });
  await gives(cwd, ["decode", "ws523"], { input: "", stdout: "" });
  await gives(cwd, ["decode", "ws523", "--pretty", "087001"], {
    stdout: `${JSON.stringify(status, null, 2)}\n`,
  });
  await gives(cwd, ["decode", "ws523", "--downlink", "080100ff"], { stdout: json(status) });
  const { detectModels, fromHex } = await installed(cwd);
  const known = (payload) => detectModels(fromHex(payload));
  await gives(cwd, ["decode", "auto"], {
    input: lines("087001", "0367 1101"),
    stdout: json(
      { models: known("087001"), ...status },
      { models: known("03671101"), data: { temperature: 27.3 } },
    ),
  });
  await gives(cwd, ["detect", "087001"], { stdout: lines(known("087001").join(" ")) });
  await gives(cwd, ["detect"], {
    input: lines("01 75 64", "7777", '{"bytes":[255,46,1]}'),
    stdout: lines(known("017564").join(" "), "", known("ff2e01").join(" ")),
    stderr: lines(
      "milesight-codec: line 2: no model knows any of the payload",
      "milesight-codec: 1 of 3 payloads had errors",
    ),
    code: 1,
  });
});

const events = test("NDJSON: bare, The Things Stack, ChirpStack", async (cwd) => {
  const ids = { device_id: "socket", application_ids: { application_id: "home" } };
  const uplink = { f_port: 85, frm_payload: "CHAB", decoded_payload: { old: 1 } };
  const webhook = {
    end_device_ids: ids,
    received_at: "2024-01-01T00:00:00Z",
    uplink_message: uplink,
  };
  const chirpstack = {
    deduplicationId: "3ac7e3c4-4401-4b8d-9386-a5c902f9202d",
    deviceInfo: { deviceName: "socket", devEui: "0101010101010101" },
    fPort: 85,
    data: "CHAB",
    object: { old: 1 },
  };
  const withPayload = [
    { bytes: "087001" },
    { id: 1, bytes: [8, 112, 1], fPort: 85 },
    { data: "CHAB" },
    { frm_payload: "08 70 01" },
    webhook,
    { result: webhook },
    { name: "as.up.data.forward", identifiers: [{ device_ids: ids }], data: webhook },
    // The event stream over HTTP.
    { result: { name: "as.up.data.forward", identifiers: [{ device_ids: ids }], data: webhook } },
    chirpstack,
    // A device's name that is made of hex digits must not make hex of the base64 beside it.
    { applicationID: "1", devEUI: "AQEBAQEBAQE=", fPort: 85, data: "CHAB" },
  ];
  const without = [
    { end_device_ids: ids, join_accept: { session_key_id: "AQ==" } },
    { end_device_ids: ids, uplink_message: { f_port: 0 } },
    { ...chirpstack, data: "" },
  ];
  await gives(cwd, ["decode", "ws523"], {
    input: json(...withPayload, ...without),
    stdout: json(...withPayload.map((event) => ({ ...event, decoded: status })), ...without),
  });
  await gives(cwd, ["decode", "ws523", "--column", "a.b", "--from", "ndjson"], {
    input: json({ a: { b: "087001" } }),
    stdout: json({ a: { b: "087001" }, decoded: status }),
  });
  // Base64 that could be hex: 00 10 83 is what the server means.
  const ambiguous = { deviceInfo: {}, data: "ABCD" };
  const { stdout } = await start(cwd, ["decode", "ws523"], { input: json(ambiguous) });
  assert.match(stdout, /unknown channel 00 10/);
});

const places = test("where in an object the payload stands", async (cwd) => {
  // An event's members do not hide a payload where bare objects have it.
  const found = [
    '{"devEUI":"24e124","payload":"087001"}',
    '{"deviceInfo":{},"data":"","hex":"087001"}',
    '{"end_device_ids":{},"frm_payload":"CHAB"}',
    '{"identifiers":[],"data":{"old":1},"bytes":[8,112,1]}',
    // A member of that name may hold something else.
    '{"data":{"old":1},"payload":"087001"}',
    '{"bytes":null,"data":7,"payload":"","hex":"087001"}',
    '{"devEUI":"24e124","data":{"old":1},"payload":"087001"}',
    '{"devEUI":"24e124","data":{"uplink_message":{"frm_payload":"CHAB"}}}',
    // Messages of Node-RED.
    '{"topic":"up","payload":{"uplink_message":{"frm_payload":"CHAB"}}}',
    '{"topic":"up","payload":{"deviceInfo":{},"data":"CHAB"}}',
  ];
  await gives(cwd, ["decode", "ws523"], { input: lines(...found), stdout: decoded(...found) });
  const none = lines(
    '{"topic":"join","payload":{"end_device_ids":{},"join_accept":{}}}',
    '{"devEUI":"24e124","data":null}',
  );
  await gives(cwd, ["decode", "ws523"], {
    input: none,
    stdout: none,
    stderr:
      'milesight-codec: no payload in any of the 2 objects; --column NAME says which member has it; the first (The Things Stack: join_accept) begins {"topic":"join","payload":{"end_device_ids":{},"join_accept":{}}}\n',
  });
  // A payload that is empty or of a wrong type is an error of its own.
  for (const [event, got] of [
    ['{"bytes":[]}', "a list of 0"],
    ['{"bytes":""}', "a list of 0"],
    ['{"bytes":{"0":8}}', "an object"],
    ['{"x":{},"payload":{"a":"087001"}}', "an object"],
    ['{"deviceInfo":{},"data":7}', "7"],
    ['{"deviceInfo":{},"data":[]}', "a list of 0"],
    ['{"end_device_ids":{},"uplink_message":{"frm_payload":{"a":1}}}', "an object"],
  ]) {
    const error = `bytes: got ${got}; allowed: 1 to 4096 integers from 0 to 255`;
    await gives(cwd, ["decode", "ws523", event], {
      stdout: json({ ...JSON.parse(event), decoded: { data: {}, errors: [error] } }),
      stderr: `milesight-codec: ${error}\n`,
      code: 1,
    });
  }
  const { stdout, code } = await start(cwd, ["decode", "ws523", '{"date":"087001"}']);
  assert.match(
    JSON.parse(stdout).decoded.errors[0],
    /^no payload in it: its member is date; allowed are .*; --column NAME says which member has it$/,
  );
  assert.strictEqual(code, 1);
});

const commands = test("commands in servers' events", async (cwd) => {
  const command = '"f_port":85,"frm_payload":"CAEA/w=="';
  const found = [
    ...["sent", "queued", "ack", "nack"].map(
      (what) => `{"end_device_ids":{},"downlink_${what}":{${command}}}`,
    ),
    `{"end_device_ids":{},"downlink_failed":{"downlink":{${command}},"error":{}}}`,
    `{"downlinks":[{${command}}]}`,
    `{"payload":{"downlinks":[{${command}}]}}`,
    `{"result":{"identifiers":[],"data":{"end_device_ids":{},"downlink_queued":{${command}}}}}`,
    `{"topic":"down","payload":${JSON.stringify(`{"downlinks":[{${command}}]}`)}}`,
    `{${command}}`,
    '{"devEUI":"24e124","fPort":85,"data":"CAEA/w=="}',
    '{"devEUI":"24e124","payload":"080100ff"}',
  ];
  await gives(cwd, ["decode", "ws523", "--downlink"], {
    input: lines(...found),
    stdout: decoded(...found),
  });
  const others = lines(
    '{"end_device_ids":{},"uplink_message":{"frm_payload":"CHAB"}}',
    '{"deviceInfo":{},"data":"CHAB"}',
    '{"applicationID":"1","devEUI":"24e124","fCnt":1,"data":"CHAB"}',
    '{"applicationID":"1","fCnt":3,"rxInfo":[],"data":"CHAB"}',
    '{"end_device_ids":{},"join_accept":{}}',
    '{"deviceInfo":{},"acknowledged":true}',
    '{"result":{"data":{"end_device_ids":{},"uplink_message":{"frm_payload":"CHAB"}}}}',
  );
  await gives(cwd, ["decode", "ws523", "--downlink"], {
    input: others,
    stdout: others,
    stderr: /milesight-codec: no command in any of the 7 objects; .*\n/,
  });
  const events = lines(...found.slice(0, 5));
  await gives(cwd, ["decode", "ws523"], {
    input: events,
    stdout: events,
    stderr: /milesight-codec: no payload in any of the 5 objects; .*\n/,
  });
  await gives(cwd, ["decode", "ws523", "--downlink"], {
    input: '{"downlinks":[{},{}]}\n',
    stdout: /.*"errors":\["it has 2 downlinks.*"\]\}\}\n/,
    stderr: lines(
      "milesight-codec: line 1: it has 2 downlinks; allowed is one: jq -c '..|.downlinks?[]?' makes a line of each",
      "milesight-codec: 1 of 1 payloads had errors",
    ),
    code: 1,
  });
});

const spellings = test("spellings of hex and base64", async (cwd) => {
  const ways = [
    "08-70-01",
    "08_70_01",
    "08|70;01",
    "\\x08\\x70\\x01",
    "b'\\x08\\x70\\x01'",
    "<Buffer 08 70 01>",
    '"087001"',
    '"CHAB"',
  ];
  for (const way of ways) await gives(cwd, ["decode", "ws523", way], { stdout: json(status) });
  await gives(cwd, ["decode", "ws523"], {
    input: lines(...ways),
    stdout: json(...ways.map(() => status)),
  });
  await gives(cwd, ["decode", "ws523", "--hex", "08-70-01"], { stdout: json(status) });
  await gives(cwd, ["decode", "ws523", "A3T1CA"], { stdout: json(voltage) });
  // Mistyped hex with separators is no base64 in the URL alphabet, though it has its length.
  for (const way of ["08-70-0z", "08_70_0z"]) {
    const error = `not hex: "${way[2]}" at position 5; not base64 either`;
    await gives(cwd, ["decode", "ws523", way], {
      stdout: json({ data: {}, errors: [error] }),
      stderr: `milesight-codec: ${error}\n`,
      code: 1,
    });
  }
  // Hex with letters only, of which two are first in a line, is no header of a table.
  const { detectModels } = await installed(cwd);
  const known = lines(detectModels([0xff, 0x2e, 1]).join(" "));
  await gives(cwd, ["detect"], { input: "ff;2e;01\n", stdout: known });
  // ff 2e 02 (WS101 4.1: a long press) and ff 2e 01, in base64 of either alphabet.
  for (const text of ["/y4C/y4B", "_y4C_y4B"]) {
    const { stdout } = await start(cwd, ["decode", "ws101", text]);
    assert.match(stdout, /short press/);
  }
  // An option has the last word on what a server writes.
  const event = '{"deviceInfo":{},"data":"087001"}';
  await gives(cwd, ["decode", "ws523", "--hex"], {
    input: lines(event),
    stdout: decoded(event),
  });
  const hint = / \(read as base64; give --hex if it is hex\)\n/;
  for (const command of ["decode", "explain"]) {
    const { stderr } = await start(cwd, [command, "ws523"], { input: lines(event) });
    assert.match(stderr, hint);
  }
  for (const args of [
    ["detect", "087001zz"],
    ["decode", "ws523", "087001zz"],
  ]) {
    assert.match((await start(cwd, args)).stderr, hint);
  }
  const spaced = '{"deviceInfo":{},"data":"08 70 01"}';
  assert.match((await start(cwd, ["decode", "ws523", spaced])).stderr, hint);
  for (const args of [
    ["decode", "ws523", "--base64", "087001zz"],
    ["decode", "ws523", "7777"],
  ]) {
    assert.doesNotMatch((await start(cwd, args)).stderr, hint);
  }
});

const wrapped = test("payloads that are JSON as text, and Buffers", async (cwd) => {
  const text = JSON.stringify;
  const buffer = { type: "Buffer", data: [8, 112, 1] };
  const found = [
    // Printed by `mosquitto_sub -F %j` for ChirpStack, The Things Stack, and others.
    text({ topic: "up", payload: '{"deviceInfo":{},"fPort":85,"data":"CHAB"}' }),
    text({ topic: "up", payload: '{"uplink_message":{"frm_payload":"CHAB"}}' }),
    text({ topic: "up", payload: ' {"bytes":"087001"}' }),
    text({ topic: "up", payload: "[8,112,1]" }),
    text({ topic: "up", payload: text(buffer) }),
    text({ topic: "up", payload: text({ payload: buffer }) }),
    text(buffer),
    text({ payload: buffer }),
    text({ deviceInfo: {}, data: buffer }),
  ];
  await gives(cwd, ["decode", "ws523"], { input: lines(...found), stdout: decoded(...found) });
  const elsewhere = [text({ a: { b: buffer } }), text({ a: { b: text(buffer) } })];
  await gives(cwd, ["decode", "ws523", "--column", "a.b"], {
    input: lines(...elsewhere),
    stdout: decoded(...elsewhere),
  });
  const cells = [text(buffer), "[8,112,1]", '{"deviceInfo":{},"data":"CHAB"}'].map(
    (cell) => `"${cell.replaceAll('"', '""')}"`,
  );
  // An event in a cell, too, may have no payload.
  const join = '"{""deviceInfo"":{},""devAddr"":""00189440""}"';
  await gives(cwd, switched, {
    input: lines("payload", ...cells, join),
    stdout: lines("payload,socket_status,warnings,errors", ...cells.map(on), unknown(join)),
  });
  // One level, and no further; and what is no JSON is told.
  for (const [payload, error] of [
    [text({ payload: text({ payload: text(buffer) }) }), /^not hex: "\{" at position 0/],
    [text({ payload: "[8,112" }), /^the payload is not JSON, though it begins as such: /],
    [text({ payload: '{"date":"087001"}' }), /^no payload in it: /],
    [text({ payload: { type: "Buffer", data: [] } }), /^bytes: got a list of 0; /],
  ]) {
    const { stdout, code } = await start(cwd, ["decode", "ws523", payload]);
    assert.match(JSON.parse(stdout).decoded.errors[0], error);
    assert.strictEqual(code, 1);
  }
});

const nothing = test("input without any payload is told", async (cwd) => {
  const objects = lines('{"a":{"b":""},"x":1.0}', '{"a":2}', '{"a":{"b":null}}');
  // A member that is named must be in one object at least.
  for (const command of [["decode", "ws523"], ["explain", "ws523"], ["detect"]]) {
    const stdout = { decode: objects, explain: "", detect: "\n\n\n" }[command[0]];
    await gives(cwd, [...command, "--column", "a.b"], {
      input: objects.replace("1.0", '"a"'),
      stdout: stdout.replace("1.0", '"a"'),
      stderr:
        /milesight-codec: no payload at a\.b in any of the 3 objects; the first begins \{"a":\{"b":""\},"x":"a"\}\n/,
      code: 1,
    });
  }
  const one = '{"a":{"b":"087001"}}';
  await gives(cwd, ["decode", "ws523", "--column", "a.b"], {
    input: objects + lines(one),
    stdout: objects + decoded(one),
  });
  const long = `{"end_device_ids":{},"x":"${"y".repeat(200)}"}`;
  await gives(cwd, ["decode", "ws523", long], {
    stdout: lines(long),
    stderr: `milesight-codec: no payload in the object; --column NAME says which member has it; it (The Things Stack: an event without uplink_message) begins ${long.slice(0, 100)}…\n`,
  });
});

const empty = test("empty messages of mosquitto_sub -v are passed over", async (cwd) => {
  const event = '{"deviceInfo":{},"data":"CHAB"}';
  for (const args of [[], ["--from", "ndjson"], ["--column", "data"]]) {
    await gives(cwd, ["decode", "ws523", ...args], {
      input: lines("a/b, c (null)", `a/b ${event}`, "v3/my-app@ttn/devices/x/up (null)"),
      stdout: decoded(event),
    });
  }
  // An operand is no message of a stream.
  await gives(cwd, ["decode", "ws523", "foo (null)"], {
    stdout: /^\{"data":\{\},"errors":\["not hex: .*"\]\}\n$/,
    stderr: 'milesight-codec: not hex: "o" at position 1; not base64 either\n',
    code: 1,
  });
});

export const payloadsTests = [
  payloads,
  events,
  places,
  commands,
  spellings,
  wrapped,
  nothing,
  empty,
];
