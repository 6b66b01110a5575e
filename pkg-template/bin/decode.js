// milesight-codec decode
import { codecFor, models } from "../index.js";
import { Usage } from "./arguments.js";
import { rowText } from "./csv.js";
import { hinted } from "./hints.js";
import { decodeByAny, failed, modelOf } from "./model.js";
import { Output } from "./output.js";
import { inputOptions, isStream, records } from "./records.js";
import { Report } from "./report.js";
import { indented, withMember, withValue } from "./rewrite.js";

export const options = {
  model: "MODEL",
  downlink: true,
  pretty: true,
  fields: "LIST",
  ...inputOptions,
};

export async function run(options, others) {
  const { codec, words } = modelOf(options, others, { auto: true });
  if (!codec && options.downlink) {
    throw new Usage("--downlink needs a model: only uplinks tell which one they are of");
  }
  const decode = codec
    ? (input) => (options.downlink ? codec.decodeDownlink(input) : codec.decodeUplink(input))
    : decodeByAny;
  const columns = columnsOf(options.fields, codec);
  const output = new Output();
  const report = new Report("payloads", isStream(words));
  for await (const batch of records(words, options)) {
    for (const record of batch) {
      if (record.kind === "header") {
        if (record.named) output.line(record.named);
        output.line(rowText([...record.cells, ...columns.names], record.separator));
        continue;
      }
      if (columns.asked && record.kind !== "row") {
        throw new Usage("--fields makes columns of a table, and this is none");
      }
      report.done(record);
      const result = hinted(record, resultOf(record, decode));
      if (result?.errors) report.fail(record.where, result.errors);
      output.line(shown(record, result, columns, options.pretty));
    }
    await output.flush();
    report.progress();
  }
  report.end(options);
}

/** What the record's payload says; nothing for an event without one. */
function resultOf({ input, error }, decode) {
  if (error !== undefined) return failed(error);
  return input && decode(input);
}

function shown(record, result, columns, pretty) {
  const { kind, cells, separator } = record;
  if (kind === "row") return rowText([...cells, ...columns.of(result)], separator);
  const text = kind === "text" ? JSON.stringify(result) : withResult(record, result);
  return pretty ? indented(text) : text;
}

/** An object as it came, with the result in it. */
function withResult({ object, text }, decoded) {
  if (!decoded) return text;
  const write = Object.hasOwn(object, "decoded") ? withValue : withMember;
  return write(text, "decoded", decoded);
}

/** The columns that a table gets: the data as JSON, or those fields of it; and the problems. */
function columnsOf(list, codec) {
  const fields = list?.split(",").map((field) => field.trim());
  if (fields?.includes("")) {
    throw new Usage(`--fields: got ${JSON.stringify(list)}; allowed: names with commas between`);
  }
  for (const field of fields ?? []) {
    if (!isField(field, codec ? [codec] : models.map(codecFor))) {
      const of = codec ? codec.model : "any model";
      throw new Usage(`--fields: ${JSON.stringify(field)} is no field of ${of}`);
    }
  }
  return {
    asked: fields !== undefined,
    names: [...(fields ?? ["decoded"]), "warnings", "errors"],
    // A row without a payload has no result.
    of: ({ data, warnings = [], errors = [] } = {}) => [
      ...(fields
        ? fields.map((field) => cell(member(data, field)))
        : [errors[0] ? "" : cell(data)]),
      warnings.join("; "),
      errors.join("; "),
    ],
  };
}

/** Whether one of the codecs has the field, or an object or a list of that name. */
function isField(field, codecs) {
  const asked = field.replaceAll(/\[\d+\]/g, "[]");
  return codecs.some((codec) =>
    codec.fields().some(({ path }) => {
      const rest = path.startsWith(asked) ? path.slice(asked.length) : undefined;
      return rest === "" || rest?.startsWith(".") || rest?.startsWith("[");
    }),
  );
}

/** `history[0].timestamp` of an object; `history[].timestamp` is a list. */
function member(object, path) {
  const [before, behind] = path.split(/\[\](.*)/s);
  const names = before.replaceAll("[", ".").replaceAll("]", "").split(".");
  const part = names.reduce((part, name) => part?.[name], object);
  return behind && Array.isArray(part) ? ofAll(part, behind.slice(1)) : part;
}

/**
 * A member of all entries of a list, null where one lacks it: so the lists of two columns go together, entry
 * by entry. Nothing where none has it.
 */
function ofAll(list, path) {
  const values = list.map((entry) => member(entry, path) ?? null);
  return values.some((value) => value !== null) ? values : undefined;
}

function cell(value) {
  if (value === undefined) return "";
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}
