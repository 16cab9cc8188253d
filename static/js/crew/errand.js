// One errand of a round as it looks now: what this phone has said about it counts at once, whether
// it is sent or not, until the page that was read is newer.

import { part, piece } from "../capture/page.js";

const LEADS_TO = { start: "in_progress", resume: "in_progress", hold: "on_hold", finish: "done", plan: "planned", bounce: "assessing" };

export class Errand {
  constructor(element) {
    Object.assign(this, { element });
  }

  get fix_id() {
    return this.element.dataset.fix;
  }

  get fold() {
    return this.element.querySelector("details");
  }

  /** Whether nothing is left to do here today. */
  get over() {
    return ["done", "on_hold", "assessing"].includes(this.element.dataset.now || this.element.dataset.state);
  }

  /** Show what was said last, if the page was read before it. Says whether that changed anything. */
  draw(mark) {
    const { dataset } = this.element;
    const now = mark && mark.version >= Number(dataset.version) ? mark.towards || LEADS_TO[mark.move] : "";
    if (now === dataset.now) return false;
    dataset.now = now;
    const place = part(this.element, "state-tag");
    if (now) place.replaceChildren(piece(`state-${now}`));
    for (const step of this.element.querySelectorAll("[data-step]")) step.hidden = !isShown(step.dataset, now);
    return true;
  }

  /** The main act: done at once when it asks for nothing, else its form is shown. */
  act(step) {
    const form = this.element.querySelector(`form[data-move="${step}"]`);
    const first = form.querySelector("textarea, select, input:not([type=hidden])");
    if (!first || step === "resume") return form.requestSubmit();
    for (let fold = form.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
    form.scrollIntoView({ block: "start" });
    return first.focus({ preventScroll: true });
  }

  /** Open this errand alone, its head at the top of the screen. */
  open() {
    for (const other of document.querySelectorAll("details[name=errand]")) other.open = other === this.fold;
    this.element.scrollIntoView({ block: "start" });
  }
}

function isShown({ step, onceStarted }, now) {
  if (!now) return onceStarted === undefined;
  if (["resume", "plan", "bounce"].includes(step)) return false;
  if (now === "planned") return onceStarted === undefined || step === "hold";
  return now === "in_progress" && step !== "start";
}
