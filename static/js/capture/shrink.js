// Makes a photo small enough to send from a forest path: 1600 px, upright, without metadata. A worker
// does it beside the page; without one the page's own canvas; and whatever fails, the original bytes
// are kept and sent instead, for the server can often do more.

const ANSWER_MS = 20_000;
const IDLE_MS = 60_000;
let worker = null;
let useless = !(globalThis.Worker && globalThis.OffscreenCanvas); // before Safari 16.4
let idle = null;

/** Have the worker at hand; it goes when nobody has needed it for a minute. */
export function ready() {
  if (useless) return null;
  clearTimeout(idle);
  idle = setTimeout(dismiss, IDLE_MS);
  worker ??= new Worker(new URL("./canvas.js", import.meta.url), { type: "module" });
  return worker;
}

/**
 * The bytes to send for a chosen file: {bytes, type, raw, thumb}, with the longest side in pixels.
 * `raw` says that they are the original's; `thumb` is a small JPEG for the list, or null. Raises
 * only when the file itself cannot be read.
 */
export async function shrink(file, longest) {
  const original = await file.arrayBuffer(); // at once: a File may become unreadable later
  if (!original.byteLength) throw new Error("no bytes");
  const source = new Blob([original], { type: file.type });
  const made = (await beside(source, longest).catch(giveUp)) || (await here(source, longest).catch(() => null));
  if (made) return { type: "image/jpeg", raw: false, ...made };
  const type = file.type.startsWith("image/") ? file.type : "image/x-unknown";
  return { bytes: original, type, raw: true, thumb: null };
}

/** What the worker makes of it, or null; raises when there is no answer from it. */
async function beside(source, longest) {
  const helper = ready();
  if (!helper) return null;
  const { port1, port2 } = new MessageChannel();
  const over = new AbortController();
  const answer = new Promise((resolve, reject) => {
    port1.onmessage = ({ data }) => resolve(data);
    helper.addEventListener("error", reject, { signal: over.signal });
    const late = setTimeout(reject, ANSWER_MS);
    over.signal.addEventListener("abort", () => clearTimeout(late));
  });
  helper.postMessage({ source, longest }, [port2]);
  return answer.finally(() => {
    port1.close();
    over.abort();
  });
}

/** The same by the page itself, which stands still meanwhile. */
async function here(source, longest) {
  const { scaled } = await import("./canvas.js");
  return scaled(source, longest);
}

/** A browser whose worker fails once is not asked to again while the page is open. */
function giveUp() {
  useless = true;
  dismiss();
  return null;
}

function dismiss() {
  worker?.terminate();
  worker = null;
}
