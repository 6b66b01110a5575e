// The one suite that every runtime and every bundle runs: no imports, nothing of one runtime alone.

/**
 * Runs everything over the package as a user imported it: `root` is "milesight-codec", `entries` its
 * models' entries by name, `plainRoot` and `plain` those of "milesight-codec/js", `formatters` the texts'
 * entry, `vectors` the case files by model: `examples`, and `cases` with those among them. Returns
 * how much ran, and what failed.
 */
export function run({ root, entries, plainRoot, plain, formatters, vectors: files }) {
  const test = new Tester();
  const { examples: vectors, cases } = files;
  for (const [model, list] of Object.entries(vectors)) {
    for (const codec of [entries[model], root.codecFor(model)]) {
      for (const vector of list)
        test.group(`${model}: ${vector.description}`, () => checkVector(test, codec, vector));
    }
    test.vectors += list.length;
    for (const codec of [entries[model], plain[model]]) {
      for (const one of cases[model]) test.group(one.place, () => checkCase(test, codec, one));
    }
  }
  const groups = {
    names,
    inputKinds,
    otherFunctions,
    manyPayloads,
    entriesOfLists,
    twoWays,
    text,
    errors,
    hostileInput,
    longCommands,
    hostileData,
  };
  for (const [name, group] of Object.entries(groups))
    test.group(name, () => group(test, root, entries, vectors));
  test.group("plain JavaScript", () => plainEntries(test, plain, entries, vectors));
  test.group("plain JavaScript by name", () => byName(test, plainRoot, plain, root.models));
  test.group("plain JavaScript's texts", () => text(test, plainRoot));
  test.group("texts", () => texts(test, formatters, root.models));
  return { vectors: test.vectors, checks: test.checks, failures: test.failures };
}

class Tester {
  vectors = 0;
  checks = 0;
  failures = [];
  #group = "";

  group(name, body) {
    this.#group = name;
    try {
      body();
    } catch (error) {
      this.fail(`threw ${error?.stack ?? shown(error)}`);
    }
  }

  equal(actual, expected, what) {
    this.checks += 1;
    const [a, b] = [shown(actual), shown(expected)];
    if (a !== b) this.fail(`${what}: got ${a}, expected ${b}`);
  }

  ok(condition, what) {
    this.checks += 1;
    if (!condition) this.fail(what);
  }

  throws(body, pattern, what) {
    this.checks += 1;
    try {
      body();
    } catch (error) {
      if (!(error instanceof Error) || !pattern.test(error.message))
        this.fail(`${what}: threw ${shown(error)}`);
      return;
    }
    this.fail(`${what}: did not throw`);
  }

  fail(what) {
    this.failures.push(`${this.#group}: ${what}`);
  }
}

/** A value as text, the same for equal values: keys in order, and what JSON cannot say told apart. */
function shown(value) {
  return JSON.stringify(value, (_key, part) => {
    if (part instanceof Error) return `${part.name}: ${part.message}`;
    if (part instanceof Map || part instanceof Set) return `a ${part.constructor.name}`;
    if (typeof part === "number" && (!Number.isFinite(part) || Object.is(part, -0)))
      return `the number ${part}`;
    if (typeof part === "undefined" || typeof part === "bigint" || typeof part === "symbol")
      return `a ${typeof part}`;
    if (typeof part !== "object" || part === null || Array.isArray(part)) return part;
    return Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)));
  });
}

function bytesOf(hex) {
  return hex.match(/../g).map((pair) => Number.parseInt(pair, 16));
}

