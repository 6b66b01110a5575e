// Links to what is shown, the formatter's view, and what never gets into a link.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { clipboard, isReady, payload, pick, picked, says, test } from "./browser.mjs";

const hash = (page) => page.evaluate(() => location.hash);
const settled = (page) => page.waitForTimeout(300);
const copiedLink = async (page) => {
  await page.getByRole("button", { name: "Copy link" }).click();
  return clipboard(page);
};
/** The first half of the key, as the VS321 guide's table names it: 16 hex digits behind ff 35. */
const key = "18fa93b27d4c6e05";

test("links: a payload and a command, opened again elsewhere", async ({ open, address }) => {
  const { page } = await open();
  await payload(page).fill("AXVk");
  await pick(page, "decode-model", "ws101");
  await settled(page);
  assert.equal(await hash(page), "#v1&view=decode&model=ws101&payload=017564");
  const link = await copiedLink(page);
  assert.equal(link, `${address}#v1&view=decode&model=ws101&payload=017564`);
  const other = await open({ at: link });
  await says(other.page.locator("#decode-fields"), /battery.*100/);
  assert.equal(await picked(other.page, "decode-model"), "ws101");

  await page.getByRole("tab", { name: "Command" }).click();
  await pick(page, "encode-model", "vs321");
  await page.getByLabel("Report interval").fill("5");
  await page.getByText("Alarms", { exact: true }).click();
  await page.getByRole("checkbox", { name: "Temperature alarm config" }).check();
  await page.getByLabel("Threshold min").first().fill("-1.5");
  await settled(page);
  const third = await open({ at: await copiedLink(page) });
  assert.equal(await third.page.locator("#tab-encode").getAttribute("aria-selected"), "true");
  assert.equal(await third.page.getByLabel("Report interval").inputValue(), "5");
  assert.equal(await third.page.getByLabel("Threshold min").first().inputValue(), "-1.5");

  // In the open page, too, as by the browser's address bar.
  await page.evaluate(() => {
    location.hash = "#v1&view=decode&direction=downlink&model=ws523&payload=080100ff";
  });
  await page.locator("#decode-fields").getByText("socket_status").first().waitFor();
  assert.equal(await page.getByLabel("Downlink", { exact: true }).isChecked(), true);
});

test("links: a D2D key never gets into one", async ({ open }) => {
  const { page } = await open({ hash: "#v1&view=encode&model=vs321" });
  const safe = async (what) => {
    await settled(page);
    const link = decodeURIComponent(await copiedLink(page)).toLowerCase();
    assert.ok(!link.includes(key.slice(0, 6)), `${what}: ${link}`);
    assert.ok(!link.includes(Buffer.from(key, "hex").toString("base64").slice(0, 6).toLowerCase()));
    assert.equal(decodeURIComponent(await hash(page)).includes(key.slice(0, 6)), false, what);
    const told = await page.locator("#link-left").textContent();
    assert.match(told, /The link leaves out/, what);
  };
  await page.getByLabel("Report interval").fill("5");
  await page.getByText("D2D", { exact: true }).click();
  await page.getByLabel("D2D key").fill(key);
  await safe("a command");
  assert.match(await hash(page), /report_interval/);
  await says(page.locator("#link-left"), /leaves out d2d_key\./);
  await page.getByRole("tab", { name: "Decode" }).click();
  const half = key.slice(0, 8);
  const payloads = {
    "the command's bytes": `ff35${key}`,
    "the echo": `fe35${key}`,
    "behind other channels": `017564ff35${key}`,
    "cut short": `ff35${half}`,
    "behind an unknown channel": `7777ff35${key}`,
  };
  for (const model of ["vs321", "ws101", ""]) {
    await pick(page, "decode-model", model || "detect");
    for (const [what, text] of Object.entries(payloads)) {
      await payload(page).fill(text);
      await safe(`${what}, as ${model || "detected"}`);
    }
  }
  await payload(page).fill("017564");
  await settled(page);
  assert.equal(await page.locator("#link-left").isVisible(), false);
});

test("links: a D2D key that was seen stays out while its text is edited", async ({ open }) => {
  for (const seenIn of ["payload", "command"]) {
    const { page } = await open({ hash: "#v1&view=encode&model=vs321" });
    if (seenIn === "command") {
      await page.getByText("D2D", { exact: true }).click();
      await page.getByLabel("D2D key").fill(key.toUpperCase());
    }
    await page.getByRole("tab", { name: "Decode" }).click();
    const field = payload(page);
    const without = async (text, what) => {
      await field.fill(text);
      await settled(page);
      const state = await page.evaluate(() => JSON.stringify(history.state));
      for (const kept of [await hash(page), await copiedLink(page), state]) {
        assert.ok(!kept.includes(key.slice(0, 8)), `${what}, seen in the ${seenIn}: ${kept}`);
        assert.ok(!kept.includes(key.slice(8)), `${what}, seen in the ${seenIn}: ${kept}`);
      }
    };
    await without(`0ff35${key}0`, "an odd digit before it");
    await without(`017564\nff35${key}`, "in a line of its own");
    // At once, before the address has followed.
    if (seenIn === "payload") await field.fill(`017564ff35${key}`);
    await without(`017564${key}`, "the header deleted");
    await without(key, "nothing but the key");
    await without(`0175640${key}0`, "between whole bytes");
    await without(`017564ff35${key}`.slice(0, -1), "a digit deleted");
    await without(`017564f35${key}`, "a digit of the header deleted");
    await without(`0175641${key.slice(1, -1)}0`, "its ends edited");
    await without(Buffer.from(`017564${key}`, "hex").toString("base64"), "as base64");
    await field.fill("017564");
    await settled(page);
    assert.match(await hash(page), /payload=017564$/);
  }
});

