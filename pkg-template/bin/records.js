// The payloads in a stream (lines, NDJSON or CSV), or in a single text.
import { Usage } from "./arguments.js";
import { namedSeparator, rows, separatorOf } from "./csv.js";
import { payloadIn, payloadOf, places } from "./find.js";
import { beginsAsJson, values, valuesIn } from "./json.js";
import { lines } from "./lines.js";
import { bytesOf, formOf, isByteList, isDecimalList, isHex } from "./payload.js";
import { quoted } from "./print.js";

/** The options of every command that reads payloads. */
export const inputOptions = {
  hex: true,
  base64: true,
  from: "FORMAT",
  column: "NAME",
  encoding: "NAME",
};

const formats = ["lines", "ndjson", "csv"];

/** The most columns of a table that is read or made: each row is as wide as the header. */
export const MOST_COLUMNS = 4096;

/** A path with more parts leads nowhere: no event is as deep. */
const DEEPEST = 16;

/** Names of a column that has the device. */
const DEVICE = /^(device|device_?id|device_?name|dev_?eui|name)$/i;

/** The options of reading, checked: `{ from, column, form, downlink, encoding }`. */
export function readingOf({ hex, base64, from, column, downlink, encoding }) {
  if (from !== undefined && !formats.includes(from)) {
    throw new Usage(`--from: got ${quoted(from)}; allowed: ${formats.join(", ")}`);
  }
  if (hex && base64) throw new Usage("payloads are either: got --hex and --base64");
  if (column !== undefined && column.split(".").length > DEEPEST) {
    throw new Usage(`--column: a path has ${DEEPEST} parts at most`);
  }
  const form = (hex && "hex") || (base64 && "base64") || undefined;
  return { from, column, form, downlink, encoding };
}

/**
 * The records of a stream, batch by batch. Each is one of
 * - `{ kind: "text", where, input }` or `{ kind: "text", where, error }`,
 * - `{ kind: "json", where, object, text, input, end }`, where `text` is the object as it came, on one line,
 * - `{ kind: "header", cells, separator, named, end }`, first in a table; `named` is the line before it, if it
 *   names the separator,
 * - `{ kind: "row", where, cells, separator, input, end }`,
 * where `input` is what the codec takes, and `error` stands in its place where it cannot be had. An event
 * without a payload, a join for example, and a row whose cell is empty have neither. `guessed` is set where
 * text was read as base64 though no option says so, `decimal` where it may be decimal bytes; `device` is the device's
 * DevEUI or name, where there is one; `end` is the line break, and `mark` is set on the first one behind a byte order
 * mark.
 */
export function records(_, options, stream) {
  return streamed(stream, readingOf(options));
}

/** The records of a stream that is read in this way. */
export async function* streamed(stream, how) {
  const batches = lines(stream, how.encoding);
  let first = await next(batches);
  // Blank lines before a table are not its header.
  while (first?.every(({ text }) => text?.trim() === "")) first = await next(batches);
  if (first === undefined) return;
  const start = first.findIndex(({ text }) => text?.trim() !== "");
  const { start: beginning, text: line = beginning, mark } = first[start];
  const named = namedSeparator(line);
  const isTable = named !== undefined || looksLikeHeader(line, how.column);
  if (how.from === "csv" || (how.from === undefined && isTable)) {
    const behind = first.slice(named ? start + 1 : start);
    const separator = named ?? separatorOf(line);
    yield* marked(mark, table(chain(behind, batches), { separator, named: named && line }, how));
    return;
  }
  const own = jsonOf(how.from);
  // Without `-v` an empty message is a blank line, and is passed over as such with it.
  const json = (line) => (how.from !== "lines" && isEmptyMessage(line) ? "" : own(line));
  yield* marked(mark, found(values(chain(first, batches), json), how));
}

async function* found(batches, how) {
  for await (const batch of batches) yield batch.map((item) => recordOf(item, how));
}

/** The records in one text, in the same way. */
export const recordsIn = (text, where, how) =>
  valuesIn(text, where, jsonOf(how.from)).map((item) => recordOf(item, how));

