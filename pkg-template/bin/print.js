// Text on its way to a person: nothing in it moves the cursor, and nothing takes a screen.

/** So much is quoted of a name or a value. In characters. */
export const QUOTED = 40;

/** So many errors of one payload are printed. */
const MOST = 50;

/**
 * Control characters, C1 and line separators among them, which a terminal obeys; and those that turn
 * the direction of text around (Trojan Source, CVE-2021-42574). A tab is neither.
 */
const CONTROLS =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  /[\0-\x08\n-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g;

/** One line of text without controls: they are written as JSON writes them, `\u001b`. */
export function printable(text) {
  return text.replace(
    CONTROLS,
    (control) => `\\u${control.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

/** A text of the user's in a message: in quotes, its beginning where it is long. */
export function quoted(text) {
  return JSON.stringify(text.length > QUOTED ? `${text.slice(0, QUOTED)}…` : text);
}

/** The first messages of a list, and how many more there are. */
export function capped(messages) {
  // One more takes no more room than the count; of a command the codec itself counts the rest so.
  if (messages.length <= MOST + 1) return messages;
  return [...messages.slice(0, MOST), `and ${messages.length - MOST} more`];
}

const codes = { bold: [1, 22], red: [31, 39], yellow: [33, 39] };

/**
 * Functions that colour text for a stream: only for a terminal that shows colours, and not where the
 * variable NO_COLOR is set (no-color.org).
 */
export function paint({ isTTY }, { NO_COLOR, TERM } = process.env) {
  const shows = isTTY && !NO_COLOR && TERM !== "dumb";
  const style =
    ([on, off]) =>
    (text) =>
      shows ? `\x1b[${on}m${text}\x1b[${off}m` : text;
  return Object.fromEntries(Object.entries(codes).map(([name, code]) => [name, style(code)]));
}
