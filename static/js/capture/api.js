// One request of the outbox: fixed bytes, our header, no token that could go stale.

import { newNonce } from "./ids.js";
import { judge } from "./receipt.js";

const ISSUE_WAIT_MS = 30_000;
const PHOTO_WAIT_MS = 60_000;
const SLOWEST_BYTES_PER_MS = 4; // 4 kB/s: a bad corner of a forest path

/** Send a letter once and say what came of it (see receipt.js). */
export async function post(letter) {
  const nonce = newNonce();
  return judge(await ask(letter, nonce), { ...letter, nonce });
}

async function ask(letter, nonce) {
  try {
    const response = await fetch(letter.path, request(letter, nonce));
    const type = response.headers.get("Content-Type") || "";
    const retryAfter = response.headers.get("Retry-After");
    const body = type.startsWith("application/json") ? await response.json() : null;
    return { status: response.status, type, retryAfter, body };
  } catch {
    return null; // no network, a redirect, a timeout or half an answer: all the same to us
  }
}

function request(letter, nonce) {
  return {
    method: letter.method,
    body: letter.body,
    redirect: "error",
    cache: "no-store",
    credentials: "same-origin",
    signal: AbortSignal.timeout(patience(letter)),
    headers: {
      Accept: "application/json",
      "Content-Type": letter.type,
      "X-Walkapp": "1",
      "X-Walkapp-Nonce": nonce,
      "X-Content-SHA256": letter.sha256,
    },
  };
}

/** How long to wait for the answer, in milliseconds. */
export function patience(letter) {
  if (!letter.photo_id) return ISSUE_WAIT_MS;
  return PHOTO_WAIT_MS + letter.body.byteLength / SLOWEST_BYTES_PER_MS;
}
