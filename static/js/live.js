// The leader's figures, fetched anew while the page is looked at. Without script: reload the page.

const EVERY_MS = 15_000;
const PATIENCE_MS = 10_000;
const lost = document.querySelector("[data-live-lost]");

async function refresh() {
  if (document.hidden) return;
  const fresh = await fetched();
  if (lost) lost.hidden = fresh !== null;
  if (!fresh) return;
  for (const shown of document.querySelectorAll("[data-live]")) {
    const now = fresh.querySelector(`[data-live="${shown.dataset.live}"]`);
    if (now) swap(shown, now);
  }
}

/** The page as it is now; null without network or when signed out. */
async function fetched() {
  const asked = { headers: { Accept: "text/html" }, signal: AbortSignal.timeout(PATIENCE_MS) };
  const response = await fetch(location.pathname, asked).catch(() => null);
  if (!response?.ok || response.redirected) return null;
  const text = await response.text().catch(() => null);
  return text && new DOMParser().parseFromString(text, "text/html");
}

/** Put the new content in, but never under somebody's finger or cursor. */
function swap(shown, now) {
  const same = shown.textContent === now.textContent;
  if (!same && !shown.contains(document.activeElement)) shown.replaceChildren(...now.childNodes);
}

setInterval(refresh, EVERY_MS);
document.addEventListener("visibilitychange", refresh);
