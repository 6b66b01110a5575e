// Builds the playground from www/ and the built package: a folder for a web server, and one HTML file
// that needs none. `cargo xtask build` starts it:
//   node playground.mjs --www FOLDER --package FOLDER --examples FILE --licences FILE
import { createHash } from "node:crypto";
import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import * as esbuild from "esbuild";

const { values: options } = parseArgs({
  options: {
    www: { type: "string" },
    package: { type: "string" },
    examples: { type: "string" },
    licences: { type: "string" },
  },
});
const source = (name) => join(options.www, name);
const site = join(options.package, "playground");

/** The modules that the page imports by a name: the package's, and the examples of the guides. */
const named = {
  name: "named",
  setup(build) {
    build.onResolve({ filter: /^milesight-codec$/ }, () => entry("index.js"));
    build.onResolve({ filter: /^milesight-codec\/./ }, ({ path }) =>
      entry(`${path.slice("milesight-codec/".length).replace(/\.js$/, "")}.js`),
    );
    build.onResolve({ filter: /^examples$/ }, () => ({ path: options.examples }));
  },
};

const entry = (path) => ({ path: join(options.package, path), sideEffects: false });

/**
 * The package, with modules of one kind side by side. A compressor looks back 32 KB, less than the size of a
 * model. In this order it finds the text that models share.
 */
function grouped() {
  const files = readdirSync(join(options.package, "lib"));
  const imports = [/\.schemas\.js$/, /^[a-z]+\d[^.]*\.js$/].flatMap((kind) =>
    files.filter((file) => kind.test(file)).map((file) => `import "grouped:lib/${file}";`),
  );
  return [...imports, 'export * from "grouped:workerd/index.js";'].join("\n");
}

/**
 * The package as hosts get it that import the compiled module: so the browser compiles it while it
 * arrives, and it travels as it is, not as base64.
 */
