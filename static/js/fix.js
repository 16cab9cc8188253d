// A fix's page: what is said there is saved in the phone first and sent by itself, also later and
// from another page. Without script, or where nothing can be kept, the forms work as they stand.

import { offerCamera } from "./recheck/camera.js";
import { opened, whenever } from "./crew/app.js";
import { Work } from "./crew/work.js";

const READ_MS = 1_200; // time to read that it was received
const box = document.querySelector("[data-crew]");

function hideForms(work, hidden) {
  for (const { form } of work.forms) form.hidden = hidden;
}

/** All of it has come: the page as it is now, after a moment; the list when the fix was given back. */
function received(work) {
  hideForms(work, true);
  const { page, list } = box.dataset;
  setTimeout(() => location.replace(work.mark?.move === "bounce" ? list : page), READ_MS);
}

async function start() {
  const { fix: fix_id, person: person_id, root, maxPhotos, version } = box.dataset;
  const app = await opened(root);
  if (!app) return;
  const given = { fix_id, person_id, root, version: Number(version), maxPhotos: Number(maxPhotos) };
  const work = new Work(app, { place: document, box, ...given });
  let wrote = false;
  app.draw = whenever(app, async () => {
    await work.draw(await app.outbox.list());
    const { mine, state } = work.found;
    if (wrote && !mine && state === "photos") hideForms(work, true); // its words have come
    wrote ||= Boolean(mine);
  });
  work.addEventListener("settled", () => received(work));
  await app.draw();
  if (!("tried" in box.dataset)) work.fill(); // else the server has just given it back
  box.dataset.ready = "yes";
  await app.sender.wake();
}

offerCamera(document);
start();
