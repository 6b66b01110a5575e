// The models: their names for people, and which one a payload is of.

import devices from "examples";
import { codecFor, detectModels, models } from "milesight-codec";
import { furthest, knowing } from "./detect.js";
import { make } from "./dom.js";

export { codecFor, detectModels, models };

/** The device's name: "VS321". */
export const shortName = (model) => devices[model].device.split(" ")[0];

/** "VS321 AI occupancy sensor" */
export const longName = (model) => devices[model].device;

/** What the guides show of a model: `{ name, bytes }` uplinks and `{ name, data }` commands. */
export const examplesOf = (model) => devices[model].examples;

/** Options of a select: all models. */
export const modelOptions = () =>
  models.map((model) => make("option", { value: model }, longName(model)));

/** Several names as a person says them: "WS523 or WS52x". */
export const either = (names) =>
  names.length < 2 ? names.join() : `${names.slice(0, -1).join(", ")} or ${names.at(-1)}`;

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
    return { model: known[0], said: `Decodes as ${either(known.map(shortName))}.` };
  }
  const model = furthest(bytes, direction);
  if (model === undefined) return { said: "No model knows how this payload begins." };
  return { model, said: `No model knows the whole payload; ${shortName(model)} gets furthest.` };
}
