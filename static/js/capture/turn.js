// One sender across all tabs of the phone: by a Web Lock, or where there is none by a lease on disk.

/** Run `act` if no other tab does so now; says whether it ran. */
export async function inTurn(store, act, locks = globalThis.navigator?.locks) {
  if (!locks) return (await import("../walk/lease.js")).leased(store, act); // before Safari 15.4
  return locks.request("outbox", { ifAvailable: true }, async (lock) => {
    if (lock) await act();
    return Boolean(lock);
  });
}
