// A decoder script of the user's, run as network servers run theirs.
import { readFileSync } from "node:fs";
import { createContext, Script } from "node:vm";
import { Usage } from "./arguments.js";
import { statOf } from "./operands.js";
import { quoted } from "./print.js";

/** A server gives a script 100 ms; the first call here compiles it, too. In milliseconds. */
const TIME_LIMIT = 3000;

/** Calls of a decoder by servers: TS013, ChirpStack v3, and older ones. The input is JSON in `input`. */
const CALLS = {
  decodeUplink: "decodeUplink(JSON.parse(input))",
  Decode: "Decode(JSON.parse(input).fPort, JSON.parse(input).bytes, {})",
  Decoder: "Decoder(JSON.parse(input).bytes, JSON.parse(input).fPort)",
};

/**
 * The decoder of a script: a function that gives the data for `{ bytes, fPort }`, or throws. The script runs
 * in a context of its own with a time limit. node:vm is no sandbox: a hostile script can
 * leave it.
 */
export function scriptDecoder(path) {
  const context = createContext({});
  // Some are modules of CommonJS.
  run("var module = { exports: {} }; var exports = module.exports;", context);
  run(sourceOf(path), context, path);
  const name = Object.keys(CALLS).find((name) => {
    run(
      `if (typeof ${name} !== "function" && typeof module.exports.${name} === "function") var ${name} = module.exports.${name};`,
      context,
    );
    return run(`typeof ${name} === "function"`, context);
  });
  if (name === undefined) {
    throw new Usage(`--script ${quoted(path)} has none of ${Object.keys(CALLS).join(", ")}`);
  }
  const call = new Script(`JSON.stringify(${CALLS[name]})`);
  return ({ bytes, fPort }) => {
    context.input = JSON.stringify({ bytes: Array.from(bytes), fPort: fPort ?? 85 });
    const text = call.runInContext(context, { timeout: TIME_LIMIT });
    const result = text === undefined ? undefined : JSON.parse(text);
    if (name !== "decodeUplink") return result ?? {};
    if (result?.errors?.length > 0) throw new Error(result.errors.join("; "));
    return result?.data ?? {};
  };
}

function sourceOf(path) {
  const found = statOf(path);
  if (found === undefined) throw new Usage(`--script: no such file: ${quoted(path)}`);
  if (found.isDirectory()) throw new Usage(`--script: ${quoted(path)} is a folder`);
  // An ES module's functions are those of a script with `export` before them.
  return readFileSync(path, "utf8").replaceAll(
    /^export (?:default )?(?=function|const|var|let)/gm,
    "",
  );
}

function run(code, context, filename) {
  try {
    return new Script(code, { filename }).runInContext(context, { timeout: TIME_LIMIT });
  } catch (error) {
    throw new Usage(`--script ${quoted(filename ?? "")}: ${error?.message ?? error}`);
  }
}
