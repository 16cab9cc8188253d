// Names to mention, as buttons that write them where one types.

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
