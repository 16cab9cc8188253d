// Words and pieces of markup come from the page: script holds neither.

let words = null;

/** A sentence of the page with its places filled: text("number", {n: 7}). */
export function text(name, values = {}) {
  words ??= JSON.parse(document.querySelector("[data-texts]").textContent);
  return Object.entries(values).reduce((said, [key, value]) => said.replace(`{${key}}`, value), words[name] || "");
}

/** A copy of a template's content: piece("photo"). */
export function piece(name) {
  const template = document.querySelector(`template[data-piece="${name}"]`);
  const copy = template.content.firstElementChild.cloneNode(true);
  for (const use of copy.querySelectorAll("use")) {
    const near = `#icon-${use.getAttribute("href").split("#")[1]}`;
    if (document.querySelector(near)) use.setAttribute("href", near);
  }
  return copy;
}

/** The full name and the short word of a category, or of none. */
export function categoryWords(code) {
  return document.querySelector(`template[data-piece="category-${code || "none"}"]`).dataset;
}

/** Put a copy of a piece in a place that only ever holds one, or nothing; leaves alone what is there already. */
export function show(place, name = "", detail = "") {
  const key = `${name} ${detail}`;
  if (place.dataset.shows === key) return;
  place.dataset.shows = key;
  if (!name) return place.replaceChildren();
  const shown = piece(name);
  if (detail) shown.querySelector("span").append(" ", detail);
  place.replaceChildren(shown);
}

/** `21.14` in Swedish, `21:14` elsewhere, from UTC text; on Swedish clocks wherever the phone is. */
export function clockTime(utc, language = document.documentElement.lang) {
  const form = new Intl.DateTimeFormat(language || "sv", {
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
    timeZone: "Europe/Stockholm",
  });
  const shown = form.format(new Date(utc));
  return language.startsWith("sv") ? shown.replace(":", ".") : shown;
}

/** The one element in `box` with this data attribute: part(box, "done"). */
export function part(box, name) {
  return box.querySelector(`[data-${name}]`);
}
