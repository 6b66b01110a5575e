// The two forms that the page comes in: installed from a server, and as one file.
import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { isReady, payload, test } from "./browser.mjs";
import { choose, counts } from "./many.mjs";
import { PATH, serve } from "./serve.mjs";
import { forms } from "./uplinks.mjs";

/** Waits until the service worker has all files and answers for the page. */
const installed = (page) =>
  page.evaluate(async () => {
    await navigator.serviceWorker.ready;
    if (!navigator.serviceWorker.controller) {
      await new Promise((resolve) =>
        navigator.serviceWorker.addEventListener("controllerchange", resolve, { once: true }),
      );
    }
  });

/** The page loads what it has not needed until then: the formatters, the worker, the plot. */
export async function loadsTheRest(page) {
  await page.getByRole("tab", { name: "Formatter" }).click();
  await page.getByRole("heading", { name: /\.uplink\.js$/ }).waitFor();
  await page.getByRole("tab", { name: "File" }).click();
  await choose(page, forms.CSV(200));
  assert.match(await counts(page), /^200 payloads/);
  await page.locator("#many-plot canvas").waitFor();
}

test("forms: works offline after the first load, all views", async ({ open, site }) => {
  const server = await serve(site);
  const { page, context } = await open({ at: server.address });
  await installed(page);
  // Not only cut off: the server is gone.
  await server.close();
  await context.setOffline(true);
  await page.reload();
  await isReady(page);
  await payload(page).fill("017564");
  await page.locator("#decode-fields").getByText("battery").first().waitFor();
  await page.getByRole("tab", { name: "Command" }).click();
  await page.getByLabel("Find a command").fill("reboot");
  await page.getByRole("checkbox", { name: "Reboot" }).check();
  await page.locator("#encode-hex").getByText("ff 10 ff").waitFor();
  await loadsTheRest(page);
  for (const path of ["index.html", "?from=home", "index.html?from=home#v1&view=encode"]) {
    await page.goto(server.address + path);
    await isReady(page);
  }
  assert.ok(server.answers.every(({ path }) => path.startsWith(PATH)));
  assert.deepEqual(
    server.answers.filter(({ missing }) => missing),
    [],
  );
});

/** The next version: another title, and other names for all that has a hash in its name. */
function nextVersion(site) {
  const folder = mkdtempSync(join(tmpdir(), "playground-next-"));
  const renamed = new Map();
  for (const file of readdirSync(site)) {
    const next = file.replace(/-\w{8}(?=\.(js|css|wasm)$)/, "-NEXTNEXT");
    if (next !== file) renamed.set(file, next);
  }
  for (const file of readdirSync(site)) {
    let content = readFileSync(join(site, file));
    if (!file.endsWith(".wasm")) {
      let text = content.toString("utf8");
      for (const [before, after] of renamed) text = text.replaceAll(before, after);
      if (file === "index.html") {
        text = text.replace("<title>", "<title>Next ").replaceAll(/ integrity="[^"]*"/g, "");
      }
      if (file === "service-worker.js") text = text.replace(/[\da-f]{16}/, "0123456789abcdef");
      content = text;
    }
    writeFileSync(join(folder, renamed.get(file) ?? file), content);
  }
  return { folder, renamed: renamed.size };
}

test("forms: a new version takes over; a page of the old one goes on", async ({ open, site }) => {
  const next = nextVersion(site);
  const code = readdirSync(site).filter((file) => /\.(js|css|wasm)$/.test(file));
  assert.equal(next.renamed, code.length - 1, "all but the service worker have a hash");
  const server = await serve(site);
  try {
    const { page, context } = await open({ at: server.address });
    await installed(page);
    server.deploy(next.folder);
    await page.evaluate(async () => {
      const taken = new Promise((resolve) =>
        navigator.serviceWorker.addEventListener("controllerchange", resolve, { once: true }),
      );
      await (await navigator.serviceWorker.ready).update();
      await taken;
    });
    assert.equal(await page.title(), "Milesight payload playground");
    // From its own version.
    await loadsTheRest(page);
    // Opened again it is the new one, without the network, too.
    await server.close();
    await context.setOffline(true);
    await page.reload();
    await isReady(page);
    assert.equal(await page.title(), "Next Milesight payload playground");
    const names = await page.evaluate(() =>
      performance.getEntriesByType("resource").map(({ name }) => name),
    );
    assert.ok(names.some((name) => name.includes("NEXTNEXT")));
    for (const name of names) assert.doesNotMatch(name, /-(?!NEXTNEXT)\w{8}\.(js|css|wasm)/);
    await loadsTheRest(page);
    assert.deepEqual(
      server.answers.filter(({ missing }) => missing),
      [],
    );
  } finally {
    rmSync(next.folder, { recursive: true, force: true });
  }
});

