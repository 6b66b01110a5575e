// All that was decoded, as a file.
import { rowText } from "milesight-codec/bin/csv.js";

/** So many rows make a part of the file. */
const PART = 2000;

const timeText = (time) => (time === undefined ? undefined : new Date(time).toISOString());

/** Numbers are no formulas, though some begin with a sign. */
const isNumber = (text) => /^[+-]?\d+(\.\d+)?(e[+-]?\d+)?$/i.test(text);

/** A text that a spreadsheet would take for a formula gets an apostrophe before it. */
const inert = (text) => (/^[=+\-@\t\r]/.test(text) && !isNumber(text) ? `'${text}` : text);

/** Values by path; lists as JSON. Records that have rows of their own are not repeated. */
function flat(object, prefix, into) {
  for (const [name, value] of Object.entries(object)) {
    if (Array.isArray(value)) {
      if (typeof value[0]?.timestamp !== "number") into.set(prefix + name, JSON.stringify(value));
    } else if (typeof value === "object" && value !== null) {
      flat(value, `${prefix}${name}.`, into);
    } else {
      into.set(prefix + name, String(value));
    }
  }
  return into;
}

/**
 * A table: a column for each field that occurs, a row for each payload and each record in one. With `safe`,
 * no cell is a formula.
 */
export function csv(store, look, safe) {
  const names = new Set();
  for (const { data } of store.entries(look)) {
    for (const name of flat(data, "", new Map()).keys()) names.add(name);
  }
  const own = safe ? inert : (text) => text;
  const fixed = ["line", "kind", "time", "device", "model", "payload"];
  const parts = [];
  let lines = [rowText([...fixed, ...names, "warnings", "errors"], ",")];
  for (const entry of store.entries(look)) {
    const values = flat(entry.data, "", new Map());
    const cells = [
      String(entry.line),
      entry.record ? "record" : "uplink",
      timeText(entry.time) ?? "",
      entry.device ?? "",
      entry.model ?? "",
      entry.hex,
      ...[...names].map((name) => values.get(name) ?? ""),
      (entry.warnings ?? []).join("; "),
      (entry.errors ?? []).join("; "),
    ];
    lines.push(rowText(cells.map(own), ","));
    if (lines.length >= PART) parts.push(`${lines.splice(0).join("\r\n")}\r\n`);
  }
  lines.push("");
  parts.push(lines.join("\r\n"));
  lines = [];
  return new Blob(parts, { type: "text/csv" });
}

/** An array with an object for each payload; records stand in their payload's data. */
export function json(store, look) {
  const parts = ["[\n"];
  let texts = [];
  let first = true;
  for (const entry of store.entries(look)) {
    if (entry.record) continue;
    const { line, time, device: name, model, hex, data, warnings, errors } = entry;
    const object = {
      line,
      time: timeText(time),
      device: name,
      model,
      payload: hex,
      data,
      warnings,
      errors,
    };
    texts.push(`${first ? "" : ",\n"}${JSON.stringify(object)}`);
    first = false;
    if (texts.length >= PART) parts.push(texts.splice(0).join(""));
  }
  parts.push(texts.join(""), "\n]\n");
  texts = [];
  return new Blob(parts, { type: "application/json" });
}
