// The photos of the issue in the panel: chosen, shown from the phone's own memory, removed.

import { part, piece, text } from "./page.js";
import { photoState } from "./state.js";

const WORDS = {
  preparing: "photoPreparing",
  saved: "photoSaved",
  sending: "photoSending",
  received: "photoReceived",
  attention: "photoFailed",
};

export class Photos {
  #shown = new Map();

  /** `max` is how many photos one issue may have; `onCamera()`, `onAdd(files)` and `onRemove(photo_id)` act. */
  constructor(box, { max, onCamera, onAdd, onRemove }) {
    Object.assign(this, { box, max, onRemove, count: 0, list: part(box, "previews") });
    part(box, "camera-input").addEventListener("click", onCamera);
    for (const input of box.querySelectorAll("[data-add-photos]")) {
      input.addEventListener("change", () => {
        const files = [...input.files].slice(0, max - this.count);
        input.value = ""; // so that the same picture can be chosen again
        if (files.length) onAdd(files);
      });
    }
  }

  /** Show the photos of an item with their states. */
  draw(item, letters, sender) {
    const ids = item.photos.map((photo) => photo.photo_id);
    for (const [photo_id, shown] of this.#shown) {
      if (!ids.includes(photo_id)) this.#forget(photo_id, shown);
    }
    for (const photo of item.photos) this.#draw(photo, photoState(photo, letters, sender));
    this.count = ids.length;
    part(this.box, "photo-buttons").hidden = ids.length >= this.max;
    part(this.box, "photos-full").hidden = ids.length < this.max;
  }

  #draw(photo, { state, sentence }) {
    const shown = this.#shown.get(photo.photo_id) || this.#add(photo);
    const picture = shown.querySelector("img");
    if (photo.preview && picture.src !== photo.preview) picture.src = photo.preview;
    picture.hidden = !photo.preview || photo.hidden;
    shown.querySelector(".preview-wait").hidden = !picture.hidden;
    shown.dataset.state = state;
    part(shown, "photo-state").textContent = text(WORDS[state]);
    const problem = part(shown, "photo-problem");
    problem.hidden = !sentence;
    problem.textContent = sentence;
  }

  #add(photo) {
    const shown = piece("photo");
    part(shown, "remove-photo").addEventListener("click", () => this.onRemove(photo.photo_id));
    shown.querySelector("img").addEventListener("error", ({ target }) => {
      photo.hidden = target.hidden = true; // a format this browser cannot show, such as HEIC
    });
    this.list.append(shown);
    this.#shown.set(photo.photo_id, shown);
    return shown;
  }

  #forget(photo_id, shown) {
    shown.remove();
    this.#shown.delete(photo_id);
  }
}
