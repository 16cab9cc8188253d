// Room in the phone: a reserve that is given up when the phone is full, so that words always fit.

const RESERVE_BYTES = 256 * 1024;
const NAME = "reserve";

/** Hold the reserve; without it there is no room to hold. */
export function holdReserve(store) {
  return store
    .write(["meta"], async (tx) => {
      const meta = tx.objectStore("meta");
      if (!(await meta.get(NAME))) await meta.put({ name: NAME, bytes: new ArrayBuffer(RESERVE_BYTES) });
    })
    .catch(() => {});
}

/** Give the reserve up. */
export function makeRoom(store) {
  return store.write(["meta"], (tx) => tx.objectStore("meta").delete(NAME));
}

/** Write, with the room of the reserve if need be; says why it could not be written: "", "full" or "lost". */
export async function writtenOrWhy(store, write) {
  try {
    await write().catch(() => makeRoom(store).then(write));
    return "";
  } catch (error) {
    return error.name === "QuotaExceededError" ? "full" : "lost";
  }
}
