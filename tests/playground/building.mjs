// A file of a building: several devices, gaps, zoom, clocks, states, and the table's order.
import assert from "node:assert/strict";
import { vector } from "../cases.mjs";
import { says, test } from "./browser.mjs";
import { choose, counts, downloaded, said, to } from "./many.mjs";
import { socketBytes } from "./uplinks.mjs";

const MINUTE = 60_000;
const START = Date.UTC(2026, 0, 1);

/** An event of a device, so many minutes after the start. */
const event = (deviceName, minutes, bytes, more = {}) =>
  JSON.stringify({
    time: new Date(START + minutes * MINUTE).toISOString(),
    deviceInfo: { deviceName },
    fPort: 85,
    data: Buffer.from(bytes).toString("base64"),
    ...more,
  });

/** Two sockets every ten minutes; the second is silent for three days. */
function building() {
  const lines = [];
  for (let n = 0; n < 600; n += 1) {
    lines.push(event("kitchen", 10 * n, socketBytes(n)));
    if (n < 50 || n >= 482) lines.push(event("hall", 10 * n, socketBytes(n)));
  }
  return lines.join("\n");
}

/** The plot of the building's power consumption in an open page, and where it is. */
async function plotted(page) {
  await choose(page, building());
  await page.getByLabel("Number").selectOption("power_consumption");
  await said(page).getByText("768 values").waitFor();
  const over = page.locator("#many-plot .u-over");
  await over.scrollIntoViewIfNeeded();
  return { over, box: await over.boundingBox() };
}

test("building: a line for each device; three days of silence are a hole", async ({ open }) => {
  const { page } = await open(to);
  await choose(page, building());
  await page.getByLabel("Number").selectOption("power_consumption");
  await says(said(page), /of power_consumption.*a line for each of 2 devices/);
  assert.deepEqual(await page.locator("#many-legend li").allTextContents(), [
    "kitchen (600)",
    "hall (168)",
  ]);
  // In the strips, the silence is nobody's state: a run before it, and a run after.
  const strip = page.getByRole("img", { name: /^socket_status over time of hall/ });
  const runs = await strip
    .locator("rect")
    .evaluateAll((all) =>
      all.map((rect) => [Number(rect.getAttribute("x")), Number(rect.getAttribute("width"))]),
    );
  const hole = runs
    .slice(1)
    .map(([x], at) => x - (runs[at][0] + runs[at][1]))
    .reduce((most, each) => Math.max(most, each), 0);
  // 432 of 599 intervals, of 600 stretches.
  assert.ok(hole > 400 && hole < 440, `${hole} stretches`);
  // And the plot draws nothing there, in hall's colour.
  const drawn = await page.locator("#many-plot canvas").evaluate((canvas) => {
    const probe = document.querySelectorAll("#many-legend .swatch")[1];
    const context = new OffscreenCanvas(1, 1).getContext("2d");
    context.fillStyle = getComputedStyle(probe).backgroundColor;
    context.fillRect(0, 0, 1, 1);
    const [red, green, blue] = context.getImageData(0, 0, 1, 1).data;
    const { width, height } = canvas;
    const { data } = canvas.getContext("2d").getImageData(0, 0, width, height);
    const columns = new Set();
    for (let at = 0; at < data.length; at += 4) {
      const near =
        Math.abs(data[at] - red) + Math.abs(data[at + 1] - green) + Math.abs(data[at + 2] - blue);
      if (data[at + 3] > 200 && near < 30) columns.add((at / 4) % width);
    }
    return [...columns].map((x) => x / width);
  });
  assert.ok(drawn.length > 20, `${drawn.length} columns of hall's colour`);
  const middle = drawn.filter((x) => x > 0.3 && x < 0.6);
  assert.deepEqual(middle, [], "hall is silent in the middle");
});

