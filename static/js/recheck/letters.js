// Letters of a walk that follows another: a check of an earlier fix, its pictures, and how safe a stop feels.

import { letter, newId, photoLetter } from "../capture/letters.js";

/** The letter of a check: {check_id, fix_id, rev, result, note, photo_ids, observed_at}; `walk` is {walk_id, root}. */
export function checkLetter({ walk_id, root }, { check_id, ...said }) {
  return letter("check.put", `${root}/walks/${walk_id}/checks`, { client_id: check_id, walk_id, ...said }, { rev: said.rev });
}

/** The letter that carries one picture of a check: {photo_id, bytes, type}. Its bytes lie in `photos`. */
export async function checkPhotoLetter({ walk_id, root }, check_id, photo) {
  const path = `${root}/checks/${check_id}/photos/${photo.photo_id}`;
  return { ...(await photoLetter(check_id, photo, root, walk_id)), op: "checkphoto.put", path, body: null };
}

/** The letter of an answer about a stop. */
export function feelingLetter({ walk_id, root }, stop_id, value) {
  return letter("feeling.put", `${root}/walks/${walk_id}/feelings`, { client_id: newId(), walk_id, stop_id, value }, { stop_id });
}
