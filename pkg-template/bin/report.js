// Standard error: what went wrong, and how far a stream has come.
import { eventIn } from "../events/servers.js";
import { capped, paint, printable } from "./print.js";

/** So many payloads of a stream have their errors printed; the others are counted. */
const TOLD = 20;

/** So much is shown of an object, in characters. */
const SHOWN = 100;

/** The interval of the progress line. In milliseconds. */
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
  #without = 0;
  /** The first without a payload. */
  #first;

  /** `what` is counted, by its plural: `payloads`. */
  constructor(what, streaming, { stderr = process.stderr, stdout = process.stdout } = {}) {
    this.#what = what;
    this.#streaming = streaming;
    this.#stream = stderr;
    // Output on the terminal shows the progress by itself.
    this.#progress = Boolean(streaming && stderr.isTTY && !stdout.isTTY);
  }

  /** One more. Of records, those without a payload are counted besides. */
  done(record) {
    this.#count += 1;
    if (record === undefined || record.input || record.error !== undefined) return;
    this.#without += 1;
    this.#first ??= record;
  }

  /** One payload or command was wrong, for these reasons. */
  fail(where, messages) {
    process.exitCode = 1;
    this.#failures += 1;
    if (this.#failures > TOLD && this.#streaming) return;
    this.#clear();
    for (const message of capped(messages)) {
      this.#say(where ? `${where}: ${message}` : message, "red");
    }
    if (this.#failures === TOLD && this.#streaming) {
      this.#say(`further ${this.#what} with errors are counted, not printed`);
    }
  }

  /** Something that is no error. */
  warn(where, messages) {
    this.#clear();
    for (const message of capped(messages)) {
      this.#say(`${where ? `${where}: ` : ""}warning: ${message}`, "yellow");
    }
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

  /**
   * Prints how many payloads of a stream had errors. Input without any payload is reported too, as the
   * payloads may be in another place; with a `column` that no object has, it is an error.
   */
  end({ column, downlink } = {}) {
    this.#clear();
    if (this.#count === 0) this.#say(`no ${this.#what} in the input`);
    if (this.#without > 0 && this.#without === this.#count) {
      this.#say(this.#none(downlink ? "command" : "payload", column));
      if (this.#first.kind === "json" && column !== undefined) process.exitCode = 1;
    }
    if (this.#streaming && this.#failures > 0) {
      this.#say(`${grouped(this.#failures)} of ${grouped(this.#count)} ${this.#what} had errors`);
    }
  }

  #none(what, column) {
    const { kind, text, object } = this.#first;
    const one = kind === "row" ? "row" : "object";
    const all = this.#count === 1 ? `the ${one}` : `any of the ${grouped(this.#count)} ${one}s`;
    if (kind === "row") {
      return column === undefined
        ? `no ${what} in ${all}; --column NAME says which column has it`
        : `no ${what} at ${column} in ${all}`;
    }
    const shown = text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text;
    const event = object && eventIn(object);
    const said = event?.without ? ` (${event.title}: ${event.without})` : "";
    const begins = `${this.#count === 1 ? "it" : "the first"}${said} begins ${shown}`;
    if (column !== undefined) return `no ${what} at ${column} in ${all}; ${begins}`;
    return `no ${what} in ${all}; --column NAME says which member has it; ${begins}`;
  }

  #say(text, colour) {
    const shown = printable(text);
    const coloured = colour ? paint(this.#stream)[colour](shown) : shown;
    this.#stream.write(`milesight-codec: ${coloured}\n`);
  }

  #clear() {
    if (this.#progress && this.#shown > 0) this.#stream.write("\r\x1b[K");
  }
}
