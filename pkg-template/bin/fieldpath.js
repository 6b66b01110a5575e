// Paths of fields, as `--fields` takes them.
import { nearest } from "./arguments.js";
import { quoted } from "./print.js";

/** The most fields proposed for one that does not exist. */
const PROPOSED = 4;

/** The value at a path: `history[0].timestamp`, or of all entries `history[].timestamp`, which is a list. */
export function valueAt(value, path) {
  const [, before, behind] = /^(.*?)\[\](.*)$/s.exec(path) ?? [];
  if (before !== undefined) {
    const list = valueAt(value, before);
    if (!Array.isArray(list)) return undefined;
    const found = list.map((entry) => valueAt(entry, behind));
    // A field that no entry has is absent, not a list of nulls.
    return found.every((item) => item === undefined)
      ? undefined
      : found.map((item) => item ?? null);
  }
  return path
    .split(/[.[]/)
    .map((name) => name.replace(/\]$/, ""))
    .filter((name) => name !== "")
    .reduce((part, name) => part?.[name], value);
}

/** The fields that decoding may give: of uplinks, or of commands. */
const decodable = (codec, downlink) =>
  codec
    .fields()
    .filter(({ direction }) => direction === "both" || (direction === "downlink") === downlink);

/** The reason for which a path never has a value with these codecs, or undefined. */
export function pathProblem(path, codecs, { of, downlink }) {
  const asked = path.replaceAll(/\[\d+\]/g, "[]");
  const fields = codecs.flatMap((codec) => decodable(codec, downlink));
  const isField = fields.some(({ path }) => {
    const rest = path.startsWith(asked) ? path.slice(asked.length) : undefined;
    return rest === "" || rest?.startsWith(".") || rest?.startsWith("[");
  });
  if (isField) return undefined;
  const every = codecs.flatMap((codec) => codec.fields());
  if (every.some((field) => field.path === asked)) {
    const direction = downlink ? "uplinks" : "commands";
    return `${quoted(path)} is a field of ${direction} alone`;
  }
  return `${quoted(path)} is no field of ${of}${proposal(asked, fields)}`;
}

/** " (did you mean …?)": the fields whose name or label has the word in it, or else the nearest name. */
function proposal(asked, fields) {
  const word = asked.toLowerCase();
  const names = new Set();
  const has = (text) => text.toLowerCase().includes(word);
  for (const { path, labels = [] } of fields) {
    if (has(path) || labels.some(has)) names.add(path);
  }
  if (names.size === 0) return nearest(asked, [...new Set(fields.map(({ path }) => path))]);
  const shown = [...names].slice(0, PROPOSED);
  const more = names.size > PROPOSED ? ", …" : "";
  return ` (did you mean ${shown.join(", ")}${more}?)`;
}
