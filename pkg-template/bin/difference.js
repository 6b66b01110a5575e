// The differences between two decoders' data, each with its reason.
import { departures } from "./departures.js";

/** Numbers this near are the same value, computed in another way: 27.3 and 27.300000000000001. */
const NEAR = 1e-9;

/** Returns true for a difference that users who switch must know. */
export const isNews = ({ kind }) => kind !== "departure" && kind !== "rounding";

/**
 * Returns the differences of one payload between a result of this codec and the data of another, as
 * `{ path, ours, theirs, kind, reason }`. A value that one decoder lacks is undefined. `kind` is `departure`, `renamed`,
 * `spelling`, `rounding`, `missing`, `added`, `value` or, with an empty path, `error`. `codecs` are those of the models
 * that the payload may be of, whose listed departures explain differences.
 */
export function differences(result, other, codecs, bytes) {
  const found = compared(result, other, codecs);
  const mine = result.errors?.[0];
  if (found.length === 0 && mine !== undefined) {
    const reason = reasonOf(shownBy(result, codecs).find(isOfProblems)) ?? {
      kind: "error",
      reason: "this codec refuses it",
    };
    return [{ path: "", ours: mine, ...reason }];
  }
  if (!found.some(isNews)) return found;
  const end = endOf(result, codecs, bytes);
  if (end === undefined) return found;
  // The other must have what stands before that offset.
  const before = codecs[0].decodeUplink({ bytes: bytes.slice(0, end.offset) });
  const differing = compared(before, other, codecs)
    .filter((one) => isNews(one) && one.ours !== undefined)
    .map(({ path }) => path);
  return found.map((one) =>
    isNews(one) && !differing.includes(one.path) ? { ...one, ...reasonOf(end.departure) } : one,
  );
}

/** The difference of a payload at which the other decoder fails; none where this codec refuses it, too. */
export function failure(result, told, codecs, bytes) {
  if (result.errors !== undefined) return [];
  const { kind, reason } = reasonOf(endOf(result, codecs, bytes)?.departure) ?? { kind: "error" };
  const fails = `the script fails: ${told}`;
  return [{ path: "", kind, theirs: told, reason: reason ? `${reason}; ${fails}` : fails }];
}

/** The listed departures that a result can show. */
function shownBy({ warnings = [], errors = [] }, codecs) {
  const messages = [...warnings, ...errors];
  return codecs
    .flatMap(({ model }) => departures[model])
    .filter(
      ({ problems }) =>
        problems.length === 0 ||
        problems.some((part) => messages.some((message) => message.includes(part))),
    );
}

/** Returns true for a departure that problems show, and no field. */
const isOfProblems = ({ fields, affectsRest }) => fields.length === 0 && !affectsRest;

/** The departure that affects the rest of the payload, and the place of its channel. */
function endOf(result, codecs, bytes) {
  const ends = shownBy(result, codecs).filter(({ affectsRest }) => affectsRest);
  for (const { offset, kind, parts } of codecs[0]?.explainUplink({ bytes }).spans ?? []) {
    const departure = ends.find(({ fields }) =>
      fields.length === 0
        ? kind !== "channel"
        : parts.some(({ path }) => path && fields.some((field) => isWithin(path, field))),
    );
    if (departure) return { departure, offset };
  }
  return undefined;
}

const reasonOf = (departure) =>
  departure && { kind: "departure", reason: `departure ${departure.id}: ${departure.why}` };

function compared(result, other, codecs) {
  const ours = leavesOf(result.data);
  const theirs = leavesOf(other);
  const listed = shownBy(result, codecs);
  const ofFields = listed.filter(({ fields }) => fields.length > 0);
  const departureOf = (path) =>
    ofFields.find((departure) => concerns(departure, path, ours)) ?? listed.find(isOfProblems);
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

/** Returns true for the departure's own fields, and for those that it displaces where one of its own is present. */
function concerns({ fields, displaced }, path, ours) {
  if (fields.some((field) => isWithin(path, field))) return true;
  if (!displaced.some((field) => isWithin(path, field))) return false;
  return [...ours.keys()].some((own) => fields.some((field) => isWithin(own, field)));
}

/** The object that has the fields of a command that a device refused. */
const REQUEST = "device_response_result.request.";

function isWithin(path, field) {
  const own = path.startsWith(REQUEST) ? path.slice(REQUEST.length) : path;
  return own.startsWith(field) && [undefined, ".", "["].includes(own[field.length]);
}

function reasonFor({ ours, theirs }, departure) {
  if (isNear(ours, theirs))
    return { kind: "rounding", reason: "the same number, but for rounding" };
  if (typeof ours !== typeof theirs && String(ours) === String(theirs)) {
    return { kind: "spelling", reason: `${typeof theirs} in the script, ${typeof ours} here` };
  }
  if (departure) return reasonOf(departure);
  if (ours === undefined) return { kind: "missing", reason: "the script alone has it" };
  if (theirs === undefined) return { kind: "added", reason: "the script does not have it" };
  return { kind: "value", reason: "another value" };
}

function isNear(one, other) {
  if (typeof one !== "number" || typeof other !== "number") return false;
  return Math.abs(one - other) <= NEAR * Math.max(Math.abs(one), Math.abs(other));
}

/**
 * The fields that are the same under another name, both ways: one on each side, which the other side lacks, with
 * a value that no other field has.
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
