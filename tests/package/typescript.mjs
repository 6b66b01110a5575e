// A user's program in TypeScript, checked strictly under each way that TypeScript finds modules.
import { readFileSync } from "node:fs";
import { join } from "node:path";
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

/** A test for each compiler and way; the program is in `types/`. */
export function typed(name, program) {
  return Object.entries(compilers).flatMap(([version, compiler]) =>
    Object.entries(ways).map(([way, [extension, ...args]]) => ({
      name: `${name}, ${version}${way}`,
      async run(workspace) {
        const file = `${program}.${extension}`;
        const cwd = await workspace.project({
          [file]: readFileSync(join(here, "types", `${program}.ts`)),
        });
        const tsc = join(here, "node_modules", compiler, "bin", "tsc");
        await execute(process.execPath, [tsc, ...strict, ...args, file], { cwd });
      },
    })),
  );
}
