// Keeps the files of Capture, so that it opens without a network, and sends what waits when the network is back.
// SHELL (version, files, shared) stands above: the server writes it. Other pages have a worker of their own.
importScripts(...SHELL.shared);
const CACHE = `capture-${SHELL.version}`;
const PAGE = "/capture/";

async function keepPage() {
  const answer = await fetch(PAGE, { redirect: "manual", cache: "no-store", headers: { "Leadfast-Kept": "1" } });
  if (!answer.ok) throw new Error("Nobody is signed in: there is no page to keep.");
  await (await caches.open(CACHE)).put(PAGE, answer);
}

self.addEventListener("install", (event) => {
  event.waitUntil((async () => {
    const cache = await caches.open(CACHE);
    await cache.addAll(SHELL.files);
    await keepPage();
    await self.skipWaiting();
  })());
});

self.addEventListener("activate", (event) => {
  event.waitUntil((async () => {
    const old = (await caches.keys()).filter((name) => name.startsWith("capture-") && name !== CACHE);
    await Promise.all(old.map((name) => caches.delete(name)));
    await clients.claim();
  })());
});

// The page opens from here at once, and is fetched anew behind it; whoever is signed out still sees what is kept.
async function page() {
  const kept = await (await caches.open(CACHE)).match(PAGE);
  return kept ?? fetch(PAGE);
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin) return;
  if (request.mode === "navigate") {
    if (url.pathname !== PAGE) return;
    event.respondWith(page());
    event.waitUntil(keepPage().catch(() => null));
  } else if (SHELL.files.includes(url.pathname)) {
    event.respondWith(caches.open(CACHE).then(async (cache) => (await cache.match(url.pathname)) ?? fetch(request)));
  }
});

self.addEventListener("message", (event) => {
  if (event.data === "somebody else") event.waitUntil(keepPage().catch(() => null));
});

self.addEventListener("sync", (event) => {
  if (event.tag !== "capture") return;
  event.waitUntil((async () => {
    await leadfast.sending.run({ all: true });
    const left = (await leadfast.store.items()).some((item) => item.state === "waiting");
    // Refusing makes the browser try again by itself.
    if (left) throw new Error("Something still waits.");
  })());
});
