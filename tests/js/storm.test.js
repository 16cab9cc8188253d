// Forty phones come back after an outage: each by itself, one request at a time, none in step.
import assert from "node:assert/strict";
import { test } from "node:test";
import { RECEIVED, SERVER_ERROR, aSender } from "./aphone.js";

const PHONES = 40;
const ISSUES = 3;
const TOLD_S = 20;

/** Time that all phones share: it stands still until the next of them has something to do. */
class SharedClock {
  time = 0;
  #waiting = [];
  now = () => this.time;
  after = (ms, call) => {
    const entry = { at: this.time + ms, call };
    this.#waiting.push(entry);
    return entry;
  };
  cancel = (entry) => {
    this.#waiting = this.#waiting.filter((it) => it !== entry);
  };
  next() {
    const first = this.#waiting.reduce((a, b) => (a && a.at <= b.at ? a : b), null);
    if (!first) return false;
    this.cancel(first);
    this.time = Math.max(this.time, first.at);
    first.call();
    return true;
  }
}

/** A server that is down, then too busy, then well; it remembers who asked when. */
class Server {
  asked = [];
  mostOfOne = 0;
  #underWay = new Map();

  constructor(clock, { upAt, busyUntil }) {
    Object.assign(this, { clock, upAt, busyUntil });
  }

  async answer(phone) {
    const at = this.clock.now();
    const mine = (this.#underWay.get(phone) || 0) + 1;
    this.#underWay.set(phone, mine);
    this.mostOfOne = Math.max(this.mostOfOne, mine);
    await new Promise((resolve) => setImmediate(resolve));
    this.#underWay.set(phone, mine - 1);
    const kind = at < this.upAt ? "down" : at < this.busyUntil ? "busy" : "well";
    this.asked.push({ phone, at, kind });
    return { down: SERVER_ERROR, busy: { ...SERVER_ERROR, wait: TOLD_S }, well: RECEIVED }[kind];
  }
}

async function storm(times) {
  const clock = new SharedClock();
  const server = new Server(clock, times);
  const phones = Array.from({ length: PHONES }, (_, n) => aSender({ clock, verdict: () => server.answer(n) }));
  for (const [n, { outbox, sender }] of phones.entries()) {
    const letters = Array.from({ length: ISSUES }, (_, i) => ({
      op_id: `${n}-${i}`, op: "issue.put", client_id: `${n}-${i}`, walk_id: "w", rev: 1,
      attempts: 0, nextTry: 0, trouble: "", body: new ArrayBuffer(1),
    }));
    await outbox.add(letters);
    sender.hurry();
  }
  const settled = async () => {
    for (let turn = 0; turn < 40; turn += 1) await new Promise((resolve) => setImmediate(resolve));
  };
  await settled();
  while (clock.next()) await settled();
  return { server, phones };
}

test("test_fault_05 a retry storm of 40 phones", async () => {
  const { server, phones } = await storm({ upAt: 60_000, busyUntil: 90_000 });
  for (const { sender } of phones) assert.deepEqual(await sender.letters(), []);
  assert.equal(server.asked.filter(({ kind }) => kind === "well").length, PHONES * ISSUES);
  assert.equal(server.mostOfOne, 1);
  for (const n of phones.keys()) {
    const mine = server.asked.filter(({ phone }) => phone === n);
    mine.slice(1).forEach((it, i) => {
      // Told to wait means at least so long; a fault means a second or more.
      const least = { down: 1_000, busy: TOLD_S * 1_000, well: 0 }[mine[i].kind];
      assert.ok(it.at - mine[i].at >= least, `phone ${n} asked again after ${it.at - mine[i].at} ms`);
    });
    // Doubling: a minute of outage costs each phone a handful of tries, not sixty.
    assert.ok(mine.filter(({ kind }) => kind === "down").length <= 20);
  }
  // They all failed in the same moment, and come back spread, never as one.
  const second = phones.map((_, n) => server.asked.filter(({ phone }) => phone === n)[1].at);
  assert.ok(new Set(second).size > PHONES / 2, "the phones retry in step");
});
