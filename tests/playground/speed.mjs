// How much travels at the first load, and how soon the first payload is decoded.
import assert from "node:assert/strict";
import { says, test } from "./browser.mjs";
import { serve } from "./serve.mjs";

/** Bytes that may travel at the first load, compressed. */
const BYTES = 150 * 1024;

/** With what is kept for offline use, which nobody waits for: a plot, a worker and the scripts besides. */
const KEPT = 220 * 1024;

/**
 * Milliseconds until the first decoded payload is on screen, at best of several fresh profiles: what the machine
 * does besides only adds to them.
 */
const FIRST = 300;

/** So many profiles at least, and at most. */
const [FEW, MANY] = [5, 50];

/** So long a page is left alone, in milliseconds. */
const ALONE = 1500;

test("speed: bytes of the first load", async ({ open, site }) => {
  const server = await serve(site);
  const { page } = await open({ at: server.address });
  await page.evaluate(() => navigator.serviceWorker.ready);
  await server.close();
  const name = ({ path }) => path.split("/").at(-1) || "index.html";
  const worker = server.answers.findIndex((answer) => name(answer) === "service-worker.js");
  assert.ok(worker > 0, "no service worker was loaded");
  const sum = (answers, form) => answers.reduce((all, answer) => all + answer[form], 0);
  const shown = (count) => `${(count / 1024).toFixed(1)} KB`;
  // The files that the page needs, as every host compresses them.
  const loaded = server.answers.slice(0, worker);
  const needed = sum(loaded, "gzip");
  // With what the service worker then fetches for offline use, when nobody waits for it any more.
  const kept = sum(server.answers, "brotli");
  const said = [
    `${shown(needed)} by gzip, ${shown(sum(loaded, "brotli"))} by brotli`,
    `with all that is kept for offline use ${shown(sum(server.answers, "gzip"))} by gzip, ${shown(kept)} by brotli`,
    loaded.map((answer) => `${name(answer)} ${answer.gzip}`).join(", "),
  ].join("; ");
  assert.ok(needed <= BYTES && kept <= KEPT, said);
  return said;
});

/** Milliseconds until the first decode, of the page as it opens by itself. */
async function time(open) {
  const { page, context } = await open({ alone: ALONE });
  // The mark is set once the frame with the fields in it has been drawn.
  const mark = () => performance.getEntriesByName("decoded")[0].startTime;
  const found = Math.round(await page.evaluate(mark));
  await says(page.locator("#decode-fields"), /[a-z]+_status/);
  await context.close();
  return found;
}

test("speed: the first decode", async ({ open }) => {
  // The browser's own start is not the page's.
  await time(open);
  const times = [];
  do times.push(await time(open));
  while (times.length < FEW || (Math.min(...times) > FIRST && times.length < MANY));
  const [least, ...others] = times.toSorted((one, other) => one - other);
  const told = `${least} ms at best, then ${others.join(", ")}`;
  assert.ok(least <= FIRST, told);
  return told;
});
