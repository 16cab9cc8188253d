// The button that prints. Without script the browser's own menu does it, so the button stays away.

for (const box of document.querySelectorAll("[data-print]")) {
  box.hidden = false;
  box.querySelector("button").addEventListener("click", () => window.print());
}
