import { find } from "$folder$/find.js";
import { detect } from "$lib$";

/* $imports$ */

export { fromBase64, fromHex } from "$folder$/text.js";

export const models = /* @__PURE__ */ Object.freeze($models$);

const names = $names$;

export function codecFor(name) {
  const codecs = { $members$ };
  return Object.freeze({ ...codecs[find(name, names, models)] });
}

export function detectModels(bytes, among = models) {
  const codecs = { $members$ };
  return detect(bytes, among, (name) => codecs[find(name, names, models)].model);
}
