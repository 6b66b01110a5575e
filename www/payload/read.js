// Reads a pasted text as payloads: one or several, as text or in events of network servers.
import { detectModels } from "milesight-codec";
import { grouped } from "../number.js";
import {
  commandsIn,
  deviceOf,
  modelOf,
  payloadOf,
  rawTimeOf,
  readingOf,
  serverOf,
  timeFrom,
  withoutOption,
} from "./event.js";
import { checked, fromHexOr, LONGEST, quoted, readText, sentence } from "./text.js";

/** So many payloads are shown at once; more are a file. */
const MOST = 200;

/** So many lines are looked at one by one; more are a file. */
const LINES = 1000;

/** A longer text is a file, in characters. */
const LONGEST_OF_ALL = 1 << 20;

/**
 * Reads a pasted text. Gives a list of `{ bytes, said, problem?, fPort?, time?, device?, model?, direction?,
 * many? }`. `said` is how it was read. With a `problem`, `bytes` are those before it. Nothing makes it throw.
 */
export function read(text) {
  try {
    return readings(text);
  } catch (error) {
    return [
      { bytes: [], problem: `This cannot be read: ${quoted(sentence(String(error?.message)))}.` },
    ];
  }
}

function readings(text) {
  const trimmed = text.trim();
  if (trimmed === "") return [];
  if (trimmed.length > LONGEST_OF_ALL) return [{ ...readText(trimmed) }];
  const json = jsonIn(trimmed);
  if (json) return capped(json);
  const lines = trimmed.split("\n").filter((line) => line.trim() !== "");
  if (lines.length > LINES) {
    const count = grouped(lines.length);
    return [{ bytes: [], many: true, problem: `The text has ${count} lines; open it as a file.` }];
  }
  if (lines.length > 1 && areSeveral(lines)) {
    return capped(lines.flatMap((line) => jsonIn(line.trim()) ?? [readText(line)]));
  }
  return [readText(text)];
}

const capped = (all) =>
  all.length <= MOST
    ? all
    : [...all.slice(0, MOST - 1), { ...all[MOST - 1], many: true, more: all.length - MOST }];

