// The phone's outbox on a page of fixes: opened, sent from, and told when the network is back.

import { post } from "../capture/api.js";
import { Keeper } from "../capture/keeper.js";
import { Outbox } from "../capture/outbox.js";
import { Sender } from "../capture/send.js";
import { shrink } from "../capture/shrink.js";
import { Store } from "../capture/store.js";
import { inTurn } from "../capture/turn.js";

/** {store, outbox, sender}, or null where nothing can be kept: then forms send as they always did. */
export async function opened(root) {
  if (!window.isSecureContext || !crypto.subtle || !globalThis.indexedDB) return null;
  const store = new Store();
  await store.read(["meta"], (tx) => tx.objectStore("meta").count());
  if (store.shut) return null;
  const outbox = new Outbox(store);
  const keeper = new Keeper({ store, outbox, root });
  const smaller = async (letter) => (await import("../walk/smaller.js")).smaller({ keeper, outbox, get: () => null }, shrink, letter);
  const sender = new Sender({ outbox, post, smaller, turn: (act) => inTurn(store, act) });
  return { store, outbox, sender };
}

/** Call `draw`, never twice at once, whenever letters or their sending change; and send when there is a chance. */
export function whenever({ sender, outbox }, draw) {
  let drawing = Promise.resolve();
  const soon = () => {
    drawing = drawing.then(draw);
    return drawing;
  };
  for (const source of [sender, outbox]) source.addEventListener("change", soon);
  const wake = () => sender.wake();
  addEventListener("online", wake);
  addEventListener("pageshow", wake);
  document.addEventListener("visibilitychange", () => document.hidden || wake());
  return soon;
}
