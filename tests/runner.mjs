// Runs tests `{ name, run }` one after the other, prints what came of each, and counts them:
//   node run.mjs [--report FILE] [--chromium PROGRAM | --no-chromium REASON] [--firefox PROGRAM] [NAME]...
// With names, only the tests whose names contain one of them.
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
  },
});

export const isWanted = ({ name }) =>
  wanted.length === 0 || wanted.some((word) => name.toLowerCase().includes(word.toLowerCase()));

export class Runner {
  #suite;
  #count = { passed: 0, failed: 0, skipped: 0, failures: [] };

  constructor(suite) {
    this.#suite = suite;
  }

  /** Runs a test. What it returns is printed. */
  async test({ name, run }, ...given) {
    const start = performance.now();
    const print = (what) => {
      const seconds = ((performance.now() - start) / 1000).toFixed(1);
      console.log(`${this.#suite}: ${name}: ${what.replace("TIME", `(${seconds} s)`)}`);
    };
    try {
      const said = await run(...given);
      this.#count.passed += 1;
      print(`passed TIME${said ? `: ${said}` : ""}`);
    } catch (error) {
      if (error instanceof Skip) {
        this.#count.skipped += 1;
        print(`SKIPPED: ${error.message}`);
      } else {
        this.#count.failed += 1;
        this.#count.failures.push(`${name}: ${error}`);
        print(`FAILED TIME: ${error.stack ?? error}`);
      }
    }
  }

  /** Writes the report, prints the count, and sets the exit code. */
  end() {
    const { passed, failed, skipped } = this.#count;
    if (options.report) writeFileSync(options.report, JSON.stringify(this.#count));
    console.log(`${this.#suite}: ${passed} passed, ${failed} failed, ${skipped} skipped`);
    if (failed > 0 || passed + skipped === 0) process.exitCode = 1;
  }
}
