// From a network server to the codec and back: plain data in, plain data out.

export { toDownlink } from "./downlink.js";
export { findModel } from "./names.js";
export { denseColumns, points } from "./points.js";
export { toBase64, toHex } from "./text.js";
export { parseUplink } from "./uplink.js";
