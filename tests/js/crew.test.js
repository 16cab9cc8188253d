import assert from "node:assert/strict";
import { test } from "node:test";
import { judge } from "../../static/js/capture/api.js";
import { Keeper } from "../../static/js/capture/keeper.js";
import { mayLeave, ofWalk } from "../../static/js/capture/order.js";
import { Outbox } from "../../static/js/capture/outbox.js";
import { smaller } from "../../static/js/walk/smaller.js";
import { Desk } from "../../static/js/crew/desk.js";
import { saidIn } from "../../static/js/crew/letters.js";
import { standing } from "../../static/js/crew/standing.js";
import { NO_NETWORK, RECEIVED, aSender, aStore, said } from "./aphone.js";

const TYPED = { version: 3, fields: { done_text: "Lampan byttes", done_on: "2026-11-20" } };
const CURRENT = { version: 4, state: "done", done_text: "Ny lampa", news: [], may: false };
const tick = () => new Promise((resolve) => setTimeout(resolve, 0));

const aPicture = (photo_id) => ({ photo_id, bytes: new Uint8Array([1, 2]).buffer, type: "image/jpeg" });

function aDesk(given = {}) {
  const phone = aSender(given);
  const desk = (fix_id, person_id = "gun") => new Desk({ ...phone, fix_id, person_id, root: "/app" });
  const send = async () => {
    phone.sender.hurry();
    for (let turn = 0; turn < 40; turn += 1) await tick();
  };
  const pictures = () => phone.store.read(["photos"], (tx) => tx.objectStore("photos").getAllKeys());
  return { ...phone, desk, send, pictures, ops: () => phone.sent.map((letter) => letter.op) };
}

test("what is done leaves before its pictures, which go when they are received", async () => {
  const { desk, send, sent, pictures, ops } = aDesk();
  await desk("f1").save(TYPED, [aPicture("p1"), aPicture("p2")]);
  assert.deepEqual((await pictures()).sort(), ["p1", "p2"]);
  await send();
  assert.deepEqual(ops(), ["fix.finish", "fixphoto.put", "fixphoto.put"]);
  const [words, picture] = sent;
  assert.equal(words.path, "/app/fixes/f1/outbox?by=gun");
  assert.equal(picture.path, "/app/fixes/f1/photos/p1?by=gun");
  const { op_id, ...told } = said(words);
  assert.equal(op_id, words.op_id);
  assert.deepEqual(told, { client_id: "f1", move: "finish", ...TYPED, photo_ids: ["p1", "p2"] });
  assert.deepEqual(await pictures(), []); // no page shows them any more
});

test("words, pictures and letters are written together or not at all", async () => {
  const { desk, store, outbox, pictures } = aDesk();
  const write = store.write;
  store.write = (names, act) => write(names, async (tx) => {
    await act(tx);
    throw Object.assign(new Error("full"), { name: "QuotaExceededError" });
  });
  await assert.rejects(desk("f1").save(TYPED, [aPicture("p1")]), { name: "QuotaExceededError" });
  assert.deepEqual([await outbox.list(), await pictures()], [[], []]);
});

test("saving again replaces the words and keeps the pictures that wait", async () => {
  const { desk, outbox } = aDesk({ verdict: () => NO_NETWORK });
  await desk("f1").save(TYPED, [aPicture("p1")]);
  await desk("f1").save({ ...TYPED, version: 4 }, [aPicture("p2")]);
  const letters = await outbox.list();
  const words = letters.filter((letter) => letter.op === "fix.finish");
  assert.equal(words.length, 1);
  assert.deepEqual([saidIn(words[0]).version, saidIn(words[0]).photo_ids], [4, ["p1", "p2"]]);
  assert.equal(letters.length, 3);
});

test("what is thrown away can be had back whole, and nothing of others goes with it", async () => {
  const { desk, outbox, pictures } = aDesk();
  await desk("f1").save(TYPED, [aPicture("p1")]);
  await desk("f1", "hans").save(TYPED);
  await desk("f2").save(TYPED);
  const before = await outbox.list();
  const undo = await desk("f1").throwAway();
  assert.equal((await outbox.list()).length, 2);
  assert.deepEqual(await pictures(), []);
  assert.deepEqual(await desk("f1").held(), { own: [], others: true });
  await desk("f1").putBack(undo);
  const ids = (letters) => letters.map((letter) => letter.op_id).sort();
  assert.deepEqual(ids(await outbox.list()), ids(before));
  assert.deepEqual(await pictures(), ["p1"]);
});

