// The fields of the panel and the issue's value: each change is saved a moment after it is made.
// The kind of place is remembered on the phone from one issue to the next.

const PAUSE_MS = 500;
const KEY = "place-type";
const LAST = "categories";
const MOST_LAST = 3; // one row of tiles: the others stay where the thumb knows them
const NAMES = ["note", "proposal", "place_text", "place_type", "pole_number", "stop_id"];
const CHOICES = ["place_type", "stop_id"]; // nothing chosen is null, not an empty text

export class Fields {
  #timer = null;
  #known = {}; // what the form showed when it was last filled or saved

  /** `onChange(fields)` gets what a person has changed since; false when that could not be done. */
  constructor(box, onChange) {
    Object.assign(this, { box, onChange });
    box.addEventListener("input", ({ target }) => NAMES.includes(target.name) && this.#soon());
    box.addEventListener("change", () => this.flush());
  }

  /** Show the values of an issue. */
  fill(issue) {
    clearTimeout(this.#timer);
    for (const name of this.#names()) this.#field(name).value = issue[name] || "";
    this.chooseKind(issue.kind);
    this.#known = this.#now();
  }

  chooseKind(kind) {
    for (const input of this.box.querySelectorAll('[name="kind"]')) input.checked = input.value === kind;
  }

  /** The kind chosen now: needed before there is an issue. */
  kind() {
    return this.box.querySelector('[name="kind"]:checked')?.value || "problem";
  }

  /** Save what has been typed at once, before leaving. */
  flush() {
    clearTimeout(this.#timer);
    const now = this.#now();
    // What nobody touched here may be newer elsewhere: another tab writes too.
    const touched = Object.entries(now).filter(([name, value]) => value !== this.#known[name]);
    if (this.onChange(Object.fromEntries(touched)) !== false) this.#known = now;
  }

  #now() {
    const fields = Object.fromEntries(this.#names().map((name) => [name, this.#said(name)]));
    return { ...fields, kind: this.kind() };
  }

  /** A walk without stops has no choice of one. */
  #names() {
    return NAMES.filter((name) => this.#field(name));
  }

  #said(name) {
    return this.#field(name).value || (CHOICES.includes(name) ? null : "");
  }

  #field(name) {
    return this.box.querySelector(`[name="${name}"]`);
  }

  #soon() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.flush(), PAUSE_MS);
  }
}

/** The kind of place and the categories chosen last. Storage may be shut: then it lasts for this page. */
export class Memory {
  /** `given` is the server's memory, used when the phone has none. */
  constructor(given = "") {
    this.type = read(KEY) || given;
  }

  placeType() {
    return this.type;
  }

  /** The categories used last, newest first. */
  lastCategories() {
    return read(LAST).split(" ").filter(Boolean);
  }

  keepCategory(code) {
    const last = [code, ...this.lastCategories().filter((it) => it !== code)].slice(0, MOST_LAST);
    write(LAST, last.join(" "));
  }

  keepPlaceType(type) {
    this.type = type;
    write(KEY, type);
  }
}

function read(key) {
  try {
    return localStorage.getItem(key) || "";
  } catch {
    return "";
  }
}

function write(key, value) {
  try {
    localStorage.setItem(key, value);
  } catch {
    // a private window
  }
}
