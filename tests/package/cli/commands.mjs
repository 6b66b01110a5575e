// The command line. The other commands, and the examples of all.
import assert from "node:assert";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { execute, program, repository, vectors } from "../project.mjs";
import { gives, json, lines, shell, start, status, test } from "./harness.mjs";

const encoding = test("encode", async (cwd) => {
  // WS523 4.4: ff 03, 1200 s; 08, off, 00 ff. VS321: ff 06 and so on are in the vectors.
  const command = { socket_status: "off", report_interval: 1200 };
  const hex = { stdout: "ff03b004080000ff\n" };
  await gives(cwd, ["encode", "ws523", JSON.stringify(command)], hex);
  await gives(cwd, ["encode", "ws523", "socket_status=off", "report_interval=1200"], hex);
  await gives(cwd, ["encode", "ws523"], { input: JSON.stringify(command, null, 2), ...hex });
  await gives(
    cwd,
    ["encode", "ws523", '[{"reboot":"yes"},\n{"reboot":"yes"}]', '{"reboot":"yes"}'],
    {
      stdout: lines("ff10ff", "ff10ff", "ff10ff"),
    },
  );
  await gives(cwd, ["encode", "ws523", "reboot", ""], {
    stderr:
      /milesight-codec: argument 1: not JSON: .*; allowed: JSON, as \{"reboot":"yes"\}, or pairs, as reboot=yes\nmilesight-codec: argument 2: data: got nothing; allowed: an object\n/,
    code: 1,
  });
  await gives(cwd, ["encode", "ws523", "reboot=true", "--base64"], { stdout: "/xD/\n" });
  // For a data rate of 11 bytes: one payload a line; in a stream one command a line.
  const long = { report_interval: 5, d2d_key: "0123456789abcdef", reboot: "yes" };
  const split = ["ff8e000500", "ff350123456789abcdef", "ff10ff"];
  const eleven = ["encode", "vs321", "--max-bytes", "11"];
  await gives(cwd, [...eleven, JSON.stringify(long)], { stdout: lines(...split) });
  await gives(cwd, eleven, { input: lines(JSON.stringify(long)), stdout: lines(split.join(" ")) });
  await gives(cwd, [...eleven, "--json", '{"reboot":"yes"}'], {
    stdout: json({ payloads: [[255, 16, 255]], fPort: 85 }),
  });
  await gives(cwd, [...eleven.slice(0, 3), "9", JSON.stringify(long)], {
    stderr: "milesight-codec: d2d_key: got a command of 10 bytes; allowed: at most 9\n",
    code: 1,
  });
  await gives(cwd, ["encode", "ws523", "reboot=yes", "--json", "--fport", "86"], {
    stdout: json({
      bytes: [255, 16, 255],
      fPort: 86,
      warnings: ["fPort: 86 is used; the devices listen on 85 unless set otherwise"],
    }),
  });
  await gives(cwd, ["encode", "ws523", "socket_status=on", "reboot"], {
    stderr: /milesight-codec encode: "reboot" among pairs lacks =VALUE, as in reboot=yes\n.*\n/,
    code: 2,
  });
  await gives(cwd, ["encode", "ws523", "socket_status=on", '{"reboot":"yes"}'], {
    stderr: /milesight-codec encode: a command is either JSON or pairs: got .* among pairs\n.*\n/,
    code: 2,
  });
  await gives(cwd, ["encode", "ws523", "report-interval=60"], {
    stderr: "milesight-codec: report-interval: unknown field; did you mean report_interval?\n",
    code: 1,
  });
  // A key of digits alone is text all the same; VS321 5.2: ff 35 and half of the key.
  const key = await start(cwd, ["encode", "vs321", "d2d_key=1234567890123456"]);
  assert.match(key.stdout, /1234567890123456/);
  await gives(cwd, ["encode", "ws101"], {
    input: '{"reboot":\n  "yes"}\n{"reporting_interval":6}\n{"reporting_interval":60}\n{"a"\n}}\n',
    stdout: lines("ff10ff", "", "ff033c00", ""),
    stderr:
      /^milesight-codec: line 3: reporting_interval: got 6; allowed: a whole number from 60 to 64800 s\nmilesight-codec: line 5: not JSON: .*\nmilesight-codec: 2 of 4 commands had errors\n$/,
    code: 1,
  });
  await gives(cwd, ["encode", "ws523", "report_interval=5", "x=1"], {
    stderr: lines(
      "milesight-codec: report_interval: got 5; allowed: a whole number from 60 to 64800 s",
      "milesight-codec: x: unknown field",
    ),
    code: 1,
  });
  await gives(cwd, ["encode", "ws523", "__proto__.reboot=yes"], {
    stderr: "milesight-codec: __proto__: unknown field\n",
    code: 1,
  });
});

