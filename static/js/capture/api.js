// One request of the outbox, and what its answer means. Only a receipt of ours that echoes id, hash
// and nonce is a yes; a café's sign-in page, a proxy's refusal and a redirect also answer, and none
// of them is.

import { newNonce } from "./letters.js";

const YES = new Set([200, 201, 202]);
const LATER = new Set([408, 425, 429, 500, 502, 503, 504, 507]);
const NO_SPACE_WAIT_S = 300;
const ISSUE_WAIT_MS = 30_000;
const PHOTO_WAIT_MS = 60_000;
const SLOWEST_BYTES_PER_MS = 4; // 4 kB/s: a bad corner of a forest path

/** Send a letter with its bytes once and say what came of it (see judge); `held` is what the phone holds. */
export async function post(letter, body, held) {
  const nonce = newNonce();
  const answer = await ask(letter.path, request({ ...letter, body }, { nonce, held }));
  return judge(answer, { ...letter, nonce });
}

async function ask(path, how) {
  try {
    const response = await fetch(path, how);
    const type = response.headers.get("Content-Type") || "";
    const retryAfter = response.headers.get("Retry-After");
    const body = type.startsWith("application/json") ? await response.json() : null;
    return { status: response.status, type, retryAfter, body, moved: response.type === "opaqueredirect" };
  } catch {
    return null; // no network, a timeout or half an answer: all the same to us
  }
}

function request(letter, { nonce, held }) {
  return {
    method: letter.method,
    body: letter.body,
    redirect: "manual", // never followed, and never a yes: it only tells a café's network from none
    cache: "no-store",
    credentials: "same-origin",
    signal: limit(patience(letter)),
    headers: {
      Accept: "application/json",
      "Content-Type": letter.type,
      "X-Walkapp": "1",
      "X-Walkapp-Nonce": nonce,
      "X-Walkapp-Unsent": held,
      "X-Content-SHA256": letter.sha256,
    },
  };
}

/** AbortSignal.timeout is younger than the oldest phones we serve. */
function limit(ms) {
  const controller = new AbortController();
  setTimeout(() => controller.abort(), ms);
  return controller.signal;
}

/** How long to wait for the answer, in milliseconds. */
export function patience(letter) {
  if (!letter.photo_id) return ISSUE_WAIT_MS;
  return PHOTO_WAIT_MS + letter.body.byteLength / SLOWEST_BYTES_PER_MS;
}

/**
 * Judge one answer.
 * `answer` is {status, type, body, retryAfter} with the parsed JSON body, or null for no answer.
 * `letter` is what was sent: {op, client_id, photo_id?, sha256, nonce, known?}; `known` says that the server has had the issue.
 * Gives {kind: "received", receipt}, {kind: "later", wait, network, sentence, digest}, {kind: "login", sentence},
 * {kind: "smaller"}, {kind: "conflict", sentence, current} or {kind: "refused", sentence, field, status}; `wait` is
 * in seconds or null, `digest` says that the bytes came through changed.
 */
export function judge(answer, letter) {
  if (!answer) return { kind: "later", wait: null, network: true, sentence: "" };
  if (answer.status === 413 && letter.photo_id) return { kind: "smaller" }; // a proxy says it as HTML
  const ours = isOurs(answer, letter);
  if (YES.has(answer.status) && ours && echoes(answer.body, letter)) {
    return { kind: "received", receipt: answer.body };
  }
  if (ours && answer.status === 404 && letter.op === "issue.remove" && !letter.known) {
    return { kind: "received", receipt: answer.body }; // it never came: as wished
  }
  if (ours && answer.body.result === "conflict" && letter.shrunk) {
    return { kind: "received", receipt: answer.body }; // the larger one had come after all
  }
  if (LATER.has(answer.status)) return later(answer, ours);
  if (ours && asksToJoin(answer)) return { kind: "login", sentence: answer.body.error, status: answer.status };
  if (ours && answer.body.result === "bad_digest") return { ...later(answer, false), digest: true, sentence: answer.body.error };
  if (ours && answer.status >= 400) return refused(answer);
  const portal = answer.moved || (answer.status === 200 && answer.type.startsWith("text/html")); // a café's sign-in page
  return { kind: "later", wait: null, network: false, sentence: "", ...(portal && { portal }) };
}

/** An unknown phone, or one that is not in this walk. */
function asksToJoin({ status, body }) {
  return status === 401 || body.result === "unknown_walk";
}

function isOurs(answer, letter) {
  const json = (answer.type || "").split(";")[0].trim() === "application/json";
  return json && Boolean(answer.body) && answer.body.nonce === letter.nonce;
}

function echoes(body, letter) {
  const sameThing = letter.photo_id
    ? body.photo_id === letter.photo_id
    : body.client_id === letter.client_id;
  return sameThing && body.sha256 === letter.sha256;
}

/** What says how long to wait also says why; other faults are ours to put in words. */
function later(answer, ours) {
  const told = Number.parseInt(answer.retryAfter, 10);
  const full = answer.status === 507;
  const wait = Number.isFinite(told) ? told : full ? NO_SPACE_WAIT_S : null;
  const sentence = ours && wait && !full ? answer.body.error || "" : "";
  return { kind: "later", wait, network: false, sentence, ...(full && { full }) };
}

function refused(answer) {
  const { error, field, result, current = null } = answer.body;
  const kind = result === "conflict" ? "conflict" : "refused";
  return { kind, sentence: error || "", field: field || null, status: answer.status, ...(current && { current }) };
}
