// Names on a drawn background: under the pins, the important first, none across another.

const NEAR_ZOOM = 16;
const LETTER_PX = 7.5; // the mean width of a letter at this size, with some air
const LINE_PX = 18;
const RANK = ["station", "water", "park", "square", "forest", "railway", "street", "building", "underpass", "path"];
const ONLY_NEAR = ["street", "building", "underpass", "path"];
const PANE = "names";

/** The boxes {x, y, width, height, …} that can be shown: each that crosses no earlier one. */
export function withoutCollisions(boxes) {
  return boxes.reduce((kept, box) => (kept.some((other) => cross(box, other)) ? kept : [...kept, box]), []);
}

/** Write the names of GeoJSON features {kind, name} on the map, chosen anew at each zoom. */
export function addNames(L, map, features) {
  const pane = map.createPane(PANE);
  pane.classList.add("draw-names");
  pane.setAttribute("aria-hidden", "true");
  const named = features
    .filter((feature) => feature.properties?.name && feature.geometry)
    .map((feature) => ({ ...feature.properties, at: middle(L, feature) }))
    .sort((a, b) => RANK.indexOf(a.kind) - RANK.indexOf(b.kind));
  const layer = L.layerGroup().addTo(map);
  const redraw = () => {
    layer.clearLayers();
    const near = map.getZoom() >= NEAR_ZOOM;
    const wanted = named.filter(({ kind }) => near || !ONLY_NEAR.includes(kind));
    for (const found of withoutCollisions(wanted.map((it) => boxed(map, it)))) layer.addLayer(written(L, found));
  };
  map.on("zoomend", redraw);
  redraw();
}

function boxed(map, it) {
  const width = it.name.length * LETTER_PX;
  const { x, y } = map.project(it.at);
  return { ...it, x: x - width / 2, y: y - LINE_PX / 2, width, height: LINE_PX };
}

function cross(a, b) {
  const apart = a.x + a.width < b.x || b.x + b.width < a.x || a.y + a.height < b.y || b.y + b.height < a.y;
  return !apart;
}

function written(L, { kind, name, at }) {
  const content = Object.assign(document.createElement("span"), { textContent: name });
  const className = `draw-name draw-name-${kind}`;
  const options = { permanent: true, direction: "center", interactive: false, pane: PANE, className, content };
  return L.tooltip(options).setLatLng(at);
}

function middle(L, { geometry }) {
  const { type, coordinates } = geometry;
  if (type === "Point") return [coordinates[1], coordinates[0]];
  if (type !== "LineString") return L.geoJSON(geometry).getBounds().getCenter();
  const half = (coordinates.length - 1) / 2;
  const [before, after] = [coordinates[Math.floor(half)], coordinates[Math.ceil(half)]];
  return [(before[1] + after[1]) / 2, (before[0] + after[0]) / 2];
}
