// Rows that cannot be read are put aside, never thrown away.

import { STORES } from "../capture/store.js";

const READABLE = { issues: isRow, outbox: isLetter };

/** The stores whose rows are looked at. */
export const CHECKED = Object.keys(READABLE);

/** Put aside what nobody can read, in a transaction over the stores and the quarantine. */
export async function putAside(tx) {
  for (const name of CHECKED) {
    const rows = tx.objectStore(name);
    for (const odd of (await rows.getAll()).filter((row) => !READABLE[name](row))) {
      await tx.objectStore("quarantine").put({ why: "unreadable", from: name, row: odd });
      await rows.delete(odd[STORES[name]]);
    }
  }
}

function isLetter({ client_id, path, body, photo_id }) {
  return Boolean(client_id && path && (body || photo_id));
}

function isRow(row) {
  const { issue } = row;
  return Boolean(issue && issue.client_id === row.client_id && Number.isInteger(issue.rev) && Array.isArray(issue.photo_ids) && Array.isArray(row.photos));
}
