// The command line, from the installed tarball, as a shell starts it: how, and what is compared.
import assert from "node:assert";
import { spawn } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";

export const entry = ["node_modules", "milesight-codec", "bin", "milesight-codec.js"];

/** A project with the package, which these tests share. */
let shared;

function projectOf(workspace) {
  shared ??= workspace.project();
  return shared;
}

/** Starts the program and gives all that came of it. `input` is a text, or pieces of one. */
export function start(cwd, args, { input = "", node = process.execPath, env } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(node, [join(...entry), ...args], { cwd, env: { ...process.env, ...env } });
    const result = { stdout: "", stderr: "" };
    for (const name of ["stdout", "stderr"]) {
      child[name].setEncoding("utf8").on("data", (text) => {
        result[name] += text;
      });
    }
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, ...result }));
    // A program that stops early does not read to the end.
    child.stdin.on("error", () => {});
    child.stdin.end(input);
  });
}

export const lines = (...texts) => texts.map((text) => `${text}\n`).join("");

export const json = (...values) => lines(...values.map((value) => JSON.stringify(value)));

/**
 * Checks the results of a call. An expression matches the whole text. Without `stderr` or `code`, nothing
 * is printed there, and the code is 0.
 */
export async function gives(cwd, args, { input, node, env, stdout = "", stderr = "", code = 0 }) {
  const result = await start(cwd, args, { input, node, env });
  const call = `milesight-codec ${args.join(" ")}`;
  // Text that matches its expression equals itself; other text is shown beside the expression.
  const plain = (wanted, given) => {
    if (!(wanted instanceof RegExp)) return wanted;
    const whole = new RegExp(`^(?:${wanted.source})$`, wanted.flags);
    return whole.test(given) ? given : String(wanted);
  };
  const wanted = {
    code,
    stdout: plain(stdout, result.stdout),
    stderr: plain(stderr, result.stderr),
  };
  assert.deepStrictEqual(result, wanted, call);
}

/** The package as the program has it: for what depends on the list of models. */
export const installed = (cwd) =>
  import(pathToFileURL(join(cwd, "node_modules", "milesight-codec", "index.js")));

/** Writes the processor time that a program took, in seconds, to a file. */
const CPU = `process.on("exit", () => {
  const { user, system } = process.cpuUsage();
  require("node:fs").writeFileSync(process.env.CPU_FILE, String((user + system) / 1e6));
});
`;

/**
 * The processor time of a call, in seconds: of several rounds the least. A busy machine changes it far less
 * than the time on the clock. A call with damaged input may end with errors.
 */
export async function cpuSeconds(cwd, args, { rounds = 3, input, damaged = false } = {}) {
  writeFileSync(join(cwd, "cpu.cjs"), CPU);
  const env = { NODE_OPTIONS: "--require ./cpu.cjs", CPU_FILE: join(cwd, "cpu.txt") };
  const times = [];
  for (let round = 0; round < rounds; round += 1) {
    const { code, stderr } = await start(cwd, args, { env, input });
    if (!damaged) assert.deepStrictEqual([code, stderr], [0, ""]);
    times.push(Number(readFileSync(env.CPU_FILE, "utf8")));
  }
  return Math.min(...times);
}

export function test(name, run) {
  return {
    name: `command line: ${name}`,
    async run(workspace) {
      return run(await projectOf(workspace));
    },
  };
}

// By hand, from WS523 4.1: socket status on (08 70 01), and voltage 229.3 V (03 74 f5 08).
export const status = { data: { socket_status: "on" } };

export const voltage = { data: { voltage: 229.3 } };

/** Lines that are decoded to `status`, and come out as they came otherwise. */
export const decoded = (...objects) =>
  lines(...objects.map((text) => `${text.slice(0, -1)},"decoded":${JSON.stringify(status)}}`));

/** The switch is on in this row of a table with the column `socket_status` alone; or nothing is known. */
export const on = (row) => `${row},on,,`;

export const unknown = (row, problem = "") => `${row},,,${problem}`;

export const switched = ["decode", "ws523", "--fields", "socket_status"];

/** Runs a line of shell with the package's program on the path, as `npx` finds it. */
export function shell(cwd, line) {
  const path = [join(cwd, "node_modules", ".bin"), dirname(process.execPath), process.env.PATH];
  return new Promise((resolve, reject) => {
    const child = spawn("bash", ["-o", "pipefail", "-c", line], {
      cwd,
      env: { ...process.env, PATH: path.join(":") },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let stdout = "";
    let stderr = "";
    child.stdout.setEncoding("utf8").on("data", (text) => {
      stdout += text;
    });
    child.stderr.setEncoding("utf8").on("data", (text) => {
      stderr += text;
    });
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, stdout, stderr }));
  });
}
