// The command line, from the installed tarball, as a shell starts it: the transcripts in `cli/`, the examples of
// the documentation and the help, and what no transcript can say: time, memory, a terminal.
import assert from "node:assert";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { vectors } from "../cases.mjs";
import { test as register } from "../runner.mjs";
import { parse, play, shell, transcript } from "./cli/transcript.mjs";
import { program, repository } from "./project.mjs";

/** A project with the package, which these tests share. */
let shared;

function test(name, run) {
  register(`command line: ${name}`, async (workspace) => {
    shared ??= workspace.project();
    return run(await shared);
  });
}

const lines = (...texts) => texts.map((text) => `${text}\n`).join("");
const switched = "decode ws523 --fields socket_status";

for (const name of ["payloads", "json", "tables", "compare", "commands"]) transcript(test, name);

/** The console blocks of the pages and the help texts show what the program prints. */
test("examples of the help and the README", async (home) => {
  const help = async (command) => (await shell(home, `milesight-codec ${command}`)).stdout;
  const overview = await help("--help");
  const [, list] = /^Commands:\n((?: .*\n)+)/m.exec(overview);
  const commands = [...list.matchAll(/^ {2}(\w+)/gm)].map(([, name]) => name);
  assert.ok(commands.length >= 9, commands.join());
  const texts = { "--help": overview };
  for (const name of commands) texts[`${name} --help`] = await help(`${name} --help`);
  const readme = join(home, "node_modules", "milesight-codec", "README.md");
  for (const page of [readme, join(repository, "docs", "command-line.md")]) {
    const blocks = [...readFileSync(page, "utf8").matchAll(/^```console\n(.*?)^```/gms)];
    texts[page] = blocks.map(([, block]) => block).join("\n");
  }
  let count = 0;
  for (const [file, text] of Object.entries(texts)) {
    // The examples of a help text are indented, and stand behind other lines.
    const begun = text.replaceAll(/^ *\$ (?:npx )?/gm, (mark) => `\n${mark.replace("npx ", "")}`);
    const bare = begun.replaceAll(/^ +(?=\$)|(?<=\n) {2}/gm, "");
    const [{ commands }] = parse(`# examples\n${bare.replaceAll("npx milesight", "milesight")}`);
    assert.ok(commands.length > 0, `an example in ${file}`);
    await play(home, commands, { file, start: "" });
    count += commands.length;
  }
  return `${count} examples`;
});

for (const [name, node] of [
  ["Node 18", () => program("node-18", "bin/node")],
  [`Node ${process.versions.node}`, () => process.execPath],
  ["Node 26", () => program("node-26", "bin/node")],
]) {
  test(`the guides' examples, ${name}`, async (home) => {
    const results = async (line, input) => {
      const got = await shell(home, `milesight-codec ${line}`, { input, node: node() });
      assert.deepStrictEqual([got.stderr, got.code], ["", 0], line);
      return got.stdout.trimEnd().split("\n");
    };
    let count = 0;
    for (const [type, direction] of [
      ["uplink", ""],
      ["downlink-decode", " --downlink"],
    ]) {
      const chosen = Object.entries(vectors).flatMap(([model, list]) =>
        list.filter((vector) => vector.type === type).map((vector) => ({ model, ...vector })),
      );
      const events = chosen.map(({ model, input: { bytes } }) => JSON.stringify({ model, bytes }));
      const found = await results(`decode --model-from model${direction}`, lines(...events));
      assert.strictEqual(found.length, chosen.length, type);
      for (const [at, { output, warnings, place }] of chosen.entries()) {
        const { data, warnings: told = [] } = JSON.parse(found[at]).decoded;
        assert.deepStrictEqual([data, told.length], [output.data, warnings], place);
      }
      count += chosen.length;
    }
    for (const [model, list] of Object.entries(vectors)) {
      const chosen = list.filter(({ type }) => type === "downlink-encode");
      const commands = chosen.map(({ input }) => JSON.stringify(input.data));
      const found = await results(`encode ${model}`, lines(...commands));
      assert.deepStrictEqual(
        found,
        chosen.map(({ output }) => output.bytes),
        model,
      );
      count += chosen.length;
    }
    return `${count} examples`;
  });
}

