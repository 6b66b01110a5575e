// The view "Many payloads".
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { vector } from "../cases.mjs";
import { pick, says, test } from "./browser.mjs";
import { APART, forms, START, socketBytes, socketOn, timeOf } from "./uplinks.mjs";

export const to = { hash: "#v1&view=many" };

/** Where files are until the tests have ended: the browser reads them while it decodes. */
const folder = mkdtempSync(join(tmpdir(), "playground-"));
process.on("exit", () => rmSync(folder, { recursive: true, force: true }));

/** Gives the page a file, as its chooser does. */
export async function choose(page, text, name = "uplinks.txt") {
  writeFileSync(join(folder, name), text);
  await page.getByLabel("Choose a file").setInputFiles(join(folder, name));
}

/** Has the page note its tasks of more than 50 ms; `longest` gives the longest of them. */
async function watchTasks(page) {
  await page.evaluate(() => {
    globalThis.tasks = [];
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) globalThis.tasks.push(duration);
    }).observe({ type: "longtask" });
  });
}

const longest = (page) => page.evaluate(() => Math.round(Math.max(0, ...globalThis.tasks)));

/** Milliseconds that a task of the page's main thread may take. */
const TASK = 100;

/** Fails where a task took too long, and tells what was done and the longest task. */
function unstopped(own, said) {
  const told = `${said}; longest task ${own || "below 50"} ms`;
  assert.ok(own <= TASK, told);
  return told;
}

export const counts = async (page, timeout = 60_000) => {
  await page.locator("#many-result").waitFor({ timeout });
  return page.locator("#many-counts").textContent();
};

export const said = (page) => page.locator("#many-plot-said");

/** A download's text. */
export async function downloaded(page, button) {
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: button }).click(),
  ]);
  return readFileSync(await download.path(), "utf8");
}

test("many: files of every form, as a table, a plot, strips and downloads", async ({ open }) => {
  for (const [form, write] of Object.entries(forms)) {
    const { page } = await open(to);
    const timed = form !== "hex, one a line";
    await choose(page, write(200));
    const of = timed ? " of 2 devices" : "";
    assert.equal(await counts(page), `200 payloads${of}; 0 with warnings, 0 with errors.`, form);

    const rows = page.locator("#many-rows tr");
    await rows.nth(24).waitFor();
    assert.equal(await rows.count(), 25);
    await says(rows.first(), /socket_status off ?voltage 220/);
    if (timed) await says(rows.nth(1), /2026-01-01 00:10:00 UTCsocket-1/);

    // The most varied number is plotted unasked; another is one choice away.
    await page.getByLabel("Number").selectOption("power_consumption");
    await said(page).getByText("200 values of power_consumption").waitFor();
    const text = await said(page).textContent();
    // A line for each device, and a legend that names them.
    assert.equal(/a line for each of 2 devices/.test(text), timed, form);
    const legend = page.locator("#many-legend li");
    assert.deepEqual(
      (await legend.allTextContents()).sort(),
      timed ? ["socket-0 (100)", "socket-1 (100)"] : [],
    );
    const ends = timed
      ? `2026-01-01 00:00:00 UTC to ${timeOf(199).slice(0, 19).replace("T", " ")} UTC`
      : "line 1 to line 200";
    assert.ok(text.includes(ends), `${form}: ${text}`);
    assert.match(text, /lowest 0 Wh, highest 199 Wh, mean 99.5 Wh/);
    assert.equal(await page.locator("#many-plot canvas").count(), 1);

    const strips = await page.locator("#many-states-said").textContent();
    assert.ok(strips.includes(`From ${ends}`), strips);
    const lanes = page.getByRole("img", { name: /^socket_status over time/ });
    assert.equal(await lanes.count(), timed ? 2 : 1, form);
    const lane = lanes.first();
    assert.match(
      await lane.getAttribute("aria-label"),
      timed ? /off 50, on 50/ : /off 100, on 100/,
    );
    // Off, on, off, on, and nothing in between.
    assert.equal(await lane.locator("rect").count(), 4, form);

    const table = (await downloaded(page, "Download CSV")).trim().split("\r\n");
    assert.equal(table.length, 201);
    const header = table[0].split(",");
    const row = table[61].split(",");
    const cell = (name) => row[header.indexOf(name)];
    assert.equal(cell("payload"), socketBytes(60).toString("hex"));
    assert.equal(cell("socket_status"), socketOn(60) ? "on" : "off");
    assert.equal(cell("voltage"), "226");
    if (timed) assert.equal(cell("time"), timeOf(60));
    const list = JSON.parse(await downloaded(page, "Download JSON"));
    assert.equal(list.length, 200);
    assert.equal(list[60].data.power_consumption, 60);
  }
});

