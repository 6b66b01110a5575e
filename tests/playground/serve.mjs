// A web server as a site may have it: static, compressing, with the page under a path of its own.
import { existsSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join } from "node:path";
import { brotliCompressSync, gzipSync } from "node:zlib";

const types = {
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".svg": "image/svg+xml",
  ".wasm": "application/wasm",
  ".webmanifest": "application/manifest+json",
};

/** The path that the page stands under. */
export const PATH = "/tools/codec/";

/**
 * Serves a folder, with further headers if need be. Gives its address, the list of answers with their sizes as they travel, in
 * either compression, `deploy` and `close`.
 */
export async function serve(folder, headers = {}) {
  const answers = [];
  const packed = new Map();
  let served = folder;
  const server = createServer(({ url }, response) => {
    const path = new URL(url, "http://localhost").pathname;
    const name = path.startsWith(PATH) ? path.slice(PATH.length) || "index.html" : undefined;
    const file = name && /^[\w.-]+$/.test(name) ? join(served, name) : undefined;
    if (file === undefined || !existsSync(file)) {
      answers.push({ path, gzip: 0, brotli: 0, missing: true });
      response.writeHead(404).end();
      return;
    }
    if (!packed.has(name)) {
      const content = readFileSync(file);
      packed.set(name, [gzipSync(content, { level: 9 }), brotliCompressSync(content).length]);
    }
    const [content, brotli] = packed.get(name);
    answers.push({ path, gzip: content.length, brotli });
    response.writeHead(200, {
      "content-type": types[extname(name)],
      "content-encoding": "gzip",
      // As static hosts have it: kept for a while.
      "cache-control": "max-age=600",
      ...headers,
    });
    response.end(content);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address();
  return {
    address: `http://127.0.0.1:${port}${PATH}`,
    answers,
    /** Serves another folder from now on, as where a new version is put in the old one's place. */
    deploy(other) {
      served = other;
      packed.clear();
    },
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(resolve));
    },
  };
}
