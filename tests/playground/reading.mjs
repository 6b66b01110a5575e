// Pasted texts: several payloads at once, dumps, logs, frames, and events of many servers.
import assert from "node:assert/strict";
import { vector } from "../cases.mjs";
import { clipboard, decoded, isReady, paste, payload, picked, says, test } from "./browser.mjs";

const sensor = vector("ws52x", "WS52x 4.2 and WS523 4.2 sensor data");
const hex = sensor.input.bytes;
const bytes = hex.match(/../g).map((digits) => Number.parseInt(digits, 16));
const base64 = Buffer.from(bytes).toString("base64");

/** `xxd` and `hexdump -C`, as those programs print the same bytes. */
const rows = (text, size) => text.match(new RegExp(`.{1,${size}}`, "g"));
const offset = (row, width) => (row * 16).toString(16).padStart(width, "0");
const xxd = rows(hex, 32)
  .map((row, at) => `${offset(at, 8)}: ${rows(row, 4).join(" ").padEnd(39)}  ................`)
  .join("\n");
const hexdump = `${rows(hex, 32)
  // With a gap in the midst.
  .map(
    (row, at) =>
      `${offset(at, 8)}  ${rows(row, 2)
        .join(" ")
        .replace(/^.{23} /, "$& ")}  |................|`,
  )
  .join("\n")}\n${bytes.length.toString(16).padStart(8, "0")}`;

