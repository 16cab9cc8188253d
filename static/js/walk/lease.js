// A lease on disk in place of a Web Lock, for phones that have none.

const LEASE_MS = 30_000;

/** Run `act` while holding the lease; says whether it was free. */
export async function leased(store, act) {
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
