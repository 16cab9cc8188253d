// The service worker: answers GET alone, for files of exactly one version, the walker's own pages
// and pictures. What is sent, and every answer in JSON, goes past it untouched.

const { version, root, files, shell, crew, notice } = {{ config }};
const FILES = `files-${version}`;
const CREW = `files-${version}-crew`;
const [PAGES, PICTURES] = ["pages", "pictures"];
const WALK = /^\/walks\/[0-9a-f-]{36}$/;
const PICTURE = /^\/photos\/[0-9a-f-]{36}\/480\.jpg$/;
const STARTS = ["/", "/app", "/join"];
const PATIENCE_MS = 3000;
const MOST_PICTURES = 300;

self.addEventListener("install", (event) => event.waitUntil(fill()));
self.addEventListener("activate", (event) => event.waitUntil(tidy().then(() => self.clients.claim())));
self.addEventListener("message", (event) => {
  if (event.data === "take over") self.skipWaiting();
  if (event.data === "fill") event.waitUntil(fillAgain());
  if (event.data?.keep === "round") event.waitUntil(keepRound(event));
});
// A bonus where there is such a thing: the page does the sending, this only wakes it.
self.addEventListener("sync", (event) => event.waitUntil(wakePages()));
self.addEventListener("push", (event) => event.data && event.waitUntil(show(event.data.json())));
self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(openPage(event.notification.data));
});
self.addEventListener("fetch", (event) => {
  const answer = event.request.method === "GET" && answerFor(event);
  if (answer) event.respondWith(answer);
});

function answerFor(event) {
  const { request } = event;
  const url = new URL(request.url);
  if (url.origin !== self.location.origin || request.headers.has("range")) return null;
  const path = url.pathname.slice(root.length);
  if (path.startsWith("/static/") || files.includes(url.pathname)) return request.mode === "navigate" ? null : fromFiles(request);
  if (PICTURE.test(path)) return picture(request);
  if (ROUND_PICTURE.test(path)) return roundPicture(request);
  if (request.mode !== "navigate") return null;
  if (WALK.test(path)) return page(event, PAGES);
  if (path === ROUND_PAGE && !url.search.includes("order=")) return roundPage(event);
  return STARTS.includes(path) ? fetch(request).catch(() => fromFiles(shell)) : null;
}

async function wakePages() {
  for (const page of await self.clients.matchAll()) page.postMessage("wake");
}

/** All files or none: one that is missing fails the install, and the worker before goes on. */
async function fill() {
  const cache = await caches.open(FILES);
  try {
    await cache.addAll(files);
  } catch (error) {
    await caches.delete(FILES);
    throw error;
  }
}

/** The browser may have thrown stored files away and kept the worker. */
async function fillAgain() {
  const cache = await caches.open(FILES);
  if ((await cache.keys()).length < files.length) await cache.addAll(files).catch(() => {});
}

/** The version before stays for tabs that were opened with it. */
async function tidy() {
  const ours = (name) => name.startsWith(FILES);
  const kept = (await caches.keys()).filter((name) => name.startsWith("files-") && !ours(name));
  const last = kept.at(-1)?.replace("-crew", "");
  await Promise.all(kept.filter((name) => !name.startsWith(last)).map((name) => caches.delete(name)));
}

async function fromFiles(request) {
  return (await caches.match(request, { ignoreVary: true })) || fetch(request);
}

async function picture(request) {
  const cache = await caches.open(PICTURES);
  const kept = await cache.match(request, { ignoreVary: true });
  if (kept) return kept;
  const fresh = await fetch(request);
  const good = fresh.ok && isOurs(fresh);
  const names = good ? await cache.keys() : [];
  if (names.length >= MOST_PICTURES) await cache.delete(names[0]);
  if (good) await cache.put(request, fresh.clone()).catch(() => {}); // a full phone goes without
  return fresh;
}

/**
 * The network has three seconds; then the page as it was the last time. That also stands for a fault,
 * a walk that is gone and a phone that is sent to join again: what it still holds is read there alone.
 */
async function page(event, name, wanted = (first) => first.ok && isOurs(first)) {
  const cache = await caches.open(name);
  const key = new URL(event.request.url).pathname;
  const kept = await cache.match(key, { ignoreVary: true });
  const coming = fetch(event.request).then(async (fresh) => {
    if (fresh.ok && isOurs(fresh)) await cache.put(key, fresh.clone()).catch(() => {});
    return fresh;
  });
  if (!kept) return coming.catch(() => fromFiles(shell));
  event.waitUntil(coming.catch(() => {}));
  const late = new Promise((resolve) => setTimeout(resolve, PATIENCE_MS, kept));
  const first = await Promise.race([coming.catch(() => kept), late]);
  return (await wanted(first)) ? first : kept;
}

{% include "offline/_round.js" %}

{% include "offline/_push.js" %}

/** A café's sign-in page also comes as an answer, and must not take the place of what is kept. */
function isOurs(answer) {
  return answer.headers.has("X-Walkapp");
}
