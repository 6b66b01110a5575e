// Sentences about a file.
import { counted, grouped } from "../number.js";

export function sizeText(bytes) {
  if (bytes < 1000) return counted(bytes, "byte");
  return bytes < 1e6 ? `${(bytes / 1000).toFixed(1)} KB` : `${(bytes / 1e6).toFixed(1)} MB`;
}

/** A hint for a file of which no payload decodes. */
export function hintFor({ counts }) {
  if (counts.payloads === 0 || counts.errors < counts.payloads) return "";
  return "Nothing in it decodes. Is it a table? Then name the column that has the payloads. Is the model right?";
}

export function countsText({ counts, cancelled, devices }) {
  const { payloads, records, warnings, errors, without } = counts;
  const named = devices.filter(({ name }) => name !== "").length;
  const parts = [
    counted(payloads, "payload"),
    named > 0 && `of ${counted(named, "device")}`,
    records > 0 && `with ${counted(records, "record")} of history`,
  ];
  const rest = [
    `${grouped(warnings)} with warnings`,
    `${grouped(errors)} with errors`,
    without > 0 && `${counted(without, "line")} without a payload`,
  ];
  const said = `${parts.filter(Boolean).join(" ")}; ${rest.filter(Boolean).join(", ")}.`;
  return cancelled ? `Cancelled. Until then: ${said}` : said;
}

export const endsText = (range, byLine, clock) =>
  range.map((x) => (byLine ? `line ${Math.round(x)}` : clock.text(x * 1000))).join(" to ");

export function seriesText(series, { path, unit }, clock) {
  const { count, low, high, mean, untimed, thinned, byLine, range, lines, more } = series;
  if (count === 0) return `${path}: no value here.`;
  const own = (value) => `${Number(value.toPrecision(6))}${unit ? ` ${unit}` : ""}`;
  const parts = [
    `${counted(count, "value")} of ${path}, ${endsText(range, byLine, clock)}`,
    `lowest ${own(low)}, highest ${own(high)}, mean ${own(mean)}`,
  ];
  if (lines.length > 1) parts.push(`a line for each of ${counted(lines.length, "device")}`);
  if (more > 0) parts.push(`${counted(more, "device")} more, not drawn; choose one to see it`);
  if (thinned) parts.push("drawn are the lowest and the highest of each stretch");
  if (untimed > 0) parts.push(`${counted(untimed, "value")} without a time left out`);
  return `${parts.join("; ")}.`;
}
