// The package's contents and inputs: names, models, kinds of bytes, texts, errors, long commands.
import { shaped } from "./cases.mjs";
import { areStrings, bytesOf, functions, hexOf, plainFunctions, shown } from "./tester.mjs";

function names(test, { root, plainRoot, entries, plain, vectors }) {
  test.equal([...root.models].sort(), Object.keys(vectors).sort(), "models");
  test.equal([...plainRoot.models], [...root.models], "models of the plain JavaScript");
  test.ok(Object.isFrozen(root.models), "models is frozen");
  const ofPlain = ["codecFor", "fromBase64", "fromHex", "models"];
  test.equal(Object.keys(root).sort(), [...ofPlain, "detectModels"].sort(), "the root's names");
  test.equal(Object.keys(plainRoot).sort(), ofPlain, "the plain root's names");
  for (const [own, codecs] of [
    [root, entries],
    [plainRoot, plain],
  ]) {
    for (const [model, entry] of Object.entries(codecs)) {
      const wanted = own === root ? functions : plainFunctions;
      test.equal(Object.keys(entry).sort(), ["model", ...wanted].sort(), `the names of ${model}`);
      test.equal(entry.model, model, "model");
      // Those by name are the same ones.
      const codec = own.codecFor(model.toUpperCase());
      test.equal(Object.keys(codec).sort(), Object.keys(entry).sort(), `codecFor(${model})`);
      for (const name of wanted) test.ok(codec[name] === entry[name], `${model}: ${name}`);
    }
    for (const alias of ["WS521", "ws522", "Ws525", "WS52x"])
      test.equal(own.codecFor(alias).model, "ws52x", alias);
    const unknown = new RegExp(`^unknown model: .*; the models are ${root.models.join(", ")}$`);
    const none = ["ws999", "", " ws523", "constructor", "__proto__", undefined, null, 523, {}];
    for (const name of [...none, Symbol("ws523"), ["ws523"]])
      test.throws(() => own.codecFor(name), unknown, `codecFor(${String(name)})`);
  }
}

function kindsOfBytes(test, { root, entries }) {
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
    ArrayBuffer: Uint8Array.from(bytes).buffer,
  };
  if (typeof Buffer !== "undefined") {
    kinds.Buffer = Buffer.from(bytes);
    kinds["a Buffer of the pool"] = Buffer.from("017564", "hex");
  }
  for (const [kind, value] of Object.entries(kinds)) {
    test.equal(decodeUplink({ bytes: value, fPort: 85 }), { data: { battery: 100 } }, kind);
    test.equal(root.detectModels(value), root.detectModels(bytes), `detectModels of ${kind}`);
  }
  const everything = { bytes, fPort: 85, recvTime: new Date(0), variables: { a: "b" } };
  test.equal(decodeUplink(everything), { data: { battery: 100 } }, "every member of the input");
  test.equal(decodeUplink({ bytes }), { data: { battery: 100 } }, "bytes alone");
}

function otherFunctions(test, { root, entries }) {
  const socket = root.fromHex("08700105812907c912000374f508068305000000048001000000");
  const detected = root.detectModels(socket);
  test.ok(!detected.includes("ws101"), "a socket's payload is none of a button");
  for (const model of ["ws523", "ws52x"])
    test.ok(detected.includes(model), `a socket's payload is one of ${model}`);
  for (const [model, codec] of Object.entries(entries)) {
    for (const schema of [codec.uplinkSchema, codec.downlinkSchema]) {
      const draft = "https://json-schema.org/draft/2020-12/schema";
      test.equal(schema().$schema, draft, `${model}: $schema`);
      const [once, again] = [schema(), schema()];
      test.ok(once !== again, `${model}: a schema is fresh`);
    }
    const fields = codec.fields();
    test.ok(fields.length > 5 && fields !== codec.fields(), `${model}: fields are fresh`);
    for (const field of fields) shaped(test, field, "field");
    const { data } = codec.normalizeUplink({ data: codec.decodeUplink({ bytes: socket }).data });
    test.equal(data, [], `${model}: nothing to normalize`);
  }
  const unknown = /^unknown model: "ws999"; the models are /;
  test.throws(() => root.detectModels(socket, ["ws523", "ws999"]), unknown, "among: ws999");
  for (const among of [null, "ws523", 5, {}, new Set(["ws523"])]) {
    const message = /^detectModels: got .*; allowed: a list of models' names$/;
    test.throws(() => root.detectModels(socket, among), message, `among: ${shown(among)}`);
  }
  const climate = entries.vs321.decodeUplink({ bytes: root.fromHex("0367110104686a") });
  const air = { location: "indoor", temperature: 27.3, relativeHumidity: 53 };
  test.equal(entries.vs321.normalizeUplink(climate).data, [{ air }], "VS321 normalized");
}

