// How far an issue has come, in the words the page knows; and what to say when it could not be sent.

import { part, text } from "./page.js";

/** How far an item has come: sending, failed, login, attention or received, with the sentence to show. */
export function stateOf(item, letters) {
  const own = letters.filter((letter) => letter.client_id === item.issue.client_id);
  const withTrouble = (...kinds) => own.find((letter) => kinds.includes(letter.trouble));
  const refused = withTrouble("refused");
  if (refused) return { state: "attention", sentence: refused.sentence };
  const login = withTrouble("login");
  if (login) return { state: "login", sentence: login.sentence };
  const late = withTrouble("network", "server");
  if (late) return { state: "failed", sentence: late.sentence || "" };
  const busy = own.length || item.making || item.photos.some((photo) => photo.state === "preparing");
  return { state: busy ? "sending" : "received", sentence: "" };
}

/** How many issues are not wholly received. */
export function unsent(items, letters) {
  return items.filter((item) => stateOf(item, letters).state !== "received").length;
}

/** The state of one photo: preparing, sending, failed, attention or received. */
export function photoState(photo, letters) {
  const letter = letters.find((it) => it.photo_id === photo.photo_id);
  if (!letter || !letter.trouble) return { state: photo.state, sentence: "" };
  const refused = letter.trouble === "refused";
  return { state: refused ? "attention" : "failed", sentence: letter.sentence };
}

/** Fill a trouble box from a state of state.js; hidden while all is well. */
export function drawTrouble(box, { state, sentence }) {
  const troubled = ["failed", "login", "attention"].includes(state);
  if (box.hidden === !troubled && box.dataset.said === state + sentence) return;
  box.dataset.said = state + sentence;
  box.hidden = !troubled;
  if (!troubled) return;
  const said = state === "login" ? text("login") : sentence || text("failed");
  part(box, "trouble-words").textContent = said;
  part(box, "join-again").hidden = state !== "login";
}

/** The worst state of several: what needs a person first. */
export function worst(states) {
  const rank = ["login", "attention", "failed", "sending", "received"];
  return states.sort((a, b) => rank.indexOf(a.state) - rank.indexOf(b.state))[0] || { state: "received", sentence: "" };
}
