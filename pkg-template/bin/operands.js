// The operands behind the model: payloads and files; without any, standard input.
import { createReadStream, fstatSync, statSync } from "node:fs";
import { Usage } from "./arguments.js";
import { isByteList, isHex } from "./payload.js";
import { quoted } from "./print.js";
import { readingOf, recordsIn, streamed } from "./records.js";

/** Standard input, as it is written among files. */
const STDIN = "-";

/** A file's name, which nothing else ends like: neither hex nor base64 has a dot. */
const LOOKS_LIKE_FILE = /^[^\s{}[\]"'=]+\.[a-z]{2,7}$/i;

/** Returns true for a word that is a payload by itself, even where a file has that name. */
const isPayload = (word) =>
  word === "" || isHex(word) || isByteList(word) || /^\s*[{["']/.test(word);

/** Returns true for a word that names a file: one that is there, and that is no payload by itself. */
export function isFile(word) {
  if (word === STDIN) return true;
  if (isPayload(word)) return false;
  const found = statOf(word);
  if (found?.isDirectory()) throw new Usage(`${quoted(word)} is a folder; name the files in it`);
  if (found === undefined && LOOKS_LIKE_FILE.test(word)) {
    throw new Usage(`no such file: ${quoted(word)}`);
  }
  return found !== undefined;
}

/** The system's account of a path, undefined where nothing is there. */
export function statOf(path) {
  try {
    return statSync(path);
  } catch {
    return undefined;
  }
}

/** Returns true where what is read may have no end: a file, or standard input. */
export const isStream = (words) => words.length === 0 || words.some(isFile);

/** Opens a file that a word names; standard input for `-`. `what` is looked for in it, in its singular. */
export function open(word, what) {
  if (word !== STDIN) return createReadStream(word);
  if (process.stdin.isTTY) {
    throw new Usage(
      `no ${what} given: write it behind the model, name a file, or send some to standard input`,
    );
  }
  if (isFolder(0)) throw new Usage("standard input is a folder");
  return process.stdin;
}

/** Node reads nothing from a folder, and says nothing about it. */
function isFolder(descriptor) {
  try {
    return fstatSync(descriptor).isDirectory();
  } catch {
    return false;
  }
}

/** The words as pieces to read one after the other: `{ file }`, or `{ texts }` between files. */
export function piecesOf(words) {
  if (words.length === 0) return [{ file: STDIN }];
  const pieces = [];
  for (const word of words) {
    if (isFile(word)) pieces.push({ file: word });
    else if (pieces.at(-1)?.texts) pieces.at(-1).texts.push(word);
    else pieces.push({ texts: [word] });
  }
  return pieces;
}

/** The name of a file before the places in it, where there are several. */
export const placed = (where, file, pieces) =>
  pieces.length > 1 ? [file, where].filter(Boolean).join(", ") : where;

/**
 * The records of all words, as records.js has them. What was given as an argument has it as `word`; `noFile` is set
 * where a file was looked for by that name first.
 */
export async function* recordsOf(words, options) {
  const how = readingOf(options);
  const pieces = piecesOf(words);
  for (const { file, texts } of pieces) {
    if (texts) {
      if (how.from === "csv") throw new Usage("--from csv: a table is read from a file");
      yield given(texts, how);
      continue;
    }
    for await (const batch of streamed(open(file, "payload"), how)) {
      for (const record of batch) record.where = placed(record.where, file, pieces);
      yield batch;
    }
  }
}

function given(words, how) {
  // One byte makes no payload, so bytes in words of their own are one payload together.
  const single = words.every((word) => /^\[?(0x)?[\da-f]{2},?\]?$/i.test(word));
  const payloads = single ? [words.join(" ")] : words;
  return payloads.flatMap((payload, index) => {
    const where = payloads.length > 1 ? `argument ${index + 1}` : "";
    const given = { word: payload, noFile: !isPayload(payload) };
    return recordsIn(payload, where, how).map((record) => ({ ...record, ...given }));
  });
}
