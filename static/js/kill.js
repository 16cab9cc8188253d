// Lets go of stored pages, files and workers; saved issues lie elsewhere and stay.

const box = document.querySelector("[data-kill]");
box.querySelector("[data-kill-now]").addEventListener("click", async () => {
  for (const registration of await navigator.serviceWorker.getRegistrations()) await registration.unregister();
  for (const name of await caches.keys()) await caches.delete(name);
  box.querySelector("[data-kill-done]").hidden = false;
});