function hexOf(bytes) {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function checkVector(test, codec, { type, input, output, warnings }) {
  let result;
  if (type === "downlink-encode") {
    result = codec.encodeDownlink(input);
    test.ok(Array.isArray(result.bytes), "bytes is an array");
    test.equal({ bytes: hexOf(result.bytes), fPort: result.fPort }, output, type);
    test.equal(codec.checkDownlink(input).errors, [], "checkDownlink finds no error");
  } else {
    const decode = type === "uplink" ? codec.decodeUplink : codec.decodeDownlink;
    const explain = type === "uplink" ? codec.explainUplink : codec.explainDownlink;
    const bytes = bytesOf(input.bytes);
    result = decode({ ...input, bytes });
    test.equal({ data: result.data }, output, type);
    const { spans } = explain({ ...input, bytes });
    for (const span of spans) {
      shaped(test, span, shapes.span, "span");
      for (const part of span.parts) shaped(test, part, shapes.part, "part");
    }
    const covered = spans.flatMap(({ offset, length }) =>
      Array.from({ length }, (_, index) => offset + index),
    );
    test.equal(covered, [...bytes.keys()], "the spans cover each byte once");
  }
  test.equal((result.warnings ?? []).length, warnings, "count of warnings");
  test.ok(!("errors" in result), "no errors");
  test.ok(!("warnings" in result) || warnings > 0, "warnings is absent where there is none");
}

/** A line of a case file: data or bytes, the number of warnings, and the reasons of a refusal. */
function checkCase(test, codec, { type, input, output, warnings, problems }) {
  const what = `${type} ${shown(input)}`;
  let result;
  if (type === "downlink-encode") {
    result = codec.encodeDownlink(input);
    const refused = "errors" in output;
    const expected = refused ? "" : output.bytes;
    test.equal(hexOf(result.bytes), expected, what);
    // Plain JavaScript tells the reasons as messages alone.
    if (codec.checkDownlink) {
      const brief = ({ code, path }) => `${code} ${path}`;
      const checked = codec.checkDownlink(input);
      const reasons = refused ? checked.errors : checked.warnings;
      test.equal(reasons.map(brief), problems.map(brief), what);
    }
  } else {
    const decode = type === "uplink" ? codec.decodeUplink : codec.decodeDownlink;
    result = decode({ ...input, bytes: bytesOf(input.bytes) });
    const { data = {}, partial } = output;
    test.equal(partial ? partOf(result.data, data) : result.data, data, what);
  }
  // Beside a refusal there may be warnings, which no case has.
  if (type !== "downlink-encode" || !("errors" in output))
    test.equal((result.warnings ?? []).length, warnings, `${what}: count of warnings`);
  test.equal((result.errors ?? []).length, output.errors ?? 0, `${what}: count of errors`);
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

// What types.d.ts promises: each member's type, with a question mark where it may be absent.
const shapes = {
  span: {
    offset: "number",
    length: "number",
    kind: "string",
    channel: "number?",
    type: "number?",
    reason: "string?",
    parts: "array",
  },
  part: {
    kind: "string",
    offset: "number",
    length: "number",
    bits: "array?",
    path: "string?",
    raw: "string",
    value: "string or number?",
    unit: "string?",
    label: "string",
    source: "string",
  },
  field: {
    path: "string",
    kind: "string",
    direction: "string",
    unit: "string?",
    labels: "array?",
    commands: "array?",
    range: "array?",
    step: "number?",
    description: "string",
    source: "string",
  },
  problem: {
    code: "string",
    path: "string",
    given: "string",
    allowed: "string",
    message: "string",
  },
};

/** The object has all members that are promised, each of its type, and no other. */
function shaped(test, object, shape, what) {
  const wrong = Object.keys(object).filter((name) => !(name in shape));
  for (const [name, promised] of Object.entries(shape)) {
    const type = Array.isArray(object[name]) ? "array" : typeof object[name];
    const absent = promised.endsWith("?") && !(name in object);
    if (!absent && !promised.replace("?", "").split(" or ").includes(type)) wrong.push(name);
  }
  test.equal(wrong, [], `members of ${what} ${shown(object)} that are not as promised`);
}

const functions = [
  "decodeUplink",
  "encodeDownlink",
  "encodeDownlinks",
  "decodeDownlink",
  "normalizeUplink",
  "explainUplink",
  "explainDownlink",
  "checkDownlink",
  "uplinkSchema",
  "downlinkSchema",
  "fields",
  "decodeUplinks",
  "decodeColumns",
];

function names(test, root, entries, vectors) {
  test.equal([...root.models].sort(), Object.keys(entries).sort(), "models");
  test.equal([...root.models].sort(), Object.keys(vectors).sort(), "each model has vectors");
  test.ok(Object.isFrozen(root.models), "models is frozen");
  test.equal(
    Object.keys(root).sort(),
    ["codecFor", "detectModels", "fromBase64", "fromHex", "models"],
    "the root's names",
  );
  for (const [model, entry] of Object.entries(entries)) {
    test.equal(Object.keys(entry).sort(), ["model", ...functions].sort(), `the names of ${model}`);
    test.equal(entry.model, model, "model");
    for (const name of [model, model.toUpperCase()]) {
      const codec = root.codecFor(name);
      test.equal(codec.model, model, `codecFor(${name})`);
      test.equal(
        Object.keys(codec).sort(),
        ["model", ...functions].sort(),
        `the names of codecFor(${name})`,
      );
    }
  }
  aliases(test, root);
}

/** What stands for a model, and what stands for none. */
function aliases(test, { codecFor, models }) {
  const unknown = new RegExp(`^unknown model: .*; the models are ${models.join(", ")}$`);
  for (const alias of ["WS521", "ws522", "Ws525", "WS52x"])
    test.equal(codecFor(alias).model, "ws52x", alias);
  for (const name of [
    "ws999",
    "",
    " ws523",
    "constructor",
    "__proto__",
    undefined,
    null,
    523,
    {},
    Symbol("ws523"),
    ["ws523"],
  ]) {
    test.throws(() => codecFor(name), unknown, `codecFor(${String(name)})`);
  }
}

/** The root of the plain JavaScript. */
function byName(test, plainRoot, plain, models) {
  test.equal(
    Object.keys(plainRoot).sort(),
    ["codecFor", "fromBase64", "fromHex", "models"],
    "its names",
  );
  test.equal([...plainRoot.models], [...models], "models");
  for (const model of models) {
    for (const [name, own] of Object.entries(plain[model]))
      test.ok(plainRoot.codecFor(model.toUpperCase())[name] === own, `${model}: ${name}`);
  }
  aliases(test, plainRoot);
}

function inputKinds(test, root, entries) {
  const { decodeUplink } = entries.ws101;
  const bytes = [0x01, 0x75, 0x64];
  const inside = Uint8Array.of(0xff, 0xff, ...bytes, 0xff);
  const kinds = {
    "number[]": bytes,
    Uint8Array: Uint8Array.from(bytes),
    Uint8ClampedArray: Uint8ClampedArray.from(bytes),
    subarray: inside.subarray(2, 5),
    "a view with an offset": new Uint8Array(inside.buffer, 2, 3),
    fromHex: root.fromHex("017564"),
    fromBase64: root.fromBase64("AXVk"),
    frozen: Object.freeze([...bytes]),
  };
  if (typeof Buffer !== "undefined") {
    kinds.Buffer = Buffer.from(bytes);
    kinds["a Buffer of the pool"] = Buffer.from("017564", "hex");
  }
  for (const [kind, value] of Object.entries(kinds)) {
    test.equal(decodeUplink({ bytes: value, fPort: 85 }), { data: { battery: 100 } }, kind);
    test.equal(root.detectModels(value).includes("ws101"), true, `detectModels of ${kind}`);
  }
  const everything = { bytes, fPort: 85, recvTime: new Date(0), variables: { a: "b" } };
  test.equal(decodeUplink(everything), { data: { battery: 100 } }, "every member of the input");
  test.equal(decodeUplink({ bytes }), { data: { battery: 100 } }, "bytes alone");
}

function otherFunctions(test, root, entries) {
  const socket = root.fromHex("08700105812907c912000374f508068305000000048001000000");
  const detected = root.detectModels(socket);
  test.ok(Array.isArray(detected), "detectModels returns an array");
  for (const model of ["ws523", "ws52x"]) {
    test.ok(detected.includes(model), `a socket's payload is one of ${model}`);
  }
  for (const [model, codec] of Object.entries(entries)) {
    for (const schema of [codec.uplinkSchema, codec.downlinkSchema]) {
      test.equal(
        schema().$schema,
        "https://json-schema.org/draft/2020-12/schema",
        `${model}: $schema`,
      );
      const [once, again] = [schema(), schema()];
      test.ok(once !== again, `${model}: a schema is fresh`);
    }
    const fields = codec.fields();
    test.ok(Array.isArray(fields) && fields.length > 5, `${model}: fields`);
    test.ok(fields !== codec.fields(), `${model}: fields are fresh`);
    for (const field of fields) {
      shaped(test, field, shapes.field, model);
      test.ok(
        ["uplink", "downlink", "both"].includes(field.direction),
        `${model}: direction of ${field.path}`,
      );
      test.ok(
        ["number", "label", "hex", "text", "version"].includes(field.kind),
        `${model}: kind of ${field.path}`,
      );
    }
    const { data } = codec.normalizeUplink({ data: codec.decodeUplink({ bytes: socket }).data });
    test.equal(data, [], `${model}: nothing to normalize`);
  }
  const climate = entries.vs321.decodeUplink({ bytes: root.fromHex("0367110104686a") });
  test.equal(
    entries.vs321.normalizeUplink(climate).data,
    [{ air: { location: "indoor", temperature: 27.3, relativeHumidity: 53 } }],
    "VS321 normalized",
  );
}

/** Payloads of a model: those of its vectors, all of them at once, cut short, changed, and no bytes. */
function payloadsOf(vectors) {
  const whole = vectors.filter(({ type }) => type !== "downlink-encode");
  const found = whole.map(({ input }) => bytesOf(input.bytes));
  const changed = found.flatMap((bytes) =>
    bytes.map((byte, at) => bytes.with?.(at, byte ^ 0x11) ?? bytes.slice(0, at + 1)),
  );
  const refused = [0xf8, 0x10, 0x01, 0x02, 0xf8, 0x6b, 0x07, 0x09];
  return [...found, ...found.map((bytes) => bytes.slice(0, -1)), ...changed, found.flat(), refused];
}

/** The values at each path of decoded data, lists in order. */
function flat(value, path = "", found = {}) {
  if (Array.isArray(value)) for (const item of value) flat(item, `${path}[]`, found);
  else if (typeof value === "object") {
    for (const [name, member] of Object.entries(value))
      flat(member, path === "" ? name : `${path}.${name}`, found);
  } else {
    found[path] ??= [];
    found[path].push(value);
  }
  return found;
}

/** One buffer with offsets gives what a list of the same payloads does. */
function packedPayloads(test, { codec, payloads, model }) {
  const own = [
    ...payloads.map((bytes) => Uint8Array.from(bytes)),
    Uint8Array.of(),
    new Uint8Array(5000),
  ];
  const offsets = new Int32Array(own.length + 1);
  for (const [at, { length }] of own.entries()) offsets[at + 1] = offsets[at] + length;
  const data = new Uint8Array(offsets[own.length]);
  for (const [at, bytes] of own.entries()) data.set(bytes, offsets[at]);
  const expected = codec.decodeColumns(own);
  test.equal(codec.decodeColumns({ data, offsets }), expected, `one buffer of ${model}`);
  test.equal(codec.decodeColumns({ data, offsets: Uint32Array.from(offsets) }), expected, model);
  // A slice of a column does not begin at 0.
  const { count, errors } = codec.decodeColumns({ data, offsets: offsets.subarray(1) });
  test.equal(
    [count, errors.length],
    [own.length - 1, expected.errors.length],
    `a slice of ${model}`,
  );
  wrongOffsets(test, codec);
}

/** Offsets that do not fit their buffer are refused as a whole. */
function wrongOffsets(test, { decodeColumns }) {
  const data = Uint8Array.of(1, 0x75, 100);
  const good = Int32Array.of(0, 3);
  const throwing = new Proxy(data, {});
  for (const [given, message] of [
    [
      { data, offsets: Int32Array.of(0, 2, 1) },
      "offsets[2]: got 1; allowed: a whole number from 2 to 3",
    ],
    [
      { data, offsets: Uint32Array.of(0, 4) },
      "offsets[1]: got 4; allowed: a whole number from 0 to 3",
    ],
    [
      { data, offsets: Int32Array.of(-1, 1) },
      "offsets[0]: got -1; allowed: a whole number from 0 to 3",
    ],
    [
      { data, offsets: new Int32Array() },
      "offsets: got 0; allowed: from 1 to 10000001, one more than payloads",
    ],
    [
      { data, offsets: BigInt64Array.of(0n, 3n) },
      "offsets: got BigInt64Array; allowed: an Int32Array or a Uint32Array",
    ],
    [{ data, offsets: [0, 3] }, "offsets: got Array; allowed: an Int32Array or a Uint32Array"],
    [{ data: Array.from(data), offsets: good }, "data: got Array; allowed: a Uint8Array"],
    [{ data: null, offsets: good }, "data: got Null; allowed: a Uint8Array"],
    [
      { data: throwing, offsets: good },
      "payloads: not a list; allowed: a list of at most 10000000 payloads, each 1 to 4096 integers from 0 to 255",
    ],
  ]) {
    const { count, columns, errors } = decodeColumns(given);
    test.equal([count, columns, errors], [0, {}, [{ row: 0, message }]], message);
  }
  test.equal(decodeColumns({ data, offsets: good }).count, 1, "offsets that fit");
}

/** Random frames, good and bad, of all lengths, in numbers that the module takes several turns for. */
function randomFrames(test, entries, vectors) {
  let state = 20_261_126;
  const random = (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
  for (const [model, codec] of Object.entries(entries)) {
    const guides = payloadsOf(vectors[model]);
    const one = () => guides[random(guides.length)];
    const kinds = [
      () => [],
      () => Array.from({ length: 1 + random(20) }, () => random(256)),
      () => new Array(4090 + random(10)).fill(random(256)),
      () => Array.from({ length: 1 + random(100) }, one).flat(),
      () => one().map((byte) => (random(8) === 0 ? random(256) : byte)),
    ];
    // Now all kinds, now good ones, so that many follow each other.
    const frames = [];
    while (frames.length < 900) {
      const clean = Array.from({ length: random(700) }, one);
      const mixed = Array.from({ length: random(40) }, () => kinds[random(kinds.length)]());
      frames.push(...clean, ...mixed);
    }
    const list = frames.map((bytes) => (random(2) === 0 ? bytes : Uint8Array.from(bytes)));
    const lengths = frames.map(({ length }) => length);
    const offsets = Int32Array.from([0, ...lengths]);
    for (let at = 1; at < offsets.length; at++) offsets[at] += offsets[at - 1];
    const data = new Uint8Array(offsets[frames.length]);
    for (const [at, bytes] of frames.entries()) data.set(bytes, offsets[at]);
    const packed = codec.decodeColumns({ data, offsets });
    test.equal(codec.decodeColumns(list), packed, `random frames of ${model}, as a list`);
    const alone = frames.map((bytes) => codec.decodeUplink({ bytes }));
    test.equal(
      byRow(packed.columns, frames.length),
      alone.map(({ data }) => flat(data)),
      `random frames of ${model}`,
    );
    for (const name of ["warnings", "errors"]) {
      const messages = alone.flatMap((result, row) =>
        (result[name] ?? []).map((message) => ({ row, message })),
      );
      test.equal(packed[name], messages, `${name} of random frames of ${model}`);
    }
  }
}

/** The values of columns by payload and path. */
function byRow(columns, count) {
  const found = Array.from({ length: count }, () => ({}));
  for (const [path, { rows, values, labels }] of Object.entries(columns)) {
    for (const [at, row] of rows.entries()) {
      found[row][path] ??= [];
      found[row][path].push(labels ? labels[values[at]] : values[at]);
    }
  }
  return found;
}

/** Many payloads in one call give what each of them gives alone. */
function manyPayloads(test, _root, entries, vectors) {
  for (const [model, codec] of Object.entries(entries)) {
    packedPayloads(test, { codec, payloads: payloadsOf(vectors[model]), model });
    const payloads = [...payloadsOf(vectors[model]), [], [300], "text", null, Uint8Array.of(1, 2)];
    const alone = payloads.map((bytes) => codec.decodeUplink({ bytes }));
    test.equal(codec.decodeUplinks(payloads), alone, `decodeUplinks of ${model}`);
    const { count, columns, warnings, errors } = codec.decodeColumns(payloads);
    test.equal(count, payloads.length, "count");
    for (const [path, { rows, values }] of Object.entries(columns))
      test.equal(rows.length, values.length, path);
    const found = byRow(columns, payloads.length);
    for (const [row, { data }] of alone.entries())
      test.equal(found[row], flat(data), `columns of ${model}: ${shown(payloads[row])}`);
    for (const [name, list] of Object.entries({ warnings, errors })) {
      const messages = alone.flatMap((result, row) =>
        (result[name] ?? []).map((message) => ({ row, message })),
      );
      test.equal(list, messages, `${name} by row`);
    }
  }
  randomFrames(test, entries, vectors);
  // Each row with each other one: what takes another's place does so in columns, too.
  const { vs321 } = entries;
  const own = [
    ...payloadsOf(vectors.vs321),
    [0xfd, 0x6c, 1, 0, 0, 0, 2, 0, 0, 0],
    [0xfd, 0x6b, 5, 0, 0, 0],
  ];
  const pairs = own.flatMap((one) => own.map((other) => [...one, ...other]));
  const merged = byRow(vs321.decodeColumns(pairs).columns, pairs.length);
  for (const [row, { data }] of vs321.decodeUplinks(pairs).entries()) {
    test.equal(merged[row], flat(data), `columns of ${shown(pairs[row])}`);
  }
  const { decodeColumns, decodeUplinks } = entries.ws101;
  test.equal(decodeColumns([]).columns, {}, "no payloads");
  const battery = [0x01, 0x75, 0x64];
  test.equal(decodeUplinks(new Set([battery])), [{ data: { battery: 100 } }], "a set");
  test.equal(Array.from(decodeColumns(new Set([battery])).columns.battery.values), [100], "a set");
  const broken = {
    *[Symbol.iterator]() {
      yield battery;
      throw new Error("ours");
    },
  };
  // Of an array each item is read by itself: holes, and one that throws, are no payloads.
  const throwing = [battery, battery, battery, battery];
  delete throwing[1];
  Object.defineProperty(throwing, 2, {
    get() {
      throw new Error("ours");
    },
  });
  const proxied = new Proxy([battery], {});
  // An array may have an iterator of its own.
  class Queue extends Array {
    *[Symbol.iterator]() {
      yield battery;
    }
  }
  test.equal(decodeUplinks(new Queue()), [{ data: { battery: 100 } }], "an iterator of its own");
  for (const [given, expected] of [
    [
      throwing,
      [
        { data: { battery: 100 } },
        { data: {}, errors: ["bytes: got nothing; allowed: 1 to 4096 integers from 0 to 255"] },
        {
          data: {},
          errors: [
            "bytes: got something that cannot be read; allowed: 1 to 4096 integers from 0 to 255",
          ],
        },
        { data: { battery: 100 } },
      ],
    ],
    [proxied, [{ data: { battery: 100 } }]],
  ]) {
    test.equal(decodeUplinks(given), expected, "items read one by one");
    const { count, columns, errors } = decodeColumns(given);
    test.equal(count, expected.length, "count");
    const good = expected.flatMap(({ errors }, row) => (errors ? [] : [row]));
    test.equal(Array.from(columns.battery.rows), good, "what can be read");
    test.equal(
      errors,
      expected.flatMap(({ errors }, row) => (errors ?? []).map((message) => ({ row, message }))),
      "what cannot",
    );
  }
  const message =
    "payloads: not a list; allowed: a list of at most 10000000 payloads, each 1 to 4096 integers from 0 to 255";
  const withLength = (get) =>
    new Proxy([battery], { get: (list, name) => (name === "length" ? get() : list[name]) });
  let asked = 0;
  const lengths = [
    () => ({
      valueOf() {
        asked += 1;
        if (asked > 2) throw new Error("ours");
        return 1;
      },
    }),
    () => {
      throw new Error("ours");
    },
    ...["1", -1, 0.5, 1e9, Number.NaN, undefined, null].map((length) => () => length),
  ].map(withLength);
  for (const none of [undefined, null, 7, "087001", {}, { length: 1e9 }, broken, ...lengths]) {
    // A proxy that throws cannot be shown.
    const what = lengths.includes(none) ? `length ${lengths.indexOf(none)}` : shown(none);
    test.equal(decodeUplinks(none), [{ data: {}, errors: [message] }], what);
    const { count, columns, errors } = decodeColumns(none);
    test.equal([count, columns, errors], [0, {}, [{ row: 0, message }]], what);
  }
}

/** A list's values tell which entry they are of: fields that some entries lack can be told apart. */
function entriesOfLists(test, _root, { vs321 }, vectors) {
  // VS321 5.1.4: people counted, of a kind that no guide has, and people counted again.
  const counts = "20ce 00000060 01 ffff0000  20ce 01000060 07 05000000  20ce 02000060 01 03000100";
  const { columns } = vs321.decodeColumns([[1, 117, 100], bytesOf(counts.replaceAll(" ", ""))]);
  const listed = (path) =>
    ["rows", "entries", "values"].map((name) => Array.from(columns[path][name]));
  test.equal(
    listed("history[].timestamp"),
    [
      [1, 1, 1],
      [0, 1, 2],
      [0x60000000, 0x60000001, 0x60000002],
    ],
    "an entry each",
  );
  test.equal(
    listed("history[].people_total_counts"),
    [
      [1, 1],
      [0, 2],
      [65535, 3],
    ],
    "the first and the third",
  );
  test.ok(columns.battery.entries === undefined, "no list, no entries");

  const payloads = payloadsOf(vectors.vs321);
  const decoded = vs321.decodeUplinks(payloads);
  for (const [path, column] of Object.entries(vs321.decodeColumns(payloads).columns)) {
    const [before, field] = path.split("[].");
    test.equal(column.entries !== undefined, field !== undefined, path);
    if (field === undefined) continue;
    for (const [at, row] of column.rows.entries()) {
      const list = before.split(".").reduce((object, name) => object[name], decoded[row].data);
      const value = column.labels ? column.labels[column.values[at]] : column.values[at];
      test.equal(list[column.entries[at]][field], value, `${path}, entry ${column.entries[at]}`);
    }
  }
}

/** What a codec does for plain objects it does for those without a prototype, which it reads otherwise. */
function twoWays(test, _root, entries, vectors) {
  const others = [
    0,
    1,
    0.5,
    -1,
    1e300,
    Number.NaN,
    "",
    "on",
    "yes",
    "no",
    null,
    undefined,
    true,
    {},
  ];
  for (const [model, codec] of Object.entries(entries)) {
    const same = (data, what) => {
      const other = Object.assign(Object.create(null), data);
      const expected = codec.encodeDownlink({ data: other });
      test.equal(codec.encodeDownlink({ data }), expected, `${model}: ${what}`);
    };
    const commands = vectors[model].filter(({ type }) => type === "downlink-encode");
    for (const { input } of commands) {
      const { data } = input;
      same(data, shown(data));
      same({ ...data, unknown: 1 }, "an unknown field");
      for (const [name, value] of Object.entries(data)) {
        for (const given of others) {
          same({ ...data, [name]: given }, `${name}: ${shown(given)}`);
          for (const member of Object.keys(typeof value === "object" ? value : {}))
            same({ ...data, [name]: { ...value, [member]: given } }, `${name}.${member}`);
        }
      }
    }
    same(Object.assign({}, ...commands.map(({ input }) => input.data)), "all at once");
  }
}

const plainFunctions = ["decodeUplink", "encodeDownlink", "decodeDownlink", "normalizeUplink"];

/** The entries without WebAssembly give what the others give, messages and all. */
const TEXT_HINT = "; fromHex and fromBase64 read text";

function plainEntries(test, plain, entries, vectors) {
  test.equal(Object.keys(plain).sort(), Object.keys(entries).sort(), "models");
  for (const [model, codec] of Object.entries(plain)) {
    const same = (name, input, what) => {
      let result;
      try {
        result = codec[name](input());
      } catch (error) {
        result = error;
      }
      // The package knows functions that read text, and takes an ArrayBuffer.
      const expected = JSON.parse(
        JSON.stringify(entries[model][name](input())).replaceAll(TEXT_HINT, ""),
      );
      test.equal(result, expected, `${model}: ${name}(${what})`);
    };
    // The scripts, which servers compile for every message, copy nothing: of what throws when it is
    // read they say so of the whole input, and a view of memory is a list to them as `bytes` alone.
    const refused = (name, input, what) => {
      const result = survives(test, codec, name, input(), what);
      if (/throws|revoked/.test(what) && name !== "normalizeUplink")
        test.ok(result?.errors?.length > 0, `${model}: ${name}(${what}) has errors`);
    };
    test.equal(Object.keys(codec).sort(), ["model", ...plainFunctions].sort(), `names of ${model}`);
    test.equal(codec.model, model, "model");
    for (const { type, input, description } of vectors[model]) {
      if (type === "downlink-encode") {
        same("encodeDownlink", () => input, description);
      } else {
        const bytes = bytesOf(input.bytes);
        const name = type === "uplink" ? "decodeUplink" : "decodeDownlink";
        for (const given of [bytes, Uint8Array.from(bytes), bytes.slice(0, -1), [...bytes, 0x77]])
          same(name, () => ({ ...input, bytes: given }), description);
        if (type === "uplink")
          same("normalizeUplink", () => entries[model].decodeUplink({ bytes }), description);
      }
    }
    for (const what of Object.keys(hostileValues())) {
      // Half of a character has to be replaced on its way into WebAssembly, and is quoted as it is here.
      if (what === "a lone surrogate") continue;
      const check = /throws|revoked|view|64Array|ArrayBuffer/.test(what) ? refused : same;
      for (const name of plainFunctions) {
        check(name, () => hostileValues()[what], what);
        check(name, () => ({ bytes: hostileValues()[what] }), `bytes: ${what}`);
        check(name, () => ({ bytes: [1, hostileValues()[what]] }), `bytes: [1, ${what}]`);
        check(name, () => ({ data: hostileValues()[what] }), `data: ${what}`);
        check(name, () => ({ data: { reboot: hostileValues()[what] } }), `reboot: ${what}`);
      }
    }
  }
}

function texts(test, { formatter }, models) {
  for (const model of models) {
    const [both, uplink, downlink] = [undefined, "uplink", "downlink"].map((half) =>
      formatter(model, half),
    );
    for (const name of plainFunctions) {
      const up = ["decodeUplink", "normalizeUplink"].includes(name);
      const assigns = (text) => text.includes(`function ${name}(`);
      test.ok(assigns(both), `${name} in the script of ${model}`);
      test.ok(
        assigns(uplink) === up && assigns(downlink) !== up,
        `${name} in one half of ${model}`,
      );
    }
  }
  test.throws(() => formatter("ws999"), /unknown model: "ws999"; the models are/, "formatter");
}

function text(test, { fromHex, fromBase64 }) {
  for (const given of [
    "017564",
    "01 75 64",
    "0x017564",
    "0x01, 0x75, 0x64",
    "01:75:64",
    "01\n75\r\n64\n",
  ]) {
    const bytes = fromHex(given);
    test.ok(bytes instanceof Uint8Array, "fromHex returns a Uint8Array");
    test.equal(hexOf(bytes), "017564", `fromHex(${shown(given)})`);
  }
  test.equal(hexOf(fromHex("aAbBcC")), "aabbcc", "fromHex in any case");
  for (const given of ["0", "01756", "01 7g", "zz", "€"])
    test.throws(() => fromHex(given), /./, `fromHex(${given})`);
  test.ok(fromBase64("AXVk") instanceof Uint8Array, "fromBase64 returns a Uint8Array");
  test.equal(hexOf(fromBase64("AXVk")), "017564", "fromBase64");
  test.equal(hexOf(fromBase64("/+8=")), "ffef", "fromBase64 with padding");
  // Padding that fills nothing up, and bits that no byte takes.
  for (const given of ["*", "A", "AXVk=A", "=", "====", "AXVk=", "/+8==", "/+9=", "A="])
    test.throws(() => fromBase64(given), /^not base64: /, `fromBase64(${given})`);
  test.equal(hexOf(fromHex("\ufeff01\u008575")), "0175", "blanks of all kinds");
  for (const given of [undefined, null, 1, {}, Symbol("a")]) {
    const what = String(given);
    test.throws(() => fromHex(given), /^fromHex: got .*; allowed: a string$/, `fromHex(${what})`);
    test.throws(
      () => fromBase64(given),
      /^fromBase64: got .*; allowed: a string$/,
      `fromBase64(${what})`,
    );
  }
  // docs/servers quotes it.
  test.throws(
    () => fromBase64(undefined),
    /^fromBase64: got nothing; allowed: a string$/,
    "fromBase64 of an uplink without a payload",
  );
}

function areStrings(list) {
  return (
    Array.isArray(list) &&
    list.length > 0 &&
    list.every((entry) => typeof entry === "string" && entry !== "")
  );
}

function errors(test, _root, { ws101, ws523 }) {
  for (const bytes of [
    [],
    [256],
    [-1],
    [1.5],
    ["1"],
    [Number.NaN],
    Object.assign([], { length: 1 }),
  ]) {
    const result = ws101.decodeUplink({ bytes });
    test.equal(result.data, {}, "data of bad bytes");
    test.ok(
      areStrings(result.errors) && result.errors.length === 1,
      `one error for ${shown(bytes)}: ${shown(result)}`,
    );
  }
  const unknown = ws101.decodeUplink({ bytes: [0x77, 0x77] });
  test.ok(areStrings(unknown.errors), "an unknown channel alone is an error");
  const partly = ws101.decodeUplink({ bytes: [0x01, 0x75, 0x64, 0x77, 0x77] });
  test.equal(partly.data, { battery: 100 }, "an unknown channel after a known one");
  test.ok(areStrings(partly.warnings) && !("errors" in partly), "a warning, no error");

  const input = { data: { report_interval: 1, socket_statu: "on", reboot: "maybe" } };
  const encoded = ws523.encodeDownlink(input);
  test.equal(encoded.bytes, [], "no bytes beside errors");
  test.ok(
    areStrings(encoded.errors) && encoded.errors.length === 3,
    `three errors: ${shown(encoded.errors)}`,
  );
  const { errors: problems, warnings } = ws523.checkDownlink(input);
  test.equal(warnings, [], "checkDownlink: no warnings");
  test.equal(
    problems.map(({ message }) => message),
    encoded.errors,
    "checkDownlink has the same messages",
  );
  for (const problem of problems) shaped(test, problem, shapes.problem, "a problem");
  const port = ws523.encodeDownlink({ data: { reboot: "yes" }, fPort: 10 });
  test.equal(port.fPort, 10, "fPort is that of the input");
  test.ok(areStrings(port.warnings), "another port warns");
}

/** VS321 5.2.4: an entry of `d2d_master_config` is ten bytes; an interval five, a reboot three (5.2.1). */
function longCommands(test, _root, { vs321, ws101 }) {
  const entry = {
    mode: 1,
    enable: "enable",
    lora_uplink_enable: "enable",
    d2d_cmd: "e004",
    time: 5,
    time_enable: "enable",
  };
  const data = { reboot: "yes", d2d_master_config: Array(30).fill(entry), report_interval: 5 };
  const whole = vs321.encodeDownlink({ data });
  test.equal(
    [whole.bytes.length, whole.warnings],
    [308, ["data: 308 bytes are sent, but a downlink carries at most 242"]],
    "a command for no data rate",
  );
  const { warnings } = vs321.checkDownlink({ data });
  test.equal(
    warnings.map(({ code, path }) => `${code} ${path}`),
    ["too_long data"],
    "checkDownlink",
  );
  for (const [maxBytes, lengths] of [
    [undefined, [235, 73]],
    [242, [235, 73]],
    [51, [45, 50, 50, 50, 50, 50, 13]],
    [11, [5, ...Array(30).fill(10), 3]],
  ]) {
    const { payloads, ...rest } = vs321.encodeDownlinks({ data, maxBytes });
    test.equal(
      payloads.map(({ length }) => length),
      lengths,
      `at most ${maxBytes}`,
    );
    test.equal(rest, { fPort: 85 }, "no warnings and no errors");
    test.equal(payloads.flat(), whole.bytes, "in order");
  }
  const refused = vs321.encodeDownlinks({
    data: { ...data, d2d_master_config: [entry] },
    maxBytes: 9,
  });
  test.equal(
    refused,
    {
      payloads: [],
      fPort: 85,
      errors: ["d2d_master_config[0]: got a command of 10 bytes; allowed: at most 9"],
    },
    "one command that does not fit",
  );
  for (const maxBytes of [0, 243, 1.5, "51"]) {
    const { payloads, errors } = ws101.encodeDownlinks({ data: { reboot: "yes" }, maxBytes });
    test.equal([payloads, errors.length], [[], 1], `maxBytes: ${maxBytes}`);
  }
}

/** Values that a careless or hostile caller hands over, by what they are, made anew. */
function hostileValues() {
  const cyclic = {};
  cyclic.self = cyclic;
  cyclic.bytes = cyclic;
  cyclic.data = cyclic;
  const cyclicList = [];
  cyclicList.push(cyclicList);
  const bomb = () => {
    throw new Error("no");
  };
  const { proxy: revoked, revoke } = Proxy.revocable({}, {});
  revoke();
  const trap = new Proxy(
    {},
    { get: bomb, has: bomb, ownKeys: bomb, getPrototypeOf: bomb, getOwnPropertyDescriptor: bomb },
  );
  return {
    undefined: undefined,
    null: null,
    true: true,
    NaN: Number.NaN,
    Infinity: Number.POSITIVE_INFINITY,
    "-0": -0,
    "": "",
    text: "text",
    "a lone surrogate": "\ud800",
    BigInt: 10n,
    Symbol: Symbol("a"),
    function: bomb,
    "{}": {},
    "[]": [],
    "a sparse array": new Array(3),
    "a cyclic object": cyclic,
    "a cyclic list": cyclicList,
    "a getter that throws": Object.defineProperty({}, "bytes", { get: bomb, enumerable: true }),
    "a getter of data that throws": Object.defineProperty({}, "data", {
      get: bomb,
      enumerable: true,
    }),
    "a toString that throws": {
      toString: bomb,
      valueOf: bomb,
      toJSON: bomb,
      [Symbol.toPrimitive]: bomb,
    },
    "an iterator that throws": { [Symbol.iterator]: bomb, length: 2 },
    "a length that throws": Object.defineProperty({}, "length", { get: bomb }),
    "a huge length": { length: 2 ** 53 },
    "a proxy": new Proxy({ reboot: "yes" }, {}),
    "a proxy that throws": trap,
    "a revoked proxy": revoked,
    "no prototype": Object.create(null),
    Date: new Date(Number.NaN),
    Map: new Map([["reboot", "yes"]]),
    ArrayBuffer: new ArrayBuffer(2),
    Float64Array: Float64Array.of(1, 117, 100),
    DataView: new DataView(new ArrayBuffer(2)),
    BigInt64Array: BigInt64Array.of(1n, 117n, 100n),
    "a view of a detached buffer": detached(),
    // A page has them only where it is isolated from others.
    "a view of shared memory":
      typeof SharedArrayBuffer === "undefined" ? null : sharedView([1, 117, 100]),
    "a huge sparse array": new Array(2 ** 32 - 1),
    "a sparse array with a far element": Object.assign([], { 4294967294: 1 }),
    "a symbol as a name": { [Symbol("reboot")]: "yes" },
    "data without a prototype": Object.assign(Object.create(null), { reboot: "yes" }),
    "an own __proto__": JSON.parse('{"__proto__": {"reboot": "yes"}, "constructor": 1}'),
  };
}

function detached() {
  const view = Uint8Array.of(1, 117, 100);
  structuredClone(view.buffer, { transfer: [view.buffer] });
  return view;
}

function sharedView(bytes) {
  const view = new Uint8Array(new SharedArrayBuffer(bytes.length));
  view.set(bytes);
  return view;
}

const takeInput = functions.slice(0, 8);

/** The call must return an object, and the codec must work afterwards. */
function survives(test, codec, name, input, what) {
  let result;
  try {
    result = codec[name](input);
  } catch (error) {
    test.ok(false, `${name}(${what}) threw ${error?.stack ?? shown(error)}`);
    return undefined;
  }
  test.ok(typeof result === "object" && result !== null, `${name}(${what}) returns an object`);
  const after = codec.encodeDownlink({ data: { reboot: "yes" } });
  test.equal(after, { bytes: [0xff, 0x10, 0xff], fPort: 85 }, `the call after ${name}(${what})`);
  return result;
}

function hostileInput(test, root, entries) {
  for (const codec of Object.values(entries)) {
    for (const name of takeInput) {
      for (const what of Object.keys(hostileValues())) {
        survives(test, codec, name, hostileValues()[what], what);
        survives(test, codec, name, { bytes: hostileValues()[what] }, `bytes: ${what}`);
        survives(test, codec, name, { bytes: [1, hostileValues()[what]] }, `bytes: [1, ${what}]`);
        survives(test, codec, name, { data: hostileValues()[what] }, `data: ${what}`);
        const others = {
          bytes: [1, 117, 100],
          data: { reboot: "yes" },
          fPort: hostileValues()[what],
          maxBytes: hostileValues()[what],
          variables: hostileValues()[what],
        };
        survives(
          test,
          codec,
          name,
          { ...others, recvTime: hostileValues()[what] },
          `fPort, variables, recvTime: ${what}`,
        );
      }
    }
  }
  for (const [what, value] of Object.entries(hostileValues())) {
    let models;
    try {
      models = root.detectModels(value);
    } catch (error) {
      models = error;
    }
    test.ok(Array.isArray(models), `detectModels(${what}): ${shown(models)}`);
  }
  test.equal({}.reboot, undefined, "Object.prototype is as it was");
}

function hostileData(test, _root, { ws523, vs321 }) {
  for (const what of Object.keys(hostileValues())) {
    for (const [codec, field] of [
      [ws523, "delay_task"],
      [ws523, "report_interval"],
      [ws523, "socket_status"],
      [vs321, "d2d_master_config"],
      [vs321, "temperature_alarm_config"],
      [vs321, "d2d_key"],
    ]) {
      for (const name of ["encodeDownlink", "checkDownlink", "normalizeUplink"]) {
        survives(
          test,
          codec,
          name,
          { data: { [field]: hostileValues()[what] } },
          `${field}: ${what}`,
        );
      }
      survives(
        test,
        codec,
        "encodeDownlink",
        { data: { [field]: [hostileValues()[what]] } },
        `${field}: [${what}]`,
      );
    }
    survives(
      test,
      ws523,
      "encodeDownlink",
      { data: { unknown: hostileValues()[what] } },
      `unknown: ${what}`,
    );
  }

  // A getter that calls the codec while it is being read: both calls give what they give alone.
  let inner;
  const data = {
    get report_interval() {
      inner = ws523.encodeDownlink({ data: { socket_status: "off" } });
      inner.decoded = ws523.decodeUplink({ bytes: [0x08, 0x70, 0x01] });
      return 1200;
    },
    socket_status: "on",
  };
  const outer = ws523.encodeDownlink({ data });
  test.equal(outer, { bytes: bytesOf("ff03b004080100ff"), fPort: 85 }, "the outer call");
  test.equal(
    inner,
    { bytes: [0x08, 0x00, 0x00, 0xff], fPort: 85, decoded: { data: { socket_status: "on" } } },
    "the call made by the getter",
  );
  const bytes = [0x01, 0x75, 0x64];
  Object.defineProperty(bytes, 1, {
    get() {
      vs321.decodeUplink({ bytes: [0x03, 0x67, 0x11, 0x01] });
      return 0x75;
    },
  });
  test.equal(
    vs321.decodeUplink({ bytes }),
    { data: { battery: 100 } },
    "bytes read through a getter that calls the codec",
  );

  // The same, where the call in between makes the module's memory grow, which takes the old views away.
  const grow = () => {
    const faulty = Array.from({ length: 100 }, () => ({ mode: "x".repeat(200) }));
    vs321.checkDownlink({ data: { d2d_master_config: faulty } });
    vs321.explainUplink({
      bytes: Array.from({ length: 4095 }, (_, at) => [0x01, 0x75, 0x64][at % 3]),
    });
  };
  const temperature = [0x03, 0x67, 0x11, 0x01];
  const input = {
    get bytes() {
      grow();
      return temperature;
    },
  };
  const warm = { data: { temperature: 27.3 } };
  test.equal(vs321.decodeUplink(input), warm, "bytes behind a getter that makes memory grow");
  test.equal(vs321.decodeDownlink(input).data, {}, "bytes of a downlink behind such a getter");
  class Growing extends Uint8Array {
    get length() {
      grow();
      return 4;
    }
  }
  const growing = Growing.from(temperature);
  test.equal(vs321.decodeUplink({ bytes: growing }), warm, "a length that makes memory grow");
  test.equal(
    Array.from(vs321.decodeColumns([growing]).columns.temperature.values),
    [27.3],
    "columns of such bytes",
  );
  vs321.encodeDownlink({ data: { reboot: "yes" } });
  const port = {
    get fPort() {
      grow();
      return 85;
    },
    data: { report_interval: 10 },
  };
  const sent = { bytes: bytesOf("ff8e000a00"), fPort: 85 };
  test.equal(vs321.encodeDownlink(port), sent, "a port behind a getter that makes memory grow");
  for (const length of [-1, 2.5, "2", {}]) {
    class Odd extends Uint8Array {
      get length() {
        return length;
      }
    }
    const { errors } = vs321.decodeUplink({ bytes: Odd.from(temperature) });
    test.ok(errors === undefined || areStrings(errors), `bytes of length ${typeof length}`);
  }
  const entries = [{ mode: 1 }];
  Object.defineProperty(entries[0], "mode", {
    enumerable: true,
    get() {
      entries.push(entries[0]);
      return 1;
    },
  });
  survives(
    test,
    vs321,
    "encodeDownlink",
    { data: { d2d_master_config: entries } },
    "a growing list",
  );

  largeData(test, ws523, vs321);

  const own = JSON.parse('{"__proto__": {"reboot": "yes"}}');
  const result = ws523.encodeDownlink({ data: own });
  test.ok(
    areStrings(result.errors) && result.bytes.length === 0,
    "an own __proto__ is an unknown field",
  );
  test.equal({}.reboot, undefined, "Object.prototype is as it was");
}

/** What costs time, memory or the module's stack, were it read as far as it goes. */
function largeData(test, ws523, vs321) {
  const list = [];
  for (let i = 0; i < 60; i++) list.push(list);
  const object = {};
  for (let i = 0; i < 60; i++) object[`k${i}`] = object;
  const wide = Object.fromEntries(Array.from({ length: 30_000 }, (_, i) => [`k${i}`, 1]));
  const tooLarge = ["data: got something too large to be read; allowed: an object"];
  for (const [what, data] of Object.entries({ list, object, wide })) {
    const start = Date.now();
    test.equal(ws523.encodeDownlink({ data }).errors, tooLarge, `a ${what} without end`);
    test.ok(Date.now() - start < 2000, `a ${what} without end is read in less than 2 s`);
  }
  const texts = Object.fromEntries(Array.from({ length: 80 }, (_, i) => [`k${i}`, LONG_TEXT]));
  // Fifty, and how many more there are.
  test.equal(ws523.encodeDownlink({ data: texts }).errors.length, 51, "long texts");
  for (const temperature of [2 ** 53, 1e18, 1e300, Number.NaN]) {
    survives(test, vs321, "normalizeUplink", { data: { temperature } }, `${temperature} °C`);
  }

  const wider = Uint16Array.of(0x101, 0x175, 0x164);
  Object.defineProperty(wider, Symbol.toStringTag, { value: "Uint8Array" });
  test.equal(vs321.decodeUplink({ bytes: wider }).data, {}, "a false tag makes no false bytes");

  // Exceptions that cross the module's frames leave nothing on its stack.
  for (let i = 0; i < 2000; i++) {
    const bytes = new Uint8Array(8);
    Object.defineProperty(bytes, "length", {
      get() {
        structuredClone(bytes.buffer, { transfer: [bytes.buffer] });
        return 8;
      },
    });
    try {
      vs321.decodeUplink({ bytes });
    } catch {
      // Whether it throws is the other tests' matter.
    }
  }
  const deep = () => {
    try {
      vs321.decodeUplink({ bytes: [0x01, 0x75, 0x64] });
    } catch {
      // The stack is full.
    }
    return deep() + 1;
  };
  for (let i = 0; i < 20; i++) {
    test.throws(deep, /./, "a recursion without end");
  }
  const after = vs321.decodeUplink({ bytes: [0x01, 0x75, 0x64] });
  test.equal(after, { data: { battery: 100 } }, "the call after all of them");
}

const LONG_TEXT = "x".repeat(1 << 20);
