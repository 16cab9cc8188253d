import assert from "node:assert/strict";
import { test } from "node:test";
import { backOff, heldBy, inOrder } from "../../static/js/capture/order.js";
import { NO_NETWORK, RECEIVED, SERVER_ERROR, aSender as made } from "./aphone.js";

class Clock {
  time = 0;
  waiting = [];
  now = () => this.time;
  after = (ms, call) => {
    const entry = { at: this.time + ms, call };
    this.waiting.push(entry);
    return entry;
  };
  cancel = (entry) => {
    this.waiting = this.waiting.filter((it) => it !== entry);
  };
  async pass(ms) {
    this.time += ms;
    const due = this.waiting.filter((it) => it.at <= this.time);
    this.waiting = this.waiting.filter((it) => it.at > this.time);
    due.forEach((it) => it.call());
    await settled();
  }
}

async function settled() {
  for (let turn = 0; turn < 12; turn += 1) await new Promise((resolve) => setTimeout(resolve, 0));
}

function aLetter(op_id, more = {}) {
  const body = new ArrayBuffer(1);
  return { op_id, op: "issue.put", client_id: op_id, walk_id: "w", rev: 1, attempts: 0, nextTry: 0, trouble: "", body, ...more };
}

function aSender(...verdicts) {
  const clock = new Clock();
  const phone = made({ clock, verdict: () => (verdicts.length ? verdicts.shift() : RECEIVED) });
  const put = async (...letters) => {
    await phone.outbox.add(letters);
    phone.sender.hurry();
    await settled();
  };
  return { ...phone, clock, put, ops: () => phone.sent.map((letter) => letter.op_id) };
}

test("what is received leaves the outbox and tells its receipt", async () => {
  const { sender, put } = aSender();
  const told = [];
  sender.addEventListener("received", (event) => told.push(event.detail.receipt.number));
  await put(aLetter("a"));
  assert.deepEqual(await sender.letters(), []);
  assert.deepEqual(told, [7]);
});

test("without network nothing is lost, nothing else is tried, and it goes later by itself", async () => {
  const { sender, sent, put, ops, clock } = aSender(NO_NETWORK);
  await put(aLetter("a"));
  assert.deepEqual((await sender.letters()).map((it) => it.trouble), ["network"]);
  assert.deepEqual(ops(), ["a"]);
  await clock.pass(2000);
  assert.deepEqual(ops(), ["a", "a"]);
  assert.deepEqual(await sender.letters(), []);
});

test("one failed letter holds the others back too", async () => {
  const { sender, sent, put, ops } = aSender(NO_NETWORK);
  await put(aLetter("a"), aLetter("b"));
  assert.equal(sent.length, 1);
  assert.equal((await sender.letters()).length, 2);
});

test("a tap tries again at once", async () => {
  const { sender, sent, put, ops } = aSender(NO_NETWORK);
  await put(aLetter("a"));
  await sender.retry();
  await settled();
  assert.deepEqual(ops(), ["a", "a"]);
});

test("the server's own waiting time is obeyed", async () => {
  const { sender, sent, put, ops, clock } = aSender({ kind: "later", wait: 60, network: false });
  await put(aLetter("a"));
  await clock.pass(59_000);
  assert.equal(sent.length, 1);
  await clock.pass(1_000);
  assert.equal(sent.length, 2);
});

test("a refused letter stays with its sentence and does not block the next", async () => {
  const { sender, sent, put, ops } = aSender({ kind: "refused", sentence: "För lång." });
  await put(aLetter("a"), aLetter("b"));
  assert.deepEqual(ops(), ["a", "b"]);
  const [left] = await sender.letters();
  assert.deepEqual([left.op_id, left.trouble, left.sentence], ["a", "refused", "För lång."]);
});

test("coming back to the page does not repeat what was refused, a tap does", async () => {
  const { sender, sent, put, ops } = aSender({ kind: "refused", sentence: "För lång." });
  await put(aLetter("a"));
  await sender.wake();
  await settled();
  assert.deepEqual(ops(), ["a"]);
  await sender.retry();
  await settled();
  assert.deepEqual(ops(), ["a", "a"]);
});

test("an unknown phone pauses and is not asked again by the clock", async () => {
  const { sender, sent, put, ops, clock } = aSender({ kind: "login", sentence: "Gå med igen." });
  await put(aLetter("a"));
  await clock.pass(3_600_000);
  assert.deepEqual(ops(), ["a"]);
  await sender.wake();
  await settled();
  assert.deepEqual(ops(), ["a", "a"]);
});