test("many: records of history take their own times", async ({ open }) => {
  const { page } = await open(to);
  const sample = vector("vs321", "VS321 5.1.4 example");
  const [record] = sample.output.data.history;
  const event = {
    time: "2026-01-01T00:00:00Z",
    deviceInfo: { deviceName: "desk", deviceProfileName: "VS321" },
    fPort: 85,
    data: Buffer.from(sample.input.bytes, "hex").toString("base64"),
  };
  await choose(page, `${JSON.stringify(event)}\n`);
  assert.match(await counts(page), /1 payload of 1 device with \d+ records? of history/);
  const at = new Date(record.timestamp * 1000).toISOString().slice(0, 19).replace("T", " ");
  const row = page.locator("#many-rows tr").nth(1);
  assert.ok((await row.textContent()).includes(`${at} UTC`));
  await says(row, /record of history/);
  await says(said(page), new RegExp(`of people_total_counts, ${at} UTC`));
  const table = await downloaded(page, "Download CSV");
  assert.ok(table.includes(new Date(record.timestamp * 1000).toISOString()));
});

test("many: what is odd is counted, shown by itself, and led to", async ({ open }) => {
  const { page } = await open(to);
  const good = socketBytes(1).toString("hex");
  const lines = [
    good,
    `${good}7777`,
    "zz",
    "",
    '{"deviceInfo":{"deviceName":"x"},"time":"2026-01-01T00:00:00Z"}',
    '{"payload":"<b>no</b>"}',
    good,
  ];
  await choose(page, lines.join("\n"));
  assert.equal(
    await counts(page),
    "5 payloads; 1 with warnings, 2 with errors, 1 line without a payload.",
  );
  await page.getByLabel("Only those with problems").check();
  await page.locator("#many-where").getByText("of 3").waitFor();
  const rows = page.locator("#many-rows tr");
  // The known part of the second line is decoded.
  assert.match(
    await rows.nth(0).textContent(),
    /no model decodes the whole payload; ws523 is the first/,
  );
  await says(rows.nth(0), /power_consumption 1/);
  await says(rows.nth(0), /unknown channel 77 77/);
  await says(rows.nth(1), /Error: not hex/);
  assert.equal(await page.locator("#many-rows b").count(), 0);

  await pick(page, "many-model", "ws52x");
  await page.locator("#many-rows tr", { hasText: "WS52x" }).nth(2).waitFor();
  assert.match(await counts(page), /1 with warnings, 2 with errors/);
  // Nobody need be told which model gets furthest where one was chosen.
  assert.doesNotMatch(await page.locator("#many-rows").textContent(), /furthest/);
  await page.getByRole("button", { name: "decode line 2 by itself" }).click();
  assert.equal(
    await page.locator("#payload").inputValue(),
    `${good}7777`.replaceAll(/..(?!$)/g, "$& "),
  );
  assert.equal(await page.locator("#decode .unknown .cell").count(), 2);
});

