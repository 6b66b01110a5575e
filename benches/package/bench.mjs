// The packed package against the hand-written baseline, in Node. `cargo xtask bench` starts it:
//   node bench.mjs PACKAGE REPORT TOOLS CHROMIUM [SCRIPT]...
// TOOLS is the node_modules with esbuild and workerd; CHROMIUM is "" where there is none.
// A script is compared over the vectors of the model that its name begins with, one payload at a time and many at once.
import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import vm from "node:vm";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { packed } from "../../tests/package/suite/tester.mjs";
import { inChromium, inWorkerd, temporary } from "./cold.mjs";

const [folder, report, tools, chromium, ...scripts] = process.argv.slice(2);
const here = dirname(fileURLToPath(import.meta.url));
const repository = join(here, "..", "..");
const baselines = join(repository, "tests", "engines", "baseline");

/** Models with the script that stands for what people write by hand. */
const models = { vs321: "vs321", ws101: "ws101", ws52x: "ws523" };

/** The guides' examples of a model. `cargo xtask bench` has written them as JSON. */
const samplesOf = (model) => join(repository, "target", "cases", `${model}.json`);
const examplesOf = (model) => JSON.parse(readFileSync(samplesOf(model), "utf8")).samples;

function script(file, name) {
  const code = `(function () { ${readFileSync(file, "utf8")}\nreturn typeof ${name} === "undefined" ? undefined : ${name}; })()`;
  return vm.runInThisContext(code, { filename: file });
}

const load = (name) => import(pathToFileURL(join(folder, name)).href);
const bytesOf = (hex) => hex.match(/../g).map((pair) => Number.parseInt(pair, 16));

const median = (list) => quantile(list, 0.5);
function quantile(list, at) {
  const sorted = [...list].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * at))];
}
const geometric = (list) => Math.exp(list.reduce((sum, x) => sum + Math.log(x), 0) / list.length);

let sink = 0;
function nanoseconds(run, input, times) {
  const start = process.hrtime.bigint();
  for (let i = 0; i < times; i++) sink += run(input) === undefined ? 1 : 0;
  return Number(process.hrtime.bigint() - start) / times;
}

/** Cases of competitors, interleaved; each competitor's medians, and its ratios to the first's. */
function compare(cases, rounds = 40, times = 300) {
  for (let round = 0; round < rounds + 10; round++) {
    for (const { runs } of cases) {
      for (const one of Object.values(runs)) {
        const time = nanoseconds(one.run, one.input, times);
        one.times ??= [];
        if (round >= 10) one.times.push(time);
      }
    }
  }
  const names = Object.keys(cases[0].runs);
  const result = {};
  for (const name of names) {
    const own = cases.filter(({ runs }) => runs[name]);
    const medians = own.map(({ runs }) => median(runs[name].times));
    const ratios = own.map(({ runs }) => median(runs[name].times) / median(runs[names[0]].times));
    const rounds = own[0].runs[name].times.map((_, round) =>
      geometric(own.map(({ runs }) => runs[name].times[round] / runs[names[0]].times[round])),
    );
    result[name] = {
      nanoseconds: geometric(medians),
      ratio: geometric(ratios),
      spread: [quantile(rounds, 0.1), quantile(rounds, 0.9)],
      worst: Math.max(...ratios),
      cases: own.map(({ what }, at) => ({ what, nanoseconds: medians[at], ratio: ratios[at] })),
    };
  }
  return result;
}

// A module with an empty function of two numbers, and a page of memory.
const EMPTY = Uint8Array.from(
  bytesOf(
    "0061736d0100000001070160027f7f017f03020100050301000107090201650000016d02000a0601040020010b",
  ),
);

/**
 * The floor of any decoder in WebAssembly: the bytes copied to a memory, a call of a function that
 * does nothing, and the result as a literal.
 */
function floorOf(result) {
  const { e, m } = new WebAssembly.Instance(new WebAssembly.Module(EMPTY)).exports;
  const code = `(function (empty, input) {
    return function (given) {
      var bytes = given.bytes, length = bytes.length;
      for (var i = 0; i < length; i++) input[i] = bytes[i];
      empty(0, length);
      return ${JSON.stringify(result)};
    };
  })`;
  return vm.runInThisContext(code)(e, new Uint8Array(m.buffer));
}

