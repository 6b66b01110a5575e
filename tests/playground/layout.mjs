// Visibility, the steps from bytes to values, and Back, Forward and reload without loss.
import assert from "node:assert/strict";
import { vector } from "../cases.mjs";
import { isReady, PHONE, paste, payload, says, test } from "./browser.mjs";

const desk = vector("vs321", "VS321 5.1.2 example 1").input.bytes;
const record = vector("vs321", "VS321 5.1.4 rows, desk occupancy").input.bytes;
const to = (bytes) => ({ hash: `#v1&view=decode&model=vs321&payload=${bytes}` });
const field = (page, name) => page.getByRole("button", { name, exact: true });

test("layout: at 1280 by 720, 23 bytes are in sight with all their fields", async ({ open }) => {
  const { page } = await open({
    ...to(desk),
    viewport: { width: 1280, height: 720 },
  });
  const bottom = (selector) =>
    page
      .locator(selector)
      .last()
      .evaluate((last) => last.getBoundingClientRect().bottom);
  for (const selector of ["#payload", "#decode-bytes .cell", "#decode-fields tbody tr"]) {
    assert.ok((await bottom(selector)) <= 720, `${selector} ends at ${await bottom(selector)}`);
  }
  assert.ok((await page.locator("#decode-json pre").boundingBox()).y < 500);
  // Ten regions are one row, which says which of them differ.
  const rows = page.locator("#decode-fields tbody tr");
  assert.equal(await rows.count(), 6);
  await says(rows.last(), /^region_1 … region_10.*10 of them · enable: 1, 2 · occupied: 2$/);
  await field(page, "region_1 … region_10").click();
  const members = page.locator("#decode-fields .members-table tbody tr");
  assert.equal(await members.count(), 10);
  await says(members.nth(1), /^2enableoccupied$/);
});

test("layout: on a phone a paste folds the input; bytes stay in sight", async ({ open }) => {
  const { page } = await open({
    ...to(desk),
    ...PHONE,
  });
  await paste(page, desk);
  assert.ok((await payload(page).boundingBox()).height < 40);
  assert.equal(await page.locator("#decode-model").isVisible(), false);
  await field(page, "humidity").tap();
  const lit = page.locator("#decode-bytes .cell.lit");
  assert.deepEqual(await lit.allTextContents(), ["6a"]);
  const seen = await lit.first().evaluate((cell) => {
    const { top, bottom } = cell.getBoundingClientRect();
    return top >= 0 && bottom <= innerHeight;
  });
  assert.equal(seen, true);
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Edit", exact: true }).click();
  assert.equal(await page.locator("#decode-model").isVisible(), true);
});

test("layout: on a phone a field opens a sheet under the bytes", async ({ open }) => {
  const { page } = await open({
    ...to(desk),
    ...PHONE,
  });
  const dialog = page.getByRole("dialog", { name: "temperature 27.3 °C" });
  const before = { url: page.url(), entries: await page.evaluate(() => history.length) };
  const scrolled = () => page.evaluate(() => scrollY);
  const row = page.locator("#decode-fields tr", { has: field(page, "temperature") });
  await row.scrollIntoViewIfNeeded();
  const from = await scrolled();
  const openIt = async () => {
    // Anywhere on the row.
    await row.tap();
    await says(dialog, /Bytes11 01Little-endian0x0111Number273 ÷ 10 = 27\.3 °C/);
    const lit = page.locator("#decode-bytes .cell.lit");
    assert.deepEqual(await lit.allTextContents(), ["11", "01"]);
    const { bottom } = await lit.first().evaluate((cell) => cell.getBoundingClientRect());
    assert.ok(bottom < (await dialog.boundingBox()).y, `a lit byte ends at ${bottom}`);
    assert.ok((await lit.first().boundingBox()).y > 0);
  };
  const isClosed = async (how) => {
    await dialog.waitFor({ state: "hidden" });
    const focused = await page.evaluate(() => document.activeElement.textContent);
    assert.equal(focused, "temperature", how);
    assert.equal(await scrolled(), from, how);
    await page.waitForTimeout(200);
    assert.equal(page.url(), before.url, how);
  };
  const ways = {
    "a tap outside": () => page.touchscreen.tap(195, 40),
    "its button": () => dialog.getByRole("button", { name: "Close" }).tap(),
    Escape: () => page.keyboard.press("Escape"),
    Back: () => page.goBack(),
  };
  for (const [how, close] of Object.entries(ways)) {
    await openIt();
    await close();
    await isClosed(how);
  }
  // Its entry of the history is gone, but for one that Forward would lead to.
  assert.ok((await page.evaluate(() => history.length)) <= before.entries + 1);
  // By keyboard, and on to the bytes.
  await page.keyboard.press("Enter");
  await dialog.waitFor();
  await dialog.getByRole("button", { name: "Go to bytes 5–6" }).press("Enter");
  await dialog.waitFor({ state: "hidden" });
  const byte = await page.evaluate(() => document.activeElement.getAttribute("aria-label"));
  assert.match(byte, /^11, byte 5: temperature: 27\.3 °C/);
});

