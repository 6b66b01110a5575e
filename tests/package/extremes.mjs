// The command line under input that `cargo xtask test` has no time for: a line of a gigabyte, a million
// brackets, an interruption, a reader that leaves. `cargo xtask prove soak` starts it: node extremes.mjs
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { repository } from "./project.mjs";

const folder = mkdtempSync(join(tmpdir(), "milesight-codec-"));
const measure = join(folder, "measure.cjs");
const peak = join(folder, "peak");
writeFileSync(
  measure,
  `process.on("exit", () => {
  require("node:fs").writeFileSync(${JSON.stringify(peak)}, String(process.resourceUsage().maxRSS));
});
`,
);

/** Starts the program and feeds it. Returns its exit code or signal, and the beginning of its output. */
async function decode(feed) {
  const program = join(repository, "pkg", "bin", "milesight-codec.js");
  const child = spawn(process.execPath, ["--require", measure, program, "decode", "ws523"]);
  const said = { stdout: "", stderr: "" };
  for (const name of ["stdout", "stderr"]) {
    child[name].setEncoding("utf8").on("data", (text) => {
      if (said[name].length < 10_000) said[name] += text;
    });
  }
  // A program that stops early does not read to the end.
  child.stdin.on("error", () => {});
  const ended = once(child, "close");
  await feed(child);
  const [code, signal] = await ended;
  return { code, signal, ...said };
}

/** Writes a text so many times, and behind it a line with a payload. */
const many = (text, count) => async (child) => {
  child.stdin.setMaxListeners(0);
  for (let at = 0; at < count && child.stdin.writable; at += 1) {
    if (child.stdin.write(text)) continue;
    await new Promise((resolve) => {
      for (const event of ["drain", "close", "error"]) child.stdin.once(event, resolve);
    });
  }
  child.stdin.end("\n087001\n");
};

const payload = '{"data":{"socket_status":"on"}}\n';
const tooLong = "longer than 1048576 characters";
/** The line is an error, and the payload behind it is decoded, in less than 300 MB. */
async function refuses(name, feed, problem) {
  const { code, stdout, stderr } = await decode(feed);
  assert.equal(code, 1, name);
  assert.match(stdout, problem, name);
  assert.ok(stdout.endsWith(payload), name);
  assert.match(stderr, problem, name);
  const megabytes = Number(readFileSync(peak, "utf8")) / 1024;
  assert.ok(megabytes < 300, `${name}: ${megabytes} MB`);
  console.log(`${name}: refused, ${megabytes.toFixed(0)} MB`);
}

try {
  await refuses("a line of a gigabyte", many("0".repeat(1 << 20), 1024), new RegExp(tooLong));
  await refuses("a million brackets", many("[".repeat(1000), 1000), /not JSON/);
  await refuses(
    "a million objects in objects",
    many('{"a":'.repeat(1000), 1000),
    new RegExp(tooLong),
  );
  const interrupted = await decode(async (child) => {
    child.stdin.write("087001\n".repeat(100));
    await once(child.stdout, "data");
    child.kill("SIGINT");
  });
  assert.deepEqual([interrupted.signal, interrupted.stderr], ["SIGINT", ""]);
  console.log("an interruption: ends at once");
  const left = await decode((child) => {
    child.stdout.destroy();
    return many("087001\n".repeat(10_000), 20)(child);
  });
  assert.deepEqual([left.code, left.stderr], [0, ""]);
  console.log("a reader that leaves: ends without a message");
} finally {
  rmSync(folder, { recursive: true, force: true });
}
