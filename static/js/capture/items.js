// The issues this page has in hand: their values, their pictures, and how far each has come.

import { changed, fromPhone, isDraft, isEmpty, newIssue, utc } from "./issue.js";
import { Keeper } from "./keeper.js";
import { newId } from "./letters.js";
import { Pictures, shown } from "./pictures.js";
import { mends } from "./position.js";
import { writtenOrWhy } from "./room.js";

const MENDING_MS = 30_000;

/**
 * An item is {issue, photos, removed, receipt, madeAt, camera, saving, unsaved, memory}; `memory` says
 * that the phone gave no disk to write it to. A photo is
 * {photo_id, type, size, sha256, raw, thumb, receivedAt, preview, state} with state preparing, saved
 * or received. Events: "change" (detail: the item).
 */
export class Items extends EventTarget {
  #items = new Map();
  #newest = null;
  #turn = Promise.resolve(); // written in the order of the taps

  /** `shrink` as in pictures.js; `author` is the walker's name now, `root` the path the site lies under. */
  constructor({ store, outbox, sender, shrink, walkId, author = "", root = "", now = Date.now }) {
    super();
    Object.assign(this, { store, outbox, sender, walkId, author, now, keeper: new Keeper({ store, outbox, root }) });
    this.pictures = new Pictures(this, shrink);
    sender.addEventListener("received", ({ detail }) => this.#received(detail));
  }

  get(client_id) {
    return this.#items.get(client_id);
  }

  all() {
    return [...this.#items.values()];
  }

  /** Take up what lies in the phone, also what another tab has written. */
  async load() {
    for (const row of await this.keeper.rows(this.walkId)) {
      const item = this.get(row.client_id);
      if (item?.saving || (item && item.issue.rev > row.issue.rev)) continue;
      const photos = row.photos.map((photo) => shown(photo, item));
      this.#take(Object.assign(item || { saving: 0, unsaved: "" }, row, { photos }));
    }
  }

  /** Save a new issue at once, with the phone's position and perhaps pictures already taken. */
  create(given, fix, files = []) {
    const now = this.now();
    const issue = newIssue(this.walkId, newId(now), utc(now), { author: this.author, ...given, ...fromPhone(fix, now) });
    const item = (this.#newest = this.#take({ issue, photos: [], madeAt: now, saving: 0, unsaved: "", fresh: true }));
    item.written = this.keep(item, () => this.keeper.save(item));
    this.pictures.add(item, files);
    return item;
  }

  /** Take over an issue that the server already has, to change it. */
  adopt(issue, photos) {
    const kept = photos.map((photo) => ({ receivedAt: 1, sha256: "", ...photo, state: "received" }));
    const item = { issue, photos: kept, madeAt: 0, receipt: {}, saving: 0, unsaved: "" };
    return this.get(issue.client_id) || this.#take(item);
  }

  /** Change fields of an issue and send the new revision; false when nothing would be left of it. */
  change(item, fields) {
    const next = changed(item.issue, fields);
    if (isEmpty(next) && !isEmpty(item.issue)) return false;
    if (next === item.issue) return true;
    item.issue = next;
    item.dirty = { ...item.dirty, ...fields };
    this.keep(item, () => this.keeper.save(item));
    return true;
  }

  /** Say that the camera opens: the phone may close the page meanwhile. */
  opensCamera(item) {
    item.camera = this.now();
    return this.keep(item, () => this.keeper.save(item));
  }

  /** The camera closed with these pictures, or none. */
  addPhotos(item, files) {
    item.camera = 0;
    item.cameraLost = false;
    this.pictures.add(item, files);
  }

  /** Take a picture away; false when nothing would be left of the issue. */
  removePhoto(item, photo_id) {
    const left = item.photos.filter((photo) => photo.photo_id !== photo_id);
    const photo_ids = item.issue.photo_ids.filter((id) => id !== photo_id);
    if (!left.length && isEmpty({ ...item.issue, photo_ids })) return false;
    item.photos = left;
    item.gone = [...(item.gone || []), photo_id];
    this.change(item, { photo_ids });
    this.keep(item, () => this.keeper.removePhotos([photo_id]));
    return true;
  }

  /** Remove an issue. Pictures that have not left the phone stay there. */
  remove(item) {
    item.removed = true;
    const { rev } = (item.issue = { ...item.issue, rev: item.issue.rev + 1 });
    this.keep(item, () => (isDraft(item) ? this.keeper.forget(item) : this.keeper.remove(item, rev)));
  }

  /** Put a removed issue back, with the words and pictures that had not left. */
  restore(item) {
    item.removed = false;
    const { rev } = (item.issue = { ...item.issue, rev: item.issue.rev + 1 });
    this.keep(item, () => (isDraft(item) ? this.keeper.save(item) : this.keeper.restore(item, rev)));
  }

  /** The server keeps another edition that this one may not replace: keep both, this one under an id of its own. */
  fork(item) {
    const { client_id } = item.issue;
    return this.keep(item, async () => {
      if (item.issue.client_id !== client_id) return; // two letters of it met the same conflict
      const ours = item.photos.filter((photo) => photo.sha256);
      const { twin } = await import("../walk/twin.js");
      const here = (await Promise.all(ours.map((photo) => this.keeper.picture(photo)))).filter(Boolean);
      const { issue, photos, copies } = twin(item, here);
      this.#items.delete(client_id);
      Object.assign(item, { issue, photos: photos.map((photo) => shown(photo)), receipt: null, forked: true });
      this.#take(item);
      await this.keeper.save(item, copies, { instead: client_id });
    });
  }

  /** Give a position that came just after the save to the newest issue, if that needs it. */
  mend(fix) {
    const item = this.#newest; // not by the clock, which may have been set back
    if (!fix || !item || item.removed || Math.abs(this.now() - item.madeAt) > MENDING_MS) return;
    if (mends(item.issue, fix)) this.change(item, fromPhone(fix, this.now()));
  }

  /** Write something of an item after all that was asked before; what could not be written is said. */
  keep(item, write) {
    item.saving += 1;
    this.tell(item);
    this.#turn = this.#turn.then(async () => {
      item.unsaved = await writtenOrWhy(this.store, write);
      item.memory = Boolean(this.store.shut);
      item.saving -= 1;
      this.tell(item);
      this.sender.hurry();
    });
    return this.#turn;
  }

  /** Say that an item has changed. */
  tell(item) {
    this.dispatchEvent(new CustomEvent("change", { detail: item }));
  }

  #received({ letter, receipt }) {
    const item = this.get(letter.client_id);
    if (!item) return;
    const photo = item.photos.find((it) => it.photo_id === letter.photo_id);
    if (photo) Object.assign(photo, { state: "received", receivedAt: this.now() });
    else if (!letter.photo_id) item.receipt = { ...item.receipt, ...receipt };
    this.tell(item);
  }

  #take(item) {
    this.#items.set(item.issue.client_id, item);
    this.tell(item);
    return item;
  }
}
