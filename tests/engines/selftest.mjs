// Tests the hosts themselves: node selftest.mjs HOST…
// Each HOST is a command: a built goja or quickjs, or "node node/host.mjs".

import assert from "node:assert";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const SCRIPT = `
function decodeUplink(input) {
  var strict = (function () { return this === undefined; })();
  return { data: { bytes: input.bytes, plain: Array.isArray(input.bytes), port: typeof input.fPort, strict: strict } };
}
function normalizeUplink(input) { return { data: { air: { temperature: input.data.bytes[0] } } }; }
function encodeDownlink(input) {
  var data = input.data;
  if (data.loop) for (;;);
  if (data.leak) Object.prototype.leaked = leak = 1;
  return { bytes: data.bytes, fPort: data.port, errors: data.errors, warnings: data.warnings };
}
function Decode(fPort, bytes, variables) { return { fPort: fPort, bytes: bytes, variables: variables }; }
function Encode(fPort, obj) { return [fPort, obj.a]; }
`;

const folder = mkdtempSync(join(tmpdir(), "engines-"));
const script = join(folder, "script.js");
writeFileSync(script, SCRIPT);

function run(host, args, cases) {
  const [command, ...rest] = host.split(" ");
  const input = cases
    .map((line) => `${typeof line === "string" ? line : JSON.stringify(line)}\n`)
    .join("");
  const done = spawnSync(command, [...rest, ...args], { input, encoding: "utf8", timeout: 60_000 });
  assert.equal(done.status, 0, `${host} ${args.join(" ")}: ${done.error ?? done.stderr}`);
  return done.stdout.split("\n").slice(0, -1);
}

const answers = (host, args, cases) =>
  run(host, ["--script", script, ...args], cases).map((line) => JSON.parse(line));
const uplink = (bytes, fPort = 85) => ({ call: "decodeUplink", input: { bytes, fPort } });
const downlink = (data, fPort) => ({ call: "encodeDownlink", input: { data, fPort } });
const source = (call, text) => ({ call, source: text });

