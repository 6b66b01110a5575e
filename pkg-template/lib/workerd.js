// For Cloudflare's workerd, which compiles no bytes at run time: it compiles the imported file.

import { library } from "./codec.js";
import module from "./codec.wasm";

export { find } from "./find.js";
export { fromBase64, fromHex } from "./text.js";

export const { codec, columns, detect } = /* @__PURE__ */ library(() => module);
