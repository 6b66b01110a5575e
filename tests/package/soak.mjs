// Ten million mixed calls, good and bad, to every model: memory must stay flat.
// `cargo xtask prove soak` starts it: node --expose-gc soak.mjs [CALLS]
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { vectors } from "../cases.mjs";
import { repository } from "./project.mjs";

const calls = Number(process.argv[2] ?? 10_000_000);
const { codecFor, models } = await import(pathToFileURL(join(repository, "pkg", "index.js")));

/** Marsaglia's xorshift: the same calls in each run. */
let state = 20_240_229;
function random(below) {
  state ^= state << 13;
  state ^= state >>> 17;
  state ^= state << 5;
  return (state >>> 0) % below;
}

const pick = (list) => list[random(list.length)];
const inputs = models.map((model) => {
  const of = (type) => vectors[model].filter((example) => example.type === type);
  const bytes = [...of("uplink"), ...of("downlink-decode")].map(({ input }) => [
    ...Buffer.from(input.bytes, "hex"),
  ]);
  return {
    codec: codecFor(model),
    bytes,
    commands: of("downlink-encode").map(({ input }) => input.data),
  };
});

/** Payloads that the examples become by one change, by a cut, or by chance. */
function payload({ bytes }) {
  const copy = [...pick(bytes)];
  const kind = random(6);
  if (kind === 0) copy[random(copy.length)] = random(256);
  else if (kind === 1) copy.length = random(copy.length);
  else if (kind === 2) copy.push(...Array.from({ length: random(64) }, () => random(256)));
  else if (kind === 3) copy[random(copy.length)] = pick([-1, 256, 1.5, "1", null, undefined]);
  return kind === 4 ? Uint8Array.from(copy) : copy;
}

/** Commands likewise: other values, unknown names, none at all. */
function command({ commands }) {
  const kind = random(5);
  const copy = { ...pick(commands) };
  if (kind === 0) copy[pick(Object.keys(copy))] = pick([-1, 1e300, Number.NaN, "x", null, [], {}]);
  else if (kind === 1) copy[`name${random(1000)}`] = random(1000);
  return kind === 2 ? pick([undefined, null, 1, "text", [], {}]) : copy;
}

const ways = [
  (model) => model.codec.decodeUplink({ bytes: payload(model), fPort: 85 }),
  (model) => model.codec.decodeUplink({ bytes: payload(model), fPort: 85 }),
  (model) => model.codec.decodeDownlink({ bytes: payload(model) }),
  (model) => model.codec.encodeDownlink({ data: command(model) }),
  (model) => model.codec.checkDownlink({ data: command(model) }),
  (model) =>
    model.codec.normalizeUplink({ data: model.codec.decodeUplink({ bytes: payload(model) }).data }),
  (model) => random(10) > 0 || model.codec.explainUplink({ bytes: payload(model) }),
  (model) => random(10) > 0 || model.codec.decodeColumns([payload(model), payload(model), []]),
];

const measured = [];
function measure(done) {
  globalThis.gc();
  const { rss, heapUsed, external, arrayBuffers } = process.memoryUsage();
  const megabytes = [rss, heapUsed, external + arrayBuffers].map((size) => size / 2 ** 20);
  measured.push(megabytes);
  const [all, heap, outside] = megabytes.map((size) => size.toFixed(1));
  console.log(`${done} calls: ${all} MB in all, ${heap} MB of heap, ${outside} MB outside it`);
}

const step = Math.ceil(calls / 10);
for (let done = 0; done < calls; done += 1) {
  pick(ways)(pick(inputs));
  if ((done + 1) % step === 0) measure(done + 1);
}
// Three tenths warm up. A kilobyte kept by one call in a thousand would be 7 MB of heap or outside it. All of
// the process has what the allocator and the compiler keep, too, which comes and goes.
const [first, last] = [measured[2], measured.at(-1)];
const growth = last.map((size, at) => size - first[at]);
console.log(`growth: ${growth.map((size) => `${size.toFixed(1)} MB`).join(", ")}`);
if (!(growth[0] < 32 && growth[1] < 2 && growth[2] < 2)) {
  console.log("memory has grown");
  process.exitCode = 1;
}
