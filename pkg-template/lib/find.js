// A model by its name.

/**
 * The model that a name in any case stands for, among `names`, aliases included, in lower case.
 * @throws Error if there is none.
 */
export function find(name, names, models) {
  const key = typeof name === "string" ? name.toLowerCase() : "";
  if (Object.hasOwn(names, key)) return names[key];
  const given = typeof name === "string" ? JSON.stringify(name) : `a value of type ${typeof name}`;
  throw new Error(`unknown model: ${given}; the models are ${models.join(", ")}`);
}
