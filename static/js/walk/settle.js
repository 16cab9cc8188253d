// What stands around the capture panel: the list, the sending state, undo, edits, and the address.

import { ofWalk } from "../capture/order.js";
import { part, text } from "../capture/page.js";
import { care } from "./care.js";
import { Home } from "./home.js";
import { List } from "./list.js";

/** What was just done, with its undoing: fetched when there is something to say. */
async function say(...said) {
  const bar = await import("../snackbar.js");
  bar.say(...said);
}

/** Take up what lies in the phone, and follow what happens from now on. `app` holds the page's parts. */
export async function settle(app) {
  const { walk, items, panel, sender } = app;
  const remove = (item) => takeAway(app, item);
  app.list = new List(part(walk, "own"), { items, sender, onEdit: (item) => edit(app, item), onRemove: remove, onRestore: (item) => items.restore(item) });
  app.home = new Home(walk, { ...app, then: () => panel && (app.box.hidden || panel.soon()) });
  history.scrollRestoration = "manual"; // leaving the panel must not bring back the list's old scroll
  listenToPage(app);
  listenToWalk(app);
  listenToSending(app);
  await app.fetched(() => items.load());
  for (const item of items.all()) item.cameraLost = Boolean(item.camera);
  if (panel) openFromAddress(app);
  app.home.soon();
  if (walk.querySelector("[data-recheck], [data-feeling]")) await (await app.fetched(() => import("../recheck/start.js"))).begin(app);
  await care(app);
}

function edit({ enter, panel }, item) {
  enter(() => panel.edit(item));
}

function takeAway({ items }, item) {
  items.remove(item);
  sayRemoved(items, item);
}

function sayRemoved(items, item) {
  const back = () => {
    items.restore(item);
    say(text("back"));
  };
  say(text("removed"), { action: text("undo"), run: back });
}

/** The item behind a row that the server drew. */
function adopted({ items, root }, link) {
  const issue = JSON.parse(link.dataset.issue);
  const photos = issue.photo_ids.map((photo_id) => ({ photo_id, preview: `${root}/photos/${photo_id}/480.jpg` }));
  return items.adopt(issue, photos);
}

async function refreshWhenSent({ box, sender, list, home }) {
  if ((box && !box.hidden) || (await sender.letters()).some(ofWalk)) return;
  await list.refresh();
  home.soon();
}

function listenToPage(app) {
  const { box, sender, panel } = app;
  const flush = () => box && !box.hidden && panel.fields.flush();
  addEventListener("online", () => sender.wake());
  addEventListener("pageshow", () => sender.wake());
  addEventListener("pagehide", flush);
  document.addEventListener("visibilitychange", () => (document.hidden ? flush() : sender.wake()));
  addEventListener("beforeunload", (event) => {
    flush();
    if (app.home.atRisk()) event.preventDefault();
  });
}

function listenToWalk(app) {
  const { walk, items, sender, position, panel } = app;
  const on = (name, act) => part(walk, name).addEventListener("click", act);
  on("retry", () => sender.retry());
  on("flash-another", () => app.enter(() => panel.another(app.home.latest.issue)));
  part(walk, "ask-place-yes")?.addEventListener("click", () => position.start());
  const own = part(walk, "own");
  own.addEventListener("click", (event) => {
    const link = event.target.closest("[data-edit]");
    if (!link || !panel) return;
    event.preventDefault();
    edit(app, adopted(app, link));
  });
  own.addEventListener("submit", (event) => {
    const link = event.target.matches("[data-remove]") && event.target.parentElement.querySelector("[data-edit]");
    if (!link || !panel) return;
    event.preventDefault();
    takeAway(app, adopted(app, link));
  });
  position.addEventListener("change", () => items.mend(position.best()));
}

function listenToSending(app) {
  const { sender, items, panel, outbox } = app;
  sender.addEventListener("received", () => refreshWhenSent(app));
  sender.addEventListener("conflict", ({ detail }) => {
    const item = items.get(detail.client_id);
    if (item && detail.op === "issue.put") items.fork(item);
  });
  outbox.channel?.addEventListener("message", () => items.load());
  panel?.addEventListener("undone", ({ detail }) => sayRemoved(items, detail));
  app.left = (item) => {
    app.home.latest = item || app.home.latest;
    app.home.draw();
    refreshWhenSent(app);
  };
}

/** The plain pages send those who have script here: #new, or #edit-<client_id>. */
function openFromAddress(app) {
  const link = app.walk.querySelector(`[data-edit="${CSS.escape(location.hash.replace("#edit-", ""))}"]`);
  const wanted = location.hash;
  history.replaceState(null, "", location.pathname + location.search);
  if (wanted === "#new") app.enter(() => app.panel.open());
  else if (link) edit(app, adopted(app, link));
}
