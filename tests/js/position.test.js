import assert from "node:assert/strict";
import { test } from "node:test";
import { band, best, mends } from "../../static/js/capture/position.js";

const fix = (at, accuracy) => ({ at: at * 1000, accuracy, lat: 59, lon: 16 });

for (const [metres, name] of [[3, "good"], [15, "good"], [15.1, "usable"], [50, "usable"], [51, "check"], [100, "check"], [101, "set"], [9e9, "set"]]) {
  test(`${metres} m is "${name}"`, () => assert.equal(band(metres), name));
}

test("the sharpest of the last ten seconds wins over the newest", () => {
  assert.equal(best([fix(0, 2), fix(11, 6), fix(15, 9)], 16_000).accuracy, 6);
});

test("older sharp positions are of another place", () => {
  assert.equal(best([fix(0, 2), fix(30, 40)], 31_000).accuracy, 40);
});

test("a position older than a minute is none", () => {
  assert.equal(best([fix(0, 5)], 60_001), null);
  assert.equal(best([fix(0, 5)], 60_000).accuracy, 5);
  assert.equal(best([], 0), null);
});

test("a position that comes just after the save helps only where it is needed", () => {
  assert.ok(mends({ position_source: "none" }, fix(1, 900)));
  assert.ok(mends({ position_source: "gps", accuracy: 120 }, fix(1, 10)));
  assert.ok(!mends({ position_source: "gps", accuracy: 120 }, fix(1, 90)));
  assert.ok(!mends({ position_source: "gps", accuracy: 12 }, fix(1, 3)));
  assert.ok(!mends({ position_source: "pin", accuracy: 500 }, fix(1, 3)));
});
