import assert from "node:assert/strict";
import { test } from "node:test";
import { photoState, stateOf } from "../../static/js/capture/state.js";
import { unsent, worst } from "../../static/js/walk/home.js";
import { inOrder } from "../../static/js/capture/order.js";
import { sha256 } from "../../static/js/capture/letters.js";
import { NO_NETWORK, RECEIVED, aPhone, aStore, said } from "./aphone.js";

globalThis.document ??= { querySelector: () => ({ textContent: "{}" }) }; // no words of a page here

const FIX = { lat: 59.058, lon: 16.588, accuracy: 8, at: 1000 };

test("a tap on a tile sends the issue at once with the phone's position", async () => {
  const { items, sent, settled } = aPhone();
  const item = items.create({ category: "belysning" }, FIX);
  await settled();
  const body = said(sent[0]);
  assert.deepEqual([body.category, body.lat, body.accuracy, body.position_source], ["belysning", 59.058, 8, "gps"]);
  assert.equal(item.receipt.number, 7);
});

test("no position never stops the save", async () => {
  const { items, sent, settled } = aPhone();
  items.create({ category: "belysning" }, null);
  await settled();
  assert.equal(said(sent[0]).position_source, "none");
});

test("a picture alone is an issue: it is sent when the picture is ready, words first", async () => {
  const { items, sent, words, settled } = aPhone();
  const item = items.create({}, FIX, ["file"]);
  await settled();
  assert.deepEqual(words(), ["issue.put", "photo.put"]);
  assert.deepEqual(said(sent[0]).photo_ids, [sent[1].photo_id]);
  assert.equal(sent[1].body.byteLength, 4);
  assert.equal(item.photos[0].state, "received");
});

test("every issue carries the phone's next order number", async () => {
  const { items, sent, settled } = aPhone();
  items.create({ category: "belysning" }, FIX);
  items.create({ category: "skrap" }, FIX);
  await settled();
  assert.deepEqual(sent.map((letter) => said(letter).seq), [1, 2]);
});

test("two tabs of a phone that hear of each other give different numbers, and a full disk takes none", async () => {
  let full = false;
  const store = aStore(() => {
    if (full) throw Object.assign(new Error("full"), { name: "QuotaExceededError" });
  });
  const [one, other] = [aPhone({ store }), aPhone({ store })];
  for (const { items, settled } of [one, other, one]) {
    items.create({ category: "skrap" }, FIX);
    await settled();
    for (const tab of [one, other]) await tab.items.load(); // as the page does when it hears
  }
  full = true;
  const item = other.items.create({ category: "annat" }, FIX);
  await other.settled();
  assert.equal(item.unsaved, "full");
  full = false;
  other.items.change(item, { note: "nu" });
  await other.settled();
  const rows = await store.read(["issues"], (tx) => tx.objectStore("issues").getAll());
  assert.deepEqual(rows.map(({ issue }) => issue.seq).sort(), [1, 2, 3, 4]);
  assert.equal(item.issue.seq, 4);
});

test("a letter leaves with the hash of the very bytes it sends", async () => {
  const { items, sent, settled } = aPhone();
  items.create({ category: "belysning", note: "å" }, FIX);
  await settled();
  const [letter] = sent;
  assert.equal(letter.sha256, await sha256(letter.body));
});

test("an issue and its letter are one write, and nothing is asked before it", async () => {
  const wrote = [];
  const store = aStore((names) => wrote.push(names));
  const phone = aPhone({ store, verdict: () => NO_NETWORK });
  await phone.items.load();
  wrote.length = 0;
  phone.items.create({ category: "belysning" }, FIX);
  await phone.settled();
  assert.equal(wrote.filter((names) => names.includes("issues") && !names.includes("log")).length, 1);
  assert.deepEqual(wrote.filter((names) => !names.includes("issues")), []);
  assert.equal(phone.items.all()[0].issue.seq, 1);
});

test("changes made in a row arrive in that order, and the last one stands", async () => {
  const { items, sent, settled } = aPhone();
  const item = items.create({ category: "belysning" }, FIX);
  items.change(item, { note: "a" });
  items.change(item, { note: "ab" });
  await settled();
  const revs = sent.map((letter) => letter.rev);
  assert.deepEqual(revs, [...revs].sort());
  assert.deepEqual([said(sent.at(-1)).note, sent.at(-1).rev], ["ab", 3]);
});

test("the same value again sends nothing", async () => {
  const { items, words, settled } = aPhone();
  const item = items.create({ category: "belysning" }, FIX);
  items.change(item, { note: "", kind: "problem" });
  await settled();
  assert.deepEqual(words(), ["issue.put"]);
});

test("an issue is never emptied by a change; the caller may remove it instead", () => {
  const { items } = aPhone();
  const item = items.create({}, FIX, ["file"]);
  assert.equal(items.removePhoto(item, item.photos[0].photo_id), false);
  assert.equal(item.photos.length, 1);
});

