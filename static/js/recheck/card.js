// One earlier fix on the page: a tap on an answer saves it in the phone, and so does a note or a picture.

import { part, show, text } from "../capture/page.js";
import { utc } from "../capture/issue.js";
import { shrink } from "../capture/shrink.js";
import { standing } from "./desk.js";

const MOST_PHOTOS = 5;
const TYPING_MS = 800;

export class Card {
  #turn = Promise.resolve(); // written in the order of the taps
  #problem = "";
  #typing = null;

  /** `draw` is called when something went wrong. */
  constructor(app, desk, element, draw) {
    Object.assign(this, { app, desk, element, redraw: draw, said: null });
    this.form = element.querySelector("[data-check-form]");
    if (!this.form) return;
    part(element, "check-save").hidden = true; // saved by itself
    this.#listen();
  }

  #listen() {
    const { photos } = this.form.elements;
    this.form.addEventListener("change", (event) => event.target === photos || this.#changed());
    photos.addEventListener("change", () => this.#changed()); // one that script makes does not bubble
    this.form.addEventListener("input", ({ target }) => {
      clearTimeout(this.#typing);
      if (target.name === "note" && this.said) this.#typing = setTimeout(() => this.#changed(), TYPING_MS);
    });
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#changed();
    });
    addEventListener("pagehide", () => this.said && this.#changed());
  }

  /** Whether this phone has answered. */
  get answered() {
    return Boolean(this.said || Number(this.element.dataset.rev));
  }

  /** Show what was said in this phone, where it is newer than the page. */
  async fill() {
    const mark = await this.desk.mark(this.element.dataset.fix);
    if (!mark || mark.rev < Number(this.element.dataset.rev)) return;
    this.said = mark;
    if (!this.form) return;
    const answer = this.form.querySelector(`[name=result][value="${CSS.escape(mark.result)}"]`);
    if (answer) answer.checked = true;
    this.form.elements.note.value = mark.note;
  }

  /** Show how far it has come. */
  draw(letters) {
    const own = letters.filter((it) => it.client_id === this.#id());
    const found = standing(own, this.answered, this.app.sender);
    const lost = own.length && this.app.store.shut;
    const state = this.#problem === "full" || lost ? "unsaved" : found.state;
    if (state) show(part(this.element, "check-state"), `state-${state}`);
    if (!this.form) return;
    const answer = this.form.querySelector("[name=result]:checked");
    if (answer && this.answered) part(this.element, "check-word").textContent = answer.dataset.word;
    this.#drawProblem(lost ? text("lost") : this.#problem ? this.#words() : found.sentence);
    this.#drawPhotos();
  }

  #words() {
    return this.#problem === "choose" ? this.element.closest("[data-recheck]").dataset.choose : text(this.#problem);
  }

  #drawProblem(words) {
    const place = part(this.form, "check-problem");
    if (place.textContent !== words) place.textContent = words;
    place.hidden = !words;
  }

  #drawPhotos() {
    const place = part(this.form, "check-photos");
    const n = this.said?.photo_ids.length || 0;
    place.textContent = !n ? "" : n === 1 ? place.dataset.one : place.dataset.many.replace("{n}", n);
  }

  /** The server's own check goes on under its id; else the id this phone chose first. */
  #id() {
    const { rev, check } = this.element.dataset;
    return Number(rev) ? check : this.said?.check_id || check;
  }

  #changed() {
    this.#turn = this.#turn.then(() => this.#keep());
    return this.#turn;
  }

  async #keep() {
    const { result, note, photos } = this.form.elements;
    const files = [...photos.files].slice(0, MOST_PHOTOS - (this.said?.photo_ids.length || 0));
    if (!result.value) return note.value || files.length ? this.#failed("choose") : undefined;
    if (!files.length && this.said?.result === result.value && this.said.note === note.value) return undefined;
    const rev = Math.max(this.said?.rev || 0, Number(this.element.dataset.rev)) + 1;
    const said = { check_id: this.#id(), fix_id: this.element.dataset.fix, rev, result: result.value, note: note.value, photo_ids: this.said?.photo_ids || [] };
    try {
      const pictures = [];
      for (const file of files) pictures.push(await shrink(file)); // one at a time, for a phone has little memory
      this.said = await this.desk.check(said, pictures, utc(Date.now()));
    } catch (error) {
      return this.#failed(error.name === "QuotaExceededError" ? "full" : "unreadable");
    }
    if (files.length) this.#empty(photos);
    this.#problem = "";
    return this.app.sender.hurry();
  }

  #failed(problem) {
    this.#problem = problem;
    return this.redraw();
  }

  /** The pictures are in the phone: the field is ready for others, and says so. */
  #empty(photos) {
    photos.value = "";
    photos.dispatchEvent(new Event("change"));
  }
}
