// What others in the group have logged already: category and place alone, kept in the phone from the
// last fetch. "Me too" is a voice for theirs in place of one more issue of the same thing.

import { moveLetter } from "../capture/letters.js";
import { categoryWords, part, text } from "../capture/page.js";
import { say } from "../snackbar.js";
import { metres } from "./metres.js";

const WITHIN_M = 25; // as the leader's suggested groups
const EVERY_MS = 60_000;

/** The nearest issue of others that is likely the same thing, with its distance in metres, or null. */
export function alike(issue, others, voiced = []) {
  if (issue.lat === null || !issue.category || issue.kind === "good") return null;
  const found = others
    .filter((other) => other.category === issue.category && other.lat !== null && !voiced.includes(other.client_id))
    .map((other) => ({ ...other, metres: metres(issue, other) }))
    .filter((other) => other.metres <= WITHIN_M);
  return found.sort((a, b) => a.metres - b.metres)[0] || null;
}

export class Nearby {
  #others = [];
  #voiced = [];
  #dismissed = new Set();
  #askedAt = 0;

  /** `app` as in settle.js. */
  constructor(app) {
    Object.assign(this, { app, box: part(app.box, "alike") });
    part(this.box, "alike-yes").addEventListener("click", () => this.#voice());
    part(this.box, "alike-no").addEventListener("click", () => this.#dismiss());
    app.sender.addEventListener("idle", () => this.refresh());
  }

  /** What the phone fetched the last time, then afresh. */
  async load() {
    const { others = [], voiced = [] } = (await this.#row()) || {};
    [this.#others, this.#voiced] = [others, voiced];
    await this.refresh();
  }

  async refresh() {
    const { walk, root } = this.app;
    if (Date.now() - this.#askedAt < EVERY_MS) return;
    const headers = { Accept: "application/json", "X-Walkapp": "1" };
    const path = `${root}/walks/${walk.dataset.walk}/nearby`;
    const response = await fetch(path, { headers, redirect: "error", cache: "no-store" }).catch(() => null);
    const answer = response?.ok ? await response.json().catch(() => null) : null;
    if (answer?.walk_id !== walk.dataset.walk) return;
    this.#askedAt = Date.now();
    this.#others = answer.issues;
    await this.#keep();
  }

  /** Ask about the issue in the panel, if somebody has logged the like. */
  draw(item) {
    this.item = item;
    this.found = this.#dismissed.has(item.issue.client_id) || item.removed ? null : alike(item.issue, this.#others, this.#voiced);
    this.box.hidden = !this.found;
    if (!this.found) return;
    const m = Math.max(1, Math.round(this.found.metres));
    part(this.box, "alike-said").textContent = text("alike", { word: categoryWords(item.issue.category).name, m });
  }

  async #voice() {
    const { item, found } = this;
    const { items, outbox, sender, panel } = this.app;
    const alone = !item.photos.length && !item.issue.note.trim() && !item.issue.proposal.trim();
    const target = { client_id: found.client_id, walk_id: item.issue.walk_id };
    this.#voiced = [...this.#voiced, found.client_id];
    await outbox.add([await moveLetter(target, "voice", this.app.root)]);
    await this.#keep();
    sender.hurry();
    if (alone && panel.item === item) panel.undo(new Event("close"));
    else if (alone) items.remove(item);
    this.box.hidden = true;
    say(text("voiced"), { action: text("undo"), run: () => this.#takeBack(target, alone && item) });
  }

  async #takeBack(target, item) {
    const { items, outbox, sender, root } = this.app;
    this.#voiced = this.#voiced.filter((client_id) => client_id !== target.client_id);
    this.#dismissed.add(item ? item.issue.client_id : "");
    await outbox.add([await moveLetter(target, "unvoice", root)]);
    await this.#keep();
    if (item) items.restore(item);
    sender.hurry();
  }

  #dismiss() {
    this.#dismissed.add(this.item.issue.client_id);
    this.draw(this.item);
  }

  #row() {
    return this.app.store.read(["walks"], (tx) => tx.objectStore("walks").get(this.app.walk.dataset.walk));
  }

  #keep() {
    return this.app.store.write(["walks"], async (tx) => {
      const walks = tx.objectStore("walks");
      const row = await walks.get(this.app.walk.dataset.walk);
      if (row) await walks.put({ ...row, others: this.#others, voiced: this.#voiced });
    });
  }
}
