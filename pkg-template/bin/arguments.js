// Parses arguments into options and operands.
import { QUOTED, quoted } from "./print.js";

/** A usage error: printed with a pointer to --help; exit code 2. */
export class Usage extends Error {
  /** The command's name, where it is known. */
  command;
}

/**
 * Reads words. `known` has the options by name, each with the name of its value, or `true` for one
 * without. Every command has `--help`.
 */
export function read(words, known) {
  const options = {};
  const others = [];
  const allowed = { ...known, help: true };
  const rest = [...words];
  while (rest.length > 0) {
    const word = rest.shift();
    if (word === "--") {
      others.push(...rest.splice(0));
    } else if (word === "-h") {
      options.help = true;
    } else if (word.startsWith("--")) {
      const [, name, , attached] = /^--([^=]*)(=(.*))?$/s.exec(word);
      if (!Object.hasOwn(allowed, name)) {
        const names = Object.keys(allowed).map((option) => `--${option}`);
        throw new Usage(
          `unknown option: --${name.slice(0, QUOTED)}${nearest(`--${name}`, names)}; the options are ${names.join(", ")}`,
        );
      }
      options[name] = optionValue(name, allowed[name], attached, rest);
    } else {
      others.push(word);
    }
  }
  return { options, others };
}

function optionValue(name, kind, attached, rest) {
  if (kind === true) {
    if (attached !== undefined) {
      throw new Usage(`--${name} takes no value: got ${quoted(attached)}`);
    }
    return true;
  }
  const value = attached ?? rest.shift();
  if (value === undefined) throw new Usage(`--${name} needs a value: --${name} ${kind}`);
  return value;
}

/** " (did you mean X?)" for the known name that is one or two letters away, if there is one. */
export function nearest(given, known) {
  // Skip long names: comparing them is slow.
  if (given.length > QUOTED || known.length === 0) return "";
  const distances = known.map((name) => [distance(given.toLowerCase(), name), name]);
  const [[least, name]] = distances.sort(([a], [b]) => a - b);
  return least <= 2 ? ` (did you mean ${name}?)` : "";
}

/** The number of letters to change, add or remove: Levenshtein's distance. */
function distance(a, b) {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 0; i < a.length; i += 1) {
    const next = [i + 1];
    for (let j = 0; j < b.length; j += 1) {
      next.push(Math.min(row[j + 1] + 1, next[j] + 1, row[j] + (a[i] === b[j] ? 0 : 1)));
    }
    row = next;
  }
  return row[b.length];
}