function scripts(test, { formatters: { formatter }, root }) {
  for (const model of root.models) {
    const has = (half, name) => formatter(model, half).includes(`function ${name}(`);
    for (const name of plainFunctions) {
      const up = ["decodeUplink", "normalizeUplink"].includes(name);
      const found = [undefined, "uplink", "downlink"].map((half) => has(half, name));
      test.equal(found, [true, up, !up], `${name} in the scripts of ${model}`);
    }
  }
  test.throws(() => formatter("ws999"), /unknown model: "ws999"; the models are/, "formatter");
}

function text(test, { root, plainRoot }) {
  for (const { fromHex, fromBase64 } of [root, plainRoot]) {
    for (const given of ["017564", "0x01, 0x75, 0x64", "01:75:64", "\ufeff01\u0085\n75\r\n64"]) {
      const bytes = fromHex(given);
      test.ok(bytes instanceof Uint8Array, "fromHex returns a Uint8Array");
      test.equal(hexOf(bytes), "017564", `fromHex(${shown(given)})`);
    }
    test.equal(hexOf(fromHex("aAbBcC")), "aabbcc", "fromHex in any case");
    for (const given of ["0", "01756", "01 7g", "zz", "€"])
      test.throws(() => fromHex(given), /./, `fromHex(${given})`);
    test.ok(fromBase64("AXVk") instanceof Uint8Array, "fromBase64 returns a Uint8Array");
    test.equal(hexOf(fromBase64("/+8=")), "ffef", "fromBase64 with padding");
    // Padding that fills nothing up, and bits that no byte takes.
    for (const given of ["*", "A", "AXVk=A", "=", "====", "AXVk=", "/+8==", "/+9=", "A="])
      test.throws(() => fromBase64(given), /^not base64: /, `fromBase64(${given})`);
    for (const [name, read] of Object.entries({ fromHex, fromBase64 })) {
      for (const given of [null, 1, {}, Symbol("a")]) {
        const what = `${name}(${String(given)})`;
        test.throws(() => read(given), new RegExp(`^${name}: got .*; allowed: a string$`), what);
      }
      // docs/servers quotes it: an uplink without a payload.
      const nothing = new RegExp(`^${name}: got nothing; allowed: a string$`);
      test.throws(() => read(undefined), nothing, `${name}(undefined)`);
    }
  }
}

function errors(test, { entries: { ws101, ws523 } }) {
  const holes = Object.assign([], { length: 1 });
  for (const bytes of [[], [256], [-1], [1.5], ["1"], [Number.NaN], holes]) {
    const result = ws101.decodeUplink({ bytes });
    test.equal(result.data, {}, "data of bad bytes");
    const one = areStrings(result.errors) && result.errors.length === 1;
    test.ok(one, `one error for ${shown(bytes)}: ${shown(result)}`);
  }
  const input = { data: { report_interval: 1, socket_statu: "on", reboot: "maybe" } };
  const encoded = ws523.encodeDownlink(input);
  test.equal([encoded.bytes, encoded.errors.length], [[], 3], "three errors, and no bytes");
  const { errors: problems, warnings } = ws523.checkDownlink(input);
  test.equal(warnings, [], "checkDownlink: no warnings");
  const messages = problems.map(({ message }) => message);
  test.equal(messages, encoded.errors, "checkDownlink has the same messages");
  const unknown = Object.fromEntries(Array.from({ length: 53 }, (_, at) => [`x${at}`, 1]));
  const { code, path } = ws523.checkDownlink({ data: unknown }).errors.at(-1);
  test.equal([code, path], ["more", "data"], "checkDownlink: more problems than are listed");
  const port = ws523.encodeDownlink({ data: { reboot: "yes" }, fPort: 10 });
  test.equal(port.fPort, 10, "fPort is that of the input");
  test.ok(areStrings(port.warnings), "another port warns");
}

