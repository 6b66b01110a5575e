// milesight-codec compare
import { Usage } from "./arguments.js";
import { decoderOf } from "./decoder.js";
import { differences, failure, isNews } from "./difference.js";
import { hinted } from "./hints.js";
import { codecOf, failed } from "./model.js";
import { isStream, recordsOf } from "./operands.js";
import { Output } from "./output.js";
import { inputOptions } from "./records.js";
import { Report } from "./report.js";
import { scriptDecoder } from "./script.js";
import { tableText } from "./table.js";

export const options = {
  model: "MODEL",
  "model-from": "PATH",
  script: "FILE",
  json: true,
  ...inputOptions,
};

export async function run(options, others) {
  if (options.script === undefined) {
    throw new Usage("--script FILE names the decoder to compare with; it is executed");
  }
  const { decode, modelsOf, words } = decoderOf(options, others);
  const theirs = scriptDecoder(options.script);
  const output = new Output();
  const report = new Report("payloads", isStream(words));
  const summary = new Summary();
  let header;
  for await (const batch of recordsOf(words, options)) {
    for (const record of batch) {
      if (record.kind === "header") {
        header = record.cells;
        continue;
      }
      report.done(record);
      if (record.error !== undefined) {
        report.fail(record.where, hinted(record, failed(record.error)).errors);
      }
      if (record.error !== undefined || !record.input) continue;
      const ours = decode(record, header);
      const codecs = modelsOf(record, header, ours).map(codecOf);
      const found = compared(ours, record.input, theirs, codecs);
      summary.add(record, found);
      if (options.json) for (const one of found) output.line(jsonOf(record, one));
    }
    await output.flush();
    report.progress();
  }
  if (!options.json) output.own(summary.text());
  await output.flush();
  report.end(options);
  if (summary.isNews()) process.exitCode = 1;
}

/** The differences of one payload; an error of either side is one. */
function compared(ours, input, theirs, codecs) {
  let other;
  try {
    other = theirs(input);
  } catch (error) {
    return failure(ours, String(error?.message ?? error), codecs, input.bytes);
  }
  return differences(ours, other, codecs, input.bytes);
}

function jsonOf({ where, input }, { path, ours, theirs, kind, reason }) {
  const payload = Buffer.from(input.bytes).toString("hex");
  return JSON.stringify({ where, payload, path, ours, theirs, kind, reason });
}

/** A path, or a text with paths in it, with `[]` for each entry's number. */
const ofAllEntries = (text) => text.replaceAll(/\[\d+\]/g, "[]");

/** Counts the differences of a field that have the same reason; those of all entries of a list together. */
class Summary {
  #payloads = 0;
  #differing = 0;
  #groups = new Map();

  add(record, found) {
    this.#payloads += 1;
    if (found.length > 0) this.#differing += 1;
    for (const one of found) {
      const path = ofAllEntries(one.path);
      const reason = ofAllEntries(one.reason);
      const key = JSON.stringify([path, reason]);
      const group = this.#groups.get(key) ?? { count: 0, one: { ...one, path, reason }, record };
      group.count += 1;
      this.#groups.set(key, group);
    }
  }

  isNews() {
    return [...this.#groups.values()].some(({ one }) => isNews(one));
  }

  text() {
    const equal = this.#payloads - this.#differing;
    const noun = this.#payloads === 1 ? "payload" : "payloads";
    const counted = `${this.#payloads} ${noun}: ${equal} equal, ${this.#differing} with differences`;
    if (this.#groups.size === 0) return counted;
    const groups = [...this.#groups.values()].sort((one, other) => other.count - one.count);
    const header = ["count", "kind", "field", "here", "script", "reason", "first in"];
    const rows = groups.map(({ count, one, record }) => [
      String(count),
      one.kind,
      one.path,
      shown(one.ours),
      shown(one.theirs),
      one.reason,
      record.where || Buffer.from(record.input.bytes).toString("hex"),
    ]);
    return `${counted}\n${tableText(header, rows)}`;
  }
}

/** So much of a value is shown. In characters. */
const SHOWN = 40;

function shown(value) {
  if (value === undefined) return "";
  const text = String(value);
  return text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text;
}
