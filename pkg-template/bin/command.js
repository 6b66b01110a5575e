// A command as pairs: `report_interval=1200 delay_task.delay_time=60`.
import { Usage } from "./arguments.js";

/**
 * The command that pairs of path and value stand for. Texts are texts and numbers are numbers where
 * the field's kind says so; elsewhere what is JSON is read as JSON, and the rest is text.
 */
export function commandOf(pairs, fields) {
  const kinds = new Map(fields.map(({ path, kind, labels }) => [path, { kind, labels }]));
  const command = {};
  for (const pair of pairs) {
    const [, path, text] = /^([^=]*)=(.*)$/s.exec(pair);
    const names = path.split(/[.[]/).map((name) => name.replace(/\]$/, ""));
    const field = kinds.get(path.replace(/\[\d+\]/g, "[]"));
    put(command, names, read(text, field), path);
  }
  return command;
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
