// The round of somebody who is signed in: forgotten at sign-out (js/crew/forget.js), and when it has grown old.

const ROUND = "round";
const ROUND_PAGE = "/fixes/round";
const ROUND_PICTURE = /^\/review\/photos\/[0-9a-f-]{36}\/480\.jpg$/;
const ROUND_MS = 72 * 3600 * 1000;

/** A round older than three days is nobody's round, and is not shown. */
async function roundPage(event) {
  const cache = await caches.open(ROUND);
  const kept = await cache.match(`${root}${ROUND_PAGE}`, { ignoreVary: true });
  if (kept && Date.now() - Date.parse(kept.headers.get("Date")) > ROUND_MS) await caches.delete(ROUND);
  return page(event, ROUND, isAnswer);
}

/** What our server says about the round, the way to sign in included; a café's way to its own page is not. */
async function isAnswer(first) {
  if (first.type !== "opaqueredirect") return isOurs(first) && first.status < 500;
  const led = await fetch(`${root}${ROUND_PAGE}`).catch(() => null);
  return Boolean(led) && isOurs(led);
}

/** From the phone when it is kept there with the round; a visit elsewhere keeps none. */
async function roundPicture(request) {
  const cache = await caches.open(ROUND);
  const kept = await cache.match(request, { ignoreVary: true });
  return fetch(request).catch(() => kept || Response.error());
}

/** The page asks for it: its own scripts, itself and its pictures; what the round no longer shows goes. */
async function keepRound({ data, source }) {
  const cache = await caches.open(ROUND);
  try {
    await (await caches.open(CREW)).addAll(crew);
    const fresh = await fetch(`${root}${ROUND_PAGE}`, { redirect: "error" });
    if (!fresh.ok || !isOurs(fresh)) throw new Error("not the round");
    await cache.put(`${root}${ROUND_PAGE}`, fresh);
    for (const request of await cache.keys()) {
      if (ROUND_PICTURE.test(new URL(request.url).pathname.slice(root.length)) && !data.pictures.includes(request.url)) await cache.delete(request);
    }
    for (const address of data.pictures) if (!(await cache.match(address, { ignoreVary: true }))) await cache.add(address);
    source.postMessage({ round: "kept" });
  } catch {
    source.postMessage({ round: "not kept" });
  }
}
