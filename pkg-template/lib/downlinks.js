// Splits a command into several payloads, as src/encode/split.rs does. The module's explanation has the spans, so the
// module needs no code for this.

/** The core's texts, and the most bytes of a downlink. */
const { NOT_ALLOWED, WHOLE_NUMBER, TOO_LONG, MOST } = $downlinks$;

const say = (text, ...values) => text.replace(/\{(\d)\}/g, (_, place) => values[place]);

/** Makes `encodeDownlinks` of `encodeDownlink` and `explainDownlink`. */
export const inParts = (encode, explain) => (given) => {
  const { bytes, fPort, warnings = [], errors = [] } = encode(given);
  const problems = [...errors];
  const most = limitOf(given, problems);
  const payloads = [];
  for (const span of bytes.length > 0 ? explain({ bytes }).spans : []) {
    const { offset, length } = span;
    const command = bytes.slice(offset, offset + length);
    if (length > most) problems.push(say(TOO_LONG, fieldOf(span), length, most));
    const last = payloads[payloads.length - 1];
    if (last && last.length + length <= most) last.push(...command);
    else payloads.push(command);
  }
  const result = { payloads: problems.length > 0 ? [] : payloads, fPort };
  // The one warning about the whole command is that it is too long; the payloads are not.
  const others = warnings.filter((warning) => !warning.startsWith("data: "));
  if (others.length > 0) result.warnings = others;
  if (problems.length > 0) result.errors = problems;
  return result;
};

/** The most bytes of a payload. */
function limitOf(given, problems) {
  let most;
  try {
    if (Object.hasOwn(given, "maxBytes")) most = given.maxBytes;
  } catch {
    // The encoder has reported that the input is no object.
  }
  if (most === undefined || most === null) return MOST;
  if (Number.isInteger(most) && most >= 1 && most <= MOST) return most;
  const isPlain = typeof most === "number" || typeof most === "boolean";
  const shown = isPlain ? String(most) : `a value of type ${typeof most}`;
  problems.push(say(NOT_ALLOWED, "maxBytes", shown, say(WHOLE_NUMBER, 1, MOST)));
  return MOST;
}

/** The field that a command sets, the object or entry of its members. */
function fieldOf({ parts }) {
  const { path } = parts.find((part) => part.path !== undefined);
  const dot = path.lastIndexOf(".");
  return dot < 0 ? path : path.slice(0, dot);
}
