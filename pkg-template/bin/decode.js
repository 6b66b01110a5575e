// milesight-codec decode
import { Usage } from "./arguments.js";
import { columnOptions, columnsOf } from "./columns.js";
import { hinted } from "./hints.js";
import { codecNamedIn, Detector, failed, modelOf } from "./model.js";
import { isStream, recordsOf } from "./operands.js";
import { Output } from "./output.js";
import { inputOptions } from "./records.js";
import { Report } from "./report.js";
import { indented, withMember, withValue } from "./rewrite.js";

export const options = {
  model: "MODEL",
  "model-from": "PATH",
  downlink: true,
  pretty: true,
  ...columnOptions,
  ...inputOptions,
};

export async function run(options, others) {
  const from = options["model-from"];
  const how = { auto: true, optional: from !== undefined };
  const { codec, auto, words } = modelOf(options, others, how);
  if (auto && options.downlink) {
    throw new Usage("--downlink needs a model: only uplinks tell which one they are of");
  }
  const decode = decoderOf(options, codec, auto);
  const columns = columnsOf(options, from === undefined ? codec : undefined);
  const output = new Output();
  const report = new Report("payloads", isStream(words));
  let header;
  for await (const batch of recordsOf(words, options)) {
    for (const record of batch) {
      const before = record.mark ? "\ufeff" : "";
      if (record.kind === "header") {
        // Of several files with one header, it comes once.
        const line = columns.header(record);
        if (line === header?.line) continue;
        header = { line, record };
        if (record.named) output.line(before + record.named, record.end);
        output.line(record.named ? line : before + line, record.end);
        continue;
      }
      if (columns.makesTable && header === undefined) {
        header = { line: columns.header(record), record };
        output.line(before + header.line, record.end);
      }
      report.done(record);
      const result = hinted(record, resultOf(record, decode, header?.record.cells));
      if (result?.errors) report.fail(record.where, result.errors);
      const isRow = record.kind === "row" || columns.makesTable;
      const text = isRow
        ? columns.line(record, result, header?.record)
        : jsonOf(record, result, options.pretty);
      // A table that is made begins with its header, and so does the mark.
      output.line(isRow ? text : before + text, record.end);
    }
    await output.flush();
    report.progress();
  }
  report.end(options);
}

/** The function that decodes a record's input: by its model, or by the one that it turns out to be. */
function decoderOf(options, codec, auto) {
  const from = options["model-from"];
  const detector = new Detector();
  const by = (codec, input) =>
    options.downlink ? codec.decodeDownlink(input) : codec.decodeUplink(input);
  const other = (record) =>
    auto ? detector.decode(record.input, record.device) : by(codec, record.input);
  if (from === undefined) return other;
  return (record, header) => {
    const named = codecNamedIn(record, from, header);
    if (named.codec) return by(named.codec, record.input);
    if (codec || auto) return other(record);
    // How the payload is written has nothing to do with it.
    record.guessed = false;
    return failed(named.error);
  };
}

/** What the record's payload says; nothing for an event without one. */
function resultOf(record, decode, header) {
  if (record.error !== undefined) return failed(record.error);
  return record.input && decode(record, header);
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
