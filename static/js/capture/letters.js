// Ids made on the phone, and letters: a letter is one request with its bytes frozen, so that a
// repeat sends exactly the same.

const JSON_TYPE = "application/json";

/**
 * The letter that stores or changes an issue; `issue` is the value of issue.js, `root` the site's path. Its digest
 * is taken when it leaves: a digest comes a turn later, and the tap waits for what is written.
 */
export function issueLetter(issue, root = "") {
  return written("issue.put", `${root}/walks/${issue.walk_id}/issues`, issue, { rev: issue.rev });
}

/** The letter that carries one photo: `photo` is {photo_id, bytes, type}. */
export async function photoLetter(client_id, photo, root = "", walk_id = "") {
  return {
    ...blank("photo.put", client_id, walk_id),
    method: "PUT",
    path: `${root}/issues/${client_id}/photos/${photo.photo_id}`,
    photo_id: photo.photo_id,
    type: photo.type,
    body: photo.bytes,
    sha256: await sha256(photo.bytes),
  };
}

/**
 * The letter that makes a move with an issue: "remove", "restore", or "voice" and "unvoice" for another's.
 * `rev` orders the removals of an issue: one that is late on its way undoes nothing newer.
 */
export function moveLetter({ client_id, walk_id, rev }, move, root = "") {
  return letter(`issue.${move}`, `${root}/issues/${client_id}/${move}`, { client_id, walk_id, rev }, {});
}

/** A letter with a value as its JSON body; `extra` is kept on the letter and not sent. */
export async function letter(op, path, value, extra) {
  const made = written(op, path, value, extra);
  return { ...made, sha256: await sha256(made.body) };
}

function written(op, path, value, extra) {
  const { walk_id, ...fields } = value;
  const body = new TextEncoder().encode(JSON.stringify(fields));
  return { ...blank(op, value.client_id, walk_id), method: "POST", path, type: JSON_TYPE, body, ...extra };
}

function blank(op, client_id, walk_id) {
  return { op_id: newId(), op, client_id, walk_id, attempts: 0, nextTry: 0, trouble: "", sentence: "" };
}

/** Lower-case hex of some bytes. */
export function hex(bytes) {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** A fresh UUIDv7 in lower-case hyphenated form. */
export function newId(now = Date.now(), random = crypto.getRandomValues(new Uint8Array(10))) {
  const bytes = new Uint8Array(16);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(now) << 16n);
  bytes.set(random, 6);
  bytes[6] = (bytes[6] & 0x0f) | 0x70;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const text = hex(bytes);
  return [text.slice(0, 8), text.slice(8, 12), text.slice(12, 16), text.slice(16, 20), text.slice(20)].join("-");
}

/** A value that one answer must echo, so that an old or foreign answer never counts. */
export function newNonce() {
  return hex(crypto.getRandomValues(new Uint8Array(16)));
}

/** SHA-256 of an ArrayBuffer or typed array, as lower-case hex. */
export async function sha256(bytes) {
  return hex(new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)));
}
