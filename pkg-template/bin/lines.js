// Text streams as lines.

/** A longer line is refused, so that the memory needed has a bound. In characters. */
export const LONGEST = 1 << 20;

/**
 * The lines of a stream, in batches as they arrive: `{ number, text }`, with `text` undefined for a
 * line that is too long.
 */
export async function* lines(stream) {
  // It also drops a byte order mark.
  const decoder = new TextDecoder();
  let rest = "";
  let tooLong = false;
  let number = 0;
  function line(text) {
    number += 1;
    if (tooLong || text.length > LONGEST) {
      tooLong = false;
      return { number, text: undefined };
    }
    return { number, text: text.endsWith("\r") ? text.slice(0, -1) : text };
  }
  for await (const chunk of stream) {
    const parts = (rest + decoder.decode(chunk, { stream: true })).split("\n");
    rest = parts.pop();
    const batch = parts.map(line);
    if (rest.length > LONGEST) {
      rest = "";
      tooLong = true;
    }
    if (batch.length > 0) yield batch;
  }
  rest += decoder.decode();
  if (rest !== "" || tooLong) yield [line(rest)];
}
