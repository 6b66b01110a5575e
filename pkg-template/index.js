import { detect, find, fromBase64, fromHex } from "$lib$";

/* $imports$ */

export { fromBase64, fromHex };

export const models = /* @__PURE__ */ Object.freeze($models$);

const names = $names$;

export function codecFor(name) {
  const codecs = { $models_as_names$ };
  return Object.freeze({ ...codecs[find(name, names, models)] });
}

export function detectModels(bytes) {
  return detect(bytes, models);
}
