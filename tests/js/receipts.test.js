import assert from "node:assert/strict";
import { test } from "node:test";
import { compare } from "../../static/js/walk/receipts.js";
import { aPhone, RECEIVED, said } from "./aphone.js";

const MINUTE_MS = 60_000;
const server = { has: [] };
let clock = MINUTE_MS;
Date.now = () => clock;

globalThis.fetch = async (_path, { headers }) => ({
  status: 200,
  json: async () => ({ result: "receipts", nonce: headers["X-Walkapp-Nonce"], walk_id: "w1", issues: server.has }),
});

function compared(phone, asked) {
  if (!asked) clock += MINUTE_MS;
  return compare({ ...phone, root: "", walk: { dataset: { walk: "w1" } }, home: { outside() {} } }, { asked });
}

async function received() {
  const phone = aPhone();
  const item = phone.items.create({ category: "klotter", note: "" }, null);
  await phone.settled();
  return { phone, item };
}

test("what the server lost is sent again as the disk has it", async () => {
  const { phone, item } = await received();
  server.has = [];
  assert.equal(await compared(phone), 1);
  await phone.settled();
  assert.deepEqual(phone.sent.map((letter) => said(letter).client_id), Array(2).fill(item.issue.client_id));
});

test("an edition that is not on disk yet is not sent by comparing", async () => {
  const { phone, item } = await received();
  server.has = [{ client_id: item.issue.client_id, rev: 1, missing_photos: [] }];
  item.issue = { ...item.issue, rev: 2, photo_ids: ["p1"] }; // its picture is being written
  assert.equal(await compared(phone), 0);
  assert.equal(phone.sent.length, 1);
});

test("one that waits for a person does not keep the others from being compared, and is not doubled", async () => {
  const phone = aPhone({ verdict: (letter) => (said(letter).note ? { kind: "refused", status: 422 } : RECEIVED) });
  const lost = phone.items.create({ category: "klotter", note: "" }, null);
  const stuck = phone.items.create({ category: "skrap", note: "" }, null);
  await phone.settled();
  phone.items.change(stuck, { note: "för långt" });
  await phone.settled();
  server.has = [];
  assert.equal(await compared(phone), 1);
  await phone.settled();
  assert.equal(said(phone.sent.at(-1)).client_id, lost.issue.client_id);
  assert.equal((await phone.sender.letters()).length, 1);
});

test("a tap does not wait for the minute to be over", async () => {
  const { phone } = await received();
  server.has = [];
  assert.equal(await compared(phone), 1);
  await phone.settled();
  const before = phone.sent.length;
  assert.equal(await compared(phone, true), 1);
  await phone.settled();
  assert.equal(phone.sent.length, before + 1);
});

test("without an answer nothing is said to be there or not", async () => {
  const { phone } = await received();
  const answered = globalThis.fetch;
  globalThis.fetch = async () => Promise.reject(new TypeError("no network"));
  assert.equal(await compared(phone), null);
  globalThis.fetch = answered;
});
