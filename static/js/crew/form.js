// The form that says a fix is done: read, filled in again with what waits, its pictures made small.

import { newId } from "../capture/letters.js";

const MAX_BYTES = 20 * 1024 * 1024; // what the server takes in
const OURS = ["csrf_token", "version", "photos"];

export class FinishForm {
  /** `shrink(file)` makes {bytes, type}. */
  constructor(form, shrink) {
    Object.assign(this, { form, shrink });
  }

  /** What is typed: {version, fields}. */
  said() {
    const fields = {};
    for (const [name, value] of new FormData(this.form)) if (!OURS.includes(name)) fields[name] = value;
    return { version: Number(this.form.elements.version.value), fields };
  }

  /** Put back what was typed before. */
  fill(fields) {
    for (const [name, value] of Object.entries(fields)) {
      const field = this.form.elements[name];
      if (!field) continue;
      field.value = value;
      field.dispatchEvent(new Event("input", { bubbles: true })); // the counter counts again
    }
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
    return this.form.elements.photos.files.length;
  }

  /** The chosen pictures, made small; one at a time, for a phone has little memory. */
  async pictures() {
    const made = [];
    for (const file of this.form.elements.photos.files) {
      const { bytes, type } = await this.shrink(file);
      if (bytes.byteLength > MAX_BYTES) throw new Error("tooLarge");
      made.push({ photo_id: newId(), bytes, type });
    }
    return made;
  }

  /** The pictures are in the phone: the field is ready for others. */
  done() {
    const { photos } = this.form.elements;
    photos.value = "";
    photos.dispatchEvent(new Event("change"));
    delete this.form.dataset.sent;
  }
}
