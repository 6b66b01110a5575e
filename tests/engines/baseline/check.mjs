// How far the hand-written baselines get with the vectors, and their sizes:
//   node check.mjs [FOLDER WITH A MODEL'S esbuild IN node_modules]
// Downlinks are decoded by decodeUplink: devices echo them, and the usual decoder takes both.

import assert from "node:assert";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { resolve } from "node:path";
import vm from "node:vm";

const MODELS = { vs321: "vs321", ws101: "ws101", ws523: "ws52x" };
const esbuild = process.argv[2] && createRequire(resolve(process.argv[2], "x.js"))("esbuild");
const read = (path) => readFileSync(new URL(path, import.meta.url), "utf8");

for (const [model, vectors] of Object.entries(MODELS)) {
  const sources = { decoder: read(`${model}.decoder.js`), encoder: read(`${model}.encoder.js`) };
  // Both together, as modules of their own and as one script.
  const both = vm.createContext();
  vm.runInContext(`"use strict";${sources.decoder}\n${sources.encoder}`, both);

  const score = {};
  const failed = [];
  for (const { description, type, input, output } of JSON.parse(
    read(`../../../src/devices/${vectors}.json`),
  )) {
    score[type] ??= { passed: 0, of: 0 };
    score[type].of++;
    try {
      const result =
        type === "downlink-encode"
          ? { bytes: both.encodeDownlink(input).bytes }
          : {
              data: both.decodeUplink({
                bytes: [...Buffer.from(input.bytes, "hex")],
                fPort: input.fPort,
              }).data,
            };
      const expected =
        type === "downlink-encode"
          ? { bytes: [...Buffer.from(output.bytes, "hex")] }
          : { data: output.data };
      assert.deepStrictEqual(JSON.parse(JSON.stringify(result)), expected);
      score[type].passed++;
    } catch (error) {
      failed.push(`${type}: ${description}: ${error.message.split("\n")[0]}`);
    }
  }
  for (const [type, { passed, of }] of Object.entries(score)) {
    console.log(`${model} ${type}: ${passed} of ${of}`);
  }
  for (const line of failed) {
    console.log(`  fails ${line}`);
  }
  for (const [part, source] of Object.entries(sources)) {
    const minified = esbuild
      ? esbuild.transformSync(source, { minify: true, target: "es5" }).code.length
      : "?";
    console.log(`${model} ${part}: ${source.length} characters, ${minified} minified`);
  }
}
