// Writes an item: its row, the bytes of its pictures and the letters that carry them, all or none.

import { isEmpty } from "./issue.js";
import { issueLetter, moveLetter, newId, photoLetter } from "./letters.js";
import { isMove, putLast } from "./order.js";

const ALL = ["issues", "photos", "outbox", "meta"];
const NUMBER = "seq";

export class Keeper {
  #last = 0; // the phone's newest order number, as far as this page knows

  /** `root` is the path the site lies under. */
  constructor({ store, outbox, root = "" }) {
    Object.assign(this, { store, outbox, root });
  }

  /** The items of a walk as they lie on disk. What cannot be read is put aside, never thrown away. */
  async rows(walk_id) {
    const { CHECKED, putAside } = await import("../walk/aside.js");
    return this.store.write([...CHECKED, "quarantine", "meta"], async (tx) => {
      await putAside(tx);
      this.#last = (await tx.objectStore("meta").get(NUMBER))?.value || 0;
      const rows = await tx.objectStore("issues").getAll();
      return rows.filter((row) => row.walk_id === walk_id);
    });
  }

  /**
   * Write the newest value of an item and the letter that sends it; `pictures` ({photo_id, bytes, type})
   * come with letters of their own. An edition that another tab wrote meanwhile is built upon. `instead` is
   * the id of an issue that this one takes the place of, in the same write. A fresh item gets the phone's next
   * order number, for the server to sort by when clocks are wrong: guessed ahead, and held to what lies on disk.
   */
  async save(item, pictures = [], { instead = "" } = {}) {
    for (;;) {
      if (item.fresh) item.issue = { ...item.issue, seq: this.#last + 1 };
      const row = rowOf(item); // the person may go on while it is written
      const ready = !isEmpty(item.issue);
      const letters = ready ? [await issueLetter(item.issue, this.root)] : [];
      for (const picture of pictures) letters.push(await this.#carry(item, picture));
      const newer = await this.#write(async (tx) => {
        if (instead) await forget(tx, instead);
        return put(tx, row, { letters, pictures, dirty: item.dirty, fresh: item.fresh });
      });
      if (item.fresh) this.#last = newer?.value || row.issue.seq;
      if (!newer) break;
      if (newer.issue) buildUpon(item, newer);
    }
    Object.assign(item, { dirty: {}, fresh: false });
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
    const letters = [await issueLetter(row.issue, this.root), await moveLetter({ ...row.issue, rev }, "restore", this.root)];
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

/**
 * Put all of it, unless another tab has a newer edition, or has given its number away: then that row is given
 * back and nothing written. Asked and written side by side, for a slow phone waits for each turn to its disk.
 */
async function put(tx, row, { letters, pictures, dirty, fresh }) {
  const [issues, photos, outbox, meta] = ALL.map((name) => tx.objectStore(name));
  const { client_id, rev, seq } = row.issue;
  const [before, waiting, last] = await Promise.all([issues.get(client_id), outbox.getAll(), meta.get(NUMBER)]);
  if (fresh && last?.value >= seq) return last;
  if (before && before.issue.rev >= rev && Object.keys(dirty || {}).length) return before;
  const outdated = waiting.filter((it) => letters.length && it.op === "issue.put" && it.client_id === client_id && it.rev <= rev);
  const writes = [
    ...pictures.map(({ photo_id, bytes, type }) => () => photos.put({ photo_id, bytes, type })),
    // A removal is written with its own letter, so that neither is there without the other.
    () => issues.put({ ...row, removed: before?.removed || false, receipt: row.receipt || before?.receipt || null }),
    ...outdated.map(({ op_id }) => () => outbox.delete(op_id)),
    () => putLast(tx, letters.map(withoutBytes), waiting),
    () => fresh && meta.put({ name: NUMBER, value: seq }),
  ];
  await Promise.all(writes.map(async (write) => write()));
  return null;
}

function buildUpon(item, { issue, photos }) {
  const gone = item.gone || [];
  const all = [...new Set([...issue.photo_ids, ...item.issue.photo_ids])].filter((id) => !gone.includes(id));
  item.issue = { ...issue, ...item.dirty, photo_ids: all, rev: issue.rev + 1 };
  const known = item.photos.map((photo) => photo.photo_id);
  item.photos = [...photos.filter((it) => !known.includes(it.photo_id) && all.includes(it.photo_id)), ...item.photos];
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

/** The same issue under an id of its own, with copies of the pictures whose bytes are still here. */
export function twin(item, pictures) {
  const copies = pictures.map((picture) => ({ ...picture, photo_id: newId() }));
  const photos = copies.map((copy, index) => ({
    ...item.photos.find((it) => it.photo_id === pictures[index].photo_id),
    photo_id: copy.photo_id,
    receivedAt: 0,
  }));
  const issue = { ...item.issue, client_id: newId(), rev: 1, photo_ids: copies.map((copy) => copy.photo_id) };
  return { issue, photos, copies };
}
