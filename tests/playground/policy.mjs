// Scripts that are not the page's own: the policies and the hashes that keep them out.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { test } from "./browser.mjs";
import { loadsTheRest } from "./forms.mjs";
import { serve } from "./serve.mjs";

const repository = join(dirname(fileURLToPath(import.meta.url)), "..", "..");

test("policy: no text becomes markup, code or a worker", async ({
  open,
  address,
  oneFile,
  problems,
}) => {
  for (const where of [address, pathToFileURL(oneFile).href]) {
    const { page } = await open({ at: where });
    const done = await page.evaluate(() => {
      const element = document.createElement("div");
      const attempts = {
        markup: () => {
          element.innerHTML = "<b>markup</b>";
        },
        "adjacent markup": () => element.insertAdjacentHTML("beforeend", "<b>markup</b>"),
        document: () => new DOMParser().parseFromString("<b>markup</b>", "text/html"),
        script: () => {
          document.createElement("script").textContent = "globalThis.ran = true;";
        },
        "foreign script": () => {
          document.createElement("script").src = "data:text/javascript,globalThis.ran = true;";
        },
        "foreign worker": () => new Worker("data:text/javascript,postMessage(1)"),
        "worker of another file": () => new Worker("icon.svg"),
      };
      return Object.keys(attempts).filter((name) => {
        try {
          attempts[name]();
          return true;
        } catch (error) {
          return !/Trusted(HTML|Script|ScriptURL)/.test(error.message);
        }
      });
    });
    assert.deepEqual(done, [], where);
    assert.ok(problems.splice(0).length > 0, "the browser reports them");
  }
});

test("policy: a script or a style that was changed is refused", async ({ browser, address }) => {
  for (const kind of ["script", "stylesheet"]) {
    const context = await browser.newContext({ serviceWorkers: "block" });
    const page = await context.newPage();
    const refused = page.waitForEvent("console", {
      predicate: (message) => /integrity/.test(message.text()),
      timeout: 10_000,
    });
    let altered = 0;
    await page.route(/\/(main|page)-\w+\.(js|css)$/, async (route) => {
      if (route.request().resourceType() !== kind) return route.continue();
      const response = await route.fetch();
      altered += 1;
      return route.fulfill({ response, body: `${await response.text()}\n` });
    });
    await page.goto(address);
    await refused;
    assert.equal(altered, 1);
    if (kind === "script") assert.equal(await page.locator("html[data-ready]").count(), 0);
  }
});

test("policy: works under the header of docs/playground.md, and in no frame", async ({
  open,
  browser,
  site,
}) => {
  const docs = readFileSync(join(repository, "docs", "playground.md"), "utf8");
  const [, policy] = /^Content-Security-Policy: (.*)$/m.exec(docs);
  const strict = await serve(site, { "content-security-policy": policy });
  const plain = await serve(site);
  try {
    const { page } = await open({ at: strict.address });
    await loadsTheRest(page);
    const outside = await (await browser.newContext()).newPage();
    const framed = async ({ address }) => {
      await outside.setContent(`<iframe src="${address}"></iframe>`, { waitUntil: "load" });
      return outside.frames()[1].locator("#payload").count();
    };
    assert.equal(await framed(strict), 0);
    assert.equal(await framed(plain), 1, "without the header it can be framed");
  } finally {
    await Promise.all([strict.close(), plain.close()]);
  }
});
