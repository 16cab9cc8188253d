// Leaving a walk: what this phone still holds is counted and listed first; afterwards the phone
// forgets the walk, its pictures and its pages.

import { Store } from "./capture/store.js";

const store = new Store();
const STORES = ["issues", "photos", "outbox", "walks", "log"];

/** Fill the form with what lies in the phone, which knows it better than the server. */
async function ask(form) {
  const { walk } = form.dataset;
  const [rows, letters] = await store.read(["issues", "outbox"], async (tx) => [
    await tx.objectStore("issues").getAll(),
    (await tx.objectStore("outbox").getAll()).filter((letter) => letter.walk_id === walk),
  ]);
  const held = [...new Set(letters.map((letter) => letter.client_id))];
  const photos = letters.filter((letter) => letter.op === "photo.put").length;
  form.elements.empty.value = held.length ? "" : "1";
  form.elements.unsent.value = `${held.length}/${photos}`;
  form.querySelector("[data-leave-held]").hidden = !held.length;
  const loss = form.querySelector("[data-leave-loss]");
  loss.disabled = !held.length;
  loss.required = held.length > 0;
  const words = form.querySelector("[data-leave-words]");
  words.textContent = words.dataset[held.length === 1 ? "one" : "many"].replace("{n}", held.length);
  list(form, held.map((client_id) => rows.find((row) => row.client_id === client_id)).filter(Boolean));
}

function list(form, rows) {
  const place = form.querySelector("[data-leave-list]");
  const names = JSON.parse(place.dataset.names);
  place.replaceChildren(...rows.map(({ issue }) => {
    const said = [names[issue.category] || names[""], issue.note].filter(Boolean).join(": ");
    return Object.assign(document.createElement("li"), { textContent: said });
  }));
  place.hidden = !rows.length;
}

/** The walk has been left: nothing of it stays in the phone. */
async function forget(walk) {
  await store.write(STORES, async (tx) => {
    const gone = (await tx.objectStore("issues").getAll()).filter((row) => row.walk_id === walk);
    for (const { client_id, photos } of gone) {
      for (const { photo_id } of photos) await tx.objectStore("photos").delete(photo_id);
      await tx.objectStore("issues").delete(client_id);
    }
    for (const letter of await tx.objectStore("outbox").getAll()) {
      if (letter.walk_id === walk) await tx.objectStore("outbox").delete(letter.op_id);
    }
    await tx.objectStore("walks").delete(walk);
  });
  for (const name of ["pages", "pictures"]) await globalThis.caches?.delete(name);
  localStorage.removeItem("place-type");
  localStorage.removeItem("categories");
}

const form = document.querySelector("[data-leave]");
const left = document.querySelector("[data-left]");
if (form) await ask(form);
if (left) await forget(left.dataset.left);
document.documentElement.dataset.leaving = "ready";
