// milesight-codec detect
import { detectModels } from "../index.js";
import { hinted } from "./hints.js";
import { Output } from "./output.js";
import { inputOptions, isStream, records } from "./records.js";
import { Report } from "./report.js";

export const options = inputOptions;

export async function run(options, words) {
  const output = new Output();
  const report = new Report("payloads", isStream(words));
  for await (const batch of records(words, options)) {
    for (const record of batch) {
      const { kind, where, input, error } = record;
      if (kind === "header") continue;
      report.done(record);
      const found = input ? detectModels(input.bytes) : [];
      const unknown = input && found.length === 0 && "no model knows the whole payload";
      const told = error ?? (unknown || undefined);
      if (told !== undefined) report.fail(where, hinted(record, { errors: [told] }).errors);
      output.line(found.join(" "));
    }
    await output.flush();
    report.progress();
  }
  report.end(options);
}
