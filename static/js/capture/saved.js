// The card of what is saved: what it is, how far it has come, and what went wrong.

import { categoryWords, clockTime, part, show, text } from "./page.js";
import { drawTrouble, photoState, stateOf } from "./state.js";

const POLES = ["belysning"];

/** Draws `item` in `box`; needs `sender`, `photos`, and `place` and `nearby` once they are there. */
export class Card extends EventTarget {
  item = null;
  started = null; // what is being written for the first time, and not drawn yet
  #frame = 0;

  /** Draw with the next frame, once for all that changes until then. */
  soon() {
    this.#frame ||= requestAnimationFrame(() => this.draw());
  }

  async draw() {
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    if (this.started) return undefined; // it is drawn as soon as it is written
    this.place?.of(this.item); // at once: a tap may come before the rest is drawn
    this.place?.drawNow(part(this.box, "place-now"));
    part(this.box, "saved").hidden = !this.item;
    drawPhotoProblem(this.box, this.item);
    if (!this.item) return drawTrouble(part(this.box, "trouble"), { state: "received", sentence: "" });
    if (this.item.saving) this.drawHead();
    const letters = await this.sender.letters();
    if (!this.item) return undefined;
    drawSaved(this.box, this.item, { letters, sender: this.sender });
    this.photos.draw(this.item, letters, this.sender);
    this.nearby?.draw(this.item);
    return this.place?.draw(this.item);
  }

  /** That it is saved, or not yet, is known without reading the letters; what was said of another is gone. */
  drawHead() {
    const { box, item, sender } = this;
    part(box, "saved").hidden = false;
    if (item.saving || !item.memory) drawSaved(box, item, { letters: [], sender });
  }
}

/** Draw the card of an item from its letters; `sender` says what leaves now. */
function drawSaved(box, item, { letters, sender }) {
  const { issue, receipt } = item;
  const found = stateOf(item, letters, sender);
  const { name, word } = categoryWords(issue.category);
  show(part(box, "saved-icon"), `category-${issue.category || "none"}`);
  part(box, "saved-name").textContent = name;
  part(box, "another-word").textContent = text("another", { word });
  part(box, "another").hidden = !issue.category;
  const number = receipt?.number ? ` · ${text("number", { n: receipt.number })}` : "";
  const detail = found.state === "received" && receipt?.received_at ? clockTime(receipt.received_at) + number : "";
  show(part(box, "saved-state"), `state-${found.state}`, detail);
  part(box, "pole").hidden = !POLES.includes(issue.category);
  part(box, "camera-lost").hidden = !item.cameraLost;
  part(box, "forked").hidden = !item.forked;
  const photoTold = found.state === "attention" && item.photos.some((photo) => photoState(photo, letters).state === "attention");
  const own = letters.filter((letter) => letter.client_id === issue.client_id);
  const calm = { state: "received", sentence: "" };
  drawTrouble(part(box, "trouble"), photoTold ? calm : found, { waiting: sender.waiting, letters: own });
}

/** Say why a picture did not come along. */
function drawPhotoProblem(box, item) {
  const place = part(box, "photos-problem");
  const problem = item?.photoProblem;
  if (item) place.hidden = !problem;
  if (problem) place.querySelector("span").textContent = text(problem);
}
