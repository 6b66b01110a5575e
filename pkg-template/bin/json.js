// JSON values from a stream: one a line, or written over several lines.
import { LONGEST, lines } from "./lines.js";

/** The values, batch by batch: `{ where, data }`, or `{ where, error }`. */
export async function* values(stream) {
  let open;
  for await (const batch of lines(stream)) {
    const found = [];
    for (const { number, text } of batch) {
      if (text === undefined) {
        found.push({ where: `line ${number}`, error: `longer than ${LONGEST} characters` });
        open = undefined;
        continue;
      }
      if (!open && text.trim() === "") continue;
      open ??= { number, text: "", depth: 0 };
      open.text += `${text}\n`;
      open.depth += depthOf(text);
      if (open.depth > 0 && open.text.length <= LONGEST) continue;
      found.push(parsed(open));
      open = undefined;
    }
    yield found;
  }
  if (open) yield [parsed(open)];
}

/** How many more brackets a line opens than it closes. A text of JSON has no line break in it. */
function depthOf(line) {
  const brackets = line.replace(/"(\\.|[^"\\])*"?/g, "");
  const count = (pattern) => brackets.match(pattern)?.length ?? 0;
  return count(/[[{]/g) - count(/[\]}]/g);
}

function parsed({ number, text }) {
  const where = `line ${number}`;
  try {
    return { where, data: JSON.parse(text) };
  } catch (error) {
    return { where, error: `not JSON: ${error.message}` };
  }
}
