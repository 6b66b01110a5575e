// The command line, from the installed tarball, as a shell starts it.
import assert from "node:assert";
import { spawn } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { execute, program, vectors } from "./project.mjs";

const entry = ["node_modules", "milesight-codec", "bin", "milesight-codec.js"];

/** A project with the package, which these tests share. */
let shared;
function projectOf(workspace) {
  shared ??= workspace.project();
  return shared;
}

/** Starts the program and gives all that came of it. `input` is a text, or pieces of one. */
function start(cwd, args, { input = "", node = process.execPath, env } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(node, [join(...entry), ...args], { cwd, env: { ...process.env, ...env } });
    const result = { stdout: "", stderr: "" };
    for (const name of ["stdout", "stderr"]) {
      child[name].setEncoding("utf8").on("data", (text) => {
        result[name] += text;
      });
    }
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, ...result }));
    // A program that stops early does not read to the end.
    child.stdin.on("error", () => {});
    child.stdin.end(input);
  });
}

const lines = (...texts) => texts.map((text) => `${text}\n`).join("");
const json = (...values) => lines(...values.map((value) => JSON.stringify(value)));

/**
 * What a call must give; an expression, the whole of it. Without `stderr` or `code`: nothing on it, and 0.
 */
async function gives(cwd, args, { input, node, stdout = "", stderr = "", code = 0 }) {
  const result = await start(cwd, args, { input, node });
  const call = `milesight-codec ${args.join(" ")}`;
  // What matches an expression is what it says; what does not is shown beside it.
  const plain = (wanted, given) => {
    if (!(wanted instanceof RegExp)) return wanted;
    const whole = new RegExp(`^(?:${wanted.source})$`, wanted.flags);
    return whole.test(given) ? given : String(wanted);
  };
  const wanted = {
    code,
    stdout: plain(stdout, result.stdout),
    stderr: plain(stderr, result.stderr),
  };
  assert.deepStrictEqual(result, wanted, call);
}

function test(name, run) {
  return {
    name: `command line: ${name}`,
    async run(workspace) {
      return run(await projectOf(workspace));
    },
  };
}

// By hand, from WS523 4.1: socket status on (08 70 01), and voltage 229.3 V (03 74 f5 08).
const status = { data: { socket_status: "on" } };
const voltage = { data: { voltage: 229.3 } };

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
  await gives(cwd, ["decode", "auto"], {
    input: lines("087001", "0367 1101"),
    stdout: json(
      { models: ["ws523", "ws52x"], ...status },
      { models: ["vs321"], data: { temperature: 27.3 } },
    ),
  });
  await gives(cwd, ["detect", "087001"], { stdout: "ws523 ws52x\n" });
  await gives(cwd, ["detect"], {
    input: lines("01 75 64", "7777", '{"bytes":[255,46,1]}'),
    stdout: lines("vs321 ws101", "", "ws101"),
    stderr: lines(
      "milesight-codec: line 2: no model knows the whole payload",
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

/** Lines that are decoded to `status`, and come out as they came otherwise. */
const decoded = (...objects) =>
  lines(...objects.map((text) => `${text.slice(0, -1)},"decoded":${JSON.stringify(status)}}`));

const places = test("where in an object the payload stands", async (cwd) => {
  // What makes an event of an object does not hide a payload that stands where bare objects have it.
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
      'milesight-codec: no payload in any of the 2 objects; --column NAME says which member has it; the first begins {"topic":"join","payload":{"end_device_ids":{},"join_accept":{}}}\n',
  });
  // What is there, but empty or of a wrong type, is told by what is wrong with it.
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
    /^no payload in it: allowed are .*; --column NAME says which member has it$/,
  );
  assert.strictEqual(code, 1);
});

