// Chromium, and pages in it that tell whatever goes wrong.
import assert from "node:assert/strict";
import { chromium } from "playwright-core";
import { ARGUMENTS } from "../chromium.mjs";

/** A phone's screen, for `open`. */
export const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };

export function launch(executablePath) {
  return chromium.launch({
    executablePath,
    args: ARGUMENTS,
  });
}

/**
 * A fresh profile with one page of the address. `check` fails on anything that the page did wrong. So
 * many milliseconds it is left `alone`: what asks it how far it is takes its time.
 */
export async function open(browser, address, { hash = "", path = "", alone = 0, ...options } = {}) {
  const context = await browser.newContext({
    locale: "en-GB",
    timezoneId: "Europe/Berlin",
    viewport: { width: 1280, height: 900 },
    permissions: address.startsWith("http") ? ["clipboard-read", "clipboard-write"] : [],
    ...options,
  });
  context.setDefaultTimeout(10_000);
  const page = await context.newPage();
  const problems = [];
  watch(page, address, problems);
  await page.goto(address + path + hash, { waitUntil: alone ? "commit" : "load" });
  await page.waitForTimeout(alone);
  await page.waitForSelector("html[data-ready]");
  return {
    page,
    context,
    problems,
    check() {
      if (problems.length > 0) throw new Error(`the page: ${problems.join("; ")}`);
    },
  };
}

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
