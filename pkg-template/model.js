import { paths, write } from "$folder$/$model$.columns.js";
import { data, decoder } from "$folder$/$model$.js";
import { downlink, list, uplink } from "$folder$/$model$.schemas.js";
import { bytesOf, codec, columns } from "$lib$";

export const model = "$model$";

const made = /* @__PURE__ */ codec("$model$", () => bytesOf("$program$"), {
  data,
  decoder,
});

// Each by a call that a bundler may leave out: it keeps what reads a property.
const member = (name) => made[name];

export const decodeUplink = /* @__PURE__ */ member("decodeUplink");
export const decodeUplinks = /* @__PURE__ */ member("decodeUplinks");
export const encodeDownlink = /* @__PURE__ */ member("encodeDownlink");
export const encodeDownlinks = /* @__PURE__ */ member("encodeDownlinks");
export const decodeDownlink = /* @__PURE__ */ member("decodeDownlink");
export const normalizeUplink = /* @__PURE__ */ member("normalizeUplink");
export const explainUplink = /* @__PURE__ */ member("explainUplink");
export const explainDownlink = /* @__PURE__ */ member("explainDownlink");
export const checkDownlink = /* @__PURE__ */ member("checkDownlink");

export const decodeColumns = (list) => columns(model, made, { data }, { paths, write }, list);

// Texts, which are parsed on demand.
export const uplinkSchema = () => JSON.parse(uplink);
export const downlinkSchema = () => JSON.parse(downlink);
export const fields = () => JSON.parse(list);
