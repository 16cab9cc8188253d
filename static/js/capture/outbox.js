// Letters on disk: each waits in the phone until its receipt is there. What a receipt settles is
// written in the same transaction as the issue's own row.

import { heldBy, putLast } from "./order.js";

const DAY_MS = 24 * 3600 * 1000;
const LETTERS = ["outbox", "issues", "photos", "log"];
const MOST_LOGGED = 500;
const NO_WAY = ["network", "portal"];

export class Outbox extends EventTarget {
  /** Events: "change" when letters or issues changed on disk, here or in another tab. */
  constructor(store, { now = Date.now, channel = sharedChannel() } = {}) {
    super();
    Object.assign(this, { store, now, channel });
    channel?.addEventListener("message", () => this.dispatchEvent(new Event("change")));
  }

  /** Everything not yet received, without the bytes of pictures. */
  list() {
    return this.store.read(["outbox"], (tx) => tx.objectStore("outbox").getAll());
  }

  /** The bytes of a letter, or null when they are gone. */
  async body(letter) {
    if (letter.body) return letter.body;
    const photo = await this.store.read(["photos"], (tx) => tx.objectStore("photos").get(letter.photo_id));
    return photo?.bytes || null;
  }

  /** Put letters in. */
  add(letters) {
    return this.#write((tx) => putLast(tx, letters));
  }

  /** What the phone holds of a walk, as the server is told: "issues/photos". */
  async held(walk_id) {
    return heldBy(await this.list(), { walk_id });
  }

  /** Keep what a try taught about a letter, unless the letter is gone by now. */
  tried(letter) {
    return this.#write(async (tx) => {
      const letters = tx.objectStore("outbox");
      if (await letters.get(letter.op_id)) await letters.put(letter);
      const { op, trouble, status, attempts } = letter;
      await tx.objectStore("log").put({ at: this.now(), op, trouble, status, attempts });
    });
  }

  /** Put a letter in another's place, with the bytes of its picture. */
  replace(letter, bytes) {
    return this.#write(async (tx) => {
      const { client_id, photo_id, type, sha256 } = letter;
      await tx.objectStore("photos").put({ photo_id, bytes, type });
      await tx.objectStore("outbox").put(letter);
      const row = await tx.objectStore("issues").get(client_id);
      const photo = row?.photos.find((it) => it.photo_id === photo_id);
      if (!photo) return;
      Object.assign(photo, { type, sha256, size: bytes.byteLength });
      await tx.objectStore("issues").put(row);
    });
  }

  /** A receipt came: the letter goes, the row says so, and what waited for the network waits no more. */
  received(letter, receipt) {
    return this.#write(async (tx) => {
      await tx.objectStore("outbox").delete(letter.op_id);
      await hurryOn(tx.objectStore("outbox"));
      const row = await tx.objectStore("issues").get(letter.client_id);
      if (!row && letter.photo_id) await tx.objectStore("photos").delete(letter.photo_id); // nobody shows it
      if (!row) return;
      note(row, letter, receipt, this.now());
      await tx.objectStore("issues").put(row);
    });
  }

  /** Forget letters that should no longer leave. */
  drop(op_ids) {
    return this.#write((tx) => Promise.all(op_ids.map((op_id) => tx.objectStore("outbox").delete(op_id))));
  }

  /** Free the bytes of pictures that were received a day ago, or all of them when room is short. */
  async free(all = false) {
    const before = all ? Number.POSITIVE_INFINITY : this.now() - DAY_MS;
    await this.#write(async (tx) => {
      for (const row of await tx.objectStore("issues").getAll()) {
        const old = row.photos.filter((photo) => photo.receivedAt && photo.receivedAt < before);
        for (const photo of old) await tx.objectStore("photos").delete(photo.photo_id);
      }
      const lines = await tx.objectStore("log").getAllKeys();
      for (const key of lines.slice(0, -MOST_LOGGED)) await tx.objectStore("log").delete(key);
    });
  }

  /** Tell the other tabs, and this one, that rows changed. */
  told() {
    this.channel?.postMessage("change");
    this.dispatchEvent(new Event("change"));
  }

  async #write(act) {
    const value = await this.store.write(LETTERS, act);
    this.told();
    return value;
  }
}

/** Letters that got no answer may go: there is a way again. Those told to wait wait on. */
async function hurryOn(letters) {
  for (const letter of await letters.getAll()) {
    if (letter.nextTry && NO_WAY.includes(letter.trouble)) await letters.put({ ...letter, nextTry: 0 });
  }
}

function note(row, letter, receipt, now) {
  const photo = row.photos.find((it) => it.photo_id === letter.photo_id);
  if (photo) photo.receivedAt = now;
  else if (!letter.photo_id) row.receipt = { ...row.receipt, ...receipt, at: now };
}

function sharedChannel() {
  return globalThis.BroadcastChannel ? new BroadcastChannel("walk") : null;
}
