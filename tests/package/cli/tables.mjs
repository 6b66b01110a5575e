// The command line. Models found out, and tables made of events.
import assert from "node:assert";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  cpuSeconds,
  decoded,
  gives,
  installed,
  json,
  lines,
  start,
  status,
  test,
} from "./harness.mjs";

const furthest = test("auto takes the model that gets furthest, with a warning", async (cwd) => {
  // Voltage 229.3 V (WS523 4.1), then a channel that no device has.
  const { stdout, stderr, code } = await start(cwd, ["decode", "auto", "0374f508eeee01"]);
  const { models, data, warnings } = JSON.parse(stdout);
  assert.deepStrictEqual([models.length, data, stderr, code], [1, { voltage: 229.3 }, "", 0]);
  assert.strictEqual(warnings[0], `no model knows the whole payload; ${models[0]} gets furthest`);
  assert.match(warnings[1], /^offset 4: unknown channel ee ee/);
  await gives(cwd, ["decode", "auto", "eeee01"], {
    stdout: json({ data: {}, errors: ["no model knows any of the payload"] }),
    stderr: "milesight-codec: no model knows any of the payload\n",
    code: 1,
  });
  const none = "bytes: got a list of 0; allowed: 1 to 4096 integers from 0 to 255";
  await gives(cwd, ["decode", "auto", '{"bytes":[]}'], {
    stdout: json({ bytes: [], decoded: { data: {}, errors: [none] } }),
    stderr: `milesight-codec: ${none}\n`,
    code: 1,
  });
  await gives(cwd, ["detect", "0374f508eeee01"], {
    stdout: "\n",
    stderr: `milesight-codec: ${warnings[0]}\n`,
    code: 1,
  });
});

const devices = test("auto: a device keeps its model", async (cwd) => {
  const { detectModels, fromHex } = await installed(cwd);
  const event = (devEui, payload) => ({ deviceInfo: { devEui }, data: base64(payload) });
  const base64 = (payload) => Buffer.from(payload, "hex").toString("base64");
  const [one, other] = ["0101010101010101", "0202020202020202"];
  const battery = "017564";
  const known = (payload) => detectModels(fromHex(payload));
  const shared = (payload) => known(payload).filter((model) => known(battery).includes(model));
  // A battery level alone may be of several; a button press is a WS101's (4.1), 27.3 °C a VS321's (5.1.2).
  const sent = [
    [one, battery, known(battery)],
    [other, battery, known(battery)],
    [one, "ff2e01", known("ff2e01")],
    [other, "03671101", shared("03671101")],
    [one, battery, shared("ff2e01")],
    [one, `${battery}eeee`, shared("ff2e01")],
  ];
  const input = json(...sent.map(([device, payload]) => event(device, payload)));
  const { stdout, code } = await start(cwd, ["decode", "auto"], { input });
  const models = stdout
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line).decoded.models);
  assert.deepStrictEqual([models, code], [sent.map(([, , models]) => models), 0]);
  assert.notDeepStrictEqual(known(battery), shared("ff2e01"));
  // Rows, by a column that is called so.
  const rows = sent.map(([device, payload]) => `${device},${payload}`);
  const table = await start(cwd, ["decode", "auto", "--fields", "battery"], {
    input: lines("dev_eui,payload", ...rows),
  });
  assert.match(table.stdout.split("\n")[6], /^0101010101010101,017564eeee,100,"?offset 3/);
});

/**
 * A device keeps its model. Payloads without a device are tried with all models: a model stops at a channel that it
 * does not have.
 */
const speed = test("auto takes no more than twice the time of a named model", async (cwd) => {
  // VS321 5.1.2: battery, temperature, light, detection.
  const payload = "0175640367110107ff0008f40200";
  const rows = `0101010101010101,${payload}\n`.repeat(200_000);
  writeFileSync(join(cwd, "many.csv"), `dev_eui,payload\n${rows}`);
  writeFileSync(join(cwd, "many.txt"), `${payload}\n`.repeat(200_000));
  const said = [];
  for (const [file, most] of [
    ["many.csv", 2],
    ["many.txt", 4],
  ]) {
    const named = await cpuSeconds(cwd, ["decode", "vs321", file]);
    const auto = await cpuSeconds(cwd, ["decode", "auto", file]);
    said.push(`${file}: ${named.toFixed(2)} s by name, ${auto.toFixed(2)} s by auto`);
    assert.ok(auto < most * named, said.at(-1));
  }
  return `${said.join("; ")}, for 200,000 lines`;
});

