// Firefox by WebDriver BiDi (https://w3c.github.io/webdriver-bidi/), which it speaks by itself: what the tests
// need of it, and no more. Playwright drives a Firefox of its own alone.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import WebSocket from "ws";

/** So long the browser may take to start, and a page to become as it is waited for, in milliseconds. */
const START = 60_000;
const WAIT = 20_000;

/** Keys by name, as WebDriver has them. */
const KEYS = {
  Enter: "\uE007",
  Tab: "\uE004",
  Escape: "\uE00C",
  ArrowDown: "\uE015",
  End: "\uE010",
};

class Connection {
  #socket;
  #waiting = new Map();
  #count = 0;
  /** Console errors and uncaught exceptions of the pages. */
  problems = [];

  constructor(socket) {
    this.#socket = socket;
    socket.on("message", (data) => this.#take(JSON.parse(String(data))));
  }

  send(method, params = {}) {
    this.#count += 1;
    const id = this.#count;
    this.#socket.send(JSON.stringify({ id, method, params }));
    return new Promise((resolve, reject) => this.#waiting.set(id, { resolve, reject, method }));
  }

  #take({ id, method, params, error, message, result }) {
    if (method === "log.entryAdded" && ["error", "warn"].includes(params.level)) {
      this.problems.push(params.text);
    }
    const waiting = this.#waiting.get(id);
    if (!waiting) return;
    this.#waiting.delete(id);
    if (error) waiting.reject(new Error(`${waiting.method}: ${error}: ${message}`));
    else waiting.resolve(result);
  }

  close() {
    this.#socket.close();
  }
}

/** Starts Firefox with a fresh profile. */
export async function launchFirefox(program) {
  const profile = mkdtempSync(join(tmpdir(), "playground-firefox-"));
  const browser = spawn(
    program,
    [
      "--headless",
      "--no-remote",
      "--profile",
      profile,
      "--remote-debugging-port",
      "0",
      "about:blank",
    ],
    { stdio: ["ignore", "ignore", "pipe"] },
  );
  const address = await new Promise((resolve, reject) => {
    let told = "";
    const timer = setTimeout(() => reject(new Error(`Firefox did not start: ${told}`)), START);
    browser.stderr.on("data", (data) => {
      told += data;
      const found = /WebDriver BiDi listening on (ws:\S+)/.exec(told);
      if (!found) return;
      clearTimeout(timer);
      resolve(found[1]);
    });
    browser.on("exit", (code) => reject(new Error(`Firefox ended with ${code}: ${told}`)));
  });
  const socket = new WebSocket(`${address}/session`);
  await new Promise((resolve, reject) => {
    socket.on("open", resolve);
    socket.on("error", reject);
  });
  const connection = new Connection(socket);
  await connection.send("session.new", { capabilities: {} });
  await connection.send("session.subscribe", { events: ["log.entryAdded"] });
  return {
    open: (url, viewport) => openPage(connection, url, viewport),
    async close() {
      const ended = new Promise((resolve) => browser.on("exit", resolve));
      browser.removeAllListeners("exit");
      const again = new Promise((resolve) => browser.on("exit", resolve));
      connection.close();
      browser.kill();
      await Promise.race([ended, again]);
      rmSync(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
    },
  };
}

async function openPage(connection, url, viewport) {
  const { context } = await connection.send("browsingContext.create", { type: "tab" });
  if (viewport) await connection.send("browsingContext.setViewport", { context, viewport });
  connection.problems.length = 0;
  await connection.send("browsingContext.navigate", { context, url, wait: "complete" });
  const page = new Page(connection, context);
  await page.until(() => document.documentElement.dataset.ready !== undefined);
  return page;
}

class Page {
  #connection;
  #context;

  constructor(connection, context) {
    this.#connection = connection;
    this.#context = context;
  }

  /** Runs a function in the page, with values of JSON, and gives its answer. */
  async run(task, ...values) {
    const { type, result, exceptionDetails } = await this.#connection.send("script.callFunction", {
      functionDeclaration: `async (text) => JSON.stringify(await (${task})(...JSON.parse(text))) ?? "null"`,
      arguments: [{ type: "string", value: JSON.stringify(values) }],
      target: { context: this.#context },
      awaitPromise: true,
    });
    if (type === "exception") throw new Error(exceptionDetails.text);
    return JSON.parse(result.value);
  }

  /** Runs a text in the page, past its policy. */
  async script(text) {
    const { type, exceptionDetails } = await this.#connection.send("script.evaluate", {
      expression: `${text}; undefined`,
      target: { context: this.#context },
      awaitPromise: false,
    });
    if (type === "exception") throw new Error(exceptionDetails.text);
  }

  /** Waits until a function in the page gives something true. */
  async until(task, ...values) {
    const end = Date.now() + WAIT;
    while (!(await this.run(task, ...values))) {
      if (Date.now() > end) throw new Error(`not within ${WAIT / 1000} s: ${task}`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  async says(selector, pattern) {
    const text = () => this.run((of) => document.querySelector(of)?.textContent ?? "", selector);
    const end = Date.now() + WAIT;
    while (!pattern.test(await text()) && Date.now() < end) {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    assert.match(await text(), pattern);
  }

  /** The middle of an element, which is scrolled to. */
  #middle(selector) {
    return this.run((of) => {
      const element = document.querySelector(of);
      element.scrollIntoView({ block: "nearest" });
      const { x, y, width, height } = element.getBoundingClientRect();
      return { x: Math.round(x + width / 2), y: Math.round(y + height / 2) };
    }, selector);
  }

  #perform(type, id, actions, parameters) {
    return this.#connection.send("input.performActions", {
      context: this.#context,
      actions: [{ type, id, actions, ...(parameters && { parameters }) }],
    });
  }

  async hover(selector) {
    const { x, y } = await this.#middle(selector);
    await this.#perform("pointer", "mouse", [{ type: "pointerMove", x, y }], {
      pointerType: "mouse",
    });
  }

  async click(selector) {
    const { x, y } = await this.#middle(selector);
    const press = [
      { type: "pointerMove", x, y },
      { type: "pointerDown", button: 0 },
      { type: "pointerUp", button: 0 },
    ];
    await this.#perform("pointer", "mouse", press, { pointerType: "mouse" });
  }

  async touch(selector) {
    const { x, y } = await this.#middle(selector);
    const press = [
      { type: "pointerMove", x, y },
      { type: "pointerDown", button: 0 },
      { type: "pointerUp", button: 0 },
    ];
    await this.#perform("pointer", "finger", press, { pointerType: "touch" });
  }

  async wheel(selector, deltaY) {
    const { x, y } = await this.#middle(selector);
    await this.#perform("wheel", "wheel", [{ type: "scroll", x, y, deltaX: 0, deltaY }]);
  }

  /** Types texts and keys: `press("WS523", "Enter")`. */
  async press(...texts) {
    const all = texts.flatMap((text) => (KEYS[text] ? [KEYS[text]] : [...text]));
    const actions = all.flatMap((value) => [
      { type: "keyDown", value },
      { type: "keyUp", value },
    ]);
    await this.#perform("key", "keyboard", actions);
  }

  /** Goes back or forth in the history. */
  async traverse(delta) {
    await this.#connection.send("browsingContext.traverseHistory", {
      context: this.#context,
      delta,
    });
  }

  /** Fails on anything the page did wrong, and closes it. */
  async close() {
    const problems = [...this.#connection.problems];
    await this.#connection.send("browsingContext.close", { context: this.#context });
    assert.deepEqual(problems, []);
  }
}
