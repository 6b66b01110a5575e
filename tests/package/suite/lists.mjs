// Many payloads in one call: as objects, as columns, in one buffer.
import { bytesOf, packed } from "./tester.mjs";

const NO_LIST =
  "payloads: not a list; allowed: a list of at most 10000000 payloads, each 1 to 4096 integers from 0 to 255";

/** The payloads of a model's vectors. */
const payloadsOf = (vectors) =>
  vectors.filter(({ type }) => type !== "downlink-encode").map(({ input }) => bytesOf(input.bytes));

/** Payloads of a model: those of its vectors, all of them at once, cut short, changed, and no bytes. */
function payloadsAndChanged(vectors) {
  const found = payloadsOf(vectors);
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

/** The columns give what each payload gives alone: values by path, warnings and errors by row. */
function sameAsAlone(test, { count, columns, ...problems }, alone, what) {
  test.equal(count, alone.length, `count of ${what}`);
  const found = alone.map(() => ({}));
  for (const [path, { rows, values, labels }] of Object.entries(columns)) {
    test.equal(rows.length, values.length, path);
    for (const [at, row] of rows.entries()) {
      found[row][path] ??= [];
      found[row][path].push(labels ? labels[values[at]] : values[at]);
    }
  }
  for (const [row, { data }] of alone.entries())
    test.equal(found[row], flat(data), `columns of ${what}, row ${row}`);
  for (const name of ["warnings", "errors"]) {
    const messages = alone.flatMap((result, row) =>
      (result[name] ?? []).map((message) => ({ row, message })),
    );
    test.equal(problems[name], messages, `${name} of ${what} by row`);
  }
}

/** Payloads up to the end of the module's buffer, at 4096 bytes, and beyond it, of WS101. */
function endsOfTheBuffer(test, codec) {
  for (let length = 4090; length <= 4101; length++) {
    const intervals = Array(length % 3).fill([0xff, 0x03, 0x3c, 0x00]);
    const batteries = Array((length - 4 * intervals.length) / 3).fill([0x01, 0x75, 0x64]);
    const long = [...intervals, ...batteries].flat();
    for (const list of [[long], [long, [0x01, 0x75, 0x64]], [[0x01, 0x75, 0x64], long]]) {
      const expected = codec.decodeColumns(list);
      test.equal(codec.decodeColumns(packed(list)), expected, `${length} bytes in one buffer`);
    }
  }
}

/** One buffer with offsets gives what a list of the same payloads does. */
export function packedPayloads(test, { entries, vectors }) {
  for (const [model, codec] of Object.entries(entries)) {
    const own = payloadsAndChanged(vectors[model]);
    own.push([], new Uint8Array(5000));
    const { data, offsets } = packed(own);
    const expected = codec.decodeColumns(own);
    test.equal(codec.decodeColumns({ data, offsets }), expected, `one buffer of ${model}`);
    const unsigned = Uint32Array.from(offsets);
    test.equal(codec.decodeColumns({ data, offsets: unsigned }), expected, model);
    if (model === "ws101") endsOfTheBuffer(test, codec);
    // A slice of a column does not begin at 0.
    const slice = codec.decodeColumns({ data, offsets: offsets.subarray(1) });
    test.equal(
      [slice.count, slice.errors.length],
      [own.length - 1, expected.errors.length],
      `a slice of ${model}`,
    );
  }
}

/** Offsets that do not fit their buffer are refused as a whole. */
function wrongOffsets(test, { entries: { ws101 } }) {
  const data = Uint8Array.of(1, 0x75, 100);
  const good = Int32Array.of(0, 3);
  const refused = (given, message) => {
    const { count, columns, errors } = ws101.decodeColumns(given);
    test.equal([count, columns, errors], [0, {}, [{ row: 0, message }]], message);
  };
  const place = (at, got, from) =>
    `offsets[${at}]: got ${got}; allowed: a whole number from ${from} to 3`;
  refused({ data, offsets: Int32Array.of(0, 2, 1) }, place(2, 1, 2));
  refused({ data, offsets: Uint32Array.of(0, 4) }, place(1, 4, 0));
  refused({ data, offsets: Int32Array.of(-1, 1) }, place(0, -1, 0));
  const none = "offsets: got 0; allowed: from 1 to 10000001, one more than payloads";
  refused({ data, offsets: new Int32Array() }, none);
  const arrays = "an Int32Array or a Uint32Array";
  const big = BigInt64Array.of(0n, 3n);
  refused({ data, offsets: big }, `offsets: got BigInt64Array; allowed: ${arrays}`);
  refused({ data, offsets: [0, 3] }, `offsets: got Array; allowed: ${arrays}`);
  const list = "data: got Array; allowed: a Uint8Array";
  refused({ data: Array.from(data), offsets: good }, list);
  refused({ data: null, offsets: good }, "data: got Null; allowed: a Uint8Array");
  refused({ data: new Proxy(data, {}), offsets: good }, NO_LIST);
  test.equal(ws101.decodeColumns({ data, offsets: good }).count, 1, "offsets that fit");
}

/** Random frames, good and bad, of all lengths, in numbers that the module takes several turns for. */
export function randomFrames(test, { entries, vectors }) {
  let state = 20_261_126;
  const random = (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
  for (const [model, codec] of Object.entries(entries)) {
    const guides = payloadsAndChanged(vectors[model]);
    const one = () => guides[random(guides.length)];
    const kinds = [
      () => [],
      () => Array.from({ length: 1 + random(20) }, () => random(256)),
      () => new Array(4090 + random(10)).fill(random(256)),
      () => Array.from({ length: 1 + random(100) }, one).flat(),
      () => one().map((byte) => (random(8) === 0 ? random(256) : byte)),
    ];
    // Now all kinds, now those of the guide, so that many good ones follow each other.
    const frames = [];
    while (frames.length < 900) {
      frames.push(...Array.from({ length: random(700) }, one));
      frames.push(...Array.from({ length: random(40) }, () => kinds[random(kinds.length)]()));
    }
    const list = frames.map((bytes) => (random(2) === 0 ? bytes : Uint8Array.from(bytes)));
    const columns = codec.decodeColumns(packed(frames));
    test.equal(codec.decodeColumns(list), columns, `random frames of ${model}, as a list`);
    const alone = frames.map((bytes) => codec.decodeUplink({ bytes }));
    sameAsAlone(test, columns, alone, `random frames of ${model}`);
  }
}

/** Columns of which nobody knows at first how long they will be: a history in the first or in the last payload. */
function unevenColumns(test, { entries }) {
  // EM300-TH: a time, 27.3 °C, 57.5 %RH and a reserved byte.
  const history = bytesOf("20ce 01000000 1101 73 00".repeat(400));
  const battery = [0x01, 0x75, 0x64];
  for (const place of [0, 20_000]) {
    const list = new Array(20_001).fill(battery);
    list[place] = history;
    const { columns } = entries["em300-th"].decodeColumns(list);
    const temperatures = columns["history[].temperature"];
    const name = `a history in payload ${place}`;
    test.equal(temperatures.values, new Float64Array(400).fill(27.3), name);
    test.equal(temperatures.rows, new Uint32Array(400).fill(place), name);
    test.equal(
      temperatures.entries,
      Uint32Array.from({ length: 400 }, (_, at) => at),
      name,
    );
    test.equal(columns.battery.values, new Float64Array(20_000).fill(100), name);
    const rows = Uint32Array.from({ length: 20_000 }, (_, at) => at + (place === 0 ? 1 : 0));
    test.equal(columns.battery.rows, rows, name);
    for (const { values } of Object.values(columns)) {
      test.equal(values.buffer.byteLength, values.byteLength, "no memory behind the values");
    }
  }
}

/** Many payloads in one call give what each of them gives alone. */
function manyPayloads(test, { entries, vectors }) {
  for (const [model, codec] of Object.entries(entries)) {
    const payloads = [
      ...payloadsAndChanged(vectors[model]),
      [],
      [300],
      "text",
      null,
      Uint8Array.of(1, 2),
    ];
    const alone = payloads.map((bytes) => codec.decodeUplink({ bytes }));
    test.equal(codec.decodeUplinks(payloads), alone, `decodeUplinks of ${model}`);
    sameAsAlone(test, codec.decodeColumns(payloads), alone, model);
  }
  // Each row with each other one: what takes another's place does so in columns, too.
  const { vs321 } = entries;
  const own = [
    ...payloadsOf(vectors.vs321),
    bytesOf("fd6c 01000000 02000000"),
    bytesOf("fd6b 05000000"),
  ];
  const pairs = own.flatMap((one) => own.map((other) => [...one, ...other]));
  sameAsAlone(test, vs321.decodeColumns(pairs), vs321.decodeUplinks(pairs), "pairs");
}

/** Sets, holes, and what throws when it is read. */
function lenientLists(test, { entries: { ws101 } }) {
  const { decodeColumns, decodeUplinks } = ws101;
  const battery = [0x01, 0x75, 0x64];
  const good = { data: { battery: 100 } };
  const bad = (got) => ({
    data: {},
    errors: [`bytes: got ${got}; allowed: 1 to 4096 integers from 0 to 255`],
  });
  const bomb = () => {
    throw new Error("ours");
  };
  const throwing = [battery, battery, battery, battery];
  delete throwing[1];
  Object.defineProperty(throwing, 2, { get: bomb });
  // An array may have an iterator of its own.
  class Queue extends Array {
    *[Symbol.iterator]() {
      yield battery;
    }
  }
  for (const [given, expected] of [
    [[], []],
    [new Set([battery]), [good]],
    [new Queue(), [good]],
    [new Proxy([battery], {}), [good]],
    [throwing, [good, bad("nothing"), bad("something that cannot be read"), good]],
  ]) {
    const what = `a list of ${expected.length}`;
    test.equal(decodeUplinks(given), expected, what);
    sameAsAlone(test, decodeColumns(given), expected, what);
  }
  const withLength = (get) =>
    new Proxy([battery], { get: (list, name) => (name === "length" ? get() : list[name]) });
  let asked = 0;
  const third = { valueOf: () => (++asked > 2 ? bomb() : 1) };
  const lengths = [third, "1", -1, 0.5, 1e9, Number.NaN, undefined, null];
  const broken = {
    *[Symbol.iterator]() {
      yield battery;
      bomb();
    },
  };
  const proxies = [withLength(bomb), ...lengths.map((length) => withLength(() => length))];
  const others = [undefined, null, 7, "087001", {}, { length: 1e9 }, broken];
  for (const [at, none] of [...others, ...proxies].entries()) {
    test.equal(decodeUplinks(none), [{ data: {}, errors: [NO_LIST] }], `no list ${at}`);
    const { count, columns, errors } = decodeColumns(none);
    test.equal([count, columns, errors], [0, {}, [{ row: 0, message: NO_LIST }]], `no list ${at}`);
  }
}

/** A list's values tell which entry they are of: fields that some entries lack can be told apart. */
function entriesOfLists(test, { entries: { vs321 }, vectors }) {
  // VS321 5.1.4: people counted, of a kind that no guide has, and people counted again.
  const counts = "20ce 00000060 01 ffff0000  20ce 01000060 07 05000000  20ce 02000060 01 03000100";
  const { columns } = vs321.decodeColumns([[1, 117, 100], bytesOf(counts)]);
  const listed = (path) =>
    ["rows", "entries", "values"].map((name) => Array.from(columns[path][name]).join());
  const times = ["1,1,1", "0,1,2", [0x60000000, 0x60000001, 0x60000002].join()];
  test.equal(listed("history[].timestamp"), times, "an entry each");
  const people = ["1,1", "0,2", "65535,3"];
  test.equal(listed("history[].people_total_counts"), people, "the first and the third");

  const payloads = payloadsAndChanged(vectors.vs321);
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
  // Fields that always come together share their rows; one that another row has, too, has its own.
  const { temperature, humidity, region_1, region_10 } = vs321.decodeColumns(payloads).columns;
  test.equal(region_1.rows === region_10.rows, true, "one array of rows");
  test.equal(temperature.rows === humidity.rows, false, "rows of their own");
}

export const lists = [
  packedPayloads,
  wrongOffsets,
  randomFrames,
  unevenColumns,
  manyPayloads,
  lenientLists,
  entriesOfLists,
];
