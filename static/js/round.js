// Today's round: each errand's forms go through the phone's outbox, the page is kept in the phone,
// and the order can be changed by hand or by nearness.

import { part, piece, text } from "./capture/page.js";
import { opened, whenever } from "./crew/app.js";
import { begin, dragging, nearest } from "./crew/arrange.js";
import { drawCount } from "./crew/count.js";
import { offerCamera } from "./recheck/camera.js";
import { Errand } from "./crew/errand.js";
import { stars } from "./crew/stars.js";
import { keepRound, wakeLater } from "./crew/keeping.js";
import { Work } from "./crew/work.js";

const round = document.querySelector("[data-round]");
const order = document.querySelector("[data-order]");
const token = document.querySelector("input[name=csrf_token]").value;
const list = round || order;

function say(words) {
  const line = document.querySelector("[data-kept]");
  part(line, "kept-words").textContent = words;
  line.hidden = !words;
}

/** An errand with its work; what was said about it counts at once. */
function errandOf(app, element) {
  const errand = new Errand(element);
  const box = piece("phone");
  part(element, "place-of-phone").append(box);
  const { person: person_id, root, maxPhotos } = round.dataset;
  const given = { fix_id: errand.fix_id, person_id, root, version: element.dataset.version, maxPhotos: Number(maxPhotos) };
  const work = new Work(app, { place: element, box, ...given });
  work.addEventListener("kept", () => onward(app, errand));
  return { errand, work };
}

/** Done or paused here: the next that is left. */
async function onward(app, errand) {
  await app.draw();
  if (!errand.over) return;
  const all = [...round.children].map((element) => app.errands.find((one) => one.errand.element === element).errand);
  const here = all.indexOf(errand);
  const next = [...all.slice(here + 1), ...all.slice(0, here)].find((one) => !one.over);
  if (next) next.open();
  else errand.fold.open = false;
}

async function draw(app) {
  const letters = await app.outbox.list();
  for (const { errand, work } of app.errands) {
    await work.draw(letters);
    errand.draw(work.mark);
  }
  drawCount(document.querySelector("[data-send-state]"), letters, app.sender);
  const left = app.errands.filter(({ errand }) => !errand.over).length;
  document.querySelector("[data-left]").textContent = left;
}

/** The bar at thumb height: its main act, and the next errand, which also opens without a network. */
function bars() {
  round.addEventListener("click", (event) => {
    const target = event.target.closest(".errand-end a");
    if (!target) return;
    event.preventDefault();
    const here = target.closest("[data-errand]");
    const { step } = target.dataset;
    if (step) new Errand(here).act(step);
    else new Errand(here.nextElementSibling || document.getElementById(target.hash.slice(1))).open();
  });
}

function asked() {
  const wanted = new URLSearchParams(location.search).get("at") || location.hash.replace("#fix-", "");
  const element = wanted && document.getElementById(`fix-${wanted}`);
  if (element) new Errand(element).open();
}

function nearestButton() {
  const place = document.querySelector("[data-nearest]");
  if (!navigator.geolocation || !list.querySelector("[data-lat]")) return;
  place.hidden = false;
  const button = place.querySelector("button");
  button.addEventListener("click", async () => {
    button.disabled = true;
    await nearest(list, token).then(() => say(list.dataset.textSorted), () => say(list.dataset.textNoPosition));
    button.disabled = false;
  });
}

async function work() {
  const app = await opened(round.dataset.root);
  if (!app) return;
  app.errands = [...round.querySelectorAll("[data-errand]")].map((element) => errandOf(app, element));
  app.draw = whenever(app, () => draw(app));
  await app.draw();
  for (const one of app.errands) one.work.fill();
  wakeLater(app);
  round.dataset.ready = "yes";
  await app.sender.wake();
}

async function kept() {
  const pictures = [...new Set([...round.querySelectorAll("img")].map((image) => image.src))];
  const yes = await keepRound(round.dataset.root, pictures);
  if (yes) say(text("roundKept"));
}

if (list) begin(list, token);
nearestButton();
stars(document);
if (order) dragging(order, token);
if (round) {
  offerCamera(round);
  bars();
  asked();
  await work();
  if (navigator.onLine) await kept();
}
