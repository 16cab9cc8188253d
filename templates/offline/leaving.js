// The worker that takes its leave: the operator has switched offline pages off. It lets go of every
// stored page and file, and never of what people have saved.

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(leave()));

async function leave() {
  for (const name of await caches.keys()) await caches.delete(name);
  await self.registration.unregister();
}
