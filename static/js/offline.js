// The page without a network: the walks this phone knows, and what of each lies only here.

import { Store } from "./capture/store.js";

const box = document.querySelector("[data-offline]");
const store = new Store();

const [walks, letters] = await store.read(["walks", "outbox"], async (tx) => [
  await tx.objectStore("walks").getAll(),
  await tx.objectStore("outbox").getAll(),
]);
const list = box.querySelector("[data-kept-walks]");
for (const walk of walks.sort((a, b) => b.seenAt - a.seenAt)) list.append(row(walk));
box.querySelector("[data-kept]").hidden = !walks.length;
box.querySelector("[data-kept-none]").hidden = walks.length > 0;

function row({ id, title, path }) {
  const made = box.querySelector("[data-kept-walk]").content.firstElementChild.cloneNode(true);
  Object.assign(made.querySelector("a"), { href: path, textContent: title });
  const n = new Set(letters.filter((letter) => letter.walk_id === id).map((letter) => letter.client_id)).size;
  const words = box.querySelector(n === 1 ? "[data-kept-one]" : "[data-kept-many]").textContent;
  made.querySelector(".row-meta").textContent = n ? words.replace("{n}", n) : "";
  return made;
}
