// The model that a name stands for, among the names that people and servers give.

/** The model of each name and alias. */
export const names = $names$;

/** A longer name is none: device profiles have 100 characters at most. */
const LONGEST = 200;

/** The models' names with what may stand between their letters and digits: `ws[ _.-]*523`. */
const patterns = /* @__PURE__ */ Object.keys(names)
  .sort((one, other) => other.length - one.length)
  .map((name) => ({
    model: names[name],
    pattern: new RegExp(
      `(^|[^a-z0-9])${name.match(/[a-z]+|\d+/g).join("[\\s_.-]*")}(?![a-z0-9])`,
      "g",
    ),
  }));

/** See index.d.ts. */
export function findModel(name) {
  if (typeof name !== "string" || name.length > LONGEST) return undefined;
  let rest = name.toLowerCase();
  const found = new Set();
  for (const { model, pattern } of patterns) {
    // Letters that one name has taken are no part of a shorter one.
    const without = rest.replace(pattern, "$1|");
    if (without !== rest) found.add(model);
    rest = without;
  }
  return found.size === 1 ? [...found][0] : undefined;
}
