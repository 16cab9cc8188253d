// The walker's own list: rows of what lies in the phone, and the server's own rows afresh.

import { categoryWords, clockTime, part, piece, show, text } from "../capture/page.js";
import { stateOf } from "../capture/state.js";

const ADDRESS = location.pathname + location.search;

export class List {
  #asked = 0;

  /** `onEdit(item)`, `onRemove(item)` and `onRestore(item)` act on rows that only this page knows. */
  constructor(box, { items, sender, onEdit, onRemove, onRestore }) {
    Object.assign(this, { box, items, sender, onEdit, onRemove, onRestore });
  }

  /** Show a row on top for each issue whose newest state the server's rows do not have. */
  draw(letters) {
    const rows = part(this.box, "own-rows");
    const own = this.items.all().sort((a, b) => (a.issue.seq || 0) - (b.issue.seq || 0));
    for (const item of own) this.#draw(rows, item, letters);
    this.#drawWaiting();
    rows.hidden = !rows.children.length;
    const empty = part(this.box, "own-empty");
    if (empty) empty.hidden = !rows.hidden;
  }

  /** Fetch the page again and take its list, when everything has been received. */
  async refresh() {
    const turn = (this.#asked += 1);
    const response = await fetch(ADDRESS, { headers: { Accept: "text/html" } }).catch(() => null);
    if (!response?.ok || response.redirected || turn !== this.#asked) return;
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const fresh = page.querySelector("[data-own]");
    if (!fresh || turn !== this.#asked) return;
    this.box.replaceChildren(...document.importNode(fresh, true).childNodes);
  }

  #draw(rows, item, letters) {
    const found = stateOf(item, letters, this.sender);
    const old = rows.querySelector(`[data-row="${item.issue.client_id}"]`);
    if (item.removed && !waits(item, letters)) return old?.remove();
    if (old && !old.dataset.local && !item.removed && (!item.madeAt || found.state === "received") && listedRev(old) >= item.issue.rev) return undefined;
    const row = old?.dataset.local ? old : this.#add(rows, item, old);
    return this.#fill(row, item, found);
  }

  #add(rows, item, old) {
    const row = piece("row");
    row.dataset.row = item.issue.client_id;
    row.dataset.local = "yes";
    part(row, "row-edit").addEventListener("click", () => this.onEdit(item));
    part(row, "row-remove").addEventListener("click", () => this.onRemove(item));
    part(row, "row-restore").addEventListener("click", () => this.onRestore(item));
    if (old) old.replaceWith(row);
    else rows.prepend(row);
    return row;
  }

  #fill(row, item, { state, sentence }) {
    const { issue, receipt, photos, removed } = item;
    for (const name of ["edit", "remove"]) part(row, `row-${name}`).hidden = removed;
    part(row, "row-restore").hidden = !removed;
    const time = state === "received" && receipt?.received_at ? clockTime(receipt.received_at) : "";
    part(row, "row-title").textContent = categoryWords(issue.category).name;
    part(row, "row-note").textContent = sentence || (removed ? text("removed") : state === "draft" ? text("draft") : issue.note);
    show(part(row, "row-state"), `state-${state}`, time);
    const first = photos.find((photo) => photo.preview);
    if (first) part(row, "row-media").replaceChildren(thumb(first));
    else show(part(row, "row-media"), `category-${issue.category || "none"}`);
  }

  /** Until the server has a clean copy, the phone shows its own picture. */
  #drawWaiting() {
    const mine = this.items.all().flatMap((item) => item.photos);
    for (const place of this.box.querySelectorAll("[data-waiting-photo]")) {
      const photo = mine.find((it) => it.photo_id === place.dataset.waitingPhoto && it.preview);
      if (photo && !place.querySelector("img")) place.replaceChildren(thumb(photo));
    }
  }
}

/** Whether the server has not been told of its removal yet. */
function waits({ issue }, letters) {
  return letters.some((letter) => letter.client_id === issue.client_id);
}

/** The edition that a row of the server shows; one that may no longer be changed is the last. */
function listedRev(row) {
  const link = row.querySelector("[data-issue]");
  return link ? JSON.parse(link.dataset.issue).rev : Number.POSITIVE_INFINITY;
}

function thumb(photo) {
  const frame = Object.assign(document.createElement("span"), { className: "thumb" });
  frame.append(Object.assign(document.createElement("img"), { src: photo.preview, alt: text("ownPhoto") }));
  return frame;
}
