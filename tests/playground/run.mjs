// Uses the built playground as a person does. `cargo xtask test playground` starts it; tests/runner.mjs has its
// arguments. Without `--firefox`, the tests in Firefox are skipped. `--shots` is a folder for pictures.
import { mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { options, runTests } from "../runner.mjs";
import { launch } from "./browser.mjs";
import { serve } from "./serve.mjs";
import "./speed.mjs";
import "./decode.mjs";
import "./layout.mjs";
import "./reading.mjs";
import "./hostile.mjs";
import "./encode.mjs";
import "./many.mjs";
import "./building.mjs";
import "./links.mjs";
import "./forms.mjs";
import "./policy.mjs";
import "./firefox.mjs";
import "./looks.mjs";

const repository = join(dirname(fileURLToPath(import.meta.url)), "..", "..");
const { firefox } = options;
const shots = options.shots ?? join(repository, "target", "playground-shots");
mkdirSync(shots, { recursive: true });
const site = join(repository, "pkg", "playground");
const server = await serve(site);
const browser = await launch(options.chromium);
await runTests("playground", {
  browser,
  firefox,
  site,
  address: server.address,
  oneFile: join(repository, "pkg", "playground.html"),
  scripts: join(repository, "pkg", "formatters"),
  shots,
});
await browser.close();
await server.close();
