// The command line. Long inputs, readers that stop, and a terminal.
import assert from "node:assert";
import { spawn } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { entry, json, lines, shell, status, test } from "./harness.mjs";

const closed = test("a reader that stops reading", async (cwd) => {
  writeFileSync(join(cwd, "payloads.txt"), "087001\n".repeat(100_000));
  const { stdout, stderr, code } = await shell(
    cwd,
    "milesight-codec decode ws523 < payloads.txt | head -n 2",
  );
  assert.deepStrictEqual([stdout, stderr, code], [json(status, status), "", 0]);
});

/** Writes how much memory the program had at most, in KB, to a file. */
const measure = `process.on("exit", () => {
  require("fs").writeFileSync(process.env.PEAK_FILE, String(process.resourceUsage().maxRSS));
});
`;

/** Ten times as many lines must not take more memory, though nobody reads the output for a while. */
const memory = test("100,000 lines in constant memory", async (cwd) => {
  const payload = "0175640367110107ff0008f4020004686a06fe03000200";
  const ways = {
    lines: () => payload,
    NDJSON: (index) => JSON.stringify({ index, bytes: payload }),
    CSV: (index) => (index === 0 ? "index,payload" : `${index},${payload}`),
    "a list": (index, count) =>
      `${index === 0 ? "[" : ""}{\n"index": ${index},\n"bytes": "${payload}"}${index === count - 1 ? "]" : ","}`,
  };
  writeFileSync(join(cwd, "measure.cjs"), measure);
  const said = [];
  for (const [name, line] of Object.entries(ways)) {
    const peaks = [];
    const start = performance.now();
    for (const count of [10_000, 100_000]) {
      const input = lines(...Array.from({ length: count }, (_, index) => line(index, count)));
      peaks.push(await peakOf(cwd, input, count));
    }
    const growth = (peaks[1] - peaks[0]) / 1024;
    const megabytes = (peaks[1] / 1024).toFixed(0);
    const seconds = ((performance.now() - start) / 1000).toFixed(1);
    said.push(`${name} ${megabytes} MB, ${growth.toFixed(0)} more than for 10,000, ${seconds} s`);
    assert.ok(growth < 64, said.at(-1));
  }
  return said.join("; ");
});

async function peakOf(cwd, input, count) {
  const env = { NODE_OPTIONS: "--require ./measure.cjs", PEAK_FILE: join(cwd, "peak") };
  const child = spawn(process.execPath, [join(...entry), "decode", "vs321"], {
    cwd,
    env: { ...process.env, ...env },
    stdio: ["pipe", "pipe", "inherit"],
  });
  const ended = new Promise((resolve) => child.on("close", resolve));
  child.stdin.end(input);
  await new Promise((resolve) => setTimeout(resolve, 1000));
  let found = 0;
  for await (const chunk of child.stdout) {
    for (const byte of chunk) if (byte === 10) found += 1;
  }
  assert.deepStrictEqual([await ended, found], [0, count]);
  return Number(readFileSync(env.PEAK_FILE, "utf8"));
}

/** A stream of the terminal is not to be had here, so the part that writes is asked itself. */
const progress = test("progress on a terminal", async (cwd) => {
  const { Report } = await import(
    pathToFileURL(join(cwd, "node_modules", "milesight-codec", "bin", "report.js"))
  );
  const { exitCode } = process;
  const before = { ...process.env };
  try {
    for (const [stderr, stdout, streaming, env] of [
      [true, false, true, { TERM: "xterm" }],
      [true, false, true, { TERM: "xterm", NO_COLOR: "1" }],
      [true, false, true, { TERM: "dumb" }],
      [false, false, true, { TERM: "xterm" }],
      [true, true, true, { TERM: "xterm" }],
      [true, false, false, { TERM: "xterm" }],
    ]) {
      delete process.env.NO_COLOR;
      Object.assign(process.env, env);
      let written = "";
      const stream = {
        isTTY: stderr,
        write(text) {
          written += text;
        },
      };
      const streams = { stderr: stream, stdout: { isTTY: stdout } };
      const report = new Report("payloads", streaming, streams);
      report.done();
      report.progress();
      report.fail("line 1", ["no"]);
      report.end();
      // Each time, the line is cleared first.
      const [start, shown, failure, summary, ...more] = written.split("\r\x1b[K");
      const shownIn = (colour) => (colour ? "\x1b[31mline 1: no\x1b[39m" : "line 1: no");
      const told = `milesight-codec: ${shownIn(stderr && env.TERM !== "dumb" && !env.NO_COLOR)}\n`;
      const counted = "milesight-codec: 1 of 1 payloads had errors\n";
      if (stderr && !stdout && streaming) {
        assert.match(shown, /^1 payloads, [\d,]+ a second$/);
        assert.deepStrictEqual([start, failure, summary, more], ["", told, counted, []]);
      } else {
        assert.strictEqual(written, streaming ? told + counted : told);
      }
    }
  } finally {
    process.exitCode = exitCode;
    for (const name of ["TERM", "NO_COLOR"]) {
      if (before[name] === undefined) delete process.env[name];
      else process.env[name] = before[name];
    }
  }
});

export const streamsTests = [closed, memory, progress];