async function packageAgainstBaseline(type, name, kinds) {
  const cases = [];
  for (const [model, baseline] of Object.entries(models)) {
    const codec = await load(`${model}.js`);
    const half = type === "uplink" ? "decoder" : "encoder";
    const byHand = script(join(baselines, `${baseline}.${half}.js`), name);
    const others = scripts.filter((path) => basename(path).startsWith(model.slice(0, 4)));
    const vectors = examplesOf(model);
    for (const { description, type: own, input } of vectors) {
      if (own !== type) continue;
      const given =
        type === "uplink" ? { bytes: bytesOf(input.bytes), fPort: 85 } : { data: input.data };
      const runs = { "by hand": { run: byHand, input: given } };
      for (const [kind, convert] of Object.entries(kinds))
        runs[kind] = { run: codec[name], input: convert(given) };
      if (type === "uplink") {
        const floor = floorOf(codec[name](given));
        for (const [kind, convert] of Object.entries(kinds))
          runs[`the floor, ${kind}`] = { run: floor, input: convert(given) };
      }
      for (const path of others) {
        const run = script(path, name);
        if (run) runs[basename(path)] = { run, input: given };
      }
      try {
        for (const { run, input } of Object.values(runs)) run(input);
        cases.push({ what: `${model}: ${description}`, runs });
      } catch {
        console.log(`bench: ${name}: left out, since a script throws: ${model}: ${description}`);
      }
    }
  }
  return compare(cases);
}

/** The model that a given script is for, by the beginning of its name. */
function modelOf(path) {
  const names = readdirSync(join(repository, "target", "cases"))
    .map((name) => basename(name, ".json"))
    .filter((name) => basename(path).startsWith(name))
    .sort((one, other) => other.length - one.length);
  if (names.length > 0) return names[0];
  throw new Error(`bench: ${path}: the name of a script begins with its model's, "vs321.js"`);
}

/** Many uplinks: those of the guides, over and over, against the given script of the model or else the one by hand. */
async function bulk() {
  const baseline = Object.entries(models).map(([model, name]) => [
    model,
    join(baselines, `${name}.decoder.js`),
  ]);
  const given = scripts.map((path) => [modelOf(path), path]);
  const result = {};
  for (const [model, path] of Object.entries(Object.fromEntries([...baseline, ...given]))) {
    const codec = await load(`${model}.js`);
    const theirs = script(path, "decodeUplink");
    if (!theirs) continue;
    const guides = examplesOf(model)
      .filter(({ type, warnings }) => type === "uplink" && warnings === 0)
      .map(({ input }) => bytesOf(input.bytes))
      .filter((bytes) => isDecoded(theirs, bytes));
    const payloads = Array.from({ length: 100_000 }, (_, at) => guides[at % guides.length]);
    const oneBuffer = packed(payloads);
    const competitors = {
      [basename(path)]: () => payloads.map((bytes) => theirs({ bytes })),
      decodeUplinks: () => codec.decodeUplinks(payloads),
      decodeColumns: () => codec.decodeColumns(payloads),
      "decodeColumns of one buffer": () => codec.decodeColumns(oneBuffer),
    };
    const times = {};
    let peak = 0;
    for (let round = 0; round < 10; round++) {
      for (const [name, run] of Object.entries(competitors)) {
        const start = process.hrtime.bigint();
        sink += run().length ?? 1;
        times[name] ??= [];
        times[name].push(Number(process.hrtime.bigint() - start) / payloads.length);
        peak = Math.max(peak, process.memoryUsage().rss);
      }
    }
    result[model] = { peakMegabytes: Math.round(peak / 2 ** 20) };
    for (const [name, list] of Object.entries(times)) {
      result[model][name] = {
        nanoseconds: median(list),
        // Of two runs next to each other: what else the machine does is about the same.
        throughput: median(list.map((time, round) => times[basename(path)][round] / time)),
        spread: [quantile(list, 0.1), quantile(list, 0.9)],
      };
    }
  }
  return result;
}

