import assert from "node:assert/strict";
import { test } from "node:test";
import { forgetOld } from "../../static/js/walk/history.js";
import { aStore } from "./aphone.js";

const DAY_MS = 24 * 3600 * 1000;
const CLOSED = Date.parse("2026-11-22T19:00:00Z");
const A_WALK = { id: "w1", state: "reviewing", closing_until: "2026-11-22T19:00:00Z", seenAt: CLOSED };
const RECEIVED = { receipt: { number: 1 }, photos: [{ photo_id: "p1", receivedAt: 1 }] };

/** The issues and pictures left of one, so many days after its walk was closed. */
async function left(row, { days = 8, walk = A_WALK, letters = [] } = {}) {
  const store = aStore();
  await store.write(["walks", "issues", "photos", "outbox"], async (tx) => {
    await tx.objectStore("walks").put(walk);
    await tx.objectStore("issues").put({ client_id: "a", walk_id: "w1", ...RECEIVED, ...row });
    await tx.objectStore("photos").put({ photo_id: "p1" });
    for (const letter of letters) await tx.objectStore("outbox").put({ op_id: "l", ...letter });
  });
  await forgetOld(store, CLOSED + days * DAY_MS);
  return store.read(["issues", "photos"], async (tx) => [
    await tx.objectStore("issues").count(),
    await tx.objectStore("photos").count(),
  ]);
}

test("a week after its walk was closed the phone forgets what the server has", async () => {
  assert.deepEqual(await left({}), [0, 0]);
  assert.deepEqual(await left({}, { days: 6 }), [1, 1]);
  assert.deepEqual(await left({ removed: true, receipt: null }), [0, 0]);
});

test("what only the phone has stays, however old", async () => {
  assert.deepEqual(await left({ receipt: null }), [1, 1]);
  assert.deepEqual(await left({ photos: [{ photo_id: "p1", receivedAt: 0 }] }), [1, 1]);
  assert.deepEqual(await left({}, { letters: [{ client_id: "a" }] }), [1, 1]);
});

test("a walk that was open when last seen is closed two days later, and one that is to come is not", async () => {
  const open = { ...A_WALK, state: "open", closing_until: null };
  assert.deepEqual(await left({}, { walk: open }), [1, 1]);
  assert.deepEqual(await left({}, { walk: open, days: 10 }), [0, 0]);
  assert.deepEqual(await left({}, { walk: { ...open, state: "planned" }, days: 99 }), [1, 1]);
});
