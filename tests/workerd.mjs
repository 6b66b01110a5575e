// How tests and the benchmark start Cloudflare's workerd.
import { spawn } from "node:child_process";

/** The compiled codec as a module beside the worker's own. */
export const MODULE = '(name = "./codec.wasm", wasm = embed "codec.wasm"),';

/** The configuration of a worker in worker.js, with another module or none. */
export const config = (module = "") => `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [(name = "main", worker = .worker)],
  sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "main")],
);
const worker :Workerd.Worker = (
  modules = [
    (name = "worker.js", esModule = embed "worker.js"),
    ${module}
  ],
  compatibilityDate = "2025-01-01",
);
`;

/** Starts workerd, asks it once, and stops it. It tells its port on file descriptor 3. */
export async function served(path, cwd) {
  const child = spawn(path, ["serve", "--control-fd=3", "config.capnp"], {
    cwd,
    stdio: ["ignore", "pipe", "pipe", "pipe"],
  });
  let log = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (text) => {
      log += text;
    });
  }
  try {
    const port = await new Promise((resolve, reject) => {
      let control = "";
      child.stdio[3].on("data", (text) => {
        control += text;
        const listening = control
          .split("\n")
          .find((line) => line.includes('"listen"') && line.endsWith("}"));
        if (listening) resolve(JSON.parse(listening).port);
      });
      child.on("error", reject);
      child.on("exit", (code) => reject(new Error(`workerd ended with ${code}:\n${log}`)));
      setTimeout(() => reject(new Error(`workerd does not listen:\n${log}`)), 60_000).unref();
    });
    const response = await fetch(`http://127.0.0.1:${port}/`, {
      signal: AbortSignal.timeout(120_000),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`workerd answered ${response.status}: ${text}\n${log}`);
    return JSON.parse(text);
  } finally {
    child.kill();
  }
}