/** Returns false for payloads that a script throws at. */
function isDecoded(decode, bytes) {
  try {
    decode({ bytes });
    return true;
  } catch {
    return false;
  }
}

/** A million uplinks in one call, each way in a process of its own: its time, and what it takes. */
function million() {
  const ways = {
    "by hand": "(list) => list.map((bytes) => byHand({ bytes }))",
    decodeUplinks: "(list) => codec.decodeUplinks(list)",
    decodeColumns: "(list) => codec.decodeColumns(list)",
  };
  const result = {};
  for (const [model, baseline] of Object.entries(models)) {
    result[model] = {};
    for (const [name, way] of Object.entries(ways)) {
      const code = `
        import { readFileSync } from "node:fs";
        import vm from "node:vm";
        const codec = await import(${JSON.stringify(pathToFileURL(join(folder, `${model}.js`)).href)});
        const script = readFileSync(${JSON.stringify(join(baselines, `${baseline}.decoder.js`))}, "utf8");
        const byHand = vm.runInThisContext("(function () { " + script + "; return decodeUplink; })()");
        const vectors = JSON.parse(readFileSync(${JSON.stringify(samplesOf(model))}, "utf8")).samples;
        const guides = vectors
          .filter(({ type, warnings }) => type === "uplink" && warnings === 0)
          .map(({ input }) => Buffer.from(input.bytes, "hex"));
        const list = Array.from({ length: 1_000_000 }, (_, at) => Uint8Array.from(guides[at % guides.length]));
        const before = process.memoryUsage().rss;
        const start = performance.now();
        const result = (${way})(list);
        const nanoseconds = performance.now() - start;
        const peak = process.resourceUsage().maxRSS * 1024;
        console.log(JSON.stringify({
          nanoseconds,
          megabytes: Math.round((peak - before) / 2 ** 20),
          peakMegabytes: Math.round(peak / 2 ** 20),
          count: result.length ?? result.count,
        }));`;
      const flags = ["--max-old-space-size=4096", "--input-type=module", "--eval", code];
      const rounds = Array.from({ length: 3 }, () =>
        JSON.parse(execFileSync(process.execPath, flags)),
      );
      rounds.sort((a, b) => a.nanoseconds - b.nanoseconds);
      if (rounds[1].count !== 1_000_000) throw new Error(`${name} gives ${rounds[1].count}`);
      result[model][name] = rounds[1];
    }
  }
  return result;
}

/** Ten million calls: how much the process, the heap and the module's memory grow. */
async function memory() {
  const { decodeUplink, encodeDownlink } = await load("ws523.js");
  const input = { bytes: bytesOf("08700105812907c912000374f508068305000000048001000000") };
  const command = { data: { socket_status: "on", report_interval: 1200 } };
  const unknown = { bytes: [0x03, 0x74, 0xf5, 0x08, 0x77, 0x77] };
  const calls = (count) => {
    for (let i = 0; i < count; i++) {
      sink += decodeUplink(input).data.voltage;
      if (i % 10 === 0) sink += encodeDownlink(command).fPort;
      if (i % 100 === 0) sink += decodeUplink(unknown).warnings.length;
    }
  };
  const used = () => {
    globalThis.gc?.();
    return process.memoryUsage();
  };
  calls(1_000_000);
  const before = used();
  calls(10_000_000);
  const after = used();
  const grown = (key) => (after[key] - before[key]) / 2 ** 20;
  return { heapMegabytes: grown("heapUsed"), rssMegabytes: grown("rss") };
}

