// milesight-codec encode
import { Usage } from "./arguments.js";
import { commandOf, isPair } from "./command.js";
import { values, valuesIn } from "./json.js";
import { lines } from "./lines.js";
import { modelOf } from "./model.js";
import { isStream, open, piecesOf, placed } from "./operands.js";
import { Output } from "./output.js";
import { quoted } from "./print.js";
import { Report } from "./report.js";

export const options = {
  model: "MODEL",
  hex: true,
  base64: true,
  json: true,
  fport: "NUMBER",
  "max-bytes": "NUMBER",
};

/** The ways to write payloads: one a line, but in a stream, where a command has one line. */
const written = {
  hex: (result, between) => textOf(result, "hex", between),
  base64: (result, between) => textOf(result, "base64", between),
  json: (result) => JSON.stringify(result),
};

function textOf({ bytes, payloads = [bytes] }, encoding, between) {
  return payloads.map((payload) => Buffer.from(payload).toString(encoding)).join(between);
}

export async function run(options, others) {
  const { codec, words } = modelOf(options, others);
  const asked = Object.keys(written).filter((name) => options[name]);
  if (asked.length > 1) {
    throw new Usage(`the bytes are written in one way: got --${asked.join(" and --")}`);
  }
  const [form = "hex"] = asked;
  const fPort = numberOf(options, "fport", 223);
  const maxBytes = numberOf(options, "max-bytes", 242);
  const encode = (data) =>
    maxBytes === undefined
      ? codec.encodeDownlink({ data, fPort })
      : codec.encodeDownlinks({ data, fPort, maxBytes });
  const nothing = maxBytes === undefined ? { bytes: [] } : { payloads: [] };
  const streaming = !words.some(isPair) && isStream(words);
  const output = new Output();
  const report = new Report("commands", streaming);
  for await (const batch of commands(words, codec)) {
    for (const { where, data, error } of batch) {
      report.done();
      const result =
        error === undefined ? encode(data) : { ...nothing, fPort: fPort ?? 85, errors: [error] };
      if (result.errors) report.fail(where, result.errors);
      // JSON has the warnings in it.
      if (result.warnings && form !== "json") report.warn(where, result.warnings);
      // In a stream each command has its line, an empty one where there are no bytes.
      if (form === "json" || streaming || !result.errors) {
        output.line(written[form](result, streaming ? " " : "\n"));
      }
    }
    await output.flush();
    report.progress();
  }
  report.end();
}

function numberOf(options, name, most) {
  const text = options[name];
  if (text === undefined) return undefined;
  const number = Number(text);
  if (!/^\d+$/.test(text) || number < 1 || number > most) {
    throw new Usage(`--${name}: got ${quoted(text)}; allowed: a whole number from 1 to ${most}`);
  }
  return number;
}

/** The commands, batch by batch: `{ where, data }`, or `{ where, error }`. */
async function* commands(words, codec) {
  if (words.some(isPair)) {
    yield [{ where: "", data: commandOf(words, codec.fields()) }];
    return;
  }
  const pieces = piecesOf(words);
  for (const { file, texts } of pieces) {
    if (texts) {
      yield given(texts);
      continue;
    }
    for await (const batch of values(lines(open(file, "command")))) {
      yield batch.map(({ where, value, error }) => ({
        where: placed(where, file, pieces),
        data: value,
        error,
      }));
    }
  }
}

const ALLOWED = 'JSON, as {"reboot":"yes"}, pairs, as reboot=yes, or the name of a file';

function given(texts) {
  return texts.flatMap((text, index) =>
    valuesIn(text, texts.length > 1 ? `argument ${index + 1}` : "").map(
      ({ where, value, error }) => ({
        where,
        data: value,
        error: error && `${error}; allowed: ${ALLOWED}`,
      }),
    ),
  );
}
