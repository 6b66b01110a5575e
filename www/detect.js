// Which model a payload is of. Without the models' names, so that the worker can have it, too.
import { codecFor, detectModels, models } from "milesight-codec";

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

/** The models that know a whole payload. */
export const knowing = (bytes, direction) =>
  direction === "Uplink"
    ? detectModels(bytes)
    : models.filter((model) => understood(model, bytes, direction) === bytes.length);

/** The model that gets furthest in a payload that none knows as a whole; nothing where none starts. */
export function furthest(bytes, direction) {
  const [[count, best]] = models
    .map((model) => [understood(model, bytes, direction), model])
    .sort(([one], [other]) => other - one);
  return count > 0 ? best : undefined;
}
