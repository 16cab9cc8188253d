import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { layersOf, pixels } from "../../static/js/map/drawing.js";
import { symbol } from "../../static/js/map/leaflet.js";
import { withoutCollisions } from "../../static/js/map/names.js";
import { commonTone, grouped, lookOf, numbersOf, SYMBOLS } from "../../static/js/map/pins.js";

const feature = (kind, type = "LineString") => ({ properties: { kind }, geometry: { type, coordinates: [] } });

test("an eight metre street at 59 degrees north is 13 pixels wide at zoom 17", () => {
  assert.equal(Math.round(pixels(8, 1, 17, 59)), 13);
  assert.equal(pixels(8, 5, 10, 59), 5);
});

test("the ground lies under the streets and the railway on top, whatever the file's order", () => {
  const drawn = layersOf([feature("railway"), feature("street"), feature("water", "Polygon")]);
  assert.deepEqual(drawn.map((it) => it.stroke[0]), ["water", "street-edge", "street", "railway", "railway-ties"]);
  assert.deepEqual(drawn.map((it) => it.surface), [true, false, false, false, false]);
});

test("a kind nobody knows is left out", () => {
  assert.deepEqual(layersOf([feature("volcano"), { geometry: null, properties: {} }]), []);
});

test("every symbol a pin may bear is in the sprite it is taken from", () => {
  for (const name of SYMBOLS) {
    const { hash, pathname } = new URL(symbol(name));
    assert.ok(readFileSync(pathname, "utf8").includes(`id="${hash.slice(1)}"`), symbol(name));
  }
});

test("pins within reach become one group, those beyond stand alone", () => {
  const at = (x, id) => ({ x, y: 0, id });
  const groups = grouped([at(0, "a"), at(20, "b"), at(50, "c")], 34);
  assert.deepEqual(groups.map((group) => group.map((it) => it.id)), [["a", "b"], ["c"]]);
  assert.deepEqual(grouped([], 34), []);
});

test("a group shows a tone only if all share it", () => {
  assert.equal(commonTone(["good", "good"]), "good");
  assert.equal(commonTone(["good", "info"]), "mixed");
});

test("what is remedied differs from what is not by shape, not by colour alone", () => {
  assert.notEqual(lookOf("fixed").shape, lookOf("wont_fix").shape);
  assert.notEqual(lookOf("fixed").shape, lookOf("planned").shape);
  assert.equal(lookOf("something new").shape, "drop");
});

test("a name that would cross an earlier one is left out, its neighbour is not", () => {
  const box = (x, id) => ({ x, y: 0, width: 40, height: 18, id });
  const shown = withoutCollisions([box(0, "Stationen"), box(30, "Busstorget"), box(45, "Torget")]);
  assert.deepEqual(shown.map((it) => it.id), ["Stationen", "Torget"]);
});

test("stops that lie on top of each other say from which to which", () => {
  assert.equal(numbersOf([{ number: 4 }, { number: 3 }, { number: 5 }]), "3–5");
  assert.equal(numbersOf([{ number: 12 }, { number: 2 }]), "2 …");
  assert.equal(numbersOf([{ number: 4 }, { label: "Samling" }]), "");
});
