// The view "Decode".
import assert from "node:assert/strict";
import { vector, vectors } from "../cases.mjs";
import { forms } from "../package/suite/forms.mjs";
import { clipboard, decoded, payload, pick, says, test } from "./browser.mjs";

const cells = (page) => page.locator("#decode-bytes .cell");
const problem = (page) => page.locator("#payload-problem").textContent();

/** The WS523 guide's sensor data, its bytes and what they say. */
const sensor = vector("ws52x", "WS52x 4.2 and WS523 4.2 sensor data");
const hex = sensor.input.bytes;
const bytes = hex.match(/../g).map((digits) => Number.parseInt(digits, 16));
const base64 = Buffer.from(bytes).toString("base64");

/** Ways in which people have the same payload. */
const spellings = {
  hex,
  "HEX in capitals": hex.toUpperCase(),
  "hex with spaces": hex.replaceAll(/../g, "$& "),
  "hex with 0x": bytes.map((byte) => `0x${byte.toString(16).padStart(2, "0")}`).join(", "),
  "hex with dashes": hex.match(/../g).join("-"),
  "hex with colons": hex.match(/../g).join(":"),
  "hex on several lines": hex.replaceAll(/.{16}/g, "$&\n"),
  "hex escapes": `"${hex.replaceAll(/../g, "\\x$&")}"`,
  "a Node buffer": `<Buffer ${hex.match(/../g).join(" ")}>`,
  base64,
  "a C array": `const uint8_t payload[] = { ${bytes.map((byte) => `0x${byte.toString(16)}`).join(", ")} };`,
  "a C array of decimals": `{${bytes.join(", ")}}`,
  "a JSON array": JSON.stringify(bytes),
  "decimals with commas": bytes.join(", "),
};

/** Another payload, so that what is shown then cannot be left from before. */
async function other(page) {
  await payload(page).fill("ff2500");
  assert.notDeepEqual(await decoded(page), { data: sensor.output.data });
}

test("decode: a payload in any spelling", async ({ open }) => {
  const { page } = await open();
  for (const [name, text] of Object.entries(spellings)) {
    await other(page);
    await payload(page).fill(text);
    assert.equal(await problem(page), "", name);
    assert.equal(await page.locator("#decode-result").isVisible(), true, name);
    assert.deepEqual(await decoded(page), { data: sensor.output.data }, name);
    assert.equal(await cells(page).count(), bytes.length, name);
  }
  return `${Object.keys(spellings).length} spellings`;
});

test("decode: an event of a server, with its port, time and device", async ({ open }) => {
  const { page } = await open();
  for (const { name, event, uplink } of forms.filter(({ uplink }) => uplink)) {
    for (const text of [JSON.stringify(event), JSON.stringify(event, null, 2)]) {
      await other(page);
      await payload(page).fill(text);
      await says(page.locator("#decode-fields"), /socket_status/, name);
      assert.equal(await problem(page), "", name);
      assert.deepEqual(await decoded(page), { data: { socket_status: "on" } }, name);
      const said = await page.locator("#decode-said").textContent();
      if (uplink.deviceName)
        assert.ok(said.includes(`Device ${uplink.deviceName}.`), `${name}: ${said}`);
      if (uplink.fPort) assert.ok(said.includes(`fPort ${uplink.fPort}.`), `${name}: ${said}`);
      const time = uplink.time?.slice(0, 19).replace("T", " ");
      if (time) assert.ok(said.includes(`${time} UTC, `), `${name}: ${said}`);
    }
  }
  // The page's clock is Berlin's, an hour ahead in winter.
  await payload(page).fill(
    JSON.stringify({ ...forms[0].event, received_at: "2026-01-02T03:04:05Z" }),
  );
  await says(page.locator("#decode-said"), /2026-01-02 04:04:05 local \(UTC\+01:00\)/);
});

test("decode: every example of the guides, from the list", async ({ open }) => {
  const { page } = await open();
  let count = 0;
  for (const [model, samples] of Object.entries(vectors)) {
    for (const sample of samples.filter(({ type }) => type === "uplink")) {
      await page.locator("#decode-example").selectOption(`${model} ${sample.input.bytes}`);
      const result = await decoded(page);
      assert.deepEqual(result.data, sample.output.data, sample.description);
      assert.equal((result.warnings ?? []).length, sample.warnings, sample.description);
      const warned = await page.locator("#decode-problems li").count();
      assert.equal(warned, sample.warnings, sample.description);
      count += 1;
    }
  }
  assert.ok(count >= 30, `${count} examples`);
  return `${count} examples`;
});

