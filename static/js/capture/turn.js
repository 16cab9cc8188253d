// One sender across all tabs of the phone: by a Web Lock, or where there is none by a lease on disk.

const LEASE_MS = 30_000;

/** Run `act` if no other tab does so now; says whether it ran. */
export async function inTurn(store, act, locks = globalThis.navigator?.locks) {
  if (!locks) return leased(store, act);
  return locks.request("outbox", { ifAvailable: true }, async (lock) => {
    if (lock) await act();
    return Boolean(lock);
  });
}

async function leased(store, act) {
  const mine = { name: "lease", holder: Math.random(), until: Date.now() + LEASE_MS };
  if (!(await take(store, mine))) return false;
  const renewing = setInterval(() => take(store, { ...mine, until: Date.now() + LEASE_MS }), LEASE_MS / 3);
  try {
    await act();
  } finally {
    clearInterval(renewing);
    await store.write(["meta"], (tx) => tx.objectStore("meta").delete("lease"));
  }
  return true;
}

function take(store, mine) {
  return store.write(["meta"], async (tx) => {
    const held = await tx.objectStore("meta").get("lease");
    if (held && held.holder !== mine.holder && held.until > Date.now()) return false;
    await tx.objectStore("meta").put(mine);
    return true;
  });
}
