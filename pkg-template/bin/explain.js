// milesight-codec explain
import { hinted } from "./hints.js";
import { modelOf } from "./model.js";
import { Output } from "./output.js";
import { inputOptions, isStream, records } from "./records.js";
import { Report } from "./report.js";
import { tableText } from "./table.js";

export const options = { model: "MODEL", downlink: true, json: true, ...inputOptions };

export async function run(options, others) {
  const { codec, words } = modelOf(options, others);
  const explain = options.downlink ? codec.explainDownlink : codec.explainUplink;
  const output = new Output();
  const report = new Report("payloads", isStream(words));
  let count = 0;
  for await (const batch of records(words, options)) {
    // Whether a stream has more than one cannot be known at the first, which must not wait for another.
    const several = isStream(words) || batch.length > 1;
    for (const record of batch) {
      if (record.kind === "header") continue;
      report.done(record);
      const explanation = hinted(record, explanationOf(record, explain));
      if (explanation.errors) report.fail(record.where, explanation.errors);
      if (options.json) {
        output.line(JSON.stringify(explanation));
      } else if (explanation.spans.length > 0) {
        if (count > 0) output.line("");
        if (several) output.line(heading(record));
        output.line(explained(explanation));
        count += 1;
      }
    }
    await output.flush();
    report.progress();
  }
  report.end(options);
}

/** What the record's payload means; nothing is known of one that cannot be read, or is not there. */
function explanationOf({ input, error }, explain) {
  if (error !== undefined) return { spans: [], errors: [error] };
  return input ? explain(input) : { spans: [] };
}

/** Which payload a table is of. */
const heading = ({ where, input }) => `${where}: ${Buffer.from(input.bytes).toString("hex")}`;

/** A table of the parts, and what is odd about them. */
function explained({ spans, warnings = [] }) {
  const parts = spans.flatMap(({ parts }) => parts);
  const header = ["offset", "bytes", "bits", "field", "value", "unit", "source"];
  const rows = parts.map((part) => [
    String(part.offset),
    part.raw.replace(/..(?=.)/g, "$& "),
    part.bits ? [...new Set(part.bits)].join("-") : "",
    part.path ?? `(${part.label})`,
    String(part.value ?? ""),
    part.unit ?? "",
    part.source,
  ]);
  return [tableText(header, rows), ...warnings.map((warning) => `warning: ${warning}`)].join("\n");
}
