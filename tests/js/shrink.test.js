import assert from "node:assert/strict";
import { mock, test } from "node:test";
import "./browserish.js";

const MADE = { bytes: new ArrayBuffer(9), thumb: new ArrayBuffer(3) };
const PHOTO = { type: "image/png", arrayBuffer: async () => new ArrayBuffer(5000) };
const turn = () => new Promise((resolve) => setImmediate(resolve));
const timers = new Map(); // by their time; a test lets it pass with timers.get(ms)()
let number = 0;

globalThis.setTimeout = (call, ms) => timers.set(ms, call) && ms;
globalThis.clearTimeout = (ms) => timers.delete(ms);

/** shrink.js as a page has it whose worker does `act(back, worker)` for each picture, and whose own canvas cannot. */
async function page(act, canvas = class {}) {
  const workers = [];
  globalThis.OffscreenCanvas = canvas;
  globalThis.Worker = class extends EventTarget {
    asked = 0;
    ended = false;

    constructor(address, options) {
      super();
      workers.push(Object.assign(this, { address, options }));
    }

    postMessage(_, [back]) {
      this.asked += 1;
      act(back, this);
    }

    terminate() {
      this.ended = true;
    }
  };
  globalThis.createImageBitmap = mock.fn(async () => {
    throw new Error("no canvas here");
  });
  const address = new URL(`../../static/js/capture/shrink.js?${(number += 1)}`, import.meta.url);
  return { ...(await import(address)), workers };
}

const answers = (made) => (back) => {
  back.postMessage(made);
  back.close();
};

test("one worker of this site makes all pictures, and the page's canvas none", async () => {
  const { shrink, ready, workers } = await page(answers(MADE));
  ready();
  for (const _ of [1, 2]) {
    const made = await shrink(PHOTO);
    assert.deepEqual([made.type, made.raw, made.bytes.byteLength, made.thumb.byteLength], ["image/jpeg", false, 9, 3]);
  }
  assert.deepEqual(workers.map((it) => [it.asked, it.ended, it.options.type]), [[2, false, "module"]]);
  assert.match(workers[0].address.pathname, /capture\/canvas\.js$/);
  assert.equal(createImageBitmap.mock.callCount(), 0);
});

test("what the worker could not make is tried by the page, then kept as it is", async () => {
  const { shrink, workers } = await page(answers(null));
  const made = await shrink(PHOTO);
  assert.deepEqual([made.type, made.raw, made.bytes.byteLength, made.thumb], ["image/png", true, 5000, null]);
  assert.equal(createImageBitmap.mock.callCount(), 1);
  await shrink(PHOTO);
  assert.equal(workers[0].asked, 2); // the next picture may be a better one
});

test("a worker that fails is let go and not asked again", async () => {
  const { shrink, workers } = await page((back, worker) => {
    back.close();
    worker.dispatchEvent(new Event("error"));
  });
  for (const _ of [1, 2]) assert.equal((await shrink(PHOTO)).raw, true);
  assert.deepEqual(workers.map((it) => [it.asked, it.ended]), [[1, true]]);
  assert.equal(createImageBitmap.mock.callCount(), 2);
});

test("a worker that never answers does not keep the picture", async () => {
  const { shrink, workers } = await page((back) => back.close());
  const made = shrink(PHOTO);
  await turn();
  timers.get(20_000)();
  assert.equal((await made).raw, true);
  assert.equal(workers[0].ended, true);
  assert.equal(timers.has(20_000), false);
});

test("a minute after the last picture the worker goes, and the next picture gets another", async () => {
  const { shrink, workers } = await page(answers(MADE));
  await shrink(PHOTO);
  timers.get(60_000)();
  await shrink(PHOTO);
  assert.deepEqual(workers.map((it) => it.ended), [true, false]);
});

test("a browser without a canvas for workers has none", async () => {
  const { shrink, ready, workers } = await page(answers(MADE), null);
  assert.equal(ready(), null);
  assert.equal((await shrink(PHOTO)).raw, true);
  assert.equal(workers.length, 0);
});
