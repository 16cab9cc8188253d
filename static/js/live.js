// The leader's figures, fetched anew while the page is looked at. Without script: reload the page.

const EVERY_MS = 15_000;

async function refresh() {
  if (document.hidden) return;
  const response = await fetch(location.pathname, { headers: { Accept: "text/html" } }).catch(() => null);
  if (!response?.ok || response.redirected) return;
  const fresh = new DOMParser().parseFromString(await response.text(), "text/html");
  const [now, then] = [fresh, document].map((page) => page.querySelector("[data-live]"));
  if (now && then && now.textContent !== then.textContent) then.replaceWith(now);
}

setInterval(refresh, EVERY_MS);
document.addEventListener("visibilitychange", refresh);