test("many: a column of another name, and files that have nothing", async ({ open }) => {
  const { page } = await open(to);
  const table = `when,raw\n1,${socketBytes(1).toString("hex")}\n`;
  await choose(page, table);
  const problem = page.locator("#many-problem");
  await says(problem, /^No column bytes, .* in the table; its columns are when, raw\.$/);
  const column = page.getByLabel("Payload column");
  await column.fill("rwa");
  await column.press("Enter");
  await page.locator("#many-problem").getByText("its columns are when, raw.").waitFor();
  await column.fill("raw");
  await column.press("Enter");
  await page
    .locator("#many-counts")
    .getByText("1 payload; 0 with warnings, 0 with errors.")
    .waitFor();
  await column.fill("");
  await choose(page, "zz\nyy\n");
  await says(problem, /name the column/);
  await choose(page, "");
  await page.locator("#many-problem").getByText("There is no payload in it.").waitFor();
});

test("many: pasted, dropped and typed; looked at by keyboard", async ({ open }) => {
  const { page } = await open(to);
  const text = forms["ChirpStack, NDJSON"](200);
  await page.getByLabel("Uplinks", { exact: true }).fill(text);
  await page.keyboard.press("Control+Enter");
  await counts(page);
  const zoom = async (name) => {
    await page.getByRole("button", { name, exact: true }).focus();
    await page.keyboard.press("Enter");
  };
  await page.getByLabel("Number").selectOption("power_consumption");
  await said(page).getByText("200 values of power_consumption").waitFor();
  await zoom("Zoom in");
  await said(page).getByText("100 values of power_consumption").waitFor();
  await says(said(page), /lowest 50 Wh, highest 149 Wh/);
  await zoom("Later");
  await said(page).getByText("highest 199 Wh").waitFor();
  await zoom("All");
  await said(page).getByText("200 values").waitFor();
  assert.equal(await page.getByRole("button", { name: "All", exact: true }).isDisabled(), true);

  // By pointer: a stretch of the plot.
  await page.locator("#many-plot .u-over").scrollIntoViewIfNeeded();
  const box = await page.locator("#many-plot .u-over").boundingBox();
  await page.mouse.move(box.x + box.width / 4, box.y + 50);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width / 2, box.y + 60, { steps: 4 });
  await page.mouse.up();
  await said(page)
    .getByText(/^(49|50|51) values/)
    .waitFor();

  await page.getByLabel("Device", { exact: true }).selectOption({ label: "socket-1 (100)" });
  await said(page).getByText("100 values").waitFor();
  await page.getByRole("button", { name: "Next" }).focus();
  await page.keyboard.press("Enter");
  // The table is that device's, too.
  await page.locator("#many-where").getByText("Rows 26 to 50 of 100").waitFor();
  assert.match(await counts(page), /^100 payloads of 1 device/);

  const transfer = await page.evaluateHandle((pasted) => {
    const data = new DataTransfer();
    data.items.add(new File([pasted], "dropped.ndjson"));
    return data;
  }, forms.CSV(30));
  await page.dispatchEvent("#many", "drop", { dataTransfer: transfer });
  await page.locator("#many-counts").getByText("30 payloads").waitFor();
  // Another file is looked at as a whole.
  assert.equal(await page.getByRole("button", { name: "All", exact: true }).isDisabled(), true);
  await says(page.locator("#many-source"), /dropped\.ndjson/);

  await page.getByRole("button", { name: "Use the examples" }).click();
  // Two devices of six models, every 20 minutes of three days, one of them silent for 14 hours.
  await page
    .locator("#many-counts")
    .getByText(/^2,3\d\d payloads of 12 devices; 0 with warnings, 0 with errors/)
    .waitFor();
  assert.equal(APART * 60_000 + START, Date.parse(timeOf(1)));
});

