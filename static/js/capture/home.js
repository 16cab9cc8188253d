// The walk page around the panel: what has been sent, what went wrong, what to do next.

import { categoryWords, clockTime, part, text } from "./page.js";
import { drawTrouble, stateOf, unsent, worst } from "./state.js";

export class Home {
  letters = [];
  latest = null;
  #drawing = null;

  /** `then` is called after each drawing, for the panel. */
  constructor(walk, { items, sender, position, list, then }) {
    Object.assign(this, { walk, items, sender, position, list, then });
    for (const source of [items, sender, position]) source.addEventListener("change", () => this.soon());
  }

  /** Whether closing the page now would lose something. */
  atRisk() {
    const busy = (item) => item.making || item.photos.some((photo) => photo.state === "preparing");
    return this.letters.length > 0 || this.items.all().some((item) => !item.removed && busy(item));
  }

  /** Draw once for many changes. */
  soon() {
    this.#drawing ??= setTimeout(() => {
      this.#drawing = null;
      this.draw();
    }, 20);
  }

  async draw() {
    this.letters = await this.sender.letters();
    const found = worst(this.items.all().map((item) => stateOf(item, this.letters)));
    this.#drawSendState(found.state);
    drawTrouble(part(this.walk, "trouble"), found);
    this.list.draw(this.letters);
    this.#drawFlash();
    part(this.walk, "ask-place").hidden = this.position.state !== "off";
    this.then();
  }

  #drawSendState(state) {
    const place = document.querySelector("[data-send-state]");
    const n = unsent(this.items.all(), this.letters);
    const told = { received: "allSent", sending: "sending" }[state] || (n === 1 ? "unsentOne" : "unsentMany");
    const said = text(told, { n });
    place.hidden = false;
    place.dataset.sendState = state;
    if (place.textContent !== said) place.textContent = said; // said aloud only when it changes
  }

  #drawFlash() {
    const flash = part(this.walk, "flash");
    const { latest } = this;
    const at = latest && !latest.removed && latest.receipt?.received_at;
    flash.hidden = !at || stateOf(latest, this.letters).state !== "received";
    if (flash.hidden) return;
    part(flash, "flash-words").textContent = text("receivedFlash", { time: clockTime(at) });
    const another = part(flash, "flash-another");
    another.hidden = !latest.issue.category;
    another.querySelector("span").textContent = text("another", { word: categoryWords(latest.issue.category).word });
  }
}
