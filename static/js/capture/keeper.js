// Writes an item: its row, the bytes of its pictures and the letters that carry them, all or none.

import { isEmpty } from "./issue.js";
import { issueLetter, moveLetter, photoLetter } from "./letters.js";
import { isMove, lastPlace, putLast } from "./order.js";

const ALL = ["issues", "photos", "outbox"];

export class Keeper {
  #number = 0; // the phone's last order number, as far as this page knows
  #place = 0; // the last letter's place in the outbox, the same

  /** `root` is the path the site lies under. */
  constructor({ store, outbox, root = "" }) {
    Object.assign(this, { store, outbox, root });
  }

  /** The items of a walk as they lie on disk. What cannot be read is put aside, never thrown away. */
  async rows(walk_id) {
    const { CHECKED, putAside } = await import("../walk/aside.js");
    return this.store.write([...CHECKED, "quarantine"], async (tx) => {
      await putAside(tx);
      const rows = await tx.objectStore("issues").getAll();
      this.#number = Math.max(this.#number, ...rows.map((row) => row.issue.seq || 0));
      this.#place = lastPlace(await tx.objectStore("outbox").getAll());
      return rows.filter((row) => row.walk_id === walk_id);
    });
  }

  /**
   * Write the newest value of an item and the letter that sends it; `pictures` ({photo_id, bytes, type})
   * come with letters of their own. An edition that another tab wrote meanwhile is built upon. `instead` is
   * the id of an issue that this one takes the place of, in the same write. A fresh item gets the phone's next
   * order number of those this tab has heard of: the list here follows it, and the server keeps it beside times that
   * may be wrong.
   */
  async save(item, pictures = [], { instead = "" } = {}) {
    for (;;) {
      if (item.fresh) item.issue = { ...item.issue, seq: this.#number + 1 };
      const row = rowOf(item); // the person may go on while it is written
      const letters = isEmpty(item.issue) ? [] : [issueLetter(item.issue, this.root)];
      for (const picture of pictures) letters.push(await this.#carry(item, picture));
      const newer = await this.#write(async (tx) => {
        if (instead) await forget(tx, instead);
        return this.#put(tx, row, { letters, pictures, dirty: item.dirty, fresh: item.fresh });
      });
      this.#number = Math.max(this.#number, row.issue.seq || 0);
      if (!newer) break;
      buildUpon(item, newer);
    }
    Object.assign(item, { dirty: {}, fresh: false });
  }

