// A way out: everything the phone holds of this walk as one file, through the share sheet or as a
// download. The leader's page, or this one, takes it in again; twice changes nothing.

import { part } from "../capture/page.js";
import { issueLetter } from "../capture/letters.js";

const DAY_MS = 24 * 3600 * 1000;
const VERSION = 1;

/** The button; on top when something has waited for a day or cannot be kept. */
export function begin(app) {
  const box = part(app.walk, "backup");
  part(box, "backup-make").addEventListener("click", () => make(app));
  const draw = async () => {
    const letters = await app.sender.letters();
    box.hidden = false;
    const oldest = Math.min(...app.items.all().map((item) => item.madeAt || Number.POSITIVE_INFINITY));
    part(box, "backup-old").hidden = !letters.length || Date.now() - oldest < DAY_MS;
  };
  app.sender.addEventListener("change", draw);
  return draw();
}

async function make(app) {
  const { title } = app.walk.dataset;
  const name = `walkapp-${new Date().toISOString().slice(0, 10)}.zip`;
  const file = new File([await archive(app)], name, { type: "application/zip" });
  if (navigator.canShare?.({ files: [file] })) {
    const shared = await navigator.share({ files: [file], title }).then(() => true, (error) => error.name === "AbortError");
    if (shared) return;
  }
  const link = Object.assign(document.createElement("a"), { href: URL.createObjectURL(file), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

/** The bytes of the file: backup.json and one member for each picture that is still here. */
export async function archive({ store, items, walk, root }) {
  const { zipSync, strToU8 } = await import("../../vendor/fflate-0.8.3/fflate.js");
  const own = items.all().filter((item) => item.madeAt || item.dirty);
  const members = {};
  const pictures = [];
  for (const item of own) {
    for (const photo of item.photos.filter((it) => it.sha256)) {
      const picture = await items.keeper.picture(photo);
      if (!picture) continue;
      const { photo_id, type } = picture;
      members[`photos/${photo_id}`] = [new Uint8Array(picture.bytes), { level: 0 }];
      pictures.push({ photo_id, client_id: item.issue.client_id, type, bytes: picture.bytes.byteLength, sha256: photo.sha256 });
    }
  }
  const [log, put_aside] = await store.read(["log", "quarantine"], async (tx) => [await tx.objectStore("log").getAll(), await tx.objectStore("quarantine").getAll()]);
  const told = {
    format: "walkapp-backup",
    version: VERSION,
    made_at: `${new Date().toISOString().slice(0, 19)}Z`,
    walk_id: walk.dataset.walk,
    walk_title: walk.dataset.title,
    name: walk.dataset.name || "",
    issues: await Promise.all(own.filter((item) => item.issue.photo_ids.length || item.issue.category || item.issue.note).map((item) => told1(item, root))),
    photos: pictures,
    put_aside,
    log,
  };
  members["backup.json"] = strToU8(JSON.stringify(told));
  return zipSync(members);
}

async function told1(item, root) {
  const { client_id, rev } = item.issue;
  const { body, sha256 } = await issueLetter(item.issue, root);
  return { client_id, rev, body: new TextDecoder().decode(body), sha256, removed: Boolean(item.removed) };
}
