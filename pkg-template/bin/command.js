// A command as pairs: `report_interval=1200 delay_task.delay_time=60`.
import { Usage } from "./arguments.js";
import { beginsAsJson } from "./json.js";
import { QUOTED, quoted } from "./print.js";

/** No command is nested as deeply. */
const DEEPEST = 16;

/** Returns true for a word that is meant as a pair: it is no JSON. Its field may have no such name. */
export const isPair = (word) => /^[^\s{}"=]+=/.test(word) && !word.startsWith("[");

/**
 * The command that pairs of path and value stand for. Texts are texts and numbers are numbers where
 * the field's kind says so; elsewhere what is JSON is read as JSON, and the rest is text.
 */
export function commandOf(pairs, fields) {
  const kinds = new Map(fields.map(({ path, kind, labels }) => [path, { kind, labels }]));
  const command = {};
  for (const pair of pairs) {
    if (!isPair(pair)) throw new Usage(noPair(pair));
    const [, path, text] = /^([^=]*)=(.*)$/s.exec(pair);
    const shown = path.length > QUOTED ? `${path.slice(0, QUOTED)}…` : path;
    const names = path.split(/[.[]/).map((name) => name.replace(/\]$/, ""));
    const field = kinds.get(path.replace(/\[\d+\]/g, "[]"));
    if (names.length > DEEPEST) {
      throw new Usage(`${shown}: ${names.length} names deep; allowed: ${DEEPEST} at most`);
    }
    put(command, names, read(text, field), shown);
  }
  return command;
}

/** Why a word cannot stand among pairs. */
function noPair(word) {
  const given = quoted(word);
  if (beginsAsJson(word)) return `a command is either JSON or pairs: got ${given} among pairs`;
  return `${given} among pairs lacks =VALUE, as in reboot=yes`;
}

function read(text, { kind, labels } = {}) {
  if (kind === "hex" || labels?.includes(text)) return text;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function put(object, names, value, path) {
  const [name, ...rest] = names;
  if (rest.length === 0) {
    if (Object.hasOwn(object, name)) throw new Usage(`${path} is given twice`);
    set(object, name, value);
    return;
  }
  if (!Object.hasOwn(object, name)) set(object, name, /^\d+$/.test(rest[0]) ? [] : {});
  if (typeof object[name] !== "object" || object[name] === null) {
    throw new Usage(`${path}: ${name} has a value already`);
  }
  put(object[name], rest, value, path);
}

/** Makes a member, even one that is called `__proto__`. */
function set(object, name, value) {
  Object.defineProperty(object, name, {
    value,
    enumerable: true,
    configurable: true,
    writable: true,
  });
}
