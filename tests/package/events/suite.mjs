// The checks of milesight-codec/events in every runtime: no imports, nothing of one runtime alone.

/** Gives `{ checks, failures }`. `forms` are the servers' events, `decode` the models' decoders by name. */
export function run({ events, forms, decode }) {
  const { denseColumns, findModel, parseUplink, points, toBase64, toDownlink, toHex } = events;
  const failures = [];
  let checks = 0;

  function equal(given, expected, what) {
    checks += 1;
    const [one, other] = [shown(given), shown(expected)];
    if (one !== other) failures.push(`${what}: got ${one}, expected ${other}`);
  }

  for (const { name, event, uplink, server, reason } of forms) {
    const found = parseUplink(event);
    if (reason !== undefined) {
      equal(found, server === undefined ? { reason } : { server, reason }, name);
      continue;
    }
    const { bytes, raw, ...rest } = found;
    equal(rest, uplink, name);
    equal(raw === event, true, `${name}: raw`);
    equal(decode.ws523({ bytes }), { data: { socket_status: "on" } }, `${name}: bytes`);
  }

  // A profile of another device is not overruled by the device's name.
  for (const [deviceProfileName, model] of [
    ["Milesight EM320-TH-V2", undefined],
    ["Milesight", "em320-th"],
  ]) {
    const deviceInfo = { deviceProfileName, deviceName: "em320-th", devEui: "24e124aabbccdd01" };
    equal(parseUplink({ deviceInfo, fPort: 85, data: "CHAB" }).model, model, deviceProfileName);
  }

  // Members that a prototype has are not the event's.
  const inherited = Object.create({ deviceInfo: { devEui: "0101010101010101" }, data: "CHAB" });
  equal(parseUplink(inherited).bytes, undefined, "inherited members");
  for (const event of hostile()) {
    equal(typeof parseUplink(event).reason, "string", "a hostile event has a reason");
  }

  for (const [name, model] of [
    ["WS523", "ws523"],
    ["ws 523", "ws523"],
    ["Milesight WS-523 EU", "ws523"],
    ["milesight_ws_523 (EU868, OTAA)", "ws523"],
    ["WS52x", "ws52x"],
    ["WS525-915M", "ws52x"],
    ["WS101|button", "ws101"],
    ["AI sensor VS321", "vs321"],
    ["WS5230", undefined],
    ["AWS523", undefined],
    ["WS101 and WS523", undefined],
    ["EM300-TH-868M", "em300-th"],
    ["EM300-TH-915M-AU", "em300-th"],
    ["VS321-915M", "vs321"],
    ["ws52x (class C)", "ws52x"],
    ["Milesight WS-523 EU868", "ws523"],
    ["Milesight EM300-MCS Magnet Contact Switch", "em300-mcs"],
    ["EM310-UDL-C050", "em310-udl"],
    ["WS301_OTAA_AS923-1 class A", "ws301"],
    ["em300-zld", "em300-sld"],
    ["EM320-TH", "em320-th"],
    ["EM320-TH V1", "em320-th"],
    // The vendor's name of a device with another protocol.
    ["EM320-TH-V2", undefined],
    ["Milesight EM320-TH V2 EU868", undefined],
    ["EM320-TH (V2)", undefined],
    ["EM300-DI-HALL", undefined],
    ["EM300-DI hallway", "em300-di"],
    ["EM300-TH hall", "em300-th"],
    ["em320th_v2", undefined],
    ["EM320-TILT", undefined],
    ["WS523-V3", undefined],
    ["EM300", undefined],
    ["WS521, WS525", "ws52x"],
    ["", undefined],
    ["__proto__", undefined],
    [undefined, undefined],
    [{ toString: 1 }, undefined],
    [`WS523${"x".repeat(1e6)}`, undefined],
  ]) {
    equal(
      findModel(name),
      model,
      `findModel(${String(typeof name === "string" ? name : "?").slice(0, 40)})`,
    );
  }

  equal(toHex([0, 8, 255]), "0008ff", "toHex");
  equal(toHex(Uint8Array.of(16)), "10", "toHex of a typed array");
  equal(
    [toBase64([]), toBase64([8, 112, 1]), toBase64([255, 254])],
    ["", "CHAB", "//4="],
    "toBase64",
  );
  for (const bytes of [[256], [1.5], ["1"], [undefined]]) {
    for (const write of [toHex, toBase64])
      equal(
        throws(() => write(bytes)),
        true,
        "no byte",
      );
  }

  const command = { bytes: [0x08, 0x01, 0x00, 0xff], fPort: 85 };
  const target = {
    devEui: "24e124aabbccdd01",
    deviceId: "dev1",
    applicationId: "app1",
    tenantId: "ttn",
  };
  const json = (value) => JSON.stringify(value);
  const post = (path, body) => ({
    method: "POST",
    path,
    headers: { "content-type": "application/json" },
    body,
  });
  const queued = (priority, confirmed) =>
    json({ downlinks: [{ f_port: 85, frm_payload: "CAEA/w==", priority, confirmed }] });
  for (const [server, expected] of [
    [
      "the-things-stack",
      { topic: "v3/app1@ttn/devices/dev1/down/push", payload: queued("NORMAL", false) },
    ],
    [
      "chirpstack",
      {
        topic: "application/app1/device/24e124aabbccdd01/command/down",
        payload: json({
          devEui: "24e124aabbccdd01",
          confirmed: false,
          fPort: 85,
          data: "CAEA/w==",
        }),
      },
    ],
    [
      "chirpstack-v3",
      {
        topic: "application/app1/device/24e124aabbccdd01/command/down",
        payload: json({ confirmed: false, fPort: 85, data: "CAEA/w==" }),
      },
    ],
    [
      "milesight-gateway",
      {
        topic: "application/app1/device/24e124aabbccdd01/tx",
        payload: json({
          devEUI: "24e124aabbccdd01",
          fPort: 85,
          data: "CAEA/w==",
          confirmed: false,
        }),
      },
    ],
    [
      "aws-iot-core",
      post(
        "/wireless-devices/dev1/data",
        json({
          PayloadData: "CAEA/w==",
          TransmitMode: 0,
          WirelessMetadata: { LoRaWAN: { FPort: 85 } },
        }),
      ),
    ],
    [
      "thingpark",
      post(
        "/thingpark/lrc/rest/downlink?DevEUI=24E124AABBCCDD01&FPort=85&Payload=080100ff&Confirmed=0",
        "",
      ),
    ],
    [
      "helium",
      {
        topic: "helium/dev1/tx",
        payload: json({ payload_raw: "CAEA/w==", port: 85, confirmed: false }),
      },
    ],
    [
      "loriot",
      post(
        "/1/rest",
        json({
          cmd: "tx",
          appid: "app1",
          EUI: "24E124AABBCCDD01",
          port: 85,
          confirmed: false,
          data: "080100ff",
        }),
      ),
    ],
  ]) {
    equal(toDownlink(server, target, command), expected, `toDownlink ${server}`);
    equal(
      toDownlink(server, { ...target, topic: "/down/1" }, command).topic,
      "/down/1",
      `${server}: a topic of its own`,
    );
    equal(toDownlink(server, {}, command).topic, undefined, `${server}: no ids`);
    equal(typeof toDownlink(server, {}, command).reason, "string", `${server}: no ids`);
    const crossed = { devEui: "a/b", deviceId: "+", applicationId: "#", tenantId: "/" };
    equal(typeof toDownlink(server, crossed, command).reason, "string", `${server}: no id`);
  }
  equal(
    toDownlink("the-things-stack", { ...target, tenantId: undefined }, command, {
      confirmed: true,
      priority: "above_normal",
    }),
    { topic: "v3/app1/devices/dev1/down/push", payload: queued("ABOVE_NORMAL", true) },
    "an open-source installation, confirmed, with a priority",
  );
  equal(
    toDownlink("thingpark", { ...target, topic: "down" }, command, { confirmed: true }).payload,
    json({
      DevEUI_downlink: {
        DevEUI: "24E124AABBCCDD01",
        FPort: 85,
        payload_hex: "080100ff",
        Confirmed: "1",
      },
    }),
    "ThingPark over MQTT",
  );
  for (const [args, reason] of [
    [
      ["chirpstack", target, { bytes: [], fPort: 85, errors: ["a: b", "c: d"] }],
      "the command was refused: a: b; c: d",
    ],
    [["chirpstack", target, { bytes: [] }], "the command has no bytes"],
    [["chirpstack", target, { bytes: [300] }], "the command or its target cannot be read"],
    [["chirpstack", target, hostile()[0], hostile()[1]], "the command has no bytes"],
    [["chirpstack", target, undefined], "the command has no bytes"],
    [
      ["chirpstack", { devEui: "24e124aabbccdd01" }, command],
      "target.applicationId: got nothing; allowed: letters, digits and . : @ _ -",
    ],
    [
      ["the-things-stack", target, command, { priority: "asap" }],
      'priority: got "asap"; allowed: lowest, low, below_normal, normal, above_normal, high, highest',
    ],
  ]) {
    equal(toDownlink(...args), { reason }, `toDownlink: ${reason}`);
  }
  equal(
    /^server: got "toString"; /.test(toDownlink("toString", target, command).reason),
    true,
    "no server",
  );

  // The answer to an uplink needs nothing but that uplink.
  for (const { name, event, uplink } of forms.filter(({ uplink }) => uplink?.server !== "loriot")) {
    if (uplink === undefined || uplink.applicationId === undefined) continue;
    const sent = toDownlink(uplink.server, parseUplink(event), command);
    equal(sent.reason, undefined, `${name}: an answer`);
  }
  // VS321 5.1.2 and 5.1.4: battery, temperature, people counted now and in two stored records.
  const time = "2024-05-15T02:30:00.000Z";
  const decoded = decode.vs321({
    bytes: hexBytes("017564 03671101 05fd0300 20cee81b44660105000000 20ceea1b44660107000000"),
  });
  const fields = [
    { path: "battery", unit: "%" },
    { path: "temperature", unit: "°C" },
    { path: "history[].timestamp", unit: "s" },
  ];
  const row = (path, value, unit, at = time) => ({ path, value, unit, time: at });
  const rows = [
    row("battery", 100, "%"),
    row("temperature", 27.3, "°C"),
    row("people_total_counts", 3),
    row("people_total_counts", 5, undefined, "2024-05-15T02:20:24.000Z"),
    row("people_total_counts", 7, undefined, "2024-05-15T02:20:26.000Z"),
  ];
  equal(points(decoded, time, { fields }), rows, "points");
  equal(
    points(decoded, time),
    rows.map((row) => ({ ...row, unit: undefined })),
    "points without units",
  );
  equal(points({ data: {}, errors: ["no"] }, time), [], "points of an error");
  // A device's own time of an uplink is a value of it; lists without times keep their places.
  equal(
    points({ data: { timestamp: 1, a: { b: [{ c: 1 }, { c: 2 }] }, on: true } }, undefined),
    [
      row("timestamp", 1, undefined, undefined),
      row("a.b[0].c", 1, undefined, undefined),
      row("a.b[1].c", 2, undefined, undefined),
      row("on", true, undefined, undefined),
    ].map((row) => ({ ...row, time: undefined })),
    "points of other lists",
  );

  const columns = {
    temperature: { rows: Uint32Array.of(0, 2), values: Float64Array.of(27.3, 27.4) },
    status: {
      rows: Uint32Array.of(1),
      values: Uint32Array.of(1),
      labels: ["dim", "bright"],
    },
    "history[].count": {
      rows: Uint32Array.of(2, 2),
      entries: Uint32Array.of(0, 2),
      values: Float64Array.of(5, 7),
    },
  };
  equal(
    denseColumns({ count: 3, columns }),
    {
      temperature: [27.3, null, 27.4],
      status: [null, "bright", null],
      "history[].count": [null, null, [5, null, 7]],
    },
    "denseColumns",
  );
  return { checks, failures };
}

