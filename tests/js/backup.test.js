import assert from "node:assert/strict";
import { test } from "node:test";
import { strFromU8, unzipSync } from "../../static/vendor/fflate-0.8.3/fflate.js";
import { archive } from "../../static/js/walk/backup.js";
import { sha256 } from "../../static/js/capture/letters.js";
import { Desk } from "../../static/js/recheck/desk.js";
import { NO_NETWORK, RECEIVED, aSender, quiet } from "./aphone.js";

const PICTURE = { bytes: new Uint8Array([1, 2, 3]).buffer, type: "image/jpeg" };
const aCheck = (given) => ({ fix_id: "f1", rev: 1, result: "remains", note: "Hål", photo_ids: [], ...given });

/** What the backup of a walk holds: its list, and the members. */
async function saved({ store }, walk_id = "w1") {
  const dataset = { walk: walk_id, title: "Höstvandringen" };
  const members = unzipSync(await archive({ store, walk: { dataset }, root: "/app" }));
  return { told: JSON.parse(strFromU8(members["backup.json"])), members };
}

test("a check that waits is in the file with the bytes that would be sent, and its pictures", async () => {
  const phone = aSender({ verdict: () => NO_NETWORK });
  const desk = new Desk(phone, { walk_id: "w1", root: "/app" });
  await desk.check(aCheck({ check_id: "c1" }), [PICTURE], "2026-11-20T18:00:00Z");
  const [letter] = (await phone.outbox.list()).filter((it) => it.op === "check.put");
  const { told, members } = await saved(phone);
  const [check] = told.checks;
  assert.deepEqual([told.checks.length, check.client_id, check.rev, check.sha256], [1, "c1", 1, letter.sha256]);
  assert.equal(JSON.parse(check.body).observed_at, "2026-11-20T18:00:00Z");
  const [photo] = told.photos;
  assert.deepEqual([told.photos.length, photo.client_id, photo.sha256], [1, "c1", await sha256(PICTURE.bytes)]);
  assert.deepEqual([...members[`photos/${photo.photo_id}`]], [1, 2, 3]);
  assert.deepEqual((await saved(phone, "w2")).told.checks, []); // another walk's file is without it
});

test("a check that was received is in the file as it was said last", async () => {
  const phone = aSender({ verdict: () => RECEIVED });
  const desk = new Desk(phone, { walk_id: "w1", root: "/app" });
  await desk.check(aCheck({ check_id: "c1" }), [], "2026-11-20T18:00:00Z");
  await desk.feel("s1", 4); // without anybody's name, and so not in a file with one
  phone.sender.hurry();
  await quiet({ all: () => [] }, phone.sender);
  assert.deepEqual(await phone.outbox.list(), []);
  const { told } = await saved(phone);
  const [check] = told.checks;
  assert.equal(told.checks.length, 1);
  assert.equal(check.sha256, await sha256(new TextEncoder().encode(check.body)));
  assert.deepEqual([JSON.parse(check.body).result, JSON.parse(check.body).note], ["remains", "Hål"]);
});
