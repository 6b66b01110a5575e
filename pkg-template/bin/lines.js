// Text streams as lines.
import { Usage } from "./arguments.js";

/** A longer line is refused, so that the memory needed has a bound. In characters. */
export const LONGEST = 1 << 20;

/** So much of it is kept, to tell what it is. In characters. */
const START = 80;

/**
 * The lines of a stream, in batches as they arrive: `{ number, text }`, or `{ number, start }` with how it
 * begins for a line that is too long.
 */
export async function* lines(stream) {
  // It also drops a byte order mark.
  const decoder = new TextDecoder();
  let rest = "";
  let start;
  let number = 0;
  let begun = false;
  function line(text) {
    number += 1;
    if (start !== undefined || text.length > LONGEST) {
      const beginning = start ?? text.slice(0, START);
      start = undefined;
      return { number, start: beginning };
    }
    return { number, text: text.endsWith("\r") ? text.slice(0, -1) : text };
  }
  for await (const chunk of stream) {
    if (!begun && isUtf16(chunk)) throw new Usage("the input is UTF-16; save it as UTF-8");
    begun = true;
    const parts = (rest + decoder.decode(chunk, { stream: true })).split("\n");
    rest = parts.pop();
    const batch = parts.map(line);
    if (rest.length > LONGEST) {
      start ??= rest.slice(0, START);
      rest = "";
    }
    if (batch.length > 0) yield batch;
  }
  rest += decoder.decode();
  if (rest !== "" || start !== undefined) yield [line(rest)];
}

/** Whether bytes begin as UTF-16, which PowerShell writes: with its mark, or with zeros in between. */
function isUtf16([a, b, c, d]) {
  if ((a === 0xff && b === 0xfe) || (a === 0xfe && b === 0xff)) return true;
  return (a > 0 && b === 0 && c > 0 && d === 0) || (a === 0 && b > 0 && c === 0 && d > 0);
}
