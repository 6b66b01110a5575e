// The guides' examples with what they mean, as they stand beside the rows.
import { readdirSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const folder = join(dirname(fileURLToPath(import.meta.url)), "..", "..", "src", "devices");

/** The samples by model: `{ description, type, input, output }`. */
export const vectors = Object.fromEntries(
  readdirSync(folder)
    .filter((file) => file.endsWith(".json"))
    .map((file) => [basename(file, ".json"), JSON.parse(readFileSync(join(folder, file), "utf8"))]),
);

/** A sample by its description. */
export function vector(model, description) {
  const found = vectors[model].find((sample) => sample.description === description);
  if (!found) throw new Error(`no sample ${description} of ${model}`);
  return found;
}
