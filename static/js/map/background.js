// What lies under the pins: tiles, a PMTiles file, a drawing or a plain grid. One setting decides.

import { draw } from "./drawing.js";

const GRID_PX = 64;

/** Put the background of the config on the map; a failed fetch leaves the plain grid. */
export async function addBackground(L, map, background = { kind: "none" }) {
  const add = { tiles, pmtiles, geojson }[background.kind] || grid;
  map.getContainer().dataset.background = background.kind || "none";
  if (background.attribution) map.attributionControl.addAttribution(background.attribution);
  await add(L, map, background).catch(() => {
    map.getContainer().dataset.background = "none";
    return grid(L, map);
  });
}

async function tiles(L, map, { url }) {
  L.tileLayer(url, { maxZoom: 20, maxNativeZoom: 19 }).addTo(map);
}

async function pmtiles(L, map, { url }) {
  const { layer } = await import("../pmtiles.js");
  return layer(map, url);
}

async function geojson(L, map, { url }) {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${response.status} ${url}`);
  draw(L, map, await response.json());
}

async function grid(L, map) {
  const Grid = L.GridLayer.extend({
    createTile: () => Object.assign(document.createElement("div"), { className: "grid-tile" }),
  });
  new Grid({ tileSize: GRID_PX * 2 }).addTo(map);
}
