// Packs pkg/, installs the tarball in fresh projects outside the repository, and tests it there.
// `cargo xtask test package` starts it; tests/runner.mjs has its arguments.
import { isWanted, options, Runner } from "../runner.mjs";
import { browsers } from "./browsers.mjs";
import { catalogues } from "./bundles.mjs";
import { checks } from "./checks.mjs";
import { commandLine } from "./cli.mjs";
import { events } from "./events.mjs";
import { scripts } from "./formatters.mjs";
import { kit } from "./kit.mjs";
import { Workspace } from "./project.mjs";
import { runtimes } from "./runtimes.mjs";

const workspace = new Workspace();
const runner = new Runner("package");
try {
  const all = [checks, scripts, catalogues, commandLine, events, kit, runtimes, browsers].flat();
  for (const test of all.filter(isWanted)) await runner.test(test, workspace, options);
} finally {
  workspace.remove();
}
runner.end();
