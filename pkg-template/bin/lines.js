// Text streams as lines.
import { Usage } from "./arguments.js";
import { quoted } from "./print.js";

/** A longer line is refused, so that the memory needed has a bound. In characters. */
export const LONGEST = 1 << 20;

/** So much of it is kept, to tell what it is. In characters. */
const START = 80;

/** The replacement character, for bytes that are not of the encoding. */
const REPLACEMENT = "\ufffd";

const MARK = "\ufeff";

/**
 * The lines of a stream, in batches as they arrive: `{ number, text, end, mark }`, or `{ number, start, end }`
 * with how it begins for a line that is too long. `end` is its line break, `mark` is set on a first line that
 * has a byte order mark before it. Bytes that are not of the encoding end the stream with an error: decoded
 * all the same, they would be lost.
 */
export async function* lines(stream, encoding) {
  const reader = new Reader(encoding);
  for await (const chunk of stream) yield* reader.chunk(chunk);
  yield* reader.end();
}

class Reader {
  #given;
  #decoder;
  #rest = "";
  #start;
  #number = 0;
  #begun = false;

  constructor(encoding) {
    this.#given = encoding;
    this.#decoder = decoderOf(encoding);
  }

  *chunk(bytes) {
    if (!this.#begun && !this.#given && isUtf16(bytes)) {
      throw new Usage(
        "the input is UTF-16; save it as UTF-8, or name its encoding: --encoding utf-16le",
      );
    }
    yield* this.#add(this.#decoded(bytes, true), bytes);
  }

  *end() {
    yield* this.#add(this.#decoded(undefined, false));
    if (this.#rest !== "" || this.#start !== undefined) yield [this.#line(this.#rest, "")];
  }

  /** The text of more bytes; nothing where they are not of the encoding. */
  #decoded(bytes, stream) {
    try {
      return this.#decoder.decode(bytes, { stream });
    } catch {
      return undefined;
    }
  }

  /** The lines that end with more text; without it, those before the bytes that cannot be read. */
  *#add(text, bytes) {
    if (text === undefined) {
      const lossy = new TextDecoder(this.#decoder.encoding).decode(bytes);
      // A character that the chunk before began is broken by this one: nothing of it can be read.
      const at = Math.max(lossy.indexOf(REPLACEMENT), 0);
      yield* this.#add(lossy.slice(0, at));
      throw new Usage(
        `line ${this.#number + 1} is not ${this.#decoder.encoding.toUpperCase()}; save the file as UTF-8, or name its encoding: --encoding windows-1252`,
      );
    }
    const parts = (this.#rest + text).split("\n");
    this.#rest = parts.pop();
    const batch = parts.map((part) => this.#line(part, "\n"));
    if (this.#rest.length > LONGEST) {
      this.#start ??= this.#rest.slice(0, START);
      this.#rest = "";
    }
    if (batch.length > 0) yield batch;
  }

  #line(given, end) {
    this.#number += 1;
    const number = this.#number;
    const mark = !this.#begun && given.startsWith(MARK);
    this.#begun = true;
    const text = mark ? given.slice(1) : given;
    if (this.#start !== undefined || text.length > LONGEST) {
      const start = this.#start ?? text.slice(0, START);
      this.#start = undefined;
      return { number, start, end };
    }
    if (!text.endsWith("\r")) return { number, text, end, mark };
    return { number, text: text.slice(0, -1), end: `\r${end}`, mark };
  }
}

function decoderOf(encoding = "utf-8") {
  try {
    return new TextDecoder(encoding, { fatal: true, ignoreBOM: true });
  } catch {
    throw new Usage(
      `--encoding: got ${quoted(encoding)}; allowed: utf-8, utf-16le, utf-16be, windows-1252 and the other names of the Encoding Standard`,
    );
  }
}

/** Returns true for bytes that begin as UTF-16, which PowerShell writes: with its mark, or zeros in between. */
function isUtf16([a, b, c, d]) {
  if ((a === 0xff && b === 0xfe) || (a === 0xfe && b === 0xff)) return true;
  return (a > 0 && b === 0 && c > 0 && d === 0) || (a === 0 && b > 0 && c === 0 && d > 0);
}
