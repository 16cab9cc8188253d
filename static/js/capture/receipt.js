// What an answer means. Only a receipt of ours that echoes id, hash and nonce is a yes; a café's
// sign-in page, a proxy's refusal and a redirect also answer, and none of them is.

const YES = new Set([200, 201, 202]);
const LATER = new Set([408, 425, 429, 500, 502, 503, 504, 507]);
const NO_SPACE_WAIT_S = 300;

/**
 * Judge one answer.
 * `answer` is {status, type, body, retryAfter} with the parsed JSON body, or null for no answer.
 * `letter` is what was sent: {op, client_id, photo_id?, sha256, nonce}.
 * Gives {kind: "received", receipt}, {kind: "later", wait, network}, {kind: "login", sentence}
 * or {kind: "refused", sentence, field, status, rev}; `wait` is in seconds or null, `rev` the
 * edition the server keeps when that is the conflict.
 */
export function judge(answer, letter) {
  if (!answer) return { kind: "later", wait: null, network: true };
  const ours = isOurs(answer, letter);
  if (YES.has(answer.status) && ours && echoes(answer.body, letter)) {
    return { kind: "received", receipt: answer.body };
  }
  if (ours && answer.status === 404 && letter.op === "issue.remove") {
    return { kind: "received", receipt: answer.body }; // gone already, or never came: as wished
  }
  if (LATER.has(answer.status)) return later(answer);
  if (ours && answer.status === 401) return { kind: "login", sentence: answer.body.error };
  if (ours && answer.body.result === "bad_digest") return later(answer);
  if (ours && answer.status >= 400) return refused(answer);
  return { kind: "later", wait: null, network: false };
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

function later(answer) {
  const told = Number.parseInt(answer.retryAfter, 10);
  const wait = Number.isFinite(told) ? told : answer.status === 507 ? NO_SPACE_WAIT_S : null;
  return { kind: "later", wait, network: false };
}

function refused(answer) {
  const { error, field, rev } = answer.body;
  return { kind: "refused", sentence: error || "", field: field || null, status: answer.status, rev: rev || 0 };
}
