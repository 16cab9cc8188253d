import assert from "node:assert/strict";
import { test } from "node:test";
import { mayLeave } from "../../static/js/capture/order.js";
import { nearestFirst } from "../../static/js/crew/nearest.js";
import { Desk } from "../../static/js/crew/desk.js";
import { chain, saidIn } from "../../static/js/crew/letters.js";
import { standing } from "../../static/js/crew/standing.js";
import { NO_NETWORK, aSender } from "./aphone.js";

const aDesk = (given = {}) => {
  const phone = aSender({ verdict: () => NO_NETWORK, ...given });
  const desk = (person_id = "gun") => new Desk({ ...phone, fix_id: "f1", person_id, root: "" });
  const said = async () => chain(await phone.outbox.list()).map(saidIn);
  return { ...phone, desk, said };
};
const START = { move: "start", version: 3, fields: {} };
const DONE = { move: "finish", version: 3, fields: { done_text: "Klart", done_on: "2026-11-20" } };
const PAUSE = { move: "hold", version: 3, fields: { hold_reason: "material", review_on: "2026-12-01" } };
const current = (...moves) => ({ version: 7, state_words: "Pågår", done_text: "", news: [], moves });

test("what is done after the start says so, and waits for it", async () => {
  const { desk, outbox, said } = aDesk();
  const start = await desk().save(START);
  const done = await desk().save(DONE);
  assert.deepEqual((await said()).map(({ move, after }) => [move, after]), [["start", undefined], ["finish", start.op_id]]);
  assert.deepEqual(mayLeave(await outbox.list()).map((it) => it.op_id), [start.op_id]);
  await outbox.drop([start.op_id]);
  assert.deepEqual(mayLeave(await outbox.list()).map((it) => it.op_id), [done.op_id]);
});

test("what was sent before is still the word before, also when its letter is gone", async () => {
  const { desk, outbox, said } = aDesk();
  const start = await desk().save(START);
  await outbox.drop([start.op_id]);
  await desk().save(PAUSE);
  assert.equal((await said())[0].after, start.op_id);
  assert.deepEqual(await desk("hans").mark(), null);
  assert.equal((await desk().mark()).move, "hold");
});

test("the same move again takes the place of the one that waits", async () => {
  const { desk, said } = aDesk();
  const start = await desk().save(START);
  await desk().save(DONE);
  await desk().save({ ...DONE, fields: { ...DONE.fields, done_text: "Helt klart" } });
  const all = await said();
  assert.deepEqual(all.map(({ move }) => move), ["start", "finish"]);
  assert.deepEqual([all[1].fields.done_text, all[1].after], ["Helt klart", start.op_id]);
});

test("one person's letters hold up nobody else's", async () => {
  const { desk, outbox } = aDesk();
  await desk("hans").save(START);
  await desk().save(DONE);
  assert.equal(mayLeave(await outbox.list()).length, 2);
});

test("a start somebody else has made is left out when it is said anyway", async () => {
  const { desk, outbox, said } = aDesk();
  const start = await desk().save(START);
  await desk().save(DONE);
  await outbox.tried({ ...start, place: 1, trouble: "refused", current: current("finish", "hold") });
  const { own } = await desk().held();
  assert.deepEqual([standing(own).state, standing(own).may, standing(own).mine.move], ["conflict", true, "finish"]);
  await desk().sayAnyway(current("finish", "hold"));
  const all = await said();
  assert.deepEqual(all.map(({ move, version, after }) => [move, version, after]), [["finish", 7, undefined]]);
});

test("what can no longer be said stays to be read", async () => {
  const { desk, outbox } = aDesk();
  const pause = await desk().save(PAUSE);
  await outbox.tried({ ...pause, trouble: "refused", current: current() });
  const { own } = await desk().held();
  assert.deepEqual([standing(own).state, standing(own).may], ["conflict", false]);
  assert.equal(standing(own).mine.fields.hold_reason, "material");
});

test("thrown away, the word before is forgotten too, and comes back with the rest", async () => {
  const { desk } = aDesk();
  await desk().save(START);
  const undo = await desk().throwAway();
  assert.equal(await desk().mark(), null);
  await desk().putBack(undo);
  assert.equal((await desk().mark()).move, "start");
});

test("the nearest comes first, then the nearest to that; without a position last", () => {
  const places = [{ id: "far", lat: 59.08, lon: 16.6 }, { id: "none", lat: NaN, lon: NaN }, { id: "near", lat: 59.051, lon: 16.6 }, { id: "mid", lat: 59.06, lon: 16.6 }];
  assert.deepEqual(nearestFirst({ lat: 59.05, lon: 16.6 }, places).map(({ id }) => id), ["near", "mid", "far", "none"]);
  assert.deepEqual(nearestFirst({ lat: 59.09, lon: 16.6 }, places).map(({ id }) => id), ["far", "mid", "near", "none"]);
});

test("east and west weigh less than north and south this far up", () => {
  const places = [{ id: "north", lat: 59.0015, lon: 16 }, { id: "east", lat: 59, lon: 16.002 }];
  assert.equal(nearestFirst({ lat: 59, lon: 16 }, places)[0].id, "east");
});
