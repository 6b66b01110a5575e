// Whatever is pasted or linked, the view shows the input's own result or its own error, and goes on working.
import assert from "node:assert/strict";
import { paste, payload, says, test } from "./browser.mjs";
import { choose, counts, to } from "./many.mjs";

/** Sets a long text at once, as a paste does. */
const set = (page, text) =>
  page.evaluate((value) => {
    const field = document.getElementById("payload");
    field.value = value;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }, text);

const works = async (page) => {
  await payload(page).fill("017564");
  await says(page.locator("#decode-fields"), /battery.*100/);
};

test("hostile: odd objects, brackets and digits show their own result", async ({ open }) => {
  const { page } = await open();
  const shows = async (name, text, pattern) => {
    await payload(page).fill("ff2500");
    await set(page, text);
    await page.waitForTimeout(200);
    const result = await page.locator("#decode-fields").textContent();
    const visible = await page.locator("#decode-result").isVisible();
    const problem = await page.locator("#payload-problem").textContent();
    assert.ok(!visible || !/child_lock/.test(result), `${name}: what was there before is gone`);
    assert.match(`${visible ? result : ""} ${problem}`, pattern, name);
    await works(page);
  };
  const own = (members) => JSON.stringify({ deviceInfo: {}, data: "AXVk", ...members });
  const bad = { toString: 1, valueOf: 1 };
  await shows("a name", own({ deviceInfo: { deviceName: bad } }), /battery/);
  await shows("a time", own({ time: bad }), /battery/);
  await shows("a port", own({ fPort: bad }), /battery/);
  await shows("a profile", own({ deviceInfo: { deviceProfileName: bad } }), /battery/);
  await shows("a payload", own({ data: bad }), /\S/);
  await shows("bytes", JSON.stringify([8, bad]), /Item 2 of the array is an object/);
  await shows("brackets", "[".repeat(20_000), /\S/);
  await shows("closed brackets", "[".repeat(20_000) + "]".repeat(20_000), /\S/);
  await shows("digits", "0".repeat(1e7), /The text has 10,000,000 characters/);
  await shows("lines", "017564\n".repeat(50_000), /The text has 50,000 lines; open it as a file/);
  assert.equal(await page.evaluate(() => Object.keys(Object.prototype).length), 0);
});

/** Milliseconds that reading may take of the longest text that is read as one payload. */
const READ = 1000;

test("hostile: texts that make patterns search again are read at once", async ({ open }) => {
  const { page } = await open();
  const size = 60_000;
  const texts = {
    "empty lines": `a${"\n".repeat(size)}!`,
    blanks: `aa${" ".repeat(size)}!`,
    "a dump that is none": `00000000: ${"00".repeat(size / 2)}!`,
    "comments that do not end": `{*/${"/*".repeat(size / 2)}}`,
    commas: `1${" , ".repeat(size / 3)}`,
    quotes: `{"a":${'"\\"'.repeat(size / 4)}`,
    topics: `${"a ".repeat(size / 2)}{`,
    "a shell command": `curl ${"-d '{".repeat(size / 6)}`,
  };
  for (const [name, text] of Object.entries(texts)) {
    await payload(page).fill("");
    const time = await paste(page, text);
    assert.ok(time < READ, `${name}: ${Math.round(time)} ms`);
    assert.equal(await page.locator("#payload-problem").isVisible(), true, name);
  }
  await works(page);
});

test("hostile: a line of a file that is none takes no other line with it", async ({ open }) => {
  const { page } = await open(to);
  const bad = { toString: 1, valueOf: 1 };
  const own = (members) => JSON.stringify({ deviceInfo: {}, data: "AXVk", ...members });
  const all = [
    own({}),
    own({ deviceInfo: { deviceName: bad } }),
    own({ time: bad, fPort: bad }),
    own({ data: [300, bad] }),
    "[".repeat(2000) + "]".repeat(2000),
    own({ deviceInfo: { deviceProfileName: bad } }),
    own({}),
  ];
  await choose(page, all.join("\n"));
  assert.match(await counts(page), /^7 payloads/);
  const rows = page.locator("#many-rows tr");
  assert.equal(await rows.count(), 7);
  for (const at of [0, 1, 2, 5, 6]) await says(rows.nth(at), /battery 100/, `line ${at + 1}`);
  assert.equal(await page.locator("#many-problem").textContent(), "");
});

const link = (command, model = "vs321") =>
  `#v1&view=encode&model=${model}&command=${encodeURIComponent(JSON.stringify(command))}`;

test("hostile: a link with thousands of entries leaves a working page", async ({ open }) => {
  for (const count of [500, 2000]) {
    const start = performance.now();
    const { page } = await open({
      hash: link({ d2d_master_config: Array(count).fill(0) }),
    });
    const entries = page.locator(".entry");
    await entries.first().waitFor();
    assert.ok((await entries.count()) <= 100, `${await entries.count()} entries`);
    await says(page.locator("[data-name=d2d_master_config]").first(), /the first \d+ are taken/);
    const took = performance.now() - start;
    assert.ok(took < 5000, `${Math.round(took)} ms`);
  }
  for (const command of [
    { report_interval: { toString: 1, valueOf: 1 } },
    { report_type: { toString: 1 }, detection_mode: [], d2d_key: [[[]]], fetch_history: [1] },
    [1, 2],
    "text",
    JSON.parse('{"__proto__":{"reboot":"yes"},"constructor":1}'),
  ]) {
    const { page } = await open({ hash: link(command) });
    assert.equal(await page.locator("#encode").isVisible(), true, JSON.stringify(command));
    await page.getByLabel("Report interval").fill("5");
    await says(page.locator("#encode-hex"), /^ff 8e 00 05 00$/);
  }
  const { page } = await open({
    hash: `#v1&view=decode&payload=${"00".repeat(200_000)}`,
  });
  await says(page.locator("#link-problem"), /too long/);
  await works(page);
});

test("hostile: what an object inherits is no member of an event", async ({ open }) => {
  const { page } = await open();
  await payload(page).fill('{"__proto__":{"deviceInfo":{"deviceName":"x"}},"data":"AXVk"}');
  assert.doesNotMatch(await page.locator("#decode-said").textContent(), /Device x/);
  await works(page);
});
