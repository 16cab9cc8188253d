// How far an issue has come, in the words the page knows; and what to say when it could not be sent.

import { isDraft } from "./issue.js";
import { part, text } from "./page.js";

const TOLD = ["unsaved", "login", "attention"];
const WAITING = { network: "waitingNetwork", portal: "waitingPortal", server: "waitingServer", full: "waitingFull" };
const UNKNOWN_WALK = 404;
const TOO_LARGE = 413;

/**
 * How far an item has come, with the sentence to show: unsaved, login, attention, draft (no picture
 * came of it yet), saved (in the phone), sending, saving or received. `sender` says what leaves now.
 */
export function stateOf(item, letters, sender = {}) {
  if (item.unsaved) return { state: "unsaved", sentence: text(item.unsaved) };
  const own = letters.filter((letter) => letter.client_id === item.issue.client_id);
  const stuck = ["refused", "login"].map((trouble) => own.find((letter) => letter.trouble === trouble)).find(Boolean);
  if (stuck?.trouble === "login") return joinAgain(stuck.status);
  if (stuck) return { state: "attention", sentence: whyRefused(stuck) };
  if (item.memory && own.length) return { state: "unsaved", sentence: text("lost") };
  if (item.saving) return { state: "saving", sentence: "" };
  if (isDraft(item)) return { state: "draft", sentence: "" };
  if (own.some((letter) => letter.op_id === sender.sendingId)) return { state: "sending", sentence: "" };
  if (own.length) return { state: "saved", sentence: own.find((letter) => letter.sentence)?.sentence || "" };
  return { state: isReceived(item) ? "received" : "saved", sentence: "" };
}

/** No letter is no proof: the disk with the letters may be out of reach. */
export function isReceived({ receipt, photos }) {
  return Boolean(receipt) && photos.every((photo) => photo.receivedAt);
}

/** The state of a phone that the server does not know, or no longer knows in this walk. */
export function joinAgain(status) {
  return { state: "login", sentence: text(status === UNKNOWN_WALK ? "unknownWalk" : "login") };
}

/** The state of one photo: preparing, saved, sending, attention or received. */
export function photoState(photo, letters, sender = {}) {
  const letter = letters.find((it) => it.photo_id === photo.photo_id);
  if (!letter) return { state: photo.state, sentence: "" };
  if (letter.trouble === "refused") return { state: "attention", sentence: whyRefused(letter) };
  return { state: letter.op_id === sender.sendingId ? "sending" : "saved", sentence: "" };
}

function whyRefused({ sentence, status }) {
  return sentence || text(status === TOO_LARGE ? "tooLarge" : "refused");
}

/** Fill a trouble box: what needs a person, else why everything waits; hidden while all is well. */
export function drawTrouble(box, found, { waiting = "", letters = [] } = {}) {
  const needs = TOLD.includes(found.state);
  const waits = !needs && letters.length ? WAITING[waiting] : "";
  const said = needs ? found.sentence : waits ? found.sentence || text(waits) : "";
  if (box.hidden === !said && box.dataset.said === said) return;
  box.dataset.said = said;
  box.dataset.tone = found.state === "unsaved" ? "danger" : needs ? "warn" : "info";
  box.hidden = !said;
  part(box, "trouble-words").textContent = said;
  part(box, "join-again").hidden = found.state !== "login";
}
