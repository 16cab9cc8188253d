// The page of an area: finds the map with its buttons and lets one draw. See templates/admin/area.html.

import { drawOutline } from "./desk/outline.js";
import { drawMap } from "./map/view.js";

const box = document.querySelector("[data-outline]");
const frame = box.querySelector("[data-outline-map]");
const field = document.getElementById(box.dataset.outline);

box.hidden = false;
try {
  const { L, map } = await drawMap(frame, JSON.parse(frame.dataset.config));
  frame.classList.add("picker-map");
  for (const button of box.querySelectorAll("[data-picker-move]")) {
    const [x, y] = { up: [0, -40], down: [0, 40], left: [-40, 0], right: [40, 0] }[button.dataset.pickerMove];
    button.addEventListener("click", () => map.panBy([x, y], { animate: false }));
  }
  drawOutline(L, map, box, field);
} catch {
  box.hidden = true; // without its files there is no map; the field below takes pasted GeoJSON
}
