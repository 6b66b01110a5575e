// Measures `decodeColumns` beside a loop over somebody else's decoders, in V8. `cargo xtask bench columns` starts it:
//   node columns.mjs PACKAGE SCRIPTS
// SCRIPTS has a script per model: `ws101.decoder.js`. Times are per payload; ratio = their time / ours with one buffer.
import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import vm from "node:vm";
import { vectors } from "../../tests/cases.mjs";
import { packed } from "../../tests/package/suite/tester.mjs";
import { geometricMean, median } from "./figures.mjs";

const COUNT = 100_000;
const ROUNDS = 15;

const [folder, scripts] = process.argv.slice(2);
const table = {};

for (const [model, samples] of Object.entries(vectors)) {
  const file = join(scripts, `${model}.decoder.js`);
  if (!existsSync(file)) continue;
  const theirs = vm.runInThisContext(`(() => {${readFileSync(file)}\nreturn decodeUplink;})()`);
  const { decodeColumns } = await import(pathToFileURL(join(resolve(folder), `${model}.js`)));
  // The guides' examples that both decode, over and over.
  const answers = ({ input }) => {
    try {
      return theirs({ ...input, bytes: [...Buffer.from(input.bytes, "hex")] }).data !== undefined;
    } catch {
      return false;
    }
  };
  const uplinks = samples.filter(({ type, warnings }) => type === "uplink" && warnings === 0);
  const own = uplinks.filter(answers).map(({ input }) => Buffer.from(input.bytes, "hex"));
  if (own.length === 0) continue;
  const list = Array.from({ length: COUNT }, (_, at) => own[at % own.length]);
  const inputs = list.map((bytes) => ({ bytes: [...bytes], fPort: 85 }));
  const arrays = list.map((bytes) => Uint8Array.from(bytes));
  const buffer = packed(arrays);
  const runs = {
    theirs: () => inputs.reduce((sum, input) => sum + (theirs(input) ? 1 : 0), 0),
    list: () => decodeColumns(arrays).count,
    buffer: () => decodeColumns(buffer).count,
  };
  const times = { theirs: [], list: [], buffer: [] };
  for (let round = 0; round < ROUNDS; round++) {
    // A run heats the processor and fills the heap for the next one, so each of them is first in turn.
    const all = Object.entries(runs);
    const first = round % all.length;
    for (const [name, run] of [...all.slice(first), ...all.slice(0, first)]) {
      const start = performance.now();
      if (run() !== COUNT) throw new Error(`${model}: ${name} has not decoded all`);
      times[name].push(((performance.now() - start) / COUNT) * 1e6);
    }
  }
  const [loop, asList, asBuffer] = Object.values(times).map(median);
  table[model] = {
    "their loop, ns": Math.round(loop),
    "a list, ns": Math.round(asList),
    "one buffer, ns": Math.round(asBuffer),
    "ratio, one buffer": Number((loop / asBuffer).toPrecision(3)),
  };
}
console.table(table);
const ratios = Object.values(table).map((row) => row["ratio, one buffer"]);
console.log(`${geometricMean(ratios).toFixed(2)}: the geometric mean of ${ratios.length} ratios`);
