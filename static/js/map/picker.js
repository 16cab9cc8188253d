// Choose a place: a crosshair stands still in the middle and the map moves under it. Buttons do
// what dragging does, so that nobody has to drag.

import { stillness } from "./pins.js";
import { drawMap } from "./view.js";

const STEP_PX = 40;
const NEAR_ZOOM = 18;
const MOVES = { up: [0, -STEP_PX], down: [0, STEP_PX], left: [-STEP_PX, 0], right: [STEP_PX, 0] };

/**
 * Make `box` a picker. Inside it: [data-picker-map], and if wanted buttons [data-picker-move=up…]
 * and [data-picker-locate]. `config` as for drawMap plus {start: {lat, lon, accuracy}}.
 * `onPick({lat, lon})` is called after each move that a person made.
 * Gives {show({lat, lon, accuracy}, picked), centre(), refresh()}.
 */
export async function makePicker(box, config, onPick) {
  const frame = box.querySelector("[data-picker-map]") || box;
  frame.classList.add("picker-map");
  const { start } = config;
  const centred = start ? { ...config, centre: [start.lat, start.lon], zoom: config.zoom || NEAR_ZOOM } : config;
  const { L, map } = await drawMap(frame, centred);
  const circle = L.circle(map.getCenter(), { className: "map-accuracy", interactive: false, radius: 0 });
  const picker = { map, circle, onPick, byHand: false };
  listen(box, picker);
  if (start) around(picker, start);
  return {
    show: (place, picked = true) => show(picker, place, picked),
    centre: () => placeOf(map),
    refresh: () => map.invalidateSize(),
  };
}

function listen(box, picker) {
  const { map } = picker;
  const container = map.getContainer();
  for (const event of ["pointerdown", "keydown"]) {
    container.addEventListener(event, () => (picker.byHand = true), { passive: true });
  }
  map.on("moveend", () => {
    if (picker.byHand) picker.onPick?.(placeOf(map));
  });
  for (const button of box.querySelectorAll("[data-picker-move]")) {
    button.addEventListener("click", () => {
      picker.byHand = true;
      map.panBy(MOVES[button.dataset.pickerMove], { animate: !stillness(), duration: 0.15 });
    });
  }
}

function show(picker, place, picked) {
  picker.byHand = picked;
  around(picker, place);
  picker.map.setView([place.lat, place.lon], Math.max(NEAR_ZOOM, picker.map.getZoom()), { animate: false });
}

function around({ map, circle }, { lat, lon, accuracy }) {
  circle.setLatLng([lat, lon]).setRadius(accuracy || 0);
  if (accuracy) circle.addTo(map);
  else circle.remove();
}

function placeOf(map) {
  const { lat, lng } = map.getCenter().wrap();
  return { lat, lon: lng };
}
