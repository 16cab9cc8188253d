// A copy of the walk page and its pictures in the phone, from the first visit on.

const PAGES = "pages";
const PICTURES = "pictures";

/** Keep the page as it is on the server now, and the small pictures it shows. */
export async function keepCopy() {
  if (!globalThis.caches) return;
  try {
    const response = await fetch(location.pathname, { headers: { Accept: "text/html" } });
    if (!response.ok || response.redirected || !response.headers.has("X-Walkapp")) return; // a café's page is none of ours
    await (await caches.open(PAGES)).put(location.pathname, response);
    const pictures = await caches.open(PICTURES);
    for (const image of document.querySelectorAll('img[src*="/photos/"]')) {
      if (!(await pictures.match(image.src, { ignoreVary: true }))) await pictures.add(image.src);
    }
  } catch {
    // without a network, or without room: the copy of the last visit stays
  }
}