test("speed: 100,000 lines, with progress and no task over 100 ms", async ({ open }) => {
  const text = forms["ChirpStack, NDJSON"](100_000);
  const { page } = await open(to);
  await watchTasks(page);
  await page.evaluate(() => {
    globalThis.seen = [];
    new MutationObserver(() =>
      globalThis.seen.push(document.querySelector("#many-far").textContent),
    ).observe(document.querySelector("#many-far"), { childList: true, characterData: true });
  });
  const start = performance.now();
  await choose(page, text, "large.ndjson");
  const told = await counts(page, 120_000);
  assert.match(told, /^100,000 payloads of 2 devices; 0 with warnings, 0/);
  const seconds = (performance.now() - start) / 1000;
  await said(page).getByText("100,000 values").waitFor();
  await page.getByLabel("Device", { exact: true }).selectOption({ label: "socket-1 (50,000)" });
  await said(page).getByText("50,000 values").waitFor();
  await page.getByLabel("Device", { exact: true }).selectOption({ label: "All devices" });
  await said(page).getByText("100,000 values").waitFor();
  await page.getByLabel("Number").selectOption("voltage");
  await said(page).getByText("100,000 values of voltage").waitFor();
  await says(said(page), /lowest 220 V, highest 229.9 V/);
  await page.getByRole("button", { name: "Next" }).click();
  await page.locator("#many-where").getByText("Rows 26 to 50 of 100,000").waitFor();
  const table = await downloaded(page, "Download CSV");
  assert.equal(table.split("\r\n").length, 100_002);
  const seen = await page.evaluate(() => globalThis.seen);
  assert.ok(new Set(seen).size >= 5, `progress told: ${seen.join("; ")}`);
  const own = await longest(page);
  return unstopped(own, `${seconds.toFixed(1)} s`);
});

test("many: a long run is cancelled, and what was decoded stays", async ({ open }) => {
  const { page } = await open(to);
  await choose(page, forms["ChirpStack, NDJSON"](100_000), "cancelled.ndjson");
  await page.waitForFunction(() => document.getElementById("many-bar").value > 0);
  await page.getByRole("button", { name: "Cancel" }).click();
  assert.equal(await page.evaluate(() => document.activeElement.id), "many-run");
  const told = await counts(page);
  assert.match(
    told,
    /^Cancelled\. Until then: [\d,]+ payloads? .*; 0 with warnings, 0 with errors\.$/,
  );
  const until = Number(/[\d,]+ payload/.exec(told)[0].replace(/\D/g, ""));
  assert.ok(until > 0 && until < 100_000, told);
  return told;
});

test("speed: a large text that is pasted does not stop the page", async ({ open }) => {
  const text = forms.CSV(20_000);
  const { page } = await open(to);
  await page.evaluate((copied) => navigator.clipboard.writeText(copied), text);
  await watchTasks(page);
  await page.getByLabel("Uplinks", { exact: true }).focus();
  await page.keyboard.press("Control+V");
  const told = await counts(page);
  assert.match(told, /^20,000 payloads of 2 devices/);
  assert.equal(await page.getByLabel("Uplinks", { exact: true }).inputValue(), "");
  await said(page).getByText("20,000 values").waitFor();
  const own = await longest(page);
  return unstopped(own, "20,000 lines");
});

test("many: a file chosen while another is decoded is decoded alone", async ({ open }) => {
  const { page } = await open(to);
  for (const cancel of [false, true]) {
    await choose(page, forms["ChirpStack, NDJSON"](100_000), "first.ndjson");
    await page.locator("#many-far").getByText("payload").waitFor();
    if (cancel) await page.getByRole("button", { name: "Cancel" }).click();
    await choose(page, forms.CSV(30), "second.csv");
    await page.locator("#many-counts").getByText("30 payloads of 2 devices; 0 with").waitFor();
    // Long enough for what is left of the first to arrive, if it did.
    await page.waitForTimeout(500);
    assert.equal(
      await counts(page),
      "30 payloads of 2 devices; 0 with warnings, 0 with errors.",
      `cancelled: ${cancel}`,
    );
    const list = JSON.parse(await downloaded(page, "Download JSON"));
    assert.deepEqual(
      list.map(({ payload }) => payload),
      Array.from({ length: 30 }, (_, n) => socketBytes(n).toString("hex")),
    );
  }
});

