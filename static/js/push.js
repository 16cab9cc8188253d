// Notices in this browser: asked for by a tap, never before, and told to the server.

const box = document.querySelector("[data-push]");
const button = box.querySelector("[data-push-on]");
const { root, push: key, known } = box.dataset;

function say(which) {
  for (const words of box.querySelectorAll("[data-push-words]")) words.hidden = words.dataset.pushWords !== which;
}

/** The key as the browser wants it. */
function octets(text) {
  const plain = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
}

/** Whether a subscription was made for the key of today; one for an older key is of no use. */
function isOurs(subscription) {
  const made = new Uint8Array(subscription.options.applicationServerKey || []);
  return String(made) === String(octets(key));
}

async function worker() {
  await navigator.serviceWorker.register(`${root}/sw.js`, { scope: `${root}/` });
  return navigator.serviceWorker.ready;
}

async function subscribed({ pushManager }) {
  const before = await pushManager.getSubscription();
  if (before && isOurs(before)) return before;
  await before?.unsubscribe();
  return pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: octets(key) });
}

async function tell(subscription) {
  const headers = { "Content-Type": "application/json", "X-Walkapp": "1" };
  const body = JSON.stringify(subscription);
  const answer = await fetch(`${root}/account/push`, { method: "POST", headers, body });
  if (answer.status !== 201) throw new Error(`the server answered ${answer.status}`);
}

async function turnOn() {
  button.disabled = true;
  try {
    if ((await Notification.requestPermission()) !== "granted") return say("denied");
    await tell(await subscribed(await worker()));
    location.reload();
  } catch {
    say("failed");
  } finally {
    button.disabled = false;
  }
}

async function begin() {
  if (!navigator.serviceWorker || !globalThis.PushManager || !globalThis.Notification) return say("unable");
  const registration = await navigator.serviceWorker.getRegistration(`${root}/`);
  const there = Notification.permission === "granted" && (await registration?.pushManager.getSubscription());
  if (there && isOurs(there) && known.split(" ").includes(there.endpoint)) return say("already");
  if (Notification.permission === "denied") return say("denied");
  button.hidden = false;
  button.addEventListener("click", turnOn);
}

begin().catch(() => say("unable"));
