// The place of the issue in the panel: what the phone said, in words; the map when asked for.

import { fromOther, fromPhone, fromPin } from "../capture/issue.js";
import { part, show, text } from "../capture/page.js";
import { band } from "../capture/position.js";
import { metres } from "./metres.js";

const WITHOUT = { searching: "placeSearching", denied: "placeDenied", missing: "placeMissing" };
const FAR_M = 5_000; // a position of the town before, or of 0° 0′
const CAN_ASK = ["off", "ready"];

/** The band of an issue's place: good, usable, check, set, far (from `centre`, the walk's), known, pin or none. */
export function placeBand(issue, centre = null) {
  if (issue.lat === null) return "none";
  if (issue.position_source === "pin") return "pin";
  if (centre && metres(issue, centre) > FAR_M) return "far";
  return issue.accuracy === null ? "known" : band(issue.accuracy);
}

/** The sentence about an issue's place; `state` is that of the phone's position, `centre` the walk's. */
export function placeSentence(issue, state, centre = null) {
  const kind = placeBand(issue, centre);
  if (kind === "known" && issue.position_source === "copied") return text("placeCopied");
  if (kind === "none") return text(WITHOUT[state] || "placeNone");
  return text(`place${kind[0].toUpperCase()}${kind.slice(1)}`, { m: Math.round(issue.accuracy) });
}

export class Place {
  #picker = null;
  #chosen = null;

  /** `onChange(fields)` gets the new place fields. */
  constructor(box, dialog, { items, position, onChange }) {
    Object.assign(this, { box, dialog, items, position, onChange, item: null });
    part(box, "place-use").addEventListener("click", () => this.#usePhone());
    part(box, "place-same").addEventListener("click", () => this.onChange(fromOther(this.#before())));
    part(box, "place-map").addEventListener("click", () => this.#openMap());
    part(dialog, "place-save").addEventListener("click", () => this.#save());
    part(dialog, "place-cancel").addEventListener("click", () => dialog.close());
    part(dialog, "picker-locate").addEventListener("click", () => this.#locate());
    position.addEventListener("change", () => this.#followPhone());
  }

  /** Whose place it is from now on. */
  of(item) {
    this.item = item;
  }

  draw(item) {
    this.of(item);
    const said = part(this.box, "place-said");
    said.textContent = placeSentence(item.issue, this.position.state, this.#centre());
    said.dataset.band = placeBand(item.issue, this.#centre());
    part(this.box, "place-same").hidden = item.issue.lat !== null || !this.#before();
    part(this.box, "place-use").hidden = item.issue.position_source === "gps" || !CAN_ASK.includes(this.position.state);
  }

  #centre() {
    const { centre } = JSON.parse(part(this.dialog, "picker").dataset.config);
    return centre && { lat: centre[0], lon: centre[1] };
  }

  /** What the phone knows now, beside the tiles. */
  drawNow(place) {
    const fix = this.position.best();
    const kind = fix ? band(fix.accuracy) : this.position.state === "searching" ? "searching" : "none";
    place.hidden = false;
    show(place, `place-${kind}`, fix ? `±\u00a0${Math.round(fix.accuracy)}\u00a0m` : "");
  }

  /** The issue logged before this one, of those whose place is known. */
  #before() {
    const { seq } = this.item.issue;
    const known = this.items.all().map(({ issue }) => issue).filter((it) => it.lat !== null && it.seq < seq);
    return known.reduce((a, b) => (a && a.seq > b.seq ? a : b), null);
  }

  #usePhone() {
    this.position.start();
    const fix = this.position.best();
    if (fix) this.onChange(fromPhone(fix, Date.now()));
  }

  async #openMap() {
    this.dialog.showModal();
    this.#chosen = null;
    const box = part(this.dialog, "picker");
    const { issue } = this.item;
    const fix = this.position.best();
    const start = issue.lat === null ? fix : { lat: issue.lat, lon: issue.lon, accuracy: issue.accuracy };
    try {
      this.#picker ??= await this.#makePicker(box, start);
      this.#picker.refresh();
      if (start) this.#picker.show(start, false);
    } catch {
      this.#picker = null;
      box.hidden = true;
      part(this.dialog, "place-problem").hidden = false;
    }
  }

  async #makePicker(box, start) {
    const { makePicker } = await import("../map/picker.js");
    box.hidden = false;
    part(this.dialog, "place-problem").hidden = true;
    const config = { ...JSON.parse(box.dataset.config), start: start || undefined };
    return makePicker(box, config, (place) => (this.#chosen = place));
  }

  #locate() {
    this.wantsPhone = true;
    this.position.start();
    this.#followPhone();
  }

  #followPhone() {
    const fix = this.position.best();
    if (!this.wantsPhone || !fix || !this.#picker) return;
    this.wantsPhone = false;
    this.#picker.show(fix, false);
    this.#chosen = { ...fix, gps: true };
  }

  #save() {
    const chosen = this.#chosen || (this.#picker && this.#picker.centre());
    this.dialog.close();
    if (!chosen) return;
    if (chosen.gps) this.onChange(fromPhone(chosen, Date.now()));
    else this.onChange(fromPin(this.item.issue, chosen));
  }
}
