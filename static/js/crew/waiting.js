// On a list of fixes: what lies in the phone of one's own work, with the way to each; and it is sent.

import { part, text } from "../capture/page.js";
import { opened, whenever } from "./app.js";
import { chain, saidIn } from "./letters.js";

/** Show and send what waits; `box` is the part of the page for it. */
export async function showWaiting(box) {
  const app = await opened(box.dataset.root);
  if (!app) return;
  part(box, "waiting-send").addEventListener("click", () => app.sender.retry());
  const draw = whenever(app, async () => drawn(box, await app.outbox.list(), app.sender));
  await draw();
  await app.sender.wake();
}

function drawn(box, letters, { waiting }) {
  const all = letters.filter((it) => it.op.startsWith("fix"));
  const own = all.filter((it) => it.person_id === box.dataset.person);
  const fixes = [...new Set(own.map((it) => it.client_id))];
  if (box.hidden && !all.length) return;
  box.hidden = false;
  const sent = !all.length;
  box.dataset.tone = sent ? "good" : "warn";
  const count = fixes.length === 1 ? "one" : fixes.length ? "many" : "none";
  part(box, "waiting-title").textContent = sent ? text("received") : text(count, { n: fixes.length });
  part(box, "waiting-why").textContent = text(waiting);
  part(box, "waiting-why").hidden = !text(waiting);
  part(box, "waiting-list").replaceChildren(...fixes.map((id) => line(box, id, own.filter((it) => it.client_id === id))));
  part(box, "waiting-others").hidden = own.length === all.length;
  part(box, "waiting-send").hidden = !own.length;
}

function line({ dataset }, id, letters) {
  const item = document.createElement("li");
  const link = document.createElement("a");
  const last = chain(letters).at(-1);
  const said = last && saidIn(last);
  link.href = dataset.address.replace("FIX", id);
  link.textContent = [text(`said_${said?.move || "photo"}`), said?.fields.done_text || said?.fields.planned_action || said?.fields.reason].filter(Boolean).join(": ");
  const stuck = letters.find((it) => ["refused", "login"].includes(it.trouble));
  item.append(link, stuck ? ` ${text(stuck.current ? "conflict" : stuck.trouble)}` : "");
  return item;
}
