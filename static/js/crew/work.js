// One fix on a page: its forms, the box that says what of it lies in the phone, and what to do when
// it could not be sent. Made for the fix's own page and for each errand of a round.

import { makeRoom } from "../capture/room.js";
import { shrink } from "../capture/shrink.js";
import { Desk } from "./desk.js";
import { MoveForm } from "./form.js";
import { Phone } from "./phone.js";
import { standing } from "./standing.js";

const BY_LETTER = ["start", "resume", "finish", "hold", "plan", "bounce"];

/** Events: "kept" (something was said), "settled" (all of it has come). */
export class Work extends EventTarget {
  plain = false; // nothing could be kept: the next tap sends it straight away
  #said = "";
  #thrown = false;
  #undo = null;
  #held = false;

  /** `place` holds the forms, `box` the phone's parts; `given` is {fix_id, person_id, root, version, maxPhotos}. */
  constructor(app, { place, box, ...given }) {
    super();
    const { fix_id, person_id, root } = given;
    Object.assign(this, { app, box, given, found: standing([]) });
    this.desk = new Desk({ ...app, fix_id, person_id, root });
    const forms = [...place.querySelectorAll("form[data-move]")].filter((it) => BY_LETTER.includes(it.dataset.move));
    this.forms = forms.map((it) => new MoveForm(it, shrink));
    for (const form of this.forms) form.form.addEventListener("submit", (event) => this.#submitted(event, form));
    this.phone = new Phone(box, this.#acts());
  }

  /** Show how it stands, from all letters of the phone. */
  async draw(letters) {
    const { own, others } = this.desk.among(letters);
    this.found = standing(own, this.app.sender);
    this.mark = await this.desk.mark();
    this.phone.others(others);
    const settled = this.#held && !own.length && !this.#thrown;
    this.#held = own.length > 0;
    if (settled) return this.#settle();
    for (const form of this.forms) form.mark(form.move === this.found.mine?.move ? this.found.field : null);
    if (this.app.store.shut) return this.phone.draw({ ...this.found, says: "notOnDisk" });
    if (!this.#held && this.received && !this.#said) return undefined; // said a moment ago
    return this.phone.draw(this.#said ? { state: "problem", says: this.#said } : this.found);
  }

  /** What waits is in its form again. */
  fill() {
    const { mine } = this.found;
    const form = this.forms.find((it) => it.move === mine?.move);
    form?.fill(mine.fields);
    return form;
  }

  #settle() {
    this.received = true;
    this.phone.draw({ state: "received", says: "" });
    this.dispatchEvent(new Event("settled"));
  }

  #submitted(event, form) {
    if (event.defaultPrevented || this.plain || this.app.store.shut) return;
    event.preventDefault();
    this.#keep(form);
  }

  /** Save what a form says; says whether it is kept. */
  async #keep(form) {
    const { own } = await this.desk.held();
    const waiting = own.filter((letter) => letter.photo_id).length;
    if (waiting + form.chosen > this.given.maxPhotos) return this.#problem("tooMany", form);
    if (form.chosen) this.phone.draw({ state: "preparing" });
    const { move } = form;
    const version = Number(this.given.version);
    try {
      const pictures = await form.pictures();
      const write = () => this.desk.save({ move, version, fields: form.said() }, pictures);
      await write().catch(() => makeRoom(this.app.store).then(write));
    } catch (error) {
      this.plain = error.message !== "tooLarge";
      return this.#problem(this.plain ? "notKept" : "tooLarge", form);
    }
    form.done();
    return this.#kept();
  }

  #kept() {
    Object.assign(this, { received: false });
    this.#said = "";
    this.#thrown = false;
    this.phone.thrown(false);
    this.dispatchEvent(new Event("kept"));
    this.app.sender.hurry();
    this.box.scrollIntoView({ block: "nearest" });
    return true;
  }

  #problem(says, form) {
    this.#said = says;
    delete form.form.dataset.sent;
    this.app.draw();
    return false;
  }

  #acts() {
    return {
      onRetry: () => this.app.sender.retry(),
      onAnyway: () => this.#anyway(),
      onThrow: async () => {
        this.#thrown = true;
        this.#undo = await this.desk.throwAway();
        this.phone.thrown(true);
      },
      onUndo: async () => {
        await this.desk.putBack(this.#undo);
        this.#thrown = false;
        this.phone.thrown(false);
      },
    };
  }

  /** Mine on top of theirs, in the words of the form where it stands filled in. */
  async #anyway() {
    const { current, mine } = this.found;
    const form = this.forms.find((it) => it.move === mine.move);
    this.given.version = current.version;
    if (form) await this.desk.save({ move: mine.move, version: current.version, fields: form.said() }, await form.pictures());
    await this.desk.sayAnyway(current);
    form?.done();
    this.#kept();
  }
}
