import { codec } from "$lib$";

export const {
  model,
  decodeUplink,
  encodeDownlink,
  decodeDownlink,
  normalizeUplink,
  explainUplink,
  explainDownlink,
  checkDownlink,
  uplinkSchema,
  downlinkSchema,
  fields,
} = /* @__PURE__ */ codec("$model$");
