// A way out: everything the phone holds of this walk as one file, through the share sheet or as a
// download. The leader's page, or this one, takes it in again; twice changes nothing.

import { isEmpty } from "../capture/issue.js";
import { issueLetter, sha256 } from "../capture/letters.js";
import { ofWalk } from "../capture/order.js";
import { part } from "../capture/page.js";
import { checkLetter } from "../recheck/letters.js";

const DAY_MS = 24 * 3600 * 1000;
const VERSION = 1;

/** The button; on top when something has waited for a day, or the walk is over and the browser may throw it away. */
export function begin(app) {
  const box = part(app.walk, "backup");
  part(box, "backup-make").addEventListener("click", () => make(app));
  const draw = async () => {
    const letters = (await app.sender.letters()).filter(ofWalk);
    const oldest = Math.min(...app.items.all().map((item) => item.madeAt || Number.POSITIVE_INFINITY));
    const old = letters.length > 0 && Date.now() - oldest >= DAY_MS;
    part(box, "backup-old").hidden = !old;
    part(box, "backup-ended").hidden = old || !letters.length || !isOver(app.walk.dataset) || Boolean(await navigator.storage?.persisted?.());
    part(box, "backup-keep").hidden = !letters.length;
  };
  box.hidden = false;
  app.store.read(["quarantine"], (tx) => tx.objectStore("quarantine").count()).then((n) => {
    part(box, "backup-odd").hidden = !n;
  });
  app.sender.addEventListener("change", draw);
  return draw();
}

function isOver({ state, endsAt }) {
  return !["planned", "open"].includes(state) || Date.now() > Date.parse(endsAt);
}

async function make(app) {
  const { title } = app.walk.dataset;
  const name = `walkapp-${new Date().toISOString().slice(0, 10)}.zip`;
  const file = new File([await archive(app)], name, { type: "application/zip" });
  if (navigator.canShare?.({ files: [file] })) {
    const settled = await navigator.share({ files: [file], title }).then(() => true, (error) => error.name === "AbortError");
    if (settled) return;
  }
  const link = Object.assign(document.createElement("a"), { href: URL.createObjectURL(file), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

/** The bytes of the file: backup.json and one member for each picture that is still here. */
export async function archive({ store, walk, root }) {
  const { zipSync, strToU8 } = await import("../../vendor/fflate-0.8.3/fflate.js");
  const rows = await everything(store, walk.dataset.walk);
  const issues = rows.issues.filter(({ issue }) => !isEmpty(issue));
  const told = {
    format: "walkapp-backup",
    version: VERSION,
    made_at: `${new Date().toISOString().slice(0, 19)}Z`,
    walk_id: walk.dataset.walk,
    walk_title: walk.dataset.title,
    name: walk.dataset.name || "",
    issues: await Promise.all(issues.map((row) => asPosted(row, root))),
    checks: await checks(rows, walk.dataset.walk, root),
    photos: rows.pictures.map(({ bytes, ...said }) => ({ ...said, bytes: bytes.byteLength })),
    put_aside: rows.quarantine,
    log: rows.log,
  };
  const members = rows.pictures.map(({ photo_id, bytes }) => [`photos/${photo_id}`, [new Uint8Array(bytes), { level: 0 }]]);
  return zipSync({ "backup.json": strToU8(JSON.stringify(told)), ...Object.fromEntries(members) });
}

/** All rows of a walk, also those that a newer version of the page has written. */
async function everything(store, walk_id) {
  const reader = store.shut === "newer" ? await anyVersion() : store;
  return reader.read(["issues", "photos", "outbox", "meta", "quarantine", "log"], async (tx) => {
    const all = (name) => tx.objectStore(name).getAll();
    const ofWalk = (rows) => rows.filter((row) => row.walk_id === walk_id);
    const [issues, letters] = [ofWalk(await all("issues")), ofWalk(await all("outbox"))];
    const named = issues.flatMap(({ client_id, photos }) => photos.map((photo) => ({ ...photo, client_id })));
    const pictures = [];
    for (const { photo_id, client_id, type, sha256 } of [...named, ...letters.filter((it) => it.op === "checkphoto.put")]) {
      const found = await tx.objectStore("photos").get(photo_id);
      if (found?.bytes) pictures.push({ photo_id, client_id, type, sha256, bytes: found.bytes });
    }
    return { issues, letters, pictures, meta: await all("meta"), quarantine: await all("quarantine"), log: await all("log") };
  });
}

/** What was said of earlier fixes: with the words that wait, else with those that were said last. */
async function checks({ letters, meta }, walk_id, root) {
  const waiting = letters.filter((it) => it.op === "check.put");
  const known = waiting.map((it) => it.client_id);
  const marks = meta.filter((it) => it.check_id && !known.includes(it.check_id) && it.name.startsWith(`check-${walk_id}-`));
  const said = await Promise.all(marks.map(({ name: _, ...mark }) => checkLetter({ walk_id, root }, mark)));
  return [...waiting, ...said].map(({ client_id, rev, body, sha256 }) => ({ client_id, rev, body: new TextDecoder().decode(body), sha256 }));
}

async function anyVersion() {
  const db = await globalThis.idb.openDB("walk");
  return { read: (names, act) => act(db.transaction(names)) };
}

/** An issue with exactly the words the outbox sends. */
async function asPosted({ issue, removed }, root) {
  const { body } = issueLetter(issue, root);
  const { client_id, rev } = issue;
  return { client_id, rev, body: new TextDecoder().decode(body), sha256: await sha256(body), removed: Boolean(removed) };
}
