// Runs payload formatters in V8, as Node has it. ../protocol.md says what it reads and writes.

import { once } from "node:events";
import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import vm from "node:vm";

const DRIVER = readFileSync(new URL("../goja/driver.js", import.meta.url), "utf8");
const FUNCTIONS = readFileSync(new URL("../goja/functions.js", import.meta.url), "utf8");
const STRICT = '"use strict";\n';

// The least that a host takes for a script.
const EMPTY = `function decodeUplink() { return { data: {} } }
function encodeDownlink() { return { bytes: [] } }
function decodeDownlink() { return { data: {} } }`;
const WARM_UP = 20;

const { values: options } = parseArgs({
  options: {
    script: { type: "string", multiple: true, default: [] },
    mode: { type: "string", default: "shared" },
    strict: { type: "boolean", default: false },
    module: { type: "boolean", default: false },
    globals: { type: "boolean", default: false },
    limit: { type: "string", default: "100" },
    bench: { type: "boolean", default: false },
    payloads: { type: "string" },
    runs: { type: "string", default: "1000" },
    version: { type: "boolean", default: false },
  },
});

if (options.version) {
  console.log(`V8 ${process.versions.v8} in Node ${process.versions.node}`);
} else if (options.bench) {
  measure();
} else if (options.mode === "shared") {
  await shared(readAll(options.script));
} else if (options.mode === "server" && !options.globals && !options.module) {
  const script = prefix(readAll(options.script));
  await eachLine((line) => answer(script, line, Number(options.limit)));
} else {
  throw new Error(`no mode ${options.mode} with these options`);
}

function readAll(files) {
  return files.map((file) => `${readFileSync(file, "utf8")}\n`).join("");
}

function prefix(script) {
  return options.strict ? STRICT + script : script;
}

/** Answers every line of standard input with one of standard output, as soon as it can. */
async function eachLine(answerTo) {
  process.stdin.setEncoding("utf8");
  let rest = "";
  const write = async (lines) => {
    const text = lines
      .filter((line) => line.trim() !== "")
      .map((line) => `${answerTo(line)}\n`)
      .join("");
    if (text !== "" && !process.stdout.write(text)) {
      await once(process.stdout, "drain");
    }
  };
  for await (const chunk of process.stdin) {
    const lines = (rest + chunk).split("\n");
    rest = lines.pop();
    await write(lines);
  }
  await write([rest]);
}

/** One realm for all cases: a fresh context, or with --module the main one, strict. */
async function shared(script) {
  let driver;
  let before;
  let functions;
  const start = (evaluated) => {
    driver = evaluated;
    before = options.globals ? driver.snapshot() : undefined;
  };
  if (options.module) {
    start(vm.runInThisContext(DRIVER));
    const source = `${script}\nexport default ${FUNCTIONS}`;
    functions = (await import(`data:text/javascript,${encodeURIComponent(source)}`)).default;
  } else {
    const context = vm.createContext();
    start(vm.runInContext(DRIVER, context));
    vm.runInContext(prefix(script), context, { filename: "script.js" });
    functions = vm.runInContext(FUNCTIONS, context);
  }
  await eachLine((line) => driver.call(functions, line));
  if (options.globals) {
    console.log(driver.compare(before, driver.snapshot()));
  }
}

/** A context for each case, as hosts of TS013 codecs on V8 have it. */
function run(script, test, limit) {
  const context = vm.createContext();
  vm.runInContext(script, context, { filename: "script.js", timeout: limit });
  const input =
    test.source === undefined
      ? `JSON.parse(${JSON.stringify(JSON.stringify(test.input))})`
      : test.source;
  const call = /^(Decode|Encode)$/.test(test.call)
    ? `(function (i) { return ${test.call}(i.fPort, i.${test.call === "Decode" ? "bytes" : "obj"}, i.variables); })`
    : `(function (i) { if (i && i.recvTime) i.recvTime = new Date(i.recvTime); return ${test.call}(i); })`;
  const text = vm.runInContext(`JSON.stringify(${call}((${input})))`, context, { timeout: limit });
  if (text === undefined) {
    throw "returned undefined";
  }
  return text;
}

function answer(script, line, limit) {
  try {
    return run(script, JSON.parse(line), limit);
  } catch (error) {
    return JSON.stringify({ thrown: String(error) });
  }
}

/** Every script once a round, each run in a context of its own; each round starts with another. */
function measure() {
  const runs = Number(options.runs);
  const scripts = [{ name: "empty", source: prefix(EMPTY) }];
  for (const script of options.script) {
    const [name, files] = script.split("=");
    scripts.push({ name, source: prefix(readAll(files.split(","))) });
  }
  const lines = readFileSync(options.payloads, "utf8").split("\n");
  const cases = lines.filter((line) => line.trim() !== "").map((line) => JSON.parse(line));
  const times = scripts.map(() => []);
  const failed = scripts.map(() => undefined);
  for (let round = 0; round < WARM_UP + runs; round++) {
    for (let turn = 0; turn < scripts.length; turn++) {
      const which = (round + turn) % scripts.length;
      if (failed[which] !== undefined) {
        continue;
      }
      // The comment keeps V8 from reusing what it compiled in the last round.
      const source = `${scripts[which].source}\n//${round}`;
      const start = process.hrtime.bigint();
      try {
        run(source, cases[round % cases.length], 60_000);
      } catch (error) {
        failed[which] = String(error);
      }
      const elapsed = Number(process.hrtime.bigint() - start) / 1000;
      if (round >= WARM_UP) {
        times[which].push(elapsed);
      }
    }
  }
  if (failed[0] !== undefined) {
    throw new Error(failed[0]);
  }
  const base = times[0];
  scripts.forEach(({ name }, i) => {
    if (failed[i] !== undefined) {
      console.log(JSON.stringify({ name, failed: failed[i] }));
      return;
    }
    const net = times[i].map((time, j) => time - base[j]);
    console.log(
      JSON.stringify({
        name,
        runs,
        unit: "µs",
        clock: "wall",
        median: quantile(times[i], 0.5),
        p10: quantile(times[i], 0.1),
        p90: quantile(times[i], 0.9),
        net: round1(quantile(times[i], 0.5) - quantile(base, 0.5)),
        netP10: quantile(net, 0.1),
        netP90: quantile(net, 0.9),
      }),
    );
  });
}

function quantile(values, q) {
  const sorted = [...values].sort((a, b) => a - b);
  return round1(sorted[Math.round(q * (sorted.length - 1))]);
}

function round1(value) {
  return Math.round(value * 10) / 10;
}
