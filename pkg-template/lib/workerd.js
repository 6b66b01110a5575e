// For Cloudflare's workerd, which compiles no bytes at run time: it compiles the imported file.

import { library } from "./codec.js";
import module from "./codec.wasm";

export const { codec, columns, detect, fromHex, fromBase64 } = /* @__PURE__ */ library(
  () => module,
);
