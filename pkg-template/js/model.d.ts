export type { $Model$DecodedDownlink, $Model$Downlink, $Model$Uplink } from "../$model$.js";
// The same functions, in plain JavaScript.
export {
  decodeDownlink,
  decodeUplink,
  encodeDownlink,
  model,
  normalizeUplink,
} from "../$model$.js";
export type * from "../types.js";
