// A letter is one request with its bytes frozen, so that a repeat sends exactly the same.

import { newId, sha256 } from "./ids.js";

const JSON_TYPE = "application/json";

/** The letter that stores or changes an issue; `issue` is the value of issue.js, `root` the site's path. */
export function issueLetter(issue, root = "") {
  return letter("issue.put", `${root}/walks/${issue.walk_id}/issues`, issue, { rev: issue.rev });
}

/** The letter that carries one photo: `photo` is {photo_id, bytes, type}. */
export async function photoLetter(client_id, photo, root = "") {
  return {
    ...blank("photo.put", client_id),
    method: "PUT",
    path: `${root}/issues/${client_id}/photos/${photo.photo_id}`,
    photo_id: photo.photo_id,
    type: photo.type,
    body: photo.bytes,
    sha256: await sha256(photo.bytes),
  };
}

/** The letter that removes an issue or puts it back; `move` is "remove" or "restore". */
export function moveLetter(client_id, move, root = "") {
  return letter(`issue.${move}`, `${root}/issues/${client_id}/${move}`, { client_id }, {});
}

async function letter(op, path, value, extra) {
  const { walk_id: _, ...fields } = value;
  const body = new TextEncoder().encode(JSON.stringify(fields));
  return {
    ...blank(op, value.client_id),
    method: "POST",
    path,
    type: JSON_TYPE,
    body,
    sha256: await sha256(body),
    ...extra,
  };
}

function blank(op, client_id) {
  return { op_id: newId(), op, client_id, attempts: 0, nextTry: 0, trouble: "", sentence: "" };
}

/** Letters kept in memory while the page is open. */
export class MemoryOutbox {
  #letters = new Map();

  async list() {
    return [...this.#letters.values()];
  }

  async put(letter) {
    this.#letters.set(letter.op_id, letter);
  }

  async remove(op_id) {
    this.#letters.delete(op_id);
  }
}
