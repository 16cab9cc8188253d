// How safe a stop feels: one tap, kept in the phone and sent without anybody's name.

import { part, show } from "../capture/page.js";
import { standing } from "./desk.js";

export class Feeling {
  #said = false;

  constructor(app, desk, form) {
    Object.assign(this, { app, desk, form, stop_id: form.dataset.feeling });
    form.addEventListener("submit", (event) => {
      const value = Number(event.submitter?.value);
      if (!value) return;
      event.preventDefault();
      this.#keep(value, event.submitter);
    });
  }

  /** Show what was answered in this phone. */
  async fill() {
    const mark = await this.desk.mark(this.stop_id);
    if (mark) this.#press(mark.value);
  }

  /** Show how far it has come. */
  draw(letters) {
    const own = letters.filter((it) => it.op === "feeling.put" && it.stop_id === this.stop_id);
    const { state } = standing(own, this.#said, this.app.sender);
    if (state) show(part(this.form, "feeling-state"), `state-${own.length && this.app.store.shut ? "unsaved" : state}`);
  }

  /** What cannot be kept in the phone is sent as the form it is. */
  async #keep(value, button) {
    try {
      await this.desk.feel(this.stop_id, value);
    } catch {
      const plain = Object.assign(document.createElement("input"), { type: "hidden", name: "value", value: button.value });
      this.form.append(plain);
      this.form.submit();
      return;
    }
    this.#press(value);
    this.app.sender.hurry();
  }

  #press(value) {
    this.#said = true;
    for (const button of this.form.querySelectorAll("[name=value]")) button.setAttribute("aria-pressed", String(Number(button.value) === value));
  }
}
