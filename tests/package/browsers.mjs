// The package in Chromium, bundled in three ways and as it is, under a strict Content-Security-Policy.
import assert from "node:assert";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join } from "node:path";
import * as esbuild from "esbuild";
import { chromium } from "playwright-core";
import { build as vite } from "vite";
import webpack from "webpack";
import { ARGUMENTS } from "../chromium.mjs";
import { Skip, test } from "../runner.mjs";
import { esmMain, judge } from "./project.mjs";

const toPage = (result) => `globalThis.suiteResult = ${result};`;
const policy = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'";
const page =
  '<!doctype html><meta charset="utf-8"><title>suite</title><script type="module" src="/main.js"></script>';

const bundlers = {
  async esbuild(cwd) {
    await esbuild.build({
      absWorkingDir: cwd,
      entryPoints: ["main.mjs"],
      bundle: true,
      minify: true,
      format: "esm",
      outfile: "out/main.js",
      logLevel: "error",
    });
  },
  async Vite(cwd) {
    await vite({
      root: cwd,
      configFile: false,
      logLevel: "error",
      build: {
        outDir: "out",
        modulePreload: false,
        rollupOptions: { input: "main.mjs", output: { entryFileNames: "main.js" } },
      },
    });
  },
  async webpack(cwd) {
    const stats = await new Promise((resolve, reject) => {
      const options = {
        context: cwd,
        mode: "production",
        entry: "./main.mjs",
        output: { path: join(cwd, "out"), filename: "main.js" },
      };
      webpack({ ...options, performance: false }, (error, stats) =>
        error ? reject(error) : resolve(stats),
      );
    });
    if (stats.hasErrors() || stats.hasWarnings()) throw new Error(stats.toString());
  },
};

const types = {
  ".html": "text/html",
  ".js": "text/javascript",
  ".mjs": "text/javascript",
  ".css": "text/css",
  ".wasm": "application/wasm",
};

