// Keeps the page's files, so that it works without the network. HASHED, FRESH and VERSION are put in when the
// page is built; another version has a cache of its own. The scripts, the style and the compiled codec
// have a hash of their content in their names, so files of two versions never stand for each other.

const fresh = (file) => new Request(file, { cache: "no-cache" });

const PREFIX = "milesight-codec-playground-";
const name = PREFIX + VERSION;

self.addEventListener("install", (event) => {
  event.waitUntil(
    caches
      .open(name)
      // A file with a hash in its name never changes, so the browser's cache may answer. The others are
      // requested again, because the cached ones may be of an older version.
      .then((cache) => cache.addAll([...HASHED, ...FRESH.map(fresh)]))
      .then(() => self.skipWaiting()),
  );
});

self.addEventListener("activate", (event) => {
  event.waitUntil(
    caches
      .keys()
      .then((keys) => keys.filter((key) => key.startsWith(PREFIX) && key !== name))
      // The version before this one may be open still, and load what it has not needed until now.
      .then((old) => Promise.all(old.slice(0, -1).map((key) => caches.delete(key))))
      .then(() => self.clients.claim()),
  );
});

/** The page itself, however it is asked for. */
const isPage = ({ origin, pathname }) =>
  ["", "index.html"].some((end) => self.registration.scope + end === origin + pathname);

self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET" || !request.url.startsWith(self.registration.scope)) return;
  event.respondWith(answer(isPage(new URL(request.url)) ? self.registration.scope : request));
});

async function answer(asked) {
  const own = await caches.open(name);
  const kept = (await own.match(asked, { ignoreSearch: true })) ?? (await older(asked));
  return kept ?? fetch(asked);
}

/** From the cache of the version before this one. */
async function older(asked) {
  const keys = await caches.keys();
  for (const key of keys.filter((each) => each.startsWith(PREFIX) && each !== name)) {
    const kept = await (await caches.open(key)).match(asked, { ignoreSearch: true });
    if (kept) return kept;
  }
  return undefined;
}
