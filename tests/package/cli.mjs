// The command line's tests, by subject.
import { commandsTests } from "./cli/commands.mjs";
import { compareTests } from "./cli/compare.mjs";
import { csvTests } from "./cli/csv.mjs";
import { inputsTests } from "./cli/inputs.mjs";
import { jsonTests } from "./cli/json.mjs";
import { limitsTests } from "./cli/limits.mjs";
import { mistakesTests } from "./cli/mistakes.mjs";
import { payloadsTests } from "./cli/payloads.mjs";
import { streamsTests } from "./cli/streams.mjs";
import { tablesTests } from "./cli/tables.mjs";

export const commandLine = [
  ...payloadsTests,
  ...inputsTests,
  ...jsonTests,
  ...csvTests,
  ...tablesTests,
  ...compareTests,
  ...commandsTests,
  ...mistakesTests,
  ...limitsTests,
  ...streamsTests,
];
