// Removing and putting back, and what is in between when the phone is killed or the network is bad.
import assert from "node:assert/strict";
import { test } from "node:test";
import { judge } from "../../static/js/capture/api.js";
import { inOrder, mayLeave } from "../../static/js/capture/order.js";
import { smaller as again } from "../../static/js/walk/smaller.js";
import { NO_NETWORK, RECEIVED, aPhone, aStore, said } from "./aphone.js";

const FIX = { lat: 59.058, lon: 16.588, accuracy: 8, at: 1000 };
const offline = () => NO_NETWORK;

test("a removal waits for the words of its issue, also when those have failed often", () => {
  const put = { op_id: "1", op: "issue.put", client_id: "c", trouble: "server", attempts: 9 };
  const remove = { op_id: "0", op: "issue.remove", client_id: "c", trouble: "", attempts: 0 };
  const next = (letters) => inOrder(mayLeave(letters)).map((it) => it.op);
  assert.deepEqual(next([remove, put]), ["issue.put"]);
  assert.deepEqual(next([remove, { ...put, trouble: "refused" }]), ["issue.remove"]);
  assert.deepEqual(next([remove, { ...put, client_id: "d" }]), ["issue.remove", "issue.put"]);
});

test("of several removals and undos only the newest is kept, each with a number of its own", async () => {
  const { items, sender, settled } = aPhone({ verdict: offline });
  const item = items.create({ category: "skrap" }, FIX);
  await settled();
  for (const move of ["remove", "restore", "remove", "restore"]) items[move](item);
  await settled();
  const left = await sender.letters();
  assert.deepEqual(left.map((letter) => [letter.op, said(letter).rev]), [["issue.put", 5], ["issue.restore", 5]]);
});

test("undo and redo in one breath number each tap, not what is written later", async () => {
  const { items, words, sent, settled } = aPhone();
  const item = items.create({ category: "skrap" }, FIX);
  await settled();
  items.remove(item);
  items.restore(item);
  await settled();
  const moves = sent.filter((letter) => /remove|restore/.test(letter.op)).map((letter) => [letter.op, said(letter).rev]);
  assert.deepEqual(moves.at(-1), ["issue.restore", 3]);
  assert.ok(words().includes("issue.restore"));
  assert.ok(moves.every(([op, rev]) => op === "issue.restore" || rev === 2));
});

/** Rows and letters as a kill would leave them after each write. */
function everyWrite(store) {
  const seen = [];
  const { write } = store;
  store.write = async (names, act) => {
    const value = await write(names, act);
    const all = await store.read(["issues", "outbox"], async (tx) => [await tx.objectStore("issues").getAll(), await tx.objectStore("outbox").getAll()]);
    seen.push({ rows: all[0], letters: all[1] });
    return value;
  };
  return seen;
}

test("a row never says more than the letters beside it", async () => {
  const store = aStore();
  const { items, settled } = aPhone({ store, verdict: offline });
  const seen = everyWrite(store);
  const item = items.create({ category: "skrap" }, FIX);
  items.change(item, { note: "a" });
  items.change(item, { note: "ab" });
  items.remove(item);
  await settled();
  for (const { rows, letters } of seen.filter((it) => it.rows.length)) {
    const put = letters.find((letter) => letter.op === "issue.put");
    assert.equal(rows[0].issue.note, said(put).note);
    assert.equal(rows[0].removed, letters.some((letter) => letter.op === "issue.remove"));
  }
});

test("an issue gets an id of its own in one write: the phone is never without it", async () => {
  const store = aStore();
  const { items, settled } = aPhone({ store, verdict: offline });
  const item = items.create({ category: "skrap" }, FIX, ["file"]);
  await settled();
  const seen = everyWrite(store);
  await items.fork(item);
  await settled();
  for (const { rows, letters } of seen) assert.deepEqual([rows.length, letters.length], [1, 2]);
});

test("a photo's receipt says nothing of its issue, also when the photo was taken away meanwhile", async () => {
  const { items, outbox, settled } = aPhone({ verdict: offline });
  const item = items.create({ category: "skrap" }, FIX, ["file"]);
  await settled();
  const letter = (await outbox.list()).find((it) => it.op === "photo.put");
  items.removePhoto(item, letter.photo_id);
  await settled();
  await outbox.received(letter, RECEIVED.receipt);
  const [row] = await outbox.store.read(["issues"], (tx) => tx.objectStore("issues").getAll());
  assert.equal(row.receipt, null);
});

test("a picture that did not fit leaves the issue as it was", async () => {
  const store = aStore((names) => names[0] === "issues" && full && fails());
  let full = false;
  const fails = () => {
    throw Object.assign(new Error(), { name: "QuotaExceededError" });
  };
  const { items, settled } = aPhone({ store, verdict: offline });
  const item = items.create({ category: "skrap" }, FIX);
  await settled();
  full = true;
  items.addPhotos(item, ["file"]);
  await settled();
  assert.deepEqual([item.issue.rev, item.photoProblem], [1, "fullPhoto"]);
});

test("a picture sent smaller than one that had come after all is received", () => {
  const letter = { op: "photo.put", client_id: "c", photo_id: "p", sha256: "s", nonce: "n" };
  const answer = { status: 409, type: "application/json", body: { result: "conflict", error: "En annan bild.", nonce: "n" } };
  assert.equal(judge(answer, { ...letter, shrunk: 1 }).kind, "received");
  assert.equal(judge(answer, letter).kind, "conflict");
});

test("a picture made smaller is known by its new bytes", async () => {
  let tries = 0;
  const shrink = async () => ({ bytes: new ArrayBuffer(8 - 4 * Math.min(1, tries++)), type: "image/jpeg", raw: false, thumb: null });
  const verdict = (letter) => (letter.op === "photo.put" && !letter.shrunk ? { kind: "smaller" } : NO_NETWORK);
  const phone = aPhone({ shrink, verdict, smaller: (letter) => again(phone.items, shrink, letter) });
  const item = phone.items.create({ category: "skrap" }, FIX, ["file"]);
  await phone.settled();
  const [letter] = (await phone.outbox.list()).filter((it) => it.op === "photo.put");
  await again(phone.items, shrink, letter);
  const [smaller] = (await phone.outbox.list()).filter((it) => it.op === "photo.put");
  assert.notEqual(smaller.sha256, letter.sha256);
  assert.equal(item.photos[0].sha256, smaller.sha256);
});
