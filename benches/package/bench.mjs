// Measures a build of the package in Node, beside another if one is given. `cargo xtask bench` starts it:
//   node bench.mjs REPORT PACKAGE [OTHER]
// Both are measured in one process, by turns. A ratio is PACKAGE's time in OTHER's: below 1 is faster.
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { isDeepStrictEqual } from "node:util";
import { gzipSync } from "node:zlib";
import { cases, vectors as samples } from "../../tests/cases.mjs";
import { packed } from "../../tests/package/suite/tester.mjs";
import { geometricMean, median } from "./figures.mjs";

const WARM_UP = 5;
const ROUNDS = 30;
const BULK = 10_000;

const [report, ...packages] = process.argv.slice(2);
const address = (folder, model) => pathToFileURL(join(folder, `${model}.js`)).href;

/** The models that every package has: their codecs, and the cases that `cargo xtask bench` has written. */
const models = [];
for (const [model, vectors] of Object.entries(cases)) {
  if (!packages.every((folder) => existsSync(join(folder, `${model}.js`)))) continue;
  const codecs = await Promise.all(packages.map((folder) => import(address(folder, model))));
  models.push({ codecs, vectors, samples: samples[model] });
}

const round = (x) => Number(x.toPrecision(3));

let unused = 0;

/** Calls a function with each of the inputs in turn; the time of a call in µs. */
function time(call, inputs) {
  const start = process.hrtime.bigint();
  for (const input of inputs) unused += call(input) === undefined ? 1 : 0;
  return Number(process.hrtime.bigint() - start) / inputs.length / 1000;
}

/** An answer without the wording of its problems, in which builds may differ. */
const answer = (result) =>
  Array.isArray(result)
    ? result.map(answer)
    : { ...result, warnings: result.warnings?.length, errors: result.errors?.length };

/**
 * Measures a function over a model's inputs, one model after the other. In every round each package has its turn,
 * the first of one round being the last of the next. Inputs differ from call to call, and are made anew for each turn,
 * so that no package gains by having seen one before. Inputs that the packages answer differently are left out.
 */
function measure(name, inputsOf) {
  const medians = models.flatMap(({ codecs, ...own }) => {
    const agreed = inputsOf(own).map((input) => {
      const [ours, ...others] = codecs.map((codec) => answer(codec[name](input)));
      return others.every((other) => isDeepStrictEqual(other, ours));
    });
    if (!agreed.includes(true)) return [];
    const times = codecs.map(() => []);
    for (let round = 0; round < WARM_UP + ROUNDS; round++) {
      for (let turn = 0; turn < codecs.length; turn++) {
        const which = (round + turn) % codecs.length;
        const inputs = inputsOf(own).filter((_, at) => agreed[at]);
        times[which].push(time(codecs[which][name], inputs));
      }
    }
    return [times.map((list) => median(list.slice(WARM_UP)))];
  });
  return summary(medians);
}

/** The geometric means over models: the time of ours, and its ratio to the other's. */
function summary(medians) {
  if (medians.length === 0) return { models: 0 };
  const own = {
    models: medians.length,
    microseconds: round(geometricMean(medians.map(([ours]) => ours))),
  };
  if (packages.length === 1) return own;
  const ratios = medians.map(([ours, other]) => ours / other);
  return { ...own, ratio: round(geometricMean(ratios)), worst: round(Math.max(...ratios)) };
}

/** One payload or command a call, of the vectors that have problems or of those that have none. */
function single(name, type, problems, convert) {
  return measure(name, ({ vectors }) => {
    const own = vectors.filter((one) => one.type === type && one.problems.length > 0 === problems);
    return repeated(own, 1000).map(({ input }) => convert(input));
  });
}

/** The guides' examples, over and over, in a call; the figures are those of a payload. */
function bulk(name, convert) {
  const figures = measure(name, ({ samples }) => {
    const uplinks = samples.filter(({ type, warnings }) => type === "uplink" && warnings === 0);
    return [convert(repeated(uplinks, BULK).map(({ input }) => typed(input).bytes))];
  });
  if (figures.models > 0) figures.microseconds = round(figures.microseconds / BULK);
  return figures;
}

function repeated(list, count) {
  return Array.from({ length: count }, (_, at) => list[at % list.length]);
}

/** From the import to the first result, in processes of their own. */
function cold(model, bytes) {
  const runs = packages.map((folder) => () => {
    const code = `const start = performance.now();
      const { decodeUplink } = await import(${JSON.stringify(address(folder, model))});
      decodeUplink({ bytes: ${JSON.stringify(bytes)} });
      console.log((performance.now() - start) * 1000);`;
    return Number(execFileSync(process.execPath, ["--input-type=module", "--eval", code]));
  });
  const rounds = Array.from({ length: ROUNDS }, () => runs.map((run) => run()));
  return summary([runs.map((_, which) => median(rounds.map((times) => times[which])))]);
}

const plain = ({ bytes }) => ({ bytes: [...Buffer.from(bytes, "hex")], fPort: 85 });
const typed = ({ bytes }) => ({ bytes: Uint8Array.from(Buffer.from(bytes, "hex")), fPort: 85 });

const speed = {
  "decodeUplink, array": single("decodeUplink", "uplink", false, plain),
  "decodeUplink, Uint8Array": single("decodeUplink", "uplink", false, typed),
  "decodeUplink with problems, array": single("decodeUplink", "uplink", true, plain),
  "decodeUplink with problems, Uint8Array": single("decodeUplink", "uplink", true, typed),
  encodeDownlink: single("encodeDownlink", "downlink-encode", false, structuredClone),
  "encodeDownlink with problems": single(
    "encodeDownlink",
    "downlink-encode",
    true,
    structuredClone,
  ),
  "decodeUplinks, a payload": bulk("decodeUplinks", (list) => list),
  "decodeColumns, a payload": bulk("decodeColumns", (list) => list),
  "decodeColumns of one buffer, a payload": bulk("decodeColumns", packed),
  "first decode, from import": cold("vs321", [1, 117, 100]),
};
const sizes = {};
for (const file of ["lib/codec.wasm", "lib/inline.js", "vs321.js", "formatters/vs321.js"]) {
  sizes[file] = packages.map((folder) => {
    const content = readFileSync(join(folder, file));
    return { bytes: content.length, gzip: gzipSync(content, { level: 9 }).length };
  });
}

console.log(`Node ${process.version}: geometric means over ${models.length} models`);
console.table(speed);
console.table(sizes);
writeFileSync(report, `${JSON.stringify({ node: process.version, speed, sizes }, null, 2)}\n`);
if (unused < 0) console.log(unused);
