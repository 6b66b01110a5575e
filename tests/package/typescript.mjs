// Users' programs in TypeScript, checked strictly under each way that TypeScript finds modules.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "../runner.mjs";
import { execute, here } from "./project.mjs";

const ways = {
  "node16, ESM": ["mts", "--module", "node16"],
  "node16, CommonJS": ["cts", "--module", "node16"],
  bundler: ["ts", "--module", "esnext", "--moduleResolution", "bundler"],
};

const strict = [
  "--noEmit",
  "--strict",
  "--exactOptionalPropertyTypes",
  "--noUncheckedIndexedAccess",
  "--target",
  "es2022",
];

/** The newest compiler, and the oldest that the package promises to work with. */
const compilers = { "": "typescript", "5.0, ": "typescript-5.0" };

/** Users' programs, with the codec and with the events of servers. */
const programs = ["user", "events"];

for (const [version, compiler] of Object.entries(compilers)) {
  for (const [way, [extension, ...args]] of Object.entries(ways)) {
    test(`TypeScript, ${version}${way}`, async (workspace) => {
      const texts = programs.map((name) => readFileSync(join(here, "types", `${name}.ts`)));
      const files = programs.map((name) => `${name}.${extension}`);
      const cwd = await workspace.project(
        Object.fromEntries(files.map((file, at) => [file, texts[at]])),
      );
      const tsc = join(here, "node_modules", compiler, "bin", "tsc");
      await execute(process.execPath, [tsc, ...strict, ...args, ...files], { cwd });
    });
  }
}
