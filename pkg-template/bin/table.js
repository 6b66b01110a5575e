// Tables for people.

/** Rows under a header, aligned; columns that are empty throughout are left out. */
export function tableText(header, rows) {
  const used = header.map((_, column) => rows.some((row) => row[column] !== ""));
  const kept = [header, ...rows].map((row) => row.filter((_, column) => used[column]));
  const width = (text) => [...text].length;
  const widths = kept[0].map((_, column) => Math.max(...kept.map((row) => width(row[column]))));
  const padded = (cell, column) => cell + " ".repeat(widths[column] - width(cell));
  return kept.map((row) => row.map(padded).join("  ").trimEnd()).join("\n");
}