/** VS321 5.2.4: an entry of `d2d_master_config` is ten bytes; an interval five, a reboot three (5.2.1). */
function longCommands(test, { entries: { vs321, ws101 } }) {
  const entry = { mode: 1, enable: 1, lora_uplink_enable: 1, d2d_cmd: "e004", time: 5 };
  const list = Array(30).fill({ ...entry, time_enable: "enable" });
  const data = { reboot: "yes", d2d_master_config: list, report_interval: 5 };
  const whole = vs321.encodeDownlink({ data });
  const long = "data: 308 bytes are sent, but a downlink carries at most 242";
  test.equal([whole.bytes.length, whole.warnings], [308, [long]], "a command for no data rate");
  for (const [maxBytes, lengths] of [
    [undefined, "235 73"],
    [242, "235 73"],
    [51, "45 50 50 50 50 50 13"],
    [11, `5 ${"10 ".repeat(30)}3`],
  ]) {
    const { payloads, ...rest } = vs321.encodeDownlinks({ data, maxBytes });
    const found = payloads.map(({ length }) => length).join(" ");
    test.equal([found, rest], [lengths, { fPort: 85 }], `at most ${maxBytes}`);
    test.equal(payloads.flat(), whole.bytes, "in order");
  }
  const refused = vs321.encodeDownlinks({ data, maxBytes: 9 });
  const message = "d2d_master_config[0]: got a command of 10 bytes; allowed: at most 9";
  test.equal([refused.payloads, refused.fPort], [[], 85], "commands that do not fit");
  test.equal(refused.errors[0], message, "commands that do not fit");
  for (const [maxBytes, shown] of [
    [0, "0"],
    [243, "243"],
    [1.5, "1.5"],
    ["51", "a value of type string"],
    [[51], "a value of type object"],
  ]) {
    const { payloads, errors } = ws101.encodeDownlinks({ data: { reboot: "yes" }, maxBytes });
    const message = `maxBytes: got ${shown}; allowed: a whole number from 1 to 242`;
    test.equal([payloads, errors], [[], [message]], `maxBytes: ${shown}`);
  }
}

/** Objects without a prototype, which a codec reads otherwise, give the same as plain ones. */
function twoWays(test, { entries, vectors }) {
  const numbers = [0, 1, 0.5, -1, 1e300, Number.NaN];
  const others = [...numbers, "", "on", "yes", "no", null, undefined, true, {}];
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

/** A getter that calls the codec while it is being read: both calls give what they give alone. */
function callsWithinCalls(test, { entries: { ws523, vs321 } }) {
  let inner;
  const data = {
    get report_interval() {
      inner = ws523.encodeDownlink({ data: { socket_status: "off" } });
      inner.decoded = ws523.decodeUplink({ bytes: [0x08, 0x70, 0x01] });
      return 1200;
    },
    socket_status: "on",
  };
  const outer = { bytes: bytesOf("ff03b004080100ff"), fPort: 85 };
  test.equal(ws523.encodeDownlink({ data }), outer, "the outer call");
  const decoded = { data: { socket_status: "on" } };
  test.equal(inner, { bytes: bytesOf("080000ff"), fPort: 85, decoded }, "the getter's calls");

  // Where the call in between makes the module's memory grow, which takes the old views away.
  const grow = () => {
    const faulty = Array.from({ length: 100 }, () => ({ mode: "x".repeat(200) }));
    vs321.checkDownlink({ data: { d2d_master_config: faulty } });
    vs321.explainUplink({ bytes: bytesOf("017564".repeat(1365)) });
  };
  const temperature = [0x03, 0x67, 0x11, 0x01];
  const warm = { data: { temperature: 27.3 } };
  const input = {
    get bytes() {
      grow();
      return temperature;
    },
  };
  test.equal(vs321.decodeUplink(input), warm, "bytes behind a getter that makes memory grow");
  test.equal(vs321.decodeDownlink(input).data, {}, "bytes of a downlink behind such a getter");
  const byte = Object.defineProperty([...temperature], 1, { get: () => grow() ?? 0x67 });
  test.equal(vs321.decodeUplink({ bytes: byte }), warm, "a byte behind a getter");
  class Growing extends Uint8Array {
    get length() {
      grow();
      return 4;
    }
  }
  const growing = Growing.from(temperature);
  test.equal(vs321.decodeUplink({ bytes: growing }), warm, "a length that makes memory grow");
  const { columns } = vs321.decodeColumns([growing]);
  test.equal(Array.from(columns.temperature.values), [27.3], "columns of such bytes");
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
}

export const calls = [
  names,
  kindsOfBytes,
  otherFunctions,
  scripts,
  text,
  errors,
  longCommands,
  twoWays,
  callsWithinCalls,
];
