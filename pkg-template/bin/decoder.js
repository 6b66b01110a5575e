// The function that decodes records: by a model, or by the one that a payload turns out to be of.
import { Usage } from "./arguments.js";
import { codecNamedIn, Detector, failed, modelOf } from "./model.js";

export const decoderOptions = { model: "MODEL", "model-from": "PATH", downlink: true };

/**
 * Takes the model from the options or the first word. Gives `{ decode, modelsOf, codec, words }`:
 * `decode(record, header)` returns the result for the record's payload, and nothing for an event without one;
 * `modelsOf(record, header, result)` returns the models that the payload may be of. `codec` is undefined if each
 * payload may be of another model.
 */
export function decoderOf(options, others) {
  const from = options["model-from"];
  const how = { auto: true, optional: from !== undefined };
  const { codec, auto, words } = modelOf(options, others, how);
  if (auto && options.downlink) {
    throw new Usage("--downlink needs a model: only uplinks tell which one they are of");
  }
  const decodeInput =
    from === undefined ? byModel(options, codec, auto) : byName(options, codec, auto);
  const decode = (record, header) => {
    if (record.error !== undefined) return failed(record.error);
    return record.input && decodeInput(record, header);
  };
  const modelsOf = (record, header, result) => {
    const named = from === undefined ? undefined : codecNamedIn(record, from, header).codec;
    return result.models ?? [named ?? codec].filter(Boolean).map(({ model }) => model);
  };
  return { decode, modelsOf, codec: from === undefined ? codec : undefined, words };
}

const decodedBy = (codec, { downlink }, input) =>
  downlink ? codec.decodeDownlink(input) : codec.decodeUplink(input);

function byModel(options, codec, auto) {
  const detector = new Detector();
  return ({ input, device }) =>
    auto ? detector.decode(input, device) : decodedBy(codec, options, input);
}

/** By the model that each record names, or else by the one that was given beside. */
function byName(options, codec, auto) {
  const other = codec || auto ? byModel(options, codec, auto) : undefined;
  return (record, header) => {
    const named = codecNamedIn(record, options["model-from"], header);
    if (named.codec) return decodedBy(named.codec, options, record.input);
    if (other) return other(record);
    // The payload's spelling is not the problem, so no hint at it is given.
    record.guessed = false;
    return failed(named.error);
  };
}