const others = test("explain, formatter, schema", async (cwd) => {
  // VS321 5.1.2: battery 100 %, temperature 27.3 °C.
  const table = [
    "offset  bytes  field        value  unit  source",
    "0       01 75  (header)                  VS321 5.1.2",
    "2       64     battery      100    %     VS321 5.1.2",
    "3       03 67  (header)                  VS321 5.1.2",
    "5       11 01  temperature  27.3   °C    VS321 5.1.2",
  ];
  await gives(cwd, ["explain", "vs321", "01756403671101"], { stdout: lines(...table) });
  // A lone byte behind it is a warning, and a payload of which nothing is known an error.
  const several = await start(cwd, ["explain", "vs321"], {
    input: lines("0175640367110177", "", "7777"),
  });
  const printed = several.stdout.split("\n");
  assert.deepStrictEqual(printed.slice(0, 7), [
    "line 1: 0175640367110177",
    ...table,
    "7       77     (header)",
  ]);
  assert.match(printed[7], /^warning: offset 7: /);
  assert.deepStrictEqual(printed.slice(8), [
    "",
    "line 3: 7777",
    "offset  bytes  field",
    "0       77 77  (header)",
    "",
  ]);
  assert.match(several.stderr, /^milesight-codec: line 3: offset 0: unknown channel 77 77.*\n/);
  assert.match(several.stderr, /\nmilesight-codec: 1 of 2 payloads had errors\n$/);
  assert.strictEqual(several.code, 1);
  await gives(cwd, ["explain", "vs321", "AXVk", '[{"bytes":"017564"}]'], {
    stdout: /argument 1: 017564\noffset(?:.*\n){3}\nargument 2, item 1: 017564\noffset(?:.*\n){3}/,
  });
  await gives(cwd, ["explain", "vs321", "01", "75", "64"], { stdout: /offset(?:.*\n){3}/ });
  // In JSON each line has its line, so that they can be put side by side.
  const { codecFor: codecs } = await import(
    pathToFileURL(join(cwd, "node_modules", "milesight-codec", "index.js"))
  );
  const problem = 'not hex: "z" at position 0; not base64 either';
  await gives(cwd, ["explain", "vs321", "--json"], {
    input: lines("zz", '{"uplink_message":{}}', "", "017564"),
    stdout: json(
      { spans: [], errors: [problem] },
      { spans: [] },
      codecs("vs321").explainUplink({ bytes: [1, 0x75, 0x64] }),
    ),
    stderr: lines(
      `milesight-codec: line 1: ${problem}`,
      "milesight-codec: 1 of 3 payloads had errors",
    ),
    code: 1,
  });
  const installed = join(cwd, "node_modules", "milesight-codec");
  const file = (name) => readFileSync(join(installed, "formatters", name), "utf8");
  await gives(cwd, ["formatter", "VS321"], { stdout: file("vs321.js") });
  await gives(cwd, ["formatter", "vs321", "--uplink"], { stdout: file("vs321.uplink.js") });
  await gives(cwd, ["formatter", "ws521", "--downlink"], { stdout: file("ws52x.downlink.js") });
  const older = ["formatter", "vs321", "--uplink", "--no-normalize"];
  await gives(cwd, older, { stdout: file("vs321.uplink-only.js") });
  const socket = codecs("ws523");
  const text = (value) => `${JSON.stringify(value, null, 2)}\n`;
  await gives(cwd, ["schema", "ws523"], { stdout: text(socket.uplinkSchema()) });
  await gives(cwd, ["schema", "ws523", "--downlink"], { stdout: text(socket.downlinkSchema()) });
  await gives(cwd, ["explain", "ws523", "--downlink", "--json", "080100ff"], {
    stdout: json(socket.explainDownlink({ bytes: [8, 1, 0, 255] })),
  });
});

