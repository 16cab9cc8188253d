// Finds the maps of a page and draws each when it comes into view, which is also when what draws it
// is fetched. See templates/_map.html.

async function open(element) {
  const config = JSON.parse(element.dataset.config);
  try {
    if (config.pick) await pick(element, config);
    else await show(element, config);
  } catch {
    element.hidden = true; // without its files there is no map; the list beside it says the same
  }
}

async function show(element, config) {
  const { drawMap } = await import("./map/view.js");
  const detail = await drawMap(element, config);
  element.dispatchEvent(new CustomEvent("map:drawn", { bubbles: true, detail }));
}

/** A picker in a form: the chosen place goes to the form's lat and lon fields. */
async function pick(element, config) {
  const { makePicker } = await import("./map/picker.js");
  const form = element.closest("form");
  const [lat, lon] = ["lat", "lon"].map((name) => form.querySelector(`[name="${name}"]`));
  const start = lat.value && lon.value ? { lat: Number(lat.value), lon: Number(lon.value) } : undefined;
  const box = element.closest("[data-picker]") || element;
  const picker = await makePicker(box, { ...config, start }, (place) => {
    lat.value = place.lat.toFixed(7);
    lon.value = place.lon.toFixed(7);
    element.dispatchEvent(new CustomEvent("map:picked", { bubbles: true, detail: place }));
  });
  locate(box.querySelector("[data-picker-locate]"), picker);
}

function locate(button, picker) {
  if (!button) return;
  button.hidden = !navigator.geolocation;
  button.addEventListener("click", () => {
    navigator.geolocation.getCurrentPosition(({ coords }) => {
      picker.show({ lat: coords.latitude, lon: coords.longitude, accuracy: coords.accuracy });
    }, () => (button.disabled = true), { enableHighAccuracy: true, timeout: 15_000 });
  });
}

const coming = new IntersectionObserver(
  (entries) => {
    for (const { isIntersecting, target } of entries) {
      if (!isIntersecting) continue;
      coming.unobserve(target);
      open(target);
    }
  },
  { rootMargin: "300px" },
);

for (const element of document.querySelectorAll("[data-map]")) {
  for (const hidden of [element, element.closest("[data-picker]")]) hidden?.removeAttribute("hidden");
  coming.observe(element);
}