const one = {
  "base64 in lines": rows(base64, 12).join("\n"),
  "a topic before an event": `v3/app/devices/socket-1/up ${JSON.stringify({ uplink_message: { frm_payload: base64 } })}`,
  "an array as Node prints it": `Uint8Array(${bytes.length}) [\n  ${bytes.join(", ")}\n]`,
  "a C array with comments": `const uint8_t frame[] = { /* state, 1 */ ${bytes
    .map((byte) => `0x${byte.toString(16)}, // { }\n`)
    .join(" ")} };`,
  xxd,
  "hexdump -C": hexdump,
  payload_hex: JSON.stringify({ payload_hex: hex, FPort: 85 }),
};

test("reading: dumps, arrays, logs and events, each as one payload", async ({ open }) => {
  const { page } = await open();
  for (const [name, text] of Object.entries(one)) {
    await payload(page).fill("ff2500");
    await payload(page).fill(text);
    assert.equal(await page.locator("#payload-problem").textContent(), "", name);
    assert.deepEqual(await decoded(page), { data: sensor.output.data }, name);
    assert.equal(await page.locator("#decode-several").isVisible(), false, name);
  }
  return `${Object.keys(one).length} forms`;
});

const event = (name, data) =>
  JSON.stringify({
    deviceInfo: { deviceName: name },
    data: Buffer.from(data, "hex").toString("base64"),
  });

test("reading: several payloads become several results, of which one is open", async ({ open }) => {
  const { page } = await open();
  const pretty = (text) => JSON.stringify(JSON.parse(text), null, 2);
  for (const [name, text] of Object.entries({
    "hex, one a line": `${hex}\n017564\n`,
    "base64, one a line": `${base64}\nAXVk`,
    "events, one a line": `${event("a", hex)}\n${event("b", "017564")}`,
    "events over several lines": `${pretty(event("a", hex))}\n${pretty(event("b", "017564"))}`,
    "a list of events": `[${event("a", hex)}, ${event("b", "017564")}]`,
    "topics and events": `up/a ${event("a", hex)}\nup/b ${event("b", "017564")}`,
    "a list of texts": JSON.stringify([hex, "017564"]),
  })) {
    await payload(page).fill(text);
    const items = page.locator("#several-list button");
    assert.equal(await items.count(), 2, name);
    assert.deepEqual(await decoded(page), { data: sensor.output.data }, name);
    await items.nth(1).click();
    assert.deepEqual(await decoded(page), { data: { battery: 100 } }, name);
    assert.equal(await items.nth(1).getAttribute("aria-current"), "true", name);
  }
  // By keyboard, too.
  await page.keyboard.press("ArrowUp");
  assert.deepEqual(await decoded(page), { data: sensor.output.data });
  // One that cannot be read takes no other with it.
  await payload(page).fill(
    `${event("a", hex)}\n{"deviceInfo":{},"fPort":85}\n${event("b", "017564")}`,
  );
  assert.equal(await page.locator("#several-list button").count(), 3);
  await page.locator("#several-list button").nth(1).click();
  await says(page.locator("#payload-problem"), /no payload in it/);
  assert.equal(await page.locator("#decode-result").isVisible(), false);
});

test("reading: a paste replaces the sample, and Clear empties", async ({ open }) => {
  const { page } = await open();
  await paste(page, "017564");
  assert.equal(await payload(page).inputValue(), "017564");
  assert.deepEqual(await decoded(page), { data: { battery: 100 } });
  await page.evaluate((text) => navigator.clipboard.writeText(text), hex);
  await page.reload();
  await isReady(page);
  await payload(page).focus();
  await page.keyboard.press("End");
  await page.keyboard.press("Control+V");
  assert.equal(await payload(page).inputValue(), hex);
  assert.deepEqual(await decoded(page), { data: sensor.output.data });
  // A typed text is edited as in any field.
  await page.keyboard.press("End");
  await page.keyboard.type("77");
  await page.keyboard.press("Control+V");
  assert.equal(await payload(page).inputValue(), `${hex}77${hex}`);
  await page.getByRole("button", { name: "Clear" }).first().click();
  assert.equal(await payload(page).inputValue(), "");
  assert.equal(await page.locator("#decode-empty").isVisible(), true);
  assert.equal(await page.evaluate(() => document.activeElement.id), "payload");
});

/** The frame of LoRaWAN's specification tools: an unconfirmed uplink of 49be7df1, FCnt 2, FPort 1. */
const FRAME = "40f17dbe4900020001954378762b11ff0d";

test("reading: a whole LoRaWAN frame is explained, and said to be encrypted", async ({ open }) => {
  const { page } = await open();
  for (const text of [FRAME, Buffer.from(FRAME, "hex").toString("base64")]) {
    await payload(page).fill("ff2500");
    await payload(page).fill(text);
    const said = page.locator("#decode-said");
    await says(said, /unconfirmed uplink, device address 49be7df1, frame counter 2, FPort 1\./);
    await says(said, /4 bytes of payload are encrypted with the AppSKey/);
    const captions = await page.locator("#decode-bytes .caption").allTextContents();
    assert.deepEqual(captions, [
      "MHDR",
      "DevAddr",
      "FCtrl",
      "FCnt",
      "FPort",
      "payload, encrypted",
      "MIC",
    ]);
  }
  await payload(page).fill(`00${"0102030405060708".repeat(2)}1234aabbccdd`);
  await says(page.locator("#decode-said"), /a join request of the device 0807060504030201/);
});

test("reading: a server's model is used where bytes tell none apart", async ({ open }) => {
  const { page } = await open();
  const battery = Buffer.from("017564", "hex").toString("base64");
  for (const [model, text] of [
    ["WS101", { deviceInfo: { deviceProfileName: "Milesight WS-101 EU" }, data: battery }],
    ["VS321", { deviceInfo: { deviceProfileName: "desks vs321" }, data: battery }],
    ["WS101", { uplink_message: { frm_payload: battery, version_ids: { model_id: "ws101" } } }],
  ]) {
    await payload(page).fill(JSON.stringify(text));
    await says(page.locator("#decode-said"), new RegExp(`${model}, as the event says\\.`));
  }
  // A hint that the bytes deny is none.
  const wrong = { deviceInfo: { deviceProfileName: "WS101" }, data: base64 };
  await payload(page).fill(JSON.stringify(wrong));
  assert.deepEqual(await decoded(page), { data: sensor.output.data });
});

test("reading: commands of servers and of the page are downlinks", async ({ open }) => {
  const { page } = await open({
    hash: '#v1&view=encode&model=ws523&command={"socket_status":"on"}',
  });
  const data = "CAEA/w==";
  const texts = [
    JSON.stringify({ downlinks: [{ f_port: 85, frm_payload: data }] }),
    JSON.stringify({ downlink_queued: { f_port: 85, frm_payload: data } }),
    JSON.stringify({ devEui: "24e1240000000000", confirmed: false, fPort: 85, data }),
    JSON.stringify({ devEUI: "24e1240000000000", confirmed: true, fPort: 85, data }),
  ];
  const copied = async () => {
    const all = page
      .locator("#encode-targets")
      .getByRole("button", { name: /^Copy .*(line|JSON|curl)/ });
    for (const button of await all.all()) {
      await button.click();
      texts.push(await clipboard(page));
    }
  };
  for (const [server, ways] of [
    ["tts", ["cli", "mqtt", "http"]],
    ["chirpstack-v4", ["mqtt", "http"]],
    ["gateway", ["mqtt"]],
  ]) {
    await page.locator("#target-server").selectOption(server);
    for (const way of ways) {
      await page.locator("#target-way").selectOption(way);
      await copied();
    }
  }
  assert.equal(texts.length, 10);
  await page.getByRole("tab", { name: "Decode" }).click();
  for (const text of texts) {
    await payload(page).fill("ff2500");
    assert.equal(await page.getByLabel("Uplink", { exact: true }).isChecked(), true);
    await payload(page).fill(text);
    assert.equal(await page.locator("#payload-problem").textContent(), "", text);
    assert.equal(await page.getByLabel("Downlink", { exact: true }).isChecked(), true, text);
    assert.deepEqual(await decoded(page), { data: { socket_status: "on" } }, text);
  }
  await payload(page).fill(
    JSON.stringify({ downlinks: [{ frm_payload: data }, { frm_payload: "/xD/" }] }),
  );
  assert.equal(await page.locator("#several-list button").count(), 2);
});

test("reading: a model is found by typing, and left by Escape", async ({ open }) => {
  const { page } = await open();
  const field = page.locator("#decode-model");
  const shown = () => page.locator("#decode-model-place [role=option]").allTextContents();
  await field.click();
  assert.ok((await shown()).length >= 5);
  assert.ok((await page.locator("#decode-model-place .family").count()) >= 2);
  await field.fill("socket");
  const sockets = await shown();
  assert.ok(sockets.length >= 2 && sockets.every((name) => /socket/i.test(name)), sockets.join());
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  assert.ok(["ws523", "ws52x"].includes(await picked(page, "decode-model")));
  await field.fill("vs321");
  await page.keyboard.press("Escape");
  assert.match(await field.inputValue(), /socket/i);
  await field.fill("nothing like it");
  assert.deepEqual(await shown(), []);
  await page.keyboard.press("Tab");
  assert.match(await field.inputValue(), /socket/i);
});
