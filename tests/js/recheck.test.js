import assert from "node:assert/strict";
import { test } from "node:test";
import { mayLeave, heldBy } from "../../static/js/capture/order.js";
import { Desk, standing } from "../../static/js/recheck/desk.js";
import { NO_NETWORK, RECEIVED, aSender, aStore, said } from "./aphone.js";

const tick = () => new Promise((resolve) => setTimeout(resolve, 0));
const PICTURE = { bytes: new Uint8Array([1, 2]).buffer, type: "image/jpeg" };
const aCheck = (given = {}) => ({ check_id: "c1", fix_id: "f1", rev: 1, result: "remains", note: "", photo_ids: [], ...given });

function aDesk(given = {}) {
  const phone = aSender(given);
  const desk = new Desk(phone, { walk_id: "w1", root: "/app" });
  const send = async () => {
    phone.sender.hurry();
    for (let turn = 0; turn < 40; turn += 1) await tick();
  };
  const pictures = () => phone.store.read(["photos"], (tx) => tx.objectStore("photos").getAllKeys());
  return { ...phone, desk, send, pictures };
}

test("a check leaves before its pictures, to addresses of its own", async () => {
  const { desk, send, sent, outbox, pictures } = aDesk();
  const { photo_ids } = await desk.check(aCheck(), [PICTURE], "2026-11-20T18:00:00Z");
  await send();
  assert.deepEqual(sent.map(({ op, path }) => [op, path]), [
    ["check.put", "/app/walks/w1/checks"],
    ["checkphoto.put", `/app/checks/c1/photos/${photo_ids[0]}`],
  ]);
  assert.deepEqual(said(sent[0]), { client_id: "c1", fix_id: "f1", rev: 1, result: "remains", note: "", photo_ids, observed_at: "2026-11-20T18:00:00Z" });
  assert.deepEqual([await outbox.list(), await pictures()], [[], []]);
  assert.deepEqual((await desk.mark("f1")).photo_ids, photo_ids); // for the page to show again
});

test("an answer that was changed before it left is sent once, with every picture", async () => {
  const { desk, outbox } = aDesk({ verdict: () => NO_NETWORK });
  const first = await desk.check(aCheck(), [PICTURE]);
  await desk.check({ ...first, rev: 2, result: "fixed" }, [PICTURE]);
  const letters = await outbox.list();
  assert.deepEqual(letters.map(({ op }) => op).sort(), ["check.put", "checkphoto.put", "checkphoto.put"]);
  const [words] = letters.filter(({ op }) => op === "check.put");
  assert.deepEqual([said(words).rev, said(words).result, said(words).photo_ids.length], [2, "fixed", 2]);
  assert.equal(heldBy(letters, { walk_id: "w1" }), "1/2");
});

test("a picture waits for a check that was refused", () => {
  const letters = [
    { op: "check.put", client_id: "c1", walk_id: "w1", trouble: "refused" },
    { op: "checkphoto.put", client_id: "c1", walk_id: "w1", photo_id: "p1" },
  ];
  assert.deepEqual(mayLeave(letters), []);
});

test("check, pictures and letters are written together or not at all", async () => {
  const full = () => {
    throw Object.assign(new Error("full"), { name: "QuotaExceededError" });
  };
  const { desk, outbox, pictures } = aDesk({ store: aStore(full) });
  await assert.rejects(desk.check(aCheck(), [PICTURE]), { name: "QuotaExceededError" });
  assert.deepEqual([await outbox.list(), await pictures(), await desk.mark("f1")], [[], [], null]);
});

test("of several answers about a stop the last one is sent", async () => {
  let network = false;
  const { desk, send, sent } = aDesk({ verdict: () => (network ? RECEIVED : NO_NETWORK) });
  await desk.feel("s1", 2);
  await desk.feel("s1", 4);
  await desk.feel("s2", 1);
  network = true;
  await send();
  assert.deepEqual(sent.map((it) => [it.path, said(it).stop_id, said(it).value]), [
    ["/app/walks/w1/feelings", "s1", 4],
    ["/app/walks/w1/feelings", "s2", 1],
  ]);
  assert.equal((await desk.mark("s1")).value, 4);
});

test("what a server that was put back does not know is sent again", async () => {
  const { desk, outbox, send } = aDesk();
  await desk.check(aCheck(), [PICTURE]);
  await desk.check(aCheck({ check_id: "c2", fix_id: "f2", rev: 3 }), []);
  await desk.feel("s1", 2);
  await send();
  assert.equal(await desk.again({ checks: { c1: 1, c2: 3 }, feelings: { s1: 4 } }), 0);
  assert.equal(await desk.again({ checks: { c1: 1, c2: 2 }, feelings: {} }), 2);
  const told = (await outbox.list()).map((letter) => [letter.op, said(letter).rev, said(letter).value]);
  assert.deepEqual(told.sort(), [["check.put", 3, undefined], ["feeling.put", undefined, 2]]);
});

test("how far an answer has come is told by its letters", () => {
  const states = [
    [[], null, ""],
    [[], {}, "received"],
    [[{ op_id: "a" }], {}, "saved"],
    [[{ op_id: "now" }], {}, "sending"],
    [[{ op_id: "a" }, { op_id: "b", trouble: "login" }], {}, "login"],
    [[{ op_id: "a", trouble: "login" }, { op_id: "b", trouble: "refused", sentence: "Nej" }], {}, "attention"],
  ];
  for (const [letters, mark, state] of states) assert.equal(standing(letters, mark, { sendingId: "now" }).state, state);
  assert.equal(standing([{ trouble: "refused", sentence: "Nej" }], {}).sentence, "Nej");
});
