// Injected into the page's script by playground.mjs, which replaces ONE_FILE and WORKERS. Under
// `require-trusted-types-for 'script'` no text becomes markup or code, and an address becomes a
// worker only by this policy: a file of the page, or in the one file the page's own script.
if (globalThis.trustedTypes && typeof document !== "undefined") {
  const absolute = (address) => new URL(address, document.baseURI).href;
  const workers = WORKERS.split(",").map(absolute);
  trustedTypes.createPolicy("default", {
    createScriptURL: (address) => {
      const own = ONE_FILE ? address.startsWith("blob:") : workers.includes(absolute(address));
      return own ? address : undefined;
    },
  });
}