const simulating = test("simulate", async (cwd) => {
  for (const [server, names] of [
    ["chirpstack", ["time", "deviceInfo", "fCnt", "fPort", "data"]],
    ["the-things-stack", ["end_device_ids", "received_at", "uplink_message"]],
  ]) {
    for (const model of Object.keys(vectors())) {
      const args = ["simulate", model, "--server", server, "--count", "3"];
      const { stdout, stderr, code } = await start(cwd, args);
      assert.deepStrictEqual([stderr, code], ["", 0], model);
      const decoded = await start(cwd, ["decode", "--model-from", modelAt[server]], {
        input: stdout,
      });
      assert.deepStrictEqual([decoded.stderr, decoded.code], ["", 0], model);
      const events = decoded.stdout
        .trim()
        .split("\n")
        .map((line) => JSON.parse(line));
      assert.strictEqual(events.length, 3);
      for (const event of events) {
        assert.deepStrictEqual(Object.keys(event), [...names, "decoded"]);
        assert.deepStrictEqual(Object.keys(event.decoded), ["data"]);
        const missing = (measured[model] ?? []).filter((name) => !(name in event.decoded.data));
        assert.deepStrictEqual(missing, [], model);
      }
    }
  }
  // WS523 4.2: 03 74, 229.3 V.
  const { stdout } = await start(cwd, ["simulate", "ws523", "voltage=229.3", "--count", "2"]);
  const events = stdout
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
  const told = events.map(({ fCnt, data }) => [fCnt, data]);
  assert.deepStrictEqual(told, [
    [0, "A3T1CA=="],
    [1, "A3T1CA=="],
  ]);
  const began = Date.now();
  await start(cwd, ["simulate", "ws523", "--every", "0.5s", "--count", "3"]);
  assert.ok(Date.now() - began >= 1000, "two times half a second");
  await gives(cwd, ["simulate", "vs321", "temperature_alarm=threshold_alarm"], {
    stderr:
      "milesight-codec: temperature: got nothing; allowed: a number from -3276.8 to 3276.7 °C in steps of 0.1\n",
    code: 1,
  });
  for (const [option, value, allowed] of [
    ["--every", "10", "a time, as 10s, 5m or 1h"],
    ["--count", "0", "a whole number from 1"],
    ["--server", "loriot", "chirpstack, the-things-stack"],
  ]) {
    await gives(cwd, ["simulate", "vs321", option, value], {
      stderr: `milesight-codec simulate: ${option}: got "${value}"; allowed: ${allowed}\n\`milesight-codec simulate --help\` shows how it is used.\n`,
      code: 2,
    });
  }
});

const modelAt = {
  chirpstack: "deviceInfo.deviceProfileName",
  "the-things-stack": "uplink_message.version_ids.model_id",
};

/** The measured fields of some models, by the guides' tables of uplinks. */
const sockets = ["voltage", "active_power", "power_factor", "power_consumption", "current"];
const measured = {
  vs321: ["battery", "temperature", "humidity", "people_total_counts", "region_1", "region_10"],
  ws101: ["battery", "button_event"],
  ws523: [...sockets, "socket_status"],
  ws52x: [...sockets, "socket_status"],
};

