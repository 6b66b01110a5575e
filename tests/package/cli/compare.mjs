// The command line. The user's own decoder beside this one.
import assert from "node:assert";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { repository, vectors } from "../project.mjs";
import { gives, json, lines, start, test } from "./harness.mjs";

/** The differences that a script gives, as `[path, kind]`, for these payloads. */
async function kindsOf(cwd, script, model, ...payloads) {
  writeFileSync(join(cwd, "script.js"), script);
  const args = ["compare", model, "--script", "script.js", "--json", ...payloads];
  const { stdout, code } = await start(cwd, args);
  const found = stdout.split("\n").filter(Boolean).map(JSON.parse);
  return {
    found: found.map(({ path, kind }) => [path, kind]),
    reasons: found.map(({ reason }) => reason),
    code,
  };
}

const kinds = test("compare: every difference has its reason", async (cwd) => {
  const body = (data) => `function decodeUplink(input) { return { data: ${data} }; }`;
  // WS523 4.1: protocol version 1 (ff 01 01), voltage 229.3 V (03 74 f5 08), switch on (08 70 01).
  for (const [data, model, payload, found, code] of [
    ["{ voltage: 229.3 }", "ws523", "0374f508", [], 0],
    ["{ voltage: 229.30000000000001 + 3e-14 }", "ws523", "0374f508", [["voltage", "rounding"]], 0],
    ['{ ipso_version: "v0.1" }', "ws523", "ff0101", [["ipso_version", "departure"]], 0],
    ["{ volts: 229.3 }", "ws523", "0374f508", [["voltage", "renamed"]], 1],
    ['{ voltage: "229.3" }', "ws523", "0374f508", [["voltage", "spelling"]], 1],
    ["{ voltage: 2293 }", "ws523", "0374f508", [["voltage", "value"]], 1],
    ["{ voltage: 229.3, phase: 1 }", "ws523", "0374f508", [["phase", "missing"]], 1],
    ["{}", "ws523", "0374f508", [["voltage", "added"]], 1],
    ["null", "ws523", "0374f508", [["voltage", "added"]], 1],
    // A departure in the list is known by the field, or by this codec's warnings.
    [
      '{ button_event: { status: "short press", msgid: 7 } }',
      "ws101",
      "ff2e01",
      [["button_event.msgid", "departure"]],
      0,
    ],
    ["{ voltage: 229.3, current: 0 }", "ws523", "0374f508" + "04", [["current", "departure"]], 0],
    // A delay task (ff 22 00 3c00 11) for the vendor's codec: it sets two fields of other names.
    [
      '{ socket_status: "on", delay_time: 60 }',
      "ws523",
      "ff22003c0011",
      [
        ["delay_task.delay_time", "departure"],
        ["delay_task.socket_status", "departure"],
        ["socket_status", "departure"],
        ["delay_time", "departure"],
      ],
      0,
    ],
    // One that shows in some payloads only: 02 is no state of a switch, 01 is one.
    ['{ socket_status: "off" }', "ws523", "087002", [["socket_status", "departure"]], 0],
    ['{ socket_status: "off" }', "ws523", "087001", [["socket_status", "value"]], 1],
    // The vendor's codec ends at fc 6b: what follows is missing, or has an earlier value. What precedes is compared.
    [
      "{ battery: 100, humidity: 50 }",
      "em300-th",
      "017564046864fc6b00046880",
      [
        ["humidity", "departure"],
        ["fetch_history_result", "departure"],
      ],
      0,
    ],
    [
      "{ battery: 99 }",
      "em300-th",
      "017564fc6b00046880",
      [
        ["battery", "value"],
        ["fetch_history_result", "departure"],
        ["humidity", "departure"],
      ],
      1,
    ],
    // Where the script fails, this codec keeps what precedes an unknown type of ff.
    ["fail()", "ws101", "017564ffee00", [["", "departure"]], 0],
    ["fail()", "ws101", "017564", [["", "error"]], 1],
    // What this codec refuses as a whole: an unknown channel.
    ["{}", "ws101", "777777", [["", "departure"]], 0],
    // The command that a device refuses (f8 10) has labels of the guide's, too.
    [
      '{ device_response_result: { channel_type: 16, result: "forbidden", request: { report_type: "immediately" } } }',
      "vs321",
      "f8100101",
      [["device_response_result.request.report_type", "departure"]],
      0,
    ],
    // One of another model.
    ['{ battery: 100, report_type: "period" }', "ws101", "017564", [["report_type", "missing"]], 1],
    [
      '{ battery: 100, report_type: "period" }',
      "vs321",
      "017564f91000",
      [["report_type", "departure"]],
      0,
    ],
    // Two with one value: neither is the other's name.
    [
      "{ a: 100, b: 100 }",
      "ws101",
      "017564",
      [
        ["battery", "added"],
        ["a", "missing"],
        ["b", "missing"],
      ],
      1,
    ],
  ]) {
    const given = await kindsOf(cwd, body(data), model, payload);
    assert.deepStrictEqual([given.found, given.code], [found, code], data);
  }
  const { reasons } = await kindsOf(cwd, body('{ ipso_version: "v0.1" }'), "ws523", "ff0101");
  assert.deepStrictEqual(reasons, ['departure ipso-version: 01 is "v1", as in the guide']);
});

