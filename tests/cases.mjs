// The case files, as `cargo xtask test` has written them for these tests.
import { readdirSync, readFileSync } from "node:fs";
import { basename } from "node:path";

const folder = new URL("../target/cases/", import.meta.url);
const files = readdirSync(folder)
  .sort()
  .map((file) => [
    basename(file, ".json"),
    JSON.parse(readFileSync(new URL(file, folder), "utf8")),
  ]);

/** The examples by model: `{ description, type, input, output }`. */
export const vectors = Object.fromEntries(files.map(([model, { samples }]) => [model, samples]));

/** Every case by model. */
export const cases = Object.fromEntries(files.map(([model, { vectors }]) => [model, vectors]));

/** An example by its description. */
export function vector(model, description) {
  const found = vectors[model].find((sample) => sample.description === description);
  if (!found) throw new Error(`no sample ${description} of ${model}`);
  return found;
}
