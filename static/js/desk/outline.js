// Draw the outline of an area: the map moves under a crosshair and each press puts a corner there, so
// that nobody has to drag and a keyboard is enough. The GeoJSON goes to a text field that stays the truth.

/** A closed GeoJSON polygon of corners {lat, lng}, or nothing for fewer than three. */
export function polygonOf(corners) {
  if (corners.length < 3) return "";
  const ring = corners.map(({ lat, lng }) => [Number(lng.toFixed(6)), Number(lat.toFixed(6))]);
  return JSON.stringify({ type: "Polygon", coordinates: [[...ring, ring[0]]] });
}

/** The corners of an outline that can be drawn on: one ring. Of anything else none, and it is left alone. */
export function cornersOf(text) {
  const { type, coordinates } = parsed(text) || {};
  if (type !== "Polygon" || coordinates?.length !== 1) return [];
  return coordinates[0].slice(0, -1).map(([lng, lat]) => ({ lat, lng }));
}

/** The GeoJSON geometry in a text, or nothing. */
export function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** Let `box` (buttons, and a place to say how many corners) draw on `map` into the text field `field`. */
export function drawOutline(L, map, box, field) {
  const part = (name) => box.querySelector(`[data-outline-${name}]`);
  const shown = L.layerGroup().addTo(map);
  const state = { L, map, box, part, shown, corners: cornersOf(field.value), whole: parsed(field.value) };
  const change = (corners) => {
    Object.assign(state, { corners, whole: null });
    field.value = polygonOf(corners);
    show(state);
  };
  part("add").addEventListener("click", () => change([...state.corners, map.getCenter().wrap()]));
  part("undo").addEventListener("click", () => change(state.corners.slice(0, -1)));
  part("clear").addEventListener("click", () => change([]));
  map.on("click", ({ latlng }) => change([...state.corners, latlng.wrap()]));
  field.addEventListener("input", () => {
    Object.assign(state, { corners: cornersOf(field.value), whole: parsed(field.value) });
    show(state);
    look(state);
  });
  show(state);
  look(state);
}

function show({ L, box, part, shown, corners, whole }) {
  shown.clearLayers();
  const quiet = { className: "map-area", interactive: false };
  for (const corner of corners) shown.addLayer(L.circleMarker(corner, { radius: 6, className: "map-corner", interactive: false }));
  if (corners.length) shown.addLayer(L.polygon(corners, quiet));
  else if (whole?.coordinates) shown.addLayer(L.geoJSON(whole, { style: quiet }));
  part("undo").disabled = !corners.length;
  part("clear").disabled = !corners.length && !whole;
  part("said").textContent = box.dataset.said.replace("{n}", corners.length);
}

function look({ L, map, whole }) {
  if (!whole?.coordinates) return;
  const bounds = L.geoJSON(whole).getBounds();
  if (bounds.isValid()) map.fitBounds(bounds, { padding: [40, 40], maxZoom: 17, animate: false });
}
