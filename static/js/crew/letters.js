// Letters of those who work with fixes: a move that was made, and the pictures that follow.

import { letter, newId, photoLetter } from "../capture/letters.js";

/**
 * The letter that makes a move; `whose` is {fix_id, person_id, root}, `said` {move, version, fields, photo_ids, after}.
 * `after` is the letter that was the last word before it: what that changed is no conflict.
 */
export function wordsLetter({ fix_id, person_id, root = "" }, said) {
  const op_id = newId();
  const { after, ...told } = said;
  const body = { op_id, client_id: fix_id, ...told, ...(after && { after }) };
  return letter(`fix.${said.move}`, `${root}/fixes/${fix_id}/outbox?by=${person_id}`, body, { op_id, person_id });
}

/** The letter that carries one picture of a fix: {photo_id, bytes, type}. Its bytes lie in `photos`. */
export async function fixPhotoLetter({ fix_id, person_id, root = "" }, photo) {
  const path = `${root}/fixes/${fix_id}/photos/${photo.photo_id}?by=${person_id}`;
  return { ...(await photoLetter(fix_id, photo)), op: "fixphoto.put", path, person_id, body: null };
}

/** Whether a letter makes a move with a fix. */
export const isWords = ({ op }) => op.startsWith("fix.");

/** What was written in a letter that waits: {move, version, fields, photo_ids, after}. */
export function saidIn({ body }) {
  return JSON.parse(new TextDecoder().decode(body));
}

/** The moves that wait, as they were made one after the other. */
export function chain(letters) {
  return letters.filter(isWords).sort((a, b) => (a.place || 0) - (b.place || 0));
}

/**
 * What is left to say of a chain when the fix has changed meanwhile; none when it can no longer be said. A start
 * that somebody else has made already is not made again.
 */
export function stillToSay(letters, { moves = [] }) {
  const said = chain(letters).map(saidIn);
  const first = said.findIndex(({ move }, i) => moves.includes(move) || !["start", "resume"].includes(move) || i === said.length - 1);
  return moves.includes(said[first]?.move) ? said.slice(first) : [];
}
