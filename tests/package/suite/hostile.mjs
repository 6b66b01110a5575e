// Values of careless and hostile callers: nothing throws, and the next call works.
import { areStrings, functions, shown } from "./tester.mjs";

/** Values that a careless or hostile caller hands over, by what they are, made anew. */
export function hostileValues() {
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

/** The call must return an object, and the codec must work afterwards. */
export function survives(test, codec, name, input, what) {
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

function hostileInput(test, { root, entries }) {
  const inputs = {
    input: (value) => value,
    bytes: (bytes) => ({ bytes }),
    "bytes: [1, …]": (byte) => ({ bytes: [1, byte] }),
    data: (data) => ({ data }),
    "fPort, maxBytes, variables, recvTime": (value) => ({
      bytes: [1, 117, 100],
      data: { reboot: "yes" },
      ...{ fPort: value, maxBytes: value, variables: value, recvTime: value },
    }),
  };
  const codecs = Object.values(entries);
  for (const [at, what] of Object.keys(hostileValues()).entries()) {
    // One model a value: all of them read it by the same code.
    const codec = codecs[at % codecs.length];
    for (const [member, input] of Object.entries(inputs)) {
      // The first eight take an input.
      for (const name of functions.slice(0, 8))
        survives(test, codec, name, input(hostileValues()[what]), `${member}: ${what}`);
    }
    let models;
    try {
      models = root.detectModels(hostileValues()[what]);
    } catch (error) {
      models = error;
    }
    test.ok(Array.isArray(models), `detectModels(${what}): ${shown(models)}`);
  }
  test.equal({}.reboot, undefined, "Object.prototype is as it was");
}

function hostileData(test, { entries: { ws523, vs321 } }) {
  const fields = { ws523: ["delay_task", "report_interval", "socket_status", "unknown"] };
  fields.vs321 = ["d2d_master_config", "temperature_alarm_config", "d2d_key"];
  for (const what of Object.keys(hostileValues())) {
    for (const codec of [ws523, vs321]) {
      for (const field of fields[codec.model]) {
        const input = () => ({ data: { [field]: hostileValues()[what] } });
        for (const name of ["encodeDownlink", "checkDownlink", "normalizeUplink"])
          survives(test, codec, name, input(), `${field}: ${what}`);
        const listed = { data: { [field]: [hostileValues()[what]] } };
        survives(test, codec, "encodeDownlink", listed, `${field}: [${what}]`);
      }
    }
  }
  for (const length of [-1, 2.5, "2", {}]) {
    class Odd extends Uint8Array {
      get length() {
        return length;
      }
    }
    const { errors } = vs321.decodeUplink({ bytes: Odd.of(0x03, 0x67, 0x11, 0x01) });
    test.ok(errors === undefined || areStrings(errors), `bytes of length ${typeof length}`);
  }
  const growing = [{}];
  const get = () => growing.push(growing[0]) && 1;
  Object.defineProperty(growing[0], "mode", { enumerable: true, get });
  const input = { data: { d2d_master_config: growing } };
  survives(test, vs321, "encodeDownlink", input, "a growing list");

  const own = JSON.parse('{"__proto__": {"reboot": "yes"}}');
  const { bytes, errors } = ws523.encodeDownlink({ data: own });
  test.ok(areStrings(errors) && bytes.length === 0, "an own __proto__ is an unknown field");
  test.equal({}.reboot, undefined, "Object.prototype is as it was");
}

/** Values that would cost time, memory or the module's stack, were they read to the end. */
function largeData(test, { entries: { ws523, vs321 } }) {
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
      // Other tests say if it throws.
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

export const hostile = [hostileInput, hostileData, largeData];
