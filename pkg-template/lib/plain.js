// What needs no WebAssembly, for `milesight-codec/js`.
export { find } from "./find.js";
export { fromBase64, fromHex } from "./text.js";
