// Pins: their shape and symbol tell the state, colour only repeats it. Those that would lie on top of
// each other become one, with the number of them.

import { symbol } from "./leaflet.js";

const TOUCH_PX = 48;
const REACH_PX = 34;

// state -> [shape, tone, symbol]; what is remedied is the only green and the only square.
const LOOKS = {
  fixed: ["square", "good", "check"],
  partly_fixed: ["square", "partly", "circle-dashed"],
  wont_fix: ["circle", "neutral", "ban"],
  gone: ["circle", "neutral", "circle-slash"],
  out_of_scope: ["circle", "neutral", "circle-slash"],
  duplicate: ["circle", "neutral", "copy"],
  overdue: ["diamond", "danger", "clock-alert"],
  urgent: ["diamond", "danger", "triangle-alert"],
  new: ["drop", "info", "circle"],
  assessing: ["drop", "info", "search"],
  assigned: ["drop", "info", "user-check"],
  referred: ["drop", "info", "forward"],
  planned: ["drop", "info", "calendar"],
  in_progress: ["drop", "info", "hammer"],
  on_hold: ["drop", "neutral", "pause"],
  done: ["drop", "info", "clipboard-check"],
  problem: ["drop", "info", "triangle-alert"],
  good: ["circle", "info", "thumbs-up"],
  idea: ["circle", "info", "lightbulb"],
  question: ["circle", "info", "circle-help"],
  meeting: ["circle", "lamp", "flag"],
  stop: ["circle", "info", "flag"],
};
const PLAIN = ["drop", "info", "map-pin"];

/** The symbols that pins may bear. */
export const SYMBOLS = [...Object.values(LOOKS), PLAIN].map(([, , name]) => name);

/** Shape, tone and symbol of a state. */
export function lookOf(state) {
  const [shape, tone, icon] = LOOKS[state] || PLAIN;
  return { shape, tone, icon };
}

/**
 * Group points that lie within `reach` pixels of the first of their group.
 * `points` are {x, y, …}; gives arrays of points, in the order given.
 */
export function grouped(points, reach) {
  const groups = [];
  for (const point of points) {
    const near = groups.find(([first]) => Math.hypot(first.x - point.x, first.y - point.y) < reach);
    if (near) near.push(point);
    else groups.push([point]);
  }
  return groups;
}

/** The tone that all members share, or "mixed". */
export function commonTone(tones) {
  return new Set(tones).size === 1 ? tones[0] : "mixed";
}

/** Show points {lat, lon, label, state, href, detail, number} on the map, grouped where they would overlap. */
export function addPins(L, map, points, texts) {
  const layer = L.layerGroup().addTo(map);
  const redraw = () => {
    layer.clearLayers();
    const placed = points.map((point) => ({ ...point, ...map.project([point.lat, point.lon]) }));
    for (const members of grouped(placed, REACH_PX)) layer.addLayer(pin(L, map, members, texts));
  };
  map.on("zoomend", redraw);
  redraw();
}

function pin(L, map, members, texts) {
  const one = members.length === 1;
  const label = one ? members[0].label : (texts.group || "{n}").replace("{n}", members.length);
  const position = [mean(members, "lat"), mean(members, "lon")];
  const icon = L.divIcon({
    className: "pin-touch",
    html: one ? face(members[0]) : groupFace(members),
    iconSize: [TOUCH_PX, TOUCH_PX],
  });
  const marker = L.marker(position, { icon, title: label, riseOnHover: true });
  marker.on("popupclose", () => marker.getElement()?.focus({ preventScroll: true }));
  marker.on("add", () => marker.getElement().setAttribute("aria-label", label));
  if (one || map.getZoom() >= map.getMaxZoom()) marker.bindPopup(() => story(members), { maxWidth: 260 });
  else marker.on("click keypress", (event) => acts(event) && closer(L, map, members));
  return marker;
}

function acts({ type, originalEvent }) {
  return type === "click" || ["Enter", " "].includes(originalEvent.key);
}

function face({ state, icon, number }) {
  const { shape, tone, icon: usual } = lookOf(state);
  return shaped({ shape, tone }, number || drawn(icon || usual));
}

function groupFace(members) {
  const tone = commonTone(members.map(({ state }) => lookOf(state).tone));
  return shaped({ shape: "group", tone }, numbersOf(members) || members.length);
}

function shaped(look, content) {
  const pin = Object.assign(document.createElement("span"), { className: "pin" });
  Object.assign(pin.dataset, look);
  pin.append(content.nodeType ? content : written(content));
  return pin;
}

/** `3–5` of numbered points in a row, `2 …` when some between are elsewhere, nothing when one has no number. */
export function numbersOf(members) {
  if (!members.every(({ number }) => number)) return "";
  const numbers = members.map(({ number }) => number);
  const [first, last] = [Math.min(...numbers), Math.max(...numbers)];
  return last - first === members.length - 1 ? `${first}–${last}` : `${first} …`;
}

function written(text) {
  return Object.assign(document.createElement("span"), { className: "pin-word", textContent: text });
}

function drawn(name) {
  const box = document.createElement("template");
  box.innerHTML = `<svg class="icon" aria-hidden="true"><use href="${symbol(name)}"/></svg>`;
  return box.content;
}

function story(members) {
  const box = Object.assign(document.createElement("div"), { className: "pin-story" });
  for (const { label, href, detail } of members) {
    const line = document.createElement(href ? "a" : "strong");
    if (href) line.href = href;
    line.textContent = label;
    box.append(line);
    if (detail) box.append(Object.assign(document.createElement("span"), { textContent: detail }));
  }
  return box;
}

function closer(L, map, members) {
  const bounds = L.latLngBounds(members.map(({ lat, lon }) => [lat, lon]));
  const zoom = Math.min(map.getMaxZoom(), Math.max(map.getZoom() + 2, map.getBoundsZoom(bounds)));
  map.getContainer().focus({ preventScroll: true }); // the group itself is about to go
  map.setView(bounds.getCenter(), zoom, { animate: !stillness() });
}

/** Whether the reader has asked for no motion. */
export function stillness() {
  return matchMedia("(prefers-reduced-motion: reduce)").matches;
}

function mean(members, name) {
  return members.reduce((sum, member) => sum + member[name], 0) / members.length;
}
