import { paths, write } from "$folder$/$model$.columns.js";
import { commands, data, decoder, places } from "$folder$/$model$.js";
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
} = /* @__PURE__ */ codec("$model$", "$number$", { data, commands, places, decoder });

export const decodeColumns = (list) =>
  columns(model, "$number$", { data, places }, { paths, write }, list);

// Texts, which are read when asked for.
export const uplinkSchema = () => JSON.parse(uplink);
export const downlinkSchema = () => JSON.parse(downlink);
export const fields = () => JSON.parse(list);
