// What the phone keeps until the server has it. A write is done when it is on disk; bytes are kept
// as ArrayBuffer, never as Blob, and read by their key alone (WebKit has lost both of the others).

const NAME = "walk";
const VERSION = 1;
const OPEN_LIMIT_MS = 5_000;
const TRIES = 3;

/** Every store with the key its rows are known by; those without count up by themselves. */
export const STORES = {
  issues: "client_id",
  photos: "photo_id",
  outbox: "op_id",
  walks: "id",
  meta: "name",
  quarantine: null,
  log: null,
};

/**
 * The phone's database. Events: "shut" when it cannot be used: from then on rows live in memory,
 * while the page is open. `shut` says why: "", "refused", "hangs", "newer" or "lost".
 */
export class Store extends EventTarget {
  #opening = null;
  #memory = null;
  #lost = false;
  shut = "";

  /** Read rows of some stores in one transaction: read(["issues"], (tx) => tx.objectStore("issues").getAll()). */
  read(names, act) {
    return this.#run(names, "readonly", act);
  }

  /** Write rows of some stores, all or none; resolves when they are on disk. Raises QuotaExceededError. */
  write(names, act) {
    return this.#run(names, "readwrite", act);
  }

  /** Give up the disk and go on in memory. */
  forget(why) {
    if (this.shut) return;
    this.shut = why;
    this.#memory = import("../walk/memory.js").then(({ Memory }) => new Memory(STORES));
    this.dispatchEvent(new Event("shut"));
  }

  async #run(names, mode, act) {
    for (let tries = 1; ; tries += 1) {
      if (this.#memory) return (await this.#memory).run(names, act);
      try {
        this.#lost = false;
        return await carryOut(await this.#connection(), names, mode, act);
      } catch (error) {
        if (error instanceof Shut) this.forget(error.message);
        else if (!this.#lost && !isLost(error)) throw error;
        else if (tries >= TRIES) this.forget("lost");
        this.#opening = null;
      }
    }
  }

  #connection() {
    this.#opening ??= open(() => {
      this.#opening = null;
      this.#lost = true;
    });
    return this.#opening;
  }
}

/** The database cannot be opened; the message is one of Store's words. */
class Shut extends Error {}

function open(onClose) {
  const opening = asked(onClose);
  const late = new Promise((_, reject) => {
    setTimeout(() => reject(new Shut("hangs")), OPEN_LIMIT_MS);
  });
  const opened = opening.catch((error) => {
    throw new Shut(error.name === "VersionError" ? "newer" : "refused");
  });
  return Promise.race([opened, late]);
}

/** Async, for where storage is shut off the asking itself throws. */
async function asked(onClose) {
  return globalThis.idb.openDB(NAME, VERSION, {
    upgrade: (db, from) => upgrade(db, from),
    // A newer page waits for this one to let go; what it does next opens the newer database.
    blocking: (_current, _wanted, event) => {
      event.target.close();
      onClose();
    },
    terminated: onClose, // iOS closes it under a living page
  });
}

/** Steps from each earlier version: they add, and never take away. */
function upgrade(db, from) {
  if (from < 1) {
    for (const [name, keyPath] of Object.entries(STORES)) {
      db.createObjectStore(name, keyPath ? { keyPath } : { autoIncrement: true });
    }
  }
}

async function carryOut(db, names, mode, act) {
  const tx = db.transaction(names, mode, { durability: "strict" });
  const over = tx.done.then(() => null, (error) => error);
  try {
    const value = await act(tx);
    const error = await over;
    if (error) throw error;
    return value;
  } catch (error) {
    abort(tx);
    const own = await over;
    throw error.name === "AbortError" && own ? own : error; // a request dies of what its transaction died of
  }
}

function abort(tx) {
  try {
    tx.abort();
  } catch {
    // it had ended by itself
  }
}

/** A connection that was closed aborts what it was about; nobody else does that here. */
function isLost(error) {
  return ["InvalidStateError", "AbortError"].includes(error.name) || /connection|closing|closed/i.test(error.message || "");
}
