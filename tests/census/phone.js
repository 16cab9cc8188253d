// One phone of the census: the real modules over a disk of its own, told what to do by lines of
// JSON. Its journal gets a line for each thing that the screen would call saved.

import "../js/browserish.js";
import { hasten, pause } from "./time.js";
import { appendFileSync, readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { post } from "../../static/js/capture/api.js";
import { Items } from "../../static/js/capture/items.js";
import { Outbox } from "../../static/js/capture/outbox.js";
import { Sender } from "../../static/js/capture/send.js";
import { inTurn } from "../../static/js/capture/turn.js";
import { compare } from "../../static/js/walk/receipts.js";
import { Disk } from "./disk.js";
import { BUGS } from "./bugs.js";

const FAST = 40; // our 25 ms are the phone's second
const CALM = 8; // in the end a loaded machine must not look like a dead network
const ROUND_MS = 40;
const TAPS = 4; // how often somebody taps "send now" in the end
const JPEG = readFileSync(process.argv[2]);

URL.createObjectURL = () => "blob:picture";
const network = globalThis.fetch;
const webLocks = { held: false, request: async (_name, _how, act) => webLock(act) };

async function webLock(act) {
  if (webLocks.held) return act(null);
  webLocks.held = true;
  try {
    return await act({});
  } finally {
    webLocks.held = false;
  }
}

/** Bytes of a picture that no other is like: a comment after the first two bytes. */
function picture(words) {
  const comment = Buffer.from(words);
  const head = Buffer.from([0xff, 0xfe, 0, comment.length + 2]);
  return new Uint8Array(Buffer.concat([JPEG.subarray(0, 2), head, comment, JPEG.subarray(2)])).buffer;
}

/** As shrink.js does, without a canvas: a smaller one has other bytes. */
async function shrink(file, longest) {
  const bytes = file instanceof Blob ? await file.arrayBuffer() : file;
  const made = longest ? picture(`${longest} ${Buffer.from(bytes).subarray(6, 40)}`) : bytes;
  return { bytes: made, type: "image/jpeg", raw: false, thumb: null };
}

class Phone {
  constructor(given) {
    Object.assign(this, given);
  }

  async begin() {
    hasten(FAST, this.epoch);
    globalThis.fetch = (path, how) => network(this.origin + path, { ...how, headers: { ...how.headers, Cookie: `walkapp_device=${this.token}`, Origin: this.origin } });
    this.store = await Disk.open(this.disk);
    this.outbox = new Outbox(this.store, { channel: null });
    const locks = this.leases ? null : webLocks;
    const turn = (act) => inTurn(this.store, act, locks);
    const smaller = (letter) => this.items.pictures.again(letter);
    const send = (BUGS[this.bug] || ((it) => it))(post, this.outbox);
    this.sender = new Sender({ outbox: this.outbox, post: send, turn, smaller });
    this.items = new Items({ store: this.store, outbox: this.outbox, sender: this.sender, shrink, walkId: this.walk });
    this.items.addEventListener("change", ({ detail }) => setImmediate(() => this.#note(detail)));
    this.sender.addEventListener("conflict", ({ detail }) => this.#fork(detail));
    await this.items.load();
    for (const item of this.items.all()) this.#note(item);
    for (const letter of await this.sender.letters()) if (letter.status === 409) await this.#fork(letter);
    if (this.compares) await this.#compare();
    this.sender.addEventListener("idle", () => this.compares && this.#compare());
    await this.sender.wake();
  }

  async #compare() {
    await compare({ ...this, root: "", walk: { dataset: { walk: this.walk } }, home: { outside() {} } });
  }

  /** What the screen calls saved, once it is drawn: not in the middle of a change. */
  #note(item) {
    if (item.saving || item.unsaved) return;
    const { issue, removed } = item;
    const photos = item.photos.filter((it) => it.sha256 && it.state !== "preparing").map(({ photo_id, sha256 }) => ({ photo_id, sha256 }));
    this.#write({ what: "captured", issue, photos, removed: Boolean(removed) });
  }

  async #fork({ op, client_id }) {
    const item = this.items.get(client_id);
    if (!item || op !== "issue.put") return;
    const from = item.issue.client_id;
    await this.items.fork(item);
    if (item.issue.client_id !== from) this.#write({ what: "forked", from, to: item.issue.client_id });
  }

  #write(line) {
    appendFileSync(this.journal, `${JSON.stringify(line)}\n`);
  }

  #pick({ pick }, wanted = (item) => !item.removed) {
    const found = this.items.all().filter(wanted);
    return found[Math.floor(pick * found.length)];
  }

  log({ words, photos, lat }) {
    const fix = lat ? { lat, lon: 16.58, accuracy: 9, at: Date.now() } : null;
    this.items.create({ category: "belysning", note: words }, fix, photos.map(picture));
  }

  edit(given) {
    const item = this.#pick(given);
    if (item) this.items.change(item, { note: `${item.issue.note.split(" ")[0]} ${given.words}` });
  }

  photo(given) {
    const item = this.#pick(given);
    if (item && item.photos.length < 4) this.items.addPhotos(item, [picture(given.words)]);
  }

  unphoto(given) {
    const item = this.#pick(given, (it) => !it.removed && it.photos.some((photo) => photo.sha256));
    if (item) this.items.removePhoto(item, item.photos.find((photo) => photo.sha256).photo_id);
  }

  remove(given) {
    const item = this.#pick(given);
    if (item) this.items.remove(item);
  }

  restore(given) {
    const item = this.#pick(given, (it) => it.removed);
    if (item) this.items.restore(item);
  }

  wake() {
    return this.sender.wake();
  }

  retry() {
    return this.sender.retry();
  }

  full({ full }) {
    this.store.full = full;
  }

  /** Nothing more is logged: send until nothing is left, or what is left needs a person. */
  async finish({ seconds }) {
    hasten(CALM);
    this.store.full = false;
    for (let rounds = (seconds * 1000) / ROUND_MS, taps = TAPS, calm = 0; rounds > 0 && calm < 3; rounds -= 1) {
      const letters = await this.sender.letters();
      const stuck = letters.length && letters.every((it) => ["refused", "login"].includes(it.trouble));
      const busy = this.sender.sendingId || this.items.all().some((it) => it.saving);
      if (stuck && !busy && taps > 0) {
        taps -= 1;
        await this.sender.retry();
      } else if (letters.length && !stuck && !busy) await this.sender.wake();
      calm = busy || (letters.length && !stuck) ? 0 : calm + 1;
      await pause(ROUND_MS);
    }
    const left = (await this.sender.letters()).map(({ body, ...letter }) => letter);
    return { left };
  }
}

let phone = null;
const commands = {
  begin: async (given) => {
    phone = new Phone(given);
    await phone.begin();
    return { ready: true };
  },
  finish: (given) => phone.finish(given),
};

createInterface({ input: process.stdin }).on("line", async (line) => {
  const { act, ...given } = JSON.parse(line);
  const command = commands[act];
  if (command) process.stdout.write(`${JSON.stringify(await command(given))}\n`);
  else phone[act](given);
}).on("close", () => process.exit());