/** Sockets and a button by the guides' tables of uplinks: what an event of theirs measures. */
const measured = {
  vs321: ["battery", "temperature", "humidity", "people_total_counts", "region_1", "region_10"],
  ws101: ["battery", "button_event"],
  ws523: ["voltage", "active_power", "power_factor", "power_consumption", "current"],
};

test("simulate: events of every model are decoded", async (home) => {
  const models = Object.keys(vectors);
  for (const [server, path] of [
    ["chirpstack", "deviceInfo.deviceProfileName"],
    ["the-things-stack", "uplink_message.version_ids.model_id"],
  ]) {
    const each = `milesight-codec simulate $model --server ${server} --count 3`;
    const all = `for model in ${models.join(" ")}; do ${each} || exit; done`;
    const line = `(${all}) | milesight-codec decode --model-from ${path}`;
    const { stdout, stderr, code } = await shell(home, line);
    const events = stdout.trim().split("\n").map(JSON.parse);
    assert.deepStrictEqual([events.length, stderr, code], [3 * models.length, "", 0], line);
    for (const [at, { decoded }] of events.entries()) {
      const model = models[Math.floor(at / 3)];
      assert.deepStrictEqual(Object.keys(decoded), ["data"], model);
      const missing = (measured[model] ?? []).filter((name) => !(name in decoded.data));
      assert.deepStrictEqual(missing, [], model);
    }
  }
});

/** ESC, a bell, C1's CSI, a line separator, and a sign that turns text around; for bash, and in JSON. */
const CONTROLS = "$'\\e[31m\\a\\u009b2J\\u2028\\u202e'";
const NAMES = "$'\\u009b2J\\u2028\\u202e'";

test("nothing that a terminal obeys is printed", async (home) => {
  for (const line of [
    `decode ws523 zz${CONTROLS}`,
    `decode ws523 <<< '{"a":'${CONTROLS}}`,
    `decode ws523 <<< 'a,'${CONTROLS}$'\\n1,2'`,
    `decode ws523 --column ${CONTROLS} <<< $'a,b\\n1,2'`,
    `decode ws523 --${CONTROLS}`,
    `decode ${CONTROLS}`,
    CONTROLS,
    `decode ws523 --fields ${CONTROLS}`,
    `decode ws523 '{"'${NAMES}'":1}'`,
    `encode ws523 ${CONTROLS}=1`,
    `encode ws523 '{"'${NAMES}'":1}'`,
    `decode --model-from m <<< '{"m":"'${NAMES}'","bytes":"087001"}'`,
    `decode ws523 no${CONTROLS}.csv`,
    `explain ws523 <<< '{"'${NAMES}'":1}'`,
  ]) {
    const { stderr, code } = await shell(home, `milesight-codec ${line}`);
    assert.ok(code > 0 && stderr !== "", `${line} is an error`);
    const controls = /[\p{Cc}\u2028\u202e]/u.test(stderr.replaceAll("\n", ""));
    assert.ok(!controls, `${line}: ${JSON.stringify(stderr)}`);
  }
});

