// Runs tests one after the other, prints what came of each, and counts them:
//   node run.mjs [--report FILE] [--chromium PROGRAM | --no-chromium REASON] [--firefox PROGRAM] [--shots FOLDER]
//     [--without NAME] [NAME]...
// With names, only the tests whose names contain one of them; never those whose names contain the one behind `--without`.
import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";

/** Thrown by a test that this machine cannot do; the message says why. */
export class Skip extends Error {}

export const { values: options, positionals: wanted } = parseArgs({
  allowPositionals: true,
  options: {
    report: { type: "string" },
    chromium: { type: "string" },
    "no-chromium": { type: "string", default: "no --chromium given" },
    firefox: { type: "string" },
    shots: { type: "string" },
    without: { type: "string" },
  },
});

const has = (name, word) => name.toLowerCase().includes(word.toLowerCase());

const isWanted = ({ name }) =>
  (wanted.length === 0 || wanted.some((word) => has(name, word))) &&
  (options.without === undefined || !has(name, options.without));

const tests = [];

/** Registers a test. Tests run in the order in which their modules are loaded; what one returns is printed. */
export function test(name, run) {
  tests.push({ name, run });
}

/** Runs the tests that are wanted with what is given, prints the count, and sets the exit code. */
export async function runTests(suite, ...given) {
  const count = { passed: 0, failed: 0, skipped: 0, failures: [] };
  for (const word of wanted.filter((word) => !tests.some(({ name }) => has(name, word)))) {
    count.failed += 1;
    count.failures.push(`no test is named ${word}`);
    console.log(`${suite}: FAILED: no test is named ${word}`);
  }
  for (const { name, run } of tests.filter(isWanted)) {
    const start = performance.now();
    const print = (what) => {
      const seconds = ((performance.now() - start) / 1000).toFixed(1);
      console.log(`${suite}: ${name}: ${what.replace("TIME", `(${seconds} s)`)}`);
    };
    try {
      const figures = await run(...given);
      count.passed += 1;
      print(`passed TIME${figures ? `: ${figures}` : ""}`);
    } catch (error) {
      if (error instanceof Skip) {
        count.skipped += 1;
        print(`SKIPPED: ${error.message}`);
      } else {
        count.failed += 1;
        count.failures.push(`${name}: ${error}`);
        print(`FAILED TIME: ${error.stack ?? error}`);
      }
    }
  }
  const { passed, failed, skipped } = count;
  if (options.report) writeFileSync(options.report, JSON.stringify(count));
  console.log(`${suite}: ${passed} passed, ${failed} failed, ${skipped} skipped`);
  if (failed > 0 || passed + skipped === 0) process.exitCode = 1;
}
