import { find } from "../lib/find.js";

/* $imports$ */

export { fromBase64, fromHex } from "../lib/text.js";

export const models = /* @__PURE__ */ Object.freeze($models$);

const names = $names$;

export function codecFor(name) {
  const codecs = { $members$ };
  return Object.freeze(Object.assign({}, codecs[find(name, names, models)]));
}