  /**
   * Put all of it, unless another tab has a newer edition: then that row is given back and nothing written. What is
   * fresh is nowhere yet, and nothing is asked first: a slow phone that is drawing takes its time with each answer.
   */
  async #put(tx, row, { letters, pictures, dirty, fresh }) {
    const [issues, photos, outbox] = ALL.map((name) => tx.objectStore(name));
    const { client_id, rev } = row.issue;
    const [before, waiting] = fresh ? [null, []] : await Promise.all([issues.get(client_id), outbox.getAll()]);
    if (before && before.issue.rev >= rev && Object.keys(dirty || {}).length) return before;
    const outdated = waiting.filter((it) => letters.length && it.op === "issue.put" && it.client_id === client_id && it.rev <= rev);
    this.#place = Math.max(this.#place, lastPlace(waiting));
    await together([
      ...pictures.map((picture) => () => photos.put(picture)),
      // A removal is written with its own letter, so that neither is there without the other.
      () => issues.put({ ...row, removed: before?.removed || false, receipt: row.receipt || before?.receipt || null }),
      ...outdated.map(({ op_id }) => () => outbox.delete(op_id)),
      ...letters.map((letter) => () => outbox.put({ ...withoutBytes(letter), place: (this.#place += 1) })),
      () => tx.commit?.(), // before Safari 15 it ends by itself
    ]);
    return null;
  }

  /** Write that an item is removed: its pictures and what was refused stay in the phone. */
  async remove(item, rev) {
    const row = { ...rowOf(item), removed: true };
    const { client_id } = row;
    const letter = await moveLetter({ ...row.issue, rev }, "remove", this.root);
    letter.known = Boolean(row.receipt);
    const outdated = (it) => it.op === "photo.put" || it.trouble === "refused" || isMove(it);
    await this.#write(async (tx) => {
      await dropWhere(tx, (it) => it.client_id === client_id && outdated(it));
      await tx.objectStore("issues").put(row);
      await putLast(tx, [letter]);
    });
  }

  /** Write that it is back, as a newer edition, with the pictures that had not left. */
  async restore(item, rev) {
    const row = { ...rowOf(item), removed: false };
    const { client_id } = row;
    const letters = [issueLetter(row.issue, this.root), await moveLetter({ ...row.issue, rev }, "restore", this.root)];
    for (const photo of item.photos.filter((it) => !it.receivedAt)) {
      const picture = await this.picture(photo);
      if (picture) letters.push(withoutBytes(await this.#carry(item, picture)));
    }
    const outdated = (it) => (it.op === "issue.put" && it.rev <= row.issue.rev) || isMove(it);
    await this.#write(async (tx) => {
      await dropWhere(tx, (it) => it.client_id === client_id && outdated(it));
      await tx.objectStore("issues").put(row);
      await putLast(tx, letters);
    });
  }

  /** Take pictures away from an item. */
  removePhotos(photo_ids) {
    return this.#write(async (tx) => {
      await dropWhere(tx, (letter) => photo_ids.includes(letter.photo_id));
      for (const photo_id of photo_ids) await tx.objectStore("photos").delete(photo_id);
    });
  }

  /** Forget an item wholly: nothing of it was ever meant to be sent. */
  forget(item) {
    return this.#write((tx) => forget(tx, item.issue.client_id));
  }

  /** The bytes of a picture that are still here. */
  async picture({ photo_id, type }) {
    const found = await this.store.read(["photos"], (tx) => tx.objectStore("photos").get(photo_id));
    return found?.bytes ? { photo_id, type, bytes: found.bytes } : null;
  }

  #carry({ issue }, picture) {
    return photoLetter(issue.client_id, picture, this.root, issue.walk_id);
  }

  async #write(act) {
    const value = await this.store.write(ALL, act);
    this.outbox.told();
    return value;
  }
}

/** An item as its row on disk. */
export function rowOf(item) {
  const { issue, photos, removed, receipt, madeAt, camera } = item;
  const kept = photos.filter((photo) => photo.sha256).map(({ preview: _, state: __, ...photo }) => photo);
  const { walk_id, client_id } = issue;
  return { client_id, walk_id, issue, photos: kept, removed: Boolean(removed), receipt: receipt || null, madeAt, camera: camera || 0 };
}

function buildUpon(item, { issue, photos }) {
  const gone = item.gone || [];
  const all = [...new Set([...issue.photo_ids, ...item.issue.photo_ids])].filter((id) => !gone.includes(id));
  item.issue = { ...issue, ...item.dirty, photo_ids: all, rev: issue.rev + 1 };
  const known = item.photos.map((photo) => photo.photo_id);
  item.photos = [...photos.filter((it) => !known.includes(it.photo_id) && all.includes(it.photo_id)), ...item.photos];
}

/** Begin all of it at once. What comes after one that cannot even be begun, such as the end of it, is not begun. */
function together(acts) {
  const begun = [];
  try {
    for (const act of acts) begun.push(act());
  } catch (error) {
    begun.push(Promise.reject(error));
  }
  return Promise.all(begun);
}

/** The bytes of a picture lie once, in `photos`. */
function withoutBytes(letter) {
  return letter.photo_id ? { ...letter, body: null } : letter;
}

async function forget(tx, client_id) {
  await tx.objectStore("issues").delete(client_id);
  await dropWhere(tx, (letter) => letter.client_id === client_id);
}

async function dropWhere(tx, wanted) {
  const letters = tx.objectStore("outbox");
  for (const letter of await letters.getAll()) if (wanted(letter)) await letters.delete(letter.op_id);
}
