import "./browserish.js";
import assert from "node:assert/strict";
import { test } from "node:test";
import { MemoryOutbox } from "../../static/js/capture/letters.js";
import { Sender, backOff, inOrder } from "../../static/js/capture/send.js";

const RECEIVED = { kind: "received", receipt: { number: 7 } };
const NO_NETWORK = { kind: "later", wait: null, network: true };
const SERVER_ERROR = { kind: "later", wait: null, network: false };

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

const settled = () => new Promise((resolve) => setTimeout(resolve, 0));

function aLetter(op_id, more = {}) {
  return { op_id, op: "issue.put", client_id: op_id, rev: 1, attempts: 0, nextTry: 0, trouble: "", ...more };
}

function aSender(...verdicts) {
  const sent = [];
  const clock = new Clock();
  const post = async (letter) => {
    sent.push(letter.op_id);
    return verdicts.length ? verdicts.shift() : RECEIVED;
  };
  return { sender: new Sender({ outbox: new MemoryOutbox(), post, clock }), sent, clock };
}

test("what is received leaves the outbox and tells its receipt", async () => {
  const { sender } = aSender();
  const told = [];
  sender.addEventListener("received", (event) => told.push(event.detail.receipt.number));
  await sender.add(aLetter("a"));
  await settled();
  assert.deepEqual(await sender.letters(), []);
  assert.deepEqual(told, [7]);
});

test("without network nothing is lost, nothing else is tried, and it goes later by itself", async () => {
  const { sender, sent, clock } = aSender(NO_NETWORK);
  await sender.add(aLetter("a"));
  await settled();
  assert.deepEqual((await sender.letters()).map((it) => it.trouble), ["network"]);
  assert.deepEqual(sent, ["a"]);
  await clock.pass(2000);
  assert.deepEqual(sent, ["a", "a"]);
  assert.deepEqual(await sender.letters(), []);
});

test("one failed letter holds the others back too", async () => {
  const { sender, sent } = aSender(NO_NETWORK);
  sender.add(aLetter("a"));
  sender.add(aLetter("b"));
  await settled();
  assert.equal(sent.length, 1);
  assert.equal((await sender.letters()).length, 2);
});

test("a tap tries again at once", async () => {
  const { sender, sent } = aSender(NO_NETWORK);
  await sender.add(aLetter("a"));
  await settled();
  await sender.retry();
  await settled();
  assert.deepEqual(sent, ["a", "a"]);
});

test("the server's own waiting time is obeyed", async () => {
  const { sender, sent, clock } = aSender({ kind: "later", wait: 60, network: false });
  await sender.add(aLetter("a"));
  await settled();
  await clock.pass(59_000);
  assert.equal(sent.length, 1);
  await clock.pass(1_000);
  assert.equal(sent.length, 2);
});

test("a refused letter stays with its sentence and does not block the next", async () => {
  const { sender, sent } = aSender({ kind: "refused", sentence: "För lång." });
  sender.add(aLetter("a"));
  sender.add(aLetter("b"));
  await settled();
  assert.deepEqual(sent, ["a", "b"]);
  const [left] = await sender.letters();
  assert.deepEqual([left.op_id, left.trouble, left.sentence], ["a", "refused", "För lång."]);
});

test("coming back to the page does not repeat what was refused, a tap does", async () => {
  const { sender, sent } = aSender({ kind: "refused", sentence: "För lång." });
  await sender.add(aLetter("a"));
  await settled();
  await sender.wake();
  await settled();
  assert.deepEqual(sent, ["a"]);
  await sender.retry();
  await settled();
  assert.deepEqual(sent, ["a", "a"]);
});

test("an unknown phone pauses and is not asked again by the clock", async () => {
  const { sender, sent, clock } = aSender({ kind: "login", sentence: "Gå med igen." });
  await sender.add(aLetter("a"));
  await settled();
  await clock.pass(3_600_000);
  assert.deepEqual(sent, ["a"]);
  await sender.wake();
  await settled();
  assert.deepEqual(sent, ["a", "a"]);
});

test("a newer version replaces one that has not left, and only of the same issue", async () => {
  const { sender } = aSender(NO_NETWORK, NO_NETWORK, NO_NETWORK);
  await sender.add(aLetter("a", { client_id: "x", rev: 1 }));
  await sender.add(aLetter("b", { client_id: "y", rev: 1 }));
  await sender.add(aLetter("c", { client_id: "x", rev: 2 }));
  await settled();
  assert.deepEqual((await sender.letters()).map((it) => it.op_id).sort(), ["b", "c"]);
});

test("an older version that fails on the way gives room to the newer", async () => {
  let fail;
  const posts = [new Promise((resolve) => (fail = resolve)), Promise.resolve(NO_NETWORK)];
  const sender = new Sender({ outbox: new MemoryOutbox(), post: () => posts.shift(), clock: new Clock() });
  await sender.add(aLetter("a", { client_id: "x", rev: 1 }));
  await settled();
  await sender.add(aLetter("b", { client_id: "x", rev: 2 }));
  fail(NO_NETWORK);
  await settled();
  assert.deepEqual((await sender.letters()).map((it) => it.op_id), ["b"]);
});

test("dropped letters never leave", async () => {
  const { sender, sent } = aSender(NO_NETWORK);
  await sender.add(aLetter("a"));
  await settled();
  await sender.add(aLetter("p", { op: "photo.put" })); // goes at once: a new capture probes the net
  await settled();
  sent.length = 0;
  await sender.drop(() => true);
  await sender.retry();
  await settled();
  assert.deepEqual(sent, []);
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
  const { sender, sent, clock } = aSender(NO_NETWORK);
  await sender.add(aLetter("a", { client_id: "x" }));
  await settled();
  await sender.add(aLetter("p", { op: "photo.put", client_id: "x" }));
  await settled();
  assert.deepEqual(sent, ["a"]);
  await clock.pass(2_000);
  assert.deepEqual(sent, ["a", "a", "p"]);
});

test("five faults of the server in a row let the others pass", async () => {
  const faults = Array.from({ length: 5 }, () => SERVER_ERROR);
  const { sender, sent, clock } = aSender(...faults);
  await sender.add(aLetter("a"));
  await settled();
  for (let i = 0; i < 4; i += 1) await clock.pass(300_000);
  await sender.add(aLetter("b"));
  await settled();
  assert.deepEqual(sent, ["a", "a", "a", "a", "a", "b"]);
});

test("waiting doubles up to five minutes and never goes below a second", () => {
  assert.equal(backOff(1, 1), 2_000);
  assert.equal(backOff(4, 0.5), 8_000);
  assert.equal(backOff(30, 1), 300_000);
  assert.equal(backOff(3, 0), 1_000);
});
