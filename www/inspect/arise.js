// How a value arises from its bytes: the digits, the little-endian number, the division, the label.
import { spaced } from "../payload/write.js";

/** Numbers of more bytes are not exact in JavaScript. */
const EXACT = 6;

/** The bytes in hex as a little-endian number; nothing where they are none, or too many. */
function littleEndian(raw) {
  const bytes = raw.match(/../g) ?? [];
  if (bytes.length === 0 || bytes.length > EXACT) return undefined;
  return bytes.reduceRight((sum, digits) => sum * 256 + Number.parseInt(digits, 16), 0);
}

/** The bits of a number from `low` to `high`, as a number. */
const bitsOf = (number, [low, high]) => Math.floor(number / 2 ** low) % 2 ** (high - low + 1);

const near = (one, other) => Math.abs(one - other) < 1e-9 * Math.max(1, Math.abs(other));

/** The division or multiplication that makes `value` of a whole number, if a step explains it. */
function scaled(number, value, step = 1) {
  if (near(number, value)) return "";
  const divisor = Math.round(1 / step);
  if (divisor > 1 && near(number / divisor, value)) return ` ÷ ${divisor}`;
  if (step > 1 && near(number * step, value)) return ` × ${step}`;
  return undefined;
}

/**
 * The steps from a part's bytes to its value, in order, as `{ name, text }`. A step that cannot be
 * shown to lead to the value is left out.
 */
export function stepsOf(part, field) {
  const steps = [{ name: "Bytes", text: spaced(part.raw) || "none" }];
  const whole = littleEndian(part.raw);
  if (whole === undefined) return steps;
  const size = part.raw.length / 2;
  const number = part.bits ? bitsOf(whole, part.bits) : whole;
  const width = part.bits ? part.bits[1] - part.bits[0] + 1 : size * 8;
  if (part.bits) {
    steps.push({ name: "Binary", text: binary(whole, size * 8, part.bits) });
  } else if (size > 1) {
    steps.push({ name: "Little-endian", text: `0x${whole.toString(16).padStart(size * 2, "0")}` });
  }
  if (typeof part.value !== "number") {
    // A version or a serial number is its digits, not their number.
    if (field?.kind === "label") steps.push({ name: "Number", text: `${number} → ${part.value}` });
    return steps;
  }
  const signed = number >= 2 ** (width - 1) ? number - 2 ** width : number;
  for (const candidate of new Set([number, signed])) {
    const scale = scaled(candidate, part.value, field?.step);
    if (scale === undefined) continue;
    const unit = part.unit ? ` ${part.unit}` : "";
    const shown = String(candidate).replace("-", "−");
    const text = scale === "" ? `${shown}${unit}` : `${shown}${scale} = ${part.value}${unit}`;
    steps.push({ name: candidate === number ? "Number" : "Signed number", text });
    break;
  }
  return steps;
}

/** "0000 0[1]11": the bits that are meant stand in brackets. */
function binary(number, size, [low, high]) {
  const digits = number.toString(2).padStart(size, "0");
  const from = size - 1 - high;
  const to = size - low;
  return `${digits.slice(0, from)}[${digits.slice(from, to)}]${digits.slice(to)}`;
}

/** The steps in one line: "17 01 → 0x0117 → 279 ÷ 10 = 27.9 °C". */
export const ariseText = (part, field) =>
  stepsOf(part, field)
    .map(({ text }) => text)
    .join(" → ");