const ways = test("compare: scripts of all servers, and broken ones", async (cwd) => {
  for (const script of [
    "function decodeUplink(input) { return { data: { battery: input.bytes[2] } }; }",
    "export function decodeUplink({ bytes }) { return { data: { battery: bytes[2] } }; }",
    "module.exports = { decodeUplink: (input) => ({ data: { battery: input.bytes[2] } }) };",
    "function Decode(fPort, bytes, variables) { return fPort === 85 ? { battery: bytes[2] } : {}; }",
    "function Decoder(bytes, port) { return { battery: bytes[2], undefined: undefined }; }",
    "var Decoder = function (bytes) { return { battery: bytes[2] }; };",
  ]) {
    const { found, code } = await kindsOf(cwd, script, "ws101", "017564");
    assert.deepStrictEqual([found, code], [[], 0], script);
  }
  for (const [script, reason] of [
    ['function Decoder() { throw new Error("no\\u001b[2J"); }', /^the script fails: no/],
    ["function Decoder() { for (;;); }", /^the script fails: .*timed out/],
    ["function Decoder() { return 1n; }", /^the script fails: .*BigInt/],
    ["function Decoder() { return process.exit(7); }", /^the script fails: process is not defined/],
    [
      'function decodeUplink() { return { errors: ["bad", "worse"] }; }',
      /^the script fails: bad; worse$/,
    ],
  ]) {
    const { found, reasons, code } = await kindsOf(cwd, script, "ws101", "017564");
    assert.deepStrictEqual([found, code], [[["", "error"]], 1], script);
    assert.match(reasons[0], reason);
  }
  // A payload that neither decodes is no difference.
  const throwing = 'function Decoder() { throw new Error("no"); }';
  assert.deepStrictEqual((await kindsOf(cwd, throwing, "ws101", "7777")).found, []);
  for (const [script, said] of [
    ["function other() {}", "has none of decodeUplink, Decode, Decoder"],
    ["function (", "Function statements require a function name"],
    ["for (;;);", "timed out"],
  ]) {
    writeFileSync(join(cwd, "script.js"), script);
    const { stderr, code } = await start(cwd, ["compare", "ws101", "--script", "script.js", "00"]);
    assert.match(stderr, /^milesight-codec compare: --script "script.js"/);
    assert.ok(stderr.includes(said), stderr);
    assert.strictEqual(code, 2);
  }
  await gives(cwd, ["compare", "ws101", "017564"], {
    stderr:
      /milesight-codec compare: --script FILE names the decoder to compare with; it is executed\n.*\n/,
    code: 2,
  });
  await gives(cwd, ["compare", "ws101", "--script", "none.js", "017564"], {
    stderr: /milesight-codec compare: --script: .*no such file.*\n.*\n/,
    code: 2,
  });
});

const summary = test("compare: a summary of events and tables", async (cwd) => {
  writeFileSync(
    join(cwd, "script.js"),
    "function decodeUplink(input) { return { data: { volts: (input.bytes[2] + 256 * input.bytes[3]) * 0.1 } }; }",
  );
  const table = "type,payload\nWS 523,0374f508\nWS523,0374f708\nWS523,\nWS523,zz\n";
  const args = ["compare", "--model-from", "type", "--script", "script.js"];
  const { stdout, stderr, code } = await start(cwd, args, { input: table });
  assert.match(
    stdout,
    /^2 payloads: 0 equal, 2 with differences\ncount +kind +field +here +script +reason +first in\n/,
  );
  assert.match(
    stdout,
    /\n2 +renamed +voltage +229\.3 +229\.3 +the script calls it volts +line 2\n$/,
  );
  assert.match(stderr, /^milesight-codec: line 5: not hex/);
  assert.strictEqual(code, 1);
  const events = json({ deviceInfo: {}, data: "A3T1CA==" }, { deviceInfo: {}, data: "" });
  const told = await start(cwd, ["compare", "ws523", "--script", "script.js"], { input: events });
  assert.match(told.stdout, /^1 payload: 0 equal, 1 with differences\n/);
  await gives(cwd, ["compare", "ws523", "--script", "script.js"], {
    input: lines(""),
    stdout: "0 payloads: 0 equal, 0 with differences\n",
  });
});

/** The decoders that the benchmarks compare with, which are written by hand from the guides. */
const baseline =
  test("compare: decoders of other hands, over the guides' examples", async (cwd) => {
    const said = [];
    for (const model of ["vs321", "ws101", "ws523"]) {
      const file = join(repository, "tests", "engines", "baseline", `${model}.decoder.js`);
      writeFileSync(join(cwd, "script.js"), readFileSync(file));
      const uplinks = vectors()[model].filter(({ type }) => type === "uplink");
      const input = lines(...uplinks.map((vector) => vector.input.bytes));
      const { stdout, stderr, code } = await start(
        cwd,
        ["compare", model, "--script", "script.js"],
        { input },
      );
      assert.deepStrictEqual([stderr, code < 2], ["", true]);
      const [, count] = /^(\d+) payloads?: /.exec(stdout);
      assert.strictEqual(Number(count), uplinks.length);
      said.push(`${model} ${stdout.split("\n")[0]}`);
    }
    return said.join("; ");
  });

export const compareTests = [kinds, ways, summary, baseline];
