// Standard error: what went wrong, and how far a stream has come.

/** So many payloads of a stream have their errors told; the others are counted. */
const TOLD = 20;

/** How often the progress line is written, in milliseconds. */
const INTERVAL = 200;

const grouped = (number) => number.toLocaleString("en");

/** Counts what was done. A failure makes the exit code 1. */
export class Report {
  #what;
  #streaming;
  #stream;
  #progress;
  #start = Date.now();
  #shown = 0;
  #count = 0;
  #failures = 0;

  /** `what` is counted, by its plural: `payloads`. */
  constructor(what, streaming, { stderr = process.stderr, stdout = process.stdout } = {}) {
    this.#what = what;
    this.#streaming = streaming;
    this.#stream = stderr;
    // Where the output itself is on the terminal, it shows the progress.
    this.#progress = Boolean(streaming && stderr.isTTY && !stdout.isTTY);
  }

  done() {
    this.#count += 1;
  }

  /** One payload or command was wrong, for these reasons. */
  fail(where, messages) {
    process.exitCode = 1;
    this.#failures += 1;
    if (this.#failures > TOLD && this.#streaming) return;
    this.#clear();
    for (const message of messages) this.#say(where ? `${where}: ${message}` : message);
    if (this.#failures === TOLD && this.#streaming) {
      this.#say(`from here on, ${this.#what} with errors are counted, not told`);
    }
  }

  /** Something that is no error. */
  warn(where, messages) {
    this.#clear();
    for (const message of messages) this.#say(`${where ? `${where}: ` : ""}warning: ${message}`);
  }

  /** Shows how far it is, if somebody looks and some time has passed. */
  progress() {
    if (!this.#progress || Date.now() - this.#shown < INTERVAL) return;
    this.#shown = Date.now();
    const seconds = Math.max(this.#shown - this.#start, 1) / 1000;
    const errors = this.#failures > 0 ? `, ${grouped(this.#failures)} with errors` : "";
    const rate = grouped(Math.round(this.#count / seconds));
    this.#stream.write(`\r\x1b[K${grouped(this.#count)} ${this.#what}${errors}, ${rate} a second`);
  }

  /** Says how many went wrong, where the messages do not tell by themselves. */
  end() {
    this.#clear();
    if (this.#streaming && this.#failures > 0) {
      this.#say(`${grouped(this.#failures)} of ${grouped(this.#count)} ${this.#what} had errors`);
    }
  }

  #say(text) {
    this.#stream.write(`milesight-codec: ${text}\n`);
  }

  #clear() {
    if (this.#progress && this.#shown > 0) this.#stream.write("\r\x1b[K");
  }
}
