// Packs pkg/, installs the tarball in fresh projects outside the repository, and tests it there.
// `cargo xtask test package` starts it; tests/runner.mjs has its arguments.
import { options, runTests } from "../runner.mjs";
import { Workspace } from "./project.mjs";
import "./checks.mjs";
import "./schemas.mjs";
import "./typescript.mjs";
import "./formatters.mjs";
import "./vocabulary.mjs";
import "./bundles.mjs";
import "./cli.mjs";
import "./kit.mjs";
import "./runtimes.mjs";
import "./browsers.mjs";

const workspace = new Workspace();
try {
  await runTests("package", workspace, options);
} finally {
  workspace.remove();
}
