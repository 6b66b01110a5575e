// Decoded payloads as rows and as columns, for databases and data frames.
import { isObject } from "./servers.js";

/** See index.d.ts. */
export function points(decoded, time, { fields = [] } = {}) {
  const units = new Map(fields.map(({ path, unit }) => [path, unit]));
  const rows = [];
  const add = (path, field, value, at) =>
    rows.push({ path, value, unit: units.get(field), time: at });

  function walk(value, path, field, at) {
    if (Array.isArray(value)) {
      for (const [index, entry] of value.entries()) {
        const own = ownTime(entry);
        const name = own === undefined ? `${path}[${index}]` : "";
        walk(entry, name, `${field}[]`, own ?? at);
      }
    } else if (isObject(value)) {
      for (const [name, part] of Object.entries(value)) {
        const isTime = name === "timestamp" && field.endsWith("[]") && ownTime(value) === at;
        if (!isTime) walk(part, joined(path, name), joined(field, name), at);
      }
    } else if (value !== undefined && value !== null) {
      add(path, field, value, at);
    }
  }

  walk(decoded?.data ?? {}, "", "", time);
  return rows;
}

const joined = (path, name) => (path === "" ? name : `${path}.${name}`);

/** The time of a record that a device had stored, in ISO 8601. */
function ownTime(entry) {
  const seconds = isObject(entry) ? entry.timestamp : undefined;
  return Number.isInteger(seconds) ? new Date(seconds * 1000).toISOString() : undefined;
}

/** See index.d.ts. */
export function denseColumns({ count, columns }) {
  const dense = {};
  for (const [path, { rows, values, labels, entries }] of Object.entries(columns)) {
    const column = new Array(count).fill(null);
    for (let at = 0; at < rows.length; at += 1) {
      const value = labels ? labels[values[at]] : values[at];
      if (entries) {
        column[rows[at]] ??= [];
        column[rows[at]][entries[at]] = value;
      } else {
        column[rows[at]] = value;
      }
    }
    dense[path] = entries ? column.map(filled) : column;
  }
  return dense;
}

/** A list with null where an entry lacks the field. */
const filled = (list) => list && Array.from(list, (value) => value ?? null);
