// milesight-codec detect
import { detectModels } from "../index.js";
import { hinted } from "./hints.js";
import { explainerOf } from "./model.js";
import { isStream, recordsOf } from "./operands.js";
import { Output } from "./output.js";
import { inputOptions } from "./records.js";
import { Report } from "./report.js";

export const options = inputOptions;

export async function run(options, words) {
  const output = new Output();
  const report = new Report("payloads", isStream(words));
  for await (const batch of recordsOf(words, options)) {
    for (const record of batch) {
      if (record.kind === "header") continue;
      report.done(record);
      const found = record.input ? detectModels(record.input.bytes) : [];
      const message = record.error ?? (record.input && found.length === 0 && unknown(record.input));
      if (message) report.fail(record.where, hinted(record, { errors: [message] }).errors);
      output.line(found.join(" "));
    }
    await output.flush();
    report.progress();
  }
  report.end(options);
}

function unknown({ bytes }) {
  return explainerOf(bytes)?.warning ?? "no model decodes any channel of the payload";
}
