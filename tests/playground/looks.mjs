// Every view in light and dark, on a phone and on a desk: checked by axe-core, for what sticks out, and
// kept as pictures to look at.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { open } from "./browser.mjs";
import { choose, counts } from "./many.mjs";
import { forms } from "./uplinks.mjs";
import { vectors } from "./vectors.mjs";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** Desks: twenty fields in four bytes, and records of them. */
const desks = vectors.vs321
  .filter(({ output }) => output.data?.region_1 ?? output.data?.history?.[0]?.region_1)
  .map(({ input }) => input.bytes)
  .join("");

const command = {
  report_interval: 5,
  collection_interval: 70,
  temperature_alarm_config: { condition: "below", threshold_min: 5, threshold_max: 30 },
  d2d_master_config: [
    {
      mode: 1,
      enable: "enable",
      lora_uplink_enable: "enable",
      d2d_cmd: "e004",
      time: 5,
      time_enable: "enable",
    },
  ],
  fetch_history: { start_time: 1715739624 },
};
const good = { ...command, collection_interval: 3 };
const encode = (data) =>
  `#v1&view=encode&model=vs321&command=${encodeURIComponent(JSON.stringify(data))}`;

/** What is looked at: a link, and what is done then. */
const states = {
  decode: { hash: "" },
  "decode-region": { hash: `#v1&view=decode&model=vs321&payload=${desks}` },
  "decode-broken": {
    hash: "",
    act: async (page) => {
      await page.getByLabel("Payload", { exact: true }).fill("08 70 01 03 74 f5 zz");
      await page.locator("#decode-bytes .cell").nth(4).focus();
    },
  },
  "decode-unknown": { hash: "#v1&view=decode&model=ws52x&payload=087001ff250080777701020304" },
  "decode-empty": { hash: "#v1&view=decode" },
  encode: { hash: encode(good) },
  "encode-empty": { hash: "#v1&view=encode&model=ws523" },
  "encode-errors": { hash: encode(command) },
  "many-empty": { hash: "#v1&view=many" },
  many: {
    hash: "#v1&view=many",
    act: async (page) => {
      await choose(page, `${forms["ChirpStack, NDJSON"](400)}zz\n`);
      await counts(page);
      await page.locator("#many-plot canvas").waitFor();
      await page.locator(".lane").first().waitFor();
      await page.locator("#announcement.shown").waitFor({ state: "hidden" });
    },
  },
  "formatter-tts": {
    hash: "#v1&view=formatter&model=vs321&server=tts",
    act: (page) => page.getByRole("heading", { name: "vs321.uplink.js" }).waitFor(),
  },
  "formatter-chirpstack": {
    hash: "#v1&view=formatter&model=ws523&server=chirpstack-v4",
    act: (page) => page.getByRole("heading", { name: "ws523.js" }).waitFor(),
  },
};

const screens = {
  desktop: { viewport: { width: 1280, height: 900 } },
  phone: {
    viewport: { width: 360, height: 740 },
    isMobile: true,
    hasTouch: true,
    deviceScaleFactor: 2,
  },
};

/** What is wider than the page, or has its text cut off. */
const sticksOut = () => {
  const width = document.documentElement.clientWidth;
  const found = [];
  if (document.documentElement.scrollWidth > width) {
    found.push(`the page is ${document.documentElement.scrollWidth} wide, of ${width}`);
  }
  for (const element of document.querySelectorAll("body *")) {
    const { overflowX } = getComputedStyle(element);
    const box = element.getBoundingClientRect();
    const within = element.closest(
      ".rows-frame, .unseen, .skip, [hidden], #announcement, .u-wrap, .file, option",
    );
    if (box.width === 0 || within) continue;
    const name = `${element.tagName.toLowerCase()}#${element.id}.${element.className}`;
    if (box.right > width + 1 || box.left < -1)
      found.push(`${name} reaches to ${Math.round(box.right)}`);
    const cut = element.scrollWidth > element.clientWidth + 1 && overflowX !== "visible";
    if (cut && !["SELECT", "INPUT", "TEXTAREA"].includes(element.tagName))
      found.push(`${name} is cut off`);
  }
  return found;
};

const look = (screen, colorScheme) => ({
  name: `looks: ${screen}, ${colorScheme}: axe-core finds nothing, and nothing sticks out`,
  async run({ browser, address, shots }) {
    for (const [state, { hash, act }] of Object.entries(states)) {
      const options = { hash, colorScheme, ...screens[screen] };
      const { page, context, check } = await open(browser, address, options);
      await act?.(page);
      await page.screenshot({
        path: join(shots, `${state}-${screen}-${colorScheme}.png`),
        fullPage: true,
      });
      assert.deepEqual(await page.evaluate(sticksOut), [], state);
      check();
      // By the debugger: the page's own policy lets no other script in.
      await page.evaluate(axe);
      const { violations } = await page.evaluate(() =>
        globalThis.axe.run({ resultTypes: ["violations"] }),
      );
      const told = violations.map(
        ({ id, nodes }) =>
          `${id}: ${nodes
            .slice(0, 3)
            .map(({ html, any }) => `${html.slice(0, 200)} ${any[0]?.message ?? ""}`)
            .join(" | ")}`,
      );
      assert.deepEqual(told, [], `${state}: ${told.join("\n")}`);
      await context.close();
    }
    return `${Object.keys(states).length} states`;
  },
});

const theme = {
  name: "looks: the theme's button overrules the system, and is remembered",
  async run({ browser, address }) {
    const { page, check } = await open(browser, address, { colorScheme: "dark" });
    const paper = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    const dark = await paper();
    await page.getByRole("button", { name: "Theme: system" }).click();
    const light = await paper();
    assert.notEqual(light, dark);
    await page.reload();
    await page.getByRole("button", { name: "Theme: light" }).waitFor();
    assert.equal(await paper(), light);
    await page.getByRole("button", { name: "Theme: light" }).click();
    assert.equal(await paper(), dark);
    check();
  },
};

export const looks = [
  look("desktop", "light"),
  look("desktop", "dark"),
  look("phone", "light"),
  look("phone", "dark"),
  theme,
];
