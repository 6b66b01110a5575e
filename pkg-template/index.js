import { detect, fromBase64, fromHex } from "$lib$";

/* $imports$ */

export { fromBase64, fromHex };

export const models = /* @__PURE__ */ Object.freeze($models$);

export function codecFor(name) {
  const codecs = { $models_as_names$ };
  const names = $names$;
  const known = typeof name === "string" && Object.hasOwn(names, name.toLowerCase());
  if (!known) {
    const given =
      typeof name === "string" ? JSON.stringify(name) : `a value of type ${typeof name}`;
    throw new Error(`unknown model: ${given}; the models are ${models.join(", ")}`);
  }
  return Object.freeze({ ...codecs[names[name.toLowerCase()]] });
}

export function detectModels(bytes) {
  return detect(bytes, models);
}