const named = test("--model-from", async (cwd) => {
  const event = (deviceProfileName, data = "CHAB") =>
    JSON.stringify({ deviceInfo: { deviceProfileName }, data });
  const path = ["--model-from", "deviceInfo.deviceProfileName"];
  const known = event("Milesight WS-523 EU");
  await gives(cwd, ["decode", ...path], { input: lines(known), stdout: decoded(known) });
  // A button's name on a socket's payload: the name counts.
  const { stdout, code } = await start(cwd, ["decode", ...path], {
    input: lines(event("WS101"), event("Fridge"), event()),
  });
  const errors = stdout
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line).decoded.errors[0]);
  assert.match(errors[0], /^offset 0: unknown channel 08 70/);
  assert.match(
    errors[1],
    /^no model: got "Fridge" at deviceInfo\.deviceProfileName; the models are /,
  );
  assert.strictEqual(errors[2], "no model: nothing at deviceInfo.deviceProfileName");
  assert.strictEqual(code, 1);
  // With a model beside it, that is for those without a name.
  for (const [model, input] of [
    ["ws523", event("Fridge")],
    ["ws523", event()],
    ["ws101", known],
  ]) {
    await gives(cwd, ["decode", model, ...path], { input: lines(input), stdout: decoded(input) });
  }
  await gives(cwd, ["decode", "--model-from", "Type", "--fields", "socket_status"], {
    input: lines("type,payload", "WS 523,087001"),
    stdout: lines("type,payload,socket_status,warnings,errors", "WS 523,087001,on,,"),
  });
  await gives(cwd, ["decode", "--model-from", "kind"], {
    input: lines("type,payload", "WS 523,087001"),
    stdout: /.*\n?/,
    stderr: /milesight-codec decode: --model-from: no column "kind" in the table\n.*\n/,
    code: 2,
  });
});

const ndjson = test("NDJSON to CSV", async (cwd) => {
  const event = {
    time: "2022-07-18T09:34:15.775023242+00:00",
    deviceInfo: { deviceName: "kitchen, left", devEui: "0101010101010101" },
    data: "A3T1CA==",
  };
  const begins = "2022-07-18T09:34:15.775Z";
  const input = json(event, { deviceInfo: event.deviceInfo, data: "" }, { id: 7, bytes: "zz" });
  const problem = '"not hex: ""z"" at position 0; not base64 either"';
  const told = {
    stderr: lines(
      'milesight-codec: line 3: not hex: "z" at position 0; not base64 either',
      "milesight-codec: 1 of 3 payloads had errors",
    ),
    code: 1,
  };
  await gives(cwd, ["decode", "ws523", "--fields", "voltage,socket_status"], {
    input,
    stdout: lines(
      "time,devEui,deviceName,voltage,socket_status,warnings,errors",
      `${begins},0101010101010101,"kitchen, left",229.3,,,`,
      ",,,,,,",
      `,,,,,,${problem}`,
    ),
    ...told,
  });
  await gives(cwd, ["decode", "ws523", "--fields", "voltage", "--decimal-comma"], {
    input: json(event),
    stdout: lines(
      "time;devEui;deviceName;voltage;warnings;errors",
      `${begins};0101010101010101;kitchen, left;229,3;;`,
    ),
  });
  await gives(cwd, ["decode", "ws523", "--fields", "voltage", "--keep", "id,deviceInfo.devEui"], {
    input,
    stdout: lines(
      "id,deviceInfo.devEui,voltage,warnings,errors",
      ",0101010101010101,229.3,,",
      ",0101010101010101,,,",
      `7,,,,${problem}`,
    ),
    ...told,
  });
  // Lines of payloads, too.
  await gives(cwd, ["decode", "ws523", "--fields", "voltage", "0374f508"], {
    stdout: lines("payload,voltage,warnings,errors", "0374f508,229.3,,"),
  });
  await gives(cwd, ["decode", "ws523", "--fields", "voltage", "--decimal-comma"], {
    input: "payload,n\n0374f508,1.5\n",
    stdout: lines("payload,n,voltage,warnings,errors", '0374f508,1.5,"229,3",,'),
  });
  await gives(cwd, ["decode", "ws523", "--keep", "id"], {
    input: json(event),
    stderr: /milesight-codec decode: --keep goes with --fields, which makes a table\n.*\n/,
    code: 2,
  });
});

