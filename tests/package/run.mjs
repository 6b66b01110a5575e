// Packs pkg/, installs the tarball in fresh projects outside the repository, and tests it there.
// `cargo xtask test` starts it:
//   node run.mjs [--report FILE] [--chromium PROGRAM | --no-chromium REASON] [NAME]...
// With names, only the tests whose names contain one of them.
import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { browsers } from "./browsers.mjs";
import { catalogues } from "./bundles.mjs";
import { checks } from "./checks.mjs";
import { commandLine } from "./cli.mjs";
import { events } from "./events.mjs";
import { scripts } from "./formatters.mjs";
import { kit } from "./kit.mjs";
import { Skip, Workspace } from "./project.mjs";
import { runtimes } from "./runtimes.mjs";

const { values: options, positionals: wanted } = parseArgs({
  allowPositionals: true,
  options: {
    report: { type: "string" },
    chromium: { type: "string" },
    "no-chromium": { type: "string", default: "no --chromium given" },
  },
});

const workspace = new Workspace();
const tests = [
  ...checks,
  ...scripts,
  ...catalogues,
  ...commandLine,
  ...events,
  ...kit,
  ...runtimes,
  ...browsers,
].filter(
  ({ name }) =>
    wanted.length === 0 || wanted.some((word) => name.toLowerCase().includes(word.toLowerCase())),
);
const count = { passed: 0, failed: 0, skipped: 0, failures: [] };
try {
  for (const { name, run } of tests) {
    const start = performance.now();
    const time = () => `(${((performance.now() - start) / 1000).toFixed(1)} s)`;
    try {
      const said = await run(workspace, options);
      count.passed += 1;
      console.log(`package: ${name}: passed ${time()}${said ? `: ${said}` : ""}`);
    } catch (error) {
      if (error instanceof Skip) {
        count.skipped += 1;
        console.log(`package: ${name}: SKIPPED: ${error.message}`);
      } else {
        count.failed += 1;
        count.failures.push(`${name}: ${error}`);
        console.log(`package: ${name}: FAILED ${time()}: ${error.stack ?? error}`);
      }
    }
  }
} finally {
  workspace.remove();
}
if (options.report) writeFileSync(options.report, JSON.stringify(count));
console.log(`package: ${count.passed} passed, ${count.failed} failed, ${count.skipped} skipped`);
if (count.failed > 0 || count.passed + count.skipped === 0) process.exitCode = 1;
