// milesight-codec/events: in every runtime, and as its page and its types say.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import { browsing, serving } from "./browsers.mjs";
import { execute, fromConsole, here, program, toConsole } from "./project.mjs";
import { typed } from "./typescript.mjs";

/** The suite and the servers' events, as files of a project. */
const suite = () =>
  Object.fromEntries(
    ["forms.mjs", "suite.mjs"].map((name) => [
      `events-${name}`,
      readFileSync(join(here, "events", name), "utf8"),
    ]),
  );

const result = "run({ events, forms, decode: { vs321, ws523 } })";
const esm = (report) =>
  [
    'import * as events from "milesight-codec/events";',
    'import { decodeUplink as vs321 } from "milesight-codec/js/vs321";',
    'import { decodeUplink as ws523 } from "milesight-codec/js/ws523";',
    'import { forms } from "./events-forms.mjs";',
    'import { run } from "./events-suite.mjs";',
    report(result),
    "",
  ].join("\n");
const commonJs = [
  '"use strict";',
  'const events = require("milesight-codec/events");',
  'const { decodeUplink: vs321 } = require("milesight-codec/js/vs321");',
  'const { decodeUplink: ws523 } = require("milesight-codec/js/ws523");',
  'Promise.all([import("./events-forms.mjs"), import("./events-suite.mjs")]).then(([{ forms }, { run }]) => {',
  toConsole(result),
  "});",
  "",
].join("\n");

function judge({ checks, failures }) {
  if (failures.length > 0) throw new Error(failures.join("\n  "));
  if (checks < 150) throw new Error(`only ${checks} checks ran`);
  return `${checks} checks`;
}

function runtime(name, path, args = [], env = undefined) {
  return {
    name: `events: ${name}`,
    async run(workspace) {
      const files = { ...suite(), "main.mjs": esm(toConsole), "main.cjs": commonJs };
      const cwd = await workspace.project(files);
      const said = [];
      for (const main of ["main.mjs", "main.cjs"]) {
        const printed = await execute(path(), [...args, main], { cwd, env: env?.(cwd) });
        said.push(judge(fromConsole(printed)));
      }
      return `${said.join(" as ES module, ")} as CommonJS`;
    },
  };
}

const denoArgs = ["run", "--quiet", "--no-remote", "--no-prompt", "--node-modules-dir=manual"];

const page =
  '<!doctype html><meta charset="utf-8"><title>events</title><script type="module" src="/main.js"></script>';

/** `main.mjs` and all that it imports, as one script. */
async function bundled(cwd) {
  const { outputFiles } = await build({
    absWorkingDir: cwd,
    entryPoints: ["main.mjs"],
    bundle: true,
    minify: true,
    format: "esm",
    write: false,
  });
  return outputFiles[0].text;
}

/** A page whose policy allows neither WebAssembly nor `eval`. */
const inBrowser = {
  name: "events: Chromium, under a strict policy",
  async run(workspace, options) {
    const report = (result) => `globalThis.suiteResult = ${result};`;
    const cwd = await workspace.project({ ...suite(), "main.mjs": esm(report) });
    const code = await bundled(cwd);
    const find = (path) => ({ "/": page, "/main.js": code })[path];
    const policy = { "content-security-policy": "default-src 'none'; script-src 'self'" };
    return serving(find, policy, (address) =>
      browsing(options, address, async (page) => {
        const handle = await page.waitForFunction(() => globalThis.suiteResult);
        return judge(await handle.jsonValue());
      }),
    );
  },
};

/** Neither a model nor WebAssembly comes along, and nothing of it where it is not used. */
const alone = {
  name: "events: a bundle has nothing but what is used",
  async run(workspace) {
    const cwd = await workspace.project();
    const bundle = (main) => {
      writeFileSync(join(cwd, "main.mjs"), main);
      return bundled(cwd);
    };
    const all = await bundle('export * from "milesight-codec/events";\n');
    if (/WebAssembly|AGFzbQ/.test(all)) throw new Error("it has WebAssembly in it");
    const one = await bundle('export { decodeUplink } from "milesight-codec/js/ws523";\n');
    if (one.includes("the-things-stack")) throw new Error("a model has the events in it");
    const few = await bundle('export { toHex } from "milesight-codec/events";\n');
    if (few.length > 1000) throw new Error(`toHex alone takes ${few.length} bytes`);
    return `${all.length} bytes of all, ${few.length} of toHex`;
  },
};

export const events = [
  runtime("Node 18", () => program("node-18", "bin/node")),
  runtime(`Node ${process.versions.node}`, () => process.execPath),
  runtime("Node 26", () => program("node-26", "bin/node")),
  runtime(
    "Deno",
    () => program("@deno/linux-x64-glibc", "deno"),
    [...denoArgs, "--allow-read=."],
    (cwd) => ({ DENO_DIR: join(cwd, ".deno"), DENO_NO_UPDATE_CHECK: "1" }),
  ),
  runtime(
    "Bun",
    () => program("@oven/bun-linux-x64", "bin/bun"),
    ["run"],
    (cwd) => ({
      BUN_INSTALL: join(cwd, ".bun"),
      BUN_RUNTIME_TRANSPILER_CACHE_PATH: "0",
      DO_NOT_TRACK: "1",
    }),
  ),
  inBrowser,
  alone,
  ...typed("events: TypeScript", "events"),
];