const proposals =
  test("--fields proposes what may be meant, and refuses what cannot be", async (cwd) => {
    for (const [args, said] of [
      [["ws101", "press"], '"press" is no field of ws101 (did you mean button_event.status?)'],
      [["ws523", "voltge"], '"voltge" is no field of ws523 (did you mean voltage?)'],
      [["ws523", "nothing"], '"nothing" is no field of ws523'],
      [["vs321", "battery.x"], '"battery.x" is no field of vs321 (did you mean battery?)'],
      [
        ["vs321", "history[0].timestamp[0]"],
        '"history[0].timestamp[0]" is no field of vs321 (did you mean history[].timestamp?)',
      ],
      [["ws101", "people_total_counts"], '"people_total_counts" is no field of ws101'],
    ]) {
      await gives(cwd, ["decode", args[0], "--fields", args[1], "00"], {
        stderr: `milesight-codec decode: --fields: ${said}\n\`milesight-codec decode --help\` shows how it is used.\n`,
        code: 2,
      });
    }

    const { stderr, code } = await start(cwd, [
      "decode",
      "vs321",
      "--downlink",
      "--fields",
      "battery",
      "00",
    ]);
    assert.match(stderr, /--fields: "battery" is a field of uplinks alone\n/);
    assert.strictEqual(code, 2);
  });

const lists = test("models, fields, explain auto, -V", async (cwd) => {
  const { codecFor, detectModels, fromHex, models } = await installed(cwd);
  const { stdout } = await start(cwd, ["models"]);
  const printed = stdout.trimEnd().split("\n").slice(1);
  assert.deepStrictEqual(
    printed.map((line) => line.split(/\s+/)[0]),
    [...models],
  );
  assert.match(stdout, /\nws52x +ws521, ws522, ws525\n/);
  const list = JSON.parse((await start(cwd, ["models", "--json"])).stdout);
  for (const { model, aliases } of list) {
    for (const alias of aliases) assert.strictEqual(codecFor(alias).model, model);
  }
  await gives(cwd, ["models", "ws101"], {
    stderr: /milesight-codec models: it takes no operands\n.*\n/,
    code: 2,
  });

  const fields = codecFor("ws101").fields();
  const table = (await start(cwd, ["fields", "WS101"])).stdout.trimEnd().split("\n");
  assert.match(table[0], /^field +direction +values +unit +source$/);
  assert.strictEqual(table.length, fields.length + 1);
  assert.match(table.join("\n"), /\nbattery +uplink +0 to 100 +% +WS101 /);
  assert.match(table.join("\n"), /\nbutton_event\.status +uplink +short press \| /);
  await gives(cwd, ["fields", "ws101", "--json"], { stdout: json(fields) });
  const commands = fields.filter(({ direction }) => direction !== "uplink");
  await gives(cwd, ["fields", "ws101", "--downlink", "--json"], { stdout: json(commands) });

  const payload = "01756403671101";
  const known = detectModels(fromHex(payload));
  const by = await start(cwd, ["explain", known[0], payload]);
  await gives(cwd, ["explain", "auto", payload], {
    stdout: `${known.join(" or ")}:\n${by.stdout}`,
  });
  const cut = await start(cwd, ["explain", "auto", "--json", "0374f508eeee01"]);
  const { models: found, spans, warnings } = JSON.parse(cut.stdout);
  assert.deepStrictEqual([found.length, spans.length, cut.code], [1, 2, 0]);
  assert.match(warnings[0], /^no model knows the whole payload; \w+ gets furthest$/);
  await gives(cwd, ["explain", "auto", "eeee01"], {
    stderr: "milesight-codec: no model knows any of the payload\n",
    code: 1,
  });
  await gives(cwd, ["explain", "auto", "087001"], {
    stdout: /(?:\w+ or )*\w+:\noffset(?:.*\n){3}/,
  });

  const [long, short] = [await start(cwd, ["--version"]), await start(cwd, ["-V"])];
  assert.deepStrictEqual(short, long);
  assert.match(short.stdout, /^\d+\.\d+\.\d+\n$/);
  await gives(cwd, ["decode", "ws523", "087001"], { stdout: json(status) });
});

export const tablesTests = [furthest, devices, speed, named, ndjson, proposals, lists];
