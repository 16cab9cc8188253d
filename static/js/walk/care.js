// What is done in peace, after the page works: hold room, keep the store, compare with the server.

import { holdReserve } from "../capture/room.js";
import { part } from "../capture/page.js";
import * as update from "./update.js";

const [SHORT_BYTES, LEAST_BYTES] = [100 * 1024 * 1024, 20 * 1024 * 1024];
const SHORT_PX = 1100; // the longest side of pictures while the phone has little room
const ASKED = "asked to keep";

/** Take care of the phone's store and of what an earlier visit left undone. `app` as in settle.js. */
export async function care(app) {
  const { store, outbox, sender, walk } = app;
  store.addEventListener("shut", () => sayShut(app));
  if (store.shut) sayShut(app);
  if (!("serviceWorker" in navigator)) sayElsewhere(app);
  await remember(app).catch(() => store.forget("refused"));
  await holdReserve(store);
  await outbox.free();
  await spareRoom(app);
  await forkEarlier(app);
  askToKeep(app);
  await sender.wake();
  await update.begin(app); // from here on files come from the phone itself, where there is a worker
  app.panel?.addPlace();
  const later = [() => import("./about.js"), () => import("./backup.js"), () => import("./history.js"), () => import("./install.js"), () => import("./receipts.js"), () => import("./wake.js")];
  await Promise.all(later.map(async (load) => (await app.fetched(load)).begin(app)));
  if (app.panel) {
    const { Nearby } = await app.fetched(() => import("./nearby.js"));
    app.panel.nearby = new Nearby(app);
    await app.panel.nearby.load();
  }
  walk.dataset.ready = "yes";
}

/** The walk as the phone knows it without a network; a store that was emptied is told of. */
async function remember({ store, walk, root }) {
  const { walk: id, title, state, closingUntil, logged } = walk.dataset;
  const known = await store.write(["walks"], async (tx) => {
    const before = await tx.objectStore("walks").get(id);
    await tx.objectStore("walks").put({ ...before, id, title, state, closing_until: closingUntil || null, path: `${root}/walks/${id}`, seenAt: Date.now() });
    return before;
  });
  const emptied = part(walk, "emptied");
  emptied.hidden = Boolean(known) || Boolean(store.shut) || !Number(logged);
  const where = matchMedia("(display-mode: standalone)").matches ? "app" : "tab";
  for (const words of emptied.querySelectorAll("[data-where]")) words.hidden = words.dataset.where !== where;
}

/** Conflicts that came while another walk's page was open. */
async function forkEarlier({ items, sender }) {
  for (const { client_id, status, op } of await sender.letters()) {
    const item = items.get(client_id);
    if (op === "issue.put" && status === 409 && item) await items.fork(item);
  }
}

/** Ask the browser to keep what is stored: once, at the first save; a no is a normal answer. */
function askToKeep({ items, store }) {
  const ask = async () => {
    if (!items.all().some((item) => item.madeAt)) return;
    items.removeEventListener("change", ask);
    if (await isFirst(store)) await navigator.storage?.persist?.();
  };
  items.addEventListener("change", ask);
  ask();
}

function isFirst(store) {
  return store.write(["meta"], async (tx) => {
    const before = await tx.objectStore("meta").get(ASKED);
    if (!before) await tx.objectStore("meta").put({ name: ASKED });
    return !before;
  });
}

/** The phone gives no place to keep things: said with what to do. */
function sayShut(app) {
  const { store, walk, home } = app;
  const box = part(walk, "shut");
  for (const words of box.querySelectorAll("[data-why]")) words.hidden = words.dataset.why !== store.shut;
  box.hidden = false;
  if (store.shut === "refused") sayElsewhere(app);
  home.soon();
}

async function sayElsewhere(app) {
  const { show } = await app.fetched(() => import("./elsewhere.js"));
  show(app);
}

/** With little room pictures are made smaller; with almost none they stay out, and words go on. */
async function spareRoom({ items, outbox }) {
  if ((await room()) < LEAST_BYTES) await outbox.free(true);
  const left = await room();
  if (left < SHORT_BYTES) items.pictures.longest = SHORT_PX;
  items.pictures.none = left < LEAST_BYTES;
}

async function room() {
  const { quota, usage } = (await navigator.storage?.estimate?.().catch(() => null)) || {};
  return quota ? quota - usage : Number.POSITIVE_INFINITY;
}
