// The model that a payload or a command is for.
import { findModel } from "../events/names.js";
import { member } from "../events/servers.js";
import { codecFor, detectModels, models } from "../index.js";
import { nearest, Usage } from "./arguments.js";
import { quoted } from "./print.js";

/** Stands for the model if it is to be detected. */
export const AUTO = "auto";

/** A model's codec by its name or alias: made once, since a stream may name one in each line. */
const codecs = new Map();
export function codecOf(name) {
  const key = name.toLowerCase();
  if (!codecs.has(key)) codecs.set(key, codecFor(name));
  return codecs.get(key);
}

/**
 * Takes the model's name from `--model` or from the first word. Gives the codec, or nothing for
 * "auto", which only some commands know, and the words that are left. With `--model-from`, no name is
 * needed: `optional`.
 */
export function modelOf(options, words, { auto = false, optional = false } = {}) {
  const [name, ...rest] = options.model === undefined ? words : [options.model, ...words];
  const allowed = `the models are ${models.join(", ")}${auto ? `; ${AUTO} finds it out` : ""}`;
  if (name === undefined) {
    if (optional) return { words };
    throw new Usage(`no model given; ${allowed}`);
  }
  if (auto && name.toLowerCase() === AUTO) return { auto: true, words: rest };
  try {
    return { codec: codecOf(name), words: rest };
  } catch {
    if (optional && options.model === undefined) return { words };
    throw new Usage(`unknown model: ${quoted(name)}${nearest(name, models)}; ${allowed}`);
  }
}

/** The codec for a command that takes a model and nothing besides. */
export function onlyModel(options, others) {
  const { codec, words } = modelOf(options, others);
  if (words.length === 0) return codec;
  const besides = words.map(quoted).join(", ");
  throw new Usage(`one model at a time: got ${besides} besides`);
}

/** So many devices are remembered; a stream of more begins anew. */
const MOST_DEVICES = 100_000;

/**
 * Decodes uplinks whose model is not known. A device keeps its model: the models that decoded all of its payloads
 * so far are tried first, which decides between models that share channels.
 */
export class Detector {
  #known = new Map();

  decode(input, device) {
    const known = device === undefined ? undefined : this.#known.get(device);
    const own = known && resultsOf(known, input);
    const clean = own?.filter(([, { warnings, errors }]) => !warnings && !errors) ?? [];
    if (clean.length > 0 && agree(clean)) return this.#found(clean, device, known);
    const results = resultsOf(detectModels(input.bytes), input);
    if (results.length > 0) {
      return agree(results) ? this.#found(results, device) : disagreement(results);
    }
    // If no model decodes the whole payload, the device's own model is used.
    if (own && !own[0][1].errors) return { models: known, ...own[0][1] };
    return furthest(input) ?? refused(input);
  }

  #found(results, device, known) {
    if (device !== undefined && known?.length !== results.length) {
      if (this.#known.size >= MOST_DEVICES) this.#known.clear();
      this.#known.set(
        device,
        results.map(([model]) => model),
      );
    }
    return { models: results.map(([model]) => model), ...results[0][1] };
  }
}

/** Decodes an uplink by the models that decode the whole of it, which must agree. */
export function decodeByAny(input) {
  const results = resultsOf(detectModels(input.bytes), input);
  if (results.length === 0) return failed("no model decodes the whole payload");
  return agree(results)
    ? { models: results.map(([model]) => model), ...results[0][1] }
    : disagreement(results);
}

function disagreement(results) {
  const names = results.map(([model]) => model).join(", ");
  return failed(`decoded differently by ${names}; name the model`);
}

const resultsOf = (names, input) => names.map((name) => [name, codecOf(name).decodeUplink(input)]);

function agree([[, first], ...others]) {
  if (others.length === 0) return true;
  const text = JSON.stringify(first);
  return others.every(([, result]) => JSON.stringify(result) === text);
}

/** The result of the first model that gets furthest, with a warning; undefined if no model decodes any byte. */
function furthest(input) {
  const found = furthestModels(input.bytes);
  if (found.length === 0) return undefined;
  const { warnings = [], ...result } = codecOf(found[0]).decodeUplink(input);
  return { models: [found[0]], ...result, warnings: [notWhole(found), ...warnings] };
}

function notWhole([model, ...others]) {
  const whole = "no model decodes the whole payload";
  return others.length === 0
    ? `${whole}; ${model} gets furthest`
    : `${whole}; the first of ${others.length + 1} that get furthest is ${model}`;
}

/** The error of a payload in which no model decodes anything: for bytes that are none, the codec's own. */
function refused({ bytes }) {
  const { spans, errors } = codecOf(models[0]).explainUplink({ bytes });
  const isPayload = spans.length > 0;
  return isPayload ? failed("no model decodes any channel of the payload") : { data: {}, errors };
}

/** The models that decode the most bytes of a payload; none where none decodes any. */
function furthestModels(bytes) {
  const counts = models.map((name) => decodedBytes(codecOf(name).explainUplink({ bytes })));
  const most = Math.max(...counts);
  return most > 0 ? models.filter((_, index) => counts[index] === most) : [];
}

/** The bytes of channels that were decoded. One cut short was recognised, but says less than any whole byte. */
function decodedBytes({ spans }) {
  const whole = spans.filter(({ kind }) => kind === "channel");
  const cut = spans.some(({ kind }) => kind === "truncated") ? 0.5 : 0;
  return whole.reduce((sum, { length }) => sum + length, cut);
}

/** The codec to explain an uplink by, and the models that decode the whole of it; `warning` if none does. */
export function explainerOf(bytes) {
  const found = detectModels(bytes);
  if (found.length > 0) return { codec: codecOf(found[0]), models: found };
  const best = furthestModels(bytes);
  if (best.length === 0) return undefined;
  return { codec: codecOf(best[0]), models: [best[0]], warning: notWhole(best) };
}

/** A result like those of a codec that decoded nothing. */
export function failed(message) {
  return { data: {}, errors: [message] };
}

/** The codec that a member or column of a record names; an error where it names none. */
export function codecNamedIn(record, path, header) {
  if (record.kind === "text") {
    return { error: `no model: a payload that is text has no member ${path}; name MODEL` };
  }
  const name =
    record.kind === "row" ? record.cells[columnAt(header, path)] : member(record.object, path);
  if ((name ?? "") === "") return { error: `no model: nothing at ${path}` };
  const model = findModel(name);
  if (model === undefined) {
    const given = typeof name === "string" ? quoted(name) : `a value of type ${typeof name}`;
    return {
      error: `no model: got ${given} at ${path}; the models are ${models.join(", ")}`,
    };
  }
  return { codec: codecOf(model) };
}

/** The number of a column, whose name may be written in any case. */
function columnAt(header, name) {
  const at = header.findIndex((cell) => cell.trim().toLowerCase() === name.toLowerCase());
  if (at >= 0) return at;
  throw new Usage(`--model-from: no column ${quoted(name)} in the table`);
}
