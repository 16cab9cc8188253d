// A round that is kept in the phone is one person's, and so are notices on its screen. They go when
// that person signs out, and when somebody else signs in without that having been done.

const KEY = "round-of";
const me = document.body.dataset.person;

async function forget() {
  await globalThis.caches?.delete("round");
  localStorage.removeItem(KEY);
  localStorage.removeItem("round-order");
  const registration = await navigator.serviceWorker?.getRegistration();
  await (await registration?.pushManager?.getSubscription())?.unsubscribe();
}

async function begin() {
  const before = localStorage.getItem(KEY);
  if (before && before !== me) await forget();
  localStorage.setItem(KEY, me);
}

for (const form of document.querySelectorAll('form[action$="/sign-out"]')) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    await forget().catch(() => {});
    form.submit();
  });
}
begin().catch(() => {}); // storage that is shut keeps no round either
