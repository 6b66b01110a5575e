// The nodes in the editor, in Chromium, as a person uses them.
import assert from "node:assert/strict";
import { chromium } from "playwright-core";
import { models } from "../../pkg/js/index.js";
import { ARGUMENTS } from "../chromium.mjs";
import { Skip } from "../runner.mjs";
import { test } from "./server.mjs";

/** The editor of a Node-RED without flows; nothing outside it is asked for, and nothing fails in it. */
async function withEditor(red, options, use) {
  if (!options.chromium) throw new Skip(options["no-chromium"]);
  await red.deploy([]);
  const browser = await chromium.launch({ executablePath: options.chromium, args: ARGUMENTS });
  try {
    const page = await browser.newPage({ viewport: { width: 1400, height: 900 } });
    page.setDefaultTimeout(15_000);
    const problems = [];
    page.on("pageerror", (error) => problems.push(error.message));
    page.on("request", (request) => {
      const url = request.url();
      if (!url.startsWith(red.address) && !url.startsWith("data:")) problems.push(`asked ${url}`);
    });
    await page.goto(red.address);
    await paletteNode(page, "milesight-decode").waitFor({ state: "attached" });
    await use(page);
    assert.deepEqual(problems, []);
  } finally {
    await browser.close();
  }
}

const paletteNode = (page, type) =>
  page.locator(`.red-ui-palette-node[data-palette-type="${type}"]`);

/** Imports an example as a person does, and gives the ids of its nodes by type. */
async function importExample(page, name) {
  await page.locator("#red-ui-workspace-chart").click({ position: { x: 600, y: 400 } });
  await page.keyboard.press("Control+i");
  await page.getByRole("link", { name: "Examples" }).click();
  const dialog = page.locator(".ui-dialog");
  await dialog.getByText("node-red-contrib-milesight-codec").click();
  await dialog.locator(".red-ui-treeList-label").getByText(name, { exact: true }).click();
  await page.locator("#red-ui-clipboard-dialog-ok:not(.ui-state-disabled)").click();
  await page.waitForFunction(
    () => RED.nodes.filterNodes({ type: "milesight-decode" }).length === 1,
  );
  return page.evaluate(() => {
    const ids = {};
    RED.nodes.eachNode(({ type, id }) => {
      ids[type] = id;
    });
    return ids;
  });
}

/** Opens a node's dialog, lets it be filled in, and closes it with Done. */
async function edit(page, id, fill) {
  // Selected by the editor's own action: a double click may be one of three, by when the last was.
  await page.evaluate((node) => {
    RED.view.reveal(node);
    RED.view.select({ nodes: [RED.nodes.node(node)] });
    RED.actions.invoke("core:edit-selected-node");
  }, id);
  await page.locator("#node-input-model").waitFor();
  await fill();
  await page.locator("#node-dialog-ok").click();
  await page.locator("#node-input-model").waitFor({ state: "detached" });
}

async function deploy(page, red, isDone) {
  await page.locator("#red-ui-header-button-deploy").click();
  for (let tries = 0; !isDone(await red.call("/flows")); tries += 1) {
    assert.ok(tries < 50, "the editor has not deployed");
    await page.waitForTimeout(100);
  }
}

const optionsOf = (page, id) =>
  page
    .locator(`#${id} option`)
    .evaluateAll((options) => options.map(({ value, textContent }) => [value, textContent]));

const statusOf = (page, id) => page.locator(`[id="${id}"] .red-ui-flow-node-status-label`);

/** Presses an inject node's button until a status has that text: some versions deploy a moment later. */
async function inject(page, red, { inject: button, "milesight-decode": node }, text) {
  await red.answered(`/inject/${button}`, { method: "POST", body: {} });
  await page.locator(`[id="${button}"] .red-ui-flow-node-button-button`).click({ force: true });
  await statusOf(page, node).filter({ hasText: text }).waitFor();
}

test("editor: the example is imported, set to a model, deployed and run", async (red, options) => {
  await withEditor(red, options, async (page) => {
    const ids = await importExample(page, "decode");
    const node = ids["milesight-decode"];
    await edit(page, node, async () => {
      const [first, ...options] = await optionsOf(page, "node-input-model");
      assert.equal(first[0], "");
      assert.deepEqual(
        options.map(([value]) => value),
        models,
      );
      const [, sockets] = options.find(([value]) => value === "ws52x");
      assert.equal(sockets, "ws52x (ws521, ws522, ws525)");
      await page.selectOption("#node-input-model", "vs321");
    });
    const modelIs = (model) => (flows) => flows.find(({ id }) => id === node)?.model === model;
    await deploy(page, red, modelIs("vs321"));
    // 08 70 01 is a socket's.
    await inject(page, red, ids, "vs321: offset 0: unknown channel 08 70");

    await edit(page, node, () => page.selectOption("#node-input-model", ""));
    await deploy(page, red, modelIs(""));
    await inject(page, red, ids, "ws523: socket_status, voltage");
  });
});

test("editor: the encode node's dialog", async (red, options) => {
  await withEditor(red, options, async (page) => {
    const ids = await importExample(page, "answer");
    const node = ids["milesight-encode"];
    await edit(page, node, async () => {
      const [, ...options] = await optionsOf(page, "node-input-model");
      assert.deepEqual(
        options.map(([value]) => value),
        models,
      );
      const servers = (await optionsOf(page, "node-input-server")).map(([value]) => value);
      assert.deepEqual([servers[0], servers.length], ["", 9]);
      assert.ok(servers.includes("chirpstack"));
      // The example's settings are there.
      assert.equal(await page.inputValue("#node-input-priority"), "high");
      await page.selectOption("#node-input-server", "chirpstack");
      await page.locator("#node-input-confirmed").check();
      await page.selectOption("#node-input-form", "hex");
      assert.equal(await page.locator("#node-input-server").isVisible(), false);
      await page.selectOption("#node-input-form", "server");
      assert.equal(await page.locator("#node-input-server").isVisible(), true);
    });
    const found = (flows) => flows.find(({ id }) => id === node);
    await deploy(page, red, (flows) => found(flows)?.server === "chirpstack");
    const { model, form, priority, confirmed } = found(await red.call("/flows"));
    assert.deepEqual([model, form, priority, confirmed], ["", "server", "high", true]);
  });
});

test("editor: help", async (red, options) => {
  await withEditor(red, options, async (page) => {
    for (const [type, sentence] of [
      ["milesight-decode", "Decodes an uplink of a Milesight LoRaWAN device."],
      ["milesight-encode", "Encodes a command to a Milesight LoRaWAN device."],
    ]) {
      const help = page.locator("#red-ui-sidebar").getByText(sentence);
      // Asked again: an editor that is still starting shows another tab in its place.
      let isSeen = false;
      for (let tries = 0; tries < 20 && !isSeen; tries++) {
        await page.evaluate((name) => {
          RED.actions.invoke("core:show-help-tab");
          RED.sidebar.help.show(name);
        }, type);
        isSeen = await help.waitFor({ timeout: 1000 }).then(
          () => true,
          () => false,
        );
      }
      assert.ok(isSeen, sentence);
    }
  });
});