test("building: the wheel zooms, the table follows, a double click resets", async ({ open }) => {
  const { page } = await open(to);
  const { over, box } = await plotted(page);
  await page.mouse.move(box.x + box.width / 2, box.y + 60);
  for (let turn = 0; turn < 4; turn += 1) await page.mouse.wheel(0, -100);
  await said(page)
    .getByText(/^(2|3)\d\d values/)
    .waitFor();
  await page
    .locator("#many-where")
    .getByText(/of (2|3)\d\d$/)
    .waitFor();
  const [, shown] = /of (\d+)$/.exec(await page.locator("#many-where").textContent());
  // With the header, and the end of the last row.
  const saved = (await downloaded(page, "Download CSV")).split("\r\n").length - 2;
  assert.equal(saved, Number(shown), "the download is of the same stretch");
  await over.dblclick();
  await said(page).getByText("768 values").waitFor();
  await page.locator("#many-where").getByText("of 768").waitFor();
});

test("building: two fingers zoom on a touch screen", async ({ open }) => {
  const { page } = await open({ ...to, hasTouch: true });
  const { box } = await plotted(page);
  const session = await page.context().newCDPSession(page);
  const points = (one, other) =>
    [one, other].map((part, id) => ({ x: box.x + box.width * part, y: box.y + 50, id }));
  const send = (type, touchPoints) =>
    session.send("Input.dispatchTouchEvent", { type, touchPoints });
  await send("touchStart", points(0.45, 0.55));
  for (const part of [0.4, 0.3, 0.25]) await send("touchMove", points(part, 1 - part));
  await send("touchEnd", []);
  await said(page)
    .getByText(/^1?\d\d values/)
    .waitFor();
});

test("building: times are UTC or local as chosen, also those without a zone", async ({ open }) => {
  const { page } = await open(to);
  const hex = socketBytes(1).toString("hex");
  await choose(page, `time,payload\n2026-07-01 12:00:00,${hex}\n2026-07-01T12:00:00Z,${hex}\n`);
  await counts(page);
  await says(page.locator("#many-zone"), /^1 time in it has no zone, and is taken as local time\./);
  const times = page.locator("#many-rows .when");
  // Berlin's summer is two hours ahead.
  await says(times.nth(0), /^2026-07-01 10:00:00 UTC$/);
  await page.getByLabel("Times without a zone are").selectOption("utc");
  await times.nth(0).getByText("2026-07-01 12:00:00 UTC").waitFor();
  await says(page.locator("#many-zone"), /taken as UTC/);
  await page.getByLabel("Times", { exact: true }).selectOption("local");
  await times.nth(0).getByText("2026-07-01 14:00:00 local (UTC+02:00)").waitFor();
  await choose(page, `time,payload\n2026-07-01T12:00:00Z,${hex}\n`);
  await page.locator("#many-counts").getByText("1 payload").waitFor();
  assert.equal(await page.locator("#many-zoneless").isVisible(), false);
});

/** Desks: ten constant regions enabled or not, and one that changes. */
function desks() {
  const base = Buffer.from(vector("vs321", "VS321 5.1.2 example 1").input.bytes, "hex");
  return Array.from({ length: 40 }, (_, n) => {
    const bytes = Buffer.from(base);
    // 06 fe, then two bytes of enabled regions and two of occupied ones.
    bytes[21] = n % 4 < 2 ? 2 : 0;
    return event("desk", 10 * n, bytes);
  }).join("\n");
}

test("building: states that change come first; one colour means one state", async ({ open }) => {
  const { page } = await open(to);
  await choose(page, desks());
  await counts(page);
  const names = page.locator(".lane-name code");
  await names.first().waitFor();
  assert.deepEqual(await names.allTextContents(), ["region_2"]);
  await page.getByText(/^Choose fields: 1 of 2\d shown$/).click();
  await page.getByRole("checkbox", { name: "region_3 does not change" }).check();
  await names.nth(1).waitFor();
  const colours = (name) =>
    page
      .getByRole("img", { name: new RegExp(`^${name} over time`) })
      .locator("rect")
      .evaluateAll((all) => [...new Set(all.map((rect) => rect.dataset.colour))]);
  const [vacant] = await colours("region_3");
  assert.ok((await colours("region_2")).includes(vacant));
  assert.equal((await colours("region_2")).length, 2);
  assert.deepEqual(await page.locator("#many-states-legend li").allTextContents(), [
    "occupied",
    "vacant",
  ]);
});

