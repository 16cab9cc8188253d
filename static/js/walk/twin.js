// When two editions of an issue are both to be kept, this phone's becomes an issue of its own.

import { newId } from "../capture/letters.js";

/** The same issue under an id of its own, with copies of the pictures whose bytes are still here. */
export function twin(item, pictures) {
  const copies = pictures.map((picture) => ({ ...picture, photo_id: newId() }));
  const photos = copies.map((copy, index) => ({
    ...item.photos.find((it) => it.photo_id === pictures[index].photo_id),
    photo_id: copy.photo_id,
    receivedAt: 0,
  }));
  const issue = { ...item.issue, client_id: newId(), rev: 1, photo_ids: copies.map((copy) => copy.photo_id) };
  return { issue, photos, copies };
}
