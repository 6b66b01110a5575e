// The tarball itself: what is in it, its size, its exports and its types.
import assert from "node:assert";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { build } from "esbuild";
import { test } from "../runner.mjs";
import { execute, here, repository } from "./project.mjs";

function tool(name, file) {
  return join(here, "node_modules", name, file);
}

/** The files of the installed package, by path. */
async function contents(workspace) {
  const folder = join(await workspace.project(), "node_modules", "milesight-codec");
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  return new Map(
    files.map(({ parentPath, path, name }) => {
      const file = join(parentPath ?? path, name);
      return [file.slice(folder.length + 1).replaceAll("\\", "/"), readFileSync(file)];
    }),
  );
}

test("contents of the tarball", async (workspace) => {
  const found = await contents(workspace);
  for (const name of [
    "README.md",
    "LICENSE-MIT",
    "LICENSE-APACHE",
    "THIRD-PARTY-LICENSES",
    "sbom.cdx.json",
    "package.json",
    "lib/codec.wasm",
    "index.d.cts",
  ]) {
    if (!found.has(name)) throw new Error(`no ${name} in it`);
  }
  const modules = [...found]
    .filter(([, content]) => content.includes("\0asm") || content.includes("AGFzbQ"))
    .map(([name]) => name);
  // The simulator has a module of its own.
  const expected = "lib/codec.wasm,lib/inline.cjs,lib/inline.js,simulate.cjs,simulate.js";
  if (modules.sort().join() !== expected) {
    throw new Error(`the module is in ${modules.join(", ")}`);
  }
  const machine = [
    homedir(),
    repository,
    ".cargo/registry",
    ".rustup",
    process.env.CARGO_HOME,
  ].filter((path) => path && path !== "/");
  for (const [name, content] of found) {
    const path = machine.find((path) => content.includes(path));
    if (path) throw new Error(`${name} names a folder of this machine: ${path}`);
    if (/\$[A-Za-z]+\$/.test(content.toString("latin1")))
      throw new Error(`${name} has a place that was not filled in`);
  }
  const manifest = JSON.parse(found.get("package.json"));
  if (
    !readFileSync(join(repository, "Cargo.toml"), "utf8").includes(
      `version = "${manifest.version}"`,
    )
  )
    throw new Error(`version ${manifest.version}`);
  // Nothing comes along with it, and nothing of it runs when it is installed.
  const wanted = ["dependencies", "optionalDependencies", "peerDependencies", "scripts"];
  const has = wanted.filter((name) => name in manifest);
  if (has.length > 0) throw new Error(`it has ${has.join(", ")}`);
  return `${found.size} files`;
});

/** The limits of the WebAssembly module's size: its size, and a little room. Lower it, when it is less. */
const most = { raw: 76_400, brotli: 32_300 };

test("size", async (workspace) => {
  const kilobytes = (bytes) => `${(bytes / 1024).toFixed(1)} KB`;
  const module = (await contents(workspace)).get("lib/codec.wasm");
  const tarball = readFileSync(await workspace.tarball());
  const packed = [gzipSync(module, { level: 9 }), brotliCompressSync(module)].map(({ length }) =>
    kilobytes(length),
  );
  const brotli = brotliCompressSync(module).length;
  if (module.length > most.raw || brotli > most.brotli)
    throw new Error(`the module is ${module.length} bytes, ${brotli} in brotli`);
  return `module ${kilobytes(module.length)}, ${packed[0]} gzip, ${packed[1]} brotli; tarball ${kilobytes(tarball.length)}`;
});

/** The functions of the page on Node-RED give data, and nothing of an uplink without a payload. */
test("functions for Node-RED", async (workspace) => {
  const text = readFileSync(join(repository, "docs/servers/node-red.md"), "utf8");
  const blocks = (language) =>
    [...text.matchAll(new RegExp(`^\`\`\`${language}\n(.*?)^\`\`\``, "gms"))].map(
      ([, block]) => block,
    );
  const [, base64] = /"frm_payload": "([^"]+)"/.exec(text);
  const uplinks = [
    { uplink_message: { f_port: 85, frm_payload: base64 } },
    { fPort: 85, data: base64 },
  ];
  const none = [{ uplink_message: { f_port: 0 } }, { fPort: 0 }, { join_accept: {} }, "text"];
  const program = `
      import assert from "node:assert";
      import * as milesight from "milesight-codec";
      import { formatter } from "milesight-codec/formatters";
      const [withModule, alone] = ${JSON.stringify(blocks("js"))};
      const node = { warn: assert.fail, error: assert.fail };
      for (const body of [withModule, formatter("ws523") + alone]) {
        const run = new Function("milesight", "node", "msg", body);
        const given = (payload) => run(milesight, node, { payload });
        for (const uplink of ${JSON.stringify(uplinks)}) {
          assert.deepStrictEqual(given(uplink), { payload: ${blocks("json")[0]} });
        }
        for (const other of ${JSON.stringify(none)}) assert.strictEqual(given(other), null);
      }
    `;
  const cwd = await workspace.project({ "node-red.mjs": program });
  await execute(process.execPath, ["node-red.mjs"], { cwd });
});

