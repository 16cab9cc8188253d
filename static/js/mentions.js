// What is written with one press: names to mention, and templates for replies.

const box = document.querySelector("[data-mentions]");

function write(area, name) {
  const [before, after] = [area.value.slice(0, area.selectionStart), area.value.slice(area.selectionEnd)];
  const begun = before.replace(/(^|[\s(])@[\p{L}\d .-]*$/u, "$1");
  const space = begun && !/[\s(]$/.test(begun) ? " " : "";
  const said = `${begun}${space}@${name} `;
  area.value = said + after.trimStart();
  area.setSelectionRange(said.length, said.length);
  area.focus();
  area.dispatchEvent(new Event("input"));
}

if (box) {
  const area = box.querySelector("textarea");
  for (const name of box.querySelectorAll("[data-name]")) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "mention";
    button.textContent = name.textContent;
    button.addEventListener("click", () => write(area, name.dataset.name));
    name.replaceWith(button);
  }
}

function begin(area, text) {
  const kept = area.value.trim();
  area.value = kept && !text.startsWith(kept) ? `${kept}\n\n${text}` : text;
  area.focus();
  area.dispatchEvent(new Event("input"));
}

for (const offers of document.querySelectorAll("[data-offers]")) {
  offers.addEventListener("click", (event) => {
    const chosen = event.target.closest("[data-text]");
    const area = document.getElementById(offers.dataset.offers);
    if (!chosen || !area || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    begin(area, chosen.dataset.text);
  });
}
