// About this phone: whether the browser keeps what lies here, whether the server has what was sent,
// and which hand holds it.

import { part } from "../capture/page.js";
import { compare } from "./receipts.js";

const HAND = "hand";

export function begin(app) {
  const box = part(app.walk, "about-phone");
  part(box, "compare").addEventListener("click", () => compareNow(app, box));
  const left = part(box, "left-hand");
  left.checked = document.documentElement.dataset.hand === "left";
  left.addEventListener("change", () => hold(left.checked));
  box.addEventListener("toggle", () => drawKept(app, box), true); // the answer may have come since
  box.hidden = false;
  return drawKept(app, box);
}

/** What the browser answered when it was asked to keep what is stored; older ones do not say. */
async function drawKept({ store }, box) {
  const kept = !store.shut && (await navigator.storage?.persisted?.().catch(() => false));
  show(box, "kept", kept ? "yes" : "no");
}

async function compareNow(app, box) {
  show(box, "compared", "");
  const put = await compare(app, { asked: true });
  show(box, "compared", put === null ? "unknown" : put ? "again" : "all");
}

function show(box, name, chosen) {
  for (const words of box.querySelectorAll(`[data-${name}]`)) words.hidden = words.dataset[name] !== chosen;
}

/** theme.js puts the choice on the page before it is drawn. */
function hold(left) {
  const { dataset } = document.documentElement;
  if (left) dataset.hand = "left";
  else delete dataset.hand;
  try {
    if (left) localStorage.setItem(HAND, "left");
    else localStorage.removeItem(HAND);
  } catch {
    // Storage is shut: the choice lasts for this page.
  }
}