test("layout: records of history are a table, whole for hundreds", async ({ open, address }) => {
  const { page } = await open(to(record.repeat(5)));
  const members = page.locator("#decode-fields .members-table tbody tr");
  assert.equal(await members.count(), 5);
  const { height } = await page.locator("#decode-fields").boundingBox();
  assert.ok(height < 300, `${height} px for five records`);
  // A cell lights its bytes: the third record's timestamp stands behind two records and a header.
  await members.nth(2).locator("td").first().hover();
  const lit = await page
    .locator("#decode-bytes .cell.lit")
    .evaluateAll((all) => all.map((cell) => Number(cell.dataset.at)));
  assert.deepEqual(lit, [24, 25, 26, 27]);
  await page.goto(`${address}${to(record.repeat(150)).hash}`);
  await page.reload();
  // Of 1,650 bytes the first 128 have 11 records whole.
  await says(page.locator("#decode-fields tbody tr").first(), /history.*11 records/);
  await page.getByRole("button", { name: "Show the other 1,529 bytes" }).last().click();
  await field(page, "history").click();
  assert.equal(await members.count(), 100);
  await page.getByRole("button", { name: "Show the other 50" }).click();
  assert.equal(await members.count(), 150);
});

test("layout: a row opens to the steps from the bytes to the value", async ({ open, address }) => {
  const { page } = await open(to(desk));
  const opened = (name) =>
    page.locator("#decode-fields tr", { has: field(page, name) }).locator("+ tr");
  await field(page, "temperature").click();
  // 11 01 is 0x0111 = 273; the guide has tenths of a degree.
  await says(opened("temperature"), /Bytes11 01Little-endian0x0111Number273 ÷ 10 = 27\.3 °C/);
  await says(opened("temperature"), /Range-3276\.8 to 3276\.7 °C/);
  await says(opened("temperature"), /SourceVS321 5\.1\.2/);
  await field(page, "temperature").click();
  assert.equal(await opened("temperature").isVisible(), false);
  await field(page, "illuminance_status").click();
  await says(opened("illuminance_status"), /Number0 → dim.*Valuesdim, bright/);
  // Below zero, and a bit of a mask.
  await payload(page).fill("0367f6ff");
  await field(page, "temperature").click();
  await opened("temperature").waitFor();
  await says(opened("temperature"), /Signed number−10 ÷ 10 = -1 °C/);
  await page.goto(`${address}${to(desk).hash}`);
  await page.locator("#decode-bytes .cell").nth(19).hover();
  await says(page.locator(".detail").first(), /20 fields, of single bits|fields, of single bits/);
});

test("layout: bytes and fields light each other in view when scrolled", async ({ open }) => {
  const { page } = await open({
    ...to(desk.repeat(4)),
    viewport: { width: 1280, height: 720 },
  });
  await page.evaluate(() => scrollTo(0, document.body.scrollHeight));
  const inSight = (locator) =>
    locator.evaluate((element) => {
      const { left, top, width, height } = element.getBoundingClientRect();
      const at = document.elementFromPoint(left + width / 2, top + height / 2);
      return element === at || element.contains(at);
    });
  const last = page.getByRole("button", { name: "humidity", exact: true }).last();
  await last.hover();
  const lit = page.locator("#decode-bytes .cell.lit");
  assert.equal(await lit.count(), 1);
  assert.equal(await inSight(lit.first()), true, "the byte of the last field");
  await page.locator("#decode-bytes").evaluate((place) => {
    place.querySelector(".cells").scrollTop = 0;
  });
  await page.locator("#decode-bytes .cell").nth(2).hover();
  const row = page.locator("#decode-fields tr.lit .field").first();
  assert.equal(await row.textContent(), "battery");
  assert.equal(await inSight(row), true, "the row of the first byte");
});

