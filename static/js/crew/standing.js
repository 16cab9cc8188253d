// How far one's work with a fix has come, from the letters that wait.

import { chain, saidIn, stillToSay } from "./letters.js";

const WAITING = { network: "waitingNetwork", portal: "waitingPortal", server: "waitingServer", full: "waitingFull" };

/**
 * {state, sentence, field, current, mine, may, photos}. The state is none, saved, sending, photos (the
 * words are received, pictures remain), login, refused or conflict; `current` is what the fix says
 * now; `mine` is what was written last, and `may` whether it can still be saved; a sentence of ours
 * is named by `says`, the server's is `sentence`.
 */
export function standing(letters, { sendingId = null, waiting = "" } = {}) {
  const words = chain(letters).at(-1);
  const found = { sentence: "", says: "", field: null, current: null, may: false, mine: words ? saidIn(words) : null };
  found.photos = letters.filter((it) => it.photo_id).length;
  const stuck = ["refused", "login"].map((trouble) => letters.find((it) => it.trouble === trouble)).find(Boolean);
  if (stuck) return { ...found, ...needing(stuck), may: Boolean(stuck.current && stillToSay(letters, stuck.current).length) };
  if (!letters.length) return { ...found, state: "none" };
  if (!words) return { ...found, state: "photos", says: WAITING[waiting] || "" };
  if (letters.some((it) => it.op_id === sendingId)) return { ...found, state: "sending" };
  return { ...found, state: "saved", sentence: words.sentence || "", says: WAITING[waiting] || "savedWords" };
}

function needing({ trouble, sentence, field, current }) {
  if (trouble === "login") return { state: "login", sentence, says: "loginWords" };
  return { state: current ? "conflict" : "refused", sentence, says: "refusedWords", field, current };
}
