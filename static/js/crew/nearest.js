// The nearest first: from where the phone is to the nearest place, from there to the nearest that is
// left, and so on. Good enough on foot; not the shortest of all ways.

const METRES_PER_DEGREE = 111_320;

/** Places ({lat, lon}) in that order from `here`; those without a position come last, as they stood. */
export function nearestFirst(here, places) {
  const left = places.filter(({ lat }) => Number.isFinite(lat));
  const order = [];
  for (let at = here; left.length; ) {
    const distances = left.map((place) => metres(at, place));
    [at] = left.splice(distances.indexOf(Math.min(...distances)), 1);
    order.push(at);
  }
  return [...order, ...places.filter(({ lat }) => !Number.isFinite(lat))];
}

function metres(a, b) {
  const north = (a.lat - b.lat) * METRES_PER_DEGREE;
  const east = (a.lon - b.lon) * METRES_PER_DEGREE * Math.cos((a.lat * Math.PI) / 180);
  return Math.hypot(north, east);
}
