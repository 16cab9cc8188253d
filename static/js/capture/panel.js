// The capture panel. A tap on a tile saves; everything after that changes what is saved.

import { Fields } from "./fields.js";
import { likeIt } from "./issue.js";
import { part, text } from "./page.js";
import { Photos } from "./photos.js";
import { drawPhotoProblem, drawSaved } from "./saved.js";
import { drawTrouble } from "./state.js";

const TREMBLE_MS = 400; // a cold thumb taps twice

export class Panel extends EventTarget {
  item = null;
  #placing = null;
  #waits = false;
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
    this.item = null;
    part(this.box, "photos-problem").hidden = true;
    this.fields.fill({ kind: "problem", place_type: this.memory.placeType() });
    this.photos.draw({ photos: [] }, []);
    this.#lastFirst();
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
    if (performance.now() - this.#startedAt > TREMBLE_MS) this.#start(likeIt(issue));
  }

  /** Take back what was saved; `left` is told when the panel is left so, as when another's issue stands for it. */
  undo(left = new CustomEvent("undone", { detail: this.item })) {
    if (!this.item) return;
    this.items.remove(this.item);
    this.item = null;
    this.dispatchEvent(left);
  }

  async draw() {
    this.place?.of(this.item); // at once: a tap may come before the rest is drawn
    this.place?.drawNow(part(this.box, "place-now"));
    drawPhotoProblem(this.box, this.item);
    part(this.box, "saved").hidden = !this.item;
    if (!this.item) return drawTrouble(part(this.box, "trouble"), { state: "received", sentence: "" });
    // What the card said of another issue is not true of this one; that it is written needs no reading of letters.
    const { saving, receipt, memory } = this.item;
    if (saving || (this.#waits && !receipt && !memory)) drawSaved(this.box, this.item, { letters: [], sender: this.sender });
    this.#waits = saving > 0;
    const letters = await this.sender.letters();
    if (!this.item) return undefined;
    drawSaved(this.box, this.item, { letters, sender: this.sender });
    this.photos.draw(this.item, letters, this.sender);
    this.nearby?.draw(this.item);
    return this.place?.draw(this.item);
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
    this.memory.keepCategory(category);
    if (!this.item) return this.#start({ category });
    this.items.change(this.item, { category });
    this.#step("edit", text("more"));
    return this.draw();
  }

  #start(given) {
    this.#startedAt = performance.now();
    this.fields.flush();
    const item = (this.item = this.items.create(this.#given(given), this.position.best()));
    navigator.vibrate?.(30);
    requestAnimationFrame(() => this.item === item && this.#drawStarted(item)); // the writing of it begins first
  }

  #drawStarted({ issue }) {
    this.fields.fill(issue);
    this.#step("edit", text("more"));
    this.draw();
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
