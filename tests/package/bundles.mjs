// The bundles of the catalogues: each holds what its own examples say, when its own script is run.
import assert from "node:assert";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import vm from "node:vm";
import prettier from "prettier";
import { parse } from "yaml";
import { vectors } from "../cases.mjs";
import { test } from "../runner.mjs";
import { repository } from "./project.mjs";

const bundles = join(repository, "pkg", "bundles");

function read(...path) {
  return readFileSync(join(bundles, ...path), "utf8");
}

/** Runs a script alone and calls a function of it; what comes back is what JSON can say of it. */
function call(script, name, input) {
  const context = vm.createContext({ input });
  return JSON.parse(vm.runInContext(`${script}\nJSON.stringify(${name}(input))`, context));
}

/** An example's result must be that output exactly, with nothing absent and nothing besides. */
function holds(what, script, name, input, output) {
  for (const list of ["warnings", "errors"]) {
    assert.notDeepStrictEqual(output[list], [], `${what}: an empty list of ${list}`);
  }
  // As a text: ChirpStack's runner compares texts, so the order of members counts.
  assert.strictEqual(JSON.stringify(call(script, name, input)), JSON.stringify(output), what);
}

/** The examples that a model must have. */
function expected(model, type) {
  return vectors[model].filter((vector) => vector.type === type).length;
}

const bytesOf = (hex) => [...Buffer.from(hex, "hex")];

function bundle(name, check) {
  test(`bundles for ${name}`, () => {
    let count = 0;
    for (const model of Object.keys(vectors)) count += check(model);
    return `${count} examples`;
  });
}

const functions = {
  uplink: ["decodeUplink", "uplinkDecoder"],
  "downlink-encode": ["encodeDownlink", "downlinkEncoder"],
  "downlink-decode": ["decodeDownlink", "downlinkDecoder"],
};

/** The exports of a script for `require`, in a folder of its own. */
function required(script) {
  const folder = mkdtempSync(join(tmpdir(), "milesight-ts013-"));
  try {
    const file = join(folder, "index.cjs");
    writeFileSync(file, script);
    return createRequire(import.meta.url)(file);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** TS013 has bytes in hex, on both sides. */
function ts013(model) {
  assert.deepStrictEqual(readdirSync(join(bundles, "ts013", model)).sort(), [
    "downlink.schema.json",
    "examples.json",
    "index.js",
    "metadata.json",
    "uplink.schema.json",
  ]);
  const metadata = JSON.parse(read("ts013", model, "metadata.json"));
  const { version } = JSON.parse(readFileSync(join(repository, "pkg", "package.json"), "utf8"));
  assert.deepStrictEqual(
    [metadata.main, metadata.specVersion, metadata.version],
    ["index.js", "1.0.0", version],
  );
  for (const direction of ["uplink", "downlink"]) {
    const schema = JSON.parse(read("ts013", model, `${direction}.schema.json`));
    assert.match(schema.$schema, /2020-12/);
  }
  const script = read("ts013", model, metadata.main);
  assert.ok(script.length <= 65_536, "TS013 allows 64 KB of script");
  const names = Object.values(functions).map(([name]) => name);
  assert.deepStrictEqual(Object.keys(required(script)).sort(), names.sort(), "module.exports");
  const examples = JSON.parse(read("ts013", model, "examples.json"));
  assert.strictEqual(new Set(examples.map(({ description }) => description)).size, examples.length);
  for (const { description, type, input, output } of examples) {
    const [name] = functions[type];
    const inBytes = (object) =>
      object.bytes === undefined ? object : { ...object, bytes: bytesOf(object.bytes) };
    holds(`${model}: ${description}`, script, name, inBytes(input), inBytes(output));
    if (type !== "downlink-encode") {
      assert.strictEqual(new Date(input.recvTime).toISOString(), input.recvTime, description);
    }
  }
  for (const type of Object.keys(functions)) {
    const found = examples.filter((example) => example.type === type).length;
    assert.strictEqual(found, expected(model, type), `${model}: examples of type ${type}`);
  }
  return examples.length;
}

/** The settings of The Things Stack's repository, which refuses what its prettier writes otherwise. */
const style = { parser: "yaml", printWidth: 200, singleQuote: true };

/** The Things Stack's repository: YAML, with the file's name for each function. */
function ttn(model) {
  const yaml = read("ttn", model, `${model}-codec.yaml`);
  assert.strictEqual(prettier.format(yaml, style), yaml, `${model}: prettier writes it otherwise`);
  const sections = parse(yaml);
  let count = 0;
  for (const [type, [name, section]] of Object.entries(functions)) {
    const { fileName, examples } = sections[section];
    const script = read("ttn", model, fileName);
    assert.ok(script.length <= 40_960, "The Things Stack allows 40,960 characters of script");
    assert.strictEqual(examples.length, expected(model, type), `${model}: ${section}`);
    for (const { description, input, output, normalizedOutput } of examples) {
      holds(`${model}: ${description}`, script, name, input, output);
      // Where an example has none, there is nothing in it that normalizes.
      if (type === "uplink" && output.data !== undefined) {
        const { data } = output;
        const normal = normalizedOutput ?? { data: [] };
        holds(`${model}: ${description}`, script, "normalizeUplink", { data }, normal);
      }
      count += 1;
    }
  }
  return count;
}

/** ChirpStack's profiles: one script in strict mode, and a file of tests for each function it calls. */
function chirpstack(model) {
  const script = `"use strict";\n${read("chirpstack", "codecs", `${model}.js`)}`;
  let count = 0;
  for (const [test, type] of [
    ["decode", "uplink"],
    ["encode", "downlink-encode"],
  ]) {
    const tests = JSON.parse(read("chirpstack", "codecs", `test_${test}_${model}.json`));
    assert.strictEqual(tests.length, expected(model, type), `${model}: ${test}`);
    for (const { name, input, expected } of tests) {
      holds(`${model}: ${name}`, script, functions[type][0], input, expected);
      count += 1;
    }
  }
  return count;
}

/** They are for those who send them to a catalogue: who installs the package does not get them. */
test("bundles are not in the tarball", async (workspace) => {
  const cwd = await workspace.project();
  assert.ok(existsSync(bundles), "there are bundles");
  assert.ok(!existsSync(join(cwd, "node_modules", "milesight-codec", "bundles")));
});

bundle("TS013", ts013);
bundle("The Things Stack", ttn);
bundle("ChirpStack", chirpstack);
