// Chromium, and pages in it that tell whatever goes wrong.
import assert from "node:assert/strict";
import { chromium } from "playwright-core";
import { ARGUMENTS } from "../chromium.mjs";
import { test as register } from "../runner.mjs";

/** A phone's screen, for `open`. */
export const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };

export const launch = (executablePath) => chromium.launch({ executablePath, args: ARGUMENTS });

/** So long a test may take, in milliseconds: one that hangs is a failure. */
const LIMIT = 5 * 60_000;

/**
 * Registers a test, of pages that it opens. They must do nothing wrong, or it takes what they did out of `problems`;
 * afterwards they are closed.
 */
export function test(name, run) {
  const late = (_, reject) => {
    const fail = () => reject(new Error(`not done within ${LIMIT / 60_000} minutes`));
    setTimeout(fail, LIMIT).unref();
  };
  register(name, async (world) => {
    const problems = [];
    const open = ({ at = world.address, ...options } = {}) =>
      openPage(world.browser, at, problems, options);
    try {
      const said = await Promise.race([run({ ...world, open, problems }), new Promise(late)]);
      if (problems.length > 0) throw new Error(`the page: ${problems.join("; ")}`);
      return said;
    } finally {
      await Promise.all(world.browser.contexts().map((context) => context.close()));
    }
  });
}

/** A fresh profile with one page. So many milliseconds it is left `alone`: asking how far it is takes its time. */
async function openPage(browser, address, problems, { hash = "", alone = 0, ...options }) {
  const context = await browser.newContext({
    locale: "en-GB",
    timezoneId: "Europe/Berlin",
    viewport: { width: 1280, height: 900 },
    permissions: address.startsWith("http") ? ["clipboard-read", "clipboard-write"] : [],
    ...options,
  });
  context.setDefaultTimeout(10_000);
  const page = await context.newPage();
  watch(page, address, problems);
  await page.goto(address + hash, { waitUntil: alone ? "commit" : "load" });
  await page.waitForTimeout(alone);
  await isReady(page);
  return { page, context };
}

export const isReady = (page) => page.waitForSelector("html[data-ready]");

/** Waits until an element says something; after a while, what it says instead is told. */
export async function says(element, pattern, about) {
  try {
    await element.filter({ hasText: pattern }).waitFor({ state: "attached" });
  } catch {
    assert.match(await element.textContent(), pattern, about);
  }
}

function watch(page, address, problems) {
  const own = address.startsWith("http") ? new URL(address).origin : "file://";
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) problems.push(`console: ${message.text()}`);
  });
  page.on("pageerror", (error) => problems.push(`exception: ${error.message}`));
  page.on("request", (request) => {
    const url = request.url();
    if (!url.startsWith(own) && !/^(data|blob):/.test(url)) problems.push(`asked ${url}`);
  });
  page.on("requestfailed", (request) => {
    const why = request.failure()?.errorText;
    // The icon comes last; a page that is left before gives it up.
    if (why === "net::ERR_ABORTED" && request.url().endsWith("/icon.svg")) return;
    problems.push(`failed: ${request.url()}: ${why}`);
  });
}

/** Picks a model as a person does: by typing its name. */
export async function pick(page, id, name) {
  const input = page.locator(`#${id}`);
  await input.fill(name);
  await input.press("Enter");
}

/** The value that a picker has. */
export const picked = (page, id) => page.locator(`#${id}`).getAttribute("data-value");

export const payload = (page) => page.getByLabel("Payload", { exact: true });

/** The result of the view "Decode", as JSON. */
export const decoded = async (page) =>
  JSON.parse(await page.getByRole("region", { name: "decoded JSON" }).textContent());

export const clipboard = (page) => page.evaluate(() => navigator.clipboard.readText());

/** Pastes with the focus on nothing, and gives the milliseconds that the page took. */
export const paste = (page, text) =>
  page.evaluate((pasted) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData("text", pasted);
    document.activeElement.blur();
    const start = performance.now();
    document.body.dispatchEvent(
      new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }),
    );
    return performance.now() - start;
  }, text);
