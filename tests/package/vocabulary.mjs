// The invented device of tests/common, with words of rows that no model has, beside the package's
// library: its answers are those of the native codec and of the scripts, its columns those of its objects.
import assert from "node:assert";
import { readFileSync } from "node:fs";
import { test } from "../runner.mjs";
import { packedPayloads, randomFrames } from "./suite/lists.mjs";
import { Tester } from "./suite/tester.mjs";

const folder = new URL("../../target/invented/", import.meta.url);

test("words that no model has", async () => {
  const device = await import(new URL("am319-hcho.js", folder));
  const examples = JSON.parse(readFileSync(new URL("examples.json", folder), "utf8"));
  for (const { call, input, answer } of examples) {
    // As text, so that the order of members counts.
    const [got, expected] = [device[call](input), JSON.parse(answer)].map((value) =>
      JSON.stringify(value),
    );
    assert.strictEqual(got, expected, `${call} ${JSON.stringify(input)}`);
  }
  const hex = ({ bytes }) => bytes.map((byte) => byte.toString(16).padStart(2, "0")).join("");
  const uplinks = examples.filter(({ call }) => call === "decodeUplink");
  const vectors = uplinks.map(({ input }) => ({ type: "uplink", input: { bytes: hex(input) } }));
  const all = { entries: { invented: device }, vectors: { invented: vectors } };
  const tester = new Tester();
  packedPayloads(tester, all);
  randomFrames(tester, all);
  assert.deepStrictEqual(tester.failures, []);
  return `${examples.length} examples, ${tester.checks} comparisons of columns`;
});
