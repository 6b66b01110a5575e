// For Cloudflare's workerd, which compiles no bytes at run time: it compiles the imported file.

import { library } from "./codec.js";
import module from "./codec.wasm";

export const bytesOf = (base64) => Uint8Array.from(atob(base64), (digit) => digit.charCodeAt(0));

export const { codec, columns, detect } = /* @__PURE__ */ library(() => module);