/** The examples of the page on own functions, in the scripts that they are for. */
test("own fields and functions", async (workspace) => {
  const text = readFileSync(join(repository, "docs/servers/own-functions.md"), "utf8");
  const blocks = [...text.matchAll(/^```js\n(.*?)^```/gms)].map(([, block]) => block);
  const program = `
      import assert from "node:assert";
      import { formatter } from "milesight-codec/formatters";
      const [place, field, decode, encode] = ${JSON.stringify(blocks)};
      const load = (script, name) => new Function("LoRaObject", script + "; return " + name)({ devEUI: "24e124aabbccdd01" });
      const lines = place.trim().split("\\n").map((line) => line.trim());
      const [comment] = lines.filter((line) => line.startsWith("//"));
      const script = formatter("vs321");
      assert.ok(script.replaceAll(/^ +/gm, "").includes(lines.join("\\n")));
      const decodeUplink = load(script.replace(comment, field), "decodeUplink");
      const data = (bytes) => decodeUplink({ bytes, fPort: 85 }).data;
      assert.deepStrictEqual(data([0x01, 0x75, 10]), { battery: 10, battery_low: true });
      assert.deepStrictEqual(data([0x01, 0x75, 100]), { battery: 100, battery_low: false });
      assert.deepStrictEqual(data([0x04, 0x68, 106]), { humidity: 53 });
      assert.deepStrictEqual(load(script + decode, "Decode")(85, [0x01, 0x75, 100]), { battery: 100, devEUI: "24e124aabbccdd01" });
      // WS52x 4.4, example 1.
      const encodeDownlink = load(formatter("ws52x") + encode, "encodeDownlink");
      assert.deepStrictEqual(encodeDownlink({ data: { on: true } }), { bytes: [0x08, 0x01, 0x00, 0xff], fPort: 85 });
    `;
  const cwd = await workspace.project({ "own-functions.mjs": program });
  await execute(process.execPath, ["own-functions.mjs"], { cwd });
});

test("publint", async (workspace) => {
  await execute(
    process.execPath,
    [tool("publint", "src/cli.js"), "run", await workspace.tarball(), "--strict"],
    {
      cwd: here,
    },
  );
});

test("are the types wrong", async (workspace) => {
  const program = tool("@arethetypeswrong/cli", "dist/index.js");
  await execute(process.execPath, [program, await workspace.tarball(), "--no-color"], {
    cwd: here,
  });
});

/** `cargo xtask bench` makes ten million calls; these are enough to show a kilobyte lost in a hundred. */
test("memory", async (workspace) => {
  const program = `
      import { decodeColumns, decodeUplink, encodeDownlink, explainUplink } from "milesight-codec/ws523";
      const bytes = [0x08, 0x70, 0x11, 0x03, 0x74, 0xf5, 0x08, 0x77];
      const calls = (count) => {
        for (let i = 0; i < count; i++) {
          decodeUplink({ bytes });
          encodeDownlink({ data: { delay_time: 1, socket_status: "on" } });
          if (i % 10 === 0) explainUplink({ bytes });
          if (i % 10 === 0) decodeColumns([bytes, bytes]);
        }
        gc();
        return process.memoryUsage();
      };
      const [before, after] = [calls(50_000), calls(50_000)];
      console.log((after.rss - before.rss) / 2 ** 20, (after.heapUsed - before.heapUsed) / 2 ** 20);
    `;
  const cwd = await workspace.project({ "memory.mjs": program });
  const printed = await execute(process.execPath, ["--expose-gc", "memory.mjs"], { cwd });
  const [all, heap] = printed.split(" ").map(Number);
  // A kilobyte for each of the calls would be 100 MB.
  if (!(all < 16 && heap < 1)) throw new Error(`it has grown by ${printed} MB`);
  return `grown by ${all.toFixed(1)} MB, the heap by ${heap.toFixed(2)} MB`;
});

