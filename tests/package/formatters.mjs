// The formatter scripts in the package: the files, the texts, and what they declare when run.
import assert from "node:assert";
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import vm from "node:vm";
import { parse } from "acorn";
import { vectors } from "../cases.mjs";
import { test } from "../runner.mjs";
import { execute } from "./project.mjs";

const codec = ["milesightCodec"];
const onlyUplink = [...codec, "decodeUplink", "milesightDecodeUplink"];
const uplink = [...onlyUplink, "normalizeUplink"];
const downlink = [...codec, "decodeDownlink", "encodeDownlink", "milesightEncodeDownlink"];
const gateways = ["Decode", "Decoder", "Encode", "Encoder"];

/** Each file, what `formatter` calls it, and the functions it declares. */
const halves = [
  ["", undefined, [...new Set([...gateways, ...downlink, ...uplink])]],
  [".uplink", "uplink", uplink],
  [".downlink", "downlink", downlink],
];

/** Returns true if every variable has an initial value: The Things Stack's goja gives stale ones otherwise. */
function areInitialised(node) {
  if (node === null || typeof node !== "object") return true;
  if (node.type === "VariableDeclaration") {
    if (node.declarations.some(({ init }) => init === null)) return false;
  }
  return Object.values(node).every(areInitialised);
}

test("formatter scripts", async (workspace) => {
  const cwd = await workspace.project();
  const require = createRequire(join(cwd, "main.cjs"));
  const { formatter } = require("milesight-codec/formatters");
  const sizes = [];
  for (const model of Object.keys(vectors)) {
    for (const [suffix, half, names] of halves) {
      const path = require.resolve(`milesight-codec/formatters/${model}${suffix}.js`);
      const text = readFileSync(path, "utf8");
      assert.strictEqual(text, formatter(model, half));
      // The Things Stack takes 40,960.
      const most = model === "em300-di" ? 26_000 : 22_000;
      assert.ok(text.length <= most, `${path}: ${text.length} characters`);
      // ThingPark's catalogue lints them: no control characters in a regular expression.
      assert.doesNotMatch(text, /\\x[01]/, path);
      assert.ok(areInitialised(parse(text, { ecmaVersion: 5 })), path);
      assert.strictEqual(text, formatter(model.toUpperCase(), half));
      for (const mode of ["", '"use strict";\n']) {
        const globals = vm.createContext({});
        vm.runInContext(mode + text, globals);
        assert.deepStrictEqual(Object.keys(globals).sort(), [...names].sort());
        for (const name of names) assert.strictEqual(typeof globals[name], "function");
      }
    }
    // Without normalizeUplink, a file alone, for older servers.
    const older = readFileSync(
      require.resolve(`milesight-codec/formatters/${model}.uplink-only.js`),
      "utf8",
    );
    assert.ok(areInitialised(parse(older, { ecmaVersion: 5 })));
    const globals = vm.createContext({});
    vm.runInContext(older, globals);
    assert.deepStrictEqual(Object.keys(globals).sort(), [...onlyUplink].sort());
    sizes.push(`${model} ${formatter(model).length}`);
  }
  assert.strictEqual(formatter("ws522"), formatter("ws52x"));
  const models = `the models are ${Object.keys(vectors).join(", ")}`;
  for (const [args, message] of [
    [["ws999"], `unknown model: "ws999"; ${models}`],
    [["__proto__"], `unknown model: "__proto__"; ${models}`],
    [[], `unknown model: a value of type undefined; ${models}`],
    [
      ["ws523", "up"],
      'unknown half of a formatter: "up"; allowed: "uplink" or "downlink", or nothing for both in one script',
    ],
  ]) {
    assert.throws(() => formatter(...args), { message });
  }
  return `characters: ${sizes.join(", ")}`;
});

/** They are scripts: imported, they are modules that export nothing and leave nothing behind. */
test("formatter scripts, imported", async (workspace) => {
  const cwd = await workspace.project();
  const program = [
    'import assert from "node:assert";',
    "const before = Object.getOwnPropertyNames(globalThis);",
    'const module = await import("milesight-codec/formatters/ws523.js");',
    "assert.deepStrictEqual(module.default, {});",
    "assert.deepStrictEqual(Object.getOwnPropertyNames(globalThis), before);",
    "",
  ].join("\n");
  writeFileSync(join(cwd, "main.mjs"), program);
  await execute(process.execPath, ["main.mjs"], { cwd });
});