test("a removed picture leaves the issue and does not leave the phone", async () => {
  const { items, sender, sent, settled } = aPhone({ verdict: () => NO_NETWORK });
  const item = items.create({ category: "skrap" }, FIX, ["file"]);
  await settled();
  items.removePhoto(item, item.photos[0].photo_id);
  await settled();
  const left = await sender.letters();
  assert.deepEqual(left.map((letter) => letter.op), ["issue.put"]);
  assert.deepEqual(said(left[0]).photo_ids, []);
  assert.ok(sent.every((letter) => letter.op === "issue.put"));
});

test("undo sends the removal and keeps unsent pictures on the phone; restoring sends both", async () => {
  let online = false;
  const { items, sender, words, sent, settled } = aPhone({ verdict: () => (online ? RECEIVED : NO_NETWORK) });
  const item = items.create({}, FIX, ["file"]);
  await settled();
  items.remove(item);
  await settled();
  assert.deepEqual((await sender.letters()).map((letter) => letter.op).sort(), ["issue.put", "issue.remove"]);
  online = true;
  sent.length = 0;
  await sender.retry();
  await settled();
  assert.deepEqual(words(), ["issue.put", "issue.remove"]);
  items.restore(item);
  await settled();
  assert.deepEqual(words().slice(2), ["issue.put", "issue.restore", "photo.put"]);
  items.remove(item);
  assert.deepEqual(sent.filter((letter) => letter.op === "issue.remove").map((letter) => letter.known), [false]);
  await settled();
  assert.equal(sent.at(-1).known, true);
});

test("a picture that cannot be read is given up and said; an issue of it alone waits as a draft", async () => {
  const shrink = async () => Promise.reject(new Error("gone"));
  const { items, words, settled } = aPhone({ shrink });
  const alone = items.create({}, FIX, ["file"]);
  const more = items.create({ category: "skrap" }, FIX, ["file"]);
  await settled();
  assert.equal(stateOf(alone, []).state, "draft");
  assert.deepEqual([more.photos.length, more.photoProblem], [0, "unreadable"]);
  assert.deepEqual(words(), ["issue.put"]);
});

test("an original above the server's limit stays in the phone, said, and the rest of the issue is sent", async () => {
  const shrink = async () => ({ bytes: new ArrayBuffer(20 * 1024 * 1024 + 1), type: "image/heic", raw: true, thumb: null });
  const { items, outbox, words, settled } = aPhone({ shrink });
  const item = items.create({ category: "skrap" }, FIX, ["file"]);
  await settled();
  const [kept] = await outbox.list();
  assert.deepEqual([item.photos.length, kept.trouble, kept.status], [1, "refused", 413]);
  assert.equal((await outbox.body(kept)).byteLength, 20 * 1024 * 1024 + 1);
  assert.ok(words().every((op) => op === "issue.put"));
});

test("a position that comes just after the save is added to the newest issue", async () => {
  const { items, sent, settled } = aPhone();
  items.create({ category: "belysning" }, null);
  items.mend(FIX);
  await settled();
  assert.equal(said(sent.at(-1)).lat, 59.058);
});

test("a conflict becomes an issue of its own, with its picture, and the first is left as the server has it", async () => {
  let first = "";
  const conflict = { kind: "conflict", sentence: "Redan sparad.", status: 409 };
  const { items, sent, sender, settled } = aPhone({ verdict: (letter) => (letter.client_id === first ? conflict : RECEIVED) });
  sender.addEventListener("conflict", ({ detail }) => items.get(detail.client_id) && items.fork(items.get(detail.client_id)));
  const item = items.create({ category: "belysning" }, FIX, ["file"]);
  first = item.issue.client_id;
  await settled();
  assert.notEqual(item.issue.client_id, first);
  assert.deepEqual(sent.slice(-2).map((letter) => [letter.op, letter.client_id]), [
    ["issue.put", item.issue.client_id],
    ["photo.put", item.issue.client_id],
  ]);
  assert.deepEqual(await sender.letters(), []);
});

test("an edition that another tab wrote is built upon: nothing of either is lost", async () => {
  const { items, sent, store, settled } = aPhone();
  const item = items.create({ category: "belysning" }, FIX);
  await settled();
  await store.write(["issues"], async (tx) => {
    const row = await tx.objectStore("issues").get(item.issue.client_id);
    await tx.objectStore("issues").put({ ...row, issue: { ...row.issue, note: "Andra fliken", rev: 4 } });
  });
  items.change(item, { proposal: "Laga den" });
  await settled();
  const last = said(sent.at(-1));
  assert.deepEqual([last.note, last.proposal, last.rev], ["Andra fliken", "Laga den", 5]);
});

