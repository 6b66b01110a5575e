// milesight-codec/events: the suite has its functions; here are its bundles and its types.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import { typed } from "./typescript.mjs";

/** Neither a model nor WebAssembly comes along, and nothing of it where it is not used. */
const alone = {
  name: "events: a bundle has nothing but what is used",
  async run(workspace) {
    const cwd = await workspace.project();
    const bundle = async (main) => {
      writeFileSync(join(cwd, "main.mjs"), main);
      const options = { absWorkingDir: cwd, entryPoints: ["main.mjs"], format: "esm" };
      const built = await build({ ...options, bundle: true, minify: true, write: false });
      return built.outputFiles[0].text;
    };
    const all = await bundle('export * from "milesight-codec/events";\n');
    if (/WebAssembly|AGFzbQ/.test(all)) throw new Error("it has WebAssembly in it");
    const one = await bundle('export { decodeUplink } from "milesight-codec/js/ws523";\n');
    if (one.includes("the-things-stack")) throw new Error("a model has the events in it");
    const few = await bundle('export { toHex } from "milesight-codec/events";\n');
    if (few.length > 1000) throw new Error(`toHex alone takes ${few.length} bytes`);
    return `${all.length} bytes of all, ${few.length} of toHex`;
  },
};

export const events = [alone, ...typed("events: TypeScript", "events")];
