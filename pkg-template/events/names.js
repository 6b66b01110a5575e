// The model that a name stands for, among the names that people and servers give.

/** The model of each name and alias. */
export const names = $names$;

/** A longer name is none: device profiles have 100 characters at most. */
const LONGEST = 200;

/** The vendor's names of other devices that begin with a name of ours. */
const others = ["em300-di-hall"];

/** The ending of a device's second edition, which has a protocol of its own: EM320-TH-V2. */
const EDITION = "([\\s_.(-]*v[2-9](?![a-z0-9]))?";

/** The names with what may stand between their letters and digits: `ws[ _.-]*523`. */
const patterns = /* @__PURE__ */ [...Object.keys(names), ...others]
  .sort((one, other) => other.length - one.length)
  .map((name) => ({
    model: names[name],
    pattern: new RegExp(
      `(^|[^a-z0-9])${name.match(/[a-z]+|\d+/g).join("[\\s_.-]*")}(?![a-z0-9])${EDITION}`,
      "g",
    ),
  }));

/** The models that a text names; undefined among them stands for other devices. */
function modelsIn(name) {
  const found = new Set();
  if (typeof name !== "string" || name.length > LONGEST) return found;
  let rest = name.toLowerCase();
  for (const { model, pattern } of patterns) {
    // Letters that one name has taken are no part of a shorter one.
    rest = rest.replace(pattern, (_, before, edition) => {
      found.add(edition === undefined ? model : undefined);
      return `${before}|`;
    });
  }
  return found;
}

/** See index.d.ts. */
export function findModel(name) {
  const found = modelsIn(name);
  return found.size === 1 ? [...found][0] : undefined;
}

/** Returns true for a text that names a device without a model here. */
export const namesOther = (name) => modelsIn(name).has(undefined);
