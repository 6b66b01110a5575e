// Validates a CycloneDX bill of materials by the standard's own JSON schema.
// `cargo xtask test licences` starts it: node sbom.mjs FILE
import { readFileSync } from "node:fs";
import { Spec, Validation } from "@cyclonedx/cyclonedx-library";

const [file] = process.argv.slice(2);
const text = readFileSync(file, "utf8");
const version = JSON.parse(text).specVersion;
if (!Object.values(Spec.Version).includes(version)) {
  throw new Error(`${file}: specVersion: got ${version}; allowed: a version of CycloneDX`);
}
const problem = await new Validation.JsonStrictValidator(version).validate(text);
if (problem !== null) {
  console.error(JSON.stringify(problem, undefined, 2));
  throw new Error(`${file} is not CycloneDX ${version}`);
}