test("what was taken out of the outbox on its way is not put back when it fails", async () => {
  let fail;
  const clock = new Clock();
  const phone = made({ clock, verdict: () => new Promise((resolve) => (fail = resolve)) });
  await phone.outbox.add([aLetter("a")]);
  phone.sender.hurry();
  await settled();
  await phone.outbox.drop(["a"]);
  fail(NO_NETWORK);
  await settled();
  assert.deepEqual(await phone.sender.letters(), []);
});

test("while another tab sends, this one asks again in a moment", async () => {
  let free = false;
  const clock = new Clock();
  const turn = async (act) => free && (await act(), true);
  const phone = made({ clock, turn });
  await phone.outbox.add([aLetter("a")]);
  phone.sender.hurry();
  await settled();
  assert.deepEqual(phone.sent, []);
  free = true;
  await clock.pass(3_000);
  assert.equal(phone.sent.length, 1);
});

test("bytes that come through changed three times need a person", async () => {
  const changed = { kind: "later", wait: null, network: false, digest: true, sentence: "Kom fram ändrad." };
  const { sender, put, clock } = aSender(changed, changed, changed);
  await put(aLetter("a"));
  await clock.pass(300_000);
  await clock.pass(300_000);
  const [left] = await sender.letters();
  assert.deepEqual([left.trouble, left.sentence], ["refused", "Kom fram ändrad."]);
});

test("a picture that is too large is sent smaller; one that cannot be made smaller stays and is said", async () => {
  for (const [possible, left] of [[true, 0], [false, 1]]) {
    const verdicts = [{ kind: "smaller" }];
    const phone = made({ clock: new Clock(), smaller: async () => possible, verdict: () => verdicts.shift() || RECEIVED });
    await phone.outbox.add([aLetter("p", { op: "photo.put" })]);
    phone.sender.hurry();
    await settled();
    const letters = await phone.sender.letters();
    assert.equal(letters.length, left);
    if (left) assert.equal(letters[0].trouble, "refused");
  }
});

test("the server is told what the phone holds of that walk", async () => {
  const { put, sent } = aSender();
  await put(aLetter("a"), aLetter("b"), aLetter("p", { op: "photo.put", client_id: "a" }), aLetter("c", { walk_id: "x" }));
  assert.equal(sent[0].held, "1/1");
  assert.equal(heldBy([], { walk_id: "w" }), "0/0");
});

test("words go before pictures, old before new, and the poisonous last", () => {
  const poison = { trouble: "server", attempts: 5 };
  const given = [
    aLetter("1", poison),
    aLetter("2", { op: "photo.put" }),
    aLetter("4"),
    aLetter("3", { trouble: "network", attempts: 9 }),
  ];
  assert.deepEqual(inOrder(given).map((it) => it.op_id), ["3", "4", "2", "1"]);
});

test("a picture waits until its issue is received", async () => {
  const { sender, sent, put, ops, clock } = aSender(NO_NETWORK);
  await put(aLetter("a", { client_id: "x" }));
  await put(aLetter("p", { op: "photo.put", client_id: "x" }));
  assert.deepEqual(ops(), ["a"]);
  await clock.pass(2_000);
  assert.deepEqual(ops(), ["a", "a", "p"]);
});

test("five faults of the server in a row let the others pass", async () => {
  const faults = Array.from({ length: 5 }, () => SERVER_ERROR);
  const { sender, sent, put, ops, clock } = aSender(...faults);
  await put(aLetter("a"));
  for (let i = 0; i < 4; i += 1) await clock.pass(300_000);
  await put(aLetter("b"));
  assert.deepEqual(ops(), ["a", "a", "a", "a", "a", "b"]);
});

test("what waited for the network goes as soon as another is received; what was told to wait waits", async () => {
  for (const [verdict, order] of [[NO_NETWORK, ["a", "b", "a"]], [SERVER_ERROR, ["a", "b"]]]) {
    const { put, ops } = aSender(verdict);
    await put(aLetter("a", { attempts: 9 }));
    await put(aLetter("b"));
    assert.deepEqual(ops(), order);
  }
});

test("waiting doubles up to five minutes and never goes below a second", () => {
  assert.equal(backOff(1, 1), 2_000);
  assert.equal(backOff(4, 0.5), 8_500);
  assert.equal(backOff(30, 1), 300_000);
  assert.equal(backOff(3, 0), 1_000);
});
