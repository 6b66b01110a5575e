import { data } from "$folder$/$model$.js";
import { downlink, list, uplink } from "$folder$/$model$.schemas.js";
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
} = /* @__PURE__ */ codec("$model$", "$number$", data);

// Texts, which are read when asked for.
export const uplinkSchema = () => JSON.parse(uplink);
export const downlinkSchema = () => JSON.parse(downlink);
export const fields = () => JSON.parse(list);
