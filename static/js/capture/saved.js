// The card of what is saved: what it is, how far it has come, and what went wrong.

import { categoryWords, clockTime, part, show, text } from "./page.js";
import { drawTrouble, photoState, stateOf } from "./state.js";

const POLES = ["belysning"];

/** Draw the card of an item from its letters; `sender` says what leaves now. */
export function drawSaved(box, item, { letters, sender }) {
  const { issue, receipt } = item;
  const found = stateOf(item, letters, sender);
  const { name, word } = categoryWords(issue.category);
  show(part(box, "saved-icon"), `category-${issue.category || "none"}`);
  part(box, "saved-name").textContent = name;
  part(box, "another-word").textContent = text("another", { word });
  part(box, "another").hidden = !issue.category;
  const number = receipt?.number ? ` · ${text("number", { n: receipt.number })}` : "";
  const detail = found.state === "received" && receipt?.received_at ? clockTime(receipt.received_at) + number : "";
  show(part(box, "saved-state"), `state-${found.state}`, detail);
  part(box, "pole").hidden = !POLES.includes(issue.category);
  part(box, "camera-lost").hidden = !item.cameraLost;
  part(box, "forked").hidden = !item.forked;
  const photoTold = found.state === "attention" && item.photos.some((photo) => photoState(photo, letters).state === "attention");
  const own = letters.filter((letter) => letter.client_id === issue.client_id);
  const calm = { state: "received", sentence: "" };
  drawTrouble(part(box, "trouble"), photoTold ? calm : found, { waiting: sender.waiting, letters: own });
}

/** Say why a picture did not come along. */
export function drawPhotoProblem(box, item) {
  const place = part(box, "photos-problem");
  const problem = item?.photoProblem;
  if (item) place.hidden = !problem;
  if (problem) place.querySelector("span").textContent = text(problem);
}
