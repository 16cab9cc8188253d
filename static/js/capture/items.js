// The issues this page has in hand: their values, their photos, and what has been received of them.

import { changed, fromPhone, isEmpty, newIssue, utc } from "./issue.js";
import { issueLetter, moveLetter, newId, photoLetter } from "./letters.js";
import { mends } from "./position.js";

const MENDING_MS = 30_000;
const MAX_BYTES = 20 * 1024 * 1024; // what the server takes in

/**
 * An item is {issue, photos, removed, receipt, madeAt}; a photo is {photo_id, preview, bytes, type, state}
 * with state preparing, sending or received. Events: "change" (detail: the item).
 */
export class Items extends EventTarget {
  #items = new Map();
  #letters = Promise.resolve(); // made in the order of the taps
  #photos = Promise.resolve(); // one at a time: a phone has little memory

  /** `shrink` makes {bytes, type, preview} of a File; `root` is the path the site lies under. */
  constructor({ sender, shrink, walkId, root = "", now = Date.now }) {
    super();
    Object.assign(this, { sender, shrink, walkId, root, now });
    sender.addEventListener("received", ({ detail }) => this.#received(detail));
  }

  get(client_id) {
    return this.#items.get(client_id);
  }

  all() {
    return [...this.#items.values()];
  }

  /** Save a new issue at once, with the phone's position and perhaps pictures already taken. */
  create(given, fix, files = []) {
    const photos = files.map(() => aPhoto());
    const now = this.now();
    const known = { ...given, ...fromPhone(fix, now), photo_ids: ids(photos) };
    const issue = newIssue(this.walkId, newId(now), utc(now), known);
    const item = this.#keep({ issue, photos, madeAt: now });
    this.#post(item, () => issueLetter(issue, this.root));
    files.forEach((file, index) => this.#prepare(item, photos[index], file));
    return item;
  }

  /** Take over an issue that the server already has, to change it. */
  adopt(issue, photos) {
    const kept = photos.map((photo) => ({ ...aPhoto(), ...photo, state: "received" }));
    return this.get(issue.client_id) || this.#keep({ issue, photos: kept, madeAt: 0, receipt: {} });
  }

  /** Change fields of an issue and send the new revision; false when nothing would be left of it. */
  change(item, fields) {
    const next = changed(item.issue, fields);
    if (isEmpty(next)) return false;
    if (next !== item.issue) {
      item.issue = next;
      this.#post(item, () => issueLetter(next, this.root));
    }
    return true;
  }

  /** Add pictures: the issue names them first, their bytes follow. */
  addPhotos(item, files) {
    const photos = files.map(() => aPhoto());
    item.photos = [...item.photos, ...photos];
    this.change(item, { photo_ids: ids(item.photos) });
    files.forEach((file, index) => this.#prepare(item, photos[index], file));
  }

  /** Take a picture away; false when nothing would be left of the issue. */
  removePhoto(item, photo_id) {
    const left = item.photos.filter((photo) => photo.photo_id !== photo_id);
    if (!this.change(item, { photo_ids: ids(left) })) return false;
    item.photos = left;
    this.sender.drop((letter) => letter.photo_id === photo_id);
    this.#tell(item);
    return true;
  }

  /** Remove an issue. Pictures that have not left the phone stay there. */
  remove(item) {
    item.removed = true;
    const { client_id } = item.issue;
    const idle = (letter) => letter.op === "photo.put" || letter.trouble === "refused";
    this.sender.drop((letter) => letter.client_id === client_id && idle(letter));
    this.#post(item, () => moveLetter(client_id, "remove", this.root));
  }

  /** Put a removed issue back, with the words and pictures that had not left. */
  restore(item) {
    item.removed = false;
    const again = { ...item.issue, rev: item.issue.rev + 1 };
    item.issue = again;
    this.#post(item, () => issueLetter(again, this.root));
    this.#post(item, () => moveLetter(item.issue.client_id, "restore", this.root));
    for (const photo of item.photos.filter((it) => it.state === "sending")) this.#postPhoto(item, photo);
  }

  /** Try again after a tap. What met another edition becomes an edition of its own, newer than both. */
  async retry() {
    for (const { client_id, op, status, keptRev } of await this.sender.letters()) {
      const item = this.get(client_id);
      if (op !== "issue.put" || status !== 409 || !item) continue;
      const again = { ...item.issue, rev: Math.max(item.issue.rev, keptRev) + 1 };
      item.issue = again;
      this.#post(item, () => issueLetter(again, this.root));
    }
    await this.#letters;
    return this.sender.retry();
  }

  /** Give a position that came just after the save to the newest issue, if that needs it. */
  mend(fix) {
    const item = this.all().reduce((a, b) => (a && a.madeAt >= b.madeAt ? a : b), null);
    if (!fix || !item || item.removed || this.now() - item.madeAt > MENDING_MS) return;
    if (mends(item.issue, fix)) this.change(item, fromPhone(fix, this.now()));
  }

  #prepare(item, photo, file) {
    this.#photos = this.#photos.then(async () => {
      const made = await this.shrink(file).catch(() => null);
      if (!made) return this.#giveUp(item, photo, "unreadable");
      if (made.bytes.byteLength > MAX_BYTES) return this.#giveUp(item, photo, "tooLarge");
      Object.assign(photo, made, { state: "sending", preview: URL.createObjectURL(made.preview) });
      if (item.photos.includes(photo) && !item.removed) this.#postPhoto(item, photo);
      return this.#tell(item);
    });
  }

  #giveUp(item, photo, problem) {
    item.photos = item.photos.filter((it) => it !== photo);
    item.photoProblem = problem;
    if (!this.change(item, { photo_ids: ids(item.photos) })) this.remove(item);
    this.#tell(item);
  }

  #postPhoto(item, photo) {
    this.#post(item, () => photoLetter(item.issue.client_id, photo, this.root));
  }

  #post(item, makeLetter) {
    item.making = (item.making || 0) + 1;
    this.#letters = this.#letters.then(async () => {
      await this.sender.add(await makeLetter());
      item.making -= 1;
      this.#tell(item);
    });
    this.#tell(item);
  }

  #received({ letter, receipt }) {
    const item = this.get(letter.client_id);
    if (!item) return;
    const photo = item.photos.find((it) => it.photo_id === letter.photo_id);
    if (photo) Object.assign(photo, { state: "received", bytes: null });
    else item.receipt = { ...item.receipt, ...receipt };
    this.#tell(item);
  }

  #keep(item) {
    this.#items.set(item.issue.client_id, item);
    this.#tell(item);
    return item;
  }

  #tell(item) {
    this.dispatchEvent(new CustomEvent("change", { detail: item }));
  }
}

function aPhoto() {
  return { photo_id: newId(), preview: "", bytes: null, type: "", state: "preparing" };
}

function ids(photos) {
  return photos.map((photo) => photo.photo_id);
}
