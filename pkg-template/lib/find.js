// A model by its name.

/** The part of a name that a message quotes. */
const MOST_QUOTED = 40;

/**
 * The model that a name in any case stands for, among `names`, aliases included, in lower case.
 * @throws Error if there is none.
 */
export function find(name, names, models) {
  const isName = typeof name === "string" && name.length <= MOST_QUOTED;
  const key = isName ? name.toLowerCase() : "";
  if (Object.keys(names).includes(key)) return names[key];
  let given = `a value of type ${typeof name}`;
  if (typeof name === "string") {
    given = isName ? JSON.stringify(name) : `a text of ${name.length} characters`;
  }
  throw new Error(`unknown model: ${given}; the models are ${models.join(", ")}`);
}
