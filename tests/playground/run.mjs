// Uses the built playground as a person does. `cargo xtask test playground` starts it; tests/runner.mjs has its
// arguments. Without `--firefox`, the tests in Firefox are skipped. `--shots` is a folder for pictures.
import { mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { isWanted, options, Runner, Skip } from "../runner.mjs";
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
];
const { firefox } = options;
const shots = options.shots ?? join(repository, "target", "playground-shots");
mkdirSync(shots, { recursive: true });
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
  shots,
};

/** A test that hangs is a failure. */
function late() {
  return new Promise((_, reject) => {
    const fail = () => reject(new Error(`not done within ${LIMIT / 60_000} minutes`));
    setTimeout(fail, LIMIT).unref();
  });
}

const runner = new Runner("playground");
for (const { name, run } of tests.filter(isWanted)) {
  const limited = () => {
    if (name.startsWith("firefox:") && firefox === undefined)
      throw new Skip("no Firefox on the search path");
    return Promise.race([run(world), late()]);
  };
  await runner.test({ name, run: limited });
  await Promise.all(browser.contexts().map((context) => context.close()));
}
await browser.close();
await server.close();
runner.end();
