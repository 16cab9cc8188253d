// The phone's time runs faster than ours, so that waits of seconds take milliseconds. `epoch` is the
// same for all lives of a phone: its clock does not jump when it starts again.

const ours = { now: Date.now, setTimeout: globalThis.setTimeout, setInterval: globalThis.setInterval };
let begun = ours.now();
let shown = begun;
let speed = 1;

/** Let time run so much faster, from a moment that is the same for all. */
export function hasten(times, epoch = undefined) {
  const now = Date.now();
  begun = epoch ?? ours.now();
  shown = epoch ?? now;
  speed = times;
}

/** So many of our own milliseconds. */
export function pause(ms) {
  return new Promise((resolve) => ours.setTimeout(resolve, ms));
}

Date.now = () => Math.floor(shown + (ours.now() - begun) * speed);
globalThis.setTimeout = (act, ms, ...given) => ours.setTimeout(act, (ms || 0) / speed, ...given);
globalThis.setInterval = (act, ms, ...given) => ours.setInterval(act, (ms || 0) / speed, ...given);
