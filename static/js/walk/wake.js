// Keeps the screen awake while the walk is open, so that a thumb finds the button in the dark.

const RUNS = ["open"];

/** Hold the wake lock while the page is seen; where there is none the screen sleeps as usual. */
export function begin({ walk }) {
  if (!("wakeLock" in navigator) || !RUNS.includes(walk.dataset.state)) return;
  const hold = () => document.hidden || navigator.wakeLock.request("screen").catch(() => {});
  document.addEventListener("visibilitychange", hold);
  hold();
}
