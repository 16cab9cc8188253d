// When the server takes no picture of this size.

import { sha256 } from "../capture/letters.js";

const SMALLER = [1100, 700]; // longest side after the first and the second "too large"

/** Send a smaller one under the same id. Says whether there is one. `items` as in items.js, `shrink` as in pictures.js. */
export async function smaller(items, shrink, letter) {
  const { photo_id, type, client_id } = letter;
  const picture = await items.keeper.picture({ photo_id, type });
  const longest = SMALLER[letter.shrunk || 0];
  const made = picture && longest && (await shrink(new Blob([picture.bytes], { type }), longest).catch(() => null));
  if (!made || made.raw) return false;
  const next = { type: made.type, sha256: await sha256(made.bytes) };
  const again = { ...letter, ...next, attempts: 0, nextTry: 0, trouble: "", sentence: "", shrunk: (letter.shrunk || 0) + 1 };
  await items.outbox.replace(again, made.bytes);
  const photo = items.get(client_id)?.photos.find((it) => it.photo_id === photo_id);
  if (photo) Object.assign(photo, { ...next, size: made.bytes.byteLength });
  return true;
}
