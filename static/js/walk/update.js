// The service worker: registered in peace, and changed for a newer one at the start of a visit or
// by a tap, never while something is being written.

import { part } from "../capture/page.js";

const HOUR_MS = 3600 * 1000;

/** Register the worker and watch for newer ones. Without one the page works, but needs a network to open. */
export async function begin(app) {
  if (!navigator.serviceWorker) return;
  const atStart = Date.now();
  const asked = { tap: false };
  navigator.serviceWorker.addEventListener("controllerchange", () => asked.tap && location.reload());
  part(app.walk, "update-now").addEventListener("click", () => {
    asked.tap = true;
    changeOver(app.registration);
  });
  try {
    app.registration = await navigator.serviceWorker.register(`${app.root}/sw.js`, { scope: `${app.root}/` });
  } catch {
    return; // a half install, or storage that is shut: the older one goes on
  }
  if (!app.registration) return; // switched off in this browser
  watch(app, atStart);
  listen(app);
  const { active } = await navigator.serviceWorker.ready;
  active.postMessage("fill");
  const { keepCopy } = await app.fetched(() => import("./copy.js")); // by now from the phone itself
  await keepCopy();
  setInterval(() => app.registration.update().catch(() => {}), HOUR_MS);
}

function watch(app, atStart) {
  const { registration } = app;
  const waits = async () => {
    if (!registration.waiting || !navigator.serviceWorker.controller) return;
    if (Date.now() - atStart < 5_000 && (await isIdle(app))) changeOver(registration);
    else part(app.walk, "update").hidden = false;
  };
  registration.addEventListener("updatefound", () => {
    const coming = registration.installing;
    coming?.addEventListener("statechange", () => coming.state === "installed" && waits());
  });
  waits();
}

/** Where the browser has background sync, it wakes the sender when the network is back. */
function listen({ registration, sender }) {
  navigator.serviceWorker.addEventListener("message", ({ data }) => data === "wake" && sender.wake());
  sender.addEventListener("change", () => sender.waiting && registration.sync?.register("outbox").catch(() => {}));
}

/** Nothing is being written and nothing waits to leave. */
async function isIdle({ box, items, sender }) {
  const waiting = await sender.letters();
  const busy = items.all().some((item) => item.saving);
  return (!box || box.hidden) && !busy && !waiting.length;
}

function changeOver(registration) {
  registration?.waiting?.postMessage("take over");
}
