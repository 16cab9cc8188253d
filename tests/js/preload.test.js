import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { test } from "node:test";

const root = new URL("../../", import.meta.url);

const WORKERS = ["canvas"]; // fetched beside the page, when a picture may come

test("the walk page fetches every module of the capture script at once", () => {
  const page = readFileSync(new URL("templates/walks/walk.html", root), "utf8");
  const [, list] = page.match(/for name in \(([^)]*)\)/);
  const named = list.match(/[a-z]+/g).sort();
  const there = readdirSync(new URL("static/js/capture/", root)).map((name) => name.replace(".js", ""));
  assert.deepEqual(named, there.filter((name) => !WORKERS.includes(name)).sort());
});

test("the capture script starts without the map", () => {
  const folder = new URL("static/js/capture/", root);
  for (const name of readdirSync(folder)) {
    const source = readFileSync(new URL(name, folder), "utf8");
    assert.doesNotMatch(source, /^import .*\.\.\/map\//m, `${name} loads the map before it is asked for`);
  }
});
