// The models: their names for people, and which one a payload is of.

import devices from "examples";
import { codecFor, detectModels, models } from "milesight-codec";
import { beginningOf, explain, furthest, knowing, notWhole } from "./detect.js";
import { byId } from "./dom.js";
import { sentence } from "./payload/text.js";
import { Picker } from "./picker.js";

export { beginningOf, codecFor, detectModels, explain, models };

/** The device's name: "VS321". */
export const shortName = (model) => devices[model].device.split(" ")[0];

/** "VS321 AI occupancy sensor" */
export const longName = (model) => devices[model].device;

/** The guides' examples of a model: `{ name, bytes }` for uplinks and `{ name, data }` for commands. */
export const examplesOf = (model) => devices[model].examples;

/** The digits of 26 bytes, which with the gaps between channels fit a line of a laptop. */
const LINE = 52;

/** The uplink that the page opens with: the longest example that fits on a line. */
export const sample = () =>
  models
    .flatMap((model) => examplesOf(model).flatMap(({ bytes }) => bytes ?? []))
    .filter(({ length }) => length <= LINE)
    .reduce((longest, other) => (other.length > longest.length ? other : longest), "");

/** The letters that a name begins with: the vendor names its series so. */
const familyOf = (model) => /^[A-Za-z]*/.exec(shortName(model))[0];

/** The models by family, in the order of their names: `[family, models]`. */
export function families() {
  const found = new Map();
  for (const model of [...models].sort()) {
    const family = familyOf(model);
    found.set(family, [...(found.get(family) ?? []), model]);
  }
  return [...found];
}

/** A picker of all models; `none` names the choice of no model. */
export function modelPicker(id, none) {
  const options = families().flatMap(([family, members]) =>
    members.map((value) => ({ value, name: longName(value), family: `${family} series` })),
  );
  return new Picker(byId(`${id}-place`), { id, options, none });
}

/** Several names as a phrase: "WS523 or WS52x", and for many "EM300-DI or 17 others". */
function either(names) {
  const shown = names.length > 3 ? [names[0], `${names.length - 1} others`] : names;
  return shown.length < 2 ? shown.join() : `${shown.slice(0, -1).join(", ")} or ${shown.at(-1)}`;
}

const explained = new Map();

/** The model's fields by path. They do not change, so they are asked for once. */
export function fieldsOf(model) {
  if (!explained.has(model)) {
    explained.set(
      model,
      new Map(
        codecFor(model)
          .fields()
          .map((field) => [field.path, field]),
      ),
    );
  }
  return explained.get(model);
}

/** The model that a payload is of, and how sure that is; no model where none gets anywhere. */
export function detect(bytes, direction) {
  const known = knowing(bytes, direction);
  if (known.length > 0) {
    const names = either(known.map(shortName));
    return { model: known[0], names, said: `Decodes as ${names}.` };
  }
  const model = furthest(bytes, direction);
  if (model === undefined) return { said: "No model knows how this payload begins." };
  return { model, said: `${sentence(notWhole(shortName(model)))}.` };
}
