// Ticking rows and pressing keys at the desk: what does not touch the page.
import assert from "node:assert/strict";
import { test } from "node:test";
import { neighbour, Presses } from "../../static/js/desk/shortcuts.js";
import { range, words } from "../../static/js/desk/ticks.js";

const ROWS = ["a", "b", "c", "d"];

test("shift ticks from the last one to this one, in either direction", () => {
  assert.deepEqual(range(ROWS, "b", "d"), ["b", "c", "d"]);
  assert.deepEqual(range(ROWS, "d", "b"), ["b", "c", "d"]);
  assert.deepEqual(range(ROWS, "b", "b"), ["b"]);
  assert.deepEqual(range(ROWS, "gone", "c"), ["c"]);
});

test("the count is said in words", () => {
  const form = { dataset: { none: "Inget", one: "1 vald", many: "{n} valda" } };
  assert.deepEqual([0, 1, 43].map((n) => words(form, n)), ["Inget", "1 vald", "43 valda"]);
});

test("the first key starts at the top or the bottom, and the ends hold", () => {
  assert.equal(neighbour(ROWS, null, 1), "a");
  assert.equal(neighbour(ROWS, null, -1), "d");
  assert.equal(neighbour(ROWS, "b", 1), "c");
  assert.equal(neighbour(ROWS, "d", 1), "d");
  assert.equal(neighbour(ROWS, "a", -1), "a");
  assert.equal(neighbour([], null, 1), undefined);
});

const pressed = (key, more = {}) => ({ key, ctrlKey: false, metaKey: false, altKey: false, isComposing: false, ...more });

test("a letter is a shortcut, with a modifier or while composing it is not", () => {
  const presses = new Presses(() => 0);
  assert.equal(presses.read(pressed("j")), "j");
  assert.equal(presses.read(pressed("?", { shiftKey: true })), "?");
  for (const more of [{ ctrlKey: true }, { metaKey: true }, { altKey: true }, { isComposing: true }]) {
    assert.equal(presses.read(pressed("j", more)), "");
  }
  for (const key of ["Enter", "Escape", "Tab", "ArrowDown"]) assert.equal(presses.read(pressed(key)), "");
});

test("g waits a moment for the letter that follows", () => {
  let now = 0;
  const presses = new Presses(() => now);
  assert.equal(presses.read(pressed("g")), "");
  now = 1_000;
  assert.equal(presses.read(pressed("i")), "g i");
  assert.equal(presses.read(pressed("i")), "i");
  assert.equal(presses.read(pressed("g")), "");
  now = 9_000;
  assert.equal(presses.read(pressed("m")), "m");
});
