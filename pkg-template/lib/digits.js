// The digits of a byte: in decimal, in hex, in hex with two digits.
const digits = (write) => Array.from({ length: 256 }, (_, byte) => write(byte));

export const D = /* @__PURE__ */ digits((byte) => byte.toString());
export const X = /* @__PURE__ */ digits((byte) => byte.toString(16));
export const H = /* @__PURE__ */ digits((byte) => byte.toString(16).padStart(2, "0"));
