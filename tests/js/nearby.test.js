import "./browserish.js";
import assert from "node:assert/strict";
import { test } from "node:test";
import { metres } from "../../static/js/walk/metres.js";
import { alike } from "../../static/js/walk/nearby.js";

const HERE = { lat: 59.058, lon: 16.588 };
const issue = (more = {}) => ({ ...HERE, category: "belysning", kind: "problem", ...more });
const other = (north, more = {}) => ({ client_id: `n${north}`, category: "belysning", lat: HERE.lat + north / 111_195, lon: HERE.lon, ...more });

test("a degree of latitude is 111 km, a degree of longitude half of that in Flen", () => {
  assert.equal(Math.round(metres(HERE, { lat: 60.058, lon: 16.588 }) / 1000), 111);
  assert.equal(Math.round(metres(HERE, { lat: 59.058, lon: 17.588 }) / 1000), 57);
});

test("the nearest of the same kind within 25 metres is asked about", () => {
  assert.equal(alike(issue(), [other(24), other(10)]).client_id, "n10");
  assert.equal(alike(issue(), [other(26)]), null);
  assert.equal(alike(issue(), [other(1, { category: "skrap" })]), null);
});

test("nothing is asked without a place, without a category, of what works well, or twice", () => {
  assert.equal(alike(issue({ lat: null, lon: null }), [other(1)]), null);
  assert.equal(alike(issue({ category: null }), [other(1)]), null);
  assert.equal(alike(issue({ kind: "good" }), [other(1)]), null);
  assert.equal(alike(issue(), [other(1)], ["n1"]), null);
  assert.equal(alike(issue(), [other(1, { lat: null })]), null);
});
