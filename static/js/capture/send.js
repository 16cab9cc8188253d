// Sends letters one at a time, keeps each until its receipt is there, and waits longer after each
// failure. Knows no page: `outbox` is that of outbox.js; `post(letter, body, held)` gives the
// verdict of api.js; `turn(act)` runs act when no other tab is sending.

import { sha256 } from "./letters.js";
import { backOff, heldBy, inOrder, mayLeave } from "./order.js";

const MAX_BYTES = 20 * 1024 * 1024; // what the server takes in
const DIGEST_TRIES = 3;
const OTHER_TAB_MS = 3_000;
const TOO_LARGE = { kind: "refused", status: 413, sentence: "" };

export class Sender extends EventTarget {
  #clock;
  #timer = null;
  #running = false;
  #again = false;
  #pausedUntil = 0; // no network for one letter is no network for all
  sendingId = null;
  waiting = ""; // why nothing leaves just now: "network", "portal", "server", "full" or "login"

  /** `clock` is {now, after, cancel}; events: "change", "received" ({letter, receipt}), "conflict" (letter). */
  constructor({ outbox, post, turn = (act) => act().then(() => true), smaller = async () => false, clock = browserClock }) {
    super();
    Object.assign(this, { outbox, post, turn, smaller });
    this.#clock = clock;
    outbox.addEventListener("change", () => this.#changed());
  }

  /** Everything not yet received. */
  letters() {
    return this.outbox.list();
  }

  /** Something new lies in the outbox. */
  hurry() {
    this.#pausedUntil = 0;
    this.kick();
  }

  /** Try now what only waited: back on the net, back on the screen. */
  wake() {
    return this.#rouse((letter) => letter.trouble !== "refused");
  }

  /** Try everything now, also what was refused: after a tap. */
  retry() {
    return this.#rouse(() => true);
  }

  async #rouse(wanted) {
    for (const letter of (await this.letters()).filter(wanted)) {
      if (letter.op_id !== this.sendingId && (letter.trouble || letter.nextTry)) {
        await this.outbox.tried({ ...letter, nextTry: 0, trouble: "" });
      }
    }
    this.waiting = "";
    this.hurry();
  }

  /** Start sending unless it is already going on. */
  kick() {
    this.#again = true;
    if (!this.#running) return this.#run();
    return undefined;
  }

  async #run() {
    this.#running = true;
    this.#clock.cancel(this.#timer);
    while (this.#again) {
      this.#again = false;
      const ours = await this.turn(() => this.#round()).catch(() => false); // its disk may go under it
      this.sendingId = null;
      if (!ours) this.#pausedUntil = this.#clock.now() + OTHER_TAB_MS;
    }
    this.#running = false;
    await this.#sleep();
  }

  async #round() {
    for (let letter = await this.#next(); letter; letter = await this.#next()) {
      this.sendingId = letter.op_id;
      this.#changed();
      const verdict = await this.#verdict(letter);
      const goOn = await this.#settle(letter, verdict);
      this.sendingId = null;
      this.#changed();
      if (!goOn) return;
    }
    this.dispatchEvent(new Event("idle"));
  }

  async #verdict(letter) {
    const body = await this.outbox.body(letter);
    if (!body) return { kind: "refused", status: 0, sentence: "" }; // its bytes are gone: said, not hidden
    letter.sha256 ??= await sha256(body);
    if (body.byteLength > MAX_BYTES) return { kind: "smaller" }; // the server would take it all and say no
    return this.post(letter, body, heldBy(await this.letters(), letter));
  }

  async #next() {
    const now = this.#clock.now();
    if (now < this.#pausedUntil) return undefined;
    return inOrder(mayLeave(await this.letters())).find((it) => it.nextTry <= now);
  }

  async #settle(letter, verdict) {
    this.waiting = whyWaiting(verdict);
    if (verdict.kind === "received") {
      await this.outbox.received(letter, verdict.receipt);
      this.dispatchEvent(new CustomEvent("received", { detail: { letter, receipt: verdict.receipt } }));
      return true;
    }
    if (verdict.kind === "smaller") return (await this.smaller(letter)) || this.#settle(letter, TOO_LARGE);
    await this.outbox.tried(this.#after(letter, verdict));
    if (verdict.kind === "conflict") this.dispatchEvent(new CustomEvent("conflict", { detail: letter }));
    return ["refused", "conflict"].includes(verdict.kind);
  }

  /** The letter with what a try taught. */
  #after(letter, verdict) {
    const { sentence = "", status = 0, field = null, current = null } = verdict;
    const tried = { ...letter, attempts: letter.attempts + 1, sentence, status, field, current };
    tried.badDigests = (letter.badDigests || 0) + (verdict.digest ? 1 : 0);
    if (tried.badDigests >= DIGEST_TRIES) return { ...tried, trouble: "refused" };
    if (verdict.kind === "later") {
      const wait = verdict.wait ? verdict.wait * 1000 : backOff(tried.attempts);
      tried.nextTry = this.#pausedUntil = this.#clock.now() + wait;
    }
    return { ...tried, trouble: verdict.kind === "later" ? this.waiting : verdict.kind === "conflict" ? "refused" : verdict.kind };
  }

  async #sleep() {
    const waiting = mayLeave(await this.letters());
    if (!waiting.length) return;
    const first = Math.max(this.#pausedUntil, Math.min(...waiting.map((it) => it.nextTry)));
    this.#clock.cancel(this.#timer);
    this.#timer = this.#clock.after(Math.max(0, first - this.#clock.now()), () => this.kick());
  }

  #changed() {
    this.dispatchEvent(new Event("change"));
  }
}

function whyWaiting({ kind, network, portal, full }) {
  if (kind !== "later") return kind === "login" ? kind : "";
  return network ? "network" : portal ? "portal" : full ? "full" : "server";
}

const browserClock = {
  now: () => Date.now(),
  after: (ms, call) => setTimeout(call, ms),
  cancel: (timer) => clearTimeout(timer),
};