test("decode: a byte lights its field and a field its bytes", async ({ open }) => {
  const { page } = await open();
  await payload(page).fill(hex);
  const lit = async () => [
    await page.locator("#decode-bytes .cell.lit").allTextContents(),
    await page.locator("#decode-fields tr.lit .field").allTextContents(),
  ];
  // The voltage's two bytes stand behind its header 03 74.
  const at = hex.indexOf("0374") / 2 + 2;
  const voltage = [[hex.slice(2 * at, 2 * at + 2), hex.slice(2 * at + 2, 2 * at + 4)], ["voltage"]];
  await cells(page).nth(at).hover();
  assert.deepEqual(await lit(), voltage);
  await page.locator("h1").hover();
  assert.deepEqual(await lit(), [[], []]);
  await page.getByRole("button", { name: "voltage", exact: true }).hover();
  assert.deepEqual(await lit(), voltage);

  // One stop of the Tab key for all bytes; arrows move among them.
  await page.locator("h1").hover();
  await page.locator("#clear").focus();
  await page.keyboard.press("Tab");
  const focused = () =>
    page.evaluate(
      () => document.activeElement.getAttribute("aria-label") ?? document.activeElement.textContent,
    );
  assert.match(await focused(), new RegExp(`^${hex.slice(0, 2)}, byte 0: header of channel`));
  for (let step = 0; step < at; step += 1) await page.keyboard.press("ArrowRight");
  assert.equal(
    await focused(),
    `${voltage[0][0]}, byte ${at}: voltage: ${sensor.output.data.voltage} V`,
  );
  assert.deepEqual(await lit(), voltage);
  await page.keyboard.press("End");
  assert.match(await focused(), new RegExp(`byte ${bytes.length - 1}:`));
  await page.keyboard.press("Home");
  await page.keyboard.press("ArrowDown");
  assert.match(await focused(), /byte 3: header/);
  // The fields are the next stop.
  await page.keyboard.press("Tab");
  const first = Object.keys(sensor.output.data)[0];
  assert.equal(await focused(), first);
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowUp");
  assert.equal(await focused(), first);
  assert.deepEqual((await lit())[1], [first]);
  // Enter opens how the value arises, and from there a button leads to the byte.
  await page.keyboard.press("Enter");
  assert.equal(await page.locator(":focus").getAttribute("aria-expanded"), "true");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  assert.match(await focused(), new RegExp(`: ${first}: `));
});

test("decode: bad input is told in a sentence, and what was understood stays", async ({ open }) => {
  const { page } = await open();
  const cases = [
    ["08 70 01 0g", /"g" at position 10/, { socket_status: "on" }],
    ["08 70 01 0", /1 digit at position 9/, { socket_status: "on" }],
    [
      "{ 0x08, 0x70, 0x01, 0x100 }",
      /Item 4 .* 0x100; a byte is a whole number from 0 to 255/,
      { socket_status: "on" },
    ],
    ["[8, 112, 1, -3]", /Item 4 .* -3/, { socket_status: "on" }],
    ['{ "uplink_message": ', /looks like JSON, but is not/],
    ['{ "deviceInfo": {}, "fPort": 85 }', /an event of ChirpStack, but there is no payload in it/],
    ['{ "colour": "red" }', /no payload found: got the member colour/],
    ["hello world", /Not hex: "h" at position 0/],
    // Positions are those of the text as it was pasted.
    ['"\\x08\\x70\\x01\\xzz"', /"z" at position 15/, { socket_status: "on" }],
  ];
  for (const [text, message, data] of cases) {
    await other(page);
    await payload(page).fill(text);
    assert.match(await problem(page), message, text);
    const invalid = await payload(page).getAttribute("aria-invalid");
    assert.equal(invalid, "true", text);
    assert.equal(await page.locator("#decode-result").isVisible(), data !== undefined, text);
    if (data) assert.deepEqual(await decoded(page), { data }, text);
  }
});

test("decode: decimal or hex is said; what is no decimal is hex", async ({ open }) => {
  const { page } = await open();
  for (const [text, as, shown] of [
    ["8, 112, 1", "decimal numbers", "08 70 01"],
    ["[8, 112, 1]", "decimal numbers", "08 70 01"],
    ["{10, 20, 30}", "decimal numbers", "0a 14 1e"],
    ["{08, 70, 01}", "hex bytes", "08 70 01"],
    ["[08, 70, 01]", "hex bytes", "08 70 01"],
    ["8, 70, 01", "hex bytes", "08 70 01"],
    ["{ff, 25, 80}", "hex bytes", "ff 25 80"],
    ["{0x08, 0x70, 0x01}", "hex bytes", "08 70 01"],
    ["{0x08, 112, 1}", "decimal numbers, and hex where 0x says so", "08 70 01"],
    ['["08", "70", "01"]', "hex bytes", "08 70 01"],
    ['["0x08", "0x70", "0x01"]', "hex bytes", "08 70 01"],
  ]) {
    await other(page);
    await payload(page).fill(text);
    assert.equal(await problem(page), "", text);
    assert.ok((await page.locator("#decode-said").textContent()).includes(`Read as ${as}.`), text);
    assert.deepEqual(await cells(page).allTextContents(), shown.split(" "), text);
  }
});