test("many: devices are drawn one by one, and their names are no formulas", async ({ open }) => {
  const { page } = await open(to);
  const of = (n) => (n % 3 === 0 ? "=cmd()" : "b");
  const text = Array.from(
    { length: 30 },
    (_, n) => `${timeOf(n)},${of(n)},${socketBytes(n).toString("hex")}`,
  );
  await choose(page, ["time,device,payload", ...text].join("\n"));
  await counts(page);
  await page.getByLabel("Number").selectOption("power_consumption");
  await says(said(page), /a line for each of 2 devices/);
  await page.getByLabel("Device", { exact: true }).selectOption({ label: "b (20)" });
  // The first of n = 1 and the last of n = 29.
  await said(page).getByText("20 values of power_consumption").waitFor();
  await says(said(page), /lowest 1 Wh, highest 29 Wh/);
  assert.equal(await page.locator("#many-legend li").count(), 0);
  assert.equal((await downloaded(page, "Download CSV")).split("\r\n").length, 22);
  await page.getByLabel("Device", { exact: true }).selectOption({ label: "=cmd() (10)" });
  await said(page).getByText("10 values of power_consumption").waitFor();
  await says(said(page), /lowest 0 Wh, highest 27 Wh/);
  await page.getByLabel("Device", { exact: true }).selectOption({ label: "All devices" });
  await said(page).getByText("30 values of power_consumption").waitFor();
  const table = (await downloaded(page, "Download CSV")).split("\r\n");
  assert.match(table[1], /,'=cmd\(\),/);
  assert.match(table[2], /,b,/);
});

test("many: the device's own model decodes a payload known in part", async ({ open }) => {
  const { page } = await open(to);
  // Regions and light: only the VS321 has both. Others also have a battery.
  const part = "0175647777";
  const whole = vector("vs321", "VS321 5.1.2 example 1").input.bytes;
  const event = (hex) =>
    JSON.stringify({
      deviceInfo: { deviceName: "desk" },
      data: Buffer.from(hex, "hex").toString("base64"),
    });
  await choose(page, [event(whole), event(part)].join("\n"));
  assert.match(await counts(page), /^2 payloads of 1 device/);
  const list = JSON.parse(await downloaded(page, "Download JSON"));
  assert.equal(list[1].model, "vs321");
  assert.deepEqual(list[1].data, { battery: 100 });
  assert.match(list[1].errors?.[0] ?? list[1].warnings[0], /unknown channel 77 77/);
});

test("many: times in every unit of Unix time, and those that are none", async ({ open }) => {
  const { page } = await open(to);
  const payload = socketBytes(1).toString("hex");
  // 2025-06-20T14:35:00Z, in seconds, milli-, micro- and nanoseconds.
  const good = ["1750430100", "1750430100000", "1750430100000000", "1750430100000000000"];
  const bad = ["soon", "--"];
  const rows = [...good, ...bad].map((time) => `${time},${payload}`);
  await choose(page, ["time,payload", ...rows].join("\n"));
  assert.equal(await counts(page), "6 payloads; 0 with warnings, 0 with errors.");
  const list = JSON.parse(await downloaded(page, "Download JSON"));
  const at = "2025-06-20T14:35:00.000Z";
  assert.deepEqual(
    list.map(({ time }) => time),
    [at, at, at, at, undefined, undefined],
  );
  const numbers = [1e30, -1e30].map((time) => JSON.stringify({ time, data: payload }));
  await choose(page, numbers.join("\n"), "numbers.ndjson");
  await page.locator("#many-counts").getByText("2 payloads; 0 with warnings").waitFor();
  const none = JSON.parse(await downloaded(page, "Download JSON"));
  assert.deepEqual(
    none.map(({ time }) => time),
    [undefined, undefined],
  );
});

test("many: what cannot be shown is told, and tried again", async ({ open, problems }) => {
  const { page } = await open({ ...to, serviceWorkers: "block" });
  await page.route(/plot-/, (route) => route.abort());
  await choose(page, forms.CSV(30));
  await counts(page);
  await page
    .locator("#many-problem")
    .getByText(/^The (payloads|values over time) could not be shown: .+\.$/)
    .waitFor();
  // The table is there, and the file can be saved.
  assert.equal(await page.locator("#many-rows tr").count(), 25);
  assert.equal((await downloaded(page, "Download CSV")).split("\r\n").length, 32);
  for (const problem of problems.splice(0))
    assert.match(problem, /plot-|ERR_FAILED|Service Worker/);
});
