// What may be meant where a payload cannot be read.
import { statSync } from "node:fs";

/** Errors in what a record says, with a hint where its payload may not be what it was read as. */
export function hinted({ guessed, word }, result) {
  if (!result?.errors) return result;
  const hint = fileHint(word) ?? (guessed ? "read as base64; give --hex if it is hex" : undefined);
  if (hint === undefined) return result;
  const [first, ...others] = result.errors;
  return { ...result, errors: [`${first} (${hint})`, ...others] };
}

/** What to write for an argument that stands for a file, or for standard input. */
export function fileHint(word) {
  if (word === "-") return "standard input is read where no argument is given: leave out the -";
  if (!word || !isFile(word)) return undefined;
  return `${word} is a file; files are read from standard input: < ${word}`;
}

function isFile(path) {
  try {
    return !statSync(path).isDirectory();
  } catch {
    return false;
  }
}
