// Many payloads in one call: as objects, as columns, in one buffer.
import { bytesOf } from "./tester.mjs";

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

/** One buffer with offsets gives what a list of the same payloads does. */
function packedPayloads(test, { entries, vectors }) {
  for (const [model, codec] of Object.entries(entries)) {
    const own = payloadsOf(vectors[model]).map((bytes) => Uint8Array.from(bytes));
    own.push(Uint8Array.of(), new Uint8Array(5000));
    const offsets = new Int32Array(own.length + 1);
    for (const [at, { length }] of own.entries()) offsets[at + 1] = offsets[at] + length;
    const data = new Uint8Array(offsets[own.length]);
    for (const [at, bytes] of own.entries()) data.set(bytes, offsets[at]);
    const expected = codec.decodeColumns(own);
    const packed = (offsets) => codec.decodeColumns({ data, offsets });
    test.equal(packed(offsets), expected, `one buffer of ${model}`);
    test.equal(packed(Uint32Array.from(offsets)), expected, model);
    // A slice of a column does not begin at 0.
    const { count, errors } = packed(offsets.subarray(1));
    test.equal(
      [count, errors.length],
      [own.length - 1, expected.errors.length],
      `a slice of ${model}`,
    );
    for (const wrong of [[0, 2, 1], [0, data.length + 1], [-1, 1], []]) {
      const refused = packed(Int32Array.from(wrong));
      test.equal([refused.count, refused.errors.length], [0, 1], `offsets ${wrong} of ${model}`);
    }
  }
}

/** Many payloads in one call give what each of them gives alone. */
function manyPayloads(test, { entries, vectors }) {
  for (const [model, codec] of Object.entries(entries)) {
    const payloads = [...payloadsOf(vectors[model]), [], [300], "text", null, Uint8Array.of(1, 2)];
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
  const message =
    "payloads: not a list; allowed: a list of at most 10000000 payloads, each 1 to 4096 integers from 0 to 255";
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
    test.equal(decodeUplinks(none), [{ data: {}, errors: [message] }], `no list ${at}`);
    const { count, columns, errors } = decodeColumns(none);
    test.equal([count, columns, errors], [0, {}, [{ row: 0, message }]], `no list ${at}`);
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

export const lists = [packedPayloads, manyPayloads, lenientLists, entriesOfLists];
