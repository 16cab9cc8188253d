// A drawn background: GeoJSON features with `kind` and perhaps `name`, coloured by css/map.css so
// that day and night need no second drawing. Widths are in metres and follow the zoom.

import { addNames } from "./names.js";

const METRES_PER_PIXEL_Z0 = 156_543.034; // Web Mercator at the equator, 256 px tiles

// From the ground up. Each stroke: [class, metres wide, least pixels, dashes in metres].
const KINDS = {
  water: { fill: true },
  forest: { fill: true },
  park: { fill: true },
  square: { fill: true },
  building: { fill: true },
  path: { strokes: [["path", 2.5, 1.5, [5, 4]]] },
  street: { strokes: [["street-edge", 10, 5], ["street", 8, 3.5]] },
  underpass: { strokes: [["underpass-edge", 9, 7], ["underpass", 5, 3.5, [3, 2]]] },
  railway: { strokes: [["railway", 4, 3], ["railway-ties", 2.4, 1.4, [8, 8]]] },
  station: { fill: true },
};
const ORDER = Object.keys(KINDS);

/** Pixels for a width in metres at a zoom and latitude, never below `least`. */
export function pixels(metres, least, zoom, lat) {
  const perPixel = (METRES_PER_PIXEL_Z0 * Math.cos((lat * Math.PI) / 180)) / 2 ** zoom;
  return Math.max(least, metres / perPixel);
}

/** One entry a stroke or surface, from the ground up; unknown kinds are left out. */
export function layersOf(features) {
  const known = features.filter((feature) => KINDS[feature.properties?.kind] && feature.geometry);
  const sorted = known.sort((a, b) => ORDER.indexOf(a.properties.kind) - ORDER.indexOf(b.properties.kind));
  return sorted.flatMap((feature) => {
    const { kind } = feature.properties;
    const surface = /Polygon$/.test(feature.geometry.type);
    const strokes = surface ? [[kind, 0, 1]] : KINDS[kind].strokes || [[kind, 4, 3]];
    return strokes.map((stroke) => ({ feature, stroke, surface }));
  });
}

/** Draw the features of a GeoJSON collection on the map and keep their widths right. */
export function draw(L, map, collection) {
  const drawn = layersOf(collection.features).map(({ feature, stroke, surface }) => {
    const className = `draw-${stroke[0]}`;
    const options = { className, interactive: false, fill: surface, stroke: !surface, lineCap: "round" };
    return { layer: L.geoJSON(feature, { style: options, interactive: false }), stroke, surface };
  });
  for (const { layer } of drawn) layer.addTo(map);
  const widths = () => drawn.filter((it) => !it.surface).forEach((it) => setWidth(map, it));
  map.on("zoomend", widths);
  widths();
  addNames(L, map, collection.features);
}

function setWidth(map, { layer, stroke: [, metres, least, dashes] }) {
  const size = (length, floor) => pixels(length, floor, map.getZoom(), map.getCenter().lat);
  const dashArray = dashes?.map((length) => size(length, 3).toFixed(1)).join(" ") || null;
  layer.setStyle({ weight: size(metres, least), dashArray, lineCap: dashes ? "butt" : "round" });
}
