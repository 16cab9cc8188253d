// Fetches Leaflet and the styles of maps once, and only when a page first opens a map.

const STATIC = new URL("../../", import.meta.url);
const loaded = new Map();
// Symbols of pins that lie in the staff's sprite; the others are in the one that everybody fetches.
const STAFF_SYMBOLS = new Set(
  ["circle-slash", "clipboard-check", "clock-alert", "flag", "hammer", "pause", "user-check"],
);

/** Leaflet's namespace, with styles in place. Rejects when a file cannot be fetched. */
export async function leaflet() {
  const style = once("vendor/leaflet-1.9.4/leaflet.css", sheet).then(() => once("css/map.css", sheet));
  await Promise.all([style, once("vendor/leaflet-1.9.4/leaflet.js", script)]);
  return window.L;
}

/** The address of a symbol in the sprite that holds it. */
export function symbol(name) {
  const sprite = STAFF_SYMBOLS.has(name) ? "icons-desk.svg" : "icons.svg";
  return `${new URL(sprite, STATIC)}#${name}`;
}

/** Add a file of /static/ to the page once: `add` is `script` or `sheet`. */
export function once(path, add) {
  if (!loaded.has(path)) {
    const promise = add(new URL(path, STATIC).href);
    promise.catch(() => loaded.delete(path)); // a later try may have network again
    loaded.set(path, promise);
  }
  return loaded.get(path);
}

export function script(src) {
  return added(Object.assign(document.createElement("script"), { src }));
}

function sheet(href) {
  return added(Object.assign(document.createElement("link"), { rel: "stylesheet", href }));
}

function added(element) {
  return new Promise((resolve, reject) => {
    element.addEventListener("load", resolve);
    element.addEventListener("error", () => {
      element.remove();
      reject(new Error(element.src || element.href));
    });
    document.head.append(element);
  });
}
