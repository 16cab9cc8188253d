// A phone without a page: its store in memory, its outbox, and a server that answers as it is told.
import "./browserish.js";
import { Items } from "../../static/js/capture/items.js";
import { Memory } from "../../static/js/walk/memory.js";
import { Outbox } from "../../static/js/capture/outbox.js";
import { Sender } from "../../static/js/capture/send.js";
import { STORES } from "../../static/js/capture/store.js";

URL.createObjectURL = () => "blob:picture";

export const RECEIVED = { kind: "received", receipt: { number: 7, received_at: "2026-11-20T18:00:00Z" } };
export const NO_NETWORK = { kind: "later", wait: null, network: true };
export const SERVER_ERROR = { kind: "later", wait: null, network: false };

const never = { now: () => 1000, after: () => null, cancel: () => {} };
const tick = () => new Promise((resolve) => setTimeout(resolve, 0));

/** The rows of store.js in memory; `fail(names)` may throw what a disk would. */
export function aStore(fail = () => {}) {
  const memory = new Memory(STORES);
  const write = async (names, act) => memory.run(names, async (tx) => {
    const value = await act(tx);
    fail(names, tx);
    return value;
  });
  return { shut: "", read: (names, act) => memory.run(names, act), write };
}

/** An outbox, its sender and a record of what was sent. `verdict(letter)` answers each letter. */
export function aSender({ verdict = () => RECEIVED, clock = never, store = aStore(), ...more } = {}) {
  const sent = [];
  const outbox = new Outbox(store, { now: clock.now, channel: null });
  const post = async (letter, body, held) => {
    sent.push({ ...letter, body, held });
    return verdict(letter);
  };
  return { store, outbox, sent, sender: new Sender({ outbox, post, clock, ...more }) };
}

/** The same with issues in hand. */
export function aPhone({ shrink, ...given } = {}) {
  const phone = aSender(given);
  const small = async () => ({ bytes: new ArrayBuffer(4), type: "image/jpeg", raw: false, thumb: null });
  const items = new Items({ ...phone, shrink: shrink || small, walkId: "w1", now: () => 1000 });
  const settled = () => quiet(items, phone.sender);
  return { ...phone, items, settled, words: () => phone.sent.map((letter) => letter.op) };
}

/** What a letter of an issue says. */
export const said = (letter) => JSON.parse(new TextDecoder().decode(letter.body));

/** Until nothing is being made ready, written or sent. */
export async function quiet(items, sender) {
  const busy = () => sender.sendingId || items.all().some((item) => item.saving);
  for (let calm = 0; calm < 12; calm = busy() ? 0 : calm + 1) {
    await crypto.subtle.digest("SHA-256", new Uint8Array(1)); // behind any digest that is being made
    await tick();
  }
}
