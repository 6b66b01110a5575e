// Which model a payload is of. Without the models' names, so that the worker can have it, too.
import { codecFor, detectModels, models } from "milesight-codec";

/** No LoRaWAN payload is longer, in bytes. */
const LONGEST = 242;

/** Of a longer one so many bytes decide and are shown first: a key in it must not wait for more. */
const BEGINNING = 128;

export const beginningOf = (bytes) => (bytes.length > LONGEST ? bytes.slice(0, BEGINNING) : bytes);

/** The last payload's explanations: the one that decides on the model is the one that is shown. */
let explained = { bytes: undefined, known: new Map() };

/** A model's `explainUplink` or `explainDownlink` of bytes. */
export function explain(model, direction, bytes) {
  if (explained.bytes !== bytes) explained = { bytes, known: new Map() };
  const key = `${direction} ${model}`;
  if (!explained.known.has(key)) {
    explained.known.set(key, codecFor(model)[`explain${direction}`]({ bytes }));
  }
  return explained.known.get(key);
}

/** The number of bytes in channels that a model knows; a truncated channel counts half a byte. */
function understood(model, bytes, direction) {
  const { spans } = explain(model, direction, bytes);
  const known = spans.filter(({ kind }) => kind === "channel");
  const sum = known.reduce((all, { length }) => all + length, 0);
  // A channel that is cut short was recognised, but says less than any whole byte.
  return sum + (spans.some(({ kind }) => kind === "truncated") ? 0.5 : 0);
}

/** A long downlink with problems counts as not known: to explain it takes each model up to 80 ms. */
function knowsDownlink(model, bytes) {
  const { warnings, errors } = codecFor(model).decodeDownlink({ bytes });
  if (!warnings && !errors) return true;
  return bytes.length <= LONGEST && understood(model, bytes, "Downlink") === bytes.length;
}

/** The models that know a whole payload. */
export const knowing = (bytes, direction) =>
  direction === "Uplink"
    ? detectModels(bytes)
    : models.filter((model) => knowsDownlink(model, bytes));

/** So many bytes, which all models explain, rule out most of them. */
const FIRST = 48;

/** Returns true if a model knows a payload's beginning to the channel that it ends in. */
const reachesEnd = (model, direction, beginning) =>
  explain(model, direction, beginning).spans.every(({ kind }) => kind !== "unknown");

/** Tells of a payload that none knows as a whole, by the name of the model that `furthest` found. */
export const notWhole = (name) =>
  `no model decodes the whole payload; ${name} is the first that gets furthest`;

/** The model that gets furthest in a payload that none knows as a whole; nothing where none starts. */
export function furthest(bytes, direction) {
  const first = bytes.slice(0, FIRST);
  const left = models.filter((model) => reachesEnd(model, direction, first));
  const own = beginningOf(bytes);
  const past = own !== bytes && left.find((model) => reachesEnd(model, direction, own));
  if (past) return past;
  const [[count, best]] = (left.length > 0 ? left : models)
    .map((model) => [understood(model, own, direction), model])
    .sort(([one], [other]) => other - one);
  return count > 0 ? best : undefined;
}
