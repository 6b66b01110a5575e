// Every view in light and dark, on a phone and on a desk: checked by axe-core, for what sticks out, and
// kept as pictures to look at.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { vectors } from "../cases.mjs";
import { PHONE, payload, test } from "./browser.mjs";
import { choose, counts } from "./many.mjs";
import { forms } from "./uplinks.mjs";

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

/** The states to check: a link, and the actions that follow. */
const states = {
  decode: { hash: "" },
  "decode-region": { hash: `#v1&view=decode&model=vs321&payload=${desks}` },
  "decode-broken": {
    hash: "",
    act: async (page) => {
      await payload(page).fill("08 70 01 03 74 f5 zz");
      await page.locator("#decode-bytes .cell").nth(4).focus();
    },
  },
  "decode-unknown": { hash: "#v1&view=decode&model=ws52x&payload=087001ff250080777701020304" },
  "decode-empty": { hash: "#v1&view=decode" },
  encode: { hash: encode(good) },
  "encode-empty": { hash: "#v1&view=encode&model=ws523" },
  "encode-errors": { hash: encode(command) },
  "decode-opened": {
    hash: `#v1&view=decode&model=vs321&payload=${desks}`,
    act: async (page) => {
      for (const group of await page.locator("#decode-fields .group .field").all()) {
        if ((await group.getAttribute("aria-expanded")) === "false") await group.click();
      }
      await page.getByRole("button", { name: "temperature", exact: true }).click();
    },
  },
  "decode-several": {
    hash: "",
    act: async (page) => {
      await payload(page).fill(
        "08700105812907c9020003\n017564\n40f17dbe4900020001954378762b11ff0d\n087001",
      );
    },
  },
  "decode-picker": {
    hash: "",
    act: (page) => page.locator("#decode-model").click(),
  },
  "encode-json": {
    hash: "#v1&view=encode&model=ws523",
    act: async (page) => {
      await page.getByRole("button", { name: "Paste JSON" }).click();
      await page
        .getByLabel("Command as JSON", { exact: true })
        .fill('{"socket_status":"on","x":1}');
    },
  },
  "many-empty": { hash: "#v1&view=many" },
  many: {
    hash: "#v1&view=many",
    act: async (page) => {
      await choose(page, `${forms["ChirpStack, NDJSON"](400)}zz\n`);
      await drawn(page);
    },
  },
  "many-building": {
    hash: "#v1&view=many",
    act: async (page) => {
      await page.getByRole("button", { name: "Use the examples" }).click();
      await drawn(page);
    },
  },
  "formatter-tts": {
    hash: "#v1&view=formatter&model=vs321&server=tts",
    act: (page) => page.locator("#try-answer pre").waitFor(),
  },
  "formatter-chirpstack": {
    hash: "#v1&view=formatter&model=ws523&server=chirpstack-v4",
    act: (page) => page.locator("#try-answer pre").waitFor(),
  },
};

/** Waits until the file is drawn, and what was announced is gone. */
async function drawn(page) {
  await counts(page);
  await page.locator("#many-plot canvas").waitFor();
  await page.locator(".lane").first().waitFor();
  await page.locator("#announcement.shown").waitFor({ state: "hidden" });
}

const screens = {
  desk: { viewport: { width: 1440, height: 900 } },
  laptop: { viewport: { width: 1280, height: 720 } },
  phone: { ...PHONE, deviceScaleFactor: 2 },
};

/** Elements that are wider than the page, or have their text cut off. */
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
      ".rows-frame, .scroll, .cells, .unseen, .skip, [hidden], #announcement, .u-wrap, .file, option, .picker ul",
    );
    if (box.width === 0 || within) continue;
    const name = `${element.tagName.toLowerCase()}#${element.id}.${element.className}`;
    if (box.right > width + 1 || box.left < -1)
      found.push(`${name} reaches to ${Math.round(box.right)}`);
    // One line of what a byte says, a list's entry, a row of two lines: whole elsewhere.
    const onPurpose = element.closest(".detail, .strip-name, .several, .pairs");
    const cut =
      !onPurpose && element.scrollWidth > element.clientWidth + 1 && overflowX !== "visible";
    if (cut && !["SELECT", "INPUT", "TEXTAREA"].includes(element.tagName))
      found.push(`${name} is cut off`);
  }
  return found;
};

// Each screen once and all colours once: colours do not depend on the screen, nor the layout on colours.
for (const [screen, colorScheme, forcedColors] of [
  ["desk", "light", "none"],
  ["laptop", "light", "active"],
  ["phone", "dark", "none"],
]) {
  const colours = forcedColors === "active" ? "forced" : colorScheme;
  test(`looks: ${screen}, ${colours}: axe-core finds nothing, and nothing sticks out`, async ({
    open,
    shots,
  }) => {
    for (const [state, { hash, act }] of Object.entries(states)) {
      const options = { hash, colorScheme, forcedColors, ...screens[screen] };
      const { page, context } = await open(options);
      await act?.(page);
      await page.evaluate(() => scrollTo(0, 0));
      const name = `${state}-${screen}-${colours}`;
      await page.screenshot({
        path: join(shots, `${name}.png`),
        fullPage: true,
      });
      assert.deepEqual(await page.evaluate(sticksOut), [], state);
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
  });
}

test("looks: the theme's button overrules the system, and is remembered", async ({ open }) => {
  const { page } = await open({ colorScheme: "dark" });
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
});

test("looks: print is one page for a payload", async ({ open, shots }) => {
  const { page } = await open({
    hash: `#v1&view=decode&model=vs321&payload=${vectors.vs321.find(({ description }) => description === "VS321 5.1.2 example 2").input.bytes}`,
  });
  const pdf = await page.pdf({ path: join(shots, "print.pdf"), format: "A4" });
  assert.equal(pdf.toString("latin1").match(/\/Type\s*\/Page\b/g).length, 1);
  await page.emulateMedia({ media: "print" });
  for (const hidden of ["#tabs", "#clear", "#decode-model"]) {
    assert.equal(await page.locator(hidden).isVisible(), false, hidden);
  }
  for (const seen of ["#decode-bytes .cell", "#decode-fields .field", "#decode-json pre"]) {
    assert.equal(await page.locator(seen).first().isVisible(), true, seen);
  }
  await page.screenshot({ path: join(shots, "print.png"), fullPage: true });
});

test("looks: at twice the size nothing is lost, and nothing moves sideways", async ({ open }) => {
  for (const { hash, act } of Object.values(states)) {
    const { page, context } = await open({
      hash,
      viewport: { width: 640, height: 360 },
      deviceScaleFactor: 2,
    });
    await act?.(page);
    assert.deepEqual(await page.evaluate(sticksOut), [], hash);
    await context.close();
  }
});