async function coldStart() {
  const work = temporary();
  const empty = join(work, "empty.mjs");
  writeFileSync(empty, "");
  const programs = {
    // Without a file, Node does not even load what finds files: a third of the time.
    "an empty module in a data: address": 'await import("data:text/javascript,");',
    "an empty module": `await import(${JSON.stringify(pathToFileURL(empty).href)});`,
    "milesight-codec/ws523": `const { decodeUplink } = await import(${JSON.stringify(pathToFileURL(join(folder, "ws523.js")).href)});
      decodeUplink({ bytes: [8, 112, 1] });`,
    "milesight-codec": `const { codecFor } = await import(${JSON.stringify(pathToFileURL(join(folder, "index.js")).href)});
      codecFor("ws523").decodeUplink({ bytes: [8, 112, 1] });`,
  };
  const times = {};
  for (let round = 0; round < 15; round++) {
    for (const [name, program] of Object.entries(programs)) {
      const code = `const start = performance.now(); ${program}
        console.log(performance.now() - start);`;
      const printed = execFileSync(process.execPath, ["--input-type=module", "--eval", code]);
      times[name] ??= [];
      times[name].push(Number(printed));
    }
  }
  rmSync(work, { recursive: true });
  const runtimes = { Node: times, workerd: await inWorkerd(tools, folder) };
  if (chromium) runtimes.Chromium = await inChromium(chromium, folder);
  else console.log("bench: no Chromium: its cold start is left out");
  return Object.fromEntries(
    Object.entries(runtimes).flatMap(([runtime, times]) =>
      Object.entries(times).map(([name, list]) => [
        `${runtime}: ${name}`,
        { milliseconds: median(list), spread: [quantile(list, 0.1), quantile(list, 0.9)] },
      ]),
    ),
  );
}

function sizes() {
  const files = ["lib/codec.wasm", "lib/inline.js"];
  for (const name of readdirSync(join(folder, "formatters")).sort())
    if (name.endsWith(".js")) files.push(`formatters/${name}`);
  return Object.fromEntries(
    files.map((name) => {
      const content = readFileSync(join(folder, name));
      const gzip = gzipSync(content, { level: 9 }).length;
      return [name, { raw: content.length, gzip, brotli: brotliCompressSync(content).length }];
    }),
  );
}

const short = (x) => x.toPrecision(3);
const results = {
  node: process.version,
  decodeUplink: await packageAgainstBaseline("uplink", "decodeUplink", {
    "bytes as a plain array": (given) => given,
    "bytes as a Uint8Array": (given) => ({ ...given, bytes: Uint8Array.from(given.bytes) }),
  }),
  encodeDownlink: await packageAgainstBaseline("downlink-encode", "encodeDownlink", {
    "data as a plain object": (given) => given,
  }),
  bulk: await bulk(),
  million: million(),
  memory: await memory(),
  coldStart: await coldStart(),
  sizes: sizes(),
};

for (const name of ["decodeUplink", "encodeDownlink"]) {
  const table = Object.entries(results[name]).map(
    ([who, { nanoseconds, ratio, spread, worst }]) => ({
      who,
      "ns a call": short(nanoseconds),
      ratio: short(ratio),
      spread: spread.map(short).join(" to "),
      worst: short(worst),
    }),
  );
  console.log(`\n${name}: geometric means over the guides' vectors, ratios to the first`);
  console.table(table);
}
for (const [model, { peakMegabytes, ...who }] of Object.entries(results.bulk)) {
  console.log(`\nMany uplinks of ${model} at once; the process takes ${peakMegabytes} MB at most`);
  console.table(
    Object.entries(who).map(([name, { nanoseconds, throughput }]) => ({
      who: name,
      "ns a payload": short(nanoseconds),
      throughput: short(throughput),
    })),
  );
}
const columns = "decodeColumns of one buffer";
const throughputs = Object.values(results.bulk).map((own) => own[columns].throughput);
console.log(
  `\n${columns}: ${short(geometric(throughputs))} times the script's throughput, in the mean`,
);
for (const [model, ways] of Object.entries(results.million)) {
  console.log(
    `\nA million uplinks of ${model} in one call: ns a payload, MB beyond the payloads, MB in all`,
  );
  console.table(ways);
}
console.log("\nTen million calls: growth of the heap and of the process, MB");
console.table(results.memory);
console.log("\nFrom import to the first result, ms; in workerd from its start to its first answer");
console.table(results.coldStart);
console.log("\nSizes, bytes");
console.table(results.sizes);
writeFileSync(report, `${JSON.stringify(results, null, 2)}\n`);
if (sink === 0.5) console.log(sink);