/** `script` of util-linux gives the program a terminal. Elsewhere an object comes out as it came. */
test("on a terminal: colours, and escaped output", async (home) => {
  writeFileSync(join(home, "c1.ndjson"), '{"bytes":"087001","name":"\u009b2J\u202e"}\n');
  for (const [env, command, begin] of [
    ["TERM=xterm NO_COLOR=", "explain ws523 087001", "\x1b[1moffset"],
    ["TERM=xterm NO_COLOR=1", "explain ws523 087001", "offset "],
    ["TERM=dumb NO_COLOR=", "explain ws523 087001", "offset "],
    ["TERM=xterm NO_COLOR=", "decode ws523 zz", "milesight-codec: \x1b[31mnot hex"],
    ["", "decode ws523 c1.ndjson", '{"bytes":"087001","name":"\\u009b2J\\u202e"'],
  ]) {
    const line = `script -qec ${JSON.stringify(`${env} milesight-codec ${command}`)} /dev/null`;
    const { stdout } = await shell(home, `${line} < /dev/null`);
    const error = stdout.slice(Math.max(0, stdout.indexOf("milesight-codec: ")));
    assert.ok(error.startsWith(begin), `${env} ${command}: ${JSON.stringify(stdout)}`);
  }
  const { stdout } = await shell(home, "milesight-codec decode ws523 c1.ndjson");
  assert.ok(stdout.startsWith('{"bytes":"087001","name":"\u009b2J\u202e",'), stdout);
});

/** A stream to a terminal is not to be had here, so the part that writes is asked itself. */
test("progress on a terminal", async (home) => {
  const file = join(home, "node_modules", "milesight-codec", "bin", "report.js");
  const { Report } = await import(pathToFileURL(file));
  const { exitCode } = process;
  const { TERM, NO_COLOR } = process.env;
  try {
    for (const [stderr, stdout, streaming, term, noColour, shown] of [
      [true, false, true, "xterm", "", "line and colour"],
      [true, false, true, "xterm", "1", "line"],
      [true, false, true, "dumb", "", "line"],
      [false, false, true, "xterm", "", ""],
      [true, true, true, "xterm", "", "colour"],
      [true, false, false, "xterm", "", "colour"],
    ]) {
      Object.assign(process.env, { TERM: term, NO_COLOR: noColour });
      let written = "";
      const stream = { isTTY: stderr, write: (text) => (written += text) };
      const report = new Report("payloads", streaming, {
        stderr: stream,
        stdout: { isTTY: stdout },
      });
      report.done();
      report.progress();
      report.fail("line 1", ["no"]);
      report.end();
      const problem = shown.includes("colour") ? "\x1b[31mline 1: no\x1b[39m" : "line 1: no";
      const summary = streaming ? "milesight-codec: 1 of 1 payloads had errors\n" : "";
      // Each time, the line is cleared first.
      const [clear, line] = shown.includes("line")
        ? ["\r\x1b[K", "1 payloads, N a second"]
        : ["", ""];
      const expected = `${clear}${line}${clear}milesight-codec: ${problem}\n${clear}${summary}`;
      assert.strictEqual(written.replace(/[\d,]+ a second/, "N a second"), expected);
    }
  } finally {
    process.exitCode = exitCode;
    for (const [name, value] of Object.entries({ TERM, NO_COLOR })) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
  }
});

/** The processor time in seconds, and the memory at most in KB, that a program took: written where it ends. */
const MEASURE = `process.on("exit", () => {
  const { user, system } = process.cpuUsage();
  const { maxRSS } = process.resourceUsage();
  require("node:fs").writeFileSync(process.env.COST, JSON.stringify([(user + system) / 1e6, maxRSS]));
});
`;

/** The cost of a call: of several rounds the least. A busy machine changes it less than the time on the clock. */
async function costOf(home, line, { rounds = 3, input, count, wait = 0 } = {}) {
  writeFileSync(join(home, "measure.cjs"), MEASURE);
  const cost = join(home, "cost.json");
  const costs = [];
  for (let round = 0; round < rounds; round += 1) {
    rmSync(cost, { force: true });
    const env = `NODE_OPTIONS='--require ${join(home, "measure.cjs")}' COST=${cost}`;
    const reader = `(sleep ${wait}; wc -l)`;
    const { stdout } = await shell(home, `${env} milesight-codec ${line} | ${reader}`, { input });
    if (count !== undefined) assert.strictEqual(Number(stdout), count, line);
    costs.push(JSON.parse(readFileSync(cost, "utf8")));
  }
  const [seconds, kilobytes] = [0, 1].map((at) => Math.min(...costs.map((cost) => cost[at])));
  return { seconds, megabytes: kilobytes / 1024 };
}