test("a conflict keeps the words, the pictures and what the fix says now", async () => {
  const { desk, send, ops, sender } = aDesk({
    verdict: () => ({ kind: "conflict", status: 409, sentence: "Läs det nya.", current: CURRENT }),
  });
  await desk("f1").save(TYPED, [aPicture("p1")]);
  await send();
  assert.deepEqual(ops(), ["fix.finish"]); // the picture waits for a person too
  const found = standing((await desk("f1").held()).own, sender);
  assert.equal(found.state, "conflict");
  assert.deepEqual([found.current, found.mine.fields, found.photos], [CURRENT, TYPED.fields, 1]);
});

test("whoever is signed out does not hold up the walker, nor the walker the other", async () => {
  for (const [first, second] of [["fix.finish", "issue.put"], ["issue.put", "fix.finish"]]) {
    const due = [];
    const clock = { now: () => 1000, after: (_, call) => due.push(call), cancel: () => {} };
    const verdict = (letter) => (letter.op === first ? { kind: "login", sentence: "Logga in." } : RECEIVED);
    const phone = aDesk({ clock, verdict });
    const body = new ArrayBuffer(1);
    await phone.desk("f1").save(TYPED);
    await phone.outbox.add([{ op_id: first === "issue.put" ? "0" : "f", op: "issue.put", client_id: "i", attempts: 0, nextTry: 0, trouble: "", body }]);
    await phone.send();
    while (due.length) {
      due.shift()();
      for (let turn = 0; turn < 40; turn += 1) await tick();
    }
    assert.deepEqual([...phone.ops()].sort(), [first, second].sort());
    const left = await phone.sender.letters();
    assert.deepEqual(left.map((letter) => [letter.op, letter.trouble]), [[first, "login"]]);
  }
});

test("how it stands, in the words of the page", () => {
  const body = new TextEncoder().encode(JSON.stringify({ ...TYPED, photo_ids: [] }));
  const words = { op_id: "w", op: "fix.finish", client_id: "f", trouble: "", sentence: "", body };
  const photo = { op_id: "p", op: "fixphoto.put", client_id: "f", photo_id: "p", trouble: "", sentence: "" };
  const state = (letters, sender) => standing(letters, sender).state;
  assert.equal(state([]), "none");
  assert.equal(state([words, photo]), "saved");
  assert.equal(standing([words], { waiting: "network" }).says, "waitingNetwork");
  assert.equal(state([words, photo], { sendingId: "w" }), "sending");
  assert.equal(state([photo], { sendingId: "p" }), "photos");
  assert.equal(state([{ ...words, trouble: "login" }, photo]), "login");
  const refused = standing([{ ...words, trouble: "refused", sentence: "Skriv vad som gjordes.", field: "done_text" }]);
  assert.deepEqual([refused.state, refused.field, refused.sentence], ["refused", "done_text", "Skriv vad som gjordes."]);
  assert.equal(state([{ ...words, trouble: "refused", current: CURRENT }]), "conflict");
});

test("letters of fixes are no letters of walks, and their pictures wait for their own words only", () => {
  const letters = [
    { op: "fix.finish", client_id: "f", trouble: "" },
    { op: "fixphoto.put", client_id: "f", trouble: "" },
    { op: "photo.put", client_id: "i", trouble: "" },
  ];
  assert.deepEqual(letters.filter(ofWalk).map((it) => it.client_id), ["i"]);
  assert.deepEqual(mayLeave(letters).map((it) => it.op), ["fix.finish", "photo.put"]);
  assert.deepEqual(mayLeave(letters.slice(1)).map((it) => it.op), ["fixphoto.put", "photo.put"]);
});

test("a conflict of ours carries what the fix says now", () => {
  const body = { result: "conflict", error: "Läs det nya.", field: null, nonce: "n", current: CURRENT };
  const answer = { status: 409, type: "application/json", body };
  const found = judge(answer, { op: "fix.finish", client_id: "f", sha256: "", nonce: "n" });
  assert.deepEqual([found.kind, found.current], ["conflict", CURRENT]);
});

test("a picture that is too large goes smaller to the same place, in the same person's name", async () => {
  const store = aStore();
  const small = async () => ({ bytes: new ArrayBuffer(1), type: "image/jpeg", raw: false, thumb: null });
  const outbox = new Outbox(store, { channel: null });
  const phone = { keeper: new Keeper({ store, outbox }), outbox, get: () => null };
  const desk = new Desk({ store, outbox, fix_id: "f1", person_id: "gun" });
  await desk.save(TYPED, [aPicture("p1")]);
  const before = (await outbox.list()).find((letter) => letter.photo_id);
  assert.equal(await smaller(phone, small, before), true);
  const after = (await outbox.list()).find((letter) => letter.photo_id);
  assert.deepEqual([after.op, after.path, after.person_id, after.op_id], [before.op, before.path, "gun", before.op_id]);
  assert.notEqual(after.sha256, before.sha256);
  assert.equal((await outbox.body(after)).byteLength, 1);
});
