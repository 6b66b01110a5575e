// JSON as text: changed where it must be, and not written anew, so that numbers that JavaScript has no
// room for (12345678901234567890), and spellings (1.0), stay what they are.

/** Deeper levels stand no further to the right: hostile nesting must not fill the memory with blanks. */
const DEEPEST = 10;

/** JSON without the blanks between its parts, and so without line breaks. */
export function oneLine(text) {
  return text.replace(/"[^"\\]*(?:\\.[^"\\]*)*"|\s+/gs, (part) => (part[0] === '"' ? part : ""));
}

/** The text of an object, with a member behind those that it has. It must not have one of that name. */
export function withMember(text, name, value) {
  const before = text.slice(0, text.lastIndexOf("}")).trimEnd();
  const comma = before === "{" ? "" : ",";
  return `${before}${comma}${JSON.stringify(name)}:${JSON.stringify(value)}}`;
}

/** The text of an object, with another value for a member that it has: of several the last, which counts. */
export function withValue(text, name, value) {
  let depth = 0;
  let before;
  let from;
  let to;
  for (const { 0: part, index } of text.matchAll(/"[^"\\]*(?:\\.[^"\\]*)*"|[{}[\],:]/gs)) {
    if (part === "{" || part === "[") depth += 1;
    if (part === "}" || part === "]") depth -= 1;
    if (depth === 1 && part === ":" && JSON.parse(before) === name) {
      from = index + 1;
      to = undefined;
    } else if (depth === 0 || (depth === 1 && part === ",")) {
      to ??= from && index;
    }
    before = part;
  }
  return text.slice(0, from) + JSON.stringify(value) + text.slice(to);
}

/** JSON as `JSON.stringify(value, null, 2)` lays it out, but for what is nested deeper than that. */
export function indented(text) {
  let depth = 0;
  const line = () => `\n${"  ".repeat(Math.min(depth, DEEPEST))}`;
  const parts = /"[^"\\]*(?:\\.[^"\\]*)*"|\{\}|\[\]|[{}[\],:]/gs;
  return oneLine(text).replace(parts, (part) => {
    if (part === ":") return ": ";
    if (part === ",") return `,${line()}`;
    if (part === "{" || part === "[") {
      depth += 1;
      return part + line();
    }
    if (part === "}" || part === "]") {
      depth -= 1;
      return line() + part;
    }
    return part;
  });
}
