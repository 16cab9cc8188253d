// Letters of those who work with fixes: that one is done, and the pictures that follow.

import { letter, newId, photoLetter } from "../capture/letters.js";

/** The letter that says a fix is done; `whose` is {fix_id, person_id, root}, `said` {version, fields, photo_ids}. */
export function finishLetter({ fix_id, person_id, root = "" }, said) {
  const op_id = newId();
  const told = { op_id, client_id: fix_id, move: "finish", ...said };
  return letter("fix.finish", `${root}/fixes/${fix_id}/outbox?by=${person_id}`, told, { op_id, person_id });
}

/** The letter that carries one picture of a fix: {photo_id, bytes, type}. Its bytes lie in `photos`. */
export async function fixPhotoLetter({ fix_id, person_id, root = "" }, photo) {
  const path = `${root}/fixes/${fix_id}/photos/${photo.photo_id}?by=${person_id}`;
  return { ...(await photoLetter(fix_id, photo)), op: "fixphoto.put", path, person_id, body: null };
}

/** What was written in a letter that waits: {version, fields, photo_ids}. */
export function saidIn({ body }) {
  return JSON.parse(new TextDecoder().decode(body));
}
