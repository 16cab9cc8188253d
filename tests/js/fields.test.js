import "./browserish.js";
import assert from "node:assert/strict";
import { test } from "node:test";
import { Fields } from "../../static/js/capture/fields.js";
import { changed, newIssue } from "../../static/js/capture/issue.js";

const ALWAYS = ["note", "proposal", "place_text", "place_type", "pole_number"];

function aBox(names) {
  const fields = Object.fromEntries(names.map((name) => [name, { name, value: "" }]));
  const box = Object.assign(new EventTarget(), {
    querySelector: (selector) => fields[/name="(\w+)"/.exec(selector)[1]] || null,
    querySelectorAll: () => [],
  });
  return { box, fields };
}

function theFields(names) {
  const { box, fields } = aBox(names);
  const said = [];
  return { panel: new Fields(box, (found) => said.push(found)), fields, last: () => said.at(-1) };
}

test("the stop that was chosen is part of the issue, and none chosen is null", () => {
  const { panel, fields, last } = theFields([...ALWAYS, "stop_id"]);
  panel.fill({ kind: "problem" });
  fields.stop_id.value = "s2";
  panel.flush();
  assert.equal(last().stop_id, "s2");
  fields.stop_id.value = "";
  panel.flush();
  assert.deepEqual(last(), { stop_id: null });
});

test("a walk without stops says nothing of them, so that an issue keeps what it has", () => {
  const { panel, last } = theFields(ALWAYS);
  panel.fill({ kind: "problem", stop_id: "s2" });
  panel.flush();
  assert.equal("stop_id" in last(), false);
});

test("leaving without a word is no new revision", () => {
  const { panel, last } = theFields([...ALWAYS, "stop_id"]);
  const issue = newIssue("w1", "c1", "2026-11-20T18:00:00Z", { category: "skrap" });
  panel.fill(issue);
  panel.flush();
  assert.equal(changed(issue, last()), issue);
});

test("only what was touched since is told: the rest may be newer in another tab", () => {
  const { panel, fields, last } = theFields(ALWAYS);
  panel.fill({ kind: "problem", note: "Mörkt" });
  fields.place_text.value = "Vid bron";
  panel.flush();
  assert.deepEqual(last(), { place_text: "Vid bron" });
  panel.flush();
  assert.deepEqual(last(), {});
});

test("what could not be done is told again", () => {
  const { box, fields } = aBox(ALWAYS);
  const said = [];
  const panel = new Fields(box, (found) => said.push(found) < 2 ? false : undefined);
  panel.fill({ kind: "problem", note: "Mörkt" });
  fields.note.value = "";
  panel.flush();
  panel.flush();
  assert.deepEqual(said, [{ note: "" }, { note: "" }]);
});