test("words are written from the reserve when the phone is full", async () => {
  let full = true;
  const fail = (names, tx) => {
    if (names.includes("meta") && names.length === 1) full = false; // the reserve is given up
    if (full && names.includes("issues") && tx) throw Object.assign(new Error(), { name: "QuotaExceededError" });
  };
  const { items, settled } = aPhone({ store: (await import("./aphone.js")).aStore(fail), verdict: () => NO_NETWORK });
  full = false;
  const item = items.create({ category: "belysning" }, FIX);
  await settled();
  full = true;
  items.change(item, { note: "Också det här" });
  await settled();
  assert.equal(item.unsaved, "");
});

test("an issue is received only when all of it is", () => {
  const item = { issue: { client_id: "c", category: "skrap", note: "", photo_ids: [] }, photos: [], saving: 0, receipt: {} };
  const letter = (trouble, sentence = "") => ({ op_id: "o", client_id: "c", trouble, sentence });
  assert.equal(stateOf(item, []).state, "received");
  assert.equal(stateOf(item, [letter("")]).state, "saved");
  assert.equal(stateOf(item, [letter("")], { sendingId: "o" }).state, "sending");
  assert.equal(stateOf(item, [letter("network"), letter("")]).state, "saved");
  assert.deepEqual(stateOf(item, [letter("network"), letter("refused", "Nej.")]), { state: "attention", sentence: "Nej." });
  assert.equal(stateOf({ ...item, saving: 1 }, []).state, "saving");
  assert.equal(stateOf({ ...item, unsaved: "full" }, []).state, "unsaved");
  assert.equal(unsent([item], [letter("login")]), 1);
  assert.equal(unsent([item], []), 0);
});

test("without its receipt nothing is called received, whatever became of its letter", () => {
  const issue = { client_id: "c", category: "skrap", note: "", photo_ids: [] };
  const item = { issue, photos: [], saving: 0, receipt: null };
  assert.equal(stateOf(item, []).state, "saved");
  assert.equal(stateOf({ ...item, receipt: {}, photos: [{ receivedAt: 0 }] }, []).state, "saved");
  assert.equal(unsent([item], []), 1);
});

test("a removal is not called sent while it is being written, nor when it could not be", async () => {
  const { items, settled } = aPhone({ verdict: () => RECEIVED });
  const item = items.create({ category: "trafik" }, FIX);
  await settled();
  assert.equal(unsent(items.all(), []), 0);
  items.remove(item);
  assert.equal(unsent(items.all(), []), 1);
  await settled();
  assert.equal(unsent(items.all(), []), 0);
  assert.equal(unsent([{ ...item, unsaved: "full" }], []), 1);
});

test("what lies in memory alone is not called saved", () => {
  const item = { issue: { client_id: "c", category: "skrap" }, photos: [], saving: 0, memory: true, unsaved: "" };
  assert.equal(stateOf(item, [{ op_id: "o", client_id: "c", trouble: "" }]).state, "unsaved");
  assert.equal(stateOf({ ...item, receipt: {} }, []).state, "received");
});

test("what needs a person is told before what only waits", () => {
  const states = [{ state: "saved" }, { state: "attention" }, { state: "received" }];
  assert.equal(worst(states).state, "attention");
  assert.equal(worst([]).state, "received");
});

test("a photo tells its own trouble", () => {
  const photo = { photo_id: "p", state: "saved" };
  assert.equal(photoState(photo, []).state, "saved");
  assert.equal(photoState(photo, [{ op_id: "o", photo_id: "p", trouble: "" }], { sendingId: "o" }).state, "sending");
  const refused = { photo_id: "p", trouble: "refused", sentence: "Filen är tom." };
  assert.deepEqual(photoState(photo, [refused]), { state: "attention", sentence: "Filen är tom." });
});

test("what a phone wrote leaves in that order, also when its clock was set back meanwhile", async (t) => {
  let now = Date.UTC(2035, 0, 1);
  t.mock.method(Date, "now", () => now);
  const { items, outbox, settled } = aPhone({ verdict: () => NO_NETWORK });
  items.now = Date.now;
  const first = items.create({ category: "belysning" }, null);
  await settled();
  now = Date.UTC(2019, 0, 1);
  const second = items.create({ category: "skrap" }, null);
  items.remove(first);
  await settled();
  items.mend(FIX);
  await settled();
  now = Date.UTC(2015, 0, 1);
  items.restore(first);
  await settled();
  assert.deepEqual([first.issue.lat, second.issue.lat], [null, FIX.lat]); // the newest is no matter of clocks
  const told = inOrder(await outbox.list()).map((letter) => `${letter.op} ${said(letter).seq || said(letter).client_id === first.issue.client_id}`);
  assert.deepEqual(told, ["issue.put 2", "issue.put 1", "issue.restore true"]);
});
