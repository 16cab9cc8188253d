// What is done in peace, after the page works: hold room, keep the store, compare with the server.

import { holdReserve } from "../capture/room.js";
import { part } from "../capture/page.js";
import * as backup from "./backup.js";
import { compare } from "./receipts.js";
import * as update from "./update.js";
import * as wake from "./wake.js";

const SHORT_BYTES = 100 * 1024 * 1024;

/** Take care of the phone's store and of what an earlier visit left undone. `app` as in settle.js. */
export async function care(app) {
  const { store, outbox, sender, walk } = app;
  store.addEventListener("shut", () => sayShut(app));
  if (store.shut) sayShut(app);
  await remember(app);
  await holdReserve(store);
  await outbox.free();
  await forkEarlier(app);
  askToKeep(app);
  await compare(app);
  sender.addEventListener("idle", () => compare(app));
  await sender.wake();
  await Promise.all([backup.begin(app), update.begin(app), wake.begin(app)]);
  walk.dataset.ready = "yes";
}

/** The walk as the phone knows it without a network; a store that was emptied is told of. */
async function remember({ store, walk, root }) {
  const { walk: id, title, state, closingUntil, logged } = walk.dataset;
  const known = await store.write(["walks"], async (tx) => {
    const before = await tx.objectStore("walks").get(id);
    await tx.objectStore("walks").put({ id, title, state, closing_until: closingUntil || null, path: `${root}/walks/${id}`, seenAt: Date.now() });
    return before;
  });
  part(walk, "emptied").hidden = Boolean(known) || Boolean(store.shut) || !Number(logged);
}

/** Conflicts that came while another walk's page was open. */
async function forkEarlier({ items, sender }) {
  for (const { client_id, status, op } of await sender.letters()) {
    const item = items.get(client_id);
    if (op === "issue.put" && status === 409 && item) await items.fork(item);
  }
}

/** Ask the browser once to keep what is stored, at the first save; a no is a normal answer. */
function askToKeep({ items }) {
  const ask = async () => {
    if (!items.all().some((item) => item.madeAt)) return;
    items.removeEventListener("change", ask);
    if (!(await navigator.storage?.persisted?.())) await navigator.storage?.persist?.();
  };
  items.addEventListener("change", ask);
  ask();
}

/** The phone gives no place to keep things: said with what to do. */
function sayShut({ store, walk, home }) {
  const box = part(walk, "shut");
  for (const words of box.querySelectorAll("[data-why]")) words.hidden = words.dataset.why !== store.shut;
  box.hidden = false;
  home.soon();
}

/** Whether pictures should be made smaller than usual: the phone has little room. */
export async function isShort() {
  const { quota, usage } = (await navigator.storage?.estimate?.().catch(() => null)) || {};
  return Boolean(quota) && quota - usage < SHORT_BYTES;
}
