// The model that a command is for.
import { codecFor, detectModels, models } from "../index.js";
import { Usage } from "./arguments.js";

/** What stands for the model where it is to be found out. */
export const AUTO = "auto";

/**
 * Takes the model's name from `--model` or from the first word. Gives the codec, or nothing for
 * "auto", which only some commands know, and the words that are left.
 */
export function modelOf(options, words, { auto = false } = {}) {
  const [name, ...rest] = options.model === undefined ? words : [options.model, ...words];
  const allowed = `the models are ${models.join(", ")}${auto ? `; ${AUTO} finds it out` : ""}`;
  if (name === undefined) throw new Usage(`no model given; ${allowed}`);
  if (auto && name.toLowerCase() === AUTO) return { codec: undefined, words: rest };
  try {
    return { codec: codecFor(name), words: rest };
  } catch {
    throw new Usage(`unknown model: ${JSON.stringify(name)}; ${allowed}`);
  }
}

/** The codec for a command that takes a model and nothing besides. */
export function onlyModel(options, others) {
  const { codec, words } = modelOf(options, others);
  if (words.length === 0) return codec;
  const besides = words.map((word) => JSON.stringify(word)).join(", ");
  throw new Usage(`one model at a time: got ${besides} besides`);
}

/** Decodes by the models that know the whole payload, which must agree. */
export function decodeByAny(input) {
  const found = detectModels(input.bytes);
  const results = found.map((model) => codecFor(model).decodeUplink(input));
  if (results.length === 0) {
    return failed("no model knows the whole payload; name the model to decode what can be decoded");
  }
  if (new Set(results.map((result) => JSON.stringify(result))).size > 1) {
    return failed(`${found.join(" and ")} know it, and decode it differently; name the model`);
  }
  return { models: found, ...results[0] };
}

/** A result like those of a codec that decoded nothing. */
export function failed(message) {
  return { data: {}, errors: [message] };
}