/** A command that the page itself copies, or one like it: the object or the digits in it. */
function shellCommand(text) {
  const digits = /(?:^|\s)--frm-payload[= ]["']?([\da-f]+)/i.exec(text)?.[1];
  if (digits) {
    return {
      ...fromHexOr(digits, "hex"),
      said: "Read as a command line of The Things Stack.",
      direction: "Downlink",
    };
  }
  const body = /(?:^|\s)(?:-d|--data|--data-raw|-m|--message)[= ]'(\{.*\})'/s.exec(text)?.[1];
  return body === undefined ? undefined : parsed(body).value;
}

/** The payloads of a text that is or has JSON; nothing where it has none. */
function jsonIn(text) {
  if (/^(curl|mosquitto_pub|ttn-lw-cli|grpcurl)\s/.test(text)) {
    const found = shellCommand(text);
    if (found?.bytes) return [found];
    if (found) return fromJson(found);
  }
  // Before it a topic may stand, as `mosquitto_sub -v` prints it.
  const behindTopic = /^[^\s{}[\]"]+\s+(\{.*)$/s.exec(text)?.[1];
  const json = behindTopic ?? text;
  if (!/^[{[]/.test(json)) return undefined;
  const { value, problem } = parsed(json);
  if (value !== undefined) return fromJson(value);
  const all = valuesOf(json);
  if (all) return all.flatMap(fromJson);
  if (/^[{[]\s*"/.test(json) || /^\[\s*\{/.test(json)) {
    return [{ bytes: [], problem: `This looks like JSON, but is not: ${quotedAt(problem)}` }];
  }
  return undefined;
}

/** A parser's message quotes the text, which may be long. */
const quotedAt = (message) => (message.length > 200 ? `${message.slice(0, 200)}…` : message);

/** Several values after one another, each of one line or more; nothing where one of them is broken. */
function valuesOf(text) {
  const values = [];
  let from = 0;
  let depth = 0;
  for (const { 0: part, index } of text.matchAll(/"(?:[^"\\]|\\.)*"|[[\]{}]/gs)) {
    if (part === "{" || part === "[") depth += 1;
    if (part !== "}" && part !== "]") continue;
    depth -= 1;
    if (depth > 0) continue;
    const own = text.slice(from, index + 1).replace(/^[^{[]*/, "");
    const { value } = parsed(own);
    if (value === undefined) return undefined;
    values.push(value);
    from = index + 1;
  }
  return values.length > 1 && text.slice(from).trim() === "" ? values : undefined;
}

function parsed(text) {
  try {
    return { value: JSON.parse(text) };
  } catch (error) {
    return { problem: error.message };
  }
}

/**
 * Returns true if lines are payloads of their own. A payload may be wrapped: then all lines but the last are
 * of one length, and as a whole they decode, or none of them decodes alone.
 */
function areSeveral(lines) {
  if (lines.some((line) => /^\s*[{[]|\{.*\}/.test(line)))
    return lines.every((line) => /[{[].*[}\]]/.test(line));
  if (!lines.every((line) => isPayload(line))) return false;
  const known = (text) => detectModels(readText(text).bytes).length > 0;
  const joined = readText(lines.join("\n"));
  const whole = !joined.problem && detectModels(joined.bytes).length > 0;
  const alone = lines.filter(known).length;
  if (alone === lines.length) return true;
  if (whole) return false;
  const [first] = lines;
  const wrapped =
    lines.slice(0, -1).every((line) => line.length === first.length) &&
    lines.at(-1).length <= first.length;
  return alone > 0 || !wrapped;
}

const isPayload = (line) => {
  const { bytes, problem } = readText(line);
  return problem === undefined && bytes.length > 1;
};

function fromJson(value) {
  if (Array.isArray(value)) return fromList(value);
  if (typeof value !== "object" || value === null) return [readText(String(value))];
  return commandsIn(value).map(fromEvent);
}

function fromList(list) {
  const [first] = list;
  if (typeof first === "object" && first !== null) {
    return list.flatMap((each) => {
      if (Array.isArray(each)) return [checked(each, "decimal numbers")];
      return typeof each === "object" && each !== null ? commandsIn(each).map(fromEvent) : [];
    });
  }
  // Bytes in quotes, as some logs have them; longer texts are payloads.
  const texts = list.length > 0 && list.every((item) => typeof item === "string");
  if (texts && list.every((item) => /^(0x)?[\da-f]{1,3}$/i.test(item)))
    return [readText(`[${list.join(", ")}]`)];
  if (texts) return list.map((item) => readText(item));
  return [checked(list, "decimal numbers")];
}

function fromEvent(value) {
  const reading = readingOf(value);
  const server = serverOf(reading);
  const time = timeFrom(rawTimeOf(reading));
  const event = { time, device: deviceOf(reading), model: modelOf(reading) };
  try {
    const found = payloadOf(value);
    const port = found?.fPort ?? value.fPort;
    event.fPort = typeof port === "number" || typeof port === "string" ? port : undefined;
    if (found === undefined) {
      return { ...event, bytes: [], problem: `This is ${server}, but there is no payload in it.` };
    }
    if (found.downlink) event.direction = "Downlink";
    return { ...event, ...bytesIn(found), said: `Read as ${server}.` };
  } catch (error) {
    return { ...event, bytes: [], problem: `This is ${server}: ${withoutOption(error.message)}.` };
  }
}

function bytesIn({ payload, form }) {
  if (typeof payload !== "string") return checked(Array.isArray(payload) ? payload : [payload], "");
  if (payload.length > LONGEST) return readText(payload);
  const { bytes, problem } = fromHexOr(payload, form);
  return { bytes, problem };
}
