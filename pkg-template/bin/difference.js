// The differences between two decoders' data, each with its reason.

/** Numbers this near are the same value, computed in another way: 27.3 and 27.300000000000001. */
const NEAR = 1e-9;

/**
 * Fields in which this codec departs from the vendor's published one, as a guide says otherwise: the
 * list of README.md, by its numbers there. Each tells by the field, or by the warnings of this codec.
 */
const departures = [
  { number: 1, field: /^ipso_version$/, why: "the guide's version is v1, not v0.1" },
  { number: 2, field: /(^|\.)msgid$/, why: "a random number is no value of the device" },
  { number: 3, field: /^power_outage_alarm$/, why: "the vendor's codec does not decode it" },
  { number: 4, field: /^socket_status_source$/, why: "tells a switch by hand from the rest" },
  { number: 5, field: /^history\b/, why: "the vendor's codec swaps the kinds of records" },
  { number: 6, field: /^fetch_history_result$/, why: "the vendor's codec does not decode it" },
  { number: 7, field: /^delay_task\b/, why: "the vendor's codec puts it into socket_status" },
  { number: 9, field: /^report_type$/, why: "labels follow the guide" },
  {
    number: 8,
    warning: /cut short|unknown channel/,
    why: "bytes that are missing or unknown give a warning, and no value",
  },
];

/**
 * The differences: `{ path, ours, theirs, kind, reason }`, where a value that one of them lacks is undefined.
 * `kind` is `departure`, `renamed`, `spelling`, `rounding`, `missing`, `added` or `value`.
 */
export function differences({ data, warnings = [] }, other) {
  const ours = leavesOf(data);
  const theirs = leavesOf(other);
  const renamed = renamedIn(ours, theirs);
  const delayed = [...ours.keys()].some((path) => path.startsWith("delay_task"));
  const found = [];
  for (const path of new Set([...ours.keys(), ...theirs.keys()])) {
    const pair = { path, ours: ours.get(path), theirs: theirs.get(path) };
    if (Object.is(pair.ours, pair.theirs) || renamed.has(path)) continue;
    found.push({ ...pair, ...reasonFor(pair, warnings, delayed) });
  }
  for (const [path, from] of renamed) {
    if (!ours.has(path)) continue;
    const value = ours.get(path);
    const reason = `the script calls it ${from}`;
    found.push({ path, ours: value, theirs: value, kind: "renamed", reason });
  }
  return found;
}

function reasonFor({ path, ours, theirs }, warnings, delayed) {
  if (isNear(ours, theirs))
    return { kind: "rounding", reason: "the same number, but for rounding" };
  if (typeof ours !== typeof theirs && String(ours) === String(theirs)) {
    return { kind: "spelling", reason: `${typeof theirs} in the script, ${typeof ours} here` };
  }
  const departure = departures.find(({ field, warning }) =>
    field ? field.test(path) : warnings.some((text) => warning.test(text)),
  );
  const delay =
    delayed && path === "socket_status" ? departures.find(({ number }) => number === 7) : undefined;
  const listed = delay ?? departure;
  if (listed) return { kind: "departure", reason: `departure ${listed.number}: ${listed.why}` };
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
function renamedIn(ours, theirs) {
  const mine = byValue(ours, theirs);
  const names = new Map();
  for (const [value, path] of byValue(theirs, ours)) {
    const own = mine.get(value);
    if (own === undefined || path === undefined) continue;
    names.set(own, path);
    names.set(path, own);
  }
  return names;
}

/** The paths that the other does not have, by value; undefined where several have it. */
function byValue(leaves, other) {
  const found = new Map();
  for (const [path, value] of leaves) {
    if (!other.has(path)) found.set(value, found.has(value) ? undefined : path);
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
