// The nodes in real Node-REDs, through the admin API and in the editor. `cargo xtask test node-red` starts it;
// tests/runner.mjs has its arguments.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { options, runTests, Skip, test } from "../runner.mjs";
import { NodeRed, nodeOf, pack, tests, versions } from "./server.mjs";
import "./runtime.mjs";
import "./editor.mjs";

const folder = mkdtempSync(join(tmpdir(), "milesight-node-red-pack-"));
const tarball = await pack(folder);
let running;

for (const version of versions) {
  let red;
  for (const { name, run } of tests) {
    test(`${version.name}: ${name}`, async () => {
      if (!nodeOf(version)) throw new Skip(`no ${version.node} for this machine`);
      if (!red) {
        await running?.stop();
        red = await NodeRed.start(version, tarball);
        running = red;
      }
      return run(red, options);
    });
  }
}
try {
  await runTests("node-red");
} finally {
  await running?.stop();
  rmSync(folder, { recursive: true, force: true });
}
