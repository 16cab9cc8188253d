// The box on a fix's page that says what of it lies in the phone, and lets a person settle what
// could not be sent: mine beside theirs, saved anyway or thrown away.

import { part, text } from "../capture/page.js";

const TITLES = {
  saved: "saved",
  sending: "sending",
  photos: "received",
  received: "received",
  preparing: "preparing",
  login: "login",
  refused: "refused",
  conflict: "conflict",
  problem: "refused",
};
const TONES = { received: "good", photos: "good", login: "warn", refused: "warn", problem: "warn", conflict: "warn" };

export class Phone {
  /** Acts: onRetry, onAnyway, onThrow, onUndo. */
  constructor(box, acts) {
    Object.assign(this, { box });
    part(box, "retry").addEventListener("click", acts.onRetry);
    part(box, "anyway").addEventListener("click", acts.onAnyway);
    part(box, "throw").addEventListener("click", ({ currentTarget }) => this.#throw(currentTarget, acts.onThrow));
    part(box, "undo").addEventListener("click", acts.onUndo);
  }

  /** Show how it stands (see standing.js); `says` is one of the page's sentences. */
  draw(found) {
    const box = part(this.box, "phone");
    const shown = found.state in TITLES;
    box.dataset.tone = TONES[found.state] || "info";
    box.dataset.state = found.state;
    write(part(box, "phone-title"), text(TITLES[found.state]));
    write(part(box, "phone-words"), wordsOf(found));
    write(part(box, "phone-photos"), countOf(found));
    part(box, "retry").hidden = !["saved", "photos", "login"].includes(found.state);
    part(box, "sign-in").hidden = found.state !== "login";
    part(box, "anyway").hidden = !(found.state === "conflict" && found.may);
    part(box, "throw").hidden = !["refused", "conflict"].includes(found.state);
    this.#drawBoth(found);
    box.hidden = !shown;
  }

  /** Show that what was written is thrown away, and how to have it back. */
  thrown(yes) {
    part(this.box, "thrown").hidden = !yes;
    const button = part(this.box, "throw");
    delete button.dataset.sure;
    button.querySelector("span").textContent = text("throw");
  }

  /** Say that something of somebody else's waits here too. */
  others(yes) {
    part(this.box, "others").hidden = !yes;
  }

  #throw(button, act) {
    if (button.dataset.sure) return act();
    button.dataset.sure = "yes";
    button.querySelector("span").textContent = text("throwSure");
    return undefined;
  }

  #drawBoth({ state, mine, current, may }) {
    const both = part(this.box, "both");
    both.hidden = state !== "conflict";
    if (both.hidden) return;
    write(part(both, "mine"), mine ? inWords(mine) : "");
    write(part(both, "theirs"), current.done_text || (mine?.move === "plan" && current.planned_action) || "");
    write(part(both, "theirs-state"), current.state_words);
    part(both, "news").replaceChildren(...current.news.map(line));
    part(both, "may-not").hidden = may;
  }
}

function wordsOf({ sentence, says, state }) {
  if (state === "conflict") return text("conflictWords");
  const ours = says ? text(says) : "";
  return state === "refused" || state === "login" ? [sentence, ours].filter(Boolean).join(" ") : sentence || ours;
}

/** What was said with a move, as one would read it aloud. */
function inWords({ move, fields }) {
  if (move === "finish") return fields.done_text || "";
  const told = [text(`hold_${fields.hold_reason}`), fields.planned_action, dayOf(fields.due_on), fields.reason, fields.whose];
  return [text(`said_${move}`), told.filter(Boolean).join(". ")].filter(Boolean).join(": ");
}

function dayOf(day) {
  return day ? new Date(day).toLocaleDateString(document.documentElement.lang, { dateStyle: "medium" }) : "";
}

function countOf({ photos, state }) {
  if (!photos) return "";
  const left = state === "photos" ? "Left" : "";
  return text(photos === 1 ? `photo${left}` : `photos${left}`, { n: photos });
}

function line({ line: words, by, when, text: said }) {
  const item = document.createElement("li");
  item.append([words, by, when].filter(Boolean).join(", "));
  if (said) item.append(": ", Object.assign(document.createElement("q"), { textContent: said }));
  return item;
}

/** Said aloud only when it changes; an empty place takes no room. */
function write(place, words) {
  if (place.textContent !== words) place.textContent = words;
  place.hidden = !words;
}
