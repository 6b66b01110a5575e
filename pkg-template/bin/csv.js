// Comma-separated values, as RFC 4180 has them, with the separator that the file has.
import { LONGEST } from "./lines.js";

const separators = [",", ";", "\t"];

/** The separator of a table, from its header line: the most frequent separator outside quotes. */
export function separatorOf(header) {
  const plain = header.replaceAll(/"[^"]*"/g, "");
  const count = (separator) => plain.split(separator).length;
  return separators.reduce((best, other) => (count(other) > count(best) ? other : best));
}

/** The separator that a line names, as Excel has it before a header: `sep=;`. */
export const namedSeparator = (line) => /^sep=([^" ])$/i.exec(line)?.[1];

/**
 * Lines as rows, batch by batch: `{ number, cells, end }`, or `{ number, cells, end, error }`, where `cells`
 * are what could be read, and `end` is the line break. A quoted cell may have line breaks in it.
 */
export async function* rows(batches, separator) {
  const reader = new Reader(separator);
  for await (const batch of batches) yield batch.flatMap((line) => reader.line(line));
  yield reader.end();
}

/** Memory that a line of an open row takes besides its text, roughly. In characters. */
const LINE = 100;

class Reader {
  #separator;
  /**
   * The row whose last cell has not ended: its lines, what they take, the cells before that one, and the text
   * of that one so far, by lines.
   */
  #open;

  constructor(separator) {
    this.#separator = separator;
  }

  /** The rows that end with this line. */
  line(line) {
    if (line.text === undefined) {
      const error = `the line is longer than ${LONGEST} characters`;
      return [...this.end(), { number: line.number, cells: [], end: line.end, error }];
    }
    return this.#goOn(line) ?? [...this.end(), ...this.#begin(line)];
  }

  /**
   * Ends the input and returns the rows that are left. An unclosed quote is reported for its line only; later lines
   * are read again.
   */
  end() {
    if (!this.#open) return [];
    const { tooLong, lines } = this.#open;
    const [first, ...others] = lines;
    this.#open = undefined;
    // Do not reopen a row here: its quote would stay unclosed as well, and reading lines again would take quadratic time.
    return [
      unended(first, this.#separator, tooLong),
      ...others.flatMap((line) => this.#begin(line, false)),
    ];
  }

  #begin(line, mayOpen = true) {
    const { number, text, end } = line;
    if (text === "") return [];
    const { cells, rest } = cellsOf(text, 0, this.#separator);
    if (rest === undefined) return [{ number, cells, end }];
    if (!mayOpen) return [unended(line, this.#separator)];
    this.#open = { lines: [line], size: text.length, cells, pieces: [rest + end] };
    return [];
  }

  /** The rows that end with this line; undefined if the line cannot continue the open row. */
  #goOn(line) {
    const row = this.#open;
    const { text } = line;
    if (!row) return undefined;
    const size = text.length + LINE;
    if (row.size + size > LONGEST) {
      row.tooLong = true;
      return undefined;
    }
    const end = endingQuote(text, 0);
    const next = nextCell(text, end + 1, this.#separator);
    if (end >= 0 && next === undefined) return undefined;
    row.lines.push(line);
    row.size += size;
    if (end < 0) {
      row.pieces.push(text + line.end);
      return [];
    }
    const { cells, rest } = cellsOf(text, next, this.#separator);
    const ended = (row.pieces.join("") + text.slice(0, end)).replaceAll('""', '"');
    for (const cell of [ended, ...cells]) row.cells.push(cell);
    row.pieces = [rest + line.end];
    if (rest !== undefined) return [];
    this.#open = undefined;
    return [{ number: row.lines[0].number, cells: row.cells, end: line.end }];
  }
}

/** A line as a row by itself, though its last cell has not ended. */
function unended({ number, text, end }, separator, tooLong = false) {
  const { cells, rest } = cellsOf(text, 0, separator);
  const why = tooLong
    ? `is longer than ${LONGEST} characters (each line counts as its length plus ${LINE})`
    : "does not end with one; within quotes, a quote is doubled";
  const error = `cell ${cells.length + 1} begins with a quote and ${why}`;
  return { number, cells: [...cells, `"${rest}`], end, error };
}

/**
 * The cells of a line from a position on. `rest` is the text after the opening quote of a cell that continues in
 * the next line. A quote opens a cell only as its first character. Other quotes are text (`5"`). After spaces, the
 * cell must also close on the same line (`1, "a"`), so that a stray quote does not wait for another.
 */
function cellsOf(text, from, separator) {
  const cells = [];
  let at = from;
  while (at <= text.length) {
    const start = behindBlanks(text, at);
    let next;
    if (text[start] === '"') {
      const end = endingQuote(text, start + 1);
      if (end < 0 && start === at) return { cells, rest: text.slice(at + 1) };
      if (end >= 0) next = nextCell(text, end + 1, separator);
      if (next !== undefined) cells.push(text.slice(start + 1, end).replaceAll('""', '"'));
    }
    if (next === undefined) {
      const found = text.indexOf(separator, at);
      const end = found < 0 ? text.length : found;
      cells.push(text.slice(at, end));
      next = end + 1;
    }
    at = next;
  }
  return { cells };
}

/** The position of the quote that ends a cell; -1 if the line has none. Two quotes together are text. */
function endingQuote(text, from) {
  let end = text.indexOf('"', from);
  while (end >= 0 && text[end + 1] === '"') end = text.indexOf('"', end + 2);
  return end;
}

/** The start of the next cell if a quote before `at` ends one; undefined if more text follows the quote. */
function nextCell(text, at, separator) {
  const end = behindBlanks(text, at);
  return end === text.length || text[end] === separator ? end + 1 : undefined;
}

function behindBlanks(text, from) {
  let at = from;
  while (text[at] === " ") at += 1;
  return at;
}

/** Returns true for a cell that a spreadsheet evaluates as a formula; numbers may begin like one. */
const isFormula = (cell) => /^[=+\-@\t\r]/.test(cell) && !/^[+-]?\d+(?:[.,]\d+)?$/.test(cell);

/** The cell with an apostrophe before it where it would be a formula (OWASP, CSV injection). */
export const inert = (cell) => (isFormula(cell) ? `'${cell}` : cell);

/** A row as text. */
export function rowText(cells, separator) {
  return cells
    .map((cell) => {
      const plain = !/["\r\n]/.test(cell) && !cell.includes(separator);
      return plain ? cell : `"${cell.replaceAll('"', '""')}"`;
    })
    .join(separator);
}
