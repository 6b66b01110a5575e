// milesight-codec decode
import { columnOptions, columnsOf } from "./columns.js";
import { decoderOf, decoderOptions } from "./decoder.js";
import { hinted } from "./hints.js";
import { isStream, recordsOf } from "./operands.js";
import { Output } from "./output.js";
import { inputOptions } from "./records.js";
import { Report } from "./report.js";
import { indented, withMember, withValue } from "./rewrite.js";

export const options = {
  ...decoderOptions,
  pretty: true,
  ...columnOptions,
  ...inputOptions,
};

export async function run(options, others) {
  const { decode, codec, words } = decoderOf(options, others);
  const columns = columnsOf(options, codec);
  const output = new Output();
  const report = new Report("payloads", isStream(words));
  let header;
  for await (const batch of recordsOf(words, options)) {
    for (const record of batch) {
      const byteOrderMark = record.mark ? "\ufeff" : "";
      if (record.kind === "header") {
        // Files that share a header print it once.
        const line = columns.header(record);
        if (line === header?.line) continue;
        header = { line, record };
        if (record.named) output.line(byteOrderMark + record.named, record.end);
        output.line(record.named ? line : byteOrderMark + line, record.end);
        continue;
      }
      if (columns.makesTable && header === undefined) {
        header = { line: columns.header(record), record };
        output.line(byteOrderMark + header.line, record.end);
      }
      report.done(record);
      const result = hinted(record, decode(record, header?.record.cells));
      if (result?.errors) report.fail(record.where, result.errors);
      const isRow = record.kind === "row" || columns.makesTable;
      const text = isRow
        ? columns.line(record, result, header?.record)
        : jsonOf(record, result, options.pretty);
      // In a generated table, the byte order mark precedes the header.
      output.line(isRow ? text : byteOrderMark + text, record.end);
    }
    await output.flush();
    report.progress();
  }
  report.end(options);
}

function jsonOf(record, result, pretty) {
  const text = record.kind === "text" ? JSON.stringify(result) : withResult(record, result);
  return pretty ? indented(text) : text;
}

/** An object as it came, with the result in it. */
function withResult({ object, text }, decoded) {
  if (!decoded) return text;
  const write = Object.hasOwn(object, "decoded") ? withValue : withMember;
  return write(text, "decoded", decoded);
}
