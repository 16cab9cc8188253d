// Lays the picture from after over the one from before, with a slider between them.
// Without script, and on paper, the two stand side by side.

for (const box of document.querySelectorAll("[data-compare]")) slide(box);

function slide(box) {
  const pair = box.querySelector(".pair");
  const range = document.createElement("input");
  Object.assign(range, { type: "range", min: "0", max: "100", value: "50", className: "pair-range", dir: "ltr" });
  range.setAttribute("aria-label", box.dataset.compare);
  range.addEventListener("input", () => pair.style.setProperty("--at", `${range.value}%`));
  pair.append(range);
  pair.classList.add("pair-sliding");
}
