// A Node-RED with the packed nodes in its user directory.
import { execFile, spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import WebSocket from "ws";

const here = dirname(fileURLToPath(import.meta.url));
export const repository = join(here, "..", "..");
const execute = promisify(execFile);

/** The tested versions: the last Node-RED for Node 12, which gateways embed; 3.1; the current one. */
export const versions = [
  { name: "Node-RED 2.2 on Node 12", red: "node-red-2", node: "node-12" },
  { name: "Node-RED 3.1 on Node 16", red: "node-red-3", node: "node-16" },
  { name: "Node-RED 5.0 on Node 26", red: "node-red-5", node: "node-26" },
];

/** The program of a Node, which an optional npm package brings; undefined on other machines. */
export function nodeOf({ node }) {
  const program = join(here, "node_modules", node, "bin", "node");
  return existsSync(program) ? program : undefined;
}

/** The tests of a Node-RED, which run in every version. */
export const tests = [];
export const test = (name, run) => tests.push({ name, run });

/** The nodes as npm would publish them. */
export async function pack(folder) {
  const nodes = join(repository, "pkg", "node-red");
  const { stdout } = await execute("npm", ["pack", "--json", "--pack-destination", folder], {
    cwd: nodes,
  });
  const parsed = JSON.parse(stdout);
  const [{ filename }] = Array.isArray(parsed) ? parsed : Object.values(parsed);
  return join(folder, filename);
}

async function freePort() {
  const server = createServer();
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Its own settings: nobody is called, and no tour covers the editor. */
const settings = (port) =>
  `module.exports = ${JSON.stringify({
    uiHost: "127.0.0.1",
    uiPort: port,
    flowFile: "flows.json",
    credentialSecret: "test",
    telemetry: { enabled: false, updateNotification: false },
    editorTheme: { tours: false, palette: { catalogues: [] } },
  })};\n`;

export class NodeRed {
  #child;
  #folder;
  #printed = "";

  static async start(version, tarball) {
    const red = new NodeRed();
    red.#folder = mkdtempSync(join(tmpdir(), "milesight-node-red-"));
    writeFileSync(join(red.#folder, "package.json"), '{ "name": "user", "private": true }\n');
    await execute("npm", ["install", "--offline", "--no-audit", "--no-fund", tarball], {
      cwd: red.#folder,
    });
    const port = await freePort();
    writeFileSync(join(red.#folder, "settings.js"), settings(port));
    const main = join(here, "node_modules", version.red, "red.js");
    red.#child = spawn(nodeOf(version), [main, "--userDir", red.#folder], { cwd: red.#folder });
    red.address = `http://127.0.0.1:${port}`;
    await red.#until(/Started flows/);
    // Some versions report it before they listen.
    await red.answered("/settings");
    return red;
  }

  #until(pattern) {
    return new Promise((resolve, reject) => {
      const fail = () => reject(new Error(`no ${pattern} in:\n${this.#printed}`));
      setTimeout(fail, 60_000).unref();
      this.#child.on("exit", fail);
      for (const stream of [this.#child.stdout, this.#child.stderr]) {
        stream.setEncoding("utf8").on("data", (text) => {
          this.#printed += text;
          if (pattern.test(this.#printed)) resolve();
        });
      }
    });
  }

  /** Calls the admin API, or an `http in` node. */
  async call(path, { method = "GET", body, signal } = {}) {
    const headers = { accept: "application/json", "content-type": "application/json" };
    const sent = body === undefined ? undefined : JSON.stringify(body);
    const response = await fetch(this.address + path, { method, headers, body: sent, signal });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status}: ${text}`);
    return text.startsWith("{") || text.startsWith("[") ? JSON.parse(text) : text;
  }

  deploy(flows) {
    return this.call("/flows", { method: "POST", body: flows });
  }

  /** Calls until there is an answer: some versions report a deployment before it is done. */
  async answered(path, options) {
    for (let tries = 1; ; tries += 1) {
      try {
        return await this.call(path, options);
      } catch (error) {
        if (tries === 50) throw error;
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    }
  }

  /** Presses the button of an `inject` node, and returns the next output of a `debug` node. */
  async inject(id) {
    const socket = new WebSocket(`${this.address.replace("http", "ws")}/comms`);
    try {
      return await new Promise((resolve, reject) => {
        setTimeout(() => reject(new Error("no message at the debug node")), 10_000).unref();
        socket.on("error", reject);
        socket.on("open", () => {
          socket.send(JSON.stringify({ subscribe: "debug" }));
          this.answered(`/inject/${id}`, { method: "POST", body: {} }).catch(reject);
        });
        socket.on("message", (text) => {
          for (const { topic, data } of JSON.parse(text)) if (topic === "debug") resolve(data);
        });
      });
    } finally {
      socket.close();
    }
  }

  async stop() {
    const ended = new Promise((resolve) => this.#child.on("exit", resolve));
    this.#child.kill();
    await ended;
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