test("links: a payload that cannot be read as a whole stays out", async ({ open, address }) => {
  const { page } = await open();
  await payload(page).fill("01756");
  await settled(page);
  assert.equal(await hash(page), "#v1&view=decode");
  assert.equal(await copiedLink(page), `${address}#v1&view=decode`);
  const told = page.locator("#announcement");
  await says(told, /without the payload, because a part of it cannot be/);
});

test("links: the skip link leads to the content, and is no permalink", async ({ open }) => {
  const { page } = await open();
  await payload(page).fill("017564");
  await settled(page);
  await page.locator("body").evaluate((body) => body.focus());
  await page.reload();
  await isReady(page);
  await page.keyboard.press("Tab");
  assert.equal(await page.evaluate(() => document.activeElement.id), "skip");
  await page.keyboard.press("Enter");
  assert.equal(await page.evaluate(() => document.activeElement.id), "main");
  await settled(page);
  assert.equal(await page.locator("#link-problem").textContent(), "");
  assert.equal(await hash(page), "#v1&view=decode&payload=017564");
  // Nor is any other place of the page, however one gets there.
  await page.evaluate(() => {
    location.hash = "#main";
  });
  await settled(page);
  assert.equal(await page.locator("#link-problem").textContent(), "");
  await says(page.locator("#decode-fields"), /battery/);
  await page.keyboard.press("Tab");
  assert.equal(await page.evaluate(() => document.activeElement.id), "payload");
});

