// What the phone holds of one walk's checks and feelings: each is written with the letter that sends
// it, and what was said last stays in `meta` after it has been sent, for the page to show again.

import { newId } from "../capture/letters.js";
import { putLast } from "../capture/order.js";
import { checkLetter, checkPhotoLetter, feelingLetter } from "./letters.js";

const STORES = ["outbox", "photos", "meta"];

export class Desk {
  /** `walk` is {walk_id, root}. */
  constructor({ store, outbox }, walk) {
    Object.assign(this, { store, outbox, walk });
  }

  /** What was said last about a fix or a stop, or null. */
  async mark(about) {
    return (await this.store.read(["meta"], (tx) => tx.objectStore("meta").get(this.#name(about)))) || null;
  }

  /**
   * Write a check, {check_id, fix_id, rev, result, note, photo_ids}, with new `pictures` ({bytes, type}). Its
   * earlier editions that still wait are not sent.
   */
  async check(said, pictures, observed_at) {
    const added = pictures.map((it) => ({ ...it, photo_id: newId() }));
    const photo_ids = [...said.photo_ids, ...added.map((it) => it.photo_id)];
    const whole = { ...said, photo_ids };
    const letters = [await checkLetter(this.walk, { ...whole, observed_at })];
    for (const picture of added) letters.push(await checkPhotoLetter(this.walk, said.check_id, picture));
    const outdated = (it) => it.op === "check.put" && it.client_id === said.check_id;
    await this.#write(async (tx) => {
      await drop(tx, outdated);
      for (const { photo_id, bytes, type } of added) await tx.objectStore("photos").put({ photo_id, bytes, type });
      await putLast(tx, letters);
      await tx.objectStore("meta").put({ name: this.#name(said.fix_id), ...whole });
    });
    return whole;
  }

  /** Write how safe a stop feels. */
  async feel(stop_id, value) {
    const letter = await feelingLetter(this.walk, stop_id, value);
    await this.#write(async (tx) => {
      await drop(tx, (it) => it.op === "feeling.put" && it.stop_id === stop_id);
      await putLast(tx, [letter]);
      await tx.objectStore("meta").put({ name: this.#name(stop_id), value });
    });
  }

  /**
   * Put back what the server says it has not, {checks, feelings}, beside the letters that are `waiting`; says
   * how many letters. Bytes of pictures are gone by then.
   */
  async again({ checks = {}, feelings = {} }, waiting = []) {
    const marks = await this.store.read(["meta"], (tx) => tx.objectStore("meta").getAll());
    const letters = [];
    for (const { name, ...said } of marks.filter((it) => String(it.name).startsWith(this.#name("")))) {
      const stop_id = name.slice(this.#name("").length);
      if (waiting.some((it) => it.client_id === said.check_id || it.stop_id === stop_id)) continue;
      if (said.check_id && (checks[said.check_id] || 0) < said.rev) letters.push(await checkLetter(this.walk, said));
      if (said.value && !feelings[stop_id]) letters.push(await feelingLetter(this.walk, stop_id, said.value));
    }
    if (letters.length) await this.outbox.add(letters);
    return letters.length;
  }

  #name(about) {
    return `check-${this.walk.walk_id}-${about}`;
  }

  async #write(act) {
    const value = await this.store.write(STORES, act);
    this.outbox.told();
    return value;
  }
}

async function drop(tx, outdated) {
  const outbox = tx.objectStore("outbox");
  for (const letter of await outbox.getAll()) if (outdated(letter)) await outbox.delete(letter.op_id);
}

/** How far something said has come, from its letters: {state, sentence}; "" when nothing was said. */
export function standing(letters, said, { sendingId } = {}) {
  const stuck = ["refused", "login"].map((trouble) => letters.find((it) => it.trouble === trouble)).find(Boolean);
  if (stuck) return { state: stuck.trouble === "login" ? "login" : "attention", sentence: stuck.sentence || "" };
  if (letters.some((it) => it.op_id === sendingId)) return { state: "sending", sentence: "" };
  if (letters.length) return { state: "saved", sentence: "" };
  return { state: said ? "received" : "", sentence: "" };
}