/** A runtime that gives no more memory, as with --wasm-max-mem-pages: an error, and the next call works. */
test("a module that gets no more memory", async (workspace) => {
  const program = `
      import { decodeUplink, encodeDownlink } from "milesight-codec/ws523";
      const data = {};
      for (let i = 0; i < 19_000; i++) data["name_".repeat(50) + i] = i;
      const results = [];
      for (let round = 0; round < 3; round++) {
        const { bytes, errors } = encodeDownlink({ data });
        results.push([bytes.length, errors], decodeUplink({ bytes: [0x08, 0x70, 0x01] }));
      }
      console.log(JSON.stringify(results));
    `;
  const cwd = await workspace.project({ "no-memory.mjs": program });
  const run = async (pages) =>
    JSON.parse(await execute(process.execPath, [...pages, "no-memory.mjs"], { cwd }));
  const works = { data: { socket_status: "on" } };
  const refused = [0, ["data: the WebAssembly module has no memory left for it"]];
  for (const pages of [40, 80]) {
    const round = [refused, works];
    const results = await run([`--wasm-max-mem-pages=${pages}`]);
    assert.deepStrictEqual(results, [...round, ...round, ...round]);
  }
  // With memory the same command is refused for its names.
  const [[, errors]] = await run([]);
  assert.match(errors[0], /an object of more than 500 names/);
});

/** Runtimes that compile no WebAssembly: V8 without a compiler, and what a Content-Security-Policy does. */
test("WebAssembly forbidden", async (workspace) => {
  const program = `
      import assert from "node:assert";
      import { codecFor, detectModels } from "milesight-codec";
      import { decodeColumns, decodeUplink, decodeUplinks, explainUplink } from "milesight-codec/ws101";
      import { decodeUplink as plain } from "milesight-codec/js/ws101";
      if (typeof WebAssembly === "object") {
        WebAssembly.Module = class {
          constructor() {
            throw new WebAssembly.CompileError("Wasm code generation disallowed by embedder");
          }
        };
      }
      const bytes = [1, 117, 100];
      for (const call of [
        () => decodeUplink({ bytes }),
        () => decodeUplinks([bytes]),
        () => decodeColumns([bytes]),
        () => explainUplink({ bytes }),
        () => codecFor("vs321").encodeDownlinks({ data: { reboot: "yes" } }),
        () => detectModels(bytes),
      ]) {
        for (const time of ["first", "second"]) {
          assert.throws(call, (error) =>
            /milesight-codec\\/js.*"workerd".*'wasm-unsafe-eval'/.test(error.message) &&
            error.cause instanceof Error, time);
        }
      }
      assert.deepStrictEqual(plain({ bytes }), { data: { battery: 100 } });
    `;
  const cwd = await workspace.project({ "forbidden.mjs": program });
  await execute(process.execPath, ["forbidden.mjs"], { cwd });
  await execute(process.execPath, ["--jitless", "forbidden.mjs"], { cwd });
});

/** A copy of the package in which some files are older than the others. */
test("a model's file of another version is told", async (workspace) => {
  const program = `
      import assert from "node:assert";
      import { cpSync, readFileSync, writeFileSync } from "node:fs";
      cpSync("node_modules/milesight-codec", "mixed", { recursive: true });
      const script = readFileSync("mixed/ws101.js", "utf8");
      // The first byte of the program is the version of its format.
      const older = script.replace(/bytesOf\\("../, 'bytesOf("AB');
      assert.notStrictEqual(older, script);
      writeFileSync("mixed/ws101.js", older);
      const { decodeUplink, encodeDownlink } = await import("./mixed/ws101.js");
      const message = "the model's file is of another version of the package";
      for (let time = 0; time < 2; time++) {
        assert.throws(() => decodeUplink({ bytes: [1, 117, 100] }), { message });
        assert.throws(() => encodeDownlink({ data: { reboot: "yes" } }), { message });
      }
    `;
  const cwd = await workspace.project({ "mixed.mjs": program });
  await execute(process.execPath, ["mixed.mjs"], { cwd });
});

/** Neither a model nor WebAssembly comes along with the events, and nothing of them where they are not used. */
test("events: a bundle has nothing but what is used", async (workspace) => {
  const cwd = await workspace.project();
  const bundle = async (main) => {
    writeFileSync(join(cwd, "main.mjs"), main);
    const options = { absWorkingDir: cwd, entryPoints: ["main.mjs"], format: "esm" };
    const built = await build({ ...options, bundle: true, minify: true, write: false });
    return built.outputFiles[0].text;
  };
  const all = await bundle('export * from "milesight-codec/events";\n');
  if (/WebAssembly|AGFzbQ/.test(all)) throw new Error("it has WebAssembly in it");
  const one = await bundle('export { decodeUplink } from "milesight-codec/js/ws523";\n');
  if (one.includes("the-things-stack")) throw new Error("a model has the events in it");
  const few = await bundle('export { toHex } from "milesight-codec/events";\n');
  if (few.length > 1000) throw new Error(`toHex alone takes ${few.length} bytes`);
  return `${all.length} bytes of all, ${few.length} of toHex`;
});
