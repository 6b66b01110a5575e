// The nodes in real Node-REDs, through the admin API and in the editor. `cargo xtask test node-red` starts it:
//   node run.mjs [--report FILE] [--chromium PROGRAM | --no-chromium REASON] [NAME]...
// With names, only the tests whose names contain one of them.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { editor } from "./editor.mjs";
import { runtime } from "./runtime.mjs";
import { NodeRed, nodeOf, pack, versions } from "./server.mjs";

const { values: options, positionals: wanted } = parseArgs({
  allowPositionals: true,
  options: {
    report: { type: "string" },
    chromium: { type: "string" },
    "no-chromium": { type: "string", default: "no --chromium given" },
  },
});

const count = { passed: 0, failed: 0, skipped: 0 };
const folder = mkdtempSync(join(tmpdir(), "milesight-node-red-pack-"));

function skip(name, reason) {
  count.skipped += 1;
  console.log(`node-red: ${name}: SKIPPED: ${reason}`);
}

async function test(name, run) {
  const start = performance.now();
  const time = () => `(${((performance.now() - start) / 1000).toFixed(1)} s)`;
  try {
    const said = await run();
    count.passed += 1;
    console.log(`node-red: ${name}: passed ${time()}${said ? `: ${said}` : ""}`);
  } catch (error) {
    count.failed += 1;
    console.log(`node-red: ${name}: FAILED ${time()}: ${error.stack ?? error}`);
  }
}

const isWanted = (name) =>
  wanted.length === 0 || wanted.some((word) => name.toLowerCase().includes(word.toLowerCase()));

try {
  const tarball = await pack(folder);
  for (const version of versions) {
    const tests = [...runtime, ...(options.chromium ? editor : [])].map(({ name, run }) => ({
      name: `${version.name}: ${name}`,
      run,
    }));
    const chosen = tests.filter(({ name }) => isWanted(name));
    if (!options.chromium) skip(`${version.name}: editor`, options["no-chromium"]);
    if (chosen.length === 0) continue;
    if (nodeOf(version) === undefined) {
      for (const { name } of chosen) skip(name, `no ${version.node} for this machine`);
      continue;
    }
    const red = await NodeRed.start(version, tarball);
    try {
      for (const { name, run } of chosen) await test(name, () => run(red, options));
    } finally {
      await red.stop();
    }
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
if (options.report) writeFileSync(options.report, JSON.stringify(count));
console.log(`node-red: ${count.passed} passed, ${count.failed} failed, ${count.skipped} skipped`);
if (count.failed > 0 || count.passed + count.skipped === 0) process.exitCode = 1;
