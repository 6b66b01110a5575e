import * as made from "$folder$/$model$.columns.js";
import * as rows from "$folder$/$model$.js";
import { downlink, list, uplink } from "$folder$/$model$.schemas.js";
import { codec, columns } from "$lib$";

export const {
  model,
  decodeUplink,
  decodeUplinks,
  encodeDownlink,
  decodeDownlink,
  normalizeUplink,
  explainUplink,
  explainDownlink,
  checkDownlink,
} = /* @__PURE__ */ codec("$model$", "$number$", rows);

export const decodeColumns = (list) => columns(model, "$number$", rows, made, list);

// Texts, which are read when asked for.
export const uplinkSchema = () => JSON.parse(uplink);
export const downlinkSchema = () => JSON.parse(downlink);
export const fields = () => JSON.parse(list);
