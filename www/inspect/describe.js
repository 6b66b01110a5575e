// Spans and parts of an explanation, in words.

import { hexByte } from "../payload/write.js";
import { familyName, isHeader } from "./tree.js";

/** "03 67", or "08" where the channel has no type. */
export const header = ({ channel, type, name }) =>
  name ??
  [channel, type]
    .filter((byte) => byte !== undefined)
    .map(hexByte)
    .join(" ");

const kinds = { unknown: "Unknown channel", truncated: "Cut short" };

/** The caption of a span's bytes. */
export function caption(span) {
  if (span.name) return span.name;
  if (span.kind !== "channel") return kinds[span.kind];
  const names = [...new Set(span.parts.flatMap(({ path }) => (path ? [topOf(path)] : [])))];
  if (names.length === 1) return names[0];
  if (names.length === 0) return "no field";
  const family = familyName(names);
  if (family) return family;
  const alone = names.length === 2 && names.join().length < 30;
  return alone ? names.join(", ") : `${names[0]} and ${names.length - 1} more`;
}

const topOf = (path) => path.split(/[.[]/, 1)[0];

export const valueText = ({ value, unit }) => (unit ? `${value} ${unit}` : String(value));

/** "bits 0–14", "bit 15"; nothing where a part has all bits of its bytes. */
export function bitsText({ bits }) {
  if (!bits) return "";
  const [low, high] = bits;
  return low === high ? `bit ${low}` : `bits ${low}–${high}`;
}

export function placeText({ offset, length }) {
  if (length === 0) return "no byte";
  return length === 1 ? `byte ${offset}` : `bytes ${offset}–${offset + length - 1}`;
}

/** A part in a sentence, for the line under the bytes and for screen readers. */
export function partText(part, span) {
  if (part.path) return `${part.path}: ${valueText(part)}`;
  if (span.kind !== "channel") return part.label;
  return isHeader(part) && !span.name ? `header of channel ${header(span)}` : part.label;
}

/** The parts of one byte: those of many single bits are counted. */
export const partsText = (parts, span) =>
  parts.length > 4
    ? [`${parts.length} fields, of single bits`]
    : parts.map((part) => partText(part, span));
