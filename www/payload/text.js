// One payload as text: hex, base64, arrays, dumps of a file, and commands of a shell.
import { bytesOf, isHex, plainHex } from "milesight-codec/bin/payload.js";
import { grouped } from "../number.js";

/** A payload is no longer, in characters; a LoRaWAN payload has at most 484 digits. */
export const LONGEST = 1 << 16;

/** So much of a text is quoted in a message. */
const QUOTED = 40;

export const quoted = (text) => (text.length > QUOTED ? `${text.slice(0, QUOTED)}…` : text);

/** Reads a text: `{ bytes, said, problem? }`, where `bytes` are those before the problem. */
export function readText(text) {
  const trimmed = text.trim();
  if (trimmed.length > LONGEST) {
    const length = grouped(trimmed.length);
    return {
      bytes: [],
      problem: `The text has ${length} characters; a payload has at most ${grouped(LONGEST)}.`,
      many: true,
    };
  }
  const dumped = hexdump(trimmed);
  if (dumped) return { ...fromHexOr(dumped), said: "Read as a hexdump." };
  const code = withoutComments(trimmed);
  const array = bracketed(code);
  if (array !== undefined) return fromArray(array);
  if (isDecimalList(code)) return fromArray(code);
  return fromHexOr(text);
}

/** A C source without its comments. It is split rather than searched: a text of `/*` alone stays cheap. */
function withoutComments(text) {
  if (!/[{[]/.test(text)) return text;
  const [before, ...rest] = text.split("/*");
  const behind = rest.map((part) => {
    const end = part.indexOf("*/");
    return end < 0 ? "" : part.slice(end + 2);
  });
  return [before, ...behind]
    .join(" ")
    .replaceAll(/\/\/[^\n]*/g, " ")
    .trim();
}

/**
 * The content of an array's brackets: of JSON, of C with its declaration, or as Node and browsers print
 * one, `Uint8Array(23) [ 1, 2 ]`.
 */
function bracketed(text) {
  const match =
    /^[^{}]*\{([^{}]*)\}\s*;?$/s.exec(text) ??
    /^(?:[A-Za-z]\w*\s*\(\d*\)\s*|[A-Za-z]\w*\s*[:=]\s*)?\[([^[\]]*)\]\s*;?$/s.exec(text);
  return match?.[1];
}

const isDecimalList = (text) =>
  /^\d{1,3}(\s*,\s*\d{1,3})+\s*,?$/.test(text) && /(^|\D)(\d|\d{3})(?=\D|$)/.test(text);

/**
 * A line of `xxd` or `hexdump -C` as its offset and its digits; nothing where it is none. The characters
 * follow a bar there, which has a gap before it in the midst of the bytes, or else the first gap.
 */
function dumpLine(line) {
  const [, offset, rest] = /^\s*([\da-f]{4,8}):?\s+(\S.*)$/i.exec(line) ?? [];
  if (offset === undefined) return [];
  const [bytes] = rest.split(rest.includes("|") ? "|" : /\s{2}/, 1);
  const groups = bytes.trim().split(/\s+/);
  return groups.every((digits) => /^([\da-f]{2})+$/i.test(digits)) ? [offset, groups.join("")] : [];
}

/** The digits of a hexdump; nothing where a text is none. Its offsets must be those of its bytes. */
function hexdump(text) {
  const lines = text.split("\n").filter((line) => line.trim() !== "");
  let all = "";
  for (const [index, line] of lines.entries()) {
    const isEnd = index > 0 && index === lines.length - 1 && /^\s*[\da-f]{4,8}:?\s*$/i.test(line);
    if (isEnd) continue;
    const [offset, digits] = dumpLine(line);
    if (offset === undefined || Number.parseInt(offset, 16) !== all.length / 2) return undefined;
    all += digits;
  }
  // One line may be bytes with nothing but zeros first: only a colon makes it a dump.
  const marked = lines.length > 1 || /^\s*[\da-f]{4,8}:/i.test(text) || /\|/.test(text);
  return all !== "" && marked ? all : undefined;
}

function fromArray(inside) {
  const items = inside.split(/[\s,]+/).filter((item) => item !== "");
  const plain = items.map((item) => item.replace(/^(["'])(.*)\1$/, "$2"));
  // Nobody writes a decimal as 08: such a byte, or one with a letter, makes all of them hex.
  const bare =
    plain.every((item) => /^[\da-f]{1,2}$/i.test(item)) &&
    plain.some((item) => /[a-f]|^0\d/i.test(item));
  const prefixed = (item) => /^0x[\da-f]+$/i.test(item);
  const number = (item) => {
    if (bare || prefixed(item)) return Number.parseInt(item, 16);
    return /^\d+$/.test(item) ? Number(item) : item;
  };
  const mixed = plain.some(prefixed)
    ? "decimal numbers, and hex where 0x says so"
    : "decimal numbers";
  const what = bare || (plain.length > 0 && plain.every(prefixed)) ? "hex bytes" : mixed;
  return checked(plain.map(number), what, items);
}

/** Bytes up to the first item that is none. */
export function checked(values, what, items = values) {
  const bad = values.findIndex((value) => !Number.isInteger(value) || value < 0 || value > 255);
  const said = what && `Read as ${what}.`;
  if (bad < 0) return { bytes: values, said };
  return {
    bytes: values.slice(0, bad),
    problem: `Item ${bad + 1} of the array is ${itemText(items[bad])}; a byte is a whole number from 0 to 255 (0x00 to 0xff).${kept(bad)}`,
  };
}

function itemText(item) {
  if (typeof item === "string") return quoted(item);
  return typeof item === "object" && item !== null
    ? `a${Array.isArray(item) ? " list" : "n object"}`
    : String(item);
}

/** A sentence about the bytes before a problem. */
function kept(count) {
  if (count === 0) return "";
  return count === 1 ? " The byte before it is shown." : ` The ${count} bytes before it are shown.`;
}

/** Base64 as `base64` and mail programs wrap it. */
const wrappedBase64 = (text) =>
  text.includes("\n") &&
  !/\S[ \t]+\S/.test(text) &&
  /^[a-z\d+/_-]+={0,2}$/i.test(text.replaceAll(/\s/g, "")) &&
  !isHex(text);

/** Bytes of hex or base64; `form` says which where it is known. */
export function fromHexOr(given, form) {
  const text = form !== "hex" && wrappedBase64(given.trim()) ? given.replaceAll(/\s/g, "") : given;
  try {
    const bytes = [...bytesOf(text, form)];
    return {
      bytes,
      said: (form ?? (isHex(text) ? "hex" : "")) === "hex" ? "Read as hex." : "Read as base64.",
    };
  } catch (error) {
    if (form === "base64") return { bytes: [], problem: `${sentence(error.message)}.` };
    const digits = /^\s*((0x)?[\da-f]{2}[\s,:]*)*/i.exec(plainHex(text))[0];
    const bytes = digits.trim() === "" ? [] : [...bytesOf(digits, "hex")];
    return { bytes, problem: `${sentence(error.message)}.${kept(bytes.length)}` };
  }
}

export const sentence = (text) => text.replace(/^./, (letter) => letter.toUpperCase());
