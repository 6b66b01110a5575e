export { codecFor, detectModels, fromBase64, fromHex } from "$lib$";

export const models = /* @__PURE__ */ Object.freeze($models$);
