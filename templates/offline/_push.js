// What staff have asked to be told: shown as it comes, and opened by a tap.

function show({ title, body, address }) {
  return self.registration.showNotification(title, { body, tag: address, icon: notice, data: address });
}

/** The page that is open there already, else a new one. */
async function openPage(address) {
  const pages = await self.clients.matchAll({ type: "window" });
  const open = pages.find((page) => new URL(page.url).pathname === address);
  return open ? open.focus() : self.clients.openWindow(address);
}
