import "./browserish.js";
import assert from "node:assert/strict";
import { test } from "node:test";
import { hex, newId, newNonce, sha256 } from "../../static/js/capture/letters.js";

const FORM = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

test("an id is a UUID of version 7 and variant 10, whatever the random bits are", () => {
  assert.match(newId(), FORM);
  assert.match(newId(1, new Uint8Array(10)), FORM);
  assert.match(newId(1, new Uint8Array(10).fill(255)), FORM);
});

test("an id carries its millisecond, so that later ids sort after earlier ones", () => {
  const id = newId(0x019a12345678, new Uint8Array(10));
  assert.equal(id.slice(0, 13), "019a1234-5678");
  assert.ok(newId(1000, new Uint8Array(10).fill(255)) < newId(1001, new Uint8Array(10)));
});

test("a thousand ids of the same millisecond differ", () => {
  assert.equal(new Set(Array.from({ length: 1000 }, () => newId(5))).size, 1000);
});

test("a nonce has 128 bits and is new every time", () => {
  assert.match(newNonce(), /^[0-9a-f]{32}$/);
  assert.notEqual(newNonce(), newNonce());
});

test("hex keeps leading zeros", () => assert.equal(hex(new Uint8Array([0, 10, 255])), "000aff"));

test("the digest is SHA-256 of exactly these bytes", async () => {
  const digest = await sha256(new TextEncoder().encode("abc"));
  assert.equal(digest, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
});
