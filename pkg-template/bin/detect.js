// milesight-codec detect
import { detectModels } from "../index.js";
import { Output } from "./output.js";
import { inputOptions, isStream, records } from "./records.js";
import { Report } from "./report.js";

export const options = inputOptions;

export async function run(options, words) {
  const output = new Output();
  const report = new Report("payloads", isStream(words));
  for await (const batch of records(words, options)) {
    for (const { kind, where, input, error } of batch) {
      if (kind === "header") continue;
      report.done();
      const found = input ? detectModels(input.bytes) : [];
      if (error !== undefined) report.fail(where, [error]);
      else if (input && found.length === 0)
        report.fail(where, ["no model knows the whole payload"]);
      output.line(found.join(" "));
    }
    await output.flush();
    report.progress();
  }
  report.end();
}
