// Uses the built playground as a person does. `cargo xtask test playground` starts it:
//   node run.mjs [--report FILE] [--shots FOLDER] --chromium PROGRAM [--firefox PROGRAM] [NAME]...
// Without `--firefox`, the tests in Firefox are counted as skipped.
// With names, only the tests whose names contain one of them.
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { launch } from "./browser.mjs";
import { buildings } from "./building.mjs";
import { decoding } from "./decode.mjs";
import { encoding } from "./encode.mjs";
import { inFirefoxToo } from "./firefox.mjs";
import { bothForms } from "./forms.mjs";
import { hostile } from "./hostile.mjs";
import { layout } from "./layout.mjs";
import { links } from "./links.mjs";
import { looks } from "./looks.mjs";
import { bulk } from "./many.mjs";
import { policies } from "./policy.mjs";
import { reading } from "./reading.mjs";
import { serve } from "./serve.mjs";
import { speed } from "./speed.mjs";

/** So long a test may take, in milliseconds. */
const LIMIT = 5 * 60_000;

const repository = join(dirname(fileURLToPath(import.meta.url)), "..", "..");
const { values: options, positionals: wanted } = parseArgs({
  allowPositionals: true,
  options: {
    report: { type: "string" },
    shots: { type: "string", default: join(repository, "target", "playground-shots") },
    chromium: { type: "string" },
    firefox: { type: "string" },
  },
});

const tests = [
  ...speed,
  ...decoding,
  ...layout,
  ...reading,
  ...hostile,
  ...encoding,
  ...bulk,
  ...buildings,
  ...links,
  ...bothForms,
  ...policies,
  ...inFirefoxToo,
  ...looks,
].filter(
  ({ name }) =>
    wanted.length === 0 || wanted.some((word) => name.toLowerCase().includes(word.toLowerCase())),
);
const { firefox } = options;

mkdirSync(options.shots, { recursive: true });
const site = join(repository, "pkg", "playground");
const server = await serve(site);
const browser = await launch(options.chromium);
const world = {
  browser,
  firefox,
  site,
  address: server.address,
  oneFile: join(repository, "pkg", "playground.html"),
  scripts: join(repository, "pkg", "formatters"),
  shots: options.shots,
};

/** A test that hangs is a failure. */
function late() {
  return new Promise((_, reject) => {
    const fail = () => reject(new Error(`not done within ${LIMIT / 60_000} minutes`));
    setTimeout(fail, LIMIT).unref();
  });
}

const count = { passed: 0, failed: 0, skipped: 0, failures: [] };
for (const { name, run } of tests) {
  if (name.startsWith("firefox:") && firefox === undefined) {
    count.skipped += 1;
    console.log(`playground: ${name}: skipped: no Firefox on the search path`);
    continue;
  }
  const start = performance.now();
  const time = () => `(${((performance.now() - start) / 1000).toFixed(1)} s)`;
  try {
    const said = await Promise.race([run(world), late()]);
    count.passed += 1;
    console.log(`playground: ${name}: passed ${time()}${said ? `: ${said}` : ""}`);
  } catch (error) {
    count.failed += 1;
    count.failures.push(`${name}: ${error}`);
    console.log(`playground: ${name}: FAILED ${time()}: ${error.stack ?? error}`);
  } finally {
    await Promise.all(browser.contexts().map((context) => context.close()));
  }
}
await browser.close();
await server.close();
if (options.report) writeFileSync(options.report, JSON.stringify(count));
const skipped = count.skipped > 0 ? `, ${count.skipped} skipped` : "";
console.log(`playground: ${count.passed} passed, ${count.failed} failed${skipped}`);
if (count.failed > 0 || count.passed === 0) process.exitCode = 1;