const hexBytes = (text) =>
  text
    .replaceAll(" ", "")
    .match(/../g)
    .map((digits) => Number.parseInt(digits, 16));

/** Events that no server sends. */
function hostile() {
  const throwing = {
    get deviceInfo() {
      throw new Error("no");
    },
  };
  const proxy = new Proxy(
    {},
    {
      getOwnPropertyDescriptor() {
        throw { toString: 1 };
      },
    },
  );
  return [
    throwing,
    proxy,
    { deviceInfo: {}, data: { toString: 1 } },
    { deviceInfo: {}, data: "A".repeat(70_000) },
    { deviceInfo: {}, data: [300] },
    { end_device_ids: 1, uplink_message: { frm_payload: 7 } },
    { [`${"x".repeat(1e6)}`]: 1 },
  ];
}

function throws(body) {
  try {
    body();
  } catch {
    return true;
  }
  return false;
}

/** A value as text, with what JSON leaves out, and with its keys in order. */
function shown(value) {
  return JSON.stringify(value, (_, part) => {
    if (part === undefined) return "(undefined)";
    if (typeof part !== "object" || part === null || Array.isArray(part)) return part;
    return Object.fromEntries(
      Object.entries(part).sort(([one], [other]) => (one < other ? -1 : 1)),
    );
  });
}