const layouts = test("JSON behind a topic, over several lines, and in lists", async (cwd) => {
  const webhook = '{"uplink_message":{"frm_payload":"CHAB"}}';
  const chirpstack = '{"deviceInfo":{},"data":"CHAB"}';
  for (const args of [[], ["--from", "ndjson"]]) {
    await gives(cwd, ["decode", "ws523", ...args], {
      input: lines(
        `application/1/device/24e124/event/up ${chirpstack}`,
        `v3/my-app@ttn/devices/x, y/up ${webhook}`,
      ),
      stdout: decoded(chirpstack, webhook),
    });
  }
  // Names with commas between are those of a table, but not where JSON follows them.
  await gives(cwd, ["decode", "ws523"], {
    input: 'time, payload {"a":1\n',
    stdout: /\{"data":\{\},"errors":\["not JSON: .*"\]\}\n/,
    stderr: /milesight-codec: line 1: not JSON: .*\nmilesight-codec: 1 of 1 payloads had errors\n/,
    code: 1,
  });
  const pretty = '{\n  "id": 1.0,\n  "text": "a  } b",\n  "bytes": [\n    8, 112, 1\n  ]\n}';
  const plain = '{"id":1.0,"text":"a  } b","bytes":[8,112,1]}';
  const bare = '{"bytes":"087001"}';
  await gives(cwd, ["decode", "ws523"], {
    input: lines(pretty, bare, "087001", pretty),
    stdout: decoded(plain, bare) + json(status) + decoded(plain),
  });
  await gives(cwd, ["decode", "ws523", pretty, "[8,112,1]"], {
    stdout: decoded(plain) + json(status),
  });
  await gives(cwd, ["decode", "ws523"], {
    input: lines(
      "[8,112,1]",
      "[\n  8,\n  112,\n  1\n]",
      "[[8,112,1]]",
      `[${bare},${bare}]`,
      `[\n  ${bare},\n${pretty},\n{"a":\n[]\n,"bytes":"CHAB"}\n]`,
    ),
    stdout:
      json(status, status, status) + decoded(bare, bare, bare, plain, '{"a":[],"bytes":"CHAB"}'),
  });
  // What is cut short is told by itself, and takes nothing with it that is whole.
  const cut = await start(cwd, ["decode", "ws523"], {
    input: lines(
      '{"bytes":"0870',
      bare,
      '{"a":1,',
      bare,
      "[info",
      "087001",
      `[${bare},`,
      "5]",
      `[${bare}`,
    ),
  });
  assert.match(
    cut.stderr,
    /^.*line 1: not JSON.*\n.*line 3: not JSON.*\n.*line 5: not JSON.*\n.*line 7: not JSON.*list of objects alone\n.*line 9: not JSON: a list begins here and does not end\n.*5 of 10 payloads had errors\n$/,
  );
  const known = cut.stdout.split("\n").filter((line) => line.includes('"on"'));
  assert.strictEqual(
    lines(...known),
    decoded(bare, bare) + json(status) + decoded(bare) + decoded(bare),
  );
  // Nor does it take lines that are no JSON, or numbers where none can stand.
  const data = '{"data":"CHAB"}';
  for (const [first, ...others] of [
    ['t/1 {"a":1,', `t/1 ${data}`, `true ${data}`, `1/2 ${data}`, "087001", "0374f508"],
    ['{"a":1,', "087001", "175640", "0374f508"],
    ['{"a":1', "175640", "087001"],
    ["[", "087001", "0374f508"],
    ["[", "8,", "112", "175640", "-1", "087001"],
    [`[${bare},`, "087001", `t/1 ${data}`],
  ]) {
    const read = others.filter((line) => /^0|\{/.test(line));
    const { stdout } = await start(cwd, ["decode", "ws523"], { input: lines(first, ...others) });
    const known = stdout.split("\n").filter((line) => /"on"|229\.3/.test(line));
    const begun = first.includes(bare) ? 1 : 0;
    assert.strictEqual(known.length, begun + read.length, `${first}\n${stdout}`);
  }
  await gives(cwd, ["decode", "ws523"], {
    input: lines(
      "[8,",
      "112",
      ",1",
      "]",
      '{"bytes":[',
      " 8 ,",
      "112,",
      "1],",
      '"a":',
      "-1.5e3",
      "}",
    ),
    stdout: json(status) + decoded('{"bytes":[8,112,1],"a":-1.5e3}'),
  });
  for (const cut of [`[${bare},`, `[${bare},\n`, `[${bare}\n\n,`]) {
    const error = "not JSON: a list begins here and does not end";
    await gives(cwd, ["decode", "ws523", cut], {
      stdout: decoded(bare) + json({ data: {}, errors: [error] }),
      stderr: `milesight-codec: ${error}\n`,
      code: 1,
    });
  }
  await gives(cwd, ["decode", "ws523"], {
    input: `[${bare},\n${bare}, {"bytes":"zz"}]\n`,
    stdout: /.*"on"\}\}\}\n.*"on"\}\}\}\n.*"decoded":\{"data":\{\},"errors":\["not hex.*"\]\}\}\n/,
    stderr:
      /milesight-codec: line 2, item 3: not hex.*\nmilesight-codec: 1 of 3 payloads had errors\n/,
    code: 1,
  });
  // So deep that neither reading nor writing may go down by calls.
  const deep = `{"bytes":"087001","a":${"[".repeat(100_000)}${"]".repeat(100_000)}}`;
  await gives(cwd, ["decode", "ws523"], { input: lines(deep), stdout: decoded(deep) });
  await gives(cwd, ["encode", "ws523"], {
    input: '[\n{"reboot":"yes"},\n{\n"reboot":"yes"}]\n',
    stdout: lines("ff10ff", "ff10ff"),
  });
});

