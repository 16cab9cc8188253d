// Where the phone is: asked for only after a tap, watched while the page is seen, never in the way.

const OPTIONS = { enableHighAccuracy: true, maximumAge: 5_000, timeout: 15_000 };
const BEST_OF_MS = 10_000;
const TOO_OLD_MS = 60_000;
const WORTH_MENDING_M = 50;

// Metres of accuracy up to which a band holds (field experience of others: 100 m is a city block).
const BANDS = [
  [15, "good"],
  [50, "usable"],
  [100, "check"],
  [Infinity, "set"],
];

/** The band of an accuracy in metres: good, usable, check (the pin) or set (the pin). */
export function band(accuracy) {
  return BANDS.find(([limit]) => accuracy <= limit)[1];
}

/** The sharpest of the newest ten seconds of positions, or null when all are older than a minute. */
export function best(fixes, now) {
  const newest = fixes.at(-1);
  if (!newest || now - newest.at > TOO_OLD_MS) return null;
  const recent = fixes.filter((fix) => newest.at - fix.at <= BEST_OF_MS);
  return recent.reduce((a, b) => (b.accuracy < a.accuracy ? b : a));
}

/** Whether a position that came just after the save should replace what the issue has. */
export function mends(issue, fix) {
  if (issue.position_source === "none") return true;
  const rough = issue.position_source === "gps" && issue.accuracy > WORTH_MENDING_M;
  return rough && fix.accuracy < issue.accuracy / 2;
}

/** Watches the position. Events: "change". `state` is off, searching, ready, denied or missing. */
export class Position extends EventTarget {
  #watch = null;
  #fixes = [];
  #wanted = false;
  state = "off";

  constructor() {
    super();
    document.addEventListener("visibilitychange", () => this.#follow());
    addEventListener("pagehide", () => this.#stop());
    addEventListener("pageshow", () => this.#follow());
  }

  /** Begin at once if the person has allowed it before; asks nothing. */
  async resume() {
    const answer = await navigator.permissions?.query({ name: "geolocation" }).catch(() => null);
    if (answer?.state === "granted") this.start();
    if (answer?.state === "denied") this.#become("denied");
  }

  /** Begin after a tap; the browser may ask. */
  start() {
    if (!navigator.geolocation) return this.#become("missing");
    this.#wanted = true;
    if (this.state !== "ready") this.#become("searching");
    this.#follow();
  }

  /** The best position now, or null. */
  best(now = Date.now()) {
    return best(this.#fixes, now);
  }

  #follow() {
    if (!this.#wanted || document.hidden) return this.#stop();
    if (this.#watch !== null) return;
    this.#watch = navigator.geolocation.watchPosition(
      (position) => this.#arrived(position),
      (error) => this.#failed(error),
      OPTIONS,
    );
  }

  #stop() {
    if (this.#watch !== null) navigator.geolocation.clearWatch(this.#watch);
    this.#watch = null;
  }

  #arrived({ coords, timestamp }) {
    // Some phones stamp positions in the future or in 1970; then only "now" can be trusted.
    const at = Math.abs(Date.now() - timestamp) > TOO_OLD_MS ? Date.now() : timestamp;
    const fix = { lat: coords.latitude, lon: coords.longitude, accuracy: coords.accuracy, at };
    this.#fixes = [...this.#fixes, fix].slice(-20);
    this.#become("ready");
  }

  #failed(error) {
    if (error.code === error.PERMISSION_DENIED) {
      this.#wanted = false;
      this.#stop();
      return this.#become("denied");
    }
    if (!this.best()) this.#become("searching");
  }

  #become(state) {
    this.state = state;
    this.dispatchEvent(new Event("change"));
  }
}
