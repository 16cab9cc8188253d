// The capture panel. A tap on a tile saves; everything after that changes what is saved.

import { Fields } from "./fields.js";
import { likeIt } from "./issue.js";
import { part, show, text } from "./page.js";
import { Photos } from "./photos.js";
import { Card } from "./saved.js";

const TREMBLE_MS = 400; // a cold thumb taps twice
const PATIENCE_MS = 60; // of a thumb, before it is told that saving goes on

export class Panel extends Card {
  #placing = null;
  #icons = null;
  #startedAt = -TREMBLE_MS;

  /** Events: "close", and "undone" (detail: the item). */
  constructor(box, { items, sender, position, memory, max }) {
    super();
    Object.assign(this, { box, items, sender, position, memory });
    this.fields = new Fields(box, (fields) => this.#change(fields));
    this.photos = new Photos(box, {
      max,
      onCamera: () => items.opensCamera(this.item),
      onAdd: (files) => items.addPhotos(this.item, files),
      onRemove: (photo_id) => items.removePhoto(this.item, photo_id) || this.undo(),
    });
    this.#listen();
  }

  /** The place of the issue comes after what saving needs: when the page is at rest, or the panel opens. */
  addPlace() {
    this.#placing ??= import("../walk/place.js").then(({ Place }) => {
      this.place = new Place(this.box, document.querySelector("[data-place-dialog]"), { ...this, onChange: (fields) => this.#change(fields) });
      this.draw();
    }).catch(() => (this.#placing = null)); // without a network: at the next opening
  }

  /** The camera opens before anything is said: what will be the issue is on disk before it can close the page. */
  startWithCamera() {
    this.pending ??= this.items.create(this.#given({}), this.position.best());
    this.items.opensCamera(this.pending);
  }

  /** No picture was taken. */
  cancelCamera() {
    if (this.pending) this.items.remove(this.pending);
    this.pending = null;
  }

  /** Ask what it is about; with files, the issue is saved with them at once. */
  open(files = []) {
    this.item = this.started = null;
    part(this.box, "photos-problem").hidden = true;
    show(part(this.box, "saved-state")); // what was said of the issue before
    this.fields.fill({ kind: "problem", place_type: this.memory.placeType() });
    this.photos.draw({ photos: [] }, []);
    this.#lastFirst();
    this.#icons ??= import("../walk/icons.js").then(({ bring }) => bring()).catch(() => {}); // the next piece is drawn faster
    if (files.length) this.item = this.#withPictures(files);
    this.#step("choose", text(files.length ? "choosePhoto" : "choose"));
    this.draw();
  }

  #withPictures(files) {
    const { pending } = this;
    this.pending = null;
    if (!pending) return this.items.create(this.#given({}), this.position.best(), files);
    this.items.addPhotos(pending, files);
    return pending;
  }

  /** Change an issue that is saved. */
  edit(item) {
    this.item = item;
    this.fields.fill(item.issue);
    this.#step("edit", text("edit"));
    this.draw();
  }

  /** Save one more of the same kind, here and now: one tap. */
  another(issue) {
    if (performance.now() - this.#startedAt <= TREMBLE_MS) return;
    show(part(this.box, "saved-state")); // it is said of the one before
    this.#start(likeIt(issue));
  }

  /** Take back what was saved; `left` is told when the panel is left so, as when another's issue stands for it. */
  undo(left = new CustomEvent("undone", { detail: this.item })) {
    if (!this.item) return;
    this.items.remove(this.item);
    this.item = null;
    this.dispatchEvent(left);
  }

  #listen() {
    const on = (name, act) => part(this.box, name).addEventListener("click", act);
    for (const name of ["close", "done"]) on(name, () => this.#leave());
    on("undo", () => this.undo());
    on("retry", () => this.sender.retry());
    on("another", () => this.another(this.item.issue));
    on("change-category", () => this.#step("choose", text("choose")));
    part(this.box, "tiles").addEventListener("click", ({ target }) => {
      const tile = target.closest("[data-category]");
      if (tile) this.#choose(tile.dataset.category);
    });
  }

  /** The tiles used last come first. */
  #lastFirst() {
    const tiles = part(this.box, "tiles");
    const last = this.memory.lastCategories().map((code) => tiles.querySelector(`[data-category="${code}"]`));
    tiles.prepend(...last.filter(Boolean));
  }

  #choose(category) {
    if (this.started) return undefined;
    if (!this.item) return this.#start({ category });
    this.memory.keepCategory(category);
    this.items.change(this.item, { category });
    this.#step("edit", text("more"));
    return this.draw();
  }

  #start(given) {
    this.#startedAt = performance.now();
    if (this.item) this.fields.flush();
    const item = (this.started = this.item = this.items.create(this.#given(given), this.position.best()));
    navigator.vibrate?.(30);
    item.written.then(() => this.#drawStarted(item));
    setTimeout(() => this.#drawStarted(item), PATIENCE_MS);
  }

  /** As saved, or as being saved when that takes long; what more can be said of it comes below a frame later. */
  #drawStarted(item) {
    if (this.started !== item) return;
    this.started = null;
    if (this.item !== item) return;
    this.drawHead();
    this.#step("saved", text("more"));
    requestAnimationFrame(() => setTimeout(() => {
      const { dataset } = this.box;
      if (this.item !== item || dataset.step !== "saved") return;
      dataset.step = "edit";
      this.memory.keepCategory(item.issue.category);
      this.fields.fill(item.issue);
      this.draw();
    }));
  }

  #given(given) {
    return { kind: this.fields.kind(), place_type: this.memory.placeType() || null, ...given };
  }

  #change(fields) {
    if (!this.item) return undefined;
    if (fields.place_type) this.memory.keepPlaceType(fields.place_type);
    const done = this.items.change(this.item, fields);
    this.draw();
    return done;
  }

  #leave() {
    this.fields.flush();
    this.dispatchEvent(new Event("close"));
  }

  #step(step, title) {
    this.addPlace();
    this.box.dataset.step = step;
    const heading = part(this.box, "title");
    heading.textContent = title;
    scrollTo(0, 0);
    heading.focus({ preventScroll: true });
  }
}