/** Serves files by path on loopback while `use` runs, which is given the address. */
export async function serving(find, headers, use) {
  const server = createServer((request, response) => {
    const path = new URL(request.url, "http://localhost").pathname;
    // A browser asks for an icon unasked, and a missing one would stand in the console as an error.
    if (path === "/favicon.ico") return response.writeHead(204).end();
    const content = find(path);
    if (content === undefined) return response.writeHead(404).end();
    const type = types[extname(path)] ?? "text/html";
    return response
      .writeHead(200, { ...headers, "content-type": `${type}; charset=utf-8` })
      .end(content);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  try {
    return await use(`http://127.0.0.1:${server.address().port}/`);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

/** Opens a page in a fresh Chromium while `use` runs; anything wrong in its console is an error. */
export async function browsing(options, address, use) {
  if (!options.chromium) throw new Skip(options["no-chromium"]);
  const browser = await chromium.launch({
    executablePath: options.chromium,
    args: ARGUMENTS,
  });
  try {
    const page = await browser.newPage();
    const problems = [];
    page.on("console", (message) => {
      if (["error", "warning"].includes(message.type()))
        problems.push(`console: ${message.text()}`);
    });
    // An error ends the wait for whatever will not come any more.
    const broken = new Promise((_, reject) => page.on("pageerror", reject));
    broken.catch(() => {});
    page.on("requestfailed", (request) => problems.push(`request failed: ${request.url()}`));
    await page.goto(address);
    let result;
    try {
      result = await Promise.race([use(page), broken]);
    } catch (error) {
      throw new Error([error.stack, ...problems].join("\n"));
    }
    if (problems.length > 0) throw new Error(problems.join("\n"));
    return result;
  } finally {
    await browser.close();
  }
}

function suiteResult(page) {
  return page
    .waitForFunction(() => globalThis.suiteResult, undefined, { timeout: 120_000 })
    .then((handle) => handle.jsonValue());
}

function bundled(name, bundle) {
  test(`Chromium, by ${name}`, async (workspace, options) => {
    if (!options.chromium) throw new Skip(options["no-chromium"]);
    const cwd = await workspace.project({ "main.mjs": esmMain(toPage) });
    await bundle(cwd);
    const files = readdirSync(join(cwd, "out"));
    if (files.join() !== "main.js") throw new Error(`the bundle is ${files.join()}`);
    const script = readFileSync(join(cwd, "out", "main.js"));
    const find = (path) => ({ "/": page, "/main.js": script })[path];
    return serving(find, { "content-security-policy": policy }, (address) =>
      browsing(options, address, async (page) => judge(await suiteResult(page))),
    );
  });
}

/** Unused exports are left out of a bundle, and with them the WebAssembly module. */
test("bundles without what is not used", async (workspace) => {
  const main = [
    'import { models } from "milesight-codec";',
    'import { model } from "milesight-codec/ws523";',
    'import { formatter } from "milesight-codec/formatters";',
    'import { codecFor } from "milesight-codec/js";',
    'import { parseUplink } from "milesight-codec/events";',
    'import { decodeUplink } from "milesight-codec/js/ws101";',
    'import "milesight-codec/vs321";',
    'import "milesight-codec/formatters/ws523.js";',
    "globalThis.models = models;",
    "",
  ].join("\n");
  const sizes = [];
  for (const [name, bundle] of Object.entries(bundlers)) {
    const cwd = await workspace.project({ "main.mjs": main });
    await bundle(cwd);
    const { length } = readFileSync(join(cwd, "out", "main.js"));
    if (length > 1000) throw new Error(`${name} keeps ${length} bytes`);
    sizes.push(`${name} ${length} bytes`);
  }
  return sizes.join(", ");
});

/** The plain JavaScript and the events are for pages like this, whose policy forbids WebAssembly. */
test("Chromium, where the policy forbids WebAssembly", async (workspace, options) => {
  if (!options.chromium) throw new Skip(options["no-chromium"]);
  const main = `
      import * as events from "milesight-codec/events";
      import { decodeUplink } from "milesight-codec/ws523";
      import * as vs321 from "milesight-codec/js/vs321";
      import * as ws523 from "milesight-codec/js/ws523";
      import { runEvents } from "./suite/suite.mjs";
      let refused = false;
      try {
        decodeUplink({ bytes: [8, 112, 1] });
      } catch {
        refused = true;
      }
      const encoded = ws523.encodeDownlink({ data: { reboot: "yes" } });
      globalThis.suiteResult = { refused, encoded, ...runEvents({ events, plain: { vs321, ws523 } }) };
    `;
  const cwd = await workspace.project({ "main.mjs": main });
  await bundlers.esbuild(cwd);
  const script = readFileSync(join(cwd, "out", "main.js"));
  const find = (path) => ({ "/": page, "/main.js": script })[path];
  const policy = "default-src 'none'; script-src 'self'";
  const { refused, encoded, checks, failures } = await serving(
    find,
    { "content-security-policy": policy },
    (address) => browsing(options, address, suiteResult),
  );
  assert.deepStrictEqual([refused, encoded.bytes, failures], [true, [0xff, 0x10, 0xff], []]);
  if (checks < 150) throw new Error(`only ${checks} checks ran`);
  return `${checks} checks`;
});

/** No bundler: the package's own files, with an import written as a path. */
test("Chromium, unbundled", async (workspace, options) => {
  const cwd = await workspace.project();
  const main = esmMain(toPage)
    .replaceAll(/"(milesight-codec\/(?:js|events))"/g, '"$1/index"')
    .replaceAll('"milesight-codec/', '"/node_modules/milesight-codec/')
    .replaceAll('"milesight-codec"', '"/node_modules/milesight-codec/index"')
    .replaceAll(/("\/node_modules[^"]*)"/g, '$1.js"');
  writeFileSync(join(cwd, "main.js"), main);
  writeFileSync(join(cwd, "index.html"), page);
  return serving(fileIn(cwd), { "content-security-policy": policy }, (address) =>
    browsing(options, address, async (page) => judge(await suiteResult(page))),
  );
});

function fileIn(folder) {
  return (path) => {
    const file = join(folder, path === "/" ? "index.html" : path);
    return existsSync(file) ? readFileSync(file) : undefined;
  };
}

for (const [name, bundle] of Object.entries(bundlers)) bundled(name, bundle);