test("forms: can be installed", async ({ open, address }) => {
  const { page, context } = await open();
  await installed(page);
  const session = await context.newCDPSession(page);
  const { errors, url } = await session.send("Page.getAppManifest");
  assert.deepEqual(errors, []);
  assert.equal(url, `${address}manifest.webmanifest`);
  const { installabilityErrors } = await session.send("Page.getInstallabilityErrors");
  // A private window installs nothing; nothing else may stand in the way.
  const others = installabilityErrors.filter(({ errorId }) => errorId !== "in-incognito");
  assert.deepEqual(others, []);
});

test("forms: a strict Content-Security-Policy is in both", async ({ open, oneFile }) => {
  const policyIn = (html) => /Content-Security-Policy" content="([^"]*)"/.exec(html)[1].split("; ");
  const { page } = await open();
  const served = policyIn(await page.evaluate(() => fetch("./").then((answer) => answer.text())));
  assert.ok(served.includes("default-src 'none'"));
  assert.ok(served.includes("script-src 'self' 'wasm-unsafe-eval'"));
  assert.ok(served.includes("style-src 'self'"));
  // The page's own script, and formatter scripts, which run under the page's policy.
  assert.ok(served.includes("worker-src 'self' blob:"));
  const single = policyIn(readFileSync(oneFile, "utf8"));
  assert.ok(single.includes("default-src 'none'"));
  const scripts = single.find((part) => part.startsWith("script-src"));
  assert.match(scripts, /^script-src 'sha256-[\w+/]{43}=' 'wasm-unsafe-eval'$/);
  assert.match(
    single.find((part) => part.startsWith("style-src")),
    /^style-src 'sha256-[\w+/]{43}='$/,
  );
  assert.ok(!single.some((part) => /https?:|unsafe-inline|'unsafe-eval'|\*/.test(part)));
});

test("forms: the one file works from the disk, all views", async ({ open, oneFile }) => {
  const { page } = await open({ at: pathToFileURL(oneFile).href });
  await payload(page).fill("017564");
  await page.locator("#decode-fields").getByText("battery").first().waitFor();
  await page.waitForTimeout(300);
  assert.match(page.url(), /#v1&view=decode&payload=017564$/);
  await page.getByRole("tab", { name: "Command" }).click();
  await page.getByLabel("Find a command").fill("reboot");
  await page.getByRole("checkbox", { name: "Reboot" }).check();
  await page.locator("#encode-hex").getByText("ff 10 ff").waitFor();
  await page.getByRole("tab", { name: "Formatter" }).click();
  await page.getByRole("heading", { name: /\.uplink\.js$/ }).waitFor();
  await page.getByRole("tab", { name: "File" }).click();
  await choose(page, forms["The Things Stack, NDJSON"](3000));
  assert.match(await counts(page), /^3,000 payloads of 2 devices/);
  await page.locator("#many-plot canvas").waitFor();
  const html = readFileSync(oneFile, "utf8");
  assert.equal(/(src|href)="(?!data:|#)/.test(html.replace(/<script[\s\S]*<\/script>/, "")), false);
  return `${(html.length / 1024).toFixed(0)} KB`;
});

test("forms: the folder's page on a disk says why it does not run", async ({
  open,
  browser,
  site,
}) => {
  const page = await browser.newPage();
  await page.goto(pathToFileURL(join(site, "index.html")).href);
  const told = page.locator("#from-disk");
  await told.getByText("playground.html").waitFor();
  await page.waitForTimeout(3200);
  assert.ok((await told.boundingBox()).height > 10);
  await page.close();
  const { page: other } = await open();
  assert.equal(await other.locator("#from-disk").isVisible(), false);
});
