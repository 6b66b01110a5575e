// The view "Encode".
import assert from "node:assert/strict";
import { codecFor, models } from "../../pkg/index.js";
import { vectors } from "../cases.mjs";
import { clipboard, paste, pick, picked, says, test } from "./browser.mjs";

const hex = async (page) => (await page.locator("#encode-hex").textContent()).replaceAll(" ", "");
const command = async (page) =>
  JSON.parse(await page.getByRole("region", { name: "command JSON" }).textContent());
const control = (page, name) => page.locator(`#encode-form > details > [data-name=${name}]`);
const choose = (page, model) => pick(page, "encode-model", model);
const to = { hash: "#v1&view=encode" };

/** Opens a group of commands, if it is not open. */
async function openGroup(page, title) {
  const group = page.locator("details.commands", { has: page.getByText(title, { exact: true }) });
  if ((await group.getAttribute("open")) === null) await group.locator("summary").click();
}

const openAll = (page) =>
  page.locator("details.commands").evaluateAll((all) => {
    for (const details of all) details.open = true;
  });

test("encode: every command has a control, its range and its section", async ({ open }) => {
  const { page } = await open(to);
  for (const model of models) {
    await choose(page, model);
    const shown = await page
      .locator("#encode-form > details > .control")
      .evaluateAll((all) => all.map((each) => each.querySelector("code.name").textContent));
    const fields = codecFor(model).fields();
    const commands = fields.filter(({ direction }) => direction !== "uplink");
    const names = commands.map(({ path }) => path.split(/[.[]/)[0]);
    assert.deepEqual(shown.sort(), [...new Set(names)].sort(), model);
  }
  await choose(page, "ws523");
  const interval = control(page, "report_interval");
  await says(interval.locator(".hint"), /60 to 64800 s .* WS523 4\.4/);
  assert.equal(await interval.locator("input").getAttribute("min"), "60");
  assert.equal(await interval.locator("input").getAttribute("max"), "64800");
  const options = await control(page, "socket_status").locator("option").allTextContents();
  assert.deepEqual(options, ["Not sent", "off", "on"]);
  await choose(page, "vs321");
  await openGroup(page, "Alarms");
  const alarm = control(page, "temperature_alarm_config");
  await alarm.getByRole("checkbox").check();
  assert.equal(await alarm.getByLabel("Threshold min").getAttribute("step"), "0.1");
  await says(alarm, /-3276.8 to 3276.7 °C, in steps of 0.1/);
});

test("encode: every example of the guides, from the list", async ({ open }) => {
  const { page } = await open(to);
  let count = 0;
  for (const [model, samples] of Object.entries(vectors)) {
    await choose(page, model);
    for (const { type, description, input, output } of samples) {
      if (type !== "downlink-encode") continue;
      await page.locator("#encode-clear").click();
      await page.locator("#encode-example").selectOption({ label: description });
      assert.equal(await hex(page), output.bytes, description);
      const cells = await page.locator("#encode-bytes .cell").allTextContents();
      assert.equal(cells.join(""), output.bytes, description);
      // A command that is not sent is as good as none.
      const sent = Object.keys(input.data).filter((name) => input.data[name] !== "no");
      assert.deepEqual(Object.keys(await command(page)).sort(), sent.sort());
      count += 1;
    }
    // An edited command is no longer the example's.
    await page.getByRole("checkbox", { name: "Reboot" }).click();
    assert.equal(await page.locator("#encode-example").inputValue(), "", model);
  }
  assert.ok(count >= 30, `${count} examples`);
  return `${count} examples`;
});

test("encode: commands put together by keyboard alone", async ({ open }) => {
  const { page } = await open();
  // From the top of the page: past the skip link and the tools, to the views.
  const focus = () => page.evaluate(() => document.activeElement.id);
  while ((await focus()) !== "tab-decode") await page.keyboard.press("Tab");
  await page.keyboard.press("ArrowRight");
  assert.equal(await focus(), "tab-encode");
  await page.keyboard.press("Tab");
  assert.equal(await focus(), "encode-model");
  await page.keyboard.type("WS523");
  // Going on picks what was found.
  await page.keyboard.press("Tab");
  assert.equal(await picked(page, "encode-model"), "ws523");
  const tabTo = async (label) => {
    for (let stops = 0; stops < 80; stops += 1) {
      await page.keyboard.press("Tab");
      const at = await page.evaluate(
        () => document.activeElement.labels?.[0]?.textContent ?? document.activeElement.textContent,
      );
      if (at.startsWith(label)) return;
    }
    throw new Error(`no way to ${label} with the Tab key`);
  };
  await tabTo("Report interval");
  await page.keyboard.type("1200");
  assert.equal(await hex(page), "ff03b004");
  await tabTo("Socket status");
  await page.keyboard.type("on");
  // The WS523 guide's order: settings first, then what is switched.
  assert.equal(await hex(page), "ff03b00408" + "0100ff");
  await tabTo("Delay task");
  await page.keyboard.press("Space");
  await tabTo("Delay time");
  await page.keyboard.type("60");
  await tabTo("Socket status");
  await page.keyboard.type("off");
  assert.ok((await hex(page)).includes("ff22003c0010"));
  await tabTo("Reboot");
  await page.keyboard.press("Space");
  assert.ok((await hex(page)).endsWith("ff10ff"));
});

test("encode: lists, optional parts, hex digits and points in time", async ({ open }) => {
  const { page } = await open({ hash: "#v1&view=encode&model=vs321" });
  await openGroup(page, "D2D");
  const add = page.getByRole("button", { name: "Add an entry to d2d_master_config" });
  await add.click();
  const entry = page.getByRole("group", { name: "D2D master config, entry 1" });
  // It starts from values that can be sent.
  assert.equal(await page.locator("#encode-problems").isVisible(), false);
  assert.match(await hex(page), /^ff96/);
  const mode = entry.getByLabel("Mode", { exact: false }).first();
  await mode.fill("");
  // One is missing.
  assert.match(await entry.textContent(), /Got nothing; allowed: /);
  await mode.fill("1");
  await entry.getByLabel("LoRa uplink enable").selectOption("enable");
  await entry.getByLabel("D2D cmd").fill("e004");
  await entry.locator("input[type=number]").fill("5");
  await entry.getByLabel("Time enable").selectOption("enable");
  await entry.locator(".control").nth(1).locator("select").selectOption("enable");
  // ff 96, mode 1, enabled, with an uplink, e004 low byte first, 5 min, time enabled.
  assert.equal(await hex(page), "ff9601010104e0050001");
  await add.click();
  await page.getByRole("button", { name: "Remove entry 2 of d2d_master_config" }).click();
  assert.equal(await hex(page), "ff9601010104e0050001");
  await page.getByRole("button", { name: "Remove entry 1 of d2d_master_config" }).click();

  await openGroup(page, "History");
  await page.getByRole("checkbox", { name: "Fetch history" }).check();
  const history = control(page, "fetch_history");
  await history.getByLabel("Start time").fill("1715739624");
  // The guide's example: e81b4466.
  assert.equal(await hex(page), "fd6be81b4466");
  await says(history, /2024-05-15 02:20:24 UTC, 2024-05-15 04:20:24 local/);
  const picker = history.getByLabel("The same as local date and time").first();
  assert.equal(await picker.inputValue(), "2024-05-15T04:20:24");
  await picker.fill("2024-05-15T04:20:25");
  assert.equal(await hex(page), "fd6be91b4466");
});

test("encode: errors stand beside their field, warnings with the bytes", async ({ open }) => {
  const { page } = await open({ hash: "#v1&view=encode&model=ws523" });
  const interval = page.getByLabel("Report interval");
  await interval.fill("30");
  const told = control(page, "report_interval").locator(".problem");
  assert.equal(await told.textContent(), "Got 30; allowed: a whole number from 60 to 64800 s.");
  assert.equal(await interval.getAttribute("aria-invalid"), "true");
  const described = await interval.getAttribute("aria-describedby");
  assert.ok(described.split(" ").includes(await told.getAttribute("id")));
  await says(page.locator("#encode-count"), /1 error, so nothing is sent/);
  assert.equal(await page.locator("#encode-result").isVisible(), false);
  await interval.fill("60.5");
  await says(told, /Got 60.5/);
  await interval.fill("60");
  assert.equal(await told.textContent(), "");
  assert.equal(await hex(page), "ff033c00");
  await page.getByLabel("FPort").fill("1");
  await says(page.locator("#encode-problems"), /Warning: fPort: 1 is used/);
  const port = page.locator("#encode-port-problem");
  await says(port, /^fPort: 1 is used/);
  await page.getByLabel("FPort").fill("300");
  assert.match(await port.textContent(), /got 300; allowed: a whole number from 1 to 223/);
  assert.equal(await page.getByLabel("FPort").getAttribute("aria-invalid"), "true");
  await page.getByLabel("FPort").fill("85");
  assert.equal(await port.textContent(), "");
  assert.equal(await page.getByLabel("FPort").getAttribute("aria-invalid"), "false");
});

test("encode: the command as hex, base64, arrays, and for servers", async ({ open }) => {
  const { page } = await open({ hash: "#v1&view=encode&model=ws523" });
  await control(page, "socket_status").locator("select").selectOption("on");
  const copied = async (name) => {
    await page.getByRole("button", { name: `Copy ${name}`, exact: true }).click();
    return clipboard(page);
  };
  // 08 01 00 ff, as docs/servers has it.
  assert.equal(await copied("Hex"), "080100ff");
  assert.equal(await copied("Base64"), "CAEA/w==");
  assert.equal(await copied("C array"), "{ 0x08, 0x01, 0x00, 0xff }");
  assert.equal(await copied("JSON array"), "[8, 1, 0, 255]");
  assert.deepEqual(JSON.parse(await copied("command JSON")), { socket_status: "on" });
  const server = page.getByLabel("Network server").first();
  const way = page.getByLabel("By", { exact: true });
  const confirmed = page.getByLabel("Confirmed");
  const asObject = page.getByLabel("As object");
  await page.getByLabel("Application ID").fill("app1");
  await page.getByLabel("Device ID").fill("dev1");
  assert.equal(
    await copied("The Things Stack: command line"),
    "ttn-lw-cli end-devices downlink push app1 dev1 --frm-payload 080100FF --f-port 85",
  );
  await confirmed.check();
  assert.match(await copied("The Things Stack: command line"), / --f-port 85 --confirmed$/);
  await confirmed.uncheck();
  await way.selectOption("mqtt");
  await page.getByLabel("Tenant").fill("tenant1");
  // docs/servers/the-things-stack.md: the topic has the tenant behind the application.
  assert.equal(await copied("The Things Stack: topic"), "v3/app1@tenant1/devices/dev1/down/push");
  assert.deepEqual(JSON.parse(await copied("The Things Stack: JSON")), {
    downlinks: [{ f_port: 85, frm_payload: "CAEA/w==", priority: "NORMAL" }],
  });
  await asObject.check();
  await confirmed.check();
  assert.deepEqual(JSON.parse(await copied("The Things Stack: JSON")), {
    downlinks: [
      {
        f_port: 85,
        decoded_payload: { socket_status: "on" },
        priority: "NORMAL",
        confirmed: true,
      },
    ],
  });
  await asObject.uncheck();
  await way.selectOption("http");
  const curl = await copied("The Things Stack: curl");
  assert.match(curl, /applications\/app1\/devices\/dev1\/down\/push'/);
  assert.match(
    curl,
    /-d '\{"downlinks":\[\{"f_port":85,"frm_payload":"CAEA\/w==".*"confirmed":true/,
  );

  await server.selectOption("chirpstack-v4");
  // The Things Stack's application is not ChirpStack's.
  assert.equal(await page.getByLabel("Application ID").inputValue(), "");
  await page.getByLabel("DevEUI").fill("24E124FFFE000000");
  assert.deepEqual(JSON.parse(await copied("ChirpStack: MQTT JSON")), {
    devEui: "24E124FFFE000000",
    confirmed: true,
    fPort: 85,
    data: "CAEA/w==",
  });
  await way.selectOption("http");
  assert.match(await copied("ChirpStack: curl"), /devices\/24E124FFFE000000\/queue'/);
  await server.selectOption("gateway");
  assert.deepEqual(JSON.parse(await copied("Milesight gateway: JSON")), {
    devEUI: "24E124FFFE000000",
    confirmed: true,
    fPort: 85,
    data: "CAEA/w==",
  });
  await asObject.check();
  const object = JSON.parse(await copied("Milesight gateway: JSON"));
  assert.deepEqual(object.object, { socket_status: "on" });
  await server.selectOption("tts");
  await way.selectOption("http");
  // An invalid ID does not get into a command line.
  await page.getByLabel("Device ID").fill("x'; rm -rf ~");
  assert.match(await copied("The Things Stack: curl"), /devices\/my-device\/down/);
  assert.equal(await page.getByLabel("Device ID").getAttribute("aria-invalid"), "true");
  // Nor does what a program would take for an option.
  await way.selectOption("cli");
  await page.getByLabel("Application ID").fill("--help");
  assert.match(await copied("The Things Stack: command line"), /push my-application my-device /);
});

test("encode: every part of a command that is begun can be sent as it is", async ({ open }) => {
  const { page } = await open(to);
  let count = 0;
  for (const model of models) {
    await choose(page, model);
    await page.locator("#encode-clear").click();
    await openAll(page);
    const names = await page
      .locator("#encode-form > details > .control.group")
      .evaluateAll((all) => all.map((each) => each.dataset.name));
    for (const name of names) {
      const begin = control(page, name).locator(":scope > .inputs > :is(input, button)");
      if ((await begin.getAttribute("type")) === "checkbox") await begin.check();
      else await begin.click();
      const problems = await page.locator("#encode-problems .error").allTextContents();
      assert.deepEqual(problems, [], `${model} ${name}`);
      assert.ok((await hex(page)).length > 4, `${model} ${name}`);
      count += 1;
      await page.locator("#encode-clear").click();
      await openAll(page);
    }
  }
  assert.ok(count >= 10, `${count} parts`);
  return `${count} parts`;
});

test("encode: another model keeps the form, and says what it does not have", async ({ open }) => {
  const { page } = await open({ hash: "#v1&view=encode&model=ws523" });
  await page.getByLabel("Report interval").fill("1200");
  await control(page, "socket_status").locator("select").selectOption("on");
  await choose(page, "ws52x");
  assert.deepEqual(await command(page), { report_interval: 1200, socket_status: "on" });
  assert.equal(await page.locator("#encode-kept").isVisible(), false);
  await page.getByLabel("Report interval").fill("5");
  await choose(page, "vs321");
  assert.equal(await hex(page), "ff8e000500");
  await says(page.locator("#encode-kept"), /^VS321 does not have socket_status; the rest/);
});

test("encode: a command is pasted as JSON, anywhere and into the field", async ({ open }) => {
  const { page } = await open({ hash: "#v1&view=encode&model=ws523" });
  await paste(page, '{"reboot":"yes"}');
  assert.equal(await hex(page), "ff10ff");
  await page.getByRole("button", { name: "Paste JSON" }).click();
  const field = page.getByLabel("Command as JSON", { exact: true });
  await field.fill('{"data":{"socket_status":"on"}}');
  assert.equal(await hex(page), "080100ff");
  await field.fill('{"socket_status":');
  await says(page.locator("#encode-json-problem"), /^This is not JSON: /);
  await field.fill('{"socket_status":"on","nothing":1}');
  await says(page.locator("#encode-json-problem"), /^WS523 does not have: nothing\.$/);
});

test("encode: a decoded downlink is edited, and Back returns to it", async ({ open }) => {
  const { page } = await open({
    hash: "#v1&view=decode&direction=downlink&model=ws523&payload=080100ff",
  });
  await page.getByRole("button", { name: "Edit this command" }).click();
  assert.equal(await picked(page, "encode-model"), "ws523");
  assert.deepEqual(await command(page), { socket_status: "on" });
  await page.goBack();
  await page.locator("#decode-fields").getByText("socket_status").first().waitFor();
  assert.equal(await page.locator("#tab-decode").getAttribute("aria-selected"), "true");
  await page.goForward();
  assert.deepEqual(await command(page), { socket_status: "on" });
});

test("encode: bytes, size and errors are in sight on a laptop and on a phone", async ({ open }) => {
  for (const viewport of [
    { width: 1280, height: 720 },
    { width: 390, height: 844 },
  ]) {
    const { page } = await open({
      hash: "#v1&view=encode&model=vs321",
      viewport,
    });
    const seen = (selector) =>
      page.locator(selector).evaluate((element) => {
        const { top, bottom } = element.getBoundingClientRect();
        return top >= 0 && bottom <= innerHeight;
      });
    await openGroup(page, "Actions");
    await page.getByRole("checkbox", { name: "Reboot" }).check();
    for (const selector of ["#encode-hex", "#encode-size"]) {
      assert.ok(await seen(selector), `${selector} at ${viewport.width}`);
    }
    await says(page.locator("#encode-size"), /^3 bytes · fits every data rate\.$/);
    await openGroup(page, "LoRaWAN");
    const port = control(page, "lora_port").locator("input");
    await port.fill("0");
    const error = page.locator("#encode-problems button");
    assert.ok(await seen("#encode-problems"), `errors at ${viewport.width}`);
    await page.locator("h1").evaluate(() => scrollTo(0, 0));
    await error.click();
    assert.equal(await port.evaluate((input) => input === document.activeElement), true);
  }
});
