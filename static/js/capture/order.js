// Which letter leaves next, and when: words before pictures, oldest first, the unlucky ones last.

const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 300_000;
const POISON_AFTER = 5;
const PICTURES = ["photo.put", "fixphoto.put", "checkphoto.put"];
const WORDS = ["issue.put", "fix.finish", "check.put"]; // what a picture belongs to leaves before it
const WAITS = ["refused", "login"];

/** Milliseconds until the next try: anywhere between a second and a doubling ceiling, so that many phones spread. */
export function backOff(attempts, random = Math.random()) {
  const ceiling = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.min(attempts, 20));
  return FIRST_WAIT_MS + Math.round((ceiling - FIRST_WAIT_MS) * random);
}

/** Letters in sending order. */
export function inOrder(letters) {
  const late = (letter) => (["server", "portal", "full"].includes(letter.trouble) && letter.attempts >= POISON_AFTER ? 1 : 0);
  const rank = (letter) => (isPicture(letter) ? 1 : 0);
  const written = (a, b) => (a.place || 0) - (b.place || 0) || (a.op_id < b.op_id ? -1 : 1);
  return [...letters].sort((a, b) => late(a) - late(b) || rank(a) - rank(b) || written(a, b));
}

/** The place of the last of some letters, by a count of their own: the phone's clock may be set back. */
export const lastPlace = (letters) => Math.max(0, ...letters.map((it) => it.place || 0));

/** Put letters last in the outbox. */
export async function putLast(tx, letters) {
  const outbox = tx.objectStore("outbox");
  const last = lastPlace(await outbox.getAll());
  await Promise.all(letters.map(async (letter, at) => outbox.put({ ...letter, place: last + at + 1 })));
}

/**
 * Letters that need no person first. A picture waits for the words it belongs to, a removal for what is still
 * to come of it, a walk until the phone is in it again, one person's work until that person is signed in, and what
 * is done with a fix until what was done before it has come.
 */
export function mayLeave(letters) {
  const puts = letters.filter((it) => WORDS.includes(it.op));
  const unsaid = new Set(puts.map((it) => it.client_id));
  const coming = new Set(puts.filter((it) => it.trouble !== "refused").map((it) => it.client_id));
  const unknown = new Set(letters.filter((it) => it.trouble === "login").map(whose));
  const early = (it) => (isPicture(it) ? unsaid : isMove(it) ? coming : new Set()).has(it.client_id);
  const second = (it) => isWork(it) && letters.some((one) => isWork(one) && whose(one) === whose(it) && one.client_id === it.client_id && one.place < it.place);
  return letters.filter((it) => !WAITS.includes(it.trouble) && !unknown.has(whose(it)) && !early(it) && !second(it));
}

/** Whether a letter takes its issue away or puts it back: of those only the newest counts. */
export function isMove({ op }) {
  return op === "issue.remove" || op === "issue.restore";
}

/** What the phone holds of a letter's walk beside that letter, as the server is told: "issues/photos". */
export function heldBy(letters, { walk_id, op_id }) {
  const own = letters.filter((it) => it.walk_id === walk_id && it.op_id !== op_id);
  const issues = new Set(own.filter((it) => !isPicture(it)).map((it) => it.client_id));
  return `${issues.size}/${own.filter(isPicture).length}`;
}

/** Whether a letter is of a walk, and not of somebody's work with fixes. */
export const ofWalk = ({ op }) => !op.startsWith("fix");

/** On whose account a letter leaves: a walk's phone, or somebody who works with fixes. */
function whose({ person_id, walk_id }) {
  return person_id || walk_id;
}

function isWork({ op }) {
  return op.startsWith("fix.");
}

function isPicture({ op }) {
  return PICTURES.includes(op);
}
