// The guides' examples. `cargo xtask test` has written them from the case files.
import { readdirSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const folder = join(dirname(fileURLToPath(import.meta.url)), "..", "..", "target", "cases");

/** The samples by model: `{ description, type, input, output }`. */
export const vectors = Object.fromEntries(
  readdirSync(folder).map((file) => [
    basename(file, ".json"),
    JSON.parse(readFileSync(join(folder, file), "utf8")).samples,
  ]),
);

/** A sample by its description. */
export function vector(model, description) {
  const found = vectors[model].find((sample) => sample.description === description);
  if (!found) throw new Error(`no sample ${description} of ${model}`);
  return found;
}
