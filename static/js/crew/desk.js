// What the phone holds of one person's work with one fix: written, replaced and thrown away whole.

import { putLast } from "../capture/order.js";
import { finishLetter, fixPhotoLetter } from "./letters.js";

const STORES = ["outbox", "photos"];
const isWords = (letter) => letter.op === "fix.finish";

export class Desk {
  /** `whose` is {fix_id, person_id, root}. */
  constructor({ store, outbox, ...whose }) {
    Object.assign(this, { store, outbox, whose });
  }

  /** The letters that wait: this person's own, and whether somebody else's lie here too. */
  async held() {
    const { fix_id, person_id } = this.whose;
    const all = (await this.outbox.list()).filter((it) => it.client_id === fix_id && it.op.startsWith("fix"));
    const own = all.filter((it) => it.person_id === person_id);
    return { own, others: own.length < all.length };
  }

  /** Write what is said, with `pictures` ({photo_id, bytes, type}) beside those that wait already. */
  async save({ version, fields }, pictures = []) {
    const { own } = await this.held();
    const added = await Promise.all(pictures.map((it) => fixPhotoLetter(this.whose, it)));
    const photo_ids = [...own, ...added].filter((it) => it.photo_id).map((it) => it.photo_id);
    const words = await finishLetter(this.whose, { version, fields, photo_ids });
    await this.#write(async (tx) => {
      for (const { op_id } of own.filter(isWords)) await tx.objectStore("outbox").delete(op_id);
      for (const picture of pictures) await tx.objectStore("photos").put(picture);
      await putLast(tx, [words, ...added]);
    });
    return words;
  }

  /** Take everything of this fix out of the phone; what is given puts it back. */
  async throwAway() {
    const { own } = await this.held();
    return this.#write(async (tx) => {
      const pictures = [];
      for (const { op_id, photo_id } of own) {
        await tx.objectStore("outbox").delete(op_id);
        if (!photo_id) continue;
        pictures.push(await tx.objectStore("photos").get(photo_id));
        await tx.objectStore("photos").delete(photo_id);
      }
      return { letters: own, pictures: pictures.filter(Boolean) };
    });
  }

  /** Undo throwAway. */
  putBack({ letters, pictures }) {
    return this.#write(async (tx) => {
      for (const picture of pictures) await tx.objectStore("photos").put(picture);
      for (const letter of letters) await tx.objectStore("outbox").put(letter);
    });
  }

  async #write(act) {
    const value = await this.store.write(STORES, act);
    this.outbox.told();
    return value;
  }
}
