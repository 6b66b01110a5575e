// Injected into the page's script by playground.mjs, which replaces WORKERS. Under
// `require-trusted-types-for 'script'` no text becomes markup or code, and an address becomes a
// worker only by this policy: a file of the page, or a `blob:` that the page itself has made, where
// the page's `worker-src` allows one.
if (globalThis.trustedTypes && typeof document !== "undefined") {
  const absolute = (address) => new URL(address, document.baseURI).href;
  const workers = WORKERS.split(",").map(absolute);
  trustedTypes.createPolicy("default", {
    createScriptURL: (address) => {
      const own = address.startsWith("blob:") || workers.includes(absolute(address));
      return own ? address : undefined;
    },
  });
}