test("building: the table is sorted, filtered, jumped in; a row opens", async ({ open }) => {
  const { page } = await open(to);
  await choose(page, building());
  await counts(page);
  const rows = page.locator("#many-rows tr");
  const first = () => rows.first().textContent();
  await rows.nth(24).waitFor();
  await page.getByRole("button", { name: "Device", exact: true }).click();
  await page.waitForFunction(() =>
    /hall/.test(document.querySelector("#many-rows tr").textContent),
  );
  assert.equal(await page.locator("#many-head th[aria-sort=ascending]").textContent(), "Device");
  await page.getByRole("button", { name: "Time", exact: true }).click();
  await page.getByRole("button", { name: "Time", exact: true }).click();
  await page.locator("#many-rows tr", { hasText: "2026-01-05 03:50:00 UTC" }).first().waitFor();
  await page.getByRole("button", { name: "Line", exact: true }).click();
  await page.getByLabel("Go to line").fill("300");
  await page.keyboard.press("Enter");
  await page.locator("#many-where").getByText("Rows 276 to 300").waitFor();
  await page.locator("#many-rows button:focus").waitFor();
  const focused = await page.evaluate(() => document.activeElement.getAttribute("aria-label"));
  assert.match(focused, /decode line 300 by itself/);
  await page.getByLabel("Find in the table").fill('power_consumption":123');
  await page.locator("#many-where").getByText("Rows 1 to 1 of 1").waitFor();
  assert.match(await first(), /kitchen/);

  await page.evaluate(() => scrollTo(0, document.body.scrollHeight));
  await rows.first().getByRole("button").scrollIntoViewIfNeeded();
  const scrolled = await page.evaluate(() => scrollY);
  await rows.first().getByRole("button").click();
  assert.equal(await page.locator("#tab-decode").getAttribute("aria-selected"), "true");
  await says(page.locator("#decode-fields"), /power_consumption.*123 Wh/);
  await page.goBack();
  await page.locator("#many-rows").waitFor();
  assert.equal(await page.getByLabel("Find in the table").inputValue(), 'power_consumption":123');
  assert.ok(scrolled > 100);
  await page.waitForFunction((top) => Math.abs(scrollY - top) < 5, scrolled);
});

test("building: no cell of the CSV is a formula, unless asked for", async ({ open }) => {
  const { page } = await open(to);
  const hex = socketBytes(1).toString("hex");
  await choose(page, ["device,payload", `@x,${hex}`, `+y,${hex}`, `-3,${hex}`].join("\n"));
  await counts(page);
  const safe = await downloaded(page, "Download CSV");
  assert.match(safe, /,'@x,/);
  assert.match(safe, /,'\+y,/);
  // A number is none.
  assert.match(safe, /,-3,/);
  await page.getByLabel(/no apostrophe before cells/).check();
  assert.match(await downloaded(page, "Download CSV"), /,@x,/);
});

test("building: a hundred thousand rows keep at most 100 bytes each", async ({ open }) => {
  const { page } = await open(to);
  const lines = Array.from({ length: 100_000 }, (_, n) => event(`s-${n % 12}`, n, socketBytes(n)));
  await choose(page, lines.join("\n"), "small.ndjson");
  await counts(page, 120_000);
  await page.locator("#many-plot canvas").waitFor();
  await page.locator(".lane").first().waitFor();
  const shown = page.locator("#many-source");
  await says(shown, /kept in [\d.]+ MB/);
  const kept = Number(/kept in ([\d.]+) MB/.exec(await shown.textContent())[1]) * 10;
  assert.ok(kept > 40 && kept <= 100, `${kept} bytes a row`);
  return `${kept.toFixed(0)} bytes a row`;
});
