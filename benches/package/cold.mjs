// Measures cold start: the time from import to the first result, in Chromium and in workerd. bench.mjs calls it.
import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ARGUMENTS } from "../../tests/chromium.mjs";
import { config, MODULE, served } from "../../tests/workerd.mjs";

const ROUNDS = 7;

export const temporary = () => mkdtempSync(join(tmpdir(), "milesight-bench-"));

/** A page that imports an empty module, then the package, and reports how long each took, in ms. */
const PAGE = `<!doctype html><script type="module">
const time = async (path, use) => {
  const start = performance.now();
  use(await import(path));
  return performance.now() - start;
};
const empty = await time("/empty.js", () => {});
const codec = await time("/ws523.js", ({ decodeUplink }) => decodeUplink({ bytes: [8, 112, 1] }));
await fetch("/report?" + new URLSearchParams({ empty, codec }));
</script>`;

/** Times in Chromium, each in a browser that has just been started, with a fresh profile. */
export async function inChromium(program, folder) {
  const times = { "an empty module": [], "milesight-codec/ws523": [] };
  for (let round = 0; round < ROUNDS; round++) {
    const profile = temporary();
    let report;
    const answer = new Promise((resolve) => {
      report = resolve;
    });
    const server = createServer((request, response) => {
      const { pathname, searchParams } = new URL(request.url, "http://localhost");
      if (pathname === "/report") report(searchParams);
      const isScript = pathname.endsWith(".js");
      response.writeHead(200, { "content-type": isScript ? "text/javascript" : "text/html" });
      if (pathname === "/") response.end(PAGE);
      else if (!isScript || pathname === "/empty.js") response.end();
      else response.end(readFileSync(join(folder, pathname)));
    });
    await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
    const child = spawn(
      program,
      [
        "--headless",
        ...ARGUMENTS,
        `--user-data-dir=${profile}`,
        `http://127.0.0.1:${server.address().port}/`,
      ],
      { stdio: "ignore" },
    );
    try {
      const timeout = new Promise((_, reject) => {
        setTimeout(
          () => reject(new Error("Chromium reported no result within 60 s")),
          60_000,
        ).unref();
      });
      const figures = await Promise.race([answer, timeout]);
      times["an empty module"].push(Number(figures.get("empty")));
      times["milesight-codec/ws523"].push(Number(figures.get("codec")));
    } finally {
      const exited = new Promise((resolve) => child.on("exit", resolve));
      child.kill();
      await exited;
      server.closeAllConnections();
      server.close();
      // Chromium's child processes still write to the profile; retry.
      await rm(profile, { recursive: true, force: true, maxRetries: 20, retryDelay: 200 });
    }
  }
  return times;
}

/**
 * Times in workerd, from its start to its first answer. workerd's clock stops while a script runs: compare with the
 * empty worker.
 */
export async function inWorkerd(packages, folder) {
  const require = createRequire(join(packages, "bench.js"));
  const program = require.resolve("@cloudflare/workerd-linux-64/bin/workerd");
  const { build } = require("esbuild");
  const workers = {
    "an empty worker": 'export default { fetch: () => new Response("{}") };',
    "milesight-codec/ws523": `import { decodeUplink } from ${JSON.stringify(join(folder, "workerd/ws523.js"))};
      export default { fetch: () => Response.json(decodeUplink({ bytes: [8, 112, 1] })) };`,
  };
  const work = temporary();
  const times = {};
  try {
    for (const [at, contents] of Object.values(workers).entries()) {
      const outdir = join(work, String(at));
      mkdirSync(outdir);
      await build({
        stdin: { contents, resolveDir: folder },
        bundle: true,
        format: "esm",
        external: ["*/codec.wasm"],
        outfile: join(outdir, "worker.js"),
        logLevel: "error",
      });
      writeFileSync(join(outdir, "codec.wasm"), readFileSync(join(folder, "lib/codec.wasm")));
      const module = contents.includes("import") ? MODULE : undefined;
      writeFileSync(join(outdir, "config.capnp"), config(module));
    }
    for (let round = 0; round < ROUNDS; round++) {
      for (const [at, name] of Object.keys(workers).entries()) {
        times[name] ??= [];
        const start = performance.now();
        await served(program, join(work, String(at)));
        times[name].push(performance.now() - start);
      }
    }
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
  return times;
}
