// The views in Firefox, by mouse, touch and keyboard, and axe-core on each of them.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { launchFirefox } from "./bidi.mjs";
import { forms } from "./uplinks.mjs";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const LAPTOP = { width: 1280, height: 720 };

/** Fills a field as typing does, at once. */
const fill = (page, selector, text) =>
  page.run(
    (of, value) => {
      const field = document.querySelector(of);
      field.value = value;
      field.dispatchEvent(new Event("input", { bubbles: true }));
    },
    selector,
    text,
  );

const paste = (page, text) =>
  page.run((pasted) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData("text/plain", pasted);
    // Firefox gives an event that a script makes no data.
    const event = new Event("paste", { bubbles: true, cancelable: true });
    Object.defineProperty(event, "clipboardData", { value: clipboardData });
    document.body.dispatchEvent(event);
  }, text);

const textOf = (page, selector) =>
  page.run((of) => document.querySelector(of).textContent, selector);
const count = (page, selector) => page.run((of) => document.querySelectorAll(of).length, selector);

async function isAccessible(page, what) {
  await page.script(axe);
  const told = await page.run(async () => {
    const { violations } = await globalThis.axe.run({ resultTypes: ["violations"] });
    return violations.map(({ id, nodes }) => `${id}: ${nodes[0].html.slice(0, 200)}`);
  });
  assert.deepEqual(told, [], what);
}

/** A test in a Firefox of its own, which ends with it. */
const inFirefox = (name, use) => ({
  name: `firefox: ${name}`,
  async run({ firefox, address }) {
    const browser = await launchFirefox(firefox);
    try {
      return await use(browser, address);
    } finally {
      await browser.close();
    }
  },
});

const decode = inFirefox(
  "a payload is pasted, pointed at, opened and read by keyboard",
  async (browser, address) => {
    const page = await browser.open(address, LAPTOP);
    await paste(page, "03671101 017564");
    assert.equal(await page.run(() => document.getElementById("payload").value), "03671101 017564");
    await page.hover("#decode-bytes .cell[data-at='2']");
    await page.until(
      () => document.querySelector("#decode-fields tr.lit .field")?.textContent === "temperature",
    );
    await page.hover("#decode-fields tr:last-child .field");
    const lit = () =>
      page.run(() => [...document.querySelectorAll(".cell.lit")].map((cell) => cell.textContent));
    assert.deepEqual(await lit(), ["64"]);
    await page.click("#decode-fields tr:first-child .field");
    await page.says("#decode-fields .arising", /273 ÷ 10 = 27\.3 °C/);
    await page.click("#decode-bytes .cell");
    await page.press("ArrowDown");
    assert.equal(await page.run(() => document.activeElement.dataset.at), "4");
    await page.click("#decode-model");
    await page.press("vs321", "Enter");
    assert.equal(
      await page.run(() => document.getElementById("decode-model").dataset.value),
      "vs321",
    );
    await fill(page, "#payload", "087001\n017564");
    assert.equal(await count(page, "#several-list button"), 2);
    await isAccessible(page, "decode");
    await page.close();
  },
);

const sheet = inFirefox(
  "a field opens a sheet on a narrow screen, closed by touch, Escape and Back",
  async (browser, address) => {
    const page = await browser.open(address, { width: 480, height: 800 });
    await paste(page, "03671101 017564");
    const isOpen = () => page.run(() => document.querySelector(".sheet[open]") !== null);
    const first = "#decode-fields tr:first-child .field";
    const ways = {
      Close: () => page.touch(".sheet[open] button"),
      Escape: () => page.press("Escape"),
      Back: () => page.traverse(-1),
    };
    for (const [how, close] of Object.entries(ways)) {
      await page.touch(first);
      await page.says(".sheet[open]", /273 ÷ 10 = 27\.3 °C/);
      // It has risen.
      await page.until(() => document.getAnimations().length === 0);
      if (how === "Escape") await isAccessible(page, "sheet");
      await close();
      await page.until(() => document.querySelector(".sheet[open]") === null);
      assert.equal(await isOpen(), false, how);
      await page.until(() => document.activeElement.textContent === "temperature");
      // The entry that the sheet had in the history is gone before the next one.
      await page.run(() => new Promise((resolve) => setTimeout(resolve, 300)));
    }
    assert.equal(await page.run(() => document.getElementById("payload").value), "03671101 017564");
    await page.close();
  },
);

const command = inFirefox(
  "a command is put together, and Back and Forward keep it",
  async (browser, address) => {
    const page = await browser.open(`${address}#v1&view=encode&model=ws523`, LAPTOP);
    await page.click("[data-name=report_interval] input");
    await page.press("1200");
    await page.says("#encode-hex", /^ff 03 b0 04$/);
    await page.says("#encode-size", /^4 bytes · fits every data rate/);
    await page.touch("[data-name=reboot] input");
    await page.says("#encode-hex", /ff 10 ff$/);
    await isAccessible(page, "command");
    await page.click("#tab-decode");
    await page.traverse(-1);
    await page.says("#encode-hex", /^ff 03 b0 04 ff 10 ff$/);
    await page.traverse(1);
    await page.until(() => !document.getElementById("decode").hidden);
    await page.close();
  },
);

const file = inFirefox(
  "a file is plotted, zoomed by the wheel, sorted, and a row opens",
  async (browser, address) => {
    const page = await browser.open(`${address}#v1&view=many`, LAPTOP);
    await fill(page, "#many-text", forms["ChirpStack, NDJSON"](400));
    await page.click("#many-run");
    await page.says(
      "#many-counts",
      /^400 payloads of 2 devices; 0 with warnings, 0 with errors\.$/,
    );
    await page.says("#many-plot-said", /^400 values of/);
    assert.equal(await count(page, "#many-legend li"), 2);
    await page.until(() => document.querySelectorAll(".lane").length > 0);
    for (let turn = 0; turn < 3; turn += 1) await page.wheel("#many-plot .u-over", -100);
    await page.says("#many-plot-said", /^(1|2)\d\d values of/);
    await page.click("#many-all");
    await page.says("#many-plot-said", /^400 values of/);
    await page.click("#many-head th:nth-child(3) button");
    await page.says("#many-rows tr", /socket-0/);
    await isAccessible(page, "file");
    await page.click("#many-rows .hex-button");
    await page.says("#decode-fields", /voltage/);
    await page.traverse(-1);
    await page.until(() => !document.getElementById("many").hidden);
    await page.close();
  },
);

const formatter = inFirefox(
  "a formatter script answers, under the page's policy",
  async (browser, address) => {
    const page = await browser.open(
      `${address}#v1&view=formatter&model=ws523&server=gateway`,
      LAPTOP,
    );
    await fill(page, "#try-text", "087001");
    await page.says("#try-answer pre", /^\{\s+"socket_status": "on"\s+\}$/);
    assert.match(await textOf(page, "#try-said"), /^Decode of ws523\.js/);
    await isAccessible(page, "formatter");
    await page.close();
  },
);

export const inFirefoxToo = [decode, sheet, command, file, formatter];
