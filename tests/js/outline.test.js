// The outline of an area as it goes between the map and the text field.

import assert from "node:assert/strict";
import { test } from "node:test";

import { cornersOf, parsed, polygonOf } from "../../static/js/desk/outline.js";

const corners = [
  { lat: 59.058, lng: 16.588 },
  { lat: 59.058, lng: 16.590000049 },
  { lat: 59.06, lng: 16.59 },
];

test("three corners make a closed outline, longitude first", () => {
  const { type, coordinates } = JSON.parse(polygonOf(corners));
  assert.equal(type, "Polygon");
  assert.deepEqual(coordinates, [[[16.588, 59.058], [16.59, 59.058], [16.59, 59.06], [16.588, 59.058]]]);
});

test("two corners are no outline yet", () => {
  assert.equal(polygonOf(corners.slice(1)), "");
  assert.equal(polygonOf([]), "");
});

test("what was drawn can be drawn on", () => {
  assert.equal(polygonOf(cornersOf(polygonOf(corners))), polygonOf(corners));
});

test("what cannot be drawn on is left alone", () => {
  const ring = [[0, 0], [1, 0], [1, 1], [0, 0]];
  for (const foreign of [
    { type: "MultiPolygon", coordinates: [[ring]] },
    { type: "Polygon", coordinates: [ring, ring] },
    { type: "Point", coordinates: [0, 0] },
    { type: "Polygon" },
    null,
  ]) {
    assert.deepEqual(cornersOf(JSON.stringify(foreign)), []);
  }
  assert.deepEqual(cornersOf("nonsense"), []);
  assert.equal(parsed("nonsense"), null);
});
