// The packed tarball, and fresh projects that it is installed in.
import { spawn } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { cases, vectors } from "../cases.mjs";
import { Skip } from "../runner.mjs";

export const here = dirname(fileURLToPath(import.meta.url));
export const repository = join(here, "..", "..");

/** The path of a program that an optional npm package brings. */
export function program(name, file) {
  const path = join(here, "node_modules", name, file);
  if (!existsSync(path))
    throw new Skip(`no ${name} for this machine (${process.platform} on ${process.arch})`);
  return path;
}

/** Starts a program and gives what it printed; a non-zero exit is an error that tells all of it. */
export function execute(program, args, { cwd, env } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      cwd,
      env: { ...process.env, ...env },
      stdio: ["ignore", "pipe", "pipe"],
      timeout: 300_000,
    });
    const printed = { stdout: "", stderr: "" };
    for (const stream of ["stdout", "stderr"]) {
      child[stream].setEncoding("utf8").on("data", (text) => {
        printed[stream] += text;
      });
    }
    child.on("error", reject);
    child.on("close", (code, signal) => {
      if (code === 0) resolve(printed.stdout);
      else
        reject(
          new Error(
            `${program} ${args.join(" ")} ended with ${code ?? signal}:\n${printed.stdout}${printed.stderr}`,
          ),
        );
    });
  });
}

/** A folder outside the repository, with the tarball and the projects. */
export class Workspace {
  #folder = mkdtempSync(join(tmpdir(), "milesight-codec-"));
  #tarball;
  #installed;
  #count = 0;

  remove() {
    rmSync(this.#folder, { recursive: true, force: true });
  }

  /** The tarball that npm would publish; packed once. */
  tarball() {
    this.#tarball ??= execute("npm", ["pack", "--json", "--pack-destination", this.#folder], {
      cwd: join(repository, "pkg"),
    }).then((text) => {
      const parsed = JSON.parse(text);
      const [{ filename }] = Array.isArray(parsed) ? parsed : Object.values(parsed);
      return join(this.#folder, filename);
    });
    return this.#tarball;
  }

  /** A project with the package installed from the tarball, and the suite; installed once. */
  async #install() {
    const folder = join(this.#folder, "installed");
    mkdirSync(folder);
    const manifest = '{ "name": "user", "private": true, "type": "module" }\n';
    writeFileSync(join(folder, "package.json"), manifest);
    const options = ["--offline", "--ignore-scripts", "--no-audit", "--no-fund"];
    await execute("npm", ["install", ...options, await this.tarball()], { cwd: folder });
    cpSync(join(here, "suite"), join(folder, "suite"), { recursive: true });
    const all = JSON.stringify({ examples: vectors, cases });
    // Parsed: in a literal, `__proto__` is no member.
    const literal = JSON.stringify(all);
    writeFileSync(join(folder, "vectors.mjs"), `export default JSON.parse(${literal});\n`);
    return folder;
  }

  /** A new project with the package, the suite, and the given files. */
  async project(files = {}) {
    this.#installed ??= this.#install();
    const installed = await this.#installed;
    this.#count += 1;
    const folder = join(this.#folder, `project-${this.#count}`);
    cpSync(installed, folder, { recursive: true, verbatimSymlinks: true });
    for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
    return folder;
  }
}

/** An ES module that imports the package as a user does, and reports the suite's result. */
export function esmMain(report) {
  const models = Object.keys(vectors);
  return [
    'import * as root from "milesight-codec";',
    'import * as events from "milesight-codec/events";',
    'import * as formatters from "milesight-codec/formatters";',
    'import * as plainRoot from "milesight-codec/js";',
    // By number: `em300-th` is no name of a variable.
    ...models.map((model, at) => `import * as entry${at} from "milesight-codec/${model}";`),
    ...models.map((model, at) => `import * as plain${at} from "milesight-codec/js/${model}";`),
    'import { run } from "./suite/suite.mjs";',
    'import vectors from "./vectors.mjs";',
    `const entries = { ${models.map((model, at) => `"${model}": entry${at}`).join(", ")} };`,
    `const plain = { ${models.map((model, at) => `"${model}": plain${at}`).join(", ")} };`,
    report("run({ root, entries, plainRoot, plain, formatters, events, vectors })"),
    "",
  ].join("\n");
}

/** The same, by `require`. */
export function commonJsMain(report) {
  return [
    '"use strict";',
    requiring("const "),
    'Promise.all([import("./suite/suite.mjs"), import("./vectors.mjs")]).then(([{ run }, { default: vectors }]) => {',
    report("run({ root, entries, plainRoot, plain, formatters, events, vectors })"),
    "});",
    "",
  ].join("\n");
}

/** The suite's input, by `require`, as declarations or as exports. */
export function requiring(prefix) {
  const each = (folder) =>
    Object.keys(vectors)
      .map((model) => `"${model}": require("milesight-codec/${folder}${model}")`)
      .join(", ");
  return [
    `${prefix}root = require("milesight-codec");`,
    `${prefix}events = require("milesight-codec/events");`,
    `${prefix}formatters = require("milesight-codec/formatters");`,
    `${prefix}plainRoot = require("milesight-codec/js");`,
    `${prefix}entries = { ${each("")} };`,
    `${prefix}plain = { ${each("js/")} };`,
  ].join("\n");
}

/** For a runtime with a console. */
export const toConsole = (result) => `console.log("RESULT " + JSON.stringify(${result}));`;

/** Reads what `toConsole` printed. */
export function fromConsole(text) {
  const line = text.split("\n").find((line) => line.startsWith("RESULT "));
  if (line === undefined) throw new Error(`no result:\n${text}`);
  return JSON.parse(line.slice("RESULT ".length));
}

/** A suite's result must show that all of it ran, and that nothing failed. */
export function judge({ cases: ran, checks, failures }) {
  if (failures.length > 0) {
    const more = failures.length > 10 ? `\n  and ${failures.length - 10} more` : "";
    throw new Error(
      `${failures.length} of ${checks} checks failed:\n  ${failures.slice(0, 10).join("\n  ")}${more}`,
    );
  }
  const expected = Object.values(cases).flat().length;
  if (ran !== expected || expected === 0) throw new Error(`${ran} cases ran, of ${expected}`);
  if (checks < 10 * ran) throw new Error(`only ${checks} checks ran`);
  return `${ran} cases, ${checks} checks`;
}