/** The same batches, with the mark on the first record. */
async function* marked(mark, batches) {
  let isFirst = mark;
  for await (const batch of batches) {
    if (isFirst && batch.length > 0) {
      batch[0].mark = true;
      isFirst = false;
    }
    yield batch;
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

/** Returns true for an empty message as `mosquitto_sub -v` prints it. Brokers forget retained ones by it. */
const isEmptyMessage = (line) => /^[^{}[\]"]*\s\(null\)\s*$/.test(line);

/** A function that returns the JSON in a line. A topic may precede it, as `mosquitto_sub -v` prints it. */
function jsonOf(from) {
  if (from === "lines") return () => undefined;
  return (line) => {
    if (from === undefined && isByteList(line)) return undefined;
    if (beginsAsJson(line)) return line;
    const behindTopic = /^[^{}[\]"]*\s(\{.*)$/s.exec(line)?.[1];
    return behindTopic ?? (from === "ndjson" ? line : undefined);
  };
}

/** One payload as text, a list of bytes, or an object with a payload in it. */
function recordOf({ where, text, value, error, end }, how) {
  if (error !== undefined) return { kind: "text", where, error };
  if (value === undefined) {
    return withInput({ kind: "text", where }, () => ({ payload: text }), how);
  }
  if (Array.isArray(value)) return { kind: "text", where, input: { bytes: value } };
  if (typeof value !== "object" || value === null) {
    return { kind: "text", where, error: "not a JSON object or list" };
  }
  const record = { kind: "json", where, object: value, text, end };
  const { column: place, downlink } = how;
  return withInput(record, () => payloadIn(value, { place, downlink }), how);
}

/** The record with the payload that is found, as bytes. An option decides how it is written. */
function withInput(record, find, { form }) {
  try {
    const found = find();
    if (found === undefined) return record;
    const { payload, fPort, device } = found;
    if (device !== undefined) record.device = device;
    if (typeof payload === "string") {
      const likely = form ?? found.form ?? formOf(payload);
      record.guessed = form === undefined && likely === "base64";
      record.decimal = isDecimalList(payload);
      const bytes = bytesOf(payload, likely, { exact: form !== undefined });
      record.input = { bytes, fPort };
    } else {
      record.input = { bytes: payload, fPort };
    }
  } catch (error) {
    record.error = error.message;
  }
  return record;
}

/**
 * Returns true for the first line of a table: it names a column that payloads stand in, or has nothing but
 * names in it. Bytes with commas between begin with a digit, or are hex as a whole.
 */
function looksLikeHeader(line, column) {
  if (line.includes("{") || line.trimStart().startsWith("[") || isEmptyMessage(line)) return false;
  const names = line.split(separatorOf(line)).map((name) => name.trim().replaceAll('"', ""));
  const named = names.some((name) => isPlace(name));
  const onlyNames =
    names.length > 1 && names.every((name) => /^[a-z_]/i.test(name)) && !isHex(line);
  return column !== undefined || named || onlyNames;
}

const plainPlaces = places.map((place) => place.toLowerCase());

const isPlace = (name) => plainPlaces.includes(name.toLowerCase());

/** So many cells are handed on at once: under a wide header every row is as wide. */
const MOST_CELLS = 100_000;

async function* table(batches, { separator, named }, how) {
  let header;
  for await (const batch of rows(batches, separator)) {
    let found = [];
    for (const { number, cells, error, end } of batch) {
      if (header === undefined) {
        if (error !== undefined) throw new Usage(`the header, line ${number}: ${error}`);
        header = headerOf(cells, how.column);
        found.push({ kind: "header", cells, separator, named, end });
      } else {
        found.push(rowOf({ number, cells, error, end, separator }, header, how));
      }
      if (found.length * header.width > MOST_CELLS) {
        yield found;
        found = [];
      }
    }
    yield found;
  }
  if (header === undefined) throw new Usage("the table ends before its header");
}

/**
 * A row as wide as the header, so that what is added stands in its column. Empty cells that are too many,
 * as spreadsheets write them, are dropped. Others come of a separator that is part of a text: which of
 * the cells has the payload nobody can tell then, so none is decoded; they stand in the last column with
 * what is there, as they came. Nor is a row without a payload that ends before its column: it is cut short.
 */
function rowOf({ number, cells, error, end, separator }, { place, device, width }, how) {
  let count = cells.length;
  while (count > width && cells[count - 1].trim() === "") count -= 1;
  const fitting =
    count > width
      ? [...cells.slice(0, width - 1), cells.slice(width - 1, count).join(separator)]
      : [...cells.slice(0, count), ...Array(width - count).fill("")];
  const row = { kind: "row", where: `line ${number}`, cells: fitting, separator, end };
  if (error !== undefined) return { ...row, error };
  const isCut = cells.length <= place && cells.some((cell) => cell.trim() !== "");
  if (count > width || isCut) {
    const counted = count === 1 ? "1 cell" : `${count} cells`;
    return { ...row, error: `the row has ${counted}, the header ${width}` };
  }
  const payload = fitting[place];
  if (device >= 0 && fitting[device] !== "") row.device = fitting[device];
  return payload.trim() === "" ? row : withInput(row, () => payloadOf({ payload }, how), how);
}

/**
 * The columns of the payload and of the device. Of several columns for the payload it is the first in the
 * order of `places`, as in an object.
 */
function headerOf(names, column) {
  if (names.length > MOST_COLUMNS) {
    throw new Usage(`the header has ${names.length} columns; allowed: ${MOST_COLUMNS} at most`);
  }
  const plain = names.map((name) => name.trim().toLowerCase());
  const wanted = column === undefined ? plainPlaces : [column.toLowerCase()];
  const name = wanted.find((name) => plain.includes(name));
  if (name === undefined) {
    const missing = column === undefined ? places.join(", ") : quoted(column);
    const shown = names.map((name) => name.slice(0, 40)).slice(0, 20);
    const more = names.length > 20 ? ` and ${names.length - 20} more` : "";
    throw new Usage(
      `no column ${missing} in the table; its columns are ${shown.join(", ")}${more}; --column NAME says which has the payloads`,
    );
  }
  const place = plain.indexOf(name);
  const device = plain.findIndex((name, index) => index !== place && DEVICE.test(name));
  return { place, device, width: names.length };
}
