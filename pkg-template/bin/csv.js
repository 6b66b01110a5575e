// Comma-separated values, as RFC 4180 has them, with the separator that the file has.
import { LONGEST } from "./lines.js";

const separators = [",", ";", "\t"];

/** The separator of a table, from its header line: the one that stands there most. */
export function separatorOf(header) {
  const count = (separator) => header.split(separator).length;
  return separators.reduce((best, other) => (count(other) > count(best) ? other : best));
}

/**
 * Lines as rows, batch by batch: `{ number, cells }`, or `{ number, error }`. A quoted cell may have
 * line breaks in it.
 */
export async function* rows(batches, separator) {
  let open;
  for await (const batch of batches) {
    const found = [];
    for (const { number, text } of batch) {
      if (text === undefined) {
        found.push({ number, error: `the line is longer than ${LONGEST} characters` });
        continue;
      }
      const row = open ? { number: open.number, text: `${open.text}\n${text}` } : { number, text };
      // A quote within a quoted cell is doubled, so a row is whole when their number is even.
      const whole = row.text.split('"').length % 2 === 1;
      open = undefined;
      if (whole) {
        if (row.text !== "")
          found.push({ number: row.number, cells: cellsOf(row.text, separator) });
      } else if (row.text.length > LONGEST) {
        found.push({ number: row.number, error: "a quoted cell begins here and does not end" });
      } else {
        open = row;
      }
    }
    yield found;
  }
  if (open) yield [{ number: open.number, error: "a quoted cell begins here and does not end" }];
}

function cellsOf(text, separator) {
  const cells = [];
  let at = 0;
  while (at <= text.length) {
    if (text[at] === '"') {
      let end = text.indexOf('"', at + 1);
      while (text[end + 1] === '"') end = text.indexOf('"', end + 2);
      cells.push(text.slice(at + 1, end).replaceAll('""', '"'));
      at = text.indexOf(separator, end);
    } else {
      const end = text.indexOf(separator, at);
      cells.push(text.slice(at, end < 0 ? undefined : end));
      at = end;
    }
    if (at < 0) break;
    at += 1;
  }
  return cells;
}

/** A row as text. */
export function rowText(cells, separator) {
  return cells
    .map((cell) => {
      const plain = !/["\r\n]/.test(cell) && !cell.includes(separator);
      return plain ? cell : `"${cell.replaceAll('"', '""')}"`;
    })
    .join(separator);
}
