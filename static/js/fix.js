// A fix's page: what is said to be done is saved in the phone first and sent by itself, also later
// and from another page. Without script, or where nothing can be kept, the form works as it stands.

import { post } from "./capture/api.js";
import { Keeper } from "./capture/keeper.js";
import { Outbox } from "./capture/outbox.js";
import { Pictures } from "./capture/pictures.js";
import { makeRoom } from "./capture/room.js";
import { Sender } from "./capture/send.js";
import { shrink } from "./capture/shrink.js";
import { Store } from "./capture/store.js";
import { inTurn } from "./capture/turn.js";
import { Desk } from "./crew/desk.js";
import { FinishForm } from "./crew/form.js";
import { Phone } from "./crew/phone.js";
import { standing } from "./crew/standing.js";

const READ_MS = 1_200; // time to read that it was received
const box = document.querySelector("[data-crew]");
const element = document.querySelector("form[data-finish]");

/** Save what the form says; `version` is that of the fix as it was read. Says whether it is kept. */
async function keep(app, { version, fields }) {
  const { form, desk, store } = app;
  const { own } = await desk.held();
  const waiting = own.filter((letter) => letter.photo_id).length;
  if (form && waiting + form.chosen > Number(box.dataset.maxPhotos)) return problem(app, "tooMany");
  if (form?.chosen) app.show({ state: "preparing" });
  try {
    const pictures = form ? await form.pictures() : [];
    const write = () => desk.save({ version, fields }, pictures);
    await write().catch(() => makeRoom(store).then(write));
  } catch (error) {
    app.plain = error.message !== "tooLarge"; // the next tap sends it straight away
    return problem(app, app.plain ? "notKept" : "tooLarge");
  }
  app.said = "";
  app.thrown = false;
  app.phone.thrown(false);
  form?.done();
  app.sender.hurry();
  box.scrollIntoView({ block: "nearest" });
  return true;
}

function problem(app, says) {
  app.said = says;
  if (app.form) delete app.form.form.dataset.sent;
  app.draw();
  return false;
}

async function draw(app) {
  const { own, others } = await app.desk.held();
  const found = standing(own, app.sender);
  app.phone.others(others);
  if (app.held && !own.length && !app.thrown) return received(app);
  app.held = own.length > 0;
  app.found = found;
  app.form?.mark(found.field);
  const wordsGone = app.wrote && !found.mine && own.length > 0;
  if (element) element.hidden = wordsGone;
  app.wrote ||= Boolean(found.mine);
  if (app.store.shut) return app.show({ ...found, says: "notOnDisk" });
  return app.show(app.said ? { state: "problem", says: app.said } : found);
}

/** All of it has come: the page as it is now, after a moment. */
function received(app) {
  if (element) element.hidden = true;
  app.show({ state: "received", says: "" });
  setTimeout(() => location.replace(box.dataset.page), READ_MS);
}

/** What waits is in the form again, unless the server has just given it back. */
function fill({ form, found }) {
  if (!form || !found.mine || "tried" in box.dataset) return;
  form.fill(found.mine.fields);
  for (let fold = element.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
}

function listen(app) {
  const { sender, outbox, form } = app;
  const soon = () => {
    app.drawing = (app.drawing || Promise.resolve()).then(() => draw(app));
  };
  app.draw = soon;
  for (const source of [sender, outbox]) source.addEventListener("change", soon);
  const wake = () => sender.wake();
  addEventListener("online", wake);
  addEventListener("pageshow", wake);
  document.addEventListener("visibilitychange", () => document.hidden || wake());
  form?.form.addEventListener("submit", (event) => {
    if (event.defaultPrevented || app.plain || app.store.shut) return;
    event.preventDefault();
    keep(app, form.said());
  });
}

function acts(app) {
  const { sender, desk, form } = app;
  return {
    onRetry: () => sender.retry(),
    onAnyway: () => keep(app, { ...(form ? form.said() : app.found.mine), version: app.found.current.version }),
    onThrow: async () => {
      app.thrown = true;
      app.undo = await desk.throwAway();
      app.phone.thrown(true);
    },
    onUndo: async () => {
      await desk.putBack(app.undo);
      app.thrown = false;
      app.phone.thrown(false);
    },
  };
}

async function start() {
  const { fix: fix_id, person: person_id, root } = box.dataset;
  const store = new Store();
  await store.read(["meta"], (tx) => tx.objectStore("meta").get("seq"));
  if (store.shut) return; // nothing can be kept here: the form sends as it always did
  const outbox = new Outbox(store);
  const pictures = new Pictures({ keeper: new Keeper({ store, outbox, root }), outbox, get: () => null }, shrink);
  const smaller = (letter) => pictures.again(letter);
  const sender = new Sender({ outbox, post, smaller, turn: (act) => inTurn(store, act) });
  const desk = new Desk({ store, outbox, fix_id, person_id, root });
  const form = element && new FinishForm(element, shrink);
  const app = { store, outbox, sender, desk, form, said: "", show: (found) => app.phone.draw(found) };
  app.phone = new Phone(box, acts(app));
  listen(app);
  await draw(app);
  fill(app);
  box.dataset.ready = "yes";
  await sender.wake();
}

if (window.isSecureContext && crypto.subtle && globalThis.indexedDB) start();
