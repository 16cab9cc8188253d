// The count that is always on the screen: on how many fixes something lies in this phone alone.

import { text } from "../capture/page.js";

const STUCK = { login: "login", refused: "attention" };

/** Draw it from the letters of everybody's work: what another wrote here is unsent too. */
export function drawCount(place, letters, { sendingId }) {
  const work = letters.filter(({ op }) => op.startsWith("fix"));
  const n = new Set(work.map(({ client_id }) => client_id)).size;
  const said = text(!n ? "allSent" : n === 1 ? "onlyHereOne" : "onlyHereMany", { n });
  const stuck = work.map(({ trouble }) => STUCK[trouble]).find(Boolean);
  place.dataset.sendState = !n ? "received" : sendingId ? "sending" : stuck || "saved";
  place.hidden = false;
  if (place.textContent !== said) place.textContent = said; // said aloud only when it changes
}
