// Decodes whole ranges of payloads with the package or with the emitted script, in V8, and
// answers with a hash of all results: tests/it/exhaustion.rs has the other side.
//
// A line on standard input is { read, given }: the package's `fromHex` or `fromBase64` reads each of the
// texts, and the answer is a list of what it gives. Or it is { model, call, prefix, vary, suffix, start, step, texts }: payloads
// are `prefix`, `vary` bytes that count up from `start` by `step`, and `suffix`. The answer is
// { count, hash }, or with `texts` the results themselves.

import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";
import vm from "node:vm";

const [surface, folder] = process.argv.slice(2);
const codecs = new Map();

async function codecOf(model) {
  if (!codecs.has(model)) codecs.set(model, await load(model));
  return codecs.get(model);
}

async function load(model) {
  if (surface === "package") return import(pathToFileURL(resolve(folder, `${model}.js`)));
  if (surface !== "script") throw new Error(`no surface ${surface}`);
  const script = readFileSync(join(folder, "formatters", `${model}.js`), "utf8");
  return vm.runInThisContext(`(() => {${script}\nreturn { decodeUplink, decodeDownlink };})()`);
}

function bytesOf(hex) {
  return Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}

function* results(decode, { prefix, vary, suffix, start, step }) {
  const before = bytesOf(prefix);
  const bytes = [...before, ...new Array(vary).fill(0), ...bytesOf(suffix)];
  for (let number = start; number < 256 ** vary; number += step) {
    let rest = number;
    for (let at = before.length + vary - 1; at >= before.length; at--) {
      bytes[at] = rest % 256;
      rest = Math.floor(rest / 256);
    }
    yield JSON.stringify(decode({ bytes }));
  }
}

function hashOf(texts) {
  let [a, b, count] = [0, 0, 0];
  const add = (unit) => {
    a = Math.imul(a ^ unit, 0x01000193);
    b = Math.imul(b, 31) + unit;
  };
  for (const text of texts) {
    for (let at = 0; at < text.length; at++) add(text.charCodeAt(at));
    add(10);
    count += 1;
  }
  return { count, hash: `${a >>> 0} ${b >>> 0}` };
}

/** Each text in bytes, in hex, or the message. Of the package, or of its plain JavaScript. */
async function readTexts({ read, given }) {
  const file = surface === "package" ? "index.js" : "js/index.js";
  const { [read]: from } = await import(pathToFileURL(resolve(folder, file)));
  return given.map((text) => {
    try {
      return { bytes: Array.from(from(text)) };
    } catch ({ message }) {
      return { error: message };
    }
  });
}

for await (const line of createInterface({ input: process.stdin })) {
  const question = JSON.parse(line);
  if (question.read) {
    console.log(JSON.stringify(await readTexts(question)));
    continue;
  }
  const codec = await codecOf(question.model);
  const texts = results(codec[question.call], question);
  console.log(JSON.stringify(question.texts ? [...texts] : hashOf(texts)));
}
