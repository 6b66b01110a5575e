// What was pasted, as bytes: hex, base64, arrays of C and JSON, or an event of a network server.
import { payloadIn } from "milesight-codec/bin/find.js";
import { bytesOf, isHex, plainHex } from "milesight-codec/bin/payload.js";
import { deviceOf, serverOf, timeOf, withoutOption } from "./event.js";

/**
 * Reads a pasted text. Gives `{ bytes, said, fPort?, time?, device? }`, where `said` is how it was read;
 * with `problem` where something is wrong, and then `bytes` are those before it.
 */
export function read(text) {
  const trimmed = text.trim();
  if (trimmed === "") return { bytes: [] };
  if (/^[{[]/.test(trimmed)) {
    const json = parsed(trimmed);
    if (json.value !== undefined) return fromJson(json.value);
    if (/^[{[]\s*"/.test(trimmed) || /^\[\s*\{/.test(trimmed)) return broken(trimmed, json.problem);
  }
  if (/^[^{}]*\{[^{}]*\}\s*;?$|^\[.*\]$/s.test(trimmed)) return fromArray(trimmed);
  if (isDecimalList(trimmed)) return fromArray(trimmed);
  return fromText(text);
}

function parsed(text) {
  try {
    return { value: JSON.parse(text) };
  } catch (error) {
    return { problem: error.message };
  }
}

/** Why an object is not JSON; where it is several, one a line, that is said. */
function broken(text, problem) {
  const [first] = text.split("\n", 1);
  if (parsed(first).value !== undefined) {
    return {
      bytes: [],
      many: true,
      problem: "This looks like several events, one a line. Open them under “Many payloads”.",
    };
  }
  return { bytes: [], problem: `This looks like JSON, but is not: ${problem}` };
}

function fromJson(value) {
  if (Array.isArray(value) && value.length > 0 && typeof value[0] === "object") {
    const more = value.length > 1 ? ` The array has ${value.length}; this is the first.` : "";
    const { said, ...rest } = fromJson(value[0]);
    return { ...rest, said: said && `${said}${more}` };
  }
  // Bytes in quotes, as some logs have them.
  const quoted = (item) => typeof item === "string" && /^(0x)?[\da-f]{1,3}$/i.test(item);
  if (Array.isArray(value) && value.length > 0 && value.every(quoted)) {
    return fromArray(`[${value.join(", ")}]`);
  }
  if (Array.isArray(value)) return checked(value, "decimal numbers");
  if (typeof value !== "object" || value === null) return fromText(String(value));
  const event = { fPort: value.fPort, time: timeOf(value), device: deviceOf(value) };
  const server = serverOf(value);
  try {
    const found = payloadIn(value);
    if (found === undefined) {
      return { ...event, bytes: [], problem: `This is ${server}, but there is no payload in it.` };
    }
    const fPort = found.fPort ?? event.fPort;
    const { payload, form } = found;
    const read =
      typeof payload === "string"
        ? { bytes: [...bytesOf(payload, form)], said: "" }
        : checked(Array.isArray(payload) ? payload : [payload], "");
    return { ...event, ...read, fPort, said: `Read as ${server}.` };
  } catch (error) {
    return { ...event, bytes: [], problem: `This is ${server}: ${withoutOption(error.message)}.` };
  }
}

const isDecimalList = (text) =>
  /^\d{1,3}(\s*,\s*\d{1,3})+\s*,?$/.test(text) && /(^|\D)(\d|\d{3})(?=\D|$)/.test(text);

/** `{ 0x08, 112 }`, with whatever stands before it, as `const uint8_t payload[] =`. */
function fromArray(text) {
  const inside = text
    .replace(/^[^{]*\{/s, "")
    .replace(/^\[/, "")
    .replace(/[}\]]\s*;?$/, "");
  const items = inside.split(/[\s,]+/).filter((item) => item !== "");
  // Nobody writes a decimal as 08: such a byte, or one with a letter, makes all of them hex.
  const bare =
    items.every((item) => /^[\da-f]{1,2}$/i.test(item)) &&
    items.some((item) => /[a-f]|^0\d/i.test(item));
  const prefixed = (item) => /^0x[\da-f]+$/i.test(item);
  const number = (item) => {
    if (bare || prefixed(item)) return Number.parseInt(item, 16);
    return /^\d+$/.test(item) ? Number(item) : item;
  };
  const mixed = items.some(prefixed)
    ? "decimal numbers, and hex where 0x says so"
    : "decimal numbers";
  return checked(items.map(number), bare || items.every(prefixed) ? "hex bytes" : mixed, items);
}

/** Bytes up to the first item that is none. */
function checked(values, what, items = values) {
  const bad = values.findIndex((value) => !Number.isInteger(value) || value < 0 || value > 255);
  const said = what && `Read as ${what}.`;
  if (bad < 0) return { bytes: values, said };
  const given = typeof items[bad] === "string" ? items[bad] : JSON.stringify(items[bad]);
  return {
    bytes: values.slice(0, bad),
    problem: `Item ${bad + 1} of the array is ${given}; a byte is a whole number from 0 to 255 (0x00 to 0xff).${kept(bad)}`,
  };
}

/** What is said of the bytes before a problem. */
function kept(count) {
  if (count === 0) return "";
  return count === 1 ? " The byte before it is shown." : ` The ${count} bytes before it are shown.`;
}

function fromText(text) {
  try {
    const bytes = [...bytesOf(text)];
    return { bytes, said: isHex(text) ? "Read as hex." : "Read as base64." };
  } catch (error) {
    const digits = /^\s*((0x)?[\da-f]{2}[\s,:]*)*/i.exec(plainHex(text))[0];
    const bytes = digits.trim() === "" ? [] : [...bytesOf(digits, "hex")];
    const problem = error.message.replace(/^./, (letter) => letter.toUpperCase());
    return { bytes, problem: `${problem}.${kept(bytes.length)}` };
  }
}
