// The package in every runtime but browsers.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import { test } from "../runner.mjs";
import { config, MODULE, served } from "../workerd.mjs";
import {
  commonJsMain,
  esmMain,
  execute,
  fromConsole,
  judge,
  program,
  requiring,
  toConsole,
} from "./project.mjs";

const scripts = { "main.mjs": esmMain(toConsole), "main.cjs": commonJsMain(toConsole) };

/** Two tests, by `import` and by `require`, in a runtime that `command` starts. */
function runtime(name, command) {
  for (const [main, kind] of [
    ["main.mjs", "ESM"],
    ["main.cjs", "CommonJS"],
  ]) {
    test(`${name}, ${kind}`, async (workspace) => {
      const { path, args = [], env } = command();
      const cwd = await workspace.project(scripts);
      return judge(fromConsole(await execute(path, [...args, main], { cwd, env: env?.(cwd) })));
    });
  }
}

/** workerd, bundled as Cloudflare's tools do: the .wasm file stays a module. It answers over HTTP. */
function workerd(kind, main) {
  test(`workerd, ${kind}`, async (workspace) => {
    const path = program("@cloudflare/workerd-linux-64", "bin/workerd");
    const cwd = await workspace.project(main);
    const { outputFiles } = await build({
      absWorkingDir: cwd,
      entryPoints: [Object.keys(main).at(-1)],
      bundle: true,
      format: "esm",
      conditions: ["workerd", "worker", "browser"],
      loader: { ".wasm": "copy" },
      assetNames: "[name]",
      entryNames: "worker",
      outdir: join(cwd, "out"),
      write: false,
      logLevel: "error",
    });
    mkdirSync(join(cwd, "out"));
    for (const { path, contents } of outputFiles) writeFileSync(path, contents);
    const names = outputFiles.map(({ path }) => path.slice(join(cwd, "out").length + 1)).sort();
    if (names.join() !== "codec.wasm,worker.js") throw new Error(`the bundle is ${names.join()}`);
    writeFileSync(join(cwd, "out", "config.capnp"), config(MODULE));
    return judge(await served(path, join(cwd, "out")));
  });
}

const respond = (result) => `export default { fetch: () => Response.json(${result}) };`;

/** A user's CommonJS module inside a Worker. */
const requiringWorker = [
  'import { root, entries, plainRoot, plain, formatters, events } from "./user.cjs";',
  'import { run } from "./suite/suite.mjs";',
  'import vectors from "./vectors.mjs";',
  respond("run({ root, entries, plainRoot, plain, formatters, events, vectors })"),
  "",
].join("\n");

runtime("Node 18", () => ({ path: program("node-18", "bin/node") }));
runtime(`Node ${process.versions.node}`, () => ({ path: process.execPath }));
runtime("Node 26", () => ({ path: program("node-26", "bin/node") }));
runtime("Deno", () => ({
  path: program("@deno/linux-x64-glibc", "deno"),
  args: [
    "run",
    "--quiet",
    "--no-remote",
    "--no-prompt",
    "--node-modules-dir=manual",
    "--allow-read=.",
  ],
  env: (cwd) => ({ DENO_DIR: join(cwd, ".deno"), DENO_NO_UPDATE_CHECK: "1" }),
}));
runtime("Bun", () => ({
  path: program("@oven/bun-linux-x64", "bin/bun"),
  args: ["run"],
  env: (cwd) => ({
    BUN_INSTALL: join(cwd, ".bun"),
    BUN_RUNTIME_TRANSPILER_CACHE_PATH: "0",
    DO_NOT_TRACK: "1",
  }),
}));
workerd("ESM", { "main.mjs": esmMain(respond) });
workerd("CommonJS", { "user.cjs": requiring("exports."), "main.mjs": requiringWorker });
