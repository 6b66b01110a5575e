// milesight-codec explain
import { Usage } from "./arguments.js";
import { hinted } from "./hints.js";
import { explainerOf, modelOf } from "./model.js";
import { isStream, recordsOf } from "./operands.js";
import { Output } from "./output.js";
import { paint, printable } from "./print.js";
import { inputOptions } from "./records.js";
import { Report } from "./report.js";
import { tableText } from "./table.js";

export const options = { model: "MODEL", downlink: true, json: true, ...inputOptions };

export async function run(options, others) {
  const { codec, auto, words } = modelOf(options, others, { auto: true });
  if (auto && options.downlink) {
    throw new Usage("--downlink needs a model: only uplinks tell which one they are of");
  }
  const explain = auto ? explainByAny : explainerBy(codec, options.downlink);
  const output = new Output();
  const report = new Report("payloads", isStream(words));
  let count = 0;
  for await (const batch of recordsOf(words, options)) {
    // A stream may have more than one payload, and the first must not wait for the second.
    const several = isStream(words) || batch.length > 1;
    for (const record of batch) {
      if (record.kind === "header") continue;
      report.done(record);
      const explanation = hinted(record, explanationOf(record, explain));
      if (explanation.errors) report.fail(record.where, explanation.errors);
      if (options.json) {
        output.line(JSON.stringify(explanation));
      } else if (explanation.spans.length > 0) {
        if (count > 0) output.own("");
        if (several) output.own(heading(record));
        if (auto) output.own(`${explanation.models.join(" or ")}:`);
        output.own(explained(explanation));
        count += 1;
      }
    }
    await output.flush();
    report.progress();
  }
  report.end(options);
}

const explainerBy = (codec, downlink) => (downlink ? codec.explainDownlink : codec.explainUplink);

/** The explanation by a model that decodes the whole payload, or else by the first that gets furthest. */
function explainByAny(input) {
  const { codec, models, warning } = explainerOf(input.bytes) ?? {};
  if (codec === undefined) {
    return { spans: [], errors: ["no model decodes any channel of the payload"] };
  }
  const explanation = codec.explainUplink(input);
  const warnings = [...(warning ? [warning] : []), ...(explanation.warnings ?? [])];
  return { models, ...explanation, ...(warnings.length > 0 ? { warnings } : {}) };
}

/** The explanation of a record's payload; without spans for one that is unreadable or missing. */
function explanationOf({ input, error }, explain) {
  if (error !== undefined) return { spans: [], errors: [error] };
  return input ? explain(input) : { spans: [] };
}

/** Which payload a table is of. */
const heading = ({ where, input }) =>
  `${printable(where)}: ${Buffer.from(input.bytes).toString("hex")}`;

/** A table of the parts, and the warnings below it. */
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
  const { yellow } = paint(process.stdout);
  const warningLines = warnings.map((warning) => yellow(`warning: ${printable(warning)}`));
  return [tableText(header, rows), ...warningLines].join("\n");
}