const unchanged = test("objects come out as they came", async (cwd) => {
  const objects = [
    '{"id":12345678901234567890,"v":1.0,"e":1E2,"s":"\\u00e4\\/","bytes":"087001"}',
    '{ "id": -0,  "a" : {} , "bytes": "087001", "id": 2}',
    '{"__proto__":1,"bytes":"087001"}',
  ];
  await gives(cwd, ["decode", "ws523"], { input: lines(...objects), stdout: decoded(...objects) });
  // Beside a result from before, too, which gives way to the new one; of several, readers take the last.
  const result = JSON.stringify(status);
  const deep = `${"[".repeat(100_000)}${"]".repeat(100_000)}`;
  for (const [before, after] of [
    ['{"decoded":{"old":1},"bytes":"087001"} ', `{"decoded":${result},"bytes":"087001"}`],
    [
      '{"v":1.0,"a":{"decoded":2},"s":"decoded","decoded" : [{"decoded":",}"}], "bytes":"087001"}',
      `{"v":1.0,"a":{"decoded":2},"s":"decoded","decoded" :${result}, "bytes":"087001"}`,
    ],
    [
      '{"id":12345678901234567890,"bytes":"087001","decoded":0,"d\\u0065coded":[0]}',
      `{"id":12345678901234567890,"bytes":"087001","decoded":0,"d\\u0065coded":${result}}`,
    ],
    [
      `{"decoded":${deep},"a":${deep},"bytes":"087001"}`,
      `{"decoded":${result},"a":${deep},"bytes":"087001"}`,
    ],
  ]) {
    await gives(cwd, ["decode", "ws523"], { input: lines(before), stdout: lines(after) });
  }
  // Deep nesting is not indented so far that it fills the memory.
  const indented = await start(cwd, ["decode", "ws523", "--pretty"], {
    input: `{"a":${deep},"bytes":"087001"}`,
  });
  assert.deepStrictEqual([indented.stderr, indented.stdout.length < 30 * deep.length], ["", true]);
  const nested = { a: {}, l: [], k: [1, { b: 'x, {y}: "[' }], bytes: "087001" };
  await gives(cwd, ["decode", "ws523", "--pretty"], {
    input: `${json(nested)}{"n":1.0,"hex":"087001"}`,
    stdout: `${JSON.stringify({ ...nested, decoded: status }, null, 2)}\n${JSON.stringify(
      { n: 1.5, hex: "087001", decoded: status },
      null,
      2,
    ).replace("1.5", "1.0")}\n`,
  });
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
  await gives(cwd, ["detect"], { input: "ff;2e;01\n", stdout: "ws101\n" });
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

const tables = test("CSV", async (cwd) => {
  await gives(cwd, ["decode", "ws523"], {
    input: '\ufefftime,payload\n1,087001\n2,"0374\n f508"\n"a ""b"", c",CHAB\n',
    stdout: lines(
      "time,payload,decoded,warnings,errors",
      '1,087001,"{""socket_status"":""on""}",,',
      '2,"0374\n f508","{""voltage"":229.3}",,',
      '"a ""b"", c",CHAB,"{""socket_status"":""on""}",,',
    ),
  });
  await gives(cwd, ["decode", "ws523", "--column", "Raw", "--fields", "voltage, socket_status"], {
    input: "raw;n\r\n0374f508;1\r\n087001;\r\nzz;3",
    stdout: lines(
      "raw;n;voltage;socket_status;warnings;errors",
      "0374f508;1;229.3;;;",
      "087001;;;on;;",
      'zz;3;;;;"not hex: ""z"" at position 0; not base64 either"',
    ),
    stderr: lines(
      'milesight-codec: line 4: not hex: "z" at position 0; not base64 either',
      "milesight-codec: 1 of 3 payloads had errors",
    ),
    code: 1,
  });
  await gives(cwd, ["decode", "vs321", "--fields", "history[0].timestamp,history"], {
    input: "data\n01 75 64\n",
    stdout: lines("data,history[0].timestamp,history,warnings,errors", "01 75 64,,,,"),
  });
  await gives(cwd, ["decode", "ws523"], {
    input: "time,raw\n12:00,087001\n",
    stderr:
      /^milesight-codec decode: no column .* its columns are time, raw; --column NAME says.*\n.*\n$/,
    code: 2,
  });
  await gives(cwd, ["decode", "ws523", "--fields", "voltage,socket_staus"], {
    input: "payload\n087001\n",
    stderr: /^milesight-codec decode: --fields: "socket_staus" is no field of ws523\n.*\n$/,
    code: 2,
  });
  await gives(cwd, ["decode", "auto", "--fields", "voltage,temperature,delay_task"], {
    input: "payload\n0374f508\n",
    stdout: lines("payload,voltage,temperature,delay_task,warnings,errors", "0374f508,229.3,,,,"),
  });
  await gives(cwd, ["decode", "ws523", "--from", "csv"], {
    input: "a,b\n1,2\n",
    stderr:
      /^milesight-codec decode: no column bytes, data, payload, frm_payload, hex in the table; its columns are a, b;.*\n.*\n$/,
    code: 2,
  });
  await gives(cwd, ["decode", "ws523"], {
    input: "payload,payload \n087001,0374f508\n",
    stdout: lines(
      "payload,payload ,decoded,warnings,errors",
      '087001,0374f508,"{""socket_status"":""on""}",,',
    ),
  });
});

/** The switch is on in this row of a table with the column `socket_status` alone; or nothing is known. */
const on = (row) => `${row},on,,`;
const unknown = (row, problem = "") => `${row},,,${problem}`;
const switched = ["decode", "ws523", "--fields", "socket_status"];

const unclosed = (cell) =>
  `cell ${cell} begins with a quote and does not end with one; within quotes, a quote is doubled`;
const tooLong = (cell) =>
  `cell ${cell} begins with a quote and is longer than 1048576 characters, where a line counts as 100 more`;
const told = (problem) =>
  problem.includes(",") || problem.includes('"') ? `"${problem.replaceAll('"', '""')}"` : problem;

const quotes = test("CSV: quotes that open no cell take no rows with them", async (cwd) => {
  await gives(cwd, switched, {
    input: lines(
      "payload,name",
      '087001,rack 19"',
      '087001,19" and 21"',
      '087001,"rack, 19"""',
      // As some write tables: blanks before and behind a quoted cell.
      '087001, "a, b" ',
      '087001, "a',
      '087001,"19" rack',
      '"087001","two',
      "",
      'lines"',
      "087001,",
    ),
    stdout: lines(
      "payload,name,socket_status,warnings,errors",
      on('087001,"rack 19"""'),
      on('087001,"19"" and 21"""'),
      on('087001,"rack, 19"""'),
      on('087001,"a, b"'),
      on('087001," ""a"'),
      on('087001,"""19"" rack"'),
      on('087001,"two\n\nlines"'),
      on("087001,"),
    ),
  });
});

const unendedCells =
  test("CSV: a quoted cell that does not end costs its line alone", async (cwd) => {
    const header = "payload,name,socket_status,warnings,errors";
    const broken = unknown('087001,"""rack"', told(unclosed(2)));
    const failure = (line) => `milesight-codec: line ${line}: ${unclosed(2)}`;
    // The end of the input; another cell, that begins where the first would have to end; a line that is too long.
    for (const [others, after, more = []] of [
      [
        ["087001,a", "087001,b"],
        [on("087001,a"), on("087001,b")],
      ],
      [
        ["087001,a", '087001,"b\nc"'],
        [on("087001,a"), on('087001,"b\nc"')],
      ],
      [
        ["087001,a", "x".repeat(1_100_000), "087001,b"],
        [
          on("087001,a"),
          unknown(",", "the line is longer than 1048576 characters"),
          on("087001,b"),
        ],
        ["milesight-codec: line 4: the line is longer than 1048576 characters"],
      ],
    ]) {
      const count = after.length + 1;
      await gives(cwd, switched, {
        input: lines("payload,name", '087001,"rack', ...others),
        stdout: lines(header, broken, ...after),
        stderr: lines(
          failure(2),
          ...more,
          `milesight-codec: ${1 + more.length} of ${count} payloads had errors`,
        ),
        code: 1,
      });
    }
    // The bound on a row's length, in the middle of the input: rows before, at and behind it are whole.
    const many = Array(120_000).fill("087001,rack");
    const { stdout, code } = await start(cwd, switched, {
      input: lines("payload,name", '087001,"rack', ...many, '087001,"two\nlines"'),
    });
    const cut = unknown('087001,"""rack"', told(tooLong(2)));
    const expected = lines(header, cut, ...many.map(on), on('087001,"two\nlines"'));
    assert.deepStrictEqual([stdout === expected, code], [true, 1]);
    await gives(cwd, switched, {
      input: 'payload,"name\n087001,a\n',
      stderr: /^milesight-codec decode: the header, line 1: cell 2 begins with a quote .*\n.*\n$/,
      code: 2,
    });
  });

/** What was read over and over from each quote on took minutes for these. */
const linear = test("CSV: time grows as the input does, whatever quotes are in it", async (cwd) => {
  const said = [];
  for (const [first, line] of [
    ['087001,rack 19"\n', "087001,rack\n"],
    ['087001,"rack\n', "087001,rack\n"],
    ["", '087001,"rack\n'],
    // Within a cell and without one, the line ends within a cell.
    ['"\n', '",b""","x\n'],
    ["", `${'"a,""b,'.repeat(1000)}\n`],
    ["", `${', "a, ""b, """c'.repeat(1000)}\n`],
  ]) {
    const input = `payload,name\n${first}${line.repeat(3_000_000 / line.length)}`;
    const before = performance.now();
    await start(cwd, switched, { input });
    said.push(((performance.now() - before) / 1000).toFixed(1));
    assert.ok(said.at(-1) < 20, `${said.at(-1)} s for 3 MB of ${line.slice(0, 20)}`);
  }
  return `${said.join(", ")} s for 3 MB`;
});

/** A cell that a stray quote opens takes the lines behind it along, short and blank ones too. */
const strayMemory = test("CSV: a stray quote takes no memory without end", async (cwd) => {
  const env = { NODE_OPTIONS: "--max-old-space-size=64" };
  for (const [line, count] of [
    ["\n", 3_000_000],
    ["a\n", 300_000],
  ]) {
    const input = `payload,name\n087001,"x\n${line.repeat(count)}`;
    const { stdout, code } = await start(cwd, switched, { input, env });
    assert.ok(stdout.startsWith("payload,name,socket_status,warnings,errors\n087001,"));
    assert.ok(stdout.includes(tooLong(2)));
    assert.equal(code, 1);
  }
  // Under a wide header every row is as wide.
  const width = 20_000;
  const input = `payload${",".repeat(width)}\n${"087001\n".repeat(500)}`;
  const { stdout, code } = await start(cwd, switched, { input, env });
  const rows = stdout.trimEnd().split("\n");
  assert.deepEqual([code, rows.length], [0, 501]);
  assert.equal(rows[500], `087001${",".repeat(width)},on,,`);
});

const widths =
  test("CSV: what is added stands under its header, however wide a row", async (cwd) => {
    await gives(cwd, switched, {
      input: lines(
        "time,payload",
        "12:00,087001,",
        "12:01,087001,, ,",
        "12:02",
        "12:03,087001,a,,b,",
        "1,2,087001",
        " ",
        "12:04;087001",
      ),
      stdout: lines(
        "time,payload,socket_status,warnings,errors",
        on("12:00,087001"),
        on("12:01,087001"),
        unknown("12:02,", '"the row has 1 cell, the header 2"'),
        unknown('12:03,"087001,a,,b"', '"the row has 5 cells, the header 2"'),
        unknown('1,"2,087001"', '"the row has 3 cells, the header 2"'),
        unknown(" ,"),
        unknown("12:04;087001,", '"the row has 1 cell, the header 2"'),
      ),
      stderr: lines(
        "milesight-codec: line 4: the row has 1 cell, the header 2",
        "milesight-codec: line 5: the row has 5 cells, the header 2",
        "milesight-codec: line 6: the row has 3 cells, the header 2",
        "milesight-codec: line 8: the row has 1 cell, the header 2",
        "milesight-codec: 4 of 7 payloads had errors",
      ),
      code: 1,
    });
    // The last column is the payload's own.
    await gives(cwd, switched, {
      input: lines("payload", "x,087001", ","),
      stdout: lines(
        "payload,socket_status,warnings,errors",
        unknown('"x,087001"', '"the row has 2 cells, the header 1"'),
        unknown(""),
      ),
      stderr: /milesight-codec: line 2: the row has 2 cells, the header 1\n.*\n/,
      code: 1,
    });
  });

const spreadsheets =
  test("CSV: a line that names the separator, empty rows, columns", async (cwd) => {
    await gives(cwd, switched, {
      input: "\ufeffsep=;\r\na, b, c;payload\r\n1;087001\r\n",
      stdout: lines("sep=;", "a, b, c;payload;socket_status;warnings;errors", "1;087001;on;;"),
    });
    await gives(cwd, [...switched, "--column", "raw"], {
      input: "sep=|\n\nn|raw\n1|087001\n",
      stdout: lines("sep=|", "n|raw|socket_status|warnings|errors", "1|087001|on||"),
    });
    await gives(cwd, ["detect"], { input: "sep=\t\npayload\n087001\n", stdout: "ws523 ws52x\n" });
    await gives(cwd, switched, {
      input: "sep=;\n",
      stderr: /milesight-codec decode: the table ends before its header\n.*\n/,
      code: 2,
    });
    await gives(cwd, switched, {
      input: '"Temp; min; max",payload\n1,087001\n',
      stdout: lines("Temp; min; max,payload,socket_status,warnings,errors", on("1,087001")),
    });
    // Rows without a payload pass as events without one do.
    await gives(cwd, switched, {
      input: lines("time,payload", "12:00,", "12:01,087001", ",", "12:02, "),
      stdout: lines(
        "time,payload,socket_status,warnings,errors",
        unknown("12:00,"),
        on("12:01,087001"),
        unknown(","),
        unknown("12:02, "),
      ),
    });
    await gives(cwd, ["detect"], {
      input: lines("payload,n", ",1", "087001,2"),
      stdout: "\nws523 ws52x\n",
    });
    await gives(cwd, switched, {
      input: lines("time,payload", "12:00,"),
      stdout: lines("time,payload,socket_status,warnings,errors", unknown("12:00,")),
      stderr: "milesight-codec: no payload in the row; --column NAME says which column has it\n",
    });
    // Of several that could have the payload, the same one as in an object, wherever it stands.
    await gives(cwd, switched, {
      input: lines("hex,payload,Data", "0374f508,0374f508,087001"),
      stdout: lines(
        "hex,payload,Data,socket_status,warnings,errors",
        on("0374f508,0374f508,087001"),
      ),
    });
    const object = '{"hex":"0374f508","payload":"0374f508","data":"087001"}';
    await gives(cwd, ["decode", "ws523"], { input: lines(object), stdout: decoded(object) });
  });

const entries = test("CSV: a field of all of a list's entries", async (cwd) => {
  // VS321 5.1.4: 20 ce, the time 1b 44 66 e8 as 4 bytes, 01 and people counted, or 00 and regions.
  const people = "20cee81b44660105000000";
  const later = "20ceea1b44660107000000";
  const desks = "20cee91b44660003000200";
  const fields = "history[].timestamp,history[].people_total_counts,history[0].timestamp";
  await gives(cwd, ["decode", "vs321", "--fields", fields], {
    input: lines("payload", people, people + desks + later, desks, "017564"),
    stdout: lines(
      `payload,${fields},warnings,errors`,
      `${people},[1715739624],[5],1715739624,,`,
      `${people}${desks}${later},"[1715739624,1715739625,1715739626]","[5,null,7]",1715739624,,`,
      `${desks},[1715739625],,1715739625,,`,
      "017564,,,,,",
    ),
  });
  await gives(cwd, ["decode", "vs321", "--fields", "history[],history"], {
    input: lines("payload", people),
    stdout: lines(
      "payload,history[],history,warnings,errors",
      `${people},${Array(2).fill('"[{""timestamp"":1715739624,""people_total_counts"":5}]"')},,`,
    ),
  });
  for (const field of ["history[", "history[].", "history[].x", "battery[]"]) {
    await gives(cwd, ["decode", "vs321", "--fields", field], {
      input: lines("payload", people),
      stderr: /^milesight-codec decode: --fields: ".*" is no field of vs321\n.*\n$/,
      code: 2,
    });
  }
});

const wrapped = test("payloads that are JSON as text, and Buffers", async (cwd) => {
  const text = JSON.stringify;
  const buffer = { type: "Buffer", data: [8, 112, 1] };
  const found = [
    // What `mosquitto_sub -F %j` prints of ChirpStack, The Things Stack, and others.
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
    stderr: `milesight-codec: no payload in the object; --column NAME says which member has it; it begins ${long.slice(0, 100)}…\n`,
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
  // What is written behind the model is no message of a stream.
  await gives(cwd, ["decode", "ws523", "foo (null)"], {
    stdout: /^\{"data":\{\},"errors":\["not hex: .*"\]\}\n$/,
    stderr: 'milesight-codec: not hex: "o" at position 1; not base64 either\n',
    code: 1,
  });
});

const encoding = test("encode", async (cwd) => {
  // WS523 4.4: ff 03, 1200 s; 08, off, 00 ff. VS321: ff 06 and so on are in the vectors.
  const command = { socket_status: "off", report_interval: 1200 };
  const hex = { stdout: "ff03b004080000ff\n" };
  await gives(cwd, ["encode", "ws523", JSON.stringify(command)], hex);
  await gives(cwd, ["encode", "ws523", "socket_status=off", "report_interval=1200"], hex);
  await gives(cwd, ["encode", "ws523"], { input: JSON.stringify(command, null, 2), ...hex });
  await gives(
    cwd,
    ["encode", "ws523", '[{"reboot":"yes"},\n{"reboot":"yes"}]', '{"reboot":"yes"}'],
    {
      stdout: lines("ff10ff", "ff10ff", "ff10ff"),
    },
  );
  await gives(cwd, ["encode", "ws523", "reboot", ""], {
    stderr:
      /milesight-codec: argument 1: not JSON: .*; allowed: JSON, as \{"reboot":"yes"\}, or pairs, as reboot=yes\nmilesight-codec: argument 2: data: got nothing; allowed: an object\n/,
    code: 1,
  });
  await gives(cwd, ["encode", "ws523", "reboot=true", "--base64"], { stdout: "/xD/\n" });
  await gives(cwd, ["encode", "ws523", "reboot=yes", "--json", "--fport", "86"], {
    stdout: json({
      bytes: [255, 16, 255],
      fPort: 86,
      warnings: ["fPort: 86 is used; the devices listen on 85 unless set otherwise"],
    }),
  });
  await gives(cwd, ["encode", "ws523", "socket_status=on", "reboot"], {
    stderr: /milesight-codec encode: "reboot" among pairs lacks =VALUE, as in reboot=yes\n.*\n/,
    code: 2,
  });
  await gives(cwd, ["encode", "ws523", "socket_status=on", '{"reboot":"yes"}'], {
    stderr: /milesight-codec encode: a command is either JSON or pairs: got .* among pairs\n.*\n/,
    code: 2,
  });
  await gives(cwd, ["encode", "ws523", "report-interval=60"], {
    stderr: "milesight-codec: report-interval: unknown field; did you mean report_interval?\n",
    code: 1,
  });
  // A key of digits alone is text all the same; VS321 5.2: ff 35 and half of the key.
  const key = await start(cwd, ["encode", "vs321", "d2d_key=1234567890123456"]);
  assert.match(key.stdout, /1234567890123456/);
  await gives(cwd, ["encode", "ws101"], {
    input: '{"reboot":\n  "yes"}\n{"reporting_interval":6}\n{"reporting_interval":60}\n{"a"\n}}\n',
    stdout: lines("ff10ff", "", "ff033c00", ""),
    stderr:
      /^milesight-codec: line 3: reporting_interval: got 6; allowed: a whole number from 60 to 64800 s\nmilesight-codec: line 5: not JSON: .*\nmilesight-codec: 2 of 4 commands had errors\n$/,
    code: 1,
  });
  await gives(cwd, ["encode", "ws523", "report_interval=5", "x=1"], {
    stderr: lines(
      "milesight-codec: report_interval: got 5; allowed: a whole number from 60 to 64800 s",
      "milesight-codec: x: unknown field",
    ),
    code: 1,
  });
  await gives(cwd, ["encode", "ws523", "__proto__.reboot=yes"], {
    stderr: "milesight-codec: __proto__: unknown field\n",
    code: 1,
  });
});

const others = test("explain, formatter, schema", async (cwd) => {
  // VS321 5.1.2: battery 100 %, temperature 27.3 °C.
  const table = [
    "offset  bytes  field        value  unit  source",
    "0       01 75  (header)                  VS321 5.1.2",
    "2       64     battery      100    %     VS321 5.1.2",
    "3       03 67  (header)                  VS321 5.1.2",
    "5       11 01  temperature  27.3   °C    VS321 5.1.2",
  ];
  await gives(cwd, ["explain", "vs321", "01756403671101"], { stdout: lines(...table) });
  // A lone byte behind it is a warning, and a payload of which nothing is known an error.
  const several = await start(cwd, ["explain", "vs321"], {
    input: lines("0175640367110177", "", "7777"),
  });
  const printed = several.stdout.split("\n");
  assert.deepStrictEqual(printed.slice(0, 7), [
    "line 1: 0175640367110177",
    ...table,
    "7       77     (header)",
  ]);
  assert.match(printed[7], /^warning: offset 7: /);
  assert.deepStrictEqual(printed.slice(8), [
    "",
    "line 3: 7777",
    "offset  bytes  field",
    "0       77 77  (header)",
    "",
  ]);
  assert.match(several.stderr, /^milesight-codec: line 3: offset 0: unknown channel 77 77.*\n/);
  assert.match(several.stderr, /\nmilesight-codec: 1 of 2 payloads had errors\n$/);
  assert.strictEqual(several.code, 1);
  await gives(cwd, ["explain", "vs321", "AXVk", '[{"bytes":"017564"}]'], {
    stdout: /argument 1: 017564\noffset(?:.*\n){3}\nargument 2, item 1: 017564\noffset(?:.*\n){3}/,
  });
  await gives(cwd, ["explain", "vs321", "01", "75", "64"], { stdout: /offset(?:.*\n){3}/ });
  // In JSON each line has its line, so that they can be put side by side.
  const { codecFor: codecs } = await import(
    pathToFileURL(join(cwd, "node_modules", "milesight-codec", "index.js"))
  );
  const problem = 'not hex: "z" at position 0; not base64 either';
  await gives(cwd, ["explain", "vs321", "--json"], {
    input: lines("zz", '{"uplink_message":{}}', "", "017564"),
    stdout: json(
      { spans: [], errors: [problem] },
      { spans: [] },
      codecs("vs321").explainUplink({ bytes: [1, 0x75, 0x64] }),
    ),
    stderr: lines(
      `milesight-codec: line 1: ${problem}`,
      "milesight-codec: 1 of 3 payloads had errors",
    ),
    code: 1,
  });
  const installed = join(cwd, "node_modules", "milesight-codec");
  const file = (name) => readFileSync(join(installed, "formatters", name), "utf8");
  await gives(cwd, ["formatter", "VS321"], { stdout: file("vs321.js") });
  await gives(cwd, ["formatter", "vs321", "--uplink"], { stdout: file("vs321.uplink.js") });
  await gives(cwd, ["formatter", "ws521", "--downlink"], { stdout: file("ws52x.downlink.js") });
  const socket = codecs("ws523");
  const text = (value) => `${JSON.stringify(value, null, 2)}\n`;
  await gives(cwd, ["schema", "ws523"], { stdout: text(socket.uplinkSchema()) });
  await gives(cwd, ["schema", "ws523", "--downlink"], { stdout: text(socket.downlinkSchema()) });
  await gives(cwd, ["explain", "ws523", "--downlink", "--json", "080100ff"], {
    stdout: json(socket.explainDownlink({ bytes: [8, 1, 0, 255] })),
  });
});

const mistakes = test("errors and exit codes", async (cwd) => {
  const bad = (error) => json({ data: {}, errors: [error] });
  for (const [payload, pattern] of [
    ["zz!", /^not hex: "z" at position 0; not base64 either$/],
    ["08700l", /^not hex: "l" at position 5; not base64 either$/],
    ["08700", /^not hex: 5 digits.* each byte needs 2$/],
    ["", /^bytes: got a list of 0; allowed: 1 to 4096 integers from 0 to 255$/],
    ["7777", /^offset 0: unknown channel 77 77/],
  ]) {
    const { stdout, stderr, code } = await start(cwd, ["decode", "ws523", payload]);
    const { data, errors } = JSON.parse(stdout);
    assert.deepStrictEqual([data, errors.length, code], [{}, 1, 1]);
    assert.match(errors[0], pattern);
    assert.strictEqual(stderr, `milesight-codec: ${errors[0]}\n`);
  }
  await gives(cwd, ["decode", "ws523", "087001", "xyz"], {
    stdout: json(status) + bad('not hex: "x" at position 0; not base64 either'),
    stderr: 'milesight-codec: argument 2: not hex: "x" at position 0; not base64 either\n',
    code: 1,
  });
  await gives(cwd, ["decode", "ws523", "--from", "ndjson", "5"], {
    stdout: bad("not a JSON object or list"),
    stderr: "milesight-codec: not a JSON object or list\n",
    code: 1,
  });
  const { stdout, stderr, code } = await start(cwd, ["decode", "ws523"], {
    input: `${"a".repeat(3_000_000)}\n087001\n{"x":1}\n[8]\n{\n`,
  });
  const results = stdout.trimEnd().split("\n").map(JSON.parse);
  assert.deepStrictEqual(results[0].errors, ["longer than 1048576 characters"]);
  assert.deepStrictEqual(results[1], status);
  assert.match(results[2].decoded.errors[0], /^no payload in it: allowed are bytes, data,/);
  assert.match(results[3].errors[0], /^offset 0: channel 08 is cut short/);
  assert.match(results[4].errors[0], /^not JSON: /);
  assert.match(stderr, /\nmilesight-codec: 4 of 5 payloads had errors\n$/);
  assert.strictEqual(code, 1);
  // An object is none of a table, however long it is.
  await gives(cwd, ["decode", "ws523", "--column", "payload"], {
    input: `${JSON.stringify({ x: "a".repeat(2_000_000), payload: "087001" })}\n{"payload":"087001"}\n`,
    stdout: bad("longer than 1048576 characters") + decoded('{"payload":"087001"}'),
    stderr: lines(
      "milesight-codec: line 1: longer than 1048576 characters",
      "milesight-codec: 1 of 2 payloads had errors",
    ),
    code: 1,
  });
  // As Windows writes texts, with its mark, and without it in either order.
  const utf16 = Buffer.from("087001\r\n", "utf16le");
  for (const input of [
    Buffer.concat([Buffer.from([0xff, 0xfe]), utf16]),
    Buffer.concat([Buffer.from([0xfe, 0xff]), Buffer.from(utf16).swap16()]),
    utf16,
    Buffer.from(utf16).swap16(),
  ]) {
    await gives(cwd, ["decode", "ws523"], {
      input,
      stderr: /^milesight-codec decode: the input is UTF-16; save it as UTF-8\n.*\n$/,
      code: 2,
    });
  }
  // A list on one line that is too long for it could be taken apart.
  await gives(cwd, ["decode", "ws523"], {
    input: ` [{"bytes":"${"0".repeat(3_000_000)}"}]\n087001`,
    stdout:
      bad("longer than 1048576 characters; of a JSON list, jq -c '.[]' makes a line of each item") +
      json(status),
    stderr: /milesight-codec: line 1: longer than 1048576 characters; of a JSON list, .*\n.*\n/,
    code: 1,
  });
  // Files are no arguments.
  mkdirSync(join(cwd, "data"), { recursive: true });
  for (const file of ["some payloads.txt", "data/uplinks"]) {
    writeFileSync(join(cwd, file), "087001\n");
    for (const command of [
      ["decode", "ws523"],
      ["decode", "auto"],
      ["explain", "ws523"],
      ["detect"],
      ["encode", "ws523"],
    ]) {
      const { stderr, code } = await start(cwd, [...command, file]);
      const hint = ` (${file} is a file; files are read from standard input: < ${file})\n`;
      assert.deepStrictEqual([stderr.slice(-hint.length), code], [hint, 1]);
    }
  }
  writeFileSync(join(cwd, "087001"), "");
  await gives(cwd, ["decode", "ws523", "087001"], { stdout: json(status) });
  for (const command of ["decode", "encode"]) {
    const { stderr, code } = await start(cwd, [command, "ws523", "-"]);
    assert.match(
      stderr,
      /\(standard input is read where no argument is given: leave out the -\)\n$/,
    );
    assert.strictEqual(code, 1);
  }
  // Neither a file nor a folder that is not there, nor one that is.
  for (const payload of ["no/such.txt", "data", "x".repeat(5000)]) {
    const { stderr } = await start(cwd, ["decode", "ws523", payload]);
    assert.doesNotMatch(stderr, /is a file/);
  }
  // After twenty, errors of a stream are counted only.
  const many = await start(cwd, ["decode", "ws523"], { input: "zz\n".repeat(50) });
  assert.strictEqual(many.stderr.split("\n").length, 23);
  assert.match(many.stderr, /50 of 50 payloads had errors\n$/);

  const models = "the models are vs321, ws101, ws523, ws52x";
  const commands = "the commands are decode, encode, explain, detect, formatter, schema";
  for (const [args, message, command] of [
    [[], `no command given; ${commands}`],
    [["decod"], `unknown command: "decod" (did you mean decode?); ${commands}`],
    [["help", "toString"], `unknown command: "toString"; ${commands}`],
    [["decode"], `no model given; ${models}; auto finds it out`, "decode"],
    [["decode", "ws999", "00"], `unknown model: "ws999"; ${models}; auto finds it out`, "decode"],
    [["encode", "auto", "a=1"], `unknown model: "auto"; ${models}`, "encode"],
    [
      ["decode", "ws523", "--from", "xml"],
      '--from: got "xml"; allowed: lines, ndjson, csv',
      "decode",
    ],
    [
      ["decode", "ws523", "--hex", "--base64"],
      "payloads are either: got --hex and --base64",
      "decode",
    ],
    [
      ["decode", "auto", "--downlink"],
      "--downlink needs a model: only uplinks tell which one they are of",
      "decode",
    ],
    [
      ["decode", "ws523", "087001", "--fields", "voltage"],
      "--fields makes columns of a table, and this is none",
      "decode",
    ],
    [["decode", "ws523", "--column"], "--column needs a value: --column NAME", "decode"],
    [["decode", "ws523", "--pretty=2"], '--pretty takes no value: got "2"', "decode"],
    [
      ["encode", "ws523", "reboot=yes", "--fport", "300"],
      '--fport: got "300"; allowed: a whole number from 1 to 223',
      "encode",
    ],
    [["encode", "ws523", "reboot=yes", "reboot=no"], "reboot is given twice", "encode"],
    [
      ["encode", "ws523", "reboot=yes", "--hex", "--json"],
      "the bytes are written in one way: got --hex and --json",
      "encode",
    ],
    [["schema", "ws523", "ws101"], 'one model at a time: got "ws101" besides', "schema"],
    [
      ["formatter", "ws523", "--uplnk"],
      "unknown option: --uplnk (did you mean --uplink?); the options are --model, --uplink, --downlink, --help",
      "formatter",
    ],
  ]) {
    const name = ["milesight-codec", command].filter(Boolean).join(" ");
    await gives(cwd, args, {
      stderr: `${name}: ${message}\n\`${name} --help\` shows how it is used.\n`,
      code: 2,
    });
  }
  const { version } = JSON.parse(
    readFileSync(join(cwd, "node_modules", "milesight-codec", "package.json"), "utf8"),
  );
  await gives(cwd, ["--version"], { stdout: `${version}\n` });
});

/** All of the guides' examples, through each Node. */
function guides(name, node) {
  return test(`the guides' examples, ${name}`, async (cwd) => {
    let count = 0;
    for (const [model, list] of Object.entries(vectors())) {
      for (const [type, args] of [
        ["uplink", ["decode", model]],
        ["downlink-decode", ["decode", model, "--downlink"]],
      ]) {
        const chosen = list.filter((vector) => vector.type === type);
        const input = lines(...chosen.map((vector) => vector.input.bytes));
        const { stdout, stderr, code } = await start(cwd, args, { input, node: node() });
        assert.deepStrictEqual([stderr, code], ["", 0]);
        const results = stdout.trimEnd().split("\n").map(JSON.parse);
        for (const [index, { data, warnings = [] }] of results.entries()) {
          assert.deepStrictEqual(data, chosen[index].output.data, chosen[index].description);
          assert.strictEqual(warnings.length, chosen[index].warnings);
        }
        assert.strictEqual(results.length, chosen.length);
        count += results.length;
      }
      const chosen = list.filter((vector) => vector.type === "downlink-encode");
      const result = await start(cwd, ["encode", model], {
        input: json(...chosen.map((vector) => vector.input.data)),
        node: node(),
      });
      assert.strictEqual(result.stdout, lines(...chosen.map(({ output }) => output.bytes)));
      assert.strictEqual(result.code, 0);
      count += chosen.length;
    }
    return `${count} examples`;
  });
}

/** Runs a line of shell with the package's program on the path, as `npx` finds it. */
function shell(cwd, line) {
  const path = [join(cwd, "node_modules", ".bin"), dirname(process.execPath), process.env.PATH];
  return new Promise((resolve, reject) => {
    const child = spawn("bash", ["-o", "pipefail", "-c", line], {
      cwd,
      env: { ...process.env, PATH: path.join(":") },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let stdout = "";
    let stderr = "";
    child.stdout.setEncoding("utf8").on("data", (text) => {
      stdout += text;
    });
    child.stderr.setEncoding("utf8").on("data", (text) => {
      stderr += text;
    });
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, stdout, stderr }));
  });
}

/** Lines that begin with `$`, each with what it prints below it, up to a blank line. */
const shown = /^(?<indent> *)\$ (?<line>.*)\n(?<printed>(?:(?! *\$ | *$| *```).*\n)*)/gm;

/** The help texts and the README show what the program prints. */
const examples = test("examples of the help and the README", async (cwd) => {
  const commands = ["decode", "encode", "explain", "detect", "formatter", "schema"];
  const readme = readFileSync(join(cwd, "node_modules", "milesight-codec", "README.md"), "utf8");
  const texts = [...readme.matchAll(/^```console\n(.*?)^```/gms)].map(([, block]) => block);
  assert.ok(texts.length > 0, "the README has examples of the command line");
  for (const args of [["--help"], ...commands.map((name) => [name, "--help"])]) {
    const { stdout, code } = await start(cwd, args);
    assert.strictEqual(code, 0);
    if (args.length > 1) await gives(cwd, ["help", args[0]], { stdout });
    texts.push(stdout);
  }
  let count = 0;
  for (const text of texts) {
    let found = 0;
    for (const { groups } of `${text}\n`.matchAll(shown)) {
      const line = groups.line.replaceAll("npx milesight-codec", "milesight-codec");
      const { stdout, stderr, code } = await shell(cwd, line);
      const printed = groups.printed.replaceAll(new RegExp(`^${groups.indent}`, "gm"), "");
      assert.deepStrictEqual([stdout, stderr, code], [printed, "", 0], groups.line);
      found += 1;
    }
    assert.ok(found > 0, `an example in\n${text}`);
    count += found;
  }
  return `${count} examples`;
});

const npx = test("npx finds it", async (cwd) => {
  const printed = await execute(
    "npx",
    ["--no-install", "milesight-codec", "decode", "ws523", "087001"],
    { cwd },
  );
  assert.strictEqual(printed, json(status));
});

const closed = test("a reader that stops reading", async (cwd) => {
  writeFileSync(join(cwd, "payloads.txt"), "087001\n".repeat(100_000));
  const { stdout, stderr, code } = await shell(
    cwd,
    "milesight-codec decode ws523 < payloads.txt | head -n 2",
  );
  assert.deepStrictEqual([stdout, stderr, code], [json(status, status), "", 0]);
});

/** Writes how much memory the program had at most, in KB, to a file. */
const measure = `process.on("exit", () => {
  require("fs").writeFileSync(process.env.PEAK_FILE, String(process.resourceUsage().maxRSS));
});
`;

/** Ten times as many lines must not take more memory, though nobody reads the output for a while. */
const memory = test("100,000 lines in constant memory", async (cwd) => {
  const payload = "0175640367110107ff0008f4020004686a06fe03000200";
  const ways = {
    lines: () => payload,
    NDJSON: (index) => JSON.stringify({ index, bytes: payload }),
    CSV: (index) => (index === 0 ? "index,payload" : `${index},${payload}`),
    "a list": (index, count) =>
      `${index === 0 ? "[" : ""}{\n"index": ${index},\n"bytes": "${payload}"}${index === count - 1 ? "]" : ","}`,
  };
  writeFileSync(join(cwd, "measure.cjs"), measure);
  const said = [];
  for (const [name, line] of Object.entries(ways)) {
    const peaks = [];
    const start = performance.now();
    for (const count of [10_000, 100_000]) {
      const input = lines(...Array.from({ length: count }, (_, index) => line(index, count)));
      peaks.push(await peakOf(cwd, input, count));
    }
    const growth = (peaks[1] - peaks[0]) / 1024;
    const megabytes = (peaks[1] / 1024).toFixed(0);
    const seconds = ((performance.now() - start) / 1000).toFixed(1);
    said.push(`${name} ${megabytes} MB, ${growth.toFixed(0)} more than for 10,000, ${seconds} s`);
    assert.ok(growth < 64, said.at(-1));
  }
  return said.join("; ");
});

async function peakOf(cwd, input, count) {
  const env = { NODE_OPTIONS: "--require ./measure.cjs", PEAK_FILE: join(cwd, "peak") };
  const child = spawn(process.execPath, [join(...entry), "decode", "vs321"], {
    cwd,
    env: { ...process.env, ...env },
    stdio: ["pipe", "pipe", "inherit"],
  });
  const ended = new Promise((resolve) => child.on("close", resolve));
  child.stdin.end(input);
  await new Promise((resolve) => setTimeout(resolve, 1000));
  let found = 0;
  for await (const chunk of child.stdout) {
    for (const byte of chunk) if (byte === 10) found += 1;
  }
  assert.deepStrictEqual([await ended, found], [0, count]);
  return Number(readFileSync(env.PEAK_FILE, "utf8"));
}

/** A stream of the terminal is not to be had here, so the part that writes is asked itself. */
const progress = test("progress on a terminal", async (cwd) => {
  const { Report } = await import(
    pathToFileURL(join(cwd, "node_modules", "milesight-codec", "bin", "report.js"))
  );
  const exitCode = process.exitCode;
  try {
    for (const [stderr, stdout, streaming] of [
      [true, false, true],
      [false, false, true],
      [true, true, true],
      [true, false, false],
    ]) {
      let written = "";
      const stream = {
        isTTY: stderr,
        write(text) {
          written += text;
        },
      };
      const streams = { stderr: stream, stdout: { isTTY: stdout } };
      const report = new Report("payloads", streaming, streams);
      report.done();
      report.progress();
      report.fail("line 1", ["no"]);
      report.end();
      // Each time, the line is cleared first.
      const [before, shown, failure, summary, ...more] = written.split("\r\x1b[K");
      const told = "milesight-codec: line 1: no\n";
      const counted = "milesight-codec: 1 of 1 payloads had errors\n";
      if (stderr && !stdout && streaming) {
        assert.match(shown, /^1 payloads, [\d,]+ a second$/);
        assert.deepStrictEqual([before, failure, summary, more], ["", told, counted, []]);
      } else {
        assert.strictEqual(written, streaming ? told + counted : told);
      }
    }
  } finally {
    process.exitCode = exitCode;
  }
});

export const commandLine = [
  payloads,
  events,
  places,
  layouts,
  unchanged,
  commands,
  spellings,
  tables,
  quotes,
  unendedCells,
  linear,
  strayMemory,
  widths,
  spreadsheets,
  entries,
  wrapped,
  nothing,
  empty,
  encoding,
  others,
  mistakes,
  guides("Node 18", () => program("node-18", "bin/node")),
  guides(`Node ${process.versions.node}`, () => process.execPath),
  guides("Node 26", () => program("node-26", "bin/node")),
  examples,
  npx,
  closed,
  memory,
  progress,
];
