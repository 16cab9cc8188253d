// A map in the page: background, area, route and pins from the config of its element.

import { addBackground } from "./background.js";
import { leaflet } from "./leaflet.js";
import { addPins, stillness } from "./pins.js";

const MAX_ZOOM = 20;
const STREET_ZOOM = 16;
const SWEDEN = [62.2, 15.5]; // when nothing at all is known

/**
 * Draw a map in `element`.
 * config: {background: {kind, url, attribution, texts: {zoomIn, zoomOut, close, group, label, note}},
 * centre: [lat, lon], zoom, points: [{lat, lon, label, state, href, detail, number}], route: [[lat, lon]],
 * area: [GeoJSON geometry]}. Gives {L, map}. Rejects without Leaflet.
 */
export async function drawMap(element, config) {
  const L = await leaflet();
  const texts = config.background?.texts || {};
  element.replaceChildren();
  name(element, config.label || texts.label);
  const map = L.map(element, options());
  L.control.attribution({ prefix: false }).addTo(map);
  map.on("focus", () => map.scrollWheelZoom.enable());
  map.on("blur", () => map.scrollWheelZoom.disable());
  controls(L, map, texts);
  look(L, map, config);
  await addBackground(L, map, config.background);
  addShapes(L, map, config);
  addPins(L, map, config.points || [], texts);
  return { L, map };
}

function options() {
  const moving = !stillness();
  return {
    attributionControl: false,
    zoomControl: false,
    maxZoom: MAX_ZOOM,
    keyboardPanDelta: 40,
    scrollWheelZoom: false, // until it has the focus: who scrolls the page must get past the map
    zoomAnimation: moving,
    fadeAnimation: moving,
    markerZoomAnimation: moving,
    inertia: moving,
  };
}

function name(element, label) {
  element.setAttribute("role", "region");
  if (label) element.setAttribute("aria-label", label);
}

function controls(L, map, texts) {
  const titles = { zoomInTitle: texts.zoomIn, zoomOutTitle: texts.zoomOut };
  L.control.zoom({ position: "topright", ...titles }).addTo(map);
  L.control.scale({ imperial: false }).addTo(map);
  if (texts.note) map.attributionControl.addAttribution(escaped(texts.note));
  popups(map, texts);
}

/** A popup takes the focus, and Escape closes it. Its pin then takes the focus back (pins.js). */
function popups(map, texts) {
  map.on("popupopen", ({ popup }) => {
    const close = popup.getElement().querySelector(".leaflet-popup-close-button");
    close.setAttribute("aria-label", texts.close || "");
    popup.getElement().querySelector("a[href]").focus({ preventScroll: true });
  });
  map.getContainer().addEventListener("keydown", ({ key }) => key === "Escape" && map.closePopup());
}

/** Where to look: all that is shown, unless the config names a centre. */
function look(L, map, { centre, zoom, points = [], route = [], area = [] }) {
  if (centre) return map.setView(centre, zoom || STREET_ZOOM);
  const bounds = L.latLngBounds([...points.map(({ lat, lon }) => [lat, lon]), ...route]);
  for (const geometry of area) bounds.extend(L.geoJSON(geometry).getBounds());
  if (!bounds.isValid()) return map.setView(SWEDEN, 5);
  return map.fitBounds(bounds, { padding: [40, 40], maxZoom: zoom || 17, animate: false });
}

function addShapes(L, map, { route = [], area = [] }) {
  const quiet = { interactive: false };
  for (const geometry of area) L.geoJSON(geometry, { style: { className: "map-area", ...quiet } }).addTo(map);
  if (route.length > 1) L.polyline(route, { className: "map-route", weight: 5, ...quiet }).addTo(map);
}

function escaped(text) {
  return Object.assign(document.createElement("span"), { textContent: text }).innerHTML;
}
