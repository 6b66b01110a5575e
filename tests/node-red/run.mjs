// The nodes in real Node-REDs, through the admin API and in the editor. `cargo xtask test node-red` starts it;
// tests/runner.mjs has its arguments.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isWanted, options, Runner, Skip } from "../runner.mjs";
import { editor } from "./editor.mjs";
import { runtime } from "./runtime.mjs";
import { NodeRed, nodeOf, pack, versions } from "./server.mjs";

const skipping = (name, reason) => ({
  name,
  run() {
    throw new Skip(reason);
  },
});
const runner = new Runner("node-red");
const folder = mkdtempSync(join(tmpdir(), "milesight-node-red-pack-"));
try {
  const tarball = await pack(folder);
  const inEditor = options.chromium ? editor : [skipping("editor", options["no-chromium"])];
  for (const version of versions) {
    const named = ({ name, run }) => ({ name: `${version.name}: ${name}`, run });
    const tests = [...runtime, ...inEditor].map(named).filter(isWanted);
    const missing = nodeOf(version) === undefined ? `no ${version.node} for this machine` : "";
    const red = tests.length > 0 && !missing && (await NodeRed.start(version, tarball));
    for (const test of tests)
      await runner.test(missing ? skipping(test.name, missing) : test, red, options);
    if (red) await red.stop();
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
runner.end();
