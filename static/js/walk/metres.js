// How far two places lie from each other.

const METRES_PER_DEGREE = 111_195;

/** Metres between two places; straight enough for a street corner. */
export function metres(a, b) {
  const shrink = Math.cos(((a.lat + b.lat) / 2) * (Math.PI / 180));
  return Math.hypot(a.lat - b.lat, (a.lon - b.lon) * shrink) * METRES_PER_DEGREE;
}