test("links: copying and the formatter, by keyboard alone", async ({ open, scripts }) => {
  const { page } = await open();
  const at = () =>
    page.evaluate(
      () =>
        document.activeElement.getAttribute("aria-label") ??
        (document.activeElement.id || document.activeElement.textContent),
    );
  const tabTo = async (name) => {
    for (let stops = 0; stops < 60; stops += 1) {
      await page.keyboard.press("Tab");
      if ((await at()) === name) return;
    }
    throw new Error(`no way to ${name} with the Tab key`);
  };
  await tabTo("copy-link");
  await page.keyboard.press("Enter");
  await page.locator("#announcement").getByText("Link copied.").waitFor();
  assert.match(await clipboard(page), /#v1&view=decode&payload=/);
  await tabTo("Copy decoded JSON");
  await page.keyboard.press("Enter");
  await page.locator("#announcement").getByText("Copied: decoded JSON.").waitFor();
  assert.ok(Object.keys(JSON.parse(await clipboard(page)).data).length > 3);
  await page.keyboard.press("Home");
  while ((await at()) !== "tab-decode") await page.keyboard.press("Shift+Tab");
  await page.keyboard.press("End");
  assert.equal(await at(), "tab-formatter");
  await tabTo("formatter-model");
  await page.keyboard.type("WS523");
  await tabTo("formatter-server");
  await page.keyboard.type("ChirpStack v4");
  await page.getByRole("heading", { name: "ws523.js" }).waitFor();
  await tabTo("Copy ws523.js");
  await page.keyboard.press("Space");
  await page.locator("#announcement").getByText("Copied: ws523.js.").waitFor();
  assert.equal(await clipboard(page), readFileSync(join(scripts, "ws523.js"), "utf8"));
});

test("links: copies where there is no clipboard, as over plain http", async ({ open, address }) => {
  const { page } = await open();
  await page.evaluate(() =>
    Object.defineProperty(navigator, "clipboard", { value: undefined, configurable: true }),
  );
  const field = payload(page);
  await field.fill("017564");
  const button = page.getByRole("button", { name: "Copy decoded JSON" });
  await button.click();
  await says(page.locator("#announcement"), /^Copied: decoded JSON\.$/);
  assert.equal(
    await page.evaluate(() => document.activeElement.getAttribute("aria-label")),
    "Copy decoded JSON",
  );
  assert.equal(await page.locator("body > textarea").count(), 0);
  // The copied text is pasted.
  await field.fill("");
  await page.keyboard.press("Control+V");
  assert.deepEqual(JSON.parse(await field.inputValue()), { data: { battery: 100 } });
  await field.fill("017564");
  await page.getByRole("button", { name: "Copy link" }).click();
  await page.locator("#announcement").getByText("Link copied.").waitFor();
  await field.fill("");
  await page.keyboard.press("Control+V");
  assert.equal(await field.inputValue(), `${address}#v1&view=decode&payload=017564`);
});

test("links: one that cannot be read is told, and harms nothing", async ({ open }) => {
  for (const [bad, message] of [
    ["#v2&view=decode", /another version/],
    ["#v1&view=decode&payload=0g", /damaged/],
    ["#v1&view=encode&command=%7B", /damaged/],
    ["#v1&view=encode&command=%", /damaged/],
  ]) {
    const { page } = await open({ hash: bad });
    await says(page.locator("#link-problem"), message, bad);
    assert.equal(await page.locator("#decode").isVisible(), true);
  }
  for (const [odd, message] of [
    [
      "#v1&view=none&model=none&payload=087001",
      /view that this page does not have: none\. .*model that this page does not know: none\./,
    ],
    ["#v1&view=encode&model=ws523&command=null", /^$/],
    [
      '#v1&view=encode&model=ws523&command={"report_interval":{"a":[1]},"delay_task":3,"socket_status":"x","nothing":1}',
      /fields that ws523 does not have: nothing\./,
    ],
    [
      '#v1&view=encode&model=vs321&command={"d2d_master_config":[null,3],"fetch_history":{"start_time":1e99}}',
      /^$/,
    ],
    ["#v1&view=formatter&model=x&server=__proto__", /does not know: x\./],
  ]) {
    const { page } = await open({ hash: odd });
    await settled(page);
    assert.equal(await page.locator("[role=tabpanel]:visible").count(), 1, odd);
    await says(page.locator("#link-problem"), message, odd);
    // The link's problem disappears once another view is shown.
    await page.getByRole("tab", { name: "File" }).click();
    assert.equal(await page.locator("#link-problem").textContent(), "", odd);
  }
});

test("formatter: the script of each model and server", async ({ open, scripts }) => {
  const { page } = await open({ hash: "#v1&view=formatter" });
  const text = (name) => readFileSync(join(scripts, name), "utf8");
  const models = readdirSync(scripts).flatMap(
    (name) => name.match(/^(.*)\.uplink\.js$/)?.[1] ?? [],
  );
  assert.ok(models.length > 0);
  const shown = (name) => page.getByRole("region", { name, exact: true }).textContent();
  for (const model of models) {
    await pick(page, "formatter-model", model);
    await page.locator("#formatter-server").selectOption("tts");
    await page.getByRole("heading", { name: `${model}.downlink.js` }).waitFor();
    assert.equal(await shown(`${model}.uplink.js`), text(`${model}.uplink.js`));
    assert.equal(await shown(`${model}.downlink.js`), text(`${model}.downlink.js`));
    for (const server of ["chirpstack-v4", "chirpstack-v3", "gateway"]) {
      await page.locator("#formatter-server").selectOption(server);
      await page.getByRole("heading", { name: `${model}.js` }).waitFor();
      assert.equal(await shown(`${model}.js`), text(`${model}.js`), server);
      assert.equal(await page.locator("#formatter-steps li").count(), 3);
    }
  }
  await pick(page, "formatter-model", "vs321");
  await page.getByRole("button", { name: "Copy vs321.js" }).click();
  assert.equal(await clipboard(page), text("vs321.js"));
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: "Download vs321.js" }).click(),
  ]);
  assert.equal(download.suggestedFilename(), "vs321.js");
  assert.equal(readFileSync(await download.path(), "utf8"), text("vs321.js"));
  await settled(page);
  assert.equal(await hash(page), "#v1&view=formatter&model=vs321&server=gateway");
});

test("formatter: the script itself answers payloads and commands", async ({ open }) => {
  const { page } = await open({
    hash: "#v1&view=formatter&model=ws523&server=tts",
  });
  const text = page.getByLabel("Payload, or a command as JSON");
  const said = page.locator("#try-said");
  const answer = async () =>
    JSON.parse(await page.getByRole("region", { name: "the script's answer" }).textContent());
  const ask = async (given, by) => {
    await text.fill("");
    await page.locator("#try-answer pre").waitFor({ state: "hidden" });
    await text.fill(given);
    await said.getByText(by).waitFor();
    return answer();
  };
  // WS523's guide: 08 70 01 is a socket that is on, 08 01 00 ff switches it on.
  assert.deepEqual(await ask("08 70 01", /^decodeUplink of ws523\.uplink\.js/), {
    data: { socket_status: "on" },
  });
  assert.deepEqual(await ask('{"socket_status":"on"}', /^encodeDownlink of ws523\.downlink\.js/), {
    bytes: [8, 1, 0, 255],
    fPort: 85,
  });
  const queued = '{"downlinks":[{"f_port":85,"frm_payload":"CAEA/w=="}]}';
  assert.deepEqual(await ask(queued, /^decodeDownlink of ws523\.downlink\.js/), {
    data: { socket_status: "on" },
  });
  await page.locator("#formatter-server").selectOption("gateway");
  assert.deepEqual(await ask("08 70 01", /^Decode of ws523\.js/), { socket_status: "on" });
  assert.deepEqual(await ask('{"socket_status":"on"}', /^Encode of ws523\.js/), [8, 1, 0, 255]);
  await text.fill('{"socket_status":"nothing"}');
  await says(said, /^ws523\.js: .*socket_status/);
  await text.fill("zz");
  await says(said, /Not hex/);
});