test("layout: Back, Forward and reload lose no work", async ({ open }) => {
  const { page } = await open();
  await payload(page).fill("08 70 01 0");
  await page.getByRole("tab", { name: "Command" }).click();
  await page.getByLabel("Find a command").fill("reboot");
  await page.getByRole("checkbox", { name: "Reboot" }).check();
  await page.getByRole("tab", { name: "Formatter" }).click();
  await page.locator("#try-answer pre").waitFor();
  await page.goBack();
  await says(page.locator("#encode-hex"), /^ff 10 ff$/);
  await page.goBack();
  assert.equal(await payload(page).inputValue(), "08 70 01 0");
  await page.goForward();
  await says(page.locator("#encode-hex"), /^ff 10 ff$/);
  await page.reload();
  await isReady(page);
  await says(page.locator("#encode-hex"), /^ff 10 ff$/);
  await page.goBack();
  await isReady(page);
  assert.equal(await payload(page).inputValue(), "08 70 01 0");
  await page.reload();
  await isReady(page);
  assert.equal(await payload(page).inputValue(), "08 70 01 0");
});

/** Milliseconds of the page's thread that a key may take in the longest payload. */
const KEY = 100;

/** Bytes that no channel begins with, and that no two in a row repeat. */
const noise = Array.from({ length: 2048 }, (_, at) => (((at * 37) % 251) | 0x80).toString(16)).join(
  "",
);

const long = {
  known: record.repeat(373),
  unknown: noise.repeat(2),
  "half known": desk.repeat(89) + noise,
  "known by all models, but for the end": `${"017564".repeat(1100)}${noise}`,
};

test("layout: a key in a payload of 4,096 bytes takes less than 100 ms", async ({ open }) => {
  const { page, context } = await open();
  const debug = await context.newCDPSession(page);
  // The thread's own time, and the least of five: what else the machine does is left out.
  await debug.send("Performance.enable", { timeDomain: "threadTicks" });
  const used = async () => {
    const { metrics } = await debug.send("Performance.getMetrics");
    return 1000 * metrics.find(({ name }) => name === "TaskDuration").value;
  };
  const told = [];
  for (const [name, text] of Object.entries(long)) {
    await payload(page).fill(text.slice(0, 8180));
    await page.locator("#decode-count").getByText("4,090 bytes").waitFor();
    const times = [];
    for (const [at, typed] of ["20", "ce", "01", "75", "64"].entries()) {
      const before = await used();
      await page.evaluate((keys) => {
        const field = document.getElementById("payload");
        field.setRangeText(keys, field.value.length, field.value.length, "end");
        field.dispatchEvent(new Event("input", { bubbles: true }));
      }, typed);
      await page
        .locator("#decode-count")
        .getByText(`4,09${at + 1} bytes`)
        .waitFor();
      times.push((await used()) - before);
    }
    const least = Math.min(...times);
    told.push(`${name} ${Math.round(least)} ms`);
    assert.ok(least < KEY, `${told.join(", ")} (${times.map(Math.round).join(", ")})`);
  }
  return told.join(", ");
});

/** The largest layout shift allowed while the page loads. */
const SHIFT = 0.05;

test("layout: nothing jumps as the page loads or bytes are pointed at", async ({ open }) => {
  const { page } = await open({
    viewport: { width: 1280, height: 720 },
  });
  const shift = () =>
    page.evaluate(
      () =>
        new Promise((resolve) => {
          new PerformanceObserver((list) => {
            resolve(list.getEntries().reduce((sum, { value }) => sum + value, 0));
          }).observe({ type: "layout-shift", buffered: true });
          setTimeout(() => resolve(0), 500);
        }),
    );
  assert.ok((await shift()) < SHIFT, `${await shift()}`);
  const place = () => page.locator("#decode-fields").evaluate((each) => each.offsetTop);
  const before = await place();
  for (const at of [0, 5, 12, 20]) {
    await page.locator("#decode-bytes .cell").nth(at).hover();
    assert.equal(await place(), before, `byte ${at}`);
  }
});
