import assert from "node:assert/strict";
import { test } from "node:test";
import { fit, isBlank } from "../../static/js/capture/canvas.js";

test("the longest side becomes 1600 and the shape stays", () => {
  assert.deepEqual(fit(4032, 3024), [1600, 1200]);
  assert.deepEqual(fit(3024, 4032), [1200, 1600]);
  assert.deepEqual(fit(5712, 4284), [1600, 1200]);
});

test("a small picture is not made larger", () => assert.deepEqual(fit(800, 600), [800, 600]));

test("an extreme strip keeps at least one pixel", () => assert.deepEqual(fit(60000, 3), [1600, 1]));

const rgba = (...pixels) => new Uint8ClampedArray(pixels.flatMap((pixel) => [...pixel, 255]));

test("one single colour is blank, also with the rounding of JPEG", () => {
  assert.ok(isBlank(rgba([0, 0, 0], [0, 0, 0])));
  assert.ok(isBlank(rgba([10, 10, 10], [12, 11, 10])));
});

test("a dark picture with a little in it is not blank", () => {
  assert.ok(!isBlank(rgba([2, 2, 2], [2, 2, 5])));
});
