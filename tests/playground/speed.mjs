// How much travels at the first load, and how soon the first payload is decoded.
import assert from "node:assert/strict";
import { open, says } from "./browser.mjs";
import { serve } from "./serve.mjs";

/** Bytes that may travel, compressed. */
const BYTES = 150 * 1024;

/** Milliseconds until the first decoded payload is on screen, in the median of five fresh profiles. */
const FIRST = 300;
// What the test allows: on two cores that others use as well it takes longer, and differs more.
const LATEST = 1500;

/** So long a page is left alone: what asks it how far it is would take its time. */
const ALONE = 1500;

const bytes = {
  name: "speed: bytes of the first load",
  async run({ browser, site }) {
    const server = await serve(site);
    const { page, check } = await open(browser, server.address);
    await page.evaluate(() => navigator.serviceWorker.ready);
    await server.close();
    check();
    const name = ({ path }) => path.split("/").at(-1) || "index.html";
    const worker = server.answers.findIndex((answer) => name(answer) === "service-worker.js");
    assert.ok(worker > 0, "no service worker was loaded");
    const sum = (answers, form) => answers.reduce((all, answer) => all + answer[form], 0);
    const shown = (count) => `${(count / 1024).toFixed(1)} KB`;
    // What the page needs, as every host compresses it.
    const loaded = server.answers.slice(0, worker);
    const needed = sum(loaded, "gzip");
    const said = [
      `${shown(needed)} by gzip, ${shown(sum(loaded, "brotli"))} by brotli`,
      // The service worker fetches that later, when nobody waits for it any more.
      `with all that is kept for offline use ${shown(sum(server.answers, "gzip"))} by gzip, ${shown(sum(server.answers, "brotli"))} by brotli`,
      loaded.map((answer) => `${name(answer)} ${answer.gzip}`).join(", "),
    ].join("; ");
    assert.ok(needed <= BYTES, said);
    return said;
  },
};

/** Milliseconds until the first decode, of the page as it opens by itself, in a fresh profile. */
async function time(browser, address) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  const page = await context.newPage();
  await page.goto(address, { waitUntil: "commit" });
  await page.waitForTimeout(ALONE);
  // The mark is set once the frame with the fields in it has been drawn.
  const mark = () => performance.getEntriesByName("decoded")[0]?.startTime;
  const found = await (await page.waitForFunction(mark)).jsonValue();
  await says(page.locator("#decode-fields"), /socket_status/);
  await context.close();
  return Math.round(found);
}

const first = {
  name: "speed: the first decode",
  async run({ browser, address }) {
    // The browser's own start is not the page's.
    await time(browser, address);
    const found = [];
    for (let count = 0; count < 5; count += 1) found.push(await time(browser, address));
    const [, , median] = found.toSorted((one, other) => one - other);
    const told = `median of 5: ${median} ms (${found.join(", ")})`;
    assert.ok(median <= LATEST, told);
    return `${told}, ${median <= FIRST ? "within" : "OVER"} the ${FIRST} ms it should take`;
  },
};

export const speed = [bytes, first];