test("decode: bytes of no known model are shown, as unknown", async ({ open }) => {
  const { page } = await open();
  await payload(page).fill("aa bb 01 02");
  assert.deepEqual(await page.locator("#decode .unknown .cell").allTextContents(), [
    "aa",
    "bb",
    "01",
    "02",
  ]);
  await says(page.locator("#decode-said"), /No model knows how/);
  await says(page.locator("#decode-count"), /^4 bytes, of no known model$/);
  await says(page.locator("#decode-fields"), /unknown channel aa bb/);
  assert.equal(await page.locator("#decode-json").isVisible(), false);
  await payload(page).fill("aa bb 01 02 zz");
  assert.match(await problem(page), /The 4 bytes before it are shown\.$/);
  assert.equal(await cells(page).count(), 4);
  await payload(page).fill("aa zz");
  assert.match(await problem(page), /The byte before it is shown\.$/);
  assert.equal(await cells(page).count(), 1);
  await payload(page).fill("017564");
  assert.equal(await page.locator("#decode-json").isVisible(), true);
});

test("decode: the time of an event, in any unit, and one that is none", async ({ open }) => {
  const { page } = await open();
  const said = page.locator("#decode-said");
  // 1750430100 is 2025-06-20T14:35:00Z.
  for (const time of [1750430100, 1750430100e3, 1750430100e6, 1750430100e9]) {
    await other(page);
    await payload(page).fill(JSON.stringify({ deviceInfo: {}, time, data: base64 }));
    await says(said, /Received 2025-06-20 14:35:00 UTC/, String(time));
  }
  for (const time of [1e30, -1e30, "soon", true, {}]) {
    await other(page);
    await payload(page).fill(JSON.stringify({ deviceInfo: {}, time, data: base64 }));
    assert.doesNotMatch(await said.textContent(), /Received/, String(time));
    assert.deepEqual(await decoded(page), { data: sensor.output.data }, String(time));
  }
});

test("decode: unknown and truncated bytes are marked and explained", async ({ open }) => {
  const { page } = await open();
  await payload(page).fill("08 70 01 03 74 f5");
  assert.deepEqual(await page.locator(".truncated .cell").allTextContents(), ["03", "74", "f5"]);
  const row = page.locator("#decode-fields tr.truncated");
  await says(row, /offset 3: channel 03 74 is cut short: it needs 4 bytes and has 3/);
  await says(page.locator("#decode-problems"), /Warning: offset 3/);
  await payload(page).fill("08 70 01 77 77 01 02");
  assert.deepEqual(await page.locator(".unknown .cell").allTextContents(), [
    "77",
    "77",
    "01",
    "02",
  ]);
  await says(page.locator("#decode-fields tr.unknown"), /unknown channel 77 77/);
  // A model that does not fit: the one that does is offered.
  await pick(page, "decode-model", "ws101");
  await payload(page).fill(hex);
  await says(page.locator("#decode-problems"), /Error: offset 0/);
  await page.getByRole("button", { name: /Decode as WS523/ }).click();
  assert.deepEqual(await decoded(page), { data: sensor.output.data });
});

test("decode: normalized form, times, downlinks, copying, and no markup", async ({ open }) => {
  const { page } = await open();
  const report = vectors.vs321.find(({ output }) => output.data?.timestamp === 1750430100);
  await page.locator("#decode-example").selectOption(`vs321 ${report.input.bytes}`);
  // As docs/servers/the-things-stack.md has it.
  await page.getByRole("button", { name: "Normalized" }).click();
  const normalized = JSON.parse(
    await page.getByRole("region", { name: "normalized JSON" }).textContent(),
  );
  const { timestamp, temperature, humidity } = report.output.data;
  assert.equal(normalized[0].air.temperature, temperature);
  assert.equal(normalized[0].air.relativeHumidity, humidity);
  assert.equal(new Date(normalized[0].time).getTime(), timestamp * 1000);
  // 1750430100 is 2025-06-20T14:35:00Z; in Berlin it was summer.
  const row = page.locator("#decode-fields tr", { hasText: "1750430100" });
  await says(row, /2025-06-20 14:35:00 UTC2025-06-20 16:35:00 local \(UTC\+02:00\)/);

  await page.getByRole("button", { name: "JSON", exact: true }).click();
  await page.getByRole("button", { name: "Copy decoded JSON" }).click();
  const copied = await clipboard(page);
  assert.deepEqual(JSON.parse(copied), { data: report.output.data });
  await says(page.locator("#announcement"), /Copied/);

  await page.getByLabel("Downlink", { exact: true }).check();
  await payload(page).fill("08 01 00 ff");
  assert.deepEqual(await decoded(page), { data: { socket_status: "on" } });

  const markup = '<img src=x onerror="document.title=1"><b>x</b>';
  await payload(page).fill(markup);
  await payload(page).fill(JSON.stringify({ deviceInfo: { deviceName: markup }, data: base64 }));
  assert.ok((await page.locator("#decode-said").textContent()).includes(markup));
  assert.equal(await page.locator("main img, main b:not(.detail b)").count(), 0);
  assert.equal(await page.title(), "Milesight payload playground");
});