const streamed = (wasm) => ({
  name: "streamed",
  setup(build) {
    build.onResolve({ filter: /^(milesight-codec|\.\.\/index\.js)$/ }, () => ({
      path: "grouped",
      namespace: "grouped",
    }));
    build.onResolve({ filter: /^grouped:/ }, ({ path }) => ({
      path: join(options.package, path.slice("grouped:".length)),
      sideEffects: true,
    }));
    build.onLoad({ filter: /.*/, namespace: "grouped" }, () => ({ contents: grouped() }));
    // A program as a text of its bytes: unlike base64, it shows a compressor what programs share.
    build.onLoad({ filter: /workerd.[a-z]+\d[^.]*\.js$/ }, ({ path }) => ({
      contents: replaced(readFileSync(path, "utf8"), [[/(?<=bytesOf\()"[^"]*"/, latin1]], path),
    }));
    build.onLoad({ filter: /lib.workerd\.js$/ }, ({ path }) => ({
      contents: replaced(readFileSync(path, "utf8"), [[/atob\(base64\)/, "base64"]], path),
    }));
    // The page makes no columns, and asks for no schema of uplinks.
    build.onLoad({ filter: /\.columns\.js$/ }, () => ({
      contents: "export const [paths, write] = [];",
    }));
    build.onLoad({ filter: /\.schemas\.js$/ }, ({ path }) => ({
      contents: readFileSync(path, "utf8").replace(/(?<=^export const uplink = ).*$/m, '"{}";'),
    }));
    build.onResolve({ filter: /\/codec\.wasm$/ }, ({ path }) => ({ path, namespace: "compiled" }));
    build.onLoad({ filter: /.*/, namespace: "compiled" }, () => ({
      contents: `
        const load = () => fetch(new URL("${wasm}", import.meta.url));
        // A server that does not know the type of .wasm files is no reason to fail.
        const compiled = await WebAssembly.compileStreaming(load()).catch(async () =>
          WebAssembly.compile(await (await load()).arrayBuffer()));
        export default compiled;
      `,
    }));
  },
});

/** A literal of base64 as a literal of the characters of its bytes. */
const latin1 = (literal) =>
  JSON.stringify(Buffer.from(JSON.parse(literal), "base64").toString("latin1"));

/** The package's version and addresses, for the page's head. */
const { version, homepage, repository } = JSON.parse(
  readFileSync(join(options.package, "package.json"), "utf8"),
);
const address = (repository?.url ?? repository)?.replace(/^git\+|\.git$/g, "");
const about = JSON.stringify({ version, homepage, repository: address });

const common = {
  bundle: true,
  minify: true,
  target: "es2022",
  legalComments: "none",
  logLevel: "warning",
  charset: "utf8",
};

/** Lets the page start its own workers and no other script. */
const trusted = (oneFile, workers) => ({
  inject: [fileURLToPath(new URL("trusted-types.mjs", import.meta.url))],
  // A text, since esbuild 0.28.2 crashes on lists in injected files.
  define: { ONE_FILE: String(oneFile), WORKERS: JSON.stringify(workers.join()), ABOUT: about },
});
const trustedOnly = ["require-trusted-types-for 'script'", "trusted-types default"];

/** For a policy, or an element's `integrity`. */
const digest = (algorithm, content) =>
  `${algorithm}-${createHash(algorithm).update(content).digest("base64")}`;

/** As esbuild has it in names: enough to tell apart all versions there will be. */
const hashOf = (content) => createHash("sha256").update(content).digest("hex").slice(0, 8);

/**
 * The folder: the page's script, the worker's, and a file for each part that is loaded when it is
 * needed. None shares code with another: so the page waits for few files, and a browser asks for six
 * at a time. All but the page itself, its icon, its manifest and the service worker have a hash in
 * their names.
 */
async function folder() {
  rmSync(site, { recursive: true, force: true });
  mkdirSync(site, { recursive: true });
  const compiled = readFileSync(join(options.package, "lib", "codec.wasm"));
  const wasm = `codec-${hashOf(compiled)}.wasm`;
  writeFileSync(join(site, wasm), compiled);
  /** Bundles a file, and gives the bundle's name. */
  const bundle = async (file, more) => {
    const { metafile } = await esbuild.build({
      ...common,
      metafile: true,
      plugins: [apart, streamed(wasm), named],
      entryPoints: [file],
      entryNames: "[name]-[hash]",
      format: "esm",
      define: { ONE_FILE: "false", ABOUT: about },
      outdir: site,
      ...more,
    });
    return basename(Object.keys(metafile.outputs)[0]);
  };
  const apart = {
    name: "apart",
    setup(build) {
      build.onResolve({ filter: /./ }, async ({ path, kind, resolveDir, pluginData }) => {
        if (kind !== "dynamic-import" || pluginData === apart) return undefined;
        const found = await build.resolve(path, { kind, resolveDir, pluginData: apart });
        return { path: `./${await bundle(found.path)}`, external: true };
      });
    },
  };
  const worker = await bundle(source("bulk/worker.js"));
  const workers = [worker, "service-worker.js"];
  const main = await bundle(source("main.js"), trusted(false, workers));
  const style = await bundle(source("style/page.css"));
  const hashed = readdirSync(site).sort();
  const fresh = ["icon.svg", "manifest.webmanifest"];
  for (const file of fresh) copyFileSync(source(file), join(site, file));
  const integrity = (file) => `integrity="${digest("sha384", readFileSync(join(site, file)))}"`;
  const page = replaced(template(), [
    [/codec\.wasm/, wasm],
    [/href="page\.css"/, `href="${style}" ${integrity(style)}`],
    [/src="main\.js"/, `src="${main}" ${integrity(main)} data-worker="${worker}"`],
    [
      /(<meta http-equiv="Content-Security-Policy" content="[^"]*)/,
      `$1; ${trustedOnly.join("; ")}`,
    ],
  ]);
  writeFileSync(join(site, "index.html"), page);
  const files = readdirSync(site).sort();
  const version = createHash("sha256");
  for (const file of files) version.update(file).update(readFileSync(join(site, file)));
  await esbuild.build({
    ...common,
    entryPoints: [source("service-worker.js")],
    format: "iife",
    define: {
      HASHED: JSON.stringify(hashed),
      FRESH: JSON.stringify(["./", ...fresh]),
      VERSION: JSON.stringify(version.digest("hex").slice(0, 16)),
    },
    outdir: site,
  });
  copyFileSync(options.licences, join(site, "THIRD-PARTY-LICENSES"));
}

/** The page with the devices' names, by the letters that they begin with. */
function template() {
  const devices = Object.values(JSON.parse(readFileSync(options.examples, "utf8")));
  const families = new Map();
  for (const { device } of devices) {
    const [name] = device.split(" ");
    const [family] = /^[A-Za-z]*/.exec(name);
    families.set(family, [...(families.get(family) ?? []), name]);
  }
  const names = [...families.values()].map((family) => family.join(", ")).join(" · ");
  return replaced(readFileSync(source("index.html"), "utf8"), [
    [/<span id="devices"><\/span>/, `Devices: ${names}.`],
  ]);
}

/** Changes a text; a pattern that it does not have is a mistake. */
function replaced(text, replacements, name = "index.html") {
  return replacements.reduce((before, [pattern, replacement]) => {
    const after = before.replace(pattern, replacement);
    if (after === before) throw new Error(`${name} has nothing like ${pattern}`);
    return after;
  }, text);
}

/** The one file: a script that is the page's and the worker's, the style, and hashes that name them. */
async function oneFile() {
  const one = trusted(true, []);
  const built = await esbuild.build({
    ...common,
    plugins: [named],
    entryPoints: [source("one-file.js"), source("style/page.css")],
    format: "iife",
    ...one,
    define: { ...one.define, "import.meta.url": '""' },
    outdir: site,
    write: false,
  });
  const text = (end) => built.outputFiles.find(({ path }) => path.endsWith(end)).text.trim();
  // Text that would end the element early is escaped; in a script it occurs in strings only.
  const script = text(".js").replaceAll(/<(\/script|!--)/gi, "\\x3c$1");
  const style = text(".css");
  const hash = (content) => `'${digest("sha256", content)}'`;
  const policy = [
    "default-src 'none'",
    `script-src ${hash(script)} 'wasm-unsafe-eval'`,
    `style-src ${hash(style)}`,
    "img-src data:",
    // The one script, as a worker.
    "worker-src blob:",
    "base-uri 'none'",
    "form-action 'none'",
    ...trustedOnly,
  ].join("; ");
  const icon = `data:image/svg+xml;base64,${readFileSync(source("icon.svg")).toString("base64")}`;
  const replacements = [
    [/(<meta http-equiv="Content-Security-Policy" content=")[^"]*/, `$1${policy}`],
    [/ *<link rel="(manifest|preload)"[^>]*>\n/g, ""],
    [/(<link rel="icon" href=")[^"]*/, `$1${icon}`],
    [/<link rel="stylesheet"[^>]*>/, () => `<style>${style}</style>`],
    [/ *<script type="module"[^>]*><\/script>\n/, ""],
    [/<\/body>/, () => `<script id="script">${script}</script>\n${notices()}\n</body>`],
  ];
  const page = replaced(template(), replacements);
  writeFileSync(join(options.package, "playground.html"), page);
}

/** The licences, as a comment: the minifier has removed them from the libraries. */
function notices() {
  const text = readFileSync(options.licences, "utf8");
  if (/--!?>/.test(text)) throw new Error("the licences contain the end of a comment");
  return `<!--\n${text}-->`;
}

await folder();
await oneFile();
