// The case files through a codec, and the shapes that types.d.ts promises.
import { hostileValues, survives } from "./hostile.mjs";
import { bytesOf, hexOf, plainFunctions, shown } from "./tester.mjs";

/** A line of a case file: data or bytes, the number of warnings, and the reasons of a refusal. */
export function playCase(test, codec, { type, input, output, warnings, problems }) {
  const what = `${type} ${shown(input)}`;
  let result;
  if (type === "downlink-encode") {
    result = codec.encodeDownlink(input);
    const refused = "errors" in output;
    test.ok(Array.isArray(result.bytes), `${what}: bytes is an array`);
    const expected = refused ? { bytes: "", fPort: 85 } : output;
    test.equal({ bytes: hexOf(result.bytes), fPort: result.fPort }, expected, what);
    // Plain JavaScript tells the reasons as messages alone.
    if (codec.checkDownlink) {
      const checked = codec.checkDownlink(input);
      const reasons = refused ? checked.errors : checked.warnings;
      const brief = ({ code, path }) => `${code} ${path}`;
      test.equal(reasons.map(brief), problems.map(brief), what);
      for (const reason of reasons) shaped(test, reason, "problem");
      const messages = (refused ? result.errors : result.warnings) ?? [];
      test.equal(
        messages,
        reasons.map(({ message }) => message),
        `${what}: messages`,
      );
    }
  } else {
    const up = type === "uplink";
    const bytes = bytesOf(input.bytes);
    result = (up ? codec.decodeUplink : codec.decodeDownlink)({ ...input, bytes });
    const { data = {}, partial } = output;
    test.equal(partial ? partOf(result.data, data) : result.data, data, what);
    if (codec.explainUplink) {
      const { spans } = (up ? codec.explainUplink : codec.explainDownlink)({ ...input, bytes });
      for (const span of spans) {
        shaped(test, span, "span");
        for (const part of span.parts) shaped(test, part, "part");
      }
      const covered = spans.flatMap(({ offset, length }) =>
        Array.from({ length }, (_, index) => offset + index),
      );
      test.equal(covered, [...bytes.keys()], "the spans cover each byte once");
    }
  }
  // Beside a refusal there may be warnings, which no case has.
  if (type !== "downlink-encode" || !("errors" in output)) {
    test.equal((result.warnings ?? []).length, warnings, `${what}: count of warnings`);
    test.ok(!("warnings" in result) || warnings > 0, `${what}: no warnings, no list of them`);
  }
  test.equal((result.errors ?? []).length, output.errors ?? 0, `${what}: count of errors`);
  test.ok(!("errors" in result) || output.errors > 0, `${what}: no errors, no list of them`);
}

/** The members of a value that another one has, too. */
function partOf(value, other) {
  if (Array.isArray(value) && Array.isArray(other)) {
    return value.map((item, index) => partOf(item, other[index]));
  }
  if (typeof value !== "object" || typeof other !== "object" || !value || !other) return value;
  const names = Object.keys(value).filter((name) => name in other);
  return Object.fromEntries(names.map((name) => [name, partOf(value[name], other[name])]));
}

// The promises of types.d.ts: each member's type, with a question mark where it may be absent.
const shapes = {
  span: "offset: number, length: number, kind: string, channel?: number, type?: number, reason?: string, parts: array",
  part: "kind: string, offset: number, length: number, bits?: array, path?: string, raw: string, value?: string|number, unit?: string, label: string, source: string",
  field:
    "path: string, kind: number|label|hex|text|version, direction: uplink|downlink|both, unit?: string, labels?: array, commands?: array, range?: array, step?: number, description: string, source: string",
  problem: "code: string, path: string, given: string, allowed: string, message: string",
};

/** The object has all members that are promised, each of its type or one of its texts, and no other. */
export function shaped(test, object, shape) {
  const promised = shapes[shape].split(", ").map((member) => member.split(": "));
  const names = promised.map(([name]) => name.replace("?", ""));
  const wrong = Object.keys(object).filter((name) => !names.includes(name));
  for (const [at, [name, allowed]] of promised.entries()) {
    const value = object[names[at]];
    const type = Array.isArray(value) ? "array" : typeof value;
    const absent = name.endsWith("?") && !(names[at] in object);
    if (!absent && ![type, value].some((word) => allowed.split("|").includes(word)))
      wrong.push(name);
  }
  test.equal(wrong, [], `members of the ${shape} ${shown(object)} that are not as promised`);
}

const TEXT_HINT = "; fromHex and fromBase64 read text";

/** The entries without WebAssembly give what the others give, messages and all. */
export function plainEntries(test, { plain, entries, vectors }) {
  test.equal(Object.keys(plain).sort(), Object.keys(entries).sort(), "models");
  const same = (model, name, input, what) => {
    let result;
    try {
      result = plain[model][name](input());
    } catch (error) {
      result = error;
    }
    // The package knows functions that read text, and takes an ArrayBuffer.
    const expected = JSON.parse(
      JSON.stringify(entries[model][name](input())).replaceAll(TEXT_HINT, ""),
    );
    test.equal(result, expected, `${model}: ${name}(${what})`);
  };
  for (const [model, codec] of Object.entries(plain)) {
    test.equal(Object.keys(codec).sort(), ["model", ...plainFunctions].sort(), `names of ${model}`);
    test.equal(codec.model, model, "model");
    for (const { type, input, description } of vectors[model]) {
      if (type === "downlink-encode") {
        same(model, "encodeDownlink", () => input, description);
        continue;
      }
      const bytes = bytesOf(input.bytes);
      const name = type === "uplink" ? "decodeUplink" : "decodeDownlink";
      for (const given of [bytes, Uint8Array.from(bytes), bytes.slice(0, -1), [...bytes, 0x77]])
        same(model, name, () => ({ ...input, bytes: given }), description);
      if (type === "uplink")
        same(model, "normalizeUplink", () => entries[model].decodeUplink({ bytes }), description);
    }
  }
  // The scripts, which servers compile for every message, copy nothing: of what throws when it is
  // read they say so of the whole input, and a view of memory is a list to them as `bytes` alone.
  const refused = (model, name, input, what) => {
    const result = survives(test, plain[model], name, input(), what);
    if (/throws|revoked/.test(what) && name !== "normalizeUplink")
      test.ok(result?.errors?.length > 0, `${model}: ${name}(${what}) has errors`);
  };
  const models = Object.keys(plain);
  for (const [at, what] of Object.keys(hostileValues()).entries()) {
    // One model a value, as for the others.
    const model = models[at % models.length];
    // Half of a character has to be replaced on its way into WebAssembly, and is quoted as it is here.
    if (what === "a lone surrogate") continue;
    const check = /throws|revoked|view|64Array|ArrayBuffer/.test(what) ? refused : same;
    for (const [member, input] of Object.entries({
      input: (value) => value,
      bytes: (value) => ({ bytes: value }),
      "bytes: [1, …]": (value) => ({ bytes: [1, value] }),
      data: (value) => ({ data: value }),
      reboot: (value) => ({ data: { reboot: value } }),
    })) {
      for (const name of plainFunctions)
        check(model, name, () => input(hostileValues()[what]), `${member}: ${what}`);
    }
  }
}
