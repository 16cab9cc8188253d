// Sends letters one at a time, keeps each until its receipt is there, and waits longer after each
// failure. Knows neither page nor storage: `outbox` has async list, put and remove; `post` gives
// the verdict of api.js.

const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 300_000;
const POISON_AFTER = 5;
const RANK = { "issue.put": 0, "issue.remove": 0, "issue.restore": 0, "photo.put": 1 };

/** Milliseconds until the next try: full jitter between nothing and a doubling ceiling. */
export function backOff(attempts, random = Math.random()) {
  const ceiling = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.min(attempts, 20));
  return Math.max(FIRST_WAIT_MS, Math.round(ceiling * random));
}

/** Letters in sending order: words before pictures, oldest first, the unlucky ones last. */
export function inOrder(letters) {
  const late = (letter) => (letter.trouble === "server" && letter.attempts >= POISON_AFTER ? 1 : 0);
  return [...letters].sort(
    (a, b) =>
      late(a) - late(b) || RANK[a.op] - RANK[b.op] || (a.op_id < b.op_id ? -1 : 1),
  );
}

export class Sender extends EventTarget {
  #outbox;
  #post;
  #clock;
  #timer = null;
  #running = false;
  #again = false;
  #pausedUntil = 0; // no network for one letter is no network for all
  sendingId = null;

  /** `clock` is {now, after, cancel}; events: "change" and "received" (detail: letter, receipt). */
  constructor({ outbox, post, clock = browserClock }) {
    super();
    this.#outbox = outbox;
    this.#post = post;
    this.#clock = clock;
  }

  /** Everything not yet received. */
  letters() {
    return this.#outbox.list();
  }

  /** Take a letter; a newer version of an issue replaces one that has not left. */
  async add(letter) {
    await this.#outbox.put(letter);
    if (letter.op === "issue.put") await this.#dropOlder(letter);
    this.#pausedUntil = 0;
    this.#changed();
    this.kick();
  }

  /** Forget letters that should no longer leave, such as photos of a removed issue. */
  async drop(wanted) {
    for (const letter of await this.letters()) {
      if (wanted(letter) && letter.op_id !== this.sendingId) await this.#outbox.remove(letter.op_id);
    }
    this.#changed();
  }

  /** Try now what only waited: back on the net, back on the screen. */
  wake() {
    return this.#hurry((letter) => letter.trouble !== "refused");
  }

  /** Try everything now, also what was refused: after a tap. */
  retry() {
    return this.#hurry(() => true);
  }

  async #hurry(wanted) {
    for (const letter of (await this.letters()).filter(wanted)) {
      if (letter.op_id !== this.sendingId) await this.#outbox.put({ ...letter, nextTry: 0, trouble: "" });
    }
    this.#pausedUntil = 0;
    this.#changed();
    this.kick();
  }

  /** Start sending unless it is already going on. */
  kick() {
    this.#again = true;
    if (!this.#running) this.#run();
  }

  async #run() {
    this.#running = true;
    this.#clock.cancel(this.#timer);
    while (this.#again) {
      this.#again = false;
      await this.#round();
    }
    this.#running = false;
    await this.#sleep();
  }

  async #round() {
    for (let letter = await this.#next(); letter; letter = await this.#next()) {
      this.sendingId = letter.op_id;
      this.#changed();
      const verdict = await this.#post(letter);
      this.sendingId = null;
      const goOn = await this.#settle(letter, verdict);
      this.#changed();
      if (!goOn) return;
    }
  }

  async #next() {
    const now = this.#clock.now();
    if (now < this.#pausedUntil) return undefined;
    return inOrder(mayLeave(await this.letters())).find((it) => it.nextTry <= now);
  }

  async #settle(letter, verdict) {
    if (verdict.kind === "received") {
      await this.#outbox.remove(letter.op_id);
      this.dispatchEvent(new CustomEvent("received", { detail: { letter, receipt: verdict.receipt } }));
      return true;
    }
    const { sentence = "", status = 0, rev = 0 } = verdict;
    const tried = { ...letter, attempts: letter.attempts + 1, sentence, status, keptRev: rev };
    if (verdict.kind === "later") {
      const wait = verdict.wait ? verdict.wait * 1000 : backOff(tried.attempts);
      tried.nextTry = this.#pausedUntil = this.#clock.now() + wait;
    }
    tried.trouble = verdict.kind === "later" ? (verdict.network ? "network" : "server") : verdict.kind;
    await this.#keep(tried);
    return verdict.kind === "refused";
  }

  async #keep(letter) {
    const newer = (await this.letters()).some((it) => replaces(it, letter));
    if (newer) await this.#outbox.remove(letter.op_id);
    else await this.#outbox.put(letter);
  }

  async #dropOlder(letter) {
    for (const old of await this.letters()) {
      if (replaces(letter, old) && old.op_id !== this.sendingId) await this.#outbox.remove(old.op_id);
    }
  }

  async #sleep() {
    const waiting = mayLeave(await this.letters());
    if (!waiting.length) return;
    const first = Math.max(this.#pausedUntil, Math.min(...waiting.map((it) => it.nextTry)));
    this.#timer = this.#clock.after(Math.max(0, first - this.#clock.now()), () => this.kick());
  }

  #changed() {
    this.dispatchEvent(new Event("change"));
  }
}

/** Letters that need no person first. A picture waits for its issue. */
function mayLeave(letters) {
  const unsaid = new Set(letters.filter((it) => it.op === "issue.put").map((it) => it.client_id));
  return letters.filter(
    (it) => !["refused", "login"].includes(it.trouble) && !(it.op === "photo.put" && unsaid.has(it.client_id)),
  );
}

function replaces(newer, older) {
  const same = newer.op === "issue.put" && older.op === "issue.put" && newer.client_id === older.client_id;
  return same && newer.rev > older.rev;
}

const browserClock = {
  now: () => Date.now(),
  after: (ms, call) => setTimeout(call, ms),
  cancel: (timer) => clearTimeout(timer),
};
