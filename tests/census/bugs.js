// Bugs planted in how a phone sends, to see that the judge finds them.

import { newId, sha256 } from "../../static/js/capture/letters.js";

export const BUGS = { anyYes, popFirst, newIds };

/** Any answer of 200 or 201 counts as received, whoever says it. */
function anyYes(post) {
  return async (letter, body, held) => {
    const ours = globalThis.fetch;
    let yes = false;
    globalThis.fetch = async (...given) => {
      const response = await ours(...given);
      yes = response.ok;
      return response;
    };
    const verdict = await post(letter, body, held);
    globalThis.fetch = ours;
    return yes ? { kind: "received", receipt: {} } : verdict;
  };
}

/** The letter leaves the outbox before it is sent. */
function popFirst(post, outbox) {
  return async (letter, body, held) => {
    await outbox.drop([letter.op_id]);
    return post(letter, body, held);
  };
}

/** Each new try of an issue has an id of its own. */
function newIds(post) {
  return async (letter, body, held) => {
    if (letter.op !== "issue.put" || !letter.attempts) return post(letter, body, held);
    const client_id = newId();
    const other = new TextEncoder().encode(JSON.stringify({ ...JSON.parse(new TextDecoder().decode(body)), client_id }));
    return post({ ...letter, client_id, sha256: await sha256(other) }, other, held);
  };
}
