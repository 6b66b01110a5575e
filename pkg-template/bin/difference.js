// The differences between two decoders' data, each with its reason.
import { departures } from "./departures.js";

/** Numbers this near are the same value, computed in another way: 27.3 and 27.300000000000001. */
const NEAR = 1e-9;

/**
 * Returns the differences: `{ path, ours, theirs, kind, reason }`. A value that one decoder lacks is undefined.
 * `kind` is `departure`, `renamed`, `spelling`, `rounding`, `missing`, `added` or `value`. `models` are those
 * that the payload may be of, whose listed departures explain differences.
 */
export function differences({ data, warnings = [] }, other, models) {
  const ours = leavesOf(data);
  const theirs = leavesOf(other);
  const listed = models.flatMap((model) => departures[model]).filter(isShown(warnings));
  const ofFields = listed.filter(({ fields }) => fields.length > 0);
  const departureOf = (path) =>
    ofFields.find((departure) => concerns(departure, path, ours)) ??
    listed.find(({ fields }) => fields.length === 0);
  const isFree = (path) => !ofFields.some((departure) => concerns(departure, path, ours));
  const renamed = renamedIn(ours, theirs, isFree);
  const found = [];
  for (const path of new Set([...ours.keys(), ...theirs.keys()])) {
    const pair = { path, ours: ours.get(path), theirs: theirs.get(path) };
    if (Object.is(pair.ours, pair.theirs) || renamed.has(path)) continue;
    found.push({ ...pair, ...reasonFor(pair, departureOf(path)) });
  }
  for (const [path, from] of renamed) {
    if (!ours.has(path)) continue;
    const value = ours.get(path);
    const reason = `the script calls it ${from}`;
    found.push({ path, ours: value, theirs: value, kind: "renamed", reason });
  }
  return found;
}

/** Returns true for departures that a payload with these warnings can show. */
const isShown = (given) => (departure) =>
  departure.warnings.length === 0 ||
  departure.warnings.some((part) => given.some((text) => text.includes(part)));

/** Returns true for the departure's own fields, and for those that it displaces where its own are there. */
function concerns({ fields, displaced }, path, ours) {
  if (fields.some((field) => isWithin(path, field))) return true;
  if (!displaced.some((field) => isWithin(path, field))) return false;
  return [...ours.keys()].some((own) => fields.some((field) => isWithin(own, field)));
}

const isWithin = (path, field) =>
  path.startsWith(field) && [undefined, ".", "["].includes(path[field.length]);

function reasonFor({ ours, theirs }, departure) {
  if (isNear(ours, theirs))
    return { kind: "rounding", reason: "the same number, but for rounding" };
  if (typeof ours !== typeof theirs && String(ours) === String(theirs)) {
    return { kind: "spelling", reason: `${typeof theirs} in the script, ${typeof ours} here` };
  }
  if (departure) {
    return { kind: "departure", reason: `departure ${departure.id}: ${departure.why}` };
  }
  if (ours === undefined) return { kind: "missing", reason: "the script alone has it" };
  if (theirs === undefined) return { kind: "added", reason: "the script does not have it" };
  return { kind: "value", reason: "another value" };
}

function isNear(one, other) {
  if (typeof one !== "number" || typeof other !== "number") return false;
  return Math.abs(one - other) <= NEAR * Math.max(Math.abs(one), Math.abs(other));
}

/**
 * The fields that are the same under another name, both ways: of those that one side alone has, two with one
 * value that nothing else has.
 */
function renamedIn(ours, theirs, isFree) {
  const mine = byValue(ours, theirs, isFree);
  const names = new Map();
  for (const [value, path] of byValue(theirs, ours, isFree)) {
    const own = mine.get(value);
    if (own === undefined || path === undefined) continue;
    names.set(own, path);
    names.set(path, own);
  }
  return names;
}

/** The free paths that the other does not have, by value; undefined where several have it. */
function byValue(leaves, other, isFree) {
  const found = new Map();
  for (const [path, value] of leaves) {
    if (!other.has(path) && isFree(path)) found.set(value, found.has(value) ? undefined : path);
  }
  return found;
}

/** The values within data, by path. */
function leavesOf(data, path = "", found = new Map()) {
  if (typeof data !== "object" || data === null) {
    if (data !== undefined) found.set(path, data);
    return found;
  }
  for (const [name, value] of Object.entries(data)) {
    const step = Array.isArray(data) ? `[${name}]` : `${path === "" ? "" : "."}${name}`;
    leavesOf(value, path + step, found);
  }
  return found;
}
