// The form of a move: read, filled in again with what waits, its pictures made small.

import { newId } from "../capture/letters.js";

const MAX_BYTES = 20 * 1024 * 1024; // what the server takes in
const OURS = ["csrf_token", "version", "photos", "from"];

export class MoveForm {
  /** `shrink(file)` makes {bytes, type}. */
  constructor(form, shrink) {
    Object.assign(this, { form, shrink, move: form.dataset.move });
  }

  /** What is typed, by the names of the fields. */
  said() {
    const fields = {};
    for (const [name, value] of new FormData(this.form)) if (!OURS.includes(name)) fields[name] = value;
    return fields;
  }

  /** Put back what was typed before. */
  fill(fields) {
    for (const [name, value] of Object.entries(fields)) {
      const field = this.form.elements[name];
      if (!field) continue;
      field.value = value;
      field.dispatchEvent(new Event("input", { bubbles: true })); // the counter counts again
    }
    for (let fold = this.form.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
  }

  /** Mark the one field that was refused, or none. */
  mark(wrong) {
    for (const field of this.form.elements) {
      if (wrong && field.name === wrong) field.setAttribute("aria-invalid", "true");
      else field.removeAttribute("aria-invalid");
    }
  }

  /** How many pictures are chosen. */
  get chosen() {
    return this.#files.length;
  }

  /** The chosen pictures, made small; one at a time, for a phone has little memory. */
  async pictures() {
    const made = [];
    for (const file of this.#files) {
      const { bytes, type } = await this.shrink(file);
      if (bytes.byteLength > MAX_BYTES) throw new Error("tooLarge");
      made.push({ photo_id: newId(), bytes, type });
    }
    return made;
  }

  /** The pictures are in the phone: the field is ready for others. */
  done() {
    const { photos } = this.form.elements;
    if (photos) {
      photos.value = "";
      photos.dispatchEvent(new Event("change"));
    }
    delete this.form.dataset.sent;
  }

  get #files() {
    return [...(this.form.elements.photos?.files || [])];
  }
}
