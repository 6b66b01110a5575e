// Standard output: written in pieces, no faster than it is read.

/** Ends the program quietly when nobody reads any more, as in `… | head`. */
export function watchOutput(stream) {
  stream.on("error", (error) => {
    if (error.code !== "EPIPE") {
      process.stderr.write(`milesight-codec: standard output: ${error.message}\n`);
      process.exitCode = 1;
    }
    process.exit();
  });
}

/** Lines on their way out. */
export class Output {
  #stream;
  #lines = [];

  constructor(stream = process.stdout) {
    this.#stream = stream;
  }

  line(text) {
    this.#lines.push(text);
  }

  /** Writes what there is, and waits until the reader has caught up. */
  async flush() {
    if (this.#lines.length === 0) return;
    const text = `${this.#lines.join("\n")}\n`;
    this.#lines = [];
    if (!this.#stream.write(text)) {
      await new Promise((resolve) => this.#stream.once("drain", resolve));
    }
  }
}
