// The walk page around the panel: what is kept where, what went wrong, what to do next.

import { isDraft } from "../capture/issue.js";
import { ofWalk } from "../capture/order.js";
import { categoryWords, clockTime, part, text } from "../capture/page.js";
import { drawTrouble, isReceived, joinAgain, stateOf } from "../capture/state.js";

const WORST_FIRST = ["unsaved", "login", "attention", "draft", "saved", "sending", "saving", "received"];

export class Home {
  letters = [];
  latest = null;
  #outside = 0;
  #drawing = null;

  /** `then` is called after each drawing, for the panel. */
  constructor(walk, { items, sender, position, list, then }) {
    Object.assign(this, { walk, items, sender, position, list, then });
    for (const source of [items, sender, position]) source.addEventListener("change", () => this.soon());
  }

  /** Whether closing the page now would lose something: what is not on disk. */
  atRisk() {
    const memory = this.items.store.shut && this.letters.length > 0;
    return Boolean(memory) || this.items.all().some((item) => item.saving || item.unsaved);
  }

  /** The server knows the phone, or with this status does not. */
  outside(status) {
    this.#outside = status;
    this.soon();
  }

  /** Draw once for many changes; that something is not yet sent shows at once. */
  soon() {
    if (this.#writes()) return this.#drawSendState("saving"); // when it is written, that is told too
    this.#drawing ??= setTimeout(() => {
      this.#drawing = null;
      this.draw();
    }, 20);
  }

  async draw() {
    const writes = this.#writes(); // then the letters read here may be older than what was written
    this.letters = (await this.sender.letters()).filter(ofWalk);
    const states = this.items.all().map((item) => stateOf(item, this.letters, this.sender));
    const found = worst(this.#outside ? [...states, joinAgain(this.#outside)] : states);
    if (!writes) this.#drawSendState(found.state);
    if (!this.walk.hidden) this.#drawWalk(found);
    const ask = part(this.walk, "ask-place");
    if (ask) ask.hidden = this.position.state !== "off";
    this.then();
  }

  /** What the panel covers is drawn when the panel is left: the thumb waits for the card. */
  #drawWalk(found) {
    drawTrouble(part(this.walk, "trouble"), found, { waiting: this.sender.waiting, letters: this.letters });
    this.list.draw(this.letters);
    this.#drawFlash();
  }

  #writes() {
    return this.items.all().some((item) => item.saving);
  }

  #drawSendState(worstState) {
    const place = document.querySelector("[data-send-state]");
    const n = unsent(this.items.all(), this.letters);
    const said = text(!n ? "allSent" : n === 1 ? "onlyHereOne" : "onlyHereMany", { n });
    place.hidden = false;
    place.dataset.sendState = !n ? "received" : this.sender.sendingId ? "sending" : worstState;
    if (place.textContent !== said) place.textContent = said; // said aloud only when it changes
  }

  #drawFlash() {
    const flash = part(this.walk, "flash");
    const { latest } = this;
    flash.hidden = !latest || latest.removed || latest.saving > 0 || stateOf(latest, this.letters).state === "unsaved";
    if (flash.hidden) return;
    const at = stateOf(latest, this.letters).state === "received" && latest.receipt?.received_at;
    part(flash, "flash-words").textContent = at ? text("receivedFlash", { time: clockTime(at) }) : text("savedFlash");
    const another = part(flash, "flash-another");
    another.hidden = !latest.issue.category;
    another.querySelector("span").textContent = text("another", { word: categoryWords(latest.issue.category).word });
  }
}

/** How many issues the server does not wholly have, or has yet to hear the removal of. */
export function unsent(items, letters) {
  const waiting = new Set(letters.map((letter) => letter.client_id));
  for (const item of items) {
    const settled = item.removed || isDraft(item) || isReceived(item);
    if (item.saving || item.unsaved || !settled) waiting.add(item.issue.client_id);
  }
  return waiting.size;
}

/** The worst state of several: what needs a person first. */
export function worst(states) {
  const rank = (found) => WORST_FIRST.indexOf(found.state);
  return [...states].sort((a, b) => rank(a) - rank(b))[0] || { state: "received", sentence: "" };
}
