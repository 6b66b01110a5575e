// The functions that a formatter may define, as one object; evaluated after it.
({
  decodeUplink: typeof decodeUplink === "function" ? decodeUplink : undefined,
  encodeDownlink: typeof encodeDownlink === "function" ? encodeDownlink : undefined,
  decodeDownlink: typeof decodeDownlink === "function" ? decodeDownlink : undefined,
  normalizeUplink: typeof normalizeUplink === "function" ? normalizeUplink : undefined,
  Decode: typeof Decode === "function" ? Decode : undefined,
  Encode: typeof Encode === "function" ? Encode : undefined,
});
