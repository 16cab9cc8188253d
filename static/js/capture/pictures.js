// Pictures on their way into the phone: made small, kept with their issue in one write, and smaller
// still when the phone or the server has no room. The issue itself never waits for them.

import { changed } from "./issue.js";
import { newId, sha256 } from "./letters.js";

const HALF_PX = 800;

export class Pictures {
  #turn = Promise.resolve(); // one at a time: a phone has little memory

  /** `items` as in items.js; `shrink(file, longest)` makes {bytes, type, raw, thumb}. `none`: there is no room for any. */
  constructor(items, shrink) {
    Object.assign(this, { items, shrink, longest: undefined, none: false });
  }

  /** Add pictures to an item: each is shown at once and saved when it is ready. */
  add(item, files) {
    for (const file of files) {
      const preview = URL.createObjectURL(file);
      const photo = { photo_id: newId(), preview, sha256: "", receivedAt: 0, state: "preparing" };
      item.photos = [...item.photos, photo];
      item.saving += 1;
      this.#turn = this.#turn.then(() => this.#prepare(item, photo, file));
    }
    this.items.tell(item);
  }

  async #prepare(item, photo, file) {
    const made = this.none ? null : await this.#made(file, this.longest);
    item.saving -= 1;
    if (!item.photos.includes(photo)) return this.items.tell(item);
    if (!made) return this.#giveUp(item, photo, this.none ? "fullPhoto" : "unreadable");
    return this.items.keep(item, () => this.#keep(item, photo, made));
  }

  #made(file, longest) {
    return this.shrink(file, longest).catch(() => null);
  }

  /** When the phone is full: free what the server has, then half the size, then without the picture. */
  async #keep(item, photo, made) {
    const half = () => made.raw ? null : this.#made(new Blob([made.bytes], { type: made.type }), HALF_PX);
    for (const next of [() => made, () => this.items.outbox.free(true).then(() => made), half]) {
      const version = await next();
      if (version && (await this.#fits(item, photo, version))) return;
    }
    this.#giveUp(item, photo, "fullPhoto");
  }

  async #fits(item, photo, { bytes, type, raw, thumb }) {
    const { photo_id } = photo;
    Object.assign(photo, { type, raw, thumb, size: bytes.byteLength, sha256: await sha256(bytes) });
    const before = item.issue;
    const tried = (item.issue = changed(before, { photo_ids: [...before.photo_ids, photo_id] }));
    try {
      await this.items.keeper.save(item, [{ photo_id, bytes, type }]);
      photo.state = "saved";
      return true;
    } catch (error) {
      const without = item.issue.photo_ids.filter((id) => id !== photo_id);
      item.issue = item.issue === tried ? before : { ...item.issue, photo_ids: without };
      photo.sha256 = "";
      if (error.name !== "QuotaExceededError") throw error;
      return false;
    }
  }

  #giveUp(item, photo, problem) {
    item.photos = item.photos.filter((it) => it !== photo);
    item.photoProblem = problem;
    this.items.tell(item);
  }
}

/** A picture's row as the page shows it: by the preview it has, or by its thumbnail. */
export function shown(photo, item) {
  const before = item?.photos.find((it) => it.photo_id === photo.photo_id)?.preview;
  const preview = before || (photo.thumb ? URL.createObjectURL(new Blob([photo.thumb], { type: "image/jpeg" })) : "");
  return { ...photo, preview, state: photo.receivedAt ? "received" : "saved" };
}
