// The views in Firefox, by mouse, touch and keyboard, and axe-core on each of them. Playwright drives a Firefox of its
// own alone.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import puppeteer from "puppeteer-core";
import { Skip } from "../runner.mjs";
import { test } from "./browser.mjs";
import { forms } from "./uplinks.mjs";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const LAPTOP = { width: 1280, height: 720 };

/** Waits until an element's text matches. */
const says = (page, selector, { source, flags }) =>
  page.waitForFunction(
    (...[of, ...pattern]) => new RegExp(...pattern).test(document.querySelector(of)?.textContent),
    {},
    selector,
    source,
    flags,
  );

/** Fills a field as typing does, at once. */
const fill = (page, selector, text) =>
  page.$eval(
    selector,
    (field, value) => {
      field.value = value;
      field.dispatchEvent(new Event("input", { bubbles: true }));
    },
    text,
  );

const paste = (page, text) =>
  page.evaluate((pasted) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData("text/plain", pasted);
    // Firefox gives an event that a script makes no data.
    const event = new Event("paste", { bubbles: true, cancelable: true });
    Object.defineProperty(event, "clipboardData", { value: clipboardData });
    document.body.dispatchEvent(event);
  }, text);

const fieldValue = (page, selector) => page.$eval(selector, ({ value }) => value);
const count = async (page, selector) => (await page.$$(selector)).length;
const isShown = (page, id) =>
  page.waitForFunction((view) => !document.getElementById(view).hidden, {}, id);
// Puppeteer's own waits for a page to load.
const back = (page) => page.evaluate(() => history.back());

async function isAccessible(page, what) {
  await page.evaluate(`${axe}; undefined`);
  const told = await page.evaluate(async () => {
    const { violations } = await globalThis.axe.run({ resultTypes: ["violations"] });
    return violations.map(({ id, nodes }) => `${id}: ${nodes[0].html.slice(0, 200)}`);
  });
  assert.deepEqual(told, [], what);
}

/** Registers a test in a Firefox of its own, on a page that must do nothing wrong. */
function inFirefox(name, hash, viewport, use) {
  test(`firefox: ${name}`, async ({ firefox, address }) => {
    if (firefox === undefined) throw new Skip("no Firefox on the search path");
    const browser = await puppeteer.launch({ browser: "firefox", executablePath: firefox });
    try {
      const page = await browser.newPage();
      const problems = [];
      page.on("pageerror", ({ message }) => problems.push(message));
      page.on("console", (message) => {
        if (["error", "warn"].includes(message.type())) problems.push(message.text());
      });
      page.setDefaultTimeout(20_000);
      await page.setViewport(viewport);
      await page.goto(address + hash);
      await page.waitForSelector("html[data-ready]");
      await use(page);
      assert.deepEqual(problems, []);
    } finally {
      await browser.close();
    }
  });
}

inFirefox(
  "a payload is pasted, pointed at, opened and read by keyboard",
  "",
  LAPTOP,
  async (page) => {
    await paste(page, "03671101 017564");
    assert.equal(await fieldValue(page, "#payload"), "03671101 017564");
    await page.hover("#decode-bytes .cell[data-at='2']");
    await says(page, "#decode-fields tr.lit .field", /^temperature$/);
    await page.hover("#decode-fields tr:last-child .field");
    const lit = await page.$$eval(".cell.lit", (cells) => cells.map((cell) => cell.textContent));
    assert.deepEqual(lit, ["64"]);
    await page.click("#decode-fields tr:first-child .field");
    await says(page, "#decode-fields .arising", /273 ÷ 10 = 27\.3 °C/);
    await page.click("#decode-bytes .cell");
    await page.keyboard.press("ArrowDown");
    assert.equal(await page.evaluate(() => document.activeElement.dataset.at), "4");
    await page.click("#decode-model");
    await page.keyboard.type("vs321\n");
    assert.equal(await page.$eval("#decode-model", ({ dataset }) => dataset.value), "vs321");
    await fill(page, "#payload", "087001\n017564");
    assert.equal(await count(page, "#several-list button"), 2);
    await isAccessible(page, "decode");
  },
);

inFirefox(
  "a field opens a sheet on a narrow screen, closed by touch, Escape and Back",
  "",
  { width: 480, height: 800 },
  async (page) => {
    await paste(page, "03671101 017564");
    const ways = {
      Close: () => page.tap(".sheet[open] button"),
      Escape: () => page.keyboard.press("Escape"),
      Back: () => back(page),
    };
    for (const [how, close] of Object.entries(ways)) {
      await page.tap("#decode-fields tr:first-child .field");
      await says(page, ".sheet[open]", /273 ÷ 10 = 27\.3 °C/);
      // It has risen.
      await page.waitForFunction(() => document.getAnimations().length === 0);
      if (how === "Escape") await isAccessible(page, "sheet");
      await close();
      await page.waitForFunction(() => document.querySelector(".sheet[open]") === null);
      await says(page, ":focus", /^temperature$/);
      // The entry that the sheet had in the history is gone before the next one.
      await new Promise((resolve) => setTimeout(resolve, 300));
    }
    assert.equal(await fieldValue(page, "#payload"), "03671101 017564");
  },
);

inFirefox(
  "a command is put together, and Back and Forward keep it",
  "#v1&view=encode&model=ws523",
  LAPTOP,
  async (page) => {
    await page.click("[data-name=report_interval] input");
    await page.keyboard.type("1200");
    await says(page, "#encode-hex", /^ff 03 b0 04$/);
    await says(page, "#encode-size", /^4 bytes · fits every data rate/);
    await page.tap("[data-name=reboot] input");
    await says(page, "#encode-hex", /ff 10 ff$/);
    await isAccessible(page, "command");
    await page.click("#tab-decode");
    await back(page);
    await says(page, "#encode-hex", /^ff 03 b0 04 ff 10 ff$/);
    await page.evaluate(() => history.forward());
    await isShown(page, "decode");
  },
);

inFirefox(
  "a file is plotted, zoomed by the wheel, sorted, and a row opens",
  "#v1&view=many",
  LAPTOP,
  async (page) => {
    await fill(page, "#many-text", forms["ChirpStack, NDJSON"](400));
    await page.click("#many-run");
    await says(
      page,
      "#many-counts",
      /^400 payloads of 2 devices; 0 with warnings, 0 with errors\.$/,
    );
    await says(page, "#many-plot-said", /^400 values of/);
    assert.equal(await count(page, "#many-legend li"), 2);
    await page.waitForSelector(".lane");
    await page.hover("#many-plot .u-over");
    for (let turn = 0; turn < 3; turn += 1) await page.mouse.wheel({ deltaY: -100 });
    await says(page, "#many-plot-said", /^(1|2)\d\d values of/);
    await page.click("#many-all");
    await says(page, "#many-plot-said", /^400 values of/);
    await page.click("#many-head th:nth-child(3) button");
    await says(page, "#many-rows tr", /socket-0/);
    await isAccessible(page, "file");
    await page.click("#many-rows .hex-button");
    await says(page, "#decode-fields", /voltage/);
    await back(page);
    await isShown(page, "many");
  },
);

inFirefox(
  "a formatter script answers, under the page's policy",
  "#v1&view=formatter&model=ws523&server=gateway",
  LAPTOP,
  async (page) => {
    await fill(page, "#try-text", "087001");
    await says(page, "#try-answer pre", /^\{\s+"socket_status": "on"\s+\}$/);
    await says(page, "#try-said", /^Decode of ws523\.js/);
    await isAccessible(page, "formatter");
  },
);
