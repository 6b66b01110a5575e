// What there is to decode: payloads given as arguments, or on standard input as lines, NDJSON or CSV.
import { Usage } from "./arguments.js";
import { namedSeparator, rows, separatorOf } from "./csv.js";
import { payloadIn, payloadOf, places } from "./event.js";
import { beginsAsJson, values, valuesIn } from "./json.js";
import { lines } from "./lines.js";
import { bytesOf, formOf, isHex } from "./payload.js";

/** The options of every command that reads payloads. */
export const inputOptions = { hex: true, base64: true, from: "FORMAT", column: "NAME" };

const formats = ["lines", "ndjson", "csv"];

/**
 * The records, batch by batch. Each is one of
 * - `{ kind: "text", where, input }` or `{ kind: "text", where, error }`,
 * - `{ kind: "json", where, object, text, input }`, where `text` is the object as it came, on one line,
 * - `{ kind: "header", cells, separator, named }`, first in a table; `named` is the line before it, if it
 *   names the separator,
 * - `{ kind: "row", where, cells, separator, input }`,
 * where `input` is what the codec takes, and `error` stands in its place where it cannot be had. An event
 * without a payload, a join for example, and a row whose cell is empty have neither. `guessed` is set where
 * text was read as base64 though no option says so, and `word` is what was given as an argument.
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
    return valuesIn(payload, where, jsonOf(how.from)).map((item) => ({
      ...recordOf(item, how),
      word: payload,
    }));
  });
}

async function* streamed(stdin, how) {
  const batches = lines(stdin);
  let first = await next(batches);
  // Blank lines before a table are not its header.
  while (first?.every(({ text }) => text?.trim() === "")) first = await next(batches);
  if (first === undefined) return;
  const start = first.findIndex(({ text }) => text?.trim() !== "");
  const { start: beginning, text: line = beginning } = first[start];
  const named = namedSeparator(line);
  const isTable = named !== undefined || looksLikeHeader(line, how.column);
  if (how.from === "csv" || (how.from === undefined && isTable)) {
    const behind = first.slice(named ? start + 1 : start);
    const separator = named ?? separatorOf(line);
    yield* table(chain(behind, batches), { separator, named: named && line }, how);
    return;
  }
  const own = jsonOf(how.from);
  // Without `-v` an empty message is a blank line, and is passed over as such with it.
  const json = (line) => (how.from !== "lines" && isEmptyMessage(line) ? "" : own(line));
  for await (const batch of values(chain(first, batches), json)) {
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

/** What `mosquitto_sub -v` prints of an empty message, with which a broker forgets a retained one. */
const isEmptyMessage = (line) => /^[^{}[\]"]*\s\(null\)\s*$/.test(line);

/** What finds the JSON in a line. Before it a topic may stand, as `mosquitto_sub -v` prints it. */
function jsonOf(from) {
  if (from === "lines") return () => undefined;
  return (line) => {
    if (beginsAsJson(line)) return line;
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

/**
 * Whether a first line is that of a table: it names a column that payloads stand in, or has nothing but
 * names in it. Bytes with commas between begin with a digit, or are hex as a whole.
 */
function looksLikeHeader(line, column) {
  if (line.includes("{") || line.trimStart().startsWith("[") || isEmptyMessage(line)) return false;
  const names = line.split(separatorOf(line)).map((name) => name.trim().replaceAll('"', ""));
  const named = names.some((name) => places.includes(name.toLowerCase()));
  const onlyNames =
    names.length > 1 && names.every((name) => /^[a-z_]/i.test(name)) && !isHex(line);
  return column !== undefined || named || onlyNames;
}

/** So many cells are handed on at once: under a wide header every row is as wide. */
const MOST_CELLS = 100_000;

async function* table(batches, { separator, named }, how) {
  let place;
  let width = 0;
  for await (const batch of rows(batches, separator)) {
    let found = [];
    for (const { number, cells, error } of batch) {
      if (place === undefined) {
        if (error !== undefined) throw new Usage(`the header, line ${number}: ${error}`);
        place = placeOf(cells, how.column);
        width = cells.length;
        found.push({ kind: "header", cells, separator, named });
      } else {
        found.push(rowOf({ number, cells, error, separator }, place, width, how));
      }
      if (found.length * width > MOST_CELLS) {
        yield found;
        found = [];
      }
    }
    yield found;
  }
  if (place === undefined) throw new Usage("the table ends before its header");
}

/**
 * A row as wide as the header, so that what is added stands in its column. Empty cells that are too many,
 * as spreadsheets write them, are dropped. Others come of a separator that is part of a text: which of
 * the cells has the payload nobody can tell then, so none is decoded; they stand in the last column with
 * what is there, as they came. Nor is a row without a payload that ends before its column: it is cut short.
 */
function rowOf({ number, cells, error, separator }, place, width, how) {
  let count = cells.length;
  while (count > width && cells[count - 1].trim() === "") count -= 1;
  const fitting =
    count > width
      ? [...cells.slice(0, width - 1), cells.slice(width - 1, count).join(separator)]
      : [...cells.slice(0, count), ...Array(width - count).fill("")];
  const row = { kind: "row", where: `line ${number}`, cells: fitting, separator };
  if (error !== undefined) return { ...row, error };
  const isCut = cells.length <= place && cells.some((cell) => cell.trim() !== "");
  if (count > width || isCut) {
    const counted = count === 1 ? "1 cell" : `${count} cells`;
    return { ...row, error: `the row has ${counted}, the header ${width}` };
  }
  const payload = fitting[place];
  return payload.trim() === "" ? row : withInput(row, () => payloadOf({ payload }, how), how);
}

/** The number of the payload's column: of several, the first in the order of `places`, as in an object. */
function placeOf(names, column) {
  const plain = names.map((name) => name.trim().toLowerCase());
  const wanted = column === undefined ? places : [column.toLowerCase()];
  const name = wanted.find((name) => plain.includes(name));
  if (name !== undefined) return plain.indexOf(name);
  const missing = column === undefined ? places.join(", ") : JSON.stringify(column);
  throw new Usage(
    `no column ${missing} in the table; its columns are ${names.join(", ")}; --column NAME says which has the payloads`,
  );
}
