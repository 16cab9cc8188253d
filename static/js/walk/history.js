// What the server has of a walk leaves the phone a week after the walk was closed. What only the phone
// has stays, however old it is.

const DAY_MS = 24 * 3600 * 1000;
const KEPT_MS = 7 * DAY_MS;
const GRACE_MS = 2 * DAY_MS;

export function begin({ store }) {
  return forgetOld(store, Date.now());
}

/** Forget the received issues of walks that were closed a week ago. */
export function forgetOld(store, now) {
  return store.write(["walks", "outbox", "issues", "photos"], async (tx) => {
    const all = (name) => tx.objectStore(name).getAll();
    const old = (await all("walks")).filter((walk) => closedAt(walk) + KEPT_MS < now).map(({ id }) => id);
    const waiting = new Set((await all("outbox")).map(({ client_id }) => client_id));
    for (const row of await all("issues")) {
      if (!old.includes(row.walk_id) || waiting.has(row.client_id) || !isSettled(row)) continue;
      for (const { photo_id } of row.photos) await tx.objectStore("photos").delete(photo_id);
      await tx.objectStore("issues").delete(row.client_id);
    }
  });
}

/** A phone that was not there when the walk was closed has only the day it last saw it to go by. */
function closedAt({ state, closing_until, seenAt }) {
  if (closing_until) return Date.parse(closing_until);
  return state === "planned" ? Number.POSITIVE_INFINITY : seenAt + GRACE_MS;
}

function isSettled({ removed, receipt, photos }) {
  return removed || (Boolean(receipt) && photos.every((photo) => photo.receivedAt));
}
