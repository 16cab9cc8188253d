import assert from "node:assert/strict";
import { test } from "node:test";
import { judge } from "../../static/js/capture/api.js";

const ISSUE = { client_id: "c1", sha256: "aa", nonce: "n1" };
const PHOTO = { client_id: "c1", photo_id: "p1", sha256: "bb", nonce: "n1" };
const JSON_TYPE = "application/json; charset=utf-8";

function answer(status, body, more = {}) {
  return { status, type: JSON_TYPE, retryAfter: null, body, ...more };
}

for (const [status, result] of [[201, "stored"], [200, "already_stored"], [202, "held_for_review"]]) {
  test(`${status} ${result} with id, hash and nonce is received`, () => {
    const body = { result, client_id: "c1", sha256: "aa", nonce: "n1" };
    assert.deepEqual(judge(answer(status, body), ISSUE), { kind: "received", receipt: body });
  });
}

test("a photo's receipt must name the photo", () => {
  const right = { photo_id: "p1", client_id: "c1", sha256: "bb", nonce: "n1" };
  assert.equal(judge(answer(201, right), PHOTO).kind, "received");
  assert.equal(judge(answer(201, { ...right, photo_id: "p2" }), PHOTO).kind, "later");
});

const NOT_A_YES = {
  "another id": answer(201, { client_id: "c2", sha256: "aa", nonce: "n1" }),
  "another hash": answer(201, { client_id: "c1", sha256: "ab", nonce: "n1" }),
  "an old nonce": answer(201, { client_id: "c1", sha256: "aa", nonce: "n0" }),
  "a café's sign-in page": answer(200, null, { type: "text/html" }),
  "JSON in an HTML wrapping": answer(200, { client_id: "c1", sha256: "aa", nonce: "n1" }, { type: "text/html" }),
  "an empty 204": answer(204, null),
  "a proxy's 413": answer(413, null, { type: "text/html" }),
  "a proxy's JSON 403": answer(403, { message: "blocked" }),
};

for (const [name, given] of Object.entries(NOT_A_YES)) {
  test(`${name} is not a yes, and nothing is thrown away`, () => {
    const { portal, ...verdict } = judge(given, ISSUE);
    assert.deepEqual(verdict, { kind: "later", wait: null, network: false, sentence: "" });
    assert.equal(Boolean(portal), given.status === 200 && given.type === "text/html");
  });
}

test("a redirect is not followed: a café's network, and not a yes", () => {
  const moved = { status: 0, type: "", retryAfter: null, body: null, moved: true };
  assert.deepEqual(judge(moved, ISSUE), { kind: "later", wait: null, network: false, sentence: "", portal: true });
});

test("a full disk is said in words of our own: the server's are for a form", () => {
  const { full, sentence } = judge(answer(507, { error: "Spara bilden.", nonce: "n1" }), ISSUE);
  assert.deepEqual([full, sentence], [true, ""]);
});

test("no answer at all is the network's fault", () => {
  assert.deepEqual(judge(null, ISSUE), { kind: "later", wait: null, network: true, sentence: "" });
});

test("the server may say how long to wait, and a full disk waits five minutes", () => {
  assert.equal(judge(answer(503, { nonce: "n1" }, { retryAfter: "7" }), ISSUE).wait, 7);
  assert.equal(judge(answer(429, null, { retryAfter: "60", type: "text/html" }), ISSUE).wait, 60);
  assert.equal(judge(answer(507, { nonce: "n1" }), ISSUE).wait, 300);
  assert.equal(judge(answer(500, null, { type: "text/html" }), ISSUE).wait, null);
});

test("an unknown phone is asked to join again, and keeps its letter", () => {
  const verdict = judge(answer(401, { result: "login", error: "Gå med igen.", nonce: "n1" }), ISSUE);
  assert.deepEqual(verdict, { kind: "login", sentence: "Gå med igen.", status: 401 });
});

test("bytes that were hurt on the way are sent again", () => {
  const verdict = judge(answer(400, { result: "bad_digest", error: "Kom fram ändrad.", nonce: "n1" }), ISSUE);
  assert.deepEqual([verdict.kind, verdict.digest], ["later", true]);
});

test("our own refusal carries its sentence and its field", () => {
  const body = { result: "rejected", error: "Texten är för lång.", field: "note", nonce: "n1" };
  assert.deepEqual(judge(answer(422, body), ISSUE), {
    kind: "refused",
    sentence: "Texten är för lång.",
    field: "note",
    status: 422,
  });
});

test("another edition on the server is a conflict, not a refusal", () => {
  const body = { result: "conflict", error: "Redan sparad.", field: null, rev: 4, nonce: "n1" };
  assert.equal(judge(answer(409, body), ISSUE).kind, "conflict");
});

test("too large a picture is made smaller, whoever says so; too large words are refused", () => {
  assert.equal(judge(answer(413, null, { type: "text/html" }), PHOTO).kind, "smaller");
  assert.equal(judge(answer(413, { result: "too_large", error: "För lång.", nonce: "n1" }), ISSUE).kind, "refused");
});

test("an issue that never came counts as removed; one the server has had under another phone does not", () => {
  const gone = answer(404, { result: "unknown_issue", error: "Finns inte.", nonce: "n1" });
  assert.equal(judge(gone, { ...ISSUE, op: "issue.remove" }).kind, "received");
  assert.equal(judge(gone, { ...ISSUE, op: "issue.remove", known: true }).kind, "refused");
  assert.equal(judge(gone, { ...ISSUE, op: "issue.put" }).kind, "refused");
});

test("a phone that is not in the walk is asked to join", () => {
  const body = { result: "unknown_walk", error: "Gå med igen.", nonce: "n1" };
  assert.equal(judge(answer(404, body), ISSUE).kind, "login");
});

test("too much is told in the server's words, a proxy's words are not ours", () => {
  const body = { result: "slow_down", error: "Skriv i stället.", nonce: "n1" };
  assert.equal(judge(answer(429, body, { retryAfter: "9" }), ISSUE).sentence, "Skriv i stället.");
  assert.equal(judge(answer(429, { error: "Buy more" }, { retryAfter: "9" }), ISSUE).sentence, "");
});
