// The walker's page: joins the capture panel and the sender, then what stands around them. Without
// it, or where the browser gives no digest (plain http on a network), the page's links and forms work.

import { post } from "./capture/api.js";
import { Memory } from "./capture/fields.js";
import { Items } from "./capture/items.js";
import { Outbox } from "./capture/outbox.js";
import { part } from "./capture/page.js";
import { Panel } from "./capture/panel.js";
import { Position } from "./capture/position.js";
import { Sender } from "./capture/send.js";
import { ready, shrink } from "./capture/shrink.js";
import { Store } from "./capture/store.js";
import { inTurn } from "./capture/turn.js";

const RETRY_MS = 3_000;
const HURRY_MS = 1_000;
const walk = document.querySelector("[data-walk]");
const bar = document.querySelector("[data-main-bar]");
const box = document.querySelector("[data-capture]");

async function start() {
  const { walk: walkId, root, maxPhotos, name: author } = walk.dataset;
  const store = new Store();
  const outbox = new Outbox(store);
  const smaller = async (letter) => (await import("./walk/smaller.js")).smaller(items, shrink, letter);
  const sender = new Sender({ outbox, post, smaller, turn: (act) => inTurn(store, act) });
  const items = new Items({ store, outbox, sender, shrink, walkId, author, root });
  const position = new Position();
  const memory = new Memory(box?.querySelector('[name="place_type"]').value);
  const app = { walk, bar, box, store, outbox, sender, items, position, root, fetched };
  if (box) app.panel = new Panel(box, { items, sender, position, memory, max: Number(maxPhotos) });
  if (box) openPanel(app);
  for (const source of [items, sender]) source.addEventListener("change", () => box?.hidden === false && app.panel.soon());
  position.resume();
  const { settle } = await fetched(() => import("./walk/settle.js"));
  await settle(app);
}

/** The rest of the page may come late, when the network went away while the page was being opened. */
async function fetched(load) {
  for (;;) {
    try {
      return await load();
    } catch {
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
    }
  }
}

/** What a thumb reaches first works before the rest of the page does. */
function openPanel(app) {
  const on = (name, act) =>
    part(bar, name).addEventListener("click", (event) => {
      event.preventDefault();
      act();
    });
  app.enter = (act) => {
    if (box.hidden) history.pushState({ capture: true }, "");
    app.toggle(true);
    act();
  };
  app.toggle = (open) => {
    box.hidden = !open;
    walk.hidden = bar.hidden = open;
    document.body.toggleAttribute("data-capturing", open);
    if (open) setTimeout(ready, HURRY_MS); // a picture may follow, and the tap before it comes first
  };
  on("log", () => app.enter(() => app.panel.open()));
  openCamera(app, on);
  for (const event of ["close", "undone"]) app.panel.addEventListener(event, () => leave(app));
  addEventListener("popstate", () => (history.state?.capture ? app.toggle(true) : left(app)));
}

function openCamera(app, on) {
  const camera = part(bar, "camera");
  camera.hidden = false;
  on("log-camera", () => {
    app.panel.startWithCamera();
    camera.click();
  });
  camera.addEventListener("change", () => {
    const files = [...camera.files];
    camera.value = "";
    if (files.length) app.enter(() => app.panel.open(files));
  });
  camera.addEventListener("cancel", () => app.panel.cancelCamera());
}

/** Going back takes a moment; a second tap meanwhile must not leave the walk's page too. */
function leave(app) {
  if (app.leaving) return;
  app.leaving = Boolean(history.state?.capture);
  if (app.leaving) history.back();
  else left(app);
}

function left(app) {
  app.leaving = false;
  if (box.hidden) return;
  app.panel.fields.flush();
  const { item } = app.panel;
  app.panel.item = null;
  app.toggle(false);
  scrollTo(0, 0);
  part(bar, "log").focus({ preventScroll: true });
  app.left?.(item);
}

if (window.isSecureContext && crypto.subtle) start();
