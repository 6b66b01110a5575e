// What there is to decode: payloads given as arguments, or on standard input as lines, NDJSON or CSV.
import { Usage } from "./arguments.js";
import { rows, separatorOf } from "./csv.js";
import { payloadIn, places } from "./event.js";
import { values, valuesIn } from "./json.js";
import { lines } from "./lines.js";
import { bytesOf, formOf, isHex } from "./payload.js";

/** The options of every command that reads payloads. */
export const inputOptions = { hex: true, base64: true, from: "FORMAT", column: "NAME" };

const formats = ["lines", "ndjson", "csv"];

/**
 * The records, batch by batch. Each is one of
 * - `{ kind: "text", where, input }` or `{ kind: "text", where, error }`,
 * - `{ kind: "json", where, object, text, input }`, without `input` for an event that has no payload; `text`
 *   is the object as it came, on one line,
 * - `{ kind: "header", cells, separator }`, first in a table,
 * - `{ kind: "row", where, cells, separator, input }`,
 * where `input` is what the codec takes, and `error` stands in its place where it cannot be had. `guessed`
 * is set where text was read as base64 though no option says so.
 */
export function records(words, options, stdin = process.stdin) {
  const { hex, base64, from, column, downlink } = options;
  if (from !== undefined && !formats.includes(from)) {
    throw new Usage(`--from: got ${JSON.stringify(from)}; allowed: ${formats.join(", ")}`);
  }
  if (hex && base64) throw new Usage("payloads are either: got --hex and --base64");
  const form = (hex && "hex") || (base64 && "base64") || undefined;
  if (words.length > 0) {
    if (from === "csv") throw new Usage("--from csv: tables are read from standard input only");
    return given(words, { from, column, form, downlink });
  }
  if (stdin.isTTY) {
    throw new Usage("no payload given: write it behind the model, or send some to standard input");
  }
  return streamed(stdin, { from, column, form, downlink });
}

/** Whether the records come from standard input. */
export const isStream = (words) => words.length === 0;

async function* given(words, how) {
  // One byte makes no payload, so bytes in words of their own are one payload together.
  const single = words.every((word) => /^(0x)?[\da-f]{2},?$/i.test(word));
  const payloads = single ? [words.join(" ")] : words;
  yield payloads.flatMap((payload, index) => {
    const where = payloads.length > 1 ? `argument ${index + 1}` : "";
    return valuesIn(payload, where, jsonOf(how.from)).map((item) => recordOf(item, how));
  });
}

async function* streamed(stdin, how) {
  const batches = lines(stdin);
  let first = await next(batches);
  // Blank lines before a table are not its header.
  while (first?.every(({ text }) => text?.trim() === "")) first = await next(batches);
  if (first === undefined) return;
  const start = first.findIndex(({ text }) => text?.trim() !== "");
  const header = first[start].text ?? "";
  if (how.from === "csv" || (how.from === undefined && looksLikeHeader(header, how.column))) {
    yield* table(chain(first.slice(start), batches), header, how);
    return;
  }
  for await (const batch of values(chain(first, batches), jsonOf(how.from))) {
    yield batch.map((item) => recordOf(item, how));
  }
}

async function next(batches) {
  const { done, value } = await batches.next();
  return done ? undefined : value;
}

async function* chain(first, others) {
  yield first;
  yield* others;
}

/** What finds the JSON in a line. Before it a topic may stand, as `mosquitto_sub -v` prints it. */
function jsonOf(from) {
  if (from === "lines") return () => undefined;
  return (line) => {
    if (/^\s*[{[]/.test(line)) return line;
    const behindTopic = /^[^{}[\]"]*\s(\{.*)$/s.exec(line)?.[1];
    return behindTopic ?? (from === "ndjson" ? line : undefined);
  };
}

/** One payload as text, a list of bytes, or an object with a payload in it. */
function recordOf({ where, text, value, error }, how) {
  if (error !== undefined) return { kind: "text", where, error };
  if (value === undefined) {
    return withInput({ kind: "text", where }, () => ({ payload: text }), how);
  }
  if (Array.isArray(value)) return { kind: "text", where, input: { bytes: value } };
  if (typeof value !== "object" || value === null) {
    return { kind: "text", where, error: "not a JSON object or list" };
  }
  const record = { kind: "json", where, object: value, text };
  const { column: place, downlink } = how;
  return withInput(record, () => payloadIn(value, { place, downlink }), how);
}

/** The record with the payload that is found, as bytes. How it is written, an option knows best. */
function withInput(record, find, { form }) {
  try {
    const found = find();
    if (found === undefined) return record;
    const { payload, fPort } = found;
    if (typeof payload === "string") {
      const likely = form ?? found.form ?? formOf(payload);
      record.guessed = form === undefined && likely === "base64";
      record.input = { bytes: bytesOf(payload, likely), fPort };
    } else {
      record.input = { bytes: payload, fPort };
    }
  } catch (error) {
    record.error = error.message;
  }
  return record;
}

/** Errors in what a record says, with a hint where its payload may not be what it was read as. */
export function hinted({ guessed }, result) {
  if (!guessed || !result?.errors) return result;
  const [first, ...others] = result.errors;
  return {
    ...result,
    errors: [`${first} (read as base64; give --hex if it is hex)`, ...others],
  };
}

/**
 * Whether a first line is that of a table: it names a column that payloads stand in, or has nothing but
 * names in it. Bytes with commas between begin with a digit, or are hex as a whole.
 */
function looksLikeHeader(line, column) {
  if (line.includes("{") || line.trimStart().startsWith("[")) return false;
  const names = line.split(separatorOf(line)).map((name) => name.trim().replaceAll('"', ""));
  const named = names.some((name) => places.includes(name.toLowerCase()));
  const onlyNames =
    names.length > 1 && names.every((name) => /^[a-z_]/i.test(name)) && !isHex(line);
  return column !== undefined || named || onlyNames;
}

async function* table(batches, header, how) {
  const separator = separatorOf(header);
  let place;
  let width = 0;
  for await (const batch of rows(batches, separator)) {
    const found = [];
    for (const { number, cells, error } of batch) {
      const where = `line ${number}`;
      if (place === undefined) {
        place = placeOf(cells ?? [], how.column);
        width = cells.length;
        found.push({ kind: "header", cells, separator });
      } else if (error !== undefined) {
        found.push({ kind: "row", where, cells: padded([], width), separator, error });
      } else {
        const row = { kind: "row", where, cells: padded(cells, width), separator };
        found.push(withInput(row, () => ({ payload: cells[place] ?? "" }), how));
      }
    }
    yield found;
  }
}

/** A row as wide as the header, so that what is added stands in its column. */
function padded(cells, width) {
  return cells.concat(Array(Math.max(width - cells.length, 0)).fill(""));
}

/** The number of the payload's column. */
function placeOf(names, column) {
  const wanted = column === undefined ? places : [column.toLowerCase()];
  const place = names.findIndex((name) => wanted.includes(name.trim().toLowerCase()));
  if (place >= 0) return place;
  const missing = column === undefined ? places.join(", ") : JSON.stringify(column);
  throw new Usage(
    `no column ${missing} in the table; its columns are ${names.join(", ")}; --column NAME says which has the payloads`,
  );
}
