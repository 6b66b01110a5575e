// The columns that decoding adds to a table, or makes a table of.
import { member } from "../events/servers.js";
import { parseUplink } from "../events/uplink.js";
import { codecFor, models } from "../index.js";
import { Usage } from "./arguments.js";
import { inert, rowText } from "./csv.js";
import { pathProblem, valueAt } from "./fieldpath.js";
import { quoted } from "./print.js";
import { MOST_COLUMNS } from "./records.js";

/** The first columns of a table made of events, unless `--keep` names members of theirs. */
const OF_EVENTS = ["time", "devEui", "deviceName"];

export const columnOptions = {
  fields: "LIST",
  keep: "LIST",
  "decimal-comma": true,
  "safe-csv": true,
};

/** The columns for the options; `codec` is undefined where each payload may be of another model. */
export function columnsOf(options, codec) {
  const fields = listOf("fields", options.fields);
  const keep = listOf("keep", options.keep);
  if (keep && !fields) throw new Usage("--keep goes with --fields, which makes a table");
  const how = { of: codec ? codec.model : "any model", downlink: Boolean(options.downlink) };
  const codecs = codec ? [codec] : models.map((model) => codecFor(model));
  for (const field of fields ?? []) {
    const problem = pathProblem(field, codecs, how);
    if (problem) throw new Usage(`--fields: ${problem}`);
  }
  return new Columns(fields, keep, options);
}

function listOf(option, list) {
  const names = list?.split(",").map((name) => name.trim());
  if (names?.includes("")) {
    throw new Usage(`--${option}: got ${quoted(list)}; allowed: names with commas between`);
  }
  if (names?.length > MOST_COLUMNS) {
    throw new Usage(`--${option}: got ${names.length} names; allowed: ${MOST_COLUMNS} at most`);
  }
  return names;
}

class Columns {
  /** Set where records that are no rows of a table make one. */
  makesTable;
  #fields;
  #keep;
  #comma;
  #safe;
  #separator;

  constructor(fields, keep, options) {
    this.makesTable = fields !== undefined;
    this.#fields = fields;
    this.#keep = keep;
    this.#comma = options["decimal-comma"];
    this.#safe = options["safe-csv"];
    // Spreadsheets that write commas in numbers part cells by semicolons.
    this.#separator = this.#comma ? ";" : ",";
  }

  /** The header line: of a table with these cells, or of one that is made of a first record. */
  header({ kind, cells = this.#firstNames(kind), separator = this.#separator }) {
    const added = [...(this.#fields ?? ["decoded"]), "warnings", "errors"];
    return this.#row([...cells, ...added], separator);
  }

  #firstNames(kind) {
    return kind === "text" ? ["payload"] : (this.#keep ?? OF_EVENTS);
  }

  /** A record's line, with what its payload says; of a payload without a result nothing is said. */
  line(record, result = {}, first = record) {
    const { separator = this.#separator } = record;
    const cells = record.cells ?? this.#firstCells(record, first);
    return this.#row([...cells, ...this.#added(result)], separator);
  }

  #firstCells({ kind, object, input, word }, first) {
    const names = this.#firstNames(first.kind);
    if (kind === "text") {
      const payload = input ? Buffer.from(input.bytes).toString("hex") : (word ?? "");
      return names.map((name) => (name === "payload" ? payload : ""));
    }
    const from = this.#keep ? object : parseUplink(object);
    return names.map((name) => this.#cell(this.#keep ? member(from, name) : from[name]));
  }

  #added({ data, warnings = [], errors = [] }) {
    const values = this.#fields
      ? this.#fields.map((field) => this.#cell(valueAt(data, field)))
      : [errors[0] ? "" : this.#cell(data)];
    return [...values, warnings.join("; "), errors.join("; ")];
  }

  #cell(value) {
    if (value === undefined || value === null) return "";
    if (typeof value === "number" && this.#comma) return String(value).replace(".", ",");
    return typeof value === "object" ? JSON.stringify(value) : String(value);
  }

  #row(cells, separator) {
    return rowText(this.#safe ? cells.map(inert) : cells, separator);
  }
}
