// The examples of the READMEs and of docs/integrate, and the service between a broker and a database.
import assert from "node:assert";
import { spawn } from "node:child_process";
import { readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { basename, join } from "node:path";
import { Aedes } from "aedes";
import { connectAsync } from "mqtt";
import { test } from "../runner.mjs";
import { checkedBlocks } from "./blocks.mjs";
import { execute, here, program, repository } from "./project.mjs";
import { forms } from "./suite/forms.mjs";

const folder = join(repository, "docs", "integrate");

/** A project with the package, and with others that the examples use. */
async function projectWith(workspace, packages) {
  const cwd = await workspace.project();
  for (const name of packages) {
    const [scope] = name.split("/");
    symlinkSync(join(here, "node_modules", scope), join(cwd, "node_modules", scope), "dir");
  }
  return cwd;
}

/** The JavaScript of the READMEs and of these pages runs, and gives what its comments say. */
test("examples of the READMEs and docs/integrate", async (workspace) => {
  const cwd = await projectWith(workspace, ["apache-arrow", "@duckdb/node-api"]);
  const said = [];
  const own = ["ingest.md", "send.md", "store.md", "simulate.md"].map((page) => join(folder, page));
  const packed = join(cwd, "node_modules", "milesight-codec", "README.md");
  for (const page of [join(repository, "README.md"), packed, ...own]) {
    const { blocks, count } = checkedBlocks(readFileSync(page, "utf8"));
    assert.ok(count > 0, `${page} has no examples`);
    for (const block of blocks) {
      writeFileSync(join(cwd, "example.mjs"), block);
      await execute(process.execPath, ["example.mjs"], { cwd });
    }
    said.push(`${count} in ${basename(page)}`);
  }
  return said.join(", ");
});

const eventOf = (name) => forms.find((form) => form.name === name).event;

/** WS523 4.1 and 4.2: started (ff 0b ff), on (08 70 01), 229.3 V (03 74 f5 08). */
const started = Buffer.from("ff0bff0870010374f508", "hex").toString("base64");

function eventsOfBoth() {
  const tts = structuredClone(eventOf("The Things Stack, MQTT or webhook"));
  tts.uplink_message.frm_payload = started;
  const chirpstack = { ...eventOf("ChirpStack"), data: started };
  return { tts, chirpstack };
}

/** Lines that a program prints, as they come; `until` waits for one of them. */
function printedBy(child) {
  let printed = "";
  const waiting = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text) => {
      printed += text;
      for (const { pattern, resolve } of waiting) if (pattern.test(printed)) resolve(printed);
    });
  }
  return {
    until(pattern) {
      if (pattern.test(printed)) return Promise.resolve(printed);
      return new Promise((resolve, reject) => {
        waiting.push({ pattern, resolve });
        const late = () => reject(new Error(`no ${pattern} in:\n${printed}`));
        setTimeout(late, 20_000).unref();
        child.on("exit", late);
      });
    },
  };
}

test("the service of docs/integrate, with a broker and SQLite", async (workspace) => {
  const source = readFileSync(join(folder, "service.mjs"), "utf8");
  const code = source.split("\n").filter((line) => line.trim() !== "" && !line.startsWith("//"));
  assert.ok(code.length <= 40, `${code.length} lines of code`);
  const node = program("node-26", "bin/node");
  const cwd = await projectWith(workspace, ["mqtt"]);
  writeFileSync(join(cwd, "service.mjs"), source);

  const broker = await Aedes.createBroker();
  const server = createServer(broker.handle);
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = `mqtt://127.0.0.1:${server.address().port}`;
  const child = spawn(node, ["service.mjs", address, "readings.db"], { cwd });
  const client = await connectAsync(address);
  try {
    const printed = printedBy(child);
    await printed.until(/^ready$/m);
    const commands = [];
    const both = new Promise((resolve) => {
      client.on("message", (topic, message) => {
        commands.push([topic, JSON.parse(message)]);
        if (commands.length === 2) resolve();
      });
    });
    await client.subscribeAsync([
      "v3/+/devices/+/down/push",
      "application/+/device/+/command/down",
    ]);
    const { tts, chirpstack } = eventsOfBoth();
    const up = "application/17c82e96-be03-4f38-aef3-f83d48582d97/device/0101010101010101/event/up";
    await client.publishAsync("v3/app1@ttn/devices/dev1/up", "no JSON");
    await client.publishAsync("v3/app1@ttn/devices/dev1/up", JSON.stringify(tts));
    await client.publishAsync(up, JSON.stringify(chirpstack));
    await client.publishAsync(up, JSON.stringify({ ...chirpstack, data: "" }));
    await printed.until(/not valid JSON/);
    await printed.until(/ChirpStack: the event has no payload/);
    await both;

    // WS523 4.4: ff 03, 1200 s.
    const bytes = Buffer.from("ff03b004", "hex").toString("base64");
    const sent = Object.fromEntries(commands);
    assert.deepStrictEqual(sent["v3/app1@ttn/devices/dev1/down/push"], {
      downlinks: [{ f_port: 85, frm_payload: bytes, priority: "HIGH", confirmed: false }],
    });
    assert.deepStrictEqual(sent[up.replace("event/up", "command/down")], {
      devEui: "0101010101010101",
      confirmed: false,
      fPort: 85,
      data: bytes,
    });
    return `${code.length} lines of code, ${await rowsOf(node, cwd)} rows`;
  } finally {
    child.kill();
    await client.endAsync();
    broker.close();
    server.close();
  }
});

