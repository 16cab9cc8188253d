// On a walk with stops, or one that follows another: what was seen then is looked at again, and how
// safe each stop feels is told. All of it goes through the phone's outbox.

import { part } from "../capture/page.js";
import { Card } from "./card.js";
import { Desk } from "./desk.js";
import { Feeling } from "./feeling.js";

/** Take up what lies in the phone, and follow what happens from now on. `app` as in walk/settle.js. */
export async function begin(app) {
  const { walk, root, sender, outbox } = app;
  const desk = new Desk(app, { walk_id: walk.dataset.walk, root });
  const cards = [...walk.querySelectorAll("[data-earlier]")].map((it) => new Card(app, desk, it, () => draw()));
  const feelings = [...walk.querySelectorAll("[data-feeling]")].map((it) => new Feeling(app, desk, it));
  for (const one of [...cards, ...feelings]) await one.fill();
  let drawing = Promise.resolve();
  const draw = () => {
    drawing = drawing.then(async () => {
      const letters = await outbox.list();
      for (const one of [...cards, ...feelings]) one.draw(letters);
      count(walk, cards);
    });
    return drawing;
  };
  for (const source of [sender, outbox]) source.addEventListener("change", draw);
  app.recheck = desk;
  await draw();
  if (cards.length) await camera(app);
  walk.dataset.recheck = "ready";
}

/** A new picture over the faint one from the last time. */
async function camera({ walk, fetched }) {
  const { offerCamera } = await fetched(() => import("./camera.js"));
  offerCamera(walk);
}

function count(walk, cards) {
  const place = part(walk, "recheck-count");
  if (!place) return;
  const n = cards.filter((card) => card.answered).length;
  const said = place.dataset.words.replace("{n}", n).replace("{all}", cards.length);
  if (place.textContent !== said) place.textContent = said;
}
