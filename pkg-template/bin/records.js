// What there is to decode: payloads given as arguments, or on standard input as lines, NDJSON or CSV.
import { Usage } from "./arguments.js";
import { rows, separatorOf } from "./csv.js";
import { LONGEST, lines } from "./lines.js";
import { bytesOf, payloadIn, places } from "./payload.js";

/** The options of every command that reads payloads. */
export const inputOptions = { hex: true, base64: true, from: "FORMAT", column: "NAME" };

const formats = ["lines", "ndjson", "csv"];

/**
 * The records, batch by batch. Each is one of
 * - `{ kind: "text", where, input }` or `{ kind: "text", where, error }`,
 * - `{ kind: "json", where, object, input }`, without `input` for an event that has no payload,
 * - `{ kind: "header", cells, separator }`, first in a table,
 * - `{ kind: "row", where, cells, separator, input }`,
 * where `input` is what the codec takes, and `error` stands in its place where it cannot be had.
 */
export function records(words, options, stdin = process.stdin) {
  const { hex, base64, from, column } = options;
  if (from !== undefined && !formats.includes(from)) {
    throw new Usage(`--from: got ${JSON.stringify(from)}; allowed: ${formats.join(", ")}`);
  }
  if (hex && base64) throw new Usage("payloads are either: got --hex and --base64");
  const form = (hex && "hex") || (base64 && "base64") || undefined;
  if (words.length > 0) {
    if (from === "csv") throw new Usage("--from csv: tables are read from standard input only");
    return given(words, { from, column, form });
  }
  if (stdin.isTTY) {
    throw new Usage("no payload given: write it behind the model, or send some to standard input");
  }
  return streamed(stdin, { from, column, form });
}

/** Whether the records come from standard input. */
export const isStream = (words) => words.length === 0;

async function* given(words, how) {
  // One byte makes no payload, so bytes in words of their own are one payload together.
  const single = words.every((word) => /^(0x)?[\da-f]{2},?$/i.test(word));
  const payloads = single ? [words.join(" ")] : words;
  yield payloads.map((payload, index) =>
    recordOf(payload, payloads.length > 1 ? `argument ${index + 1}` : "", how),
  );
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
  for await (const batch of chain(first, batches)) {
    yield batch
      .filter(({ text }) => text?.trim() !== "")
      .map(({ number, text }) => {
        const where = `line ${number}`;
        return text === undefined
          ? { kind: "text", where, error: `longer than ${LONGEST} characters` }
          : recordOf(text, where, how);
      });
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

/** One payload as text, or an object with one in it. */
function recordOf(text, where, how) {
  if (how.from === "ndjson" || (how.from === undefined && text.trimStart().startsWith("{"))) {
    return objectOf(text, where, how);
  }
  return withInput({ kind: "text", where }, () => ({ bytes: bytesOf(text, how.form) }));
}

function objectOf(text, where, { column, form }) {
  let object;
  try {
    object = JSON.parse(text);
  } catch (error) {
    return { kind: "text", where, error: `not JSON: ${error.message}` };
  }
  if (typeof object !== "object" || object === null || Array.isArray(object)) {
    return { kind: "text", where, error: "not a JSON object" };
  }
  return withInput({ kind: "json", where, object }, () => {
    const found = payloadIn(object, column);
    if (found === undefined) return undefined;
    const { payload, fPort } = found;
    const bytes = typeof payload === "string" ? bytesOf(payload, found.form ?? form) : payload;
    return { bytes, fPort };
  });
}

function withInput(record, read) {
  try {
    record.input = read();
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
  if (line.trimStart().startsWith("{")) return false;
  const names = line.split(separatorOf(line)).map((name) => name.trim().replaceAll('"', ""));
  const named = names.some((name) => places.includes(name.toLowerCase()));
  const onlyNames =
    names.length > 1 &&
    names.every((name) => /^[a-z_]/i.test(name)) &&
    !/^[\da-f\s,]*$/i.test(line);
  return column !== undefined || named || onlyNames;
}

async function* table(batches, header, { column, form }) {
  const separator = separatorOf(header);
  let place;
  let width = 0;
  for await (const batch of rows(batches, separator)) {
    const found = [];
    for (const { number, cells, error } of batch) {
      const where = `line ${number}`;
      if (place === undefined) {
        place = placeOf(cells ?? [], column);
        width = cells.length;
        found.push({ kind: "header", cells, separator });
      } else if (error !== undefined) {
        found.push({ kind: "row", where, cells: padded([], width), separator, error });
      } else {
        const read = () => ({ bytes: bytesOf(cells[place] ?? "", form) });
        const row = { kind: "row", where, cells: padded(cells, width), separator };
        found.push(withInput(row, read));
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
