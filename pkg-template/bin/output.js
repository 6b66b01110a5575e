// Standard output: written in pieces, no faster than it is read.
import { printable } from "./print.js";

/**
 * Ends the program when nobody reads any more, as in `… | head`: quietly, as the reader has what it wants.
 * Anything else, a full disk for example, is an error.
 */
export function watchOutput(stream) {
  stream.on("error", (error) => {
    if (error.code !== "EPIPE") {
      process.stderr.write(`milesight-codec: standard output: ${printable(error.message)}\n`);
      process.exitCode = 1;
    }
    process.exit();
  });
}

/** Lines on their way out. */
export class Output {
  #stream;
  #text = "";

  constructor(stream = process.stdout) {
    this.#stream = stream;
  }

  /** One line, with its line break. On a terminal, control characters are escaped as JSON escapes them. */
  line(text, end = "\n") {
    const shown = this.#stream.isTTY ? text.split("\n").map(printable).join("\n") : text;
    this.#text += shown + (end || "\n");
  }

  /** A line of our own, which may have colours in it. */
  own(text) {
    this.#text += `${text}\n`;
  }

  /** Writes what there is, and waits until the reader has caught up. */
  async flush() {
    if (this.#text === "") return;
    const text = this.#text;
    this.#text = "";
    if (!this.#stream.write(text)) {
      await new Promise((resolve) => this.#stream.once("drain", resolve));
    }
  }
}
