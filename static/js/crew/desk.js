// What the phone holds of one person's work with one fix: written, replaced and thrown away whole.

import { putLast } from "../capture/order.js";
import { chain, fixPhotoLetter, saidIn, stillToSay, wordsLetter } from "./letters.js";

const STORES = ["outbox", "photos", "meta"];

export class Desk {
  /** `whose` is {fix_id, person_id, root}. */
  constructor({ store, outbox, ...whose }) {
    Object.assign(this, { store, outbox, whose });
  }

  /** The letters that wait: this person's own, and whether somebody else's lie here too. */
  async held() {
    return this.among(await this.outbox.list());
  }

  /** The same from letters that are read already. */
  among(letters) {
    const { fix_id, person_id } = this.whose;
    const all = letters.filter((it) => it.client_id === fix_id && it.op.startsWith("fix"));
    const own = all.filter((it) => it.person_id === person_id);
    return { own, others: own.length < all.length };
  }

  /** The last thing this person said here, sent or not: {last, move, version}, or null. */
  async mark() {
    return own(await this.store.read(["meta"], (tx) => tx.objectStore("meta").get(this.#name)), this.whose);
  }

  /**
   * Write a move, with `pictures` ({photo_id, bytes, type}) beside those that wait already. It takes the place of
   * the last one that waits when that was the same move, and else comes after it.
   */
  async save({ move = "finish", version, fields }, pictures = []) {
    const { own: waiting } = await this.held();
    const before = chain(waiting);
    const same = before.at(-1) && saidIn(before.at(-1)).move === move ? before.pop() : null;
    const added = await Promise.all(pictures.map((it) => fixPhotoLetter(this.whose, it)));
    const photo_ids = [...waiting, ...added].filter((it) => it.photo_id).map((it) => it.photo_id);
    const after = same ? saidIn(same).after : before.at(-1)?.op_id || (await this.mark())?.last;
    const words = await wordsLetter(this.whose, { move, version, fields, photo_ids, after });
    await this.#write(async (tx) => {
      if (same) await tx.objectStore("outbox").delete(same.op_id);
      for (const picture of pictures) await tx.objectStore("photos").put(picture);
      await putLast(tx, [words, ...added]);
      await this.#remember(tx, words, { move, version, towards: fields.towards });
    });
    return words;
  }

  /** Say it all again on what the fix is now; the moves that somebody has made meanwhile are left out. */
  async sayAnyway(current) {
    const { own: waiting } = await this.held();
    const words = [];
    for (const said of stillToSay(waiting, current)) {
      const { move, fields, photo_ids } = said;
      const after = words.at(-1)?.op_id;
      words.push(await wordsLetter(this.whose, { move, fields, photo_ids, version: current.version, after }));
    }
    await this.#write(async (tx) => {
      for (const { op_id } of chain(waiting)) await tx.objectStore("outbox").delete(op_id);
      await putLast(tx, words);
      const { move, version, fields } = saidIn(words.at(-1));
      await this.#remember(tx, words.at(-1), { move, version, towards: fields.towards });
    });
  }

  /** Take everything of this fix out of the phone; what is given puts it back. */
  async throwAway() {
    const { own: letters } = await this.held();
    return this.#write(async (tx) => {
      const pictures = [];
      for (const { op_id, photo_id } of letters) {
        await tx.objectStore("outbox").delete(op_id);
        if (!photo_id) continue;
        pictures.push(await tx.objectStore("photos").get(photo_id));
        await tx.objectStore("photos").delete(photo_id);
      }
      const mark = await tx.objectStore("meta").get(this.#name);
      await tx.objectStore("meta").delete(this.#name);
      return { letters, pictures: pictures.filter(Boolean), mark };
    });
  }

  /** Undo throwAway. */
  putBack({ letters, pictures, mark }) {
    return this.#write(async (tx) => {
      for (const picture of pictures) await tx.objectStore("photos").put(picture);
      for (const letter of letters) await tx.objectStore("outbox").put(letter);
      if (mark) await tx.objectStore("meta").put(mark);
    });
  }

  get #name() {
    return `fix-${this.whose.fix_id}`;
  }

  #remember(tx, { op_id }, said) {
    return tx.objectStore("meta").put({ name: this.#name, person_id: this.whose.person_id, last: op_id, ...said });
  }

  async #write(act) {
    const value = await this.store.write(STORES, act);
    this.outbox.told();
    return value;
  }
}

/** A mark that this person made. */
function own(mark, { person_id }) {
  return mark?.person_id === person_id ? mark : null;
}