/** Checks the rows in the database, in a process that has SQLite. */
async function rowsOf(node, cwd) {
  const query = "SELECT device, time, path, value, unit FROM reading ORDER BY device, path";
  const read = `
    import { DatabaseSync } from "node:sqlite";
    console.log(JSON.stringify(new DatabaseSync("readings.db").prepare("${query}").all()));
  `;
  writeFileSync(join(cwd, "read.mjs"), read);
  const rows = JSON.parse(await execute(node, ["read.mjs"], { cwd }));
  const of = (device, time) =>
    [
      ["device_status", "on", null],
      ["socket_status", "on", null],
      ["voltage", 229.3, "V"],
    ].map(([path, value, unit]) => ({ device, time, path, value, unit }));
  assert.deepStrictEqual(rows, [
    ...of("0101010101010101", "2022-07-18T09:34:15.775Z"),
    ...of("24e124aabbccdd01", "2020-02-12T15:15:45.787Z"),
  ]);
  return rows.length;
}

/** Every case of an uplink without problems is encoded again; and nothing throws but an unknown model. */
test("the simulator, in every runtime", async (workspace) => {
  const check = `
      import assert from "node:assert";
      import { codecFor, fromHex, models } from "milesight-codec";
      import { encodeUplink } from "milesight-codec/simulate";
      import vectors from "./vectors.mjs";
      let count = 0;
      for (const model of models) {
        const { decodeUplink } = codecFor(model);
        for (const { type, input, output, warnings } of vectors.cases[model]) {
          if (type !== "uplink" || warnings || output.errors || output.partial) continue;
          const { data } = decodeUplink({ bytes: fromHex(input.bytes) });
          // No row has these: see docs/integrate/simulate.md.
          if (data.device_response_result || (data.humidity_alarm && !data.humidity)) continue;
          count += 1;
          const encoded = encodeUplink(model, { data });
          assert.deepStrictEqual(Object.keys(encoded), ["bytes", "fPort"], JSON.stringify(data));
          assert.deepStrictEqual(decodeUplink(encoded), { data });
        }
      }
      const endless = new Proxy({}, { ownKeys() { throw new Error("read"); } });
      const cycle = {};
      cycle.history = [cycle];
      for (const input of [undefined, null, 1, {}, { data: null }, { data: endless }, { data: cycle }]) {
        const { bytes, errors } = encodeUplink("vs321", input);
        assert.deepStrictEqual([bytes, errors.length > 0], [[], true]);
      }
      assert.throws(() => encodeUplink("vs32", { data: {} }), /unknown model: "vs32"/);
      // VS321 5.1.2.
      assert.deepStrictEqual(encodeUplink("VS321", { data: { temperature: 27.3 } }).bytes, [3, 0x67, 0x11, 1]);
      console.log(count);
    `;
  const cwd = await workspace.project({ "check.mjs": check });
  const runtimes = [
    [process.execPath],
    [program("node-18", "bin/node")],
    [program("node-26", "bin/node")],
    [program("@deno/linux-x64-glibc", "deno"), "run", "--allow-read", "--allow-env"],
    [program("@oven/bun-linux-x64", "bin/bun"), "run"],
  ];
  const counts = [];
  for (const [runtime, ...args] of runtimes) {
    counts.push(Number(await execute(runtime, [...args, "check.mjs"], { cwd })));
  }
  assert.ok(
    counts.every((count) => count >= 20 && count === counts[0]),
    counts.join(),
  );
  return `${counts[0]} uplinks in ${counts.length} runtimes`;
});
