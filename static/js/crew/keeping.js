// The round in the phone: the worker keeps the page, its pictures and its scripts, so that all of it
// opens without a network. It is forgotten at sign-out, and after three days.

/** Ask the worker to keep this page with these pictures; says whether it is kept. */
export async function keepRound(root, pictures) {
  if (!navigator.serviceWorker) return false;
  try {
    await navigator.serviceWorker.register(`${root}/sw.js`, { scope: `${root}/` });
  } catch {
    return false;
  }
  const { active } = await navigator.serviceWorker.ready;
  const said = new Promise((resolve) => {
    navigator.serviceWorker.addEventListener("message", ({ data }) => data?.round && resolve(data.round === "kept"));
  });
  navigator.serviceWorker.startMessages();
  active.postMessage({ keep: "round", pictures });
  return said;
}

/** Wake the sender where the browser has background sync. */
export function wakeLater({ sender }) {
  navigator.serviceWorker?.addEventListener("message", ({ data }) => data === "wake" && sender.wake());
  sender.addEventListener("change", async () => {
    const registration = sender.waiting && (await navigator.serviceWorker?.getRegistration());
    registration?.sync?.register("outbox").catch(() => {});
  });
}
