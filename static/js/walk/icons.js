// Icons that script puts in are taken from the page itself once they are there: Chromium reads the whole
// sprite again for each one that points into a file (156: 20 to 50 ms on a phone four times slower than a desk).

/** Put the sprites that pieces point into in the page. */
export async function bring() {
  const uses = [...document.querySelectorAll("template[data-piece]")].flatMap(({ content }) => [...content.querySelectorAll("use")]);
  const files = new Set(uses.map((use) => use.getAttribute("href").split("#")[0]));
  for (const file of files) {
    const text = await (await fetch(file)).text();
    const { documentElement: sprite } = new DOMParser().parseFromString(text, "image/svg+xml");
    for (const symbol of sprite.querySelectorAll("symbol")) symbol.id = `icon-${symbol.id}`;
    sprite.setAttribute("hidden", "");
    document.body.append(document.importNode(sprite, true));
  }
}
