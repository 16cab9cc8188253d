// A background of a PMTiles file, in the colours of the page. Fetched only where a map has one.

import { once, script } from "./map/leaflet.js";

/** Put the tiles of a file on the map, and draw them anew when day or night is chosen. Needs Leaflet first. */
export async function layer(map, url) {
  await once("vendor/protomaps-leaflet-5.1.0/protomaps-leaflet.js", script);
  const lang = document.documentElement.lang || "sv";
  const added = () => window.protomapsL.leafletLayer({ url, lang, flavor: isDark() ? "dark" : "light", attribution: "" }).addTo(map);
  let shown = added();
  onLookChange(() => {
    shown.remove();
    shown = added();
  });
}

function isDark() {
  const chosen = document.documentElement.dataset.colorScheme;
  return chosen === "dark" || (chosen !== "light" && matchMedia("(prefers-color-scheme: dark)").matches);
}

function onLookChange(call) {
  const attributes = { attributes: true, attributeFilter: ["data-color-scheme"] };
  new MutationObserver(call).observe(document.documentElement, attributes);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", call);
}
