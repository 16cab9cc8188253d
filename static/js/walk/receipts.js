// Compares what the phone believes was received with what the server has: after a restored backup
// of the server, what it no longer knows is sent again as long as the phone has it.

import { issueLetter, newNonce, photoLetter } from "../capture/letters.js";
import { ofWalk, putLast } from "../capture/order.js";

const EVERY_MS = 60_000;
let comparedAt = 0;

/** Compare now, whenever nothing more can leave, and when somebody taps to send. */
export function begin(app) {
  app.sender.addEventListener("idle", () => compare(app));
  document.addEventListener("click", ({ target }) => target.closest("[data-retry]") && compare(app, { asked: true }));
  return compare(app);
}

/**
 * Ask the server and put what it lacks back in the outbox; says how many letters that were, or null without
 * an answer. What still waits to leave is not compared. `asked`: a person wants it now.
 */
export async function compare(app, { asked = false } = {}) {
  if (!asked && Date.now() - comparedAt < EVERY_MS) return 0;
  const waiting = (await app.sender.letters()).filter(ofWalk);
  const settled = app.items.all().filter(({ issue }) => !waiting.some((it) => it.client_id === issue.client_id));
  const answer = await ask(app);
  comparedAt = answer ? Date.now() : 0; // whoever was not let in may be soon
  if (!answer) return null;
  const known = new Map(answer.issues.map((issue) => [issue.client_id, issue]));
  const letters = [];
  for (const item of settled) letters.push(...(await missing(app, item, known)));
  const lost = (await app.recheck?.again(answer, waiting)) || 0;
  const put = lost + (letters.length ? await again(app, letters) : 0);
  if (put) app.sender.hurry();
  return put;
}

/** Put in what the phone's disk still says; what was changed meanwhile has, or gets, a letter of its own. */
async function again({ store, outbox }, letters) {
  const put = await store.write(["outbox", "issues"], async (tx) => {
    const rows = new Map((await tx.objectStore("issues").getAll()).map((row) => [row.client_id, row]));
    const said = letters.filter((letter) => stands(rows.get(letter.client_id), letter));
    await putLast(tx, said);
    return said.length;
  });
  outbox.told();
  return put;
}

function stands(row, { photo_id, rev }) {
  if (!row || row.removed) return false;
  return photo_id ? row.issue.photo_ids.includes(photo_id) : row.issue.rev === rev;
}

async function ask({ walk, root, outbox, home }) {
  const path = `${root}/walks/${walk.dataset.walk}/receipts`;
  const nonce = newNonce(); // an old answer, or another's, would tell of another time
  const held = await outbox.held(walk.dataset.walk);
  const headers = { Accept: "application/json", "X-Walkapp": "1", "X-Walkapp-Nonce": nonce, "X-Walkapp-Unsent": held };
  const response = await fetch(path, { headers, redirect: "error", cache: "no-store" }).catch(() => null);
  const answer = (await response?.json().catch(() => null)) || {};
  if (answer.nonce === nonce) home.outside(["login", "unknown_walk"].includes(answer.result) ? response.status : 0);
  if (answer.result !== "receipts" || answer.nonce !== nonce || answer.walk_id !== walk.dataset.walk) return null;
  return answer;
}

/** Letters for what was received once and is not there now. */
async function missing({ items, root }, item, known) {
  const { issue } = item;
  if (!item.receipt || item.removed || !item.madeAt) return [];
  const there = known.get(issue.client_id);
  const letters = there && there.rev >= issue.rev ? [] : [issueLetter(issue, root)];
  const lost = item.photos.filter((photo) => photo.receivedAt && issue.photo_ids.includes(photo.photo_id));
  for (const photo of lost.filter(({ photo_id }) => !there || there.missing_photos.includes(photo_id))) {
    const picture = await items.keeper.picture(photo);
    if (picture) letters.push({ ...(await photoLetter(issue.client_id, picture, root, issue.walk_id)), body: null });
  }
  return letters;
}