const TESTS = {
  "shared: all functions, strict and sloppy": (host) => {
    const modes = [[], ["--strict"], ...(host.includes("host.mjs") ? [["--module"]] : [])];
    for (const mode of modes) {
      const strict = mode.length > 0;
      const cases = [
        uplink([1, 255]),
        { call: "normalizeUplink", input: { data: { bytes: [7] } } },
        downlink({ bytes: [1], port: 2, warnings: ["w"] }),
        { call: "Decode", input: { fPort: 3, bytes: [4], variables: { v: "1" } } },
        { call: "Encode", input: { fPort: 3, obj: { a: 5 } } },
        { call: "decodeDownlink", input: {} },
        source("encodeDownlink", "{ data: { bytes: [-0, NaN, 1e300, 0.1], port: undefined } }"),
        source("encodeDownlink", "{ get data() { throw new TypeError('no'); } }"),
        source(
          "encodeDownlink",
          "(function () { var a = {}; a.bytes = a; return { data: a }; })()",
        ),
        `{"call":"encodeDownlink","input":{"data":{"bytes":["\\u00e9\\ud83d\\ude00😀"],"port":null}}}`,
      ];
      const expected = [
        { data: { bytes: [1, 255], plain: true, port: "number", strict } },
        { data: { air: { temperature: 7 } } },
        { bytes: [1], fPort: 2, warnings: ["w"] },
        { fPort: 3, bytes: [4], variables: { v: "1" } },
        [3, 5],
        { thrown: "no function decodeDownlink" },
        { bytes: [0, null, 1e300, 0.1] },
        { thrown: "TypeError: no" },
        "thrown",
        { bytes: ["é😀😀"], fPort: null },
      ];
      const got = answers(host, mode, cases);
      assert.match(got[8].thrown, /^TypeError/);
      got[8] = "thrown";
      assert.deepStrictEqual(got, expected);
    }
  },
  "shared: globals before and after": (host) => {
    const clean = answers(host, ["--globals"], [uplink([1])]).pop().globals;
    const functions = ["Decode", "Encode", "decodeUplink", "encodeDownlink", "normalizeUplink"];
    assert.deepStrictEqual(clean.added, functions);
    assert.deepStrictEqual([clean.removed, clean.changed], [[], []]);
    assert.deepStrictEqual(clean.after, [...clean.before, ...functions].sort());
    const leaky = answers(host, ["--globals"], [downlink({ leak: true })]).pop().globals;
    assert.deepStrictEqual(leaky.added, [...functions, "Object.prototype.leaked", "leak"].sort());
  },
  "server: fresh runtimes, time limit": (host, kind) => {
    const leak = source("encodeDownlink", "{ data: { leak: true, bytes: [] } }");
    const look = source(
      "encodeDownlink",
      "{ data: { bytes: [typeof leak === 'undefined' ? 1 : 2] } }",
    );
    const strict = kind === "quickjs";
    const [first, second, loop] = answers(
      host,
      ["--mode", "server"],
      [leak, look, downlink({ loop: 1 })],
    );
    assert.deepStrictEqual(first.thrown === undefined, !strict); // an undeclared name in strict code
    assert.deepStrictEqual(second.bytes, [1]);
    assert.match(loop.thrown, /time limit|interrupted|timed out/);
  },
  "server: what it gives and reads": (host, kind) => {
    const cases = [
      uplink([1, 255]),
      downlink({ bytes: [300, -1, 1.7], warnings: ["w"] }, 9),
      downlink({ bytes: [1], errors: ["a", "b"] }),
      downlink({ bytes: [1], errors: "a", port: 2 }),
      source("encodeDownlink", "{ data: { bytes: new Uint8Array(2), port: 1 } }"),
      source("decodeUplink", "{ bytes: [1], fPort: 1 }"),
      downlink("text"),
      uplink([256]),
      { call: "Decode", input: {} },
    ];
    const got = answers(host, ["--mode", "server"], cases);
    const data = { bytes: [1, 255], plain: true, port: "number", strict: kind === "quickjs" };
    if (kind === "V8") {
      assert.deepStrictEqual(got[0], { data });
      return;
    }
    assert.deepStrictEqual(got[2], { errors: ["a", "b"] });
    assert.deepStrictEqual(Object.keys(Object.assign({}, ...got.slice(6))), ["unsupported"]);
    if (kind === "goja") {
      assert.deepStrictEqual(got[0], { data, normalized: { data: { air: { temperature: 1 } } } });
      assert.deepStrictEqual(got[1], { bytes: [44, 255, 1], warnings: ["w"] });
      assert.match(got[3].thrown, /\[\]string/);
    } else {
      assert.deepStrictEqual(got[0], { data });
      assert.deepStrictEqual(got[1], { bytes: [255, 0, 1], fPort: 9 });
      assert.deepStrictEqual(got[3], { bytes: [1], fPort: 2 });
      assert.match(got[4].thrown, /array/);
    }
  },
  bench: (host) => {
    const payloads = join(folder, "payloads.ndjson");
    writeFileSync(payloads, `${JSON.stringify(uplink([1]))}\n${JSON.stringify(uplink([2]))}\n`);
    const broken = join(folder, "broken.js");
    writeFileSync(broken, "function decodeUplink() { return missing; }");
    const args = [
      "--bench",
      "--script",
      `a=${script}`,
      "--script",
      `broken=${broken}`,
      "--payloads",
      payloads,
      "--runs",
      "20",
    ];
    const lines = run(host, args, []).map((line) => JSON.parse(line));
    assert.match(lines.pop().failed, /missing/);
    assert.deepStrictEqual(
      lines.map(({ name, runs, unit }) => ({ name, runs, unit })),
      ["empty", "a"].map((name) => ({ name, runs: 20, unit: "µs" })),
    );
    for (const key of ["median", "p10", "p90", "net", "netP10", "netP90"]) {
      assert.equal(typeof lines[1][key], "number");
    }
  },
};

let passed = 0;
let failed = 0;
for (const host of process.argv.slice(2)) {
  const version = run(host, ["--version"], [])[0];
  const kind = version.match(/^(goja|quickjs|V8)/)[0];
  console.log(`${host}: ${version}`);
  for (const [name, test] of Object.entries(TESTS)) {
    try {
      test(host, kind);
      passed++;
    } catch (error) {
      failed++;
      console.log(`  ${name}: ${error.message}`);
    }
  }
}
rmSync(folder, { recursive: true });
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 || passed === 0 ? 1 : 0;
