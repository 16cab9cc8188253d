// The order of a round: by dragging where one may drag, and by nearness. It is shown at once, kept
// in the phone, and told to the server as soon as there is a network.

import { nearestFirst } from "./nearest.js";

const KEY = "round-order";
const POSITION = { enableHighAccuracy: true, timeout: 10_000, maximumAge: 60_000 };

const idOf = (element) => element.dataset.fix;
const items = (list) => [...list.querySelectorAll(":scope > [data-fix]")];

/** Put the elements of `list` in the order of these ids; others come last. */
export function put(list, ids) {
  const found = new Map(items(list).map((element) => [idOf(element), element]));
  for (const id of ids) if (found.has(id)) list.append(found.get(id));
  for (const [id, element] of found) if (!ids.includes(id)) list.append(element);
  items(list).forEach((element, n) => {
    element.querySelector("[data-number]").textContent = n + 1;
  });
}

/** Keep the order as it stands, here and at the server. */
export async function keep(list, token) {
  remember(items(list).map(idOf));
  await tell(list.dataset.orderAt, token);
}

/** An order that has not reached the server yet: put so, and told. */
export function begin(list, token) {
  const waiting = remembered();
  if (!waiting) return;
  put(list, waiting);
  tell(list.dataset.orderAt, token);
}

/** Order by nearness from where the phone is; raises where it may not know. */
export async function nearest(list, token) {
  const { coords } = await new Promise((resolve, reject) => navigator.geolocation.getCurrentPosition(resolve, reject, POSITION));
  const places = items(list).map((it) => ({ id: idOf(it), lat: Number.parseFloat(it.dataset.lat), lon: Number.parseFloat(it.dataset.lon) }));
  put(list, nearestFirst({ lat: coords.latitude, lon: coords.longitude }, places).map(({ id }) => id));
  await keep(list, token);
}

/** Let the elements be dragged by their handles. */
export function dragging(list, token) {
  for (const handle of list.querySelectorAll("[data-drag]")) {
    handle.hidden = false;
    handle.addEventListener("pointerdown", (event) => drag(list, handle, event, token));
  }
}

function drag(list, handle, event, token) {
  event.preventDefault();
  const held = handle.closest("[data-fix]");
  held.dataset.held = "";
  const done = new AbortController();
  const move = ({ clientY }) => {
    const under = items(list).find((it) => it !== held && clientY < it.getBoundingClientRect().bottom && clientY > it.getBoundingClientRect().top);
    if (!under) return;
    const { top, height } = under.getBoundingClientRect();
    under[clientY < top + height / 2 ? "before" : "after"](held);
  };
  const over = () => {
    done.abort();
    delete held.dataset.held;
    put(list, items(list).map(idOf));
    keep(list, token);
  };
  // Not on the handle: it leaves the page for a moment when its row changes place.
  document.addEventListener("pointermove", move, { signal: done.signal });
  for (const end of ["pointerup", "pointercancel"]) document.addEventListener(end, over, { signal: done.signal });
}

async function tell(address, token) {
  const ids = remembered();
  const body = new URLSearchParams([["csrf_token", token], ...ids.map((id) => ["fix", id])]);
  const answer = await fetch(address, { method: "POST", body, redirect: "manual" }).catch(() => null);
  if (answer?.type === "opaqueredirect") localStorage.removeItem(KEY); // a form's yes; a café's too, and little is lost
}

function remember(ids) {
  localStorage.setItem(KEY, JSON.stringify(ids));
}

function remembered() {
  try {
    return JSON.parse(localStorage.getItem(KEY));
  } catch {
    return null;
  }
}