const payload = "0175640367110107ff0008f4020004686a06fe03000200";
const ways = {
  lines: () => payload,
  NDJSON: (index) => JSON.stringify({ index, bytes: payload }),
  CSV: (index) => (index === 0 ? "index,payload" : `${index},${payload}`),
  "a list": (index, count) =>
    `${index === 0 ? "[" : ""}{\n"index": ${index},\n"bytes": "${payload}"}${index === count - 1 ? "]" : ","}`,
};

/** Ten times as many lines must not take more memory, though nobody reads the output for a while. */
test("50,000 lines in constant memory", async (home) => {
  const said = [];
  for (const [name, line] of Object.entries(ways)) {
    const peaks = [];
    for (const count of [5_000, 50_000]) {
      const input = lines(...Array.from({ length: count }, (_, index) => line(index, count)));
      const options = { rounds: 1, input, count, wait: 1 };
      peaks.push((await costOf(home, "decode vs321", options)).megabytes);
    }
    const growth = peaks[1] - peaks[0];
    said.push(`${name} ${peaks[1].toFixed(0)} MB, ${growth.toFixed(0)} more than for 5,000`);
    assert.ok(growth < 64, said.at(-1));
  }
  return said.join("; ");
});

/** A reader that starts again at each quote takes minutes for these. */
test("CSV: time grows as the input does, whatever quotes are in it", async (home) => {
  const said = [];
  for (const [first, line] of [
    ['087001,rack 19"\n', "087001,rack\n"],
    ['087001,"rack\n', "087001,rack\n"],
    ["", '087001,"rack\n'],
    // Within a cell and without one, the line ends within a cell.
    ['"\n', '",b""","x\n'],
    ["", `${'"a,""b,'.repeat(1000)}\n`],
    ["", `${', "a, ""b, """c'.repeat(1000)}\n`],
  ]) {
    const costs = [];
    for (const size of [100_000, 500_000]) {
      const input = `payload,name\n${first}${line.repeat(size / line.length)}`;
      costs.push((await costOf(home, switched, { rounds: 2, input })).seconds);
    }
    // Five times the input: about five times the time, and 25 times if it grew as the square.
    const [small, large] = costs;
    said.push(large.toFixed(1));
    assert.ok(large < 12 * small, `${small} s and ${large} s for ${line.slice(0, 20)}`);
  }
  return `${said.join(", ")} s for 0.5 MB`;
});

/**
 * A device keeps its model. Payloads without a device are tried with all models: a model stops at a channel that it
 * does not have. VS321 5.1.2: battery, temperature, light, detection.
 */
test("auto takes no more than twice the time of a named model", async (home) => {
  const said = [];
  for (const [name, header, row, most] of [
    ["rows of a device", "dev_eui,payload\n", "0101010101010101,0175640367110107ff0008f40200\n", 2],
    ["payloads", "", "0175640367110107ff0008f40200\n", 4],
  ]) {
    const input = header + row.repeat(40_000);
    const count = 40_000 + (header === "" ? 0 : 1);
    const named = (await costOf(home, "decode vs321", { input, count })).seconds;
    const auto = (await costOf(home, "decode auto", { input, count })).seconds;
    said.push(`${name}: ${named.toFixed(2)} s by name, ${auto.toFixed(2)} s by auto`);
    assert.ok(auto < most * named, said.at(-1));
  }
  return `${said.join("; ")}, for 40,000 lines`;
});

/** Half a second would be felt at every prompt. Another file that is loaded costs about a millisecond. */
test("a first result takes a quarter of a second at most", async (home) => {
  const node = (await costOf(home, "--version", { rounds: 5, count: 1 })).seconds;
  const own = (await costOf(home, "decode ws523 087001", { rounds: 5, count: 1 })).seconds;
  const said = `${(1000 * (own - node)).toFixed(0)} ms more than --version, which loads no codec`;
  assert.ok(own - node < 0.25, said);
  return said;
});
