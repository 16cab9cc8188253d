import "./browserish.js";
import assert from "node:assert/strict";
import { test } from "node:test";
import { Items } from "../../static/js/capture/items.js";
import { MemoryOutbox } from "../../static/js/capture/letters.js";
import { Sender } from "../../static/js/capture/send.js";
import { photoState, stateOf, unsent, worst } from "../../static/js/capture/state.js";

URL.createObjectURL ??= () => "blob:picture";

const RECEIVED = { kind: "received", receipt: { number: 7, received_at: "2026-11-20T18:00:00Z" } };
const NO_NETWORK = { kind: "later", wait: null, network: true };
const FIX = { lat: 59.058, lon: 16.588, accuracy: 8, at: 1000 };
const tick = () => new Promise((resolve) => setTimeout(resolve, 0));
const never = { now: () => 1000, after: () => null, cancel: () => {} };

function aPhone({ verdict = () => RECEIVED, shrink } = {}) {
  const sent = [];
  const post = async (letter) => {
    sent.push(letter);
    return verdict(letter);
  };
  const sender = new Sender({ outbox: new MemoryOutbox(), post, clock: never });
  const small = async () => ({ bytes: new ArrayBuffer(4), type: "image/jpeg", preview: new Blob(["x"]) });
  const items = new Items({ sender, shrink: shrink || small, walkId: "w1", now: () => 1000 });
  return { items, sender, sent, words: () => sent.map((letter) => letter.op), settled: () => settled(items, sender) };
}

/** Until all pictures are made ready, all letters are written and none is on its way. */
async function settled(items, sender) {
  const busy = () =>
    sender.sendingId || items.all().some((item) => item.making || item.photos.some((it) => it.state === "preparing"));
  for (let quiet = 0; quiet < 5; quiet = busy() ? 0 : quiet + 1) await tick();
}

const said = (letter) => JSON.parse(new TextDecoder().decode(letter.body));

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

test("the issue goes before its picture and names it", async () => {
  const { items, sent, words, settled } = aPhone();
  const item = items.create({}, FIX, ["file"]);
  await settled();
  assert.deepEqual(words(), ["issue.put", "photo.put"]);
  assert.deepEqual(said(sent[0]).photo_ids, [sent[1].photo_id]);
  assert.equal(item.photos[0].state, "received");
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
});

test("a picture that cannot be read is given up, and an issue of it alone with it", async () => {
  const shrink = async () => Promise.reject(new Error("gone"));
  const { items, words, settled } = aPhone({ shrink });
  const alone = items.create({}, FIX, ["file"]);
  const more = items.create({ category: "skrap" }, FIX, ["file"]);
  await settled();
  assert.equal(alone.removed, true);
  assert.deepEqual([more.photos.length, more.photoProblem], [0, "unreadable"]);
  assert.ok(!words().includes("photo.put"));
});

test("an original above the server's limit is not sent, and the rest of the issue is", async () => {
  const shrink = async () => ({ bytes: new ArrayBuffer(20 * 1024 * 1024 + 1), type: "image/heic", preview: new Blob() });
  const { items, words, settled } = aPhone({ shrink });
  const item = items.create({ category: "skrap" }, FIX, ["file"]);
  await settled();
  assert.deepEqual([item.photos.length, item.photoProblem], [0, "tooLarge"]);
  assert.ok(words().every((op) => op === "issue.put"));
});

test("a position that comes just after the save is added to the newest issue", async () => {
  const { items, sent, settled } = aPhone();
  items.create({ category: "belysning" }, null);
  items.mend(FIX);
  await settled();
  assert.equal(said(sent.at(-1)).lat, 59.058);
});

test("a conflict is tried again as an edition newer than both", async () => {
  const conflict = { kind: "refused", sentence: "Redan sparad.", status: 409, rev: 5 };
  const { items, sent, sender, settled } = aPhone({ verdict: (letter) => (letter.rev > 5 ? RECEIVED : conflict) });
  items.create({ category: "belysning" }, FIX);
  await settled();
  await items.retry();
  await settled();
  assert.equal(sent.at(-1).rev, 6);
  assert.deepEqual(await sender.letters(), []);
});

test("an issue is received only when all of it is", () => {
  const item = { issue: { client_id: "c" }, photos: [{ state: "received" }], making: 0 };
  const letter = (trouble, sentence = "") => ({ client_id: "c", trouble, sentence });
  assert.equal(stateOf(item, []).state, "received");
  assert.equal(stateOf(item, [letter("")]).state, "sending");
  assert.equal(stateOf(item, [letter("network"), letter("")]).state, "failed");
  assert.deepEqual(stateOf(item, [letter("network"), letter("refused", "Nej.")]), { state: "attention", sentence: "Nej." });
  assert.equal(stateOf({ ...item, making: 1 }, []).state, "sending");
  assert.equal(stateOf({ ...item, photos: [{ state: "preparing" }] }, []).state, "sending");
  assert.equal(unsent([item], [letter("login")]), 1);
});

test("what needs a person is told before what only waits", () => {
  const states = [{ state: "failed" }, { state: "attention" }, { state: "received" }];
  assert.equal(worst(states).state, "attention");
  assert.equal(worst([]).state, "received");
});

test("a photo tells its own trouble", () => {
  const photo = { photo_id: "p", state: "sending" };
  assert.equal(photoState(photo, []).state, "sending");
  assert.equal(photoState(photo, [{ photo_id: "p", trouble: "network", sentence: "" }]).state, "failed");
  const refused = { photo_id: "p", trouble: "refused", sentence: "Filen är tom." };
  assert.deepEqual(photoState(photo, [refused]), { state: "attention", sentence: "Filen är tom." });
});
