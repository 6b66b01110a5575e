// Tables for people.
import { paint, printable } from "./print.js";

/** Rows under a header, aligned; columns that are empty throughout are left out. */
export function tableText(header, rows, stream = process.stdout) {
  const used = header.map((_, column) => rows.some((row) => row[column] !== ""));
  const kept = [header, ...rows].map((row) =>
    row.filter((_, column) => used[column]).map((cell) => printable(cell)),
  );
  const width = (text) => [...text].length;
  const widths = kept[0].map((_, column) =>
    kept.reduce((most, row) => Math.max(most, width(row[column])), 0),
  );
  const padded = (cell, column) => cell + " ".repeat(widths[column] - width(cell));
  const [first, ...lines] = kept.map((row) => row.map(padded).join("  ").trimEnd());
  return [paint(stream).bold(first), ...lines].join("\n");
}
