// JSON values from lines: one a line, as NDJSON has them, or over several, as `jq .` writes them.
import { LONGEST } from "./lines.js";
import { oneLine } from "./rewrite.js";

/** Returns true for a text that begins as an object or a list: no payload and no pair does. */
export const beginsAsJson = (text) => /^\s*[{[]/.test(text);

/**
 * The values, batch by batch: `{ where, text, value, end }`, or `{ where, error }`; a list of objects is those
 * objects, and `end` is the line break behind the value, where it has one. `jsonOf` gives the JSON of a line, "" for one that is to be passed over as blank ones are; a line
 * in which it finds none comes as `{ where, text }`.
 */
export async function* values(batches, jsonOf) {
  const reader = new Reader(jsonOf);
  for await (const batch of batches) {
    yield batch.flatMap(({ number, text, start, end }) =>
      text === undefined
        ? [...reader.end(), tooLong(`line ${number}`, start)]
        : reader.line(text, `line ${number}`, end),
    );
  }
  yield reader.end();
}

/** The values in one text, in the same way. Without anything in it, it is no line to be passed over. */
export function valuesIn(text, where, jsonOf) {
  if (text.trim() === "") return [{ where, text }];
  const reader = new Reader(jsonOf);
  return [...reader.line(text, where), ...reader.end()];
}

class Reader {
  #jsonOf;
  #open;

  constructor(jsonOf = (line) => line) {
    this.#jsonOf = jsonOf;
  }

  /** The values that end in a line, whose line break is `end`. */
  line(text, where, end) {
    const found = this.#open?.takes(text)
      ? this.#add(text, where)
      : [...this.end(), ...this.#begin(text, where)];
    for (const item of found) item.end = end;
    return found;
  }

  /** Reports an unfinished value; the text that follows is read by itself. */
  end() {
    const found = this.#open ? [this.#open.broken()] : [];
    this.#open = undefined;
    return found;
  }

  #begin(text, where) {
    if (text.trim() === "") return [];
    const json = this.#jsonOf(text);
    if (json === undefined) return [{ where, text }];
    if (json === "") return [];
    const item = parsed(json, where);
    if (item.error === undefined ? !isListOfMore(item.value) : !maySpanLines(json)) return [item];
    this.#open = new Unfinished(where);
    return this.#add(json, where);
  }

  #add(text, where) {
    const found = this.#open.add(text, where);
    if (this.#open.done) this.#open = undefined;
    return found;
  }
}

/** Returns true for a list of objects or lists, which is no list of bytes. */
const isListOfMore = (value) =>
  Array.isArray(value) && typeof value[0] === "object" && value[0] !== null;

/** Returns true for a line that may be the first of several. One of a log, as `[info`, is by itself. */
const maySpanLines = (line) => /^\s*(?:\{\s*(?:"|$)|\[\s*(?:[{["]|[\d\s,]*$))/.test(line);

/** The beginning of a line of JSON. A number or word in it ends at the line's end, or at , ] or }. */
const BEGINS =
  /^\s*(?:["{}[\],:]|(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)\s*(?:[,\]}]|$)|$)/;

/** Texts and brackets. A text that the line does not end has no quote in its group. */
const parts = /"[^"\\]*(?:\\.[^"\\]*)*(?:(")|\\?$)|[[\]{}]/gs;

/** A value whose end has not come. A list of objects, or of lists, is taken apart as it comes. */
class Unfinished {
  /** Set when the value has ended. */
  done = false;
  #start;
  #where;
  #text = "";
  #brackets = [];
  /** Its last character so far that is no blank. */
  #last;
  #isList;
  #items = 0;

  constructor(where) {
    this.#start = where;
    this.#where = where;
  }

  /**
   * Returns true for a line that can follow: it is JSON, and begins a value only where one is allowed.
   * Any other line shows that the value was cut short; the rest of the stream is not lost with it.
   */
  takes(line) {
    if (!BEGINS.test(line)) return false;
    // A text may be the name of a member.
    if (!/^\s*[^\s"}\],:]/.test(line)) return true;
    const inList = this.#brackets[this.#brackets.length - 1] === "[";
    return this.#last === ":" || this.#last === "[" || (this.#last === "," && inList);
  }

  /** Adds a line, and gives the values that it ends. */
  add(line, where) {
    const found = [];
    let from = 0;
    for (const { 0: part, 1: quote, index } of line.matchAll(parts)) {
      if (part === "[" || part === "{") {
        from = this.#opens(part, line, from, index);
        if (this.#isList && this.#brackets.length === 2) this.#where = where;
      } else if (part === "]" || part === "}") {
        this.#brackets.pop();
        if (this.#brackets.length === 0) return [...found, ...this.#closes(line.slice(from))];
        if (this.#isList && this.#brackets.length === 1) {
          found.push(this.#item(line.slice(from, index + 1)));
          from = index + 1;
        }
      } else if (quote === undefined) {
        // No text of JSON has a line break in it.
        return [...found, ...this.#closes(line.slice(from))];
      }
    }
    this.#text += `${line.slice(from)}\n`;
    this.#last = line.trimEnd().slice(-1) || this.#last;
    if (this.#text.length <= LONGEST) return found;
    this.done = true;
    return [...found, tooLong(this.#where)];
  }

  /** The value, or the error, if no more text follows. */
  broken() {
    if (this.#isList && withoutComma(this.#text).trim() === "") {
      return { where: this.#start, error: "not JSON: a list begins here and does not end" };
    }
    return parsed(this.#text, this.#where);
  }

  /** A bracket opens. The first within the outermost one tells whether that is a list to take apart. */
  #opens(bracket, line, from, index) {
    let start = from;
    if (this.#brackets.length === 1 && this.#isList === undefined) {
      this.#isList = (this.#text + line.slice(from, index)).trim() === "[";
      if (this.#isList) {
        this.#text = "";
        start = index;
      }
    }
    this.#brackets.push(bracket);
    return start;
  }

  /** The outermost bracket closes: behind the items of a list there is nothing but that. */
  #closes(rest) {
    this.done = true;
    if (!this.#isList) return [parsed(this.#text + rest, this.#where)];
    const left = withoutComma(this.#text + rest).trim();
    if (left === "]") return [];
    return [{ where: this.#where, error: "not JSON: not a list of objects alone" }];
  }

  #item(rest) {
    this.#items += 1;
    const text = withoutComma(this.#text + rest);
    this.#text = "";
    const place = `item ${this.#items}`;
    return parsed(text, this.#where ? `${this.#where}, ${place}` : place);
  }
}

const withoutComma = (text) => text.replace(/^\s*,/, "");

/** A list could be taken apart if it came over several lines. */
function tooLong(where, start = "") {
  const hint = /^\s*\[/.test(start)
    ? "; of a JSON list, jq -c '.[]' makes a line of each item"
    : "";
  return { where, error: `longer than ${LONGEST} characters${hint}` };
}

function parsed(text, where) {
  const trimmed = text.trim();
  const count = trimmed.split("\n").length;
  try {
    const value = JSON.parse(trimmed);
    return { where, text: count > 1 ? oneLine(trimmed) : trimmed, value };
  } catch (error) {
    const several = count > 1 ? `; ${count} lines were read as one` : "";
    return { where, error: `not JSON: ${error.message}${several}` };
  }
}
