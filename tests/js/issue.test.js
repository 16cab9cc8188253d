import "./browserish.js";
import assert from "node:assert/strict";
import { test } from "node:test";
import { changed, fromPhone, fromPin, likeIt, newIssue, utc } from "../../static/js/capture/issue.js";
import { issueLetter, moveLetter, photoLetter } from "../../static/js/capture/letters.js";
import { sha256 } from "../../static/js/capture/letters.js";

const AT = "2026-11-20T18:00:00Z";
const anIssue = (given) => newIssue("w1", "c1", AT, given);

test("a new issue is a problem without place, words or pictures", () => {
  const issue = anIssue({ category: "belysning" });
  assert.deepEqual([issue.rev, issue.kind, issue.position_source, issue.note], [1, "problem", "none", ""]);
  assert.equal(issue.category, "belysning");
});

test("a change is a new revision, and no change is none", () => {
  const issue = anIssue();
  const other = changed(issue, { note: "Mörkt" });
  assert.deepEqual([other.rev, other.note, issue.note], [2, "Mörkt", ""]);
  assert.equal(changed(other, { note: "Mörkt" }), other);
  assert.equal(changed(other, { photo_ids: [] }), other);
  assert.equal(changed(other, { photo_ids: ["p1"] }).rev, 3);
});

test("the phone's position carries its accuracy and its age in seconds", () => {
  const fix = { lat: 59.05812345678, lon: 16.588, accuracy: 7.6, at: 10_000 };
  assert.deepEqual(fromPhone(fix, 13_400), {
    lat: 59.0581235,
    lon: 16.588,
    accuracy: 8,
    position_age: 3,
    position_source: "gps",
    gps_lat: null,
    gps_lon: null,
  });
  assert.equal(fromPhone(fix, 9_000).position_age, 0);
  assert.equal(fromPhone(null, 0).position_source, "none");
});

test("a pin keeps what the phone said, also when it is moved twice", () => {
  const issue = changed(anIssue(), fromPhone({ lat: 59, lon: 16, accuracy: 30, at: 0 }, 0));
  const once = changed(issue, fromPin(issue, { lat: 59.1, lon: 16.1 }));
  const twice = changed(once, fromPin(once, { lat: 59.2, lon: 16.2 }));
  assert.deepEqual([twice.lat, twice.lon, twice.position_source], [59.2, 16.2, "pin"]);
  assert.deepEqual([twice.gps_lat, twice.gps_lon], [59, 16]);
});

test("a pin without any position of the phone has none to keep", () => {
  assert.deepEqual(fromPin(anIssue(), { lat: 1, lon: 2 }).gps_lat, null);
});

test("one more like it takes what it is and where, not the words or the pictures", () => {
  const issue = anIssue({ kind: "good", category: "skrap", place_type: "park", note: "x", photo_ids: ["p"] });
  assert.deepEqual(likeIt(issue), { kind: "good", category: "skrap", place_type: "park", stop_id: null });
});

test("times are whole seconds in UTC", () => assert.equal(utc(Date.UTC(2026, 10, 20, 18, 0, 0, 999)), AT));

test("a letter says what the issue says, to the walk it is of", () => {
  const letter = issueLetter(anIssue({ note: "å" }));
  assert.equal(letter.path, "/walks/w1/issues");
  const sent = JSON.parse(new TextDecoder().decode(letter.body));
  assert.deepEqual([sent.client_id, sent.note, "walk_id" in sent], ["c1", "å", false]);
});

test("a photo's letter is its raw bytes at its own address", async () => {
  const bytes = new Uint8Array([1, 2, 3]).buffer;
  const letter = await photoLetter("c1", { photo_id: "p1", bytes, type: "image/jpeg" });
  assert.deepEqual([letter.method, letter.path], ["PUT", "/issues/c1/photos/p1"]);
  assert.equal(letter.body, bytes);
  assert.equal(letter.sha256, await sha256(bytes));
});

test("removing and restoring are letters too", async () => {
  assert.equal((await moveLetter({ client_id: "c1", walk_id: "w1" }, "remove")).path, "/issues/c1/remove");
  assert.equal((await moveLetter({ client_id: "c1", walk_id: "w1" }, "restore")).op, "issue.restore");
});
