// The walker's page: joins the capture panel, the list and the sender. Without it, or where the
// browser gives no digest (plain http on a network), the links and forms of the page work as they are.

import { post } from "./capture/api.js";
import { Memory } from "./capture/fields.js";
import { Home } from "./capture/home.js";
import { Items } from "./capture/items.js";
import { MemoryOutbox } from "./capture/letters.js";
import { List } from "./capture/list.js";
import { part, text } from "./capture/page.js";
import { Panel } from "./capture/panel.js";
import { Position } from "./capture/position.js";
import { Sender } from "./capture/send.js";
import { shrink } from "./capture/shrink.js";
import { say } from "./snackbar.js";

const walk = document.querySelector("[data-walk]");
const bar = document.querySelector("[data-main-bar]");
const box = document.querySelector("[data-capture]");

function start() {
  const { walk: walkId, root, maxPhotos } = walk.dataset;
  const sender = new Sender({ outbox: new MemoryOutbox(), post });
  const items = new Items({ sender, shrink, walkId, root });
  const position = new Position();
  const memory = new Memory(box.querySelector('[name="place_type"]').value);
  const panel = new Panel(box, { items, sender, position, memory, max: Number(maxPhotos) });
  const app = { sender, items, position, panel, root };
  const remove = (item) => takeAway(app, item);
  app.list = new List(part(walk, "own"), { items, onEdit: (item) => edit(app, item), onRemove: remove });
  app.home = new Home(walk, { ...app, then: () => box.hidden || panel.draw() });
  history.scrollRestoration = "manual"; // leaving the panel must not bring back the list's old scroll
  listenToPage(app);
  listenToWalk(app);
  listenToSending(app);
  position.resume();
  app.home.soon();
  openFromAddress(app);
}

function enter(act) {
  if (box.hidden) history.pushState({ capture: true }, "");
  toggle(true);
  act();
}

function toggle(open) {
  box.hidden = !open;
  walk.hidden = bar.hidden = open;
  document.body.toggleAttribute("data-capturing", open);
}

function leave(app) {
  if (history.state?.capture) history.back();
  else left(app);
}

function left({ panel, home, sender, list }) {
  if (box.hidden) return;
  panel.fields.flush();
  home.latest = panel.item || home.latest;
  panel.item = null;
  toggle(false);
  scrollTo(0, 0);
  part(bar, "log").focus({ preventScroll: true });
  home.soon();
  refreshWhenSent({ sender, list, home });
}

function edit({ panel }, item) {
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

async function refreshWhenSent({ sender, list, home }) {
  if (!box.hidden || (await sender.letters()).length) return;
  await list.refresh();
  home.soon();
}

function listenToPage(app) {
  addEventListener("popstate", () => (history.state?.capture ? toggle(true) : left(app)));
  addEventListener("online", () => app.sender.wake());
  addEventListener("pageshow", () => app.sender.wake());
  document.addEventListener("visibilitychange", () => document.hidden || app.sender.wake());
  addEventListener("beforeunload", (event) => {
    if (!box.hidden) app.panel.fields.flush();
    if (app.home.atRisk()) event.preventDefault();
  });
}

function listenToWalk(app) {
  const on = (place, name, act) =>
    part(place, name).addEventListener("click", (event) => {
      event.preventDefault();
      act();
    });
  const camera = part(bar, "camera");
  camera.hidden = false;
  camera.addEventListener("change", () => {
    const files = [...camera.files];
    camera.value = "";
    if (files.length) enter(() => app.panel.open(files));
  });
  on(bar, "log", () => enter(() => app.panel.open()));
  on(bar, "log-camera", () => camera.click());
  on(walk, "retry", () => app.items.retry());
  on(walk, "flash-another", () => enter(() => app.panel.another(app.home.latest.issue)));
  on(walk, "ask-place-yes", () => app.position.start());
  listenToRows(app, part(walk, "own"));
}

function listenToRows(app, own) {
  own.addEventListener("click", (event) => {
    const link = event.target.closest("[data-edit]");
    if (!link) return;
    event.preventDefault();
    edit(app, adopted(app, link));
  });
  own.addEventListener("submit", (event) => {
    const link = event.target.matches("[data-remove]") && event.target.parentElement.querySelector("[data-edit]");
    if (!link) return;
    event.preventDefault();
    takeAway(app, adopted(app, link));
  });
}

function listenToSending(app) {
  app.sender.addEventListener("received", () => refreshWhenSent(app));
  app.position.addEventListener("change", () => app.items.mend(app.position.best()));
  app.panel.addEventListener("close", () => leave(app));
  app.panel.addEventListener("undone", ({ detail }) => {
    leave(app);
    sayRemoved(app.items, detail);
  });
}

/** The plain pages send those who have script here: #new, or #edit-<client_id>. */
function openFromAddress(app) {
  const link = walk.querySelector(`[data-edit="${CSS.escape(location.hash.replace("#edit-", ""))}"]`);
  const wanted = location.hash;
  history.replaceState(null, "", location.pathname + location.search);
  if (wanted === "#new") enter(() => app.panel.open());
  else if (link) edit(app, adopted(app, link));
}

if (window.isSecureContext && crypto.subtle) start();