/** Lines that begin with `$`, each with what it prints below it, up to a blank line. */
const shown = /^(?<indent> *)\$ (?<line>.*)\n(?<printed>(?:(?! *\$ | *$| *```).*\n)*)/gm;

/** The help texts and the README show what the program prints. */
const examples = test("examples of the help and the README", async (cwd) => {
  const overview = (await start(cwd, ["--help"])).stdout;
  const [, list] = /^Commands:\n((?: .*\n)+)/m.exec(overview);
  const commands = [...list.matchAll(/^ {2}(\w+)/gm)].map(([, name]) => name);
  assert.ok(commands.length >= 9, commands.join());
  const texts = [];
  for (const page of [
    join(cwd, "node_modules", "milesight-codec", "README.md"),
    join(repository, "docs", "command-line.md"),
  ]) {
    const blocks = [...readFileSync(page, "utf8").matchAll(/^```console\n(.*?)^```/gms)];
    assert.ok(blocks.length > 0, `${page} has examples of the command line`);
    texts.push(...blocks.map(([, block]) => block));
  }
  for (const args of [["--help"], ...commands.map((name) => [name, "--help"])]) {
    const { stdout, code } = await start(cwd, args);
    assert.strictEqual(code, 0);
    if (args.length > 1) await gives(cwd, ["help", args[0]], { stdout });
    texts.push(stdout);
  }
  let count = 0;
  for (const text of texts) {
    let found = 0;
    for (const { groups } of `${text}\n`.matchAll(shown)) {
      const line = groups.line.replaceAll("npx milesight-codec", "milesight-codec");
      const { stdout, stderr, code } = await shell(cwd, line);
      const printed = groups.printed.replaceAll(new RegExp(`^${groups.indent}`, "gm"), "");
      assert.deepStrictEqual([stdout, stderr, code], [printed, "", 0], groups.line);
      found += 1;
    }
    assert.ok(found > 0, `an example in\n${text}`);
    count += found;
  }
  return `${count} examples`;
});

const npx = test("npx finds it", async (cwd) => {
  const printed = await execute(
    "npx",
    ["--no-install", "milesight-codec", "decode", "ws523", "087001"],
    { cwd },
  );
  assert.strictEqual(printed, json(status));
});

/** All of the guides' examples, through each Node. */
function guides(name, node) {
  return test(`the guides' examples, ${name}`, async (cwd) => {
    let count = 0;
    for (const [model, list] of Object.entries(vectors())) {
      for (const [type, args] of [
        ["uplink", ["decode", model]],
        ["downlink-decode", ["decode", model, "--downlink"]],
      ]) {
        const chosen = list.filter((vector) => vector.type === type);
        const input = lines(...chosen.map((vector) => vector.input.bytes));
        const { stdout, stderr, code } = await start(cwd, args, { input, node: node() });
        assert.deepStrictEqual([stderr, code], ["", 0]);
        const results = stdout.trimEnd().split("\n").map(JSON.parse);
        for (const [index, { data, warnings = [] }] of results.entries()) {
          assert.deepStrictEqual(data, chosen[index].output.data, chosen[index].description);
          assert.strictEqual(warnings.length, chosen[index].warnings);
        }
        assert.strictEqual(results.length, chosen.length);
        count += results.length;
      }
      const chosen = list.filter((vector) => vector.type === "downlink-encode");
      const result = await start(cwd, ["encode", model], {
        input: json(...chosen.map((vector) => vector.input.data)),
        node: node(),
      });
      assert.strictEqual(result.stdout, lines(...chosen.map(({ output }) => output.bytes)));
      assert.strictEqual(result.code, 0);
      count += chosen.length;
    }
    return `${count} examples`;
  });
}

export const commandsTests = [
  encoding,
  simulating,
  others,
  examples,
  npx,
  guides("Node 18", () => program("node-18", "bin/node")),
  guides(`Node ${process.versions.node}`, () => process.execPath),
  guides("Node 26", () => program("node-26", "bin/node")),
];
